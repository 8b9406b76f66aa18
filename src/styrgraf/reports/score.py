"""The score as a report: what fell below the baseline, every share with a bar, what is missing, and each case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from styrgraf.namespaces import BASE, PREFIXES
from styrgraf.phrases import check_language
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import one_line, set_markdown, set_text
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.reports.teller import Teller
from styrgraf.score import JOINTLY, Measure, Verdict, read_measures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from styrgraf.score import CaseScore, Count, Fallen, Score, Share
    from styrgraf.store import Graph, Iri

__all__ = ["FORMATS", "render_score"]

_NUMBER = f"{PREFIXES['dcterms']}identifier"
_BAR = 20
_FULL, _EMPTY = "█", "░"
# So many of the things that lack something are named; JSON names all.
_NAMED = 8
_SPACE = "\N{NO-BREAK SPACE}"  # the layout keeps it, so that figures stay in their columns

_PHRASES: Mapping[str, tuple[str, str]] = {
    "title": ("HUR VÄL BELAGD GRAFEN ÄR", "HOW WELL EVIDENCED THE GRAPH IS"),
    "case-title": ("HUR VÄL BELAGT ÄRENDET ÄR: {case}", "HOW WELL EVIDENCED THE CASE IS: {case}"),
    "counted": (
        "Det som ett dokument uppger, ordagrant eller läst, räknas. Det redaktionella och det härledda är inga belägg.",
        "What a document states, outright or as read, counts. What is editorial or derived is no evidence.",
    ),
    "shares": ("ANDELAR", "SHARES"),
    "missing": ("SAKNAS", "MISSING"),
    "cases": ("ÄRENDEN: så många är belagda i allt", "CASES: so many are evidenced in full"),
    "baseline": ("MOT BASLINJEN", "AGAINST THE BASELINE"),
    "kept": ("Ingen andel har fallit.", "No share has fallen."),
    "nothing": ("inget att räkna", "nothing to count"),
    "all": ("allt detta", "all of these"),
    "of": ("{having} av {of}", "{having} of {of}"),
    "lacking": ("{title}: {missing} av {of} saknar något", "{title}: {missing} of {of} lack something"),
    "lacking-facts": ("{title}: {missing} av {of} saknar det", "{title}: {missing} of {of} lack it"),
    "about": ("fakta om {thing}", "facts about {thing}"),
    "lacks": ("{thing} – {aspects}", "{thing} – {aspects}"),
    "more": ("… och {count} till", "… and {count} more"),
    Verdict.FELL: ("föll från {was} till {now}", "fell from {was} to {now}"),
    Verdict.GONE: ("borta: var {was}, inget räknas nu", "gone: was {was}, nothing is counted now"),
    Verdict.NEW: ("inte i baslinjen än: {now}", "not in the baseline yet: {now}"),
    "newly": ("Saknar det nu men inte förr: {thing}", "Lacks it now and did not before: {thing}"),
    "more-counted": (
        "Lika många eller fler är belagda; fler räknas.",
        "As many or more are evidenced; more are counted.",
    ),
}


def render_score(
    graph: Graph,
    score: Score,
    form: str = "text",
    language: str = "sv",
    *,
    case: CaseScore | None = None,
    fallen: Sequence[Fallen] | None = None,
) -> str:
    """Write a report of how well a graph, or a case of it, is evidenced.

    :param graph: the graph.
    :param score: its score.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :param case: the case to tell of; None for the whole graph and, in short, each case.
    :param fallen: how it compares with a baseline; None if it is not compared.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "the score")
    check_language(language)
    return render(_Teller(graph, language), score, case, fallen)


