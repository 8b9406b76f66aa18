"""Whether two values agree: a coarser date, a number within the precision told, a thing that holds the other."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from styrgraf.conflicts.kinds import Comparison
from styrgraf.conflicts.times import agree_as_dates
from styrgraf.store import Iri, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from styrgraf.conflicts.records import Claim
    from styrgraf.store import Term

__all__ = ["number", "values_agree"]

_HALF = Decimal("0.5")


def values_agree(compare: Comparison, one: Claim, other: Claim, above: Mapping[Term, Set[Term]]) -> bool:
    """Tell whether two values can both be right of one time.

    :param compare: how they are compared.
    :param one: a value.
    :param other: another.
    :param above: a thing to those that it belongs to, for things that hold each other.
    """
    if one.value == other.value:
        return True
    match compare:
        case Comparison.DATES:
            return agree_as_dates(str(one.value), str(other.value))
        case Comparison.NUMBERS | Comparison.SUM:
            return one.unit != other.unit or _numbers_agree(one, other)
        case Comparison.TEXTS:
            return _language(one.value) != _language(other.value) or _plain(one.value) == _plain(other.value)
        case Comparison.THINGS:
            # Who acts stands in for the holder, and a post that is shared has two.
            if one.acting != other.acting or (one.shared and other.shared):
                return True
            return other.value in above.get(one.value, ()) or one.value in above.get(other.value, ())


def number(value: Term) -> Decimal | None:
    """Read a number.

    :param value: a literal.
    :returns: the number; None if it is none, which other checks tell.
    """
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _numbers_agree(one: Claim, other: Claim) -> bool:
    first, second = number(one.value), number(other.value)
    if first is None or second is None or first == second:
        return True
    return abs(first - second) < _slack(first, one) + _slack(second, other)


def _slack(value: Decimal, claim: Claim) -> Decimal:
    """Give how far from the number an approximate one may be: half a unit of its last figure that is not zero."""
    if not claim.approximate or not value:
        return Decimal(0)
    exponent = value.normalize().as_tuple().exponent
    return _HALF.scaleb(int(exponent))


def _language(value: Term) -> str:
    return value.language if isinstance(value, Text) else ""


def _plain(value: Term) -> str:
    return str(value) if isinstance(value, Iri) else " ".join(value.value.casefold().split())
