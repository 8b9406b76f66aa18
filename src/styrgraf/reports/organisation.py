"""The city's organisation on a day as a report: a tree of who belongs where, with how sure each thing and link is."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from styrgraf.namespaces import BASE
from styrgraf.phrases import check_language, date, fill
from styrgraf.reports.citations import Citations
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import one_line, set_markdown, set_text
from styrgraf.reports.lineage import source_to_json
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.reports.story import outline_sources
from styrgraf.timeline import Absence, Certainty, Role, around
from styrgraf.timeline.spans import OWNER
from styrgraf.timeline.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from styrgraf.store import Graph, Iri
    from styrgraf.timeline import Left, Link, Organisation, Span, Standing, Thing

__all__ = ["FORMATS", "render_organisation"]

_PHRASES: Mapping[str, tuple[str, str]] = {
    "title": ("{city}: ORGANISATIONEN {day}", "{city}: THE ORGANISATION {day}"),
    "now": ("SOM INTE ÄR KÄND SOM AVSLUTAD", "NOT KNOWN TO HAVE ENDED"),
    "none": ("Inget är känt om organisationen.", "Nothing is known of the organisation."),
    Role.BODY: ("POLITISKA ORGAN, med det som lyder under dem", "POLITICAL BODIES, with what is under them"),
    Role.UNIT: (
        "FÖRVALTNINGAR OCH ENHETER som ingen sida säger vad de lyder under",
        "ADMINISTRATIONS AND UNITS of which no page says what they are under",
    ),
    Role.DISTRICT: ("STADSDELAR OCH STADSOMRÅDEN", "DISTRICTS"),
    Role.ENTERPRISE: ("FÖRETAG, efter ägare", "ENTERPRISES, by owner"),
    Role.COLLECTIVE: ("DET SOM SIDOR TALAR OM SOM FLERA PÅ EN GÅNG", "WHAT PAGES TELL OF AS MANY AT ONCE"),
    "no-owner": ("ägare inte angiven", "owner not stated"),
    "outside": ("utanför kommunen", "outside the municipality"),
    "from": ("från {date}", "from {date}"),
    "until": ("till {date}", "until {date}"),
    "became": ("upphörde {date}", "ceased {date}"),
    "known": ("känt {date}", "known {date}"),
    "known-both": ("känt {before} och {after}", "known {before} and {after}"),
    "unseen": ("inget senare belägg", "not told of later"),
    "undated": ("odaterat", "undated"),
    "link": ("koppling: {standing}", "link: {standing}"),
    "also": ("också {property}: {thing}", "also {property}: {thing}"),
    "share": ("{share} %", "{share} %"),
    "wholly": ("helägt", "wholly owned"),
    "counts": ("HUR SÄKERT ÄR DET?", "HOW SURE IS IT?"),
    "things": (
        "{all} organ, enheter, områden och företag: {certain} säkra, {stretched} utsträckta, {undated} odaterade.",
        "{all} bodies, units, districts and enterprises: {certain} certain, {stretched} stretched, {undated} undated.",
    ),
    "links": (
        "{all} kopplingar mellan dem: {certain} säkra, {stretched} utsträckta, {undated} odaterade.",
        "{all} links between them: {certain} certain, {stretched} stretched, {undated} undated.",
    ),
    "meaning": (
        "Säkert är det som hade börjat och inte är känt som avslutat, eller som är känt just då. Utsträckt är det som "
        "bara är känt en annan dag, som står vid det. Odaterat är det som bara odaterade sidor säger: det kan ha "
        "gällt tidigare, senare eller just då.",
        "Certain is what had begun and is not known to have ended, or is known at that very time. Stretched is what "
        "is known only on another date, which stands beside it. Undated is what only undated pages say: it may have "
        "held earlier, later or just then.",
    ),
    "meaning-now": (
        "Ingen dag är angiven. Säkert är det som har börjat och inte är känt som avslutat. Utsträckt är det som är "
        "känt en viss dag, som står vid det. Odaterat är det som bara odaterade sidor säger. Inget behöver gälla nu.",
        "No day is given. Certain is what has begun and is not known to have ended. Stretched is what is known on a "
        "date, which stands beside it. Undated is what only undated pages say. None of it need hold today.",
    ),
    "unseen-count": (
        "{count} av de säkra nämns inte av någon sida från den tiden eller senare: de kan ha upphört obemärkt.",
        "{count} of the certain ones are told of by no page of that time or later: they may have ended unnoticed.",
    ),
    "left": (
        "Utelämnat: {ended} som hade upphört, {begun} som inte hade börjat, {proposed} som bara förslag nämner.",
        "Left out: {ended} that had ended, {begun} that had not begun, {proposed} that only proposals mention.",
    ),
}
_MERMAID_PLAIN = re.compile(r"[^0-9A-Za-z ,()\u00a0-\ud7ff\ue000-\U0010ffff-]|[°¶]|^-")
_MERMAID_STYLES = (
    "  classDef stretched stroke-dasharray:6 4",
    "  classDef undated stroke-dasharray:2 3,color:#555",
)


def render_organisation(graph: Graph, found: Organisation, form: str = "text", language: str = "sv") -> str:
    """Write a report of the organisation on a day.

    :param graph: the graph.
    :param found: the organisation.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "organisations")
    check_language(language)
    return render(graph, found, language)


