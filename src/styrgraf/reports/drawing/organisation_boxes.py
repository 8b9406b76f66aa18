"""The boxes of an organisation: a thing with what stands under it, set in one column and indented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from styrgraf.reports.drawing.cards import number, text
from styrgraf.reports.drawing.columns import fold
from styrgraf.reports.drawing.words import clean, width, wrap
from styrgraf.timeline.records import Certainty, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from styrgraf.reports.organisation.chart import Entry, Statement

__all__ = ["BETWEEN_CARDS", "COLUMN", "GUTTER", "Card", "draw_card", "draw_sample", "set_card", "set_note"]

#: How wide a column is, and the room between two of them, and between two cards in one.
COLUMN, GUTTER, BETWEEN_CARDS = 280.0, 24.0, 14.0
_INDENT, _BETWEEN = 16.0, 4.0
#: What is narrower than this is not indented further.
_NARROWEST = 160.0
_BEFORE, _AFTER, _ABOVE, _BELOW = 28.0, 8.0, 4.0, 5.0
_MARK = 6.5
#: How far below its upper side the line to a box arrives, beside its mark.
_MIDDLE = 14.0
_NOTE = 11.0
#: Size and leading of the names of each style.
_SIZES = {"crown": (18.0, 23.0), "top": (14.0, 18.0), "name": (12.0, 15.5), "": (12.0, 15.0)}
#: How many sources a tooltip names.
_MOST_CITED = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of text, measured from the upper left corner of its box."""

    x: float
    y: float
    words: str
    style: str


@dataclass(frozen=True, slots=True)
class _Box:
    """A box in a card, measured from the upper left corner of the card.

    :param entry: the thing; None for a mere note.
    :param x: its left side.
    :param y: its upper side.
    :param width: how wide it is.
    :param height: how high it is.
    :param head: whether it is what a part of the organisation begins with.
    :param rows: its words.
    :param bend: the height at which the line to it arrives.
    :param start: the height at which that line leaves what it stands under; None if it stands under nothing here.
    """

    entry: Entry | None
    x: float
    y: float
    width: float
    height: float
    head: bool
    rows: tuple[_Row, ...]
    bend: float = 0.0
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A thing with all that stands under it.

    :param boxes: their boxes.
    :param height: how high it is.
    :param columns: how many columns of the sheet it takes.
    """

    boxes: tuple[_Box, ...]
    height: float
    columns: int = 1


def set_card(entry: Entry, columns: int = 1, *, crown: bool = False) -> Card:
    """Set a thing and all that stands under it.

    :param entry: the thing.
    :param columns: how many columns of the sheet it may take; what stands under it is then broken into as many.
    :param crown: whether it stands above all.
    :returns: the card.
    """
    boxes: list[_Box] = []
    wide = columns * (COLUMN + GUTTER) - GUTTER
    low = _set_wide(boxes, entry, _Place(0.0, 0.0, wide, crown=crown), columns)
    return Card(tuple(boxes), low, columns)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a box goes: its left and upper side, its width, what it is under, where the line to it starts."""

    x: float
    y: float
    width: float
    under: Role | None = None
    start: float | None = None
    crown: bool = False


def _set_box(boxes: list[_Box], entry: Entry, place: _Place) -> tuple[float, float]:
    """Set one thing; give its lower side, and the height at which the line to it arrives."""
    head = place.under is not entry.role
    style = ("top" if entry.role is Role.BODY and not place.under else "name") if head else ""
    rows, height = _set_words(entry, place.width, "crown" if place.crown else style)
    bend = place.y + _MIDDLE
    boxes.append(_Box(entry, place.x, place.y, place.width, height, head, rows, bend, place.start))
    return place.y + height, bend


def _set_tall(boxes: list[_Box], entry: Entry, place: _Place) -> tuple[float, float]:
    """Set a thing with all that stands under it in one column."""
    below, bend = _set_box(boxes, entry, place)
    start = below
    indent = _INDENT if place.width > _NARROWEST else 0.0
    for child in entry.below:
        inside = _Place(place.x + indent, below + _BETWEEN, place.width - indent, entry.role, start)
        below, start = _set_tall(boxes, child, inside)
    return below, bend


