"""The report of a comparison: in words, as Markdown that nothing breaks, as JSON, and by the command."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given

from diff.repositories import MakeRepository, Repository, term
from nasty_labels import LABELS, NASTY
from styrgraf.cli.diff import diff as command
from styrgraf.cli.options import Commands
from styrgraf.diff import diff, open_sides
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reports.diff import FORMATS, render_diff
from styrgraf.reports.diff_markdown import escape
from styrgraf.validate.python_terms import check_python_terms

MEMO = "data/arenden/STK-2023-822-tjansteskrivelse.trig"
PRESS = "data/forvaltningar/mynewsdesk-com-louise-strand-servicedirektor.trig"
LABEL = '"satsning på chefs- och ledarskapsutveckling"@sv'


def report(repo: Repository, form: str = "text", language: str = "sv", old: str = "HEAD") -> str:
    with open_sides(old, None, repo.folder) as (before, after):
        return render_diff(diff(before, after), before, after, form, language)


def flat(text: str) -> str:
    return " ".join(text.split())


def correct_amount(repo: Repository) -> None:
    old = 'sg:amount 2000000.00 ;\n    sg:currency "SEK" ;\n    sg:paidTo'
    repo.edit(MEMO, (old, old.replace("2000000", "3000000")))


def test_a_correction_in_words(repository: MakeRepository) -> None:
    repo = repository()
    correct_amount(repo)
    text = flat(report(repo))
    assert "Uppgifter om staden: 0 nya, 0 borta, 1 ändrade, 0 flyttade." in text
    assert (
        "• överföring för ledarskapsutveckling 2023 ± belopp: 2 000 000 → 3 000 000 "
        "(Tjänsteskrivelse i STK-2023-822, Förslag till beslut, stycke 2)"
    ) in text
    assert "± summa överföringar och anslag 2023, föreslagen: 2 000 000 kr → 3 000 000 kr" in text
    assert "+ medel för chefs- och ledarskapsutveckling 2023: Mer sökt än avsatt: 2 000 000 kr < 3 000 000 kr" in text
    english = flat(report(repo, language="en"))
    assert "amount: 2,000,000 → 3,000,000 (Memo in STK-2023-822, Förslag till beslut, paragraph 2)" in english
    assert "Effects: money (sums: 1, flows: 1), conflicts (new: 1, gone: 0, changed: 0)." in english


def test_a_leader_in_words(repository: MakeRepository) -> None:
    repo = repository(PRESS)
    repo.edit(
        PRESS,
        ("org:member <person/louise-strand>", "org:member <person/anna-andersson>"),
        (
            '<person/louise-strand> a foaf:Person ;\n    skos:prefLabel "Louise',
            '<person/anna-andersson> a foaf:Person ;\n    skos:prefLabel "Anna',
        ),
    )
    text = flat(report(repo))
    assert "± servicedirektör (serviceförvaltningen): Louise Strand → Anna Strand" in text
    place = "(Louise Strand blir ny servicedirektör (odaterat), återgiven uppgift 1)"
    assert f"± innehavare: Louise Strand → Anna Strand {place}" in text


def test_no_difference_is_an_answer(repository: MakeRepository) -> None:
    repo = repository()
    assert "Ingen skillnad: samma uppgifter på samma ställen." in report(repo)
    assert "No difference" in report(repo, "markdown", "en")
    told = json.loads(report(repo, "json"))
    assert (told["differs"], told["facts"]) == (False, [])


def test_json_holds_every_fact_with_its_evidence(repository: MakeRepository) -> None:
    repo = repository()
    correct_amount(repo)
    told = json.loads(report(repo, "json"))
    (fact,) = told["facts"]
    assert (fact["how"], fact["layer"], fact["old"]["value"], fact["new"]["value"]) == (
        "changed",
        "city",
        "2000000",
        "3000000",
    )
    assert "överföra 2 miljoner kronor" in fact["left"][0]["key_phrases"]
    (total,) = told["effects"]["money"]["sums"]
    assert total["year"] == "2023"
    assert [Decimal(total[side]) for side in ("before", "after")] == [Decimal(2_000_000), Decimal(3_000_000)]
    assert told["effects"]["conflicts"][0]["before"] is None


def test_markdown_folds_what_is_long_and_fits_a_comment(repository: MakeRepository) -> None:
    repo = repository()
    for name in ("forvaltningar", "historia", "organ", "budget", "bolag"):
        repo.add(f"data/{name}")
    text = report(repo, "markdown")
    assert len(text) < 65_536
    assert text.count("<details>") == text.count("</details>") > 2
    assert "Rader som inte ryms här" in text
    assert cells(text)
    # However long the list of facts, the effects are told.
    for heading in ("Innehavare av poster", "Pengar", "Motsägelser", "Härlett"):
        assert f"{heading} (" in text


def test_every_format_is_the_same_from_run_to_run(repository: MakeRepository) -> None:
    repo = repository()
    (repo.folder / MEMO).unlink()
    for form in FORMATS:
        assert report(repo, form) == report(repo, form)


def test_no_such_format_or_language(repository: MakeRepository) -> None:
    repo = repository()
    for form, language in (("xml", "sv"), ("text", "de")):
        with pytest.raises(StyrgrafError):
            report(repo, form, language)


# Hostile names


def cells(text: str) -> list[int]:
    """Count the cells of each row of each table, which must be those of the table's head."""
    counts = []
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {row.count("|") for row in table.splitlines()}
        assert len(widths) == 1, table
        counts.append(widths.pop())
    return counts


