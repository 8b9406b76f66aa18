"""Whether two statements are of one time, as far as the times told say; a coarser date is compared as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.conflicts.records import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.conflicts.records import Claim, Time

__all__ = ["agree_as_dates", "figures_meet", "holdings_meet"]

_DAY = len("2013-07-01")
_ORDER = list(Strength)


def agree_as_dates(one: str, other: str) -> bool:
    """Tell whether two dates can be one: the same, or one coarser than the other.

    :param one: a day, month or year.
    :param other: another.
    """
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith(f"{short}-")


# Figures: of a year, a period, a day, or known by the date of a page.


def figures_meet(one: Claim, other: Claim) -> Strength | None:
    """Tell whether two figures are of one time.

    Figures of one told time are. So are those that one page gives, without a date or by its own. Those of which one
    is of a day and the other of its year, or of which at most one is dated, may be of two.

    :param one: a figure.
    :param other: another.
    :returns: certain, or possibly two times; None if the times told exclude each other.
    """
    same_page = bool(set(one.documents) & set(other.documents))
    if not (one.time.is_told and other.time.is_told):
        same_time = same_page and not one.time.is_told and not other.time.is_told
        return Strength.CERTAIN if same_time else Strength.POSSIBLY_A_CHANGE
    whole = one.period or other.period
    met = [
        _meeting(*first, *second, same_page=same_page, whole=whole)
        for first in _figure_times(one.time)
        for second in _figure_times(other.time)
    ]
    return min((strength for strength in met if strength), key=_ORDER.index, default=None)


def _figure_times(time: Time) -> Iterator[tuple[str, bool]]:
    """Give the times of a figure, and whether they are stated of it rather than of the page; a period has a slash."""
    if time.begin or time.end:
        yield f"{time.begin}/{time.end}", True
    elif time.on:
        yield from ((day, True) for day in time.on)
    else:
        yield from ((day, False) for day in time.known)


def _meeting(
    one: str, one_is_own: bool, other: str, other_is_own: bool, *, same_page: bool, whole: bool
) -> Strength | None:
    if one == other:
        exact = (one_is_own and other_is_own) or len(one) == _DAY or same_page
        return Strength.CERTAIN if exact else Strength.POSSIBLY_A_CHANGE
    may_meet = not whole and "/" not in one + other and agree_as_dates(one, other)
    return Strength.POSSIBLY_A_CHANGE if may_meet else None


# What holds for a time: from its beginning to its end, and in between the days on which it is known.


def holdings_meet(one: Claim, other: Claim) -> Strength | None:
    """Tell whether two things held at one time.

    What is known on two days held in between. What one page, or an undated one, says may be of two times. That one
    ended when the other began is no conflict.

    :param one: a thing that held.
    :param other: another.
    :returns: certain, or possibly not at one time; None if the times told exclude each other.
    """
    if set(one.sources) & set(other.sources):
        return None  # a passage that names both means both
    if not (one.time.is_told and other.time.is_told):
        return Strength.POSSIBLY_A_CHANGE
    if _succeeds(one.time, other.time) or _succeeds(other.time, one.time):
        return None
    if (
        _overlap(one.time, other.time, certain=True)
        or _holds_in(one.time, other.time)
        or _holds_in(other.time, one.time)
    ):
        return Strength.CERTAIN
    return Strength.POSSIBLY_A_CHANGE if _overlap(one.time, other.time, certain=False) else None


def _succeeds(later: Time, earlier: Time) -> bool:
    if not (later.begin and earlier.end):
        return False
    length = min(len(later.begin), len(earlier.end))
    return later.begin[:length] >= earlier.end[:length]


def _overlap(one: Time, other: Time, *, certain: bool) -> bool:
    (begin, end), (other_begin, other_end) = (_extent(time, certain=certain) for time in (one, other))
    first, last = max(begin, other_begin), min(end, other_end)
    if begin > end or other_begin > other_end or first > last:
        return False
    # The day on which one gives way to the other is no time of both.
    is_within = begin < first < end or other_begin < first < other_end
    return first < last or is_within or first not in {one.begin, one.end, other.begin, other.end}


def _holds_in(one: Time, other: Time) -> bool:
    """Tell whether one held all through a month or year in which the other is known."""
    begin, end = _extent(one, certain=True)
    return any(begin < _first_day(day) and _last_day(day) < end for day in (*other.on, *other.known))


def _extent(time: Time, *, certain: bool) -> tuple[str, str]:
    days = [*time.on, *time.known]
    begin = time.begin or min([*days, *([time.end] if time.end else [])], key=_first_day)
    end = time.end or max([*days, *([time.begin] if time.begin else [])], key=_last_day)
    return (_last_day(begin), _first_day(end)) if certain else (_first_day(begin), _last_day(end))


def _first_day(date: str) -> str:
    return f"{date}{'-01-01'[len(date) - _DAY :]}" if len(date) < _DAY else date


def _last_day(date: str) -> str:
    return f"{date}{'-12-31'[len(date) - _DAY :]}" if len(date) < _DAY else date
