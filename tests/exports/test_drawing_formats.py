"""Each format of things and arcs, read back by a program that is not Styrgraf's."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nasty_labels import LABELS, NASTY, with_labels
from styrgraf.exports.columns import LIST_SEPARATOR, Cell, arc_columns, vertex_columns
from styrgraf.exports.cytoscape import cytoscape_text
from styrgraf.exports.dot import dot_text
from styrgraf.exports.gexf import gexf_text
from styrgraf.exports.graphml import graphml_text
from styrgraf.exports.mermaid import mermaid_text
from styrgraf.exports.property_graph import PropertyGraph, property_graph
from styrgraf.exports.xml_text import xml_safe
from styrgraf.lineage import identify, trace_lineage
from styrgraf.store import Graph, Kind

FEW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: Gives direction, nodes and arcs of a flowchart.
ReadMermaid = Callable[[str], dict[str, Any]]
TRANSFER = "https://w3id.org/styrgraf/id/transfer/STK-2023-822/1"


@pytest.fixture(scope="module")
def whole(texts: Graph) -> PropertyGraph:
    return with_labels(property_graph(texts), list(NASTY))


@pytest.fixture(scope="module")
def case(texts: Graph) -> PropertyGraph:
    return property_graph(texts, trace_lineage(texts, identify(texts, "STK-2023-822")))


@pytest.fixture(params=["whole", "case"])
def drawn(request: pytest.FixtureRequest) -> PropertyGraph:
    graph = request.getfixturevalue(request.param)
    assert isinstance(graph, PropertyGraph)
    return graph


def flat(cell: Cell) -> object:
    """The value that a format without lists and decimals gives back."""
    if isinstance(cell, tuple):
        return LIST_SEPARATOR.join(cell)
    return float(cell) if isinstance(cell, Decimal) else cell


def expected_nodes(drawn: PropertyGraph) -> dict[str, dict[str, object]]:
    """What each thing is to have, by its IRI."""
    columns = [column for column in vertex_columns(drawn) if column.name != "id"]
    return {
        vertex.id: {c.name: flat(cell) for c in columns if (cell := c.cell(vertex)) not in (None, ())}
        for vertex in drawn.vertices
    }


def expected_arcs(drawn: PropertyGraph) -> dict[str, dict[str, object]]:
    """What each arc is to have, by its number."""
    columns = [column for column in arc_columns(drawn) if column.name != "id"]
    return {
        arc.id: {c.name: flat(cell) for c in columns if (cell := c.cell(arc)) not in (None, ())} for arc in drawn.arcs
    }


def joins(drawn: PropertyGraph) -> Counter[tuple[str, str, str]]:
    """What is joined to what, with the label."""
    return Counter((arc.source, arc.property.sv, arc.target) for arc in drawn.arcs)


# GraphML


def test_networkx_reads_the_graphml(drawn: PropertyGraph) -> None:
    read: Any = nx.read_graphml(BytesIO(graphml_text(drawn).encode()), force_multigraph=True)
    assert read.is_directed()
    nodes = {node: {k: v for k, v in data.items() if k != "shape_type"} for node, data in read.nodes(data=True)}
    assert nodes == expected_nodes(drawn)
    arcs = {
        key: {"source": source, "target": target, **{k: v for k, v in data.items() if k != "id"}}
        for source, target, key, data in read.edges(keys=True, data=True)
    }
    assert arcs == expected_arcs(drawn)


def test_igraph_reads_the_graphml(drawn: PropertyGraph, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph", reason="python-igraph is not installed")
    path = tmp_path / "g.graphml"
    path.write_text(graphml_text(drawn), encoding="utf-8", newline="")
    read = igraph.Graph.Read_GraphML(str(path))
    assert read.is_directed()
    assert (read.vcount(), read.ecount()) == (len(drawn.vertices), len(drawn.arcs))
    expected = expected_nodes(drawn)
    for node in read.vs:
        wanted = expected[node["id"]]
        assert node["label_sv"] == wanted["label_sv"]
        assert node["proposed"] is wanted["proposed"]
        assert node["amount"] == wanted.get("amount") or (node["amount"] != node["amount"] and "amount" not in wanted)
    names = read.vs["id"]
    assert Counter((names[e.source], e["label"], names[e.target]) for e in read.es) == joins(drawn)
    assert [(e["citation"], e["lineage"]) for e in read.es] == [(arc.citation, arc.lineage) for arc in drawn.arcs]


def test_the_graphml_has_typed_keys_and_labels_for_yed(case: PropertyGraph) -> None:
    g, y = "{http://graphml.graphdrawing.org/xmlns}", "{http://www.yworks.com/xml/graphml}"
    root = ET.fromstring(graphml_text(case))
    keys = {key.get("id"): key for key in root.iter(f"{g}key")}
    assert keys["node-amount"].get("attr.type") == "double"
    assert keys["node-year"].get("attr.type") == "long"
    assert keys["edge-lineage"].get("attr.type") == "boolean"
    assert keys["nodegraphics"].get("yfiles.type") == "nodegraphics"
    assert {data.get("key") for data in root.iter(f"{g}data")} <= keys.keys()
    labels = [label.text for label in root.iter(f"{y}NodeLabel")]
    assert labels == [vertex.label_sv for vertex in case.vertices]


@FEW
@given(labels=st.lists(LABELS, min_size=1, max_size=10))
def test_any_label_comes_back_from_graphml_and_gexf(case: PropertyGraph, labels: list[str]) -> None:
    drawn = with_labels(case, labels)
    wanted = {vertex.id: vertex.label_sv for vertex in drawn.vertices}
    graphml: Any = nx.read_graphml(BytesIO(graphml_text(drawn).encode()), force_multigraph=True)
    assert dict(graphml.nodes(data="label_sv")) == wanted
    gexf: Any = nx.read_gexf(BytesIO(gexf_text(drawn).encode()))
    assert dict(gexf.nodes(data="label")) == wanted


# GEXF


def test_networkx_reads_the_gexf(drawn: PropertyGraph) -> None:
    read: Any = nx.read_gexf(BytesIO(gexf_text(drawn).encode()))
    nodes = {node: {k: v for k, v in data.items() if k != "start"} for node, data in read.nodes(data=True)}
    assert nodes == expected_nodes(drawn)
    starts = {node: start for node, start in read.nodes(data="start") if start}
    assert starts == {vertex.id: vertex.date for vertex in drawn.vertices if len(vertex.date) == 10}
    assert starts
    arcs = {
        data["id"]: {"source": source, "target": target, **{k: v for k, v in data.items() if k != "id"}}
        for source, target, data in read.edges(data=True)
    }
    assert arcs == expected_arcs(drawn)


def test_the_gexf_has_the_structure_of_its_schema(drawn: PropertyGraph) -> None:
    g = "{http://gexf.net/1.3}"
    root = ET.fromstring(gexf_text(drawn))
    assert (root.tag, root.get("version")) == (f"{g}gexf", "1.3")
    assert [child.tag for child in root] == [f"{g}meta", f"{g}graph"]
    graph = root[1]
    assert [child.tag for child in graph] == [f"{g}attributes", f"{g}attributes", f"{g}nodes", f"{g}edges"]
    assert {k: graph.get(k) for k in ("defaultedgetype", "mode", "timeformat")} == {
        "defaultedgetype": "directed",
        "mode": "dynamic",
        "timeformat": "date",
    }
    declared = {
        part.get("class"): {attribute.get("id"): attribute.get("type") for attribute in part} for part in graph[:2]
    }
    assert declared["node"]["amount"] == "double"
    types = {kind for attributes in declared.values() for kind in attributes.values()}
    assert types <= {"integer", "long", "float", "double", "boolean", "string", "anyURI", "liststring"}
    ids = [node.get("id") for node in graph[2]]
    assert len(set(ids)) == len(ids) == len(drawn.vertices)
    assert len({edge.get("id") for edge in graph[3]}) == len(drawn.arcs)
    for name, part in (("node", graph[2]), ("edge", graph[3])):
        for item in part:
            assert item.tag == f"{g}{name}"
            assert [child.tag for child in item] == [f"{g}attvalues"]
            assert {value.get("for") for value in item[0]} <= declared[name].keys()
    assert all({edge.get("source"), edge.get("target")} <= set(ids) for edge in graph[3])


# Cytoscape


def test_the_cytoscape_json_is_read_by_networkx_and_harms_no_page(drawn: PropertyGraph) -> None:
    text = cytoscape_text(drawn)
    assert "<" not in text
    content = json.loads(text)
    assert [node["data"]["label_sv"] for node in content["elements"]["nodes"]] == [v.label_sv for v in drawn.vertices]
    for node in content["elements"]["nodes"]:
        # networkx wants the names of its nodes and of parallel edges beside the ids of the format.
        node["data"]["value"] = node["data"]["id"]
    for edge in content["elements"]["edges"]:
        edge["data"]["key"] = edge["data"]["id"]
    read: Any = nx.cytoscape_graph({**content, "directed": True, "multigraph": True})
    assert (read.number_of_nodes(), read.number_of_edges()) == (len(drawn.vertices), len(drawn.arcs))
    assert Counter((s, data["label"], t) for s, t, data in read.edges(data=True)) == joins(drawn)
    nodes = {node["data"]["id"]: node["data"] for node in content["elements"]["nodes"]}
    assert nodes[TRANSFER]["amount"] == 2_000_000
    assert nodes[TRANSFER]["status_en"] == ["proposed"]
    assert nodes[TRANSFER]["evidence"][0].endswith("#titel")


# DOT


def test_graphviz_reads_the_dot(drawn: PropertyGraph) -> None:
    pygraphviz = pytest.importorskip("pygraphviz", reason="pygraphviz is not installed")
    read = pygraphviz.AGraph(string=dot_text(drawn))
    assert (len(read.nodes()), len(read.edges())) == (len(drawn.vertices), len(drawn.arcs))
    assert read.graph_attr["rankdir"] == "LR"
    nodes = {}
    for node in read.nodes():
        own = {k[3:]: html.unescape(v) for k, v in dict(node.attr).items() if k.startswith("sg_")}
        nodes[own.pop("id")] = own
    for vertex in drawn.vertices:
        # HTML has no form for a carriage return that a parser gives back as it is: html.unescape makes a line feed.
        own = nodes[vertex.id]
        assert own["label_sv"] == vertex.label_sv
        assert own.get("citation", "") == vertex.citation
        assert own.get("amount", "") == ("" if vertex.amount is None else str(vertex.amount))
        assert own.get("date", "") == vertex.date
        assert own["types"] == LIST_SEPARATOR.join(name.short for name in vertex.types)
    arcs = {edge.attr["sg_id"]: edge for edge in read.edges()}
    assert arcs.keys() == {arc.id for arc in drawn.arcs}
    for arc in drawn.arcs:
        edge = arcs[arc.id]
        assert html.unescape(edge.attr["label"]) == arc.property.sv
        assert (edge.attr["sg_source"], edge.attr["sg_target"]) == (arc.source, arc.target)
        assert (edge.attr["style"] == "dotted") is (arc.kind is Kind.DERIVED)
        backward = edge.attr["dir"] == "back"
        assert backward is (arc.lineage and not arc.forward)
    transfer = read.get_node("transfer/STK-2023-822/1")
    assert transfer.attr["shape"] == "cylinder"
    assert "dashed" in transfer.attr["style"]


def _rendered(text: str) -> tuple[ET.Element, dict[str, str]]:
    pygraphviz = pytest.importorskip("pygraphviz", reason="pygraphviz is not installed")
    graph = pygraphviz.AGraph(string=text)
    svg = ET.fromstring(graph.draw(format="svg", prog="dot"))
    g = "{http://www.w3.org/2000/svg}"
    shown = {}
    for group in svg.iter(f"{g}g"):
        if group.get("class") == "node":
            title = group.find(f"{g}title")
            assert title is not None
            shown[str(title.text)] = " ".join(str(part.text) for part in group.iter(f"{g}text"))
    return svg, shown


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_graphviz_draws_labels_as_text(case: PropertyGraph) -> None:
    labels = [label for label in NASTY if label.isprintable()]
    drawn = with_labels(case, labels)
    svg, shown = _rendered(dot_text(drawn))
    for vertex, label in zip(drawn.vertices, labels, strict=False):
        assert " ".join(shown[vertex.short].split()).startswith(" ".join(label.split()))
    tags = {element.tag.rpartition("}")[2] for element in svg.iter()}
    assert tags <= {"svg", "g", "a", "title", "text", "path", "polygon", "ellipse", "polyline", "defs", "clipPath"}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_origins_stand_to_the_left(case: PropertyGraph) -> None:
    pygraphviz = pytest.importorskip("pygraphviz", reason="pygraphviz is not installed")
    graph = pygraphviz.AGraph(string=dot_text(case))
    graph.layout(prog="dot")
    across = {v.id: float(graph.get_node(v.short).attr["pos"].split(",")[0]) for v in case.vertices}
    for arc in case.arcs:
        if arc.lineage:
            earlier, later = (arc.source, arc.target) if arc.forward else (arc.target, arc.source)
            assert across[earlier] < across[later]


# Mermaid


@pytest.fixture
def mermaid(tmp_path: Path) -> ReadMermaid:
    """Reads a flowchart with Mermaid's own parser."""
    folder, node = os.environ.get("STYRGRAF_MERMAID"), shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    if not folder or not (Path(folder) / "node_modules" / "mermaid").is_dir():
        pytest.skip('Mermaid is not installed: npm install --no-save --prefix "$STYRGRAF_MERMAID" mermaid@11')

    def read(text: str) -> dict[str, Any]:
        path = tmp_path / "chart.mmd"
        path.write_text(text, encoding="utf-8")
        script = Path(__file__).with_name("mermaid_parser.mjs")
        run = subprocess.run([node, script, folder, path], capture_output=True, encoding="utf-8", check=False)
        assert run.returncode == 0, run.stderr
        content = json.loads(run.stdout)
        assert isinstance(content, dict)
        return content

    return read


