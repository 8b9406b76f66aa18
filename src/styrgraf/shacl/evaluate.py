"""Validation: the checks of all shapes, run against a store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError
from styrgraf.shacl.engine import StoreEngine
from styrgraf.shacl.expressions import Expressions
from styrgraf.shacl.fallback import validate_with_pyshacl
from styrgraf.shacl.messages import messages_for
from styrgraf.shacl.plan import Plan
from styrgraf.shacl.results import Report, Result
from styrgraf.shacl.sources import Hierarchy, focus_of, node_source, target_source
from styrgraf.shacl.sparql_constraints import SHAPES_GRAPH
from styrgraf.shacl.terms import SH, iri, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from styrgraf.shacl.checks import Check
    from styrgraf.shacl.engine import Engine
    from styrgraf.shacl.results import Violation
    from styrgraf.shacl.shapes import Shape, Shapes
    from styrgraf.shacl.sources import Source
    from styrgraf.shacl.terms import Node

__all__ = ["validate"]


def validate(
    store: ox.Store | Engine,
    shapes: Shapes,
    *,
    threads: int = 2,
    focus_nodes: Collection[str] | None = None,
    write: Callable[[Node], str] = text_of,
) -> Report:
    """Validate the default graph of a store.

    :param store: the store, or another engine that answers SELECT queries.
    :param shapes: the shapes.
    :param threads: how many checks run at the same time.
    :param focus_nodes: IRIs of the only nodes to validate as targets of shapes; None for all.
    :param write: writes a term into a message.
    :returns: what is wrong, in a stable order.
    :raises StyrgrafError: if a query of the shapes tells of a failure.
    """
    engine = StoreEngine(store) if isinstance(store, ox.Store) else store
    if any("shapesGraph" in dict(c.constants) for s in shapes.by_node.values() for c in s.in_sparql):
        engine = _with_shapes(engine, shapes)
    if missing := [node for node in shapes.stays if _is_missing(engine, shapes.by_node[node])]:
        shapes = shapes.leaving(missing, "a path of no length from what stands in no triple")
    hierarchy = Hierarchy(engine, in_use=focus_nodes is None)
    expressions = Expressions(shapes, hierarchy, merged_integers=engine.merged_integers)
    plan = Plan(engine, shapes, expressions, few=focus_nodes is not None)
    checks = plan.checks(_targets(engine, shapes, hierarchy, focus_nodes))

    def run(check: Check) -> list[Violation]:
        return list(dict.fromkeys(check.run(engine)))

    if threads > 1:
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(run, checks))
    else:
        found = [run(check) for check in checks]
    results = [_result(violation, write) for violations in found for violation in violations]
    if shapes.for_pyshacl:
        results += validate_with_pyshacl(engine, shapes, focus_nodes)
    results.sort(key=lambda r: (r.shape_name, str(r.focus), r.path, r.component, str(r.value)))
    return Report(not results, tuple(results), tuple(shapes.for_pyshacl.items()))


def _is_missing(engine: Engine, shape: Shape) -> bool:
    """Find out whether a target stands in no triple: from there SPARQL goes along no path at all."""
    source = node_source(target.value for target in shape.targets if target.kind == SH.targetNode)
    if source is None:
        return False
    table = source.bind()
    query = f"SELECT ?this WHERE {{ {table} FILTER NOT EXISTS {{ ?this ?p ?o }} FILTER NOT EXISTS {{ ?s ?p ?this }} }}"
    return any(True for _ in engine.select(query).rows)


def _with_shapes(engine: Engine, shapes: Shapes) -> Engine:
    """Copy the data to where a query finds the shapes as a graph; shapes seldom ask of themselves."""
    if not isinstance(engine, StoreEngine):
        raise StyrgrafError("a query asks for $shapesGraph, which only the embedded store has")
    store = ox.Store()
    store.bulk_extend(engine.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, SHAPES_GRAPH) for q in shapes.graph.quads)
    return StoreEngine(store)


def _targets(
    engine: Engine, shapes: Shapes, hierarchy: Hierarchy, focus_nodes: Collection[str] | None
) -> Iterator[tuple[Shape, Source]]:
    if focus_nodes is None:
        found = ((shape, target_source(shape, hierarchy)) for shape in shapes.targeted)
    else:
        nodes = [ox.NamedNode(node) for node in focus_nodes]
        about = _about(engine, nodes)
        found = ((shape, focus_of(shape, hierarchy, nodes, about)) for shape in shapes.targeted)
    for shape, source in found:
        if source is not None:
            yield shape, source


def _about(engine: Engine, nodes: Collection[ox.NamedNode]) -> dict[str, dict[str, set[Node]]]:
    """Find what makes nodes targets: their classes, and the properties from and to them."""
    patterns = {
        SH.targetClass: "?this a ?name",
        SH.targetSubjectsOf: "?this ?name ?any",
        SH.targetObjectsOf: "?any ?name ?this",
    }
    table = f"VALUES ?this {{ {' '.join(map(str, nodes))} }}"
    about: dict[str, dict[str, set[Node]]] = {}
    for kind, pattern in patterns.items():
        of_kind = about.setdefault(kind, {})
        for node, name in engine.select(f"SELECT DISTINCT ?this ?name WHERE {{ {table} {pattern} }}").rows:
            if node is not None and name is not None:
                of_kind.setdefault(iri(name), set()).add(node)
    return about


def _result(violation: Violation, write: Callable[[Node], str]) -> Result:
    shape, constraint = violation.shape, violation.constraint
    return Result(
        violation.focus,
        violation.path,
        violation.value,
        constraint.component,
        shape.severity,
        shape.node,
        shape.name,
        getattr(constraint, "node", None),
        messages_for(violation, write),
    )
