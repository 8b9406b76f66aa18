"""How each thing of the graph stands on a day, whether it has a life, happened once, or is told of by a page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.lineage.network import LineageNetwork
from styrgraf.lineage.trace import DATES
from styrgraf.namespaces import BASE, SG
from styrgraf.store import Iri, Kind
from styrgraf.timeline.dates import sort_key, stand
from styrgraf.timeline.organisation import organisation
from styrgraf.timeline.records import Absence, Certainty, Dated, Span, Standing
from styrgraf.timeline.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Graph

__all__ = ["LeftOut", "Standings"]

# Of people, parties and municipalities no page says when they began; the rest describes evidence.
_TIMELESS = """SELECT DISTINCT ?thing WHERE {
  VALUES ?of { foaf:Person sg:PoliticalParty sg:Municipality sg:Document sg:Passage sg:Reading sg:Derivation sg:Rule
    sg:Editorial sg:IdentityJudgement sg:Procedure sg:ProcedureStep }
  ?class rdfs:subClassOf* ?of . ?thing a ?class
}"""
_THINGS = f'SELECT DISTINCT ?thing WHERE {{ ?thing a ?class FILTER (STRSTARTS(STR(?thing), "{BASE}")) }}'
_AGENTS = "SELECT DISTINCT ?thing WHERE { ?class rdfs:subClassOf* foaf:Agent . ?thing a ?class }"
_POSTS = "SELECT DISTINCT ?thing WHERE { ?thing a org:Post }"
_FIGURES = "SELECT DISTINCT ?thing WHERE { ?thing a sg:Figure }"
# What is nothing without the other: it is not there when that is not.
_RESTS = """SELECT ?thing ?property ?other WHERE {
  {
    VALUES ?property { sg:post org:postIn sg:leads sg:inUnit sg:responsibleUnit sg:of sg:group sg:owned sg:tenureOf
      sg:tenureIn }
    ?thing ?property ?other
  } UNION { ?thing a sg:Ownership ; ?property ?other FILTER (?property = sg:owner) }
}"""
# What was there because something was in it: a case, and a post.
_SHOWS = "SELECT ?thing ?shown WHERE { ?thing sg:inCase|sg:post ?shown }"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A thing that is left out on a day.

    :param iri: its IRI.
    :param why: whether it had ended, had not begun, or is known only from proposals.
    :param span: all that is known of when it was.
    :param through: IRI of what it rests on or came of, where it is left out because that is.
    """

    iri: Iri
    why: Absence
    span: Span
    through: Iri | None = None


