"""The organisation on a day in outline: a tree of who belongs where, the counts, and the sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from styrgraf.phrases import date
from styrgraf.reports.citations import Citations, outline_sources
from styrgraf.reports.organisation.words import Words
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.timeline.records import Absence, Certainty, Role
from styrgraf.timeline.tree import Tree

if TYPE_CHECKING:
    from styrgraf.store import Graph, Iri
    from styrgraf.timeline.records import Link, Organisation, Thing

__all__ = ["outline_organisation"]


def outline_organisation(graph: Graph, found: Organisation, language: str) -> Report:
    """Tell the organisation on a day.

    :param graph: the graph.
    :param found: the organisation.
    :param language: ``sv`` or ``en``.
    :returns: the outline of the report.
    """
    return _Teller(graph, found, language).tell()


class _Teller(Words):
    """Tells one organisation; keeps its citations."""

    def __init__(self, graph: Graph, found: Organisation, language: str) -> None:
        super().__init__(graph, found, language)
        self.citations = Citations(graph, language)
        self.tree = Tree(found)
        self.told: set[Iri] = set()

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
        return (*map(self.beside, self.tree.beside(thing.iri)), *children)

    def beside(self, link: Link) -> Line:
        standing = link.standing
        return self.statement(self.also(link), self.share(link), self.standing(standing), sources=standing.sources)

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
