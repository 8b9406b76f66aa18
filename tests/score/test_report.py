"""The report of the score, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from small_graphs import MakeRoot
from styrgraf.cli.options import Commands
from styrgraf.cli.score import score as command
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.score import FORMATS, render_score
from styrgraf.score import CaseScore, Count, Fallen, Score, Share, Verdict, score
from styrgraf.store import Graph, Iri

DATA = """
<document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
<document/a#s-1> {
  <case/X-2020-1> a sg:Case ; dcterms:identifier "X-2020-1" ; skos:prefLabel "ett\\närende"@sv .
  <decision/a> a sg:Decision ; skos:prefLabel "beslut A"@sv ; sg:decidedBy <body/x> ; sg:date "2020"^^xsd:gYear ;
    sg:inCase <case/X-2020-1> .
  <decision/b> a sg:Decision ; skos:prefLabel "beslut B"@sv ; sg:decidedBy <body/x> .
  <decision/c> a sg:Decision ; skos:prefLabel "beslut C"@sv ; sg:decidedBy <body/x> ; sg:paragraph 7 ;
    sg:date "2021-02-03"^^xsd:date .
}
"""


@pytest.fixture
def root(make_root: MakeRoot) -> Path:
    return make_root(data=DATA)


@pytest.fixture
def graph(root: Path) -> Graph:
    return open_graph(root)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_report_tells_shares_what_is_missing_and_each_case(graph: Graph) -> None:
    assert (
        plain(render_score(graph, score(graph)))
        == """\
HUR VÄL BELAGD GRAFEN ÄR
Det som ett dokument uppger, ordagrant eller läst, räknas. Det redaktionella och
  det härledda är inga belägg.

ANDELAR

  • beslut
    organ       3 av 3  100,0 %  ████████████████████
    dag         2 av 3   66,7 %  █████████████░░░░░░░
    paragraf    1 av 3   33,3 %  ██████░░░░░░░░░░░░░░
    allt detta  1 av 3   33,3 %  ██████░░░░░░░░░░░░░░

  • pengar: inget att räkna
  • uppdrag: inget att räkna
  • enheter: inget att räkna
  • fakta
    bekräftade  0 av 8    0,0 %  ░░░░░░░░░░░░░░░░░░░░

SAKNAS

  • beslut: 2 av 3 saknar något
    beslut B – dag, paragraf
    beslut A – paragraf

  • fakta: 8 av 8 saknar det
    fakta om ett ärende
    fakta om beslut A
    fakta om beslut B
    fakta om beslut C

ÄRENDEN: så många är belagda i allt

  • X-2020-1 ett ärende: beslut 0 av 1, fakta 0 av 4
"""
    )


def test_the_report_of_a_case_in_markdown_and_english(graph: Graph) -> None:
    found = score(graph)
    text = render_score(graph, found, "markdown", "en", case=found.for_case(Iri(f"{BASE}case/X-2020-1")))
    assert text.startswith("# HOW WELL EVIDENCED THE CASE IS: X-2020-1 ett ärende\n")
    assert (
        "- decisions\n  - body: 1 of 1 (100.0%)\n  - date: 1 of 1 (100.0%)\n  - section number: 0 of 1 (0.0%)" in text
    )
    assert "- decisions: 1 of 1 lack something\n  - beslut A – section number" in text
    assert "beslut B" not in text
    assert "CASES" not in text


def test_what_fell_is_told_first_with_the_things_that_newly_lack_it(graph: Graph) -> None:
    found = score(graph)
    case = Iri(f"{BASE}case/X-2020-1")
    fallen = (
        Fallen(Verdict.FELL, "decisions", "date", None, Count(12, 20), Count(11, 20), (Iri(f"{BASE}decision/b"),)),
        Fallen(Verdict.FELL, "facts", "corroborated", None, Count(2, 7), Count(2, 8), None),
        Fallen(Verdict.GONE, "money", "all", case, Count(1, 2), None),
        Fallen(Verdict.NEW, "decisions", "body", None, None, Count(3, 3)),
        Fallen(Verdict.GONE, "meetings", "held", None, Count(1, 2), None),
    )
    text = plain(render_score(graph, found, "text", fallen=fallen))
    assert (
        text[text.index("MOT BASLINJEN") : text.index("ANDELAR")]
        == """\
MOT BASLINJEN

  • beslut, dag – föll från 12 av 20 (60,0 %) till 11 av 20 (55,0 %)
    Saknar det nu men inte förr: beslut B

  • fakta, bekräftade – föll från 2 av 7 (28,6 %) till 2 av 8 (25,0 %)
    Lika många eller fler är belagda; fler räknas.

  • X-2020-1 ett ärende: pengar, allt detta – borta: var 1 av 2 (50,0 %), inget
    räknas nu
  • beslut, organ – inte i baslinjen än: 3 av 3 (100,0 %)
  • meetings, held – borta: var 1 av 2 (50,0 %), inget räknas nu

