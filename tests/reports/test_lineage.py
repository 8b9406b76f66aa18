from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError
from styrgraf.lineage import identify, trace_lineage
from styrgraf.namespaces import BASE
from styrgraf.phrases import amount, date, phrase
from styrgraf.reason import open_graph
from styrgraf.reports.lineage import FORMATS, render_lineage
from styrgraf.reports.story import outline_lineage
from styrgraf.store import Graph, Iri

CASE = Iri(f"{BASE}case/STK-2023-822")


def _report(graph: Graph, form: str, language: str = "sv", focus: Iri = CASE) -> str:
    return render_lineage(graph, trace_lineage(graph, focus, language=language), form)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_text_fits_a_terminal_and_speaks_in_words(texts: Graph, language: str) -> None:
    text = _report(texts, "text", language)
    assert max(map(len, text.splitlines())) <= 80
    assert "http" not in text
    assert not re.search(r"\b(sg|prov|dcterms|skos|org|rdf):", text)
    assert "None" not in text


def test_the_text_tells_the_case(texts: Graph) -> None:
    text = re.sub(r"\s+", " ", _report(texts, "text"))
    for words in (
        "STK-2023-822 Överföring av medel från kommunstyrelsens anslag till förfogande",
        "Beslut: kommunstyrelsen 2022 § 130 (april 2022, känt genom hänvisning)",
        "givet till: stadskontoret",
        "11. Forskningsgrund för Malmö stads ledarskapsutveckling",
        "summa avsatt 2023: 2 000 000 kr",
        "summa föreslagen 2023: 2 000 000 kr",
        "Belopp av olika status läggs inte ihop.",
        "◐ beslut i styrelse eller nämnd – planerat: kommunstyrelsen 2023-12-06",
        "○ verkställighet – saknas",
        "rör ansvar hos HR-avdelningen",
        "regeln ”pengar möter ansvar”",
        "Ingen beslutsparagraf hittad",
        "läsning av Ärendet, stycke 2",
    ):
        assert words in text


def test_every_statement_is_cited_and_every_citation_is_listed(texts: Graph) -> None:
    text = _report(texts, "text")
    story, _, sources = text.partition("\nKÄLLOR\n")
    cited = {int(number) for group in re.findall(r"\[(\d[\d, ]*)\]", story) for number in group.split(",")}
    listed = {int(number) for number in re.findall(r"^ +\[(\d+)\]", sources, flags=re.MULTILINE)}
    assert cited == listed == set(range(1, len(listed) + 1))
    outline = outline_lineage(texts, trace_lineage(texts, CASE))
    told = [line for section in outline.sections[:3] for item in section.items for line in item.lines]
    assert len(told) > 30
    assert [line.text for line in told if not line.citations and not line.sublines] == []
    assert all(part.citations for line in told for part in line.sublines)


def test_no_long_passage_of_the_source_is_in_the_report(texts: Graph) -> None:
    phrases = re.findall(r"”([^”]+)”", _report(texts, "markdown").partition("## KÄLLOR")[2])
    assert phrases
    assert max(len(words.split()) for words in phrases) <= 8


def test_json_has_the_shape_that_programs_rely_on(texts: Graph) -> None:
    content = json.loads(_report(texts, "json"))
    assert content["focus"] == CASE
    assert set(content["nodes"][0]) == {"id", "type", "label", "date", "status", "depth"}
    assert set(content["edges"][0]) == {"from", "to", "property", "evidence"}
    assert set(content["money"][0]) == {"id", "amount", "currency", "from", "to", "year", "status", "evidence"}
    assert {"step", "state", "evidence"} <= set(content["path"][0])
    assert set(content["gaps"][0]) == {"kind", "about", "message"}
    proposed = next(money for money in content["money"] if money["id"].endswith("transfer/STK-2023-822/1"))
    assert (proposed["amount"], proposed["status"]) == (2000000, "föreslagen")
    used = {
        graph for part in ("edges", "money", "path", "context") for row in content[part] for graph in row["evidence"]
    }
    assert used <= set(content["sources"])
    nodes = {node["id"] for node in content["nodes"]}
    assert all(edge["from"] in nodes and edge["to"] in nodes for edge in content["edges"])


