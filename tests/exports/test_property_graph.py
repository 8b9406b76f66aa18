from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pyoxigraph as ox
import pytest

from nasty_labels import NASTY
from small_graphs import HEAD, MakeRoot
from styrgraf.documents.ordering import natural_key
from styrgraf.exports.property_graph import Family, PropertyGraph, Vertex, describes_evidence, property_graph
from styrgraf.lineage import identify, trace_lineage
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG
from styrgraf.reason import open_graph
from styrgraf.store import Graph, Iri, Kind

PASSAGE = f"{BASE}document/STK-2023-822-tjansteskrivelse#"


@pytest.fixture(scope="module")
def whole(texts: Graph) -> PropertyGraph:
    return property_graph(texts)


@pytest.fixture(scope="module")
def case(texts: Graph) -> PropertyGraph:
    return property_graph(texts, trace_lineage(texts, identify(texts, "STK-2023-822")))


def _vertex(drawn: PropertyGraph, short: str) -> Vertex:
    return next(vertex for vertex in drawn.vertices if vertex.short == short)


def test_every_thing_of_the_data_is_a_vertex_and_no_evidence_is(texts: Graph, whole: PropertyGraph) -> None:
    evidence = describes_evidence(texts)
    subjects = {
        quad.subject.value
        for quad in texts.asserted
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE)
    }
    ids = {vertex.id for vertex in whole.vertices}
    assert ids >= subjects - evidence
    assert not ids & evidence
    assert all(thing.startswith((BASE, CONCEPT)) for thing in ids)
    assert len(ids) == len(whole.vertices)


def test_every_fact_in_force_between_two_things_is_an_arc(texts: Graph, whole: PropertyGraph) -> None:
    rows = texts.select("""SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o
        FILTER (isIRI(?o) && STRSTARTS(STR(?s), "https://w3id.org/styrgraf/id/")
                && (STRSTARTS(STR(?o), "https://w3id.org/styrgraf/id/")
                    || STRSTARTS(STR(?o), "https://w3id.org/styrgraf/concept/")))
        FILTER NOT EXISTS { VALUES ?class { sg:Passage sg:Reading sg:Derivation sg:Rule sg:Editorial sg:Procedure }
                            ?s a ?class }
        FILTER (?p != prov:wasInfluencedBy) }""")
    things = [arc for arc in whole.arcs if arc.source.startswith(BASE)]
    assert {(arc.source, arc.property.iri, arc.target) for arc in things} == set(rows)


def test_money_has_its_amount_as_written(case: PropertyGraph) -> None:
    transfer = _vertex(case, "transfer/STK-2023-822/1")
    assert transfer.family is Family.MONEY
    assert transfer.proposed
    assert (str(transfer.amount), transfer.currency, transfer.year) == ("2000000.00", "SEK", "2023")
    assert [name.en for name in transfer.types] == ["transfer of money"]
    assert [name.sv for name in transfer.status] == ["föreslagen"]
    assert transfer.label_en == "transfer for leadership development 2023"
    assert {money.amount for money in case.money} == {None, Decimal(2_000_000)}


def test_a_date_is_as_precise_as_any_source_and_the_other_is_kept(case: PropertyGraph) -> None:
    decision = _vertex(case, "decision/kommunstyrelsen/2022/130")
    assert decision.date == "2022-04"
    values = {(attribute.property.short, str(attribute.value)) for attribute in decision.attributes}
    assert {("sg:date", "2022"), ("sg:paragraph", "130")} <= values
    assert [name.en for name in decision.status] == ["known by reference"]
    assert _vertex(case, "case/STK-2023-822").identifier == "STK-2023-822"


def test_evidence_is_named_and_cited(case: PropertyGraph) -> None:
    arcs = {(arc.source.removeprefix(BASE), arc.property.short): arc for arc in case.arcs}
    stated = arcs["transfer/STK-2023-822/1", "sg:proposedIn"]
    assert stated.kind is Kind.STATED
    assert stated.lineage
    assert not stated.forward
    assert stated.evidence == (f"{PASSAGE}forslag-till-beslut-2",)
    assert stated.citation == "Tjänsteskrivelse i STK-2023-822, Förslag till beslut, stycke 2"
    read = arcs["transfer/STK-2023-822/1", "sg:drawsOn"]
    assert read.kind is Kind.READING
    assert read.citation == "Tjänsteskrivelse i STK-2023-822, läsning av Ärendet, stycke 2"
    derived = arcs["appropriation/kommunstyrelsens-anslag-till-forfogande/2023/ledarskapsutveckling", "sg:moneyStatus"]
    assert derived.kind is Kind.DERIVED
    assert derived.evidence == (f"{PASSAGE}arendet-1-lasning",)
    assert derived.citation.startswith("regeln ”avsatta pengar”: Tjänsteskrivelse")
    cited = {citation.id for citation in case.citations}
    assert cited >= {source for arc in case.arcs for source in arc.evidence}
    assert all(vertex.evidence for vertex in case.vertices if vertex.id.startswith(BASE))
    document = "Tjänsteskrivelse i STK-2023-822"
    assert any(citation.text.startswith(document) and citation.key_phrases for citation in case.citations)


