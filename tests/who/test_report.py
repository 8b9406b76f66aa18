"""The report of who answers, and its command."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from styrgraf.accountability import who
from styrgraf.cli.who import who as command
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reports.who import FORMATS, render_who
from styrgraf.store import Graph


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(command, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def _joined(text: str) -> str:
    return " ".join(text.split())


def test_the_report_tells_grounds_chain_head_and_sources(shipped: Graph) -> None:
    text = render_who(shipped, who(shipped, "hemtjänst", limit=1))
    assert max(map(len, text.splitlines())) <= 80
    # [038] [009]
    for part in (
        "VEM SVARAR FÖR ”hemtjänst”? det som inte är känt som avslutat SVARAR",
        "• hälsa-, vård- och omsorgsförvaltningen (förvaltning, säkert, från 1 maj 2017) [",
        "ansvar: hemtjänst (hela namnet, utsträckt, känt 5 februari 2018) [",
        "styrs av: hälsa-, vård- och omsorgsnämnden (odaterat) ",
        "utses av: kommunfullmäktige (sagt om nämnderna tillsammans, utsträckt, känt ",
        "är högst: kommunfullmäktige leds av: Gisela Green, förvaltningsdirektör i ",
        "KÄLLOR [1] ",
    ):
        assert part in _joined(text)


def test_each_number_that_is_cited_is_in_the_list_of_sources(shipped: Graph) -> None:
    text = render_who(shipped, who(shipped, "LSS", as_of="2015"), "text", "en")
    body, sources = text.split("\nSOURCES\n")
    cited = {int(number) for part in body.split("[")[1:] for number in part.split("]")[0].split(",")}
    listed = {int(line.split("]")[0].strip(" [")) for line in sources.splitlines() if line.startswith("  [")}
    assert cited == listed
    assert len(listed) > 3


def test_an_ended_unit_is_told_as_of_its_last_day_with_its_successors(shipped: Graph) -> None:
    # [159]
    text = render_who(shipped, who(shipped, "arbetsmarknadsinsatser"), "text", "en")
    assert "ANSWERED EARLIER, OR ARE ONLY PROPOSED" in text
    assert "    upwards, 30 April 2017:\n" in text
    assert "→ gymnasie- och vuxenutbildningsförvaltningen (1 May 2017) [" in _joined(text)


def test_where_the_chain_breaks_it_is_said(shipped: Graph) -> None:
    text = _joined(render_who(shipped, who(shipped, "närdemokrati", as_of="2016")))
    assert "här bryts kedjan: ingen sida säger vad stadsområdesnämnderna lyder under" in text
    assert text.startswith("VEM SVARAR FÖR ”närdemokrati”? 2016 SVARAR")


def test_what_is_not_found_is_said(shipped: Graph) -> None:
    text = render_who(shipped, who(shipped, "trygghetsvandring"))
    assert "Ingen sida säger vem som svarar för ”trygghetsvandring”." in text
    assert "NÄRMASTE ÄMNEN SOM ÄR KÄNDA\n\n  • trygghet" in text
    assert "KÄLLOR" not in text
    assert "No page says who answered for “månlandningar” then." in render_who(
        shipped, who(shipped, "månlandningar", as_of="2018"), "text", "en"
    )


def test_what_nobody_answers_for_is_said(shipped: Graph) -> None:
    text = render_who(shipped, who(shipped, "handlingsplan för romer"))
    assert "INGEN UPPGES SVARA FÖR\n\n  • handlingsplan" in text


def test_json_has_the_same_answer_and_describes_each_source(shipped: Graph) -> None:
    told = json.loads(render_who(shipped, who(shipped, "ledarskap"), "json", "en"))
    first = told["answers"][0]
    assert first["agent"]["id"] == "unit/stadskontoret/hr-avdelningen"
    assert first["matters"][0]["ground"] == "responsibility"
    assert first["chain"]["end"] == "top"
    assert first["chain"]["steps"][-1]["parent"]["iri"] == f"{BASE}body/kommunfullmaktige"
    assert told["words"] == ["ledarskap"]

    def cited(part: Any) -> set[str]:  # noqa: ANN401 - any part of the JSON
        if isinstance(part, list):
            return set().union(*map(cited, part))
        if not isinstance(part, dict):
            return set()
        own = {name for name in part.get("sources", []) if isinstance(name, str)}
        return own.union(*map(cited, part.values()))

    assert cited(told["answers"]) == {source["graph"] for source in told["sources"]}


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("text", ["parker", "månlandningar", "closing](x) <b> # *"])
def test_every_format_is_written_in_both_languages(shipped: Graph, form: str, language: str, text: str) -> None:
    report = render_who(shipped, who(shipped, text, as_of="2018-01-01"), form, language)
    assert report.endswith("\n")
    assert "<b>" not in report or form != "markdown"


def test_an_unknown_format_or_language_is_refused(shipped: Graph) -> None:
    found = who(shipped, "parker")
    with pytest.raises(StyrgrafError, match="no format “pdf”"):
        render_who(shipped, found, "pdf")
    with pytest.raises(StyrgrafError, match="not written in “fi”"):
        render_who(shipped, found, "text", "fi")


def test_the_command_takes_words_day_limit_format_and_language() -> None:
    text = _run("vem", "svarar", "för", "LSS", "--as-of", "2015", "--limit", "1", "--lang", "en")
    assert "sociala resursförvaltningen" in text
    assert "more answers; --limit gives more." in text
    assert _run("parker", "--format", "markdown").startswith("# VEM SVARAR FÖR ”parker”?\n")
    assert json.loads(_run("parker", "--format", "json"))["asOf"] is None
