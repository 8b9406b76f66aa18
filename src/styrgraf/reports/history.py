"""The life of a unit, a body, a post or a person in office as a report: each line with evidence, and what none says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from styrgraf.namespaces import BASE
from styrgraf.phrases import check_language, date
from styrgraf.reports.citations import outline_sources
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import set_markdown, set_text
from styrgraf.reports.lineage import sources_to_json
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.reports.teller import Teller
from styrgraf.timeline.records import Gap, Subject
from styrgraf.timeline.spans import OWNER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from styrgraf.store import Graph, Iri
    from styrgraf.timeline.records import Change, Dated, History, Holding, Relation, Span

__all__ = ["FORMATS", "render_history"]

_PHRASES: Mapping[str, tuple[str, str]] = {
    "life": ("NÄR", "WHEN"),
    "began": ("började {date}", "began {date}"),
    "began-change": ("blev till genom en förändring {date}", "came of a change {date}"),
    "ended": ("upphörde {date}", "ended {date}"),
    "ended-change": ("upphörde genom en förändring {date}", "ended with a change {date}"),
    "known": ("känt {dates}", "known {dates}"),
    "known-first-last": (
        "känt {count} gånger, först {first}, senast {last}",
        "known {count} times, first {first}, last {last}",
    ),
    "undated": ("odaterat", "undated"),
    "before": ("FÖREGÅNGARE, de tidigaste först", "PREDECESSORS, the earliest first"),
    "after": ("EFTERFÖLJARE", "SUCCESSORS"),
    "became": ("{earlier} → {later}", "{earlier} → {later}"),
    "no-change-date": ("ingen sida säger när", "no page says when"),
    "holders": ("INNEHAVARE I TIDSORDNING", "HOLDERS IN TIME ORDER"),
    "posts": ("POSTER I TIDSORDNING", "POSTS IN TIME ORDER"),
    "holders-of": ("POSTER OCH INNEHAVARE I TIDSORDNING", "POSTS AND HOLDERS IN TIME ORDER"),
    "unknown-person": ("okänd person", "unknown person"),
    "unknown-post": ("okänd post", "unknown post"),
    "acting": ("tillförordnad", "acting"),
    "from": ("från {date}", "from {date}"),
    "until": ("till {date}", "until {date}"),
    "relations": ("VAD DET HÖRDE TILL OCH VEM SOM STYRDE", "WHAT IT BELONGED TO AND WHO GOVERNED IT"),
    "owners": ("ÄGARE", "OWNERS"),
    "owns": ("ÄGER", "OWNS"),
    "share": ("{share} %", "{share} %"),
    "wholly": ("helägt", "wholly owned"),
    "gaps": ("VAD INGEN SIDA SÄGER", "WHAT NO PAGE SAYS"),
    Gap.NO_BEGINNING: ("Ingen sida säger när det började.", "No page says when it began."),
    Gap.NO_END: ("Ingen sida säger att det har upphört.", "No page says that it has ended."),
    Gap.ONLY_UNDATED: ("Bara odaterade sidor nämner det.", "Only undated pages mention it."),
    Gap.ONLY_PROPOSED: (
        "Bara förslag nämner det: ingen sida visar att det blev till.",
        "Only proposals mention it: no page shows that it came about.",
    ),
    Gap.BEGINNINGS_DISAGREE: ("Sidorna är oense om när det började.", "The pages disagree on when it began."),
    Gap.ENDS_DISAGREE: ("Sidorna är oense om när det upphörde.", "The pages disagree on when it ended."),
    Gap.NO_CHANGES: (
        "Ingen sida säger vad det kom ur eller vad det blev.",
        "No page says what it came of or what it became.",
    ),
    Gap.UNDATED_CHANGES: (
        "För en förändring eller flera säger ingen sida när den skedde.",
        "For one change or more no page says when it took place.",
    ),
    Gap.NO_HOLDERS: ("Ingen sida säger vem som har haft en post där.", "No page says who has held a post there."),
    Gap.NO_POSTS: ("Ingen sida säger att personen har haft en post.", "No page says that the person has held a post."),
    Gap.NO_SUPERIOR: (
        "Ingen sida säger vad det hör till eller vem som styr det.",
        "No page says what it belongs to or who governs it.",
    ),
    Gap.NO_OWNER: ("Ingen sida säger vem som äger det.", "No page says who owns it."),
    Gap.UNDATED_HOLDINGS: (
        "För en eller flera som har haft en post säger ingen sida när.",
        "For one or more who have held a post no page says when.",
    ),
}
#: More known dates than this are told as the first and the last.
_MOST_KNOWN = 4


def render_history(graph: Graph, told: History, form: str = "text", language: str = "sv") -> str:
    """Write a report of a life.

    :param graph: the graph.
    :param told: the life.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "histories")
    check_language(language)
    return render(graph, told, language)


