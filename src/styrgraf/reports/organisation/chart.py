"""The organisation on a day as a chart: things in bands, with what stands at each; drawing and page are made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.namespaces import CONCEPT
from styrgraf.phrases import date, phrase
from styrgraf.reports.citations import Citations, outline_sources
from styrgraf.reports.organisation.words import Words
from styrgraf.store import Iri
from styrgraf.timeline.records import Absence, Certainty, Role
from styrgraf.timeline.spans import OWNER
from styrgraf.timeline.tree import Tree

if TYPE_CHECKING:
    from styrgraf.reports.outline import Section
    from styrgraf.store import Graph
    from styrgraf.timeline.records import Left, Link, Organisation, Standing, Thing

__all__ = ["Absentee", "Band", "Chart", "Entry", "LeftOut", "Statement", "chart_organisation"]

#: Kinds of political bodies in the order that a chart shows them; the council stands above all others.
_COUNCIL = Iri(f"{CONCEPT}body-type/kommunfullmaktige")
_KINDS = (_COUNCIL, *(Iri(f"{CONCEPT}body-type/{name}") for name in ("styrelse", "namnd", "beredning")))


@dataclass(frozen=True, slots=True)
class Statement:
    """How a thing or a link stands on the day, with how it is known.

    :param text: dates in words.
    :param certainty: how sure it is.
    :param authority: how it is known: stated, read, derived or editorial, in words; empty where nothing states it.
    :param citations: numbers of its sources.
    :param foremost: number of the source with the best authority; 0 if it has none.
    """

    text: str
    certainty: Certainty
    authority: str
    citations: tuple[int, ...]
    foremost: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing at its place in the chart.

    :param iri: its IRI.
    :param name: its name.
    :param role: what kind of thing it is.
    :param kind: its classification in words; empty if it has none, or the name says it.
    :param standing: how it stands.
    :param share: owned share in words; empty if none is stated.
    :param link: how its link to what it stands under stands; None at the top of a band.
    :param superior: name of what it belongs to; empty if no page says.
    :param joined: how the link stands, where its dates are others than the thing's.
    :param asides: what else it belongs to, with dates.
    :param beside: its other links: what each is to whom, and how it stands.
    :param below: what stands under it.
    """

    iri: Iri
    name: str
    role: Role
    kind: str
    standing: Statement
    share: str = ""
    link: Statement | None = None
    superior: str = ""
    joined: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    beside: tuple[tuple[str, Statement], ...] = ()
    below: tuple[Entry, ...] = ()

    def count(self) -> int:
        """Count the thing and all that stands under it."""
        return 1 + sum(entry.count() for entry in self.below)


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the chart.

    :param key: what it holds, the same in every language; unique in the chart.
    :param heading: its heading.
    :param entries: its topmost things.
    """

    key: str
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Absentee:
    """A thing that is left out.

    :param iri: its IRI.
    :param name: its name.
    :param told: its dates in words, and what it was a part of, where it is left out because that is.
    :param citations: numbers of the sources.
    """

    iri: Iri
    name: str
    told: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The things that are left out for one reason.

    :param why: the reason.
    :param heading: the reason in words.
    :param things: the things by name.
    """

    why: Absence
    heading: str
    things: tuple[Absentee, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The organisation on a day, ready to be drawn.

    :param city: name of the city; empty if the graph has none.
    :param title: what the chart shows.
    :param council: the council, which stands above all.
    :param bands: the parts below, none of them empty.
    :param left: what is left out, by reason.
    :param things: how many things there are of each certainty, the city not among them.
    :param links: how many links there are of each certainty.
    :param roles: how many things there are of each role, the city not among them.
    :param remarks: what the certainties mean, and what else to keep in mind.
    :param sources: the sources cited.
    :param words: the words that it is written with.
    """

    city: str
    title: str
    council: tuple[Entry, ...]
    bands: tuple[Band, ...]
    left: tuple[LeftOut, ...]
    things: dict[Certainty, int]
    links: dict[Certainty, int]
    roles: dict[Role, int]
    remarks: tuple[str, ...]
    sources: Section
    words: Words

    def titles(self) -> dict[int, str]:
        """Give the title of each source by its number: document, date and place."""
        return {int(item.lead[1:-1]): item.title for item in self.sources.items}

    def parts(self) -> tuple[Band, ...]:
        """List the bands, the council as the first."""
        above = (Band("council", self.words.say("chart-council"), self.council),) if self.council else ()
        return above + self.bands


def chart_organisation(graph: Graph, found: Organisation, language: str) -> Chart:
    """Lay the organisation on a day out as a chart.

    :param graph: the graph.
    :param found: the organisation.
    :param language: ``sv`` or ``en``.
    :returns: the chart; each thing but the city stands in it once.
    """
    return _Charter(graph, found, language).chart()


class _Charter(Words):
    def __init__(self, graph: Graph, found: Organisation, language: str) -> None:
        super().__init__(graph, found, language)
        self.citations = Citations(graph, language)
        self.tree = Tree(found)
        self.told: set[Iri] = set()

    def chart(self) -> Chart:
        found = self.found
        cities = ", ".join(self.name(thing.iri) for thing in found.things if thing.role is Role.CITY)
        day = date(found.as_of, self.language) if found.as_of else self.say("chart-now")
        bodies = sorted(self.tree.tops(Role.BODY), key=self.order)
        council = tuple(self.entry(thing) for thing in bodies if thing.kind == _COUNCIL)
        bands = [Band(Role.BODY.value, self.say("chart-body"), self.entries(bodies))]
        for role in (Role.UNIT, Role.DISTRICT, Role.COLLECTIVE):
            tops = sorted(self.tree.tops(role), key=self.order)
            bands.append(Band(role.value, self.say(f"chart-{role.value}"), self.entries(tops)))
        bands += self.owned()
        things, links = found.count_things(), found.count_links()
        left = tuple(group for why in Absence if (group := self.left_out(why)).things)
        return Chart(
            cities,
            self.say("chart-title", day=day),
            council,
            tuple(band for band in bands if band.entries),
            left,
            {certainty: things[certainty] for certainty in Certainty},
            {certainty: links[certainty] for certainty in Certainty},
            dict(Counter(thing.role for thing in found.things if thing.role is not Role.CITY)),
            tuple(self.remarks()),
            outline_sources(self.citations),
            self,
        )

    def remarks(self) -> list[str]:
        if not self.told:
            return [self.say("none")]
        remarks = [self.say("meaning" if self.found.as_of else "meaning-now")]
        if self.found.as_of and (count := self.found.count_unseen()):
            remarks.append(self.say("unseen-count", count=count))
        return [*remarks, self.say("chart-lines")]

    # Things

    def order(self, thing: Thing) -> tuple[int, bool, str, str]:
        """Order what stands at the top of a band: bodies by kind, others with those first that have something below."""
        place = _KINDS.index(thing.kind) if thing.kind in _KINDS else len(_KINDS)
        return place, thing.role is not Role.BODY and not self.tree.below(thing.iri), *self.by_name(thing)

    def by_name(self, thing: Thing) -> tuple[str, str]:
        return self.name(thing.iri).casefold(), thing.iri

    def entries(self, things: list[Thing]) -> tuple[Entry, ...]:
        return tuple(self.entry(thing) for thing in things if thing.iri not in self.told)

    def entry(self, thing: Thing, under: Link | None = None) -> Entry:
        self.told.add(thing.iri)
        place = under or self.tree.place(thing.iri)
        below = [(self.tree.things[link.child], link) for link in self.tree.below(thing.iri)]
        below.sort(key=lambda pair: self.within(pair[0]))
        beside = tuple(self.beside(link) for link in self.tree.beside(thing.iri))
        return Entry(
            thing.iri,
            self.name(thing.iri),
            thing.role,
            self.kind(thing),
            self.statement(thing.standing),
            self.share(place) if place and place.property == OWNER else "",
            self.statement(place.standing) if place else None,
            self.name(place.parent) if place else "",
            tuple(self.joined(thing, place)),
            tuple(f"{words} ({told.text})" for words, told in beside),
            beside,
            tuple(self.entry(child, link) for child, link in below if child.iri not in self.told),
        )

    def joined(self, thing: Thing, link: Link | None) -> list[str]:
        own, joined = self.standing(thing.standing), self.standing(link.standing) if link else ""
        return [self.say("link", standing=joined)] if joined not in ("", own) else []

    def within(self, thing: Thing) -> tuple[int, bool, str, str]:
        """Order what stands under one thing: bodies before units, those that have something under them first."""
        return list(Role).index(thing.role), not self.tree.below(thing.iri), *self.by_name(thing)

    def statement(self, standing: Standing) -> Statement:
        kind = self.graph.source(standing.sources[0]).kind if standing.sources else None
        authority = phrase(kind.value, self.language) if kind else ""
        foremost = self.citations.cite(standing.sources[:1])
        cited = self.citations.cite(standing.sources)
        return Statement(
            self.standing(standing), standing.certainty, authority, cited, min(foremost or cited, default=0)
        )

    def beside(self, link: Link) -> tuple[str, Statement]:
        text, share = self.also(link), self.share(link)
        return f"{text}, {share}" if share else text, self.statement(link.standing)

    def owned(self) -> list[Band]:
        """Make a band for each owner: first the city, then others, last for what has no known owner."""
        owners: dict[Iri | None, list[Thing]] = defaultdict(list)
        for thing in sorted(self.tree.tops(Role.ENTERPRISE), key=self.within):
            link = self.tree.place(thing.iri)
            owners[link.parent if link else None].append(thing)
        ordered = sorted(
            owners, key=lambda one: (one is None, one not in self.tree.things, self.name(one) if one else "")
        )
        return [
            Band(
                f"{Role.ENTERPRISE.value}-{number}",
                self.say("chart-owned", owner=self.name(owner)) if owner else self.say("chart-no-owner"),
                self.entries(owners[owner]),
            )
            for number, owner in enumerate(ordered, 1)
        ]

    # What is left out

    def left_out(self, why: Absence) -> LeftOut:
        left = sorted((one for one in self.found.left if one.why is why), key=lambda one: self.name(one.iri).casefold())
        return LeftOut(why, self.say(f"chart-{why.value}"), tuple(self.left(one) for one in left))

    def left(self, left: Left) -> Absentee:
        told = self.dates(left.span)
        if left.part_of:
            told.append(self.say("chart-part", thing=self.name(left.part_of)))
        sources = [name for one in (*left.span.begins, *left.span.ends) for name in one.sources]
        cited = self.citations.cite(sources or self.spoken_of(left))
        return Absentee(left.iri, self.name(left.iri), ", ".join(told), cited)

    def spoken_of(self, left: Left) -> tuple[Iri, ...]:
        return tuple(name for one in left.span.known[:1] for name in one.sources) or left.span.undated[:1]
