"""What a drawing of a lineage shows, before anything has a place: cards for things, links, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from styrgraf.documents.ordering import natural_key
from styrgraf.namespaces import CONCEPT, PREFIXES, SG
from styrgraf.phrases import amount, date, phrase
from styrgraf.reports.drawing.words import say
from styrgraf.store import Graph, Iri, Kind

if TYPE_CHECKING:
    from styrgraf.lineage.records import Context, Edge, Lineage, Node
    from styrgraf.store import Term

__all__ = ["Arrow", "Beside", "Card", "Scene", "Shape", "set_scene"]


class Shape(StrEnum):
    """What kind of thing a card is for; each has an outline and a colour of its own."""

    DECISION = "decision"
    ASSIGNMENT = "assignment"
    PROPOSAL = "proposal"
    MONEY = "money"
    INITIATIVE = "initiative"
    MEETING = "meeting"
    CASE = "case"
    DOCUMENT = "document"
    AGENT = "agent"
    MISSING = "missing"
    THING = "thing"


_AGENT = f"{PREFIXES['foaf']}Agent"
# A thing of several classes takes the first shape.
_SHAPES = {
    SG.Decision: Shape.DECISION,
    SG.Assignment: Shape.ASSIGNMENT,
    SG.Proposal: Shape.PROPOSAL,
    SG.Appropriation: Shape.MONEY,
    SG.Transfer: Shape.MONEY,
    SG.Initiative: Shape.INITIATIVE,
    SG.Meeting: Shape.MEETING,
    SG.Case: Shape.CASE,
    SG.Document: Shape.DOCUMENT,
    _AGENT: Shape.AGENT,
}
_PROPOSED = Iri(f"{CONCEPT}money-status/foreslagen")
_PLANNED = Iri(f"{CONCEPT}meeting-status/planerat")
#: Gap queries of such names tell of something that should have followed; the others, of what is known in part.
_NOTHING_FOLLOWED = "no-"


@dataclass(frozen=True, slots=True)
class Beside:
    """A line in a card: who had to do with the thing, or a part of it.

    :param text: what is written.
    :param hint: the whole fact in words.
    :param kind: on what authority.
    :param thing: IRI of the agent or part.
    :param edge: the lineage edge that it shows, if it is one.
    """

    text: str
    hint: str
    kind: Kind
    thing: Iri
    edge: Edge | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A thing in the drawing.

    :param id: its IRI, or for what is missing a name.
    :param shape: what kind of thing it is.
    :param type: its class in words.
    :param name: its name.
    :param amount: its amount of money in words.
    :param note: date and status in words.
    :param dashed: True for what is proposed or planned.
    :param focus: True for what the report is about.
    :param gaps: messages about what no source shows of it.
    :param parts: its parts.
    :param who: agents that had to do with it.
    """

    id: str
    shape: Shape
    type: str
    name: str
    amount: str = ""
    note: str = ""
    dashed: bool = False
    focus: bool = False
    gaps: tuple[str, ...] = ()
    parts: tuple[Beside, ...] = ()
    who: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """What joins two cards.

    :param earlier: id of the earlier card.
    :param later: id of the later card.
    :param text: what is written beside it, read along the arrow.
    :param hint: the whole fact in words.
    :param kind: on what authority.
    :param open: True if it leads to what is planned or missing.
    :param edge: the lineage edge that it shows, if it is one.
    """

    earlier: str
    later: str
    text: str
    hint: str
    kind: Kind
    open: bool = False
    edge: Edge | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a drawing shows.

    :param title: what it is a drawing of.
    :param cards: the things on the path, earliest first, and what is planned or missing.
    :param aside: things that no link joins to the path.
    :param arrows: what joins the cards.
    :param last: ids of the cards that stand furthest to the right: what was planned, and never decided.
    """

    title: str
    cards: tuple[Card, ...]
    aside: tuple[Card, ...]
    arrows: tuple[Arrow, ...]
    last: frozenset[str]


def set_scene(graph: Graph, lineage: Lineage) -> Scene:
    """Decide what a drawing of a lineage shows.

    :param graph: the graph that it was traced in.
    :param lineage: the lineage.
    :returns: cards and arrows.
    """
    return _Setter(graph, lineage).scene()


class _Setter:
    def __init__(self, graph: Graph, lineage: Lineage) -> None:
        self.graph = graph
        self.lineage = lineage
        self.language = lineage.language
        self.classes: dict[str, set[str]] = {}
        for name, above in graph.select("SELECT ?class ?above WHERE { ?class rdfs:subClassOf* ?above }"):
            self.classes.setdefault(str(name), set()).add(str(above))
        rows = graph.select("SELECT ?p WHERE { ?p rdfs:subPropertyOf* dcterms:isPartOf }")
        self.part_properties = {str(row[0]) for row in rows}
        self.shapes = {node.id: self.shape(node.id) for node in lineage.nodes}
        self.chips = self.find_chips()
        self.listed = self.find_listed()
        self.money = {money.id: money for money in lineage.money}

    def shape(self, thing: Iri) -> Shape:
        classes = {above for name in self.graph.types(thing) for above in self.classes.get(name, {name})}
        return next((shape for name, shape in _SHAPES.items() if name in classes), Shape.THING)

    def find_chips(self) -> set[Iri]:
        """Agents stand as lines in the cards that they have to do with: as boxes they would draw all together."""
        agents = {thing for thing, shape in self.shapes.items() if shape is Shape.AGENT} - {self.lineage.focus}
        linked = {end for edge in self.lineage.edges for end in (edge.later, edge.earlier)}
        among = {
            end
            for edge in self.lineage.edges
            if edge.later in agents and edge.earlier in agents
            for end in (edge.later, edge.earlier)
        }
        return (agents & linked) - among

    def find_listed(self) -> dict[Iri, Edge]:
        """Parts that nothing else is linked to stand as lines in the card of the whole."""
        edges: dict[Iri, list[Edge]] = {}
        for edge in self.lineage.edges:
            for end in {edge.later, edge.earlier} - self.chips:
                edges.setdefault(end, []).append(edge)
        alone = {thing: found[0] for thing, found in edges.items() if len(found) == 1 and thing != self.lineage.focus}
        return {
            thing: edge
            for thing, edge in alone.items()
            if edge.property in self.part_properties
            and thing == edge.later != edge.earlier
            and edge.earlier not in self.chips
            and not any(thing in (other.later, other.earlier) for other in self.lineage.edges if other != edge)
        }

    def scene(self) -> Scene:
        arrows = [
            self.arrow(edge)
            for edge in self.lineage.edges
            if not {edge.later, edge.earlier} & self.chips and self.listed.get(edge.later) != edge
        ]
        planned, plans = self.plans({end for arrow in arrows for end in (arrow.earlier, arrow.later)})
        missing, absences = self.missing()
        ends = {end for arrow in (*arrows, *plans, *absences) for end in (arrow.earlier, arrow.later)}
        nodes = [node for node in self.lineage.nodes if node.id not in self.chips and node.id not in self.listed]
        things = [self.card(node) for node in nodes]
        undecided = {plan.earlier for plan in plans if any(plan.later == card.id and card.dashed for card in planned)}
        last = {card.id for card in planned if card.dashed}
        last |= {absence.later for absence in absences if absence.earlier in undecided}
        return Scene(
            title=say("title", self.language, thing=self.name(self.lineage.focus)),
            cards=(*(card for card in things if card.id in ends), *planned, *missing),
            aside=tuple(
                sorted((card for card in things if card.id not in ends), key=lambda card: card.id != self.lineage.focus)
            ),
            arrows=(*arrows, *plans, *absences),
            last=frozenset(last),
        )

    def name(self, thing: Iri) -> str:
        return self.graph.label(thing, self.language)

    # Cards

    def card(self, node: Node) -> Card:
        money = self.money.get(node.id)
        proposed = self.shapes[node.id] is Shape.PROPOSAL or (money is not None and money.status == _PROPOSED)
        words = ""
        if money:
            known = money.amount is not None
            words = amount(money.amount, money.currency, self.language) if money.amount is not None else ""
            words = words if known else phrase("unknown-amount", self.language)
        when = date(node.date, self.language) if node.date else ""
        number = str(next(iter(self.graph.values(node.id, f"{PREFIXES['dcterms']}identifier")), ""))
        return Card(
            id=node.id,
            shape=self.shapes[node.id],
            type=node.type,
            name=node.label if number in node.label else f"{number} {node.label}",
            amount=words,
            note=" · ".join(part for part in (when, node.status) if part),
            dashed=proposed,
            focus=node.depth == 0,
            gaps=self.gaps_about(node.id),
            parts=self.parts(node.id),
            who=self.who(node.id),
        )

    def gaps_about(self, thing: str) -> tuple[str, ...]:
        gaps = [gap for gap in self.lineage.gaps if gap.about == thing and not gap.kind.startswith(_NOTHING_FOLLOWED)]
        return tuple(dict.fromkeys(gap.message for gap in gaps))

    def parts(self, whole: Iri) -> tuple[Beside, ...]:
        found: dict[Iri, tuple[Kind, Edge | None]] = {}
        for fact in self.lineage.context:
            if fact.about == whole and fact.incoming and fact.property in self.part_properties:
                found[Iri(str(fact.value))] = (self.kind(fact.evidence), None)
        for thing, edge in self.listed.items():
            if edge.earlier == whole:
                found[thing] = (self.kind(edge.evidence), edge)
        numbers = {thing: next(iter(self.graph.values(thing, SG.ordinal)), None) for thing in found}
        numbered = sorted(found, key=lambda thing: (natural_key(str(numbers[thing] or "")), self.name(thing), thing))
        parts = []
        for thing in numbered:
            lead = f"{numbers[thing]}. " if numbers[thing] else "– "
            kind, shown = found[thing]
            parts.append(Beside(f"{lead}{self.name(thing)}", self.name(thing), kind, thing, shown))
        return tuple(parts)

    def who(self, thing: Iri) -> tuple[Beside, ...]:
        lines = []
        for edge in self.lineage.edges:
            if edge.later == thing and edge.earlier in self.chips:
                lines.append(self.line(thing, edge.property, edge.earlier, edge.evidence, edge))
            elif edge.earlier == thing and edge.later in self.chips:
                label = self.read_along(edge)
                hint = self.hint(edge)
                text = f"{label}: {self.name(edge.later)}"
                lines.append(Beside(text, hint, self.kind(edge.evidence), edge.later, edge))
        for fact in self.lineage.context:
            if fact.about == thing and not fact.incoming and self.is_someone(fact):
                lines.append(self.line(thing, fact.property, Iri(str(fact.value)), fact.evidence))
        return tuple(lines)

    def is_someone(self, fact: Context) -> bool:
        if not isinstance(fact.value, Iri):
            return False
        classes = {above for name in self.graph.types(fact.value) for above in self.classes.get(name, {name})}
        return bool(classes & {_AGENT, f"{PREFIXES['org']}Post"})

    def line(
        self, thing: Iri, predicate: Iri, other: Iri, evidence: tuple[Iri, ...], edge: Edge | None = None
    ) -> Beside:
        label = self.graph.label(predicate, self.language)
        hint = self.fact(thing, label, other, evidence)
        return Beside(f"{label}: {self.name(other)}", hint, self.kind(evidence), other, edge)

    # Arrows

    def arrow(self, edge: Edge) -> Arrow:
        return Arrow(
            edge.earlier, edge.later, self.read_along(edge), self.hint(edge), self.kind(edge.evidence), edge=edge
        )

    def read_along(self, edge: Edge) -> str:
        """Name an edge as read from the earlier to the later, as the arrow goes."""
        label = self.graph.label(edge.property, self.language)
        if not self.is_of_the_later(edge):
            return label
        # Without a name for the other direction, the sign says that it is read against the arrow.
        return self.graph.inverse_label(edge.property, self.language) or f"← {label}"

    def is_of_the_later(self, edge: Edge) -> bool:
        return edge.earlier in self.graph.values(edge.later, edge.property)

    def hint(self, edge: Edge) -> str:
        ends = (edge.later, edge.earlier) if self.is_of_the_later(edge) else (edge.earlier, edge.later)
        return self.fact(ends[0], self.graph.label(edge.property, self.language), ends[1], edge.evidence)

    def fact(self, thing: Iri, label: str, other: Iri, evidence: tuple[Iri, ...]) -> str:
        kind = self.kind(evidence)
        marked = kind in (Kind.READING, Kind.EDITORIAL, Kind.DERIVED)
        mark = f" ({phrase(kind.value, self.language)})" if marked else ""
        return f"{self.name(thing)} – {label} – {self.name(other)}{mark}"

    def kind(self, evidence: tuple[Iri, ...]) -> Kind:
        return self.graph.source(evidence[0]).kind if evidence else Kind.STATED

    def plans(self, linked: set[str]) -> tuple[list[Card], list[Arrow]]:
        """Draw the meetings that proposals were planned for."""
        cards, arrows = dict[Iri, Card](), []
        # By day, so that they stand in that order.
        for fact in sorted(self.lineage.context, key=lambda fact: self.day(fact.value)):
            proposal = self.shapes.get(fact.about) is Shape.PROPOSAL or fact.about in linked
            if fact.property != SG.plannedFor or fact.incoming or not proposal or not isinstance(fact.value, Iri):
                continue
            if fact.value not in self.shapes:
                open_ = _PLANNED in self.graph.values(fact.value, SG.meetingStatus)
                status = [self.name(Iri(str(name))) for name in self.graph.values(fact.value, SG.meetingStatus)]
                day = date(self.day(fact.value), self.language)
                cards[fact.value] = Card(
                    id=fact.value,
                    shape=Shape.MEETING,
                    type=", ".join(self.graph.label(name, self.language) for name in self.graph.types(fact.value)),
                    name=self.name(fact.value),
                    note=" · ".join(part for part in (day, *status) if part),
                    dashed=open_,
                    gaps=self.gaps_about(fact.value),
                )
            label = self.graph.label(fact.property, self.language)
            hint = self.fact(fact.about, label, fact.value, fact.evidence)
            arrows.append(Arrow(fact.about, fact.value, label, hint, self.kind(fact.evidence), open=True))
        return list(cards.values()), arrows

    def day(self, thing: Term) -> str:
        days = self.graph.values(thing, SG.date) if isinstance(thing, Iri) else []
        return str(days[0]) if days else ""

    def missing(self) -> tuple[list[Card], list[Arrow]]:
        """Draw what should have followed, but no source shows, where it would stand."""
        cards, arrows = [], []
        drawn = self.shapes.keys() - self.chips - self.listed.keys()
        for gap in self.lineage.gaps:
            if gap.kind.startswith(_NOTHING_FOLLOWED) and gap.about in drawn:
                name = f"gap/{gap.kind}/{gap.about}"
                message = gap.message.partition(":")[0]
                cards.append(
                    Card(name, Shape.MISSING, say("missing", self.language), message, dashed=True, gaps=(gap.message,))
                )
                arrows.append(Arrow(gap.about, name, "", gap.message, Kind.STATED, open=True))
        return cards, arrows
