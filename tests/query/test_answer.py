"""Answers as records and as data frames."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import PREFIXES
from styrgraf.query import Answer, list_queries, run_query
from styrgraf.query.answer import Kind, column_values
from styrgraf.query.bind import bind, read_parameters
from styrgraf.query.library import ParameterType
from styrgraf.query.table import Form, Table
from styrgraf.store import Graph, Iri, Term, Text, from_node

XSD = PREFIXES["xsd"]


def literal(value: str, kind: str) -> Text:
    """Make a typed literal."""
    return Text(value, datatype=f"{XSD}{kind}")


ANSWER = Answer(
    ("thing", "count", "amount", "day", "when", "is", "name"),
    (
        (
            Iri("http://x/a"),
            literal("3", "integer"),
            literal("1500.50", "decimal"),
            literal("2023-12-06", "date"),
            literal("2023-12-06", "date"),
            literal("true", "boolean"),
            Text("å", language="sv"),
        ),
        (Iri("_:b"), None, literal("2", "integer"), None, literal("2022-04", "gYearMonth"), None, None),
    ),
)


def test_an_answer_is_rows_with_named_columns() -> None:
    assert len(ANSWER) == 2
    assert list(ANSWER) == list(ANSWER.rows)
    assert ANSWER.values("count") == (literal("3", "integer"), None)
    with pytest.raises(StyrgrafError, match="no column “sum”") as caught:
        ANSWER.values("sum")
    assert "thing, count, amount" in str(caught.value)


@pytest.mark.parametrize(
    ("terms", "kind", "values"),
    [
        ([literal("1", "integer"), None], Kind.INTEGER, [1, None]),
        ([literal("1", "integer"), literal("2.5", "decimal")], Kind.NUMBER, [1.0, 2.5]),
        ([literal("1", "integer"), Text("x")], Kind.TEXT, ["1", "x"]),
        ([literal("many", "integer")], Kind.TEXT, ["many"]),
        ([literal(str(2**63), "integer")], Kind.TEXT, [str(2**63)]),
        ([literal("0", "boolean"), literal("true", "boolean")], Kind.BOOLEAN, [False, True]),
        ([literal("1400-02-28", "date")], Kind.DATE, [date(1400, 2, 28)]),
        ([literal("2023-02-30", "date")], Kind.TEXT, ["2023-02-30"]),
        ([literal("2023-02-03Z", "date")], Kind.TEXT, ["2023-02-03Z"]),
        ([literal("2023", "gYear")], Kind.TEXT, ["2023"]),
        ([Iri("http://x/a")], Kind.TEXT, ["http://x/a"]),
        ([None], Kind.TEXT, [None]),
        ([], Kind.TEXT, []),
    ],
)
def test_a_column_has_one_kind(terms: list[Term | None], kind: Kind, values: list[object]) -> None:
    assert column_values(terms) == (kind, values)


def test_a_pandas_frame_has_numbers_and_dates() -> None:
    pandas = pytest.importorskip("pandas")
    frame = ANSWER.to_pandas()
    assert list(frame.columns) == list(ANSWER.columns)
    assert frame["thing"].tolist() == ["http://x/a", "_:b"]
    assert frame["amount"].sum() == 1502.5
    assert frame["count"].dtype.kind == "i"
    assert frame["count"].isna().tolist() == [False, True]
    assert frame["day"][0] == pandas.Timestamp("2023-12-06")
    assert frame["when"].tolist() == ["2023-12-06", "2022-04"]
    assert bool(frame["is"][0]) is True
    assert frame["name"][0] == "å"
    empty = Answer(("a", "b"), ()).to_pandas()
    assert (list(empty.columns), len(empty)) == (["a", "b"], 0)
    assert len(Answer(("old",), ((literal("1400-01-01", "date"),),)).to_pandas()) == 1


def test_a_polars_frame_has_numbers_and_dates() -> None:
    polars = pytest.importorskip("polars")
    frame = ANSWER.to_polars()
    assert frame.columns == list(ANSWER.columns)
    assert frame["thing"].to_list() == ["http://x/a", "_:b"]
    assert frame["amount"].sum() == 1502.5
    assert frame.schema["count"] == polars.Int64
    assert frame["count"].to_list() == [3, None]
    assert frame["day"].to_list() == [date(2023, 12, 6), None]
    assert frame["when"].to_list() == ["2023-12-06", "2022-04"]
    assert frame["is"].to_list() == [True, None]
    assert Answer(("a", "b"), ()).to_polars().shape == (0, 2)


@pytest.mark.parametrize("module", ["pandas", "polars"])
def test_a_missing_extra_says_how_to_install_it(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(StyrgrafError, match=f"{module} is not installed") as caught:
        getattr(ANSWER, f"to_{module}")()
    assert "pip install 'styrgraf[frames]'" in str(caught.value)


def test_the_money_of_the_shipped_graph_adds_up_in_a_frame(texts: Graph) -> None:
    pytest.importorskip("pandas")
    query = "SELECT ?amount WHERE { ?money a sg:Appropriation ; sg:amount ?amount }"
    assert run_query(texts, query).to_pandas()["amount"].sum() == 2_000_000


# The terms of an answer are those that the engine's own objects stand for

TEXTS = st.one_of(
    st.text(
        st.one_of(
            st.sampled_from("\t\n\r\"\\'\x00\x08\x0b\x0c\x1c\x85\u2028@^<>? .un"),
            st.characters(exclude_categories=["Cs"]),
        )
    ),
    st.sampled_from(
        ["", "?x", "_:b", "<x:y>", "true", "1", "+01", "1.", ".5", "1e3", "-1.5E+3", "INF", "NaN", "a@b--ltr"]
    ),
)
KINDS = ("string", "integer", "decimal", "double", "float", "boolean", "int", "date", "anyURI")
NODES = st.one_of(
    st.builds(ox.Literal, TEXTS),
    st.builds(lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(XSD + kind)), TEXTS, st.sampled_from(KINDS)),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["sv", "en-GB", "x-a1"])),
    st.builds(lambda text: ox.Literal(text, language="ar", direction=ox.BaseDirection.RTL), TEXTS),
    st.builds(ox.BlankNode, st.sampled_from(["b", "b.1", "0å"])),
    st.builds(ox.NamedNode, st.sampled_from(["x:å", "x:y?a='b'&c=(d)", "http://x/%09#"])),
)


def read_table(form: Form, written: bytes, size: int) -> Table:
    """Read a table in pieces of a size."""
    table = Table(form)
    for at in range(0, len(written), size):
        table.read(written[at : at + size])
    return table


@given(st.lists(st.tuples(NODES, st.none() | NODES), max_size=8), st.integers(1, 99))
def test_rows_are_what_the_engine_gives_wherever_the_pieces_are_cut(
    pairs: list[tuple[ox.Literal, ox.Literal | None]], size: int
) -> None:
    store: Any = ox.Store()
    for number, (one, other) in enumerate(pairs):
        row = ox.NamedNode(f"x:{number}")
        store.add(ox.Quad(row, ox.NamedNode("x:one"), one))
        if other is not None:
            store.add(ox.Quad(row, ox.NamedNode("x:other"), other))
    query = "SELECT ?row ?one ?other { ?row <x:one> ?one OPTIONAL { ?row <x:other> ?other } }"
    table = read_table(Form.ROWS, store.query(query).serialize(format=ox.QueryResultsFormat.TSV), size)
    assert table.columns == ("row", "one", "other")
    assert table.rows == [
        tuple(None if node is None else from_node(node) for node in row) for row in store.query(query)
    ]
    query = "CONSTRUCT { ?s ?p ?o . ?s ?p ?o . <x:0> ?p ?o } WHERE { ?s ?p ?o }"
    written = b"?subject\t?predicate\t?object\n" + store.query(query).serialize(format=ox.RdfFormat.N_TRIPLES)
    expected = dict.fromkeys((t.subject, t.predicate, t.object) for t in store.query(query))
    assert read_table(Form.TRIPLES, written, size).rows == [tuple(map(from_node, triple)) for triple in expected]


@given(TEXTS, st.sampled_from(KINDS))
def test_a_literal_that_only_the_query_holds_keeps_how_it_is_written(text: str, kind: str) -> None:
    node = ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
    store: Any = ox.Store()
    query = f"SELECT ?x {{ VALUES ?x {{ {node} }} }}"
    (row,) = store.query(query)
    written = store.query(query).serialize(format=ox.QueryResultsFormat.TSV)
    assert read_table(Form.ROWS, written, 7).rows == [(from_node(row[0]),)]


@pytest.mark.parametrize(
    ("query", "columns", "rows"),
    [
        ("SELECT * {}", (), ((),)),
        ("SELECT * { {} UNION {} }", (), ((), ())),
        ("SELECT ?x { {} UNION {} }", ("x",), ((None,), (None,))),
        ("SELECT ?x { FILTER (false) }", ("x",), ()),
        ("CONSTRUCT { <x:a> <x:b> ?c } { FILTER (false) }", ("subject", "predicate", "object"), ()),
        ('SELECT (IRI("x:\\t") AS ?x) (STRLANG("a", "s v") AS ?y) {}', ("x", "y"), ((None, None),)),
    ],
)
def test_an_answer_may_have_no_rows_no_columns_or_nothing_in_them(
    texts: Graph, query: str, columns: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...]
) -> None:
    assert run_query(texts, query, limits=None) == Answer(columns, rows)
    assert run_query(texts, query) == Answer(columns, rows)


def test_a_value_may_be_longer_than_a_piece(texts: Graph) -> None:
    query = 'SELECT (GROUP_CONCAT(STR(?p); separator="\\t\\n") AS ?all) { ?s ?p ?o }'
    ((value,),) = run_query(texts, query).rows
    assert str(value).count("\t\n") == len(texts) - 1
    assert len(str(value)) > 2**18


GIVEN = {
    ParameterType.IRI: "STK-2023-822",
    ParameterType.TEXT: "ledarskap",
    ParameterType.YEAR: "2022",
    ParameterType.DATE: "2022-06-01",
    ParameterType.INTEGER: "2",
}


def test_every_named_query_gives_the_terms_of_the_engine(shipped: Graph) -> None:
    for query in list_queries(shipped.layout):
        parameters = {one.name: GIVEN[one.type] for one in query.parameters if one.required}
        answer = run_query(shipped, query, parameters, limits=None)
        found = shipped.solutions(bind(query.text, read_parameters(shipped, query, parameters)))
        assert answer.columns == tuple(variable.value for variable in found.variables), query.name
        expected = (tuple(None if node is None else from_node(node) for node in row) for row in found)
        assert answer.rows == tuple(expected), query.name
