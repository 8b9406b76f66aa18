"""The steps of cases as a report: a matrix of cases and steps, or one case with what shows each step."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from styrgraf.errors import StyrgrafError
from styrgraf.exports.tables import guard_formula, write_rows
from styrgraf.lineage.records import State
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.phrases import check_language, date, phrase
from styrgraf.reports.citations import Citations, cite_with_premises, outline_sources
from styrgraf.reports.course import MARKS, Timing, case_name, outline_course, say, summary_words, timing
from styrgraf.reports.drawing.path import path_to_svg
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import one_line, set_markdown, set_text
from styrgraf.reports.lineage import source_to_json
from styrgraf.reports.outline import Line, Report
from styrgraf.timeline.dates import check_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from styrgraf.lineage.records import Course, Step
    from styrgraf.store import Graph, Iri

    Courses = Sequence[Course]
    Renderer = Callable[[Graph, Courses, str, str], str]

__all__ = ["FORMATS", "render_steps"]

_WIDTH, _COLUMN = 80, 3
#: The sign of a step that a case does not call for.
_NOT_CALLED = "·"


def render_steps(graph: Graph, found: Courses, form: str = "text", language: str = "sv", day: str = "") -> str:
    """Write a report of how the steps of cases stand.

    :param graph: the graph that they were found in.
    :param found: the courses of the cases; a single one is told step by step, more as a matrix.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``, that of the courses.
    :param day: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, to tell how each step lies to it; empty when none is asked.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, reports are not written in the language, the day is no date, or
        more than one case is to be drawn.
    """
    render = choose_format(FORMATS, form, "steps")
    check_language(language)
    return render(graph, found, language, check_date(day) if day else "")


# One case


def _outline(graph: Graph, course: Course, language: str, day: str) -> Report:
    citations = Citations(graph, language)
    title = " ".join(part for part in map(one_line, case_name(graph, course, language)) if part)
    path = outline_course(citations, course, lambda thing: graph.label(thing, language), day)
    told = [course.definition] if course.definition else []
    sections = (path, outline_sources(citations))
    return Report(title, tuple(map(Line, told)), tuple(one for one in sections if one.items or one.remarks))


def _render_svg(graph: Graph, found: Courses, language: str, _day: str) -> str:
    if len(found) != 1:
        raise StyrgrafError(f"a drawing shows one case, not {len(found)}", remedy="name the case: styrgraf steps IDENT")
    return path_to_svg(graph, found[0], language)


# The matrix


def _columns(graph: Graph, found: Iterable[Course]) -> list[Iri]:
    """List the steps of cases in the order in which a case takes them."""
    steps = {step.step for course in found for step in course.steps}
    return sorted(steps, key=lambda step: (min(int(str(number)) for number in graph.values(step, SG.ordinal)), step))


def _marks(course: Course, columns: Iterable[Iri]) -> list[str]:
    states = {step.step: step.state for step in course.steps}
    return [MARKS[states[name]] if name in states else _NOT_CALLED for name in columns]


def _counts(steps: Iterable[Step]) -> dict[str, int]:
    counted = Counter(step.state for step in steps)
    return {state.value: counted[state] for state in State}


def _summary(found: Courses, language: str, day: str) -> list[str]:
    if not found:
        return [say("no-case", language)]
    steps = [step for course in found for step in course.steps]
    unknown = sum(course.procedure is None for course in found)
    lines = [say("cases", language, count=len(found), unknown=unknown, **_counts(steps))]
    if day:
        times = Counter(timing(step, day) for step in steps)
        told = {one.value.replace("-", "_"): times[one] for one in Timing if one}
        lines.append(say("as-of", language, day=date(day, language), **told))
    return [*lines, say("legend", language)]


def _by_kind(found: Courses) -> dict[str, list[Course]]:
    """Sort cases by their kind, those of no known kind last."""
    kinds: dict[str, list[Course]] = {}
    for course in sorted(found, key=lambda course: (course.procedure is None, course.label)):
        kinds.setdefault(course.label, []).append(course)
    return kinds


def _render_text(graph: Graph, found: Courses, language: str, day: str) -> str:
    if len(found) == 1:
        return set_text(_outline(graph, found[0], language, day))
    blocks = [set_text(Report(say("title", language), tuple(map(Line, _summary(found, language, day)))))]
    for kind, group in _by_kind(found).items():
        if not kind:
            lines = [say("none", language), *(f"  {case_name(graph, course, language)[0]}" for course in group)]
            blocks.append("\n".join(lines) + "\n")
            continue
        columns = _columns(graph, group)
        listed = "  ".join(
            f"{number} {graph.label(name, language)}".replace(" ", "\N{NO-BREAK SPACE}")
            for number, name in enumerate(columns, start=1)
        )
        head = set_text(Report(one_line(kind), (Line(listed),)), _WIDTH)
        room = max(len(case_name(graph, course, language)[0]) for course in group) + 2
        numbers = "".join(f"{number:>{_COLUMN}}" for number in range(1, len(columns) + 1))
        rows = [f"  {'':<{room}}{numbers}"]
        for course in group:
            marks = "".join(f"{mark:>{_COLUMN}}" for mark in _marks(course, columns))
            evidenced = _counts(course.steps)[State.EVIDENCED.value]
            rows.append(f"  {case_name(graph, course, language)[0]:<{room}}{marks}  {evidenced}/{len(course.steps)}")
        blocks.append(head + "\n".join(rows) + "\n")
    return "\n".join(blocks)


def _render_markdown(graph: Graph, found: Courses, language: str, day: str) -> str:
    if len(found) == 1:
        return set_markdown(_outline(graph, found[0], language, day))
    columns = _columns(graph, found)
    states = [phrase(state.value, language) for state in State]
    head = [say("case", language), say("kind", language), *(graph.label(name, language) for name in columns), *states]
    rows = [head, ["---", "---", *(":-:" for _ in columns), *("--:" for _ in states)]]
    for course in found:
        name = " ".join(part for part in case_name(graph, course, language) if part)
        counts = [str(count) for count in _counts(course.steps).values()]
        rows.append([name, course.label or say("no-kind", language), *_marks(course, columns), *counts])
    title = set_markdown(Report(say("title", language), tuple(map(Line, _summary(found, language, day)))))
    return title + ("\n" + "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in rows) if found else "")


def _cell(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "\\<")


def _render_csv(graph: Graph, found: Courses, language: str, _day: str) -> str:
    columns = _columns(graph, found)
    head = ["case", "number", "label", "kind", *(_notation(graph, name) for name in columns), *(s.value for s in State)]
    rows = [head]
    for course in found:
        states = {step.step: step.state.value for step in course.steps}
        named = [course.case, *case_name(graph, course, language), course.label]
        counts = [str(count) for count in _counts(course.steps).values()]
        rows.append([*map(guard_formula, named), *(states.get(name, "") for name in columns), *counts])
    return write_rows(rows)


def _notation(graph: Graph, step: Iri) -> str:
    return str(next(iter(graph.values(step, f"{PREFIXES['skos']}notation")), step))


def _render_json(graph: Graph, found: Courses, language: str, day: str) -> str:
    cited: dict[Iri, None] = {}
    evidence = partial(cite_with_premises, graph, cited)

    def told(course: Course) -> dict[str, Any]:
        number, label = case_name(graph, course, language)
        return {
            "case": course.case,
            "number": number,
            "label": label or None,
            "procedure": course.procedure,
            "kind": course.label or None,
            "why": {"shown_by": list(course.shown_by), "evidence": evidence(course.evidence)},
            "summary": summary_words(course, language),
            "counts": _counts(course.steps),
            "steps": [
                {
                    "step": step.step,
                    "label": step.label,
                    "state": step.state.value,
                    "required": step.required,
                    "shown_by": [{"id": thing, "label": graph.label(thing, language)} for thing in step.shown_by],
                    "dates": list(step.dates),
                    "paragraphs": list(step.paragraphs),
                    "timing": timing(step, day).value or None,
                    "evidence": evidence(step.evidence),
                }
                for step in course.steps
            ],
        }

    content: dict[str, Any] = {"as_of": day or None, "cases": [told(course) for course in found]}
    content["sources"] = {name: source_to_json(graph, name, language) for name in sorted(cited)}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


#: Formats of reports of steps: name to function.
FORMATS: Mapping[str, Renderer] = {
    "text": _render_text,
    "markdown": _render_markdown,
    "json": _render_json,
    "csv": _render_csv,
    "svg": _render_svg,
}
