"""Two tables of comma-separated values, things and arcs: for pandas, R and Gephi's spreadsheet import."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from styrgraf.exports.columns import Shape, arc_columns, text_of_cell, vertex_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from styrgraf.exports.columns import Cell, Column
    from styrgraf.exports.records import PropertyGraph

__all__ = ["csv_files", "guard_formula", "write_rows"]

_SPECIAL = re.compile(r'[",\r\n]|^\s|\s$')

# What a spreadsheet takes for the start of a formula, with the full-width forms; and the guard itself, so that
# taking one guard off gives every text back.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")


def csv_files(drawn: PropertyGraph) -> dict[str, str]:
    """Write a graph as two tables.

    Text that a spreadsheet would take for a formula has an apostrophe before it, and so has text that starts with an
    apostrophe: a program that reads the tables takes one off. Numbers stand as they are.

    :param drawn: the graph.
    :returns: file name to text: UTF-8 without byte order mark, commas, quotes where needed, and line feeds.
    """
    return {
        "nodes.csv": _table(vertex_columns(drawn), drawn.vertices),
        "edges.csv": _table(arc_columns(drawn), drawn.arcs),
    }


def guard_formula(text: str) -> str:
    """Keep a spreadsheet from running text.

    :param text: the text of a cell.
    :returns: the text, with an apostrophe before it if a spreadsheet would take it for a formula.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_rows(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as comma-separated values (RFC 4180, with line feeds).

    :param rows: the rows.
    :returns: the text.
    """
    # csv.writer would not quote a lone carriage return, which its own reader takes for the end of a row.
    return "".join(",".join(map(_quote, row)) + "\n" for row in rows)


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def _table(columns: Sequence[Column[Any]], items: Iterable[object]) -> str:
    head = [column.name for column in columns]
    return write_rows([head, *([_cell(column.shape, column.cell(item)) for column in columns] for item in items)])


def _cell(shape: Shape, cell: Cell) -> str:
    text = text_of_cell(cell)
    return guard_formula(text) if shape in (Shape.TEXT, Shape.LIST) else text
