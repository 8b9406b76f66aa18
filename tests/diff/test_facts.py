"""Whatever is compared: the differences lead from the one to the other, and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from styrgraf.diff import Difference, How
from styrgraf.diff.facts import compare_facts, distinct
from styrgraf.documents.parse import parse_text
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.store import Iri, to_node

_GRAPHS = [ox.NamedNode(f"{BASE}document/{name}") for name in ("a#1", "a#2", "a", "b#1")]
_THINGS = [ox.NamedNode(f"{BASE}body/{name}") for name in "xyz"] + _GRAPHS
_PROPERTIES = [ox.NamedNode(SG.amount), ox.NamedNode(SG.passageOf), ox.NamedNode(f"{PREFIXES['skos']}prefLabel")]
_VALUES: list[ox.NamedNode | ox.Literal] = [
    *_THINGS,
    ox.Literal("1"),
    ox.Literal("2"),
    ox.Literal("A", language="sv"),
    ox.Literal("B", language="sv"),
    ox.Literal("A", language="en"),
]
_QUADS = st.builds(
    ox.Quad,
    st.sampled_from(_THINGS),
    st.sampled_from(_PROPERTIES),
    st.sampled_from(_VALUES),
    st.one_of(st.sampled_from(_GRAPHS), st.just(ox.DefaultGraph())),
)
_STATES = st.frozensets(_QUADS, max_size=25)
_OPPOSITES = {How.ADDED: How.REMOVED, How.REMOVED: How.ADDED}


def mirrored(one: Difference) -> Difference:
    return replace(
        one,
        how=_OPPOSITES.get(one.how, one.how),
        old=one.new,
        new=one.old,
        left=one.reached,
        reached=one.left,
        kept=one.known,
        known=one.kept,
    )


def quads(one: Difference, *, gone: bool) -> set[ox.Quad]:
    value, graphs = (one.old, one.left) if gone else (one.new, one.reached)
    if value is None:
        return set()
    named = [ox.NamedNode(graph) if graph else ox.DefaultGraph() for graph in graphs]
    subject, predicate = ox.NamedNode(one.subject), ox.NamedNode(one.predicate)
    return {ox.Quad(subject, predicate, to_node(value), name) for name in named}


@given(_STATES)
def test_nothing_differs_from_itself(state: frozenset[ox.Quad]) -> None:
    assert compare_facts(state, frozenset(state)) == ()


@settings(max_examples=300)
@given(_STATES, _STATES)
def test_what_differs_leads_from_old_to_new(old: frozenset[ox.Quad], new: frozenset[ox.Quad]) -> None:
    state = set(old)
    for one in compare_facts(old, new):
        gone, came = quads(one, gone=True), quads(one, gone=False)
        assert gone <= state
        assert not came & set(old)
        state = (state - gone) | came
    assert state == new


@settings(max_examples=300)
@given(_STATES, _STATES)
def test_the_reverse_is_the_mirror(old: frozenset[ox.Quad], new: frozenset[ox.Quad]) -> None:
    there, back = compare_facts(old, new), compare_facts(new, old)
    assert {mirrored(one) for one in there} == set(back)
    assert len(there) == len(back) == len(set(there))


@settings(max_examples=300)
@given(_STATES, _STATES)
def test_each_kind_is_what_it_says(old: frozenset[ox.Quad], new: frozenset[ox.Quad]) -> None:
    for one in compare_facts(old, new):
        match one.how:
            case How.ADDED:
                assert (one.old, one.left, bool(one.reached)) == (None, (), True)
            case How.REMOVED:
                assert (one.new, one.reached, bool(one.left)) == (None, (), True)
            case How.MOVED:
                assert one.old == one.new
                assert one.left
                assert one.reached
            case How.CHANGED:
                assert one.old != one.new
                assert getattr(one.old, "language", "") == getattr(one.new, "language", "")


def a_to(*values: str, graph: str = "a#1") -> frozenset[ox.Quad]:
    name = ox.NamedNode(f"{BASE}document/{graph}")
    return frozenset(ox.Quad(_THINGS[0], _PROPERTIES[0], ox.Literal(value), name) for value in values)


def test_values_are_paired_only_where_it_is_clear() -> None:
    assert [one.how for one in compare_facts(a_to("1"), a_to("2"))] == [How.CHANGED]
    assert [one.how for one in compare_facts(a_to("1"), a_to("2", "3"))] == [How.ADDED, How.ADDED, How.REMOVED]
    # Another document gives another value, and the first none any more.
    assert [one.how for one in compare_facts(a_to("1"), a_to("2", graph="b#1"))] == [How.CHANGED]
    # But where a third goes on giving the first value, the one has not given way to the other.
    third = a_to("1", graph="c#1")
    found = compare_facts(a_to("1") | third, a_to("2", graph="b#1") | third)
    assert [one.how for one in found] == [How.ADDED, How.REMOVED]
    assert found[1].kept == (Iri(f"{BASE}document/c#1"),)


def test_each_passage_is_paired_with_itself_first() -> None:
    old = a_to("1") | a_to("2", graph="a#2")
    found = compare_facts(old, a_to("3") | a_to("4", graph="a#2"))
    assert {(str(one.old), str(one.new)) for one in found} == {("1", "3"), ("2", "4")}


def test_blank_nodes_are_told_by_what_is_said_of_them() -> None:
    def state(text: str) -> frozenset[ox.Quad]:
        return distinct(parse_text(f"@prefix : <http://e/> . {text}", Path("a.ttl")))

    assert state(":a :b [ :c 1, 2 ] , ( 1 2 3 ) .") == state(":a :b ( 1 2 3 ) , [ :c 2, 1 ] .")
    assert state(":a :b ( 1 2 3 ) .") != state(":a :b ( 1 3 2 ) .")
    assert state("_:x :b _:y . _:y :b _:x .") == state("_:q :b _:p . _:p :b _:q .")
    long = " ".join(map(str, range(5000)))
    assert state(f":a :b ( {long} ) .") == state(f":a :b ( {long} ) .")
