"""Likely doubles as a report: those not judged first, then those judged, with the reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from styrgraf.duplicates import Likeness, Verdict
from styrgraf.namespaces import BASE
from styrgraf.phrases import check_language, fill, phrase
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import one_line, set_markdown, set_text
from styrgraf.reports.outline import Item, Line, Report, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from styrgraf.duplicates import Judgement, LikelyDouble, Reason
    from styrgraf.store import Graph, Iri

__all__ = ["FORMATS", "any_unjudged", "render_duplicates"]

_PHRASES: Mapping[str, tuple[str, str]] = {
    "title": ("MÖJLIGA DUBBLETTER", "LIKELY DOUBLES"),
    "none": ("Inga möjliga dubbletter hittades.", "No likely doubles were found."),
    "count": ("{unjudged} obedömda, {judged} bedömda.", "{unjudged} not judged, {judged} judged."),
    "unjudged": ("OBEDÖMDA: är det ett ting eller två?", "NOT JUDGED: is it one thing or two?"),
    "judged": ("BEDÖMDA", "JUDGED"),
    Likeness.NUMBER: ("samma nummer: {names}", "same number: {names}"),
    Likeness.NAME: ("samma namn: {names}", "same name: {names}"),
    Likeness.OTHER_NAME: ("kort eller annat namn är detsamma: {names}", "short or other name is the same: {names}"),
    Likeness.FORM: ("samma namn i annan form: {names}", "same name in another form: {names}"),
    Likeness.SPELLING: ("snarlik stavning: {names}", "similar spelling: {names}"),
    Likeness.EXTRA_NAME: ("samma namn med ett namn till: {names}", "same name with one name more: {names}"),
    Likeness.OFFICE: (
        "samma förnamn, och båda har haft posten eller lett enheten {shared}: {names}",
        "same first name, and both have held the post or led the unit {shared}: {names}",
    ),
    Verdict.TWO_THINGS: ("två ting", "two things"),
    Verdict.ONE_THING: ("ett ting: skriv en IRI", "one thing: write one IRI"),
    Verdict.ONE_BECAME_THE_OTHER: ("det ena blev det andra", "one became the other"),
}


def any_unjudged(doubles: Sequence[LikelyDouble]) -> bool:
    """Tell whether anything is left to judge, as a command that fails on it asks.

    :param doubles: the likely doubles.
    """
    return not all(pair.judged for pair in doubles)


def render_duplicates(graph: Graph, doubles: Sequence[LikelyDouble], form: str = "text", language: str = "sv") -> str:
    """Write a report of likely doubles.

    :param graph: the graph.
    :param doubles: the likely doubles, those not judged first.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``; judgements have the language in which the doubles were found.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "doubles")
    check_language(language)
    return render(graph, doubles, language)


def _say(key: str, language: str, **parts: object) -> str:
    return fill(_PHRASES, key, language, **parts)


def _id(iri: Iri) -> str:
    # As the other commands take it.
    return iri.removeprefix(BASE)


# Text and Markdown


def _outline(graph: Graph, doubles: Sequence[LikelyDouble], language: str) -> Report:
    title = _say("title", language)
    if not doubles:
        return Report(title, (Line(_say("none", language)),))
    parts = {
        "unjudged": [pair for pair in doubles if not pair.judged],
        "judged": [pair for pair in doubles if pair.judged],
    }
    count = _say("count", language, **{key: len(pairs) for key, pairs in parts.items()})
    sections = (
        Section(key, _say(key, language), tuple(_item(graph, pair, language) for pair in pairs))
        for key, pairs in parts.items()
        if pairs
    )
    return Report(title, (Line(count),), tuple(sections))


def _item(graph: Graph, pair: LikelyDouble, language: str) -> Item:
    title = " – ".join(one_line(graph.label(thing, language)) for thing in (pair.first, pair.second))
    lines = [Line(_id(thing)) for thing in (pair.first, pair.second)]
    lines += [Line(_reason(graph, reason, language)) for reason in pair.reasons]
    if pair.judgement:
        lines.append(_judgement(graph, pair.judgement, language))
    return Item("•", title, tuple(lines), note=_kind(graph, pair, language))


def _kind(graph: Graph, pair: LikelyDouble, language: str) -> str:
    classes = sorted({*graph.types(pair.first), *graph.types(pair.second)})
    return ", ".join(dict.fromkeys(one_line(graph.label(name, language)) for name in classes))


def _reason(graph: Graph, reason: Reason, language: str) -> str:
    names = " – ".join(dict.fromkeys(map(one_line, (reason.first, reason.second))))
    shared = one_line(graph.label(reason.shared, language)) if reason.shared else ""
    return _say(reason.likeness, language, names=names, shared=shared)


def _judgement(graph: Graph, judgement: Judgement, language: str) -> Line:
    verdict = _say(judgement.verdict, language)
    text = f"{verdict}: {one_line(judgement.text)}" if judgement.text else verdict
    sources = (graph.source(name, language) for name in judgement.sources)
    told = (f"{phrase(source.kind.value, language)}: {one_line(source.document_label)}" for source in sources)
    return Line(text, sublines=tuple(map(Line, dict.fromkeys(told))))


# JSON


def _render_json(graph: Graph, doubles: Sequence[LikelyDouble], language: str) -> str:
    content = [
        {
            "first": _thing_to_json(graph, pair.first, language),
            "second": _thing_to_json(graph, pair.second, language),
            "kind": pair.kind,
            "reasons": [
                {
                    "likeness": reason.likeness.value,
                    "first": reason.first,
                    "second": reason.second,
                    "shared": reason.shared,
                    "text": _reason(graph, reason, language),
                }
                for reason in pair.reasons
            ],
            "judged": pair.judged,
            "judgement": _judgement_to_json(pair.judgement),
        }
        for pair in doubles
    ]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _thing_to_json(graph: Graph, thing: Iri, language: str) -> dict[str, str]:
    return {"iri": thing, "id": _id(thing), "label": graph.label(thing, language)}


def _judgement_to_json(judgement: Judgement | None) -> dict[str, Any] | None:
    if judgement is None:
        return None
    return {
        "iri": judgement.iri,
        "verdict": judgement.verdict.value,
        "text": judgement.text,
        "sources": list(judgement.sources),
    }


#: Formats by name.
FORMATS: Mapping[str, Callable[[Graph, Sequence[LikelyDouble], str], str]] = {
    "text": lambda graph, doubles, language: set_text(_outline(graph, doubles, language)),
    "markdown": lambda graph, doubles, language: set_markdown(_outline(graph, doubles, language)),
    "json": _render_json,
}
