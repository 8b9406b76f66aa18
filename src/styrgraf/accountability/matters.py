"""The matters that words fit, and whom each leads to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from styrgraf.accountability.questions import ask
from styrgraf.accountability.records import Ground, Matter, State, Wording
from styrgraf.accountability.wording import count_further, fit
from styrgraf.namespaces import PREFIXES
from styrgraf.search import Field, SearchIndex
from styrgraf.search.words import fold, words
from styrgraf.store import Iri, Text
from styrgraf.timeline.dates import stand
from styrgraf.timeline.records import Absence, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from styrgraf.accountability.questions import Row
    from styrgraf.store import Graph
    from styrgraf.timeline.records import Dated
    from styrgraf.timeline.spans import Spans

__all__ = ["Found", "Matters", "best_first"]

_ORDER = list(Wording)
_SUBJECT = Iri(f"{PREFIXES['dcterms']}subject")
_MOST_NEAREST = 5
#: From here on difflib's measure tells of a likeness that a reader sees too.
_ALIKE = 0.75
_SHORTEST_BEGINNING = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A name that fits the words.

    :param wording: how it fits.
    :param name: the name.
    :param further: how many of its words were not looked for.
    :param via: the thing that has it, where that is not the matter itself.
    """

    wording: Wording
    name: str
    further: int
    via: Iri | None = None


def best_first(matter: Matter) -> tuple[object, ...]:
    """Order matters: by steps, wording, whether the matter itself has the name, its further words, and documents.

    :param matter: a matter.
    :returns: a key.
    """
    wording = _ORDER.index(matter.wording)
    return matter.steps, wording, matter.via is not None, matter.further, -matter.documents, matter.iri


