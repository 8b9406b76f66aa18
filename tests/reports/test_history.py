"""The report of a life."""

from __future__ import annotations

import json

import pytest

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reports.history import FORMATS, render_history
from styrgraf.store import Graph
from styrgraf.timeline.history import history


def _tell(graph: Graph, name: str, form: str = "text", language: str = "sv") -> str:
    text = render_history(graph, history(graph, BASE + name), form, language)
    return " ".join(text.split()) if form == "text" else text


def test_a_posts_holders(shipped: Graph) -> None:
    text = _tell(shipped, "post/stadskontoret/stadsdirektor")
    first = text.index("Jan-Inge Ahlfridh (till 16 oktober 2017, känt 28 juni 2013, 15 januari 2014")
    second = text.index("Andreas Norbrant (tillförordnad, känt 16 oktober 2017, 23 november 2017")
    third = text.index("Andreas Norbrant (till 31 december 2026, känt 2019, november 2019")
    assert first < second < third


def test_a_persons_posts_with_party_in_english(shipped: Graph) -> None:
    text = _tell(shipped, "person/roko-kursar", language="en")
    assert "POSTS IN TIME ORDER" in text
    assert "until 15 July 2024" in text


def test_a_merger(shipped: Graph) -> None:
    text = _tell(shipped, "unit/fastighets-och-gatukontoret")
    assert "FÖREGÅNGARE" in text
    assert "gatukontoret → fastighets- och gatukontoret (sammanslagning, 1 juli 2018)" in text
    assert "styrs av: tekniska nämnden" in text
    assert "Ingen sida säger att det har upphört." in text


def test_a_successor(shipped: Graph) -> None:
    text = _tell(shipped, "unit/gatukontoret")
    assert "EFTERFÖLJARE" in text
    assert "upphörde genom en förändring 1 juli 2018 (härlett)" in text
    assert "Ingen sida säger när det började." in text


def test_owners_and_what_is_owned(shipped: Graph) -> None:
    text = _tell(shipped, "company/malmo-stadshus-ab")
    assert "ÄGARE • Malmö stad (känt 31 december 2014, augusti 2016" in text
    assert "Vagnparken i Skåne AB (helägt, känt 31 december 2014, augusti 2016" in text
    assert "79 %, till 1 januari 2011" in _tell(shipped, "company/va-syd")


def test_what_no_page_says_is_said(shipped: Graph) -> None:
    assert "Bara förslag nämner det" in _tell(shipped, "body/vard-och-omsorgsnamnden")
    assert "namnbyte, ingen sida säger när" in _tell(shipped, "company/boplats-syd-ab")
    assert "No page says when it began." in _tell(shipped, "body/kommunstyrelsen", language="en")


def test_every_source_that_is_cited_is_listed(shipped: Graph) -> None:
    text = render_history(shipped, history(shipped, f"{BASE}unit/stadskontoret"))
    body, _, sources = text.partition("\nKÄLLOR\n")
    assert "[1" in body
    assert "[1]" in sources


def test_json_has_each_line_with_sources(shipped: Graph) -> None:
    content = json.loads(_tell(shipped, "post/gatukontoret/gatudirektor", "json"))
    assert content["subject"] == "post"
    (holding,) = content["holdings"]
    assert holding["acting"] is True
    assert holding["person"]["id"] == "person/bo-andersson"
    assert [one["date"] for one in holding["from"]] == ["2016-10-31"]
    cited = {source["graph"] for source in content["sources"]}
    assert set(holding["sources"]) <= cited


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_organisation_has_a_report(shipped: Graph, form: str, language: str) -> None:
    for name in ("body/malmo-stad", "party/socialdemokraterna", "group/malmo-stad/tillvaxtkommissionen", "unit/rikc"):
        assert _tell(shipped, name, form, language).strip()


def test_unknown_formats_and_languages_are_told(shipped: Graph) -> None:
    with pytest.raises(StyrgrafError, match="no format"):
        _tell(shipped, "unit/gatukontoret", "pdf")
    with pytest.raises(StyrgrafError, match="not written in"):
        _tell(shipped, "unit/gatukontoret", language="fi")
