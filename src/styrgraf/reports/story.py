"""The lineage report in outline: the story, the money, the expected path, what is derived, the gaps, the sources."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from styrgraf.lineage.money import sum_money
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.phrases import amount, date, phrase
from styrgraf.reports.citations import Citations, outline_sources
from styrgraf.reports.course import outline_course
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.store import Graph, Iri, Kind, Text

if TYPE_CHECKING:
    from styrgraf.lineage.records import Context, Edge, Lineage, Money

__all__ = ["outline_lineage"]

# What tells of a day is imported only where a day is asked: few ask, and every report waits for what it imports.
# ruff: noqa: PLC0415

_XSD_DATES = tuple(f"{PREFIXES['xsd']}{name}" for name in ("date", "gYearMonth", "gYear"))
# Told elsewhere in the report: amounts under money, statuses beside the name, the title at the head.
_TOLD_ELSEWHERE = frozenset(
    {
        SG.amount,
        SG.currency,
        SG.moneyStatus,
        SG.knownByReference,
        SG.ordinal,
        SG.fileName,
        f"{PREFIXES['dcterms']}title",
        f"{PREFIXES['dcterms']}identifier",
    }
)


def outline_lineage(graph: Graph, lineage: Lineage) -> Report:
    """Tell the lineage of a thing.

    :param graph: the graph.
    :param lineage: the lineage.
    :returns: the outline of the report, in the language of the lineage.
    """
    return _Storyteller(graph, lineage).tell()


class _Storyteller:
    """Tells one lineage; keeps its citations."""

    def __init__(self, graph: Graph, lineage: Lineage) -> None:
        self.graph = graph
        self.lineage = lineage
        self.language = lineage.language
        self.citations = Citations(graph, lineage.language)
        self.documents = [node for node in lineage.nodes if SG.Document in graph.types(node.id)]
        self.context: dict[Iri, list[Context]] = defaultdict(list)
        for fact in lineage.context:
            self.context[fact.about].append(fact)
        self.edges: dict[Iri, list[Edge]] = defaultdict(list)
        for edge in lineage.edges:
            self.edges[edge.later].append(edge)
        self.names: dict[Iri, str] = {}

    def say(self, key: str, **parts: object) -> str:
        return phrase(key, self.language, **parts)

    def name(self, thing: Iri | Text) -> str:
        if not isinstance(thing, Iri):
            return date(thing.value, self.language) if thing.datatype in _XSD_DATES else thing.value
        if thing not in self.names:
            label = self.graph.label(thing, self.language)
            number = self.first(thing, f"{PREFIXES['dcterms']}identifier")
            self.names[thing] = label if number is None or str(number) in label else f"{number} {label}"
        return self.names[thing]

    def tell(self) -> Report:
        lineage = self.lineage
        title, cited, lines = self.head()
        if lineage.as_of:
            from styrgraf.reports.as_of import is_absent

            if is_absent(lineage):
                return Report(title, tuple(lines), (), cited)
        sections = [self.story(), self.papers(), self.money(), self.path(), self.derived(), self.gaps()]
        sections.append(outline_sources(self.citations))
        told = tuple(section for section in sections if section.items or section.remarks)
        if not lineage.edges and not any(section.key == "story" for section in told):
            lines.append(Line(self.say("no-lineage")))
        return Report(title, tuple(lines), told, cited)

    def head(self) -> tuple[str, tuple[int, ...], list[Line]]:
        focus = next(node for node in self.lineage.nodes if node.id == self.lineage.focus)
        number = self.first(focus.id, f"{PREFIXES['dcterms']}identifier")
        named = f"{PREFIXES['dcterms']}title"
        title = self.first(focus.id, named)
        lines = [Line(", ".join(part for part in (focus.type, focus.status, self.sure(focus.certainty)) if part))]
        cited = self.citations.cite(self.graph.evidence(focus.id, named, title)) if title else ()
        if self.lineage.as_of:
            from styrgraf.reports.as_of import day_lines

            lines += [Line(line) for line in day_lines(self.lineage)]
        lines += [*self.edge_lines(focus.id), *self.facts(focus.id)]
        if self.lineage.hinges:
            lines.append(Line(self.say("hinge", things=", ".join(map(self.name, self.lineage.hinges)))))
        heading = [str(part) for part in (number, title or focus.label) if part]
        return " ".join(dict.fromkeys(heading)), cited, lines

    def first(self, thing: Iri, predicate: str) -> Iri | Text | None:
        return next(iter(self.graph.values(thing, predicate)), None)

    # The story

    def story(self) -> Section:
        items = []
        for node in self.lineage.nodes:
            agent = not self.on_path(node.id)
            if agent or node.id == self.lineage.focus or node in self.documents:
                continue
            lines = (*self.edge_lines(node.id), *self.facts(node.id))
            when = date(node.date, self.language) if node.date else self.say("undated")
            note = ", ".join(part for part in dict.fromkeys((when, node.status, self.sure(node.certainty))) if part)
            title = f"{node.type[:1].upper()}{node.type[1:]}: {node.label}"
            items.append(Item("•", title, lines, note, about=node.id))
        return Section("story", self.say("story"), tuple(items))

    def on_path(self, thing: Iri) -> bool:
        return thing in self.context or thing in self.edges

    def edge_lines(self, thing: Iri) -> list[Line]:
        lines = []
        for edge in self.edges.get(thing, ()):
            label = self.graph.label(edge.property, self.language)
            line = self.statement(f"{label}: {self.name(edge.earlier)}", edge.evidence)
            mark = ", ".join(part for part in (line.mark, self.sure(edge.certainty)) if part)
            lines.append(replace(line, mark=mark))
        return lines

    def sure(self, certainty: str) -> str:
        if not certainty:
            return ""
        from styrgraf.reports.as_of import certainty_word

        return certainty_word(self.graph, certainty, self.language)

    def facts(self, thing: Iri) -> list[Line]:
        """Tell the facts beside the path about a thing: its own in a line each, what refers to it in lists."""
        own: dict[tuple[str, tuple[Iri, ...]], list[Context]] = {}
        others: dict[str, list[Context]] = {}
        for fact in self.context.get(thing, ()):
            if self.is_told_elsewhere(fact):
                continue
            label = self.graph.label(fact.property, self.language)
            if fact.incoming and fact.property == SG.of:
                own.setdefault((self.figure(Iri(str(fact.value))), fact.evidence), []).append(fact)
            elif fact.incoming:
                others.setdefault(self.graph.inverse_label(fact.property, self.language) or label, []).append(fact)
            else:
                own.setdefault((label, fact.evidence), []).append(fact)
        lines = [
            self.statement(f"{label}: {', '.join(map(self.value_of, own[label, evidence]))}", evidence)
            for label, evidence in sorted(own, key=lambda key: key[0].casefold())
        ]
        return lines + [self.list_of(label, others[label]) for label in sorted(others)]

    def list_of(self, label: str, facts: list[Context]) -> Line:
        if len(facts) == 1:
            return self.statement(f"{label}: {self.name(facts[0].value)}", facts[0].evidence)
        numbers = {fact.value: self.number_of(fact) for fact in facts}
        numbered = len(set(numbers.values())) == len(facts)
        sublines = []
        for fact in sorted(facts, key=lambda fact: (numbers[fact.value], self.name(fact.value).casefold())):
            number = f"{numbers[fact.value]}. " if numbered else ""
            sublines.append(self.statement(f"{number}{self.name(fact.value)}", fact.evidence))
        return Line(f"{label}:", sublines=tuple(sublines))

    def number_of(self, fact: Context) -> int:
        ordinal = str(self.first(Iri(str(fact.value)), SG.ordinal))
        return int(ordinal) if ordinal.isdecimal() else 0

    def figure(self, figure: Iri) -> str:
        """Name a figure in the reader's language: by its own name, or by what it measures."""
        names = self.graph.values(figure, f"{PREFIXES['skos']}prefLabel")
        measure = self.first(figure, SG.measure)
        is_named = any(isinstance(name, Text) and name.language == self.language for name in names)
        return self.name(measure) if measure and not is_named else self.name(figure)

    def value_of(self, fact: Context) -> str:
        """Give the value of a fact in words: of a figure, its number."""
        if not (fact.incoming and fact.property == SG.of):
            return self.name(fact.value)
        figure = Iri(str(fact.value))
        about = f"{self.say('approximately')} " if self.first(figure, SG.approximate) else ""
        return f"{about}{self.first(figure, SG.value)}"

    def is_told_elsewhere(self, fact: Context) -> bool:
        in_focus = fact.property == SG.inCase and fact.value == self.lineage.focus
        obvious = in_focus and not self.citations.mark(fact.evidence)
        return fact.property in _TOLD_ELSEWHERE or obvious or self.is_coarser(fact) or self.is_translated(fact)

    def is_translated(self, fact: Context) -> bool:
        """Tell whether a text is in another language and stands in the reader's too."""
        if not isinstance(fact.value, Text) or fact.value.language in ("", self.language):
            return False
        texts = self.graph.values(fact.about, fact.property)
        return any(isinstance(text, Text) and text.language == self.language for text in texts)

    def is_coarser(self, fact: Context) -> bool:
        """Tell whether another date of the thing says the same more precisely: 2022 beside April 2022."""
        return isinstance(fact.value, Text) and any(
            other.property == fact.property
            and isinstance(other.value, Text)
            and fact.value.datatype in _XSD_DATES
            and other.value.value.startswith(f"{fact.value.value}-")
            for other in self.context[fact.about]
        )

    def statement(self, text: str, evidence: tuple[Iri, ...]) -> Line:
        return Line(text, self.citations.cite(evidence), self.citations.mark(evidence))

    # The other parts

    def papers(self) -> Section:
        items = []
        for node in self.documents:
            if node.id == self.lineage.focus:
                continue
            items.append(Item("•", node.label, tuple(self.facts(node.id)), about=node.id))
        return Section("documents", self.say("documents"), tuple(items))

    def money(self) -> Section:
        items = [self.purse(money) for money in self.lineage.money]
        sums = sum_money(self.lineage.money)
        remarks = []
        for (status, currency, year), total in sums.items():
            words = self.name(status) if status else self.say("unknown-status")
            text = f"{self.say('sum', status=words, year=year).strip()}: {amount(total, currency, self.language)}"
            remarks.append(Line(text))
        if len({status for status, _, _ in sums}) > 1:
            remarks.append(Line(self.say("not-added")))
        return Section("money", self.say("money"), tuple(items), tuple(remarks))

    def purse(self, money: Money) -> Item:
        known = money.amount is not None
        text = amount(money.amount, money.currency, self.language) if money.amount is not None else ""
        lines = []
        for key, thing in (("from", money.origin), ("to", money.receiver)):
            if thing:
                lines.append(self.statement(self.say(key, thing=self.name(thing)), self.statement_of(money.id, thing)))
        return Item(
            text if known else self.say("unknown-amount"),
            self.name(money.id),
            tuple(lines),
            self.name(money.status) if money.status else self.say("unknown-status"),
            self.citations.cite(money.evidence),
            about=money.id,
        )

    def statement_of(self, thing: Iri, other: Iri) -> tuple[Iri, ...]:
        facts = self.graph.facts_about(thing)
        lineage = f"{PREFIXES['prov']}wasInfluencedBy"
        return next((fact.sources for fact in facts if fact.value == other and fact.predicate != lineage), ())

    def path(self) -> Section:
        course = self.lineage.course
        if course is None:
            return Section("path", self.say("path", procedure=""))
        return outline_course(self.citations, course, self.name, self.lineage.as_of)

    def derived(self) -> Section:
        items = []
        for fact in self.lineage.context:
            sources = [self.graph.source(graph, self.language) for graph in fact.evidence]
            if fact.property in _TOLD_ELSEWHERE or not sources or sources[0].kind is not Kind.DERIVED:
                continue
            rules = dict.fromkeys((source.document_label, source.note) for source in sources)
            lines = [Line(self.say("rule", rule=name, text=text)) for name, text in rules]
            premises = (self.citations.cite([source.graph]) for source in sources if source.kind is Kind.DERIVED)
            ways = (" + ".join(f"[{number}]" for number in numbers) for numbers in premises)
            lines.append(Line(self.say("premises", sources=self.say("or").join(ways))))
            label = self.graph.label(fact.property, self.language)
            ends = [self.name(fact.about), self.name(fact.value)]
            about, value = reversed(ends) if fact.incoming else ends
            text = f"{about} – {label} {value}"
            items.append(Item("•", text, tuple(lines)))
        return Section("derived", self.say("derived-heading"), tuple(items))

    def gaps(self) -> Section:
        messages = [gap.message for gap in self.lineage.gaps]
        messages += [
            self.say("cycle", things=" ← ".join(map(self.name, (*cycle, cycle[0])))) for cycle in self.lineage.cycles
        ]
        remarks = () if messages else (Line(self.say("no-gaps")),)
        return Section("gaps", self.say("gaps"), tuple(Item("•", message) for message in messages), remarks)
