"""Property paths, from SHACL to SPARQL and to what they lead to."""

from __future__ import annotations

import pytest

from shacl.small_shapes import EX, check, shapes_of
from styrgraf.shacl import MalformedShapeError

P, Q = f"<{EX}p>", f"<{EX}q>"
PATHS = [
    ("ex:p", P, f"{EX}p"),
    ("( ex:p ex:q )", f"({P}/{Q})", f"{P}/{Q}"),
    ("[ sh:alternativePath ( ex:p ex:q ) ]", f"({P}|{Q})", f"{P}|{Q}"),
    ("[ sh:inversePath ex:p ]", f"^{P}", f"^{P}"),
    ("[ sh:inversePath [ sh:inversePath ex:p ] ]", f"^(^{P})", f"^(^{P})"),
    ("[ sh:inversePath ( ex:p ex:q ) ]", f"^({P}/{Q})", f"^({P}/{Q})"),
    ("[ sh:zeroOrMorePath ex:p ]", f"{P}*", f"{P}*"),
    ("[ sh:oneOrMorePath ( ex:p ex:q ) ]", f"({P}/{Q})+", f"({P}/{Q})+"),
    ("[ sh:zeroOrOnePath [ sh:oneOrMorePath ex:p ] ]", f"({P}+)?", f"({P}+)?"),
    ("( ex:p [ sh:zeroOrMorePath [ sh:inversePath ex:q ] ] )", f"({P}/(^{Q})*)", f"{P}/(^{Q})*"),
]
#: A chain with a branch: a -p-> b -q-> c -p-> d, and b -p-> d.
DATA = "ex:a ex:p ex:b . ex:b ex:q ex:c ; ex:p ex:d . ex:c ex:p ex:d ."
VALUES = [
    ("ex:p", "a", {"b"}),
    ("( ex:p ex:q )", "a", {"c"}),
    ("[ sh:alternativePath ( ex:p ex:q ) ]", "b", {"c", "d"}),
    ("[ sh:inversePath ex:p ]", "d", {"b", "c"}),
    ("[ sh:inversePath [ sh:inversePath ex:p ] ]", "a", {"b"}),
    ("[ sh:inversePath ( ex:p ex:q ) ]", "c", {"a"}),
    ("[ sh:zeroOrMorePath ex:p ]", "a", {"a", "b", "d"}),
    ("[ sh:oneOrMorePath ex:p ]", "a", {"b", "d"}),
    ("[ sh:oneOrMorePath ( ex:p ex:q ) ]", "a", {"c"}),
    ("[ sh:zeroOrOnePath ex:p ]", "b", {"b", "d"}),
    ("( ex:p [ sh:zeroOrMorePath [ sh:inversePath ex:q ] ] )", "a", {"b"}),
]


@pytest.mark.parametrize(("turtle", "text", "shown"), PATHS)
def test_a_path_is_written_in_sparql(turtle: str, text: str, shown: str) -> None:
    (shape,) = shapes_of(f"ex:s a sh:PropertyShape ; sh:path {turtle} .").by_node.values()
    assert shape.path is not None
    assert (shape.path.text, shape.path.shown) == (text, shown)


@pytest.mark.parametrize(("turtle", "start", "ends"), VALUES)
def test_a_path_leads_to_its_values(turtle: str, start: str, ends: set[str]) -> None:
    # No value is a literal, so each is told.
    results = check(f"ex:s sh:targetNode ex:{start} ; sh:path {turtle} ; sh:nodeKind sh:Literal .", DATA)
    assert {value for _, value, _ in results} == ends


@pytest.mark.parametrize(("turtle", "start", "ends"), VALUES)
def test_values_are_counted_once_and_looked_up(turtle: str, start: str, ends: set[str]) -> None:
    number = len(ends)
    target = f"sh:targetNode ex:{start} ; sh:path {turtle}"
    assert check(f"ex:s {target} ; sh:minCount {number} ; sh:maxCount {number} .", DATA) == []
    assert check(f"ex:s {target} ; sh:minCount {number + 1} .", DATA) == [(start, "", "MinCount")]
    assert check(f"ex:s {target} ; sh:maxCount {number - 1} .", DATA) == [(start, "", "MaxCount")]
    assert check(f"ex:s {target} ; sh:hasValue ex:{min(ends)} .", DATA) == []
    assert check(f"ex:s {target} ; sh:hasValue ex:nothing .", DATA) == [(start, "", "HasValue")]
    # The same within EXISTS, of another shape.
    inner = f"ex:t sh:targetNode ex:{start} ; sh:node [ sh:property [ sh:path {turtle} ; sh:hasValue ex:nothing ] ] ."
    assert check(inner, DATA) == [(start, start, "Node")]
    assert check(inner.replace("nothing", max(ends)), DATA) == []


@pytest.mark.parametrize(
    ("turtle", "says"),
    [
        ('"p"', "no property path"),
        ("( ex:p )", "fewer than two"),
        ("[ ]", "no property path"),
        ("[ sh:alternativePath ( ex:p ) ]", "fewer than two"),
        ("[ sh:inversePath ( ex:p 1 ) ]", "no property path"),
        ("ex:p , ex:q", "2 values"),
        ("_:x . _:x rdf:first ex:p ; rdf:rest _:x", "list is not well-formed"),
        ("_:x . _:x sh:inversePath _:x", "no property path"),
    ],
)
def test_what_is_no_path_is_an_error_that_names_the_shape(turtle: str, says: str) -> None:
    with pytest.raises(MalformedShapeError, match=says) as caught:
        shapes_of(f"ex:s a sh:PropertyShape ; sh:path {turtle} .")
    assert caught.value.shape == f"{EX}s"
