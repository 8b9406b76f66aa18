"""The style of the drawing of an organisation: light on paper and by default, dark on a screen that is dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.reports.drawing.scene import Shape
from styrgraf.reports.drawing.style import DARK, FONT, LIGHT
from styrgraf.timeline.records import Role

if TYPE_CHECKING:
    from styrgraf.reports.drawing.style import Palette

__all__ = ["style_sheet"]

#: The colours that each kind of thing shares with a kind of card in other drawings.
_SHAPES = {
    Role.BODY: Shape.DECISION,
    Role.UNIT: Shape.ASSIGNMENT,
    Role.DISTRICT: Shape.INITIATIVE,
    Role.ENTERPRISE: Shape.MONEY,
    Role.COLLECTIVE: Shape.CASE,
}
_SERIF = 'Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Georgia, "DejaVu Serif", serif'
# Every rule begins with the class of the drawing, so that none reaches the page that the drawing stands in.
_FORM = f"""
.sgo text {{ font: 11px {FONT}; }}
.sgo .small {{ font-size: 12px; }}
.sgo .name {{ font-size: 12px; font-weight: 600; }}
.sgo .top {{ font-size: 14px; font-weight: 700; }}
.sgo .crown {{ font-size: 18px; font-weight: 700; }}
.sgo .heading {{ font-family: {_SERIF}; font-size: 16px; font-weight: 600; }}
.sgo .kicker {{ font-size: 18px; }}
.sgo .lead {{ font-size: 14px; }}
.sgo .title {{ font-family: {_SERIF}; font-size: 40px; font-weight: 600; }}
.sgo .doubt {{ font-weight: 700; text-anchor: middle; }}
.sgo .box {{ stroke-width: 1.2; }}
.sgo .head .box {{ stroke-width: 1.7; }}
.sgo .line {{ fill: none; stroke-width: 1.3; }}
.sgo .stretched .box, .sgo .line.stretched {{ stroke-dasharray: 6 3.5; }}
.sgo .undated .box, .sgo .line.undated {{ stroke-dasharray: 0.1 3.6; stroke-linecap: round; stroke-width: 1.7; }}
.sgo .rule {{ stroke-width: 1.5; }}
.sgo .mark {{ stroke-width: 1.2; }}
"""


def style_sheet() -> str:
    """Write the style of the drawing.

    :returns: CSS.
    """
    return f"{_FORM}{_colours(LIGHT)}\n@media screen and (prefers-color-scheme: dark) {{{_colours(DARK)}\n}}\n"


def _colours(palette: Palette) -> str:
    rules = [
        f".sgo .paper {{ fill: {palette.paper}; }}",
        f".sgo text {{ fill: {palette.ink}; }}",
        f".sgo .quiet {{ fill: {palette.quiet}; }}",
        f".sgo .rule {{ stroke: {palette.ink}; }}",
        f".sgo .line {{ stroke: {palette.line}; }}",
    ]
    for role, shape in _SHAPES.items():
        fill, stroke = palette.fills[shape], palette.strokes[shape]
        rules += [
            f".sgo .{role.value} .box {{ fill: {palette.paper}; stroke: {stroke}; }}",
            f".sgo .{role.value}.head .box {{ fill: {fill}; }}",
            f".sgo .{role.value} .mark {{ fill: {palette.paper}; stroke: {stroke}; }}",
            f".sgo .{role.value} .full {{ fill: {stroke}; }}",
        ]
    return "\n" + "\n".join(rules)
