"""The statuses of money (ontology/concepts/money-status.ttl) in the order in which money comes to have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.namespaces import CONCEPT
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ASKED", "REJECTED", "SET_ASIDE", "STATUSES", "furthest", "rank"]

_PROPOSED = Iri(f"{CONCEPT}money-status/foreslagen")
_APPLIED = Iri(f"{CONCEPT}money-status/ansokt")
_SET_ASIDE = Iri(f"{CONCEPT}money-status/avsatt")
_DECIDED = Iri(f"{CONCEPT}money-status/beslutad")
_REPORTED = Iri(f"{CONCEPT}money-status/rapporterad")

#: From the first to the last.
STATUSES = (_PROPOSED, _APPLIED, _SET_ASIDE, _DECIDED, _REPORTED)
#: Somebody wants the money, and no source shows that they get it.
ASKED = frozenset({_PROPOSED, _APPLIED})
#: An appropriation of this status is there to be asked for.
SET_ASIDE = frozenset({_SET_ASIDE, _DECIDED})
#: What became of a proposal that was turned down.
REJECTED = Iri(f"{CONCEPT}decision-outcome/avslag")


def rank(status: Iri | None) -> int:
    """Give a status a number by how far the money has come.

    :param status: its IRI.
    :returns: from 0; what is not known comes last.
    """
    return STATUSES.index(status) if status in STATUSES else len(STATUSES) + (status is None)


def furthest(statuses: Iterable[Iri]) -> tuple[Iri | None, tuple[Iri, ...]]:
    """Find how far money has come: what was proposed and then decided is decided, not both.

    :param statuses: IRIs of the statuses that it has or had.
    :returns: the furthest, None if there is none, and those before it.
    """
    known = sorted(set(statuses), key=lambda status: (rank(status) if status in STATUSES else -1, status))
    return (known[-1], tuple(known[:-1])) if known else (None, ())