def _set_wide(boxes: list[_Box], entry: Entry, place: _Place, columns: int) -> float:
    """Set a thing over several columns: first what is short under it, then what must be broken itself."""
    if columns == 1:
        return _set_tall(boxes, entry, place)[0]
    bottom, _ = _set_box(boxes, entry, place)
    x, wide = place.x + _INDENT, (place.width - _INDENT - (columns - 1) * GUTTER) / columns
    heights = [_set_tall([], child, _Place(0.0, 0.0, wide, entry.role))[0] for child in entry.below]
    limit = sum(heights) / columns
    sized = list(zip(entry.below, heights, strict=True))
    short = [(child, height) for child, height in sized if height <= limit or not child.below]
    tall = [child for child, height in sized if height > limit and child.below]
    low, leftmost = bottom, bottom
    for column, places in enumerate(fold([height for _, height in short], columns, _BETWEEN)):
        below = start = bottom
        for child, _ in (short[one] for one in places):
            inside = _Place(x + column * (wide + GUTTER), below + _BETWEEN, wide, entry.role, start)
            below, start = _set_tall(boxes, child, inside)
        leftmost = leftmost if column else start
        low = max(low, below)
    for child in tall:
        inside = _Place(x, low + _BETWEEN, place.width - _INDENT, entry.role, leftmost)
        leftmost = inside.y + _MIDDLE
        low = _set_wide(boxes, child, inside, columns)
    return low


def set_note(name: str, told: str) -> Card:
    """Set a thing that is only listed, such as what is left out.

    :param name: its name.
    :param told: what is said of it.
    :returns: the card, without a box.
    """
    rows, y = [], 0.0
    for words, size, style in ((name, 12.0, "small"), (told, _NOTE, "quiet")):
        for line in wrap(words, COLUMN, size, 4) if words else ():
            y += 15
            rows.append(_Row(0.0, y - 4, line, style))
    return Card((_Box(None, 0.0, 0.0, COLUMN, y, False, tuple(rows)),), y)


def _set_words(entry: Entry, wide: float, style: str) -> tuple[tuple[_Row, ...], float]:
    size, leading = _SIZES[style]
    room, y = wide - _BEFORE - _AFTER, _ABOVE
    rows = []
    for line in wrap(entry.name, room, size, 5, bold=bool(style)):
        y += leading
        rows.append(_Row(_BEFORE, y - leading / 4, line, style or "small"))
    for note in _notes(entry, room):
        for line in wrap(note, room, _NOTE, 6):
            y += 13.5
            rows.append(_Row(_BEFORE, y - 3, line.removesuffix(" ·"), "quiet"))
    return tuple(rows), y + _BELOW


def _notes(entry: Entry, room: float) -> list[str]:
    parts = [part for part in (entry.kind, entry.share, entry.standing.text) if part]
    return [" · ".join(_whole(part, room) for part in (*parts, *entry.joined)), *entry.asides]


def _whole(part: str, room: float) -> str:
    """Keep a statement on one line, if it has room there."""
    kept = part.replace(" ", "\N{NO-BREAK SPACE}")
    return kept if width(kept, _NOTE) <= room else part


# Drawing


def draw_card(
    parent: ET.Element, card: Card, x: float, y: float, sources: Mapping[int, str], say: Callable[..., str]
) -> None:
    """Draw a card.

    :param parent: the element that it goes into.
    :param card: the card.
    :param x: its left side.
    :param y: its upper side.
    :param sources: the titles of the sources by number.
    :param say: gives the fixed phrases.
    """
    for box in card.boxes:
        if box.start is not None and box.entry and box.entry.link:
            _draw_line(parent, box, x, y, box.entry.link.certainty)
    for box in card.boxes:
        _draw_box(parent, box, x + box.x, y + box.y, sources, say)


