"""The score of the shipped graph, checked against the sources, and of small graphs that isolate one thing each."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import shipped_root
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.score import JOINTLY, Score, Share, read_measures, score
from styrgraf.store import Graph, Iri


@pytest.fixture(scope="module")
def shipped_score(shipped: Graph) -> Score:
    return score(shipped)


def share_of(found: Score, measure: str, aspect: str, case: str = "") -> Share:
    """Find a share, of the whole graph or of a case."""
    one = found.for_case(Iri(BASE + case)) if case else found
    assert one is not None
    (share,) = (share for share in one.shares if (share.measure, share.aspect) == (measure, aspect))
    return share


def lacks(found: Score, measure: str, thing: str) -> set[str]:
    """List the aspects that a thing lacks."""
    return {
        share.aspect
        for share in found.shares
        if share.measure == measure and share.aspect != JOINTLY and BASE + thing in share.missing
    }


# The shipped graph, against the sources. The number of the restated page stands behind each.


@pytest.mark.parametrize(
    ("measure", "thing", "lacking"),
    [
        # The memo: (Kommunstyrelsen 2022, §130), April 2022.
        ("decisions", "decision/kommunstyrelsen/2022/130", set()),
        # The memo names neither who decided on the budget for 2023, nor when, nor in which section.
        ("decisions", "decision/STK-2022-1472/budget-2023", {"body", "date", "paragraph"}),
        ("decisions", "decision/kommunstyrelsen/2021-08-18/274", set()),  # 115: KS 210818 § 274
        ("decisions", "decision/kommunfullmaktige/2014-12-16/koncernbildning", {"paragraph"}),  # 089
        ("decisions", "decision/kommunfullmaktige/budget-2020", {"date", "paragraph"}),  # 139
        ("decisions", "decision/malmo-stad/tillaggsbudget-2016-02", {"body", "paragraph"}),
        # The memo: from the board's appropriation, to the board; it only proposes.
        ("money", "transfer/STK-2023-822/1", {"decision"}),
        ("money", "transfer/budget-2020/forebyggande-arbete-barn-och-unga", set()),  # 139: from, to, and decided
        ("money", "appropriation/miljonamndens-kommunbidrag/2019", {"origin", "decision"}),  # 134
        ("money", "appropriation/servicenamndens-investeringsram/2018", {"origin", "decision"}),  # 131
        ("money", "guarantee/sydvatten-ab", {"origin", "decision"}),  # 138: the frame of all owners
        ("money", "guarantee/sydvatten-ab-malmo-stad", {"decision"}),  # 138: Malmö's part
        # 137: it is proposed that 77 million go to the reserve; the reserve is not where they come from.
        ("money", "appropriation/resultatutjamningsreserven/arsredovisning-2023", {"origin", "receiver", "decision"}),
        ("money", "transfer/jobbpakten/9-6-miljoner", {"origin"}),  # 146: the board grants; from what is not said
        ("assignments", "assignment/kommunfullmaktige/garveriet", {"report"}),  # 126
        ("assignments", "assignment/malmo-stad/modeller-for-internt-kop-och-salj", {"giver", "receiver"}),  # 137
        ("assignments", "assignment/kommunstyrelsen/mot-rasism-och-for-manskliga-rattigheter", {"giver", "report"}),
        ("assignments", "assignment/STK-2022-82", {"report"}),  # the memo
        ("units", "unit/serviceforvaltningen", set()),  # 033: governed by servicenämnden
        ("units", "unit/serviceforvaltningen/kommunteknik", set()),  # 061, and 033 through the administration
        ("units", "unit/stadsbyggnadskontoret", {"superior", "governing"}),  # only the names tell
        ("units", "unit/stadsbyggnadskontoret/strategiavdelningen", {"governing"}),  # 064
    ],
)
def test_what_the_sources_leave_out_is_missing(
    shipped: Graph, shipped_score: Score, measure: str, thing: str, lacking: set[str]
) -> None:
    assert shipped.is_known(BASE + thing)
    assert lacks(shipped_score, measure, thing) == lacking
    assert (BASE + thing in share_of(shipped_score, measure, JOINTLY).missing) == bool(lacking)


def test_five_decisions_have_a_section_number(shipped: Graph, shipped_score: Score) -> None:
    # The memo, and pages 115, 125, 135 and 144; § 98 of page 008 is laid before the council, and not decided.
    known = {Iri(f"{BASE}decision/{name}") for name in (
        "kommunstyrelsen/2022/130", "kommunstyrelsen/2021-08-18/274", "kommunfullmaktige/2021-03-31/100",
        "fritidsnamnden/2023-03/45", "arbetsmarknads-och-socialnamndens-arbetsutskott/2020-02-11/24",
    )}  # fmt: skip
    share = share_of(shipped_score, "decisions", "paragraph")
    decisions = {row[0] for row in shipped.select("SELECT ?d WHERE { ?d a sg:Decision }")}
    assert (share.having, share.of) == (5, len(decisions))
    assert decisions - set(share.missing) == known
    assert share.ratio == Fraction(5, len(decisions))
    assert share.counts_things


def test_the_case_of_the_memo_has_money_and_no_decision(shipped_score: Score) -> None:
    case = "case/STK-2023-822"
    assert share_of(shipped_score, "decisions", "body", case).ratio is None
    assert share_of(shipped_score, "money", "origin", case).ratio == 1
    decided = share_of(shipped_score, "money", "decision", case)
    assert (decided.having, decided.of, decided.missing) == (0, 1, (f"{BASE}transfer/STK-2023-822/1",))
    # The memo is the only document on it.
    facts = share_of(shipped_score, "facts", "corroborated", case)
    assert facts.having == 0 < facts.of
    # Assignment and decision of § 130 are in the case that the memo names for them; eleven parts are one assignment.
    given = share_of(shipped_score, "assignments", "giver", "case/STK-2022-82")
    assert (given.having, given.of) == (1, 1)


def test_every_case_has_every_share(shipped: Graph, shipped_score: Score) -> None:
    cases = {row[0] for row in shipped.select("SELECT ?c WHERE { ?c a sg:Case }")}
    assert [one.case for one in shipped_score.cases] == sorted(map(str, cases))
    names = [(share.measure, share.aspect) for share in shipped_score.shares]
    assert all([(share.measure, share.aspect) for share in one.shares] == names for one in shipped_score.cases)
    assert shipped_score.for_case(Iri(f"{BASE}body/kommunstyrelsen")) is None


def test_a_fact_that_only_a_restatement_repeats_is_not_corroborated(shipped: Graph) -> None:
    query = next(one.query for one in read_measures(shipped.layout) if one.name == "facts")
    facts = {row[:3]: row[3] for row in shipped.select(query)}
    told = {(str(s), str(p).rpartition("#")[2], str(o)): aspect is not None for (s, p, o), aspect in facts.items()}
    unit, body = f"{BASE}unit/", f"{BASE}body/"
    # 028 and, of another year, 032; 033 stands alone.
    assert told[f"{unit}stadskontoret", "governedBy", f"{body}kommunstyrelsen"]
    assert not told[f"{unit}serviceforvaltningen", "governedBy", f"{body}servicenamnden"]
    # That the department is one of stadskontoret's stands in 028 and in its restatement, and nowhere else.
    assert not told[f"{unit}stadskontoret/avdelningen-omvarld-och-naringsliv", "unitOf", f"{unit}stadskontoret"]
    # 069 and 068, of different years.
    assert told[f"{unit}revisionskontoret", "unitOf", f"{unit}stadsrevisionen"]
    assert f"{BASE}document/malmo-se-stadskontoret-vad-vi-gor" not in {thing for thing, _, _ in told}


# What counts


PAGES = """
<document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> .
  <document/a#s-2> a sg:Passage ; sg:passageOf <document/a> .
  <document/a#s-1-lasning> a sg:Reading ; sg:readingOf <document/a#s-1> . }
