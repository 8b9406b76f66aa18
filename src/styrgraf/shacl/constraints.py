"""The constraints of SHACL Core: from the parameters of a shape to records, or to an error that names the shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.shacl.components import read_custom
from styrgraf.shacl.sparql_constraints import SparqlConstraint, read_sparql
from styrgraf.shacl.terms import RDF, SH, XSD, iri, is_true, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.shacl.components import Component
    from styrgraf.shacl.paths import Path
    from styrgraf.shacl.terms import Node, ShapesGraph

__all__ = ["NODE_KINDS", "SHAPES_OF", "Constraint", "read_constraints", "well_formed_shapes"]

#: Parameters that lead to shapes, and whether through a list.
SHAPES_OF = {
    SH.property: False,
    SH.node: False,
    SH["not"]: False,
    SH.qualifiedValueShape: False,
    SH["and"]: True,
    SH["or"]: True,
    SH.xone: True,
}
#: Node kinds, with the kinds of term that they take in SPARQL.
NODE_KINDS = {
    SH.IRI: ("isIRI",),
    SH.BlankNode: ("isBlank",),
    SH.Literal: ("isLiteral",),
    SH.BlankNodeOrIRI: ("isBlank", "isIRI"),
    SH.BlankNodeOrLiteral: ("isBlank", "isLiteral"),
    SH.IRIOrLiteral: ("isIRI", "isLiteral"),
}
_COUNTS = ("minCount", "maxCount")
_LENGTHS = ("minLength", "maxLength")
_RANGES = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_SINGLE = (*_COUNTS, *_LENGTHS, *_RANGES, "datatype", "nodeKind", "in", "languageIn", "uniqueLang", "flags", "closed",
           "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount")  # fmt: skip
_ONLY_OF_PROPERTIES = (*_COUNTS, "uniqueLang", "lessThan", "lessThanOrEquals")
_INTEGERS = re.compile(r"[+-]?[0-9]+")


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """A constraint of SHACL Core.

    :param component: IRI of the constraint component.
    :param values: what the parameter says: a class, a bound, the members of a list …
    :param shapes: the shapes that it goes to; of a qualified value shape, the siblings after it.
    :param flags: of a pattern, its flags.
    """

    component: str
    values: tuple[Node, ...] = ()
    shapes: tuple[Node, ...] = ()
    flags: str = ""


def read_constraints(
    graph: ShapesGraph, node: Node, path: Path | None, components: Iterable[Component]
) -> Iterator[Constraint | SparqlConstraint]:
    """Read what a shape asks.

    :param graph: the shapes.
    :param node: the shape.
    :param path: its path, for a property shape.
    :param components: the constraint components that the shapes graph defines.
    :returns: the constraints; the last ones are in SPARQL.
    :raises MalformedShapeError: if a parameter has a value that SHACL does not allow.
    """
    for name in _SINGLE:
        graph.one(node, SH[name])
    if path is None:
        for name in _ONLY_OF_PROPERTIES:
            if graph.values(node, SH[name]):
                raise graph.error(node, f"sh:{name} stands in a node shape", "a property shape has sh:path")
    yield from _of_values(graph, node)
    yield from _of_shapes(graph, node, path)
    for name in (*_COUNTS, *_LENGTHS):
        for value in graph.values(node, SH[name]):
            yield Constraint(_component(name), (_count(graph, node, name, value),))
    for name in _PAIRS:
        for value in graph.values(node, SH[name]):
            if not isinstance(value, ox.NamedNode):
                raise graph.error(node, f"sh:{name} is not a property", "give its IRI")
            yield Constraint(_component(name), (value,))
    if (unique := graph.one(node, SH.uniqueLang)) is not None and is_true(_boolean(graph, node, "uniqueLang", unique)):
        yield Constraint(_component("uniqueLang"))
    yield from _closed(graph, node)
    yield from read_sparql(graph, node, path)
    yield from read_custom(graph, node, path, components)


def _component(parameter: str) -> str:
    return SH[f"{parameter[0].upper()}{parameter[1:]}ConstraintComponent"]


def _of_values(graph: ShapesGraph, node: Node) -> Iterator[Constraint]:
    for name in ("class", "datatype"):
        for value in graph.values(node, SH[name]):
            if not isinstance(value, ox.NamedNode):
                raise graph.error(node, f"sh:{name} is not an IRI", f"give the IRI of the {name}")
            yield Constraint(_component(name), (value,))
    yield from _node_kinds(graph, node)
    for name in _RANGES:
        for value in graph.values(node, SH[name]):
            if not isinstance(value, ox.Literal):
                raise graph.error(node, f"sh:{name} is not a literal", "give a number or a date")
            yield Constraint(_component(name), (value,))
    flags = graph.one(node, SH.flags)
    for value in graph.values(node, SH.pattern):
        yield Constraint(_component("pattern"), (value,), flags=_flags(graph, node, value, flags))
    for name in ("in", "languageIn"):
        for value in graph.values(node, SH[name]):
            items = graph.items(node, value)
            if name == "languageIn" and not all(isinstance(item, ox.Literal) for item in items):
                raise graph.error(node, "sh:languageIn has a member that is no language", 'give texts such as "sv"')
            yield Constraint(_component(name), items)
    for value in graph.values(node, SH.hasValue):
        yield Constraint(_component("hasValue"), (value,))


def _node_kinds(graph: ShapesGraph, node: Node) -> Iterator[Constraint]:
    for value in graph.values(node, SH.nodeKind):
        if iri(value) not in NODE_KINDS:
            kinds = ", ".join(f"sh:{short_name(kind)}" for kind in NODE_KINDS)
            raise graph.error(node, f"sh:nodeKind is {value}", f"give one of {kinds}")
        yield Constraint(_component("nodeKind"), (value,))


def _of_shapes(graph: ShapesGraph, node: Node, path: Path | None) -> Iterator[Constraint]:
    for name in ("node", "property", "not"):
        for value in graph.values(node, SH[name]):
            yield Constraint(_component(name), shapes=(value,))
    for name in ("and", "or", "xone"):
        for value in graph.values(node, SH[name]):
            yield Constraint(_component(name), shapes=graph.items(node, value))
    if path is None:
        return  # SHACL ignores a qualified value shape of a node shape
    disjoint = graph.one(node, SH.qualifiedValueShapesDisjoint)
    for value in graph.values(node, SH.qualifiedValueShape):
        siblings: list[Node] = []
        if disjoint is not None and is_true(disjoint):
            for parent in graph.subjects(SH.property, node):
                for sibling in graph.values(parent, SH.property):
                    siblings += [one for one in graph.values(sibling, SH.qualifiedValueShape) if one != value]
        for name in ("qualifiedMinCount", "qualifiedMaxCount"):
            for count in graph.values(node, SH[name]):
                shapes = (value, *dict.fromkeys(siblings))
                yield Constraint(_component(name), (_count(graph, node, name, count),), shapes)


def _closed(graph: ShapesGraph, node: Node) -> Iterator[Constraint]:
    closed = graph.one(node, SH.closed)
    if closed is None or not is_true(_boolean(graph, node, "closed", closed)):
        return
    allowed: list[Node] = []
    for shape in graph.values(node, SH.property):
        allowed += [path for path in graph.values(shape, SH.path) if isinstance(path, ox.NamedNode)]
    for ignored in graph.values(node, SH.ignoredProperties):
        members = graph.items(node, ignored)
        if not all(isinstance(member, ox.NamedNode) for member in members):
            raise graph.error(node, "sh:ignoredProperties has a member that is no property", "give IRIs")
        allowed += members
    yield Constraint(_component("closed"), tuple(dict.fromkeys(allowed)))


def _count(graph: ShapesGraph, node: Node, name: str, value: Node) -> Node:
    if not isinstance(value, ox.Literal) or not _INTEGERS.fullmatch(value.value) or int(value.value) < 0:
        raise graph.error(node, f"sh:{name} is {value}", "give a whole number, 0 or more")
    if value.datatype.value in {XSD.string, RDF.langString}:
        raise graph.error(node, f"sh:{name} is a text", f"give the number, {value.value}")
    return ox.Literal(value.value.lstrip("+"), datatype=ox.NamedNode(XSD.integer))


def _boolean(graph: ShapesGraph, node: Node, name: str, value: Node) -> Node:
    if not isinstance(value, ox.Literal) or value.datatype.value != XSD.boolean:
        raise graph.error(node, f"sh:{name} is {value}", "give true or false")
    return value


def _flags(graph: ShapesGraph, node: Node, pattern: Node, flags: Node | None) -> str:
    """Read the flags of a pattern, and have the pattern itself tried."""
    if not isinstance(pattern, ox.Literal):
        raise graph.error(node, "sh:pattern is not a text", "give a regular expression")
    if flags is not None and not isinstance(flags, ox.Literal):
        raise graph.error(node, "sh:flags is not a text", 'give a text such as "i"')
    signs = "" if flags is None else flags.value
    try:
        re.compile(pattern.value)
    except re.error as error:
        raise graph.error(node, f"sh:pattern is no regular expression: {error}", "mend the expression") from error
    return signs


def well_formed_shapes(graph: ShapesGraph, nodes: Iterable[Node]) -> None:
    """Check that shapes lead to shapes.

    :param graph: the shapes.
    :param nodes: what is a shape.
    :raises MalformedShapeError: if ``sh:property`` leads to what has no path, ``sh:node`` to what has one, or either
        to what is not described.
    """
    for node in nodes:
        if isinstance(node, ox.Literal):
            raise graph.error(node, "a text stands where a shape should", "give a shape")
        types = {iri(value) for value in graph.values(node, RDF.type)}
        if SH.PropertyShape in types and not graph.values(node, SH.path):
            raise graph.error(node, "a property shape has no sh:path", "give the path")
        if SH.NodeShape in types and graph.values(node, SH.path):
            raise graph.error(node, "a node shape has sh:path", "make it a property shape")
        for predicate in SHAPES_OF:
            for value in graph.values(node, predicate):
                name = f"sh:{short_name(predicate)}"
                if isinstance(value, ox.Literal):
                    raise graph.error(node, f"{name} leads to a text", "give a shape")
                if isinstance(value, ox.NamedNode) and not graph.has(value):
                    raise graph.error(node, f"{name} leads to {value}, which is no shape", "define it or take it away")
                if predicate == SH.property and not graph.values(value, SH.path):
                    raise graph.error(node, f"sh:property leads to {value}, which has no sh:path", "give it a path")
                if predicate == SH.node and graph.values(value, SH.path):
                    raise graph.error(node, f"sh:node leads to {value}, a property shape", "use sh:property")
