"""The course of a case as a drawing: a line of stations, filled, half filled or hollow, with words above and below."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from styrgraf.lineage.records import State
from styrgraf.phrases import phrase
from styrgraf.reports.course import case_name, say, shown_words, summary_words
from styrgraf.reports.drawing.cards import number, text
from styrgraf.reports.drawing.style import DARK, FONT, LIGHT
from styrgraf.reports.drawing.words import clean, width, wrap

if TYPE_CHECKING:
    from styrgraf.lineage.records import Course, Step
    from styrgraf.store import Graph

__all__ = ["path_to_svg"]

_MARGIN, _GUTTER = 28.0, 14.0
_NARROWEST, _WIDEST, _LONGEST_WORD = 122.0, 190.0, 200.0
_NAME, _STATE, _SMALL, _HEADING, _KIND = 13.0, 12.0, 11.5, 17.0, 13.0
_LEADING = 16.0
_RADIUS = 11.0
#: Between the left side of an upright line and the words beside it.
_INDENT = 38.0
#: Between the line and the words above and below it, and between two rows.
_ABOVE, _BELOW, _BETWEEN = 24.0, 32.0, 34.0
_TURN = 10.0
_MOST_ROWS = 2
#: The most lines of a name, and of what shows a step.
_MOST_NAME, _MOST_SHOWN = 4, 7
_COLOURS = {
    State.EVIDENCED: ("#00694d", "#4fd0aa"),
    State.PLANNED: ("#7d5300", "#eab13a"),
    State.MISSING: (LIGHT.quiet, DARK.quiet),
}
_FORM = """
.sgp text { font-family: FONT; font-size: 11.5px; }
.sgp .stop text { text-anchor: middle; }
.sgp .aside text { text-anchor: start; }
.sgp .name { font-size: 13px; font-weight: 600; }
.sgp .state { font-size: 12px; font-weight: 600; }
.sgp .heading { font-size: 17px; font-weight: 700; }
.sgp .kind { font-size: 13px; }
.sgp .way { fill: none; stroke-width: 3; stroke-linecap: butt; }
.sgp .planned.way { stroke-dasharray: 9 5; }
.sgp .missing.way { stroke-width: 2; stroke-dasharray: 2 5; }
.sgp .ring { stroke-width: 2.5; }
.sgp .missing .ring { stroke-width: 2; stroke-dasharray: 3 3; }
.sgp .tick { fill: none; stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
"""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A step with its words broken into lines."""

    state: State
    told: str
    name: tuple[str, ...]
    word: str
    shown: tuple[str, ...]


def path_to_svg(
    graph: Graph, course: Course, language: str = "sv", *, wide: float = 1160.0, headed: bool = True
) -> str:
    """Draw the course of a case: a station for each step, in rows as wide as there is room for.

    :param graph: the graph that it was found in.
    :param course: the course of the case.
    :param language: ``sv`` or ``en``.
    :param wide: the most width, in the units of the drawing (pixels at its natural size); at least 180.
    :param headed: whether the case and its kind of matter stand above the line.
    :returns: a whole SVG file, the same each time, with a final line end.
    """
    return _Drawing(graph, course, language, wide, headed=headed).draw()


class _Drawing:
    def __init__(self, graph: Graph, course: Course, language: str, wide: float, *, headed: bool) -> None:
        self.graph = graph
        self.course = course
        self.language = language
        self.headed = headed
        count = max(len(course.steps), 1)
        least = max(_NARROWEST, min(self.longest_word(), _LONGEST_WORD) + _GUTTER)
        most = max(int((wide - 2 * _MARGIN) / least), 1)
        rows = ceil(count / most)
        #: Where two rows are not enough, the line runs downwards, with the words beside it.
        self.upright = rows > _MOST_ROWS or (rows > 1 and most == 1)
        self.per_row = 1 if self.upright else ceil(count / rows)
        room = (wide - 2 * _MARGIN) / self.per_row
        self.column = room if self.upright else min(room, max(_WIDEST, least))
        self.wide = max(self.column * self.per_row + 2 * _MARGIN, min(wide, 3 * _WIDEST))
        self.stops = [self.set_stop(step) for step in course.steps]

    def longest_word(self) -> float:
        """Find how wide the widest word is that stands under or over a station."""
        longest = 0.0
        for step in self.course.steps:
            things, times = shown_words(self.graph, step, self.language)
            names = (width(word, _NAME, bold=True) for word in clean(step.label).split(" "))
            others = (width(f"{word},", _SMALL) for words in (*things, *times) for word in clean(words).split(" "))
            longest = max(longest, *names, *others)
        return longest

    def set_stop(self, step: Step) -> _Stop:
        room = self.column - (_INDENT if self.upright else _GUTTER)
        things, times = shown_words(self.graph, step, self.language)
        word = phrase(step.state.value, self.language)
        below = [line for words in times for line in wrap(words, room, _SMALL, 2)]
        listed = [f"{thing}," for thing in things[:-1]] + list(things[-1:])
        above = [line for words in listed for line in wrap(words, room, _SMALL, 3)]
        if len(above) + len(below) > _MOST_SHOWN:
            # The tail of the things is left out first: it stands in the title of the station.
            above = above[: max(_MOST_SHOWN - len(below), 1)]
            above[-1] = _cut(above[-1].rstrip(",…"), room)
        return _Stop(
            step.state,
            f"{step.label}: {word} – {', '.join((*things, *times))}",
            wrap(step.label, room, _NAME, _MOST_NAME, bold=True),
            word,
            (*above, *below),
        )

    def draw(self) -> str:
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "sgp", "role": "img"})
        root.set("aria-labelledby", "sgp-title sgp-description")
        ET.SubElement(root, "title", {"id": "sgp-title"}).text = clean(self.title())
        ET.SubElement(root, "desc", {"id": "sgp-description"}).text = clean(self.describe())
        ET.SubElement(root, "style").text = _style_sheet()
        paper = ET.SubElement(root, "rect", {"class": "paper"})
        y = self.draw_head(root) if self.headed else _MARGIN
        if self.stops:
            group = ET.SubElement(root, "g", {"class": "path"})
            y = self.draw_column(group, y) if self.upright else self.draw_rows(group, y)
        size = {"width": number(self.wide), "height": number(y)}
        paper.attrib.update(size)
        root.attrib.update({**size, "viewBox": f"0 0 {size['width']} {size['height']}"})
        return ET.tostring(root, encoding="unicode") + "\n"

    # What is said of the whole

    def title(self) -> str:
        case = " ".join(part for part in case_name(self.graph, self.course, self.language) if part)
        return f"{case}: {self.course.label or say('no-kind', self.language)}"

    def describe(self) -> str:
        told = [f"{place}. {stop.told}." for place, stop in enumerate(self.stops, start=1)]
        return " ".join([summary_words(self.course, self.language), *told])

    def draw_head(self, root: ET.Element) -> float:
        y, room = _MARGIN, self.wide - 2 * _MARGIN
        case = " ".join(part for part in case_name(self.graph, self.course, self.language) if part)
        kind = self.course.label if self.stops else ""
        for words, size, style, leading, most in (
            (case, _HEADING, "heading", 23.0, 3),
            (kind, _KIND, "kind", 20.0, 2),
            (summary_words(self.course, self.language), _KIND, "kind quiet", 20.0, 3),
        ):
            for line in wrap(words, room, size, most, bold=style == "heading") if words else ():
                y += leading
                text(root, _MARGIN, y - leading / 4, line, style)
        return y + _MARGIN

    # The line and its stations

    def draw_column(self, group: ET.Element, y: float) -> float:
        ways, x = ET.SubElement(group, "g"), _MARGIN + _RADIUS
        end: tuple[State, float] | None = None
        for stop in self.stops:
            line = y + _RADIUS
            if end:
                way = f"M{number(x)} {number(end[1])}V{number(line)}"
                self.draw_way(ways, _weaker(end[0], stop.state), way)
            self.draw_stop(group, stop, x, line)
            end = (stop.state, line)
            y += _LEADING * (len(stop.name) + 1 + len(stop.shown)) + _BETWEEN / 2
        return y + _MARGIN / 2

    def draw_rows(self, group: ET.Element, y: float) -> float:
        rows = [self.stops[at : at + self.per_row] for at in range(0, len(self.stops), self.per_row)]
        ways = ET.SubElement(group, "g")
        end: tuple[float, float, float] | None = None
        last = self.stops[0].state
        for row in rows:
            line = y + max(len(stop.name) for stop in row) * _LEADING + _ABOVE
            below = max(len(stop.shown) for stop in row) * _LEADING + _LEADING + _BELOW
            for place, stop in enumerate(row):
                x = _MARGIN + self.column * (place + 0.5)
                # The line is no firmer than the weaker of the steps that it joins.
                state, last = _weaker(last, stop.state), stop.state
                if place:
                    self.draw_way(ways, state, f"M{number(x - self.column)} {number(line)}H{number(x)}")
                elif end:
                    self.draw_way(ways, state, self.turn(*end, x, line))
                self.draw_stop(group, stop, x, line)
            y = line + below
            end = (_MARGIN + self.column * (len(row) - 0.5), line, y - _TURN / 2)
            y += _BETWEEN
        return y - _BETWEEN + _MARGIN / 2

    def turn(self, x: float, y: float, gap: float, to: float, down: float) -> str:
        """Lead the line from the end of a row, between the words, to the start of the next."""
        right, left = _MARGIN + self.column * self.per_row + 6, _MARGIN - 6
        middle = gap + _TURN
        return (
            f"M{number(x)} {number(y)}H{number(right - _TURN)}q{_TURN:g} 0 {_TURN:g} {_TURN:g}"
            f"V{number(middle - _TURN)}q0 {_TURN:g} -{_TURN:g} {_TURN:g}H{number(left + _TURN)}"
            f"q-{_TURN:g} 0 -{_TURN:g} {_TURN:g}V{number(down - _TURN)}q0 {_TURN:g} {_TURN:g} {_TURN:g}H{number(to)}"
        )

    @staticmethod
    def draw_way(parent: ET.Element, state: State, data: str) -> None:
        ET.SubElement(parent, "path", {"class": f"{state.value} way", "d": data})

    def draw_stop(self, parent: ET.Element, stop: _Stop, x: float, y: float) -> None:
        aside = " aside" if self.upright else ""
        group = ET.SubElement(parent, "g", {"class": f"stop{aside} {stop.state.value}"})
        ET.SubElement(group, "title").text = clean(stop.told)
        at = {"cx": number(x), "cy": number(y), "r": number(_RADIUS)}
        ET.SubElement(group, "circle", {"class": "ring", **at})
        if stop.state is State.EVIDENCED:
            ET.SubElement(group, "path", {"class": "tick", "d": f"M{number(x - 4.6)} {number(y + 0.2)}l3.4 3.6l6 -7"})
        elif stop.state is State.PLANNED:
            half = f"M{number(x)} {number(y - _RADIUS)}a{_RADIUS:g} {_RADIUS:g} 0 0 0 0 {2 * _RADIUS:g}Z"
            ET.SubElement(group, "path", {"class": "half", "d": half})
        below = [(stop.word, "state"), *((words, "quiet") for words in stop.shown)]
        if self.upright:
            left, top = x - _RADIUS + _INDENT, y + _LEADING / 4
            rows = [*((words, "name") for words in stop.name), *below]
        else:
            for place, words in enumerate(reversed(stop.name)):
                text(group, x, y - _ABOVE - _LEADING * place, words, "name")
            left, top, rows = x, y + _BELOW, below
        for place, (words, style) in enumerate(rows):
            text(group, left, top + _LEADING * place, words, style)


