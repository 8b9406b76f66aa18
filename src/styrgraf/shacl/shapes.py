"""Shapes: from the triples of a shapes graph to records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.shacl.components import read_components
from styrgraf.shacl.constraints import SHAPES_OF, Constraint, read_constraints, well_formed_shapes
from styrgraf.shacl.paths import Path, read_path
from styrgraf.shacl.sparql_constraints import SparqlConstraint, messages_of
from styrgraf.shacl.terms import RDF, RDFS, SH, ShapesGraph, iri, is_true, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.shacl.terms import Node

__all__ = ["Shape", "Shapes", "Target", "read_shapes"]

_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_KINDS = (SH.NodeShape, SH.PropertyShape)


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape is about.

    :param kind: IRI of the property that declares it: ``sh:targetClass`` …
    :param value: the class, property or node.
    """

    kind: str
    value: Node


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A shape.

    :param node: its IRI or blank node.
    :param name: its IRI, or that of the nearest named shape that it is part of; empty if there is none.
    :param path: of a property shape, the path; None for a node shape.
    :param targets: what it is about.
    :param severity: IRI of the severity of its results.
    :param messages: its messages, in their languages.
    :param constraints: what it asks, those in SPARQL after the others.
    """

    node: Node
    name: str
    path: Path | None
    targets: tuple[Target, ...]
    severity: str
    messages: tuple[ox.Literal, ...]
    constraints: tuple[Constraint | SparqlConstraint, ...]

    @property
    def in_sparql(self) -> tuple[SparqlConstraint, ...]:
        """The constraints in SPARQL."""
        return tuple(one for one in self.constraints if isinstance(one, SparqlConstraint))


@dataclass(frozen=True)
class Shapes:
    """The shapes of a shapes graph, read once for any number of validations.

    :param graph: the triples.
    :param by_node: each shape that is not deactivated, those that others go to among them.
    :param for_pyshacl: shapes with targets that are not compiled, with the reason.
    """

    graph: ShapesGraph
    by_node: dict[Node, Shape]
    for_pyshacl: dict[Node, str] = field(default_factory=dict)

    def leaving(self, nodes: Iterable[Node], reason: str) -> Shapes:
        """Give the same shapes, some more of which are left to pySHACL.

        :param nodes: the shapes that are not to be compiled.
        :param reason: why.
        """
        return replace(self, for_pyshacl={**dict.fromkeys(nodes, reason), **self.for_pyshacl})

    @cached_property
    def stays(self) -> frozenset[Node]:
        """The shapes about nodes by name that (may) go along a path which leads from a node to itself in no step."""
        ends = [n for n, s in self.by_node.items() if s.in_sparql or (s.path is not None and s.path.may_stay)]
        named = [n for n, s in self.by_node.items() if any(target.kind == SH.targetNode for target in s.targets)]
        return frozenset(n for n in named if any(n == end or _reaches(self.by_node, n, end) for end in ends))

    @cached_property
    def targeted(self) -> tuple[Shape, ...]:
        """The shapes with targets that are compiled."""
        return tuple(s for s in self.by_node.values() if s.targets and s.node not in self.for_pyshacl)


def read_shapes(quads: Iterable[ox.Quad]) -> Shapes:
    """Read shapes.

    :param quads: the triples of the shapes, of one file or many.
    :returns: the shapes.
    :raises MalformedShapeError: if a shape says what SHACL does not allow.
    """
    graph = ShapesGraph(quads)
    components = read_components(graph)
    nodes = _shape_nodes(graph, {name for one in components for name in one.required})
    well_formed_shapes(graph, nodes)
    by_node: dict[Node, Shape] = {}
    for node in nodes:
        deactivated = graph.one(node, SH.deactivated)
        if deactivated is None or not is_true(deactivated):
            path = graph.one(node, SH.path)
            read = None if path is None else read_path(graph, node, path)
            by_node[node] = Shape(
                node,
                graph.name(node),
                read,
                tuple(_targets(graph, node)),
                _severity(graph, node),
                messages_of(graph, node, node),
                tuple(read_constraints(graph, node, read, components)),
            )
    return Shapes(graph, by_node, _not_compiled(graph, by_node))


def _shape_nodes(graph: ShapesGraph, parameters: set[str]) -> list[Node]:
    """List what is a shape: by its type, its targets, its parameters, or because a shape goes there."""
    found = [node for kind in _KINDS for node in graph.subjects(RDF.type, ox.NamedNode(kind))]
    found += [node for predicate in (*_TARGETS, SH.target) for node in graph.subjects(predicate)]
    found += [node for predicate in sorted(parameters) for node in graph.subjects(predicate)]
    for predicate, is_list in SHAPES_OF.items():
        for node in graph.subjects(predicate):
            found.append(node)
            for value in graph.values(node, predicate):
                found += graph.items(node, value) if is_list else [value]
    for predicate in (SH.sparql, SH.js):
        found += graph.subjects(predicate)
    for quad in graph.quads:
        if quad.predicate.value == SH.path and not isinstance(quad.subject, ox.Triple):
            found.append(quad.subject)
    # Parameters of constraint components have paths too, and are no shapes.
    parameters_of_components = set(_objects(graph, SH.parameter))
    return [node for node in dict.fromkeys(found) if node not in parameters_of_components]


def _objects(graph: ShapesGraph, predicate: str) -> Iterator[Node]:
    for subject in graph.subjects(predicate):
        yield from graph.values(subject, predicate)


def _targets(graph: ShapesGraph, node: Node) -> Iterator[Target]:
    for kind in _TARGETS:
        for value in graph.values(node, kind):
            if kind != SH.targetNode and not isinstance(value, ox.NamedNode):
                raise graph.error(node, f"sh:{kind.rpartition('#')[2]} is not an IRI", "give an IRI")
            yield Target(kind, value)
    types = [iri(value) for value in graph.values(node, RDF.type)]
    if isinstance(node, ox.NamedNode) and any(name in types for name in _KINDS):
        classes, waiting = {RDFS.Class}, [RDFS.Class]
        for cls in waiting:
            below = {iri(one) for one in graph.subjects(RDFS.subClassOf, ox.NamedNode(cls))} - classes - {""}
            classes |= below
            waiting += sorted(below)
        if classes & set(types):
            yield Target(SH.targetClass, node)


def _severity(graph: ShapesGraph, node: Node) -> str:
    value = graph.one(node, SH.severity)
    if value is not None and not isinstance(value, ox.NamedNode):
        raise graph.error(node, "sh:severity is not an IRI", "give sh:Violation, sh:Warning or sh:Info")
    return iri(value) or SH.Violation


def _not_compiled(graph: ShapesGraph, by_node: dict[Node, Shape]) -> dict[Node, str]:
    """Find the shapes that are left to pySHACL: recursive ones, those with JavaScript, or with patterns of Python."""
    own: dict[Node, str] = {}
    for node, shape in by_node.items():
        if graph.values(node, SH.js):
            own[node] = "sh:js"
        elif graph.values(node, SH.target):
            own[node] = "sh:target"
        elif graph.values(node, SH.expression):
            own[node] = "sh:expression"
        elif not all(map(_is_matched, shape.constraints)):
            own[node] = "sh:pattern"
        elif _reaches(by_node, node, node):
            own[node] = "recursion"
    found: dict[Node, str] = {}
    for node, shape in by_node.items():
        if shape.targets or node in own:
            reason = own.get(node) or next((why for one, why in own.items() if _reaches(by_node, node, one)), None)
            if reason and (shape.targets or reason == "sh:target"):
                found[node] = reason
    return found


def _is_matched(constraint: Constraint | SparqlConstraint) -> bool:
    """Try a pattern on the embedded store, whose expressions have no lookahead and no references back."""
    if not isinstance(constraint, Constraint) or constraint.component != SH.PatternConstraintComponent:
        return True
    pattern, flags = ox.Literal(text_of(constraint.values[0])), ox.Literal(constraint.flags)
    found = ox.Store().query(f'SELECT (REGEX("", {pattern}, {flags}) AS ?matches) {{}}')
    assert isinstance(found, ox.QuerySolutions)
    return next(found)["matches"] is not None


def _reaches(by_node: dict[Node, Shape], start: Node, goal: Node) -> bool:
    seen: set[Node] = set()
    waiting = [start]
    while waiting:
        shape = by_node.get(waiting.pop())
        for inner in [one for c in shape.constraints for one in c.shapes] if shape else []:
            if inner == goal:
                return True
            if inner not in seen:
                seen.add(inner)
                waiting.append(inner)
    return False
