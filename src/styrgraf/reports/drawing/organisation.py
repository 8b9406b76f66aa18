"""The organisation on a day as a drawing: the council above all, each body with what lies under it, and enterprises.

Everything stands in columns, indented under what it belongs to, so that nothing crosses; a sheet has about the
proportions of A paper.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from styrgraf.reports.drawing.cards import number, text
from styrgraf.reports.drawing.columns import allot, fold
from styrgraf.reports.drawing.organisation_boxes import (
    BETWEEN_CARDS,
    COLUMN,
    GUTTER,
    Card,
    draw_card,
    draw_sample,
    set_card,
    set_note,
)
from styrgraf.reports.drawing.organisation_style import style_sheet
from styrgraf.reports.drawing.words import clean, width, wrap
from styrgraf.timeline.records import Certainty, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styrgraf.reports.organisation.chart import Chart, Entry

__all__ = ["organisation_to_svg"]

_MARGIN, _BETWEEN_BANDS = 40.0, 40.0
_FEWEST, _MOST = 3, 9
_TITLE, _HEADING, _LEAD = 40.0, 16.0, 14.0
_LEGEND_ROW = 26.0


@dataclass(frozen=True, slots=True, eq=False)
class _Band:
    """A heading with cards in columns under it; those of things may be set wider than one column."""

    heading: str
    cards: tuple[Card, ...]
    entries: tuple[Entry, ...] = ()


def _arrange(band: _Band, columns: int) -> tuple[float, tuple[tuple[Card, int, float], ...]]:
    """Place the cards of a band: how high they are, and each card with its column and upper side."""
    choices = [_pile(band.cards, columns, 0)]
    if band.entries and len(band.cards) > 1:
        # The highest card may be set wide, with the others beside it.
        place = max(range(len(band.cards)), key=lambda one: band.cards[one].height)
        others = (*band.cards[:place], *band.cards[place + 1 :])
        for taken in range(2, columns):
            wide = set_card(band.entries[place], taken)
            height, cards = _pile(others, columns - taken, taken)
            choices.append((max(wide.height, height), ((wide, 0, 0.0), *cards)))
    return min(choices, key=lambda choice: choice[0])


def _pile(cards: Sequence[Card], columns: int, first: int) -> tuple[float, tuple[tuple[Card, int, float], ...]]:
    placed, high = [], 0.0
    for column, places in enumerate(fold([card.height for card in cards], columns, BETWEEN_CARDS), first):
        y = 0.0
        for card in (cards[place] for place in places):
            placed.append((card, column, y))
            high = max(high, y + card.height)
            y += card.height + BETWEEN_CARDS
    return high, tuple(placed)


def organisation_to_svg(chart: Chart) -> str:
    """Draw an organisation.

    :param chart: the organisation as a chart.
    :returns: a whole SVG file, the same each time, with a final line end.
    """
    return _Drawing(chart).draw()


class _Drawing:
    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.say = chart.words.say
        self.arrange = cache(_arrange)
        self.sources = chart.titles()
        self.council = tuple(set_card(entry, crown=True) for entry in chart.council)
        bands = [_Band(band.heading, tuple(map(set_card, band.entries)), band.entries) for band in chart.bands]
        left = [
            _Band(
                f"{group.heading} ({len(group.things)})",
                tuple(set_note(one.name, one.told) for one in group.things),
            )
            for group in chart.left
        ]
        own = [band for band, told in zip(bands, chart.bands, strict=True) if told.key == Role.BODY]
        owned = [band for band, told in zip(bands, chart.bands, strict=True) if told.key.startswith(Role.ENTERPRISE)]
        rest = [band for band in bands if band not in own and band not in owned]
        self.rows = [row for row in (own, rest, owned, left) if row]
        self.columns = min(range(_FEWEST, _MOST + 1), key=self.distance)
        self.wide = self.left_of(self.columns) - GUTTER + _MARGIN

    def left_of(self, column: int) -> float:
        return _MARGIN + column * (COLUMN + GUTTER)

    def distance(self, columns: int) -> float:
        """Tell how far a sheet of so many columns is from the proportions of A paper."""
        wide = columns * (COLUMN + GUTTER)
        high = 380.0 + sum(
            max(self.arrange(band, share)[0] for band, share in part) + _BETWEEN_BANDS + 50
            for row in self.rows
            for part in self.shares(row, columns)
        )
        return abs(math.log(wide / high * math.sqrt(2)))

    def shares(self, row: Sequence[_Band], columns: int) -> list[list[tuple[_Band, int]]]:
        """Break a row of bands into rows that fit, and share the columns of each."""
        return [self.share(row[start : start + columns], columns) for start in range(0, len(row), columns)]

    def share(self, part: Sequence[_Band], columns: int) -> list[tuple[_Band, int]]:
        shares = allot(len(part), columns, lambda place, share: self.arrange(part[place], share)[0])
        return list(zip(part, shares, strict=True))

    def draw(self) -> str:
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "sgo", "role": "img"})
        root.set("aria-labelledby", "sgo-title sgo-description")
        title = f"{self.chart.city}: {self.chart.title}".lstrip(": ")
        ET.SubElement(root, "title", {"id": "sgo-title"}).text = clean(title)
        ET.SubElement(root, "desc", {"id": "sgo-description"}).text = clean(self.describe())
        ET.SubElement(root, "style").text = style_sheet()
        paper = ET.SubElement(root, "rect", {"class": "paper"})
        y = self.draw_head(root)
        for row in self.rows:
            for part in self.shares(row, self.columns):
                y = self.draw_row(root, part, y + _BETWEEN_BANDS)
        text(root, _MARGIN, y + 34, self.say("chart-footer"), "small quiet")
        size = {"width": number(self.wide), "height": number(y + 34 + _MARGIN * 0.75)}
        root.attrib.update({**size, "viewBox": f"0 0 {size['width']} {size['height']}"})
        paper.attrib.update(size)
        return ET.tostring(root, encoding="unicode") + "\n"

    def describe(self) -> str:
        """Tell the drawing in words, for those who do not see it."""
        chart = self.chart
        bodies = [entry.name for band in chart.bands if band.key == Role.BODY for entry in band.entries]
        return self.say(
            "chart-description",
            things=sum(chart.things.values()),
            roles=", ".join(f"{count} {self.say(f'chart-role-{role.value}')}" for role, count in self.roles()),
            council=", ".join(entry.name for entry in chart.council) or "–",
            bodies=", ".join(bodies) or "–",
        )

    def roles(self) -> list[tuple[Role, int]]:
        return [(role, self.chart.roles[role]) for role in Role if role in self.chart.roles]

    # The head: title, council, legend

    def draw_head(self, root: ET.Element) -> float:
        middle = (self.wide - COLUMN) / 2
        room = middle - _MARGIN - GUTTER * 1.5
        y = _MARGIN + 16
        text(root, _MARGIN, y, self.chart.city, "kicker quiet")
        y += 4
        for line in wrap(self.chart.title, room, _TITLE, 4, bold=True):
            y += _TITLE * 1.15
            text(root, _MARGIN, y, line, "title")
        y += 12
        for remark in self.chart.remarks:
            for line in wrap(remark, room, _LEAD, 12):
                y += 20
                text(root, _MARGIN, y, line, "lead quiet")
            y += 7
        top = _MARGIN
        for card in self.council:
            draw_card(root, card, middle, top, self.sources, self.say)
            top += card.height + BETWEEN_CARDS
        return max(y, top, self.draw_legend(root, middle + COLUMN + GUTTER * 1.5))

    def draw_legend(self, root: ET.Element, x: float) -> float:
        group = ET.SubElement(root, "g", {"class": "legend"})
        y = _MARGIN + 14
        text(group, x, y, self.say("chart-legend"), "heading")
        y += 8
        beside = 14 + max(width(self.say(f"chart-legend-{certainty.value}"), 12, bold=True) for certainty in Certainty)
        for certainty in Certainty:
            y += _LEGEND_ROW
            draw_sample(group, x, y, Role.UNIT, certainty, head=False)
            text(group, x + 52, y, self.say(f"chart-legend-{certainty.value}"), "name")
            counts = self.say("chart-counts", things=self.chart.things[certainty], links=self.chart.links[certainty])
            text(group, x + 52 + beside, y, counts, "quiet small")
        y += 10
        for role, count in self.roles():
            y += _LEGEND_ROW
            draw_sample(group, x, y, role, None, head=True)
            text(group, x + 52, y, f"{count} {self.say(f'chart-role-{role.value}')}", "small")
        return y + 10

    # Bands

    def draw_row(self, root: ET.Element, row: Sequence[tuple[_Band, int]], y: float) -> float:
        column, top, placed = 0, y, []
        for band, share in row:
            left, room = self.left_of(column), share * (COLUMN + GUTTER) - GUTTER
            ET.SubElement(root, "path", {"class": "rule", "d": f"M{number(left)} {number(y)}H{number(left + room)}"})
            below = y + 7
            for line in wrap(band.heading, room, _HEADING, 4, bold=True):
                below += _HEADING * 1.3
                text(root, left, below, line, "heading")
            top = max(top, below + 16)
            placed.append((band, share, column))
            column += share
        low = top
        for band, share, start in placed:
            height, cards = self.arrange(band, share)
            for card, place, below in cards:
                draw_card(root, card, self.left_of(start + place), top + below, self.sources, self.say)
            low = max(low, top + height)
        return low
