"""The lineage of a thing: what it came of, what came of it, which money follows, and what is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from styrgraf.errors import StyrgrafError
from styrgraf.lineage.gaps import find_gaps
from styrgraf.lineage.money import find_money
from styrgraf.lineage.network import LineageNetwork
from styrgraf.lineage.order import earliest_first
from styrgraf.lineage.procedure import course_of
from styrgraf.lineage.records import Context, Edge, Lineage, Node
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import Graph, Iri, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DATES", "DIRECTIONS", "STATUSES", "describe_node", "reach", "trace_lineage"]

#: Which ways the lineage of a thing can be walked.
DIRECTIONS = ("up", "down", "both")

_RDF_TYPE = f"{PREFIXES['rdf']}type"
#: Properties that date a thing; the most precise date of any of them is the thing's date.
DATES = (SG.date, SG.startedAt, SG.year, f"{PREFIXES['dcterms']}issued")
#: Properties that give the status of a thing.
STATUSES = (SG.moneyStatus, SG.meetingStatus, SG.status, SG.outcome)


def trace_lineage(
    graph: Graph, focus: Iri, *, direction: str = "both", depth: int | None = None, language: str = "sv"
) -> Lineage:
    """Trace the lineage of a thing.

    The walk starts from the thing and its parts (for a case: what stands in it).

    :param graph: the graph.
    :param focus: IRI of the thing.
    :param direction: ``up`` to the earlier, ``down`` to the later, or ``both``.
    :param depth: how many steps to walk; None for as far as it goes.
    :param language: ``sv`` or ``en``.
    :returns: the lineage.
    :raises StyrgrafError: if the direction is none of the three, or the depth is negative.
    """
    network = graph.once(LineageNetwork)
    walks = _walks(network, focus, direction, depth)
    reached = _nearest(walks)
    edges = {edge for walked in walks for edge in _edges(network, walked)}
    path_things = [thing for thing in reached if not network.is_agent(thing) or thing == focus]
    context = _context(network, path_things, reached)
    case = _case_of(graph, focus)
    beside = [fact.value for fact in context if isinstance(fact.value, Iri) and not fact.incoming]
    return Lineage(
        focus=focus,
        direction=direction,
        language=language,
        nodes=tuple(
            describe_node(graph, thing, reached[thing], language)
            for thing in earliest_first(network, reached, partial(_date, graph))
        ),
        edges=tuple(sorted(edges, key=lambda edge: (edge.later, edge.property, edge.earlier))),
        money=tuple(find_money(graph, path_things)),
        course=course_of(graph, case, language) if case else None,
        context=tuple(context),
        gaps=tuple(find_gaps(graph, [*path_things, *beside], language)),
        cycles=tuple(network.cycles(path_things)),
        hinges=tuple(_shared_hinges(network, focus)) if direction != "down" else (),
    )


def reach(graph: Graph, focus: Iri, *, direction: str = "both", depth: int | None = None) -> dict[Iri, int]:
    """Find the things that the lineage of a thing holds.

    :param graph: the graph.
    :param focus: IRI of the thing.
    :param direction: ``up`` to the earlier, ``down`` to the later, or ``both``.
    :param depth: how many steps to walk; None for as far as it goes.
    :returns: IRI to number of steps from the thing and its parts, which are at 0.
    :raises StyrgrafError: if the direction is none of the three, or the depth is negative.
    """
    return _nearest(_walks(graph.once(LineageNetwork), focus, direction, depth))


def _walks(network: LineageNetwork, focus: Iri, direction: str, depth: int | None) -> list[dict[Iri, int]]:
    if direction not in DIRECTIONS:
        raise StyrgrafError(f"“{direction}” is no direction", remedy=f"name one of {', '.join(DIRECTIONS)}")
    if depth is not None and depth < 0:
        raise StyrgrafError(f"a depth of {depth} is negative", remedy="name 0 or more steps")
    start = [focus, *network.parts(focus)]
    ways = {"up": (True,), "down": (False,), "both": (True, False)}[direction]
    return [network.walk(start, up=up, depth=depth) for up in ways]


def _nearest(walks: Iterable[Mapping[Iri, int]]) -> dict[Iri, int]:
    reached: dict[Iri, int] = {}
    for walked in walks:
        for thing, steps in walked.items():
            reached[thing] = min(steps, reached.get(thing, steps))
    return reached


def _edges(network: LineageNetwork, walked: Mapping[Iri, int]) -> list[Edge]:
    edges = []
    for arc in network.arcs(walked):
        subject, value = (arc.earlier, arc.later) if arc.inverse else (arc.later, arc.earlier)
        sources = network.graph.evidence(subject, arc.property, value)
        edges.append(Edge(arc.later, arc.earlier, arc.property, sources))
    return edges


def _context(network: LineageNetwork, things: list[Iri], reached: Mapping[Iri, int]) -> list[Context]:
    graph = network.graph
    lineage, parts = network.properties, network.part_properties
    elsewhere = lineage | {f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['skos']}altLabel", _RDF_TYPE}
    context = []
    for thing in sorted(things):
        for fact in graph.facts_about(thing):
            if fact.predicate not in elsewhere and _in_force(graph, fact.sources):
                context.append(Context(thing, fact.predicate, fact.value, False, fact.sources))
        for fact in graph.facts_about(thing, incoming=True):
            beside = fact.subject not in reached and (fact.predicate in parts or fact.predicate not in lineage)
            if beside and _in_force(graph, fact.sources) and not _describes_evidence(graph, fact.subject):
                context.append(Context(thing, fact.predicate, fact.subject, True, fact.sources))
    return context


def _in_force(graph: Graph, sources: tuple[Iri, ...]) -> bool:
    return any(source not in graph.withdrawn for source in sources)


def _describes_evidence(graph: Graph, thing: Iri) -> bool:
    return bool({SG.Passage, SG.Reading, SG.Derivation} & set(graph.types(thing)))


def _case_of(graph: Graph, focus: Iri) -> Iri | None:
    if SG.Case in graph.types(focus):
        return focus
    cases = (value for value in graph.values(focus, SG.inCase) if isinstance(value, Iri))
    return next((case for case in cases if SG.Case in graph.types(case)), None)


def _shared_hinges(network: LineageNetwork, focus: Iri) -> list[Iri]:
    start = [focus, *network.parts(focus)]
    chains = [[thing, *network.hinges(thing)] for thing in start if thing in network and not network.is_agent(thing)]
    if not chains:
        return []
    return [thing for thing in chains[0] if all(thing in chain for chain in chains) and thing not in start]


def describe_node(graph: Graph, thing: Iri, steps: int, language: str) -> Node:
    """Describe a thing on the path.

    :param graph: the graph.
    :param thing: IRI of the thing.
    :param steps: number of steps from the focus.
    :param language: ``sv`` or ``en``.
    :returns: what it is, its name, date and status.
    """
    classes = sorted(graph.label(name, language) for name in graph.types(thing))
    statuses = [value for name in STATUSES for value in graph.values(thing, name)]
    words = [graph.label(value, language) for value in statuses if isinstance(value, Iri)]
    if Text("true", datatype=f"{PREFIXES['xsd']}boolean") in graph.values(thing, SG.knownByReference):
        words.append(graph.label(SG.knownByReference, language))
    return Node(
        id=thing,
        type=", ".join(classes),
        label=graph.label(thing, language),
        date=_date(graph, thing),
        status=", ".join(words),
        depth=steps,
    )


def _date(graph: Graph, thing: Iri) -> str:
    """Give the date of a thing as precisely as any source does."""
    dates = [str(value) for name in DATES for value in graph.values(thing, name)]
    return max(dates, key=len, default="")
