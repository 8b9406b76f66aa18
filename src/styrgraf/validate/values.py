"""Every amount, date, § and case number that a passage states parses from one of its key phrases.

A passage that is only restated has no key phrases, but values in our words (sg:restatedValue).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styrgraf.documents.keyphrases import Kind, supports
from styrgraf.namespaces import PREFIXES, SG, shorten
from styrgraf.validate.findings import Finding, make_finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from styrgraf.validate.uses import Stated

__all__ = ["check_values", "kind_of"]

_XSD = PREFIXES["xsd"]
_NUMERIC = frozenset(
    _XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_DATES = frozenset(_XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"))
_IDENTIFIER = f"{PREFIXES['dcterms']}identifier"

_KINDS = {
    Kind.AMOUNT: ("beloppet eller talet", "the amount or number"),
    Kind.DATE: ("datumet", "the date"),
    Kind.PARAGRAPH: ("paragrafen (§)", "the section (§)"),
    Kind.CASE_NUMBER: ("diarienumret", "the case number"),
}


def kind_of(fact: Stated, cases: Collection[str]) -> Kind | None:
    """Tell what kind of value a fact states.

    Any number counts as an amount, so that a new property is gated without being named here; the exception is
    sg:ordinal, which counts and is not read.

    :param fact: the fact.
    :param cases: IRIs of cases, whose identifiers are case numbers.
    :returns: the kind; None if its value need not stand in a key phrase.
    """
    if fact.predicate == SG.paragraph:
        return Kind.PARAGRAPH
    if fact.predicate == _IDENTIFIER and fact.subject in cases:
        return Kind.CASE_NUMBER
    if fact.datatype in _DATES:
        return Kind.DATE
    if fact.predicate == SG.ordinal:
        return None
    is_amount = fact.datatype in _NUMERIC or fact.predicate in {SG.amount, SG.value}
    return Kind.AMOUNT if is_amount else None


def check_values(
    stated: list[Stated], phrases: Mapping[str, list[str]], reads: Mapping[str, str], cases: Collection[str]
) -> Iterator[Finding]:
    """Find values that no key phrase of their passage states.

    :param stated: what a document's file states.
    :param phrases: passages to their key phrases.
    :param reads: graphs of passages and readings to the passage whose words they rest on.
    :param cases: IRIs of cases.
    :returns: a finding for each value, or one for each passage that has values but no key phrase.
    """
    wordless: dict[str, list[Stated]] = defaultdict(list)
    for fact in stated:
        passage, kind = reads.get(fact.graph), kind_of(fact, cases)
        if passage is None or kind is None:
            continue
        if not phrases[passage]:
            wordless[passage].append(fact)
        elif not supports(phrases[passage], kind, fact.text):
            yield _unstated(fact, kind, passage, phrases[passage])
    for passage, facts in wordless.items():
        values = ", ".join(dict.fromkeys(fact.text for fact in facts))
        yield _finding(
            "no-key-phrase",
            f"stället {shorten(passage)} uppger {values} men har ingen nyckelfras: ge det sg:keyPhrase med orden, "
            "eller sg:restatedValue om det bara är återgivet",
            f"the passage {shorten(passage)} states {values} but has no key phrase: give it a sg:keyPhrase "
            "with the words, or a sg:restatedValue if it was only restated",
            facts,
            focus=passage,
        )


def _unstated(fact: Stated, kind: Kind, passage: str, phrases: list[str]) -> Finding:
    sv, en = _KINDS[kind]
    quoted_sv = ", ".join(f"”{phrase}”" for phrase in phrases)
    quoted_en = ", ".join(f"“{phrase}”" for phrase in phrases)
    return _finding(
        "unstated-value",
        f"{sv} {fact.text} ({shorten(fact.predicate)} för {shorten(fact.subject)}) går inte att läsa ur någon "
        f"nyckelfras för {shorten(passage)}: {quoted_sv}. Rätta värdet eller lägg till den fras som uppger det",
        f"{en} {fact.text} ({shorten(fact.predicate)} of {shorten(fact.subject)}) cannot be read from any "
        f"key phrase of {shorten(passage)}: {quoted_en}. Mend the value, or add the phrase that states it",
        [fact],
        focus=fact.subject,
    )


def _finding(rule: str, sv: str, en: str, facts: list[Stated], *, focus: str) -> Finding:
    places = (fact.place for fact in facts)
    return make_finding("evidence", rule, sv, en, focus, places, path=facts[0].predicate, value=facts[0].text)
