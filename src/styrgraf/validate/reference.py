"""SHACL by pySHACL, the reference: what the compiled shapes must find, and a second opinion on what they do."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from styrgraf.documents.parse import parse_file
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import shorten
from styrgraf.shacl.fallback import lexical_forms
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.shacl import compile_shapes, require_targets
from styrgraf.validate.withdrawn import excuse_withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import rdflib
    from rdflib.query import Result
    from rdflib.term import Node

    from styrgraf.store import Graph

__all__ = ["read_shapes", "validate_rdf", "validate_shapes"]

_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_SHACL = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {f"{_SHACL}Warning": Severity.WARNING, f"{_SHACL}Info": Severity.INFO}


def read_shapes(files: Iterable[Path]) -> rdflib.Graph:
    """Read shapes.

    :param files: Turtle files; they may refer to each other's shapes.
    :returns: the shapes.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    with lexical_forms():
        return _graph_of_files(files)


def validate_shapes(graph: Graph) -> list[Finding]:
    """Check the facts in force, stated and derived, against the shapes of the graph's folder.

    :param graph: the graph.
    :returns: what is wrong, gravest first, without places.
    :raises UnreadableFileError: if a file of shapes cannot be parsed.
    :raises StyrgrafError: if there is no shape, or one is malformed; the error names the folder, or the file and,
        where it can, the line.
    """
    # Compiled first: that tells what is malformed, and where.
    require_targets(compile_shapes(graph.layout.shape_files()), graph)
    shapes = read_shapes(graph.layout.shape_files())
    with lexical_forms():
        findings = _validate(_graph_of_lines(" ".join(triple) for triple in graph.triples()), shapes)
    return sorted(excuse_withdrawn(findings, graph), key=lambda finding: finding.severity.rank)


def validate_rdf(files: Sequence[Path], shapes: rdflib.Graph) -> list[Finding]:
    """Check what RDF files state against shapes, as one graph and without rules.

    :param files: Turtle, TriG or N-Triples files, the vocabulary among them; which graph states a fact does not count.
    :param shapes: the shapes.
    :returns: what is wrong, gravest first, without places.
    :raises UnreadableFileError: if a file cannot be parsed.
    :raises StyrgrafError: if a shape is malformed.
    """
    with lexical_forms():
        return _validate(_graph_of_files(files), shapes)


# From files and terms to rdflib


@cache
def _graph_class() -> type[rdflib.Graph]:
    """Make a class of graph that reads a query once: pySHACL asks the same one of each focus node."""
    import rdflib  # noqa: PLC0415
    from rdflib.plugins.sparql import prepareQuery  # noqa: PLC0415

    class PreparingGraph(rdflib.Graph):
        prepared = staticmethod(cache(prepareQuery))

        def query(self, query_object: str, *args: object, **options: object) -> Result:  # type: ignore[override]
            return super().query(self.prepared(query_object), *args, **options)  # type: ignore[arg-type]

    return PreparingGraph


def _graph_of_files(files: Iterable[Path]) -> rdflib.Graph:
    return _graph_of_lines(f"{q.subject} {q.predicate} {q.object}" for path in files for q in parse_file(path))


def _graph_of_lines(lines: Iterable[str]) -> rdflib.Graph:
    return _graph_class()().parse(data="".join(f"{line} .\n" for line in lines), format="nt")


# Running pySHACL


def _validate(data: rdflib.Graph, shapes: rdflib.Graph) -> list[Finding]:
    from pyshacl import validate  # noqa: PLC0415
    from pyshacl.errors import ReportableRuntimeError  # noqa: PLC0415

    try:
        # inplace: the data graph is ours, and pySHACL has nothing to add to it.
        _, report, text = validate(data, shacl_graph=shapes, inplace=True)
        if isinstance(report, ReportableRuntimeError):
            raise report
    except Exception as error:  # whatever a shape makes pySHACL, rdflib or re raise
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise StyrgrafError(f"pySHACL cannot validate with the shapes: {reason}", remedy="leave out pySHACL") from error
    assert not isinstance(report, bytes), text
    return _findings(report, shapes)


# From results to findings


