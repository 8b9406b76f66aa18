"""Why a thing is as it is said to be: each fact about it with document, heading, ordinal and key phrase."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from styrgraf.namespaces import PREFIXES
from styrgraf.phrases import date, phrase
from styrgraf.reports.citations import cited_words, dated_document
from styrgraf.reports.layout import set_text
from styrgraf.reports.lineage import sources_to_json
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.store import Fact, Graph, Iri, Kind, Source
from styrgraf.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from styrgraf.store import Term

__all__ = ["why_json", "why_text"]

_LINEAGE = f"{PREFIXES['prov']}wasInfluencedBy"
_TYPE = f"{PREFIXES['rdf']}type"


def why_text(
    graph: Graph, thing: Iri, language: str = "sv", passage_text: Callable[[Iri], str | None] | None = None
) -> str:
    """Tell every fact about a thing with its evidence.

    :param graph: the graph.
    :param thing: IRI of the thing.
    :param language: ``sv`` or ``en``.
    :param passage_text: gives the text of a passage, where the sources are at hand.
    :returns: the report, set for 80 columns.
    """
    about = [_item(graph, fact, language, passage_text) for fact in _facts(graph, thing)]
    others = [_item(graph, fact, language, passage_text, incoming=True) for fact in _facts(graph, thing, incoming=True)]
    sections = [Section("why", phrase("why", language, thing=graph.label(thing, language)), tuple(about))]
    if others:
        sections.append(Section("why-incoming", phrase("why-incoming", language), tuple(others)))
    return set_text(Report(graph.label(thing, language), (Line(f"<{thing}>"),), tuple(sections)))


def why_json(graph: Graph, thing: Iri, language: str = "sv") -> str:
    """Lay out every fact about a thing with its evidence, as JSON.

    :param graph: the graph.
    :param thing: IRI of the thing.
    :param language: ``sv`` or ``en``.
    :returns: an array with ``subject, property, value`` and ``sources`` for each fact.
    """
    facts = [*_facts(graph, thing), *_facts(graph, thing, incoming=True)]
    content = [
        {
            "subject": fact.subject,
            "property": fact.predicate,
            "value": str(fact.value),
            "label": _name(graph, fact.value, language),
            "sources": sources_to_json(graph, fact.sources, language),
        }
        for fact in facts
    ]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _facts(graph: Graph, thing: Iri, *, incoming: bool = False) -> list[Fact]:
    facts = graph.facts_about(thing, incoming=incoming)
    # The bare lineage edge says no more than the property that it was derived from.
    joined = {(fact.subject, fact.value) for fact in facts if fact.predicate != _LINEAGE}
    return [fact for fact in facts if fact.predicate != _LINEAGE or (fact.subject, fact.value) not in joined]


def _name(graph: Graph, value: Term, language: str) -> str:
    if isinstance(value, Iri):
        return graph.label(value, language)
    tag = f" ({value.language})" if value.language else ""
    return f"{date(value.value, language) if value.datatype.endswith(('#date', '#gYearMonth')) else value.value}{tag}"


def _item(
    graph: Graph,
    fact: Fact,
    language: str,
    passage_text: Callable[[Iri], str | None] | None,
    *,
    incoming: bool = False,
) -> Item:
    label = phrase("kind", language) if fact.predicate == _TYPE else graph.label(fact.predicate, language)
    if incoming:
        title = f"{graph.inverse_label(fact.predicate, language) or label}: {graph.label(fact.subject, language)}"
    else:
        title = f"{label}: {_name(graph, fact.value, language)}"
    lines = [_evidence(graph, graph.source(name, language), language, passage_text) for name in fact.sources]
    return Item("•", title, tuple(lines))


def _evidence(graph: Graph, source: Source, language: str, passage_text: Callable[[Iri], str | None] | None) -> Line:
    mark = "" if source.in_force else phrase("not-in-force", language)
    kind = phrase(source.kind.value, language)
    if source.kind is Kind.DERIVED:
        rule = phrase("rule", language, rule=source.document_label, text=source.note)
        premises = (_evidence(graph, graph.source(name, language), language, passage_text) for name in source.premises)
        return Line(f"{kind}: {rule}", sublines=tuple(premises), mark=mark)
    if source.kind in (Kind.STATED, Kind.READING):
        sublines = [Line(source.note)] if source.note else []
        sublines += [Line(words)] if (words := cited_words(source, language)) else []
        if passage_text and source.passage and (text := passage_text(source.passage)):
            sublines.append(Line(f"| {text}"))
        return Line(
            f"{kind}: {dated_document(source, language)}, {place_of(source, language)}",
            sublines=tuple(sublines),
            mark=mark,
        )
    note = f" – {source.note}" if source.note else ""
    return Line(f"{kind}: {source.document_label}{note}", mark=mark)
