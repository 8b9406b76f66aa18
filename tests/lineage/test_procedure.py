"""The course of every case: its kind, its steps, and what becomes of them when the evidence changes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from small_graphs import MakeRoot
from styrgraf.cli import main
from styrgraf.documents.layout import find_layout
from styrgraf.errors import Place, StyrgrafError
from styrgraf.lineage import Course, State, course_of, courses, trace_lineage
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.store import Graph, Iri, Kind
from styrgraf.validate.queries import check_queries

MEMO = "data/arenden/STK-2023-822-tjansteskrivelse.trig"
X, P, M = State.EVIDENCED, State.PLANNED, State.MISSING

#: Kind and steps of cases, each read in the text or page that is named, not in what the program says.
#: Steps that are not listed must not be told at all.
KNOWN: dict[str, tuple[str, dict[str, State]]] = {
    # The memo: an earlier decision (§130) and the budget, stadskontoret writes, two meetings and recipients are
    # planned; nothing says what was carried out or reported.
    "STK-2023-822": (
        "styrelse-eller-namndarende",
        {"initiativ": X, "beredning": X, "utskott": P, "beslut": P, "expediering": P}
        | {"verkstallighet": M, "aterrapportering": M},
    ),
    # The same memo: the board gave an assignment in April 2022 (§130), work is under way, no report is mentioned.
    "STK-2022-82": (
        "uppdrag-fran-styrelse-eller-namnd",
        {"beslut": X, "uppdrag": X, "verkstallighet": X, "aterrapportering": M},
    ),
    # The same memo: money was set aside with the board's budget for 2023; the memo asks for it.
    "STK-2022-1472": (
        "namndsbudget",
        {"initiativ": M, "beredning": M, "utskott": M, "beslut": X, "avsattning": X, "avrop": P, "uppfoljning": M},
    ),
    # Page 144: the board's committee budget 2020 sets 22 million aside; two committees are proposed to apply.
    "STK-2019-1675": (
        "namndsbudget",
        {"initiativ": M, "beredning": M, "utskott": M, "beslut": X, "avsattning": X, "avrop": P, "uppfoljning": M},
    ),
    # Page 144: the budget for 2018 gave the board the assignment Jobbpakten; no report of it is mentioned.
    "STK-2017-192": (
        "budget",
        {"budgetskrivelse": M, "budgetforslag": M, "budgetbeslut": X, "uppdrag": X}
        | {"verkstallighet": M, "uppfoljning": M, "aterrapportering": M},
    ),
    # Page 138: the council gave the assignment on 18 April 2022; two administrations have drawn up the report.
    "STK-2021-1599": (
        "uppdrag-fran-fullmaktige",
        {"fullmaktige": X, "uppdrag": X, "verkstallighet": X, "aterrapportering": X},
    ),
    # Page 114: the council gave fritidsnämnden a responsibility; introduction began in January 2021.
    "STK-2018-74": (
        "fullmaktigearende",
        {"initiativ": M, "beredning": M, "utskott": M, "beslut": M, "fullmaktige": X, "expediering": M}
        | {"verkstallighet": X, "aterrapportering": M},
    ),
    # Page 155: the board's proposal to the council; the page does not say what the council decided.
    "kommunfullmaktige-bihang-2016-158": (
        "fullmaktigearende",
        {"initiativ": M, "beredning": M, "utskott": M, "beslut": X, "fullmaktige": P, "expediering": M}
        | {"verkstallighet": M, "aterrapportering": M},
    ),
    # Page 174: on the board's meeting, after a drafting committee; the page gives no decision.
    "STK-2017-501": (
        "styrelse-eller-namndarende",
        {"initiativ": M, "beredning": M, "utskott": X, "sammantrade": X, "beslut": M, "expediering": M}
        | {"verkstallighet": M, "aterrapportering": M},
    ),
    # Page 174: delegated decisions, on the same meeting.
    "STK-2017-663": ("delegerade-beslut", {"delegering": M, "beredning": M, "anmalan": X}),
    # Page 063: a memo of 2015-08-21 to servicenämnden's meeting of 2015-08-25, and what is delegated.
    "SN-2015-916": ("delegerade-beslut", {"delegering": X, "beredning": X, "anmalan": P}),
    # Page 115: the board decided, 2021-08-18 § 274.
    "STK-2021-567": (
        "styrelse-eller-namndarende",
        {"initiativ": M, "beredning": M, "utskott": M, "beslut": X, "expediering": M}
        | {"verkstallighet": M, "aterrapportering": M},
    ),
    # Page 008: put before the council on 2020-04-29 for approval; the page does not say that it was approved.
    "STK-2020-90": ("arsredovisning", {"beredning": M, "beslut": M, "fullmaktige": P}),
    # Page 120: the third follow-up, by the board's decision; page 166: the board gave the assignments.
    "STK-2013-145": (
        "uppdrag-fran-styrelse-eller-namnd",
        {"beslut": X, "uppdrag": X, "verkstallighet": M, "aterrapportering": X},
    ),
}
#: Numbers that pages mention only for comparison (“jfr”, pages 072, 118 and 025).
UNKNOWN = ("ASN-2018-7194", "FSN-2022-1541", "SBN-2023-424")


def case(number: str) -> Iri:
    return Iri(f"{BASE}case/{number}")


def states(course: Course) -> dict[str, State]:
    return {step.step.rpartition("/")[2]: step.state for step in course.steps}


def copied(tmp_path: Path, texts_root: Path, *changes: tuple[str, str]) -> Graph:
    """Open the graph of the documents whose texts are at hand, with a changed memo."""
    root = tmp_path / "root"
    shutil.copytree(texts_root, root)
    text = (root / MEMO).read_text("utf-8")
    for pattern, new in changes:
        text, count = re.subn(pattern, new, text, flags=re.DOTALL)
        assert count, pattern
    (root / MEMO).write_text(text, "utf-8")
    return open_graph(root)


def ontology_root(root: Path, *changes: tuple[str, str], **more: str) -> Path:
    """Give a root an ontology of its own, with a changed procedure and files of its own."""
    shutil.copytree(find_layout().ontology, root / "ontology")
    path = root / "ontology" / "procedure.ttl"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    for name, turtle in more.items():
        (root / "ontology" / f"{name}.ttl").write_text(turtle, "utf-8")
    return root


# Every case that is shipped


@pytest.mark.parametrize("number", KNOWN)
def test_the_kind_and_the_steps_are_those_of_the_source(shipped: Graph, number: str) -> None:
    course = course_of(shipped, case(number))
    kind, steps = KNOWN[number]
    assert course.procedure == f"{BASE}procedure/{kind}"
    assert states(course) == steps


def test_every_case_is_told_and_checked(shipped: Graph) -> None:
    found = courses(shipped)
    numbers = {course.case.rpartition("/")[2] for course in found}
    assert numbers == {str(row[0]).rpartition("/")[2] for row in shipped.select("SELECT ?c WHERE { ?c a sg:Case }")}
    assert numbers == {*KNOWN, *UNKNOWN}


def test_every_step_that_is_told_has_a_source_and_no_missing_one_does(shipped: Graph) -> None:
    for course in courses(shipped):
        for step in course.steps:
            assert bool(step.evidence) is bool(step.shown_by) is (step.state is not M), (course.case, step.label)
            kinds = {shipped.source(graph).kind for graph in step.evidence}
            assert kinds <= {Kind.STATED, Kind.READING}, (course.case, step.label)


def test_the_choice_of_a_kind_has_a_source(shipped: Graph) -> None:
    for course in courses(shipped):
        assert bool(course.evidence) is bool(course.shown_by) is (course.procedure is not None)
    chosen = course_of(shipped, case("STK-2021-1599"))
    assert chosen.shown_by == (f"{BASE}assignment/STK-2021-1599",)
    page = "document/motenmedborgarportal-malmo-se-kf-2024-02-29"
    assert chosen.evidence == (f"{BASE}{page}#uppgift-1",)


@pytest.mark.parametrize("number", UNKNOWN)
def test_a_case_that_is_only_mentioned_follows_no_procedure(shipped: Graph, number: str) -> None:
    assert course_of(shipped, case(number)) == Course(case(number), None, "", "", (), (), ())
    traced = trace_lineage(shipped, case(number))
    assert (traced.procedure, traced.path) == ("", ())


def test_dates_and_paragraphs_are_those_of_the_sources(shipped: Graph) -> None:
    found = {
        (number, step.step.rpartition("/")[2]): (step.dates, step.paragraphs)
        for number in KNOWN
        for step in course_of(shipped, case(number)).steps
        if step.dates or step.paragraphs
    }
    assert found == {
        ("STK-2023-822", "initiativ"): (("2022-04",), ("130",)),
        ("STK-2023-822", "utskott"): (("2023-11-27",), ()),
        ("STK-2023-822", "beslut"): (("2023-12-06",), ()),
        ("STK-2022-82", "beslut"): (("2022-04",), ("130",)),
        ("STK-2022-1472", "avsattning"): (("2023",), ()),
        ("STK-2022-1472", "avrop"): (("2023",), ()),
        ("STK-2019-1675", "avsattning"): (("2020",), ()),
        ("STK-2019-1675", "avrop"): (("2020",), ()),
        ("STK-2021-1599", "fullmaktige"): (("2022-04-18",), ()),
        ("STK-2018-74", "verkstallighet"): (("2021-01",), ()),
        ("STK-2017-501", "sammantrade"): (("2017-05-31",), ()),
        ("STK-2017-663", "anmalan"): (("2017-05-31",), ()),
        ("SN-2015-916", "beredning"): (("2015-08-21",), ()),
        ("SN-2015-916", "anmalan"): (("2015-08-25",), ()),
        ("STK-2021-567", "beslut"): (("2021-08-18",), ("274",)),
        ("STK-2020-90", "fullmaktige"): (("2020-04-29",), ()),
        ("STK-2013-145", "aterrapportering"): (("2017-04-18",), ()),
    }


def test_every_procedure_says_what_it_is_in_both_languages(shipped: Graph) -> None:
    things = "{ ?thing a sg:Procedure } UNION { ?thing a sg:ProcedureStep }"
    for language in ("sv", "en"):
        query = f"""SELECT ?thing WHERE {{ {things}
            FILTER NOT EXISTS {{ ?thing skos:prefLabel ?n ; skos:definition ?d
              FILTER (LANG(?n) = "{language}" && LANG(?d) = "{language}") }} }}"""
        assert shipped.select(query) == []


def test_every_step_is_of_a_procedure_and_every_procedure_ranks_alone(shipped: Graph) -> None:
    loose = "?s a sg:ProcedureStep FILTER NOT EXISTS { ?p sg:requiresStep|sg:mayRequireStep ?s }"
    assert shipped.select(f"SELECT ?s WHERE {{ {loose} }}") == []
    both = "?p sg:requiresStep ?s ; sg:mayRequireStep ?s"
    assert shipped.select(f"SELECT ?p WHERE {{ {both} }}") == []
    ranks = [str(row[0]) for row in shipped.select("SELECT ?n WHERE { ?p a sg:Procedure ; sg:ordinal ?n }")]
    assert len(set(ranks)) == len(ranks)


def test_the_page_that_a_procedure_is_taken_from_is_one_of_the_sources(shipped: Graph) -> None:
    rows = shipped.select("SELECT ?page WHERE { ?p a sg:Procedure ; dcterms:source ?page }")
    known = {str(row[0]) for row in shipped.select("SELECT ?page WHERE { ?d a sg:Document ; dcterms:source ?page }")}
    # The catalogue of decisions lists this meeting; its text is not at hand.
    catalogue = {"https://motenmedborgarportal.malmo.se/committees/tekniska-namndens-arbetsutskott/mote-2023-04-11"}
    assert {str(row[0]) for row in rows} - known == catalogue


# What the evidence says is what the report says


def test_without_the_passage_the_step_is_missing(tmp_path: Path, texts_root: Path) -> None:
    for step, graphs in (
        ("beslut", ("beslutsplanering-2-lasning",)),
        ("utskott", ("beslutsplanering-1-lasning", "beslutsunderlag-1-lasning")),
    ):
        cuts = [(rf"\np:{name} {{.*?\n}}\n", "\n") for name in graphs]
        graph = copied(tmp_path / step, texts_root, *cuts)
        assert states(course_of(graph, case("STK-2023-822"))) == KNOWN["STK-2023-822"][1] | {step: M}


def test_a_planned_report_back_is_planned(tmp_path: Path, texts_root: Path) -> None:
    body = "<assignment/STK-2022-82> sg:reportBackTo <body/kommunstyrelsen> ."
    graph = copied(tmp_path, texts_root, (r"(\np:arendet-1 {)", rf"\1\n  {body}"))
    course = course_of(graph, case("STK-2022-82"))
    assert states(course) == KNOWN["STK-2022-82"][1] | {"aterrapportering": P}
    assert course.steps[-1].shown_by == (f"{BASE}body/kommunstyrelsen",)


def test_a_decision_of_the_board_evidences_the_planned_step(tmp_path: Path, texts_root: Path) -> None:
    decision = """<decision/kommunstyrelsen/2023-12-06/401> a sg:Decision ; sg:inCase <case/STK-2023-822> ;
      sg:decidedBy <body/kommunstyrelsen> ; sg:date "2023-12-06"^^xsd:date ; sg:paragraph 401 ."""
    graph = copied(tmp_path, texts_root, (r"(\np:arendet-1 {)", rf"\1\n  {decision}"))
    course = course_of(graph, case("STK-2023-822"))
    assert states(course) == KNOWN["STK-2023-822"][1] | {"beslut": X}
    step = next(step for step in course.steps if step.step.endswith("/beslut"))
    assert (step.dates, step.paragraphs) == (("2023-12-06",), ("401",))


def test_a_retracted_document_evidences_nothing(tmp_path: Path, texts_root: Path) -> None:
    memo = "<document/STK-2023-822-tjansteskrivelse>"
    added = rf"\1\n  {memo} sg:retracted true ."
    graph = copied(tmp_path, texts_root, (rf"(\n{memo} {{)", added))
    assert course_of(graph, case("STK-2023-822")).procedure is None


def test_a_step_that_the_matter_does_not_call_for_is_not_told(make_root: MakeRoot) -> None:
    facts = """
    <document/a> {{ <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }}
    <document/a#s-1> {{
      <case/X-1> a sg:Case ; dcterms:identifier "X-1" ; skos:prefLabel "Motion om bänkar"@sv .
      <body/x> a sg:PoliticalBody ; org:classification body-type:kommunfullmaktige .
      <decision/x/1> a sg:Decision ; sg:decidedBy <body/x> ; sg:inCase <case/X-1> . {more}
    }}"""
    assigned = "<assignment/X-1> a sg:Assignment ; sg:assignedBy <decision/x/1> ."
    motion = {"motion": X, "fullmaktige": X}
    for more, expected in (("", motion), (assigned, motion | {"verkstallighet": M, "aterrapportering": M})):
        course = course_of(open_graph(make_root(a=facts.format(more=more))), case("X-1"))
        assert (course.label, states(course)) == ("motion", expected)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Motion om bänkar", "motion"),
        ("Svar på motionen om bänkar", "motion"),
        ("Bulltofta motionscenter", None),
        ("Promotion", None),
        ("Remiss om ägardirektiv", "remiss"),
        ("Remissvar om skolan", "remiss"),
        ("Återremiss om jobbsatsningarna", None),
        ("Anmälan av delegationsbeslut", "anmälan av delegerade beslut"),
    ],
)
def test_names_tell_the_kind_whole_words_only(make_root: MakeRoot, name: str, kind: str | None) -> None:
    facts = f"""
    <document/a> {{ <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }}
    <document/a#s-1> {{ <case/X-1> a sg:Case ; dcterms:title "{name}"@sv . }}"""
    assert course_of(open_graph(make_root(a=facts)), case("X-1")).label == (kind or "")


