"""The style of drawings: colours after Okabe and Ito, in light and dark, as CSS that stands in the SVG itself.

Colour never stands alone: each kind has an outline of its own, and its name in words. Every colour of text has a
contrast of at least 4.5:1 to every colour that it can stand on.
"""

from __future__ import annotations

from dataclasses import dataclass

from styrgraf.reports.drawing.scene import Shape

__all__ = ["DARK", "FONT", "LIGHT", "Palette", "style_sheet"]

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a drawing.

    :param paper: what everything stands on.
    :param zone: ground of what is planned.
    :param ink: text.
    :param quiet: text of less weight.
    :param line: arrows.
    :param faint: outlines of chips and rules.
    :param fills: ground of each kind of card.
    :param strokes: outline of each kind of card.
    """

    paper: str
    zone: str
    ink: str
    quiet: str
    line: str
    faint: str
    fills: dict[Shape, str]
    strokes: dict[Shape, str]


LIGHT = Palette(
    paper="#ffffff",
    zone="#f4f4f1",
    ink="#1a1c20",
    quiet="#4d535b",
    line="#5b626b",
    faint="#b5bac1",
    fills={
        Shape.DECISION: "#e4f0f8",
        Shape.ASSIGNMENT: "#e3f4ee",
        Shape.PROPOSAL: "#faedf4",
        Shape.MONEY: "#fff3d4",
        Shape.INITIATIVE: "#fdece1",
        Shape.MEETING: "#ffffff",
        Shape.CASE: "#ececf3",
        Shape.DOCUMENT: "#f3f3f0",
        Shape.AGENT: "#f7f7f7",
        Shape.MISSING: "#ffffff",
        Shape.THING: "#f3f3f0",
    },
    strokes={
        Shape.DECISION: "#0072b2",
        Shape.ASSIGNMENT: "#00805e",
        Shape.PROPOSAL: "#a8457f",
        Shape.MONEY: "#a86f00",
        Shape.INITIATIVE: "#c65700",
        Shape.MEETING: "#5b626b",
        Shape.CASE: "#3b3d57",
        Shape.DOCUMENT: "#767a80",
        Shape.AGENT: "#767a80",
        Shape.MISSING: "#5b626b",
        Shape.THING: "#767a80",
    },
)
DARK = Palette(
    paper="#16191d",
    zone="#1e2227",
    ink="#eef0f3",
    quiet="#b9c0c9",
    line="#a3abb5",
    faint="#59616b",
    fills={
        Shape.DECISION: "#10293b",
        Shape.ASSIGNMENT: "#0e3028",
        Shape.PROPOSAL: "#371d2c",
        Shape.MONEY: "#372a0b",
        Shape.INITIATIVE: "#3a2010",
        Shape.MEETING: "#16191d",
        Shape.CASE: "#282a3c",
        Shape.DOCUMENT: "#24282d",
        Shape.AGENT: "#24282d",
        Shape.MISSING: "#16191d",
        Shape.THING: "#24282d",
    },
    strokes={
        Shape.DECISION: "#56b4e9",
        Shape.ASSIGNMENT: "#2bc49a",
        Shape.PROPOSAL: "#e08fbd",
        Shape.MONEY: "#eab13a",
        Shape.INITIATIVE: "#f28b4b",
        Shape.MEETING: "#a3abb5",
        Shape.CASE: "#a9acd6",
        Shape.DOCUMENT: "#979ea7",
        Shape.AGENT: "#979ea7",
        Shape.MISSING: "#a3abb5",
        Shape.THING: "#979ea7",
    },
)

# Every rule begins with the class of the drawing, so that none reaches the page that the drawing stands in.
_FORM = """
.sg text { font-family: FONT; font-size: 11px; }
.sg .name { font-size: 13px; font-weight: 600; }
.sg .amount { font-size: 17px; font-weight: 700; }
.sg .type, .sg .heading { letter-spacing: 0.03em; }
.sg .heading { font-weight: 600; }
.sg .reading { font-style: italic; }
.sg .doubt { font-size: 13px; font-weight: 700; text-anchor: middle; }
.sg .outline { stroke-width: 1.5; stroke-linejoin: round; }
.sg .focus .outline { stroke-width: 3; }
.sg .dashed .outline { stroke-dasharray: 7 4; }
.sg .route { fill: none; stroke-width: 1.4; }
.sg .open .route { stroke-dasharray: 7 4; }
.sg .derived .route, .sg .derived .chip { stroke-dasharray: 1.5 3; stroke-linecap: round; }
.sg .back .route { stroke-width: 2.4; }
.sg .chip { stroke-width: 1; }
.sg .rule { stroke-width: 1; }
"""


def style_sheet() -> str:
    """Write the style of a drawing: light on paper and by default, dark on a screen that is dark.

    :returns: CSS.
    """
    dark = _colours(DARK).replace("\n", "\n  ")
    return (
        f"{_FORM.replace('FONT', FONT)}{_colours(LIGHT)}\n@media screen and (prefers-color-scheme: dark) {{{dark}\n}}\n"
    )


def _colours(palette: Palette) -> str:
    rules = [
        f".sg .paper {{ fill: {palette.paper}; }}",
        f".sg .zone {{ fill: {palette.zone}; }}",
        f".sg text {{ fill: {palette.ink}; }}",
        f".sg .quiet {{ fill: {palette.quiet}; }}",
        f".sg .route, .sg .rule {{ stroke: {palette.line}; }}",
        f".sg .head, .sg .axis {{ fill: {palette.line}; }}",
        f".sg .chip {{ fill: {palette.paper}; stroke: {palette.faint}; }}",
        f".sg .derived .chip {{ stroke: {palette.quiet}; }}",
        f".sg .badge {{ fill: {palette.paper}; stroke: {palette.ink}; }}",
    ]
    for shape in Shape:
        fill, stroke = palette.fills[shape], palette.strokes[shape]
        rules.append(f".sg .{shape.value} .outline {{ fill: {fill}; stroke: {stroke}; }}")
    rules.append(f".sg .hollow .outline {{ fill: {palette.paper}; }}")
    return "\n" + "\n".join(rules)
