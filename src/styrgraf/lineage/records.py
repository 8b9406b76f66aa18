"""What a lineage report holds: frozen records, one for each part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    import networkx as nx

    from styrgraf.store import Iri, Term

__all__ = ["Context", "Course", "Edge", "Gap", "Left", "Lineage", "Money", "Node", "State", "Step"]


class State(StrEnum):
    """How a step of the expected path stands."""

    EVIDENCED = "evidenced"
    PLANNED = "planned"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Node:
    """A thing on the path.

    :param id: its IRI.
    :param type: name of its class, in the reader's language.
    :param label: its name.
    :param date: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as any source gives it; empty if unknown.
    :param status: its status in words; empty if none is known.
    :param depth: number of steps from the focus.
    :param certainty: as of a day: ``certain``, ``stretched`` or ``undated``; why it is left out, for a focus that is
        (``ended``, ``not-begun`` or ``proposed``); empty when no day is asked.
    """

    id: Iri
    type: str
    label: str
    date: str
    status: str
    depth: int
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A lineage edge, from the later to the earlier.

    :param later: IRI of the later thing.
    :param earlier: IRI of the earlier thing.
    :param property: IRI of the property that joins them.
    :param evidence: graphs that state it.
    :param certainty: as of a day: ``certain``, ``stretched`` or ``undated``; empty when no day is asked.
    """

    later: Iri
    earlier: Iri
    property: Iri
    evidence: tuple[Iri, ...]
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount on the path.

    :param id: IRI of the appropriation or transfer.
    :param amount: in whole units of the currency; None if no source gives it.
    :param currency: ISO 4217 code.
    :param origin: IRI of what it is taken from; None if unknown.
    :param receiver: IRI of whom or what it goes to; None if unknown.
    :param year: ``YYYY``; empty if unknown.
    :param status: IRI of the status; None if unknown.
    :param evidence: graphs that state the amount.
    :param part_of: IRI of the money on the path that it is a part of, and is not added to.
    """

    id: Iri
    amount: Decimal | None
    currency: str
    origin: Iri | None
    receiver: Iri | None
    year: str
    status: Iri | None
    evidence: tuple[Iri, ...]
    part_of: Iri | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the path that a matter normally takes.

    :param step: IRI of the step.
    :param label: its name.
    :param state: evidenced, planned or missing.
    :param shown_by: IRIs of the things that show it.
    :param evidence: passages in which it is evidenced or planned.
    :param dates: of the things that show it, each as precise as any source gives it, the earliest first.
    :param paragraphs: numbers of the decisions that show it, in the minutes (§).
    :param required: whether every matter of the kind takes it; else only where the matter calls for it.
    """

    step: Iri
    label: str
    state: State
    shown_by: tuple[Iri, ...]
    evidence: tuple[Iri, ...]
    dates: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a case: which kind of matter it is, why, and how each of its steps stands.

    :param case: IRI of the case.
    :param procedure: IRI of the procedure that it follows; None if none applies.
    :param label: name of the procedure; empty if none applies.
    :param definition: what kind of matter follows it; empty if it has no definition.
    :param shown_by: IRIs of the things that show that the procedure applies.
    :param evidence: passages that show it.
    :param steps: the steps in order; those that the matter does not call for are left out.
    """

    case: Iri
    procedure: Iri | None
    label: str
    definition: str
    shown_by: tuple[Iri, ...]
    evidence: tuple[Iri, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """A fact beside the path: who, with whom, on what subject, to whom.

    :param about: IRI of the thing on the path.
    :param property: IRI of the property.
    :param value: the other thing, or a literal.
    :param incoming: True if the fact is about the other thing, which names the thing on the path.
    :param evidence: graphs that state it.
    """

    about: Iri
    property: Iri
    value: Term
    incoming: bool
    evidence: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that no source shows.

    :param kind: name of the gap query.
    :param about: IRI of the thing.
    :param message: one sentence.
    """

    kind: str
    about: Iri
    message: str


@dataclass(frozen=True, slots=True)
class Left:
    """A thing that is on the path, but not as of the day.

    :param id: its IRI.
    :param why: ``ended``, ``not-begun`` or ``proposed``, which is known only from proposals.
    """

    id: Iri
    why: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """The lineage of a thing.

    :param focus: IRI of the thing that was asked about.
    :param direction: ``up``, ``down`` or ``both``.
    :param language: ``sv`` or ``en``.
    :param nodes: things on the path, earliest first.
    :param edges: what joins them.
    :param money: amounts on the path.
    :param course: the expected path of its case against the evidence; None if the focus is in no case.
    :param context: facts beside the path.
    :param gaps: what no source shows.
    :param cycles: things that came of themselves.
    :param hinges: things that all lineage of the focus passes.
    :param as_of: the day, month or year that it is told as of; empty when none is asked.
    :param left: what is left out as of that day, by IRI.
    """

    focus: Iri
    direction: str
    language: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    money: tuple[Money, ...]
    course: Course | None
    context: tuple[Context, ...]
    gaps: tuple[Gap, ...]
    cycles: tuple[tuple[Iri, ...], ...]
    hinges: tuple[Iri, ...]
    as_of: str = ""
    left: tuple[Left, ...] = ()

    @property
    def path(self) -> tuple[Step, ...]:
        """The steps of the expected path; empty if the focus is in no case, or no procedure applies to it."""
        return self.course.steps if self.course else ()

    @property
    def procedure(self) -> str:
        """Name of the procedure that the path is of; empty if there is none."""
        return self.course.label if self.course else ""

    def to_networkx(self) -> nx.MultiDiGraph[Iri]:
        """Make a network of the path, for networkx: edges point from the later to the earlier.

        :returns: nodes with ``type, label, date, status, depth``; edges with ``property`` and ``evidence``; as of a day
            both with ``certainty``, and the network with ``as_of``.
        """
        import networkx as nx  # noqa: PLC0415 - only where a network is asked for

        network: nx.MultiDiGraph[Iri] = nx.MultiDiGraph()
        for node in self.nodes:
            network.add_node(
                node.id, type=node.type, label=node.label, date=node.date, status=node.status, depth=node.depth
            )
        for edge in self.edges:
            network.add_edge(edge.later, edge.earlier, edge.property, property=edge.property, evidence=edge.evidence)
        if self.as_of:
            network.graph["as_of"] = self.as_of
            for node in self.nodes:
                network.nodes[node.id]["certainty"] = node.certainty
            for edge in self.edges:
                network.edges[edge.later, edge.earlier, edge.property]["certainty"] = edge.certainty
        return network
