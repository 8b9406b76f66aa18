"""The conflicts of the shipped graph, each judged by hand against the restated pages, and those found by hand.

``known.tsv`` has every contradiction of section (h) of the sources' FACTS.md (``origin`` h) and whatever else the graph
lists (``graph``). Its verdicts: ``conflict``, and ``open`` (nothing tells whether it is a change) are real; ``change``,
``proposal`` (against a decision), ``other-measure`` and ``general-statement`` are none. Numbers in brackets are of
pages.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from styrgraf.conflicts import Conflict, Strength, conflicts
from styrgraf.namespaces import BASE, SITE
from styrgraf.store import Graph

_REAL = {"conflict", "open"}
_FALSE = {"change", "proposal", "other-measure", "general-statement"}

Row = dict[str, str]
Key = tuple[str, str, str, str]


def read_known() -> list[Row]:
    with (Path(__file__).parent / "known.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def key(conflict: Conflict) -> Key:
    return (
        conflict.kind,
        conflict.about.removeprefix(BASE),
        conflict.property.removeprefix(SITE),
        conflict.strength.value,
    )


def row_key(row: Row) -> Key:
    return row["kind"], row["about"], row["property"], row["strength"]


@pytest.fixture(scope="module")
def found(shipped: Graph) -> list[Conflict]:
    return conflicts(shipped)


def test_the_table_judges_each_question_once_with_a_reason() -> None:
    known = read_known()
    assert len({row["question"] for row in known}) == len(known)
    for row in known:
        assert row["verdict"] in _REAL | _FALSE
        assert row["origin"] in {"h", "graph"}
        assert row["reason"].endswith(".")
        assert (row["listed"] == "yes") == all(row_key(row))
        # What only the graph lists is in the table since it is listed.
        assert row["origin"] == "h" or row["listed"] == "yes"
        if row["verdict"] in _REAL and row["listed"] == "no":
            assert "data lack what is needed" in row["reason"]
    assert sum(row["origin"] == "h" for row in known) == 17  # 16 rows, of which that of revisionskontoret is two


def test_every_conflict_of_the_graph_is_judged_and_every_one_judged_as_listed_is_found(found: list[Conflict]) -> None:
    listed = Counter(row_key(row) for row in read_known() if row["listed"] == "yes")
    assert Counter(map(key, found)) == listed


def test_recall_every_real_conflict_is_found_that_the_data_can_tell() -> None:
    real = [row for row in read_known() if row["origin"] == "h" and row["verdict"] in _REAL]
    missed = {row["question"] for row in real if row["listed"] == "no"}
    assert missed == {"Schools after 2013"}
    assert len(real) - len(missed) == 8


def test_precision_what_is_certain_is_real_and_half_of_what_may_be_a_change(found: list[Conflict]) -> None:
    verdicts = {row_key(row): row["verdict"] for row in read_known()}
    counted = Counter((one.strength, verdicts[key(one)] in _REAL) for one in found)
    assert counted == {
        (Strength.CERTAIN, True): 3,
        (Strength.POSSIBLY_A_CHANGE, True): 8,
        (Strength.POSSIBLY_A_CHANGE, False): 7,
    }
    # What a certain conflict says cannot be explained by time, so none is judged open.
    assert all(verdicts[key(one)] == "conflict" for one in found if one.strength is Strength.CERTAIN)


def _find(found: list[Conflict], kind: str, about: str, measure: str = "") -> Conflict:
    (conflict,) = (
        one
        for one in found
        if (one.kind, one.about) == (kind, f"{BASE}{about}") and one.property.endswith(measure or one.property)
    )
    return conflict


def _told(conflict: Conflict, graph: Graph) -> list[tuple[str, str, list[str], list[str]]]:
    """Give value, dates of the figure, file names and dates of the documents."""
    rows = []
    for claim in conflict.values:
        sources = [graph.source(name) for name in claim.sources]
        files = [str(graph.values(str(source.document), f"{SITE}ns#fileName")[0])[:3] for source in sources]
        rows.append((str(claim.value), ", ".join(claim.time.known), files, [source.date for source in sources]))
    return rows


def test_the_start_of_the_organisation_of_2013(found: list[Conflict], shipped: Graph) -> None:
    conflict = _find(found, "stated-dates", "initiative/malmo-stad/ny-organisation-2013")
    assert conflict.strength is Strength.CERTAIN
    assert _told(conflict, shipped) == [
        ("2013-06-01", "", ["178"], ["2013"]),
        ("2013-07-01", "", ["170"], ["2013-06-28"]),
    ]


def test_the_number_of_administrations(found: list[Conflict], shipped: Graph) -> None:
    conflict = _find(found, "stated-figures", "body/malmo-stad", "antal-forvaltningar")
    assert conflict.strength is Strength.POSSIBLY_A_CHANGE
    told = _told(conflict, shipped)
    assert told[0] == ("13", "2024-02-21", ["031"], ["2024-02-21"])
    assert [row[0] for row in told] == ["13", "14", "14", "18"]
    assert {file for row in told[1:3] for file in row[2]} >= {"028", "029"}
    assert all(row[1] == "" and not any(row[3]) for row in told[1:3])


def test_the_parties_of_one_page(found: list[Conflict], shipped: Graph) -> None:
    conflict = _find(found, "stated-figures", "body/kommunfullmaktige")
    assert _told(conflict, shipped) == [("7", "", ["002"], [""]), ("8", "", ["002"], [""])]


def test_the_chapter_of_the_act(found: list[Conflict], shipped: Graph) -> None:
    conflict = _find(found, "stated-legal-basis", "unit/stadsrevisionen")
    assert _told(conflict, shipped) == [
        ("kommunallagen kapitel 12", "", ["068"], [""]),
        ("kommunallagen kapitel 9", "", ["069"], [""]),
    ]


def test_what_is_applied_for_of_jobbpakten(found: list[Conflict]) -> None:
    conflict = _find(found, "applied-for-and-set-aside", "appropriation/kommunstyrelsens-budget/2020/jobbpakten")
    assert [str(claim.value) for claim in conflict.values] == ["22000000", "11312500", "17800000"]
    assert conflict.total == 29_112_500


def test_what_agrees_is_not_listed(found: list[Conflict]) -> None:
    listed = {(one.about.removeprefix(BASE), one.property.rpartition("/")[2]) for one in found}
    # About 1 000 managers and 1 084 in 2013 [084] [178]; three units since 2022 and four in 2018 [053] [054];
    # ten districts on several pages; seats of 2018 and of 2022; monthly-paid employees of different years.
    assert listed.isdisjoint(
        {
            ("body/malmo-stad", "antal-chefer"),
            ("unit/miljoforvaltningen/miljostrategiska-avdelningen", "antal-enheter"),
            ("body/malmo-stad", "antal-stadsdelar"),
            ("body/kommunfullmaktige", "mandat"),
            ("body/malmo-stad", "antal-manadsavlonade"),
        }
    )
    # A unit of a department is one of the office too; a director followed another; VA SYD's share changed in 2011.
    about = {thing for thing, _ in listed}
    assert about.isdisjoint(
        {
            "unit/stadskontoret/enheten-for-sakerhet-och-beredskap",
            "post/stadskontoret/stadsdirektor",
            "post/serviceforvaltningen/servicedirektor",
            "company/va-syd",
        }
    )


def test_the_documents_at_hand_have_no_conflict(texts: Graph) -> None:
    assert conflicts(texts) == []
