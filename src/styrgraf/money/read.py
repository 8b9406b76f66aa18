"""Read the flows of money of a graph: amount, year, status, giver and receiver, each with what states it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from styrgraf.money.records import Flow, FlowKind, Link, Party, Role, YearBasis
from styrgraf.money.statuses import furthest
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import Iri, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.store import Graph, Term

__all__ = ["read_flows"]

_TYPE = f"{PREFIXES['rdf']}type"
_CLASSES = {
    FlowKind.TRANSFER: SG.Transfer,
    FlowKind.APPROPRIATION: SG.Appropriation,
    FlowKind.INVESTMENT: SG.Investment,
    FlowKind.GUARANTEE: SG.Guarantee,
}
# What a flow is taken from or is a part of, the most specific first.
_WHOLES = (SG.drawsOn, SG.takenFrom, SG.withinAppropriation, SG.withinInvestment)
_DECISIONS = (SG.authorisedBy, SG.setAsideBy)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")

_Steps = tuple[tuple[Iri, ...], ...]


def read_flows(graph: Graph) -> list[Flow]:
    """Read every flow of money in force.

    :param graph: the graph, with what its rules derive.
    :returns: one record for each transfer, appropriation, investment and guarantee.
    """
    reader = _Reader(graph)
    kinds: dict[Iri, FlowKind] = {}
    for kind, name in _CLASSES.items():
        for thing in graph.subjects(_TYPE, Iri(name)):
            kinds.setdefault(thing, kind)
    return [reader.read(thing, kind) for thing, kind in kinds.items()]


class _Reader:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    # Facts

    def sources(self, thing: Iri, predicate: str, value: Term) -> tuple[Iri, ...]:
        """Find what states a fact and is in force."""
        found = self.graph.evidence(thing, predicate, value)
        return tuple(graph for graph in found if self.graph.source(graph).in_force)

    def links(self, thing: Iri, *predicates: str, steps: _Steps = ()) -> list[Link]:
        """List the things that properties lead to, each once, with the way there."""
        found: dict[Iri, Link] = {}
        for predicate in predicates:
            for value in self.graph.values(thing, predicate):
                if isinstance(value, Iri):
                    found.setdefault(value, Link(value, (*steps, self.sources(thing, predicate, value))))
        return list(found.values())

    def party(self, role: Role, links: list[Link]) -> Party | None:
        if not links:
            return None
        steps = dict.fromkeys(step for link in links for step in link.steps)
        return Party(tuple(sorted({link.thing for link in links})), role, tuple(steps))

    # A flow

    def read(self, thing: Iri, kind: FlowKind) -> Flow:
        graph = self.graph
        decisions = self.links(thing, *_DECISIONS)
        proposals = [self.decided_on(link) for link in self.links(thing, SG.proposedIn)]
        purposes = self.links(thing, SG.finances)
        amounts = [value for value in graph.values(thing, SG.amount) if isinstance(value, Text)]
        currencies = {str(value) for value in graph.values(thing, SG.currency)}
        evidence = self.evidence(thing, amounts)
        year, basis, year_steps = self.year(thing, decisions, evidence, has_amount=bool(amounts))
        status, earlier = furthest(value for value in graph.values(thing, SG.moneyStatus) if isinstance(value, Iri))
        giver = self.giver(thing, kind, decisions, proposals)
        receiver = self.receiver(thing, kind, purposes)
        concerned = tuple(link.thing for link in self.links(thing, SG.concerns))
        wholes = tuple(self.wholes(thing))
        involved = {*concerned, *self.around(thing, kind, decisions, proposals)}
        involved.update(link.thing for link in (*purposes, *decisions, *proposals))
        involved.update(name for party in (giver, receiver) if party for name in party.things)
        return Flow(
            iri=thing,
            kind=kind,
            amounts=tuple(sorted({Decimal(str(value)) for value in amounts if _NUMBER.fullmatch(str(value))})),
            currency=next(iter(currencies)) if len(currencies) == 1 else "",
            approximate=any(str(value) in {"true", "1"} for value in graph.values(thing, SG.approximate)),
            evidence=evidence,
            documents=tuple(dict.fromkeys(document for name in evidence if (document := self.document(name)))),
            year=year,
            year_basis=basis,
            year_steps=year_steps,
            status=status,
            status_sources=self.sources(thing, SG.moneyStatus, status) if status else (),
            earlier=earlier,
            giver=giver,
            receiver=receiver,
            fund=next(iter(self.links(thing, *_WHOLES)), None),
            wholes=wholes,
            purposes=tuple(purposes),
            cases=tuple(self.cases(thing, (*decisions, *proposals))),
            decisions=tuple(decisions),
            proposals=tuple(proposals),
            concerned=concerned,
            involved=frozenset({*involved, *wholes}),
        )

    def evidence(self, thing: Iri, amounts: list[Text]) -> tuple[Iri, ...]:
        found = [graph for value in amounts for graph in self.sources(thing, SG.amount, value)]
        if not found:
            found = [
                graph
                for name in self.graph.types(thing)
                for graph in self.sources(thing, _TYPE, name)
                if name in _CLASSES.values()
            ]
        return self.graph.sort_sources(found)

    def document(self, graph: Iri) -> Iri | None:
        return self.graph.source(graph).document

    def decided_on(self, proposal: Link) -> Link:
        """Add what became of a proposal, if the decisions on it agree."""
        found = []
        for decision in self.graph.subjects(SG.decidesOn, proposal.thing):
            decided = self.sources(decision, SG.decidesOn, proposal.thing)
            found += self.links(decision, SG.outcome, steps=(decided,))
        if len({link.thing for link in found}) != 1:
            return proposal
        return Link(proposal.thing, (*proposal.steps, *found[0].steps), found[0].thing)

    def year(
        self, thing: Iri, decisions: list[Link], evidence: tuple[Iri, ...], *, has_amount: bool
    ) -> tuple[str, YearBasis, _Steps]:
        for value in self.graph.values(thing, SG.year):
            if found := _YEAR.match(str(value)):
                return found[0], YearBasis.STATED, (self.sources(thing, SG.year, value),)
        for link in decisions:
            for value in self.graph.values(link.thing, SG.date):
                if found := _YEAR.match(str(value)):
                    steps = (*link.steps, self.sources(link.thing, SG.date, value))
                    return found[0], YearBasis.DECISION, steps
        dates = {name: found[0] for name in evidence if (found := _YEAR.match(self.graph.source(name).date))}
        # A fund that documents of several years only mention belongs to none of them; an amount, to the first.
        if dates and (has_amount or len(set(dates.values())) == 1):
            name = min(dates, key=lambda name: (dates[name], name))
            return dates[name], YearBasis.DOCUMENT, ((name,),)
        return "", YearBasis.NONE, ()

    def wholes(self, thing: Iri) -> Iterator[Iri]:
        """Go through what a flow is taken from or is a part of, the nearest first."""
        seen, pending = {thing}, [thing]
        while pending:
            for link in self.links(pending.pop(0), *_WHOLES):
                if link.thing not in seen:
                    seen.add(link.thing)
                    pending.append(link.thing)
                    yield link.thing

    def holder(self, fund: Link) -> Party | None:
        """Find who disposes of an appropriation: itself says, or what it lies within."""
        seen: set[Iri] = set()
        here: Link | None = fund
        while here and here.thing not in seen:
            seen.add(here.thing)
            if holders := self.links(here.thing, SG.heldBy, steps=here.steps):
                return self.party(Role.HOLDER, holders)
            here = next(iter(self.links(here.thing, SG.withinAppropriation, steps=here.steps)), None)
        return None

    def giver(self, thing: Iri, kind: FlowKind, decisions: list[Link], proposals: list[Link]) -> Party | None:
        if kind is FlowKind.GUARANTEE:
            return self.party(Role.GUARANTOR, self.links(thing, SG.guarantor))
        funds = self.links(thing, SG.drawsOn) or self.links(thing, SG.takenFrom)
        if funds:
            return self.holder(funds[0]) or self.party(Role.FUND, funds)
        decided = [link for one in decisions for link in self.links(one.thing, SG.decidedBy, steps=one.steps)]
        within = next(iter(self.links(thing, SG.withinAppropriation)), None)
        asked = self.links(thing, SG.proposedTo)
        asked += [link for one in proposals for link in self.links(one.thing, SG.proposedTo, steps=one.steps)]
        holder = self.holder(within) if within else None
        return self.party(Role.DECIDER, decided) or holder or self.party(Role.ASKED, asked)

    def receiver(self, thing: Iri, kind: FlowKind, purposes: list[Link]) -> Party | None:
        if kind is FlowKind.GUARANTEE:
            return self.party(Role.ENTERPRISE, self.links(thing, SG.guaranteeFor))
        named = (
            self.party(Role.PAID, self.links(thing, SG.paidTo))
            or self.party(Role.HOLDS, self.links(thing, SG.heldBy))
            or self.party(Role.REQUESTER, self.links(thing, SG.requestedBy))
            or self.party(Role.PURPOSE, purposes)
        )
        within = next(iter(self.links(thing, SG.withinAppropriation)), None)
        if named or not within:
            return named
        holder = self.holder(within)
        if holder:
            return Party(holder.things, Role.HOLDS, holder.steps)
        # A part of an amount does not go to that amount; money that is put into a fund does.
        is_fund = self.graph.values(thing, SG.moneyStatus) and not self.graph.values(within.thing, SG.amount)
        return self.party(Role.WHOLE, [within]) if is_fund else None

    def cases(self, thing: Iri, papers: tuple[Link, ...]) -> list[Link]:
        found = self.links(thing, SG.inCase)
        for paper in papers:
            found += self.links(paper.thing, SG.inCase, steps=paper.steps[:1])
        return list({link.thing: link for link in reversed(found)}.values())[::-1]

    def around(self, thing: Iri, kind: FlowKind, decisions: list[Link], proposals: list[Link]) -> Iterator[Iri]:
        """Go through those who have to do with a flow beside giver and receiver."""
        links = self.links(thing, SG.requestedBy, SG.proposedTo, SG.heldBy, SG.guaranteeFor, SG.guarantor)
        if kind is FlowKind.APPROPRIATION or kind is FlowKind.TRANSFER:
            links += [link for fund in self.links(thing, *_WHOLES) for link in self.links(fund.thing, SG.heldBy)]
        for one in decisions:
            links += self.links(one.thing, SG.decidedBy)
        for one in proposals:
            links += self.links(one.thing, SG.proposedBy, SG.proposedTo)
        yield from (link.thing for link in links)
