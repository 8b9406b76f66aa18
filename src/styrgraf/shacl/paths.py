"""Property paths: from SHACL to SPARQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.shacl.terms import RDF, SH, iri

if TYPE_CHECKING:
    from styrgraf.shacl.terms import Node, ShapesGraph

__all__ = ["REPEATED", "Path", "read_path"]

#: The forms of a path that say how often it is walked, with SPARQL's signs.
REPEATED = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}

_SEQUENCE = re.compile(r"[>)*+?]/")


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    :param text: in SPARQL, in parentheses where it is more than a property.
    :param shown: as results show it: the IRI of a property, or the path without outer parentheses.
    :param predicates: IRIs of the properties that it goes along.
    :param plain: whether it is only a property.
    :param has_sequence: whether it goes one step after another.
    :param may_stay: whether it leads from a node to the node itself, in no step.
    """

    text: str
    shown: str
    predicates: frozenset[str]
    plain: bool
    has_sequence: bool
    may_stay: bool

    @property
    def looked_up(self) -> str:
        """The path as it should stand within EXISTS.

        The embedded store makes triple patterns of a sequence, and within EXISTS joins all that they match. With an
        alternative that nothing has, it walks the path.
        """
        return f"({self.text}|<urn:x-none:>)" if self.has_sequence else self.text


def read_path(graph: ShapesGraph, shape: Node, node: Node) -> Path:
    """Read a property path.

    :param graph: the shapes.
    :param shape: the shape that it belongs to, for messages.
    :param node: the path: a property, a list, or a blank node with one of the forms of SHACL.
    :returns: the path.
    :raises MalformedShapeError: if it is no path.
    """
    predicates: set[str] = set()
    text = _text(graph, shape, node, predicates, ())
    plain = isinstance(node, ox.NamedNode)
    # Only lists and alternatives begin and end with a parenthesis, and only a property with an angle.
    shown = text[1:-1] if text[0] + text[-1] in {"<>", "()"} else text
    return Path(text, shown, frozenset(predicates), plain, bool(_SEQUENCE.search(text)), _may_stay(graph, shape, node))


def _may_stay(graph: ShapesGraph, shape: Node, node: Node) -> bool:
    if graph.values(node, RDF.first):
        return all(_may_stay(graph, shape, step) for step in graph.items(shape, node))
    if any(graph.values(node, name) for name in (SH.zeroOrMorePath, SH.zeroOrOnePath)):
        return True
    if (inner := graph.one(node, SH.alternativePath)) is not None:
        return any(_may_stay(graph, shape, option) for option in graph.items(shape, inner))
    inner = graph.one(node, SH.oneOrMorePath) or graph.one(node, SH.inversePath)
    return inner is not None and _may_stay(graph, shape, inner)


def _enclosed(text: str) -> str:
    return text if text[0] + text[-1] in {"<>", "()"} else f"({text})"


def _text(graph: ShapesGraph, shape: Node, node: Node, predicates: set[str], above: tuple[Node, ...]) -> str:
    if isinstance(node, ox.NamedNode) and iri(node) != RDF.nil:
        predicates.add(node.value)
        return f"<{node.value}>"
    if not isinstance(node, ox.BlankNode) or node in above:
        raise graph.error(shape, f"{node} is no property path", "give an IRI, a list or a SHACL path")

    def part(inner: Node) -> str:
        return _text(graph, shape, inner, predicates, (*above, node))

    # A node that is both a list and something else is a list, as the test suite has it.
    if graph.values(node, RDF.first):
        steps = graph.items(shape, node)
        if len(steps) < 2:
            raise graph.error(shape, "a path that is a list has fewer than two steps", "give the property itself")
        return f"({'/'.join(map(part, steps))})"
    for name, sign in REPEATED.items():
        if (inner := graph.one(node, name)) is not None:
            return f"{_enclosed(part(inner))}{sign}"
    if (inner := graph.one(node, SH.inversePath)) is not None:
        text = part(inner)
        return f"^({text})" if text.startswith("^") else f"^{text}"
    if (inner := graph.one(node, SH.alternativePath)) is not None:
        options = graph.items(shape, inner)
        if len(options) < 2:
            raise graph.error(shape, "sh:alternativePath has fewer than two members", "give the property itself")
        return f"({'|'.join(map(part, options))})"
    raise graph.error(shape, "sh:path is no property path", "give an IRI, a list or a SHACL path")
