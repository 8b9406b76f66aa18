"""RDF in the formats that others read; those without named graphs carry the evidence as statements.

In TriG, N-Quads and JSON-LD each fact stands in the graph that states it. Turtle and RDF/XML have no graphs: the facts
stand plain, and for each an ``rdf:Statement`` (RDF 1.1 Schema, 5.3) names subject, predicate and object, and by
``prov:wasDerivedFrom`` (PROV-O) the passages, readings, editorial graphs and derivations that state it, which are
described in the same file; as of a day, it says by ``sg:certainty`` how sure the fact is.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.canonical import write_trig
from styrgraf.exports.dataset import sorted_lines, with_stable_labels
from styrgraf.exports.property_graph import describes_evidence, property_graph
from styrgraf.exports.view_rdf import CERTAINTY, concept_of, describe_view, unsure_facts
from styrgraf.exports.xml_text import xml_safe
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import ONTOLOGY, to_node

if TYPE_CHECKING:
    from styrgraf.lineage import Lineage
    from styrgraf.store import Graph, Iri
    from styrgraf.timeline.view import View

__all__ = ["nquads_text", "rdfxml_text", "stable_quads", "trig_text", "turtle_text"]

_HEADER = "# Written by styrgraf: each fact in the graph of the evidence that states it."
_FLAT_HEADER = (
    "# Written by styrgraf: the facts in force. An rdf:Statement names each, and by prov:wasDerivedFrom the passages\n"
    "# that state it."
)
_RDF, _PROV = PREFIXES["rdf"], PREFIXES["prov"]
_TYPE, _STATEMENT = ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_RDF}Statement")
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))
_DERIVED_FROM = ox.NamedNode(f"{_PROV}wasDerivedFrom")


def trig_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the graph as TriG, in the canonical form of the project.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text; amounts keep the form in which they are written.
    """
    return write_trig(_quads(graph, lineage, view), header=_HEADER)


def nquads_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the graph as N-Quads, in sorted lines.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text.
    """
    return sorted_lines(_quads(graph, lineage, view))


def turtle_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the facts in force as Turtle, with their evidence as statements.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text.
    """
    return write_trig(_flat(graph, lineage, view), header=_FLAT_HEADER)


def rdfxml_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the facts in force as RDF/XML, with their evidence as statements.

    A character that XML 1.0 cannot hold is written as U+FFFD.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text.
    """
    triples = [ox.Triple(quad.subject, quad.predicate, _xml_safe(quad.object)) for quad in _flat(graph, lineage, view)]
    written = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES)) or b""
    # The serialiser leaves carriage returns bare, which an XML parser reads as line feeds.
    return written.decode().replace("\r", "&#13;")


def stable_quads(graph: Graph, lineage: Lineage | None, view: View | None = None) -> list[ox.Quad]:
    """List the quads of a graph, or of a lineage, with the same labels of blank nodes from run to run.

    As of a day, a graph describes the view, and two more repeat what is stretched and what is undated in it.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the quads, sorted.
    """
    return sorted(with_stable_labels(_quads(graph, lineage, view)), key=str)


def _quads(graph: Graph, lineage: Lineage | None, view: View | None) -> set[ox.Quad]:
    quads = _chosen(graph, lineage, view)
    return quads if view is None else {*quads, *describe_view(view), *unsure_facts(view, quads)}


def _chosen(graph: Graph, lineage: Lineage | None, view: View | None) -> set[ox.Quad]:
    whole = graph if view is None else view.graph
    quads = {*whole.asserted, *whole.derived}
    return quads if lineage is None else _of_lineage(graph, quads, lineage, view)


def _of_lineage(graph: Graph, quads: set[ox.Quad], lineage: Lineage, view: View | None) -> set[ox.Quad]:
    facts = property_graph(graph, lineage, view=view).facts
    held = {(ox.NamedNode(fact.subject), ox.NamedNode(fact.predicate), to_node(fact.value)) for fact in facts}
    described: set[str] = set()
    pending = [source for fact in facts for source in fact.sources]
    while pending:
        name = pending.pop()
        if name not in described and name != ONTOLOGY:
            described.add(name)
            pending += _described_with(graph, name)
    withdrawn = graph.withdrawn
    return {
        quad
        for quad in quads
        if _value(quad.graph_name) not in withdrawn
        and ((quad.subject, quad.predicate, quad.object) in held or _value(quad.subject) in described)
    }


def _described_with(graph: Graph, name: Iri) -> list[Iri]:
    source = graph.source(name)
    rules = [rule for rule in graph.values(name, SG.byRule) if isinstance(rule, str)]
    parts = [part for part in (source.passage, source.document) if part]
    return [*source.premises, *parts, *rules]


def _flat(graph: Graph, lineage: Lineage | None, view: View | None) -> list[ox.Quad]:
    withdrawn, ontology, evidence = graph.withdrawn, ox.NamedNode(ONTOLOGY), describes_evidence(graph)
    chosen = sorted(with_stable_labels(_chosen(graph, lineage, view)), key=str)
    quads = [quad for quad in chosen if not withdrawn or _value(quad.graph_name) not in withdrawn]
    stated: dict[ox.Quad, list[ox.Quad]] = {}
    for quad in quads:
        plain = ox.Quad(quad.subject, quad.predicate, quad.object)
        sources = stated.setdefault(plain, [])
        # Of the vocabulary and of the passages themselves there is no evidence to name.
        if quad.graph_name != ontology and _value(quad.subject) not in evidence:
            sources.append(quad)
    flat = list(stated)
    for plain, sources in stated.items():
        if sources:
            flat += _statement(plain, sources, view)
    if view is not None:
        flat += (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in describe_view(view))
    return flat


def _statement(plain: ox.Quad, sources: list[ox.Quad], view: View | None) -> list[ox.Quad]:
    # A blank node, since the data give a statement no IRI; named after what it says, so that it stays the same.
    node = ox.BlankNode(f"s{hashlib.sha256(str(plain).encode()).hexdigest()[:24]}")
    return [
        ox.Quad(node, _TYPE, _STATEMENT),
        ox.Quad(node, _SUBJECT, plain.subject),
        ox.Quad(node, _PREDICATE, plain.predicate),
        ox.Quad(node, _OBJECT, plain.object),
        *(ox.Quad(node, _DERIVED_FROM, ox.NamedNode(_value(quad.graph_name))) for quad in sources),
        *([ox.Quad(node, CERTAINTY, concept_of(view.certainty_of_quad(plain)))] if view is not None else []),
    ]


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def _xml_safe(
    node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    if not isinstance(node, ox.Literal):
        return node
    text = xml_safe(node.value)
    return ox.Literal(text, language=node.language) if node.language else ox.Literal(text, datatype=node.datatype)
