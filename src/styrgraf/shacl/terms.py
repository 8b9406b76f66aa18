"""The terms that shapes are written in, and the shapes as a graph that can be looked up."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import PREFIXES, Namespace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.errors import Place

__all__ = [
    "OWL",
    "RDF",
    "RDFS",
    "SH",
    "XSD",
    "MalformedShapeError",
    "Node",
    "ShapesGraph",
    "iri",
    "is_true",
    "short_name",
    "text_of",
]

Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

SH = Namespace(PREFIXES["sh"])
RDF = Namespace(PREFIXES["rdf"])
RDFS = Namespace(PREFIXES["rdfs"])
OWL = Namespace(PREFIXES["owl"])
XSD = Namespace(PREFIXES["xsd"])


class MalformedShapeError(StyrgrafError):
    """A shape that says what SHACL does not allow.

    :param what: what is wrong, as one sentence without a full stop.
    :param shape: IRI of the shape, or of the nearest named shape that it is part of; empty if none is named.
    :param place: the file and line, where they are known.
    :param remedy: what would be right.
    """

    def __init__(self, what: str, shape: str = "", *, place: Place | None = None, remedy: str | None = None) -> None:
        self.shape = shape
        super().__init__(what, place=place, remedy=remedy)


def iri(term: Node | None) -> str:
    """Give the IRI of a term; empty for what is none."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def text_of(term: Node) -> str:
    """Give a term as a reader meets it: the IRI, or the text of a literal."""
    return str(term) if isinstance(term, ox.BlankNode) else term.value


def is_true(term: Node) -> bool:
    """Tell whether a term is the literal ``true``; SHACL takes no other spelling of it."""
    return isinstance(term, ox.Literal) and term.value == "true" and term.datatype.value == XSD.boolean


def short_name(name: str) -> str:
    """Give the last part of an IRI."""
    return name.rpartition("#")[2].rpartition("/")[2]


class ShapesGraph:
    """The triples of the shapes, to look up values and subjects.

    :param quads: the triples, of whatever graphs.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.quads = [quad for quad in quads if not isinstance(quad.object, ox.Triple)]
        self._values: dict[Node, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self._subjects: dict[str, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self._users: dict[Node, list[Node]] = defaultdict(list)
        for quad in dict.fromkeys(self.quads):
            subject, value = quad.subject, quad.object
            assert not isinstance(subject, ox.Triple)
            assert not isinstance(value, ox.Triple)
            if value not in self._values[subject][quad.predicate.value]:
                self._values[subject][quad.predicate.value].append(value)
                self._subjects[quad.predicate.value][value].append(subject)
                self._users[value].append(subject)

    def values(self, subject: Node, predicate: str) -> list[Node]:
        """List the values of a property, in the order of the file."""
        return self._values[subject][predicate] if subject in self._values else []

    def predicates(self, subject: Node) -> Iterator[str]:
        """Go through the properties that a node has."""
        return iter([name for name, values in self._values[subject].items() if values] if self.has(subject) else [])

    def has(self, subject: Node) -> bool:
        """Tell whether anything is said of a node."""
        return subject in self._values

    def subjects(self, predicate: str, value: Node | None = None) -> list[Node]:
        """List the nodes that have a property, or a value of it."""
        if predicate not in self._subjects:
            return []
        of = self._subjects[predicate]
        found = of.get(value, []) if value is not None else [one for nodes in of.values() for one in nodes]
        return list(dict.fromkeys(found))

    def one(self, subject: Node, predicate: str) -> Node | None:
        """Give the value of a property that may have one.

        :raises MalformedShapeError: if it has several.
        """
        values = self.values(subject, predicate)
        if len(values) > 1:
            raise self.error(subject, f"sh:{short_name(predicate)} has {len(values)} values", "give one")
        return values[0] if values else None

    def items(self, owner: Node, head: Node) -> tuple[Node, ...]:
        """Read an RDF list.

        :param owner: the node that the list belongs to, for the message.
        :param head: the first cell.
        :raises MalformedShapeError: if it is no list.
        """
        found: list[Node] = []
        seen: set[Node] = set()
        while iri(head) != RDF.nil:
            first, rest = self.values(head, RDF.first), self.values(head, RDF.rest)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise self.error(owner, "a list is not well-formed", "write it in parentheses: ( … )")
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return tuple(found)

    def name(self, node: Node) -> str:
        """Name a node by its IRI, or that of the nearest named node that it is part of; empty if there is none."""
        seen, waiting = {node}, [node]
        for one in waiting:
            if isinstance(one, ox.NamedNode):
                return one.value
            above = [user for user in self._users.get(one, []) if user not in seen]
            seen.update(above)
            waiting += above
        return ""

    def error(self, node: Node, what: str, remedy: str) -> MalformedShapeError:
        """Make the error for a malformed shape, which names it."""
        name = self.name(node)
        return MalformedShapeError(f"the shape {short_name(name) or node} is malformed: {what}", name, remedy=remedy)