def test_a_lineage_holds_its_nodes_edges_and_context_alone(texts: Graph, whole: PropertyGraph) -> None:
    lineage = trace_lineage(texts, identify(texts, "STK-2023-822"), language="en")
    drawn = property_graph(texts, lineage)
    beside = {fact.value for fact in lineage.context if isinstance(fact.value, Iri)}
    ids = {vertex.id for vertex in drawn.vertices}
    assert ids == {node.id for node in lineage.nodes} | {thing for thing in beside if thing.startswith((BASE, CONCEPT))}
    joins = {(arc.source, arc.property.iri, arc.target) for arc in drawn.arcs}
    assert joins < {(arc.source, arc.property.iri, arc.target) for arc in whole.arcs}
    for edge in lineage.edges:
        ends = {(edge.later, edge.property, edge.earlier), (edge.earlier, edge.property, edge.later)}
        assert len(joins & ends) == 1
    assert drawn.language == "en"
    assert any("paragraph 1" in citation.text for citation in drawn.citations)


def test_the_derived_double_of_a_lineage_edge_is_left_out(whole: PropertyGraph) -> None:
    assert "prov:wasInfluencedBy" not in {arc.property.short for arc in whole.arcs}
    assert any(arc.lineage for arc in whole.arcs)


def test_the_order_is_stable_and_records_are_frozen(texts: Graph, whole: PropertyGraph) -> None:
    assert property_graph(texts) == whole
    assert [vertex.id for vertex in whole.vertices] == sorted((vertex.id for vertex in whole.vertices), key=natural_key)
    with pytest.raises(FrozenInstanceError):
        whole.vertices[0].date = ""  # type: ignore[misc]


def _nasty_root(make_root: MakeRoot) -> Graph:
    facts = "".join(
        f"<case/X-2020-{n}> a sg:Case ; skos:prefLabel {ox.Literal(label, language='sv')} .\n"
        for n, label in enumerate(NASTY)
    )
    return open_graph(make_root(nasty=_document(facts)))


def _document(facts: str, more: str = "") -> str:
    return f"""
<document/a> {{
  <document/a> a sg:Document ; skos:prefLabel "A"@sv {more} .
  <document/a#stycke-1> a sg:Passage ; sg:passageOf <document/a> ; sg:ordinal 1 ; sg:position 1 ; sg:restated true .
}}
<document/a#stycke-1> {{ {facts} }}
"""


def test_what_xml_cannot_hold_is_replaced_and_the_facts_are_not(make_root: MakeRoot) -> None:
    drawn = property_graph(_nasty_root(make_root))
    labels = {vertex.label_sv for vertex in drawn.vertices}
    assert "null \ufffd bell \ufffd unit \ufffd escape \ufffd \ufffd" in labels
    assert set(NASTY) - {label for label in NASTY if "\x00" in label} <= labels
    assert NASTY[-2] in {str(fact.value) for fact in drawn.facts}


def test_what_is_superseded_is_no_longer_drawn(make_root: MakeRoot) -> None:
    fact = '<case/X-2020-1> a sg:Case ; skos:prefLabel "X"@sv .'
    graph = open_graph(make_root(a=_document(fact, "; dcterms:isReplacedBy <document/b>")))
    assert {vertex.short for vertex in property_graph(graph).vertices} == {"document/a", "document/b"}


def test_a_second_amount_is_not_lost(make_root: MakeRoot) -> None:
    fact = '<transfer/X-2020-1/1> a sg:Transfer ; sg:amount 1.50, 2.5, "many" ; dcterms:source <https://example.org/> .'
    drawn = property_graph(open_graph(make_root(a=_document(fact))))
    transfer = _vertex(drawn, "transfer/X-2020-1/1")
    assert transfer.amount == Decimal("1.50")
    assert {str(attribute.value) for attribute in transfer.attributes} == {"2.5", "many", "https://example.org/"}
    assert transfer.label_sv == "transfer/X-2020-1/1"


def test_an_inverse_property_points_forward(make_root: MakeRoot) -> None:
    ontology = f"""
<{SG.resultedIn}> a owl:ObjectProperty ; owl:inverseOf <{SG.assignedBy}> .
<{SG.assignedBy}> rdfs:subPropertyOf <{PREFIXES["prov"]}wasGeneratedBy> .
<{PREFIXES["prov"]}wasGeneratedBy> rdfs:subPropertyOf <{PREFIXES["prov"]}wasInfluencedBy> .
"""
    fact = "<decision/ks/2020/1> a sg:Decision ; sg:resultedIn <assignment/X-2020-1> ."
    root = make_root(a=_document(fact))
    (root / "ontology").mkdir()
    (root / "ontology" / "o.ttl").write_text(HEAD + ontology, encoding="utf-8")
    arc = next(arc for arc in property_graph(open_graph(root)).arcs if arc.property.iri == SG.resultedIn)
    assert arc.lineage
    assert arc.forward
