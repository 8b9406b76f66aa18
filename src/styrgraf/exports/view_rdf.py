"""A view of a day in RDF: what it is, and which of its facts are stretched from a page's date or undated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG
from styrgraf.phrases import LANGUAGES, date, fill
from styrgraf.timeline.records import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.timeline.records import Absence
    from styrgraf.timeline.view import View

__all__ = ["CERTAINTY", "concept_of", "describe_view", "unsure_facts"]

#: The property that says how sure a fact, or each fact of a graph, is.
CERTAINTY = ox.NamedNode(SG.certainty)

_PHRASES = {
    "view": (
        "vad som gällde {day}, efter allt som är känt nu",
        "what held in {day}, by all that is known now",
    ),
    Certainty.STRETCHED: (
        "utsträckt från en sidas datum till {day}",
        "stretched from a page's date to {day}",
    ),
    Certainty.UNDATED: ("odaterat, så att det kan ha gällt {day}", "undated, so that it may have held in {day}"),
}
_UNSURE = (Certainty.STRETCHED, Certainty.UNDATED)
_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def concept_of(certainty: Certainty | Absence) -> ox.NamedNode:
    """Give the concept of a certainty.

    :param certainty: the certainty.
    :returns: its IRI as a node.
    """
    return ox.NamedNode(f"{CONCEPT}certainty/{certainty}")


def describe_view(view: View) -> list[ox.Quad]:
    """Describe a view, and the graphs that repeat what is not certain in it.

    :param view: the view.
    :returns: facts in the graph of the view, ``view/<day>``.
    """
    whole = _node(view)
    day = ox.Literal(view.as_of, datatype=ox.NamedNode(f"{PREFIXES['xsd']}{_TYPES[len(view.as_of)]}"))
    quads = [*_describe(view, whole, "view", whole), ox.Quad(whole, ox.NamedNode(SG.date), day, whole)]
    for certainty in _UNSURE:
        part = _node(view, certainty)
        quads += _describe(view, part, certainty, whole)
        quads.append(ox.Quad(part, _term("dcterms", "isPartOf"), whole, whole))
        quads.append(ox.Quad(part, CERTAINTY, concept_of(certainty), whole))
    return quads


def unsure_facts(view: View, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Repeat the facts that are not certain.

    :param view: the view.
    :param quads: facts of the view.
    :returns: the stretched facts in the graph ``view/<day>/stretched``, the undated in ``view/<day>/undated``.
    """
    graphs = {certainty: _node(view, certainty) for certainty in _UNSURE}
    weighed = ((quad, view.certainty_of_quad(quad)) for quad in quads)
    return {
        ox.Quad(quad.subject, quad.predicate, quad.object, graphs[certainty])
        for quad, certainty in weighed
        if isinstance(certainty, Certainty) and certainty in graphs
    }


def _describe(view: View, node: ox.NamedNode, key: str, graph: ox.NamedNode) -> list[ox.Quad]:
    labels = (ox.Literal(fill(_PHRASES, key, tag, day=date(view.as_of, tag)), language=tag) for tag in LANGUAGES)
    return [
        ox.Quad(node, _term("rdf", "type"), ox.NamedNode(SG.View), graph),
        *(ox.Quad(node, _term("skos", "prefLabel"), label, graph) for label in labels),
    ]


def _node(view: View, part: str = "") -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}view/{view.as_of}{'/' if part else ''}{part}")


def _term(prefix: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(f"{PREFIXES[prefix]}{local}")
