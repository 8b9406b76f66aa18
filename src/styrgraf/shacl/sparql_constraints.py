"""Constraints in SPARQL (``sh:sparql``): read, with prefixes and path written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.namespaces import PREFIXES
from styrgraf.shacl.exists import nest_exists
from styrgraf.shacl.prebinding import PreboundQuery, UnsupportedQueryError, read_query
from styrgraf.shacl.terms import OWL, SH, is_true

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.shacl.paths import Path
    from styrgraf.shacl.terms import Node, ShapesGraph

__all__ = ["SHAPES_GRAPH", "SparqlConstraint", "make_query", "messages_of", "read_sparql"]

_PATH = re.compile(r"[?$]PATH\b")
#: What pySHACL declares for every query; a declaration of the shapes goes before.
_KNOWN = ("rdf", "rdfs", "owl", "sh", "xsd")


@dataclass(frozen=True, slots=True, eq=False)
class SparqlConstraint:
    """A constraint in SPARQL.

    :param component: IRI of the constraint component.
    :param node: the constraint itself, which results name; None for one of a constraint component.
    :param query: a SELECT of what is wrong, or an ASK of whether a value is right.
    :param constants: what is pre-bound beside the focus node: variable to term.
    :param messages: its messages, in their languages, with ``{?variable}`` to fill in.
    :param shapes: none; here so that every constraint has them.
    """

    component: str
    node: Node | None
    query: PreboundQuery
    constants: tuple[tuple[str, Node], ...]
    messages: tuple[ox.Literal, ...]
    shapes: tuple[Node, ...] = ()


def read_sparql(graph: ShapesGraph, shape: Node, path: Path | None) -> Iterator[SparqlConstraint]:
    """Read the SPARQL constraints of a shape.

    :param graph: the shapes.
    :param shape: the shape.
    :param path: its path, for a property shape.
    :returns: those that are not deactivated.
    :raises MalformedShapeError: if a constraint has no query, or one that SHACL does not allow.
    """
    for node in graph.values(shape, SH.sparql):
        deactivated = graph.one(node, SH.deactivated)
        if deactivated is not None and is_true(deactivated):
            continue
        text = graph.one(node, SH.select)
        if not isinstance(text, ox.Literal):
            raise graph.error(shape, "a SPARQL constraint has no sh:select", "give its query")
        query = make_query(graph, shape, node, text.value, path, frozenset(("this", "currentShape", "shapesGraph")))
        if query.form != "SELECT":
            raise graph.error(shape, "the query of a SPARQL constraint is no SELECT", "write a SELECT that gives $this")
        constants: list[tuple[str, Node]] = []
        if "currentShape" in query.variables and isinstance(shape, ox.NamedNode):
            constants.append(("currentShape", shape))
        if "shapesGraph" in query.variables:
            constants.append(("shapesGraph", SHAPES_GRAPH))
        yield SparqlConstraint(
            SH.SPARQLConstraintComponent, node, query, tuple(constants), messages_of(graph, shape, node)
        )


#: The name under which a query finds the shapes.
SHAPES_GRAPH = ox.NamedNode("urn:x-shapes-graph")


def messages_of(graph: ShapesGraph, shape: Node, node: Node) -> tuple[ox.Literal, ...]:
    """Read the messages of a constraint.

    :raises MalformedShapeError: if one is no text.
    """
    messages = graph.values(node, SH.message)
    found = tuple(message for message in messages if isinstance(message, ox.Literal))
    if len(found) != len(messages):
        raise graph.error(shape, "sh:message is not a text", "give a literal")
    return found


def make_query(
    graph: ShapesGraph, shape: Node, node: Node, text: str, path: Path | None, prebound: frozenset[str]
) -> PreboundQuery:
    """Read a query, with the prefixes that it may use, and check it.

    :param graph: the shapes.
    :param shape: the shape that it is of.
    :param node: the constraint or validator that has it.
    :param text: the query.
    :param path: the path of the shape, which takes the place of ``$PATH``.
    :param prebound: the variables that are pre-bound.
    :raises MalformedShapeError: if it cannot be read, or has a form that SHACL does not allow.
    """
    if _PATH.search(text):
        if path is None:
            raise graph.error(shape, "a query of a node shape has $PATH", "only a property shape has a path")
        text = _PATH.sub(lambda _: path.text, text)
    prologue = "".join(f"PREFIX {prefix}: <{name}>\n" for prefix, name in _prefixes(graph, node).items())
    try:
        query = read_query(prologue + text)
        query.check(prebound)
        _try(query)
        return read_query(nest_exists(query.tokens))
    except (UnsupportedQueryError, SyntaxError) as error:
        # What the engine would have expected instead is a long list.
        reason = str(error).strip().partition("\n")[0].partition(": expected one of")[0]
        raise graph.error(shape, reason, "mend its query") from error


def _try(query: PreboundQuery) -> None:
    """Have the engine parse the query: an error should come before any data are read."""
    ox.Store().query("".join(query.tokens))


def _prefixes(graph: ShapesGraph, node: Node) -> dict[str, str]:
    """Collect the prefixes of a query: of what its ``sh:prefixes`` names and imports, then whatever is declared."""
    found: dict[str, str] = {}
    owners = list(graph.values(node, SH.prefixes))
    for owner in owners:
        owners += [one for one in graph.values(owner, OWL.imports) if one not in owners]
    for owner in [*owners, *graph.subjects(SH.declare)]:
        for declaration in graph.values(owner, SH.declare):
            prefix, name = graph.one(declaration, SH.prefix), graph.one(declaration, SH.namespace)
            if not isinstance(prefix, ox.Literal) or not isinstance(name, ox.Literal):
                raise graph.error(declaration, "sh:declare lacks prefix or namespace", "give sh:prefix, sh:namespace")
            found.setdefault(prefix.value, name.value)
    return {**{prefix: PREFIXES[prefix] for prefix in _KNOWN}, **found}