class _Teller(Teller):
    """Tells one life; keeps its citations."""

    def __init__(self, graph: Graph, told: History, language: str) -> None:
        super().__init__(graph, language, _PHRASES)
        self.told = told

    def tell(self) -> Report:
        focus = self.told.focus
        kinds = ", ".join(dict.fromkeys(map(self.name, self.graph.types(focus))))
        sections = [self.life(), *self.changes(), self.holdings(), *self.relations(), self.gaps()]
        told = [section for section in sections if section.items or section.remarks]
        sources = outline_sources(self.citations)
        return Report(self.name(focus), (Line(kinds),), (*told, sources) if sources.items else tuple(told))

    def life(self) -> Section:
        life = self.told.life
        items = []
        for key, dates in (("began", life.begins), ("ended", life.ends)) if self.is_dated() else ():
            for one in dates:
                text = self.say(f"{key}-change" if one.by_change else key, date=self.when(one.value))
                items.append(self.item(text, one.sources))
        if len(life.known) > _MOST_KNOWN:
            first, last = life.known[0], life.known[-1]
            parts = {"first": self.when(first.value), "last": self.when(last.value)}
            text = self.say("known-first-last", count=len(life.known), **parts)
            items.append(self.item(text, (*first.sources[:1], *last.sources[:1])))
        elif life.known:
            text = self.say("known", dates=", ".join(self.when(one.value) for one in life.known))
            items.append(self.item(text, tuple(one.sources[0] for one in life.known if one.sources)))
        elif life.undated and not items:
            items.append(self.item(self.say("undated"), life.undated))
        return Section("life", self.say("life"), tuple(items))

    def is_dated(self) -> bool:
        return self.told.subject is not Subject.PERSON

    def changes(self) -> list[Section]:
        before = [self.change(change) for change in self.told.changes if change.steps < 0]
        after = [self.change(change) for change in self.told.changes if change.steps > 0]
        return [
            Section("before", self.say("before"), tuple(before)),
            Section("after", self.say("after"), tuple(after)),
        ]

    def change(self, change: Change) -> Item:
        text = self.say("became", earlier=self.name(change.earlier), later=self.name(change.later))
        when = ", ".join(self.when(one.value) for one in change.dates) or self.say("no-change-date")
        kind = self.name(change.kind) if change.kind else ""
        sources = (*change.sources, *(source for one in change.dates for source in one.sources))
        return self.item(text, sources, note=", ".join(part for part in (kind, when) if part), about=change.event)

    def holdings(self) -> Section:
        keys = {Subject.PERSON: "posts", Subject.POST: "holders", Subject.ORGANISATION: "holders-of"}
        items = (self.holding(holding) for holding in self.told.holdings)
        return Section("holdings", self.say(keys[self.told.subject]), tuple(items))

    def holding(self, holding: Holding) -> Item:
        person = self.name(holding.person) if holding.person else self.say("unknown-person")
        post = self.name(holding.post) if holding.post else self.say("unknown-post")
        titles = {Subject.PERSON: post, Subject.POST: person, Subject.ORGANISATION: f"{post}: {person}"}
        parts = [self.say("acting")] if holding.acting else []
        parts += [self.name(party) for party in holding.representing]
        note = ", ".join([*parts, self.span(holding.span)])
        title = titles[self.told.subject]
        return self.item(title, self.with_dates(holding.sources, holding.span), note=note, about=holding.iri)

    def relations(self) -> list[Section]:
        above = [one for one in self.told.relations if one.property != OWNER]
        owners = [one for one in self.told.relations if one.property == OWNER and not one.incoming]
        owns = [one for one in self.told.relations if one.property == OWNER and one.incoming]
        return [
            Section(key, self.say(key), tuple(map(self.relation, some)))
            for key, some in (("relations", above), ("owners", owners), ("owns", owns))
        ]

    def relation(self, one: Relation) -> Item:
        label = self.graph.inverse_label if one.incoming else self.graph.label
        name = "" if one.property == OWNER else f"{label(one.property, self.language)}: "
        share = one.share.replace(".", ",") if self.language == "sv" else one.share
        shares = self.say("share", share=share) if share else self.say("wholly") if one.wholly else ""
        note = ", ".join(part for part in (shares, self.span(one.span)) if part)
        return self.item(
            f"{name}{self.name(one.other)}", self.with_dates(one.sources, one.span), note=note, about=one.other
        )

    def gaps(self) -> Section:
        return Section("gaps", self.say("gaps"), tuple(Item("•", self.say(gap)) for gap in self.told.gaps))

    # Words

    def item(self, text: str, sources: Iterable[Iri], note: str = "", about: str = "") -> Item:
        sources = tuple(sources)
        mark = self.citations.mark(self.graph.sort_sources(sources)) if sources else ""
        notes = ", ".join(part for part in (note, mark) if part)
        return Item("•", text, (), notes, self.citations.cite(sources), about)

    def with_dates(self, sources: tuple[Iri, ...], span: Span) -> tuple[Iri, ...]:
        dates = (source for one in (*span.begins, *span.ends) for source in one.sources)
        return tuple(dict.fromkeys((*sources, *dates)))

    def span(self, span: Span) -> str:
        parts = [self.say("from", date=self.when(one.value)) for one in span.begins]
        parts += [self.say("until", date=self.when(one.value)) for one in span.ends]
        if span.known:
            parts.append(self.say("known", dates=", ".join(self.when(one.value) for one in span.known)))
        return ", ".join(parts) or self.say("undated")

    def when(self, value: str) -> str:
        return date(value, self.language)


