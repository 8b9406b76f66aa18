"""Flows of money: from whom, to whom, how much, how far they have come – and sums that count no krona twice."""

from __future__ import annotations

from styrgraf.money.flows import money
from styrgraf.money.records import Excess, Family, Flow, FlowKind, Link, Money, Party, Role, Sum, Uncounted, YearBasis

__all__ = [
    "Excess",
    "Family",
    "Flow",
    "FlowKind",
    "Link",
    "Money",
    "Party",
    "Role",
    "Sum",
    "Uncounted",
    "YearBasis",
    "money",
]
