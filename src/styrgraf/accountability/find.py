"""Who answers for something: matters by words, whom they lead to, what is above those, and how sure it is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styrgraf.accountability.chain import Above
from styrgraf.accountability.matters import Matters, best_first
from styrgraf.accountability.records import Answer, Who
from styrgraf.accountability.wording import sought_words
from styrgraf.errors import StyrgrafError
from styrgraf.timeline.dates import check_date
from styrgraf.timeline.history import history
from styrgraf.timeline.records import Absence, Certainty, Standing
from styrgraf.timeline.spans import Spans

if TYPE_CHECKING:
    from styrgraf.accountability.records import Matter
    from styrgraf.store import Graph, Iri

__all__ = ["who"]

_CERTAINTIES = list(Certainty)
_ABSENCES = list(Absence)


def who(graph: Graph, text: str, *, limit: int | None = 5, as_of: str | None = None) -> Who:
    """Tell who answers for something.

    Matters are found by their own name or that of their topic. They are ranked by wording – the whole name, its words
    in any form, parts of compounds, other spellings, some of the words, related topics – and by ground –
    responsibility, work, group, decision, money; a step of wording counts as two of ground. Of equals, the better
    wording goes first, then what has the name itself, the name with the fewest further words, what is surer on the
    day, what more documents state, and the name of who answers.

    :param graph: the graph.
    :param text: what is asked for, in any order and form of its words, in Swedish or English.
    :param limit: the most answers to give, and the most of those who do not answer on the day; None for all.
    :param as_of: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; None for all that is not known to have ended.
    :returns: who answers, who no longer or not yet does, and what nobody is stated to answer for.
    :raises StyrgrafError: if the text has neither letter nor digit, the limit is below 1, or the day is no date.
    """
    if as_of is not None:
        check_date(as_of)
    if limit is not None and limit < 1:
        raise StyrgrafError(f"{limit} answers cannot be given", remedy="let the limit be 1 or more")
    sought = sought_words(text)
    if not any(word.isalnum() for word in sought):
        raise StyrgrafError(f"there is nothing to look for in “{text}”", remedy="type a word of what is answered for")
    return _Finder(graph, as_of).find(text, sought, limit)


class _Finder:
    def __init__(self, graph: Graph, as_of: str | None) -> None:
        self.graph = graph
        self.as_of = as_of
        spans = graph.once(Spans)
        self.matters = Matters(graph, spans, as_of)
        self.above = Above(graph, spans, as_of)

    def find(self, text: str, sought: tuple[str, ...], limit: int | None) -> Who:
        found = self.matters.find(sought)
        by_agent: dict[Iri, list[Matter]] = defaultdict(list)
        for agent, matter in self.matters.lead(found):
            by_agent[agent].append(matter)
        standing, others = [], []
        for agent, matters in by_agent.items():
            stands = [matter for matter in matters if isinstance(matter.state, Standing)]
            if isinstance(self.above.state(agent), Standing) and stands:
                standing.append((agent, sorted(stands, key=best_first)))
            else:
                others.append((agent, sorted(matters, key=best_first)))
        standing.sort(key=self.order)
        others.sort(key=self.order)
        unanswered = self.matters.unanswered(found)
        nearest = [] if by_agent or unanswered else self.matters.nearest(sought)
        return Who(
            text,
            sought,
            self.as_of,
            tuple(self.answer(*one) for one in standing[:limit]),
            tuple(self.answer(*one) for one in others[:limit]),
            tuple(unanswered[:limit]),
            tuple(nearest),
            len(standing[limit:]) if limit else 0,
        )

    def order(self, one: tuple[Iri, list[Matter]]) -> tuple[object, ...]:
        agent, (best, *_) = one
        *fit, documents, _ = best_first(best)
        return *fit, self.sureness(best), documents, self.graph.label(agent), agent

    def sureness(self, matter: Matter) -> int:
        if isinstance(matter.state, Standing):
            return _CERTAINTIES.index(matter.state.certainty)
        return len(_CERTAINTIES) + _ABSENCES.index(matter.state)

    def answer(self, agent: Iri, matters: list[Matter]) -> Answer:
        state = self.above.state(agent)
        changes = history(self.graph, agent).changes if state is Absence.ENDED else ()
        successors = tuple(change for change in changes if change.steps > 0)
        was = state not in (Absence.NOT_BEGUN, Absence.PROPOSED)
        chain = self.above.chain(agent) if was else None
        heads = self.above.heads(agent) if was else ()
        return Answer(agent, state, tuple(matters), chain, heads, successors)
