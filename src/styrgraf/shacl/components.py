"""Constraint components that a shapes graph defines in SPARQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.shacl.sparql_constraints import SparqlConstraint, make_query, messages_of
from styrgraf.shacl.terms import RDF, RDFS, SH, iri, is_true, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.shacl.paths import Path
    from styrgraf.shacl.terms import Node, ShapesGraph

__all__ = ["Component", "read_components", "read_custom"]

_RESERVED = frozenset(("this", "shapesGraph", "currentShape", "path", "PATH", "value"))


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component.

    :param node: its IRI.
    :param required: IRIs of the parameters that a shape must have for the component to hold.
    :param optional: IRIs of the others.
    :param validators: kind of validator, ``sh:validator`` and so on, to its node.
    """

    node: Node
    required: tuple[str, ...]
    optional: tuple[str, ...]
    validators: tuple[tuple[str, Node], ...]


def read_components(graph: ShapesGraph) -> tuple[Component, ...]:
    """Read the constraint components that a shapes graph defines.

    :param graph: the shapes.
    :returns: those with validators in SPARQL.
    :raises MalformedShapeError: if a component has no parameter, or one that is not named by a property.
    """
    classes: list[Node] = [ox.NamedNode(SH.ConstraintComponent)]
    for cls in classes:
        classes += [one for one in graph.subjects(RDFS.subClassOf, cls) if one not in classes]
    nodes = dict.fromkeys(node for cls in classes for node in graph.subjects(RDF.type, cls))
    found: list[Component] = []
    for node in nodes:
        kinds = (SH.propertyValidator, SH.nodeValidator, SH.validator)
        validators = tuple((kind, one) for kind in kinds for one in graph.values(node, kind)[:1])
        if not validators or iri(node).startswith(str(SH)):
            continue
        required: list[str] = []
        optional: list[str] = []
        for parameter in graph.values(node, SH.parameter):
            name = iri(graph.one(parameter, SH.path))
            if not name or short_name(name) in _RESERVED:
                raise graph.error(node, "a parameter has no name that a query can use", "give sh:path a property")
            is_optional = graph.one(parameter, SH.optional)
            (optional if is_optional is not None and is_true(is_optional) else required).append(name)
        if not required:
            raise graph.error(node, "a constraint component has no mandatory parameter", "give sh:parameter")
        found.append(Component(node, tuple(required), tuple(optional), validators))
    return tuple(found)


def read_custom(
    graph: ShapesGraph, shape: Node, path: Path | None, components: Iterable[Component]
) -> Iterator[SparqlConstraint]:
    """Read the constraints of a shape that are of components which the shapes graph defines.

    :param graph: the shapes.
    :param shape: the shape.
    :param path: its path, for a property shape.
    :param components: the components.
    :raises MalformedShapeError: if a component has no validator for the shape, or a malformed one.
    """
    for component in components:
        if not all(graph.values(shape, name) for name in component.required):
            continue
        validators = dict(component.validators)
        own = SH.nodeValidator if path is None else SH.propertyValidator
        node = validators.get(own) or validators.get(SH.validator)
        if node is None:
            raise graph.error(shape, f"{component.node} has no validator for such a shape", "give sh:validator")
        wanted = SH.select if own in validators else SH.ask
        text = graph.one(node, wanted)
        if not isinstance(text, ox.Literal):
            raise graph.error(component.node, f"a validator has no sh:{short_name(wanted)}", "give its query")
        names = [*component.required, *component.optional]
        given = [(short_name(name), graph.values(shape, name)) for name in names]
        prebound = {"this", "currentShape", "shapesGraph", *(name for name, _ in given)}
        if wanted == SH.ask:
            prebound.add("value")
        query = make_query(graph, shape, node, text.value, path, frozenset(prebound))
        if len(component.required) + len(component.optional) > 1:
            # Of several parameters, which values would go together?
            for name in names:
                graph.one(shape, name)
        messages = messages_of(graph, shape, node) or messages_of(graph, shape, component.node)
        for constants in _combinations(given):
            if "currentShape" in query.variables and isinstance(shape, ox.NamedNode):
                constants.append(("currentShape", shape))
            yield SparqlConstraint(iri(component.node), None, query, tuple(constants), messages)


def _combinations(given: list[tuple[str, list[Node]]]) -> Iterator[list[tuple[str, Node]]]:
    if len(given) == 1:
        yield from ([(given[0][0], value)] for value in given[0][1])
    else:
        yield [(name, values[0]) for name, values in given if values]
