"""The fixed words of reports, in Swedish and English, and how dates and amounts are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.errors import StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

__all__ = ["LANGUAGES", "amount", "check_language", "date", "fill", "phrase"]

#: Languages that reports are written in.
LANGUAGES = ("sv", "en")

_PHRASES = {
    "approximately": ("cirka", "about"),
    "cycle": ("Krets: {things} kommer ur sig självt.", "Cycle: {things} comes of itself."),
    "derived": ("härlett", "derived"),
    "derived-heading": (
        "HÄRLETT: ingen källa säger det, det följer av en regel",
        "DERIVED: no source says so, it follows from a rule",
    ),
    "description": ("uppgift om dokumentet", "document description"),
    "documents": ("HANDLINGAR I ÄRENDET", "DOCUMENTS IN THE CASE"),
    "editorial": ("redaktionellt", "editorial"),
    "editorial-source": ("Redaktionellt: {label}", "Editorial: {label}"),
    "evidenced": ("belagt", "evidenced"),
    "from": ("från {thing}", "from {thing}"),
    "gaps": ("LUCKOR: vad ingen källa visar", "GAPS: what no source shows"),
    "hinge": ("Allt hänger på: {things}.", "Everything hangs on: {things}."),
    "kind": ("slag", "kind"),
    "missing": ("saknas", "missing"),
    "money": ("PENGAR", "MONEY"),
    "no-gaps": ("Inga luckor hittades.", "No gaps were found."),
    "no-lineage": (
        "Ingen härkomst är belagd: inget pekar härifrån på något tidigare eller senare.",
        "No lineage is evidenced: nothing leads from here to anything earlier or later.",
    ),
    "not-added": ("Belopp av olika status läggs inte ihop.", "Amounts of different status are not added up."),
    "not-in-force": ("gäller inte längre", "no longer in force"),
    "or": (" eller ", " or "),
    "path": ("VÄNTAD GÅNG ({procedure})", "EXPECTED PATH ({procedure})"),
    "path-summary": (
        "{evidenced} av {all} steg är belagda, {planned} är planerade, {missing} saknas.",
        "{evidenced} of {all} steps are evidenced, {planned} are planned, {missing} are missing.",
    ),
    "partly-read": ("delvis läst", "partly read"),
    "planned": ("planerat", "planned"),
    "reading": ("läst", "read"),
    "reading-of": ("läsning av {place}", "reading of {place}"),
    "rule": ("regeln ”{rule}”: {text}", "the rule “{rule}”: {text}"),
    "premises": ("premisser: {sources}", "premises: {sources}"),
    "sources": ("KÄLLOR", "SOURCES"),
    "stated": ("uppges", "stated"),
    "story": ("HÄRKOMST, DET TIDIGASTE FÖRST", "LINEAGE, EARLIEST FIRST"),
    "sum": ("summa {status} {year}", "sum {status} {year}"),
    "title-passage": ("titeln", "the title"),
    "to": ("till {thing}", "to {thing}"),
    "unknown-amount": ("okänt belopp", "unknown amount"),
    "unknown-status": ("okänd status", "unknown status"),
    "undated": ("odaterat", "undated"),
    "vocabulary": ("vokabulären", "the vocabulary"),
    "passage": ("stycke {ordinal}", "paragraph {ordinal}"),
    "restated-passage": ("återgiven uppgift {ordinal}", "restated item {ordinal}"),
    "restated-values": ("återgivet: {values}", "restated: {values}"),
    "why": ("VAD SOM UPPGES OM {thing}", "WHAT IS STATED ABOUT {thing}"),
    "why-incoming": ("VAD SOM HÄNVISAR HIT", "WHAT REFERS TO IT"),
}
_MONTHS = {
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}


def phrase(key: str, language: str, **parts: object) -> str:
    """Give a fixed phrase.

    :param key: its name.
    :param language: ``sv`` or ``en``.
    :param parts: what stands in its gaps.
    :returns: the phrase.
    :raises StyrgrafError: if reports are not written in the language.
    """
    check_language(language)
    return fill(_PHRASES, key, language, **parts)


def fill(phrases: Mapping[str, tuple[str, str]], key: str, language: str, **parts: object) -> str:
    """Give a phrase of a table that a report has for itself.

    :param phrases: names to the phrase in each of :data:`LANGUAGES`.
    :param key: the name.
    :param language: ``sv`` or ``en``.
    :param parts: what stands in its gaps.
    :returns: the phrase.
    """
    return phrases[key][LANGUAGES.index(language)].format(**parts)


def check_language(language: str) -> None:
    """Check that reports are written in a language.

    :param language: a language tag.
    :raises StyrgrafError: if they are not.
    """
    if language not in LANGUAGES:
        raise StyrgrafError(f"reports are not written in “{language}”", remedy=f"name one of {', '.join(LANGUAGES)}")


def date(lexical: str, language: str) -> str:
    """Write a date in words, as precise as it is: ``april 2022``.

    :param lexical: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; anything else is given back as it is.
    :param language: ``sv`` or ``en``.
    :returns: the date.
    """
    year, *rest = lexical.split("-")
    months = _MONTHS[language].split("|")
    if not rest or not all(part.isdecimal() and int(part) for part in rest) or int(rest[0]) > len(months):
        return lexical
    month, *day = (int(part) for part in rest)
    return " ".join([*(str(number) for number in day), months[month - 1], year])


def amount(value: Decimal, currency: str, language: str) -> str:
    """Write an amount of money: ``2 000 000 kr``, ``SEK 2,000,000``.

    :param value: in whole units of the currency.
    :param currency: ISO 4217 code.
    :param language: ``sv`` or ``en``.
    :returns: the amount; in Swedish with no-break spaces.
    """
    digits = f"{value:,.2f}".removesuffix(".00")
    if language == "sv":
        digits = digits.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
        return f"{digits}\N{NO-BREAK SPACE}{'kr' if currency == 'SEK' else currency}"
    return f"{currency}\N{NO-BREAK SPACE}{digits}"
