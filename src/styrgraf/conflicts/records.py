"""The records of conflicts: what is stated of which time, and what of it disagrees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from styrgraf.store import Iri, Term

__all__ = ["Claim", "Conflict", "Strength", "Time"]


class Strength(StrEnum):
    """Whether the passages can all be right of different times, the gravest first."""

    CERTAIN = "certain"
    POSSIBLY_A_CHANGE = "possibly-a-change"


@dataclass(frozen=True, slots=True)
class Time:
    """The time that something is told of, each part as precise as it is told: a day, a month or a year.

    :param begin: when it began; empty if that is not told.
    :param end: when it ended; empty if that is not told.
    :param on: the day, month or year that it is stated of.
    :param known: when it is known to hold, since that is the date of what says so.
    """

    begin: str = ""
    end: str = ""
    on: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether any time is known."""
        return bool(self.begin or self.end or self.on or self.known)


@dataclass(frozen=True, slots=True)
class Claim:
    """A value, as some passages state it.

    :param value: the value.
    :param time: of when.
    :param sources: passages and readings that state it, best authority first.
    :param documents: the documents that they stand in, in stable order.
    :param node: IRI of the figure, membership, ownership, tenure or transfer that has the value; None if the thing
        itself has it.
    :param approximate: whether the number is told as approximate.
    :param acting: whether the holder is acting.
    :param shared: whether the holder has a share of the post.
    :param period: whether the number is counted over a period, so that a part of a year is not the year.
    :param unit: the currency; empty if it has none.
    """

    value: Term
    time: Time
    sources: tuple[Iri, ...]
    documents: tuple[Iri, ...]
    node: Iri | None = None
    approximate: bool = False
    acting: bool = False
    shared: bool = False
    period: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Passages that disagree.

    :param kind: name of the query in ``queries/conflicts/`` that tells what can disagree.
    :param about: the thing.
    :param property: the property, or of a figure its measure.
    :param values: what is stated, two values or more; those that are alike stand together.
    :param strength: whether they can all be right of different times.
    :param parts: what a figure is broken down by, or whose share it is.
    :param forecast: whether the figures are forecasts, budgets or targets.
    :param total: the sum of what is applied for, where that is what exceeds the first value.
    """

    kind: str
    about: Iri
    property: Iri
    values: tuple[Claim, ...]
    strength: Strength
    parts: tuple[Iri, ...] = ()
    forecast: bool = False
    total: Decimal | None = None
