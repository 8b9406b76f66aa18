"""Count each krona once: which flows count, what they sum to, and what was asked for beyond what was set aside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from styrgraf.money.records import Excess, Family, FlowKind, Sum, Uncounted, YearBasis
from styrgraf.money.statuses import ASKED, REJECTED, SET_ASIDE, rank
from styrgraf.namespaces import PREFIXES
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from styrgraf.money.records import Flow
    from styrgraf.store import Graph

__all__ = ["count", "find_excesses", "find_overlaps", "split_by_kind", "sum_flows"]

_REPLACES = f"{PREFIXES['dcterms']}replaces"
_FAMILIES = list(Family)
_BASES = [None, *YearBasis]

#: What a sum is for: giver or receiver, year, and on what the year rests.
_Key = tuple[tuple[Iri, ...], str, YearBasis | None]


def count(flows: Iterable[Flow]) -> list[Flow]:
    """Tell of each flow whether it counts among the others, and if not, why.

    :param flows: the flows; a whole that is not among them does not take its parts out of the sums.
    :returns: the same flows in the same order.
    """
    known = {flow.iri: flow for flow in flows}
    guaranteed = {(flow.receiver, flow.status) for flow in known.values() if _is_share(flow)}
    guaranteed_things = {(party.things, status) for party, status in guaranteed if party}
    return [_count(flow, known, guaranteed_things) for flow in known.values()]


def _is_share(flow: Flow) -> bool:
    return flow.kind is FlowKind.GUARANTEE and flow.giver is not None and flow.amount is not None


def _count(flow: Flow, known: Mapping[Iri, Flow], guaranteed: set[tuple[tuple[Iri, ...], Iri | None]]) -> Flow:
    if flow.amount is None:
        return replace(flow, uncounted=Uncounted.AMOUNTS_DIFFER if flow.amounts else Uncounted.NO_AMOUNT)
    decided_on = [link.outcome for link in flow.proposals]
    if decided_on and all(outcome == REJECTED for outcome in decided_on) and flow.status in ASKED:
        return replace(flow, uncounted=Uncounted.REJECTED)
    if whole := next((known[thing] for thing in flow.wholes if thing in known and _holds(known[thing], flow)), None):
        return replace(flow, uncounted=Uncounted.PART, counted_in=whole.iri)
    # A frame that no guarantor is named for is what all owners guarantee; the share of each is a part of it.
    is_frame = flow.kind is FlowKind.GUARANTEE and flow.giver is None and flow.receiver is not None
    if is_frame and flow.receiver and (flow.receiver.things, flow.status) in guaranteed:
        return replace(flow, uncounted=Uncounted.FRAME)
    return replace(flow, uncounted=None, counted_in=None)


def _holds(whole: Flow, part: Flow) -> bool:
    if whole.amount is None or whole.status != part.status or whole.family is not part.family:
        return False
    # Where two hold each other the data are wrong, but one of them must count.
    return part.iri not in whole.wholes or whole.iri < part.iri


def sum_flows(flows: Iterable[Flow], key: Callable[[Flow], _Key] = lambda _: ((), "", None)) -> tuple[Sum, ...]:
    """Sum the flows that count, by family, status and currency.

    :param flows: the flows, as :func:`count` gives them.
    :param key: what else to sum by.
    :returns: the sums, by family, key and how far the money has come.
    """
    groups: dict[tuple[Family, _Key, Iri | None, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.uncounted in (None, Uncounted.NO_AMOUNT, Uncounted.AMOUNTS_DIFFER):
            groups[flow.family, key(flow), flow.status, flow.currency if flow.amount is not None else ""].append(flow)
    sums = []
    for (family, (things, year, basis), status, currency), members in groups.items():
        counted = [flow for flow in members if flow.uncounted is None]
        amounts = [flow.amount for flow in counted if flow.amount is not None]
        total = sum(amounts, Decimal()) if amounts else None
        unstated = tuple(sorted(flow.iri for flow in members if flow.uncounted))
        names = tuple(sorted(flow.iri for flow in counted))
        sums.append(Sum(family, things, year, basis, status, currency, total, names, unstated))
    return tuple(sorted(sums, key=_order))


def split_by_kind(one: Sum, flows: Iterable[Flow]) -> dict[FlowKind, Decimal]:
    """Split a sum by the kind of what it counts: what is set aside differs from what is moved.

    :param one: the sum.
    :param flows: the flows that it was made of.
    :returns: kind to sum.
    """
    counted = [flow for flow in flows if flow.iri in one.flows]
    kinds = [kind for kind in FlowKind if any(flow.kind is kind for flow in counted)]
    return {kind: _total(flow for flow in counted if flow.kind is kind) for kind in kinds}


def _order(one: Sum) -> tuple[int, str, int, tuple[Iri, ...], int, bool, str]:
    unknown = one.total is None
    # What is not known stands last: no year, no giver.
    things = one.things or (Iri("\N{REPLACEMENT CHARACTER}"),)
    place = _FAMILIES.index(one.family), one.year or "9999", _BASES.index(one.year_basis)
    return (*place, things, rank(one.status), unknown, one.currency)


def find_excesses(graph: Graph, flows: Sequence[Flow]) -> tuple[Excess, ...]:
    """Find where more is proposed and applied for than was set aside for the same initiative and year.

    An initiative goes on under its later names; where an appropriation finances none, what is taken from it counts.

    :param graph: the graph.
    :param flows: all flows, as :func:`count` gives them.
    :returns: one record for each initiative or appropriation, year and currency.
    """
    money = [flow for flow in flows if flow.uncounted is None and flow.family is Family.MONEY]
    aside: dict[tuple[Iri, str, str], list[Flow]] = defaultdict(list)
    for flow in money:
        if flow.status in SET_ASIDE and flow.kind is FlowKind.APPROPRIATION:
            for about in _first_names(graph, flow) or (flow.iri,):
                aside[about, flow.year, flow.currency].append(flow)
    asked = [flow for flow in money if flow.status in ASKED]
    found = []
    for (about, year, currency), held in aside.items():
        funds = {flow.iri for flow in held}
        wanted = [
            flow
            for flow in asked
            if flow.currency == currency
            and (funds.intersection(flow.wholes) or (year and flow.year == year and about in _first_names(graph, flow)))
        ]
        evidence = tuple(dict.fromkeys(name for flow in (*held, *wanted) for name in flow.evidence))
        totals = _total(held), _total(wanted)
        excess = Excess(about, year, currency, *totals, _names(held), _names(wanted), evidence)
        if excess.above > 0:
            found.append(excess)
    return tuple(sorted(found, key=lambda excess: (excess.year, excess.about, excess.currency)))


def _first_names(graph: Graph, flow: Flow) -> tuple[Iri, ...]:
    """List what a flow finances, each under the first of its names."""
    return tuple(sorted({_first_name(graph, link.thing) for link in flow.purposes}))


def _first_name(graph: Graph, thing: Iri) -> Iri:
    seen = {thing}
    while before := next((other for other in graph.values(thing, _REPLACES) if isinstance(other, Iri)), None):
        if before in seen:
            return min(seen)
        seen.add(before)
        thing = before
    return thing


def _total(flows: Iterable[Flow]) -> Decimal:
    return sum((flow.amount for flow in flows if flow.amount is not None), Decimal())


def _names(flows: Iterable[Flow]) -> tuple[Iri, ...]:
    return tuple(sorted(flow.iri for flow in flows))


def find_overlaps(flows: Iterable[Flow]) -> tuple[tuple[Iri, ...], ...]:
    """Find counted appropriations of one proposal or decision: no source says whether one is a part of another.

    :param flows: the flows, as :func:`count` gives them.
    :returns: IRIs of two or more appropriations each.
    """
    groups: dict[tuple[Iri, Iri | None, str], set[Iri]] = defaultdict(set)
    for flow in flows:
        if flow.uncounted is None and flow.kind is FlowKind.APPROPRIATION:
            for link in (*flow.proposals, *flow.decisions):
                groups[link.thing, flow.status, flow.currency].add(flow.iri)
    return tuple(sorted({tuple(sorted(group)) for group in groups.values() if len(group) > 1}))