def _decoded(text: str) -> str:
    # What Mermaid keeps “#46;” as until it draws.
    return re.sub(r"ﬂ°°(\d+)¶ß", lambda match: chr(int(match[1])), text)


def test_mermaid_reads_the_flowchart(drawn: PropertyGraph, mermaid: ReadMermaid) -> None:
    read = mermaid(mermaid_text(drawn))
    assert read["direction"] == "LR"
    assert (len(read["nodes"]), len(read["arcs"])) == (len(drawn.vertices), len(drawn.arcs))
    names = {}
    for vertex, node in zip(drawn.vertices, read["nodes"], strict=True):
        rows = [_decoded(row) for row in node["text"].split("<br/>")]
        assert rows[0] == " ".join(vertex.label_sv.split())
        assert rows[1] == ", ".join(name.sv for name in vertex.types)
        assert node["link"] == vertex.id
        assert ("proposed" in node["classes"]) is vertex.proposed
        assert ("2 000 000 kr" in rows) is (vertex.amount is not None)
        assert not vertex.date or rows[-1] == vertex.date
        names[node["id"]] = vertex.id
    for arc, edge in zip(drawn.arcs, read["arcs"], strict=True):
        ends = (names[edge["start"]], names[edge["end"]])
        label = _decoded(edge["text"])
        if arc.lineage and not arc.forward:
            assert ends == (arc.target, arc.source)
            assert label == (arc.inverse_sv or f"← {arc.property.sv}")
        else:
            assert ends == (arc.source, arc.target)
            assert label == arc.property.sv
        assert (edge["stroke"] == "dotted") is (arc.kind is Kind.DERIVED)
    assert all(arc.citation in _decoded(_numbers(mermaid_text(drawn))) for arc in drawn.arcs)


