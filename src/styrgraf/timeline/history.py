"""The life of a unit, a body, a post or a person in office: what pages tell of it in time order, and what none says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import Iri
from styrgraf.timeline.dates import compare, last_day, sort_key
from styrgraf.timeline.records import Change, Gap, History, Holding, Relation, Span, Subject
from styrgraf.timeline.spans import OWNER, Spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Graph
    from styrgraf.timeline.records import Dated

__all__ = ["history"]

_ORG = PREFIXES["org"]
_CHANGED = (f"{_ORG}originalOrganization", f"{_ORG}resultingOrganization")
_CLASSES = """SELECT DISTINCT ?of ?thing WHERE {
  VALUES ?of { foaf:Person org:Post foaf:Agent }
  ?class rdfs:subClassOf* ?of . ?thing a ?class
}"""
_POSTS = "SELECT DISTINCT ?post ?thing WHERE { ?post org:postIn|sg:leads ?thing }"
_UPWARDS = tuple(
    Iri(name)
    for name in (
        f"{_ORG}unitOf",
        SG.governedBy,
        SG.subBodyOf,
        SG.bodyOf,
        SG.appointedBy,
        f"{_ORG}subOrganizationOf",
        SG.districtOf,
        SG.inUnit,
    )
)
_OUTWARDS = (*_UPWARDS, Iri(f"{_ORG}hasMember"))
_POST_PROPERTIES = (Iri(f"{_ORG}postIn"), Iri(SG.leads))
_MEMBER = Iri(f"{_ORG}hasMember")
_LATE = "9999"


def history(graph: Graph, ident_iri: str) -> History:
    """Tell the life of a thing.

    :param graph: the graph.
    :param ident_iri: IRI of an organisation of any kind, a post or a person.
    :returns: its life, with what no page says of it.
    :raises StyrgrafError: if it is none of these.
    """
    return _Teller(graph, Iri(ident_iri)).tell()


class _Teller:
    def __init__(self, graph: Graph, focus: Iri) -> None:
        self.graph = graph
        self.focus = focus
        self.spans = graph.once(Spans)
        self.subject = self.find_subject()

    def find_subject(self) -> Subject:
        kinds = {str(kind) for (kind, *_) in self.graph.select(_CLASSES, thing=self.focus)}
        for kind, subject in (
            (f"{PREFIXES['foaf']}Person", Subject.PERSON),
            (f"{_ORG}Post", Subject.POST),
            (f"{PREFIXES['foaf']}Agent", Subject.ORGANISATION),
        ):
            if kind in kinds:
                return subject
        name = self.graph.label(self.focus)
        raise StyrgrafError(f"“{name}” has no life to tell", remedy="name an organisation, a post or a person")

    def tell(self) -> History:
        life = self.spans.of_thing(self.focus)
        changes = self.changes() if self.subject is Subject.ORGANISATION else ()
        holdings = self.holdings()
        relations = () if self.subject is Subject.PERSON else self.relations()
        gaps = tuple(self.gaps(life, changes, holdings, relations))
        return History(self.focus, self.subject, life, changes, holdings, relations, gaps)

    # Predecessors and successors

    def changes(self) -> tuple[Change, ...]:
        found = [*self.walk(-1), *self.walk(1)]
        return tuple(
            sorted(found, key=lambda change: (change.steps, self.first(change.dates), change.event, change.earlier))
        )

    def walk(self, step: int) -> list[Change]:
        """Follow the changes backwards or forwards, each organisation once."""
        here, there = _CHANGED if step > 0 else reversed(_CHANGED)
        found: dict[tuple[Iri, Iri, Iri], Change] = {}
        seen, pending = {self.focus}, [(self.focus, step)]
        while pending:
            thing, steps = pending.pop(0)
            for event in self.graph.subjects(here, thing):
                for other in self.graph.values(event, there):
                    if not isinstance(other, Iri) or other == thing:
                        continue
                    earlier, later = (thing, other) if step > 0 else (other, thing)
                    found.setdefault((event, earlier, later), self.change(event, earlier, later, steps))
                    if other not in seen:
                        seen.add(other)
                        pending.append((other, steps + step))
        return list(found.values())

    def change(self, event: Iri, earlier: Iri, later: Iri, steps: int) -> Change:
        kind = next((value for value in self.graph.values(event, SG.changeType) if isinstance(value, Iri)), None)
        ends = zip(_CHANGED, (earlier, later), strict=True)
        sources = [source for name, thing in ends for source in self.graph.evidence(event, name, thing)]
        return Change(
            event, kind, self.spans.dates(event, "date"), earlier, later, steps, self.graph.sort_sources(sources)
        )

    # Posts and their holders

    def holdings(self) -> tuple[Holding, ...]:
        if self.subject is Subject.PERSON:
            nodes = self.graph.subjects(f"{_ORG}member", self.focus)
        elif self.subject is Subject.POST:
            nodes = self.graph.subjects(SG.post, self.focus)
        else:
            posts = [Iri(str(post)) for (post, *_) in self.graph.select(_POSTS, thing=self.focus)]
            nodes = [node for post in sorted(posts) for node in self.graph.subjects(SG.post, post)]
        return tuple(sorted(map(self.holding, dict.fromkeys(nodes)), key=self.in_time))

    def holding(self, node: Iri) -> Holding:
        return Holding(
            node,
            next(iter(self.things(node, f"{_ORG}member")), None),
            next(iter(self.things(node, SG.post)), None),
            self.things(node, SG.representing),
            any(str(value) in {"true", "1"} for value in self.graph.values(node, SG.acting)),
            self.spans.of_node(node),
            self.spans.stated(node),
        )

    def things(self, subject: Iri, name: str) -> tuple[Iri, ...]:
        return tuple(value for value in self.graph.values(subject, name) if isinstance(value, Iri))

    def in_time(self, holding: Holding) -> tuple[object, ...]:
        return (*self.order(holding.span), holding.post or "", self.graph.label(holding.person or holding.iri))

    def order(self, span: Span) -> tuple[tuple[str, int], tuple[str, int]]:
        """Order by the first date known of it, then by the last; what is undated comes last."""
        values = sorted((one.value for one in span.begins or span.known), key=sort_key)
        ends = sorted((one.value for one in span.ends), key=sort_key)
        first = (values or ends or [_LATE])[0]
        last = (ends or values or [_LATE])[-1]
        return sort_key(min(first, last)), sort_key(last)

    # Superiors, governing bodies and owners

    def relations(self) -> tuple[Relation, ...]:
        found = []
        upwards = _POST_PROPERTIES if self.subject is Subject.POST else _OUTWARDS
        for name in upwards:
            others = {value for value in self.graph.values(self.focus, name) if isinstance(value, Iri)}
            others |= {p for child, of, p in self.spans.tenures() if of == name and child == self.focus}
            found += [self.relation(self.focus, name, other) for other in sorted(others)]
        if self.subject is Subject.ORGANISATION:
            for name in (_MEMBER, Iri(SG.governedBy)):
                others = set(self.graph.subjects(name, self.focus))
                others |= {child for child, of, parent in self.spans.tenures() if of == name and parent == self.focus}
                found += [self.relation(other, name, self.focus) for other in sorted(others)]
            found += self.ownerships()
        return tuple(sorted(found, key=lambda one: (*self.order(one.span), one.incoming, one.property, one.other)))

    def relation(self, child: Iri, name: Iri, parent: Iri) -> Relation:
        span = self.spans.of_link(child, name, parent)
        sources = self.graph.sort_sources(
            (*self.graph.evidence(child, name, parent), *self.spans.tenure_sources(child, name, parent))
        )
        incoming = parent == self.focus
        return Relation(name, child if incoming else parent, span, sources, incoming)

    def ownerships(self) -> list[Relation]:
        found = []
        for here, there, incoming in ((SG.owned, SG.owner, False), (SG.owner, SG.owned, True)):
            for node in self.graph.subjects(here, self.focus):
                share = next(map(str, self.graph.values(node, SG.share)), "")
                wholly = any(str(value) in {"true", "1"} for value in self.graph.values(node, SG.wholly))
                span, sources = self.spans.of_node(node), self.spans.stated(node)
                for other in self.graph.values(node, there):
                    if isinstance(other, Iri):
                        found.append(Relation(OWNER, other, span, sources, incoming, share, wholly))
        return found

    # What no page says

    def gaps(
        self, life: Span, changes: tuple[Change, ...], holdings: tuple[Holding, ...], relations: tuple[Relation, ...]
    ) -> Iterable[Gap]:
        if self.subject is Subject.ORGANISATION:
            yield from self.gaps_of_life(life)
            if not changes:
                yield Gap.NO_CHANGES
            if any(not change.dates for change in changes):
                yield Gap.UNDATED_CHANGES
            company = self.is_a(SG.MunicipalEnterprise)
            if company and not any(one.property in (OWNER, _MEMBER) and not one.incoming for one in relations):
                yield Gap.NO_OWNER
            if not company and not any(one.property in _UPWARDS and not one.incoming for one in relations):
                yield Gap.NO_SUPERIOR
        if not holdings:
            yield Gap.NO_POSTS if self.subject is Subject.PERSON else Gap.NO_HOLDERS
        elif any(not (one.span.begins or one.span.ends or one.span.known) for one in holdings):
            yield Gap.UNDATED_HOLDINGS

    def gaps_of_life(self, life: Span) -> Iterable[Gap]:
        if not life.begins:
            yield Gap.NO_BEGINNING
        if not life.ends:
            yield Gap.NO_END
        if any(compare(one.value, other.value) for one in life.begins for other in life.begins):
            yield Gap.BEGINNINGS_DISAGREE
        if any(compare(last_day(one), last_day(other)) for one in life.ends for other in life.ends):
            yield Gap.ENDS_DISAGREE
        if not (life.begins or life.ends or life.known):
            seen = any(self.graph.source(name).document for name in life.undated)
            yield Gap.ONLY_PROPOSED if self.focus in self.spans.proposed and not seen else Gap.ONLY_UNDATED

    def is_a(self, kind: str) -> bool:
        return kind in self.graph.types(self.focus)

    def first(self, dates: tuple[Dated, ...]) -> tuple[str, int]:
        return sort_key(dates[0].value if dates else _LATE)
