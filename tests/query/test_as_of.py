"""Queries as of a day: what each row rests on."""

from __future__ import annotations

import json
import multiprocessing as mp

import pytest

from styrgraf.api import KnowledgeGraph
from styrgraf.errors import StyrgrafError
from styrgraf.exports.answers import format_answer
from styrgraf.namespaces import BASE, CONCEPT
from styrgraf.query import Limits, run_query
from styrgraf.store import Graph, Iri
from styrgraf.timeline.view import View, view

_DISTRICTS = "SELECT ?district WHERE { ?district a sg:District } ORDER BY ?district"
_FIVE = ["innerstaden", "norr", "oster", "soder", "vaster"]


@pytest.fixture(scope="module")
def in_2016(shipped: Graph) -> View:
    return view(shipped, "2016-01-01")


@pytest.fixture(scope="module")
def in_2022(shipped: Graph) -> View:
    return view(shipped, "2022-12-31")


def test_the_five_districts_of_2016(shipped: Graph, in_2016: View) -> None:
    # [169] [171]
    answer = run_query(shipped, _DISTRICTS, view=in_2016)
    assert answer.columns == ("district", "certainty")
    names = [Iri(f"{BASE}district/stadsomrade-{name}") for name in _FIVE]
    assert [row[0] for row in answer if row[0] in names] == names
    # Besides them only the district that stands for the five: the ten from before 2013 are gone.
    assert len(answer) == 6
    assert {str(row[-1]) for row in answer} == {"certain"}


def test_no_districts_in_2022(shipped: Graph, in_2022: View) -> None:
    assert len(run_query(shipped, _DISTRICTS, view=in_2022)) == 0
    assert run_query(shipped, "ASK { ?district a sg:District }", view=in_2022).rows[0][-1] is None


def test_the_transfer_of_2023_is_not_there_in_2022(shipped: Graph, in_2022: View) -> None:
    # The memo: “för år 2023”. The budget of 2020 [144] is certain, and the 9.6 million [146] have no date.
    answer = run_query(shipped, "SELECT ?transfer WHERE { ?transfer a sg:Transfer }", view=in_2022)
    found = {str(row[0]).removeprefix(BASE): str(row[1]) for row in answer}
    assert "transfer/STK-2023-822/1" not in found
    assert found["transfer/jobbpakten-2020/arbetsmarknads-och-socialnamnden"] == "certain"
    assert found["transfer/jobbpakten/9-6-miljoner"] == "undated"


def test_graph_patterns_reach_the_evidence_of_the_day(shipped: Graph, in_2022: View) -> None:
    query = "SELECT ?passage ?what WHERE { GRAPH ?passage { ?what a sg:Decision ; sg:paragraph 130 } }"
    answer = run_query(shipped, query, view=in_2022)
    assert len(answer)
    assert {str(row[-1]) for row in answer} == {"certain"}
    assert len(run_query(shipped, query, view=view(shipped, "2022-01-01"))) == 0


def test_a_sum_is_certain_only_if_the_certain_facts_give_it(shipped: Graph, in_2016: View) -> None:
    count = "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {} }}"
    assert [str(term) for term in run_query(shipped, count.format("sg:District"), view=in_2016).rows[0]] == [
        "6",
        "certain",
    ]
    [(_, certainty)] = run_query(shipped, count.format("org:OrganizationalUnit"), view=in_2016)
    assert str(certainty) == "undated"


def test_each_of_equal_rows_is_weighed(shipped: Graph, in_2022: View) -> None:
    answer = run_query(shipped, "SELECT ?type WHERE { ?x a ?type VALUES ?type { sg:Transfer } }", view=in_2022)
    single = run_query(shipped, "SELECT ?x WHERE { ?x a sg:Transfer }", view=in_2022)
    assert sorted(map(str, answer.values("certainty"))) == sorted(map(str, single.values("certainty")))
    assert len(set(map(str, answer.values("certainty")))) == 3


def test_ask_construct_and_describe(shipped: Graph, in_2016: View) -> None:
    asked = run_query(shipped, "ASK { ?district a sg:District }", view=in_2016)
    assert (asked.truth, str(asked.rows[0][-1])) == (True, "certain")
    assert format_answer(asked, "table") == "true (certain)\n"
    assert json.loads(format_answer(asked, "json"))["head"]["link"] == [f"{CONCEPT}certainty/certain"]
    assert f'href="{CONCEPT}certainty/certain"' in format_answer(asked, "xml")
    made = run_query(shipped, "CONSTRUCT { ?x a sg:District } WHERE { ?x a sg:District }", view=in_2016)
    assert made.columns == ("subject", "predicate", "object", "certainty")
    assert len(made) == 6
    assert len(run_query(shipped, "DESCRIBE <district/stadsomrade-norr>", view=in_2016))


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "markdown"])
def test_every_format_has_the_column(shipped: Graph, in_2016: View, form: str) -> None:
    text = format_answer(run_query(shipped, _DISTRICTS, view=in_2016), form)
    assert text.count("certainty") >= 1
    assert text.count("certain") >= 7


def test_the_table_ends_with_counts(shipped: Graph, in_2016: View) -> None:
    table = format_answer(run_query(shipped, _DISTRICTS, view=in_2016), "table")
    assert table.endswith("\n6 rows as of 2016-01-01: 6 certain, 0 stretched, 0 undated\n")
    assert format_answer(run_query(shipped, _DISTRICTS), "table").endswith(" rows\n")


def test_a_column_of_that_name_is_kept(shipped: Graph, in_2016: View) -> None:
    answer = run_query(shipped, "SELECT ?certainty WHERE { ?certainty a sg:District }", view=in_2016)
    assert answer.columns == ("certainty", "certainty_")


def test_limits_hold(shipped: Graph, in_2016: View) -> None:
    with pytest.raises(StyrgrafError, match="stopped at 5 rows"):
        run_query(shipped, _DISTRICTS, view=in_2016, limits=Limits(rows=5))
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(StyrgrafError, match="stopped after 1 s"):
        run_query(shipped, slow, view=in_2016, limits=Limits(seconds=1))


@pytest.mark.skipif("spawn" not in mp.get_all_start_methods(), reason="there is no spawn")
def test_a_spawned_child_answers_the_same(shipped: Graph, in_2016: View) -> None:
    spawned = run_query(shipped, _DISTRICTS, view=in_2016, start_method="spawn")
    assert spawned == run_query(shipped, _DISTRICTS, view=in_2016)


def test_the_api_asks_as_of_a_day() -> None:
    graph = KnowledgeGraph()
    answer = graph.query("SELECT ?x WHERE { ?x a sg:District }", as_of="2016-01-01")
    assert (answer.as_of, len(answer)) == ("2016-01-01", 6)
    with pytest.raises(StyrgrafError, match="is no date"):
        graph.query("SELECT ?x WHERE { ?x a sg:District }", as_of="2016-13")