def _draw_line(parent: ET.Element, box: _Box, x: float, y: float, certainty: Certainty) -> None:
    left = number(x + box.x - _INDENT / 2)
    path = f"M{left} {number(y + (box.start or 0.0))}V{number(y + box.bend)}H{number(x + box.x)}"
    ET.SubElement(parent, "path", {"class": f"line {certainty.value}", "d": path})


def _draw_box(
    parent: ET.Element, box: _Box, x: float, y: float, sources: Mapping[int, str], say: Callable[..., str]
) -> None:
    entry = box.entry
    group = ET.SubElement(parent, "g", {"class": "note"})
    if entry:
        look = f"thing {entry.role.value} {entry.standing.certainty.value}"
        group.attrib.update({"class": f"{look} head" if box.head else look, "data-id": clean(entry.iri)})
        ET.SubElement(group, "title").text = clean(_hint(entry, sources, say))
        size = {"width": number(box.width), "height": number(box.height)}
        ET.SubElement(group, "rect", {"class": "box", "x": number(x), "y": number(y), **size, "rx": "4"})
        _draw_mark(group, x + 15, y + _MIDDLE, entry.standing.certainty)
    for row in box.rows:
        text(group, x + row.x, y + row.y, row.words, row.style)


def _draw_mark(parent: ET.Element, x: float, y: float, certainty: Certainty) -> None:
    """Draw the sign of how sure something is: full, half, or a question mark."""
    circle = {"cx": number(x), "cy": number(y), "r": number(_MARK)}
    ET.SubElement(parent, "circle", {"class": "mark full" if certainty is Certainty.CERTAIN else "mark", **circle})
    if certainty is Certainty.STRETCHED:
        r = number(_MARK)
        half = f"M{number(x)} {number(y - _MARK)}A{r} {r} 0 0 0 {number(x)} {number(y + _MARK)}Z"
        ET.SubElement(parent, "path", {"class": "mark full", "d": half})
    elif certainty is Certainty.UNDATED:
        text(parent, x, y + 4, "?", "doubt")


def draw_sample(parent: ET.Element, x: float, y: float, role: Role, certainty: Certainty | None, *, head: bool) -> None:
    """Draw a small box for the legend.

    :param parent: the element that it goes into.
    :param x: its left side.
    :param y: base line of the words beside it.
    :param role: of what kind of thing.
    :param certainty: how sure; None for a box without a mark.
    :param head: whether it is one that a part of the organisation begins with.
    """
    look = f"{role.value} {(certainty or Certainty.CERTAIN).value}"
    group = ET.SubElement(parent, "g", {"class": f"{look} head" if head else look})
    box = {"x": number(x), "y": number(y - 14), "width": "40", "height": "19", "rx": "4"}
    ET.SubElement(group, "rect", {"class": "box", **box})
    if certainty:
        _draw_mark(group, x + 20, y - 4.5, certainty)


def _hint(entry: Entry, sources: Mapping[int, str], say: Callable[..., str]) -> str:
    """Tell all about a thing: dates, how it is known, and where that stands."""
    lines = [", ".join(part for part in (entry.name, entry.kind, entry.share) if part)]
    lines += _told("", entry.standing, sources, say)
    if entry.link and entry.superior:
        lines += _told(say("chart-belongs", thing=entry.superior), entry.link, sources, say)
    for words, statement in entry.beside:
        lines += _told(words, statement, sources, say)
    return "\n".join(lines)


def _told(words: str, statement: Statement, sources: Mapping[int, str], say: Callable[..., str]) -> list[str]:
    certainty = say(f"chart-{statement.certainty.value}")
    known = statement.text if statement.text.startswith(certainty) else f"{certainty}: {statement.text}"
    known = f"{words} – {known}" if words else known
    rows = [f"• {known} ({statement.authority})" if statement.authority else f"• {known}"]
    rows += [f"   [{cited}] {sources[cited]}" for cited in statement.citations[:_MOST_CITED]]
    more = len(statement.citations) - _MOST_CITED
    return [*rows, f"   {say('chart-more', count=more)}"] if more > 0 else rows
