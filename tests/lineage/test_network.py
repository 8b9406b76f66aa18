from __future__ import annotations

import shutil

import networkx as nx
import pytest

from small_graphs import HEAD, MakeRoot
from styrgraf.documents.layout import shipped_root
from styrgraf.lineage import LineageNetwork, trace_lineage
from styrgraf.namespaces import BASE, SG
from styrgraf.reason import open_graph
from styrgraf.store import Graph, Iri

CASE = Iri(f"{BASE}case/STK-2023-822")
TRANSFER = Iri(f"{BASE}transfer/STK-2023-822/1")
DECISION = Iri(f"{BASE}decision/kommunstyrelsen/2022/130")
ASSIGNMENT = Iri(f"{BASE}assignment/STK-2022-82")
BOARD = Iri(f"{BASE}body/kommunstyrelsen")

DESCRIPTION = """
<document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
"""


def _thing(name: str) -> Iri:
    return Iri(BASE + name)


def test_walks_up_to_the_decision_and_stops_at_the_board(texts: Graph) -> None:
    network = LineageNetwork(texts)
    reached = network.walk([TRANSFER], up=True)
    assert reached[DECISION] == 2
    assert BOARD in reached
    assert network.is_agent(BOARD)
    # What else the board decided or was proposed hangs on the board, not on this transfer.
    assert _thing("proposal/STK-2023-822/1") in reached
    assert not set(network.walk([BOARD], up=True)) - {BOARD}
    assert DECISION in network.walk([BOARD], up=False)


def test_walks_down_to_what_came_of_a_decision(texts: Graph) -> None:
    reached = LineageNetwork(texts).walk([DECISION], up=False)
    assert reached[ASSIGNMENT] == 1
    assert reached[TRANSFER] == 2
    assert {_thing(f"assignment/STK-2022-82/{number}") for number in range(1, 12)} <= set(reached)


def test_a_depth_ends_the_walk(texts: Graph) -> None:
    network = LineageNetwork(texts)
    assert DECISION not in network.walk([TRANSFER], up=True, depth=1)
    assert network.walk([TRANSFER], up=True, depth=0) == {TRANSFER: 0}


NEW_PROPERTY = """
sg:{name} a owl:ObjectProperty ; rdfs:label "{name}"@sv , "{name}"@en ; {axiom} .
"""


@pytest.mark.parametrize(
    ("axiom", "fact"),
    [
        ("rdfs:subPropertyOf prov:wasInformedBy", "<decision/x/2> sg:followsUp <decision/x/1>"),
        ("rdfs:subPropertyOf sg:followsFrom", "<decision/x/2> sg:followsUp <decision/x/1>"),
        ("owl:inverseOf sg:followsFrom", "<decision/x/1> sg:followsUp <decision/x/2>"),
    ],
)
def test_declaring_a_property_is_all_it_takes_for_lineage_to_follow_it(
    make_root: MakeRoot, axiom: str, fact: str
) -> None:
    facts = f"<document/a#s-1> {{ <decision/x/1> a sg:Decision . <decision/x/2> a sg:Decision . {fact} . }}"
    root = make_root(a=DESCRIPTION + facts)
    later, earlier = _thing("decision/x/2"), _thing("decision/x/1")
    shutil.copytree(shipped_root() / "ontology", root / "ontology")

    def edges() -> list[tuple[Iri, Iri, Iri]]:
        return [(e.later, e.earlier, e.property) for e in trace_lineage(open_graph(root), later, direction="up").edges]

    declaration = root / "ontology" / "new.ttl"
    declaration.write_text(HEAD + NEW_PROPERTY.format(name="followsUp", axiom='rdfs:comment "no lineage"'))
    assert edges() == []
    declaration.write_text(HEAD + NEW_PROPERTY.format(name="followsUp", axiom=axiom))
    assert edges() == [(later, earlier, SG.followsUp)]
    traced = trace_lineage(open_graph(root), later, direction="up")
    assert [source.rpartition("#")[2] for source in traced.edges[0].evidence] == ["s-1"]


def test_cycles_are_reported_not_looped(make_root: MakeRoot) -> None:
    facts = """<document/a#s-1> {
      <decision/x/1> a sg:Decision ; sg:followsFrom <decision/x/3> .
      <decision/x/2> a sg:Decision ; sg:followsFrom <decision/x/1> .
      <decision/x/3> a sg:Decision ; sg:followsFrom <decision/x/2> .
      <decision/x/4> a sg:Decision ; sg:followsFrom <decision/x/3> , <decision/x/4> .
    }"""
    traced = trace_lineage(open_graph(make_root(a=DESCRIPTION + facts)), _thing("decision/x/4"))
    cycles = [[thing.rpartition("/")[2] for thing in cycle] for cycle in traced.cycles]
    assert cycles == [["1", "3", "2"], ["4"]]
    assert len(traced.nodes) == 4


DIAMOND = """<document/a#s-1> {
  <decision/x/1> a sg:Decision .
  <decision/x/2> a sg:Decision ; sg:followsFrom <decision/x/1> .
  <decision/x/3> a sg:Decision ; sg:followsFrom <decision/x/1> .
  <decision/x/4> a sg:Decision ; sg:followsFrom <decision/x/2> , <decision/x/3> .
  <decision/x/5> a sg:Decision ; sg:followsFrom <decision/x/4> .
  <decision/x/6> a sg:Decision ; sg:followsFrom <decision/x/3> , <decision/x/7> .
  <decision/x/7> a sg:Decision .
  <decision/x/8> a sg:Decision .
}"""


def test_paths_hinges_and_orphans(make_root: MakeRoot) -> None:
    network = LineageNetwork(open_graph(make_root(a=DESCRIPTION + DIAMOND)))

    def short(things: object) -> list[str]:
        return [str(thing).rpartition("/")[2] for thing in things]  # type: ignore[attr-defined]

    one, four, five, six = (_thing(f"decision/x/{number}") for number in (1, 4, 5, 6))
    expected = [["5", "4", "2", "1"], ["5", "4", "3", "1"]]
    assert sorted(map(short, network.paths(five, one))) == expected
    assert sorted(map(short, network.paths(one, five))) == expected
    assert network.paths(five, six) == []
    assert network.paths(five, five) == []
    assert short(network.hinges(five)) == ["4", "1"]
    assert short(network.hinges(four)) == ["1"]
    assert network.hinges(six) == []
    assert short(network.hanging_on(one)) == ["2", "3", "4", "5"]
    assert short(network.orphans()) == ["8"]
    assert len(network.paths(five, one, 1)) == 1


def test_the_assignment_hangs_on_the_decision_that_gave_it(texts: Graph) -> None:
    network = LineageNetwork(texts)
    assert network.hinges(ASSIGNMENT) == [DECISION]
    assert ASSIGNMENT in network.hanging_on(DECISION)
    assert TRANSFER not in network.hanging_on(DECISION)
    assert network.paths(TRANSFER, DECISION) == [(TRANSFER, ASSIGNMENT, DECISION)]


def test_hinges_are_the_dominators_of_the_whole_network(shipped: Graph) -> None:
    network = LineageNetwork(shipped)
    things = [thing for thing in network.earlier.keys() | network.later.keys() if not network.is_agent(thing)]
    whole = nx.DiGraph((other, thing) for thing in things for other in network.origins(thing) or ("root",))
    nearest = nx.immediate_dominators(whole, "root")
    hinged = {thing: nearest[thing] for thing in things if nearest[thing] != "root"}
    assert {thing: hinges[0] for thing in things if (hinges := network.hinges(thing))} == hinged
    assert len(hinged) > 20
