"""The path that a matter normally takes, set against what is evidenced.

Which steps there are, how each is seen in the graph, and which kind of matter requires which, is data:
``ontology/procedure.ttl``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.lineage.records import State, Step
from styrgraf.namespaces import SG
from styrgraf.store import Graph, Iri, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["expected_path"]

_PROCEDURES = """SELECT ?procedure ?pattern WHERE {
  ?procedure a sg:Procedure ; sg:ordinal ?ordinal ; sg:appliesWhen ?pattern .
} ORDER BY ?ordinal"""
_STEPS = """SELECT ?step ?procedure WHERE { ?procedure sg:requiresStep ?step . ?step sg:ordinal ?ordinal }
ORDER BY ?ordinal"""


def expected_path(graph: Graph, case: Iri, language: str = "sv") -> tuple[str, tuple[Step, ...]]:
    """Set the normal path of a case against the evidence.

    :param graph: the graph.
    :param case: IRI of the case.
    :param language: ``sv`` or ``en``.
    :returns: name of the first procedure that applies to the case, and its steps in order; an empty name and
        no steps if none applies.
    """
    for procedure, pattern in graph.select(_PROCEDURES):
        if graph.select(f"SELECT ?case WHERE {{ {pattern} }} LIMIT 1", case=case):
            steps = graph.select(_STEPS, procedure=Iri(str(procedure)))
            return graph.label(str(procedure), language), tuple(
                _step(graph, case, Iri(str(step)), language) for step, _ in steps
            )
    return "", ()


def _step(graph: Graph, case: Iri, step: Iri, language: str) -> Step:
    state, shown = State.MISSING, list[tuple[Iri, Iri]]()
    for possible, predicate in ((State.EVIDENCED, SG.evidencedWhen), (State.PLANNED, SG.plannedWhen)):
        if shown := _find(graph, case, graph.values(step, predicate)):
            state = possible
            break
    things = tuple(sorted({thing for thing, _ in shown}))
    evidence = graph.sort_sources(passage for _, passage in shown)
    return Step(step, graph.label(step, language), state, things, evidence)


def _find(graph: Graph, case: Iri, patterns: Iterable[Iri | Text]) -> list[tuple[Iri, Iri]]:
    return [
        (Iri(str(what)), Iri(str(passage)))
        for pattern in patterns
        for what, passage, _ in graph.select(f"SELECT DISTINCT ?what ?passage ?case WHERE {{ {pattern} }}", case=case)
        if what and passage and passage not in graph.withdrawn
    ]
