"""A lineage as a drawing: one SVG file with its own style, which needs nothing from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from styrgraf.reports.drawing.cards import Sheet, draw_card, number, outline, set_card, text
from styrgraf.reports.drawing.layers import Link, Route, lay_out
from styrgraf.reports.drawing.scene import Arrow, Scene, Shape, set_scene
from styrgraf.reports.drawing.style import style_sheet
from styrgraf.reports.drawing.words import clean, say, width, wrap
from styrgraf.store import Kind

if TYPE_CHECKING:
    from styrgraf.lineage.records import Lineage
    from styrgraf.store import Graph

__all__ = ["lineage_to_svg"]

_MARGIN = 24.0
_AXIS = 34.0
_LABEL_SIZE, _LONGEST_LABEL = 11.0, 150.0
_NARROWEST = 760.0
#: How many links the text alternative tells in words.
_MOST_TOLD = 40
#: Classes that share a shape, such as other things, are not all named in the legend.
_MOST_TYPES = 3


def lineage_to_svg(graph: Graph, lineage: Lineage) -> str:
    """Draw a lineage: the earliest to the left, what was planned to the right.

    :param graph: the graph that it was traced in.
    :param lineage: the lineage.
    :returns: a whole SVG file, the same each time, with a final line end.
    """
    return _Drawing(set_scene(graph, lineage), lineage.language).draw()


class _Drawing:
    def __init__(self, scene: Scene, language: str) -> None:
        self.scene = scene
        self.language = language
        self.sheets = {card.id: set_card(card) for card in scene.cards}
        self.labels = [self.label(arrow) for arrow in scene.arrows]
        links = [
            Link(arrow.earlier, arrow.later, width(label, _LABEL_SIZE) if label else 0.0)
            for arrow, label in zip(scene.arrows, self.labels, strict=True)
        ]
        self.layout = lay_out({name: (s.width, s.height) for name, s in self.sheets.items()}, links, scene.last)

    def label(self, arrow: Arrow) -> str:
        # What leads to the planned is said by the zone that it stands in.
        return "" if arrow.open else wrap(arrow.text, _LONGEST_LABEL, _LABEL_SIZE, 1)[0]

    def draw(self) -> str:
        wide = max(self.layout.width, _NARROWEST)
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "sg", "role": "img"})
        root.set("aria-labelledby", "sg-title sg-description")
        ET.SubElement(root, "title", {"id": "sg-title"}).text = clean(self.scene.title)
        ET.SubElement(root, "desc", {"id": "sg-description"}).text = clean(self.describe())
        ET.SubElement(root, "style").text = style_sheet()
        paper = ET.SubElement(root, "rect", {"class": "paper", "width": "100%", "height": "100%"})
        y = self.draw_aside(root, _MARGIN, wide)
        if self.layout.boxes:
            y = self.draw_path(root, y, wide)
        y = self.draw_legend(root, y, wide)
        size = {"width": number(wide + 2 * _MARGIN), "height": number(y)}
        root.attrib.update({**size, "viewBox": f"0 0 {size['width']} {size['height']}"})
        paper.attrib.update(size)
        return ET.tostring(root, encoding="unicode") + "\n"

    def describe(self) -> str:
        """Tell the drawing in words, for those who do not see it."""
        things = len(self.scene.cards) + len(self.scene.aside)
        counted = say("description", self.language, things=things, links=len(self.scene.arrows))
        told = [f"{arrow.hint}." for arrow in self.scene.arrows if not (arrow.open and not arrow.text)]
        rest = len(told) - _MOST_TOLD
        more = [say("more", self.language, count=rest)] if rest > 0 else []
        gaps = dict.fromkeys(gap for card in (*self.scene.aside, *self.scene.cards) for gap in card.gaps)
        return " ".join([counted, *told[:_MOST_TOLD], *more, *list(gaps)[:_MOST_TOLD]])

    # What no link joins to the path: the case itself, its documents

    def draw_aside(self, root: ET.Element, y: float, wide: float) -> float:
        sheets = [set_card(card) for card in self.scene.aside]
        rows: list[list[Sheet]] = []
        for sheet in sheets:
            taken = sum(other.width + _MARGIN for other in rows[-1]) if rows else 0.0
            if rows and taken + sheet.width <= wide:
                rows[-1].append(sheet)
            else:
                rows.append([sheet])
        group = ET.SubElement(root, "g", {"class": "aside"}) if rows else root
        for row in rows:
            x, height = _MARGIN, max(sheet.height for sheet in row)
            y += 8
            for sheet in row:
                draw_card(group, sheet, x, y, height)
                x += sheet.width + _MARGIN
            y += height + _MARGIN
        return y

    # The path

    def draw_path(self, root: ET.Element, y: float, wide: float) -> float:
        layout = self.layout
        group = ET.SubElement(root, "g", {"class": "path"})
        last = [layout.boxes[name] for name in sorted(self.scene.last) if name in layout.boxes]
        zone = min((box.x for box in last), default=0.0)
        if last:
            left, right = _MARGIN + zone - 16, _MARGIN + layout.width + 16
            area = {"x": number(left), "y": number(y), "width": number(right - left), "rx": "8"}
            ET.SubElement(group, "rect", {"class": "zone", **area, "height": number(layout.height + _AXIS + 24)})
            text(group, left + 16, y + 20, say("not-evidenced", self.language), "heading quiet")
        end = _MARGIN + (zone - 32 if last else wide)
        self.draw_axis(group, y + 16, end)
        inner = ET.SubElement(group, "g", {"transform": f"translate({number(_MARGIN)} {number(y + _AXIS + 8)})"})
        for arrow, label, route in zip(self.scene.arrows, self.labels, layout.routes, strict=True):
            self.draw_arrow(inner, arrow, label, route)
        for name, sheet in self.sheets.items():
            box = layout.boxes[name]
            draw_card(inner, sheet, box.x, box.y, box.height)
        return y + layout.height + _AXIS + 24 + _MARGIN

    def draw_axis(self, group: ET.Element, y: float, end: float) -> None:
        earlier, later = say("earlier", self.language), say("later", self.language)
        text(group, _MARGIN, y + 4, earlier, "heading quiet")
        begin, stop = _MARGIN + width(earlier, 12.5), end - width(later, 12.5)
        if stop > begin:
            line = {"x1": number(begin), "x2": number(stop - 10), "y1": number(y), "y2": number(y)}
            ET.SubElement(group, "line", {"class": "rule", **line})
            ET.SubElement(group, "path", {"class": "axis", "d": _head(stop - 4, y)})
            text(group, stop + 2, y + 4, later, "heading quiet")

    def draw_arrow(self, parent: ET.Element, arrow: Arrow, label: str, route: Route | None) -> None:
        back = route is not None and route.reversed
        flags = {"open": arrow.open, "back": back or route is None}
        classes = ["edge", arrow.kind.value, *(name for name, present in flags.items() if present)]
        data = {"data-from": clean(arrow.earlier), "data-to": clean(arrow.later)}
        if arrow.edge:
            data |= {"data-later": arrow.edge.later, "data-earlier": arrow.edge.earlier}
            data["data-property"] = arrow.edge.property
        group = ET.SubElement(parent, "g", {"class": " ".join(classes), **data})
        hint = f"{arrow.hint}\n{say('cycle', self.language)}" if "back" in classes else arrow.hint
        ET.SubElement(group, "title").text = clean(hint)
        if route is None:
            self.draw_loop(group, arrow)
            return
        ET.SubElement(group, "path", {"class": "route", "d": _path(route)})
        tip = (route.x, route.y, -1) if back else (route.end, route.hops[-1].y, 1)
        ET.SubElement(group, "path", {"class": "head", "d": _head(*tip)})
        if label and route.labelled:
            style = "quiet reading" if arrow.kind is Kind.READING else "quiet"
            words = text(group, route.end - 14, route.hops[-1].y - 4, label, style)
            words.set("text-anchor", "end")

    def draw_loop(self, group: ET.Element, arrow: Arrow) -> None:
        box = self.layout.boxes[arrow.later]
        right = box.x + box.width
        path = f"M{number(right - 70)} {number(box.y)}c0 -26 36 -26 36 -8"
        ET.SubElement(group, "path", {"class": "route", "d": path})
        ET.SubElement(group, "path", {"class": "head", "d": f"M{number(right - 34)} {number(box.y)}l-4.5 -9h9Z"})

    # The legend

    def draw_legend(self, root: ET.Element, y: float, wide: float) -> float:
        group = ET.SubElement(root, "g", {"class": "legend"})
        x, y = _MARGIN, y + 4
        for kind, words in self.legend():
            room = 34 + width(words, _LABEL_SIZE) + 18
            if x > _MARGIN and x + room > wide + _MARGIN:
                x, y = _MARGIN, y + 22
            self.draw_sample(group, kind, x, y)
            text(group, x + 34, y + 4, words, "quiet reading" if kind == "reading" else "quiet")
            x += room
        return y + 28

    def legend(self) -> list[tuple[str, str]]:
        cards = (*self.scene.cards, *self.scene.aside)
        besides = [beside for card in cards for beside in (*card.parts, *card.who)]
        kinds = {arrow.kind for arrow in self.scene.arrows} | {beside.kind for beside in besides}
        present = {
            "stated": bool(self.scene.arrows),
            "focus": any(card.focus for card in cards),
            "proposed": any(card.dashed and card.shape is not Shape.MISSING for card in cards),
            "hollow": any(card.gaps and card.shape is not Shape.MISSING for card in cards),
            "gap": any(card.shape is Shape.MISSING for card in cards),
            "who": any(card.who for card in cards),
            "reading": Kind.READING in kinds,
            "derived": Kind.DERIVED in kinds,
        }
        types: dict[Shape, dict[str, None]] = {}
        for card in cards:
            types.setdefault(card.shape, {})[card.type] = None
        shapes = [shape for shape in Shape if shape in types and shape is not Shape.MISSING]
        entries = [(shape.value, ", ".join(sorted(types[shape])[:_MOST_TYPES])) for shape in shapes]
        return entries + [(key, say(key, self.language)) for key, shown in present.items() if shown]

    def draw_sample(self, parent: ET.Element, kind: str, x: float, y: float) -> None:
        place = {"transform": f"translate({number(x)} {number(y - 8)})"}
        if kind in ("stated", "reading"):
            group = ET.SubElement(parent, "g", place)
            ET.SubElement(group, "path", {"class": "route", "d": "M0 8H18"})
            ET.SubElement(group, "path", {"class": "head", "d": _head(26, 8)})
            return
        if kind in ("who", "derived"):
            group = ET.SubElement(parent, "g", {"class": kind, **place})
            ET.SubElement(group, "rect", {"class": "chip", "y": "1", "width": "26", "height": "14", "rx": "7"})
            return
        classes = {
            "focus": "thing focus",
            "proposed": "proposal dashed",
            "hollow": "decision hollow",
            "gap": "missing dashed hollow",
        }.get(kind, f"{kind} dashed" if kind == Shape.PROPOSAL else kind)
        shape = next((shape for shape in Shape if shape.value == classes.split()[0]), Shape.THING)
        group = ET.SubElement(parent, "g", {"class": classes, **place})
        # Half the size of an outline, so that its corners still show.
        scaled = {"transform": "scale(0.5)", "d": outline(shape, 52, 32)}
        ET.SubElement(group, "path", {"class": "outline", **scaled})
        if kind in ("hollow", "gap"):
            text(group, 13, 12.5, "?", "doubt")


def _path(route: Route) -> str:
    x, y = route.x, route.y
    data = [f"M{number(x)} {number(y)}"]
    for hop in route.hops:
        middle = number((hop.start + hop.end) / 2)
        data.append(f"H{number(hop.start)}")
        data.append(f"C{middle} {number(y)} {middle} {number(hop.y)} {number(hop.end)} {number(hop.y)}")
        x, y = hop.end, hop.y
    # The line ends inside the arrowhead, whose tip is at the box.
    data.append(f"H{number(route.end if route.reversed else route.end - 6)}")
    return "".join(data)


def _head(x: float, y: float, direction: int = 1) -> str:
    back = number(x - 9 * direction)
    return f"M{number(x)} {number(y)}L{back} {number(y - 4.5)}V{number(y + 4.5)}Z"
