"""What a search found, as a table for a terminal and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from styrgraf.namespaces import BASE, shorten
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import one_line
from styrgraf.search import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from styrgraf.search import Hit

__all__ = ["FORMATS", "render_hits"]

_WIDEST_LABEL = 56
_FIELDS: Mapping[Field, tuple[str, str]] = {
    Field.NUMBER: ("nummer", "number"),
    Field.LABEL: ("namn", "name"),
    Field.OTHER_NAME: ("annat namn", "other name"),
    Field.TITLE: ("titel", "title"),
    Field.NOTATION: ("kod", "code"),
    Field.KEY_PHRASE: ("nyckelfras", "key phrase"),
}


def render_hits(hits: Sequence[Hit], form: str = "text", language: str = "sv") -> str:
    """Write what a search found.

    :param hits: the hits, best first.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end; no text at all if there are no hits.
    :raises StyrgrafError: if there is no such format.
    """
    render = choose_format(FORMATS, form, "hits")
    return render(hits, language)


def _render_text(hits: Sequence[Hit], language: str) -> str:
    rows = [(_shorten(one_line(hit.label)), one_line(hit.type), _name(hit), _reason(hit, language)) for hit in hits]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)


def _reason(hit: Hit, language: str) -> str:
    # A hit on the name that is shown explains itself.
    if hit.matched == hit.label:
        return ""
    return f"{_FIELDS[hit.field][language == 'en']}: {one_line(hit.matched)}"


def _name(hit: Hit) -> str:
    # As the other commands take it; shorten would leave a passage in full for its #.
    return hit.iri.removeprefix(BASE) if hit.iri.startswith(BASE) else shorten(hit.iri).strip("<>")


def _shorten(label: str) -> str:
    return label if len(label) <= _WIDEST_LABEL else f"{label[: _WIDEST_LABEL - 1].rstrip()}…"


def _render_json(hits: Sequence[Hit], language: str) -> str:
    del language  # the labels have it already
    content = [
        {
            "iri": hit.iri,
            "id": _name(hit),
            "type": hit.type,
            "label": hit.label,
            "score": hit.score,
            "field": hit.field.value,
            "matched": hit.matched,
        }
        for hit in hits
    ]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


#: Formats by name.
FORMATS: Mapping[str, Callable[[Sequence[Hit], str], str]] = {"text": _render_text, "json": _render_json}
