"""Lineage reports in every format: text for people, Markdown for pull requests, JSON for programs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from styrgraf.errors import StyrgrafError
from styrgraf.reports.citations import cite_with_premises
from styrgraf.reports.layout import set_markdown, set_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from styrgraf.lineage import Lineage
    from styrgraf.store import Graph, Iri, Term

__all__ = ["FORMATS", "lineage_to_json", "render_lineage", "sources_to_json"]

# What only one format needs is imported by that format.
# ruff: noqa: PLC0415


def render_lineage(graph: Graph, lineage: Lineage, form: str = "text") -> str:
    """Write a lineage report.

    :param graph: the graph.
    :param lineage: the lineage.
    :param form: name of a format in :data:`FORMATS`.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format.
    """
    if form not in FORMATS:
        raise StyrgrafError(f"there is no report format “{form}”", remedy=f"name one of {', '.join(FORMATS)}")
    return FORMATS[form](graph, lineage)


def lineage_to_json(graph: Graph, lineage: Lineage) -> dict[str, Any]:
    """Lay a lineage out for JSON.

    :param graph: the graph.
    :param lineage: the lineage.
    :returns: ``focus, nodes, edges, money, path, context, gaps, cycles, hinges`` and ``sources``, which
        describes every graph that stands as evidence; as of a day also ``as_of`` and ``left_out``.
    """
    cited: dict[Iri, None] = {}
    evidence = partial(cite_with_premises, graph, cited)

    def term(value: Term) -> dict[str, str]:
        label = graph.label(value, lineage.language) if isinstance(value, str) else str(value)
        return {"value": str(value), "label": label}

    content: dict[str, Any] = {
        "focus": lineage.focus,
        **({"as_of": lineage.as_of} if lineage.as_of else {}),
        "nodes": [
            {
                "id": node.id,
                "type": node.type,
                "label": node.label,
                "date": node.date or None,
                "status": node.status or None,
                "depth": node.depth,
                **({"certainty": node.certainty} if lineage.as_of else {}),
            }
            for node in lineage.nodes
        ],
        "edges": [
            {
                "from": edge.later,
                "to": edge.earlier,
                "property": edge.property,
                "evidence": evidence(edge.evidence),
                **({"certainty": edge.certainty} if lineage.as_of else {}),
            }
            for edge in lineage.edges
        ],
        "money": [
            {
                "id": money.id,
                "amount": _json_number(money.amount),
                "currency": money.currency or None,
                "from": money.origin,
                "to": money.receiver,
                "year": money.year or None,
                "status": money.status and graph.label(money.status, lineage.language),
                "evidence": evidence(money.evidence),
            }
            for money in lineage.money
        ],
        "path": [
            {
                "step": step.label,
                "state": step.state.value,
                "shown_by": list(step.shown_by),
                "evidence": evidence(step.evidence),
            }
            for step in lineage.path
        ],
        "context": [
            {
                "about": fact.about,
                "property": fact.property,
                **term(fact.value),
                "incoming": fact.incoming,
                "evidence": evidence(fact.evidence),
            }
            for fact in lineage.context
        ],
        "gaps": [{"kind": gap.kind, "about": gap.about, "message": gap.message} for gap in lineage.gaps],
        "cycles": [list(cycle) for cycle in lineage.cycles],
        "hinges": list(lineage.hinges),
    }
    if lineage.as_of:
        content["left_out"] = [
            {"id": left.id, "label": graph.label(left.id, lineage.language), "why": left.why} for left in lineage.left
        ]
    content["sources"] = {name: source_to_json(graph, name, lineage.language) for name in sorted(cited)}
    return content


def source_to_json(graph: Graph, name: Iri, language: str) -> dict[str, Any]:
    """Lay a source out for JSON.

    :param graph: the graph.
    :param name: IRI of the graph that stands as evidence.
    :param language: ``sv`` or ``en``.
    :returns: kind, document, heading, ordinal, key phrases, note and premises, as far as they apply.
    """
    source = graph.source(name, language)
    return {
        "kind": source.kind.value,
        "document": source.document,
        "label": source.document_label,
        "heading": source.heading or None,
        "ordinal": source.ordinal,
        "date": source.date or None,
        "key_phrases": list(source.key_phrases),
        "restated": source.restated,
        "restated_values": list(source.restated_values),
        "note": source.note or None,
        "premises": list(source.premises),
        "in_force": source.in_force,
    }


def _html(graph: Graph, lineage: Lineage) -> str:
    from styrgraf.reports.html import lineage_to_html

    return lineage_to_html(graph, lineage)


def _svg(graph: Graph, lineage: Lineage) -> str:
    from styrgraf.reports.as_of import with_certainty
    from styrgraf.reports.drawing import lineage_to_svg

    return lineage_to_svg(graph, with_certainty(graph, lineage))


def _drawing(form: str) -> Callable[[Graph, Lineage], str]:
    def draw(graph: Graph, lineage: Lineage) -> str:
        from styrgraf.exports.formats import text_of
        from styrgraf.exports.property_graph import property_graph

        return text_of(form, property_graph(graph, lineage))

    return draw


def _json_number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _text(graph: Graph, lineage: Lineage) -> str:
    from styrgraf.reports.story import outline_lineage

    return set_text(outline_lineage(graph, lineage))


def _markdown(graph: Graph, lineage: Lineage) -> str:
    from styrgraf.reports.story import outline_lineage

    return set_markdown(outline_lineage(graph, lineage))


def _json(graph: Graph, lineage: Lineage) -> str:
    import json

    return json.dumps(lineage_to_json(graph, lineage), ensure_ascii=False, indent=2) + "\n"


#: Formats of lineage reports: name to function.
FORMATS: Mapping[str, Callable[[Graph, Lineage], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "html": _html,
    "svg": _svg,
    "mermaid": _drawing("mermaid"),
    "dot": _drawing("dot"),
    "graphml": _drawing("graphml"),
}


def sources_to_json(graph: Graph, names: Iterable[Iri], language: str) -> list[dict[str, Any]]:
    """Lay sources out for JSON, each with the IRI of its graph.

    :param graph: the graph.
    :param names: IRIs of the graphs that stand as evidence.
    :param language: ``sv`` or ``en``.
    :returns: a record for each, in their order.
    """
    return [{"graph": name, **source_to_json(graph, name, language)} for name in names]
