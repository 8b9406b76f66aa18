"""The order in which a canonical file names its graphs, subjects, predicates and objects."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from styrgraf.namespaces import PREFIXES, SG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["DocumentOrder", "Key", "natural_key"]

#: What things are sorted by; of one shape throughout, so that any two can be compared.
Key: TypeAlias = tuple[object, ...]

_DIGITS = re.compile("([0-9]+)")
_TYPE = f"{PREFIXES['rdf']}type"
_POSITION, _READING_OF = SG.position, SG.readingOf
_HEADS = {f"{PREFIXES['owl']}Ontology", f"{PREFIXES['skos']}ConceptScheme"}


@lru_cache(maxsize=2**16)
def natural_key(text: str) -> Key:
    """Make the key of the natural order, in which ``…/2`` comes before ``…/11``.

    :param text: any text.
    :returns: a key to sort by; texts that differ have keys that differ.
    """
    parts: list[object] = list(_DIGITS.split(text))
    # A number is compared by its length and then by its digits, which holds for numbers of any length.
    parts[1::2] = [(len(digits), digits) for digits in (str(part).lstrip("0") for part in parts[1::2])]
    return (tuple(parts), text)


class DocumentOrder:
    """The order of the graphs of a dataset, and of the subjects in them.

    :param quads: the quads of the dataset.
    :param as_written: whether passages without ``sg:position`` keep the order in which the quads first describe
        them; if not, their IRIs decide, whatever the order of the quads.
    """

    def __init__(self, quads: Iterable[ox.Quad], *, as_written: bool = False) -> None:
        self._appearance: dict[tuple[str, str], int] = {}
        self._types: dict[str, dict[str, set[str]]] = {}
        self._values: dict[tuple[str, str, str], str] = {}
        for quad in quads:
            predicate = quad.predicate.value
            tells = predicate in (_TYPE, _POSITION, _READING_OF)
            # The label of a blank node says nothing, so nothing may depend on it.
            if not (tells or as_written) or ox.BlankNode in (type(quad.subject), type(quad.graph_name)):
                continue
            graph, subject = str(quad.graph_name), str(quad.subject)
            if as_written:
                self._appearance.setdefault((graph, subject), len(self._appearance))
            value = quad.object.value if isinstance(quad.object, ox.NamedNode | ox.Literal) else ""
            if predicate == _TYPE:
                self._types.setdefault(graph, {}).setdefault(subject, set()).add(value)
            elif tells:
                key = (graph, subject, predicate)
                self._values[key] = min(value, self._values.get(key, value))
        #: The documents' own graphs, as N-Triples terms, in natural order.
        self.documents = dict.fromkeys(sorted(filter(self._is_own, self._types), key=natural_key))
        self._rank: dict[str, int] = {}
        for graph in self.documents:
            for iri in (graph, *self._sequence(graph)):
                self._rank.setdefault(iri, len(self._rank))

    def graph_key(self, graph: str) -> Key:
        """Make the key of a graph: a document's own, its passages as they follow in it, then the rest.

        :param graph: the graph's name as in N-Triples.
        :returns: a key to sort by.
        """
        return (self._rank.get(graph, len(self._rank)), natural_key(graph))

    def subject_key(self, graph: str, subject: str) -> Key:
        """Make the key of a subject: what the graph is about comes first, blank nodes come last.

        :param graph: the graph's name as in N-Triples.
        :param subject: the subject as in N-Triples, a blank node by the label that it is written with.
        :returns: a key to sort by.
        """
        rank = len(self._rank)
        if graph in self.documents:
            rank = self._rank.get(subject, rank)
        elif _HEADS & self._types.get(graph, {}).get(subject, set()):
            rank = -1
        return (rank, subject.startswith("_:"), natural_key(subject))

    def passages(self) -> dict[str, str]:
        """Name the graph in which each passage and reading is described.

        :returns: the passage's IRI to the graph, both as in N-Triples; a document's graph if there is one.
        """
        others = [graph for graph in self._types if graph not in self.documents]
        return {
            subject: graph
            for graph in (*sorted(others, key=natural_key, reverse=True), *reversed(self.documents))
            for subject, types in self._types[graph].items()
            if types & {SG.Passage, SG.Reading}
        }

    def _is_own(self, graph: str) -> bool:
        """Whether a graph is a document's own: a passage may mention documents, but describes no passages."""
        types = self._types[graph]
        return SG.Document in types.get(graph, ()) or {SG.Document, SG.Passage} <= set().union(*types.values())

    def _sequence(self, graph: str) -> Iterator[str]:
        """Go through the document, its passages, and after each passage the readings of it."""
        subjects = self._types[graph]
        documents = sorted((iri for iri, types in subjects.items() if SG.Document in types), key=natural_key)
        yield from [graph] if graph in documents else documents
        described = sorted(
            (iri for iri, types in subjects.items() if types & {SG.Passage, SG.Reading}),
            key=lambda iri: self._place(graph, iri),
        )
        places = dict.fromkeys(described)
        readings: dict[str, list[str]] = {}
        alone: list[str] = []
        for iri in described:
            passage = f"<{self._values.get((graph, iri, SG.readingOf))}>"
            if passage in places:
                readings.setdefault(passage, []).append(iri)
            else:
                alone.append(iri)
        seen: set[str] = set()
        # What is still left at the end are readings of each other, in a ring.
        waiting = [*reversed(described), *reversed(alone)]
        while waiting:
            iri = waiting.pop()
            if iri not in seen:
                seen.add(iri)
                yield iri
                waiting.extend(reversed(readings.get(iri, ())))

    def _place(self, graph: str, iri: str) -> Key:
        position = self._values.get((graph, iri, SG.position), "")
        number = int(position) if re.fullmatch("[0-9]{1,9}", position) else 10**9
        return (number, self._appearance.get((graph, iri), 0), natural_key(iri))
