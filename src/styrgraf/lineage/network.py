"""The lineage network: which thing came of which.

An edge points from the later to the earlier. What an edge is, the ontology says: any property that it makes,
directly or through others, a sub-property of ``prov:wasInfluencedBy``, or the inverse of one (PROV-O).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import TYPE_CHECKING

from styrgraf.lineage.dominators import immediate_dominators
from styrgraf.namespaces import PREFIXES
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx

    from styrgraf.store import Graph

__all__ = ["Arc", "LineageNetwork"]

# networkx takes longer to import than most answers take: only what needs it imports it.
# ruff: noqa: PLC0415

_LINEAGE = """SELECT DISTINCT ?property ?inverse WHERE {
  {
    ?property rdfs:subPropertyOf+ prov:wasInfluencedBy
    BIND (false AS ?inverse)
  } UNION {
    ?direct rdfs:subPropertyOf* prov:wasInfluencedBy .
    { ?other owl:inverseOf ?direct } UNION { ?direct owl:inverseOf ?other }
    ?property rdfs:subPropertyOf* ?other
    BIND (true AS ?inverse)
  }
}"""
_AGENTS = """SELECT DISTINCT ?agent WHERE { ?class rdfs:subClassOf* foaf:Agent . ?agent a ?class }"""
# Where all lineage begins, for the dominators; no thing is named so.
_ROOT = Iri("")


@dataclass(frozen=True, slots=True, order=True)
class Arc:
    """A lineage edge.

    :param later: IRI of what came of the other.
    :param earlier: IRI of what it came of.
    :param property: IRI of the property that states it.
    :param inverse: whether the earlier is the property's subject.
    """

    later: Iri
    earlier: Iri
    property: Iri
    inverse: bool


class LineageNetwork:
    """The lineage edges of a graph, with what can be told of them; ``graph.once(LineageNetwork)`` makes it once.

    :param graph: the graph, with its ontology.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        #: The edges from each thing to what it came of.
        self.earlier: Mapping[Iri, list[Arc]]
        #: The edges to each thing from what came of it.
        self.later: Mapping[Iri, list[Arc]]
        earlier, later = defaultdict(list), defaultdict(list)
        for name, inverse in graph.select(_LINEAGE):
            turned = str(inverse) == "true"
            for subject, value in sorted(graph.pairs(str(name))):
                arc = Arc(*((value, subject) if turned else (subject, value)), Iri(str(name)), turned)
                earlier[arc.later].append(arc)
                later[arc.earlier].append(arc)
        self.earlier, self.later = dict(earlier), dict(later)

    @cached_property
    def agents(self) -> frozenset[Iri]:
        """The bodies, units, groups and people among the nodes: a path ends there."""
        agents = (Iri(str(row[0])) for row in self.graph.select(_AGENTS))
        return frozenset(agent for agent in agents if agent in self)

    @cached_property
    def properties(self) -> frozenset[Iri]:
        """The properties that the ontology makes lineage, without their inverses."""
        return self._below(f"{PREFIXES['prov']}wasInfluencedBy")

    @cached_property
    def part_properties(self) -> frozenset[Iri]:
        """The properties that make one thing a part of another (``dcterms:isPartOf``)."""
        return self._below(f"{PREFIXES['dcterms']}isPartOf")

    def _below(self, name: str) -> frozenset[Iri]:
        rows = self.graph.select(f"SELECT DISTINCT ?property WHERE {{ ?property rdfs:subPropertyOf* <{name}> }}")
        return frozenset(Iri(str(row[0])) for row in rows)

    def __contains__(self, thing: object) -> bool:
        """Tell whether a thing has a lineage edge."""
        return thing in self.earlier or thing in self.later

    def arcs(self, among: Collection[Iri] | None = None) -> list[Arc]:
        """List the edges.

        :param among: IRIs of things, for the edges between them; None for all edges.
        :returns: the edges in stable order.
        """
        if among is None:
            return sorted(arc for arcs in self.earlier.values() for arc in arcs)
        chosen = set(among)
        return sorted(arc for thing in chosen for arc in self.earlier.get(thing, ()) if arc.earlier in chosen)

    def to_networkx(self) -> nx.MultiDiGraph[Iri]:
        """Make a network for networkx: nodes are IRIs, each edge has its ``property``; agents carry ``agent=True``.

        :returns: a network of its own.
        """
        import networkx as nx

        network: nx.MultiDiGraph[Iri] = nx.MultiDiGraph()
        for arc in self.arcs():
            network.add_edge(arc.later, arc.earlier, key=str(arc.property), property=arc.property, inverse=arc.inverse)
        for agent in self.agents:
            network.nodes[agent]["agent"] = True
        return network

    def is_agent(self, thing: Iri) -> bool:
        """Tell whether a thing is a body, a unit, a group or a person: a path ends there.

        :param thing: its IRI.
        """
        return thing in self.agents

    # Without agents, through whom everything would hang together.

    @cached_property
    def _later_things(self) -> dict[Iri, tuple[Iri, ...]]:
        """What came of each thing directly: for all at once, since impact is asked of one decision after another."""
        return {
            thing: tuple(dict.fromkeys(arc.later for arc in arcs if arc.later not in self.agents))
            for thing, arcs in self.later.items()
            if thing not in self.agents
        }

    def parts(self, whole: Iri) -> list[Iri]:
        """List the things that are part of a thing, such as what stands in a case (``dcterms:isPartOf``).

        :param whole: IRI of the whole.
        :returns: IRIs of its parts, in stable order.
        """
        return sorted({part for name in self.part_properties for part in self.graph.subjects(name, whole)})

    def walk(self, start: Iterable[Iri], *, up: bool, depth: int | None = None) -> dict[Iri, int]:
        """Walk from things to what they came of, or to what came of them.

        :param start: IRIs of the things.
        :param up: True towards the earlier, False towards the later.
        :param depth: how many steps to go; None for as far as it goes.
        :returns: IRI to number of steps, the start at 0; agents are reached but not walked through.
        """
        reached = dict.fromkeys(start, 0)
        border = list(reached)
        step = 0
        while border and (depth is None or step < depth):
            step += 1
            following = []
            for node in border:
                if step > 1 and node in self.agents:
                    continue
                arcs = self.earlier.get(node, ()) if up else self.later.get(node, ())
                for arc in arcs:
                    other = arc.earlier if up else arc.later
                    if other not in reached:
                        reached[other] = step
                        following.append(other)
            border = following
        return reached

    def impact(self, thing: Iri) -> int:
        """Count the things that came of a thing, directly or through others, agents not among them.

        :param thing: its IRI.
        """
        reached = {thing}
        border = [thing]
        following = self._later_things
        while border:
            for other in following.get(border.pop(), ()):
                if other not in reached:
                    reached.add(other)
                    border.append(other)
        return len(reached) - 1

    def origins(self, thing: Iri) -> tuple[Iri, ...]:
        """List what a thing came of directly, agents not among it.

        :param thing: its IRI.
        :returns: IRIs.
        """
        if thing in self.agents:
            return ()
        arcs = self.earlier.get(thing, ())
        return tuple(dict.fromkeys(arc.earlier for arc in arcs if arc.earlier not in self.agents))

    def knots(self, among: Iterable[Iri]) -> list[tuple[Iri, ...]]:
        """Part things into groups of those that came of themselves through each other; most are alone in theirs.

        :param among: IRIs of the things.
        :returns: the groups, and within each the IRIs, in stable order.
        """
        things = set(among)
        part = {thing: [other for other in self.origins(thing) if other in things] for thing in sorted(things)}
        try:
            TopologicalSorter(part).prepare()
        except CycleError:
            import networkx as nx

            return sorted(tuple(sorted(group)) for group in nx.strongly_connected_components(_digraph(part)))
        return [(thing,) for thing in part]

    def cycles(self, among: Iterable[Iri]) -> list[tuple[Iri, ...]]:
        """Find cycles: things that came of themselves.

        :param among: IRIs of the things to look at.
        :returns: one cycle for each group of things that are entangled, in stable order.
        """
        found = []
        for knot in self.knots(among):
            if len(knot) > 1 or knot[0] in self.origins(knot[0]):
                import networkx as nx

                entangled = _digraph({thing: set(knot).intersection(self.origins(thing)) for thing in knot})
                cycle = [edge[0] for edge in nx.find_cycle(entangled, source=knot[0])]
                turn = cycle.index(min(cycle))
                found.append(tuple(cycle[turn:] + cycle[:turn]))
        return sorted(found)

    def paths(self, later: Iri, earlier: Iri, limit: int = 100) -> list[tuple[Iri, ...]]:
        """List all simple paths between two things, whichever of them is the later.

        :param later: IRI of one thing.
        :param earlier: IRI of the other.
        :param limit: the most paths to list.
        :returns: paths from the later to the earlier, shortest first.
        """
        import networkx as nx

        network = _digraph({thing: self.origins(thing) for thing in self.earlier})
        for source, target in ((later, earlier), (earlier, later)):
            if source in network and target in network and source != target:
                try:
                    return [tuple(path) for path in islice(nx.shortest_simple_paths(network, source, target), limit)]
                except nx.NetworkXNoPath:
                    continue
        return []

    def hinges(self, thing: Iri) -> list[Iri]:
        """List the things that all lineage of a thing passes: take one away and the thing hangs on nothing.

        They are the dominators of the thing in the network, with all origins as one root.

        :param thing: IRI of the thing.
        :returns: IRIs, the nearest first; empty if the thing has no single hinge.
        """
        # Every way to the thing stays among what it came of: the rest of the network need not be looked at.
        nearest = self._dominators_among({thing, *self.walk([thing], up=True).keys() - self.agents})
        chain: list[Iri] = []
        node = nearest.get(thing, _ROOT)
        while node != _ROOT:
            chain.append(node)
            node = nearest[node]
        return chain

    def _dominators_among(self, things: Collection[Iri]) -> dict[Iri, Iri]:
        """Find the nearest thing that all lineage of each thing passes, with all origins as one root."""
        later: dict[Iri, list[Iri]] = {thing: [] for thing in things}
        later[_ROOT] = []
        for thing in things:
            for other in self.origins(thing) or (_ROOT,):
                later[other].append(thing)
        return immediate_dominators(later, _ROOT)

    def hanging_on(self, thing: Iri) -> list[Iri]:
        """List the things that hang on a thing alone: all their lineage passes it.

        :param thing: IRI of the thing, such as a decision.
        :returns: IRIs in stable order.
        """
        found: list[Iri] = []
        border = [thing]
        while border:
            below = self._dominated.get(border.pop(), ())
            found += below
            border += below
        return sorted(found)

    @cached_property
    def _dominated(self) -> dict[Iri, list[Iri]]:
        dominated: dict[Iri, list[Iri]] = defaultdict(list)
        for thing, nearest in self._dominators_among(self.earlier.keys() | self.later.keys()).items():
            if thing != _ROOT:
                dominated[nearest].append(thing)
        return dominated

    def orphans(self) -> list[Iri]:
        """List the things that lineage should reach but does not: of a class with lineage edges, without any.

        :returns: IRIs in stable order.
        """
        rows = self.graph.select(
            """SELECT DISTINCT ?thing WHERE {
              ?property rdfs:subPropertyOf+ prov:wasInfluencedBy ; rdfs:domain ?domain .
              ?class rdfs:subClassOf* ?domain .
              ?thing a ?class .
              FILTER NOT EXISTS { ?agent rdfs:subClassOf* foaf:Agent . ?thing a ?agent }
            }"""
        )
        return sorted(
            thing for row in rows if not self.origins(thing := Iri(str(row[0]))) and not self._later_things.get(thing)
        )


def _digraph(earlier: Mapping[Iri, Iterable[Iri]]) -> nx.DiGraph[Iri]:
    import networkx as nx

    ends: dict[Iri, Iterable[Iri]] = dict(earlier)
    return nx.DiGraph(ends)