<document/b> { <document/b> a sg:Document . <document/b#s-1> a sg:Passage ; sg:passageOf <document/b> . }
<document/c> { <document/c> a sg:Document . <document/c#s-1> a sg:Passage ; sg:passageOf <document/c> . }
<editorial/x> { <editorial/x> a sg:Editorial . }
"""


def shares(root: Path) -> dict[str, str]:
    """Score a folder: measure and aspect to having/of."""
    return {f"{one.measure} {one.aspect}": f"{one.having}/{one.of}" for one in score(open_graph(root)).shares}


def test_a_reading_is_evidence_and_an_editorial_fact_is_none(make_root: MakeRoot) -> None:
    found = shares(
        make_root(
            one=PAGES
            + """<document/a#s-1> { <unit/x> a org:OrganizationalUnit . <unit/y> a org:OrganizationalUnit . }
            <document/a#s-1-lasning> { <unit/x> sg:governedBy <body/x> . }
            <editorial/x> { <unit/y> sg:governedBy <body/y> . }"""
        )
    )
    assert found["units governing"] == found["units superior"] == found["units all"] == "1/2"
    assert found["decisions body"] == "0/0"


def test_the_evidence_of_a_retracted_document_does_not_count(make_root: MakeRoot) -> None:
    found = shares(
        make_root(
            one=PAGES
            + """<document/b> { <document/b> sg:retracted "2026-01-01"^^xsd:date . }
            <document/a#s-1> { <decision/x> a sg:Decision ; sg:decidedBy <body/x> . }
            <document/b#s-1> { <decision/x> sg:paragraph 7 ; sg:decidedBy <body/x> . <decision/y> a sg:Decision . }"""
        )
    )
    assert (found["decisions body"], found["decisions paragraph"], found["facts corroborated"]) == ("1/1", "0/1", "0/1")


