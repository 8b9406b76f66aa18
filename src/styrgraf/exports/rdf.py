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

from styrgraf.exports.dataset import all_quads, by_graph, describe, in_order, sorted_text, split_lines, to_lines, turtle
from styrgraf.exports.property_graph import describes_evidence, property_graph
from styrgraf.exports.view_rdf import CERTAINTY, concept_of, describe_view, unsure_facts
from styrgraf.exports.xml_text import xml_safe
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import ONTOLOGY, iri_of, to_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.exports.dataset import Described
    from styrgraf.lineage import Lineage
    from styrgraf.store import Graph, Iri
    from styrgraf.timeline.view import View

__all__ = ["export_quads", "nquads_text", "rdfxml_text", "trig_text", "turtle_text"]

_HEADER = "# Written by styrgraf: each fact in the graph of the evidence that states it."
_FLAT_HEADER = (
    "# Written by styrgraf: the facts in force. An rdf:Statement names each, and by prov:wasDerivedFrom the passages\n"
    "# that state it."
)
_RDF, _PROV = PREFIXES["rdf"], PREFIXES["prov"]
_TYPE, _STATEMENT = f"<{_RDF}type>", f"<{_RDF}Statement>"
_SUBJECT, _PREDICATE, _OBJECT = (f"<{_RDF}{name}>" for name in ("subject", "predicate", "object"))
_DERIVED_FROM = f"<{_PROV}wasDerivedFrom>"


def trig_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the graph as TriG, in stable order.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text; amounts keep the form in which they are written.
    """
    return turtle(by_graph(to_lines(export_quads(graph, lineage, view))), _HEADER)


def nquads_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the graph as N-Quads, in sorted lines.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text.
    """
    return sorted_text(to_lines(export_quads(graph, lineage, view)))


def turtle_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the facts in force as Turtle, with their evidence as statements.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text.
    """
    return turtle({"": _flat(graph, lineage, view)}, _FLAT_HEADER)


def rdfxml_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the facts in force as RDF/XML, with their evidence as statements.

    A character that XML 1.0 cannot hold is written as U+FFFD.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text.
    """
    facts = _read(_facts(_flat(graph, lineage, view)))
    triples = (ox.Triple(fact.subject, fact.predicate, _xml_safe(fact.object)) for fact in facts)
    written = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES)) or b""
    # The serialiser leaves carriage returns bare, which an XML parser reads as line feeds.
    return written.decode().replace("\r", "&#13;")


def export_quads(graph: Graph, lineage: Lineage | None, view: View | None = None) -> list[ox.Quad]:
    """List the quads of a graph, or of a lineage.

    As of a day, a graph describes the view, and two more repeat what is stretched and what is undated in it.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the quads, as of :func:`styrgraf.exports.dataset.all_quads`.
    """
    quads = _chosen(graph, lineage, view)
    return quads if view is None else [*quads, *describe_view(view), *in_order(unsure_facts(view, quads))]


def _chosen(graph: Graph, lineage: Lineage | None, view: View | None) -> list[ox.Quad]:
    quads = all_quads(graph if view is None else view.graph)
    return quads if lineage is None else _of_lineage(graph, quads, lineage, view)


def _of_lineage(graph: Graph, quads: list[ox.Quad], lineage: Lineage, view: View | None) -> list[ox.Quad]:
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
    return [
        quad
        for quad in quads
        if iri_of(quad.graph_name) not in withdrawn
        and ((quad.subject, quad.predicate, quad.object) in held or iri_of(quad.subject) in described)
    ]


def _described_with(graph: Graph, name: Iri) -> list[Iri]:
    source = graph.source(name)
    rules = [rule for rule in graph.values(name, SG.byRule) if isinstance(rule, str)]
    parts = [part for part in (source.passage, source.document) if part]
    return [*source.premises, *parts, *rules]


def _flat(graph: Graph, lineage: Lineage | None, view: View | None) -> Described:
    withdrawn = {f"<{name}>" for name in graph.withdrawn}
    evidence = {f"<{name}>" for name in describes_evidence(graph)}
    # Of the vocabulary and of the passages themselves there is no evidence to name.
    unnamed = {"", f"<{ONTOLOGY}>"}
    stated: dict[tuple[str, str, str], list[str]] = {}
    for subject, predicate, value, name in split_lines(to_lines(_chosen(graph, lineage, view))):
        if name not in withdrawn:
            sources = stated.setdefault((subject, predicate, value), [])
            if name not in unnamed and subject not in evidence:
                sources.append(name)
    flat = describe(stated)
    statements = {fact: sources for fact, sources in stated.items() if sources}
    for fact, sources in statements.items():
        subject, predicate, value = fact
        # A blank node, since the data give a statement no IRI; named after what it says, so that it stays the same.
        label = hashlib.sha256(" ".join(fact).encode()).hexdigest()[:24]
        flat[f"_:s{label}"] = {
            _TYPE: [_STATEMENT],
            _SUBJECT: [subject],
            _PREDICATE: [predicate],
            _OBJECT: [value],
            _DERIVED_FROM: sources,
        }
    return flat if view is None else _with_certainty(flat, view)


def _with_certainty(flat: Described, view: View) -> Described:
    """Say of each statement how sure it is, and what the view is."""
    statements = [about for about in flat.values() if about.get(_TYPE) == [_STATEMENT]]
    named = ((about[_SUBJECT][0], about[_PREDICATE][0], about[_OBJECT][0]) for about in statements)
    for about, fact in zip(statements, _read(named), strict=True):
        about[str(CERTAINTY)] = [str(concept_of(view.certainty_of_quad(fact)))]
    return {**flat, **describe(terms[:3] for terms in split_lines(to_lines(describe_view(view))))}


def _read(facts: Iterable[tuple[str, str, str]]) -> Iterable[ox.Quad]:
    text = "\n".join([f"{subject} {predicate} {value} ." for subject, predicate, value in facts])
    return ox.parse(text, ox.RdfFormat.N_TRIPLES)


def _facts(described: Described) -> Iterable[tuple[str, str, str]]:
    return (
        (subject, predicate, value)
        for subject, about in described.items()
        for predicate, values in about.items()
        for value in values
    )


def _xml_safe(
    node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    if not isinstance(node, ox.Literal):
        return node
    text = xml_safe(node.value)
    return ox.Literal(text, language=node.language) if node.language else ox.Literal(text, datatype=node.datatype)