def test_applications_and_investments_have_their_own_course(make_root: MakeRoot) -> None:
    facts = """
    <document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
    <document/a#s-1> {
      <case/X-1> a sg:Case . <case/X-2> a sg:Case .
      <transfer/x/1> a sg:Transfer ; sg:inCase <case/X-1> ; sg:moneyStatus money-status:ansokt .
      <investment/x/1> a sg:Investment ; sg:inCase <case/X-2> ; sg:moneyStatus money-status:ansokt .
    }"""
    money, building = courses(open_graph(make_root(a=facts)))
    assert money.label == "ansökan om medel"
    assert states(money) == {"beredning": M, "beslut": M, "ansokan": X, "beviljande": M}
    assert building.label == "investeringsärende"
    assert states(building) == {"ansokan": X, "objektsgodkannande": M, "verkstallighet": M}


# Another city's procedures

LUND = """@base <https://w3id.org/styrgraf/id/> .
@prefix procedure-step: <https://w3id.org/styrgraf/concept/procedure-step/> .
@prefix sg: <https://w3id.org/styrgraf/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

procedure-step:allman-motion a skos:Concept , sg:ProcedureStep ;
  skos:inScheme <https://w3id.org/styrgraf/concept/procedure-step> ; skos:notation "allman-motion" ;
  skos:prefLabel "allmän motion"@sv , "citizens’ motion"@en ; sg:ordinal 5 ;
  sg:evidencedWhen "GRAPH ?passage { ?case a sg:Case } BIND (?case AS ?what)" .

<procedure/lund> a sg:Procedure ; skos:prefLabel "lundensiskt ärende"@sv ; sg:ordinal 1 ;
  sg:appliesWhen "?case dcterms:identifier ?number FILTER (STRSTARTS(?number, 'L-'))" ;
  sg:requiresStep procedure-step:allman-motion , procedure-step:beslut .
"""
CASES = """
<document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
<document/a#s-1> {
  <case/L-1> a sg:Case ; dcterms:identifier "L-1" . <case/M-1> a sg:Case ; dcterms:identifier "M-1" .
  <proposal/L-1/1> a sg:Proposal ; sg:inCase <case/L-1> . <proposal/M-1/1> a sg:Proposal ; sg:inCase <case/M-1> .
}"""