class _Teller:
    """Tells one organisation; keeps its citations."""

    def __init__(self, graph: Graph, found: Organisation, language: str) -> None:
        self.graph = graph
        self.found = found
        self.language = language
        self.citations = Citations(graph, language)
        self.tree = Tree(found)
        self.told: set[Iri] = set()

    def say(self, key: str, **parts: object) -> str:
        return fill(_PHRASES, key, self.language, **parts)

    def name(self, thing: Iri) -> str:
        return one_line(self.graph.label(thing, self.language))

    def tell(self) -> Report:
        cities = [thing for thing in self.found.things if thing.role is Role.CITY]
        day = date(self.found.as_of, self.language) if self.found.as_of else self.say("now")
        title = self.say("title", city=", ".join(self.name(city.iri) for city in cities), day=day).lstrip(": ")
        sections = [self.section(role) for role in Role if role is not Role.CITY]
        told = tuple(section for section in sections if section.items)
        if not told:
            return Report(title, (Line(self.say("none")),))
        return Report(title, (), (*told, self.counts(), outline_sources(self.citations)))

    # The tree

    def section(self, role: Role) -> Section:
        if role is Role.ENTERPRISE:
            return Section(role.value, self.say(role), tuple(self.owners()))
        items = (self.item(thing) for thing in sorted(self.tree.tops(role), key=self.order))
        return Section(role.value, self.say(role), tuple(items))

    def order(self, thing: Thing) -> tuple[int, bool, str, str]:
        # What has a short IRI is no part of another, even where no page says what it is a part of.
        depth = thing.iri.count("/")
        return depth, not self.tree.below(thing.iri), self.kind(thing), self.name(thing.iri).casefold()

    def item(self, thing: Thing) -> Item:
        self.told.add(thing.iri)
        return Item(
            "•",
            self.name(thing.iri),
            self.lines(thing),
            ", ".join(part for part in (self.kind(thing), self.standing(thing.standing)) if part),
            self.citations.cite(thing.standing.sources),
            about=thing.iri,
        )

    def lines(self, thing: Thing) -> tuple[Line, ...]:
        below = [(self.tree.things[link.child], link) for link in self.tree.below(thing.iri)]
        below.sort(key=lambda pair: self.order(pair[0]))
        children = [self.child(child, link) for child, link in below if child.iri not in self.told]
        return (*map(self.also, self.tree.beside(thing.iri)), *children)

    def also(self, link: Link) -> Line:
        # A membership is stated of the whole, whichever of them is placed under the other.
        stated = link.property == OWNER or self.graph.evidence(link.child, link.property, link.parent)
        name = self.graph.label if stated else self.graph.inverse_label
        text = self.say("also", property=name(link.property, self.language), thing=self.name(link.parent))
        return self.statement(text, self.share(link), self.standing(link.standing), sources=link.standing.sources)

    def child(self, thing: Thing, link: Link | None) -> Line:
        self.told.add(thing.iri)
        own, joined = self.standing(thing.standing), self.standing(link.standing) if link else ""
        told = self.say("link", standing=joined) if joined not in ("", own) else ""
        line = self.statement(
            self.name(thing.iri),
            self.kind(thing) if thing.role is not Role.ENTERPRISE else "",
            self.share(link) if link else "",
            own,
            told,
            sources=(*thing.standing.sources, *(link.standing.sources if link else ())),
        )
        return Line(line.text, line.citations, line.mark, self.lines(thing))

    def statement(self, text: str, *parts: str, sources: tuple[Iri, ...]) -> Line:
        note = ", ".join(part for part in parts if part)
        return Line(f"{text} ({note})" if note else text, self.citations.cite(sources))

    def owners(self) -> list[Item]:
        """Tell the enterprises: first those of the city, then those of other owners, last those without a known one."""
        owners: dict[Iri | None, list[tuple[Thing, Link | None]]] = defaultdict(list)
        for thing in sorted(self.tree.tops(Role.ENTERPRISE), key=self.order):
            link = self.tree.place(thing.iri)
            owners[link.parent if link else None].append((thing, link))
        ordered = sorted(
            owners, key=lambda one: (one is None, one not in self.tree.things, self.name(one) if one else "")
        )
        items = []
        for owner in ordered:
            lines = tuple(self.child(thing, link) for thing, link in owners[owner])
            title = self.name(owner) if owner else self.say("no-owner")
            note = self.say("outside") if owner and owner not in self.tree.things else ""
            items.append(Item("•", title, lines, note, about=owner or ""))
        return items

    # Words

    def kind(self, thing: Thing) -> str:
        kind = self.graph.label(thing.kind, self.language) if thing.kind else ""
        return "" if kind == self.name(thing.iri) else kind

    def share(self, link: Link) -> str:
        if link.share:
            share = link.share.rstrip("0").rstrip(".") if "." in link.share else link.share
            return self.say("share", share=share.replace(".", ",") if self.language == "sv" else share)
        return self.say("wholly") if link.wholly else ""

    def standing(self, standing: Standing) -> str:
        """Say how something stands: by its dates if it is certain, by the nearest known ones if it is stretched."""
        parts = self.dates(standing.span)
        if standing.certainty is Certainty.UNDATED:
            return ", ".join([self.say("undated"), *parts])
        if standing.known:
            parts.append(self.known(standing))
        if standing.unseen:
            parts.append(self.say("unseen"))
        return ", ".join(parts)

    def known(self, standing: Standing) -> str:
        day = self.found.as_of
        if day and standing.certainty is Certainty.STRETCHED:
            before, after = around(standing.span, day)
            if before and after:
                return self.say("known-both", before=before, after=after)
        return self.say("known", date=standing.known)

    def dates(self, span: Span) -> list[str]:
        parts = [self.say("from", date=begin.value) for begin in span.begins]
        return parts + [self.say("became" if end.by_change else "until", date=end.value) for end in span.ends]

    def counts(self) -> Section:
        found = self.found
        lines = []
        for key, counted in (("things", found.count_things()), ("links", found.count_links())):
            parts = {certainty.value: counted[certainty] for certainty in Certainty}
            lines.append(Line(self.say(key, all=sum(counted.values()), **parts)))
        lines.append(Line(self.say("meaning" if found.as_of else "meaning-now")))
        if found.as_of and (count := found.count_unseen()):
            lines.append(Line(self.say("unseen-count", count=count)))
        why = Counter(left.why for left in found.left)
        parts = {"ended": why[Absence.ENDED], "begun": why[Absence.NOT_BEGUN], "proposed": why[Absence.PROPOSED]}
        lines.append(Line(self.say("left", **parts)))
        return Section("counts", self.say("counts"), (), tuple(lines))


