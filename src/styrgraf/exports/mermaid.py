"""Mermaid: for pull requests, wikis and web pages that draw it. Made for a lineage, not for thousands of things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from styrgraf.exports.records import Family, is_unsure
from styrgraf.phrases import amount
from styrgraf.store import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styrgraf.exports.records import Arc, PropertyGraph, Vertex
    from styrgraf.store import Iri

__all__ = ["mermaid_text"]

_SHAPES: Mapping[Family, tuple[str, str]] = {
    Family.MONEY: ("[(", ")]"),
    Family.DECISION: ("[[", "]]"),
    Family.PROPOSAL: ("[", "]"),
    Family.ASSIGNMENT: ("[", "]"),
    Family.MEETING: ("{{", "}}"),
    Family.CASE: ("[/", "/]"),
    Family.DOCUMENT: (">", "]"),
    Family.RESPONSIBILITY: ("[", "]"),
    Family.AGENT: ("([", "])"),
    Family.CONCEPT: ("(", ")"),
    Family.OTHER: ("[", "]"),
}
_CLASSES = (
    "  classDef money fill:#fff2cc,stroke:#7f6000,color:#000",
    "  classDef decision fill:#d9ead3,stroke:#274e13,color:#000",
    "  classDef agent fill:#fce5d9,stroke:#783f04,color:#000",
    "  classDef proposed stroke-dasharray:6 4",
)
_STYLED = (Family.MONEY, Family.DECISION, Family.AGENT)
# Everything else that Mermaid, Markdown or HTML could read as a sign of its own is written as a character number.
# The degree and paragraph signs are what Mermaid itself stands for such numbers with.
_PLAIN = re.compile(r"[^0-9A-Za-z ,()\u00a0-\ud7ff\ue000-\U0010ffff-]|[°¶]|^-")


def mermaid_text(drawn: PropertyGraph) -> str:
    """Write a graph as a Mermaid flowchart, origins to the left.

    Arrows of lineage run from the earlier to the later; the label is then the property's name from that end, or its
    own name after an arrow that points back. The evidence of a thing shows when the pointer rests on it; that of an
    arc stands in a comment.

    :param drawn: the graph.
    :returns: the text; Mermaid itself draws at most 500 arcs and 50,000 characters unless its page allows more.
    """
    names = {vertex.id: f"n{number}" for number, vertex in enumerate(drawn.vertices, 1)}
    lines = ["flowchart LR", *([f"  %% as of {drawn.as_of}"] if drawn.as_of else [])]
    for vertex in drawn.vertices:
        opening, closing = _SHAPES[vertex.family]
        lines.append(f'  {names[vertex.id]}{opening}"{_label(drawn, vertex)}"{closing}')
    for arc in drawn.arcs:
        lines.append(_arc(drawn, arc, names))
    lines += _CLASSES
    for family in _STYLED:
        lines += _class([names[vertex.id] for vertex in drawn.vertices if vertex.family is family], family.value)
    lines += _class([names[vertex.id] for vertex in drawn.vertices if vertex.proposed], "proposed")
    for vertex in drawn.vertices:
        tooltip = f' "{_escape(vertex.citation)}"' if vertex.citation else ""
        lines.append(f'  click {names[vertex.id]} href "{vertex.id}"{tooltip}')
    lines += [f"  %% {arc.id}: {_escape(arc.citation)}" for arc in drawn.arcs if arc.citation]
    return "\n".join(lines) + "\n"


def _label(drawn: PropertyGraph, vertex: Vertex) -> str:
    types = ", ".join(name.word(drawn.language) for name in vertex.types)
    money = "" if vertex.amount is None else amount(vertex.amount, vertex.currency, drawn.language)
    name = vertex.label(drawn.language)
    # A label without a visible sign is none to Mermaid.
    unsure = f"({vertex.certainty.word(drawn.language)})" if is_unsure(vertex.certainty) else ""
    rows = (name if name.strip() else vertex.short, types, money, vertex.date, unsure)
    return "<br/>".join(_escape(row) for row in rows if row)


def _arc(drawn: PropertyGraph, arc: Arc, names: Mapping[Iri, str]) -> str:
    source, target = names[arc.source], names[arc.target]
    line, head = ("-.-", "-.->") if arc.kind is Kind.DERIVED else ("===", "==>") if arc.lineage else ("---", "-->")
    label = arc.property.word(drawn.language).strip() or arc.property.short
    unsure = f" ({arc.certainty.word(drawn.language)})" if is_unsure(arc.certainty) else ""
    if not arc.lineage or arc.forward:
        return f'  {source} {head}|"{_escape(label + unsure)}"| {target}'
    if inverse := arc.inverse_en if drawn.language == "en" else arc.inverse_sv:
        return f'  {target} {head}|"{_escape(inverse + unsure)}"| {source}'
    return f'  {target} {line}|"{_escape(f"← {label}{unsure}")}"| {source}'


def _class(names: list[str], style: str) -> list[str]:
    return [f"  class {','.join(names)} {style}"] if names else []


def _escape(text: str) -> str:
    return _PLAIN.sub(lambda sign: f"#{ord(sign[0])};", " ".join(text.split()))
