"""Flows of money as a report: text, CSV, JSON, a Sankey drawing in SVG, and a page with that drawing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markupsafe import Markup

from styrgraf.exports.tables import guard_formula, write_rows
from styrgraf.money.records import FlowKind, Role, YearBasis
from styrgraf.money.sankey import Bar, Column, panels
from styrgraf.money.statuses import STATUSES, rank
from styrgraf.money.sums import split_by_kind
from styrgraf.money.tables import COLUMNS, money_to_rows, money_to_tree
from styrgraf.money.words import say
from styrgraf.namespaces import PREFIXES
from styrgraf.phrases import amount, check_language, phrase
from styrgraf.reports.citations import Citations
from styrgraf.reports.drawing.cards import number, text
from styrgraf.reports.drawing.style import DARK, FONT, LIGHT
from styrgraf.reports.drawing.words import clean, wrap
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import set_markdown, set_text
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.reports.pages import page_template
from styrgraf.reports.story import outline_sources
from styrgraf.store import Iri, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from styrgraf.money.records import Flow, Link, Money, Party, Sum
    from styrgraf.money.sankey import Band
    from styrgraf.store import Graph

__all__ = ["FORMATS", "render_money"]

_NUMBER = f"{PREFIXES['dcterms']}identifier"
_MARGIN, _LABEL, _BAR, _WIDE, _SIZE = 24.0, 270.0, 14.0, 1040.0, 12.0
_LEFTS = (_MARGIN + _LABEL, (_WIDE - _BAR) / 2, _WIDE - _MARGIN - _LABEL - _BAR)
#: Of each status, in order, and of what has none: colour in light and dark, and the lines of its pattern.
_LOOKS = (
    ("#a8457f", "#e08fbd", "M3 4h2M7 0h2M7 8h2"),
    ("#a86f00", "#eab13a", "M0 8L8 0M-2 2L2 -2M6 10L10 6"),
    ("#0072b2", "#56b4e9", "M0 2H8M0 6H8"),
    ("#00805e", "#2bc49a", "M0 0H8V8H0Z"),
    ("#3b3d57", "#a9acd6", "M0 0L8 8M8 0L0 8"),
    ("#6a6e75", "#979ea7", "M4 0V8"),
)


def render_money(graph: Graph, money: Money, form: str = "text", language: str = "sv") -> str:
    """Write a report of flows of money.

    :param graph: the graph that they were found in.
    :param money: the flows and their sums.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "money")
    check_language(language)
    return render(graph, money, language)


# The outline, of which text, Markdown and the page are made


