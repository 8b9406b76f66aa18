"""The records of a comparison: what differs between two states of the graph, and what that does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from styrgraf.conflicts import Conflict
    from styrgraf.money import Family, YearBasis
    from styrgraf.score import Count
    from styrgraf.store import Iri, Term

__all__ = [
    "ConflictChange",
    "Diff",
    "Difference",
    "DocumentChange",
    "Effects",
    "Event",
    "FlowChange",
    "FlowState",
    "HolderChange",
    "How",
    "Join",
    "Layer",
    "Renaming",
    "ShareChange",
    "Statement",
    "SumChange",
]


class Layer(StrEnum):
    """What a fact is about."""

    CITY = "city"
    EVIDENCE = "evidence"  # documents, passages, readings and editorial data themselves
    VOCABULARY = "vocabulary"


class How(StrEnum):
    """How a fact differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Event(StrEnum):
    """What became of a document."""

    ADDED = "added"
    REMOVED = "removed"
    PASSAGES_ADDED = "passages-added"
    PASSAGES_REMOVED = "passages-removed"
    RETRACTED = "retracted"
    NOT_RETRACTED = "no-longer-retracted"
    SUPERSEDED = "superseded"
    NOT_SUPERSEDED = "no-longer-superseded"


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that differs.

    :param how: added, removed, changed to another value, or moved between graphs.
    :param layer: what it is about.
    :param subject: the thing.
    :param predicate: the property.
    :param old: the value before; None if the fact is added.
    :param new: the value after; None if it is removed. Of a fact that moved, both are the same.
    :param left: graphs that stated the value before and no longer do; empty IRI for what stands in no graph.
    :param reached: graphs that state the value after and did not before.
    :param kept: graphs that state the value before then as now.
    :param known: graphs that state the value after then as now.
    """

    how: How
    layer: Layer
    subject: Iri
    predicate: Iri
    old: Term | None
    new: Term | None
    left: tuple[Iri, ...] = ()
    reached: tuple[Iri, ...] = ()
    kept: tuple[Iri, ...] = ()
    known: tuple[Iri, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact with the graphs that state it.

    :param subject: the thing.
    :param predicate: the property.
    :param value: the value.
    :param sources: the graphs, in stable order.
    """

    subject: Iri
    predicate: Iri
    value: Term
    sources: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What became of a document, or of editorial data.

    :param document: its IRI.
    :param event: what became of it.
    :param passages: the passages that came or went; none for other events.
    :param value: the day of a retraction, or the document that takes its place; None for other events.
    """

    document: Iri
    event: Event
    passages: tuple[Iri, ...] = ()
    value: Term | None = None


@dataclass(frozen=True, slots=True)
class Renaming:
    """A thing that has another name than before.

    :param thing: its IRI.
    :param language: language tag of the names; empty for none.
    :param old: its names before.
    :param new: its names after.
    """

    thing: Iri
    language: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Two things of which one came of the other, or is a part of it.

    :param later: IRI of the later thing, or the part.
    :param earlier: IRI of the earlier thing, or the whole.
    :param direct: whether one edge joins them; False if they are joined through other things.
    :param part: whether the later is a part of the earlier, as what stands in a case.
    """

    later: Iri
    earlier: Iri
    direct: bool
    part: bool


@dataclass(frozen=True, slots=True)
class SumChange:
    """A sum of money of one family, year, status and currency that differs.

    :param family: what is summed.
    :param year: the year; empty for what is undated.
    :param basis: on what the year rests.
    :param status: IRI of the status; None where no source says.
    :param currency: ISO 4217 code.
    :param before: the sum before; None if there was no amount to sum.
    :param after: the sum after; None if there is no amount to sum.
    """

    family: Family
    year: str
    basis: YearBasis | None
    status: Iri | None
    currency: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class FlowState:
    """What is known of a flow of money.

    :param amounts: the amounts that are stated.
    :param currency: ISO 4217 code; empty if none or more than one is stated.
    :param year: four digits; empty if it is undated.
    :param status: IRI of its status; None if no source says.
    :param counted: whether it is in the sums.
    """

    amounts: tuple[Decimal, ...]
    currency: str
    year: str
    status: Iri | None
    counted: bool


@dataclass(frozen=True, slots=True)
class FlowChange:
    """A flow of money that differs.

    :param flow: its IRI.
    :param before: None if it is new.
    :param after: None if it is gone.
    """

    flow: Iri
    before: FlowState | None
    after: FlowState | None


@dataclass(frozen=True, slots=True)
class HolderChange:
    """A post with other holders than before.

    :param post: IRI of the post.
    :param left: IRIs of those who are no longer known to have held it.
    :param came: IRIs of those who were not known to have held it.
    """

    post: Iri
    left: tuple[Iri, ...]
    came: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class ConflictChange:
    """A conflict that is new, gone, or between other values than before.

    :param before: None if it is new.
    :param after: None if it is gone.
    """

    before: Conflict | None
    after: Conflict | None


@dataclass(frozen=True, slots=True)
class ShareChange:
    """A share of the score that differs; what only one state measures is not compared.

    :param measure: what is measured.
    :param aspect: of what.
    :param before: how many of how many, before.
    :param after: how many of how many, after.
    """

    measure: str
    aspect: str
    before: Count
    after: Count


@dataclass(frozen=True, slots=True)
class Effects:
    """What the differences do.

    :param joined: things that became joined by lineage, or part of a case.
    :param parted: things that ceased to be.
    :param cases: IRIs of the cases that they belong to.
    :param sums: sums of money that differ.
    :param flows: flows of money that differ.
    :param holders: posts with other holders.
    :param conflicts: conflicts that are new, gone or of other values.
    :param derived: facts that rules derive now and did not before.
    :param underived: facts that rules no longer derive.
    :param shares: shares of the score that differ.
    """

    joined: tuple[Join, ...] = ()
    parted: tuple[Join, ...] = ()
    cases: tuple[Iri, ...] = ()
    sums: tuple[SumChange, ...] = ()
    flows: tuple[FlowChange, ...] = ()
    holders: tuple[HolderChange, ...] = ()
    conflicts: tuple[ConflictChange, ...] = ()
    derived: tuple[Statement, ...] = ()
    underived: tuple[Statement, ...] = ()
    shares: tuple[ShareChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two states of the graph.

    :param old: what the state before was called by.
    :param new: what the state after was called by.
    :param facts: the facts that differ, by layer, thing and property.
    :param documents: what became of documents and editorial data.
    :param renamed: things with other names.
    :param left_force: facts of the city that still stand in a document, but are no longer in force.
    :param entered_force: facts that stood in a document before too, but are in force only now.
    :param effects: what that does.
    """

    old: str
    new: str
    facts: tuple[Difference, ...]
    documents: tuple[DocumentChange, ...]
    renamed: tuple[Renaming, ...]
    left_force: tuple[Statement, ...]
    entered_force: tuple[Statement, ...]
    effects: Effects

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs: neither a fact nor, with other rules, what follows from the facts."""
        return not self.facts and self.effects == Effects()
