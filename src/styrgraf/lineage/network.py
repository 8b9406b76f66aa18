"""The lineage network: which thing came of which, as networkx sees it.

An edge points from the later to the earlier. What an edge is, the ontology says: any property that it makes,
directly or through others, a sub-property of ``prov:wasInfluencedBy``, or the inverse of one (PROV-O).
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import networkx as nx

from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Graph

__all__ = ["LineageNetwork"]

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


class LineageNetwork:
    """The lineage edges of a graph, with what networkx can tell of them.

    :param graph: the graph, with its ontology.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def digraph(self) -> nx.MultiDiGraph[Iri]:
        """The network: nodes are IRIs, each edge has its ``property``; agents carry ``agent=True``."""
        network: nx.MultiDiGraph[Iri] = nx.MultiDiGraph()
        for name, inverse in self.graph.select(_LINEAGE):
            for subject, value in sorted(self.graph.pairs(str(name))):
                later, earlier = (value, subject) if str(inverse) == "true" else (subject, value)
                network.add_edge(later, earlier, key=str(name), property=Iri(str(name)), inverse=str(inverse) == "true")
        for row in self.graph.select(_AGENTS):
            if (agent := Iri(str(row[0]))) in network:
                network.nodes[agent]["agent"] = True
        return network

    def is_agent(self, thing: Iri) -> bool:
        """Tell whether a thing is a body, a unit, a group or a person: a path ends there.

        :param thing: its IRI.
        """
        return bool(self.digraph.nodes[thing].get("agent")) if thing in self.digraph else False

    @cached_property
    def things(self) -> nx.MultiDiGraph[Iri]:
        """The network without agents, through whom everything would hang together."""
        return self.digraph.subgraph(node for node, data in self.digraph.nodes(data=True) if not data.get("agent"))

    def parts(self, whole: Iri) -> list[Iri]:
        """List the things that are part of a thing, such as what stands in a case (``dcterms:isPartOf``).

        :param whole: IRI of the whole.
        :returns: IRIs of its parts, in stable order.
        """
        rows = self.graph.select(
            "SELECT ?part ?whole WHERE { ?property rdfs:subPropertyOf* dcterms:isPartOf . ?part ?property ?whole }",
            whole=whole,
        )
        return sorted({Iri(str(row[0])) for row in rows})

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
            neighbours = self.digraph.successors if up else self.digraph.predecessors
            following = []
            for node in border:
                if node not in self.digraph or (step > 1 and self.is_agent(node)):
                    continue
                for other in neighbours(node):
                    if other not in reached:
                        reached[other] = step
                        following.append(other)
            border = following
        return reached

    def cycles(self, among: Iterable[Iri]) -> list[tuple[Iri, ...]]:
        """Find cycles: things that came of themselves.

        :param among: IRIs of the things to look at.
        :returns: one cycle for each group of things that are entangled, in stable order.
        """
        part = self.things.subgraph(among)
        found = []
        for component in nx.strongly_connected_components(part):
            entangled = part.subgraph(component)
            if entangled.number_of_edges():
                cycle = [edge[0] for edge in nx.find_cycle(entangled, source=min(component))]
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
        for source, target in ((later, earlier), (earlier, later)):
            if source in self.things and target in self.things and source != target:
                simple: nx.DiGraph[Iri] = nx.DiGraph(self.things)
                paths = islice(nx.shortest_simple_paths(simple, source, target), limit)
                try:
                    return [tuple(path) for path in paths]
                except nx.NetworkXNoPath:
                    continue
        return []

    def hinges(self, thing: Iri) -> list[Iri]:
        """List the things that all lineage of a thing passes: take one away and the thing hangs on nothing.

        They are the dominators of the thing in the network of its ancestors, with all origins as one root.

        :param thing: IRI of the thing.
        :returns: IRIs, the nearest first; empty if the thing has no single hinge.
        """
        if thing not in self.things:
            return []
        ancestry = self.things.subgraph(nx.descendants(self.things, thing) | {thing})
        lineage: nx.DiGraph[Iri] = nx.DiGraph(ancestry).reverse(copy=True)
        root = Iri("")
        lineage.add_node(root)
        lineage.add_edges_from((root, origin) for origin, degree in list(lineage.in_degree()) if degree == 0)
        if thing not in nx.descendants(lineage, root):
            return []
        dominators = nx.immediate_dominators(lineage, root)
        chain, node = [], dominators[thing]
        while node and node != root:
            chain.append(node)
            node = dominators[node]
        return chain

    def hanging_on(self, thing: Iri) -> list[Iri]:
        """List the things that hang on a thing alone: all their lineage passes it.

        :param thing: IRI of the thing, such as a decision.
        :returns: IRIs in stable order.
        """
        if thing not in self.things:
            return []
        return sorted(later for later in nx.ancestors(self.things, thing) if thing in self.hinges(later))

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
            thing for row in rows if (thing := Iri(str(row[0]))) not in self.things or not self.things.degree(thing)
        )
