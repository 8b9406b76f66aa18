"""The gates: what is malformed, missing or disagreeing in a graph, with file and line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.validate import reference
from styrgraf.validate.abbreviations import check_abbreviations
from styrgraf.validate.changed import concerned_things, find_change
from styrgraf.validate.evidence import check_evidence
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.iris import check_iris
from styrgraf.validate.neighbours import lost_terms, neighbours, turned_names
from styrgraf.validate.part import Part
from styrgraf.validate.places import place_findings
from styrgraf.validate.python_terms import check_python_terms
from styrgraf.validate.queries import check_queries
from styrgraf.validate.shacl import compile_shapes, validate_shapes
from styrgraf.validate.terms import check_terms
from styrgraf.validate.vocabulary import check_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.documents.layout import Layout
    from styrgraf.store import Graph
    from styrgraf.validate.changed import Change

__all__ = ["Checked", "Finding", "Severity", "fails", "validate_change", "validate_graph"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a validation of a change found, and how much it looked at.

    :param findings: the findings, gravest first.
    :param files: the number of changed files that the gates on files checked; None if they checked all.
    :param things: the number of things that the shapes checked; None if they checked all.
    """

    findings: list[Finding]
    files: int | None
    things: int | None

    def summary(self, language: str = "en") -> str:
        """Say what was checked.

        :param language: ``sv`` or ``en``.
        :returns: one sentence.
        """
        if self.files is None:
            return {
                "sv": "allt har kontrollerats, eftersom ändringen kan röra allt: ontologin, reglerna eller en fil "
                "som inte gick att läsa förut är ändrad",
                "en": "everything was checked, since the change may concern anything: the ontology, the rules, or a "
                "file that could not be read before, was changed",
            }[language]
        return {
            "sv": f"ändrade filer som kontrollerats: {self.files}; ting som prövats mot formerna: "
            f"{'alla' if self.things is None else self.things}; resten är som förut och har inte kontrollerats på nytt",
            "en": f"changed files that were checked: {self.files}; things that were checked against the shapes: "
            f"{'all' if self.things is None else self.things}; the rest is as before and was not checked again",
        }[language]


def validate_graph(graph: Graph, *, by_pyshacl: bool = False) -> list[Finding]:
    """Run every gate over a graph: terms, vocabulary, IRIs, evidence, abbreviations, queries, then shapes.

    :param graph: the graph, with what its rules derive.
    :param by_pyshacl: whether pySHACL checks the shapes, for a second opinion: slower.
    :returns: the findings, gravest first, each with the files and lines that it is about; a fault that two
        constraints of a shape tell is told once.
    :raises UnreadableFileError: if a file cannot be read or parsed.
    :raises StyrgrafError: if there are no shapes, or one is malformed.
    """
    layout = graph.layout
    findings = [*check_terms(layout), *check_vocabulary(layout), *check_iris(layout), *check_evidence(layout)]
    findings += [*check_abbreviations(layout), *check_queries(layout), *_check_code(layout)]
    found = reference.validate_shapes(graph) if by_pyshacl else validate_shapes(graph)
    return _gravest_first([*findings, *place_findings(found, layout)])


def validate_change(graph: Graph, before: Layout, *, by_pyshacl: bool = False) -> Checked:
    """Run the gates over what a change can concern, with the findings of a whole run about that.

    The gates on files read the changed files, with the files that name what is found wanting there, and tell what
    stands in a changed file or is about a name that the change took the meaning from. Shapes are asked of the things
    that they read a changed fact of. What the gates must know of the whole, they ask the graph. IRIs that differ only
    in writing are sought among all IRIs, and the terms in Python code are all checked. After a change of the ontology
    or the rules all is checked, after one of shapes all things are.

    :param graph: the graph, with what its rules derive.
    :param before: the folders before the change.
    :param by_pyshacl: whether pySHACL checks the shapes, for a second opinion: slower, and always about all things.
    :returns: the findings, as :func:`validate_graph` gives them, and what was checked.
    :raises UnreadableFileError: if a file cannot be read or parsed.
    :raises StyrgrafError: if there are no shapes, or one is malformed.
    """
    change = find_change(graph.layout, before)
    if change is None:
        return Checked(validate_graph(graph, by_pyshacl=by_pyshacl), None, None)
    findings = [*_check_files(graph, change), *_check_code(graph.layout, graph)]
    if by_pyshacl:
        things, found = None, reference.validate_shapes(graph)
    else:
        shapes = compile_shapes(graph.layout.shape_files())
        things = concerned_things(graph, change, shapes.shapes)
        found = validate_shapes(graph, shapes, focus_nodes=things)
    findings += place_findings(found, graph.layout, few=things is not None)
    return Checked(_gravest_first(findings), len(change.files), None if things is None else len(things))


def _check_files(graph: Graph, change: Change) -> list[Finding]:
    """Run the gates on files over those that a change concerns."""
    turned = turned_names(graph, change)
    part = Part.of(graph.layout, change.files)
    # What is found in the changed files may stand in others too, and is told with all its places.
    findings = _check_part(part, graph)
    wider = neighbours(graph, part, findings, turned)
    if wider.files != part.files:
        findings = _check_part(wider, graph)
    terms = lost_terms(graph, change)
    if terms:
        findings += check_vocabulary(graph.layout)
    told = {*turned, *terms}
    return [
        finding
        for finding in findings
        if {finding.focus, finding.value} & told or any(place.path in change.files for place in finding.places)
    ]


def _check_part(part: Part, graph: Graph) -> list[Finding]:
    findings = [*check_terms(part, graph), *check_iris(part), *check_evidence(part, graph)]
    findings += check_abbreviations(part, graph)
    return [*findings, *check_queries(part)] if part.query_files() else findings


def _check_code(layout: Layout, graph: Graph | None = None) -> list[Finding]:
    """Check the terms in Python code: only a checkout of the project has its code beside its data."""
    findings: list[Finding] = []
    for folder in ("src", "scripts"):
        if (layout.root / folder / "styrgraf").is_dir() or (folder == "scripts" and (layout.root / "src").is_dir()):
            findings += check_python_terms(layout.root / folder, layout, graph)
    return findings


def _gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings, and drop what is told again of the same value at the same places.

    A datatype and a pattern, for one, both fail it.
    """
    found: dict[object, Finding] = {}
    for one in findings:
        told = (one.rule, one.focus, one.path, one.value, one.places, tuple(sorted(one.messages.items())))
        found.setdefault(told, one)
    return sorted(found.values(), key=lambda finding: finding.severity.rank)


def fails(findings: Iterable[Finding], fail_on: Severity = Severity.VIOLATION) -> bool:
    """Tell whether findings are grave enough to fail.

    :param findings: what the gates found.
    :param fail_on: the least grave severity that fails.
    :returns: True if any finding is at least that grave.
    """
    return any(finding.severity.rank <= fail_on.rank for finding in findings)