class _Teller(Teller):
    """Tells a score in words."""

    def __init__(self, graph: Graph, language: str) -> None:
        super().__init__(graph, language, _PHRASES)
        self.measures = {measure.name: measure for measure in read_measures(graph.layout)}

    # Words and figures

    def case_name(self, case: Iri) -> str:
        """Name a case with its number, which says more than a name that many cases could have."""
        numbers = [str(number) for number in self.graph.values(case, _NUMBER)]
        name = self.name(case)
        return " ".join([*(one_line(number) for number in numbers if number not in name), name])

    def title(self, measure: str) -> str:
        # A baseline may hold a measure that is no more.
        known: Measure | None = self.measures.get(measure)
        return known.titles[self.language] if known else measure

    def aspect(self, measure: str, aspect: str) -> str:
        if aspect == JOINTLY:
            return self.say("all")
        known = self.measures.get(measure)
        return known.aspects[aspect][self.language] if known and aspect in known.aspects else aspect

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", _SPACE) if self.language == "sv" else f"{value:,}"

    def count(self, count: Count | Share) -> str:
        return self.say("of", having=self.number(count.having), of=self.number(count.of))

    def percent(self, ratio: Fraction) -> str:
        text = f"{_tenths(ratio) / 10:.1f}"
        return f"{text.replace('.', ',')}{_SPACE}%" if self.language == "sv" else f"{text}%"

    def told(self, count: Count | Share) -> str:
        if count.ratio is None:
            return self.say("nothing")
        return f"{self.count(count)} ({self.percent(count.ratio)})"

    # The outline of text and Markdown

    def outline(
        self, score: Score, case: CaseScore | None, fallen: Sequence[Fallen] | None, *, aligned: bool
    ) -> Report:
        shares = case.shares if case else score.shares
        by_measure: dict[str, list[Share]] = {}
        for share in shares:
            by_measure.setdefault(share.measure, []).append(share)
        sections = [] if fallen is None else [self.against(fallen)]
        counted = [share for share in shares if share.of]
        widths = (
            max((len(self.aspect(share.measure, share.aspect)) for share in counted), default=0),
            max((len(self.count(share)) for share in counted), default=0),
        )
        columns = widths if aligned else None
        measured = tuple(self.measured(some, columns) for some in by_measure.values())
        sections.append(Section("shares", self.say("shares"), measured))
        if lacking := tuple(item for some in by_measure.values() for item in self.lacking(some)):
            sections.append(Section("missing", self.say("missing"), lacking))
        if case is None and score.cases:
            sections.append(Section("cases", self.say("cases"), tuple(map(self.case, score.cases))))
        title = self.say("case-title", case=self.case_name(case.case)) if case else self.say("title")
        return Report(title, (Line(self.say("counted")),), tuple(sections))

    def measured(self, shares: Sequence[Share], widths: tuple[int, int] | None) -> Item:
        title = self.title(shares[0].measure)
        if not shares[0].of:
            return Item("•", f"{title}: {self.say('nothing')}")
        return Item("•", title, tuple(self.line(share, widths) for share in shares))

    def line(self, share: Share, widths: tuple[int, int] | None) -> Line:
        name = self.aspect(share.measure, share.aspect)
        if widths is None or share.ratio is None:
            return Line(f"{name}: {self.told(share)}")
        cells = [name.ljust(widths[0]), self.count(share).rjust(widths[1]), self.percent(share.ratio).rjust(7)]
        return Line("  ".join([*cells, _bar(share.ratio)]).replace(" ", _SPACE))

    def lacking(self, shares: Sequence[Share]) -> list[Item]:
        """Tell what a measure misses, the things that lack most first; nothing if it misses nothing."""
        whole = shares[-1]
        if whole.having == whole.of:
            return []
        lacks: dict[Iri, list[str]] = {}
        for share in shares:
            if share.aspect != JOINTLY:
                for thing in share.missing:
                    lacks.setdefault(thing, []).append(self.aspect(share.measure, share.aspect))
        things = sorted(whole.missing, key=lambda thing: (-len(lacks[thing]), thing))
        of_things = len(shares) > 1
        lines = [
            self.say("lacks", thing=self.name(thing), aspects=", ".join(lacks[thing]))
            if of_things
            else self.say("about", thing=self.name(thing))
            for thing in things[:_NAMED]
        ]
        if len(things) > _NAMED:
            lines.append(self.say("more", count=self.number(len(things) - _NAMED)))
        parts = {"missing": self.number(whole.of - whole.having), "of": self.number(whole.of)}
        heading = self.say("lacking" if of_things else "lacking-facts", title=self.title(whole.measure), **parts)
        return [Item("•", heading, tuple(map(Line, lines)))]

    def case(self, case: CaseScore) -> Item:
        # The last share of a measure is that of all its aspects.
        whole = {share.measure: share for share in case.shares if share.of}.values()
        told = ", ".join(f"{self.title(share.measure)} {self.count(share)}" for share in whole)
        return Item("•", f"{self.case_name(case.case)}: {told or self.say('nothing')}", about=case.case)

    def against(self, fallen: Sequence[Fallen]) -> Section:
        lines = () if any(one.fails for one in fallen) else (Line(self.say("kept")),)
        return Section("baseline", self.say("baseline"), tuple(map(self.fallen, fallen)), lines)

    def fallen(self, one: Fallen) -> Item:
        where = f"{self.case_name(one.case)}: " if one.case else ""
        parts = {key: self.told(count) for key, count in (("was", one.was), ("now", one.now)) if count}
        title = f"{where}{self.title(one.measure)}, {self.aspect(one.measure, one.aspect)}"
        lines = [self.say("newly", thing=self.name(thing)) for thing in (one.newly or ())[:_NAMED]]
        if len(one.newly or ()) > _NAMED:
            lines.append(self.say("more", count=self.number(len(one.newly or ()) - _NAMED)))
        if one.was and one.now and one.verdict is Verdict.FELL and one.now.having >= one.was.having:
            lines.append(self.say("more-counted"))
        return Item("•", f"{title} – {self.say(one.verdict, **parts)}", tuple(map(Line, lines)))

    # JSON

    def to_json(self, score: Score, case: CaseScore | None, fallen: Sequence[Fallen] | None) -> dict[str, Any]:
        cases = [] if case else [self.case_to_json(one) for one in score.cases]
        return {
            "case": self.thing_to_json(case.case) if case else None,
            "shares": self.shares_to_json(case.shares if case else score.shares),
            "cases": cases,
            "baseline": None if fallen is None else [self.fallen_to_json(one) for one in fallen],
        }

    def case_to_json(self, case: CaseScore) -> dict[str, Any]:
        return {"case": self.thing_to_json(case.case), "shares": self.shares_to_json(case.shares)}

    def shares_to_json(self, shares: Iterable[Share]) -> list[dict[str, Any]]:
        return [
            {
                "measure": share.measure,
                "aspect": share.aspect,
                "title": self.title(share.measure),
                "aspect_title": self.aspect(share.measure, share.aspect),
                **self.count_to_json(share),
                "missing": [self.thing_to_json(thing) for thing in share.missing],
            }
            for share in shares
        ]

    def fallen_to_json(self, one: Fallen) -> dict[str, Any]:
        return {
            "verdict": one.verdict.value,
            "fails": one.fails,
            "measure": one.measure,
            "aspect": one.aspect,
            "case": self.thing_to_json(one.case) if one.case else None,
            "was": self.count_to_json(one.was) if one.was else None,
            "now": self.count_to_json(one.now) if one.now else None,
            "newly": None if one.newly is None else [self.thing_to_json(thing) for thing in one.newly],
        }

    def count_to_json(self, count: Count | Share) -> dict[str, Any]:
        percent = None if count.ratio is None else _tenths(count.ratio) / 10
        return {"having": count.having, "of": count.of, "percent": percent}

    def thing_to_json(self, thing: Iri) -> dict[str, str]:
        # The identifier is as the other commands take it.
        return {"iri": thing, "id": thing.removeprefix(BASE), "label": self.name(thing)}


def _tenths(ratio: Fraction) -> int:
    """Round a share to tenths of a per cent; what is not whole never reads as 100, nor what is not nothing as 0."""
    return 1000 * int(ratio) if ratio in {0, 1} else min(max(round(1000 * ratio), 1), 999)


def _bar(ratio: Fraction) -> str:
    full = int(_BAR * ratio) or int(ratio > 0)
    return _FULL * full + _EMPTY * (_BAR - full)


def _render_json(teller: _Teller, score: Score, case: CaseScore | None, fallen: Sequence[Fallen] | None) -> str:
    return json.dumps(teller.to_json(score, case, fallen), ensure_ascii=False, indent=2) + "\n"


#: Formats by name.
FORMATS: Mapping[str, Callable[[_Teller, Score, CaseScore | None, Sequence[Fallen] | None], str]] = {
    "text": lambda teller, *what: set_text(teller.outline(*what, aligned=True)),
    "markdown": lambda teller, *what: set_markdown(teller.outline(*what, aligned=False)),
    "json": _render_json,
}
