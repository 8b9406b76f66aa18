"""The gates: what is malformed, missing or disagreeing in a graph, with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.validate import reference
from styrgraf.validate.abbreviations import check_abbreviations
from styrgraf.validate.changed import concerned_things, in_changed_files
from styrgraf.validate.evidence import check_evidence
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.iris import check_iris
from styrgraf.validate.places import place_findings
from styrgraf.validate.python_terms import check_python_terms
from styrgraf.validate.queries import check_queries
from styrgraf.validate.shacl import compile_shapes, validate_shapes
from styrgraf.validate.terms import check_terms
from styrgraf.validate.vocabulary import check_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.store import Graph

__all__ = ["Finding", "Severity", "fails", "validate_graph"]


def validate_graph(graph: Graph, before: Graph | None = None, *, by_pyshacl: bool = False) -> list[Finding]:
    """Run every gate over a graph: terms, vocabulary, IRIs, evidence, abbreviations, queries, then shapes.

    :param graph: the graph, with what its rules derive.
    :param before: the graph before a change, to be told only of what the change can concern: of shapes, the things that
        they read a changed fact of; of other gates, the files that were changed. None for all.
    :param by_pyshacl: whether pySHACL checks the shapes, for a second opinion: slower, and always about all things.
    :returns: the findings, gravest first, each with the files and lines that it is about; a fault that two
        constraints of a shape tell is told once.
    :raises UnreadableFileError: if a file cannot be read or parsed.
    :raises StyrgrafError: if there are no shapes, or one is malformed.
    """
    layout = graph.layout
    findings = [*check_terms(layout), *check_vocabulary(layout), *check_iris(layout), *check_evidence(layout)]
    findings += [*check_abbreviations(layout), *check_queries(layout)]
    for folder in ("src", "scripts"):
        # Only a checkout of the project has its code beside its data.
        if (layout.root / folder / "styrgraf").is_dir() or (folder == "scripts" and (layout.root / "src").is_dir()):
            findings += check_python_terms(layout.root / folder, layout)
    if before is not None:
        findings = list(in_changed_files(findings, graph, before))
    if by_pyshacl:
        findings += place_findings(reference.validate_shapes(graph), layout)
    else:
        shapes = compile_shapes(layout.shape_files())
        concerned = concerned_things(graph, before, shapes.shapes) if before is not None else None
        findings += place_findings(validate_shapes(graph, shapes, focus_nodes=concerned), layout)
    return sorted(_once(findings), key=lambda finding: finding.severity.rank)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Drop what is told again of the same value at the same places: a datatype and a pattern both fail it."""
    found: dict[object, Finding] = {}
    for one in findings:
        told = (one.rule, one.focus, one.path, one.value, one.places, tuple(sorted(one.messages.items())))
        found.setdefault(told, one)
    return list(found.values())


def fails(findings: Iterable[Finding], fail_on: Severity = Severity.VIOLATION) -> bool:
    """Tell whether findings are grave enough to fail.

    :param findings: what the gates found.
    :param fail_on: the least grave severity that fails.
    :returns: True if any finding is at least that grave.
    """
    return any(finding.severity.rank <= fail_on.rank for finding in findings)