# JSON


def _render_json(graph: Graph, told: History, language: str) -> str:
    cited: dict[Iri, None] = {}

    def thing(iri: Iri | None) -> dict[str, str] | None:
        return {"iri": iri, "id": iri.removeprefix(BASE), "label": graph.label(iri, language)} if iri else None

    def cite(sources: tuple[Iri, ...]) -> list[str]:
        cited.update(dict.fromkeys(sources))
        return list(sources)

    def dates(some: tuple[Dated, ...]) -> list[dict[str, Any]]:
        return [{"date": one.value, "byChange": one.by_change, "sources": cite(one.sources)} for one in some]

    def span(one: Span) -> dict[str, Any]:
        return {"from": dates(one.begins), "until": dates(one.ends), "knownOn": dates(one.known)}

    content = {
        "focus": thing(told.focus),
        "subject": told.subject.value,
        **span(told.life),
        "changes": [
            {
                "event": thing(change.event),
                "kind": change.kind,
                "dates": dates(change.dates),
                "earlier": thing(change.earlier),
                "later": thing(change.later),
                "steps": change.steps,
                "sources": cite(change.sources),
            }
            for change in told.changes
        ],
        "holdings": [
            {
                "iri": one.iri,
                "person": thing(one.person),
                "post": thing(one.post),
                "representing": [thing(party) for party in one.representing],
                "acting": one.acting,
                **span(one.span),
                "sources": cite(one.sources),
            }
            for one in told.holdings
        ],
        "relations": [
            {
                "property": one.property,
                "other": thing(one.other),
                "incoming": one.incoming,
                "share": one.share or None,
                "whollyOwned": one.wholly,
                **span(one.span),
                "sources": cite(one.sources),
            }
            for one in told.relations
        ],
        "gaps": [gap.value for gap in told.gaps],
    }
    sources = sources_to_json(graph, cited, language)
    return json.dumps({**content, "sources": sources}, ensure_ascii=False, indent=2) + "\n"


#: Formats by name.
FORMATS: Mapping[str, Callable[[Graph, History, str], str]] = {
    "text": lambda graph, told, language: set_text(_Teller(graph, told, language).tell()),
    "markdown": lambda graph, told, language: set_markdown(_Teller(graph, told, language).tell()),
    "json": _render_json,
}
