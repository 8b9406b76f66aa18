"""Which focus nodes a change may concern: the paths of the shapes, walked backwards from what was changed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from styrgraf.shacl.constraints import Constraint
from styrgraf.shacl.engine import StoreEngine
from styrgraf.shacl.exists import OtherPatternError
from styrgraf.shacl.paths import REPEATED
from styrgraf.shacl.patterns import Pattern, chains, read_patterns
from styrgraf.shacl.terms import RDF, RDFS, SH, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.shacl.engine import Engine
    from styrgraf.shacl.shapes import Shape, Shapes
    from styrgraf.shacl.sparql_constraints import SparqlConstraint
    from styrgraf.shacl.terms import Node, ShapesGraph

__all__ = ["Triple", "affected"]

#: A triple as a quad has it: subject, predicate and object.
Triple: TypeAlias = "tuple[Node | ox.Triple, ox.NamedNode, Node | ox.Triple]"

_IRI = re.compile(r"<([^<>]*)>")
_OF_PAIRS = frozenset(
    SH[f"{name}ConstraintComponent"] for name in ("Equals", "Disjoint", "LessThan", "LessThanOrEquals")
)


@dataclass(frozen=True, slots=True)
class _Read:
    """A triple that a shape reads.

    :param before: the path from the focus node to the node whose triple it is; empty for the focus node.
    :param predicate: IRI of its property; empty for any.
    :param backward: whether the node is its object.
    """

    before: str
    predicate: str
    backward: bool


class _EverythingError(Exception):
    """A shape may read anything."""


def affected(store: ox.Store | Engine, shapes: Shapes, changed: Iterable[Triple]) -> frozenset[str] | None:
    """Find the focus nodes whose results a change may concern.

    Whoever validates these again, and keeps the results of the others, has the results of a whole validation, as far
    as focus nodes have IRIs.

    :param store: where the data are, after the change.
    :param shapes: the shapes.
    :param changed: the triples that were added or removed.
    :returns: IRIs of the nodes, some of them no targets; None if it may be any node: after a change of the classes,
        with a shape that pySHACL validates, with a query that is not understood so far, or with a property shape in
        a property shape, whose results are about other nodes than the targets.
    """
    engine = StoreEngine(store) if isinstance(store, ox.Store) else store
    triples: list[tuple[Node, str, Node]] = []
    for subject, predicate, value in changed:
        if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple) or predicate.value == RDFS.subClassOf:
            return None
        triples.append((subject, predicate.value, value))
    if shapes.for_pyshacl:
        return None
    starts: dict[str, set[Node]] = defaultdict(set)
    try:
        for read in {read for shape in shapes.targeted for read in _reads(shapes, shape, "", set())}:
            for subject, name, value in triples:
                if read.predicate in {"", name}:
                    starts[read.before].add(value if read.backward else subject)
    except _EverythingError:
        return None
    # What is a target, or no longer one.
    found: set[Node] = {node for subject, _, value in triples for node in (subject, value)}
    for before, nodes in starts.items():
        if not before:
            found |= nodes
        elif any(isinstance(node, ox.BlankNode) for node in nodes):
            return None
        else:
            table = f"VALUES ?end {{ {' '.join(sorted(map(str, nodes)))} }}"
            rows = engine.select(f"SELECT DISTINCT ?this WHERE {{ {table} ?end ^({before}) ?this }}").rows
            found |= {row[0] for row in rows if row[0] is not None}
    return frozenset(node.value for node in found if isinstance(node, ox.NamedNode))


def _reads(shapes: Shapes, shape: Shape, before: str, seen: set[tuple[Node, str]]) -> Iterator[_Read]:
    """Go through what a shape reads of the node that a path leads to."""
    if (shape.node, before) in seen:
        return
    seen.add((shape.node, before))
    values = before
    if shape.path is not None:
        steps: list[_Read] = []
        text = _walk(shapes.graph, shapes.graph.values(shape.node, SH.path)[0], before, steps, backward=False)
        yield from steps
        values = _joined(before, text)
    for constraint in shape.constraints:
        if not isinstance(constraint, Constraint):
            yield from _of_query(constraint, shape, before)
            continue
        if constraint.component == SH.ClassConstraintComponent:
            yield _Read(values, RDF.type, backward=False)
        elif constraint.component == SH.ClosedConstraintComponent:
            yield _Read(values, "", backward=False)
        elif constraint.component in _OF_PAIRS:
            yield _Read(before, iri(constraint.values[0]), backward=False)
        if constraint.component == SH.PropertyConstraintComponent and shape.path is not None:
            raise _EverythingError
        for inner in constraint.shapes:
            if (found := shapes.by_node.get(inner)) is not None:
                yield from _reads(shapes, found, values, seen)


def _joined(before: str, text: str) -> str:
    return f"{before}/{text}" if before else text


def _walk(graph: ShapesGraph, node: Node, before: str, steps: list[_Read], *, backward: bool) -> str:
    """Note the steps of a path, and give it as it is walked."""
    if isinstance(node, ox.NamedNode):
        steps.append(_Read(before, node.value, backward))
        return f"(^{node})" if backward else str(node)
    if graph.values(node, RDF.first):
        items = graph.items(node, node)
        texts: list[str] = []
        for item in reversed(items) if backward else items:
            texts.append(
                _walk(graph, item, _joined(before, "/".join(texts)) if texts else before, steps, backward=backward)
            )
        return f"({'/'.join(texts)})"
    for name, sign in REPEATED.items():
        for inner in graph.values(node, name):
            text = _walk(graph, inner, "", [], backward=backward)
            _walk(graph, inner, before if sign == "?" else _joined(before, f"({text})*"), steps, backward=backward)
            return f"({text}){sign}"
    for inner in graph.values(node, SH.inversePath):
        return _walk(graph, inner, before, steps, backward=not backward)
    (options,) = graph.values(node, SH.alternativePath)
    texts = [_walk(graph, item, before, steps, backward=backward) for item in graph.items(node, options)]
    return f"({'|'.join(texts)})"


def _of_query(constraint: SparqlConstraint, shape: Shape, before: str) -> Iterator[_Read]:
    """Go through what a query reads; the whole of a path, once it has more than one property, in any order."""
    try:
        patterns = read_patterns(constraint.query)
    except (OtherPatternError, IndexError, KeyError) as error:
        raise _EverythingError from error
    if constraint.query.form == "ASK":
        value = "?value" if shape.path is not None else "?this"
        path = shape.path.text if shape.path is not None else "<urn:x-none:>"
        patterns = replace(patterns, patterns=(Pattern("?this", path, value, ()), *patterns.patterns))
    for chain, pattern, from_value in chains(patterns, "?this"):
        if chain is None or dict(constraint.constants).keys() & {"shapesGraph"}:
            raise _EverythingError
        start = _joined(before, chain) if chain else before
        predicates = _IRI.findall(pattern.path)
        if pattern.path.startswith("?"):
            yield _Read(start, "", from_value)
        elif pattern.path == f"<{predicates[0]}>":
            yield _Read(start, predicates[0], from_value)
        else:
            anyhow = "|".join(f"<{name}>|^<{name}>" for name in dict.fromkeys(predicates))
            for name in predicates:
                yield _Read(_joined(start, f"({anyhow})*"), name, backward=False)
                yield _Read(_joined(start, f"({anyhow})*"), name, backward=True)
