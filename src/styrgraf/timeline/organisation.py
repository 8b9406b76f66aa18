"""The organisation on a day: bodies, administrations, units, districts and enterprises, and how sure each is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import Iri
from styrgraf.timeline.dates import check_date, stand
from styrgraf.timeline.records import Absence, Certainty, Left, Link, Organisation, Role, Standing, Thing
from styrgraf.timeline.spans import OWNER, Spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.store import Graph
    from styrgraf.timeline.records import Span

__all__ = ["organisation"]

_ORG = PREFIXES["org"]
_CLASSIFICATION = f"{_ORG}classification"
_ROLES = {
    SG.PoliticalBody: Role.BODY,
    f"{_ORG}OrganizationalUnit": Role.UNIT,
    SG.District: Role.DISTRICT,
    SG.MunicipalEnterprise: Role.ENTERPRISE,
    f"{PREFIXES['foaf']}Group": Role.COLLECTIVE,
}
_CITIES = "SELECT DISTINCT ?city WHERE { ?body sg:bodyOf ?city . ?city a sg:Municipality }"
_OTHER_CITIES = "SELECT ?city WHERE { ?city a sg:Municipality FILTER NOT EXISTS { ?body sg:bodyOf ?city } }"
_THINGS = """SELECT DISTINCT ?thing ?of WHERE {
  VALUES ?of { sg:PoliticalBody org:OrganizationalUnit sg:District sg:MunicipalEnterprise foaf:Group }
  ?class rdfs:subClassOf* ?of . ?thing a ?class
}"""
# A collective is told where it has a life of its own, or governs one that has: when five administrations are known
# only as the five, they are still what there was.
_COLLECTIVES = """SELECT DISTINCT ?group WHERE {
  { ?group a foaf:Group ; sg:from|sg:until ?date } UNION
  { ?group a foaf:Group . ?governed a foaf:Group ; sg:governedBy ?group ; sg:from|sg:until ?date }
}"""
#: From the child to what it belongs to; the other way round for members. The first goes before the next.
_UPWARDS = (
    Iri(f"{_ORG}unitOf"),
    Iri(SG.governedBy),
    Iri(SG.subBodyOf),
    Iri(f"{_ORG}subOrganizationOf"),
    Iri(SG.districtOf),
)
#: Of a part that is not itself known on the day: it was not there when the whole was not.
_PARTS = (_UPWARDS[0], _UPWARDS[2], _UPWARDS[3], _UPWARDS[4])
_MEMBER = Iri(f"{_ORG}hasMember")
_ORDER = [Certainty.CERTAIN, Certainty.STRETCHED, Certainty.UNDATED]


@dataclass(frozen=True, slots=True)
class _Told:
    """A link that is told of, whether it held on the day or not."""

    child: Iri
    parent: Iri
    property: Iri
    standing: Standing | Absence
    share: str = ""
    wholly: bool = False


def organisation(graph: Graph, as_of: str | None = None) -> Organisation:
    """Tell how the city was organised on a day, with how sure each thing and each link is.

    What had ended, had not begun or was only ever proposed is left out, and listed as such. A link stands only between
    things that stand. Other municipalities' units are no part of the city; their ownership of its enterprises is.

    :param graph: the graph.
    :param as_of: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; None for all that is not known to have ended.
    :returns: the organisation.
    :raises StyrgrafError: if the day is no date.
    """
    if as_of is not None:
        check_date(as_of)
    return _Reader(graph, as_of).read()


class _Reader:
    def __init__(self, graph: Graph, day: str | None) -> None:
        self.graph = graph
        self.day = day
        self.spans = graph.once(Spans)
        self.cities = {Iri(str(city)) for (city,) in graph.select(_CITIES)}
        self.foreign = {Iri(str(city)) for (city,) in graph.select(_OTHER_CITIES)}

    def read(self) -> Organisation:
        things = {city: Thing(city, Role.CITY, None, _always(self.spans.of_thing(city))) for city in self.cities}
        left: dict[Iri, Left] = {}
        for iri, role in sorted(self.roles().items()):
            span = self.spans.of_thing(iri)
            standing = self.stand(iri, span)
            if isinstance(standing, Absence):
                left[iri] = Left(iri, role, standing, span)
            else:
                things[iri] = Thing(iri, role, self.kind(iri), standing)
        told = list(self.links({*things, *left}))
        self.leave_parts(things, left, told)
        links = sorted(
            (link for link in map(_as_link, told) if link and self.holds(link, things)),
            key=lambda link: (link.child, _ORDER.index(link.standing.certainty), _rank(link), link.parent),
        )
        return Organisation(
            self.day,
            tuple(things[iri] for iri in sorted(things)),
            tuple(links),
            tuple(left[iri] for iri in sorted(left)),
        )

    def leave_parts(self, things: dict[Iri, Thing], left: dict[Iri, Left], told: list[_Told]) -> None:
        """Leave out the parts of what is left out, unless it is certain that they were there themselves."""
        parents: dict[Iri, list[_Told]] = defaultdict(list)
        for one in told:
            if one.property in _PARTS:
                parents[one.child].append(one)
        changed = True
        while changed:
            changed = False
            for child, links in parents.items():
                thing = things.get(child)
                if thing is None or thing.role is Role.CITY or thing.standing.certainty is Certainty.CERTAIN:
                    continue
                whys = [_why_not(one, left) for one in links]
                if why := whys[0] if all(whys) else None:
                    left[child] = Left(child, thing.role, why, thing.standing.span, links[0].parent)
                    del things[child]
                    changed = True

    def roles(self) -> dict[Iri, Role]:
        told = {Iri(str(group)) for (group,) in self.graph.select(_COLLECTIVES)}
        roles: dict[Iri, Role] = {}
        for row in self.graph.select(_THINGS):
            thing, role = Iri(str(row[0])), _ROLES[str(row[1])]
            if (role is not Role.COLLECTIVE or thing in told) and not self.is_foreign(thing):
                roles[thing] = min(roles.get(thing, role), role, key=list(Role).index)
        return roles

    def is_foreign(self, thing: Iri) -> bool:
        belongs = {value for name in _UPWARDS for value in self.graph.values(thing, name)}
        return bool(belongs & self.foreign) and not belongs & self.cities

    def kind(self, thing: Iri) -> Iri | None:
        return next((value for value in self.graph.values(thing, _CLASSIFICATION) if isinstance(value, Iri)), None)

    def stand(self, thing: Iri, span: Span) -> Standing | Absence:
        only_proposed = thing in self.spans.proposed and not (span.begins or span.ends or span.known or self.seen(span))
        return Absence.PROPOSED if only_proposed else stand(span, self.day)

    def seen(self, span: Span) -> bool:
        # A classification by the editors does not show that a thing was there.
        return any(self.graph.source(name).document for name in span.undated)

    # Links

    def links(self, known: set[Iri]) -> Iterator[_Told]:
        for name in _UPWARDS:
            pairs = set(self.graph.pairs(name)) | {(c, p) for c, of, p in self.spans.tenures() if of == name}
            for child, parent in sorted(pairs):
                yield self.told(child, name, parent, self.spans.of_link(child, name, parent))
        pairs = set(self.graph.pairs(_MEMBER)) | {(w, m) for w, of, m in self.spans.tenures() if of == _MEMBER}
        for whole, member in sorted(pairs):
            span = self.spans.of_link(whole, _MEMBER, member)
            # A federation belongs to its members, any other member to what it is a member of.
            federation = member in self.foreign or member in self.cities
            if whole in known:
                yield self.told(*((whole, _MEMBER, member) if federation else (member, _MEMBER, whole)), span)
        for node in self.graph.subjects(f"{PREFIXES['rdf']}type", Iri(SG.Ownership)):
            yield from self.ownership(node)

    def told(self, child: Iri, name: Iri, parent: Iri, span: Span) -> _Told:
        return _Told(child, parent, name, stand(span, self.day))

    def ownership(self, node: Iri) -> Iterator[_Told]:
        standing = stand(self.spans.of_node(node), self.day)
        share = next(map(str, self.graph.values(node, SG.share)), "")
        wholly = any(str(value) in {"true", "1"} for value in self.graph.values(node, SG.wholly))
        for owned in self.graph.values(node, SG.owned):
            for owner in self.graph.values(node, SG.owner):
                if isinstance(owned, Iri) and isinstance(owner, Iri):
                    yield _Told(owned, owner, OWNER, standing, share, wholly)

    def holds(self, link: Link, things: dict[Iri, Thing]) -> bool:
        if link.child not in things or link.child == link.parent:
            return False
        # An enterprise may be owned by those who are no part of the city, a federation have other members.
        return link.parent in things or link.property == OWNER or link.parent in self.foreign


def _always(span: Span) -> Standing:
    return Standing(Certainty.CERTAIN, span)


def _as_link(told: _Told) -> Link | None:
    if isinstance(told.standing, Absence):
        return None
    return Link(told.child, told.parent, told.property, told.standing, told.share, told.wholly)


def _why_not(told: _Told, left: dict[Iri, Left]) -> Absence | None:
    """Tell why a thing cannot have been there through a link; None if it can: it may have belonged elsewhere before."""
    if told.standing is Absence.NOT_BEGUN:
        return Absence.NOT_BEGUN
    return left[told.parent].why if told.parent in left else None


def _rank(link: Link) -> int:
    return (*_UPWARDS[:3], OWNER, *_UPWARDS[3:], _MEMBER).index(link.property)
