"""The path that a matter normally takes, set against what is evidenced.

Which kinds of matter there are, how each is known, which steps it takes, and how each step is seen in the graph, is
data: ``ontology/procedure.ttl``, or any other file of the ontology that describes a ``sg:Procedure``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.documents.ordering import natural_key
from styrgraf.errors import StyrgrafError
from styrgraf.lineage.records import Course, State, Step
from styrgraf.namespaces import PREFIXES, SG, shorten
from styrgraf.store import Graph, Iri, Text, to_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.errors import Place
    from styrgraf.store import Term

__all__ = ["course_of", "courses"]

_PROCEDURES = """SELECT ?procedure WHERE {
  ?procedure a sg:Procedure ; sg:ordinal ?ordinal ; sg:appliesWhen ?pattern .
} ORDER BY ?ordinal ?procedure"""
_STEPS = """SELECT ?procedure ?step ?required WHERE {
  { ?procedure sg:requiresStep ?step . ?step sg:ordinal ?ordinal BIND (true AS ?required) }
  UNION {
    ?procedure sg:mayRequireStep ?step .
    ?step sg:ordinal ?ordinal
    FILTER NOT EXISTS { ?procedure sg:requiresStep ?step }
    BIND (false AS ?required)
  }
} ORDER BY ?ordinal ?step"""
_DATES = (SG.date, SG.startedAt, f"{PREFIXES['dcterms']}issued", SG.year)

#: What a pattern finds: the thing that shows it, and the passage that states it; either may be unknown.
_Found = list[tuple["Term | None", "Term | None"]]


def courses(graph: Graph, cases: Iterable[Iri] | None = None, language: str = "sv") -> tuple[Course, ...]:
    """Set the normal course of cases against the evidence.

    :param graph: the graph.
    :param cases: IRIs of the cases; None for all of the graph.
    :param language: ``sv`` or ``en``.
    :returns: the course of each, in the order of their IRIs.
    :raises StyrgrafError: if a pattern of a procedure is no SPARQL; it names the file and line.
    """
    if cases is None:
        cases = (Iri(str(row[0])) for row in graph.select("SELECT DISTINCT ?case WHERE { ?case a sg:Case }"))
    return tuple(course_of(graph, case, language) for case in sorted(set(cases), key=natural_key))


def course_of(graph: Graph, case: Iri, language: str = "sv") -> Course:
    """Set the normal course of a case against the evidence.

    :param graph: the graph.
    :param case: IRI of the case.
    :param language: ``sv`` or ``en``.
    :returns: the first procedure that applies to the case, what shows that it does, and its steps in order; without a
        procedure and steps if none applies.
    :raises StyrgrafError: if a pattern of a procedure is no SPARQL; it names the file and line.
    """
    for procedure, steps in graph.once(_procedures).items():
        if found := _find(graph, case, procedure, SG.appliesWhen):
            told = (_step(graph, case, step, language, required=required) for step, required in steps)
            return Course(
                case,
                procedure,
                graph.label(procedure, language),
                _definition(graph, procedure, language),
                _things(found),
                _passages(graph, found),
                tuple(step for step in told if step is not None),
            )
    return Course(case, None, "", "", (), (), ())


def _procedures(graph: Graph) -> dict[Iri, list[tuple[Iri, bool]]]:
    """Read the procedures of a graph in order, each with its steps in order and whether it requires them."""
    procedures: dict[Iri, list[tuple[Iri, bool]]] = {Iri(str(name)): [] for (name,) in graph.select(_PROCEDURES)}
    for procedure, step, required in graph.select(_STEPS):
        if procedure in procedures:
            procedures[Iri(str(procedure))].append((Iri(str(step)), str(required) == "true"))
    return procedures


def _step(graph: Graph, case: Iri, step: Iri, language: str, *, required: bool) -> Step | None:
    """Tell how a step stands; None for one that the matter does not call for."""
    state = State.EVIDENCED
    found = [one for one in _find(graph, case, step, SG.evidencedWhen) if all(one)]
    if not found:
        state = State.PLANNED
        found = [one for one in _find(graph, case, step, SG.plannedWhen) if all(one)]
    if not found:
        state = State.MISSING
        if not required and not _find(graph, case, step, SG.appliesWhen):
            return None
    things = _things(found)
    return Step(
        step,
        graph.label(step, language),
        state,
        things,
        _passages(graph, found),
        tuple(sorted({date for thing in things if (date := _date(graph, thing))})),
        tuple(
            sorted({str(number) for thing in things for number in graph.values(thing, SG.paragraph)}, key=natural_key)
        ),
        required,
    )


def _find(graph: Graph, case: Iri, holder: Iri, predicate: str) -> _Found:
    """Find what the patterns of a procedure or step match, as far as it is in force."""
    found: _Found = []
    if case.startswith("_:"):
        return found  # a blank node, which no data should have, cannot be named in a query
    for pattern in graph.values(holder, predicate):
        # Named in the text, the case is what the engine begins at; bound from outside, it is reckoned with too late.
        query = f"SELECT DISTINCT ?what ?passage WHERE {{ VALUES ?case {{ <{case}> }} {pattern}\n}}"
        try:
            rows = graph.select(query)
        except StyrgrafError as error:
            raise StyrgrafError(
                f"the {shorten(predicate)} of {shorten(holder)} is no SPARQL that can stand within WHERE {{ }}",
                place=_place(graph, holder, predicate, pattern),
                remedy="mend the pattern; “styrgraf validate” says where in it the fault is",
            ) from error
        found += [(what, passage) for what, passage in rows if passage is None or passage not in graph.withdrawn]
    return found


def _place(graph: Graph, holder: Iri, predicate: str, pattern: Term) -> Place | None:
    """Find where a pattern is written."""
    from styrgraf.documents.locate import locate_statements  # noqa: PLC0415 - only a faulty pattern is looked for

    written = (f"<{holder}>", f"<{predicate}>", str(to_node(pattern)))
    for path in (*graph.layout.ontology_files(), *graph.layout.data_files()):
        for statement in locate_statements(path):
            if (statement.subject, statement.predicate, statement.object) == written:
                return statement.place
    return None


def _things(found: _Found) -> tuple[Iri, ...]:
    return tuple(sorted({what for what, _ in found if isinstance(what, Iri)}))


def _passages(graph: Graph, found: _Found) -> tuple[Iri, ...]:
    return graph.sort_sources(passage for _, passage in found if isinstance(passage, Iri))


def _date(graph: Graph, thing: Iri) -> str:
    """Give the date of a thing as precisely as any source does; of several properties, the first that dates it."""
    dates = (max(map(str, graph.values(thing, name)), key=len, default="") for name in _DATES)
    return next((date for date in dates if date), "")


def _definition(graph: Graph, procedure: Iri, language: str) -> str:
    texts = [text for text in graph.values(procedure, f"{PREFIXES['skos']}definition") if isinstance(text, Text)]
    return next((text.value for wanted in (language, "") for text in texts if text.language == wanted), "")
