"""The records of the timeline: when something held, how sure that is on a day, and what a life consists of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from styrgraf.store import Iri

__all__ = [
    "Absence",
    "Certainty",
    "Change",
    "Dated",
    "Gap",
    "History",
    "Holding",
    "Left",
    "Link",
    "Organisation",
    "Relation",
    "Role",
    "Span",
    "Standing",
    "Subject",
    "Thing",
]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of something, and what states it.

    :param value: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as the source.
    :param sources: graphs that state it, best authority first.
    :param by_change: True if it follows from the date of a change of organisation; an end is then the first day on
        which the thing no longer was.
    """

    value: str
    sources: tuple[Iri, ...] = ()
    by_change: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """All that is known of when something held.

    :param begins: when it began; more than one if sources disagree.
    :param ends: when it ended.
    :param known: dates on which it held, in order.
    :param undated: graphs that state it without any date.
    """

    begins: tuple[Dated, ...] = ()
    ends: tuple[Dated, ...] = ()
    known: tuple[Dated, ...] = ()
    undated: tuple[Iri, ...] = ()


class Certainty(StrEnum):
    """How sure it is that something held on a day."""

    CERTAIN = "certain"
    STRETCHED = "stretched"
    UNDATED = "undated"


class Absence(StrEnum):
    """Why something is left out on a day."""

    ENDED = "ended"
    NOT_BEGUN = "not-begun"
    PROPOSED = "proposed"  # known only from proposals, which need not have come true


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands on a day.

    :param certainty: how sure it is that it held.
    :param span: all that is known of when it held.
    :param known: the date that the certainty rests on, where it is one on which it was known: for what is certain the
        day itself or a coarser period around it, for what is stretched the nearest known date; empty otherwise.
    :param sources: graphs that show it, best authority first.
    :param unseen: True for what is certain because it had begun and no page says that it ended, where no page of the
        day or later tells of it either: it may have ended unnoticed.
    """

    certainty: Certainty
    span: Span
    known: str = ""
    sources: tuple[Iri, ...] = ()
    unseen: bool = False


class Role(StrEnum):
    """What kind of thing stands in the organisation."""

    CITY = "city"
    BODY = "body"
    UNIT = "unit"
    DISTRICT = "district"
    ENTERPRISE = "enterprise"
    COLLECTIVE = "collective"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the organisation on a day.

    :param iri: its IRI.
    :param role: what kind of thing it is.
    :param kind: IRI of its classification, such as a committee or a department; None if it has none.
    :param standing: how it stands on the day.
    """

    iri: Iri
    role: Role
    kind: Iri | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Link:
    """What a thing belongs to on a day.

    :param child: the thing.
    :param parent: what it belongs to, or who governs or owns it.
    :param property: IRI of the property; for ownership that of the owner.
    :param standing: how the link stands on the day.
    :param share: owned share in per cent as stated; empty if none is.
    :param wholly: whether it is stated to be wholly owned.
    """

    child: Iri
    parent: Iri
    property: Iri
    standing: Standing
    share: str = ""
    wholly: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A thing that is left out on a day.

    :param iri: its IRI.
    :param role: what kind of thing it is.
    :param why: whether it had ended, had not begun, or is known only from proposals.
    :param span: all that is known of when it was.
    :param part_of: what it was a part of, where it is left out because that is.
    """

    iri: Iri
    role: Role
    why: Absence
    span: Span
    part_of: Iri | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A city's organisation on a day.

    :param as_of: the day, month or year; None for all that is not known to have ended.
    :param things: what there was, by IRI.
    :param links: what belongs to what, for each thing the surest first.
    :param left: what is left out.
    """

    as_of: str | None
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    left: tuple[Left, ...]

    def count_things(self) -> Counter[Certainty]:
        """Count the things of each certainty, the city itself not among them."""
        return Counter(thing.standing.certainty for thing in self.things if thing.role is not Role.CITY)

    def count_links(self) -> Counter[Certainty]:
        """Count the links of each certainty."""
        return Counter(link.standing.certainty for link in self.links)

    def count_unseen(self) -> int:
        """Count the things that had begun, and that no page of the day or later tells of."""
        return sum(thing.standing.unseen for thing in self.things if thing.role is not Role.CITY)


# The life of one thing


class Subject(StrEnum):
    """What a history is of."""

    ORGANISATION = "organisation"
    POST = "post"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Change:
    """A step to a predecessor or a successor.

    :param event: IRI of the change of organisation.
    :param kind: IRI of the kind of change; None if it is not stated.
    :param dates: when it took place; empty if no page says.
    :param earlier: the organisation before.
    :param later: the organisation after.
    :param steps: how many changes away it is from what the history is of: −1 is a predecessor, 1 a successor.
    :param sources: graphs that show it, best authority first.
    """

    event: Iri
    kind: Iri | None
    dates: tuple[Dated, ...]
    earlier: Iri
    later: Iri
    steps: int
    sources: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A post held by a person.

    :param iri: IRI of the membership.
    :param person: who held it; None if no page says.
    :param post: the post; None if no page says.
    :param representing: the parties or units that the holder represented.
    :param acting: whether the holder was acting.
    :param span: when it was held.
    :param sources: graphs that state it, best authority first.
    """

    iri: Iri
    person: Iri | None
    post: Iri | None
    representing: tuple[Iri, ...]
    acting: bool
    span: Span
    sources: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What the thing belonged to, or who governed or owned it, over time; or what it owned.

    :param property: IRI of the property; for ownership that of the owner.
    :param other: the other thing.
    :param span: when it held.
    :param sources: graphs that state it, best authority first.
    :param incoming: True if the thing is the other's value: it owns or has the other as a part.
    :param share: owned share in per cent as stated; empty if none is.
    :param wholly: whether it is stated to be wholly owned.
    """

    property: Iri
    other: Iri
    span: Span
    sources: tuple[Iri, ...]
    incoming: bool = False
    share: str = ""
    wholly: bool = False


class Gap(StrEnum):
    """What no page says about a life."""

    NO_BEGINNING = "no-beginning"
    NO_END = "no-end"
    ONLY_UNDATED = "only-undated"
    ONLY_PROPOSED = "only-proposed"
    BEGINNINGS_DISAGREE = "beginnings-disagree"
    ENDS_DISAGREE = "ends-disagree"
    NO_CHANGES = "no-changes"
    UNDATED_CHANGES = "undated-changes"
    NO_HOLDERS = "no-holders"
    NO_POSTS = "no-posts"
    NO_SUPERIOR = "no-superior"
    NO_OWNER = "no-owner"
    UNDATED_HOLDINGS = "undated-holdings"


@dataclass(frozen=True, slots=True)
class History:
    """The life of a thing.

    :param focus: IRI of the thing.
    :param subject: what it is: an organisation, a post or a person.
    :param life: when it began and ended, and when it is known.
    :param changes: predecessors and successors, the farthest predecessor first.
    :param holdings: who held the post or the posts in it, or which posts the person held, in time order.
    :param relations: what it belonged to, who governed and owned it, and what it owned, in time order.
    :param gaps: what no page says.
    """

    focus: Iri
    subject: Subject
    life: Span
    changes: tuple[Change, ...]
    holdings: tuple[Holding, ...]
    relations: tuple[Relation, ...]
    gaps: tuple[Gap, ...]
