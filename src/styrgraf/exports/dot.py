"""DOT: for Graphviz. Origins stand to the left; what is only proposed is dashed, what a rule derives dotted."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from styrgraf.exports.columns import arc_columns, text_of_cell, vertex_columns
from styrgraf.exports.records import Family, is_unsure
from styrgraf.phrases import amount
from styrgraf.store import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from styrgraf.exports.columns import Column
    from styrgraf.exports.records import Arc, PropertyGraph, Vertex
    from styrgraf.store import Iri

__all__ = ["dot_text"]

_WIDTH = 28
# Shape and fill: told apart without colour too. The fills are light enough for black text.
_STYLES: Mapping[Family, tuple[str, str]] = {
    Family.MONEY: ("cylinder", "#fff2cc"),
    Family.DECISION: ("octagon", "#d9ead3"),
    Family.PROPOSAL: ("box", "#ffffff"),
    Family.ASSIGNMENT: ("component", "#d0e3f5"),
    Family.MEETING: ("hexagon", "#ede7f3"),
    Family.CASE: ("folder", "#f3f3f3"),
    Family.DOCUMENT: ("note", "#f3f3f3"),
    Family.RESPONSIBILITY: ("tab", "#ffffff"),
    Family.AGENT: ("ellipse", "#fce5d9"),
    Family.CONCEPT: ("plaintext", "#ffffff"),
    Family.OTHER: ("box", "#ffffff"),
}


def dot_text(drawn: PropertyGraph) -> str:
    """Write a graph as DOT.

    Arrows point as the facts do. A lineage edge is drawn heavy, with the earlier to the left.

    :param drawn: the graph.
    :returns: the text; nodes are named as their IRIs are shortened, attributes that start with ``sg_`` are those of
        the other formats, and all text is escaped as in HTML.
    """
    lines = [
        "digraph styrgraf {",
        '  graph [rankdir=LR, charset="UTF-8"];',
        '  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, style=filled];',
        '  edge [fontname="Helvetica,Arial,sans-serif", fontsize=9, color="#555555"];',
    ]
    names = {vertex.id: vertex.short for vertex in drawn.vertices}
    # Graphviz hands unknown attributes through, so that a reader of DOT finds what other formats have.
    columns = [column for column in vertex_columns(drawn) if column.name not in ("label", "short")]
    arc_own = [column for column in arc_columns(drawn) if column.name != "label"]
    for vertex in drawn.vertices:
        lines.append(f"  {_quote(vertex.short)} [{_write({**_node(drawn, vertex), **_own(columns, vertex)})}];")
    path = {end for arc in drawn.arcs if arc.lineage for end in (arc.source, arc.target)}
    for arc in drawn.arcs:
        backward = arc.lineage and not arc.forward
        ends = [arc.target, arc.source] if backward else [arc.source, arc.target]
        left, right = (_quote(names[end]) for end in ends)
        lines.append(f"  {left} -> {right} [{_write({**_edge(drawn, arc, backward, path), **_own(arc_own, arc)})}];")
    return "\n".join([*lines, "}"]) + "\n"


def _node(drawn: PropertyGraph, vertex: Vertex) -> dict[str, str]:
    shape, fill = _STYLES[vertex.family]
    types = ", ".join(name.word(drawn.language) for name in vertex.types)
    wrapped = textwrap.wrap(vertex.label(drawn.language), _WIDTH, break_long_words=False, break_on_hyphens=False)
    rows = wrapped or [vertex.short]
    if vertex.amount is not None:
        rows.append(amount(vertex.amount, vertex.currency, drawn.language))
    if vertex.date and vertex.family not in (Family.CONCEPT, Family.AGENT):
        rows.append(vertex.date)
    if is_unsure(vertex.certainty):
        rows.append(f"({vertex.certainty.word(drawn.language)})")
    return {
        "label": "\\n".join(_shown(row) for row in rows),
        "shape": shape,
        "fillcolor": fill,
        "style": "filled,dashed" if vertex.proposed else "filled",
        "URL": _shown(vertex.id),
        "tooltip": _shown(": ".join(filter(None, [types, vertex.citation]))),
    }


def _edge(drawn: PropertyGraph, arc: Arc, backward: bool, path: set[Iri]) -> dict[str, str]:
    unsure = f" ({arc.certainty.word(drawn.language)})" if is_unsure(arc.certainty) else ""
    attributes = {"label": _shown(f"{arc.property.word(drawn.language)}{unsure}"), "tooltip": _shown(arc.citation)}
    if arc.lineage:
        attributes |= {"penwidth": "2", "color": "#1f1f1f"}
    elif arc.source in path and arc.target in path:
        # Of two things on the path lineage alone says which stands to the left.
        attributes["constraint"] = "false"
    if arc.kind is Kind.DERIVED:
        attributes["style"] = "dotted"
    if backward:
        attributes["dir"] = "back"
    return attributes


def _own(columns: Sequence[Column[Any]], item: object) -> dict[str, str]:
    texts = {column.name: text_of_cell(column.cell(item)) for column in columns}
    # A backslash cannot be last in a string, so these, which Graphviz does not read, have a reference for it.
    return {f"sg_{name}": _escape(text).replace("\\", "&#92;") for name, text in texts.items() if text}


def _write(attributes: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={_quote(text)}" for name, text in attributes.items())


def _shown(text: str) -> str:
    # In what it shows, Graphviz reads character references first, and then signs such as \N and \l.
    return _escape(text.replace("\\", "\\\\"))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("\n", "&#10;").replace("\r", "&#13;")


def _quote(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'
