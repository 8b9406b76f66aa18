"""Dates of unequal precision, and how sure something is on a day."""

from __future__ import annotations

import pytest

from styrgraf.errors import StyrgrafError
from styrgraf.timeline.dates import around, check_date, compare, last_day, stand
from styrgraf.timeline.records import Absence, Certainty, Dated, Span, Standing


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("2017", "2017-05-01", 0),
        ("2017-05", "2017-05-01", 0),
        ("2017-04-30", "2017-05-01", -1),
        ("2018", "2017-12-31", 1),
        ("2017-06", "2017-05-31", 1),
    ],
)
def test_dates_are_compared_no_finer_than_the_coarser(one: str, other: str, order: int) -> None:
    assert compare(one, other) == order
    assert compare(other, one) == -order


@pytest.mark.parametrize("text", ["2016", "2016-02", "2016-02-29"])
def test_a_date_of_the_calendar_is_taken(text: str) -> None:
    assert check_date(text) == text


@pytest.mark.parametrize(
    "text", ["", "16", "2016-13", "2015-02-29", "2016-1-1", "2016-01-01T00", "i går", "0000", "\udcff"]
)
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(StyrgrafError, match="is no date"):
        check_date(text)


def test_the_day_of_a_change_is_the_first_of_what_came_after() -> None:
    assert last_day(Dated("2018-07-01", by_change=True)) == "2018-06-30"
    assert last_day(Dated("2017-04-30")) == "2017-04-30"
    assert last_day(Dated("2016", by_change=True)) == "2016"


def _span(begins: str = "", ends: str = "", known: str = "") -> Span:
    def dated(text: str) -> tuple[Dated, ...]:
        return tuple(Dated(value) for value in text.split())

    return Span(dated(begins), dated(ends), dated(known))


@pytest.mark.parametrize(
    ("span", "day", "expected"),
    [
        (_span("2017-05-01"), "2017-05-01", Certainty.CERTAIN),
        (_span("2017-05-01"), "2017-04-30", Absence.NOT_BEGUN),
        (_span("2017-05-01"), "2017", Certainty.CERTAIN),
        (_span(ends="2017-04-30"), "2017-04-30", Certainty.UNDATED),
        (_span(ends="2017-04-30"), "2017-05", Absence.ENDED),
        (_span(known="2016"), "2016-01-01", Certainty.CERTAIN),
        (_span(known="2016-08"), "2016", Certainty.CERTAIN),
        (_span(known="2018-02-05"), "2016-01-01", Certainty.STRETCHED),
        (_span(ends="2018", known="2013"), "2016-01-01", Certainty.CERTAIN),
        (_span(ends="2018", known="2017"), "2016-01-01", Certainty.STRETCHED),
        (_span("1995"), "1995-05-01", Certainty.STRETCHED),
        (_span("1995"), "1994-12-31", Absence.NOT_BEGUN),
        (_span("2013-06-01 2013-07-01"), "2013-06-15", Certainty.STRETCHED),
        (_span("2013-06-01 2013-07-01"), "2013-07-01", Certainty.CERTAIN),
        (_span(), "2016", Certainty.UNDATED),
        (_span("2013"), None, Certainty.CERTAIN),
        (_span("2013", "2026-12-31"), None, Absence.ENDED),
        (_span(known="2013 2015"), None, Certainty.STRETCHED),
        (_span(), None, Certainty.UNDATED),
    ],
)
def test_how_something_stands_on_a_day(span: Span, day: str | None, expected: Certainty | Absence) -> None:
    standing = stand(span, day)
    assert (standing.certainty if isinstance(standing, Standing) else standing) == expected


def test_the_nearest_known_date_is_told_and_those_on_either_side() -> None:
    span = _span(known="2012 2015-12-31 2018-02-05 2024")
    standing = stand(span, "2017-06-01")
    assert isinstance(standing, Standing)
    assert standing.known == "2018-02-05"
    assert around(span, "2017-06-01") == ("2015-12-31", "2018-02-05")
    assert around(span, "2010") == ("", "2012")


def test_a_page_that_looks_ahead_or_back_does_not_make_it_known_then() -> None:
    standing = stand(_span("2018-07-01", known="2017-11-23"), "2017-11-23")
    assert standing is Absence.NOT_BEGUN
    assert stand(_span(ends="2017-04-30", known="2024-08-14"), "2024-08-14") is Absence.ENDED


def test_what_began_and_is_told_of_by_no_later_page_is_marked() -> None:
    begun, told = stand(_span("1992"), "2020"), stand(_span("1992", known="2021"), "2020")
    assert isinstance(begun, Standing)
    assert isinstance(told, Standing)
    assert (begun.unseen, told.unseen) == (True, False)