def test_two_documents_corroborate_only_if_neither_restates_the_other_nor_both_a_third(make_root: MakeRoot) -> None:
    facts = "{ <case/x> dcterms:subject topic:val ; a sg:Case ; skos:prefLabel 'x' ; skos:altLabel 'y' . }"
    stated = f"<document/a#s-1> {facts} <document/a#s-2> {facts} <document/a#s-1-lasning> {facts}"
    both = f"{stated} <document/b#s-1> {facts}"

    def corroborated(data: str) -> str:
        return shares(make_root(one=PAGES + data))["facts corroborated"]

    assert corroborated(stated) == "0/1"
    assert corroborated(both) == "1/1"
    assert corroborated(both + "<document/b> { <document/b> sg:restates <document/a> . }") == "0/1"
    third = "<document/{}> {{ <document/{}> sg:restates <document/c> . }}"
    assert corroborated(both + third.format("a", "a") + third.format("b", "b")) == "0/1"
    # A page that restates two makes of the two no one voice.
    compiled = "<document/c> { <document/c> sg:restates <document/a> , <document/b> . }"
    assert corroborated(both + compiled) == "1/1"


def test_facts_about_one_thing_are_counted_each_and_named_once(make_root: MakeRoot) -> None:
    root = make_root(
        one=PAGES + "<document/a#s-1> { <case/x> a sg:Case ; dcterms:subject topic:val , topic:pension . }"
    )
    share = share_of(score(open_graph(root)), "facts", "corroborated")
    assert (share.having, share.of, share.missing) == (0, 2, (f"{BASE}case/x",))
    assert not share.counts_things


