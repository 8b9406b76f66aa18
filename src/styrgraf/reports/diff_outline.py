"""The outline of a comparison: blocks of rows, before they are set as text or as tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.conflicts import read_kinds
from styrgraf.diff import Event, How, Layer
from styrgraf.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.conflicts import Conflict
    from styrgraf.diff import ConflictChange, Diff, Difference, DocumentChange, Join, Statement
    from styrgraf.reports.diff_words import Teller
    from styrgraf.store import Graph, Iri

__all__ = ["Block", "Outline", "Row", "outline_diff"]

_ENTERING, _LEAVING = "+", "−"
_SIGNS = {How.ADDED: _ENTERING, How.REMOVED: _LEAVING, How.CHANGED: "±", How.MOVED: "↷"}
_WHOLE = (Event.ADDED, Event.REMOVED)
_COMING = (Event.ADDED, Event.PASSAGES_ADDED, Event.NOT_RETRACTED, Event.NOT_SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Row:
    """One difference.

    :param sign: ``+``, ``−``, ``±`` or ``↷``.
    :param thing: what it is about.
    :param property: in what it differs; empty if that is said by the block.
    :param before: what was; empty for what is new.
    :param after: what is; empty for what is gone.
    :param source: the passages that state it; empty for an effect.
    :param about: IRI of the thing, by which rows stand together; empty where each stands alone.
    """

    sign: str
    thing: str
    property: str = ""
    before: str = ""
    after: str = ""
    source: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Differences of one kind.

    :param key: the kind, the same in every language.
    :param heading: its heading.
    :param rows: the differences.
    :param remarks: what is said after them.
    """

    key: str
    heading: str
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A comparison in outline.

    :param title: what is compared.
    :param summary: sentences that sum it up.
    :param blocks: the differences; none if nothing differs.
    """

    title: str
    summary: tuple[str, ...]
    blocks: tuple[Block, ...] = ()


def outline_diff(teller: Teller, found: Diff) -> Outline:
    """Tell a comparison in outline.

    :param teller: what tells of the two states in words.
    :param found: what differs.
    :returns: the outline; effects before what they rest on is told in full.
    """
    title = teller.say("title", old=teller.plain(found.old), new=teller.plain(found.new))
    if found.is_empty:
        return Outline(title, (teller.say("none"),))
    writer = _Writer(teller, found)
    blocks = (
        writer.block("documents", map(writer.document, found.documents)),
        writer.renamed(),
        writer.facts(Layer.CITY),
        writer.holders(),
        writer.lineage(),
        writer.money(),
        writer.block("conflicts", map(writer.conflict, found.effects.conflicts)),
        writer.statements("force", found.left_force, found.entered_force),
        writer.statements("derived", found.effects.underived, found.effects.derived),
        writer.score(),
        writer.facts(Layer.EVIDENCE),
        writer.facts(Layer.VOCABULARY),
    )
    return Outline(title, (*writer.counts(), writer.sum_up()), tuple(one for one in blocks if one.rows or one.remarks))


class _Writer:
    """Writes the blocks of one comparison."""

    def __init__(self, teller: Teller, found: Diff) -> None:
        self.teller = teller
        self.say = teller.say
        self.found = found
        self.effects = found.effects
        #: Documents and passages that came or went whole: their descriptions are not told one by one.
        self.whole = {change.document for change in found.documents if change.event in _WHOLE}
        self.whole |= {passage for change in found.documents for passage in change.passages}

    def block(self, key: str, rows: Iterable[Row], remarks: Iterable[str] = ()) -> Block:
        return Block(key, self.say(key), tuple(rows), tuple(remarks))

    # The summary

    def counts(self) -> list[str]:
        lines = []
        for layer in Layer:
            counted = Counter(fact.how for fact in self.found.facts if fact.layer is layer)
            if counted or layer is Layer.CITY:
                numbers = {how.value: counted[how] for how in How}
                lines.append(self.say("count", layer=self.say(layer), **numbers))
        return lines

    def sum_up(self) -> str:
        effects = self.effects
        conflicts = Counter(_side_of(change) for change in effects.conflicts)
        told = [
            self.say("count-holders", count=len(effects.holders)) if effects.holders else "",
            self.say("count-lineage", joined=len(effects.joined), parted=len(effects.parted))
            if effects.joined or effects.parted
            else "",
            self.say("count-money", sums=len(effects.sums), flows=len(effects.flows)) if effects.flows else "",
            self.say("count-conflicts", new=conflicts["new"], gone=conflicts["gone"], changed=conflicts["changed"])
            if conflicts
            else "",
            self.say("count-force", left=len(self.found.left_force), entered=len(self.found.entered_force))
            if self.found.left_force or self.found.entered_force
            else "",
            self.say("count-derived", added=len(effects.derived), removed=len(effects.underived))
            if effects.derived or effects.underived
            else "",
            self.say("count-score", count=len(effects.shares)) if effects.shares else "",
        ]
        told = [words for words in told if words]
        return self.say("effects", effects=", ".join(told)) if told else self.say("no-effects")

    # Documents, names and facts

    def document(self, change: DocumentChange) -> Row:
        gone = change.event in (Event.REMOVED, Event.PASSAGES_REMOVED)
        graph = self.teller.old if gone else self.teller.new
        name = self.teller.name(change.document, before=gone)
        places = ", ".join(self.place(graph, passage) for passage in _in_order(graph, change.passages))
        value = "" if change.value is None else self.teller.value(change.value)
        bare = change.event in _WHOLE and not change.passages
        key = f"{change.event}-bare" if bare else change.event
        words = self.say(key, count=len(change.passages), places=places, value=value)
        sign = _ENTERING if change.event in _COMING else _LEAVING
        return Row(sign, name, **{"before" if sign == _LEAVING else "after": words})

    def place(self, graph: Graph, passage: Iri) -> str:
        return self.teller.plain(place_of(graph.source(passage, self.teller.language), self.teller.language))

    def renamed(self) -> Block:
        rows = []
        for one in self.found.renamed:
            changes = [
                fact for fact in self.found.facts if fact.subject == one.thing and _language(fact) == one.language
            ]
            sources = dict.fromkeys(graph for fact in changes for graph in fact.reached)
            old, new = (", ".join(f"”{self.teller.plain(name)}”" for name in names) for names in (one.old, one.new))
            tag = one.language if one.language not in ("", self.teller.language) else ""
            rows.append(
                Row("±", self.teller.kinds(one.thing) or one.thing, tag, old, new, self.teller.sources(sources))
            )
        return self.block("renamed", rows)

    def facts(self, layer: Layer) -> Block:
        facts = [fact for fact in self.found.facts if fact.layer is layer]
        told = [
            fact
            for fact in facts
            if not (layer is Layer.EVIDENCE and self.is_told(fact)) and not fact.subject.startswith("_:")
        ]
        left_out = len(facts) - len(told)
        remark = "told-above" if layer is Layer.EVIDENCE else "nameless-left-out"
        rows = [self.fact(fact) for fact in told]
        return Block(
            layer.value,
            self.say(layer),
            tuple(sorted(rows, key=lambda row: (row.thing.casefold(), row.about))),
            (self.say(remark, count=left_out),) if left_out else (),
        )

    def is_told(self, fact: Difference) -> bool:
        document = fact.subject.partition("#")[0]
        return fact.subject in self.whole or document in self.whole

    def fact(self, fact: Difference) -> Row:
        teller = self.teller
        old = "" if fact.old is None else teller.value(fact.old, before=True)
        new = "" if fact.new is None else teller.value(fact.new)
        left, reached = teller.sources(fact.left, before=True), teller.sources(fact.reached)
        kept, known = teller.sources(fact.kept), teller.sources(fact.known)
        match fact.how:
            case How.ADDED:
                source = self.say("now-also", sources=reached) if known else reached
            case How.REMOVED:
                source = self.say("still", sources=left, kept=kept) if kept else left
            case How.MOVED:
                old = ""
                source = self.say("moved", reached=reached, left=left)
            case How.CHANGED:
                notes = [reached] + ([self.say("before-in", sources=left)] if left != reached else [])
                notes += [self.say("old-still", sources=kept)] if kept else []
                source = "; ".join(notes)
        name = teller.name(fact.subject, before=fact.how is How.REMOVED)
        if fact.layer is Layer.VOCABULARY:
            source = ""
        return Row(_SIGNS[fact.how], name, teller.name(fact.predicate), old, new, source, fact.subject)

    # Effects

    def holders(self) -> Block:
        rows = []
        for change in self.effects.holders:
            before = self.teller.names(change.left, before=True) if change.left else ""
            after = self.teller.names(change.came) if change.came else ""
            sign = "±" if before and after else _LEAVING if before else _ENTERING
            rows.append(Row(sign, self.teller.post(change.post), "", before, after))
        return self.block("holders", rows)

    def lineage(self) -> Block:
        rows = [self.join(join, came=False) for join in self.effects.parted]
        rows += [self.join(join, came=True) for join in self.effects.joined]
        cases = self.teller.names(self.effects.cases, before=not self.effects.joined)
        rows.sort(key=lambda row: row.about)
        return self.block("lineage", rows, [self.say("cases", cases=cases)] if self.effects.cases else [])

    def join(self, join: Join, *, came: bool) -> Row:
        earlier = self.teller.name(join.earlier, before=not came)
        words = self.say("belongs-to" if join.part else "came-of" if join.direct else "came-of-through")
        name = self.teller.name(join.later, before=not came)
        sides = ("", earlier) if came else (earlier, "")
        return Row(_ENTERING if came else _LEAVING, name, words, *sides, about=join.later)

    def money(self) -> Block:
        teller = self.teller
        rows = [
            Row(
                _sign(one.before, one.after),
                teller.sum_name(one),
                "",
                teller.total(one.before, one.currency),
                teller.total(one.after, one.currency),
            )
            for one in self.effects.sums
        ]
        rows += [
            Row(
                _sign(one.before, one.after),
                teller.name(one.flow, before=one.after is None),
                "",
                teller.flow(one.before),
                teller.flow(one.after),
            )
            for one in self.effects.flows
        ]
        return self.block("money", rows)

    def conflict(self, change: ConflictChange) -> Row:
        side = _side_of(change)
        one, graph = (change.after, self.teller.new) if change.after else (change.before, self.teller.old)
        assert one is not None  # a change has a side
        kinds = {kind.name: kind for kind in read_kinds(graph.layout)}
        property_name = self.teller.name(one.property, before=side == "gone")
        title = kinds[one.kind].titles[self.teller.language].replace("{property}", property_name)
        name = self.teller.name(one.about, before=side == "gone")
        before, after = self.claims(change.before), self.claims(change.after)
        sources = self.conflict_sources(one, before=side == "gone")
        sign = {"new": _ENTERING, "gone": _LEAVING, "changed": "±"}[side]
        return Row(sign, name, self.teller.plain(title), before, after, sources)

    def claims(self, conflict: Conflict | None) -> str:
        if conflict is None:
            return ""
        if conflict.total is None:
            return " ≠ ".join(dict.fromkeys(self.teller.claim(claim) for claim in conflict.values))
        held = [claim for claim in conflict.values if claim.node == conflict.about]
        total = self.teller.number(f"{conflict.total:f}", conflict.values[0].unit)
        return f"{' / '.join(map(self.teller.claim, held))} < {total}"

    def conflict_sources(self, conflict: Conflict, *, before: bool) -> str:
        return self.teller.sources((graph for claim in conflict.values for graph in claim.sources), before=before)

    def statements(self, key: str, lost: tuple[Statement, ...], won: tuple[Statement, ...]) -> Block:
        """Tell what no longer holds, then what holds now."""
        rows = []
        for before, found in ((True, lost), (False, won)):
            for one in found:
                value = self.teller.value(one.value, before=before)
                name, label = self.teller.name(one.subject, before=before), self.teller.name(one.predicate)
                source = self.teller.sources(one.sources, before=before)
                sides = (value, "") if before else ("", value)
                rows.append(Row(_LEAVING if before else _ENTERING, name, label, *sides, source, one.subject))
        return self.block(key, sorted(rows, key=lambda row: (row.about, row.sign)))

    def score(self) -> Block:
        teller = self.teller
        rows = [
            Row("±", teller.measure(one), "", teller.share(one.before), teller.share(one.after))
            for one in self.effects.shares
        ]
        return self.block("score", rows)


def _sign(before: object, after: object) -> str:
    if before is None:
        return _ENTERING
    return _LEAVING if after is None else "±"


def _side_of(change: ConflictChange) -> str:
    if change.before is None:
        return "new"
    return "gone" if change.after is None else "changed"


def _language(fact: Difference) -> str | None:
    value = fact.new if fact.new is not None else fact.old
    return getattr(value, "language", None)


def _in_order(graph: Graph, passages: Iterable[Iri]) -> list[Iri]:
    return sorted(passages, key=lambda passage: (graph.source(passage).position or 0, passage))