"""
    )
    assert "No share has fallen." in render_score(graph, found, "text", "en", fallen=())
    assert "BASELINE" not in render_score(graph, found, "text", "en")
    (told, *_) = json.loads(render_score(graph, found, "json", fallen=fallen))["baseline"]
    assert (told["verdict"], told["fails"], told["case"], told["was"]["having"]) == ("fell", True, None, 12)
    assert told["newly"] == [{"iri": f"{BASE}decision/b", "id": "decision/b", "label": "beslut B"}]


def test_json_names_all_that_is_missing(graph: Graph) -> None:
    things = tuple(Iri(f"{BASE}decision/{number:02}") for number in range(30))
    found = Score((Share("decisions", "body", 1234, 1264, things),), (CaseScore(Iri(f"{BASE}case/X-2020-1"), ()),))
    data = json.loads(render_score(graph, found, "json"))
    (share,) = data["shares"]
    assert (share["having"], share["of"], share["percent"], share["aspect_title"]) == (1234, 1264, 97.6, "organ")
    assert [thing["iri"] for thing in share["missing"]] == list(things)
    assert (data["case"], data["baseline"], data["cases"][0]["case"]["id"]) == (None, None, "case/X-2020-1")
    text = plain(render_score(graph, found))
    assert "1 234 av 1 264" in text
    assert "… och 22 till" in text
    assert text.count("decision/") == 8
    assert "1,234 of 1,264" in render_score(graph, found, "markdown", "en")


@pytest.mark.parametrize(
    ("having", "of", "told"), [(9999, 10000, "99,9 %"), (1, 10000, "0,1 %"), (0, 3, "0,0 %"), (3, 3, "100,0 %")]
)
def test_only_all_is_told_as_all_and_only_none_as_none(graph: Graph, having: int, of: int, told: str) -> None:
    missing = (Iri(f"{BASE}decision/a"),) if having < of else ()
    found = Score((Share("decisions", "body", having, of, missing),), ())
    (line,) = (line for line in plain(render_score(graph, found)).splitlines() if "organ" in line and told in line)
    assert ("█" in line, "░" in line) == (having > 0, having < of)


def test_formats_and_languages_that_are_not_there(graph: Graph) -> None:
    assert list(FORMATS) == ["text", "markdown", "json"]
    with pytest.raises(StyrgrafError, match="no format “html” for the score"):
        render_score(graph, score(graph), "html")
    with pytest.raises(StyrgrafError, match="not written in “fi”"):
        render_score(graph, score(graph), "text", "fi")


# The command


def run(*arguments: object) -> Result:
    @click.group(cls=Commands)
    def main() -> None:
        """Hold the command, as the real one does."""

    main.add_command(command)
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


def test_the_command_guards_the_baseline(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    written = run("--root", root, "--write-baseline", path)
    assert (written.exit_code, path.exists()) == (0, True)
    kept = run("--root", root, "--baseline", path, "--lang", "en")
    assert (kept.exit_code, "No share has fallen." in kept.output) == (0, True)
    data = root / "data" / "data.trig"
    data.write_text(data.read_text(encoding="utf-8").replace("sg:paragraph 7 ;", ""), encoding="utf-8")
    fell = run("--root", root, "--baseline", path, "--lang", "en")
    assert fell.exit_code == 1
    assert "decisions, section number – fell from 1 of 3 (33.3%) to 0 of 3 (0.0%)" in fell.output
    assert "Lacks it now and did not before: beslut C" in fell.output
    # The case has lost nothing.
    assert run("X-2020-1", "--root", root, "--baseline", path).exit_code == 0
    # A fall that is meant: told once more, and then the new baseline.
    assert run("--root", root, "--baseline", path, "--write-baseline", path).exit_code == 1
    assert run("--root", root, "--baseline", path).exit_code == 0


def test_bad_input_is_one_clear_error(root: Path, tmp_path: Path) -> None:
    for arguments, words in (
        (("--baseline", tmp_path / "none.json"), ("none.json", "cannot read")),
        (("X-2020-1", "--write-baseline", tmp_path / "b.json"), ("whole graph",)),
        (("decision/a",), ("which is no case", "STK-2023-822")),
        (("no-such-thing",), ("no-such-thing",)),
        (("--write-baseline", tmp_path / "no" / "b.json"), ("cannot write",)),
    ):
        result = run("--root", root, *arguments)
        assert result.exit_code == 2, arguments
        assert all(word in result.output for word in words), result.output
        assert "Traceback" not in result.output
    assert not (tmp_path / "b.json").exists()