def test_a_city_adds_a_procedure_with_a_file_of_its_own(make_root: MakeRoot) -> None:
    graph = open_graph(ontology_root(make_root(a=CASES), lund=LUND))
    lund, malmo = courses(graph)
    assert (lund.label, states(lund)) == ("lundensiskt ärende", {"allman-motion": X, "beslut": M})
    # A pattern that asks for no passage applies without evidence.
    assert (lund.shown_by, lund.evidence) == ((), ())
    assert malmo.label == "ärende i styrelse eller nämnd"
    assert course_of(graph, case("L-1"), "en").steps[0].label == "citizens’ motion"


@pytest.mark.parametrize("fault", ["?case sg:inCase", "?case ;; FOO ?x", "?case a sg:Case . {", "?case a nowhere:Case"])
def test_a_broken_pattern_is_one_error_with_file_and_line(make_root: MakeRoot, fault: str) -> None:
    text = LUND.replace("?case a sg:Case }", f"{fault} }}")
    root = ontology_root(make_root(a=CASES), lund=text)
    with pytest.raises(StyrgrafError) as caught:
        courses(open_graph(root))
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "sg:evidencedWhen" in row)
    place = caught.value.place
    assert place is not None
    assert (place.path, place.line) == (root / "ontology/lund.ttl", line)
    assert "sg:evidencedWhen of procedure-step:allman-motion is no SPARQL" in caught.value.what


def test_the_command_line_tells_a_broken_pattern_and_validation_finds_it(make_root: MakeRoot) -> None:
    broken = "?what sg:proposedTo/org:classification FOO body-type:kommunfullmaktige"
    root = ontology_root(make_root(a=CASES), ("GRAPH ?passage { ?what a ?type }", broken))
    path = root / "ontology/procedure.ttl"
    result = CliRunner().invoke(main, ["lineage", "M-1", "--root", str(root)])
    assert result.exit_code == 2
    assert result.output.startswith(f"styrgraf: {path}:")
    assert "sg:appliesWhen of <procedure/styrelse-eller-namndarende> is no SPARQL" in result.output
    assert "Traceback" not in result.output
    [finding] = check_queries(find_layout(root))
    line = next(number for number, row in enumerate(path.read_text("utf-8").splitlines(), 1) if "FOO" in row)
    assert finding.places == (Place(path, line),)