class _Teller:
    """Tells of money in words; keeps its citations."""

    def __init__(self, graph: Graph, money: Money, language: str) -> None:
        self.graph = graph
        self.money = money
        self.language = language
        self.citations = Citations(graph, language)

    def say(self, key: str, **parts: object) -> str:
        return say(key, self.language, **parts)

    def name(self, thing: Iri) -> str:
        label = " ".join(clean(self.graph.label(thing, self.language)).split())
        case = next((str(value) for value in self.graph.values(thing, _NUMBER)), "")
        return label if case in label else f"{case} {label}"

    def names(self, things: Iterable[Iri]) -> str:
        return ", ".join(map(self.name, things))

    def status(self, status: Iri | None) -> str:
        return self.name(status) if status else self.say("unknown-status")

    def title(self) -> str:
        body = self.say("of-body", body=self.name(self.money.body)) if self.money.body else ""
        year = f"{self.money.year}" if self.money.year is not None else ""
        return " ".join(part for part in (self.say("title"), year, body) if part)

    def tell(self) -> Report:
        flows = self.money.flows
        known = sum(flow.amount is not None for flow in flows)
        lines = [Line(self.say("count", count=len(flows), known=known)), Line(self.say("rules"))]
        if not flows:
            lines = [Line(self.say("nothing"))]
        sections = [self.sums("by-status", self.money.by_status), self.excesses(), self.doubts()]
        sections += [self.flows(kind) for kind in FlowKind]
        sums = {"year": self.money.by_year, "giver": self.money.by_giver, "receiver": self.money.by_receiver}
        sections += [self.sums(f"by-{key}", found) for key, found in sums.items()]
        sections.append(outline_sources(self.citations))
        told = tuple(section for section in sections if section.items or section.remarks)
        return Report(self.title(), tuple(lines), told)

    def flows(self, kind: FlowKind) -> Section:
        items = tuple(self.flow(flow) for flow in self.money.flows if flow.kind is kind)
        return Section(kind.value, self.say(kind).upper(), items)

    def flow(self, flow: Flow) -> Item:
        cited = (*flow.evidence, *flow.status_sources, *(graph for step in flow.year_steps for graph in step))
        note = f"{self.status(flow.status)}, {self.say(flow.year_basis, year=flow.year)}"
        mark = self.mark([flow.evidence, flow.status_sources])
        return Item(
            self.amount_of(flow),
            self.name(flow.iri),
            tuple(self.lines(flow)),
            f"{note}, {mark}" if mark else note,
            self.citations.cite(cited),
            about=flow.iri,
        )

    def amount_of(self, flow: Flow) -> str:
        if flow.amount is None:
            amounts = ", ".join(amount(value, flow.currency or "?", self.language) for value in flow.amounts)
            return self.say("differ", amounts=amounts) if flow.amounts else self.say("unstated")
        about = f"{phrase('approximately', self.language)} " if flow.approximate else ""
        return f"{about}{amount(flow.amount, flow.currency, self.language)}"

    def lines(self, flow: Flow) -> list[Line]:
        lines = [self.party(flow, flow.giver, "no-giver"), self.party(flow, flow.receiver, "no-receiver")]
        if flow.fund and not (flow.giver and flow.fund.thing in flow.giver.things):
            lines.append(self.link("out-of", flow.fund))
        purposes = () if flow.receiver and flow.receiver.role is Role.PURPOSE else flow.purposes
        for key, links in (("for-purpose", purposes), ("in-case", flow.cases), ("by-decision", flow.decisions)):
            lines += [self.link(key, link) for link in links]
        lines += [self.link("with-outcome" if link.outcome else "in-proposal", link) for link in flow.proposals]
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

    def party(self, flow: Flow, party: Party | None, missing: str) -> Line:
        if party is None:
            return Line(self.say(missing))
        fund = self.name(flow.fund.thing) if flow.fund else ""
        return self.statement(self.say(party.role, things=self.names(party.things), fund=fund), party.steps)

    def link(self, key: str, link: Link) -> Line:
        outcome = self.name(link.outcome) if link.outcome else ""
        return self.statement(self.say(key, thing=self.name(link.thing), outcome=outcome), link.steps)

    def statement(self, words: str, steps: Iterable[tuple[Iri, ...]]) -> Line:
        steps = list(steps)
        return Line(words, self.citations.cite(graph for step in steps for graph in step), self.mark(steps))

    def mark(self, steps: Iterable[tuple[Iri, ...]]) -> str:
        """Say on what authority facts that only hold together stand."""
        first = [step[0] for step in steps if step]
        if len(first) > 1 and Kind.READING in {self.graph.source(graph).kind for graph in first}:
            return self.citations.mark_all(tuple(first))
        marks = dict.fromkeys(self.citations.mark((graph,)) for graph in first)
        return ", ".join(mark for mark in marks if mark)

    def sums(self, key: str, sums: Iterable[Sum]) -> Section:
        return Section(key, self.say(key).upper(), tuple(self.sum(key, one) for one in sums))

    def sum(self, key: str, one: Sum) -> Item:
        status = self.status(one.status)
        about = self.names(one.things) or self.say("unknown-party")
        if key == "by-year" and one.year_basis:
            about = self.say(one.year_basis, year=one.year)
        total = self.say("unstated") if one.total is None else amount(one.total, one.currency, self.language)
        title = status if key == "by-status" else f"{about}: {status}"
        count = len(one.flows) or self.say("flows", count=len(one.unstated))
        lines = [Line(text) for text in self.of_which(one)] if key == "by-status" else []
        return Item(total, title, tuple(lines), f"{self.say(one.family)}: {count}")

    def of_which(self, one: Sum) -> list[str]:
        totals = split_by_kind(one, self.money.flows)
        told = {kind: amount(total, one.currency, self.language) for kind, total in totals.items()}
        return [
            self.say("of-which", kind=self.say(kind), amount=words) for kind, words in told.items() if len(told) > 1
        ]

    def excesses(self) -> Section:
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

    def doubts(self) -> Section:
        told = [self.say("overlap", things=self.names(group)) for group in self.money.overlaps]
        stretched = sum(flow.year_basis in (YearBasis.DOCUMENT, YearBasis.DECISION) for flow in self.money.flows)
        told += [self.say("stretched", count=stretched)] if stretched else []
        undated = self.money.undated
        told += [self.say("undated", count=len(undated), things=self.names(undated))] if undated else []
        return Section("doubts", self.say("doubts").upper(), tuple(Item("•", words) for words in told))


