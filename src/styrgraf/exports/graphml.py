"""GraphML with typed keys: for yEd, networkx, igraph and Gephi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.exports.columns import Shape, arc_columns, text_of_cell, vertex_columns
from styrgraf.exports.xml_text import element, xml_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from styrgraf.exports.columns import Column
    from styrgraf.exports.records import PropertyGraph

__all__ = ["graphml_text"]

_NAMESPACES = {
    "xmlns": "http://graphml.graphdrawing.org/xmlns",
    "xmlns:y": "http://www.yworks.com/xml/graphml",
}
_TYPES: Mapping[Shape, str] = {
    Shape.TEXT: "string",
    Shape.INTEGER: "long",
    Shape.DECIMAL: "double",
    Shape.BOOLEAN: "boolean",
    Shape.LIST: "string",
}
# yEd reads labels from graphics of its own alone; other readers see one more column of text.
_YED = {
    "node": ("nodegraphics", "y:ShapeNode", "y:NodeLabel"),
    "edge": ("edgegraphics", "y:PolyLineEdge", "y:EdgeLabel"),
}


def graphml_text(drawn: PropertyGraph) -> str:
    """Write a graph as GraphML.

    :param drawn: the graph.
    :returns: the document; nodes are named by their IRIs.
    """
    vertices = [column for column in vertex_columns(drawn) if column.name != "id"]
    arcs = [column for column in arc_columns(drawn) if column.name not in ("id", "source", "target")]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        element("graphml", _NAMESPACES, "\n").removesuffix("\n</graphml>"),
        *_keys("node", vertices),
        *_keys("edge", arcs),
        '<graph id="styrgraf" edgedefault="directed">',
    ]
    for vertex in drawn.vertices:
        lines.append(element("node", {"id": vertex.id}, _data("node", vertices, vertex)))
    for arc in drawn.arcs:
        ends = {"id": arc.id, "source": arc.source, "target": arc.target}
        lines.append(element("edge", ends, _data("edge", arcs, arc)))
    return "\n".join([*lines, "</graph>", "</graphml>"]) + "\n"


def _keys(domain: str, columns: Sequence[Column[Any]]) -> list[str]:
    keys = [
        element(
            "key",
            {
                "id": f"{domain}-{column.name}",
                "for": domain,
                "attr.name": column.name,
                "attr.type": _TYPES[column.shape],
            },
        )
        for column in columns
    ]
    graphics = _YED[domain][0]
    yed = {"id": graphics, "for": domain, "attr.name": graphics, "attr.type": "string", "yfiles.type": graphics}
    return [*keys, element("key", yed)]


def _data(domain: str, columns: Sequence[Column[Any]], item: object) -> str:
    written = []
    label = ""
    for column in columns:
        cell = column.cell(item)
        if column.name == "label":
            label = xml_text(str(cell))
        if cell not in (None, ()):
            text = xml_text(text_of_cell(cell))
            written.append(element("data", {"key": f"{domain}-{column.name}"}, text))
    graphics, shape, name = _YED[domain]
    drawing = element(shape, {}, element(name, {}, label))
    return "".join([*written, element("data", {"key": graphics}, drawing)])
