"""Differences as a report: what was added, removed, changed and moved, and what that does; text, Markdown and JSON."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from styrgraf.phrases import check_language
from styrgraf.reports.diff_markdown import set_tables
from styrgraf.reports.diff_outline import outline_diff
from styrgraf.reports.diff_tree import diff_to_tree
from styrgraf.reports.diff_words import Teller
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import set_text
from styrgraf.reports.outline import Item, Line, Report, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from styrgraf.diff import Diff, Side
    from styrgraf.reports.diff_outline import Block, Row

__all__ = ["FORMATS", "render_diff"]


def render_diff(found: Diff, old: Side, new: Side, form: str = "text", language: str = "sv") -> str:
    """Write a report of what differs.

    :param found: what differs.
    :param old: the side before; its files must still stand.
    :param new: the side after.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "differences")
    check_language(language)
    return render(Teller(old.graph, new.graph, language), found)


def _render_text(teller: Teller, found: Diff) -> str:
    outline = outline_diff(teller, found)
    sections = tuple(map(_section, outline.blocks))
    return set_text(Report(outline.title, tuple(map(Line, outline.summary)), sections))


def _section(block: Block) -> Section:
    items = []
    for about, rows in groupby(block.rows, key=lambda row: row.about):
        together = list(rows)
        if about:
            lines = tuple(Line(f"{row.sign} {_statement(row)}") for row in together)
            items.append(Item("•", together[0].thing, lines, about=about))
        else:
            items += [Item(row.sign, f"{row.thing}: {_statement(row)}") for row in together]
    return Section(block.key, block.heading.upper(), tuple(items), tuple(map(Line, block.remarks)))


def _statement(row: Row) -> str:
    return f"{row.property}: {_change(row)}" if row.property else _change(row)


def _change(row: Row) -> str:
    change = " → ".join(part for part in (row.before, row.after) if part)
    return f"{change} ({row.source})" if row.source else change


def _render_json(teller: Teller, found: Diff) -> str:
    return json.dumps(diff_to_tree(teller, found), ensure_ascii=False, indent=2) + "\n"


#: Formats by name.
FORMATS: Mapping[str, Callable[[Teller, Diff], str]] = {
    "text": _render_text,
    "markdown": lambda teller, found: set_tables(outline_diff(teller, found), teller),
    "json": _render_json,
}
