"""Dates of unequal precision: compared no finer than the coarser, and how sure something is on a day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from styrgraf.errors import StyrgrafError
from styrgraf.timeline.records import Absence, Certainty, Span, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Iri
    from styrgraf.timeline.records import Dated

__all__ = ["around", "check_date", "compare", "last_day", "sort_key", "stand"]

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_DAY = len("2017-05-01")


def check_date(text: str) -> str:
    """Check that a text is a day, a month or a year of the calendar.

    :param text: what somebody wrote.
    :returns: the same.
    :raises StyrgrafError: if it is none.
    """
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        date.fromisoformat(text + "0000-01-01"[len(text) :])
    except ValueError as error:
        shown = text.encode("utf-8", "replace").decode()[:40]
        raise StyrgrafError(f"“{shown}” is no date", remedy="write YYYY, YYYY-MM or YYYY-MM-DD") from error
    return text


def compare(one: str, other: str) -> int:
    """Compare two dates, no finer than the coarser of them.

    :param one: a date.
    :param other: another.
    :returns: −1 if the first is earlier, 1 if it is later, 0 if they may be the same.
    """
    precision = min(len(one), len(other))
    first, second = one[:precision], other[:precision]
    return (first > second) - (first < second)


def last_day(end: Dated) -> str:
    """Give the last date on which something was that has ended.

    :param end: its end. That of a change is the first day of what came after; as no page counts the hours, the last
        day is then the one before. A month or a year stays as it is.
    :returns: the date.
    """
    if end.by_change and len(end.value) == _DAY:
        try:
            return (date.fromisoformat(end.value) - timedelta(days=1)).isoformat()
        except (ValueError, OverflowError):
            return end.value
    return end.value


def sort_key(value: str) -> tuple[str, int]:
    """Order dates: a year before its months, those before their days.

    :param value: a date.
    :returns: a key.
    """
    return value, len(value)


def stand(span: Span, day: str | None) -> Standing | Absence:
    """Tell how something stands on a day.

    Certain is what began on or before the day and is not known to have ended; what was known on that day, or in a
    period around it or within it; and what was known before it and is known to have ended after it. Stretched is what
    is known on another date only, or whose beginning or end is too coarse, or too disputed, to tell. Undated is what
    no date at all is known of.

    :param span: all that is known of when it held.
    :param day: a day, month or year; None for all that is not known to have ended.
    :returns: how it stands, or why it is left out.
    """
    if day is None:
        return Absence.ENDED if span.ends else _stand_now(span)
    if span.begins and all(compare(begin.value, day) > 0 for begin in span.begins):
        return Absence.NOT_BEGUN
    if span.ends and all(compare(last_day(end), day) < 0 for end in span.ends):
        return Absence.ENDED
    return _certain(span, day) or _uncertain(span, day)


def around(span: Span, day: str) -> tuple[str, str]:
    """Give the known dates nearest a day, on either side.

    :param span: all that is known of when it held.
    :param day: a day, month or year.
    :returns: the last before and the first after; empty where there is none.
    """
    values = [known.value for known in _within(span)]
    before = max((value for value in values if compare(value, day) < 0), key=sort_key, default="")
    return before, min((value for value in values if compare(value, day) > 0), key=sort_key, default="")


def _certain(span: Span, day: str) -> Standing | None:
    within = _within(span)
    # A year that something began in does not tell whether it had begun on a day of that year.
    begun = bool(span.begins) and all(_is_sure(begin.value, day, -1) for begin in span.begins)
    unended = all(_is_sure(last_day(end), day, 1) for end in span.ends)
    if begun and unended:
        later = any(compare(known.value, day) >= 0 for known in within)
        sources = _sources((*span.begins, *span.ends))
        return Standing(Certainty.CERTAIN, span, sources=sources, unseen=not span.ends and not later)
    if then := [known for known in within if compare(known.value, day) == 0]:
        nearest = min(then, key=lambda known: abs(len(known.value) - len(day)))
        return Standing(Certainty.CERTAIN, span, nearest.value, nearest.sources)
    if span.ends and unended and (earlier := [known for known in within if compare(known.value, day) < 0]):
        latest = max(earlier, key=lambda known: sort_key(known.value))
        return Standing(Certainty.CERTAIN, span, latest.value, _sources((latest, *span.ends)))
    return None


def _uncertain(span: Span, day: str) -> Standing:
    if within := _within(span):
        nearest = min(within, key=lambda known: (abs(_number(known.value) - _number(day)), known.value))
        return Standing(Certainty.STRETCHED, span, nearest.value, nearest.sources)
    if span.begins:
        return Standing(Certainty.STRETCHED, span, sources=_sources((*span.begins, *span.ends)))
    return Standing(Certainty.UNDATED, span, sources=span.undated or _sources(span.ends))


def _is_sure(value: str, day: str, side: int) -> bool:
    order = compare(value, day)
    return order == side or (not order and len(value) >= len(day))


def _stand_now(span: Span) -> Standing:
    if span.begins:
        return Standing(Certainty.CERTAIN, span, sources=_sources(span.begins))
    if span.known:
        latest = max(span.known, key=lambda known: sort_key(known.value))
        return Standing(Certainty.STRETCHED, span, latest.value, latest.sources)
    return Standing(Certainty.UNDATED, span, sources=span.undated)


def _within(span: Span) -> list[Dated]:
    """List the known dates that do not fall before the beginning or after the end: pages look ahead and back."""
    return [
        known
        for known in span.known
        if not any(compare(known.value, begin.value) < 0 for begin in span.begins)
        and not any(compare(known.value, last_day(end)) > 0 for end in span.ends)
    ]


def _sources(dates: Iterable[Dated]) -> tuple[Iri, ...]:
    return tuple(dict.fromkeys(source for one in dates for source in one.sources))


def _number(value: str) -> int:
    """Count a date in days; of a month or a year its middle."""
    padded = value if len(value) == _DAY else f"{value}-15" if len(value) > len("2017") else f"{value}-07-01"
    try:
        return date.fromisoformat(padded).toordinal()
    except ValueError:
        return 0
