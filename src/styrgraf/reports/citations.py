"""Numbered citations: each passage gets a number at its first use, and a line in the list of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.phrases import date, phrase
from styrgraf.reports.outline import Item, Line, Section
from styrgraf.store import Graph, Iri, Kind
from styrgraf.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Source

__all__ = ["Citations", "cite_with_premises", "cited_words", "dated_document", "outline_sources"]


def cite_with_premises(graph: Graph, cited: dict[Iri, None], graphs: tuple[Iri, ...]) -> list[str]:
    """Note that graphs are cited, and with them what they were derived from.

    :param graph: the graph.
    :param cited: the graphs cited so far, in order; the new ones are added.
    :param graphs: IRIs of the graphs.
    :returns: the graphs, as they were given.
    """
    pending = list(graphs)
    while pending:
        name = pending.pop(0)
        if name not in cited:
            cited[name] = None
            pending += graph.source(name).premises
    return list(graphs)


def cited_words(source: Source, language: str) -> str:
    """Give the words that a passage is known by: quoted, or where it was only restated its values, unquoted.

    :param source: a passage or reading.
    :param language: ``sv`` or ``en``.
    :returns: the words; empty if it has none.
    """
    if source.restated_values:
        return phrase("restated-values", language, values=" · ".join(source.restated_values))
    return " · ".join(f"”{words}”" for words in source.key_phrases)


def dated_document(source: Source, language: str) -> str:
    """Name the document of a passage with its date, since what it states holds as of then.

    :param source: a passage or reading.
    :param language: ``sv`` or ``en``.
    :returns: name and date; that it is undated is told of documents that are only restated.
    """
    when = ", ".join(date(day, language) for day in source.date.split(", ")) if source.date else ""
    if not when and source.restated:
        when = phrase("undated", language)
    return f"{source.document_label} ({when})" if when else source.document_label


class Citations:
    """The citations of one report.

    :param graph: the graph.
    :param language: ``sv`` or ``en``.
    """

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph = graph
        self.language = language
        self._numbers: dict[Iri, int] = {}

    def cite(self, sources: Iterable[Iri]) -> tuple[int, ...]:
        """Give numbers to the sources of a fact; for a derived fact, those of its premises.

        :param sources: graphs that state the fact.
        :returns: numbers in ascending order; facts that only the vocabulary states have none.
        """
        numbers = set()
        for graph in self._grounds(sources):
            numbers.add(self._numbers.setdefault(graph, len(self._numbers) + 1))
        return tuple(sorted(numbers))

    def mark(self, sources: tuple[Iri, ...]) -> str:
        """Say on what authority a fact stands, if no passage states it outright.

        :param sources: graphs that state the fact, best authority first.
        :returns: such as ``läst`` or ``härlett``; empty for what a passage states.
        """
        kind = self.graph.source(sources[0]).kind if sources else Kind.STATED
        return phrase(kind.value, self.language) if kind in (Kind.READING, Kind.EDITORIAL, Kind.DERIVED) else ""

    def mark_all(self, sources: tuple[Iri, ...]) -> str:
        """Say whether facts that only hold together rest on readings.

        :param sources: graphs that state the facts, each of which is needed.
        :returns: such as ``läst`` if all are readings, ``delvis läst`` if some are; empty if none is.
        """
        kinds = [self.graph.source(source).kind for source in sources]
        if Kind.READING not in kinds:
            return ""
        return phrase("reading" if set(kinds) == {Kind.READING} else "partly-read", self.language)

    def sources(self) -> list[tuple[int, Source]]:
        """List what was cited.

        :returns: number and source, in the order of the numbers.
        """
        return [(number, self.graph.source(graph, self.language)) for graph, number in self._numbers.items()]

    def _grounds(self, sources: Iterable[Iri]) -> list[Iri]:
        grounds: list[Iri] = []
        pending = list(sources)
        seen: set[Iri] = set()
        while pending:
            graph = pending.pop(0)
            if graph in seen:
                continue
            seen.add(graph)
            source = self.graph.source(graph)
            if source.kind is Kind.DERIVED:
                pending += source.premises
            elif source.kind is not Kind.VOCABULARY:
                grounds.append(graph)
        return grounds


def outline_sources(citations: Citations) -> Section:
    """List the sources that a report cites: document, place, key phrases, and how it was read.

    :param citations: the citations of the report, after its last use.
    :returns: one item for each source.
    """
    language = citations.language
    items = []
    for number, source in citations.sources():
        place = place_of(source, language)
        note = "" if source.in_force else phrase("not-in-force", language)
        document = dated_document(source, language)
        phrases = [Line(words)] if (words := cited_words(source, language)) else []
        if source.kind is Kind.READING:
            title = f"{document}: {phrase('reading-of', language, place=place)}"
            lines: tuple[Line, ...] = (Line(source.note), *phrases)
        elif source.kind is Kind.EDITORIAL:
            title, lines = phrase("editorial-source", language, label=source.document_label), (Line(source.note),)
        elif source.kind is Kind.DESCRIPTION:
            title, lines = f"{source.document_label}: {phrase('description', language)}", ()
        else:
            title = f"{document}: {place}"
            lines = tuple(phrases)
        items.append(Item(f"[{number}]", title, lines, note, about=source.graph))
    return Section("sources", phrase("sources", language), tuple(items))
