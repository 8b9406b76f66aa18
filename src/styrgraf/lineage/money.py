"""The amounts on a path, and their sums: by status, never a part and its whole both."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from styrgraf.lineage.records import Money
from styrgraf.namespaces import SG
from styrgraf.store import Iri, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Graph

__all__ = ["find_money", "sum_money"]

# Where the money comes from and goes to, the most specific answer first.
_ORIGINS = (SG.drawsOn, SG.takenFrom, SG.withinAppropriation)
_RECEIVERS = (SG.paidTo, SG.finances)


def find_money(graph: Graph, things: Iterable[Iri]) -> list[Money]:
    """Find the amounts that things on a path are about.

    :param graph: the graph.
    :param things: IRIs of the things.
    :returns: one record for each appropriation and transfer, by year and name.
    """
    classes = {SG.Appropriation, SG.Transfer}
    found = {thing for thing in things if classes & set(graph.types(thing))}
    money = [_read(graph, thing, found) for thing in found]
    return sorted(money, key=lambda item: (item.year, graph.label(item.id), item.id))


def sum_money(money: Iterable[Money]) -> dict[tuple[Iri | None, str, str], Decimal]:
    """Sum amounts by status, currency and year.

    :param money: the amounts; one that is a part of another of the same status is not added to it.
    :returns: status, currency and year to sum, in stable order.
    """
    items = {item.id: item for item in money}
    sums: defaultdict[tuple[Iri | None, str, str], Decimal] = defaultdict(Decimal)
    for item in items.values():
        whole = items.get(item.part_of) if item.part_of else None
        counted_in_whole = whole is not None and whole.amount is not None and whole.status == item.status
        if item.amount is not None and not counted_in_whole:
            sums[item.status, item.currency, item.year] += item.amount
    return dict(sorted(sums.items(), key=lambda entry: (entry[0][0] or "", *entry[0][1:])))


def _read(graph: Graph, thing: Iri, found: set[Iri]) -> Money:
    amount = _first(graph, thing, SG.amount)
    status = _first(graph, thing, SG.moneyStatus)
    return Money(
        id=thing,
        amount=_decimal(amount),
        currency=str(_first(graph, thing, SG.currency) or ""),
        origin=_first_iri(graph, thing, _ORIGINS),
        receiver=_first_iri(graph, thing, _RECEIVERS),
        year=str(_first(graph, thing, SG.year) or ""),
        status=status if isinstance(status, Iri) else None,
        evidence=graph.evidence(thing, SG.amount, amount) if amount is not None else (),
        part_of=_whole(graph, thing, found),
    )


def _first(graph: Graph, thing: Iri, predicate: str) -> Iri | Text | None:
    return next(iter(graph.values(thing, predicate)), None)


def _first_iri(graph: Graph, thing: Iri, predicates: Iterable[str]) -> Iri | None:
    for predicate in predicates:
        if isinstance(value := _first(graph, thing, predicate), Iri):
            return value
    return None


def _decimal(value: Iri | Text | None) -> Decimal | None:
    try:
        return Decimal(str(value)) if isinstance(value, Text) else None
    except InvalidOperation:
        return None


def _whole(graph: Graph, thing: Iri, found: set[Iri]) -> Iri | None:
    seen = {thing}
    while isinstance(whole := _first(graph, thing, SG.withinAppropriation), Iri) and whole not in seen:
        if whole in found:
            return whole
        seen.add(whole)
        thing = whole
    return None
