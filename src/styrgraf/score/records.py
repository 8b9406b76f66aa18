"""The records of the score: shares of the whole graph and of each case, and how they compare with a baseline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from styrgraf.store import Iri

__all__ = ["JOINTLY", "CaseScore", "Count", "Fallen", "Score", "Share", "Verdict"]

#: The aspect of what has every aspect of a measure that has several.
JOINTLY = "all"


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many.

    :param having: how many have it.
    :param of: how many are counted.
    """

    having: int
    of: int

    @property
    def ratio(self) -> Fraction | None:
        """The exact share; None where nothing is counted."""
        return Fraction(self.having, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of what a measure counts have an aspect.

    :param measure: name of the measure, such as ``decisions``.
    :param aspect: name of the aspect, such as ``body``, or :data:`JOINTLY`.
    :param having: how many have it.
    :param of: how many are counted.
    :param missing: the things that lack it, in stable order; where facts are counted, the things that such facts are
        about, each once.
    """

    measure: str
    aspect: str
    having: int
    of: int
    missing: tuple[Iri, ...]

    @property
    def count(self) -> Count:
        """How many of how many."""
        return Count(self.having, self.of)

    @property
    def ratio(self) -> Fraction | None:
        """The exact share; None where nothing is counted."""
        return self.count.ratio

    @property
    def counts_things(self) -> bool:
        """Whether what is missing is missing once from each thing, rather than from several facts about one."""
        return len(self.missing) == self.of - self.having


@dataclass(frozen=True, slots=True)
class CaseScore:
    """The shares of a case.

    :param case: its IRI.
    :param shares: the same measures and aspects as those of the graph, counted over what belongs to the case.
    """

    case: Iri
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How well a graph is evidenced.

    :param shares: the shares of the whole graph, by measure in their order, and aspect.
    :param cases: the shares of each case, by its IRI.
    """

    shares: tuple[Share, ...]
    cases: tuple[CaseScore, ...]

    def for_case(self, case: Iri) -> CaseScore | None:
        """Find the shares of a case.

        :param case: its IRI.
        :returns: its shares; None if it is no case of the graph.
        """
        return next((one for one in self.cases if one.case == case), None)


class Verdict(StrEnum):
    """What a comparison with a baseline says of a share."""

    FELL = "fell"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Fallen:
    """A share that is not as it should be by the baseline.

    :param verdict: whether it fell; is in the baseline, and no longer counted; or is not in the baseline yet.
    :param measure: name of the measure.
    :param aspect: name of the aspect.
    :param case: IRI of the case; None for the whole graph.
    :param was: what the baseline has; None if it is new.
    :param now: what is counted; None if it is gone.
    :param newly: the things that lack the aspect and did not by the baseline; None if the baseline does not list them.
    """

    verdict: Verdict
    measure: str
    aspect: str
    case: Iri | None
    was: Count | None
    now: Count | None
    newly: tuple[Iri, ...] | None = None

    @property
    def fails(self) -> bool:
        """Whether evidence was lost; what is only new is to be added to the baseline."""
        return self.verdict is not Verdict.NEW
