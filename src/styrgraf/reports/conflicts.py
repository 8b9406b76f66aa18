"""Conflicts as a report: those that are certain, then those that may be a change over time, with every source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from styrgraf.conflicts import Strength, read_kinds
from styrgraf.conflicts.kinds import Timing
from styrgraf.conflicts.values import number
from styrgraf.namespaces import BASE
from styrgraf.phrases import amount, check_language, date, phrase
from styrgraf.reports.citations import outline_sources
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import set_markdown, set_text
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.reports.teller import Teller
from styrgraf.store import Iri
from styrgraf.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from styrgraf.conflicts import Claim, Conflict, Time
    from styrgraf.store import Graph, Source

__all__ = ["FORMATS", "render_conflicts"]

_PHRASES: Mapping[str, tuple[str, str]] = {
    "title": ("MOTSÄGELSER MELLAN KÄLLOR", "CONFLICTS BETWEEN SOURCES"),
    "none": ("Inga motsägelser hittades.", "No conflicts were found."),
    "count": (
        "{certain} säkra, {possible} möjligen förändringar över tid.",
        "{certain} certain, {possible} possibly changes over time.",
    ),
    Strength.CERTAIN: ("SÄKRA: allt kan inte stämma för samma tid", "CERTAIN: not all can be right of one time"),
    Strength.POSSIBLY_A_CHANGE: (
        "MÖJLIGEN EN FÖRÄNDRING ÖVER TID: källorna säger inte om det är samma tid",
        "POSSIBLY A CHANGE OVER TIME: the sources do not tell whether it is one time",
    ),
    "acting": ("tillförordnad", "acting"),
    "forecast": ("prognos eller mål", "forecast or target"),
    "from": ("från {time}", "from {time}"),
    "known": ("känt {time}", "known {time}"),
    "of": ("gäller {time}", "of {time}"),
    "set-aside": ("avsatt: {value}", "set aside: {value}"),
    "applied-for": ("sökt: {value}", "applied for: {value}"),
    "total": ("sökt sammanlagt: {value}", "applied for in all: {value}"),
    "until": ("till och med {time}", "until {time}"),
}


def render_conflicts(graph: Graph, found: Sequence[Conflict], form: str = "text", language: str = "sv") -> str:
    """Write a report of conflicts.

    :param graph: the graph.
    :param found: the conflicts, those that are certain first.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "conflicts")
    check_language(language)
    return render(_Teller(graph, language), found)


