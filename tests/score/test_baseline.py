"""The baseline: what falls below it, in copies of the shipped graph with one thing taken out; and faulty files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from styrgraf.documents.layout import shipped_root
from styrgraf.documents.parse import parse_file
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, SG
from styrgraf.reason import open_graph
from styrgraf.score import CaseScore, Count, Fallen, Score, Share, Verdict, compare_baseline, score, write_baseline
from styrgraf.store import Graph, Iri

BASELINE = Path(__file__).with_name("baseline.json")


@pytest.fixture(scope="module")
def shipped_score(shipped: Graph) -> Score:
    return score(shipped)


@pytest.fixture
def baseline(shipped_score: Score, tmp_path: Path) -> Path:
    """The baseline of the graph as it is, so that what a test takes out is all that differs."""
    path = tmp_path / "baseline.json"
    write_baseline(shipped_score, path)
    return path


def without(root: Path, subject: str, predicate: str, document: str = "") -> Path:
    """Copy the shipped data and take out what documents, or one of them, say of a property of a thing."""
    shutil.copytree(shipped_root() / "data", root / "data")
    taken = 0
    for path in (root / "data").rglob(f"{document or '*'}.trig"):
        quads = list(parse_file(path))
        kept = [quad for quad in quads if (quad.subject.value, quad.predicate.value) != (BASE + subject, predicate)]  # type: ignore[union-attr]
        if len(kept) < len(quads):
            ox.serialize(kept, path, format=ox.RdfFormat.TRIG)
        taken += len(quads) - len(kept)
    assert taken
    return root


def places(fallen: tuple[Fallen, ...]) -> set[tuple[str, str, str]]:
    """Name shares: case, measure and aspect."""
    return {((one.case or "").removeprefix(BASE), one.measure, one.aspect) for one in fallen}


def test_the_shipped_graph_does_not_fall_below_its_baseline(shipped_score: Score) -> None:
    fallen = [one for one in compare_baseline(shipped_score, BASELINE) if one.fails]
    assert fallen == [], "styrgraf score --baseline tests/score/baseline.json tells why; docs/score.md what to do"


def test_what_is_written_is_what_is_compared(shipped_score: Score, baseline: Path) -> None:
    assert compare_baseline(shipped_score, baseline) == ()
    before = baseline.read_text(encoding="utf-8")
    write_baseline(shipped_score, baseline)
    assert baseline.read_text(encoding="utf-8") == before
    content = json.loads(before)
    assert json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n" == before
    assert content["graph"]["decisions"]["paragraph"].startswith("5/")
    assert content["cases"]["case/STK-2023-822"]["money"]["decision"] == "0/1"
    assert content["lacking"]["decisions"]["decision/STK-2022-1472/budget-2023"] == "body date paragraph"
    # Nothing is counted, and facts are too many to name.
    assert "decisions" not in content["cases"]["case/STK-2023-822"]
    assert "facts" not in content["lacking"]


def test_a_section_number_taken_out_fails_the_baseline(baseline: Path, tmp_path: Path) -> None:
    decision = "decision/kommunstyrelsen/2021-08-18/274"
    fallen = compare_baseline(score(open_graph(without(tmp_path, decision, SG.paragraph))), baseline)
    # The decision had all three, in a case.
    case = "case/STK-2021-567"
    assert places(fallen) == {(where, "decisions", what) for where in ("", case) for what in ("paragraph", "all")}
    assert {one.verdict for one in fallen} == {Verdict.FELL}
    assert all(one.fails and one.newly == (BASE + decision,) for one in fallen)
    assert fallen[0].was and fallen[0].now  # noqa: PT018 - both are there or neither
    assert (fallen[0].was.having, fallen[0].now) == (5, Count(4, fallen[0].was.of))


@pytest.mark.parametrize(
    ("subject", "predicate", "measure", "aspect"),
    [
        ("decision/kulturnamnden/2012-06-14/kulturforvaltningens-organisation", SG.decidedBy, "decisions", "body"),
        ("decision/kulturnamnden/2012-06-14/kulturforvaltningens-organisation", SG.date, "decisions", "date"),
        ("guarantee/sydvatten-ab-malmo-stad", SG.guarantor, "money", "origin"),
        ("appropriation/miljonamndens-kommunbidrag/2019", SG.heldBy, "money", "receiver"),
        ("transfer/jobbpakten/9-6-miljoner", SG.authorisedBy, "money", "decision"),
        ("assignment/kommunfullmaktige/garveriet", SG.givenBy, "assignments", "giver"),
        ("assignment/kommunfullmaktige/garveriet", SG.assignedTo, "assignments", "receiver"),
        ("assignment/malmo-stad/modeller-for-internt-kop-och-salj", SG.status, "assignments", "report"),
        ("unit/kulturforvaltningen/malmo-museer", "http://www.w3.org/ns/org#unitOf", "units", "superior"),
    ],
)
def test_a_fact_taken_out_lowers_one_share(
    baseline: Path, tmp_path: Path, subject: str, predicate: str, measure: str, aspect: str
) -> None:
    (one,) = (
        one
        for one in compare_baseline(score(open_graph(without(tmp_path, subject, predicate))), baseline)
        # A fact that several pages state is no longer corroborated either.
        if one.measure != "facts"
    )
    assert (one.case, one.measure, one.aspect, one.verdict) == (None, measure, aspect, Verdict.FELL)
    assert one.newly == (BASE + subject,)


def test_a_fact_that_one_document_no_longer_states_is_no_longer_corroborated(baseline: Path, tmp_path: Path) -> None:
    # The page and its restatement are left.
    root = without(tmp_path, "post/stadskontoret/stadsdirektor", SG.leads, "komin-stadsdirektor")
    (one,) = compare_baseline(score(open_graph(root)), baseline)
    assert (one.case, one.measure, one.aspect, one.newly) == (None, "facts", "corroborated", None)
    assert one.was and one.now  # noqa: PT018 - both are there or neither
    assert one.now == Count(one.was.having - 1, one.was.of)


def test_a_governing_body_taken_out_is_missed_by_every_unit_below(baseline: Path, tmp_path: Path) -> None:
    fallen = compare_baseline(
        score(open_graph(without(tmp_path, "unit/serviceforvaltningen", SG.governedBy))), baseline
    )
    assert places(fallen) == {("", "units", aspect) for aspect in ("superior", "governing", "all")}
    newly = {one.aspect: {thing.removeprefix(f"{BASE}unit/") for thing in one.newly or ()} for one in fallen}
    assert newly["superior"] == {"serviceforvaltningen"}
    assert {"serviceforvaltningen", "serviceforvaltningen/kommunteknik"} < newly["governing"] == newly["all"]


# Exact fractions, what is new and what is gone

A, B = Iri(f"{BASE}decision/a"), Iri(f"{BASE}decision/b")
CASE = Iri(f"{BASE}case/X-2020-1")


def scored(having: int, of: int, *cases: CaseScore, missing: tuple[Iri, ...] = ()) -> Score:
    return Score((Share("decisions", "body", having, of, missing),), cases)


@pytest.mark.parametrize(
    ("before", "now", "fell"),
    [((1, 3), (2, 6), False), ((333333, 1000000 - 1), (1, 3), False), ((1, 3), (333333, 1000000), True),
     ((12, 20), (11, 20), True), ((12, 20), (13, 20), False), ((0, 5), (0, 9), False), ((12, 20), (12, 21), True)],
)  # fmt: skip
def test_shares_are_compared_exactly(tmp_path: Path, before: tuple[int, int], now: tuple[int, int], fell: bool) -> None:
    path = tmp_path / "b.json"
    write_baseline(scored(*before), path)
    assert bool(compare_baseline(scored(*now), path)) == fell


def test_what_is_new_is_told_and_what_is_gone_fails(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    case = CaseScore(CASE, (Share("decisions", "body", 1, 1, ()), Share("money", "origin", 0, 0, ())))
    write_baseline(scored(1, 2, case, missing=(A,)), path)
    assert compare_baseline(scored(1, 2, case, missing=(A,)), path) == ()
    assert compare_baseline(scored(1, 2), path) == (Fallen(Verdict.GONE, "decisions", "body", CASE, Count(1, 1), None),)
    assert compare_baseline(scored(0, 0, case), path) == (
        Fallen(Verdict.GONE, "decisions", "body", None, Count(1, 2), None),
    )
    write_baseline(scored(1, 2, missing=(A,)), path)
    (new,) = compare_baseline(scored(1, 2, case, missing=(A,)), path)
    assert (new.verdict, new.case, new.was, new.now, new.fails) == (Verdict.NEW, CASE, None, Count(1, 1), False)
    # What lacked it before is not named again.
    (fell,) = compare_baseline(scored(1, 3, missing=(A, B)), path)
    assert (fell.verdict, fell.newly) == (Verdict.FELL, (B,))


# Files that are no baseline

GOOD = {"version": 1, "graph": {"decisions": {"body": "1/2"}}, "cases": {}, "lacking": {}}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{\n  "version": 1,\n  oops\n}', 3, "no JSON"),
        ("", 1, "no JSON"),
        ("[" * 100_000, None, "no JSON"),
        ("[]", None, "no names and values in “the file”"),
        (json.dumps({**GOOD, "version": 2}, indent=1), 2, "version 2, not 1"),
        (json.dumps({**GOOD, "version": True}, indent=1), 2, "version true, not 1"),
        ("{}", None, "version null"),
        ('{"version": 1}', None, "“graph”"),
        (json.dumps({**GOOD, "cases": []}, indent=1), 8, "“cases”"),
        (json.dumps({**GOOD, "graph": {"decisions": 3}}, indent=1), 4, "“decisions”"),
        (json.dumps({**GOOD, "graph": {"decisions": {"body": "3/2"}}}, indent=1), 5, '"3/2" is no count for “body”'),
        (json.dumps({**GOOD, "graph": {"decisions": {"body": 0.5}}}, indent=1), 5, "0.5 is no count for “body”"),
        (json.dumps({**GOOD, "graph": {"decisions": {"body": "-1/2"}}}, indent=1), 5, "no count"),
        (json.dumps({**GOOD, "lacking": {"decisions": {"a": 1}}}, indent=1), 11, "what “a” lacks"),
    ],
)
def test_a_malformed_baseline_is_one_clear_error(tmp_path: Path, text: str, line: int | None, message: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StyrgrafError) as caught:
        compare_baseline(scored(1, 2), path)
    assert message in caught.value.what
    assert caught.value.place is not None
    assert caught.value.place.path == path
    assert caught.value.place.line == line
    assert caught.value.remedy


def test_a_missing_baseline_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(StyrgrafError, match="cannot read") as caught:
        compare_baseline(scored(1, 2), tmp_path / "none.json")
    assert str(tmp_path / "none.json") in str(caught.value)
    with pytest.raises(StyrgrafError, match="cannot write"):
        write_baseline(scored(1, 2), tmp_path / "no" / "b.json")
