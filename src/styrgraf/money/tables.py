"""Flows of money as plain rows and as a tree, for CSV and JSON: raw numbers, ISO dates, IRIs and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from styrgraf.namespaces import PREFIXES, SG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.money.records import Excess, Flow, Link, Money, Party, Sum
    from styrgraf.store import Graph, Iri

__all__ = ["COLUMNS", "money_to_rows", "money_to_tree"]

#: The columns of a row, in order.
COLUMNS = (
    "iri",
    "name",
    "kind",
    "year",
    "year_basis",
    "status_iri",
    "status_name",
    "amount",
    "amounts",
    "currency",
    "approximate",
    "giver_iri",
    "giver_name",
    "giver_role",
    "receiver_iri",
    "receiver_name",
    "receiver_role",
    "fund_iri",
    "fund_name",
    "purpose_iri",
    "purpose_name",
    "case_number",
    "case_iri",
    "case_name",
    "decision_iri",
    "decision_name",
    "decision_date",
    "proposal_iri",
    "proposal_name",
    "counted",
    "uncounted",
    "counted_in_iri",
    "document_iri",
    "document_name",
    "document_date",
    "evidence",
)

_NUMBER = f"{PREFIXES['dcterms']}identifier"


def money_to_rows(graph: Graph, money: Money, language: str = "sv") -> list[dict[str, str]]:
    """Write each flow as a row; what a cell lists is parted by ``; ``.

    :param graph: the graph.
    :param money: the flows.
    :param language: ``sv`` or ``en``, for names.
    :returns: one row for each flow, with the :data:`COLUMNS`.
    """
    return [_row(graph, flow, language) for flow in money.flows]


def _row(graph: Graph, flow: Flow, language: str) -> dict[str, str]:
    def things(column: str, found: Iterable[Iri]) -> dict[str, str]:
        found = list(found)
        names = "; ".join(graph.label(thing, language) for thing in found)
        return {f"{column}_iri": "; ".join(found), f"{column}_name": names}

    def links(column: str, found: Iterable[Link]) -> dict[str, str]:
        return things(column, (link.thing for link in found))

    giver, receiver = flow.giver, flow.receiver
    dates = (str(date) for link in flow.decisions for date in graph.values(link.thing, SG.date))
    numbers = (str(number) for link in flow.cases for number in graph.values(link.thing, _NUMBER))
    return {
        "iri": flow.iri,
        "name": graph.label(flow.iri, language),
        "kind": flow.kind.value,
        "year": flow.year,
        "year_basis": flow.year_basis.value,
        **things("status", [flow.status] if flow.status else []),
        "amount": "" if flow.amount is None else f"{flow.amount:f}",
        "amounts": "; ".join(f"{amount:f}" for amount in flow.amounts),
        "currency": flow.currency,
        "approximate": str(flow.approximate).lower(),
        **things("giver", giver.things if giver else ()),
        "giver_role": giver.role.value if giver else "",
        **things("receiver", receiver.things if receiver else ()),
        "receiver_role": receiver.role.value if receiver else "",
        **links("fund", [flow.fund] if flow.fund else []),
        **links("purpose", flow.purposes),
        "case_number": "; ".join(numbers),
        **links("case", flow.cases),
        **links("decision", flow.decisions),
        "decision_date": "; ".join(dates),
        **links("proposal", flow.proposals),
        "counted": str(flow.uncounted is None).lower(),
        "uncounted": flow.uncounted.value if flow.uncounted else "",
        "counted_in_iri": flow.counted_in or "",
        **things("document", flow.documents),
        "document_date": "; ".join(_dates(graph, flow)),
        "evidence": "; ".join(flow.evidence),
    }


def _dates(graph: Graph, flow: Flow) -> list[str]:
    """List the dates of the documents, in their order; empty where one is undated."""
    dates = {source.document: source.date for source in map(graph.source, flow.evidence)}
    return [dates.get(document, "") for document in flow.documents]


def money_to_tree(graph: Graph, money: Money, language: str = "sv") -> dict[str, Any]:
    """Write flows, sums and what is uncertain as dicts, lists, texts and numbers.

    :param graph: the graph.
    :param money: the flows.
    :param language: ``sv`` or ``en``, for names.
    :returns: what JSON can hold; amounts are texts, so that no program rounds them.
    """
    tree = _Tree(graph, language)
    return {
        "year": money.year,
        "body": tree.thing(money.body),
        "flows": [tree.flow(flow) for flow in money.flows],
        "undated": [tree.thing(thing) for thing in money.undated],
        "sums": {
            "status": [tree.sum(one) for one in money.by_status],
            "year": [tree.sum(one) for one in money.by_year],
            "giver": [tree.sum(one) for one in money.by_giver],
            "receiver": [tree.sum(one) for one in money.by_receiver],
        },
        "excesses": [tree.excess(excess) for excess in money.excesses],
        "overlaps": [[tree.thing(thing) for thing in group] for group in money.overlaps],
    }


class _Tree:
    def __init__(self, graph: Graph, language: str) -> None:
        self.graph = graph
        self.language = language

    def thing(self, iri: Iri | None) -> dict[str, str] | None:
        return {"iri": iri, "label": self.graph.label(iri, self.language)} if iri else None

    def party(self, party: Party | None) -> dict[str, Any] | None:
        if party is None:
            return None
        things = [self.thing(thing) for thing in party.things]
        return {"things": things, "role": party.role.value, "evidence": [list(step) for step in party.steps]}

    def link(self, link: Link) -> dict[str, Any]:
        steps = [list(step) for step in link.steps]
        outcome = {"outcome": link.outcome} if link.outcome else {}
        return {**(self.thing(link.thing) or {}), **outcome, "evidence": steps}

    def flow(self, flow: Flow) -> dict[str, Any]:
        return {
            **(self.thing(flow.iri) or {}),
            "kind": flow.kind.value,
            "amount": None if flow.amount is None else f"{flow.amount:f}",
            "amounts": [f"{amount:f}" for amount in flow.amounts],
            "currency": flow.currency or None,
            "approximate": flow.approximate,
            "year": flow.year or None,
            "year_basis": flow.year_basis.value,
            "year_evidence": [list(step) for step in flow.year_steps],
            "status": self.thing(flow.status),
            "status_evidence": list(flow.status_sources),
            "earlier_statuses": list(flow.earlier),
            "giver": self.party(flow.giver),
            "receiver": self.party(flow.receiver),
            "fund": self.link(flow.fund) if flow.fund else None,
            "purposes": [self.link(link) for link in flow.purposes],
            "cases": [self.link(link) for link in flow.cases],
            "decisions": [self.link(link) for link in flow.decisions],
            "proposals": [self.link(link) for link in flow.proposals],
            "concerned": [self.thing(thing) for thing in flow.concerned],
            "counted": flow.uncounted is None,
            "uncounted": flow.uncounted.value if flow.uncounted else None,
            "counted_in": flow.counted_in,
            "documents": [self.thing(thing) for thing in flow.documents],
            "evidence": list(flow.evidence),
        }

    def sum(self, one: Sum) -> dict[str, Any]:
        return {
            "family": one.family.value,
            "things": [self.thing(thing) for thing in one.things],
            "year": one.year or None,
            "year_basis": one.year_basis.value if one.year_basis else None,
            "status": self.thing(one.status),
            "currency": one.currency or None,
            "total": None if one.total is None else f"{one.total:f}",
            "flows": list(one.flows),
            "unstated": list(one.unstated),
        }

    def excess(self, excess: Excess) -> dict[str, Any]:
        return {
            "about": self.thing(excess.about),
            "year": excess.year or None,
            "currency": excess.currency,
            "set_aside": f"{excess.set_aside:f}",
            "asked": f"{excess.asked:f}",
            "above": f"{excess.above:f}",
            "set_aside_flows": list(excess.set_aside_flows),
            "asked_flows": list(excess.asked_flows),
            "evidence": list(excess.evidence),
        }
