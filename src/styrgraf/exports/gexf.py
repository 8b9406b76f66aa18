"""GEXF 1.3: for Gephi, whose timeline reads the days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from styrgraf.exports.columns import Shape, arc_columns, text_of_cell, vertex_columns
from styrgraf.exports.xml_text import element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from styrgraf.exports.columns import Column
    from styrgraf.exports.records import PropertyGraph

__all__ = ["gexf_text"]

_TYPES: Mapping[Shape, str] = {
    Shape.TEXT: "string",
    Shape.INTEGER: "long",
    Shape.DECIMAL: "double",
    Shape.BOOLEAN: "boolean",
    Shape.LIST: "string",
}
# What the elements themselves hold.
_BUILT_IN = ("id", "label", "source", "target")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def gexf_text(drawn: PropertyGraph) -> str:
    """Write a graph as GEXF 1.3.

    A thing with a full date starts on that day; a month or a year stands in the attribute ``date`` alone, since to
    make a day of it would state what no source does. A thing without a start is always shown.

    :param drawn: the graph.
    :returns: the document; nodes are named by their IRIs.
    """
    vertices = [column for column in vertex_columns(drawn) if column.name not in _BUILT_IN]
    arcs = [column for column in arc_columns(drawn) if column.name not in _BUILT_IN]
    nodes = []
    for vertex in drawn.vertices:
        attributes = {"id": vertex.id, "label": vertex.label(drawn.language)}
        if _DAY.fullmatch(vertex.date):
            attributes["start"] = vertex.date
        nodes.append(element("node", attributes, _values(vertices, vertex)))
    edges = [
        element(
            "edge",
            {
                "id": arc.id,
                "source": arc.source,
                "target": arc.target,
                "type": "directed",
                "label": arc.property.word(drawn.language),
                # Gephi keeps parallel edges apart by their kind.
                "kind": arc.property.short,
            },
            _values(arcs, arc),
        )
        for arc in drawn.arcs
    ]
    dated = any(" start=" in node for node in nodes)
    head = {"defaultedgetype": "directed", "mode": "dynamic" if dated else "static"}
    if dated:
        head["timeformat"] = "date"
    content = "\n".join(
        [
            _declarations("node", vertices),
            _declarations("edge", arcs),
            element("nodes", {}, "\n".join(["", *nodes, ""])),
            element("edges", {}, "\n".join(["", *edges, ""])),
        ]
    )
    meta = element("meta", {}, element("creator", {}, "Styrgraf"))
    gexf = element(
        "gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"}, f"\n{meta}\n{element('graph', head, content)}\n"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{gexf}\n'


def _declarations(domain: str, columns: Sequence[Column[Any]]) -> str:
    declared = [
        element("attribute", {"id": column.name, "title": column.name, "type": _TYPES[column.shape]})
        for column in columns
    ]
    return element("attributes", {"class": domain, "mode": "static"}, "".join(declared))


def _values(columns: Sequence[Column[Any]], item: object) -> str:
    cells = [(column.name, column.cell(item)) for column in columns]
    values = [
        element("attvalue", {"for": name, "value": text_of_cell(cell)})
        for name, cell in cells
        if cell not in (None, ())
    ]
    return element("attvalues", {}, "".join(values))
