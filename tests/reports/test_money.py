from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from nasty_labels import NASTY
from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError
from styrgraf.money import Money, Uncounted, money
from styrgraf.money.sankey import Column, panels
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.money import FORMATS, render_money
from styrgraf.store import Graph, Iri

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def city(shipped: Graph) -> Money:
    return money(shipped)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same_each_time(shipped: Graph, city: Money, form: str, language: str) -> None:
    told = render_money(shipped, city, form, language)
    assert told.endswith("\n")
    assert told == render_money(shipped, money(shipped), form, language)


def test_unknown_formats_and_languages_are_refused(shipped: Graph, city: Money) -> None:
    with pytest.raises(StyrgrafError, match="no format"):
        render_money(shipped, city, "pdf")
    with pytest.raises(StyrgrafError, match="not written in"):
        render_money(shipped, city, "text", "fi")


def test_the_text_tells_what_is_asked_for_and_cites(shipped: Graph) -> None:
    told = re.sub(r"\s+", " ", render_money(shipped, money(shipped, year=2020)))
    assert (
        "Jobbpakten 2020: 29 112 500 kr föreslås eller söks, 22 000 000 kr är avsatta, 7 112 500 kr mer än så" in told
    )
    cited = {int(number) for found in re.findall(r"\[([\d, ]+)\]", told) for number in found.split(",")}
    listed = {int(number) for number in re.findall(r"\[(\d+)\] ", told.split("KÄLLOR")[1])}
    assert cited == listed == set(range(1, len(listed) + 1))
    assert "flöden utan känt år är inte med" in told


def test_the_text_says_what_is_counted(shipped: Graph, city: Money) -> None:
    told = re.sub(r"\s+", " ", render_money(shipped, city))
    assert "räknas inte: ingår i 40 miljoner kr till jobbsatsningar, som räknas" in told
    assert "belopp ej angivet" in told
    assert "Summan kan räkna pengar två gånger" in told
    assert "772 000 000 kr ansökt (investeringar: 4)" in told


def test_lines_fit_a_terminal(shipped: Graph, city: Money) -> None:
    assert max(map(len, render_money(shipped, city).splitlines())) <= 80


def test_csv_has_a_row_for_each_flow(shipped: Graph, city: Money) -> None:
    rows = list(csv.DictReader(io.StringIO(render_money(shipped, city, "csv"))))
    assert [row["iri"] for row in rows] == [flow.iri for flow in city.flows]
    row = next(row for row in rows if row["iri"].endswith("transfer/jobbpakten-2020/arbetsmarknads-och-socialnamnden"))
    assert (row["amount"], row["currency"], row["year"]) == ("17800000", "SEK", "2020")
    assert (row["status_name"], row["giver_name"], row["document_date"]) == (
        "föreslagen",
        "kommunstyrelsen",
        "2020-02-21",
    )
    assert all(re.fullmatch(r"(\d+(\.\d+)?)?", row["amount"]) for row in rows)
    # Whoever sums the rows that count gets the sums of the report.
    counted = sum(int(row["amount"]) for row in rows if row["counted"] == "true" and row["kind"] == "investment")
    assert counted == 772_000_000


def test_json_holds_all(shipped: Graph, city: Money) -> None:
    told = json.loads(render_money(shipped, city, "json", "en"))
    assert len(told["flows"]) == len(city.flows)
    assert told["excesses"][0]["above"] == "7112500"
    assert {one["family"] for one in told["sums"]["status"]} == {"money", "investments", "guarantees"}


def test_nothing_found_is_said(shipped: Graph) -> None:
    nothing = money(shipped, year=1900)
    assert "Inga pengar hittades." in render_money(shipped, nothing)
    assert len(render_money(shipped, nothing, "csv").splitlines()) == 1
    for form in ("html", "svg", "json"):
        assert render_money(shipped, nothing, form)


# The drawing


