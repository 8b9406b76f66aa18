"""Each city query answers its question, and no single document does.

The expected answers, ``city/NAME.tsv``, were checked against the restated pages. They are written as those of
``expected/`` are: ``# parameter=value`` lines, then columns and rows, with IRIs shortened and without brackets.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from styrgraf.documents.layout import find_layout
from styrgraf.documents.tokens import Kind, tokenize
from styrgraf.namespaces import shorten
from styrgraf.query import find_query, list_queries, run_query
from styrgraf.query.bind import bind, read_parameters
from styrgraf.reason import open_graph
from styrgraf.store import Graph, Iri, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.query.library import NamedQuery

EXPECTED = Path(__file__).parent / "city"
QUERIES = {query.name: query for query in list_queries(find_layout()) if query.group == "city"}

Table = list[list[str]]


def read_expected(name: str) -> tuple[dict[str, str], list[str], Table]:
    """Read the parameters, the columns and the rows of an expected answer."""
    lines = (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    parameters = dict(line[2:].split("=", 1) for line in lines if line.startswith("# "))
    columns, *rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return parameters, columns, sorted(rows)


def written(term: Term | None) -> str:
    """Write a term as the expected answers do."""
    if term is None:
        return ""
    return shorten(term).strip("<>") if isinstance(term, Iri) else str(term)


def table(rows: Iterable[Iterable[Term | None]]) -> Table:
    """Write rows, in an order of their own: how a query sorts them is tested apart."""
    return sorted([written(term) for term in row] for row in rows)


def test_every_city_query_has_an_expected_answer_and_the_other_way_round() -> None:
    assert sorted(QUERIES) == sorted(path.stem for path in EXPECTED.iterdir())
    assert len(QUERIES) >= 24


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_city_query_gives_its_expected_answer(shipped: Graph, name: str) -> None:
    parameters, columns, rows = read_expected(name)
    answer = run_query(shipped, QUERIES[name], parameters)
    assert list(answer.columns) == columns
    assert table(answer) == rows
    assert len(answer) > 0
    assert len(set(answer.rows)) == len(answer.rows), "a row stands twice"


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_city_query_says_what_it_asks_and_sorts_its_answer(name: str) -> None:
    query = QUERIES[name]
    assert query.title("sv") != query.title("en")
    assert query.question().endswith("?")
    assert query.path is not None
    assert query.group == query.path.parent.name
    assert "ORDER" in {token.text.upper() for token in tokenize(query.text) if token.kind is Kind.KEYWORD}
    assert all(parameter.what for parameter in query.parameters)


# No document answers alone


@pytest.fixture(scope="module")
def answers_alone(shipped: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Table]]:
    """Answer every city query from each document by itself: query to file name to answer.

    The graph of a document is built and derived anew from its file, with the vocabulary and the editorial data.
    """
    root = make_editorial(tmp_path_factory.mktemp("alone"), shipped)
    # A parameter may name what a document does not, so the whole graph reads it.
    bound = {name: bound_text(shipped, query, read_expected(name)[0]) for name, query in QUERIES.items()}
    answers: dict[str, dict[str, Table]] = {name: {} for name in QUERIES}
    for path in document_files(shipped):
        link = root / "data" / f"document-{path.name}"
        link.symlink_to(path)
        graph = open_graph(root)
        for name, text in bound.items():
            answers[name][path.name] = ask(graph, text)
        link.unlink()
    return answers


def document_files(graph: Graph) -> list[Path]:
    """List the files of a graph's documents."""
    return [path for path in graph.layout.data_files() if path.parent.name != "editorial"]


def make_editorial(root: Path, graph: Graph) -> Path:
    """Make a folder with the editorial data of a graph, and no document."""
    (root / "data").mkdir()
    for path in graph.layout.data_files():
        if path.parent.name == "editorial":
            (root / "data" / path.name).symlink_to(path)
    return root


def bound_text(graph: Graph, query: NamedQuery, parameters: dict[str, str]) -> str:
    """Bind the parameters of a query in its text."""
    return bind(query.text, read_parameters(graph, query, parameters))


def ask(graph: Graph, text: str) -> Table:
    """Ask a graph in this process: a process for each document and query takes minutes."""
    return table(graph.select(text))


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_no_single_document_answers_a_city_query(answers_alone: dict[str, dict[str, Table]], name: str) -> None:
    _, _, rows = read_expected(name)
    assert len(answers_alone[name]) > 180
    assert [file for file, answer in answers_alone[name].items() if answer == rows] == []


def test_a_document_alone_answers_what_it_alone_states(shipped: Graph, tmp_path: Path) -> None:
    # Else the test above would pass for a graph that answers nothing.
    (file,) = [path for path in document_files(shipped) if path.stem == "docplayer-se-ks-protokoll-2014-01-15"]
    (make_editorial(tmp_path, shipped) / "data" / file.name).symlink_to(file)
    query = find_query(shipped.layout, "presidium-over-time")
    rows = ask(open_graph(tmp_path), bound_text(shipped, query, {}))
    assert [row[0] for row in rows] == [
        f"post/kommunstyrelsen/{post}" for post in ("1-vice-ordforande", "2-vice-ordforande", "ordforande")
    ]
    _, _, expected = read_expected("presidium-over-time")
    assert all(row in expected for row in rows)
