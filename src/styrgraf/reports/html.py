"""A lineage report as a page: one HTML file with its drawing and style, which asks nothing of any other place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markupsafe import Markup, escape

from styrgraf.lineage.money import sum_money
from styrgraf.lineage.records import State
from styrgraf.phrases import amount, phrase
from styrgraf.reports.as_of import with_certainty
from styrgraf.reports.drawing import lineage_to_svg
from styrgraf.reports.drawing.path import path_to_svg
from styrgraf.reports.pages import page_template
from styrgraf.reports.story import outline_lineage
from styrgraf.store import Kind

if TYPE_CHECKING:
    from jinja2 import Template

    from styrgraf.lineage.records import Lineage
    from styrgraf.reports.outline import Item, Report, Section
    from styrgraf.store import Graph

__all__ = ["lineage_to_html"]

#: The fixed words of the page; those of the report itself come with its outline.
_WORDS = {
    "amount": ("Belopp och status", "Amount and status"),
    "caption": (
        "Det tidigaste står till vänster, det senare till höger. Vad som planerades men inte är belagt står längst "
        "till höger, och vad ingen källa visar är streckat med ett frågetecken. Samma sak står i ord nedanför.",
        "The earliest stands to the left, the later to the right. What was planned but is not evidenced stands "
        "furthest to the right, and what no source shows is dashed with a question mark. The same is told in words "
        "below.",
    ),
    "contents": ("Innehåll", "Contents"),
    "described": ("uppgift", "description"),
    "drawing": ("Härkomsten i bild", "The lineage in a picture"),
    "footer": (
        "Skriven av Styrgraf. Varje siffra inom hakparentes leder till stället i källan.",
        "Written by Styrgraf. Each number in brackets leads to the place in the source.",
    ),
    "gaps": ("luckor: vad ingen källa visar", "gaps: what no source shows"),
    "gap": ("lucka: vad ingen källa visar", "gap: what no source shows"),
    "intro": (
        "Vad detta kom ur, vad som kom av det, vilka pengar som följer – och vad ingen källa visar.",
        "What this came of, what came of it, which money follows – and what no source shows.",
    ),
    "kinds": (
        "Det som är märkt uppges står i källan. Det som är märkt läst är en tolkning av stället, och noten säger hur "
        "det lästes. Det som är märkt redaktionellt har förvaltarna av grafen lagt till.",
        "What is marked stated stands in the source. What is marked read is an interpretation of the passage, and the "
        "note says how it was read. What is marked editorial was added by the maintainers of the graph.",
    ),
    "name": ("Vad", "What"),
    "path": ("Väntad gång", "Expected path"),
    "path-drawing": ("Ärendets gång i bild", "The course of the matter in a picture"),
    "scroll": ("Svep i sidled för att se hela bilden", "Swipe sideways to see the whole picture"),
    "skip": ("Hoppa till innehållet", "Skip to the content"),
    "source": ("källa", "source"),
    "table": ("Belopp på vägen, med vad de tas från och går till", "Amounts on the path, with where from and where to"),
    "whole": ("Visa hela bilden på en gång", "Show the whole picture at once"),
}
#: As wide as the column that the path stands in, so that its words are seen at their natural size.
_COURSE = 728.0
_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A section of the outline, with what the page needs to set it.

    :param key: what it is about, and its anchor.
    :param heading: its heading, in running letters.
    :param aside: what the heading says after a colon or in brackets.
    :param section: the section.
    """

    key: str
    heading: str
    aside: str
    section: Section


def lineage_to_html(graph: Graph, lineage: Lineage) -> str:
    """Write a lineage report as a page.

    :param graph: the graph that it was traced in.
    :param lineage: the lineage.
    :returns: a whole HTML file, the same each time, with a final line end.
    """
    language = lineage.language
    report = outline_lineage(graph, lineage)
    chapters = [_chapter(section) for section in report.sections]
    sums = [
        (f"{graph.label(status, language) if status else phrase('unknown-status', language)} {year}".strip(), total)
        for (status, currency, year), value in sum_money(lineage.money).items()
        for total in [amount(value, currency, language)]
    ]
    drawing = lineage_to_svg(graph, with_certainty(graph, lineage))
    course = lineage.course
    path = path_to_svg(graph, course, language, wide=_COURSE, headed=False) if course and course.steps else ""
    return _template().render(
        language=language,
        report=report,
        chapters=chapters,
        by_key={chapter.key: chapter for chapter in chapters},
        words={key: pair[language != "sv"] for key, pair in _WORDS.items()},
        steps=list(zip(lineage.path, _path_items(report), strict=True)),
        states={state.value: phrase(state.value, language) for state in State},
        sums=sums,
        drawing=Markup(drawing),  # ElementTree has escaped its text
        drawing_width=ET.fromstring(drawing).get("width"),
        path_drawing=Markup(path),
        source_kind=lambda item: _source_kind(graph, item, language),
    )


@cache
def _template() -> Template:
    return page_template("lineage.html", linked=_linked, split=_split)


def _chapter(section: Section) -> _Chapter:
    loud, *rest = re.split("[:(]", section.heading, maxsplit=1)
    aside = "".join(rest).strip()
    aside = aside.removesuffix(")") if "(" not in aside else aside
    return _Chapter(section.key, loud.strip().capitalize(), aside, section)


def _path_items(report: Report) -> tuple[Item, ...]:
    return next((section.items for section in report.sections if section.key == "path"), ())


def _split(text: str) -> tuple[str, str]:
    """Part what stands before a colon, a label, from what it is a label of."""
    label, colon, value = text.partition(":")
    return (label.strip(), value.strip()) if colon and (not value or value.startswith(" ")) else ("", text)


def _linked(text: str) -> Markup:
    """Link the numbers of sources that stand in running text."""
    return Markup(_NUMBER.sub(r'<a class="cite" href="#source-\1">[\1]</a>', str(escape(text))))


def _source_kind(graph: Graph, item: Item, language: str) -> tuple[str, str]:
    """Tell the kind of a source in the list: its name in CSS, and in words."""
    kind = graph.source(item.about).kind
    words = _WORDS["described"][language != "sv"] if kind is Kind.DESCRIPTION else phrase(kind.value, language)
    return kind.value, words
