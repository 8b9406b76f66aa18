"""What a key phrase states: amounts, dates, paragraphs (§) and case numbers.

Every amount, date, § and case number of a passage's graph must parse from one of the passage's key
phrases. What has been read as one thing is not read again as another: the year in ``STK-2023-822`` is no
date, and the number in ``§ 130`` no amount. A bare number from 1900 to 2099 is a year unless a unit such
as *kronor* or *medarbetare* follows it.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "MAX_WORDS",
    "Kind",
    "amounts",
    "case_numbers",
    "dates",
    "paragraphs",
    "stands_in",
    "states",
    "states_date",
    "supports",
    "word_count",
]

#: A key phrase has at most this many words.
MAX_WORDS = 8


class Kind(StrEnum):
    """What a value is."""

    AMOUNT = "amount"
    DATE = "date"
    PARAGRAPH = "paragraph"
    CASE_NUMBER = "case number"


def amounts(phrase: str) -> set[Decimal]:
    """Read the amounts of money and other figures, in units: "2 miljoner kronor" is 2000000.

    :param phrase: a key phrase as written.
    :returns: each figure, a share as the number before "procent"; one with a minus sign is negative.
    """
    return set(_read(phrase).amounts)


def dates(phrase: str) -> set[str]:
    """Read the dates, each as precise as the phrase has it and no coarser one beside it.

    :param phrase: a key phrase as written.
    :returns: lexical forms of xsd:date, xsd:gYearMonth and xsd:gYear: ``2023-12-06``, ``2022-04``, ``2023``.
    """
    return set(_read(phrase).dates)


def paragraphs(phrase: str) -> set[int]:
    """Read the numbers of paragraphs of minutes: "§ 130", "§§ 130-132", "paragraf 130".

    :param phrase: a key phrase as written.
    :returns: each number, those within a range too.
    """
    return set(_read(phrase).paragraphs)


def case_numbers(phrase: str) -> set[str]:
    """Read the case numbers, made whole where a line end broke them.

    :param phrase: a key phrase as written.
    :returns: each number in the form ``STK-2023-822``.
    """
    return set(_read(phrase).case_numbers)


def states_date(phrase: str, lexical: str) -> bool:
    """Tell whether a phrase states a date: the same, or a finer one that lies in it.

    :param phrase: a key phrase as written.
    :param lexical: the asserted date: ``2022``, ``2022-04`` or ``2022-04-06``.
    :returns: True for 2022 and "6 april 2022"; False for 2022-04-06 and "april 2022".
    """
    return any(stated == lexical or stated.startswith(f"{lexical}-") for stated in _read(phrase).dates)


def states(phrase: str, kind: Kind, value: str | int | Decimal) -> bool:
    """Tell whether a phrase states a value.

    :param phrase: a key phrase as written.
    :param kind: what the value is.
    :param value: the value, or its lexical form: ``2000000.00``, ``2023-12-06``, ``130``, ``STK-2023-822``.
    :returns: whether it can be read from the phrase; False for a value that is no value of its kind.
    """
    match kind:
        case Kind.DATE:
            return states_date(phrase, str(value))
        case Kind.CASE_NUMBER:
            return "".join(str(value).split()) in _read(phrase).case_numbers
        case Kind.PARAGRAPH:
            return _decimal(value) in {Decimal(number) for number in _read(phrase).paragraphs}
        case Kind.AMOUNT:
            return _decimal(value) in _read(phrase).amounts


def supports(phrases: Iterable[str], kind: Kind, value: str | int | Decimal) -> bool:
    """Tell whether one of a passage's key phrases states a value.

    :param phrases: the key phrases of a passage.
    :param kind: what the value is.
    :param value: the value, or its lexical form.
    :returns: whether it can be read from one of them; two together do not state what neither states.
    """
    return any(states(phrase, kind, value) for phrase in phrases)


def word_count(phrase: str) -> int:
    """Count words for the limit :data:`MAX_WORDS`.

    :param phrase: a key phrase as written.
    :returns: the number of its parts between white space.
    """
    return len(phrase.split())


def stands_in(phrase: str, text: str) -> bool:
    """Tell whether a phrase stands in a text in whole words and whole numbers.

    "2 miljoner" does not stand in "12 miljoner", in "1,2 miljoner", nor "200 kr" in "1 200 kr".

    :param phrase: a key phrase.
    :param text: the text of a passage as written.
    :returns: whether it does; white space, soft hyphens and Unicode composition do not count.
    """
    signs = "".join(unicodedata.normalize("NFC", phrase).split()).replace("\u00ad", "")
    if not signs:
        return False
    before = r"(?<!\w)(?<!\d[.,])" + (r"(?<!\d\s)" if re.match(r"\d{3}(?!\d)", phrase.strip()) else "")
    after = r"(?!\w)" + (r"(?![.,]\d)(?!\s\d{3}(?!\d))" if signs[-1].isdigit() else "")
    between = r"[\s\u00ad]*"
    pattern = before + between.join(map(re.escape, signs)) + after
    return re.search(pattern, unicodedata.normalize("NFC", text)) is not None


@dataclass(frozen=True, slots=True)
class _Reading:
    case_numbers: frozenset[str]
    paragraphs: frozenset[int]
    dates: frozenset[str]
    amounts: frozenset[Decimal]


@lru_cache(maxsize=4096)
def _read(phrase: str) -> _Reading:
    text = _Text(phrase)
    return _Reading(
        case_numbers=frozenset(_case_numbers(text)),
        paragraphs=frozenset(_paragraphs(text)),
        dates=frozenset(_dates(text)),
        amounts=frozenset(_amounts(text)),
    )


# Soft hyphens go, unbreakable ones become plain; the letters are those that a pattern of any case takes for i and s.
_PLAIN = str.maketrans({"\u00ad": "", "\u2011": "-", "İ": "I", "ı": "i", "ſ": "s"})


class _Text:
    """A phrase from which what has been read is taken out."""

    def __init__(self, phrase: str) -> None:
        self.rest = " ".join(unicodedata.normalize("NFC", phrase).translate(_PLAIN).split())

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.rest))
        # "¤" is part of no pattern, so that nothing is read across the hole.
        self.rest = pattern.sub(lambda match: "¤" * len(match[0]), self.rest)
        return found


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# No sign before or after that makes a number part of a longer one, of a word or of a ratio.
_START = r"(?<!\w)(?<!\w[-–.,:/])"
_END = r"(?!\w)(?![-–]\w)(?![.,:/]\d)"

_CASE_NUMBER = re.compile(r"(?<![\w-])([A-ZÅÄÖ]{2,6}) ?[-–] ?(\d{4}) ?[-–] ?(\d+)(?!\w)")


def _case_numbers(text: _Text) -> Iterator[str]:
    return ("-".join(match.groups()) for match in text.take(_CASE_NUMBER))


# After a single § a comma begins something else: "§ 24, 6 mkr". The number of a law stands before its §.
_PARAGRAPHS = _compile(
    r"§§ ?(?P<many>\d{1,4}(?!\d)(?:(?: ?[-–] ?|, ?| och | samt )\d{1,3}(?!\d))*)"
    r"|(?:§|\bparagraf(?:en|erna)?) ?(?P<one>\d{1,4}(?!\d)(?: ?[-–] ?\d{1,3}(?!\d))?)"
    rf"|{_START}(?P<law>\d{{1,4}}) ?§"
)
LONGEST_RANGE = 500


def _paragraphs(text: _Text) -> Iterator[int]:
    for match in text.take(_PARAGRAPHS):
        for part in re.split(r",| och | samt ", match[match.lastgroup or 0], flags=re.IGNORECASE):
            ends = [int(number) for number in re.split(r"[-–]", part)]
            yield from range(ends[0], ends[-1] + 1) if ends[0] <= ends[-1] <= ends[0] + LONGEST_RANGE else ends


_MONTH_NAMES = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_MONTHS = {name[:3]: number for number, name in enumerate(_MONTH_NAMES.split("|"), start=1)}
_MONTH = rf"(?P<m>{_MONTH_NAMES}|(?:{'|'.join(_MONTHS)}|sept)(?![\w-])\.?)"
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_FACTORS = {
    unit: Decimal(factor)
    for factor, units in {
        1: "kronor kr sek :- procentenheter procent %",
        100: "hundra",
        1_000: "tusen tkr kkr",
        1_000_000: "miljoner miljon mnkr mkr",
        1_000_000_000: "miljarder miljard mdkr mdr",
    }.items()
    for unit in units.split()
}
_UNIT = rf"(?:{'|'.join(_FACTORS)})(?!\w)"
# What a number counts, so that "2000 medarbetare" is no year.
_COUNTED = r"(?:medarbetare|anställda|personer|invånare|elever|barn|chefer|platser|bostäder|deltagare|timmar)\b"
_NO_AMOUNT = rf"(?! ?{_UNIT})(?! {_COUNTED})"

_NO_DATE = _compile(
    r"\bkl(?:\.|ockan)? ?\d{1,2}(?:[:.]\d{2})?(?!\w)|(?<!\w)\d{1,2}:\d{2}(?!\w)"  # a time of day
    r"|(?<!\w)\d{4}:\d+|\bAgenda \d{4}"  # a report's number, a name
)
#: The forms of a date, the finest first. Each is read where those before it found none.
_DATES = [
    _compile(pattern)
    for pattern in (
        r"(?<![\w-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\w-])",
        rf"{_START}(?:(?P<d0>\d{{1,2}}) ?(?:[-–]|och|till) ?)?(?P<d>\d{{1,2}})(?::[ae])? {_MONTH}"
        rf"(?: (?:år )?{_YEAR}{_END})?",
        rf"{_START}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})[ -]{_YEAR}{_END}",
        rf"{_START}{_MONTH} (?:år )?{_YEAR}{_END}",
        rf"{_START}(?P<y>(?:19|20)?\d{{2}})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01]){_END}{_NO_AMOUNT}",
        rf"{_START}{_YEAR}-(?P<m>0[1-9]|1[0-2]){_END}",
        rf"{_START}{_YEAR}(?: ?[-–] ?(?P<until>(?:19|20)\d{{2}})|/(?P<next>(?:19|20)?\d{{2}})){_END}",
        rf"{_START}{_YEAR}{_END}{_NO_AMOUNT}",
    )
]


def _dates(text: _Text) -> Iterator[str]:
    text.take(_NO_DATE)
    for pattern in _DATES:
        for match in text.take(pattern):
            part = {name: value for name, value in match.groupdict().items() if value}
            if "y" not in part:  # a day of no year is no date, nor an amount
                continue
            month = part.get("m", "")
            number = _MONTHS.get(month[:3].lower()) or int(month or 0)
            days = [part[day] for day in ("d0", "d") if day in part]
            yield from _lexical(_full_year(part["y"]), number, days)
            if last := part.get("until") or part.get("next"):
                yield part["y"][: 4 - len(last)] + last


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 70 else 2000)


def _lexical(year: int, month: int, days: list[str]) -> Iterator[str]:
    if not days:
        yield f"{year:04}-{month:02}" if month else f"{year:04}"
    for day in days:
        with suppress(ValueError):  # 2023-02-30 is no date
            yield date(year, month, int(day)).isoformat()


_ONES = ["en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"]
_TEENS = ["tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"]
_TENS = ["tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"]
_WORDS = {word: Decimal(number) for number, word in enumerate(_ONES + _TEENS, start=1)}
_WORDS |= {ten + one: Decimal(tens * 10 + i) for tens, ten in enumerate(_TENS, 2) for i, one in enumerate(["", *_ONES])}
_WORDS |= {word[:-2] + "ett": number for word, number in _WORDS.items() if word.endswith("en") and number % 10 == 1}
_WORDS |= {word: Decimal(number) for word, number in (("hundra", 100), ("etthundra", 100), ("tusen", 1000))}

_FIGURE = r"(?:[1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+)(?!\d)|\d+)(?:[.,]\d+)?(?!\d)"
_UNITS = rf"(?P<units>(?: ?{_UNIT})*)"
_FIGURES = _compile(
    rf"{_START}(?P<minus>(?<![^\s(=])[-−–](?=\d))?"
    rf"(?P<low>{_FIGURE})(?: ?(?:[-–]|till) ?(?P<high>{_FIGURE}))?{_UNITS}{_END}"
)
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SPELT = _compile(
    rf"(?<![\w-])(?:(?:(?P<word>{_WORD}) och )?(?P<half>(?:en|ett) halvt?)|(?P<whole>{_WORD})){_UNITS}{_END}"
)


def _amounts(text: _Text) -> Iterator[Decimal]:
    for match in text.take(_FIGURES):
        factor = _factor(match["units"])
        figures = [_number(figure) * factor for figure in match.group("low", "high") if figure]
        if figures == sorted(set(figures)):  # "1472-11" is no range, but a part of something
            yield from (-figure if match["minus"] else figure for figure in figures)
    for match in text.take(_SPELT):
        spelt = _WORDS.get((match["word"] or match["whole"] or "").lower(), Decimal(0))
        yield (spelt + (Decimal("0.5") if match["half"] else 0)) * _factor(match["units"])


def _factor(units: str) -> Decimal:
    return prod((_FACTORS[unit.lower()] for unit in re.findall(_UNIT, units, re.IGNORECASE)), start=Decimal(1))


def _number(figure: str) -> Decimal:
    """Read digits: a dot before three of them parts thousands, a comma or any other dot decimals."""
    plain = figure.replace(" ", "")
    if re.match(r"[1-9]\d{0,2}(?:\.\d{3})+(?!\d)", plain):
        plain = plain.replace(".", "")
    return Decimal(plain.replace(",", "."))


def _decimal(value: str | int | Decimal) -> Decimal | None:
    return Decimal(str(value)) if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", str(value)) else None