class Matters:
    """Finds matters by words.

    :param graph: the graph.
    :param spans: when its things held.
    :param as_of: the day; None for all that is not known to have ended.
    """

    def __init__(self, graph: Graph, spans: Spans, as_of: str | None) -> None:
        self.graph = graph
        self.spans = spans
        self.as_of = as_of
        self._rows: dict[Iri, list[Row]] = defaultdict(list)
        for row in ask(graph, "answered-matters"):
            self._rows[_iri(row["matter"])].append(row)
        self._about: dict[Iri, list[tuple[Iri, Iri]]] = defaultdict(list)
        for row in ask(graph, "matter-subjects"):
            self._about[_iri(row["about"])].append((_iri(row["matter"]), _iri(row["how"])))
        self._replaced: dict[Iri, list[Iri]] = defaultdict(list)
        for row in ask(graph, "replaced-responsibilities"):
            self._replaced[_iri(row["earlier"])].append(_iri(row["later"]))

    def find(self, sought: tuple[str, ...]) -> dict[Iri, Found]:
        """Find the matters whose name, or the name of what they are about, fits the words.

        :param sought: the words.
        :returns: the matters, each with the name that fits best.
        """
        named = self._named(sought)
        found = {thing: one for thing, one in named.items() if thing in self._rows or self._is_lone_topic(thing)}
        for thing, one in named.items():
            self._add_about(found, thing, one)
        for row in ask(self.graph, "related-topics"):
            topic, related = _iri(row["topic"]), _iri(row["related"])
            if topic in named and related not in named:
                label = self.graph.label(related)
                one = Found(Wording.RELATED, label, count_further(sought, label))
                if related in self._rows:
                    found.setdefault(related, one)
                self._add_about(found, related, one)
        return found

    def _named(self, sought: tuple[str, ...]) -> dict[Iri, Found]:
        hits = self.graph.once(SearchIndex).find(" ".join(sought), limit=None)
        named = {
            hit.iri: Found(fit(sought, hit.matched), hit.matched, count_further(sought, hit.matched))
            for hit in hits
            if hit.field is not Field.KEY_PHRASE
        }
        # Where the words stand as they are typed, nobody is taken to have mistyped them, nor to want only some.
        for worst in (Wording.SOME, Wording.SPELLING):
            better = {thing: one for thing, one in named.items() if _ORDER.index(one.wording) < _ORDER.index(worst)}
            if any(map(self._leads, better)):
                named = better
        return named

    def _is_lone_topic(self, thing: Iri) -> bool:
        return thing.startswith(PREFIXES["topic"]) and not self._leads(thing)

    def _leads(self, thing: Iri) -> bool:
        return thing in self._rows or thing in self._about

    def _add_about(self, found: dict[Iri, Found], thing: Iri, one: Found) -> None:
        for matter, _ in self._about.get(thing, ()):
            other = Found(one.wording, one.name, one.further, thing)
            if matter not in found or _rank(other) < _rank(found[matter]):
                found[matter] = other

    def lead(self, found: Mapping[Iri, Found]) -> Iterator[tuple[Iri, Matter]]:
        """Tell whom matters lead to, nearest first: from one matter only by what leads there most directly.

        :param found: the matters.
        :returns: who answers, and for what.
        """
        for matter, one in sorted(found.items()):
            rows = [row for row in self._rows.get(matter, ()) if "agent" in row]
            least = min((int(str(row["order"])) for row in rows), default=0)
            for row in rows:
                if int(str(row["order"])) == least:
                    yield _iri(row["agent"]), self._matter(matter, one, row)

    def unanswered(self, found: Mapping[Iri, Found]) -> list[Iri]:
        """List the matters that lead to nobody.

        :param found: the matters.
        :returns: those whose names fit best first, without those that are only found by a related topic, and those
            with an assignment, a decision or money that leads to somebody.
        """
        lost = [
            matter
            for matter, one in found.items()
            if one.wording is not Wording.RELATED and not self._is_answered(matter)
        ]
        return sorted(lost, key=lambda matter: (_rank(found[matter]), self.graph.label(matter), matter))

    def _is_answered(self, matter: Iri) -> bool:
        near = (matter, *(other for other, _ in self._about.get(matter, ())))
        return any("agent" in row for one in near for row in self._rows.get(one, ()))

    def nearest(self, sought: tuple[str, ...]) -> list[Iri]:
        """List known topics that begin as one of the words does, or are spelt like it.

        :param sought: the words.
        :returns: the topics, the most alike first.
        """
        topics: dict[str, Iri] = {}
        for thing in sorted({about for about, uses in self._about.items() if any(how == _SUBJECT for _, how in uses)}):
            for label in self.graph.values(thing, f"{PREFIXES['skos']}prefLabel"):
                if isinstance(label, Text):
                    topics.setdefault(label.value.casefold(), thing)
        names = sorted(topics)
        near = [
            name
            for word in sought
            for name in (*get_close_matches(word, names, _MOST_NEAREST, _ALIKE), *_beginning_alike(word, names))
        ]
        return list(dict.fromkeys(topics[name] for name in near))[:_MOST_NEAREST]

    def _matter(self, matter: Iri, one: Found, row: Row) -> Matter:
        agent, through = _iri(row["agent"]), _iri(row["through"])
        how = _iri(row["how"]) if "how" in row else None
        sources = self._sources(matter, row, agent, through, how)
        documents = {self.graph.source(source).document for source in self._grounds(sources)} - {None}
        state = self._state(matter, through, how, agent, sources)
        ground = Ground(str(row["ground"]))
        return Matter(
            iri=matter,
            ground=ground,
            wording=one.wording,
            found=one.name,
            further=one.further,
            via=one.via,
            how=how,
            through=through,
            state=state,
            sources=sources,
            documents=len(documents),
        )

    def _sources(self, matter: Iri, row: Row, agent: Iri, through: Iri, how: Iri | None) -> tuple[Iri, ...]:
        if how is None:
            return self.spans.stated(agent)
        stated = self.graph.evidence(through, how, agent) or self.graph.evidence(agent, how, through)
        link = self.graph.evidence(matter, str(row["link"]), through) if "link" in row else ()
        return tuple(dict.fromkeys((*link, *stated)))

    def _grounds(self, sources: tuple[Iri, ...]) -> Iterator[Iri]:
        for source in sources:
            yield from self.graph.source(source).premises or (source,)

    def _state(self, matter: Iri, through: Iri, how: Iri | None, agent: Iri, sources: tuple[Iri, ...]) -> State:
        """Tell how it stands by the matter's own dates, and otherwise by those of the pages that lead to somebody."""
        if how is None:
            return stand(self.spans.of_thing(agent), self.as_of)
        child, parent = (through, agent) if self.graph.evidence(through, how, agent) else (agent, through)
        link = self.spans.of_link(child, how, parent)
        begins = self.spans.dates(matter, "from") or self.spans.dates(matter, "date")
        ends = self.spans.dates(matter, "until") or self._replacements(matter)
        years = self.spans.dates(matter, "year")
        undated = link.undated or (() if link.known or years else sources)
        state = stand(Span(begins or link.begins, ends or link.ends, years or link.known, undated), self.as_of)
        replaced = self.as_of is None and matter in self._replaced
        return Absence.ENDED if replaced else state

    def _replacements(self, matter: Iri) -> tuple[Dated, ...]:
        return tuple(one for later in self._replaced.get(matter, ()) for one in self.spans.dates(later, "from"))


def _beginning_alike(word: str, names: list[str]) -> list[str]:
    beginning = fold(word)[:_SHORTEST_BEGINNING]
    if len(beginning) < _SHORTEST_BEGINNING:
        return []
    return [name for name in names if any(fold(one).startswith(beginning) for one in words(name))]


def _rank(one: Found) -> tuple[int, bool, int, str]:
    return _ORDER.index(one.wording), one.via is not None, one.further, one.via or ""


def _iri(term: object) -> Iri:
    return Iri(str(term))
