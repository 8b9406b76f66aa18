"""Lineage as of a day: what the memo and the decision behind it look like before and after April 2022."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from styrgraf.api import KnowledgeGraph
from styrgraf.cli import main
from styrgraf.lineage import Lineage, trace_lineage
from styrgraf.namespaces import BASE
from styrgraf.reports.lineage import FORMATS, render_lineage
from styrgraf.store import Graph, Iri
from styrgraf.timeline.view import view
from styrgraf.timeline.view_lineage import trace_as_of

_DECISION = Iri(f"{BASE}decision/kommunstyrelsen/2022/130")
_ASSIGNMENT = Iri(f"{BASE}assignment/STK-2022-82")
_CASE = Iri(f"{BASE}case/STK-2023-822")


@pytest.fixture(scope="module")
def before(shipped: Graph) -> Lineage:
    return trace_as_of(view(shipped, "2022-01-01"), _DECISION)


@pytest.fixture(scope="module")
def after(shipped: Graph) -> Lineage:
    return trace_as_of(view(shipped, "2022-12-31"), _DECISION)


def test_a_focus_that_had_not_begun_is_told_alone(shipped: Graph, before: Lineage) -> None:
    assert [(node.id, node.certainty) for node in before.nodes] == [(_DECISION, "not-begun")]
    assert not before.edges
    text = render_lineage(shipped, before)
    assert "Per 1 januari 2022: detta fanns inte än" in text
    assert "april 2022" in text
    # The assignment, its eleven parts, and the transfer of 2023.
    assert {left.why for left in before.left} == {"not-begun"}
    assert "Utelämnat: 13 som kom senare." in text


def test_a_focus_that_had_ended_says_when(shipped: Graph) -> None:
    # [159]: 30 April 2017.
    ended = trace_as_of(view(shipped, "2019"), Iri(f"{BASE}unit/sociala-resursforvaltningen"), language="en")
    text = " ".join(render_lineage(shipped, ended).split())
    assert "As of 2019: this had ended, by all that is known now. Evidenced until 30 April 2017." in text


def test_after_the_decision_its_assignment_is_there_undated(after: Lineage) -> None:
    certainty = {node.id: node.certainty for node in after.nodes}
    assert certainty[_DECISION] == "certain"
    assert certainty[_ASSIGNMENT] == "undated"
    [edge] = [edge for edge in after.edges if (edge.later, edge.earlier) == (_ASSIGNMENT, _DECISION)]
    assert edge.certainty == "undated"
    # The transfer is of 2023.
    assert [(left.id, left.why) for left in after.left] == [(f"{BASE}transfer/STK-2023-822/1", "not-begun")]


def test_the_memo_in_2022_has_neither_money_nor_meetings(shipped: Graph) -> None:
    lineage = trace_as_of(view(shipped, "2022-12-31"), _CASE)
    kinds = {node.id.removeprefix(BASE).partition("/")[0] for node in lineage.nodes}
    assert not kinds & {"transfer", "appropriation", "meeting"}
    assert lineage.money == ()
    whole = trace_lineage(shipped, _CASE)
    assert len(whole.money) == 3
    assert {node.certainty for node in whole.nodes} == {""}


def test_a_day_after_everything_leaves_nothing_out(shipped: Graph) -> None:
    lineage, whole = trace_as_of(view(shipped, "2024-06-01"), _CASE), trace_lineage(shipped, _CASE)
    assert [node.id for node in lineage.nodes] == [node.id for node in whole.nodes]
    assert lineage.left == ()


def test_every_format_tells_how_sure(shipped: Graph, after: Lineage) -> None:
    for form in FORMATS:
        report = render_lineage(shipped, after, form)
        assert ("undated" if form in ("json", "graphml") else "odaterat") in report
        if form in ("json", "graphml", "dot", "mermaid"):
            assert "2022-12-31" in report
        elif form != "svg":
            assert "Per 31 december 2022" in report


def test_json_has_the_day_and_what_is_left_out(shipped: Graph, after: Lineage) -> None:
    content = json.loads(render_lineage(shipped, after, "json"))
    assert content["as_of"] == "2022-12-31"
    assert {node["certainty"] for node in content["nodes"]} == {"certain", "stretched", "undated"}
    assert [left["why"] for left in content["left_out"]] == ["not-begun"]
    assert "as_of" not in json.loads(render_lineage(shipped, trace_lineage(shipped, _DECISION), "json"))


def test_graphml_has_a_column(shipped: Graph, after: Lineage) -> None:
    root = ET.fromstring(render_lineage(shipped, after, "graphml"))
    keys = {key.get("id") for key in root if key.tag.endswith("key")}
    assert {"node-certainty", "edge-certainty"} <= keys


def test_networkx_has_attributes(shipped: Graph, after: Lineage) -> None:
    network = after.to_networkx()
    assert network.graph["as_of"] == "2022-12-31"
    assert network.nodes[_ASSIGNMENT]["certainty"] == "undated"
    assert {data["certainty"] for _, _, data in network.edges(data=True)} <= {"certain", "stretched", "undated"}
    assert "certainty" not in trace_lineage(shipped, _DECISION).to_networkx().nodes[_DECISION]


def test_the_api_and_the_command_tell_the_same() -> None:
    graph = KnowledgeGraph()
    told = graph.report(graph.lineage("KS 2022 § 130", as_of="2022-12-31"))
    asked = CliRunner().invoke(main, ["lineage", "KS 2022 § 130", "--as-of", "2022-12-31"])
    assert (asked.exit_code, asked.output) == (0, told)


def test_a_bad_day_is_one_message() -> None:
    for command in (["lineage", "STK-2023-822"], ["query", "responsibilities"], ["export", "dot", "-o", "x.dot"]):
        asked = CliRunner().invoke(main, [*command, "--as-of", "2022-13"])
        assert asked.exit_code == 2
        assert "“2022-13” is no date" in asked.output
