"""What a retraction does to the facts in force, as text for a terminal and as JSON for programs."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from styrgraf.namespaces import shorten
from styrgraf.phrases import LANGUAGES, check_language, fill
from styrgraf.phrases import date as in_words
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import one_line, set_text
from styrgraf.reports.outline import Item, Line, Report, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from styrgraf.documents.retract import BareThing, Retraction, StatedFact

__all__ = ["FORMATS", "render_retraction"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "and": (" och ", " and "),
    "bare": ("VAD INGET ANNAT DOKUMENT BESKRIVER ELLER NAMNGER", "WHAT NO OTHER DOCUMENT DESCRIBES OR NAMES"),
    "derived": (
        "Det som regler härleder ur dem lämnar också de gällande uppgifterna.",
        "What rules derive from them leaves the facts in force too.",
    ),
    "dry-run": ("inget är skrivet", "nothing is written"),
    "leaving": (
        "{count} av dokumentets uppgifter uppges ingen annanstans och gäller inte längre.",
        "Facts stated nowhere else, and so no longer in force: {count}.",
    ),
    "mention": ("kvar i {place}: {fact}", "left in {place}: {fact}"),
    "name": ("namn", "name"),
    "note": ("varför: {note}", "why: {note}"),
    "retracted": ("återkallat: {date}", "retracted: {date}"),
    "staying": ("GÄLLER FORTFARANDE, EFTERSOM ANDRA UPPGER DET", "STILL IN FORCE, SINCE OTHERS STATE IT"),
    "superseded": (
        "Dokumentet var redan ersatt, så dess uppgifter gällde inte.",
        "The document was superseded already, so that its facts were not in force.",
    ),
    "type": ("slag", "kind"),
    "without": ("nu utan {lost}", "now without {lost}"),
    "why": (
        "styrgraf why berättar fortfarande vad dokumentet uppger.",
        "styrgraf why still tells what the document states.",
    ),
}


def render_retraction(
    retraction: Retraction, form: str = "text", language: str = "sv", root: Path | None = None
) -> str:
    """Write what a retraction does.

    :param retraction: the retraction.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :param root: the folder of the graph, from which JSON names files; None for the whole paths. Text, which people
        read, names them from the current folder.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "a retraction")
    check_language(language)
    return render(retraction, language, root)


# Text


def _render_text(retraction: Retraction, language: str, root: Path | None) -> str:
    del root
    head = [f"<{retraction.document}>", _file(retraction.path, Path.cwd())]
    head.append(_say("retracted", language, date=in_words(retraction.date, language)))
    head += [_say("note", language, note=retraction.note)] if retraction.note else []
    head += [] if retraction.written else [_say("dry-run", language)]
    told = ["superseded"] if retraction.superseded else ["leaving", "derived"] if retraction.leaving else ["leaving"]
    told += ["why"]
    lines = [*map(Line, head), Line(""), *(Line(_say(key, language, count=retraction.leaving)) for key in told)]
    sections = []
    if retraction.bare:
        items = tuple(_bare_item(thing, language) for thing in retraction.bare)
        sections.append(Section("bare", _say("bare", language), items))
    if retraction.staying:
        facts = groupby(retraction.staying, key=lambda fact: (fact.subject, fact.predicate, fact.value))
        items = tuple(_staying_item(list(group)) for _, group in facts)
        sections.append(Section("staying", _say("staying", language), items))
    title = _label(retraction.labels, language) or _name(retraction.document)
    return set_text(Report(one_line(title), tuple(lines), tuple(sections)))


def _bare_item(thing: BareThing, language: str) -> Item:
    label = _label(thing.labels, language)
    lost = _say("without", language, lost=_say("and", language).join(_say(word, language) for word in _lost(thing)))
    lines = (Line(_say("mention", language, place=_place(fact), fact=_statement(fact))) for fact in thing.mentions)
    return Item("•", f"{one_line(label)} <{_name(thing.iri)}>" if label else _name(thing.iri), tuple(lines), note=lost)


def _staying_item(group: list[StatedFact]) -> Item:
    return Item("•", _statement(group[0]), tuple(Line(_place(fact)) for fact in group))


def _statement(fact: StatedFact) -> str:
    value = _name(fact.value) if _is_iri(fact.value) else f"“{one_line(fact.value)}”"
    return f"{_name(fact.subject)} {_name(fact.predicate)} {value}"


def _place(fact: StatedFact) -> str:
    return f"{_file(fact.place.path, Path.cwd())}:{fact.place.line}"


def _say(key: str, language: str, **parts: object) -> str:
    return fill(_WORDS, key, language, **parts)


def _lost(thing: BareThing) -> list[str]:
    return ["type"] * thing.loses_type + ["name"] * thing.loses_name


def _label(labels: Mapping[str, str], language: str) -> str:
    return next((labels[tag] for tag in (language, "", *LANGUAGES) if tag in labels), "")


def _name(iri: str) -> str:
    return shorten(iri).strip("<>")


def _is_iri(value: str) -> bool:
    return value.startswith(("https://", "http://"))


def _file(path: Path, folder: Path) -> str:
    path, folder = path.absolute(), folder.absolute()
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


# JSON


def _render_json(retraction: Retraction, language: str, root: Path | None) -> str:
    def placed(facts: Iterable[StatedFact]) -> list[dict[str, Any]]:
        return [
            {
                "subject": fact.subject,
                "property": fact.predicate,
                "value": fact.value,
                "graph": fact.graph,
                "file": _file(fact.place.path, root or Path("/")),
                "line": fact.place.line,
            }
            for fact in facts
        ]

    content = {
        "document": retraction.document,
        "label": _label(retraction.labels, language),
        "file": _file(retraction.path, root or Path("/")),
        "date": retraction.date,
        "note": retraction.note,
        "written": retraction.written,
        "superseded": retraction.superseded,
        "leaving": retraction.leaving,
        "bare": [
            {
                "iri": thing.iri,
                "label": _label(thing.labels, language),
                "loses": _lost(thing),
                "mentions": placed(thing.mentions),
            }
            for thing in retraction.bare
        ],
        "staying": placed(retraction.staying),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


#: Formats by name.
FORMATS: Mapping[str, Callable[[Retraction, str, Path | None], str]] = {"text": _render_text, "json": _render_json}
