"""A card in a drawing: how large it must be for its words, its outline, and its SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from styrgraf.reports.drawing.scene import Shape
from styrgraf.reports.drawing.words import clean, wrap
from styrgraf.store import Kind

if TYPE_CHECKING:
    from styrgraf.reports.drawing.scene import Beside, Card

__all__ = ["Sheet", "draw_card", "number", "outline", "set_card", "text"]

_WIDTH, _WIDE, _WIDEST = 224.0, 312.0, 440.0
_PAD = 12.0
_TYPE, _NAME, _AMOUNT, _SMALL = 11.0, 13.0, 17.0, 11.0
#: More parts than this get one line each.
_MOST_ROOMY = 12
_RADII = {Shape.INITIATIVE: 20.0, Shape.AGENT: 16.0, Shape.MISSING: 12.0, Shape.MEETING: 5.0, Shape.THING: 3.0}


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of text at a place in the card, with the classes of its style."""

    x: float
    y: float
    words: str
    style: str


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that show one part or one agent; a chip has an outline."""

    beside: Beside
    rows: tuple[_Row, ...]
    top: float
    height: float
    chip: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A card with its words in place.

    :param card: the card.
    :param width: how wide it is.
    :param height: how high it must be.
    :param rows: its own lines.
    :param groups: its parts and agents.
    """

    card: Card
    width: float
    height: float
    rows: tuple[_Row, ...]
    groups: tuple[_Group, ...]


def set_card(card: Card) -> Sheet:
    """Set the words of a card.

    :param card: the card.
    :returns: the card with its size.
    """
    width = _WIDEST if card.shape is Shape.CASE else _WIDE if card.parts else _WIDTH
    room = width - 2 * _PAD
    y = 9.0
    rows: list[_Row] = []

    def add(words: str, size: float, leading: float, most: int, style: str, cut: float = 0.0) -> None:
        nonlocal y
        for line in wrap(words, room - cut, size, most, bold=style in ("name", "amount")):
            y += leading
            rows.append(_Row(_PAD, y - leading / 4, line, style))

    # Room for the badge, or for the corner of the outline.
    add(card.type, _TYPE, 15, 1, "type quiet", 30)
    if card.amount:
        add(card.amount, _AMOUNT, 24, 1, "amount")
    add(card.name, _NAME, 17, 4, "name")
    if card.note:
        add(card.note, _SMALL, 16, 2, "quiet")
    groups = []
    for chip, besides in ((False, card.parts), (True, card.who)):
        y += 6 if besides else 0
        for beside in besides:
            most = 1 if len(card.parts) > _MOST_ROOMY and not chip else 4
            group = _set_group(beside, y, room, most, chip=chip)
            groups.append(group)
            y += group.height + (4 if chip else 1)
    return Sheet(card, width, y + 11, tuple(rows), tuple(groups))


def _set_group(beside: Beside, top: float, room: float, most: int, *, chip: bool) -> _Group:
    style = "reading" if beside.kind is Kind.READING else ""
    inset = 8.0 if chip else 0.0
    lead = "" if chip else beside.text.partition(" ")[0]
    indent = 0.0 if chip else 20.0
    words = beside.text if chip else beside.text.partition(" ")[2]
    lines = wrap(words, room - 2 * inset - indent, _SMALL, most)
    rows = [
        _Row(_PAD + inset + indent, top + (13 if chip else 11) + 14 * place, line, style)
        for place, line in enumerate(lines)
    ]
    if lead:
        rows.append(_Row(_PAD, rows[0].y, lead, "quiet"))
    return _Group(beside, tuple(rows), top, 14 * len(lines) + (5 if chip else 1), chip)


