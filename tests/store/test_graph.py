from __future__ import annotations

from codecs import BOM_UTF8
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.reason import open_graph
from styrgraf.reports.why import why_text
from styrgraf.store import Graph, Iri, Kind, Text

ONE = """
<document/a> {
  <document/a> a sg:Document ; skos:prefLabel "Dokument A"@sv .
  <document/a#stycke-1> a sg:Passage ; sg:passageOf <document/a> ; sg:ordinal 1 ; sg:position 1 .
}
<document/a#stycke-1> { <transfer/X-2020-1/1> a sg:Transfer ; sg:amount 1500.50 ; sg:currency "SEK" . }
"""
TWO = ONE.replace("document/a", "document/b").replace("Dokument A", "Dokument B")
SUM = "SELECT (SUM(?amount) AS ?sum) (COUNT(*) AS ?rows) WHERE { ?transfer a sg:Transfer ; sg:amount ?amount }"
DEFAULT = ox.DefaultGraph()
TRANSFER = Iri(f"{BASE}transfer/X-2020-1/1")


def _sum(graph: Graph) -> tuple[Decimal, int]:
    ((total, rows),) = graph.select(SUM)
    return Decimal(str(total)), int(str(rows))


def test_a_fact_stated_twice_is_counted_once_and_has_two_sources(make_root: MakeRoot) -> None:
    alone = Graph(find_layout(make_root(one=ONE)))
    assert _sum(alone) == (Decimal("1500.5"), 1)
    both = Graph(find_layout(make_root(one=ONE, two=TWO)))
    assert _sum(both) == (Decimal("1500.5"), 1)
    amount = both.values(TRANSFER, SG.amount)[0]
    assert [source.rpartition("/")[2] for source in both.evidence(TRANSFER, SG.amount, amount)] == [
        "a#stycke-1",
        "b#stycke-1",
    ]


def test_the_store_holds_what_the_files_state_and_a_byte_order_mark_is_no_fault(make_root: MakeRoot) -> None:
    root = make_root(one=ONE)
    file = root / "data" / "one.trig"
    file.write_bytes(BOM_UTF8 + file.read_bytes())
    graph = Graph(find_layout(root))
    assert _sum(graph) == (Decimal("1500.5"), 1)
    stored = {(str(quad.subject), str(quad.predicate), str(quad.graph_name)) for quad in graph.store}
    for quad in (quad for quad in graph.asserted if isinstance(quad.subject, ox.NamedNode)):
        assert {(str(quad.subject), str(quad.predicate), str(name)) for name in (quad.graph_name, DEFAULT)} <= stored


def test_the_transfer_of_the_first_case_keeps_its_sum_when_corroborated(make_root: MakeRoot, texts: Graph) -> None:
    transfer = f"{BASE}transfer/STK-2023-822/1"
    text = (texts.layout.data / "arenden" / "STK-2023-822-tjansteskrivelse.trig").read_text(encoding="utf-8")
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("@prefix p:"))
    again = body.replace("STK-2023-822-tjansteskrivelse", "STK-2023-822-protokoll")
    root = make_root()
    (root / "data").mkdir()
    for name, content in (("a", text), ("b", again)):
        prefix = f"@prefix p: <{BASE}document/STK-2023-822-{'tjansteskrivelse' if name == 'a' else 'protokoll'}#> .\n"
        (root / "data" / f"{name}.trig").write_text(content if name == "a" else prefix + content, encoding="utf-8")
    graph = open_graph(root)
    assert _sum(graph) == _sum(texts) == (Decimal(2000000), 1)
    assert len(graph.evidence(transfer, SG.amount, graph.values(transfer, SG.amount)[0])) == 2


@pytest.mark.parametrize("statement", ['sg:retracted "2026-01-02"^^xsd:date', "dcterms:isReplacedBy <document/b>"])
def test_a_withdrawn_document_keeps_its_graphs_but_its_facts_are_not_in_force(
    make_root: MakeRoot, statement: str
) -> None:
    withdrawn = ONE.replace("a sg:Document ;", f"a sg:Document ; {statement} ;", 1)
    graph = open_graph(make_root(one=withdrawn))
    assert graph.values(TRANSFER, SG.amount) == []
    (fact,) = [fact for fact in graph.facts_about(TRANSFER) if fact.predicate == SG.amount]
    assert not graph.source(fact.sources[0]).in_force
    assert "gäller inte längre" in why_text(graph, TRANSFER)
    corroborated = open_graph(make_root(one=withdrawn, two=TWO))
    assert _sum(corroborated) == (Decimal("1500.5"), 1)


def _facts(graph: Graph) -> set[str]:
    return {str(quad) for quad in graph.store if "_:" not in str(quad)}