def test_markdown_keeps_what_looks_like_markup_as_text(make_root: MakeRoot) -> None:
    facts = """
    <document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
    <document/a#s-1> { <case/X-2020-1> a sg:Case ; dcterms:title "*fet* [länk](x) <b>"@sv . }"""
    graph = open_graph(make_root(a=facts))
    text = _report(graph, "markdown", focus=Iri(f"{BASE}case/X-2020-1"))
    assert text.startswith(r"# \*fet\* \[länk\](x) \<b\>")


def test_what_refers_to_a_thing_is_told_from_its_own_end(texts: Graph) -> None:
    text = re.sub(r"\s+", " ", _report(texts, "text", focus=identify(texts, "HR-avdelningen")))
    assert "ansvar: diskrimineringsgrunderna ur ett arbetsgivarperspektiv [" in text
    assert "får stöd av: kommunikationsavdelningen (läst)" in text
    assert "överföring för ledarskapsutveckling 2023 – rör ansvar hos HR-avdelningen" in text
    assert "HR-avdelningen – rör ansvar hos" not in text


def test_a_thing_without_lineage_says_so(texts: Graph) -> None:
    text = _report(texts, "text", focus=identify(texts, "Carina Tempel"))
    assert "Ingen härkomst är belagd" in re.sub(r"\s+", " ", text)


def test_formats_are_a_registry_and_an_unknown_one_is_named(texts: Graph) -> None:
    assert list(FORMATS) == ["text", "json", "markdown", "html", "svg", "mermaid", "dot", "graphml"]
    with pytest.raises(StyrgrafError, match="no report format “pdf”"):
        _report(texts, "pdf")


def test_reports_are_the_same_from_run_to_run(texts: Graph) -> None:
    assert _report(texts, "text") == _report(open_graph(), "text")


@pytest.mark.parametrize(
    ("lexical", "swedish", "english"),
    [
        ("2023-12-06", "6 december 2023", "6 December 2023"),
        ("2022-04", "april 2022", "April 2022"),
        ("2022", "2022", "2022"),
        ("2022-13", "2022-13", "2022-13"),
        ("2022-00", "2022-00", "2022-00"),
        ("2022-12-00", "2022-12-00", "2022-12-00"),
        ("snart", "snart", "snart"),
    ],
)
def test_dates_in_words(lexical: str, swedish: str, english: str) -> None:
    assert (date(lexical, "sv"), date(lexical, "en")) == (swedish, english)


def test_amounts_in_words() -> None:
    assert amount(Decimal("2000000"), "SEK", "sv") == "2\u00a0000\u00a0000\u00a0kr"
    assert amount(Decimal("1234.5"), "EUR", "sv") == "1\u00a0234,50\u00a0EUR"
    assert amount(Decimal("1234.5"), "SEK", "en") == "SEK\u00a01,234.50"


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(StyrgrafError, match="not written in “fi”"):
        phrase("money", "fi")


def test_the_path_says_what_rests_on_readings(texts: Graph) -> None:
    text = re.sub(r"\s+", " ", _report(texts, "text"))
    assert "● beredning – belagt: stadskontoret (läst) [" in text
    assert re.search(r"● initiativ – belagt: [^[]*\(delvis läst\) \[", text)


def test_a_reading_is_listed_with_the_words_that_were_read(texts: Graph) -> None:
    sources = re.sub(r"\s+", " ", _report(texts, "text").partition("\nKÄLLOR\n")[2])
    assert re.search(r"läsning av Beslutsplanering, stycke 2 [^[]*”Kommunstyrelsen 2023-12-06”", sources)


def test_texts_are_in_the_language_of_the_reader(texts: Graph) -> None:
    focus = Iri("https://w3id.org/styrgraf/ns#Decision")
    assert "Ett organs beslut" not in _report(texts, "text", "en", focus)
    assert "A decision of a body" not in _report(texts, "text", "sv", focus)


def test_a_document_in_focus_is_told_once(texts: Graph) -> None:
    focus = identify(texts, "document/STK-2023-822-tjansteskrivelse")
    outline = outline_lineage(texts, trace_lineage(texts, focus))
    assert "documents" not in {section.key for section in outline.sections}


def test_what_the_focus_came_of_is_told_at_the_head(texts: Graph) -> None:
    report = outline_lineage(texts, trace_lineage(texts, identify(texts, "KS 2022 § 130"), language="en"))
    assert "decided by: the executive board" in {line.text for line in report.lines}
    story = next(section for section in report.sections if section.key == "story")
    assert "number of sub-assignments: 11" in {line.text for item in story.items for line in item.lines}
