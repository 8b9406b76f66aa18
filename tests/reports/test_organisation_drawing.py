"""The organisation on a day as a drawing and as a page: complete, readable, and safe."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from nasty_labels import NASTY
from small_graphs import MakeRoot
from styrgraf.cli import main
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.drawing.columns import allot, fold
from styrgraf.reports.drawing.style import DARK, LIGHT
from styrgraf.reports.drawing.words import width
from styrgraf.reports.organisation import render_organisation
from styrgraf.reports.organisation.chart import Chart, Entry, chart_organisation
from styrgraf.store import Graph
from styrgraf.timeline.organisation import organisation
from styrgraf.timeline.records import Absence, Certainty, Organisation, Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SVG = "{http://www.w3.org/2000/svg}"
DAYS = (None, "2012-06-01", "2016-01-01", "2020")
SIZES = {"crown": (18, True), "top": (14, True), "name": (12, True), "small": (12, False), "quiet": (11, False)}
# Text that runs out of its box, and text that stands out too little from it; axe leaves text in SVG out.
SPILLS = """() => [...document.querySelectorAll('.sgo .thing')].flatMap(thing => {
  const room = thing.querySelector('.box').getBBox();
  return [...thing.querySelectorAll('text')].filter(text => {
    const box = text.getBBox();
    return box.x < room.x || box.x + box.width > room.x + room.width || box.y + box.height > room.y + room.height
      || box.y < room.y || parseFloat(getComputedStyle(text).fontSize) < 11;
  }).map(text => text.textContent);
})"""
CONTRASTS = """() => {
  const light = value => value.match(/[\\d.]+/g).map(Number).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  return [...document.querySelectorAll('.sgo text')].map(text => {
    const near = text.parentElement.querySelector(':scope > .box') || document.querySelector('.sgo .paper');
    const [a, b] = [text, near].map(one => light(getComputedStyle(one).fill)).sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""


@pytest.fixture(scope="module", params=DAYS, ids=str)
def found(request: pytest.FixtureRequest, shipped: Graph) -> Organisation:
    return organisation(shipped, request.param)


@pytest.fixture(scope="module")
def in_2016(shipped: Graph) -> Organisation:
    return organisation(shipped, "2016-01-01")


def _drawn(graph: Graph, found: Organisation, language: str = "sv") -> ET.Element:
    return ET.fromstring(render_organisation(graph, found, "svg", language))


def _things(root: ET.Element) -> dict[str, ET.Element]:
    return {one.attrib["data-id"]: one for one in root.iter(f"{SVG}g") if "data-id" in one.attrib}


def _boxes(root: ET.Element) -> dict[str, tuple[float, float, float, float]]:
    boxes = {}
    for name, thing in _things(root).items():
        box = thing.find(f"{SVG}rect")
        assert box is not None
        x, y, wide, high = (float(box.attrib[key]) for key in ("x", "y", "width", "height"))
        boxes[name] = (x, y, wide, high)
    return boxes


def _words(element: ET.Element) -> str:
    # A name may be broken anywhere; a note has spaces that do not break.
    return " ".join(text.text or "" for text in element.iter(f"{SVG}text")).replace("\N{NO-BREAK SPACE}", " ")


def _hint(thing: ET.Element) -> str:
    return thing.findtext(f"{SVG}title") or ""


def _walk(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.below)


def _charted(chart: Chart) -> list[Entry]:
    return [entry for band in chart.parts() for entry in _walk(band.entries)]


# The drawing


def test_every_thing_is_drawn_once(shipped: Graph, found: Organisation) -> None:
    root = _drawn(shipped, found)
    drawn = Counter(one.attrib["data-id"] for one in root.iter() if "data-id" in one.attrib)
    assert drawn == Counter(thing.iri for thing in found.things if thing.role is not Role.CITY)
    assert len(drawn) > 150


def test_every_line_of_the_tree_is_drawn_as_sure_as_it_is(shipped: Graph, found: Organisation) -> None:
    root = _drawn(shipped, found)
    lines = Counter(
        (one.get("class") or "").split()[1]
        for one in root.iter(f"{SVG}path")
        if (one.get("class") or "")[:5] == "line "
    )
    below = [child for entry in _charted(chart_organisation(shipped, found, "sv")) for child in entry.below]
    assert lines == Counter(child.link.certainty.value for child in below if child.link)
    assert len(below) > 80


def test_no_two_boxes_overlap(shipped: Graph, found: Organisation) -> None:
    root = _drawn(shipped, found)
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    boxes = _boxes(root)
    assert all(x >= 0 and y >= 0 and x + w <= wide and y + h <= high for x, y, w, h in boxes.values())
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
        assert apart, f"{one} overlaps {other}"


def test_no_text_is_wider_than_its_box(shipped: Graph, found: Organisation) -> None:
    root = _drawn(shipped, found)
    boxes = _boxes(root)
    for name, thing in _things(root).items():
        x, y, wide, high = boxes[name]
        for text in thing.iter(f"{SVG}text"):
            if text.get("class") == "doubt":
                continue
            size, bold = SIZES[text.get("class") or ""]
            assert float(text.attrib["x"]) + width(text.text or "", size, bold=bold) <= x + wide
            assert y + size * 0.7 <= float(text.attrib["y"]) <= y + high - size * 0.25


def test_parts_stand_below_and_inside_of_what_they_belong_to(shipped: Graph, in_2016: Organisation) -> None:
    boxes = _boxes(_drawn(shipped, in_2016))
    for entry in _charted(chart_organisation(shipped, in_2016, "sv")):
        x, y, wide, high = boxes[entry.iri]
        for child in entry.below:
            left, top, room, _ = boxes[child.iri]
            assert top >= y + high
            assert x < left
            assert left + room <= x + wide + 0.11  # lengths are written with one decimal


def test_the_council_stands_above_all(shipped: Graph, found: Organisation) -> None:
    boxes = _boxes(_drawn(shipped, found))
    top = min(boxes.values(), key=lambda box: box[1])
    assert boxes[f"{BASE}body/kommunfullmaktige"] == top
    assert boxes[f"{BASE}body/kommunstyrelsen"][0] == min(x for x, *_ in boxes.values())


def test_the_sheet_has_about_the_proportions_of_a_paper(shipped: Graph, found: Organisation) -> None:
    root = _drawn(shipped, found)
    assert 1.2 < float(root.attrib["height"]) / float(root.attrib["width"]) < 1.7


def test_2016_has_the_five_districts_of_2013(shipped: Graph, in_2016: Organisation) -> None:
    # Checked against the press release of 28 June 2013: ten districts became five on 1 July.
    districts = {f"{BASE}district/stadsomrade-{name}" for name in ("innerstaden", "norr", "soder", "vaster", "oster")}
    things = _things(_drawn(shipped, in_2016))
    assert districts <= set(things)
    assert {"district", "certain"} <= set(things[f"{BASE}district/stadsomrade-norr"].attrib["class"].split())
    assert "från 2013-07-01" in _words(things[f"{BASE}district/stadsomrade-norr"])


def test_certainty_is_told_by_line_mark_and_words(shipped: Graph, in_2016: Organisation) -> None:
    things = _things(_drawn(shipped, in_2016))
    for thing in in_2016.things:
        if thing.role is Role.CITY:
            continue
        drawn, certainty = things[thing.iri], thing.standing.certainty
        assert certainty.value in drawn.attrib["class"].split()
        full = [one for one in drawn if "full" in (one.get("class") or "")]
        doubt = [one for one in drawn if one.get("class") == "doubt"]
        shapes = {Certainty.CERTAIN: ["circle"], Certainty.STRETCHED: ["path"], Certainty.UNDATED: []}
        assert [one.tag.removeprefix(SVG) for one in full] == shapes[certainty]
        assert len(doubt) == (certainty is Certainty.UNDATED)
    style = re.sub(r"\s+", " ", render_organisation(shipped, in_2016, "svg"))
    assert ".sgo .stretched .box, .sgo .line.stretched { stroke-dasharray" in style
    assert ".sgo .undated .box, .sgo .line.undated { stroke-dasharray" in style


def test_a_tooltip_says_dates_how_it_is_known_and_where(shipped: Graph, in_2016: Organisation) -> None:
    things = _things(_drawn(shipped, in_2016))
    hint = _hint(things[f"{BASE}unit/sociala-resursforvaltningen"])
    assert hint.startswith("sociala resursförvaltningen, förvaltning\n• säkert: till 2017-04-30, känt 2016-01 (")
    assert re.search(r"^ {3}\[\d+\] .+ \(.*2016.*\): .+$", hint, re.MULTILINE)
    assert "• hör till sociala resursnämnden – " in hint
    port = _hint(things[f"{BASE}company/copenhagen-malmo-port-ab"])
    assert port.startswith("Copenhagen Malmö Port AB, aktiebolag, 27,5 %\n")
    assert "• också ägare: Udviklingsselskabet By & Havn I/S, 50 % – utsträckt: känt 2016-12-31" in port
    assert all("•" in _hint(thing) for thing in things.values())


def test_the_legend_counts(shipped: Graph, in_2016: Organisation) -> None:
    words = _words(_drawn(shipped, in_2016))
    things, links = in_2016.count_things(), in_2016.count_links()
    for certainty in Certainty:
        assert f"{things[certainty]} saker, {links[certainty]} linjer" in words
    roles = Counter(thing.role for thing in in_2016.things)
    assert f"{roles[Role.BODY]} politiska organ" in words
    assert f"{roles[Role.ENTERPRISE]} företag och förbund" in words


def test_what_is_left_out_is_listed_with_the_reason(shipped: Graph, in_2016: Organisation) -> None:
    words = _words(_drawn(shipped, in_2016))
    why = Counter(left.why for left in in_2016.left)
    assert f"Utelämnat: hade upphört ({why[Absence.ENDED]})" in words
    assert f"Utelämnat: hade inte börjat ({why[Absence.NOT_BEGUN]})" in words
    assert "fastighets- och gatukontoret från 2018-07-01" in words
    chart = chart_organisation(shipped, in_2016, "sv")
    listed = Counter(one.iri for group in chart.left for one in group.things)
    assert listed == Counter(left.iri for left in in_2016.left)


@pytest.mark.parametrize("form", ["svg", "html"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_both_are_the_same_each_time_and_need_nothing_else(shipped: Graph, form: str, language: str) -> None:
    told = render_organisation(shipped, organisation(shipped, "2016"), form, language)
    assert told == render_organisation(shipped, organisation(shipped, "2016"), form, language)
    assert told.endswith("\n")
    assert "<script" not in told
    assert not re.search(r"@import|url\(|src=", told)
    assert ("Left out" in told, "Utelämnat" in told) == (language == "en", language == "sv")


def test_the_drawing_tells_itself_in_words(shipped: Graph, in_2016: Organisation) -> None:
    root = _drawn(shipped, in_2016)
    named = {element.get("id") for element in root.iter()}
    assert set((root.get("aria-labelledby") or "").split()) <= named
    assert root.findtext(f"{SVG}title") == "Malmö stad: Organisationen 1 januari 2016"
    assert "Överst kommunfullmäktige; därunder kommunstyrelsen" in (root.findtext(f"{SVG}desc") or "")


def test_an_empty_graph_is_told(make_root: MakeRoot) -> None:
    graph = open_graph(make_root(empty=""))
    for form in ("svg", "html"):
        assert "Inget är känt" in render_organisation(graph, organisation(graph, "2016"), form)


def test_rings_and_deep_trees_are_drawn(make_root: MakeRoot) -> None:
    units = " ".join(f"<unit/u{n}> a org:OrganizationalUnit ; org:unitOf <unit/u{n + 1}> ." for n in range(40))
    ring = "<unit/a> a org:OrganizationalUnit ; org:unitOf <unit/b> . <unit/b> a org:OrganizationalUnit ;"
    trig = f"""<document/d> {{ <document/d> a sg:Document . <document/d#1> a sg:Passage ; sg:passageOf <document/d> }}
    <document/d#1> {{ {units} <unit/u40> a org:OrganizationalUnit . {ring} org:unitOf <unit/a> . }}"""
    graph = open_graph(make_root(deep=trig))
    boxes = _boxes(_drawn(graph, organisation(graph)))
    assert len(boxes) == 43
    assert min(wide for _, _, wide, _ in boxes.values()) > 120


@pytest.mark.parametrize("label", NASTY)
def test_nasty_names_do_no_harm(make_root: MakeRoot, label: str) -> None:
    name = json.dumps(label, ensure_ascii=False)
    trig = f"""<document/d> {{ <document/d> a sg:Document ; dcterms:title {name}@sv .
      <document/d#1> a sg:Passage ; sg:passageOf <document/d> ; sg:ordinal 1 ; sg:heading {name} }}
    <document/d#1> {{ <body/a> a sg:PoliticalBody ; skos:prefLabel {name}@sv .
      <unit/a> a org:OrganizationalUnit ; sg:governedBy <body/a> ; skos:prefLabel {name}@sv .
      <unit/b> a org:OrganizationalUnit ; sg:until "2000"^^xsd:gYear ; skos:prefLabel {name}@sv . }}"""
    graph = open_graph(make_root(nasty=trig))
    found = organisation(graph, "2016")
    root = _drawn(graph, found)
    assert len(_things(root)) == 2
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "g", "path", "circle", "text")
    }
    page = _Page(render_organisation(graph, found, "html"))
    assert page.tags.isdisjoint({"script", "evil", "b", "html>"})


# The columns


@given(st.lists(st.floats(1, 500), max_size=25), st.integers(1, 9), st.floats(0, 20))
def test_columns_keep_the_order_and_are_as_low_as_they_can_be(heights: list[float], most: int, gap: float) -> None:
    columns = fold(heights, most, gap)
    assert [place for column in columns for place in column] == list(range(len(heights)))
    assert len(columns) <= most
    assert all(columns)

    def high(places: range) -> float:
        return sum(heights[place] + gap for place in places) - gap

    def lowest(start: int, left: int) -> float:
        if start == len(heights):
            return 0.0
        if left == 1:
            return high(range(start, len(heights)))
        ends = range(start + 1, len(heights) + 1)
        return min(max(high(range(start, end)), lowest(end, left - 1)) for end in ends)

    if len(heights) <= 8:
        assert max(map(high, columns), default=0.0) <= lowest(0, most) + 0.02


def test_columns_are_even() -> None:
    assert fold([10] * 12, 4, 2) == [range(0, 3), range(3, 6), range(6, 9), range(9, 12)]
    # One high card does not leave the other columns for the last.
    assert [len(column) for column in fold([100, *[10] * 12], 4, 0)] == [1, 4, 4, 4]


def test_columns_go_to_the_highest_group() -> None:
    heights = ([10.0] * 12, [10.0] * 3, [10.0])
    shares = allot(3, 6, lambda group, share: -(-len(heights[group]) // share) * 10.0)
    assert shares == [4, 1, 1]


# The page


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        if tag not in {"meta", "link", "input", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_stands_alone_and_its_links_lead_somewhere(
    shipped: Graph, in_2016: Organisation, language: str
) -> None:
    page = _Page(render_organisation(shipped, in_2016, "html", language))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= set(page.ids)
    assert {link for link in page.links if not link.startswith("#")} == {"data:,"}


def test_the_page_has_each_thing_with_its_source(shipped: Graph, in_2016: Organisation) -> None:
    told = render_organisation(shipped, in_2016, "html")
    assert told.count("<summary>") == sum(thing.role is not Role.CITY for thing in in_2016.things)
    office = told[told.index('<span class="who">sociala resursförvaltningen</span>') :]
    office = office[: office.index("</ul>")]
    assert "säkert: till 2017-04-30, känt 2016-01" in office
    assert re.search(r'href="#source-\d+"', office)
    assert re.search(r'<span class="place">.+ \(.*2016.*\): .+</span>', office)


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "org.svg"
    result = CliRunner().invoke(main, ["org", "--as-of", "2016-01-01", "--format", "svg", "-o", str(path)])
    assert (result.exit_code, result.output) == (0, "")
    assert ET.fromstring(path.read_text(encoding="utf-8")).tag == f"{SVG}svg"


# In a browser


@pytest.fixture(scope="module")
def pages(shipped: Graph, in_2016: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("organisation")
    for language in ("sv", "en"):
        for form in ("svg", "html"):
            told = render_organisation(shipped, in_2016, form, language)
            (folder / f"{language}.{form}").write_text(told, encoding="utf-8")
    return folder


def _open(browser: Browser, path: Path, wide: int = 1280, scheme: str = "light") -> Page:
    dark = scheme == "dark"
    page = browser.new_page(viewport={"width": wide, "height": 800}, color_scheme="dark" if dark else "light")
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize(("language", "scheme"), [("sv", "light"), ("en", "dark")])
def test_axe_finds_nothing_open_or_closed(browser: Browser, pages: Path, language: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = _open(browser, pages / f"{language}.html", 1280, scheme)
    assert axe.Axe().run(page).response["violations"] == []
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert axe.Axe().run(page).response["violations"] == []
    page.close()


@pytest.mark.parametrize("wide", [320, 360, 768, 1280])
def test_the_page_is_as_wide_as_the_screen(browser: Browser, pages: Path, wide: int) -> None:
    page = _open(browser, pages / "sv.html", wide)
    assert page.evaluate("document.documentElement.scrollWidth") == wide
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == wide
    page.close()


def test_the_page_asks_nothing_of_any_other_place(browser: Browser, pages: Path) -> None:
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda request: heard.append(request.url))
    address = (pages / "sv.html").as_uri()
    page.goto(address)
    assert [one for one in heard if one != "data:,"] == [address]
    page.close()


def test_the_keyboard_opens_a_thing(browser: Browser, pages: Path) -> None:
    page = _open(browser, pages / "sv.html", 360)
    unit = page.locator(".who").get_by_text("stadskontoret", exact=True)
    assert not unit.is_visible()
    page.locator("summary", has_text="kommunstyrelsen").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert unit.is_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_text_of_the_drawing_fits_and_stands_out(browser: Browser, pages: Path, language: str, scheme: str) -> None:
    page = _open(browser, pages / f"{language}.svg", scheme=scheme)
    assert page.evaluate(SPILLS) == []
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 400
    assert min(contrasts) >= 4.5
    paper = {"light": LIGHT, "dark": DARK}[scheme].paper
    shown = page.evaluate("getComputedStyle(document.querySelector('.sgo .paper')).fill")
    assert shown == "rgb({}, {}, {})".format(*(int(paper[at : at + 2], 16) for at in (1, 3, 5)))
    page.close()


def test_on_paper_all_is_open_and_light(browser: Browser, pages: Path) -> None:
    page = _open(browser, pages / "sv.html", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.querySelector('.sgo .paper')).fill") == "rgb(255, 255, 255)"
    low = "one => one.getBoundingClientRect().bottom"
    tops = [page.evaluate(low, one) for one in page.query_selector_all("#body .who")]
    assert all(upper < lower for upper, lower in pairwise(tops))
    page.close()
