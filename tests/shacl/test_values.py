"""Values: ill-formed literals, what the store makes of numbers, languages, and engines other than the store."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from shacl.small_shapes import EX, check, found, shapes_of, store_of
from styrgraf.documents.layout import find_layout
from styrgraf.documents.parse import parse_file
from styrgraf.shacl import Rows, StoreEngine, read_shapes, validate
from styrgraf.store import Graph

FORMS = [
    ("date", ["2024-02-29", "2023-12-31", "2000-02-29Z", "-0044-03-15", "2023-01-01+02:00"],
     ["2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-1-1", "abc", "", "2023-01-01+15:00"]),
    ("gYear", ["2023", "0001", "-0500", "12023"], ["23", "02023", "2023-01", "year"]),
    ("gYearMonth", ["2023-04", "2023-12Z"], ["2023-13", "2023-00", "2023-4"]),
    ("integer", ["7", "-3", "+5", "007", "0"], ["7.0", "seven", "", "1e3"]),
    ("decimal", ["1.5", "-0.5", ".5", "5.", "5"], ["1,5", "1e3", "."]),
    ("double", ["1.5e3", "INF", "-INF", "NaN", "3"], ["abc", "1e", ""]),
    ("boolean", ["true", "false", "1", "0"], ["yes", "TRUE", "2"]),
    ("dateTime", ["2023-01-01T00:00:00", "2023-01-01T24:00:00Z", "2023-01-01T12:30:15.5+01:00"],
     ["2023-01-01", "2023-01-01T25:00:00", "2023-02-30T10:00:00"]),
    ("time", ["23:59:59", "00:00:00Z"], ["24:00:01", "12:60:00", "12:00"]),
    ("byte", ["127", "-128"], ["128", "c", "1.0"]),
    ("nonNegativeInteger", ["0", "5"], ["-1", "x"]),
    ("unsignedLong", ["18446744073709551615"], ["18446744073709551616", "-1"]),
    ("duration", ["P1Y", "-P1DT2H", "PT0.5S"], ["P", "1Y", "PT"]),
    ("string", ["", "a"], []),
]  # fmt: skip


@pytest.mark.parametrize(("datatype", "right", "wrong"), FORMS, ids=[form[0] for form in FORMS])
def test_the_form_of_a_literal(datatype: str, right: list[str], wrong: list[str]) -> None:
    shape = f"ex:s sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:datatype xsd:{datatype} ."
    for text in right:
        assert check(shape, f'ex:a ex:p "{text}"^^xsd:{datatype} .') == [], text
    for text in wrong:
        assert len(check(shape, f'ex:a ex:p "{text}"^^xsd:{datatype} .')) == 1, text
    other = '"x"@sv' if datatype == "string" else f'"{right[0]}"'
    assert len(check(shape, f"ex:a ex:p {other} . ex:b ex:p ex:a .")) == 2


def test_numbers_are_compared_as_the_store_keeps_them() -> None:
    data = 'ex:a ex:p "1.50"^^xsd:decimal , "02"^^xsd:integer .'
    shape = "ex:s sh:targetSubjectsOf ex:p ; sh:path ex:p"
    assert check(f'{shape} ; sh:in ( 1.5 "2"^^xsd:integer ) .', data) == []
    assert check(f'{shape} ; sh:in ( 1.500 "0002"^^xsd:integer ) .', data) == []
    assert [value for _, value, _ in check(f'{shape} ; sh:pattern "0" .', data)] == ["decimal", "integer"]


def test_languages() -> None:
    shape = "ex:s sh:targetSubjectsOf ex:p ; sh:path ex:p"
    data = 'ex:a ex:p "a"@sv , "b"@sv-FI , "c"@en , "d" , ex:b .'
    assert len(check(f'{shape} ; sh:languageIn ( "sv" ) .', data)) == 3
    assert len(check(f'{shape} ; sh:languageIn ( "sv-fi" "en" ) .', data)) == 3
    assert check(f"{shape} ; sh:uniqueLang true .", data) == []
    assert len(check(f"{shape} ; sh:uniqueLang true .", f'{data} ex:a ex:p "e"@SV , "f"@EN .')) == 2


def test_messages_keep_their_languages() -> None:
    shape = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:minCount 1"
    (result,) = validate(ox.Store(), shapes_of(f"{shape} ; sh:message 'ett'@sv , 'one'@en , 'x' .")).results
    assert sorted(result.messages) == [("", "x"), ("en", "one"), ("sv", "ett")]
    (result,) = validate(ox.Store(), shapes_of(f"{shape} .")).results
    assert result.messages == (("", "the constraint MinCount (1) is not met"),)


def test_deactivated_shapes_ask_nothing() -> None:
    shape = "ex:s sh:targetNode ex:a ; sh:class ex:C ; sh:property ex:t . ex:t sh:path ex:p ; sh:minCount 1"
    assert len(check(f"{shape} .", "")) == 2
    assert len(check(f"{shape} ; sh:deactivated true .", "")) == 1
    assert check(f"{shape} . ex:s sh:deactivated true .", "") == []


class Endpoint:
    """An engine that keeps all datatypes apart, as another store may."""

    merged_integers = False

    def __init__(self, store: ox.Store) -> None:
        self._engine = StoreEngine(store)

    def select(self, query: str) -> Rows:
        return self._engine.select(query)


def test_any_engine_will_do() -> None:
    store = store_of('ex:a ex:p "x" . ex:b ex:p 1 .')
    shapes = shapes_of("ex:s sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:datatype xsd:byte .")
    assert [focus for focus, _, _ in found(validate(store, shapes))] == ["a"]
    assert [focus for focus, _, _ in found(validate(Endpoint(store), shapes))] == ["a", "b"]


def test_threads_change_nothing(shipped: Graph) -> None:
    shapes = read_shapes(quad for path in find_layout().shape_files() for quad in parse_file(path))
    assert validate(shipped.store, shapes, threads=4) == validate(shipped.store, shapes, threads=1)


def test_only_the_default_graph_is_validated() -> None:
    store = store_of("ex:a ex:p 1 .")
    store.add(ox.Quad(ox.NamedNode(f"{EX}b"), ox.NamedNode(f"{EX}p"), ox.Literal("x"), ox.NamedNode(f"{EX}g")))
    report = validate(store, shapes_of("ex:s sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:nodeKind sh:IRI ."))
    assert [focus for focus, _, _ in found(report)] == ["a"]