def test_a_store_on_disk_and_a_part_hold_no_more_in_force(make_root: MakeRoot, tmp_path: Path) -> None:
    withdrawn = ONE.replace("a sg:Document ;", 'a sg:Document ; sg:retracted "2026-01-02"^^xsd:date ;', 1)
    root = make_root(one=withdrawn, two=TWO.replace('; sg:currency "SEK"', ""))
    graph = open_graph(root)
    assert [str(value) for value in graph.values(TRANSFER, SG.amount)] == ["1500.5"]
    assert graph.values(TRANSFER, SG.currency) == []
    assert graph.evidence(TRANSFER, SG.currency, Text("SEK"))
    assert _facts(open_graph(root, tmp_path / "store")) == _facts(graph)
    assert _facts(graph.part(lambda _: True)) == _facts(graph)


@pytest.mark.parametrize("batch", [1, 7])
def test_facts_are_the_same_however_many_are_added_at_once(
    texts: Graph, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("styrgraf.store.graph._BATCH", batch)
    assert _facts(open_graph(texts.layout.root)) == _facts(texts)


def test_what_is_derived_is_in_the_store_alone(make_root: MakeRoot) -> None:
    graph = open_graph(make_root(one=ONE))
    before = len(graph.derived)
    graph.store.clear()
    assert before > len(graph.derived) == 0


def test_selects_with_bound_terms_that_are_never_pasted_into_the_query(texts: Graph) -> None:
    query = "SELECT ?thing ?number WHERE { ?thing dcterms:identifier ?number }"
    assert [row[0] for row in texts.select(query, number=Text("STK-2023-822"))] == [f"{BASE}case/STK-2023-822"]
    assert texts.select(query, number=Text('x" } ; DROP ALL #')) == []


def test_a_syntax_error_in_a_query_is_one_clear_error(texts: Graph) -> None:
    with pytest.raises(StyrgrafError, match="the SPARQL query cannot be read"):
        texts.select("SELECT ?x WHERE { ?x ")


def test_sources_say_on_what_authority_a_fact_stands(texts: Graph) -> None:
    document = f"{BASE}document/STK-2023-822-tjansteskrivelse"
    stated = texts.source(f"{document}#forslag-till-beslut-2")
    assert (stated.kind, stated.heading, stated.ordinal) == (Kind.STATED, "Förslag till beslut", 2)
    assert "överföra 2 miljoner kronor" in stated.key_phrases
    read = texts.source(f"{document}#arendet-2-lasning")
    assert read.kind is Kind.READING
    assert read.passage == f"{document}#arendet-2"
    assert read.note
    assert texts.source(f"{BASE}editorial/names").kind is Kind.EDITORIAL
    assert texts.source(document).kind is Kind.DESCRIPTION


def test_labels_fall_back_from_language_to_title_to_number_to_iri(texts: Graph) -> None:
    assert texts.label(f"{BASE}unit/stadskontoret", "en") == "the City Office"
    assert texts.label(f"{BASE}unit/stadskontoret/ekonomiavdelningen", "sv") == "ekonomiavdelningen"
    assert texts.label(f"{BASE}case/STK-2022-82") == "STK-2022-82"
    assert texts.label(f"{BASE}body/okand") == "body/okand"


def test_a_name_that_is_added_is_told_from_then_on(make_root: MakeRoot) -> None:
    graph = Graph(find_layout(make_root(one=ONE)))
    before, name = graph.label(TRANSFER), ox.NamedNode(f"{PREFIXES['skos']}prefLabel")
    graph.add(
        [ox.Quad(ox.NamedNode(TRANSFER), name, ox.Literal("överföring", language="sv"), ox.NamedNode(BASE + "e"))]
    )
    assert (before, graph.label(TRANSFER)) == ("transfer/X-2020-1/1", "överföring")


def test_no_blank_node_and_no_loose_fact_in_data(texts: Graph) -> None:
    data = [quad for quad in texts.asserted if "ontology" not in str(quad.graph_name)]
    assert data
    assert not [quad for quad in data if str(quad.subject).startswith("_:") or str(quad.object).startswith("_:")]
    assert all(str(quad.graph_name).startswith(f"<{BASE}") for quad in data)


def test_the_ontology_is_in_force_beside_the_facts(texts: Graph) -> None:
    assert texts.values(SG.decidedBy, f"{PREFIXES['rdfs']}subPropertyOf")


def test_what_does_not_belong_in_data_does_not_stop_a_question(make_root: MakeRoot) -> None:
    facts = """
    <document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> ;
      sg:ordinal "nio" ; sg:position "x" . }
    <document/a#s-1> { <case/X-2020-1> a sg:Case ; sg:inCase [ a sg:Case ] ; sg:ordinal "tre" . }"""
    graph = open_graph(make_root(a=facts))
    thing = Iri(f"{BASE}case/X-2020-1")
    assert "beslut" not in why_text(graph, thing)
    assert graph.source(f"{BASE}document/a#s-1").ordinal is None
    assert graph.facts_about(thing)


@pytest.mark.parametrize("name", ["[", "http://[x", "%zz", "\udcff", "_:", "a b"])
def test_what_is_no_iri_names_nothing(texts: Graph, name: str) -> None:
    assert not texts.is_known(name)
