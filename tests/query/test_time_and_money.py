"""Each query on time and money answers its question from the shipped graph.

The expected answers, ``time_and_money/NAME.tsv``, were checked by hand against the restated pages: their first line
says against which, by the pages' numbers, and which sums were done by hand. Then come ``# parameter=value`` lines,
columns and rows in order, with IRIs shortened and without brackets.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from styrgraf.documents.layout import find_layout
from styrgraf.documents.tokens import Kind, tokenize
from styrgraf.namespaces import BASE, SG, shorten
from styrgraf.query import list_queries, run_query
from styrgraf.store import Graph, Iri, Term

EXPECTED = Path(__file__).parent / "time_and_money"
QUERIES = {query.name: query for query in list_queries(find_layout()) if query.group in {"time", "flows"}}
_CHECKED = "# checked: "


class Expected(NamedTuple):
    """An expected answer."""

    checked: str
    parameters: dict[str, str]
    rows: list[list[str]]


def read_expected(name: str) -> Expected:
    first, *lines = (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    assert first.startswith(_CHECKED)
    parameters = dict(line[2:].split("=", 1) for line in lines if line.startswith("# "))
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return Expected(first.removeprefix(_CHECKED), parameters, rows)


def written(term: Term | None) -> str:
    if term is None:
        return ""
    return shorten(term).strip("<>") if isinstance(term, Iri) else str(term)


def answer(graph: Graph, name: str, **parameters: str) -> list[list[str]]:
    return [[written(term) for term in row] for row in run_query(graph, QUERIES[name], parameters)]


def file_number(graph: Graph, document: str) -> str:
    (name,) = graph.values(document, f"{SG}fileName")
    return str(name)[:3]


def test_every_query_has_an_expected_answer_and_the_other_way_round() -> None:
    assert sorted(QUERIES) == sorted(path.stem for path in EXPECTED.iterdir())
    assert len(QUERIES) >= 24


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_gives_its_expected_answer(shipped: Graph, name: str) -> None:
    expected = read_expected(name)
    found = run_query(shipped, QUERIES[name], expected.parameters)
    assert [list(found.columns), *([written(term) for term in row] for row in found)] == expected.rows
    assert len(found) > 0
    assert len(set(found.rows)) == len(found.rows), "a row stands twice"


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_says_what_it_asks_and_sorts_its_answer(name: str) -> None:
    query = QUERIES[name]
    assert query.title("sv") != query.title("en")
    assert query.question("en").endswith("?")
    assert query.question("sv").endswith("?")
    assert query.question("sv") != query.question("en")
    assert query.path is not None
    assert query.group == query.path.parent.name
    assert "ORDER" in {token.text.upper() for token in tokenize(query.text) if token.kind is Kind.KEYWORD}
    assert all(parameter.what for parameter in query.parameters)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_an_answer_was_checked_against_pages_that_there_are(shipped: Graph, name: str) -> None:
    expected = read_expected(name)
    numbers = {written(name)[:3] for (name,) in shipped.select("SELECT ?name WHERE { ?document sg:fileName ?name }")}
    cited = set(re.findall(r"\[(\d{3})\]", expected.checked))
    assert cited
    assert cited <= numbers
    # Each document that the answer names is among them.
    columns, *rows = expected.rows
    for row in rows:
        if "document" in columns:
            document = row[columns.index("document")]
            assert file_number(shipped, f"{BASE}{document}") in cited


# Other days and years than the default ones


def test_who_led_while_the_post_was_filled_in(shipped: Graph) -> None:
    # [074] acting from 2017-10-16, [060] still on 2017-11-23.
    acting = ["unit/stadskontoret", "Andreas Norbrant", "true", "2017-10-16", "2017-11-23"]
    assert answer(shipped, "head-on-day", day="2017-11-01") == [acting]


@pytest.mark.parametrize(("day", "count"), [("2016-10-30", 0), ("2016-10-31", 1), ("2017-04-30", 1), ("2017-05-01", 0)])
def test_who_led_on_the_first_and_last_day(shipped: Graph, day: str, count: int) -> None:
    # [077]: 31 October 2016 to 30 April 2017.
    assert len(answer(shipped, "head-on-day", day=day, unit="unit/gatukontoret")) == count


def test_a_body_that_began_on_the_later_day_is_there_on_it(shipped: Graph) -> None:
    # [159] [155]: the last day of the old is 30 April 2017, the first of the new 1 May.
    events = [row[0] for row in answer(shipped, "bodies-of-two-days", first="2017-04-30", last="2017-05-01")]
    assert (events.count("började"), events.count("upphörde")) == (4, 3)
    assert answer(shipped, "bodies-of-two-days", first="2017-05-01", last="2017-05-02") == []
    assert len(answer(shipped, "bodies-of-two-days", first="2017-04-29", last="2017-04-30")) == 0


def test_the_members_of_a_federation_grow(shipped: Graph) -> None:
    # [097]: Eslöv from 1 January 2012, Lomma from 1 January 2019.
    for day, members in (("2010-12-31", 2), ("2011-01-01", 3), ("2012-01-01", 4), ("2018-12-31", 4), ("2019-01-01", 5)):
        assert len(answer(shipped, "federation-members-on-day", day=day)) == members


def test_the_executive_boards_decisions_while_three_parties_cooperated(shipped: Graph) -> None:
    # [167] 2012-04-30, [117] 2013-11-07; [023] the cooperation ended in June 2015.
    rows = answer(shipped, "cooperation-at-decision", body="body/kommunstyrelsen")
    assert [row[0] for row in rows] == ["2012-04-30"] * 3 + ["2013-11-07"] * 3


def test_what_governed_what_before_2014(shipped: Graph) -> None:
    # [170]: upper secondary and adult education from 1 July 2013, under another name from 2014.
    units = {row[0]: row[3] for row in answer(shipped, "governance-on-day", day="2013-08-01")}
    unit = "unit/gymnasie-och-vuxenutbildningsforvaltningen-2013"
    assert units[unit] == "body/gymnasie-och-vuxenutbildningsnamnden-2013"
    assert unit not in {row[0] for row in answer(shipped, "governance-on-day", day="2015-01-01")}


def test_the_flows_of_another_year(shipped: Graph) -> None:
    # [129]: most of the state's support to the committees, and 4 Mkr to the chief guardian's.
    rows = answer(shipped, "flows-of-year", year="2016")
    assert [(row[2], row[3]) for row in rows] == [
        ("unit/malmo-stad/namnderna", ""),
        ("body/overformyndarnamnden", "4000000"),
    ]


def test_what_was_known_before_a_page_was_written(shipped: Graph) -> None:
    # [181] is of January 2016.
    documents = {row[1] for row in answer(shipped, "known-before", year="2017")}
    later = "document/mynewsdesk-com-sociala-resursforvaltningen-2016"
    assert later in documents
    assert later not in {row[1] for row in answer(shipped, "known-before")}
