"""The report of conflicts."""

from __future__ import annotations

import json

import pytest

from small_graphs import MakeRoot
from styrgraf.conflicts import conflicts
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.conflicts import FORMATS, render_conflicts
from styrgraf.store import Graph

_DATA = """
<document/a> { <document/a> a sg:Document ; skos:prefLabel "Sida A"@sv ; dcterms:issued "2013-06-28"^^xsd:date .
  <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> ; sg:ordinal 1 ; sg:position 1 ; sg:restated true ;
    sg:restatedValue "1 juli 2013" . }
<document/a#s-1> { <initiative/x> a sg:Initiative ; skos:prefLabel "ny\\norganisation"@sv ;
  sg:from "2013-07-01"^^xsd:date .
  <figure/1> a sg:Figure ; sg:of <body/x> ; sg:measure measure:antal-enheter ; sg:value 1400 ; sg:approximate true . }
<document/b> { <document/b> a sg:Document ; skos:prefLabel "Sida B"@sv .
  <document/b#s-1> a sg:Passage ; sg:passageOf <document/b> ; sg:ordinal 1 ; sg:position 1 ; sg:restated true .
  <document/b#s-1-lasning> a sg:Reading ; sg:readingOf <document/b#s-1> ; skos:editorialNote "Läst så."@sv . }
<document/b#s-1> { <body/x> a sg:PoliticalBody ; skos:prefLabel "nämnden"@sv .
  <figure/2> a sg:Figure ; sg:of <body/x> ; sg:measure measure:antal-enheter ; sg:value 1500 . }
<document/b#s-1-lasning> { <initiative/x> sg:from "2013-06-01"^^xsd:date . }
"""


@pytest.fixture
def graph(make_root: MakeRoot) -> Graph:
    return open_graph(make_root(data=_DATA))


def test_the_report_tells_values_times_and_sources(graph: Graph) -> None:
    assert (
        render_conflicts(graph, conflicts(graph)).replace("\N{NO-BREAK SPACE}", " ")
        == """\
MOTSÄGELSER MELLAN KÄLLOR
1 säkra, 1 möjligen förändringar över tid.

SÄKRA: allt kan inte stämma för samma tid

  • Olika datum för ”från”: ny organisation
    1 juni 2013 (läst) [1]
    1 juli 2013 [2]

MÖJLIGEN EN FÖRÄNDRING ÖVER TID: källorna säger inte om det är samma tid

  • Olika tal för antal enheter: nämnden
    cirka 1 400 (känt 28 juni 2013) [2]
    1 500 (odaterat) [3]

KÄLLOR

  [1] Sida B (odaterat): läsning av återgiven uppgift 1
      Läst så.

  [2] Sida A (28 juni 2013): återgiven uppgift 1
      återgivet: 1 juli 2013

  [3] Sida B (odaterat): återgiven uppgift 1
"""
    )


def test_the_report_in_markdown_and_english(graph: Graph) -> None:
    text = render_conflicts(graph, conflicts(graph), "markdown", "en")
    assert text.startswith("# CONFLICTS BETWEEN SOURCES\n\n1 certain, 1 possibly changes over time.")
    assert "- Different dates for “from”: ny organisation\n  - 1 June 2013 (read) \\[1\\]" in text
    assert "about 1,400 (known 28 June 2013)" in text


def test_json_has_every_field(graph: Graph) -> None:
    first, second = json.loads(render_conflicts(graph, conflicts(graph), "json"))
    assert (first["kind"], first["strength"], first["total"], first["parts"]) == ("stated-dates", "certain", None, [])
    assert first["about"] == {"iri": f"{BASE}initiative/x", "id": "initiative/x", "label": "ny organisation"}
    assert first["values"][0]["sources"][0]["kind"] == "reading"
    assert second["title"] == "Olika tal för antal enheter: nämnden"
    assert second["values"][0] == {
        "value": "1400",
        "text": "cirka 1\N{NO-BREAK SPACE}400",
        "approximate": True,
        "acting": False,
        "unit": None,
        "node": f"{BASE}figure/1",
        "time": {"from": None, "until": None, "on": [], "known": ["2013-06-28"]},
        "sources": [
            {
                "graph": f"{BASE}document/a#s-1",
                "kind": "stated",
                "passage": f"{BASE}document/a#s-1",
                "place": "återgiven uppgift 1",
                "document": f"{BASE}document/a",
                "document_label": "Sida A",
                "document_date": "2013-06-28",
            }
        ],
    }


@pytest.mark.parametrize(("language", "words"), [("sv", "Inga motsägelser"), ("en", "No conflicts were found")])
def test_no_conflicts_say_so(graph: Graph, language: str, words: str) -> None:
    reports = {form: render_conflicts(graph, [], form, language) for form in FORMATS}
    assert words in reports["text"]
    assert words in reports["markdown"]
    assert reports["json"] == "[]\n"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", list(FORMATS))
def test_the_city_is_told_in_every_form(shipped: Graph, form: str, language: str) -> None:
    text = render_conflicts(shipped, conflicts(shipped), form, language)
    assert "{property}" not in text
    total = {"sv": "29 112 500 kr", "en": "SEK 29,112,500"}[language]
    assert ("29112500" if form == "json" else total) in text.replace("\N{NO-BREAK SPACE}", " ")


def test_another_format_or_language_is_an_error_that_names_those_there_are(graph: Graph) -> None:
    with pytest.raises(StyrgrafError, match="no format “yaml”") as caught:
        render_conflicts(graph, [], "yaml")
    assert "text, markdown, json" in str(caught.value)
    with pytest.raises(StyrgrafError, match="not written in “fi”"):
        render_conflicts(graph, [], "text", "fi")
