"""What key phrases state, and what they must not be taken to state."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrgraf.documents.keyphrases import (
    MAX_WORDS,
    Kind,
    amounts,
    case_numbers,
    dates,
    paragraphs,
    stands_in,
    states,
    states_date,
    supports,
    word_count,
)
from styrgraf.documents.passages import normalise

if TYPE_CHECKING:
    from datetime import date


@pytest.mark.parametrize(
    ("phrase", "stated"),
    [
        ("2 miljoner kronor", ["2000000"]),
        ("22,0 mkr", ["22000000"]),
        ("29,1 Mkr", ["29100000"]),
        ("103 mnkr", ["103000000"]),
        ("1 200 tkr", ["1200000"]),
        ("3,5 miljarder", ["3500000000"]),
        ("1 200 000 kr", ["1200000"]),
        ("1\u00a0200\u00a0000 kr", ["1200000"]),
        ("1\u2009200\u202f000 kr", ["1200000"]),
        ("1.200.000 kr", ["1200000"]),
        ("1 200,50 kr", ["1200.5"]),
        ("2 400:-", ["2400"]),
        ("22mkr", ["22000000"]),
        ("22 mİljoner", ["22000000"]),
        ("ca 26 000 medarbetare", ["26000"]),
        ("14 olika förvaltningar", ["14"]),
        ("11 deluppdrag", ["11"]),
        ("27,5 procent", ["27.5"]),
        ("27.5 %", ["27.5"]),
        ("6 % i påslag", ["6"]),
        ("ett uppdrag", ["1"]),
        ("sex avdelningar", ["6"]),
        ("Elva deluppdrag", ["11"]),
        ("tolv", ["12"]),
        ("tjugo", ["20"]),
        ("tjugoett barn", ["21"]),
        ("åttiofyra", ["84"]),
        ("två miljoner kronor", ["2000000"]),
        ("två hundra tusen kronor", ["200000"]),
        ("en halv miljon", ["500000"]),
        ("två och en halv miljoner kronor", ["2500000"]),
        ("2–3 miljoner", ["2000000", "3000000"]),
        ("10 till 12 platser", ["10", "12"]),
        ("underskott -7,262 mkr", ["-7262000"]),
        ("2000 medarbetare", ["2000"]),
        ("2023 kronor", ["2023"]),
        ("231127 kr", ["231127"]),
        ("för år 2031 ge 2 miljoner kronor", ["2000000"]),
        ("1 miljon till 2 skolor", ["1000000", "2"]),
    ],
)
def test_amounts(phrase: str, stated: list[str]) -> None:
    assert amounts(phrase) == {Decimal(figure) for figure in stated}


@pytest.mark.parametrize(
    "phrase",
    [
        "§130",
        "§§ 130-132",
        "STK-2023-822",
        "STK-2022-\n1472",
        "2023-12-06",
        "6 december 2023",
        "senast den 6 november",
        "231127",
        "år 2023",
        "1990-talet",
        "2015-2017",
        "kl. 09:00",
        "covid-19",
        "rapporten (2014:17)",
        "Agenda 2030",
        "enighet om tvåan",
        "12-årig",
        "1472-11",
        "skala 1:5",
    ],
)
def test_what_is_no_amount(phrase: str) -> None:
    assert amounts(phrase) == set()


@pytest.mark.parametrize(
    ("phrase", "stated"),
    [
        ("2023-12-06", {"2023-12-06"}),
        ("6 december 2023", {"2023-12-06"}),
        ("den 25 september 2014", {"2014-09-25"}),
        ("den 1:a maj 2021", {"2021-05-01"}),
        ("6 dec. 2023", {"2023-12-06"}),
        ("7/12 2023", {"2023-12-07"}),
        ("den 16–17 juni 2020", {"2020-06-16", "2020-06-17"}),
        ("KSAU 231127", {"2023-11-27"}),
        ("720401", {"1972-04-01"}),
        ("20231127", {"2023-11-27"}),
        ("2023-11", {"2023-11"}),
        ("april 2022", {"2022-04"}),
        ("I April 2022", {"2022-04"}),
        ("sept 2022", {"2022-09"}),
        ("år 2023", {"2023"}),
        ("budget 2023", {"2023"}),
        ("(2022)", {"2022"}),
        ("2022:s budget", {"2022"}),
        ("2022, §130", {"2022"}),
        ("2020–2022", {"2020", "2022"}),
        ("läsåret 2023/24", {"2023", "2024"}),
        ("2 mkr för 2020", {"2020"}),
        ("april 2022 och år 2023", {"2022-04", "2023"}),
    ],
)
def test_dates(phrase: str, stated: set[str]) -> None:
    assert dates(phrase) == stated


@pytest.mark.parametrize(
    "phrase",
    [
        "STK-2023-822",
        "STK-2023-1122",
        "2023-02-30",
        "2023-13-01",
        "30 februari 2023",
        "den 6 november",
        "239999",
        "2023 kronor",
        "2000 medarbetare",
        "12 023 kr",
        "1990-talet",
        "Agenda 2030",
        "(2014:17)",
        "§ 2023",
        "120231",
    ],
)
def test_what_is_no_date(phrase: str) -> None:
    assert dates(phrase) == set()


@pytest.mark.parametrize(
    ("phrase", "lexical", "stated"),
    [
        ("6 april 2022", "2022-04-06", True),
        ("6 april 2022", "2022-04", True),
        ("6 april 2022", "2022", True),
        ("april 2022", "2022-04", True),
        ("april 2022", "2022", True),
        ("april 2022", "2022-04-06", False),
        ("2022", "2022-04", False),
        ("april 2022", "2022-0", False),
        ("april 2022", "202", False),
        ("april 2022", "", False),
        ("april 2022", "2022-05", False),
    ],
)
def test_a_finer_date_states_a_coarser_one_only(phrase: str, lexical: str, stated: bool) -> None:
    assert states_date(phrase, lexical) is stated


@pytest.mark.parametrize(
    ("phrase", "stated"),
    [
        ("§130", {130}),
        ("§ 130", {130}),
        ("§\u00a0130", {130}),
        ("§§ 130-132", {130, 131, 132}),
        ("§§ 130–131 och 140", {130, 131, 140}),
        ("§§ 130, 132", {130, 132}),
        ("paragraf 130", {130}),
        ("§ 24, 6 mkr", {24}),
        ("§ 24, 2022", {24}),
        ("3 § förvaltningslagen", {3}),
        ("§ 1-9999", {1}),
        ("130", set()),
        ("STK-2023-130", set()),
    ],
)
def test_paragraphs(phrase: str, stated: set[int]) -> None:
    assert paragraphs(phrase) == stated


@pytest.mark.parametrize(
    ("phrase", "stated"),
    [
        ("STK-2023-822", {"STK-2023-822"}),
        ("(§130, STK-2022-82)", {"STK-2022-82"}),
        ("STK-2022-\n1472", {"STK-2022-1472"}),
        ("STK - 2022 - 1472", {"STK-2022-1472"}),
        ("STK\u20112022\u20111472", {"STK-2022-1472"}),
        ("STK-2022-82 11 deluppdrag", {"STK-2022-82"}),
        ("SN-2019-12 och ÄÖN-2020-7", {"SN-2019-12", "ÄÖN-2020-7"}),
        ("STK-22-82", set()),
        ("stk-2022-82", set()),
        ("STK-2022-82x", set()),
        ("XSTK-VERY-2022-82", set()),
    ],
)
def test_case_numbers(phrase: str, stated: set[str]) -> None:
    assert case_numbers(phrase) == stated


@pytest.mark.parametrize(
    ("kind", "value", "stated"),
    [
        (Kind.AMOUNT, "2000000.00", True),
        (Kind.AMOUNT, 2000000, True),
        (Kind.AMOUNT, Decimal(2), False),
        (Kind.AMOUNT, "2031", False),
        (Kind.AMOUNT, "822", False),
        (Kind.AMOUNT, "two", False),
        (Kind.AMOUNT, "NaN", False),
        (Kind.DATE, "2031", True),
        (Kind.DATE, 2031, True),
        (Kind.DATE, "2029", False),
        (Kind.PARAGRAPH, "130", True),
        (Kind.PARAGRAPH, 130, True),
        (Kind.PARAGRAPH, 13, False),
        (Kind.PARAGRAPH, "§ 130", False),
        (Kind.CASE_NUMBER, "STK-2029-822", True),
        (Kind.CASE_NUMBER, "STK-2029-\n822", True),
        (Kind.CASE_NUMBER, "STK-2029-82", False),
    ],
)
def test_states(kind: Kind, value: str | int | Decimal, stated: bool) -> None:
    assert states("år 2031: 2 miljoner kronor (§ 130, STK-2029-822)", kind, value) is stated


def test_one_phrase_must_state_the_whole_value() -> None:
    assert supports(["staden", "2 miljoner"], Kind.AMOUNT, "2000000")
    assert not supports(["2", "miljoner"], Kind.AMOUNT, "2000000")
    assert not supports([], Kind.DATE, "2031")


@pytest.mark.parametrize(("phrase", "count"), [("", 0), ("STK-2022-\n1472", 2), ("1\u00a0200 kr – ja", 5)])
def test_word_count(phrase: str, count: int) -> None:
    assert word_count(phrase) == count
    assert MAX_WORDS == 8


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("2 miljoner", "ge 2\nmiljoner kronor", True),
        ("2 miljoner", "ge 12 miljoner kronor", False),
        ("2 miljoner", "ge 1,2 miljoner kronor", False),
        ("200 kr", "ge 1 200 kr", False),
        ("1 200", "ge 1 200 000 kr", False),
        ("1 200", "ge 1 200 kr", True),
        ("år 202", "år 2023", False),
        ("nämnd", "nämnden", False),
        ("STK-2022-1472", "(STK-2022-\n1472)", True),
        ("STK-2022-14", "(STK-2022-\n1472)", False),
        ("led\u00adare", "ledare", True),
        ("ledare", "led\u00adare", True),
        ("a\u030a", "å", True),
        ("a.c", "abc", False),
        (" ", "text", False),
    ],
)
def test_stands_in(phrase: str, text: str, stands: bool) -> None:
    assert stands_in(phrase, text) is stands


def spaced(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(st.integers(1, 10**12), st.sampled_from([" ", "\u00a0", "\u2009", "."]), st.sampled_from(["kr", "kronor"]))
@settings(deadline=None)
def test_amounts_are_read_as_they_are_written(number: int, separator: str, unit: str) -> None:
    assert amounts(f"högst {spaced(number, separator)} {unit} totalt") == {Decimal(number)}


@given(st.dates(), st.sampled_from(["{d.day} {m} {d.year:04}", "{d:%Y-%m-%d}"]))
@settings(deadline=None)
def test_dates_are_read_as_they_are_written(day: date, form: str) -> None:
    months = "januari februari mars april maj juni juli augusti september oktober november december".split()  # noqa: SIM905
    day = day.replace(year=1900 + day.year % 200, day=min(day.day, 28))
    phrase = form.format(d=day, m=months[day.month - 1])
    assert dates(f"mötet den {phrase} hölls") == {day.isoformat()}
    assert amounts(phrase) == set()


PHRASES = st.lists(
    st.sampled_from(
        ["2 ", "2023", "-12", "-06", "§", "§§ ", " mkr", " miljoner", ",", ".", "–", " och ", "STK-", "juni ", "İ", "ſ"]
    )
).map("".join)


@given(st.one_of(st.text(), PHRASES))
@settings(deadline=None, max_examples=300)
def test_any_phrase_can_be_read(phrase: str) -> None:
    assert all(states(phrase, Kind.AMOUNT, f"{figure:f}") for figure in amounts(phrase))
    assert all(states(phrase, Kind.DATE, lexical) for lexical in dates(phrase))
    assert all(states(phrase, Kind.PARAGRAPH, number) for number in paragraphs(phrase))
    assert all(states(phrase, Kind.CASE_NUMBER, number) for number in case_numbers(phrase))
    assert stands_in(phrase, f"({phrase})") is bool(normalise(phrase))
