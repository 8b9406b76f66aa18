"""The drawing of a case's course: all its words are there, on the paper, apart from each other and from the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from styrgraf.lineage import Course, State, Step, course_of, courses, trace_lineage
from styrgraf.namespaces import BASE
from styrgraf.reports.drawing.path import path_to_svg
from styrgraf.reports.drawing.words import width
from styrgraf.reports.html import lineage_to_html
from styrgraf.store import Graph, Iri

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SVG = "{http://www.w3.org/2000/svg}"
CASE = Iri(f"{BASE}case/STK-2023-822")
WIDTHS = (320.0, 560.0, 740.0, 1160.0)
SIZES = {"name": 13.0, "state": 12.0, "heading": 17.0, "kind": 13.0, "quiet": 11.5}
LONG = (
    "återrapportering av kommunfullmäktiges medborgarförslag",
    "kommunstyrelsearbetsutskottssammanträdesprotokollsjustering",
    "beslut",
    "arbetsmarknads- och vuxenutbildningsinsatsernas verkställighet",
    "i",
)
# Texts that leave the paper, meet each other or a station, or are smaller than 11 px.
CLASHES = """() => {
  const svg = document.querySelector('.sgp'), paper = svg.getBoundingClientRect();
  const all = [...svg.querySelectorAll('text, circle')];
  const boxes = all.map(one => one.getBoundingClientRect());
  const found = [];
  all.forEach((one, i) => {
    const a = boxes[i], small = one.tagName === 'text' && parseFloat(getComputedStyle(one).fontSize) < 11;
    if (small || a.left < paper.left || a.right > paper.right || a.top < paper.top || a.bottom > paper.bottom)
      found.push(one.textContent);
    all.slice(i + 1).forEach((other, j) => {
      const b = boxes[i + 1 + j];
      // A line of text is higher than its letters: lines of one block may meet by a hair.
      if (a.left < b.right && b.left < a.right && a.top + 2.5 < b.bottom && b.top + 2.5 < a.bottom)
        found.push(`${one.textContent} / ${other.textContent}`);
    });
  });
  return found;
}"""
CONTRASTS = """() => {
  const parse = value => value.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = light(parse(getComputedStyle(document.querySelector('.sgp .paper')).fill));
  const ratio = colour => {
    const [a, b] = [light(parse(colour)), paper].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const texts = [...document.querySelectorAll('.sgp text')].map(one => ratio(getComputedStyle(one).fill));
  const lines = [...document.querySelectorAll('.sgp .ring')].map(one => ratio(getComputedStyle(one).stroke));
  return [Math.min(...texts), Math.min(...lines)];
}"""


def made(count: int) -> Course:
    """Make a course of so many steps, in all states, with names longer than any column."""
    steps = []
    for number in range(count):
        state = list(State)[number % 3]
        shown = (Iri(f"{BASE}decision/{LONG[number % 5].replace(' ', '-')}/{number}"), Iri(f"{BASE}meeting/x-{number}"))
        things = () if state is State.MISSING else shown
        dates = () if state is State.MISSING else ("2021-08-18", "2022-04")
        steps.append(Step(Iri(f"{BASE}step/{number}"), LONG[number % 5], state, things, (), dates, ("130", "274")))
    procedure = Iri(f"{BASE}procedure/x")
    return Course(Iri(f"{BASE}case/{'X' * 60}"), procedure, LONG[0], "", (), (), tuple(steps))


def drawn(
    graph: Graph, course: Course, wide: float = 1160.0, language: str = "sv", *, headed: bool = True
) -> ET.Element:
    return ET.fromstring(path_to_svg(graph, course, language, wide=wide, headed=headed))


def words(element: ET.Element) -> str:
    told = " ".join(text.text or "" for text in element.iter(f"{SVG}text"))
    return told.replace("\N{NO-BREAK SPACE}", " ")


def stops(root: ET.Element) -> list[ET.Element]:
    return [group for group in root.iter(f"{SVG}g") if "stop" in group.get("class", "").split()]


def boxes(root: ET.Element) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Find the box of each text and station: left, top, right, bottom."""
    middles = {
        id(text) for stop in stops(root) if "aside" not in stop.get("class", "") for text in stop.iter(f"{SVG}text")
    }
    for text in root.iter(f"{SVG}text"):
        style = text.get("class", "").split()[0]
        size, x, y = SIZES[style], float(text.attrib["x"]), float(text.attrib["y"])
        wide = width(text.text or "", size, bold=style in ("name", "heading"))
        left = x - wide / 2 if id(text) in middles else x
        yield text.text or "", (left, y - size * 0.8, left + wide, y + size * 0.2)
    for circle in root.iter(f"{SVG}circle"):
        x, y, r = (float(circle.attrib[name]) for name in ("cx", "cy", "r"))
        yield "station", (x - r, y - r, x + r, y + r)


def lines(root: ET.Element) -> Iterator[tuple[float, float, float, float]]:
    """Find the straight parts of the line, and the squares of its turns."""
    for path in root.iter(f"{SVG}path"):
        if "way" not in path.get("class", "").split():
            continue
        x = y = 0.0
        for command, text in re.findall(r"([MHVq])([^MHVq]*)", path.attrib["d"]):
            numbers = [float(number) for number in text.split()]
            to = {"M": numbers[:2], "H": [*numbers[:1], y], "V": [x, *numbers[:1]]}.get(command)
            end = to if to else [x + numbers[2], y + numbers[3]]
            if command != "M":
                yield min(x, end[0]), min(y, end[1]), max(x, end[0]), max(y, end[1])
            x, y = end


def meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def assert_clear(root: ET.Element) -> None:
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    found = list(boxes(root))
    for text, (left, top, right, bottom) in found:
        assert min(left, top) >= 0, text
        assert (right <= wide, bottom <= high) == (True, True), text
    for (one, a), (other, b) in combinations(found, 2):
        assert not meet(a, b), f"{one} overlaps {other}"
    for line in lines(root):
        for text, box in found:
            assert text == "station" or not meet(line, box), text


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_case_is_drawn_without_clashes(shipped: Graph, wide: float, language: str) -> None:
    for course in courses(shipped, language=language):
        root = drawn(shipped, course, wide, language)
        assert_clear(root)
        assert float(root.attrib["width"]) <= wide
        assert len(stops(root)) == len(course.steps)


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("count", range(10))
def test_one_to_nine_steps_with_long_words_are_drawn_without_clashes(shipped: Graph, count: int, wide: float) -> None:
    root = drawn(shipped, made(count), wide)
    assert_clear(root)
    assert len(stops(root)) == count
    assert len(list(lines(root))) >= max(count - 1, 0)


def test_a_long_path_takes_two_rows_and_on_a_narrow_paper_runs_downwards(shipped: Graph) -> None:
    course = course_of(shipped, CASE)

    def rows(wide: float) -> list[int]:
        centres = (circle.attrib["cy"] for circle in drawn(shipped, course, wide).iter(f"{SVG}circle"))
        return list(Counter(centres).values())

    assert rows(1160) == [7]
    assert rows(740) == [4, 3]
    assert rows(320) == [1] * 7


def test_the_form_follows_the_state_and_the_words_say_it_too(shipped: Graph) -> None:
    found = [(stop.get("class"), words(stop)) for stop in stops(drawn(shipped, course_of(shipped, CASE)))]
    assert [state for state, _ in found] == [
        "stop evidenced",
        "stop evidenced",
        "stop planned",
        "stop planned",
        "stop planned",
        "stop missing",
        "stop missing",
    ]
    assert found[2][1] == "utskott behandling i planerat kommunstyrelsens arbetsutskott 27 november 2023"
    assert found[6][1] == "återrapportering saknas inget ställe visar det"
    forms = [{child.get("class") for child in stop} for stop in stops(drawn(shipped, course_of(shipped, CASE)))]
    assert all(("tick" in form, "half" in form) == (at < 2, 2 <= at < 5) for at, form in enumerate(forms))


def test_dates_and_paragraphs_stand_under_the_station_once(shipped: Graph) -> None:
    course = course_of(shipped, Iri(f"{BASE}case/STK-2021-567"))
    decided = words(stops(drawn(shipped, course))[3])
    assert decided.endswith("beslutet om Kraftsamling Herrgården 18 augusti 2021 § 274")
    first = words(stops(drawn(shipped, course_of(shipped, CASE)))[0])
    assert first.count("130") == 1
    assert first.endswith("april 2022")


def test_the_line_is_no_firmer_than_the_weaker_step(shipped: Graph) -> None:
    root = drawn(shipped, course_of(shipped, Iri(f"{BASE}case/STK-2021-567")))
    ways = [path.get("class") for path in root.iter(f"{SVG}path") if "way" in path.get("class", "")]
    # Only the decision is evidenced: the line on both sides of it leads to steps that are missing.
    assert ways == ["missing way"] * 6


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_drawing_is_told_in_words(shipped: Graph, language: str) -> None:
    course = course_of(shipped, CASE, language)
    root = drawn(shipped, course, language=language)
    assert root.get("role") == "img"
    names = {element.get("id"): element.text or "" for element in root if element.get("id")}
    told = [names[name] for name in root.attrib["aria-labelledby"].split()]
    assert told[0].startswith("STK-2023-822")
    assert course.label in told[0]
    for step, stop in zip(course.steps, stops(root), strict=True):
        assert f"{step.label}:" in told[1]
        title = stop.find(f"{SVG}title")
        assert title is not None
        assert (title.text or "").startswith(step.label)


def test_a_case_of_no_known_kind_says_so(shipped: Graph) -> None:
    root = drawn(shipped, course_of(shipped, Iri(f"{BASE}case/ASN-2018-7194")))
    assert "ASN-2018-7194 Ingen ärendegång gäller" in words(root)
    assert stops(root) == []


def test_signs_that_xml_cannot_hold_do_not_break_the_drawing(shipped: Graph) -> None:
    step = Step(Iri(f"{BASE}x"), "a\x00b <script>&", State.MISSING, (), ())
    course = Course(Iri(f"{BASE}case/x"), Iri(f"{BASE}p"), "\ud800", "", (), (), (step,))
    assert "<script>&" in words(drawn(shipped, course))


def test_the_drawing_is_the_same_each_time(shipped: Graph) -> None:
    one, other = (path_to_svg(shipped, course_of(shipped, CASE)) for _ in range(2))
    assert one == other


def test_the_page_shows_the_drawing_beside_the_list(shipped: Graph) -> None:
    page = lineage_to_html(shipped, trace_lineage(shipped, CASE))
    drawing = path_to_svg(shipped, course_of(shipped, CASE), wide=728, headed=False)
    assert drawing in page
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert len(set(identifiers)) == len(identifiers)
    no_kind = lineage_to_html(shipped, trace_lineage(shipped, Iri(f"{BASE}case/SBN-2023-424")))
    assert 'class="sgp"' not in no_kind
    assert "Ingen ärendegång gäller" in no_kind


# In a real browser


def opened(browser: Browser, svg: str, path: Path, *, dark: bool = False) -> Page:
    path.write_text(svg, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1300, "height": 900}, color_scheme="dark" if dark else "light")
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("wide", WIDTHS)
def test_real_letters_do_not_clash(browser: Browser, shipped: Graph, tmp_path: Path, wide: float) -> None:
    known = (course_of(shipped, Iri(f"{BASE}case/{number}")) for number in ("STK-2023-822", "STK-2019-1675"))
    page = opened(browser, path_to_svg(shipped, made(3), wide=wide), tmp_path / "path.svg")
    for course in (made(3), made(9), *known):
        (tmp_path / "path.svg").write_text(path_to_svg(shipped, course, wide=wide), encoding="utf-8")
        page.reload()
        assert page.evaluate(CLASHES) == [], course.case
    page.close()


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_stations_can_be_told_from_the_paper(
    browser: Browser, shipped: Graph, tmp_path: Path, dark: bool
) -> None:
    page = opened(browser, path_to_svg(shipped, made(9)), tmp_path / "path.svg", dark=dark)
    texts, rings = page.evaluate(CONTRASTS)
    assert texts >= 4.5
    assert rings >= 3
    page.close()


def test_the_line_is_seen_as_a_whole(browser: Browser, shipped: Graph, tmp_path: Path) -> None:
    page = opened(browser, path_to_svg(shipped, made(9), wide=740), tmp_path / "path.svg")
    ends = page.evaluate("""() => [...document.querySelectorAll('.sgp .way')].map(way => {
        const end = at => { const p = way.getPointAtLength(at); return [p.x, p.y].map(Math.round); };
        return [end(0), end(way.getTotalLength())];
    })""")
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    page.close()
