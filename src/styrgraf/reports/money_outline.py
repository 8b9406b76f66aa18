"""Flows of money in outline: each flow with where from and where to, the sums, what is doubtful, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.money.records import FlowKind, Role, YearBasis
from styrgraf.money.sums import split_by_kind
from styrgraf.money.words import WORDS
from styrgraf.namespaces import PREFIXES
from styrgraf.phrases import amount, phrase
from styrgraf.reports.citations import outline_sources
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.reports.teller import Teller
from styrgraf.store import Iri, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.money.records import Flow, Link, Money, Party, Sum
    from styrgraf.store import Graph

__all__ = ["MoneyTeller"]

_NUMBER = f"{PREFIXES['dcterms']}identifier"


class MoneyTeller(Teller):
    """Tells of money in words; keeps its citations.

    :param graph: the graph that the flows were found in.
    :param money: the flows and their sums.
    :param language: ``sv`` or ``en``.
    """

    def __init__(self, graph: Graph, money: Money, language: str) -> None:
        super().__init__(graph, language, WORDS)
        self.money = money

    def name(self, thing: Iri) -> str:
        """Name a thing on one line, with its number if it has one.

        :param thing: its IRI.
        :returns: its name.
        """
        label = super().name(thing)
        case = next((str(value) for value in self.graph.values(thing, _NUMBER)), "")
        return label if case in label else f"{case} {label}"

    def names(self, things: Iterable[Iri]) -> str:
        """Name things, with commas between them.

        :param things: their IRIs.
        :returns: their names; empty for none.
        """
        return ", ".join(map(self.name, things))

    def status(self, status: Iri | None) -> str:
        """Name a status of money.

        :param status: its IRI; None where no source tells it.
        :returns: its name, or that it is unknown.
        """
        return self.name(status) if status else self.say("unknown-status")

    def title(self) -> str:
        """Give the title of the report.

        :returns: what the money is of: a year, a body, or everything.
        """
        body = self.say("of-body", body=self.name(self.money.body)) if self.money.body else ""
        year = f"{self.money.year}" if self.money.year is not None else ""
        return " ".join(part for part in (self.say("title"), year, body) if part)

    def tell(self) -> Report:
        """Tell everything.

        :returns: the outline of the report.
        """
        flows = self.money.flows
        known = sum(flow.amount is not None for flow in flows)
        lines = [Line(self.say("count", count=len(flows), known=known)), Line(self.say("rules"))]
        if not flows:
            lines = [Line(self.say("nothing"))]
        sections = [self._sums("by-status", self.money.by_status), self._excesses(), self._doubts()]
        sections += [self._flows(kind) for kind in FlowKind]
        sums = {"year": self.money.by_year, "giver": self.money.by_giver, "receiver": self.money.by_receiver}
        sections += [self._sums(f"by-{key}", found) for key, found in sums.items()]
        sections.append(outline_sources(self.citations))
        told = tuple(section for section in sections if section.items or section.remarks)
        return Report(self.title(), tuple(lines), told)

    def _flows(self, kind: FlowKind) -> Section:
        items = tuple(self._flow(flow) for flow in self.money.flows if flow.kind is kind)
        return Section(kind.value, self.say(kind).upper(), items)

    def _flow(self, flow: Flow) -> Item:
        cited = (*flow.evidence, *flow.status_sources, *(graph for step in flow.year_steps for graph in step))
        note = f"{self.status(flow.status)}, {self.say(flow.year_basis, year=flow.year)}"
        mark = self._mark([flow.evidence, flow.status_sources])
        return Item(
            self._amount_of(flow),
            self.name(flow.iri),
            tuple(self._lines(flow)),
            f"{note}, {mark}" if mark else note,
            self.citations.cite(cited),
            about=flow.iri,
        )

    def _amount_of(self, flow: Flow) -> str:
        if flow.amount is None:
            amounts = ", ".join(amount(value, flow.currency or "?", self.language) for value in flow.amounts)
            return self.say("differ", amounts=amounts) if flow.amounts else self.say("unstated")
        about = f"{phrase('approximately', self.language)} " if flow.approximate else ""
        return f"{about}{amount(flow.amount, flow.currency, self.language)}"

    def _lines(self, flow: Flow) -> list[Line]:
        lines = [self._party(flow, flow.giver, "no-giver"), self._party(flow, flow.receiver, "no-receiver")]
        if flow.fund and not (flow.giver and flow.fund.thing in flow.giver.things):
            lines.append(self._link("out-of", flow.fund))
        purposes = () if flow.receiver and flow.receiver.role is Role.PURPOSE else flow.purposes
        for key, links in (("for-purpose", purposes), ("in-case", flow.cases), ("by-decision", flow.decisions)):
            lines += [self._link(key, link) for link in links]
        lines += [self._link("with-outcome" if link.outcome else "in-proposal", link) for link in flow.proposals]
        if flow.concerned:
            lines.append(Line(self.say("concerned", things=self.names(flow.concerned))))
        if flow.earlier:
            lines.append(Line(self.say("earlier", things=self.names(flow.earlier))))
        if len(flow.documents) > 1 and flow.amount is not None:
            lines.append(Line(self.say("corroborated", count=len(flow.documents))))
        if flow.uncounted:
            whole = self.name(flow.counted_in) if flow.counted_in else ""
            lines.append(Line(self.say(flow.uncounted, whole=whole)))
        return lines

    def _party(self, flow: Flow, party: Party | None, missing: str) -> Line:
        if party is None:
            return Line(self.say(missing))
        fund = self.name(flow.fund.thing) if flow.fund else ""
        return self._statement(self.say(party.role, things=self.names(party.things), fund=fund), party.steps)

    def _link(self, key: str, link: Link) -> Line:
        outcome = self.name(link.outcome) if link.outcome else ""
        return self._statement(self.say(key, thing=self.name(link.thing), outcome=outcome), link.steps)

    def _statement(self, words: str, steps: Iterable[tuple[Iri, ...]]) -> Line:
        steps = list(steps)
        return Line(words, self.citations.cite(graph for step in steps for graph in step), self._mark(steps))

    def _mark(self, steps: Iterable[tuple[Iri, ...]]) -> str:
        """Say on what authority facts that only hold together stand."""
        first = [step[0] for step in steps if step]
        if len(first) > 1 and Kind.READING in {self.graph.source(graph).kind for graph in first}:
            return self.citations.mark_all(tuple(first))
        marks = dict.fromkeys(self.citations.mark((graph,)) for graph in first)
        return ", ".join(mark for mark in marks if mark)

    def _sums(self, key: str, sums: Iterable[Sum]) -> Section:
        return Section(key, self.say(key).upper(), tuple(self._sum(key, one) for one in sums))

    def _sum(self, key: str, one: Sum) -> Item:
        status = self.status(one.status)
        about = self.names(one.things) or self.say("unknown-party")
        if key == "by-year" and one.year_basis:
            about = self.say(one.year_basis, year=one.year)
        total = self.say("unstated") if one.total is None else amount(one.total, one.currency, self.language)
        title = status if key == "by-status" else f"{about}: {status}"
        count = len(one.flows) or self.say("flows", count=len(one.unstated))
        lines = [Line(text) for text in self._of_which(one)] if key == "by-status" else []
        return Item(total, title, tuple(lines), f"{self.say(one.family)}: {count}")

    def _of_which(self, one: Sum) -> list[str]:
        totals = split_by_kind(one, self.money.flows)
        told = {kind: amount(total, one.currency, self.language) for kind, total in totals.items()}
        return [
            self.say("of-which", kind=self.say(kind), amount=words) for kind, words in told.items() if len(told) > 1
        ]

    def _excesses(self) -> Section:
        items = []
        for excess in self.money.excesses:
            amounts = {"asked": excess.asked, "aside": excess.set_aside, "above": excess.above}
            told = {key: amount(value, excess.currency, self.language) for key, value in amounts.items()}
            about = " ".join(part for part in (self.name(excess.about), excess.year) if part)
            lines = tuple(Line(self.name(iri)) for iri in (*excess.set_aside_flows, *excess.asked_flows))
            cited = self.citations.cite(excess.evidence)
            items.append(Item("•", self.say("excess", about=about, **told), lines, citations=cited))
        remarks = (Line(self.say("not-granted")),) if items else ()
        return Section("excesses", self.say("excesses").upper(), tuple(items), remarks)

    def _doubts(self) -> Section:
        told = [self.say("overlap", things=self.names(group)) for group in self.money.overlaps]
        stretched = sum(flow.year_basis in (YearBasis.DOCUMENT, YearBasis.DECISION) for flow in self.money.flows)
        told += [self.say("stretched", count=stretched)] if stretched else []
        undated = self.money.undated
        told += [self.say("undated", count=len(undated), things=self.names(undated))] if undated else []
        return Section("doubts", self.say("doubts").upper(), tuple(Item("•", words) for words in told))