def test_a_total_is_no_origin_and_a_part_is_decided_with_its_whole(make_root: MakeRoot) -> None:
    root = make_root(
        one=PAGES
        + """<document/a#s-1> {
          <decision/d> a sg:Decision ; sg:inCase <case/x> . <case/x> a sg:Case .
          <appropriation/total> a sg:Appropriation ; sg:setAsideBy <decision/d> .
          <appropriation/part> a sg:Appropriation ; sg:withinAppropriation <appropriation/total> .
          <appropriation/fund> a sg:Appropriation ; sg:heldBy <body/x> .
          <appropriation/earmark> a sg:Appropriation ; sg:withinAppropriation <appropriation/fund> .
          <transfer/t> a sg:Transfer ; sg:proposedIn <proposal/p> .
          <decision/e> a sg:Decision ; sg:decidesOn <proposal/p> . <proposal/p> sg:inCase <case/x> .
        }"""
    )
    found = score(open_graph(root))
    missing = {
        share.aspect: {thing.removeprefix(f"{BASE}appropriation/") for thing in share.missing}
        for share in found.shares
        if share.measure == "money"
    }
    transfer = f"{BASE}transfer/t"
    assert missing["origin"] == {"total", "part", "fund", transfer}
    assert missing["receiver"] == {"total", "part", "earmark", transfer}
    assert missing["decision"] == {"fund", "earmark"}
    # What a decision or proposal in the case gives belongs to the case too, and so does the decision on the proposal.
    assert share_of(found, "money", "decision", "case/x").of == 3
    assert share_of(found, "decisions", "body", "case/x").of == 2


def test_a_sub_assignment_counts_with_its_whole(make_root: MakeRoot) -> None:
    found = shares(
        make_root(
            one=PAGES
            + """<document/a#s-1> { <assignment/x> a sg:Assignment ; sg:status assignment-status:avslutat ;
              sg:reportBackTo <body/x> . <assignment/x/1> a sg:Assignment ; sg:subAssignmentOf <assignment/x> . }"""
        )
    )
    assert (found["assignments report"], found["assignments giver"]) == ("0/1", "0/1")


def test_an_ended_tenure_is_a_superior(make_root: MakeRoot) -> None:
    found = shares(
        make_root(
            one=PAGES
            + """<document/a#s-1> { <unit/x> a org:OrganizationalUnit . <unit/y> sg:governedBy <body/y> .
              <tenure/x> a sg:Tenure ; sg:tenureOf <unit/x> ; sg:tenureProperty org:unitOf ; sg:tenureIn <unit/y> ;
                sg:until "2001"^^xsd:gYear . }"""
        )
    )
    assert found["units all"] == "1/1"


# Queries that cannot be asked


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# score-measure: decisions\n", "", "no “score-measure” in its header"),
        ("# aspect-date-en: date\n", "", "no “aspect-date-en” in its header"),
        ('("date" sg:date)', '("day" sg:date)', "header names no aspect “day”"),
        ("SELECT DISTINCT ?thing ?aspect", "SELECT DISTINCT ?aspect ?thing", "select ?thing first"),
        ("?thing a sg:Decision .", "?thing a .", "cannot be read"),
    ],
)
def test_a_faulty_measure_names_its_file(make_root: MakeRoot, old: str, new: str, message: str) -> None:
    root = make_root(one=PAGES + "<document/a#s-1> { <decision/x> a sg:Decision ; sg:date '2020'^^xsd:gYear . }")
    folder = root / "queries" / "score"
    folder.mkdir(parents=True)
    text = (shipped_root() / "queries" / "score" / "evidenced-decisions.rq").read_text(encoding="utf-8")
    assert old in text
    (folder / "one.rq").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(StyrgrafError) as caught:
        score(open_graph(root))
    assert message in str(caught.value)
    assert str(folder / "one.rq") in str(caught.value)


def test_the_measures_are_named_in_both_languages(shipped: Graph) -> None:
    measures = read_measures(shipped.layout)
    assert [one.name for one in measures] == ["decisions", "money", "assignments", "units", "facts"]
    for one in measures:
        assert set(one.titles) == {"sv", "en"}
        assert all(set(words) == {"sv", "en"} for words in one.aspects.values())