def test_the_drawing_stands_alone_and_tells_itself_in_words(shipped: Graph, city: Money) -> None:
    told = render_money(shipped, city, "svg")
    root = ET.fromstring(told)
    assert not root.findall(f".//{SVG}script")
    assert not re.search(r"(href|src)=|@import|url\((?!#)", told)
    named = {element.get("id") for element in root.iter()}
    assert set((root.get("aria-labelledby") or "").split()) <= named
    description = root.findtext(f"{SVG}desc") or ""
    assert "kommunstyrelsen → beslutad: 39 600 000 kr" in description.replace("\N{NO-BREAK SPACE}", " ")
    assert "currentColor" in told
    assert "prefers-color-scheme: dark" in told
    # Each band has a pattern of its status, which is there, and words for it.
    bands = [group for group in root.iter(f"{SVG}g") if group.get("class") == "band"]
    assert bands
    for group in bands:
        path = group.find(f"{SVG}path")
        assert path is not None
        assert (path.get("fill") or "").removeprefix("url(#").removesuffix(")") in named
        assert group.findtext(f"{SVG}title")
    words = {text.text for text in root.iter(f"{SVG}text")}
    assert {"föreslagen", "ansökt", "avsatt", "beslutad", "status ej angiven"} <= words


def test_bands_are_as_wide_as_their_amounts_and_bars_do_not_overlap(city: Money) -> None:
    for panel in panels(city, lambda _: 40.0):
        wide = [(float(band.amount.total or 0), band.height) for band in panel.bands if band.height > 2.5]
        assert len({round(height / total, 9) for total, height in wide}) == 1
        for column in Column:
            bars = [bar for bar in panel.bars if bar.column is column]
            for upper, lower in pairwise(bars):
                assert upper.y + upper.height <= lower.y
                assert upper.top + 40 <= lower.top
        # What is given is received, status by status.
        for outgoing in (True, False):
            for bar in panel.bars:
                if bar.column is Column.STATUS:
                    ends = sum(
                        float(b.amount.total or 0)
                        for b in panel.bands
                        if b.outgoing is outgoing and b.amount.status == bar.status
                    )
                    assert ends == float(sum(one.total or 0 for one in bar.sums))


# The page


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.scripts = 0
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.scripts += tag == "script"
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name in ("href", "src") if (value := found.get(name))]
        if tag not in {"meta", "link", "input", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_stands_alone_and_its_links_lead_somewhere(shipped: Graph, city: Money, language: str) -> None:
    page = _Page(render_money(shipped, city, "html", language))
    assert page.scripts == 0
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= set(page.ids)
    assert {link for link in page.links if not link.startswith("#")} == {"data:,"}


def test_the_page_has_the_style_of_the_other_page(shipped: Graph, city: Money) -> None:
    assert "--strong-rule" in render_money(shipped, city, "html")


@pytest.mark.parametrize("label", NASTY)
def test_nasty_names_do_no_harm(make_root: MakeRoot, label: str) -> None:
    name = json.dumps(label, ensure_ascii=False)
    facts = f"""<document/x#titel> {{ <transfer/t> a sg:Transfer ; sg:amount 5 ; sg:currency "SEK" ;
      skos:prefLabel {name}@sv ; sg:paidTo <body/b> . <body/b> skos:prefLabel {name}@sv . }}"""
    graph = open_graph(make_root(data=facts))
    found = money(graph, body=Iri(f"{BASE}body/b"))
    for form in FORMATS:
        told = render_money(graph, found, form)
        assert "<script" not in told or form in ("text", "csv", "json", "markdown")
    assert _Page(render_money(graph, found, "html")).scripts == 0
    ET.fromstring(render_money(graph, found, "svg"))
    (row,) = csv.DictReader(io.StringIO(render_money(graph, found, "csv")))
    assert not row["name"].startswith(("=", "+", "-", "@"))


def test_a_frame_without_guarantor_says_how_it_was_read(shipped: Graph, city: Money) -> None:
    assert any(flow.uncounted is Uncounted.FRAME for flow in city.flows)
    assert "läst av Styrgraf" in re.sub(r"\s+", " ", render_money(shipped, city))
