"""What is above a unit, a group, a body or an enterprise on a day, up to the highest body; and who leads it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styrgraf.accountability.questions import ask
from styrgraf.accountability.records import Chain, End, Head, State, Step
from styrgraf.namespaces import SG
from styrgraf.store import Iri
from styrgraf.timeline.dates import last_day, sort_key, stand
from styrgraf.timeline.organisation import organisation
from styrgraf.timeline.records import Absence, Certainty, Standing
from styrgraf.timeline.tree import Tree

if TYPE_CHECKING:
    from styrgraf.accountability.questions import Row
    from styrgraf.store import Graph
    from styrgraf.timeline.records import Left, Link
    from styrgraf.timeline.spans import Spans

__all__ = ["Above"]

_OWNER = Iri(SG.owner)
_CERTAINTIES = list(Certainty)


class Above:
    """Tells what is above somebody on a day, and who leads whom.

    :param graph: the graph.
    :param spans: when its things held.
    :param as_of: the day; None for all that is not known to have ended.
    """

    def __init__(self, graph: Graph, spans: Spans, as_of: str | None) -> None:
        self.graph = graph
        self.spans = spans
        self.as_of = as_of
        self._trees: dict[str | None, Tree] = {}
        self._left: dict[str | None, dict[Iri, Left]] = {}
        self._upwards: dict[Iri, list[Row]] = defaultdict(list)
        for row in ask(graph, "upward-links"):
            self._upwards[Iri(str(row["child"]))].append(row)
        self._heads: dict[Iri, list[Row]] = defaultdict(list)
        for row in ask(graph, "heads"):
            self._heads[Iri(str(row["agent"]))].append(row)

    def state(self, agent: Iri) -> State:
        """Tell how somebody stands on the day.

        :param agent: IRI of an organisation of any kind.
        :returns: how it stands, or why it does not.
        """
        tree = self._tree(self.as_of)
        if thing := tree.things.get(agent):
            return thing.standing
        if left := self._left[self.as_of].get(agent):
            return left.why
        return stand(self.spans.of_thing(agent), self.as_of)

    def day(self, agent: Iri) -> str | None:
        """Give the day that the chain of somebody is told for.

        :param agent: IRI of an organisation of any kind.
        :returns: the day asked for; of what had ended by then, its last.
        """
        if self.state(agent) is not Absence.ENDED:
            return self.as_of
        left = self._left[self.as_of].get(agent)
        whole = left.part_of if left and left.part_of else agent
        ends = self.spans.of_thing(agent).ends or self.spans.of_thing(whole).ends
        return last_day(ends[-1]) if ends else self.as_of

    def chain(self, agent: Iri) -> Chain:
        """Tell what is above somebody.

        :param agent: IRI of an organisation of any kind.
        :returns: the chain, as far as pages tell it.
        """
        day = self.day(agent)
        steps: list[Step] = []
        seen, here = {agent}, agent
        while True:
            if any("parent" not in row for row in self._upwards.get(here, ())):
                return Chain(day, tuple(steps), End.TOP)
            step = self._step(here, day)
            if step is None:
                return Chain(day, tuple(steps), End.BROKEN)
            steps.append(step)
            if step.parent in seen:
                return Chain(day, tuple(steps), End.RING)
            seen.add(step.parent)
            here = step.parent

    def _step(self, thing: Iri, day: str | None) -> Step | None:
        placed = self._tree(day).place(thing)
        if placed:
            return self._placed(placed)
        steps = [self._linked(row, day) for row in self._upwards.get(thing, ())]
        return next((step for step in steps if isinstance(step.state, Standing)), None)

    def _placed(self, link: Link) -> Step:
        inverse = link.property != _OWNER and not self.graph.evidence(link.child, link.property, link.parent)
        sources = link.standing.sources or self.graph.evidence(link.child, link.property, link.parent)
        return Step(link.child, link.parent, link.property, inverse, None, link.standing, sources)

    def _linked(self, row: Row, day: str | None) -> Step:
        child, parent, how = (Iri(str(row[name])) for name in ("child", "parent", "how"))
        said_of = Iri(str(row["said_of"])) if "said_of" in row else None
        subject, value = said_of or child, parent
        inverse = not self.graph.evidence(subject, how, value)
        if inverse:
            subject, value = value, subject
        state = stand(self.spans.of_link(subject, how, value), day)
        return Step(child, parent, how, inverse, said_of, state, self.graph.evidence(subject, how, value))

    def _tree(self, day: str | None) -> Tree:
        if day not in self._trees:
            found = organisation(self.graph, day)
            self._trees[day] = Tree(found)
            self._left[day] = {left.iri: left for left in found.left}
        return self._trees[day]

    # Heads

    def heads(self, agent: Iri) -> tuple[Head, ...]:
        """Tell who leads somebody on the day: for each post its surest holders, and of those known before, the last.

        :param agent: IRI of an organisation of any kind.
        :returns: the posts with their holders.
        """
        day = self.day(agent)
        posts: dict[Iri, list[Head]] = defaultdict(list)
        for row in self._heads.get(agent, ()):
            held = self._head(row, day)
            posts[held.post] += [] if isinstance(held.state, Absence) or held.person is None else [held]
        return tuple(head for post, held in posts.items() for head in self._surest(post, held))

    def _head(self, row: Row, day: str | None) -> Head:
        post = Iri(str(row["post"]))
        if "membership" not in row:
            return Head(post, None, acting=False, state=None, sources=self.spans.stated(post))
        node = Iri(str(row["membership"]))
        acting = any(str(value) in {"true", "1"} for value in self.graph.values(node, SG.acting))
        state = stand(self.spans.of_node(node), day)
        return Head(post, Iri(str(row["person"])), acting, state, self.spans.stated(node))

    def _surest(self, post: Iri, held: list[Head]) -> list[Head]:
        if not held:
            return [Head(post, None, acting=False, state=None, sources=self.spans.stated(post))]
        best = min(_certainty(head) for head in held)
        sure = sorted((head for head in held if _certainty(head) == best), key=_latest)
        # Who is known only on other days cannot all be told as holding it: the last known is.
        return sure if best == _CERTAINTIES.index(Certainty.CERTAIN) else sure[-1:]


def _certainty(head: Head) -> int:
    return _CERTAINTIES.index(head.state.certainty) if isinstance(head.state, Standing) else len(_CERTAINTIES)


def _latest(head: Head) -> tuple[tuple[str, int], Iri]:
    span = head.state.span if isinstance(head.state, Standing) else None
    values = [one.value for one in (*span.begins, *span.known)] if span else []
    return max(map(sort_key, values), default=("", 0)), head.person or head.post