@given(LABELS)
def test_no_label_is_read_as_markup(label: str) -> None:
    written = escape(label)
    assert "\n" not in written
    assert not re.search(r"[<>|`*_\[\]\\~^$={}]|&(?!#\d+;)", written)
    assert not re.search(r"(&#64;|&#35;|https?:|www\.)(?=\w)|^(?:\d+[.)]|[-+#])", written)


def test_a_name_cannot_break_a_pull_request(repository: MakeRepository) -> None:
    repo = repository()
    for number, label in enumerate([*NASTY, "@torvalds #1 <!-- </details> www.evil.example http://evil.example"]):
        name = ox.NamedNode(f"{BASE}document/d{number}#1")
        quad = ox.Quad(
            ox.NamedNode(f"{BASE}body/b{number}"), ox.NamedNode(term("skos:prefLabel")), ox.Literal(label), name
        )
        ox.serialize([quad], str(repo.folder / "data" / f"d{number}.trig"), ox.RdfFormat.TRIG)
    text = report(repo, "markdown")
    assert cells(text)
    tags = set(re.findall(r"<[^>]*>", text))
    assert tags <= {"<br>", "<details>", "</details>", "<summary>", "</summary>", "<b>", "</b>"}
    assert "@torvalds" not in text
    # On a terminal no sign moves the cursor, and each name stays on its line.
    assert all(sign.isprintable() or sign == "\n" for sign in report(repo))
    json.loads(report(repo, "json"))


# The command


def run(*arguments: object) -> Result:
    group = Commands(commands=[command])
    group.params = []

    @click.pass_context
    def start(context: click.Context) -> None:
        context.obj = None

    group.callback = start
    return CliRunner().invoke(group, ["diff", *map(str, arguments)])


def test_the_command(repository: MakeRepository, tmp_path: Path) -> None:
    repo = repository()
    same = run("HEAD", "--root", repo.folder, "--exit-code")
    assert (same.exit_code, "Ingen skillnad" in same.output) == (0, True)
    correct_amount(repo)
    assert run("HEAD", "--root", repo.folder).exit_code == 0
    output = tmp_path / "out.md"
    found = run("HEAD", "--root", repo.folder, "--exit-code", "--format", "markdown", "-o", output)
    assert (found.exit_code, found.output) == (1, "")
    assert output.read_text(encoding="utf-8").startswith("## SKILLNAD: HEAD → ")
    assert run("HEAD", "HEAD", "--root", repo.folder, "--exit-code").exit_code == 0


def test_the_command_tells_what_is_wrong_in_one_message(repository: MakeRepository) -> None:
    repo = repository()
    for arguments in (("nonsense",), ("HEAD", "--root", "/nonsense"), ("", "")):
        failed = run(*arguments, *(() if "--root" in arguments else ("--root", repo.folder)))
        assert failed.exit_code == 2
        assert failed.output.startswith("styrgraf: ")
        assert "Traceback" not in failed.output


def test_the_code_names_only_terms_that_exist(repository: MakeRepository) -> None:
    from styrgraf.documents.layout import find_layout

    package = Path(__file__).parents[2] / "src" / "styrgraf"
    assert check_python_terms(package / "diff", find_layout()) == []
