"""Words in a drawing: how wide they are, how they are broken, and the fixed ones in Swedish and English."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["clean", "say", "width", "wrap"]

# Widths in parts of the size, of a wide system font (DejaVu Sans), so that no other overflows.
_NARROW, _WIDE = frozenset("ijlI.,:;'|!()[]’·-ft"), frozenset("mwMWÅÄÖABCDEGHKNOQRUVX§%@—…")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS = {
    "beside": ("Vid sidan av vägen", "Beside the path"),
    "cycle": ("krets: det senare pekar tillbaka", "cycle: the later points back"),
    "derived": ("härlett ur en regel", "derived by a rule"),
    "description": (
        "{things} saker och {links} länkar, det tidigaste till vänster.",
        "{things} things and {links} links, the earliest to the left.",
    ),
    "earlier": ("TIDIGARE", "EARLIER"),
    "focus": ("kraftig kontur: det som rapporten gäller", "heavy outline: what the report is about"),
    "gap": ("saknas: ingen källa visar det", "missing: no source shows it"),
    "hollow": ("ofylld med ?: bara delvis belagd", "hollow with ?: evidenced in part only"),
    "later": ("SENARE", "LATER"),
    "missing": ("SAKNAS", "MISSING"),
    "more": ("… och {count} till.", "… and {count} more."),
    "not-evidenced": ("PLANERAT, INTE BELAGT", "PLANNED, NOT EVIDENCED"),
    "planned": ("planerat till", "planned for"),
    "proposed": ("streckad kontur: föreslaget eller planerat", "dashed outline: proposed or planned"),
    "reading": ("kursivt: läst ur texten", "italics: read from the text"),
    "stated": ("pilen går från det tidigare till det senare", "the arrow goes from the earlier to the later"),
    "title": ("Härkomst: {thing}", "Lineage: {thing}"),
    "who": ("vem: organ, enhet, befattning", "who: body, unit, post"),
}


def say(key: str, language: str, **parts: object) -> str:
    """Give a fixed phrase of the drawing.

    :param key: its name.
    :param language: ``sv`` or ``en``.
    :param parts: what stands in its gaps.
    :returns: the phrase.
    """
    return _WORDS[key][language != "sv"].format(**parts)


def clean(text: str) -> str:
    """Take away the signs that XML cannot hold.

    :param text: any text.
    :returns: the text without control characters and lone surrogates.
    """
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how wide a text is, rather too wide than too narrow.

    :param text: the text.
    :param size: size of the font.
    :param bold: whether it is bold.
    :returns: its width.
    """
    parts = sum(0.40 if sign in _NARROW else 0.36 if sign == " " else 0.88 if sign in _WIDE else 0.64 for sign in text)
    return parts * size * (1.1 if bold else 1.0)


def wrap(text: str, room: float, size: float, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines; a word that is too long is broken too.

    :param text: the text.
    :param room: width of a line.
    :param size: size of the font.
    :param most: the most lines; what is left out shows as an ellipsis.
    :param bold: whether it is bold.
    :returns: the lines.
    """
    lines: list[str] = []
    line = ""
    # A section sign stays with its number.
    for word in _pieces(clean(text), room, size, bold):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) > most:
        kept = lines[most - 1]
        while kept and width(f"{kept}…", size, bold=bold) > room:
            kept = kept[:-1]
        lines[most - 1 :] = [f"{kept.rstrip()}…"]
    return tuple(lines)


def _pieces(text: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = []
    # A section sign stays with its number.
    for word in text.replace("§ ", "§\N{NO-BREAK SPACE}").split(" "):
        rest = word
        while width(rest, size, bold=bold) > room and len(rest) > 1:
            cuts = range(len(rest) - 1, 1, -1)
            cut = next((cut for cut in cuts if width(rest[:cut], size, bold=bold) <= room), 1)
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces
