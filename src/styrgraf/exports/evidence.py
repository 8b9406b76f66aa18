"""Evidence in words: which passages state a fact, as a person cites them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.exports.records import Citation
from styrgraf.exports.xml_text import xml_safe
from styrgraf.namespaces import PREFIXES
from styrgraf.phrases import phrase
from styrgraf.store import Iri, Kind
from styrgraf.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Graph, Source

__all__ = ["Evidence"]


class Evidence:
    """The graphs that are cited, each described once.

    :param graph: the graph.
    :param language: ``sv`` or ``en``.
    """

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph = graph
        self.language = language
        self._cited: dict[Iri, Citation] = {}

    def cite(self, sources: Iterable[Iri]) -> tuple[tuple[Iri, ...], str]:
        """Cite the graphs that state a fact.

        :param sources: the graphs.
        :returns: IRIs of the passages, readings and editorial graphs, those of the premises for what is only
            derived; and the same in words, with the rule.
        """
        ordered = self.graph.sort_sources(sources)
        described = [(name, self.graph.source(name, self.language)) for name in ordered]
        stated = [name for name, source in described if source.kind not in (Kind.DERIVED, Kind.VOCABULARY)]
        if stated:
            return tuple(stated), "; ".join(self._citation(name).text for name in stated)
        grounds: dict[Iri, None] = {}
        words: dict[str, None] = {}
        for name, source in described:
            if source.kind is Kind.DERIVED:
                grounds.update(dict.fromkeys(self.cite(source.premises)[0]))
                words[self._citation(name).text] = None
        return tuple(grounds), phrase("or", self.language).join(words)

    def add(self, sources: Iterable[Iri]) -> None:
        """Describe graphs, the vocabulary and derivations among them.

        :param sources: the graphs.
        """
        for name in sources:
            self._citation(name)

    def citations(self) -> tuple[Citation, ...]:
        """List what was cited or added.

        :returns: the citations, by IRI.
        """
        return tuple(self._cited[name] for name in sorted(self._cited))

    def _citation(self, name: Iri) -> Citation:
        if name not in self._cited:
            source = self.graph.source(name, self.language)
            addresses = self.graph.values(source.document, f"{PREFIXES['dcterms']}source") if source.document else []
            self._cited[name] = Citation(
                id=name,
                kind=source.kind,
                text=xml_safe(self._words(source)),
                address=str(addresses[0]) if addresses else "",
                key_phrases=tuple(xml_safe(words) for words in source.key_phrases),
                note=xml_safe(source.note),
            )
        return self._cited[name]

    def _words(self, source: Source) -> str:
        if source.kind is Kind.DERIVED:
            text = self.cite(source.premises)[1]
            return phrase("rule", self.language, rule=source.document_label, text=text)
        if source.kind is Kind.VOCABULARY:
            return phrase("vocabulary", self.language)
        if source.kind is Kind.EDITORIAL:
            return phrase("editorial-source", self.language, label=source.document_label)
        if source.ordinal is None:
            return source.document_label
        place = place_of(source, self.language)
        if source.kind is Kind.READING:
            place = phrase("reading-of", self.language, place=place)
        return f"{source.document_label}, {place}"