# JSON and Mermaid


def _render_json(graph: Graph, found: Organisation, language: str) -> str:
    cited: dict[Iri, None] = {}

    def standing(one: Standing) -> dict[str, Any]:
        before, after = around(one.span, found.as_of) if found.as_of else ("", "")
        cited.update(dict.fromkeys(one.sources))
        return {
            "certainty": one.certainty.value,
            "known": one.known or None,
            "knownBefore": before or None,
            "knownAfter": after or None,
            "notToldOfLater": one.unseen,
            **_span(one.span),
            "sources": list(one.sources),
        }

    content = {
        "asOf": found.as_of,
        "things": [
            {
                "iri": thing.iri,
                "id": thing.iri.removeprefix(BASE),
                "label": graph.label(thing.iri, language),
                "role": thing.role.value,
                "kind": thing.kind,
                **standing(thing.standing),
            }
            for thing in found.things
        ],
        "links": [
            {
                "child": link.child,
                "parent": link.parent,
                "property": link.property,
                "share": link.share or None,
                "whollyOwned": link.wholly,
                **standing(link.standing),
            }
            for link in found.links
        ],
        "leftOut": [_left(graph, left, language) for left in found.left],
        "counts": {
            "things": {certainty.value: found.count_things()[certainty] for certainty in Certainty},
            "links": {certainty.value: found.count_links()[certainty] for certainty in Certainty},
            "notToldOfLater": found.count_unseen(),
        },
    }
    sources = [{"graph": name, **source_to_json(graph, name, language)} for name in cited]
    return json.dumps({**content, "sources": sources}, ensure_ascii=False, indent=2) + "\n"


