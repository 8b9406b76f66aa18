"""What a property graph holds: frozen records, so that every format is written from the same values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeGuard

from styrgraf.timeline.records import Certainty

if TYPE_CHECKING:
    from decimal import Decimal

    from styrgraf.lineage import Money
    from styrgraf.store import Fact, Iri, Kind, Term

__all__ = ["Arc", "Attribute", "Citation", "Family", "Name", "PropertyGraph", "Vertex", "is_unsure"]


class Family(StrEnum):
    """How a thing is drawn and grouped; its classes say more."""

    MONEY = "money"
    DECISION = "decision"
    PROPOSAL = "proposal"
    ASSIGNMENT = "assignment"
    MEETING = "meeting"
    CASE = "case"
    DOCUMENT = "document"
    RESPONSIBILITY = "responsibility"
    AGENT = "agent"
    CONCEPT = "concept"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A term in words.

    :param iri: its IRI.
    :param short: its IRI shortened, such as ``sg:Decision``.
    :param sv: its Swedish name.
    :param en: its English name.
    """

    iri: Iri
    short: str
    sv: str
    en: str

    def word(self, language: str) -> str:
        """Give the name in a language.

        :param language: ``sv`` or ``en``.
        :returns: the name.
        """
        return self.en if language == "en" else self.sv


def is_unsure(certainty: Name | None) -> TypeGuard[Name]:
    """Tell whether a certainty is one that drawings tell: stretched or undated.

    :param certainty: the certainty; None when no day is asked.
    """
    return certainty is not None and not certainty.iri.endswith(f"/{Certainty.CERTAIN}")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value of a thing that no field of :class:`Vertex` holds.

    :param property: the property.
    :param value: the literal as written, or an IRI outside the graph such as the address of a document.
    """

    property: Name
    value: Term


@dataclass(frozen=True, slots=True)
class Vertex:
    """A thing, with what a drawing or a table tells of it.

    :param id: its IRI.
    :param short: its IRI shortened, such as ``case/STK-2023-822``.
    :param label_sv: its Swedish name; the English one where it has none.
    :param label_en: its English name; the Swedish one where it has none.
    :param family: how it is drawn and grouped.
    :param types: its classes.
    :param date: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as any source gives it; empty if unknown.
    :param status: its statuses.
    :param proposed: True for what is only proposed, applied for or planned.
    :param amount: in whole units of the currency, with the digits as written; None if no source gives it.
    :param currency: ISO 4217 code; empty if unknown.
    :param year: ``YYYY``; empty if unknown.
    :param identifier: its registry number; empty if it has none.
    :param attributes: its other values.
    :param evidence: graphs that state facts of it; for what is derived, those of the premises.
    :param citation: the same in words, such as ``Tjänsteskrivelse i STK-2023-822, Ärendet, stycke 2``.
    :param certainty: how sure it is that it was there on the day that is asked; None when none is.
    """

    id: Iri
    short: str
    label_sv: str
    label_en: str
    family: Family
    types: tuple[Name, ...]
    date: str
    status: tuple[Name, ...]
    proposed: bool
    amount: Decimal | None
    currency: str
    year: str
    identifier: str
    attributes: tuple[Attribute, ...]
    evidence: tuple[Iri, ...]
    citation: str
    certainty: Name | None = None

    def label(self, language: str) -> str:
        """Give its name in a language.

        :param language: ``sv`` or ``en``.
        :returns: the name.
        """
        return self.label_en if language == "en" else self.label_sv


@dataclass(frozen=True, slots=True)
class Arc:
    """A fact that joins two things, in the direction in which it is stated.

    :param id: its number in the graph, as ``a1``.
    :param source: IRI of the thing that the fact is about.
    :param target: IRI of the other thing.
    :param property: the property.
    :param inverse_sv: Swedish name of the property from the other end; empty if the vocabulary gives none.
    :param inverse_en: English name of the property from the other end; empty if the vocabulary gives none.
    :param kind: on what authority it stands.
    :param lineage: whether it joins a later thing and an earlier.
    :param forward: for lineage, whether the source is the earlier; most properties point back.
    :param evidence: graphs that state it; for what is derived, those of the premises.
    :param citation: the same in words, with the rule for what is derived.
    :param certainty: how sure it is that it held on the day that is asked; None when none is.
    """

    id: str
    source: Iri
    target: Iri
    property: Name
    inverse_sv: str
    inverse_en: str
    kind: Kind
    lineage: bool
    forward: bool
    evidence: tuple[Iri, ...]
    citation: str
    certainty: Name | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A graph that stands as evidence, in words.

    :param id: IRI of the graph.
    :param kind: on what authority its facts stand.
    :param text: such as ``Tjänsteskrivelse i STK-2023-822, Ärendet, stycke 2``.
    :param address: where the document is published; empty if that is unknown.
    :param key_phrases: at most eight words as written each.
    :param note: how a passage was read, or why editorial data stand.
    """

    id: Iri
    kind: Kind
    text: str
    address: str
    key_phrases: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PropertyGraph:
    """Things and what joins them, each with its evidence.

    Text holds no character that XML 1.0 has no way to write: U+FFFD stands for each. ``facts`` are as stated.

    :param language: language of labels in drawings, and of citations: ``sv`` or ``en``.
    :param vertices: the things, by IRI in natural order.
    :param arcs: what joins them, by source, property and target.
    :param facts: every fact that the vertices and arcs were read from, with the graphs that state it.
    :param money: the amounts among the things.
    :param citations: the graphs that state the facts, and those of their premises, by IRI.
    :param as_of: the day, month or year that it is drawn as of; empty when none is asked.
    """

    language: str
    vertices: tuple[Vertex, ...]
    arcs: tuple[Arc, ...]
    facts: tuple[Fact, ...]
    money: tuple[Money, ...]
    citations: tuple[Citation, ...]
    as_of: str = ""