class Standings:
    """The standings of the things of a graph on a day.

    Organisations stand as in :func:`styrgraf.timeline.organisation`. A thing with a date of its own stands from that
    date; any other by its beginning and end, or else by the pages that tell of it. A case or a post is certain when
    something certain is in it. What rests on something left out is left out too, and so is what came of something
    that is left out because it had not begun; what is certain by its own dates stays.

    :param graph: the graph.
    :param day: a day, month or year, already checked.
    """

    def __init__(self, graph: Graph, day: str) -> None:
        self.graph = graph
        self.day = day
        self.spans = graph.once(Spans)
        self.agents = self._things(_AGENTS)
        self._figures = self._things(_FIGURES)
        self._lives = self.agents | self._things(_POSTS)
        self._own = self._read_dates()
        #: How each thing stands that has a time and is not left out.
        self.held: dict[Iri, Standing] = {}
        #: What is left out.
        self.left: dict[Iri, LeftOut] = {}
        self._stand(sorted(self._things(_THINGS) - self._things(_TIMELESS)))
        self._show()
        self._leave()

    def _things(self, query: str) -> set[Iri]:
        return {Iri(str(row[0])) for row in self.graph.select(query)}

    def _read_dates(self) -> dict[Iri, tuple[Dated, ...]]:
        names = " ".join(f"<{name}>" for name in (*DATES, SG.asOf))
        rows = self.graph.select(
            f"SELECT ?thing ?date ?graph WHERE {{ VALUES ?name {{ {names} }} ?thing ?name ?date . "
            "GRAPH ?graph { ?thing ?name ?date } }"
        )
        found: dict[Iri, dict[str, list[Iri]]] = defaultdict(lambda: defaultdict(list))
        for thing, when, graph in rows:
            found[Iri(str(thing))][str(when)].append(Iri(str(graph)))
        return {
            thing: tuple(Dated(value, self.graph.sort_sources(dates[value])) for value in _finest(dates))
            for thing, dates in found.items()
        }

    def span(self, thing: Iri) -> Span:
        """Tell all that is known of when a thing was.

        :param thing: its IRI.
        :returns: the span; it begins with the thing's own date, if it has one.
        """
        if own := self._own.get(thing):
            return Span(known=own) if thing in self._figures else Span(own, self.spans.dates(thing, "until"))
        return self.spans.of_thing(thing) if thing in self._lives else self.spans.of_node(thing)

    def _stand(self, things: Iterable[Iri]) -> None:
        organised = organisation(self.graph, self.day)
        self.held = {thing.iri: thing.standing for thing in organised.things}
        self.left = {left.iri: LeftOut(left.iri, left.why, left.span, left.part_of) for left in organised.left}
        for thing in things:
            if thing in self.held or thing in self.left:
                continue
            span = self.span(thing)
            # A figure is of its date: earlier it was not known, later it may have changed.
            begun = Span(begins=span.known) if thing in self._figures and thing in self._own else span
            standing = stand(begun, self.day)
            if isinstance(standing, Absence):
                self.left[thing] = LeftOut(thing, standing, span)
            elif begun is span:
                self.held[thing] = standing
            elif isinstance(measured := stand(span, self.day), Standing):
                self.held[thing] = measured

    def _show(self) -> None:
        for one, other in sorted(self.graph.select(_SHOWS), key=str):
            shows, shown = self.held.get(Iri(str(one))), self.held.get(Iri(str(other)))
            if shows and shown and shows.certainty is Certainty.CERTAIN is not shown.certainty:
                self.held[Iri(str(other))] = Standing(
                    Certainty.CERTAIN, shown.span, shows.known, shows.sources, shows.unseen
                )

    def _leave(self) -> None:
        """Leave out what rests on, or came of, what is left out; again until nothing more is."""
        rests: dict[tuple[Iri, str], list[Iri]] = defaultdict(list)
        for thing, name, other in self.graph.select(_RESTS):
            rests[Iri(str(thing)), str(name)].append(Iri(str(other)))
        arcs = [
            arc
            for arc in self.graph.once(LineageNetwork).arcs()
            if arc.later not in self.agents and arc.earlier not in self.agents and not self._begins(arc.later)
        ]
        changed = True
        while changed:
            changed = False
            for (thing, _), others in rests.items():
                if all(other in self.left for other in others):
                    changed |= self._leave_one(thing, min(others))
            for arc in arcs:
                if (origin := self.left.get(arc.earlier)) and origin.why is Absence.NOT_BEGUN:
                    changed |= self._leave_one(arc.later, arc.earlier)

    def _begins(self, thing: Iri) -> bool:
        return thing in self.held and bool(self.held[thing].span.begins)

    def _leave_one(self, thing: Iri, through: Iri) -> bool:
        standing = self.held.get(thing)
        if standing is None or standing.certainty is Certainty.CERTAIN:
            return False
        self.left[thing] = LeftOut(thing, self.left[through].why, standing.span, through)
        del self.held[thing]
        return True

    def of_link(self, subject: Iri, predicate: Iri, value: Iri) -> Standing | Absence | None:
        """Tell how a link between two organisations stands.

        :param subject: IRI of its subject.
        :param predicate: IRI of its property.
        :param value: IRI of its value.
        :returns: how it stands, or why it is left out; None if it joins no organisations, or follows from a rule
            alone: then it is as sure as what it joins.
        """
        if not {subject, value} <= self.agents & self.held.keys():
            return None
        span = self.spans.of_link(subject, predicate, value)
        if span == Span() and self._is_derived(subject, predicate, value):
            return None
        return stand(span, self.day)

    def _is_derived(self, subject: Iri, predicate: Iri, value: Iri) -> bool:
        sources = self.graph.evidence(subject, predicate, value)
        return bool(sources) and self.graph.source(sources[0]).kind is Kind.DERIVED


def _finest(dates: Iterable[str]) -> list[str]:
    """Sort dates without those that another says more precisely: 2022 beside April 2022."""
    dates = set(dates)
    return sorted(
        (one for one in dates if not any(other.startswith(f"{one}-") for other in dates)),
        key=sort_key,
    )