def draw_card(parent: ET.Element, sheet: Sheet, x: float, y: float, height: float) -> None:
    """Draw a card.

    :param parent: the element that it goes into.
    :param sheet: the card with its words in place.
    :param x: left side.
    :param y: upper side.
    :param height: how high it is.
    """
    card = sheet.card
    classes = ["node", card.shape.value]
    hollow = bool(card.gaps) or (card.dashed and card.shape is Shape.MEETING)
    flags = {"dashed": card.dashed, "focus": card.focus, "hollow": hollow}
    classes += [name for name, present in flags.items() if present]
    place = {"transform": f"translate({number(x)} {number(y)})", "data-id": clean(card.id)}
    group = ET.SubElement(parent, "g", {"class": " ".join(classes), **place})
    words = (f"{card.type}: {card.name}", card.amount, card.note, *card.gaps)
    ET.SubElement(group, "title").text = clean("\n".join(part for part in words if part))
    size = {"data-width": number(sheet.width), "data-height": number(height)}
    ET.SubElement(group, "path", {"class": "outline", "d": outline(card.shape, sheet.width, height), **size})
    for row in sheet.rows:
        text(group, row.x, row.y, row.words, row.style)
    for beside in sheet.groups:
        _draw_group(group, beside, sheet.width)
    if card.gaps:
        middle = sheet.width - (30 if card.shape is Shape.DOCUMENT else 19)
        ET.SubElement(group, "circle", {"class": "badge", "cx": number(middle), "cy": "17", "r": "8.5"})
        text(group, middle, 21.5, "?", "doubt")


def _draw_group(parent: ET.Element, group: _Group, width: float) -> None:
    beside = group.beside
    classes = f"{'who' if group.chip else 'part'} {beside.kind.value}"
    element = ET.SubElement(parent, "g", {"class": classes, "data-id": clean(beside.thing), **edge_data(beside)})
    ET.SubElement(element, "title").text = clean(beside.hint)
    if group.chip:
        box = {"x": number(_PAD), "y": number(group.top), "width": number(width - 2 * _PAD)}
        ET.SubElement(element, "rect", {"class": "chip", **box, "height": number(group.height), "rx": "9"})
    for row in group.rows:
        text(element, row.x, row.y, row.words, row.style)


def edge_data(shown: Beside) -> dict[str, str]:
    """Name the lineage edge that an element shows.

    :param shown: a line in a card.
    :returns: attributes; none if it shows no edge.
    """
    edge = shown.edge
    if edge is None:
        return {}
    return {"data-later": edge.later, "data-earlier": edge.earlier, "data-property": edge.property}


def text(parent: ET.Element, x: float, y: float, words: str, style: str = "") -> ET.Element:
    """Write a line of text.

    :param parent: the element that it goes into.
    :param x: where it begins.
    :param y: its base line.
    :param words: the text.
    :param style: names of the classes of its style.
    :returns: the element.
    """
    named = {"class": style} if style else {}
    element = ET.SubElement(parent, "text", {"x": number(x), "y": number(y), **named})
    element.text = clean(words)
    return element


def number(value: float) -> str:
    """Write a length, short and the same on every machine.

    :param value: the length.
    :returns: with at most one decimal.
    """
    return f"{value:.1f}".removesuffix(".0")


def outline(shape: Shape, width: float, height: float) -> str:
    """Draw the outline of a kind of card: the sides are straight where arrows meet them, the corners differ.

    :param shape: the kind.
    :param width: how wide.
    :param height: how high.
    :returns: path data.
    """
    w, h = number(width), number(height)

    right, low = number(width - 10), number(height - 10)
    if shape is Shape.DECISION:
        return f"M10 0H{right}L{w} 10V{low}L{right} {h}H10L0 {low}V10Z"
    if shape is Shape.ASSIGNMENT:
        return f"M0 0H{right}L{w} 10V{low}L{right} {h}H0Z"
    if shape is Shape.MONEY:
        turn = "A10 10 0 0 0 "
        return f"M10 0H{right}{turn}{w} 10V{low}{turn}{right} {h}H10{turn}0 {low}V10{turn}10 0Z"
    path = _rounded(width, height, _RADII.get(shape, 0.0))
    if shape is Shape.DOCUMENT:
        path = f"M0 0H{number(width - 14)}L{w} 14V{h}H0ZM{number(width - 14)} 0V14H{w}"
    elif shape is Shape.CASE:
        tab = min(width / 2, 90)
        path = f"M0 0V-7H{number(tab)}L{number(tab + 7)} 0H{w}V{h}H0Z"
    elif shape is Shape.MEETING:
        path += "".join(f"M{number(ring)} -5V5" for ring in (width / 10, width * 0.9))
    return path


def _rounded(width: float, height: float, radius: float) -> str:
    r, right, low = number(radius), number(width - radius), number(height - radius)
    w, h = number(width), number(height)
    if not radius:
        return f"M0 0H{w}V{h}H0Z"
    turn = f"A{r} {r} 0 0 1 "
    return f"M{r} 0H{right}{turn}{w} {r}V{low}{turn}{right} {h}H{r}{turn}0 {low}V{r}{turn}{r} 0Z"
