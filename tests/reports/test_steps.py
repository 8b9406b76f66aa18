"""The steps of cases as a report: every case is told once, in every format, with the same states."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from small_graphs import MakeRoot
from styrgraf.cli.steps import steps as command
from styrgraf.errors import StyrgrafError
from styrgraf.lineage import Course, State, Step, course_of, courses
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.course import Timing, timing
from styrgraf.reports.steps import FORMATS, render_steps
from styrgraf.store import Graph, Iri

CASE = Iri(f"{BASE}case/STK-2023-822")
#: What page 174 says of the first and the memo of the second, in the order of the steps.
ROWS = {"STK-2017-501": "○○●●○○○○", "STK-2023-822": "●●◐·◐◐○○", "STK-2021-1599": "●●●●", "STK-2020-90": "○○◐"}


@pytest.fixture(scope="module")
def found(shipped: Graph) -> tuple[Course, ...]:
    return courses(shipped)


def flat(text: str) -> str:
    return " ".join(text.split())


# The matrix


def test_every_case_has_one_row_in_the_text(shipped: Graph, found: tuple[Course, ...]) -> None:
    text = render_steps(shipped, found)
    rows = re.findall(r"^  (\S+)\s+([●◐○· ]+)  (\d+)/(\d+)$", text, re.MULTILINE)
    assert len(rows) == sum(course.procedure is not None for course in found) == 14
    marks = {number: signs.replace(" ", "") for number, signs, _, _ in rows}
    assert {number: marks[number] for number in ROWS} == ROWS
    for _, signs, evidenced, every in rows:
        assert (signs.count("●"), len(signs.replace(" ", "").replace("·", ""))) == (int(evidenced), int(every))
    told = text.partition("Ingen ärendegång gäller")[2].split()
    assert told[-3:] == ["ASN-2018-7194", "FSN-2022-1541", "SBN-2023-424"]


def test_the_columns_of_a_kind_are_named_above_its_rows(shipped: Graph, found: tuple[Course, ...]) -> None:
    text = flat(render_steps(shipped, found))
    assert "uppdrag från kommunfullmäktige 1 beslut i kommunfullmäktige 2 uppdrag ges 3 verkställighet" in text


def test_the_text_fits_the_terminal(shipped: Graph, found: tuple[Course, ...]) -> None:
    for language in ("sv", "en"):
        told = courses(shipped, language=language)
        assert max(map(len, render_steps(shipped, told, "text", language).splitlines())) <= 80
    assert found


def test_the_counts_are_those_of_the_cases(shipped: Graph, found: tuple[Course, ...]) -> None:
    states = [step.state for course in found for step in course.steps]
    counts = tuple(states.count(state) for state in State)
    pattern = r"(\d+) ärenden, (\d+) utan känd gång\. Av stegen är (\d+) belagda, (\d+) är planerade och (\d+) saknas"
    told = re.search(pattern, flat(render_steps(shipped, found)))
    assert told is not None
    assert tuple(map(int, told.groups())) == (len(found), 3, *counts)


def test_the_table_in_markdown_has_a_column_for_every_step(shipped: Graph, found: tuple[Course, ...]) -> None:
    text = render_steps(shipped, courses(shipped, language="en"), "markdown", "en")
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == len(found) + 2
    assert {len(row) for row in rows} == {len(rows[0])}
    head = [cell.strip() for cell in rows[0]]
    assert head[:2] == ["case", "kind of matter"]
    assert head[-3:] == ["evidenced", "planned", "missing"]
    memo = dict(
        zip(head, (cell.strip() for cell in next(row for row in rows if "STK-2023-822" in row[0])), strict=True)
    )
    assert (memo["preparation"], memo["decision by board or committee"], memo["report back"]) == ("●", "◐", "○")
    assert memo["assignment given"] == "·"
    assert (memo["evidenced"], memo["planned"], memo["missing"]) == ("2", "3", "2")


def test_the_table_in_csv_says_the_states(shipped: Graph, found: tuple[Course, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(render_steps(shipped, found, "csv"))))
    assert [row["case"] for row in rows] == [course.case for course in found]
    for row, course in zip(rows, found, strict=True):
        told = {step.step.rpartition("/")[2]: step.state.value for step in course.steps}
        assert {name: row[name] for name in told} == told
        states = [row[name] for name in row if name not in ("label", "kind", "number") and row[name] in set(State)]
        assert len(states) == len(told)


def test_json_gives_every_source_of_every_step(shipped: Graph, found: tuple[Course, ...]) -> None:
    content = json.loads(render_steps(shipped, found, "json"))
    assert len(content["cases"]) == len(found)
    cited = {graph for told in content["cases"] for part in (told["why"], *told["steps"]) for graph in part["evidence"]}
    assert cited
    assert cited == set(content["sources"])
    none = next(told for told in content["cases"] if told["number"] == "SBN-2023-424")
    assert (none["procedure"], none["kind"], none["steps"]) == (None, None, [])
    assert none["summary"].startswith("Ingen ärendegång gäller")


def test_an_empty_graph_says_so(make_root: MakeRoot) -> None:
    graph = open_graph(make_root(a="<body/x> { <body/x> a sg:PoliticalBody . }"))
    for form in ("text", "markdown"):
        assert "Inga ärenden finns i grafen." in render_steps(graph, courses(graph), form)
    assert json.loads(render_steps(graph, courses(graph), "json"))["cases"] == []


def test_names_cannot_break_the_table(make_root: MakeRoot) -> None:
    facts = r"""
    <document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
    <document/a#s-1> {
      <case/X-1> a sg:Case ; dcterms:identifier "=X-1" ; skos:prefLabel "Motion | om\n<b>bänkar"@sv .
      <case/X-2> a sg:Case . }"""
    graph = open_graph(make_root(a=facts))
    table = render_steps(graph, courses(graph), "markdown")
    assert r"| =X-1 Motion \| om \<b>bänkar |" in table
    rows = list(csv.DictReader(io.StringIO(render_steps(graph, courses(graph), "csv"))))
    assert [row["number"] for row in rows] == ["'=X-1", "X-2"]


# One case


@pytest.mark.parametrize(("language", "word"), [("sv", "KÄLLOR"), ("en", "SOURCES")])
def test_a_single_case_is_told_with_its_sources(shipped: Graph, language: str, word: str) -> None:
    text = render_steps(shipped, [course_of(shipped, CASE, language)], "text", language)
    assert text.startswith("STK-2023-822 ")
    assert f"\n{word}\n" in text
    cited = {int(number) for group in re.findall(r"\[(\d[\d, ]*)\]", text) for number in group.split(", ")}
    assert cited == set(range(1, len(cited) + 1))


def test_a_step_is_told_with_its_day_paragraph_and_source(shipped: Graph) -> None:
    text = flat(render_steps(shipped, [course_of(shipped, Iri(f"{BASE}case/STK-2021-567"))]))
    assert (
        "● beslut i styrelse eller nämnd – belagt: beslutet om Kraftsamling Herrgården, 18 augusti 2021, § 274 [1]"
        in text
    )
    assert "○ beredning – saknas: inget ställe visar det" in text
    assert "Gången är vald för att ett ställe visar: beslutet om Kraftsamling Herrgården. [1]" in text


def test_only_one_case_can_be_drawn(shipped: Graph, found: tuple[Course, ...]) -> None:
    assert render_steps(shipped, found[:1], "svg").startswith("<svg ")
    with pytest.raises(StyrgrafError, match="one case, not 17"):
        render_steps(shipped, found, "svg")


# As of a day


@pytest.mark.parametrize(
    ("state", "dates", "day", "expected"),
    [
        (State.PLANNED, ("2023-12-06",), "2023-12-05", Timing.NOT_YET),
        (State.PLANNED, ("2023-12-06",), "2023-12-06", Timing.NONE),
        (State.PLANNED, ("2023-12-06",), "2023-12-07", Timing.PASSED),
        (State.PLANNED, ("2023-12-06",), "2023", Timing.NONE),
        (State.PLANNED, ("2023-11-27", "2023-12-06"), "2023-12-01", Timing.NONE),
        (State.PLANNED, (), "2024", Timing.NONE),
        (State.EVIDENCED, ("2022-04",), "2022-03-31", Timing.AFTER_DAY),
        (State.EVIDENCED, ("2022-04",), "2022-04-01", Timing.NONE),
        (State.EVIDENCED, ("2022-04",), "2023", Timing.NONE),
        (State.MISSING, (), "2023", Timing.NONE),
        (State.PLANNED, ("2023-12-06",), "", Timing.NONE),
    ],
)
def test_how_a_step_lies_to_a_day(state: State, dates: tuple[str, ...], day: str, expected: Timing) -> None:
    assert timing(Step(Iri("x"), "x", state, (), (), dates), day) is expected


def test_a_day_tells_what_is_not_yet_and_what_has_passed(shipped: Graph) -> None:
    one = [course_of(shipped, CASE)]
    before, after = (flat(render_steps(shipped, one, day=day)) for day in ("2023-11-01", "2024-01-01"))
    planned = "kommunstyrelsen 2023-12-06"
    assert f"{planned} (läst, inte ännu den dagen)" in before
    assert f"{planned} (läst, dagen har gått, och inget ställe visar att det skedde)" in after
    assert f"{planned} (läst)" in flat(render_steps(shipped, one))
    timings = [
        step["timing"] for step in json.loads(render_steps(shipped, one, "json", day="2024"))["cases"][0]["steps"]
    ]
    assert timings == [None, None, "passed", "passed", None, None, None]


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_no_day_is_one_error(shipped: Graph, form: str) -> None:
    with pytest.raises(StyrgrafError, match="“2023-13” is no date"):
        render_steps(shipped, [course_of(shipped, CASE)], form, day="2023-13")


def test_a_format_or_language_that_there_is_not_is_one_error(shipped: Graph) -> None:
    with pytest.raises(StyrgrafError, match="no format “pdf”"):
        render_steps(shipped, [], "pdf")
    with pytest.raises(StyrgrafError, match="not written in “fi”"):
        render_steps(shipped, [], "text", "fi")


# The command


def test_the_command_tells_all_cases_or_one() -> None:
    every = CliRunner().invoke(command, [])
    assert every.exit_code == 0, every.output
    assert every.output.startswith("ÄRENDENAS GÅNG\n")
    one = CliRunner().invoke(command, ["KS 2022 § 130", "--lang", "en"])
    assert one.output.startswith("STK-2022-82\n")
    assert "assignment from a board or committee" in one.output


def test_the_command_writes_a_drawing(tmp_path: Path) -> None:
    path = tmp_path / "path.svg"
    result = CliRunner().invoke(command, ["STK-2023-822", "--format", "svg", "-o", str(path)])
    assert (result.exit_code, result.output) == (0, "")
    assert path.read_text("utf-8").startswith("<svg ")


def test_what_is_in_no_case_is_one_error() -> None:
    result = CliRunner().invoke(command, ["kommunstyrelsen"])
    assert isinstance(result.exception, StyrgrafError)
    assert "is no case, and in none" in str(result.exception)
