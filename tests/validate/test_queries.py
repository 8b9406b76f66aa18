"""Queries, rules and patterns that the engine cannot read are found before anybody asks them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout
from styrgraf.errors import Place
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.validate.findings import Severity
from styrgraf.validate.queries import check_queries

DATA = "<body/b> { <body/b> a sg:PoliticalBody . }"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_shipped_queries_can_be_asked() -> None:
    assert [finding.message() for finding in check_queries(find_layout())] == []


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("# title-sv: x\nSELECT ?x WHERE {\n  ?x a sg:Case ;; FOO\n}\n", 3, 19),
        ("SELECT ?x WHERE {\n  ?x a sg:Case .\n", 2, 17),
        ("", 1, 1),
        ("SELECT ?x WHERE {\n  SERVICE <http://localhost/> { ?x a sg:Case }\n}", 2, 3),
        ("ASK {\n  SERVICE <http://localhost/> { ?x a sg:Case }\n}", 2, 3),
        ("\nDELETE WHERE { ?s ?p ?o }", 2, 1),
    ],
)
@pytest.mark.parametrize("file", ["queries/group/q.rq", "ontology/rules/r.rq"])
def test_a_query_that_cannot_be_asked(make_root: MakeRoot, file: str, text: str, line: int, column: int) -> None:
    root = make_root(d=DATA)
    write(root / file, text)
    [finding] = check_queries(find_layout(root))
    assert (finding.severity, finding.gate, finding.rule) == (Severity.VIOLATION, "queries", "query-syntax")
    assert finding.places == (Place(root / file, line, column),)
    assert set(finding.messages) == {"sv", "en"}


@pytest.mark.parametrize("predicate", [SG.appliesWhen, SG.evidencedWhen, SG.plannedWhen])
@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ('"?case sg:inCase"', 0),
        ('"""?case sg:date ?d .\n?case sg:date ?e FOO ?f .\n?x ?y ?z"""', 1),
        (r'"?case sg:date ?d .\n?case sg:date"', 0),
        ('"""?case sg:date ?d .\n# a comment swallows what follows"""', 1),
    ],
)
def test_a_pattern_of_the_procedure(make_root: MakeRoot, predicate: str, pattern: str, line: int) -> None:
    root = make_root(d=DATA)
    write(root / "ontology/procedure.ttl", f"# x\n\n<{BASE}procedure/p> <{predicate}> {pattern} .\n")
    [finding] = check_queries(find_layout(root))
    assert finding.places == (Place(root / "ontology/procedure.ttl", 3 + line),)
    assert (finding.focus, finding.path) == (f"{BASE}procedure/p", predicate)


def test_prefixes_and_base_are_those_of_the_project(make_root: MakeRoot) -> None:
    root = make_root(d=DATA)
    write(root / "queries/q.rq", "SELECT ?x WHERE { ?x a sg:Case ; sg:decidedBy <body/b> }")
    shutil.copytree(find_layout().ontology, root / "ontology")
    assert check_queries(find_layout(root)) == []
    assert "sg" in PREFIXES
