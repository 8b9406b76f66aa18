"""Validation of some focus nodes is the part of a whole validation that is about them."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from shacl.small_shapes import EX, found, shapes_of, store_of
from styrgraf.documents.layout import find_layout
from styrgraf.documents.parse import parse_file
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.shacl import Rows, Shapes, StoreEngine, read_shapes, validate
from styrgraf.store import Graph
from styrgraf.store.records import Iri


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return read_shapes(quad for path in find_layout().shape_files() for quad in parse_file(path))


def test_results_of_some_nodes_are_those_of_all_nodes_about_them(shipped: Graph, shapes: Shapes) -> None:
    whole = validate(shipped.store, shapes).results
    subjects = sorted({q.subject.value for q in shipped.store if isinstance(q.subject, ox.NamedNode)})
    chosen = {r.focus.value for r in whole[::7] if isinstance(r.focus, ox.NamedNode)}
    chosen |= set(random.Random(3).sample(subjects, 150))
    some = validate(shipped.store, shapes, focus_nodes=chosen).results
    assert some
    assert set(some) == {r for r in whole if isinstance(r.focus, ox.NamedNode) and r.focus.value in chosen}


def test_each_kind_of_target_is_kept_to_the_nodes() -> None:
    shapes = shapes_of(
        """
        ex:c sh:targetClass ex:C ; sh:nodeKind sh:Literal . ex:s sh:targetSubjectsOf ex:p ; sh:datatype xsd:date .
        ex:o sh:targetObjectsOf ex:p ; sh:class ex:D . ex:n sh:targetNode ex:a , ex:b ; sh:minLength 99 .
        ex:d sh:targetClass ex:D ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .
        """
    )
    store = store_of("ex:B rdfs:subClassOf ex:C . ex:a a ex:B ; ex:p ex:b . ex:b a ex:C ; ex:p ex:a . ex:e a ex:D .")
    whole = found(validate(store, shapes))
    assert {focus for focus, _, _ in whole} == {"a", "b", "e"}
    for name in "abe":
        some = found(validate(store, shapes, focus_nodes=[f"{EX}{name}"]))
        assert some == [row for row in whole if row[0] == name]
    assert validate(store, shapes, focus_nodes=[]).conforms
    assert validate(store, shapes, focus_nodes=[f"{EX}unknown"]).conforms


def test_only_the_nodes_are_asked_about(shipped: Graph, shapes: Shapes) -> None:
    """No query but those about the classes goes through the whole graph."""

    asked: list[str] = []

    class Recording(StoreEngine):
        def select(self, query: str) -> Rows:
            asked.append(query)
            return super().select(query)

    decision = shipped.subjects(f"{PREFIXES['rdf']}type", Iri(SG.Decision))[0]
    validate(Recording(shipped.store), shapes, focus_nodes=[decision], threads=1)
    about_all = [query for query in asked if decision not in query]
    assert len(about_all) == 1
    assert "subClassOf" in about_all[0]
    assert len(asked) > 10


def test_shapes_for_pyshacl_are_kept_to_the_nodes_too() -> None:
    shapes = shapes_of("ex:s sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:node ex:s ] .")
    store = store_of("ex:a a ex:C . ex:b a ex:C . ex:c a ex:C ; ex:p ex:a . ex:d a ex:C ; ex:p ex:d .")
    report = validate(store, shapes)
    assert [reason for _, reason in report.by_pyshacl] == ["recursion"]
    assert [(f, c) for f, _, c in found(report)] == [("a", "MinCount"), ("b", "MinCount"), ("c", "Node")]
    some = validate(store, shapes, focus_nodes=[f"{EX}b"])
    assert [(f, c) for f, _, c in found(some)] == [("b", "MinCount")]
    assert some.by_pyshacl == report.by_pyshacl


def test_targets_in_sparql_are_left_to_pyshacl() -> None:
    shapes = shapes_of(
        "ex:s sh:target [ a sh:SPARQLTarget ; sh:prefixes ex:prefixes ; sh:select 'SELECT ?this { ?this ex:p 1 }' ] ;"
        " sh:class ex:C . ex:t sh:targetSubjectsOf ex:p ; sh:nodeKind sh:BlankNode ."
    )
    report = validate(store_of("ex:a ex:p 1 . ex:b ex:p 2 ."), shapes)
    assert [reason for _, reason in report.by_pyshacl] == ["sh:target"]
    assert [(f, c) for f, _, c in found(report)] == [("a", "Class"), ("a", "NodeKind"), ("b", "NodeKind")]


@pytest.mark.parametrize(("pattern", "wrong"), [("^(?!a)", '"ab"'), (r"^(.)\\1", '"ba"')])
def test_patterns_that_only_python_has_are_left_to_pyshacl(pattern: str, wrong: str) -> None:
    shapes = shapes_of(f'ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:pattern "{pattern}" ] .')
    right = '"ba"' if wrong == '"ab"' else '"aa"'
    report = validate(store_of(f"ex:a ex:p {wrong}, {right} ."), shapes)
    assert [reason for _, reason in report.by_pyshacl] == ["sh:pattern"]
    assert found(report) == [("a", wrong, "Pattern")]


@pytest.mark.parametrize(
    ("path", "stays"),
    [
        ("[ sh:zeroOrMorePath ex:p ]", True),
        ("( [ sh:zeroOrOnePath ex:p ] [ sh:inversePath [ sh:zeroOrMorePath ex:q ] ] )", True),
        ("[ sh:alternativePath ( ex:q [ sh:zeroOrOnePath ex:p ] ) ]", True),
        ("[ sh:oneOrMorePath ex:p ]", False),
        ("( ex:p [ sh:zeroOrMorePath ex:q ] )", False),
    ],
)
def test_a_path_of_no_length_leads_from_what_stands_in_no_triple(path: str, stays: bool) -> None:
    shapes = shapes_of(f"ex:s sh:targetNode ex:new, ex:a ; sh:path {path} ; sh:nodeKind sh:BlankNode .")
    report = validate(store_of("ex:a ex:p ex:b ."), shapes)
    assert bool(report.by_pyshacl) == stays
    assert (("new", "new", "NodeKind") in found(report)) == stays
    # Where all stand in triples, nothing is left to pySHACL.
    assert not validate(store_of("ex:a ex:p ex:new ."), shapes).by_pyshacl
