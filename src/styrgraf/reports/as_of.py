"""How a report says what a day is known by: the day, how sure each thing is, and what is left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from styrgraf.namespaces import CONCEPT
from styrgraf.phrases import date, fill
from styrgraf.timeline.records import Absence, Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styrgraf.lineage import Lineage, Node
    from styrgraf.store import Graph

__all__ = ["certainty_word", "day_lines", "is_absent", "unsure", "with_certainty"]

_PHRASES: Mapping[str, tuple[str, str]] = {
    "day": ("Per {day}", "As of {day}"),
    "counts": (
        "{day}: {certain} säkra, {stretched} utsträckta från en sidas datum, {undated} odaterade.",
        "{day}: {certain} certain, {stretched} stretched from a page’s date, {undated} undated.",
    ),
    "meaning": (
        "Det säkra är inte märkt. Sådant som saknar egen tid, som personer och dokument, räknas dit.",
        "What is certain is not marked. What has no time of its own, such as people and documents, counts as such.",
    ),
    "from": ("Belagt från {date}.", "Evidenced from {date}."),
    "until": ("Belagt till {date}.", "Evidenced until {date}."),
    "one-left": ("Utelämnat: {parts}.", "Left out: {parts}."),
    Absence.NOT_BEGUN: ("{count} som kom senare", "{count} that came later"),
    Absence.ENDED: ("{count} som hade upphört", "{count} that had ended"),
    Absence.PROPOSED: ("{count} som bara förslag nämner", "{count} that only proposals mention"),
    "absent-not-begun": (
        "{day}: detta fanns inte än, av allt som nu är känt att döma.",
        "{day}: this was not there yet, by all that is known now.",
    ),
    "absent-ended": (
        "{day}: detta hade upphört, av allt som nu är känt att döma.",
        "{day}: this had ended, by all that is known now.",
    ),
    "absent-proposed": (
        "{day}: detta är bara känt genom förslag; att det fanns är inte belagt.",
        "{day}: this is known only from proposals; that it was there is not evidenced.",
    ),
}


def day_lines(lineage: Lineage) -> list[str]:
    """Say what a lineage is told as of, how sure its things are, and how many are left out.

    :param lineage: a lineage as of a day.
    :returns: sentences.
    """
    language = lineage.language
    day = fill(_PHRASES, "day", language, day=date(lineage.as_of, language))
    focus = _focus(lineage)
    if is_absent(lineage):
        absent = fill(_PHRASES, f"absent-{focus.certainty}", language, day=day)
        known = "until" if focus.certainty == Absence.ENDED else "from"
        when = fill(_PHRASES, known, language, date=date(focus.date, language)) if focus.date else ""
        return [f"{absent} {when}".strip(), *_left(lineage)]
    counted = Counter(node.certainty for node in lineage.nodes)
    counts = {certainty.value: counted[certainty] for certainty in Certainty}
    lines = [fill(_PHRASES, "counts", language, day=day, **counts), fill(_PHRASES, "meaning", language)]
    return [*lines, *_left(lineage)]


def is_absent(lineage: Lineage) -> bool:
    """Tell whether what a lineage is of was not there on the day.

    :param lineage: a lineage as of a day.
    """
    return _focus(lineage).certainty in set(Absence)


def _focus(lineage: Lineage) -> Node:
    return next(node for node in lineage.nodes if node.id == lineage.focus)


def _left(lineage: Lineage) -> list[str]:
    why = Counter(left.why for left in lineage.left)
    parts = [fill(_PHRASES, one, lineage.language, count=why[one]) for one in Absence if why[one]]
    return [fill(_PHRASES, "one-left", lineage.language, parts=", ".join(parts))] if parts else []


def certainty_word(graph: Graph, certainty: str, language: str) -> str:
    """Name a certainty that is to be marked.

    :param graph: a graph, whose concepts have the names.
    :param certainty: ``certain``, ``stretched``, ``undated`` or nothing.
    :param language: ``sv`` or ``en``.
    :returns: its name; empty for what is certain, and for what is left out.
    """
    return graph.label(f"{CONCEPT}certainty/{certainty}", language) if unsure(certainty) else ""


def unsure(certainty: str) -> bool:
    """Tell whether a certainty is one that is marked.

    :param certainty: ``certain``, ``stretched``, ``undated`` or nothing.
    """
    return certainty in (Certainty.STRETCHED, Certainty.UNDATED)


def with_certainty(graph: Graph, lineage: Lineage) -> Lineage:
    """Put how sure each thing is beside its status, for what shows no more than that.

    :param graph: the graph.
    :param lineage: the lineage.
    :returns: the same if no day is asked.
    """
    if not lineage.as_of:
        return lineage

    def status(parts: Iterable[str]) -> str:
        return ", ".join(filter(None, parts))

    nodes = (
        replace(node, status=status((node.status, certainty_word(graph, node.certainty, lineage.language))))
        for node in lineage.nodes
    )
    return replace(lineage, nodes=tuple(nodes))
