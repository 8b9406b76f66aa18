"""Exports as of a day: only what held then, and how sure it is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from styrgraf.api import KnowledgeGraph
from styrgraf.exports.formats import FORMATS, export
from styrgraf.exports.property_graph import property_graph
from styrgraf.exports.rdf import nquads_text, trig_text, turtle_text
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG
from styrgraf.store import Graph, Iri
from styrgraf.timeline.records import Certainty
from styrgraf.timeline.view import View, view
from styrgraf.timeline.view_lineage import trace_as_of

_DISTRICT = f"{BASE}district/stadsomrade-norr"
_TRANSFER = f"{BASE}transfer/STK-2023-822/1"
_DRAWN = ("graphml", "gexf", "cytoscape", "dot", "mermaid", "neo4j", "csv")


@pytest.fixture(scope="module")
def in_2022(shipped: Graph) -> View:
    return view(shipped, "2022-12-31")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_takes_a_day(shipped: Graph, tmp_path: Path, form: str) -> None:
    then = view(shipped, "2022-12-31")
    lineage = trace_as_of(then, Iri(f"{BASE}decision/kommunstyrelsen/2022/130"))
    export(shipped, form, tmp_path / "then", lineage, view=then)
    export(shipped, form, tmp_path / "all", lineage=None)
    text = _text(tmp_path / "then")
    if form != "xlsx":
        assert "assignment/STK-2022-82" in text
        assert "transfer/STK-2023-822/1" not in text
        assert "2022-12-31" in text
    if form in _DRAWN:
        assert "undated" in text or "odaterat" in text
        assert "certainty" not in _text(tmp_path / "all").replace(f"{CONCEPT}certainty", "") or form in (
            "mermaid",
            "dot",
        )


def test_what_had_ended_or_not_begun_is_not_drawn(shipped: Graph, in_2022: View) -> None:
    drawn = property_graph(shipped, view=in_2022)
    things = {vertex.id: vertex for vertex in drawn.vertices}
    assert not {_DISTRICT, _TRANSFER} & things.keys()
    assert {_DISTRICT, _TRANSFER} <= {vertex.id for vertex in property_graph(shipped).vertices}
    for vertex in drawn.vertices:
        assert vertex.certainty is not None
        assert vertex.certainty.iri == f"{CONCEPT}certainty/{in_2022.certainty(vertex.id)}"
    assert {arc.certainty.iri for arc in drawn.arcs if arc.certainty} == {f"{CONCEPT}certainty/{c}" for c in Certainty}
    assert all(arc.source in things and arc.target in things for arc in drawn.arcs)


def test_without_a_day_there_is_no_column(shipped: Graph, in_2022: View, tmp_path: Path) -> None:
    for name, then in (("all", None), ("then", in_2022)):
        export(shipped, "csv", tmp_path / name, view=then)
    for table in ("nodes.csv", "edges.csv"):
        head = next(csv.reader(io.StringIO((tmp_path / "all" / table).read_text(encoding="utf-8"))))
        then_head = next(csv.reader(io.StringIO((tmp_path / "then" / table).read_text(encoding="utf-8"))))
        assert not {"certainty", "as_of"} & set(head)
        assert {"certainty", "as_of"} <= set(then_head)


def test_quads_are_those_of_the_graph_and_of_the_view(shipped: Graph, in_2022: View) -> None:
    exported = set(ox.parse(nquads_text(shipped, None, in_2022), format=ox.RdfFormat.N_QUADS))
    whole = {*shipped.asserted, *shipped.derived}
    views = {quad for quad in exported if getattr(quad.graph_name, "value", "").startswith(f"{BASE}view/")}
    # Blank nodes, of lists in the vocabulary, are labelled anew.
    facts = {quad for quad in exported - views if "_:" not in str(quad)}
    assert facts < whole
    assert facts == {quad for quad in (*in_2022.graph.asserted, *in_2022.graph.derived) if "_:" not in str(quad)}
    for certainty in ("stretched", "undated"):
        name = f"{BASE}view/2022-12-31/{certainty}"
        repeated = [quad for quad in views if quad.graph_name == ox.NamedNode(name)]
        assert repeated
        assert {in_2022.certainty_of_quad(quad) for quad in repeated} == {Certainty(certainty)}


def test_a_view_is_described(shipped: Graph, in_2022: View) -> None:
    store = ox.Store()
    store.bulk_load(trig_text(shipped, None, in_2022).encode(), ox.RdfFormat.TRIG, base_iri=BASE)
    query = (
        f"SELECT ?day ?certainty WHERE {{ GRAPH ?view {{ ?view a <{SG.View}> ; <{SG.date}> ?day . "
        f"?part <{PREFIXES['dcterms']}isPartOf> ?view ; <{SG.certainty}> ?certainty }} }} ORDER BY ?certainty"
    )
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    assert [(row[0].value, row[1].value) for row in rows] == [
        ("2022-12-31", f"{CONCEPT}certainty/stretched"),
        ("2022-12-31", f"{CONCEPT}certainty/undated"),
    ]


def test_turtle_says_of_each_fact_how_sure_it_is(shipped: Graph, in_2022: View) -> None:
    store = ox.Store()
    lineage = trace_as_of(in_2022, Iri(f"{BASE}decision/kommunstyrelsen/2022/130"))
    store.bulk_load(turtle_text(shipped, lineage, in_2022).encode(), ox.RdfFormat.TURTLE, base_iri=BASE)
    rdf = PREFIXES["rdf"]
    rows = store.query(
        f"SELECT ?s ?p ?o ?c WHERE {{ ?x <{rdf}subject> ?s ; <{rdf}predicate> ?p ; <{rdf}object> ?o ; "
        f"<{SG.certainty}> ?c }}"
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = list(rows)
    assert len(found) > 100
    for s, p, o, c in found:
        assert c.value == f"{CONCEPT}certainty/{in_2022.certainty_of_quad(ox.Quad(s, p, o))}"


def test_the_api_exports_as_of_a_day(tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    graph.export("cytoscape", tmp_path / "day.json", as_of="2022-12-31")
    nodes = json.loads((tmp_path / "day.json").read_text(encoding="utf-8"))["elements"]["nodes"]
    assert {node["data"]["certainty"] for node in nodes} == {"certain", "stretched", "undated"}
    lineage = graph.lineage("KS 2022 § 130", as_of="2022-12-31")
    graph.export("cytoscape", tmp_path / "lineage.json", lineage)
    nodes = json.loads((tmp_path / "lineage.json").read_text(encoding="utf-8"))["elements"]["nodes"]
    assert {node["data"]["as_of"] for node in nodes} == {"2022-12-31"}


def _text(output: Path) -> str:
    files = sorted(output.iterdir()) if output.is_dir() else [output]
    return "".join(file.read_bytes().decode("utf-8", "replace") for file in files)
