"""Lineage pages in a real browser: what a person, a phone, a printer and a screen reader meet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from styrgraf.lineage import identify, trace_lineage
from styrgraf.reports.drawing import lineage_to_svg
from styrgraf.reports.html import lineage_to_html
from styrgraf.store import Graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("STK-2023-822", "KS 2022 § 130", "kommunstyrelsen", "Carina Tempel")
# Ratio of the colours of each text and what it stands on; axe leaves text in SVG out.
CONTRASTS = """() => {
  const parse = value => value.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  return [...document.querySelectorAll('.sg text')].map(text => {
    const near = text.parentElement.querySelector(':scope > .chip, :scope > .outline')
      || text.closest('.node')?.querySelector('.outline') || document.querySelector('.sg .paper');
    const [a, b] = [text, near].map(one => light(parse(getComputedStyle(one).fill))).sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""
# Text that runs out of its card, or is smaller than 11 px at the natural size of the drawing.
SPILLS = """() => [...document.querySelectorAll('.sg .node')].flatMap(node => {
  const room = node.querySelector('.outline').getBBox();
  return [...node.querySelectorAll('text')].filter(text => {
    const box = text.getBBox();
    return box.x < room.x || box.x + box.width > room.x + room.width || box.y + box.height > room.y + room.height
      || parseFloat(getComputedStyle(text).fontSize) < 11;
  }).map(text => text.textContent);
})"""


@pytest.fixture(scope="module")
def pages(texts: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write each report once: name and language to file."""
    folder = tmp_path_factory.mktemp("pages")
    files = {}
    for number, name in enumerate(NAMES):
        for language in ("sv", "en"):
            lineage = trace_lineage(texts, identify(texts, name), language=language)
            files[f"{name} {language}"] = folder / f"{number}-{language}.html"
            files[f"{name} {language}"].write_text(lineage_to_html(texts, lineage), encoding="utf-8")
    return files


def _open(browser: Browser, path: Path, width: int = 1280, scheme: str = "light") -> Page:
    dark = scheme == "dark"
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("name", NAMES)
def test_the_page_loads_without_errors_or_requests(browser: Browser, pages: dict[str, Path], name: str) -> None:
    page = browser.new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    address = pages[f"{name} sv"].as_uri()
    page.goto(address)
    assert messages == []
    assert [url for url in requests if url != "data:,"] == [address]
    page.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_page_is_as_wide_as_the_screen(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    page = _open(browser, pages[f"{name} sv"], width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_whole_drawing_is_seen_at_once_on_a_desk_and_on_demand(browser: Browser, pages: dict[str, Path]) -> None:
    fits = "() => { const e = document.querySelector('.scroll'); return e.scrollWidth <= e.clientWidth; }"
    page = _open(browser, pages["STK-2023-822 sv"], 1280)
    assert page.evaluate(fits)
    page.set_viewport_size({"width": 360, "height": 800})
    assert not page.evaluate(fits)
    assert page.locator(".hint").is_visible()
    page.get_by_label("Visa hela bilden på en gång").check()
    assert page.evaluate(fits)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(browser: Browser, pages: dict[str, Path], name: str, language: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = _open(browser, pages[f"{name} {language}"], 1280, scheme)
    assert axe.Axe().run(page).response["violations"] == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_of_the_drawing_stands_out(browser: Browser, pages: dict[str, Path], scheme: str) -> None:
    page = _open(browser, pages["STK-2023-822 sv"], 1280, scheme)
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 80
    assert min(contrasts) >= 4.5
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_the_drawing_fits_its_cards(browser: Browser, pages: dict[str, Path], name: str) -> None:
    page = _open(browser, pages[f"{name} en"])
    assert page.evaluate(SPILLS) == []
    page.close()


def test_the_keyboard_reaches_the_content_and_the_drawing(browser: Browser, pages: dict[str, Path]) -> None:
    page = _open(browser, pages["STK-2023-822 sv"])
    page.keyboard.press("Tab")
    assert page.locator(".skip").is_visible()
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.locator(".scroll").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") in ("solid", "none")
    page.locator("a.cite").first.click()
    assert page.url.endswith("#source-1")
    page.close()


def test_paper_is_light_and_the_drawing_has_a_page(browser: Browser, pages: dict[str, Path]) -> None:
    page = _open(browser, pages["STK-2023-822 sv"], scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.sg .paper')).fill") == "rgb(255, 255, 255)"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()


def test_the_drawing_alone_loads_too(browser: Browser, texts: Graph, tmp_path: Path) -> None:
    path = tmp_path / "case.svg"
    lineage = trace_lineage(texts, identify(texts, "STK-2023-822"))
    path.write_text(lineage_to_svg(texts, lineage), encoding="utf-8")
    page = _open(browser, path)
    assert page.evaluate("document.documentElement.tagName") == "svg"
    assert page.evaluate(SPILLS) == []
    page.close()
