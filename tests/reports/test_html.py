from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from small_graphs import MakeRoot
from styrgraf.lineage import identify, trace_lineage
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.html import lineage_to_html
from styrgraf.reports.story import outline_lineage
from styrgraf.store import Graph, Iri

CASE = Iri(f"{BASE}case/STK-2023-822")
VOID = {"meta", "link", "input", "br", "hr", "img"}


class _Page(HTMLParser):
    """Reads a page: its elements with their attributes, and its text; checks that elements are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title", "desc"} & set(self.open):
            self.texts.append(data)

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.texts))


def _page(graph: Graph, focus: Iri = CASE, language: str = "sv") -> _Page:
    return _Page(lineage_to_html(graph, trace_lineage(graph, focus, language=language)))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_tells_all_that_the_report_tells(texts: Graph, language: str) -> None:
    page = _page(texts, language=language)
    outline = outline_lineage(texts, trace_lineage(texts, CASE, language=language))
    words = re.sub(r"\W+", "", page.words)
    for section in outline.sections:
        for item in section.items:
            lines = [*item.lines, *(part for line in item.lines for part in line.sublines)]
            for text in (item.title, item.note, *(line.text for line in lines)):
                # The state of a step stands between its name and what shows it, with signs around it.
                assert re.sub(r"\W+", "", text) in words, text
        for line in section.remarks:
            assert re.sub(r"\W+", "", line.text) in words
    assert page.named("html")[0]["lang"] == language


def test_the_page_needs_nothing_from_elsewhere(texts: Graph) -> None:
    text = lineage_to_html(texts, trace_lineage(texts, CASE))
    page = _Page(text)
    addresses = [
        value for _, attributes in page.elements for name, value in attributes.items() if name in ("href", "src")
    ]
    assert addresses
    assert all(address.startswith("#") or address == "data:," for address in addresses)
    assert not page.named("script")
    assert not re.search(r"@import|url\(", text)


def test_each_link_has_its_target_and_each_source_is_cited(texts: Graph) -> None:
    page = _page(texts)
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(names) == len(set(names))
    targets = {link["href"].removeprefix("#") for link in page.named("a")}
    assert targets <= set(names)
    sources = {name for name in names if re.fullmatch(r"source-\d+", name)}
    outline = outline_lineage(texts, trace_lineage(texts, CASE))
    assert len(sources) == len(outline.sections[-1].items)
    assert sources <= targets
    described = {name for _, attributes in page.elements for name in attributes.get("aria-labelledby", "").split()}
    assert described <= set(names)


def test_headings_and_landmarks_are_in_order(texts: Graph) -> None:
    page = _page(texts)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower <= upper + 1 for upper, lower in pairwise(levels))
    assert [len(page.named(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert page.named("a")[0] == {"class": "skip", "href": "#main"}
    assert len(page.named("caption")) == len(page.named("table")) == 1
    assert all(cell["scope"] in ("row", "col") for cell in page.named("th"))


def test_the_summary_counts_steps_sums_and_gaps(texts: Graph) -> None:
    words = _page(texts).words.partition("Härkomsten i bild")[0]
    assert "2 av 7 steg är belagda, 3 är planerade, 2 saknas." in words
    assert "avsatt 2023 2 000 000 kr" in words
    assert "föreslagen 2023 2 000 000 kr" in words
    assert "luckor: vad ingen källa visar 8" in words


def test_sources_show_on_what_authority_they_stand(texts: Graph) -> None:
    kinds = [
        attributes["class"] for attributes in _page(texts).named("span") if "badge " in attributes.get("class", "")
    ]
    assert set(kinds) == {"badge stated", "badge reading"}
    assert kinds[:2] == ["badge stated", "badge reading"]
    words = _page(texts, identify(texts, "Carina Tempel")).words
    assert "Källor" in words


def test_steps_are_told_in_signs_and_words(texts: Graph) -> None:
    page = _page(texts)
    states = [a["class"] for a in page.named("li") if a.get("class") in ("evidenced", "planned", "missing")]
    assert states == ["evidenced"] * 2 + ["planned"] * 3 + ["missing"] * 2
    assert "● initiativ belagt" in page.words
    assert "○ verkställighet saknas" in page.words


def test_labels_that_look_like_markup_stay_text(make_root: MakeRoot) -> None:
    evil = '<script>alert(1)</script> " {{ 7 * 7 }} &amp; [1]'
    quoted = evil.replace('"', r"\"")
    facts = f"""
    <document/a> {{ <document/a> a sg:Document ; dcterms:title "{quoted}"@sv .
      <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> ; sg:keyPhrase "{quoted}" . }}
    <document/a#s-1> {{ <case/X-2020-1> a sg:Case ; dcterms:title "{quoted}"@sv .
      <proposal/X-2020-1/1> a sg:Proposal ; skos:prefLabel "{quoted}"@sv ; sg:inCase <case/X-2020-1> . }}"""
    graph = open_graph(make_root(a=facts))
    page = _page(graph, Iri(f"{BASE}case/X-2020-1"))
    assert not page.named("script")
    assert page.words.count("<script>alert(1)</script>") >= 4
    assert "49" not in page.words


def test_a_thing_without_lineage_or_case_has_a_page(texts: Graph) -> None:
    assert "Ingen härkomst är belagd" in _page(texts, identify(texts, "Carina Tempel")).words


def test_a_page_is_the_same_from_run_to_run(texts: Graph) -> None:
    first = lineage_to_html(texts, trace_lineage(texts, CASE))
    graph = open_graph()
    assert lineage_to_html(graph, trace_lineage(graph, CASE)) == first
    assert first.endswith("</html>\n")
