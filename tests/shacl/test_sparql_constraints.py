"""Constraints in SPARQL: pre-binding, messages, and constraint components."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from shacl.small_shapes import EX, check, shapes_of, store_of
from styrgraf.errors import StyrgrafError
from styrgraf.shacl import Rows, StoreEngine, validate
from styrgraf.shacl.exists import nest_exists
from styrgraf.shacl.prebinding import read_query

THIS = frozenset(("this",))
AT_ONCE = [
    "SELECT $this WHERE { $this ex:p ?x }",
    "SELECT $this ?value WHERE { $this ex:p ?value . FILTER (?value != $this) }",
    "SELECT $this WHERE { { FILTER ($this = ex:a) } UNION { $this ex:p ?x } }",
    "SELECT $this (COUNT(?x) AS ?n) WHERE { $this ex:p ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this WHERE { { SELECT $this (MAX(?x) AS ?m) WHERE { $this ex:p ?x } GROUP BY $this } FILTER (?m > 1) }",
    "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?x } }",
    "SELECT $this WHERE { $this ex:p ?x . OPTIONAL { ?x ex:p ?y FILTER (?y = $this) } FILTER (!BOUND(?y)) }",
]
ONE_BY_ONE = [
    "SELECT $this ?x WHERE { $this ex:p ?x } ORDER BY ?x LIMIT 1",
    "SELECT $this WHERE { $this ex:p ?x . { SELECT $this ?x WHERE { $this ex:p ?x } OFFSET 1 } }",
    "SELECT $this WHERE { { SELECT $this ?x (COUNT(?y) AS ?n) WHERE { ?y ex:p ?x } GROUP BY ?x } $this ex:p ?x }",
    "SELECT $this WHERE { FILTER NOT EXISTS { { ?x ex:p ?y FILTER (?y = $this) } UNION { ?x ex:q 1 } } }",
    "SELECT $this WHERE { GRAPH ?g { { FILTER ($this = ?g) } ?x ex:p ?y } }",
]


@pytest.mark.parametrize("text", AT_ONCE)
def test_a_query_is_asked_once(text: str) -> None:
    assert not read_query(text).one_at_a_time(THIS)


@pytest.mark.parametrize("text", ONE_BY_ONE)
def test_a_query_is_asked_for_one_node_at_a_time(text: str) -> None:
    assert read_query(text).one_at_a_time(THIS)


class Counting(StoreEngine):
    """The embedded store, which keeps the queries that name a property."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__(store)
        self.asked: list[str] = []

    def select(self, query: str) -> Rows:
        if "ORDER BY" in query or "?mark" in query:
            self.asked.append(query)
        return super().select(query)


@pytest.mark.parametrize(("end", "times"), [("", 1), ("ORDER BY ?mark LIMIT 1", 3)])
def test_each_focus_node_has_its_own_limit(end: str, times: int) -> None:
    shapes = shapes_of(
        "ex:s sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex:prefixes ;"
        f" sh:select 'SELECT $this (?mark AS ?value) WHERE {{ $this ex:p ?mark }} {end}' ] ."
    )
    data = "ex:a a ex:C ; ex:p 1 , 2 . ex:b a ex:C ; ex:p 3 , 4 . ex:c a ex:C ."
    engine = Counting(store_of(data))
    report = validate(engine, shapes, threads=1)
    assert len(engine.asked) == times
    values = [(str(r.focus)[-2], int(str(r.value)[1])) for r in report.results]
    assert values == [("a", 1), ("b", 3)] if end else values == [("a", 1), ("a", 2), ("b", 3), ("b", 4)]


def test_inner_groups_see_the_focus_node() -> None:
    select = "SELECT $this WHERE { { FILTER ($this = ex:a) } UNION { BIND ($this AS ?x) FILTER (?x = ex:c) } }"
    shape = f"ex:s sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex:prefixes ; sh:select '{select}' ] ."
    results = check(shape, "ex:a a ex:C . ex:b a ex:C . ex:c a ex:C .")
    assert [focus for focus, _, _ in results] == ["a", "c"]


def test_a_blank_node_is_a_focus_node() -> None:
    for select in ("SELECT $this WHERE { $this ex:p ?x }", "SELECT $this WHERE { $this ex:p ?x } LIMIT 9"):
        shape = f"ex:s sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex:prefixes ; sh:select '{select}' ] ."
        assert len(check(shape, "[] a ex:C ; ex:p 1 . [] a ex:C .")) == 1


