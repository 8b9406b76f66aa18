"""Who answers for something, checked by hand against the pages; their numbers stand in brackets."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from small_graphs import MakeRoot
from styrgraf.accountability import Answer, End, Ground, Who, Wording, who
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES
from styrgraf.reason import open_graph
from styrgraf.store import Graph
from styrgraf.timeline.records import Absence, Certainty, Standing

KF = "body/kommunfullmaktige"


def _agents(answers: tuple[Answer, ...]) -> list[str]:
    return [answer.agent.removeprefix(BASE) for answer in answers]


def _answer(found: Who, agent: str) -> Answer:
    return next(answer for answer in (*found.answers, *found.others) if answer.agent == BASE + agent)


def _chain(answer: Answer) -> list[str]:
    assert answer.chain is not None
    return [step.parent.removeprefix(BASE) for step in answer.chain.steps]


def _best(answer: Answer) -> tuple[str, Ground, Wording]:
    best = answer.matters[0]
    return best.iri.removeprefix(BASE), best.ground, best.wording


def _documents(graph: Graph, answer: Answer) -> set[str]:
    sources = (graph.source(source) for matter in answer.matters for source in matter.sources)
    return {source.document.removeprefix(f"{BASE}document/") for source in sources if source.document}


# The cases


def test_leadership_is_answered_for_by_the_hr_department(shipped: Graph) -> None:
    # Vad vi gör (stadskontoret), HR-avdelningen: “arbetet med Malmö stads ledarskapsutveckling”; [032]: the board
    # governs stadskontoret; [004]: the council appoints the board.
    found = who(shipped, "ledarskap")
    first = found.answers[0]
    assert first.agent == f"{BASE}unit/stadskontoret/hr-avdelningen"
    assert _best(first) == (
        "responsibility/stadskontoret/hr-avdelningen/ledarskapsutveckling",
        Ground.RESPONSIBILITY,
        Wording.PART,
    )
    assert _documents(shipped, first) >= {"malmo-se-stadskontoret-vad-vi-gor"}
    assert _chain(first) == ["unit/stadskontoret", "body/kommunstyrelsen", KF]
    assert first.chain is not None
    assert first.chain.end is End.TOP
    # The assignment to strengthen leadership has the word itself, and comes after the responsibility all the same.
    assert _best(_answer(found, "unit/stadskontoret")) == ("assignment/STK-2022-82", Ground.DECISION, Wording.FORM)
    # [173]: Ledarcentrum, in 2011 and 2013.
    assert _best(_answer(found, "unit/stadskontoret/ledarcentrum"))[1] is Ground.WORK


@pytest.mark.parametrize(
    "text", ["leadership development", "ledarskapsutvekling", "Who answers for LEDARSKAPSUTVECKLING?"]
)
def test_it_is_found_in_english_misspelt_and_as_a_question(shipped: Graph, text: str) -> None:
    assert _agents(who(shipped, text, limit=1).answers) == ["unit/stadskontoret/hr-avdelningen"]


def test_home_help_is_found_inflected_with_the_head_of_the_administration(shipped: Graph) -> None:
    # [038]: hemtjänst; Gisela Green, page changed 2018-02-05. [039]: the department for ordinärt boende.
    found = who(shipped, "vem svarar för hemtjänsten?")
    assert found.words == ("hemtjänsten",)
    assert _agents(found.answers) == [
        "unit/halsa-vard-och-omsorgsforvaltningen",
        "unit/halsa-vard-och-omsorgsforvaltningen/avdelningen-for-ordinart-boende",
    ]
    administration, department = found.answers
    assert administration.matters[0].wording is Wording.FORM
    assert _chain(administration) == ["body/halsa-vard-och-omsorgsnamnden", KF]
    (head,) = administration.heads
    assert head.person == f"{BASE}person/gisela-green"
    assert isinstance(head.state, Standing)
    assert head.state.known == "2018-02-05"
    assert _chain(department)[0] == "unit/halsa-vard-och-omsorgsforvaltningen"
    assert department.heads == ()


def test_labour_market_measures_moved_in_2017(shipped: Graph) -> None:
    # [159]: arbetsmarknads-, gymnasie- och vuxenutbildningsförvaltningen leaves them to arbetsmarknads- och
    # socialförvaltningen when it becomes gymnasie- och vuxenutbildningsförvaltningen, 1 May 2017.
    old, new = (
        "unit/arbetsmarknads-gymnasie-och-vuxenutbildningsforvaltningen",
        "unit/arbetsmarknads-och-socialforvaltningen",
    )
    then, now = who(shipped, "arbetsmarknadsinsatser", as_of="2016"), who(shipped, "arbetsmarknadsinsatser")
    assert then.answers[0].agent == BASE + old
    assert _answer(then, new).state is Absence.NOT_BEGUN
    assert _answer(then, new).chain is None
    assert now.answers[0].agent == BASE + new
    ended = _answer(now, old)
    assert ended.state is Absence.ENDED
    assert ended.chain is not None
    assert ended.chain.as_of == "2017-04-30"
    assert [change.later for change in ended.successors] == [f"{BASE}unit/gymnasie-och-vuxenutbildningsforvaltningen"]


def test_lss_was_answered_for_by_the_resource_administration_in_2015(shipped: Graph) -> None:
    # [170]: moved to sociala resursförvaltningen on 1 July 2013; [181]: Annelie Larsson, January 2016;
    # [159]: it ends on 30 April 2017; [037]: then LSS is funktionsstödsförvaltningen's.
    then, in_2018 = who(shipped, "LSS", as_of="2015"), who(shipped, "LSS", as_of="2018")
    first = then.answers[0]
    assert first.agent == f"{BASE}unit/sociala-resursforvaltningen"
    assert isinstance(first.state, Standing)
    assert first.state.certainty is Certainty.CERTAIN
    assert [head.person for head in first.heads] == [f"{BASE}person/annelie-larsson"]
    assert _answer(then, "unit/funktionsstodsforvaltningen").state is Absence.NOT_BEGUN
    assert in_2018.answers[0].agent == f"{BASE}unit/funktionsstodsforvaltningen"
    assert _answer(in_2018, "unit/sociala-resursforvaltningen").state is Absence.ENDED
    assert _chain(in_2018.answers[0]) == ["body/funktionsstodsnamnden", KF]


@pytest.mark.parametrize("text", ["flyttning av fordon", "fordonsflyttning"])
def test_a_company_moves_vehicles_and_its_chain_goes_by_its_owners(shipped: Graph, text: str) -> None:
    # [100]: wholly owned under Malmö Stadshus AB; moves vehicles on the decision of fastighets- och gatukontoret.
    # [089]: the city owns the parent company.
    found = who(shipped, text)
    assert _agents(found.answers) == ["company/parkeringsovervakning-i-malmo-ab", "unit/fastighets-och-gatukontoret"]
    assert _chain(found.answers[0]) == ["company/malmo-stadshus-ab", "body/malmo-stad", KF]
    assert found.answers[0].chain is not None
    assert found.answers[0].chain.end is End.TOP


def test_parks_are_the_technical_boards_and_a_units(shipped: Graph) -> None:
    # [014]: tekniska nämnden in 2017; [059]: park- och gatumiljöenheten.
    found = who(shipped, "parkerna", limit=None)
    assert _best(found.answers[0]) == ("responsibility/tekniska-namnden/parker", Ground.RESPONSIBILITY, Wording.FORM)
    unit = _answer(found, "unit/fastighets-och-gatukontoret/park-och-gatumiljoenheten")
    assert _chain(unit) == [
        "unit/fastighets-och-gatukontoret/avdelningen-for-offentlig-miljo",
        "unit/fastighets-och-gatukontoret",
        "body/tekniska-namnden",
        KF,
    ]
    # A car park is only a part of a word.
    assert {matter.wording for matter in _answer(found, "company/parkeringsovervakning-i-malmo-ab").matters} == {
        Wording.PART
    }


def test_household_waste_is_a_federations(shipped: Graph) -> None:
    # [097]: VA SYD, household waste in Malmö and Burlöv.
    (answer,) = who(shipped, "hushållsavfall").answers
    assert answer.agent == f"{BASE}company/va-syd"
    assert _chain(answer) == ["body/malmo-stad", KF]


def test_pay_setting_is_a_working_groups(shipped: Graph) -> None:
    # [112]: förskoleförvaltningen's styrgrupp lönebildning.
    (answer,) = who(shipped, "lönebildning").answers
    assert _best(answer)[:2] == ("group/forskoleforvaltningen/styrgrupp-lonebildning", Ground.GROUP)
    assert answer.matters[0].via == f"{PREFIXES['topic']}lonebildning"
    assert _chain(answer) == ["unit/forskoleforvaltningen", "body/forskolenamnden", KF]


def test_the_matter_of_a_decision_is_with_those_who_were_assigned_it(shipped: Graph) -> None:
    # [126]: kommunfullmäktige gave kulturnämnden and servicenämnden a joint assignment to inquire into Garveriet.
    found = who(shipped, "Garveriet")
    assert sorted(_agents(found.answers)) == ["body/kulturnamnden", "body/servicenamnden"]
    assert {_best(answer)[1] for answer in found.answers} == {Ground.DECISION}


def test_an_initiative_is_found_by_its_assignment_and_its_money(shipped: Graph) -> None:
    # [144]: the budget of 2018 assigned it to the board, whose budget of 2020 sets aside 22 million kronor.
    first = who(shipped, "Jobbpakten").answers[0]
    assert first.agent == f"{BASE}body/kommunstyrelsen"
    assert _best(first)[:2] == ("assignment/kommunstyrelsen/jobbpakten", Ground.DECISION)
    assert f"{BASE}appropriation/kommunstyrelsens-budget/2020/jobbpakten" in {one.iri for one in first.matters}
    # Katrin Stjernfeldt Jammeh is in the chair: [018], November 2019.
    (head,) = first.heads
    assert head.person == f"{BASE}person/katrin-stjernfeldt-jammeh"
    assert isinstance(head.state, Standing)
    assert head.state.known == "2019-11"


@pytest.mark.parametrize(
    ("text", "agent", "matter"),
    [
        # [019]: a state grant for early voting, in valnämnden's result for 2022.
        ("förtidsröstning", "body/valnamnden", "transfer/valnamnden/statsbidrag-till-fortidsrostning-2022"),
        # [095]: tekniska nämnden applies for kaj 22.
        ("kaj 22", "body/tekniska-namnden", "investment/tekniska-namnden/kaj-22-och-bro-vid-solhojdsparken"),
    ],
)
def test_money_leads_to_who_gets_it_or_asks_for_it(shipped: Graph, text: str, agent: str, matter: str) -> None:
    (answer,) = who(shipped, text).answers
    assert answer.agent == BASE + agent
    assert _best(answer)[:2] == (matter, Ground.MONEY)


def test_local_democracy_was_answered_for_until_2017_and_its_chain_breaks(shipped: Graph) -> None:
    # [168]: the five administrations of the districts, with boards of their own; [159]: they end on 30 April 2017.
    (then,) = who(shipped, "närdemokrati", as_of="2016").answers
    assert then.agent == f"{BASE}unit/malmo-stad/stadsomradesforvaltningarna"
    now = who(shipped, "närdemokrati")
    assert now.answers == ()
    (ended,) = now.others
    assert ended.state is Absence.ENDED
    assert _chain(ended) == ["unit/malmo-stad/stadsomradesnamnderna"]
    assert ended.chain is not None
    assert (ended.chain.end, ended.chain.as_of) == (End.BROKEN, "2017-04-30")


def test_a_part_ends_with_the_whole(shipped: Graph) -> None:
    # [181]: social jour is in sociala resursförvaltningen, January 2016.
    (ended,) = who(shipped, "social jour").others
    assert ended.agent == f"{BASE}unit/sociala-resursforvaltningen/social-jour"
    assert _chain(ended) == ["unit/sociala-resursforvaltningen", "body/sociala-resursnamnden", KF]
    assert _agents(who(shipped, "social jour", as_of="2016-02").answers) == [
        "unit/sociala-resursforvaltningen/social-jour"
    ]


def test_what_is_said_of_all_committees_holds_of_each(shipped: Graph) -> None:
    # [052]: Fairtrade City is miljöförvaltningen's. No page says of miljönämnden alone who appoints it; [003] does of
    # the committees.
    (answer,) = who(shipped, "fairtrade").answers
    assert _chain(answer) == ["body/miljonamnden", KF]
    assert answer.chain is not None
    assert [step.said_of for step in answer.chain.steps] == [None, f"{BASE}unit/malmo-stad/namnderna"]


# What is not found


def test_what_no_page_speaks_of_is_not_answered(shipped: Graph) -> None:
    found = who(shipped, "månlandningar")
    assert (found.answers, found.others, found.unanswered, found.nearest) == ((), (), (), ())


def test_what_is_not_answered_is_told_with_the_nearest_topics(shipped: Graph) -> None:
    found = who(shipped, "trygghetsvandring")
    assert (found.answers, found.others, found.unanswered) == ((), (), ())
    assert f"{PREFIXES['topic']}trygghet" in found.nearest


def test_a_matter_that_nobody_is_stated_to_answer_for_is_told_as_such(shipped: Graph) -> None:
    # [021]: överförmyndarnämnden comments on the plan; no page says who carries it out.
    found = who(shipped, "handlingsplan för romer")
    assert found.answers == ()
    assert found.unanswered == (f"{BASE}steering-document/malmo-stad/handlingsplan-romer-2023-2025",)
    assert found.nearest == ()


@pytest.mark.parametrize("text", ["", "?!", "  "])
def test_nothing_cannot_be_asked_for(shipped: Graph, text: str) -> None:
    with pytest.raises(StyrgrafError, match="nothing to look for"):
        who(shipped, text)


def test_a_wrong_day_and_a_wrong_limit_are_refused(shipped: Graph) -> None:
    with pytest.raises(StyrgrafError, match="no date"):
        who(shipped, "parker", as_of="2017-02-30")
    with pytest.raises(StyrgrafError, match="0 answers"):
        who(shipped, "parker", limit=0)


# Ranking


def test_answers_come_in_the_order_of_their_steps_and_the_limit_says_how_many_are_left(shipped: Graph) -> None:
    every = who(shipped, "parker", limit=None)
    steps = [answer.matters[0].steps for answer in every.answers]
    assert steps == sorted(steps)
    assert all(answer.matters[0].steps == min(one.steps for one in answer.matters) for answer in every.answers)
    some = who(shipped, "parker", limit=2)
    assert some.answers == every.answers[:2]
    assert some.more == len(every.answers) - 2 > 0
    assert every.more == 0


def test_wording_counts_twice_as_much_as_ground(make_root: MakeRoot) -> None:
    graph = open_graph(
        make_root(
            parks='<editorial/parks> { <responsibility/a/x> a sg:Responsibility ; skos:prefLabel "parkskötsel"@sv ; '
            "sg:responsibleUnit <unit/a> . "
            '<responsibility/b/x> a sg:Responsibility ; skos:prefLabel "parken"@sv ; sg:responsibleUnit <unit/b> . '
            '<assignment/c> a sg:Assignment ; skos:prefLabel "park"@sv ; sg:assignedTo <unit/c> . '
            '<transfer/d> a sg:Transfer ; skos:prefLabel "park"@sv ; sg:paidTo <unit/d> . }\n'
        )
    )
    found = who(graph, "park", limit=None)
    assert _agents(found.answers) == ["unit/b", "unit/c", "unit/d", "unit/a"]
    assert [answer.matters[0].steps for answer in found.answers] == [2, 3, 4, 4]
    # Nothing is above them, and nothing says so.
    assert {answer.chain and answer.chain.end for answer in found.answers} == {End.BROKEN}


def test_an_organisation_is_first_for_its_own_name(shipped: Graph) -> None:
    # Responsibilities that only speak of it come after.
    first = who(shipped, "kommunstyrelsen").answers[0]
    assert _best(first) == ("body/kommunstyrelsen", Ground.GROUP, Wording.NAME)


def test_things_under_each_other_make_a_ring_and_do_not_stop_the_answer(make_root: MakeRoot) -> None:
    graph = open_graph(
        make_root(
            ring="<editorial/ring> { <unit/a> a org:OrganizationalUnit ; org:unitOf <unit/b> . "
            "<unit/b> a org:OrganizationalUnit ; org:unitOf <unit/a> . "
            '<responsibility/a/x> a sg:Responsibility ; skos:prefLabel "parken"@sv ; sg:responsibleUnit <unit/a> . }\n'
        )
    )
    (answer,) = who(graph, "park").answers
    assert answer.chain is not None
    assert (_chain(answer), answer.chain.end) == (["unit/b", "unit/a"], End.RING)


# The same answer every time

_QUESTIONS = st.sampled_from(
    ["flyttning av fordon", "leadership development", "stränder och naturreservat", "social jour"]
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), question=_QUESTIONS)
def test_the_order_of_the_words_does_not_matter(shipped: Graph, data: st.DataObject, question: str) -> None:
    turned = " ".join(data.draw(st.permutations(question.split())))
    one, other = who(shipped, question), who(shipped, turned)
    assert (one.answers, one.others, one.unanswered) == (other.answers, other.others, other.unanswered)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.sampled_from(["val", "barn", "vård", "skola", "trafik", "budget", "miljö", "HR"]),
    day=st.none() | st.integers(2005, 2030).map(str),
)
def test_every_chain_ends_at_the_council_or_says_that_it_breaks(shipped: Graph, text: str, day: str | None) -> None:
    found = who(shipped, text, as_of=day, limit=None)
    for answer in (*found.answers, *found.others):
        if answer.chain is None:
            assert answer.state in (Absence.NOT_BEGUN, Absence.PROPOSED)
            continue
        last = _chain(answer)[-1] if answer.chain.steps else answer.agent.removeprefix(BASE)
        assert (last == KF) == (answer.chain.end is End.TOP)
        assert [step.child for step in answer.chain.steps[1:]] == [step.parent for step in answer.chain.steps[:-1]]
        assert all(step.sources for step in answer.chain.steps)
        assert all(matter.sources for matter in answer.matters)


def test_the_answer_does_not_hang_on_how_python_hashes() -> None:
    program = (
        "from styrgraf.accountability import who; from styrgraf.reason import open_graph; "
        "from styrgraf.reports.who import render_who; graph = open_graph(); "
        "print(render_who(graph, who(graph, 'vård', limit=None), 'json'))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
