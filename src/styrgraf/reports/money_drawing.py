"""Flows of money as a Sankey drawing in SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from styrgraf.money.sankey import Bar, Column, panels
from styrgraf.money.statuses import STATUSES, rank
from styrgraf.phrases import amount
from styrgraf.reports.drawing.cards import number, text
from styrgraf.reports.drawing.style import DARK, FONT, LIGHT
from styrgraf.reports.drawing.words import clean, wrap
from styrgraf.reports.money_outline import MoneyTeller

if TYPE_CHECKING:
    from styrgraf.money.records import Money, Sum
    from styrgraf.money.sankey import Band
    from styrgraf.store import Graph

__all__ = ["WIDE", "money_to_svg"]

#: How wide the drawing is, in pixels.
WIDE = 1040.0
_MARGIN, _LABEL, _BAR, _SIZE = 24.0, 270.0, 14.0, 12.0
_LEFTS = (_MARGIN + _LABEL, (WIDE - _BAR) / 2, WIDE - _MARGIN - _LABEL - _BAR)
#: Of each status, in order, and of what has none: colour in light and dark, and the lines of its pattern.
_LOOKS = (
    ("#a8457f", "#e08fbd", "M3 4h2M7 0h2M7 8h2"),
    ("#a86f00", "#eab13a", "M0 8L8 0M-2 2L2 -2M6 10L10 6"),
    ("#0072b2", "#56b4e9", "M0 2H8M0 6H8"),
    ("#00805e", "#2bc49a", "M0 0H8V8H0Z"),
    ("#3b3d57", "#a9acd6", "M0 0L8 8M8 0L0 8"),
    ("#6a6e75", "#979ea7", "M4 0V8"),
)


def money_to_svg(graph: Graph, money: Money, language: str) -> str:
    """Draw flows of money: from givers through statuses to receivers.

    :param graph: the graph that they were found in.
    :param money: the flows and their sums.
    :param language: ``sv`` or ``en``.
    :returns: a whole SVG file, with a final line end.
    """
    return _Drawing(graph, money, language).draw()


class _Drawing:
    """Draws the Sankey panels of the sums, one below the other."""

    def __init__(self, graph: Graph, money: Money, language: str) -> None:
        self.teller = MoneyTeller(graph, money, language)
        self.money = money
        self.language = language
        self.told: list[str] = []

    def draw(self) -> str:
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "sgm", "role": "img"})
        root.set("aria-labelledby", "sgm-title sgm-description")
        ET.SubElement(root, "title", {"id": "sgm-title"}).text = clean(self.teller.title())
        description = ET.SubElement(root, "desc", {"id": "sgm-description"})
        ET.SubElement(root, "style").text = _style_sheet()
        patterns = ET.SubElement(root, "defs")
        for place, (_, _, lines) in enumerate(_LOOKS):
            size = {"width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
            pattern = ET.SubElement(patterns, "pattern", {"id": f"sgm-{place}", **size})
            ET.SubElement(pattern, "rect", {"class": f"ground s{place}", "width": "8", "height": "8"})
            ET.SubElement(pattern, "path", {"class": f"lines s{place}", "d": lines})
        paper = ET.SubElement(root, "rect", {"class": "paper"})
        text(root, _MARGIN, 34, self.teller.title(), "title")
        y = 52.0
        left_out = sum(flow.uncounted is not None for flow in self.money.flows)
        for panel in panels(self.money, self.room):
            text(root, _MARGIN, y + 16, self.teller.say(panel.family).upper(), "heading")
            for column, key in zip(Column, ("column-giver", "column-status", "column-receiver"), strict=True):
                self.label(root, column, y + 40, [(self.teller.say(key), "quiet")])
            inner = ET.SubElement(root, "g", {"transform": f"translate(0 {number(y + 56)})"})
            for band in panel.bands:
                self.band(inner, band)
            for bar in panel.bars:
                self.bar(inner, bar)
            y += panel.height + 92
        for line in wrap(self.teller.say("drawn", count=left_out), WIDE - 2 * _MARGIN, _SIZE, 9):
            y += 16
            text(root, _MARGIN, y, line, "quiet")
        description.text = clean(" ".join([*self.told, self.teller.say("drawn", count=left_out)]))
        size = {"width": number(WIDE), "height": number(y + _MARGIN)}
        root.attrib.update({**size, "viewBox": f"0 0 {size['width']} {size['height']}"})
        paper.attrib.update(size)
        return ET.tostring(root, encoding="unicode") + "\n"

    def name_of(self, one: Sum | Bar) -> str:
        return self.teller.names(one.things) or self.teller.say("unknown-party")

    def words(self, bar: Bar) -> list[tuple[str, str]]:
        """Write what stands beside a bar: its name, and each status with an amount of its own."""
        if bar.column is Column.STATUS:
            total = sum(one.total for one in bar.sums if one.total)
            told = amount(total, bar.sums[0].currency, self.language) if total else ""
            return [(self.teller.status(bar.status), "name"), (told, "")]
        rows = [(row, "name") for row in wrap(self.name_of(bar), _LABEL - 12, _SIZE, 3, bold=True)]
        for one in bar.sums:
            told = (
                f"{amount(one.total, one.currency, self.language)} {self.teller.status(one.status)}"
                if one.total
                else ""
            )
            rows += [(row, "") for row in wrap(told, _LABEL - 12, _SIZE, 2)]
        return rows

    def room(self, bar: Bar) -> float:
        return 16.0 * len(self.words(bar)) + (6 if bar.column is Column.STATUS else 0)

    def bar(self, parent: ET.Element, bar: Bar) -> None:
        box = {"x": number(_LEFTS[bar.column]), "width": number(_BAR)}
        if bar.column is Column.STATUS:
            look = f"piece s{min(rank(bar.status), len(STATUSES))}"
            ET.SubElement(parent, "rect", {"class": look, **box, "y": number(bar.y), "height": number(bar.height)})
        words = self.words(bar)
        middle = bar.top if bar.column is Column.STATUS else bar.y + bar.height / 2 - 8 * len(words)
        self.label(parent, bar.column, middle + 12, words)

    def label(self, parent: ET.Element, column: Column, y: float, rows: list[tuple[str, str]]) -> None:
        x = (_LEFTS[0] - 8, WIDE / 2, _LEFTS[2] + _BAR + 8)[column]
        for row, style in rows:
            words = text(parent, x, y, row, style)
            words.set("text-anchor", ("end", "middle", "start")[column])
            y += 16

    def band(self, parent: ET.Element, band: Band) -> None:
        one, place = band.amount, min(rank(band.amount.status), len(STATUSES))
        ends = [self.name_of(one), self.teller.status(one.status)]
        told = amount(one.total, one.currency, self.language) if one.total else ""
        hint = f"{' → '.join(ends if band.outgoing else reversed(ends))}: {told}."
        self.told.append(hint)
        group = ET.SubElement(parent, "g", {"class": "band"})
        ET.SubElement(group, "title").text = clean(hint)
        left = _LEFTS[0 if band.outgoing else 1] + _BAR
        right = _LEFTS[1 if band.outgoing else 2]
        look = {"class": f"edge s{place}", "fill": f"url(#sgm-{place})"}
        ET.SubElement(group, "path", {**look, "d": band.outline(left, right)})
        # The end at a giver or receiver is a piece of its bar.
        x, y = (_LEFTS[0], band.start) if band.outgoing else (_LEFTS[2], band.end)
        box = {"x": number(x), "y": number(y), "width": number(_BAR), "height": number(band.height)}
        ET.SubElement(group, "rect", {"class": f"piece s{place}", **box})


def _style_sheet() -> str:
    def colours(dark: bool) -> str:
        ground = DARK if dark else LIGHT
        rules = [f".sgm {{ color: {ground.ink}; --halo: {ground.paper}; }}", f".sgm .paper {{ fill: {ground.paper}; }}"]
        rules.append(f".sgm .quiet {{ fill: {ground.quiet}; }}")
        rules += [f".sgm .s{place} {{ --look: {look[dark]}; }}" for place, look in enumerate(_LOOKS)]
        return "\n".join(rules)

    form = f"""
.sgm text {{ font: {number(_SIZE)}px {FONT}; fill: currentColor; }}
.sgm text {{ paint-order: stroke; stroke: var(--halo); stroke-width: 3px; stroke-linejoin: round; }}
.sgm .name, .sgm .heading {{ font-weight: 600; }}
.sgm .title {{ font-size: 18px; font-weight: 600; }}
"""
    shape = """
.sgm .ground { fill: var(--look); fill-opacity: 0.22; }
.sgm .lines { fill: none; stroke: var(--look); stroke-width: 1.3; stroke-opacity: 0.8; }
.sgm .lines.s3 { fill: var(--look); fill-opacity: 0.45; stroke: none; }
.sgm .piece { fill: var(--look); }
.sgm .edge { stroke: var(--look); stroke-width: 0.7; }
"""
    dark = colours(dark=True)
    return f"{form}{colours(dark=False)}{shape}@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
