"""A comparison as dicts, lists and texts, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from styrgraf.namespaces import BASE
from styrgraf.reports.lineage import source_to_json
from styrgraf.store import Iri, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.conflicts import Conflict
    from styrgraf.diff import Diff, Difference, FlowState, Join, Statement
    from styrgraf.reports.diff_words import Teller
    from styrgraf.score import Count
    from styrgraf.store import Graph, Term

__all__ = ["diff_to_tree"]


def diff_to_tree(teller: Teller, found: Diff) -> dict[str, Any]:
    """Lay a comparison out for JSON.

    :param teller: what tells of the two states in words.
    :param found: what differs.
    :returns: what JSON can hold; amounts and numbers are texts, so that no program rounds them.
    """
    return _Tree(teller).diff(found)


class _Tree:
    def __init__(self, teller: Teller) -> None:
        self.teller = teller

    def diff(self, found: Diff) -> dict[str, Any]:
        effects = found.effects
        return {
            "old": self.teller.plain(found.old),
            "new": self.teller.plain(found.new),
            "differs": not found.is_empty,
            "facts": [self.fact(fact) for fact in found.facts],
            "documents": [
                {
                    "document": self.thing(change.document),
                    "event": change.event.value,
                    "passages": list(change.passages),
                    "value": self.term(change.value),
                }
                for change in found.documents
            ],
            "renamed": [
                {"thing": one.thing, "language": one.language or None, "old": list(one.old), "new": list(one.new)}
                for one in found.renamed
            ],
            "left_force": [self.statement(one, before=True) for one in found.left_force],
            "entered_force": [self.statement(one) for one in found.entered_force],
            "effects": {
                "holders": [
                    {
                        "post": self.thing(change.post),
                        "left": [self.thing(one, before=True) for one in change.left],
                        "came": [self.thing(one) for one in change.came],
                    }
                    for change in effects.holders
                ],
                "lineage": {
                    "joined": [self.join(join) for join in effects.joined],
                    "parted": [self.join(join, before=True) for join in effects.parted],
                    "cases": [self.thing(case) for case in effects.cases],
                },
                "money": {
                    "sums": [
                        {
                            "family": one.family.value,
                            "year": one.year or None,
                            "year_basis": one.basis.value if one.basis else None,
                            "status": self.thing(one.status) if one.status else None,
                            "currency": one.currency,
                            "before": None if one.before is None else f"{one.before:f}",
                            "after": None if one.after is None else f"{one.after:f}",
                        }
                        for one in effects.sums
                    ],
                    "flows": [
                        {
                            "flow": self.thing(one.flow, before=one.after is None),
                            "before": self.flow(one.before),
                            "after": self.flow(one.after),
                        }
                        for one in effects.flows
                    ],
                },
                "conflicts": [
                    {"before": self.conflict(one.before, before=True), "after": self.conflict(one.after)}
                    for one in effects.conflicts
                ],
                "derived": [self.statement(one) for one in effects.derived],
                "underived": [self.statement(one, before=True) for one in effects.underived],
                "score": [
                    {
                        "measure": one.measure,
                        "aspect": one.aspect,
                        "before": _count(one.before),
                        "after": _count(one.after),
                    }
                    for one in effects.shares
                ],
            },
        }

    def fact(self, fact: Difference) -> dict[str, Any]:
        return {
            "how": fact.how.value,
            "layer": fact.layer.value,
            "subject": self.thing(fact.subject, before=fact.new is None),
            "property": self.thing(fact.predicate),
            "old": self.term(fact.old, before=True),
            "new": self.term(fact.new),
            "left": self.sources(fact.left, before=True),
            "reached": self.sources(fact.reached),
            "kept": self.sources(fact.kept),
            "known": self.sources(fact.known),
        }

    def statement(self, one: Statement, *, before: bool = False) -> dict[str, Any]:
        return {
            "subject": self.thing(one.subject, before=before),
            "property": self.thing(one.predicate),
            "value": self.term(one.value, before=before),
            "sources": self.sources(one.sources, before=before),
        }

    def join(self, join: Join, *, before: bool = False) -> dict[str, Any]:
        return {
            "later": self.thing(join.later, before=before),
            "earlier": self.thing(join.earlier, before=before),
            "direct": join.direct,
            "part": join.part,
        }

    def flow(self, state: FlowState | None) -> dict[str, Any] | None:
        if state is None:
            return None
        return {
            "amounts": [f"{one:f}" for one in state.amounts],
            "currency": state.currency or None,
            "year": state.year or None,
            "status": self.thing(state.status) if state.status else None,
            "counted": state.counted,
        }

    def conflict(self, one: Conflict | None, *, before: bool = False) -> dict[str, Any] | None:
        if one is None:
            return None
        return {
            "kind": one.kind,
            "strength": one.strength.value,
            "about": self.thing(one.about, before=before),
            "property": self.thing(one.property, before=before),
            "values": [
                {"value": self.term(claim.value, before=before), "sources": self.sources(claim.sources, before=before)}
                for claim in one.values
            ],
        }

    def thing(self, thing: Iri, *, before: bool = False) -> dict[str, str]:
        # The identifier is as the other commands take it.
        return {"iri": thing, "id": thing.removeprefix(BASE), "label": self.teller.name(thing, before=before)}

    def term(self, value: Term | None, *, before: bool = False) -> dict[str, Any] | None:
        if value is None:
            return None
        if isinstance(value, Text):
            return {"value": value.value, "language": value.language or None, "datatype": value.datatype}
        return self.thing(value, before=before)

    def sources(self, graphs: Iterable[Iri], *, before: bool = False) -> list[dict[str, Any]]:
        graph = self.teller.old if before else self.teller.new
        return [self.source(graph, name) for name in graphs]

    def source(self, graph: Graph, name: Iri) -> dict[str, Any]:
        if not name:
            return {"graph": None}
        return {"graph": name, **source_to_json(graph, name, self.teller.language)}


def _count(count: Count) -> dict[str, int]:
    return {"having": count.having, "of": count.of}
