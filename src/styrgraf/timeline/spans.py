"""When things and links held: dates of their own, of the changes that made them, and of the pages that state them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import Iri, Kind
from styrgraf.timeline.dates import sort_key
from styrgraf.timeline.records import Dated, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Graph

__all__ = ["OWNER", "Spans", "lexical"]

#: The property that an ownership is told as.
OWNER = Iri(SG.owner)
_DATES = ("from", "until", "knownOn", "asOf", "year", "date")
_CHANGED = (f"{PREFIXES['org']}originalOrganization", f"{PREFIXES['org']}resultingOrganization")
_STATED = "SELECT ?thing ?graph WHERE { GRAPH ?graph { ?thing a ?class } }"
# What a proposal concerns need not be there yet, or ever.
_PROPOSED = "SELECT ?thing ?graph WHERE { ?proposal a sg:Proposal GRAPH ?graph { ?proposal sg:concerns ?thing } }"
_NODES = """SELECT DISTINCT ?thing ?node WHERE {
  { ?node sg:post/(org:postIn|sg:leads) ?thing } UNION { ?node sg:tenureOf|sg:tenureIn ?thing }
  UNION { ?node sg:owner|sg:owned ?thing . ?node a sg:Ownership }
  UNION { ?node sg:of ?thing FILTER NOT EXISTS { ?node sg:forecast true } }
}"""
# A change that makes or ends a number of things of one kind makes or ends each of them.
_MEMBERS = """SELECT DISTINCT ?member ?collective WHERE {
  ?collective org:hasMember ?member .
  { ?change org:originalOrganization ?collective } UNION { ?change org:resultingOrganization ?collective }
  { ?collective a foaf:Group } UNION { ?collective a sg:District . ?member a sg:District }
}"""
_TENURES = """SELECT ?node ?child ?property ?parent WHERE {
  ?node sg:tenureOf ?child ; sg:tenureProperty ?property ; sg:tenureIn ?parent
}"""


def lexical(values: Iterable[object]) -> list[str]:
    """Sort dates as they are written.

    :param values: dates.
    :returns: the dates in order, without doubles.
    """
    return sorted({str(value) for value in values}, key=sort_key)


class Spans:
    """Reads when things and links held; ``graph.once(Spans)`` keeps what it has read.

    :param graph: the graph.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._own = self._read_dates()
        proposed = self._read_pairs(_PROPOSED)
        #: What proposals concern.
        self.proposed = frozenset(proposed)
        told = {thing: {graph.source(name).passage for name in names} for thing, names in proposed.items()}
        self._stated = {
            thing: {name for name in names if thing not in told or graph.source(name).passage not in told[thing]}
            for thing, names in self._read_pairs(_STATED).items()
        }
        self._nodes = self._read_pairs(_NODES)
        self._collectives = self._read_pairs(_MEMBERS)
        self._tenures: dict[tuple[Iri, Iri, Iri], set[Iri]] = defaultdict(set)
        for row in graph.select(_TENURES):
            node, child, name, parent = (Iri(str(term)) for term in row)
            self._tenures[child, name, parent].add(node)

    def _read_pairs(self, query: str) -> dict[Iri, set[Iri]]:
        pairs: dict[Iri, set[Iri]] = defaultdict(set)
        for one, other in self.graph.select(query):
            pairs[Iri(str(one))].add(Iri(str(other)))
        return pairs

    def _read_dates(self) -> dict[tuple[Iri, str], tuple[Dated, ...]]:
        names = " ".join(f"sg:{name}" for name in _DATES)
        rows = self.graph.select(
            f"SELECT ?thing ?name ?date ?graph WHERE {{ VALUES ?name {{ {names} }} ?thing ?name ?date . "
            "GRAPH ?graph { ?thing ?name ?date } }"
        )
        found: dict[tuple[Iri, str], dict[str, list[Iri]]] = defaultdict(lambda: defaultdict(list))
        for thing, name, when, graph in rows:
            local = str(name).removeprefix(str(SG))
            found[Iri(str(thing)), local][str(when)].append(Iri(str(graph)))
        return {
            key: tuple(self._dated(value, dates[value]) for value in lexical(dates)) for key, dates in found.items()
        }

    def _dated(self, value: str, graphs: Iterable[Iri]) -> Dated:
        sources = self.graph.sort_sources(graphs)
        return Dated(value, sources, self.graph.source(sources[0]).kind is Kind.DERIVED)

    def dates(self, thing: Iri, name: str) -> tuple[Dated, ...]:
        """List the dates that a thing has of a property.

        :param thing: its IRI.
        :param name: local name of the property, such as ``from``.
        :returns: the dates in order.
        """
        return self._own.get((thing, name), ())

    def of_thing(self, thing: Iri) -> Span:
        """Tell when a thing was: by its own dates, or else those of the collective that a change made or ended.

        :param thing: IRI of an organisation or a post.
        :returns: the span; known on the dates of the pages that state it, and of what is stated of it with a date.
        """
        begins, ends = self.dates(thing, "from"), self.dates(thing, "until")
        for collective in sorted(self._collectives.get(thing, ())):
            link = self.graph.evidence(collective, f"{PREFIXES['org']}hasMember", thing)
            begins = begins or self._through(self.dates(collective, "from"), link)
            ends = ends or self._through(self.dates(collective, "until"), link)
        known, undated = self._pages(self._stated.get(thing, ()))
        for node in self._nodes.get(thing, ()):
            for name in ("knownOn", "asOf", "year"):
                for one in self.dates(node, name):
                    known[one.value] |= set(one.sources)
        return Span(begins, ends, self._sorted(known), undated)

    def _through(self, dates: tuple[Dated, ...], link: tuple[Iri, ...]) -> tuple[Dated, ...]:
        return tuple(Dated(one.value, (*one.sources, *link), one.by_change) for one in dates)

    def of_node(self, node: Iri) -> Span:
        """Tell when a membership, tenure or ownership held.

        :param node: its IRI.
        :returns: the span; known on the days it is stated to be, or else those of the pages that state it.
        """
        known, undated = self._pages(self._stated.get(node, ()))
        own = self.dates(node, "knownOn")
        return Span(
            self.dates(node, "from"),
            self.dates(node, "until"),
            own or (() if self.dates(node, "from") or self.dates(node, "until") else self._sorted(known)),
            undated,
        )

    def of_link(self, child: Iri, name: Iri, parent: Iri) -> Span:
        """Tell when a plain link held: by the relations in time that say the same, and the pages that state it.

        :param child: IRI of its subject.
        :param name: IRI of its property.
        :param parent: IRI of its value.
        :returns: the span.
        """
        known, undated = self._pages(self.graph.evidence(child, name, parent))
        begins: list[Dated] = []
        ends: list[Dated] = []
        for node in sorted(self._tenures.get((child, name, parent), ())):
            span = self.of_node(node)
            begins += span.begins
            ends += span.ends
            for one in span.known:
                known[one.value] |= set(one.sources)
            undated = self.graph.sort_sources((*undated, *span.undated))
        return Span(tuple(begins), tuple(ends), self._sorted(known), undated)

    def tenures(self) -> list[tuple[Iri, Iri, Iri]]:
        """List the links that hold for a time: child, property and parent."""
        return sorted(self._tenures)

    def tenure_sources(self, child: Iri, name: Iri, parent: Iri) -> tuple[Iri, ...]:
        """List the graphs that state a link for a time.

        :param child: IRI of its subject.
        :param name: IRI of its property.
        :param parent: IRI of its value.
        :returns: the graphs, best authority first.
        """
        nodes = self._tenures.get((child, name, parent), ())
        return self.graph.sort_sources(graph for node in nodes for graph in self.stated(node))

    def stated(self, thing: Iri) -> tuple[Iri, ...]:
        """List the graphs that state what kind of thing a thing is, those of mere proposals not among them.

        :param thing: its IRI.
        :returns: the graphs, best authority first.
        """
        return self.graph.sort_sources(self._stated.get(thing, ()))

    def change_ends(self, event: Iri) -> tuple[list[Iri], list[Iri]]:
        """List what a change of organisation began and ended with.

        :param event: IRI of the change.
        :returns: the organisations before, and those after.
        """
        before, after = (
            [value for value in self.graph.values(event, name) if isinstance(value, Iri)] for name in _CHANGED
        )
        return before, after

    def _pages(self, graphs: Iterable[Iri]) -> tuple[dict[str, set[Iri]], tuple[Iri, ...]]:
        known: dict[str, set[Iri]] = defaultdict(set)
        undated = []
        for name in graphs:
            source = self.graph.source(name)
            if not source.in_force or source.kind in (Kind.DERIVED, Kind.VOCABULARY):
                continue
            for when in source.date.split(", ") if source.date else ():
                known[when].add(name)
            if not source.date:
                undated.append(name)
        return known, self.graph.sort_sources(undated)

    def _sorted(self, known: dict[str, set[Iri]]) -> tuple[Dated, ...]:
        return tuple(Dated(value, self.graph.sort_sources(known[value])) for value in lexical(known))