def test_messages_are_filled_in_each_language() -> None:
    shapes = shapes_of(
        "ex:s sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex:prefixes ; sh:message '{$this} has {?value}{?no}'@en ,"
        " '{?this} har {?value}'@sv ; sh:select 'SELECT $this ?value WHERE { $this ex:p ?value }' ] ."
    )
    store = store_of("ex:a a ex:C ; ex:p 'two' .")
    (result,) = validate(store, shapes).results
    assert result.messages == (("en", f"{EX}a has two{{?no}}"), ("sv", f"{EX}a har two"))
    (result,) = validate(store, shapes, write=lambda term: "…").results
    assert result.messages == (("en", "… has …{?no}"), ("sv", "… har …"))


def test_path_and_failure() -> None:
    select = "SELECT $this (ex:q AS ?path) ?value WHERE { $this $PATH ?value }"
    shapes = shapes_of(
        f"ex:s sh:path [ sh:inversePath ex:p ] ; sh:targetClass ex:C ; sh:sparql [ sh:select '{select}' ;"
        " sh:prefixes ex:prefixes ] ."
    )
    (result,) = validate(store_of("ex:a a ex:C . ex:b ex:p ex:a ."), shapes).results
    assert (result.path, str(result.value)) == (f"{EX}q", f"<{EX}b>")
    failing = shapes_of(
        "ex:s sh:targetClass ex:C ; sh:sparql [ sh:select 'SELECT $this (true AS ?failure) WHERE { $this a ?x }' ] ."
    )
    with pytest.raises(StyrgrafError, match="failure"):
        validate(store_of("ex:a a ex:C ."), failing)


COMPONENT = """
ex:MaxComponent a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] ; sh:validator [
  a sh:SPARQLAskValidator ; sh:message "{$value} of {$this} is over {$max}"@en ;
  sh:ask "ASK { FILTER ($value <= $max) }"
] .
ex:OtherComponent a sh:ConstraintComponent ; sh:parameter [ sh:path ex:other ] ;
  sh:nodeValidator [ sh:prefixes ex:prefixes ; sh:select "SELECT $this WHERE { $this ex:p $other }" ] ;
  sh:propertyValidator [ sh:select "SELECT $this ?value WHERE { $this $PATH ?value . FILTER (?value = $other) }" ] .
"""


def test_constraint_components_of_the_shapes() -> None:
    data = "ex:a ex:p 1 , 5 . ex:b ex:p 4 ."
    of_values = f"{COMPONENT} ex:s sh:targetSubjectsOf ex:p ; sh:path ex:p ; ex:max 3 ."
    report = validate(store_of(data), shapes_of(of_values))
    assert [str(r.value)[1] for r in report.results] == ["5", "4"]
    assert {r.component for r in report.results} == {f"{EX}MaxComponent"}
    assert [r.messages for r in report.results] == [
        (("en", f"5 of {EX}a is over 3"),),
        (("en", f"4 of {EX}b is over 3"),),
    ]
    both = "ex:s sh:targetSubjectsOf ex:p ; ex:other 4 . ex:t sh:targetNode ex:a ; sh:path ex:p ; ex:other 5 ."
    assert [(f, c) for f, _, c in check(COMPONENT + both, data)] == [("a", "OtherComponent"), ("b", "OtherComponent")]


def test_patterns_within_exists_stand_one_in_the_other() -> None:
    text = "SELECT $this WHERE { $this ex:p ?v . FILTER NOT EXISTS { ?b ex:q ?o ; ex:p $this . FILTER (?o = ?v) } }"
    assert " ".join(nest_exists(read_query(text).tokens).split()) == (
        "SELECT $this WHERE { $this ex:p ?v . FILTER NOT EXISTS { ?b ex:p $this . "
        "FILTER EXISTS { ?b ex:q ?o . FILTER (?o = ?v) } } }"
    )
    untouched = "SELECT $this WHERE { FILTER EXISTS { $this ex:p ?x OPTIONAL { ?x ex:p ?y } } }"
    assert nest_exists(read_query(untouched).tokens).split() == untouched.split()
