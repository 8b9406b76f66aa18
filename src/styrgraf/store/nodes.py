"""Terms and the nodes of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.store.records import Iri, Text

if TYPE_CHECKING:
    from styrgraf.store.records import Term

__all__ = ["from_node", "iri_of", "to_name", "to_node"]


def to_name(iri: str) -> ox.NamedNode | ox.BlankNode:
    """Make the store's node of an IRI.

    :param iri: the IRI; or the label of a blank node, none of which belongs in data, as a gate says, though one that
        stands there all the same must not stop a report.
    :returns: the same as a node.
    :raises ValueError: if it is no IRI.
    """
    return ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)


def iri_of(node: object) -> str:
    """Give the IRI of a node or of a graph's name.

    :param node: what stands in a quad.
    :returns: its IRI; empty for what has none: the default graph, blank nodes and literals.
    """
    return node.value if isinstance(node, ox.NamedNode) else ""


def from_node(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """Make a term of the store's node.

    :param node: a node.
    :returns: the same as a term; of a blank node its label.
    """
    if isinstance(node, ox.NamedNode):
        return Iri(node.value)
    if isinstance(node, ox.Literal):
        return Text(node.value, node.language or "", node.datatype.value)
    return Iri(str(node))


def to_node(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Make the store's node of a term.

    :param term: an IRI or a literal.
    :returns: the same as a node.
    """
    if isinstance(term, Iri):
        return to_name(term)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
