"""The records of likely doubles: the pair, what makes them alike, and what has been judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from styrgraf.store import Iri

__all__ = ["Judgement", "LikelyDouble", "Likeness", "Reason", "Verdict"]


class Likeness(StrEnum):
    """How two things are alike, the most telling first."""

    NUMBER = "number"
    NAME = "name"
    OTHER_NAME = "other-name"
    FORM = "form"
    SPELLING = "spelling"
    EXTRA_NAME = "extra-name"
    OFFICE = "office"


class Verdict(StrEnum):
    """What two alike things are judged to be."""

    TWO_THINGS = "two-things"
    ONE_THING = "one-thing"
    ONE_BECAME_THE_OTHER = "one-became-the-other"


@dataclass(frozen=True, slots=True)
class Reason:
    """What makes two things alike.

    :param likeness: how they are alike.
    :param first: the name or number of the first that is like that of the second.
    :param second: the name or number of the second.
    :param shared: IRI of the post, or of the organisation that their posts lead, where that is what they share.
    """

    likeness: Likeness
    first: str
    second: str
    shared: Iri | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What has been judged of two things that are alike.

    :param iri: IRI of the judgement, or of the change of organisation in which one became the other.
    :param verdict: what they are.
    :param text: the reason, or the name of the change, in the reader's language.
    :param sources: the graphs that state it, best authority first.
    """

    iri: Iri
    verdict: Verdict
    text: str
    sources: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class LikelyDouble:
    """Two IRIs that may be one thing.

    :param first: the IRI that sorts first.
    :param second: the other.
    :param kind: the kind of both IRIs, such as ``person``.
    :param reasons: what makes them alike, the most telling first.
    :param judgement: what has been judged of them; None if nothing has.
    """

    first: Iri
    second: Iri
    kind: str
    reasons: tuple[Reason, ...]
    judgement: Judgement | None = None

    @property
    def judged(self) -> bool:
        """Whether it has been judged what they are."""
        return self.judgement is not None
