"""Answers as records and as data frames."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import PREFIXES
from styrgraf.query import Answer, run_query
from styrgraf.query.answer import Kind, column_values
from styrgraf.store import Graph, Iri, Term, Text

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
