"""The records of an answer to who answers for something: what was found, who that leads to, and what is above."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from styrgraf.timeline.records import Absence, Standing

if TYPE_CHECKING:
    from styrgraf.store import Iri
    from styrgraf.timeline.records import Change

__all__ = ["Answer", "Chain", "End", "Ground", "Head", "Matter", "State", "Step", "Who", "Wording"]

#: How something stands on a day, or why it does not.
State = Standing | Absence


class Wording(StrEnum):
    """How the name of something fits the words, the best first."""

    NAME = "name"  # the words are the whole name
    FORM = "form"  # each word stands in the name, inflected or not
    PART = "part"  # a word is a part of a compound
    SPELLING = "spelling"  # a word is spelt otherwise
    SOME = "some"  # not every word stands in the name
    RELATED = "related"  # only a topic near to one of that name


class Ground(StrEnum):
    """On what ground somebody answers, the best first."""

    RESPONSIBILITY = "responsibility"
    WORK = "work"
    GROUP = "group"
    DECISION = "decision"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter that the words fit, and how it leads to who answers.

    :param iri: IRI of the matter: a responsibility, topic, group, assignment, sum of money or the like.
    :param ground: on what ground it leads to somebody.
    :param wording: how its name, or that of what it is about, fits the words.
    :param found: the name that fits.
    :param further: how many words of that name were not looked for.
    :param via: what it is about, where that has the name; None if the matter itself has it.
    :param how: IRI of the property that leads to who answers; None if the matter is itself an organisation.
    :param through: IRI of what the property is stated of: the matter, or what it is a part of.
    :param state: how that stands on the day, or why it does not.
    :param sources: graphs that state it, best authority first.
    :param documents: how many documents those stand in.
    """

    iri: Iri
    ground: Ground
    wording: Wording
    found: str
    further: int
    via: Iri | None
    how: Iri | None
    through: Iri
    state: State
    sources: tuple[Iri, ...]
    documents: int

    @property
    def steps(self) -> int:
        """How far it is from a responsibility of that name: a step of wording counts as two of ground."""
        return 2 * list(Wording).index(self.wording) + list(Ground).index(self.ground)


class End(StrEnum):
    """How a chain ends."""

    TOP = "top"  # at the highest body
    BROKEN = "broken"  # at what no page says the superior of
    RING = "ring"  # at what is under itself


@dataclass(frozen=True, slots=True)
class Step:
    """A step upwards.

    :param child: IRI of what is below.
    :param parent: IRI of what it is under.
    :param how: IRI of the property that says so.
    :param inverse: True if it is stated of the parent: that has the child as a member, or is a body of it.
    :param said_of: what it is said of, where that is all of a kind together; None otherwise.
    :param state: how it stands on the day, or why it does not.
    :param sources: graphs that state it, best authority first.
    """

    child: Iri
    parent: Iri
    how: Iri
    inverse: bool
    said_of: Iri | None
    state: State
    sources: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """What is above somebody.

    :param as_of: the day that it is told for: for what has ended its last day; None for all that is not known to have
        ended.
    :param steps: from the lowest upwards.
    :param end: how it ends.
    """

    as_of: str | None
    steps: tuple[Step, ...]
    end: End


@dataclass(frozen=True, slots=True)
class Head:
    """The post that leads somebody, and who holds it.

    :param post: IRI of the post.
    :param person: IRI of the holder; None if no page names one for the day.
    :param acting: whether the holder is acting.
    :param state: how the holding stands on the day; None without a holder.
    :param sources: graphs that state it, best authority first.
    """

    post: Iri
    person: Iri | None
    acting: bool
    state: State | None
    sources: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody who answers.

    :param agent: IRI of the unit, body, group or enterprise.
    :param state: how it stands on the day, or why it does not.
    :param matters: what it answers for, the best first; of one that stands, only what stands too.
    :param chain: what is above it; None for what had not begun or is only proposed.
    :param heads: who leads it.
    :param successors: the changes to what came after it, where it has ended.
    """

    agent: Iri
    state: State
    matters: tuple[Matter, ...]
    chain: Chain | None
    heads: tuple[Head, ...]
    successors: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who answers for something.

    :param text: what was asked.
    :param words: the words of it that were looked for.
    :param as_of: the day asked for; None for all that is not known to have ended.
    :param answers: who answers, the best first.
    :param others: who does not on that day: whose time had ended or not begun, or who is only proposed.
    :param unanswered: matters that the words fit, and of which nobody is stated to answer.
    :param nearest: topics that are known, where the words fit nothing that somebody answers for.
    :param more: how many further answers the limit left out.
    """

    text: str
    words: tuple[str, ...]
    as_of: str | None
    answers: tuple[Answer, ...]
    others: tuple[Answer, ...]
    unanswered: tuple[Iri, ...]
    nearest: tuple[Iri, ...]
    more: int
