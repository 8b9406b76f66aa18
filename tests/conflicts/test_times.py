"""When two statements are of one time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrgraf.conflicts import Claim, Strength, Time
from styrgraf.conflicts.times import agree_as_dates, figures_meet, holdings_meet
from styrgraf.store import Iri, Text

CERTAIN, POSSIBLY = Strength.CERTAIN, Strength.POSSIBLY_A_CHANGE


def claim(time: Time, page: str = "a", *, period: bool = False) -> Claim:
    return Claim(Text("1"), time, (Iri(f"{page}#1"),), (Iri(page),), period=period)


def told(text: str) -> Time:
    """Read a time: ``on 2013``, ``known 2013-08-13 2014``, ``2013/2015``, ``2013/``, or nothing."""
    if "/" in text:
        dates, _, known = text.partition(" known ")
        begin, end = dates.split("/")
        return Time(begin, end, known=tuple(known.split()))
    kind, *days = text.split() or [""]
    return Time(on=tuple(days)) if kind == "on" else Time(known=tuple(days))


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2013", "2013", True),
        ("2013", "2013-07", True),
        ("2013-07", "2013-07-01", True),
        ("2013", "2014-07", False),
        ("2013-06-01", "2013-07-01", False),
        ("201", "2013", False),
    ],
)
def test_a_coarser_date_agrees(one: str, other: str, agree: bool) -> None:
    assert agree_as_dates(one, other) == agree_as_dates(other, one) == agree


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        ("on 2013", "on 2013", CERTAIN),
        ("on 2013", "on 2014", None),
        ("on 2013", "on 2013-08-13", POSSIBLY),  # a number of a day, and of its year
        ("on 2013", "known 2013-08-13", POSSIBLY),
        ("known 2013-08-13", "known 2013-08-13", CERTAIN),
        ("known 2013", "known 2013", POSSIBLY),  # two pages of one year
        ("known 2013-08-13 2015-01-01", "known 2015-01-01", CERTAIN),
        ("known 2013-08-13", "known 2015", None),
        ("2019-01/2019-08", "2019-01/2019-08", CERTAIN),
        ("2019-01/2019-08", "on 2019", None),  # the year is another period
        ("", "on 2013", POSSIBLY),
        ("", "known 2024-02-21", POSSIBLY),
        ("", "", POSSIBLY),
    ],
)
def test_figures_of_one_time(one: str, other: str, strength: Strength | None) -> None:
    first, second = claim(told(one), "a"), claim(told(other), "b")
    assert figures_meet(first, second) is figures_meet(second, first) is strength


def test_figures_of_one_page_are_of_one_time_unless_it_dates_them() -> None:
    assert figures_meet(claim(told("")), claim(told(""))) is CERTAIN
    assert figures_meet(claim(told("known 2013")), claim(told("known 2013"))) is CERTAIN
    assert figures_meet(claim(told("on 2011")), claim(told("on 2012"))) is None
    assert figures_meet(claim(told("")), claim(told("on 2012"))) is POSSIBLY


def test_money_of_a_part_of_a_year_is_not_of_the_year() -> None:
    part, year = claim(told("on 2016-08"), "a", period=True), claim(told("on 2016"), "b", period=True)
    assert figures_meet(part, year) is None
    assert figures_meet(part, claim(told("on 2016-08"), "b", period=True)) is CERTAIN


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        ("known 2020-03-26", "known 2020-03-26", CERTAIN),
        ("known 2018-10-15 2020-03-26", "known 2019-11-01", CERTAIN),  # it held in between
        ("known 2018-10-15 2019", "known 2019-11", POSSIBLY),
        ("known 2019", "known 2019-06-04", POSSIBLY),
        ("known 2014-01-15", "known 2019-11", None),
        ("2014/2018", "known 2016", CERTAIN),
        ("2014/2018", "known 2014", POSSIBLY),
        ("2014/2018", "known 2019", None),
        ("/2017-10-16 known 2014-01-15", "2017-10-16/ known 2019", None),
        ("/2017", "2017/", None),
        ("/2017-10-16", "2017/", None),
        ("/2017-10-16 known 2014-01-15", "known 2017-10-16", None),  # the day on which one gives way to another
        ("/2017-10-16 known 2014-01-15", "2017-09-01/ known 2019", CERTAIN),
        ("/2017-10-16 known 2014-01-15", "2017-09-01/", CERTAIN),  # it began while the other held
        ("2018-02-01/", "known 2020-01-01", None),  # that it began does not tell that it still held
        ("", "known 2020-01-01", POSSIBLY),
        ("", "", POSSIBLY),
    ],
)
def test_what_holds_at_one_time(one: str, other: str, strength: Strength | None) -> None:
    first, second = claim(told(one), "a"), claim(told(other), "b")
    assert holdings_meet(first, second) is holdings_meet(second, first) is strength


def test_a_passage_that_names_both_means_both() -> None:
    assert holdings_meet(claim(told("known 2020-01-01")), claim(told("known 2020-01-01"))) is None


_DATES = st.dates().map(str).flatmap(lambda day: st.sampled_from((day, day[:7], day[:4])))
_TIMES = st.builds(
    Time,
    begin=st.just("") | _DATES,
    end=st.just("") | _DATES,
    on=st.lists(_DATES, max_size=2).map(tuple),
    known=st.lists(_DATES, max_size=2).map(tuple),
)


@given(_TIMES, _TIMES)
def test_order_does_not_matter(one: Time, other: Time) -> None:
    first, second = claim(one, "a"), claim(other, "b")
    assert figures_meet(first, second) is figures_meet(second, first)
    assert holdings_meet(first, second) is holdings_meet(second, first)
