"""After a change, the affected nodes validated anew, and the old results of the others, are a whole validation."""

from __future__ import annotations

import random
from types import ModuleType

import pyoxigraph as ox
import pytest

from shacl.small_shapes import EX, shapes_of, store_of
from shacl.test_differential import script  # noqa: F401
from styrgraf.documents.layout import find_layout
from styrgraf.documents.parse import parse_file
from styrgraf.namespaces import PREFIXES
from styrgraf.shacl import Result, Shapes, read_shapes, validate
from styrgraf.shacl.affected import affected
from styrgraf.store import Graph


def about(results: tuple[Result, ...]) -> set[Result]:
    return {result for result in results if isinstance(result.focus, ox.NamedNode)}


def change(store: ox.Store, choose: random.Random, times: int) -> list[ox.Quad]:
    """Take triples away, and put others in that mix what there is."""
    quads = sorted((q for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())), key=str)
    changed = []
    for _ in range(times):
        one, other = choose.sample(quads, 2)
        made = ox.Quad(one.subject, one.predicate, other.object)
        if choose.random() < 0.5:
            store.remove(one)
            changed.append(one)
        else:
            store.add(made)
            changed.append(made)
    return changed


def assert_enough(store: ox.Store, shapes: Shapes, seed: int, times: int) -> int | None:
    before = about(validate(store, shapes, threads=1).results)
    changed = change(store, random.Random(seed), times)
    nodes = affected(store, shapes, [(q.subject, q.predicate, q.object) for q in changed])
    if nodes is None:
        return None
    after = about(validate(store, shapes, threads=1).results)
    again = about(validate(store, shapes, threads=1, focus_nodes=nodes).results)
    kept = {result for result in before if result.focus.value not in nodes}
    assert kept | again == after, (seed, kept ^ {r for r in after if r.focus.value not in nodes})
    return len(nodes)


@pytest.fixture(scope="module")
def project_shapes() -> Shapes:
    return read_shapes(quad for path in find_layout().shape_files() for quad in parse_file(path))


@pytest.mark.parametrize("seed", range(6))
def test_changes_of_the_shipped_graph(shipped: Graph, project_shapes: Shapes, seed: int) -> None:
    store = ox.Store()
    store.bulk_extend(shipped.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert_enough(store, project_shapes, seed, 12)


def test_few_nodes_are_affected_by_a_small_change(shipped: Graph, project_shapes: Shapes) -> None:
    for name in ("meetingOf", "subBodyOf"):
        predicate = ox.NamedNode(f"{PREFIXES['sg']}{name}")
        for quad in list(shipped.store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()))[:5]:
            nodes = affected(shipped.store, project_shapes, [(quad.subject, quad.predicate, quad.object)])
            assert nodes is not None
            assert str(quad.subject).strip("<>") in nodes
            assert len(nodes) < 300


SUM = """
SELECT $this (SUM(?one) AS ?value) ?all WHERE {
  { SELECT $this ?transfer (MIN(?x) AS ?one) (MAX(?held) AS ?all) WHERE {
    ?transfer ex:draws/ex:within* $this ; ex:amount ?x . $this ex:amount ?held } GROUP BY $this ?transfer }
} GROUP BY $this ?all HAVING (SUM(?one) > ?all)
"""


def test_a_transfer_affects_the_appropriation_that_it_draws_on() -> None:
    shapes = shapes_of(f"ex:s sh:targetClass ex:Fund ; sh:sparql [ sh:prefixes ex:prefixes ; sh:select '''{SUM}''' ] .")
    store = store_of(
        "ex:whole a ex:Fund ; ex:amount 5 . ex:part a ex:Fund ; ex:within ex:whole ; ex:amount 3 ."
        " ex:t ex:draws ex:part ; ex:amount 2 . ex:other a ex:Fund ; ex:amount 1 ."
    )
    amount = (ox.NamedNode(f"{EX}t"), ox.NamedNode(f"{EX}amount"), ox.Literal(2))
    nodes = affected(store, shapes, [amount])
    assert nodes is not None
    assert {f"{EX}whole", f"{EX}part"} <= nodes
    assert f"{EX}other" not in nodes


def test_what_may_concern_everything() -> None:
    sub_class = (ox.NamedNode(f"{EX}a"), ox.NamedNode(f"{PREFIXES['rdfs']}subClassOf"), ox.NamedNode(f"{EX}b"))
    shapes = shapes_of("ex:s sh:targetClass ex:C ; sh:class ex:D .")
    assert affected(ox.Store(), shapes, [sub_class]) is None
    assert affected(ox.Store(), shapes, []) == frozenset()
    loose = "SELECT $this WHERE { $this ex:p ?x . ?y ex:q ?z . FILTER (?x < ?z) }"
    shapes = shapes_of(f"ex:s sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex:prefixes ; sh:select '{loose}' ] .")
    assert affected(ox.Store(), shapes, [(sub_class[0], ox.NamedNode(f"{EX}q"), ox.Literal(1))]) is None


def test_made_up_changes(script: ModuleType) -> None:  # noqa: F811
    found = []
    for seed in range(150):
        maker = script.Maker(seed)
        store = ox.Store()
        store.load(maker.data(), format=ox.RdfFormat.TURTLE)
        shapes = read_shapes(ox.parse(maker.shapes(), format=ox.RdfFormat.TURTLE))
        found.append(assert_enough(store, shapes, seed, 3))
    assert sum(number is not None for number in found) > 60
