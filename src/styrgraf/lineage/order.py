"""The order in which a lineage is told: what came first, first."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, TypeAlias

from styrgraf.documents.ordering import natural_key
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from styrgraf.lineage.network import LineageNetwork

__all__ = ["earliest_first"]

# Things that came of themselves through each other are told together; any other thing is a knot of one.
Knot: TypeAlias = tuple[Iri, ...]


def earliest_first(network: LineageNetwork, things: Iterable[Iri], date: Callable[[Iri], str]) -> list[Iri]:
    """Order things by age, each after what it came of; agents come last.

    :param network: the lineage network.
    :param things: IRIs of the things.
    :param date: gives the date of a thing; empty if it has none.
    :returns: the things.
    """
    chosen = set(things)
    agents = sorted(thing for thing in chosen if network.is_agent(thing))
    knots = network.knots(chosen.difference(agents))
    knot_of = {thing: knot for knot in knots for thing in knot}
    earlier = {
        knot: {knot_of[other] for thing in knot for other in network.origins(thing) if other in knot_of} - {knot}
        for knot in knots
    }
    ages = _ages(earlier, {knot: max(map(date, knot)) for knot in knots})
    sorter = TopologicalSorter(earlier)
    sorter.prepare()
    ready: list[Knot] = []
    order: list[Knot] = []
    while sorter.is_active():
        ready += sorter.get_ready()
        # Of what may come next, the oldest; few things may, so that sorting again costs nothing.
        ready.sort(key=lambda knot: (ages[knot], min(map(natural_key, knot))), reverse=True)
        order.append(ready.pop())
        sorter.done(order[-1])
    return [thing for knot in order for thing in sorted(knot, key=natural_key)] + agents


def _ages(earlier: Mapping[Knot, set[Knot]], dates: Mapping[Knot, str]) -> dict[Knot, str]:
    ages: dict[Knot, str] = {}
    later: dict[Knot, list[Knot]] = {knot: [] for knot in earlier}
    order = list(TopologicalSorter(earlier).static_order())
    for knot in order:
        # What has no date of its own is no older than what it came of.
        ages[knot] = max([dates[knot], *(ages[other] for other in earlier[knot])])
        for other in earlier[knot]:
            later[other].append(knot)
    for knot in reversed(order):
        # An origin without a date is as old as the first thing that came of it.
        ages[knot] = ages[knot] or min((ages[other] for other in later[knot]), default="9")
    return ages