def _cut(line: str, room: float) -> str:
    """End a line in an ellipsis that there is room for."""
    while line and width(f"{line} …", _SMALL) > room:
        line = line[:-1].rstrip()
    return f"{line} …"


def _weaker(one: State, other: State) -> State:
    return max(one, other, key=list(State).index)


def _style_sheet() -> str:
    dark = _colours(1).replace("\n", "\n  ")
    form = _FORM.replace("FONT", FONT)
    return f"{form}{_colours(0)}\n@media screen and (prefers-color-scheme: dark) {{{dark}\n}}\n"


def _colours(scheme: int) -> str:
    palette = (LIGHT, DARK)[scheme]
    rules = [
        f".sgp .paper {{ fill: {palette.paper}; }}",
        f".sgp text {{ fill: {palette.ink}; }}",
        f".sgp .quiet {{ fill: {palette.quiet}; }}",
        f".sgp .ring {{ fill: {palette.paper}; }}",
        f".sgp .tick {{ stroke: {palette.paper}; }}",
    ]
    for state, colours in _COLOURS.items():
        name, colour = state.value, colours[scheme]
        rules += [
            f".sgp .{name}.way, .sgp .{name} .ring {{ stroke: {colour}; }}",
            f".sgp .{name} .state, .sgp .{name} .half {{ fill: {colour}; }}",
        ]
    rules.append(f".sgp .evidenced .ring {{ fill: {_COLOURS[State.EVIDENCED][scheme]}; }}")
    return "\n" + "\n".join(rules)
