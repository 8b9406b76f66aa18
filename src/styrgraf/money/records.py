"""The records of flows of money: the flow, who gives and receives, its sums, and what was asked for beyond them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from styrgraf.store import Iri

__all__ = ["Excess", "Family", "Flow", "FlowKind", "Link", "Money", "Party", "Role", "Sum", "Uncounted", "YearBasis"]


class FlowKind(StrEnum):
    """What kind of money it is."""

    TRANSFER = "transfer"
    APPROPRIATION = "appropriation"
    INVESTMENT = "investment"
    GUARANTEE = "guarantee"


class Family(StrEnum):
    """What is summed together: an investment or a guarantee is never added to a transfer."""

    MONEY = "money"
    INVESTMENTS = "investments"
    GUARANTEES = "guarantees"


class Role(StrEnum):
    """Through what a giver or receiver is known, the givers first."""

    HOLDER = "holder"  # disposes of the appropriation that the money is taken from or is a part of
    FUND = "fund"  # the appropriation itself, where nobody is said to dispose of it
    DECIDER = "decider"  # took the decision that authorises the money or sets it aside
    ASKED = "asked"  # the body that the proposal or application is put to
    GUARANTOR = "guarantor"
    PAID = "paid"
    HOLDS = "holds"  # disposes of the appropriation, once it has it
    REQUESTER = "requester"
    PURPOSE = "purpose"  # what the money finances, where no agent is named
    WHOLE = "whole"  # the fund that the money is to be a part of
    ENTERPRISE = "enterprise"  # whose loans are guaranteed


class YearBasis(StrEnum):
    """On what the year of a flow rests, the best first."""

    STATED = "stated"
    DECISION = "decision"
    DOCUMENT = "document"
    NONE = "none"


class Uncounted(StrEnum):
    """Why a flow is not in the sums."""

    NO_AMOUNT = "no-amount"
    AMOUNTS_DIFFER = "amounts-differ"
    PART = "part"
    FRAME = "frame"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Party:
    """Who gives or receives; several stand for them jointly, since no source splits the amount.

    :param things: IRIs of the agents, or of what stands in their place.
    :param role: through what they are known.
    :param steps: for each fact that is needed, the graphs that state it.
    """

    things: tuple[Iri, ...]
    role: Role
    steps: tuple[tuple[Iri, ...], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A case, decision, proposal or purpose of a flow.

    :param thing: its IRI.
    :param steps: for each fact that is needed, the graphs that state it.
    :param outcome: IRI of what became of a proposal, where a decision on it says so.
    """

    thing: Iri
    steps: tuple[tuple[Iri, ...], ...]
    outcome: Iri | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Money that moves, is set aside, is built for or is guaranteed, as the sources tell it.

    :param iri: its IRI.
    :param kind: what kind of money it is.
    :param amounts: the amounts that are stated; none if no source states one, several if sources disagree.
    :param currency: ISO 4217 code; empty if none or more than one is stated.
    :param approximate: whether the source gives the amount as approximate.
    :param evidence: graphs that state the amount; where none is stated, that the flow exists.
    :param documents: IRIs of the documents of that evidence; the amount counts once however many they are.
    :param year: four digits; empty if it is undated.
    :param year_basis: on what the year rests.
    :param year_steps: for each fact that the year needs, the graphs that state it.
    :param status: IRI of how far it has come, the furthest that is known; None if no source says.
    :param status_sources: graphs that state the status.
    :param earlier: IRIs of its statuses before that.
    :param giver: who gives; None if no source says.
    :param receiver: who receives; None if no source says.
    :param fund: the appropriation that it is taken from or lies within; None if none is named.
    :param wholes: IRIs of all that it is a part of, the nearest first.
    :param purposes: assignments and initiatives that it finances.
    :param cases: cases that it, its decisions or its proposals belong to.
    :param decisions: decisions that authorise it or set it aside.
    :param proposals: proposals that propose it.
    :param concerned: IRIs of the bodies and units that it is said to concern, neither as giver nor as receiver.
    :param involved: IRIs of all that it has to do with, as giver, receiver, decider, proposer or otherwise.
    :param uncounted: why it is not in the sums; None if it is.
    :param counted_in: IRI of the flow whose amount holds it, where it is a part.
    """

    iri: Iri
    kind: FlowKind
    amounts: tuple[Decimal, ...]
    currency: str
    approximate: bool
    evidence: tuple[Iri, ...]
    documents: tuple[Iri, ...]
    year: str
    year_basis: YearBasis
    year_steps: tuple[tuple[Iri, ...], ...]
    status: Iri | None
    status_sources: tuple[Iri, ...]
    earlier: tuple[Iri, ...]
    giver: Party | None
    receiver: Party | None
    fund: Link | None
    wholes: tuple[Iri, ...]
    purposes: tuple[Link, ...]
    cases: tuple[Link, ...]
    decisions: tuple[Link, ...]
    proposals: tuple[Link, ...]
    concerned: tuple[Iri, ...]
    involved: frozenset[Iri]
    uncounted: Uncounted | None = None
    counted_in: Iri | None = None

    @property
    def amount(self) -> Decimal | None:
        """The amount, where sources state one and agree on it and its currency."""
        return self.amounts[0] if len(self.amounts) == 1 and self.currency else None

    @property
    def family(self) -> Family:
        """What it is summed with."""
        if self.kind is FlowKind.INVESTMENT:
            return Family.INVESTMENTS
        return Family.GUARANTEES if self.kind is FlowKind.GUARANTEE else Family.MONEY


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of amounts of one family, status and currency.

    :param family: what is summed.
    :param things: IRIs of the giver or receiver; none for other sums, and where no source says who it is.
    :param year: year of a sum by year; empty for other sums, and for what is undated.
    :param year_basis: on what the year rests; None for other sums.
    :param status: IRI of the status; None where no source says.
    :param currency: ISO 4217 code.
    :param total: the sum; None where only flows without amount are of this kind.
    :param flows: IRIs of what is counted.
    :param unstated: IRIs of the flows that would belong here, but whose amount is not stated or disagreed about.
    """

    family: Family
    things: tuple[Iri, ...]
    year: str
    year_basis: YearBasis | None
    status: Iri | None
    currency: str
    total: Decimal | None
    flows: tuple[Iri, ...]
    unstated: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Excess:
    """Applications and proposals for more than was set aside.

    :param about: IRI of the initiative, or of the appropriation where it finances none.
    :param year: the year; empty where it is not stated.
    :param currency: ISO 4217 code.
    :param set_aside: what was set aside.
    :param asked: what is proposed and applied for; none of it is known to be granted.
    :param set_aside_flows: IRIs of what was set aside.
    :param asked_flows: IRIs of the applications and proposals.
    :param evidence: graphs that state their amounts.
    """

    about: Iri
    year: str
    currency: str
    set_aside: Decimal
    asked: Decimal
    set_aside_flows: tuple[Iri, ...]
    asked_flows: tuple[Iri, ...]
    evidence: tuple[Iri, ...]

    @property
    def above(self) -> Decimal:
        """How much more is asked for than was set aside."""
        return self.asked - self.set_aside


@dataclass(frozen=True, slots=True)
class Money:
    """The flows of money that were asked for, and their sums.

    :param year: the year that was asked for; None for all.
    :param body: IRI of the body that was asked for; None for all.
    :param flows: the flows, by kind, year and IRI.
    :param undated: IRIs of flows that no year is known of, left out because a year was asked for.
    :param by_status: sums by status.
    :param by_year: sums by year and status.
    :param by_giver: sums by giver and status.
    :param by_receiver: sums by receiver and status.
    :param excesses: applications and proposals for more than was set aside.
    :param overlaps: counted appropriations of one proposal or decision, of which no source says whether one holds
        another: their sum may count money twice.
    """

    year: int | None
    body: Iri | None
    flows: tuple[Flow, ...]
    undated: tuple[Iri, ...]
    by_status: tuple[Sum, ...]
    by_year: tuple[Sum, ...]
    by_giver: tuple[Sum, ...]
    by_receiver: tuple[Sum, ...]
    excesses: tuple[Excess, ...]
    overlaps: tuple[tuple[Iri, ...], ...]
