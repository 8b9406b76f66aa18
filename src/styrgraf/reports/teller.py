"""What every report in words has: a graph, a language, fixed phrases and numbered citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.phrases import fill
from styrgraf.reports.citations import Citations
from styrgraf.reports.layout import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styrgraf.store import Graph, Iri

__all__ = ["Teller"]


class Teller:
    """Tells in words; keeps its citations.

    :param graph: the graph.
    :param language: ``sv`` or ``en``.
    :param phrases: the fixed phrases of the report: key to Swedish and English.
    """

    def __init__(self, graph: Graph, language: str, phrases: Mapping[str, tuple[str, str]]) -> None:
        self.graph = graph
        self.language = language
        self.phrases = phrases
        self.citations = Citations(graph, language)

    def say(self, key: str, **parts: object) -> str:
        """Give a fixed phrase.

        :param key: its name.
        :param parts: what stands in its gaps.
        :returns: the phrase.
        """
        return fill(self.phrases, key, self.language, **parts)

    def name(self, thing: Iri) -> str:
        """Name a thing on one line.

        :param thing: its IRI.
        :returns: its name.
        """
        return one_line(self.graph.label(thing, self.language))