# CSV and JSON


def _render_csv(graph: Graph, money: Money, language: str) -> str:
    rows = money_to_rows(graph, money, language)
    return write_rows([COLUMNS, *([guard_formula(row[column]) for column in COLUMNS] for row in rows)])


def _render_json(graph: Graph, money: Money, language: str) -> str:
    return json.dumps(money_to_tree(graph, money, language), ensure_ascii=False, indent=2) + "\n"


# The drawing


class _Drawing:
    """Draws the Sankey panels of the sums, one below the other."""

    def __init__(self, graph: Graph, money: Money, language: str) -> None:
        self.teller = _Teller(graph, money, language)
        self.money = money
        self.language = language
        self.told: list[str] = []

    def draw(self) -> str:
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "sgm", "role": "img"})
        root.set("aria-labelledby", "sgm-title sgm-description")
        ET.SubElement(root, "title", {"id": "sgm-title"}).text = clean(self.teller.title())
        description = ET.SubElement(root, "desc", {"id": "sgm-description"})
        ET.SubElement(root, "style").text = _style_sheet()
        patterns = ET.SubElement(root, "defs")
        for place, (_, _, lines) in enumerate(_LOOKS):
            size = {"width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
            pattern = ET.SubElement(patterns, "pattern", {"id": f"sgm-{place}", **size})
            ET.SubElement(pattern, "rect", {"class": f"ground s{place}", "width": "8", "height": "8"})
            ET.SubElement(pattern, "path", {"class": f"lines s{place}", "d": lines})
        paper = ET.SubElement(root, "rect", {"class": "paper"})
        text(root, _MARGIN, 34, self.teller.title(), "title")
        y = 52.0
        left_out = sum(flow.uncounted is not None for flow in self.money.flows)
        for panel in panels(self.money, self.room):
            text(root, _MARGIN, y + 16, self.teller.say(panel.family).upper(), "heading")
            for column, key in zip(Column, ("column-giver", "column-status", "column-receiver"), strict=True):
                self.label(root, column, y + 40, [(self.teller.say(key), "quiet")])
            inner = ET.SubElement(root, "g", {"transform": f"translate(0 {number(y + 56)})"})
            for band in panel.bands:
                self.band(inner, band)
            for bar in panel.bars:
                self.bar(inner, bar)
            y += panel.height + 92
        for line in wrap(self.teller.say("drawn", count=left_out), _WIDE - 2 * _MARGIN, _SIZE, 9):
            y += 16
            text(root, _MARGIN, y, line, "quiet")
        description.text = clean(" ".join([*self.told, self.teller.say("drawn", count=left_out)]))
        size = {"width": number(_WIDE), "height": number(y + _MARGIN)}
        root.attrib.update({**size, "viewBox": f"0 0 {size['width']} {size['height']}"})
        paper.attrib.update(size)
        return ET.tostring(root, encoding="unicode") + "\n"

    def name_of(self, one: Sum | Bar) -> str:
        return self.teller.names(one.things) or self.teller.say("unknown-party")

    def words(self, bar: Bar) -> list[tuple[str, str]]:
        """Write what stands beside a bar: its name, and each status with an amount of its own."""
        if bar.column is Column.STATUS:
            total = sum(one.total for one in bar.sums if one.total)
            told = amount(total, bar.sums[0].currency, self.language) if total else ""
            return [(self.teller.status(bar.status), "name"), (told, "")]
        rows = [(row, "name") for row in wrap(self.name_of(bar), _LABEL - 12, _SIZE, 3, bold=True)]
        for one in bar.sums:
            told = (
                f"{amount(one.total, one.currency, self.language)} {self.teller.status(one.status)}"
                if one.total
                else ""
            )
            rows += [(row, "") for row in wrap(told, _LABEL - 12, _SIZE, 2)]
        return rows

    def room(self, bar: Bar) -> float:
        return 16.0 * len(self.words(bar)) + (6 if bar.column is Column.STATUS else 0)

    def bar(self, parent: ET.Element, bar: Bar) -> None:
        box = {"x": number(_LEFTS[bar.column]), "width": number(_BAR)}
        if bar.column is Column.STATUS:
            look = f"piece s{min(rank(bar.status), len(STATUSES))}"
            ET.SubElement(parent, "rect", {"class": look, **box, "y": number(bar.y), "height": number(bar.height)})
        words = self.words(bar)
        middle = bar.top if bar.column is Column.STATUS else bar.y + bar.height / 2 - 8 * len(words)
        self.label(parent, bar.column, middle + 12, words)

    def label(self, parent: ET.Element, column: Column, y: float, rows: list[tuple[str, str]]) -> None:
        x = (_LEFTS[0] - 8, _WIDE / 2, _LEFTS[2] + _BAR + 8)[column]
        for row, style in rows:
            words = text(parent, x, y, row, style)
            words.set("text-anchor", ("end", "middle", "start")[column])
            y += 16

    def band(self, parent: ET.Element, band: Band) -> None:
        one, place = band.amount, min(rank(band.amount.status), len(STATUSES))
        ends = [self.name_of(one), self.teller.status(one.status)]
        told = amount(one.total, one.currency, self.language) if one.total else ""
        hint = f"{' → '.join(ends if band.outgoing else reversed(ends))}: {told}."
        self.told.append(hint)
        group = ET.SubElement(parent, "g", {"class": "band"})
        ET.SubElement(group, "title").text = clean(hint)
        left = _LEFTS[0 if band.outgoing else 1] + _BAR
        right = _LEFTS[1 if band.outgoing else 2]
        look = {"class": f"edge s{place}", "fill": f"url(#sgm-{place})"}
        ET.SubElement(group, "path", {**look, "d": band.outline(left, right)})
        # The end at a giver or receiver is a piece of its bar.
        x, y = (_LEFTS[0], band.start) if band.outgoing else (_LEFTS[2], band.end)
        box = {"x": number(x), "y": number(y), "width": number(_BAR), "height": number(band.height)}
        ET.SubElement(group, "rect", {"class": f"piece s{place}", **box})


def _style_sheet() -> str:
    def colours(dark: bool) -> str:
        ground = DARK if dark else LIGHT
        rules = [f".sgm {{ color: {ground.ink}; --halo: {ground.paper}; }}", f".sgm .paper {{ fill: {ground.paper}; }}"]
        rules.append(f".sgm .quiet {{ fill: {ground.quiet}; }}")
        rules += [f".sgm .s{place} {{ --look: {look[dark]}; }}" for place, look in enumerate(_LOOKS)]
        return "\n".join(rules)

    form = f"""
.sgm text {{ font: {number(_SIZE)}px {FONT}; fill: currentColor; }}
.sgm text {{ paint-order: stroke; stroke: var(--halo); stroke-width: 3px; stroke-linejoin: round; }}
.sgm .name, .sgm .heading {{ font-weight: 600; }}
.sgm .title {{ font-size: 18px; font-weight: 600; }}
"""
    shape = """
.sgm .ground { fill: var(--look); fill-opacity: 0.22; }
.sgm .lines { fill: none; stroke: var(--look); stroke-width: 1.3; stroke-opacity: 0.8; }
.sgm .lines.s3 { fill: var(--look); fill-opacity: 0.45; stroke: none; }
.sgm .piece { fill: var(--look); }
.sgm .edge { stroke: var(--look); stroke-width: 0.7; }
"""
    dark = colours(dark=True)
    return f"{form}{colours(dark=False)}{shape}@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


# The page


def _render_html(graph: Graph, money: Money, language: str) -> str:
    return page_template("money.html").render(
        language=language,
        report=_Teller(graph, money, language).tell(),
        drawing=Markup(_Drawing(graph, money, language).draw()) if money.flows else "",  # ElementTree escaped its text
        drawing_width=_WIDE,
        say=lambda key: say(key, language),
        tables={*FlowKind, "by-status", "by-year", "by-giver", "by-receiver"},
    )


#: Formats by name.
FORMATS: Mapping[str, Callable[[Graph, Money, str], str]] = {
    "text": lambda graph, money, language: set_text(_Teller(graph, money, language).tell()),
    "markdown": lambda graph, money, language: set_markdown(_Teller(graph, money, language).tell()),
    "csv": _render_csv,
    "json": _render_json,
    "svg": lambda graph, money, language: _Drawing(graph, money, language).draw(),
    "html": _render_html,
}
