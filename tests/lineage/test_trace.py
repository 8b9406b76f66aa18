from __future__ import annotations

from decimal import Decimal

import pytest

from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError
from styrgraf.lineage import DIRECTIONS, Lineage, State, course_of, trace_lineage
from styrgraf.lineage.gaps import find_gaps
from styrgraf.lineage.money import sum_money
from styrgraf.lineage.trace import reach
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.reason import open_graph
from styrgraf.store import Graph, Iri

CASE = Iri(f"{BASE}case/STK-2023-822")
MEMO = f"{BASE}document/STK-2023-822-tjansteskrivelse"


@pytest.fixture(scope="module")
def traced(texts: Graph) -> Lineage:
    return trace_lineage(texts, CASE)


def test_the_story_runs_from_the_decision_to_the_proposal(traced: Lineage) -> None:
    order = [node.id.removeprefix(BASE) for node in traced.nodes]
    story = [
        "decision/kommunstyrelsen/2022/130",
        "assignment/STK-2022-82",
        "proposal/STK-2023-822/1",
        "transfer/STK-2023-822/1",
    ]
    assert [name for name in order if name in story] == story
    places = {node.id: order.index(node.id.removeprefix(BASE)) for node in traced.nodes}
    things = [edge for edge in traced.edges if not edge.earlier.startswith((f"{BASE}body", f"{BASE}unit"))]
    assert all(places[edge.earlier] < places[edge.later] for edge in things)


def test_every_edge_is_cited(traced: Lineage) -> None:
    assert traced.edges
    assert all(edge.evidence for edge in traced.edges)
    assert all(fact.evidence for fact in traced.context)


def test_dates_are_as_precise_as_any_source(traced: Lineage) -> None:
    decision = next(node for node in traced.nodes if node.id.endswith("/2022/130"))
    assert decision.date == "2022-04"
    assert decision.depth == 2
    assert "känt genom hänvisning" in decision.status


def test_money_is_summed_by_status_and_a_proposal_is_not_added_to_what_is_set_aside(traced: Lineage) -> None:
    money = {item.id.removeprefix(BASE): item for item in traced.money}
    proposed = money["transfer/STK-2023-822/1"]
    earmark = f"{BASE}appropriation/kommunstyrelsens-anslag-till-forfogande/2023/ledarskapsutveckling"
    assert (proposed.amount, proposed.currency, proposed.year) == (Decimal(2000000), "SEK", "2023")
    assert (proposed.origin, proposed.receiver) == (earmark, f"{BASE}body/kommunstyrelsen")
    assert proposed.evidence == (f"{MEMO}#forslag-till-beslut-2",)
    assert sum_money(traced.money) == {
        (f"{PREFIXES['money-status']}avsatt", "SEK", "2023"): Decimal(2000000),
        (f"{PREFIXES['money-status']}foreslagen", "SEK", "2023"): Decimal(2000000),
    }


def test_an_appropriation_and_its_earmark_are_not_both_added(make_root: MakeRoot) -> None:
    facts = """
    <document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
    <document/a#s-1> {
      <decision/x/1> a sg:Decision .
      <appropriation/f/2020> a sg:Appropriation ; sg:amount 100 ; sg:currency "SEK" ; sg:setAsideBy <decision/x/1> .
      <appropriation/f/2020/e> a sg:Appropriation ; sg:amount 40 ; sg:currency "SEK" ; sg:setAsideBy <decision/x/1> ;
        sg:withinAppropriation <appropriation/f/2020> .
      <appropriation/f/2020/e/d> a sg:Appropriation ; sg:amount 10 ; sg:currency "SEK" ; sg:setAsideBy <decision/x/1> ;
        sg:withinAppropriation <appropriation/f/2020/e> .
    }"""
    traced = trace_lineage(open_graph(make_root(a=facts)), Iri(f"{BASE}decision/x/1"))
    assert list(sum_money(traced.money).values()) == [Decimal(100)]


def test_the_expected_path_is_set_against_the_evidence(traced: Lineage) -> None:
    states = {step.step.rpartition("/")[2]: step.state for step in traced.path}
    assert states == {
        "initiativ": State.EVIDENCED,
        "beredning": State.EVIDENCED,
        "utskott": State.PLANNED,
        "beslut": State.PLANNED,
        "expediering": State.PLANNED,
        "verkstallighet": State.MISSING,
        "aterrapportering": State.MISSING,
    }
    decision = next(step for step in traced.path if step.step.endswith("/beslut"))
    assert decision.shown_by == (f"{BASE}meeting/kommunstyrelsen/2023-12-06",)
    assert decision.evidence == (f"{MEMO}#beslutsplanering-2-lasning",)


def test_a_held_meeting_with_a_decision_evidences_the_step(make_root: MakeRoot) -> None:
    facts = """
    <document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
    <document/a#s-1> {
      <case/X-2020-1> a sg:Case ; dcterms:identifier "X-2020-1" .
      <body/x> a sg:PoliticalBody ; org:classification body-type:kommunfullmaktige .
      <decision/x/1> a sg:Decision ; sg:decidedBy <body/x> ; sg:inCase <case/X-2020-1> .
    }"""
    traced = trace_lineage(open_graph(make_root(a=facts)), Iri(f"{BASE}case/X-2020-1"))
    states = {step.step.rpartition("/")[2]: step.state for step in traced.path}
    assert traced.procedure == "ärende i kommunfullmäktige"
    assert states["fullmaktige"] is State.EVIDENCED
    assert states["beslut"] is State.MISSING


