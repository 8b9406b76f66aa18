"""The course of a case in words: why it follows a procedure, how each step stands, and how that is as of a day."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from styrgraf.lineage.records import State
from styrgraf.namespaces import PREFIXES
from styrgraf.phrases import date, fill, phrase
from styrgraf.reports.outline import Item, Line, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from styrgraf.lineage.records import Course, Step
    from styrgraf.reports.citations import Citations
    from styrgraf.store import Graph, Iri

__all__ = [
    "MARKS",
    "Timing",
    "case_name",
    "outline_course",
    "say",
    "shown_words",
    "summary_words",
    "timing",
    "why_words",
]

#: The sign of each state.
MARKS = {State.EVIDENCED: "●", State.PLANNED: "◐", State.MISSING: "○"}

_WORDS = {
    "after-day": ("efter den dagen", "after that day"),
    "applies": ("Gången gäller alla ärenden av slaget.", "The procedure is for all cases of the kind."),
    "as-of": (
        "Per {day}: {not_yet} planerade steg är inte ännu, {passed} har haft sin dag utan att något ställe visar att "
        "de skedde, {after_day} belagda kom först efter den dagen.",
        "As of {day}: {not_yet} planned steps are not yet due, {passed} have had their day and no passage shows that "
        "they happened, {after_day} that are evidenced came only after that day.",
    ),
    "because": ("Gången är vald för att ett ställe visar: {things}.", "Chosen because a passage shows: {things}."),
    "case": ("ärende", "case"),
    "cases": (
        "{count} ärenden, {unknown} utan känd gång. Av stegen är {evidenced} belagda, {planned} är planerade och "
        "{missing} saknas.",
        "{count} cases, {unknown} of no known procedure. Of the steps {evidenced} are evidenced, {planned} are planned "
        "and {missing} are missing.",
    ),
    "kind": ("slag av ärende", "kind of matter"),
    "legend": ("● belagt  ◐ planerat  ○ saknas  · hör inte dit", "● evidenced  ◐ planned  ○ missing  · not called for"),
    "no-case": ("Inga ärenden finns i grafen.", "There are no cases in the graph."),
    "no-kind": ("inget känt slag av ärende", "no known kind of matter"),
    "none": (
        "Ingen ärendegång gäller: inget ställe visar vad för slags ärende det är.",
        "No procedure applies: no passage shows what kind of matter it is.",
    ),
    "not-yet": ("inte ännu den dagen", "not yet on that day"),
    "passed": (
        "dagen har gått, och inget ställe visar att det skedde",
        "the day has passed, and no passage shows that it happened",
    ),
    "title": ("ÄRENDENAS GÅNG", "THE COURSE OF THE CASES"),
    "unshown": ("inget ställe visar det", "no passage shows it"),
}


class Timing(StrEnum):
    """How a step lies to a day that somebody asks about."""

    NONE = ""
    NOT_YET = "not-yet"
    PASSED = "passed"
    AFTER_DAY = "after-day"


def say(key: str, language: str, **parts: object) -> str:
    """Give a fixed phrase about the course of a case.

    :param key: its name.
    :param language: ``sv`` or ``en``.
    :param parts: what stands in its gaps.
    :returns: the phrase.
    """
    return fill(_WORDS, key, language, **parts)


def timing(step: Step, day: str) -> Timing:
    """Tell how a step lies to a day: dates are compared no finer than the coarser of them.

    :param step: the step.
    :param day: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; empty when none is asked.
    :returns: whether what is planned is not yet due or has passed, or what is evidenced came only after the day;
        nothing if the step has no date, or the dates do not tell.
    """
    if not day or not step.dates:
        return Timing.NONE
    from styrgraf.timeline.dates import compare  # noqa: PLC0415 - few ask for a day

    if step.state is State.EVIDENCED:
        return Timing.AFTER_DAY if all(compare(known, day) > 0 for known in step.dates) else Timing.NONE
    if all(compare(known, day) > 0 for known in step.dates):
        return Timing.NOT_YET
    return Timing.PASSED if all(compare(known, day) < 0 for known in step.dates) else Timing.NONE


def outline_course(citations: Citations, course: Course, name: Callable[[Iri], str], day: str = "") -> Section:
    """Tell the course of a case: its steps with what shows them, and why it follows its procedure.

    :param citations: the citations of the report.
    :param course: the course of the case.
    :param name: names a thing as the report does.
    :param day: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, to tell how each step lies to it; empty when none is asked.
    :returns: the part of the report, in the language of the citations.
    """
    language, items = citations.language, []
    for step in course.steps:
        names = ", ".join(map(name, step.shown_by)) or say("unshown", language)
        days = [date(known, language) for known in step.dates if known not in names]
        paragraphs = [f"§ {number}" for number in step.paragraphs if f"§ {number}" not in names]
        when = timing(step, day)
        notes = (citations.mark_all(step.evidence), say(when.value, language) if when else "")
        note = ", ".join(part for part in notes if part)
        told = ", ".join((names, *days, *paragraphs))
        title = f"{step.label} – {phrase(step.state.value, language)}: {told}"
        items.append(Item(MARKS[step.state], title, (), note, citations.cite(step.evidence)))
    why = Line(why_words(citations.graph, course, language), citations.cite(course.evidence))
    counted = [summary_words(course, language)] if items else []
    kind = course.label or say("no-kind", language)
    return Section("path", phrase("path", language, procedure=kind), tuple(items), (*map(Line, counted), why))


def summary_words(course: Course, language: str) -> str:
    """Count the steps of a case by their state.

    :param course: the course of the case.
    :param language: ``sv`` or ``en``.
    :returns: one sentence; that no procedure applies, if none does.
    """
    if course.procedure is None:
        return say("none", language)
    counted = Counter(step.state for step in course.steps)
    numbers = {state.value: counted[state] for state in State}
    return phrase("path-summary", language, all=len(course.steps), **numbers)


def why_words(graph: Graph, course: Course, language: str) -> str:
    """Tell why a case follows its procedure.

    :param graph: the graph.
    :param course: the course of the case.
    :param language: ``sv`` or ``en``.
    :returns: one sentence.
    """
    if course.procedure is None:
        return say("none", language)
    if not course.shown_by:
        return say("applies", language)
    return say("because", language, things=", ".join(graph.label(thing, language) for thing in course.shown_by))


def shown_words(graph: Graph, step: Step, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell what shows a step, and when and in which paragraph that was, each said once.

    :param graph: the graph.
    :param step: the step.
    :param language: ``sv`` or ``en``.
    :returns: the things, without the date at the end of their names; and the dates in words and the paragraphs, as far
        as they are known. Of a missing step, that no passage shows it.
    """
    if step.state is State.MISSING:
        return (say("unshown", language),), ()
    names = [graph.label(thing, language) for thing in step.shown_by]
    told = " ".join(names)
    days = ", ".join(date(known, language) for known in step.dates)
    paragraphs = ", ".join(f"§ {number}" for number in step.paragraphs if f"§ {number}" not in told)
    things = tuple(dict.fromkeys(_without_date(name, step.dates) for name in names))
    return things, tuple(words for words in (days, paragraphs) if words)


def case_name(graph: Graph, course: Course, language: str) -> tuple[str, str]:
    """Name a case.

    :param graph: the graph.
    :param course: the course of the case.
    :param language: ``sv`` or ``en``.
    :returns: its number, and its name where it has one besides; of a case without a number, the end of its IRI.
    """
    number = next(iter(graph.values(course.case, f"{PREFIXES['dcterms']}identifier")), None)
    written = str(number) if number else course.case.rpartition("/")[2]
    label = graph.label(course.case, language)
    return written, "" if label == written else label


def _without_date(name: str, dates: Iterable[str]) -> str:
    """Take a date away from the end of a name that is told with its date: ``kommunstyrelsen 2023-12-06``."""
    return next((name.removesuffix(f" {known}") for known in dates if name.endswith(f" {known}")), name)
