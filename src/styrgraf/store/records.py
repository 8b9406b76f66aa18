"""The records that the store gives out: terms, facts, and the sources that state them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from styrgraf.namespaces import PREFIXES

__all__ = ["Fact", "Iri", "Kind", "Source", "Term", "Text"]

_NUMERIC = frozenset(f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float"))


class Iri(str):
    """The IRI of a thing, a term or a graph."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A literal.

    :param value: its lexical form.
    :param language: language tag, empty if it has none.
    :param datatype: IRI of its datatype.
    """

    value: str
    language: str = ""
    datatype: str = f"{PREFIXES['xsd']}string"

    def __str__(self) -> str:
        return self.value

    @property
    def is_number(self) -> bool:
        """Whether the literal is a number."""
        return self.datatype in _NUMERIC


Term = Iri | Text


class Kind(StrEnum):
    """On what authority a fact stands."""

    STATED = "stated"
    READING = "reading"
    EDITORIAL = "editorial"
    DERIVED = "derived"
    DESCRIPTION = "description"
    VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class Source:
    """A graph of facts: a passage, a reading of one, editorial data, or a derivation.

    :param graph: IRI of the graph.
    :param kind: on what authority its facts stand.
    :param document: IRI of the document, for passages and readings.
    :param document_label: name of the document, or of the editorial data or rule, in the reader's language.
    :param heading: heading that the passage stands under.
    :param ordinal: number under the heading, from 1; 0 for the title; None if it is no passage.
    :param position: number in the whole document, from 1.
    :param date: of the document, or the time that it covers, as precise as it is; empty if it is undated.
    :param key_phrases: at most eight words as written each.
    :param restated: whether the passage was only restated: its words are not the document's.
    :param restated_values: numbers, dates and the like of a restated passage, in our words.
    :param note: how a passage was read, why editorial data stand, or what a rule says.
    :param passage: IRI of the passage itself, for a reading the one that was read.
    :param premises: graphs that a derivation rests on.
    :param in_force: False if the document is superseded or retracted.
    """

    graph: Iri
    kind: Kind
    document: Iri | None = None
    document_label: str = ""
    heading: str = ""
    ordinal: int | None = None
    position: int | None = None
    date: str = ""
    key_phrases: tuple[str, ...] = ()
    restated: bool = False
    restated_values: tuple[str, ...] = ()
    note: str = ""
    passage: Iri | None = None
    premises: tuple[Iri, ...] = ()
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple, with the graphs that state it.

    :param subject: the thing that the fact is about.
    :param predicate: the property.
    :param value: the other thing, or the literal.
    :param sources: the graphs, best authority first.
    """

    subject: Iri
    predicate: Iri
    value: Term
    sources: tuple[Iri, ...]