class _Teller(Teller):
    """Tells conflicts in words; keeps the citations."""

    def __init__(self, graph: Graph, language: str) -> None:
        super().__init__(graph, language, _PHRASES)
        self.kinds = {kind.name: kind for kind in read_kinds(graph.layout)}

    def title(self, conflict: Conflict) -> str:
        title = self.kinds[conflict.kind].titles[self.language].replace("{property}", self.name(conflict.property))
        details = [*map(self.name, conflict.parts), *([self.say("forecast")] if conflict.forecast else [])]
        name = self.name(conflict.about)
        return f"{title}: {name} ({', '.join(details)})" if details else f"{title}: {name}"

    def value(self, claim: Claim) -> str:
        if isinstance(claim.value, Iri):
            text = self.name(claim.value)
        elif (found := number(claim.value)) is not None and claim.value.is_number:
            text = self.number(found, claim.unit)
        else:
            text = date(" ".join(claim.value.value.split()), self.language)
        return f"{phrase('approximately', self.language)} {text}" if claim.approximate else text

    def number(self, value: Decimal, unit: str) -> str:
        if unit:
            return amount(value, unit, self.language)
        digits = f"{value:,f}"
        if self.language == "en":
            return digits
        return digits.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")

    def time(self, time: Time) -> str:
        told = [
            self.say(key, time=", ".join(date(day, self.language) for day in days))
            for key, days in (
                ("from", [time.begin]),
                ("until", [time.end]),
                ("of", time.on),
                ("known", () if time.on or time.begin or time.end else time.known),
            )
            if any(days)
        ]
        return ", ".join(told) or phrase("undated", self.language)

    def dating(self, conflict: Conflict, claim: Claim) -> str:
        """Tell the time of a value; what holds for good has none."""
        return "" if self.kinds[conflict.kind].timing is Timing.EVER else self.time(claim.time)

    # Text and Markdown

    def outline(self, found: Sequence[Conflict]) -> Report:
        if not found:
            return Report(self.say("title"), (Line(self.say("none")),))
        parts = {strength: [one for one in found if one.strength is strength] for strength in Strength}
        counts = {"certain": len(parts[Strength.CERTAIN]), "possible": len(parts[Strength.POSSIBLY_A_CHANGE])}
        sections = [
            Section(strength.value, self.say(strength), tuple(map(self.item, some)))
            for strength, some in parts.items()
            if some
        ]
        sections.append(outline_sources(self.citations))
        return Report(self.say("title"), (Line(self.say("count", **counts)),), tuple(sections))

    def item(self, conflict: Conflict) -> Item:
        lines = [self.line(conflict, claim) for claim in conflict.values]
        if conflict.total is not None:
            lines.append(Line(self.say("total", value=self.number(conflict.total, conflict.values[0].unit))))
        return Item("•", self.title(conflict), tuple(lines), about=conflict.about)

    def line(self, conflict: Conflict, claim: Claim) -> Line:
        text = self.value(claim)
        if conflict.total is not None:
            is_whole = claim.node == conflict.about
            text = self.say("set-aside" if is_whole else "applied-for", value=text)
            text += f" – {self.name(claim.node)}" if claim.node and not is_whole else ""
        details = [self.say("acting")] if claim.acting else []
        details += [when] if (when := self.dating(conflict, claim)) else []
        text += f" ({', '.join(details)})" if details else ""
        return Line(text, self.citations.cite(claim.sources), self.citations.mark(claim.sources))

    # JSON

    def to_json(self, conflict: Conflict) -> dict[str, Any]:
        return {
            "kind": conflict.kind,
            "title": self.title(conflict),
            "strength": conflict.strength.value,
            "about": self.thing_to_json(conflict.about),
            "property": self.thing_to_json(conflict.property),
            "parts": [self.thing_to_json(part) for part in conflict.parts],
            "forecast": conflict.forecast,
            "total": None if conflict.total is None else str(conflict.total),
            "values": [self.claim_to_json(claim) for claim in conflict.values],
        }

    def thing_to_json(self, thing: Iri) -> dict[str, str]:
        # The identifier is as the other commands take it.
        return {"iri": thing, "id": thing.removeprefix(BASE), "label": self.name(thing)}

    def claim_to_json(self, claim: Claim) -> dict[str, Any]:
        return {
            "value": str(claim.value),
            "text": self.value(claim),
            "approximate": claim.approximate,
            "acting": claim.acting,
            "unit": claim.unit or None,
            "node": claim.node,
            "time": {
                "from": claim.time.begin or None,
                "until": claim.time.end or None,
                "on": list(claim.time.on),
                "known": list(claim.time.known),
            },
            "sources": [self.source_to_json(self.graph.source(name, self.language)) for name in claim.sources],
        }

    def source_to_json(self, source: Source) -> dict[str, Any]:
        return {
            "graph": source.graph,
            "kind": source.kind.value,
            "passage": source.passage,
            "place": place_of(source, self.language),
            "document": source.document,
            "document_label": source.document_label,
            "document_date": source.date or None,
        }


def _render_json(teller: _Teller, found: Sequence[Conflict]) -> str:
    return json.dumps([teller.to_json(conflict) for conflict in found], ensure_ascii=False, indent=2) + "\n"


#: Formats by name.
FORMATS: Mapping[str, Callable[[_Teller, Sequence[Conflict]], str]] = {
    "text": lambda teller, found: set_text(teller.outline(found)),
    "markdown": lambda teller, found: set_markdown(teller.outline(found)),
    "json": _render_json,
}
