"""Find the flows of money of a graph, choose those of a year and body, and sum them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.money.read import read_flows
from styrgraf.money.records import FlowKind, Money
from styrgraf.money.sums import count, find_excesses, find_overlaps, sum_flows

if TYPE_CHECKING:
    from styrgraf.store import Graph, Iri

__all__ = ["money"]

_KINDS = list(FlowKind)


def money(graph: Graph, year: int | None = None, body: Iri | None = None) -> Money:
    """Find all flows of money: transfers, appropriations, investments and guarantees.

    A proposal or application is never added to a decision, a whole and its parts are never both counted, and what
    several documents state counts once.

    :param graph: the graph, with what its rules derive.
    :param year: only flows of this year; a flow without a stated year has that of its decision, or of its document.
    :param body: only flows that have to do with this body, as giver, receiver, applicant, decider or proposer, or
        that concern it; an initiative or appropriation may stand here too.
    :returns: the flows and their sums.
    """
    everything = count(read_flows(graph))
    involved = [flow for flow in everything if body is None or body in flow.involved]
    chosen = [flow for flow in involved if year is None or flow.year == f"{year:04}"]
    # A part whose whole was not asked for counts on its own.
    flows = sorted(count(chosen), key=lambda flow: (_KINDS.index(flow.kind), flow.year or "9999", flow.iri))
    known = {flow.iri for flow in flows}
    return Money(
        year=year,
        body=body,
        flows=tuple(flows),
        undated=tuple(sorted(flow.iri for flow in involved if year is not None and not flow.year)),
        by_status=sum_flows(flows),
        by_year=sum_flows(flows, key=lambda flow: ((), flow.year, flow.year_basis)),
        by_giver=sum_flows(flows, key=lambda flow: (flow.giver.things if flow.giver else (), "", None)),
        by_receiver=sum_flows(flows, key=lambda flow: (flow.receiver.things if flow.receiver else (), "", None)),
        # What was asked for in all is told though only some of it has to do with the body.
        excesses=tuple(
            excess
            for excess in find_excesses(graph, everything)
            if known.intersection((*excess.set_aside_flows, *excess.asked_flows))
        ),
        overlaps=find_overlaps(flows),
    )
