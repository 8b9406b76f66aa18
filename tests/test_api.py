"""The Python API as an analyst uses it."""

from __future__ import annotations

import dataclasses
import doctest
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import networkx as nx
import pytest
import rdflib

import styrgraf
from small_graphs import MakeRoot
from styrgraf import api
from styrgraf.namespaces import BASE, SG
from styrgraf.store import Iri, Kind

DECISION = Iri(f"{BASE}decision/kommunstyrelsen/2022/130")
#: What takes long to import; a command that is to answer at once must do without.
ENGINES = {"jinja2", "networkx", "owlready2", "pandas", "polars", "pyarrow", "pyshacl", "rdflib", "snowballstemmer"}


@pytest.fixture(scope="module")
def graph(texts_root: Path) -> styrgraf.KnowledgeGraph:
    return styrgraf.open(texts_root)


def test_three_lines_give_a_frame_of_every_responsibility_with_unit_and_evidence(
    graph: styrgraf.KnowledgeGraph,
) -> None:
    frame = graph.query("responsibilities").to_pandas()
    assert len(frame) == 36
    assert {"unit_label", "label", "passage", "document"} <= set(frame.columns)
    assert frame["passage"].notna().all()
    assert graph.query("responsibilities").to_polars().height == 36


def test_a_query_of_ones_own_and_parameters(graph: styrgraf.KnowledgeGraph) -> None:
    answer = graph.query("SELECT (COUNT(?unit) AS ?units) WHERE { ?unit org:unitOf <unit/stadskontoret> }")
    assert str(answer.rows[0][0]) == "6"
    answer = graph.query("responsible-for-topic", topic="topic:ledarskapsutveckling")
    assert [str(value) for value in answer.values("unit_label")] == ["HR-avdelningen"]
    with pytest.raises(styrgraf.StyrgrafError, match="respons"):
        graph.query("responsibilites")
    with pytest.raises(styrgraf.StyrgrafError, match="stopped"):
        graph.query("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", seconds=0.3)


def test_lineage_is_plain_frozen_records_and_a_network(graph: styrgraf.KnowledgeGraph) -> None:
    lineage = graph.lineage("STK-2023-822")
    assert lineage.gaps
    with pytest.raises(dataclasses.FrozenInstanceError):
        lineage.focus = "x"  # type: ignore[misc,assignment]
    network = lineage.to_networkx()
    assert nx.has_path(network, Iri(f"{BASE}transfer/STK-2023-822/1"), DECISION)
    assert network.nodes[DECISION]["date"] == "2022-04"
    assert network.number_of_edges() == len(lineage.edges)
    assert graph.report(lineage, "markdown").startswith("# STK-2023-822")
    assert graph.report(lineage, "mermaid").startswith("flowchart LR\n")


def test_why_gives_each_fact_with_its_sources(graph: styrgraf.KnowledgeGraph) -> None:
    (amount,) = [fact for fact in graph.why("transfer/STK-2023-822/1") if fact.predicate == SG.amount]
    assert str(amount.value) == "2000000"
    (source,) = amount.sources
    assert (source.kind, source.heading, source.ordinal) == (Kind.STATED, "Förslag till beslut", 2)
    assert "överföra 2 miljoner kronor" in source.key_phrases


def test_find_and_validate(graph: styrgraf.KnowledgeGraph) -> None:
    assert graph.find("hr avdelning", limit=3)[0].iri == f"{BASE}unit/stadskontoret/hr-avdelningen"
    assert {finding.severity.value for finding in graph.validate()} == {"warning"}
    assert graph.label(graph.identify("KS 2022 § 130"), "en") == "the executive board 2022 § 130"


def test_rdflib_gets_facts_and_evidence(graph: styrgraf.KnowledgeGraph) -> None:
    dataset = graph.to_rdflib()
    assert len(dataset.default_graph) == len(graph)
    transfer, amount = rdflib.URIRef(f"{BASE}transfer/STK-2023-822/1"), rdflib.URIRef(SG.amount)
    assert len(list(dataset.default_graph.objects(transfer, amount))) == 1
    passage = f"{BASE}document/STK-2023-822-tjansteskrivelse#forslag-till-beslut-2"
    assert (transfer, amount, None) in dataset.graph(passage)


def test_export_writes_what_a_lineage_holds(graph: styrgraf.KnowledgeGraph, tmp_path: Path) -> None:
    graph.export("graphml", tmp_path / "case.graphml", graph.lineage("STK-2023-822"))
    network = nx.read_graphml(tmp_path / "case.graphml")
    assert network.number_of_nodes() > 10


def test_opens_another_folder_and_names_a_missing_one(make_root: MakeRoot, tmp_path: Path) -> None:
    root = make_root(a="<document/a> { <document/a> a sg:Document . }")
    assert styrgraf.open(root).query("SELECT ?d WHERE { ?d a sg:Document }").rows
    with pytest.raises(styrgraf.StyrgrafError, match="no such folder"):
        styrgraf.open(str(tmp_path / "none"))


def test_the_examples_of_the_documentation_run() -> None:
    assert doctest.testmod(api).failed == 0
    assert doctest.testmod(api).attempted >= 3


def imported(program: str, modules: Collection[str], **environment: str) -> str:
    """Run a program in a process of its own, and tell which of the modules it imported."""
    told = f"{program}\nprint(sorted({set(modules)!r} & set(sys.modules)), file=sys.stderr)"
    paths = {"PYTHONPATH": str(Path(styrgraf.__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, "-c", f"import sys\n{told}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=paths | {"PYTHONIOENCODING": "utf-8"} | environment,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stderr.strip()


def test_importing_the_package_imports_no_engine() -> None:
    assert imported("import styrgraf, styrgraf.cli", {*ENGINES, "pyoxigraph", "json"}) == "[]"
    assert imported("import styrgraf; styrgraf.open", {"pyoxigraph"}) == "['pyoxigraph']"  # such would be seen


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder that holds the shipped graph, as after a first command."""
    folder = tmp_path_factory.mktemp("cache")
    styrgraf.open(store=folder)
    return str(folder)


@pytest.mark.parametrize(
    ("command", "modules"),
    [
        ("--help", {"pyoxigraph", "json", "styrgraf.store"}),
        (
            "lineage STK-2023-822",
            {"difflib", "hashlib", "json", "tempfile", "styrgraf.exports", "styrgraf.timeline.records"},
        ),
        ("find ledarskap", {"tempfile", "styrgraf.lineage", "styrgraf.timeline", "styrgraf.exports"}),
        ("org", {"tempfile", "styrgraf.exports", "styrgraf.reports.story", "styrgraf.search"}),
        ("who ledarskap", {"tempfile", "styrgraf.exports"}),
        ("money", {"tempfile", "styrgraf.exports", "styrgraf.reports.drawing"}),
    ],
)
def test_a_command_imports_only_what_its_answer_needs(command: str, modules: set[str], cache: str) -> None:
    program = f"from styrgraf.cli import main\nmain({command.split()}, standalone_mode=False)"
    engines = ENGINES - ({"snowballstemmer"} if command.startswith(("find", "who")) else set())
    assert imported(program, engines | modules, STYRGRAF_CACHE=cache) == "[]"


def test_a_graph_can_be_kept_on_disk(texts_root: Path, tmp_path: Path) -> None:
    memory, disk = styrgraf.open(texts_root), styrgraf.open(texts_root, tmp_path / "store")
    assert (tmp_path / "store").is_dir()
    assert disk.query("decisions", seconds=None) == memory.query("decisions")