def _span(span: Span) -> dict[str, list[str]]:
    return {"from": [one.value for one in span.begins], "until": [one.value for one in span.ends]}


def _left(graph: Graph, left: Left, language: str) -> dict[str, Any]:
    label = graph.label(left.iri, language)
    return {"iri": left.iri, "label": label, "role": left.role.value, "why": left.why.value, **_span(left.span)}


def _render_mermaid(graph: Graph, found: Organisation, language: str) -> str:
    teller = _Teller(graph, found, language)
    tree = teller.tree
    owners = {link.parent for link in found.links} - set(tree.things)
    names = {iri: f"n{number}" for number, iri in enumerate([*tree.things, *sorted(owners)], 1)}
    lines = ["flowchart LR"]
    for iri, name in names.items():
        thing = tree.things.get(iri)
        rows = [teller.name(iri), teller.standing(thing.standing) if thing and thing.role is not Role.CITY else ""]
        lines.append(f'  {name}["{"<br/>".join(_escape(row) for row in rows if row)}"]')
    for iri in tree.things:
        for link in filter(None, (tree.place(iri), *tree.beside(iri))):
            arrow = "-->" if link.standing.certainty is Certainty.CERTAIN else "-.->"
            label = f'|"{_escape(share)}"|' if (share := teller.share(link)) else ""
            lines.append(f"  {names[link.parent]} {arrow}{label} {names[link.child]}")
    lines += _MERMAID_STYLES
    for certainty in (Certainty.STRETCHED, Certainty.UNDATED):
        styled = [names[iri] for iri, thing in tree.things.items() if thing.standing.certainty is certainty]
        lines += [f"  class {','.join(styled)} {certainty.value}"] if styled else []
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    return _MERMAID_PLAIN.sub(lambda sign: f"#{ord(sign[0])};", " ".join(text.split()))


#: Formats by name.
FORMATS: Mapping[str, Callable[[Graph, Organisation, str], str]] = {
    "text": lambda graph, found, language: set_text(_Teller(graph, found, language).tell()),
    "markdown": lambda graph, found, language: set_markdown(_Teller(graph, found, language).tell()),
    "json": _render_json,
    "mermaid": _render_mermaid,
}
