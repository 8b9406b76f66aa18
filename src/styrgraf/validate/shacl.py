"""SHACL: the facts in force against the shapes, each constraint asked of the store at once, as findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.locate import locate_statements
from styrgraf.documents.parse import parse_file
from styrgraf.errors import Place, StyrgrafError
from styrgraf.namespaces import PREFIXES, shorten
from styrgraf.shacl import MalformedShapeError, Shapes, read_shapes, validate
from styrgraf.shacl.terms import short_name, text_of
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.withdrawn import excuse_withdrawn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from styrgraf.shacl import Report, Result
    from styrgraf.shacl.terms import Node
    from styrgraf.store import Graph

__all__ = ["CompiledShapes", "compile_shapes", "findings_of", "require_targets", "validate_files", "validate_shapes"]

_SEVERITIES = {f"{PREFIXES['sh']}Warning": Severity.WARNING, f"{PREFIXES['sh']}Info": Severity.INFO}


@dataclass(frozen=True, slots=True)
class CompiledShapes:
    """Shapes that have been read, for one validation or many.

    :param files: the files that they were read from.
    :param shapes: the shapes of all files.
    """

    files: tuple[Path, ...]
    shapes: Shapes


def compile_shapes(files: Iterable[Path]) -> CompiledShapes:
    """Read shapes.

    :param files: Turtle files; they may refer to each other's shapes.
    :returns: the shapes.
    :raises UnreadableFileError: if a file cannot be parsed.
    :raises MalformedShapeError: if a shape is malformed; the error names it, and its file and line.
    """
    paths = tuple(files)
    try:
        return CompiledShapes(paths, read_shapes(quad for path in paths for quad in parse_file(path)))
    except MalformedShapeError as error:
        places = [s.place for path in paths for s in locate_statements(path) if s.subject == f"<{error.shape}>"]
        if not places:
            raise
        raise MalformedShapeError(error.what, error.shape, place=min(places), remedy=error.remedy) from error


def validate_shapes(
    graph: Graph, shapes: CompiledShapes | None = None, *, focus_nodes: Collection[str] | None = None, threads: int = 2
) -> list[Finding]:
    """Check the facts in force, stated and derived, against shapes.

    :param graph: the graph.
    :param shapes: the shapes; None for those of the graph's folder.
    :param focus_nodes: IRIs of the only things to check; None for all.
    :param threads: how many checks run at the same time.
    :returns: what is wrong, gravest first, without places.
    :raises UnreadableFileError: if a file of shapes cannot be parsed.
    :raises StyrgrafError: if there is no shape, or one is malformed; the error names the folder, or the file and line.
    """
    compiled = compile_shapes(graph.layout.shape_files()) if shapes is None else shapes
    require_targets(compiled, graph)
    report = validate(graph.store, compiled.shapes, threads=threads, focus_nodes=focus_nodes, write=_in_words)
    return sorted(excuse_withdrawn(findings_of(report), graph), key=lambda finding: finding.severity.rank)


def require_targets(shapes: CompiledShapes, graph: Graph) -> None:
    """Make sure that shapes check anything.

    :param shapes: the shapes of a graph's folder.
    :param graph: the graph.
    :raises StyrgrafError: if no shape has a target; the error names the folder.
    """
    if not any(shape.targets for shape in shapes.shapes.by_node.values()):
        raise StyrgrafError(
            "the folder has no shapes, so nothing would be checked",
            place=Place(graph.layout.shapes),
            remedy="put the shapes (SHACL, .ttl) there, or remove the folder to check with those that Styrgraf ships",
        )


def validate_files(files: Sequence[Path], shapes: CompiledShapes) -> list[Finding]:
    """Check what RDF files state against shapes, as one graph and without rules.

    :param files: Turtle, TriG or N-Triples files, the vocabulary among them; which graph states a fact does not count.
    :param shapes: the shapes.
    :returns: what is wrong, gravest first, without places.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    store = ox.Store()
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for path in files for q in parse_file(path))
    return findings_of(validate(store, shapes.shapes, write=_in_words))


def findings_of(report: Report) -> list[Finding]:
    """Make findings of results.

    :param report: what a validation found.
    :returns: a finding for each result, gravest first; a thing of two classes that meets one shape twice has one.
    """
    found = dict.fromkeys(map(_finding, report.results))
    return sorted(found, key=lambda f: (f.severity.rank, f.rule, f.focus, f.path, f.value, f.component, f.message()))


def _finding(result: Result) -> Finding:
    value = result.value
    if not result.path and value == result.focus:
        value = None  # a node shape gives the focus as value, which says nothing
    messages = dict(sorted((tag or "en", text) for tag, text in result.messages))
    return Finding(
        severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
        gate="shacl",
        rule=short_name(result.shape_name) or str(result.source_shape),
        messages=messages,
        focus=text_of(result.focus),
        path=result.path,
        value="" if value is None else text_of(value),
        component=result.component,
    )


def _in_words(term: Node) -> str:
    """Write a term into a message: an IRI shortened, as in the files."""
    return shorten(term.value) if isinstance(term, ox.NamedNode) else text_of(term)
