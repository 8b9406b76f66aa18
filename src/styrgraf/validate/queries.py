"""Every query, rule and procedure pattern can be read by the engine, and is one that is let run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text
from styrgraf.namespaces import SG
from styrgraf.query.syntax import engine_fault, refuse, syntax_error
from styrgraf.validate.findings import Finding, make_finding
from styrgraf.validate.uses import read_rdf

if TYPE_CHECKING:
    from styrgraf.documents.layout import Layout

__all__ = ["check_queries"]

_finding = partial(make_finding, "queries", "query-syntax")

#: What a pattern of the procedure is put in to make it a query, on its first line and after its last.
_BEFORE, _AFTER = "SELECT * WHERE { ", " }"
_PATTERNS = frozenset((SG.appliesWhen, SG.evidencedWhen, SG.plannedWhen))


def check_queries(layout: Layout) -> list[Finding]:
    """Check that every query and rule, and every SPARQL pattern of the procedure, can be run.

    :param layout: the folders of the graph.
    :returns: a violation with file and line for each that cannot be read, or that writes or calls out.
    :raises UnreadableFileError: if a file is missing or not well-formed.
    """
    findings: list[Finding] = []
    for path in (*layout.rule_files(), *layout.query_files()):
        if (fault := _fault(read_text(path))) is not None:
            place = Place(path, fault.place.line, fault.place.column) if fault.place else Place(path)
            sv = f"filen är ingen SPARQL-fråga som kan ställas: {fault.what}"
            en = f"the file is no SPARQL query that can be asked: {fault.what}"
            findings.append(_finding(sv, en, "", [place]))
    for path in layout.ontology_files():
        for fact in read_rdf(path).facts:
            pattern, token = fact.quad.object, fact.token
            if fact.quad.predicate.value not in _PATTERNS or not isinstance(pattern, ox.Literal):
                continue
            if (fault := _fault(f"{_BEFORE}{pattern.value}{_AFTER}")) is not None:
                line = token.line + ((fault.place and fault.place.line) or 1) - 1
                sv = f"mönstret är ingen SPARQL som kan stå inom WHERE {{ }}: {fault.what}"
                en = f"the pattern is no SPARQL that can stand within WHERE {{ }}: {fault.what}"
                # A line end that is written as an escape is none in the file.
                place = Place(path, min(line, token.last_line()))
                subject = fact.quad.subject
                focus = subject.value if isinstance(subject, ox.NamedNode) else ""
                findings.append(_finding(sv, en, focus, [place], path=fact.quad.predicate.value))
    return findings


def _fault(text: str) -> StyrgrafError | None:
    try:
        # What calls another service must not be tried: the engine asks it as it reads.
        refuse(text)
    except StyrgrafError as error:
        return error
    message = engine_fault(text)
    return None if message is None else syntax_error(text, message, engine_fault)