def test_gaps_are_told(traced: Lineage) -> None:
    told = {(gap.kind, gap.about.removeprefix(BASE)) for gap in traced.gaps}
    assert told == {
        ("no-decision", "proposal/STK-2023-822/1"),
        ("planned-not-held", "meeting/kommunstyrelsen/2023-12-06"),
        ("planned-not-held", "meeting/kommunstyrelsens-arbetsutskott/2023-11-27"),
        ("no-report-back", "assignment/STK-2022-82"),
        ("decision-without-source", "decision/kommunstyrelsen/2022/130"),
        ("decision-without-source", "decision/STK-2022-1472/budget-2023"),
        ("document-without-source", "document/STK-2023-822-g-tjansteskrivelse-ksau-231127"),
        ("incomplete-decision", "decision/STK-2022-1472/budget-2023"),
    }
    assert traced.gaps[0].kind == "no-decision"
    assert "STK" not in traced.gaps[0].message


def test_a_decision_on_the_proposal_closes_the_gap(make_root: MakeRoot) -> None:
    proposal = """
    <document/a> {{ <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }}
    <document/a#s-1> {{ <proposal/X-2020-1/1> a sg:Proposal . {decision} }}
    """
    for decision, expected in (("", ["no-decision"]), ("<decision/x/1> sg:decidesOn <proposal/X-2020-1/1> .", [])):
        graph = open_graph(make_root(a=proposal.format(decision=decision)))
        assert [gap.kind for gap in find_gaps(graph)] == expected


def test_gaps_of_some_things_are_those_of_the_whole_graph_about_them(shipped: Graph) -> None:
    whole = find_gaps(shipped)
    assert len({gap.kind for gap in whole}) > 4
    some = {gap.about for gap in whole[::3]}
    assert find_gaps(shipped, some) == [gap for gap in whole if gap.about in some]
    assert find_gaps(shipped, []) == []


def test_a_blank_node_stops_no_report(shipped: Graph) -> None:
    blank = Iri("_:b0")
    assert find_gaps(shipped, [blank]) == []
    assert course_of(shipped, blank).procedure is None


def test_a_second_report_reads_no_files(monkeypatch: pytest.MonkeyPatch, texts: Graph, traced: Lineage) -> None:
    monkeypatch.setattr("styrgraf.lineage.gaps.read_text", lambda path: pytest.fail(f"{path} was read again"))
    assert trace_lineage(texts, CASE) == traced


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("depth", [0, 1, None])
def test_what_is_reached_is_what_is_told(shipped: Graph, direction: str, depth: int | None) -> None:
    told = trace_lineage(shipped, CASE, direction=direction, depth=depth)
    assert reach(shipped, CASE, direction=direction, depth=depth) == {node.id: node.depth for node in told.nodes}


def test_the_unit_that_answers_for_the_subject_stands_beside_the_path_as_derived(texts: Graph, traced: Lineage) -> None:
    beside = [fact for fact in traced.context if fact.property == SG.concernsResponsibilityOf]
    assert {fact.value for fact in beside} == {f"{BASE}unit/stadskontoret/hr-avdelningen"}
    assert {texts.source(fact.evidence[0]).kind.value for fact in beside} == {"derived"}
    recipients = {fact.value for fact in traced.context if fact.property == SG.recipient}
    assert f"{BASE}unit/stadskontoret/hr-avdelningen" in recipients


def test_up_and_down_are_parts_of_both(texts: Graph) -> None:
    assignment = Iri(f"{BASE}assignment/STK-2022-82")
    up, down, both = (trace_lineage(texts, assignment, direction=way) for way in ("up", "down", "both"))
    assert set(up.edges) | set(down.edges) <= set(both.edges)
    assert {node.id for node in up.nodes} | {node.id for node in down.nodes} == {node.id for node in both.nodes}
    assert set(up.edges) != set(down.edges)


def test_what_has_no_lineage_is_still_answered(texts: Graph) -> None:
    traced = trace_lineage(texts, Iri(f"{BASE}person/carina-tempel"))
    assert [node.label for node in traced.nodes] == ["Carina Tempel"]
    assert traced.edges == ()
    assert traced.context


def test_a_wrong_direction_or_depth_is_one_clear_error(texts: Graph) -> None:
    with pytest.raises(StyrgrafError, match="“sideways” is no direction"):
        trace_lineage(texts, CASE, direction="sideways")
    with pytest.raises(StyrgrafError, match="is negative"):
        trace_lineage(texts, CASE, depth=-1)


def test_what_has_no_date_stands_beside_what_it_came_of_and_parts_in_their_order(texts: Graph) -> None:
    order = [node.id.removeprefix(BASE) for node in trace_lineage(texts, CASE).nodes]
    fund = "appropriation/kommunstyrelsens-anslag-till-forfogande/2023"
    assert order.index("assignment/STK-2022-82") < order.index(fund)
    down = trace_lineage(texts, Iri(f"{BASE}decision/kommunstyrelsen/2022/130"), direction="down")
    parts = [node.id.rpartition("/")[2] for node in down.nodes if "/STK-2022-82/" in node.id]
    assert parts == [str(number) for number in range(1, 12)]


def test_a_decision_of_a_body_of_unknown_kind_evidences_the_step(texts: Graph) -> None:
    traced = trace_lineage(texts, Iri(f"{BASE}case/STK-2022-1472"))
    states = {step.step.rpartition("/")[2]: step.state for step in traced.path}
    assert states["beslut"] is State.EVIDENCED
    # The sub-committee's decision is not the board's.
    assert states["utskott"] is State.MISSING


def test_the_initiative_cites_every_link_to_the_earlier_decision(texts: Graph, traced: Lineage) -> None:
    initiative = traced.path[0]
    kinds = {texts.source(graph).kind.value for graph in initiative.evidence}
    assert f"{MEMO}#arendet-2-lasning" in initiative.evidence
    assert kinds == {"stated", "reading"}
