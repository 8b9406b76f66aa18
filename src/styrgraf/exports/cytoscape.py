"""Cytoscape JSON: for Cytoscape.js and, as .cyjs, for the desktop program."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from styrgraf.exports.columns import arc_columns, vertex_columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from styrgraf.exports.columns import Cell, Column
    from styrgraf.exports.records import PropertyGraph

__all__ = ["cytoscape_text"]


def cytoscape_text(drawn: PropertyGraph) -> str:
    """Write a graph as Cytoscape JSON.

    :param drawn: the graph.
    :returns: the document; lists are arrays, and what a thing does not have is left out.
    """
    vertices, arcs = vertex_columns(drawn), arc_columns(drawn)
    content = {
        "data": {"name": "Styrgraf", "language": drawn.language},
        "elements": {
            # The desktop program names things by “name” and joins by “interaction”.
            "nodes": [
                {"data": {**_data(vertices, vertex), "name": vertex.label(drawn.language)}} for vertex in drawn.vertices
            ],
            "edges": [{"data": {**_data(arcs, arc), "interaction": arc.property.short}} for arc in drawn.arcs],
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    # The same text to a reader of JSON, but no script or comment to a page that the file is pasted into.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def _data(columns: Sequence[Column[Any]], item: object) -> dict[str, object]:
    return {column.name: _value(cell) for column in columns if (cell := column.cell(item)) not in (None, ())}


def _value(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return list(cell) if isinstance(cell, tuple) else cell