def _findings(report: rdflib.Graph, shapes: rdflib.Graph) -> list[Finding]:
    from rdflib.namespace import SH  # noqa: PLC0415

    # A thing of two classes may meet one shape twice.
    found = dict.fromkeys(_finding(report, result, shapes) for result in report.objects(None, SH.result))
    return sorted(found, key=lambda f: (f.severity.rank, f.rule, f.focus, f.path, f.value, f.component, f.message()))


def _finding(report: rdflib.Graph, result: Node, shapes: rdflib.Graph) -> Finding:
    from rdflib.namespace import SH  # noqa: PLC0415

    def one(link: Node) -> Node | None:
        return report.value(result, link)

    focus, path, value = one(SH.focusNode), one(SH.resultPath), one(SH.value)
    if path is None and value == focus:
        value = None  # a node shape gives the focus as value, which says nothing
    return Finding(
        severity=_SEVERITIES.get(str(one(SH.resultSeverity)), Severity.VIOLATION),
        gate="shacl",
        rule=_shape_name(one(SH.sourceShape), shapes),
        messages=_messages(report, result),
        focus=str(focus),
        path="" if path is None else _path_text(report, path, top=True),
        value="" if value is None else str(value),
        component=str(one(SH.sourceConstraintComponent)),
    )


def _shape_name(shape: Node | None, shapes: rdflib.Graph) -> str:
    """Name a shape by the end of its IRI; one without a name by the nearest named shape that it is part of."""
    import rdflib  # noqa: PLC0415

    seen: set[Node] = set()
    while shape is not None and not isinstance(shape, rdflib.URIRef) and shape not in seen:
        seen.add(shape)
        shape = next(iter(shapes.subjects(None, shape)), None)
    return re.split(r"[/#]", str(shape))[-1]


def _messages(report: rdflib.Graph, result: Node) -> dict[str, str]:
    """Give the messages by language; pySHACL drops the language of a message whose variables it fills in."""
    import rdflib  # noqa: PLC0415
    from rdflib.namespace import SH  # noqa: PLC0415

    found = [text for text in report.objects(result, SH.resultMessage) if isinstance(text, rdflib.Literal)]
    messages = {text.language: str(text) for text in found if text.language}
    constraint = report.value(result, SH.sourceConstraint)
    templates = [t for t in report.objects(constraint, SH.message) if isinstance(t, rdflib.Literal)]
    for text in sorted(str(text) for text in found if not text.language):
        for template in sorted(templates, key=str):
            if constraint is not None and (filled := _fill(str(template), text)):
                messages.setdefault(template.language or "en", filled)
    if not messages:
        messages["en"] = " ".join(sorted(str(text) for text in found))
    return dict(sorted(messages.items()))


def _fill(template: str, text: str) -> str | None:
    """Fill a template as in a text that was made from it, with IRIs shortened; None if it was made from another."""
    parts = _VARIABLE.split(template)
    values = re.fullmatch("(.*)".join(re.escape(part) for part in parts[::2]), text, re.DOTALL)
    if values is None:
        return None
    words = iter(shorten(value) if value.startswith(("http://", "https://")) else value for value in values.groups())
    return "".join(part + next(words, "") for part in parts[::2])


_REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def _path_text(graph: rdflib.Graph, path: Node, top: bool = False) -> str:
    """Write a property path in SPARQL; one that is only a property as its IRI."""
    import rdflib  # noqa: PLC0415
    from rdflib.namespace import RDF, SH  # noqa: PLC0415

    if isinstance(path, rdflib.URIRef):
        return str(path) if top else f"<{path}>"
    for name, sign in _REPEATED.items():
        if (inner := graph.value(path, SH[name])) is not None:
            return f"{_path_text(graph, inner)}{sign}"
    if (inner := graph.value(path, SH.inversePath)) is not None:
        return f"^{_path_text(graph, inner)}"
    alternatives = graph.value(path, SH.alternativePath)
    sign, steps = ("/", path) if alternatives is None else ("|", alternatives)
    text = sign.join(_path_text(graph, step) for step in graph.items(steps) if step != RDF.nil)
    return text if top else f"({text})"