def _numbers(text: str) -> str:
    return re.sub(r"#(\d+);", r"ﬂ°°\1¶ß", text)


@settings(FEW, max_examples=5)
@given(labels=st.lists(LABELS, min_size=30, max_size=40))
def test_mermaid_reads_any_label(case: PropertyGraph, mermaid: ReadMermaid, labels: list[str]) -> None:
    drawn = with_labels(case, labels)
    read = mermaid(mermaid_text(drawn))
    for vertex, node in zip(drawn.vertices, read["nodes"], strict=True):
        shown = _decoded(node["text"].split("<br/>")[0])
        assert shown == (" ".join(vertex.label_sv.split()) or vertex.short)
    assert len(read["arcs"]) == len(drawn.arcs)


@FEW
@given(label=LABELS)
def test_a_label_cannot_leave_its_quotation_in_mermaid(case: PropertyGraph, label: str) -> None:
    drawn = with_labels(case, [label])
    plain = mermaid_text(case).splitlines()
    lines = mermaid_text(drawn).splitlines()
    assert len(lines) == len(plain)
    assert lines[0] == "flowchart LR"
    assert re.fullmatch(r'  n1\("[^"\[\]{}<>|`%&\\]*<br/>begrepp"\)', lines[1])
    assert xml_safe(label) == drawn.vertices[0].label_sv
