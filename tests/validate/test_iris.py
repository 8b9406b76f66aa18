from __future__ import annotations

from pathlib import Path

import pytest

from styrgraf.documents.layout import find_layout
from styrgraf.errors import Place
from styrgraf.namespaces import BASE, PREFIXES
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.iris import check_iris

HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
FIRST = HEAD.count("\n") + 1


def check(folder: Path, facts: str) -> list[Finding]:
    (folder / "data").mkdir()
    (folder / "data/d.trig").write_text(f"{HEAD}<editorial/e> {{ {facts} }}", encoding="utf-8")
    return check_iris(find_layout(folder))


def test_the_shipped_data_has_good_iris() -> None:
    assert [finding.message() for finding in check_iris(find_layout())] == []


@pytest.mark.parametrize(
    "facts",
    [
        "<case/STK-2023-822> a sg:Case .",
        "<case/KS-KOM-2012-00123> a sg:Case .",
        "<case/ÖFN-2022-1> a sg:Case .",
        "<document/STK-2023-822-tjansteskrivelse> a sg:Document .",
        "<document/d#beslut--2-1> a sg:Passage . <document/d#beslut-2-1> a sg:Passage .",
        "<decision/kommunstyrelsen/2022-04-06/130> a sg:Decision .",
        "<assignment/STK-2022-82/11> a sg:Assignment .",
        "<body/malmo-stad> a sg:Municipality . <unit/malmo-stad> a org:OrganizationalUnit .",
    ],
)
def test_iris_of_the_model(tmp_path: Path, facts: str) -> None:
    assert check(tmp_path, facts) == []


@pytest.mark.parametrize(
    ("iri", "right"),
    [
        ("body/Kommunstyrelsen", "body/kommunstyrelsen"),
        ("body/nämnden", "body/namnden"),
        ("body/n%C3%A4mnden", "body/namnden"),
        ("body/hälsa_och_vård", "body/halsa-och-vard"),
        ("body/kommunstyrelsen/", "body/kommunstyrelsen"),
        ("body//kommunstyrelsen", "body/kommunstyrelsen"),
        ("body/kommunstyrelsens%20arbetsutskott", "body/kommunstyrelsens-arbetsutskott"),
        ("case/stk-2023-822/Bilaga", "case/stk-2023-822/bilaga"),
        ("document/d#Titel", "document/d#titel"),
        ("body", "kind/slug"),
    ],
)
def test_iris_that_break_the_forms(tmp_path: Path, iri: str, right: str) -> None:
    [finding] = [finding for finding in check(tmp_path, f"\n<{iri}> sg:position 1 .") if finding.rule == "iri-form"]
    assert finding.severity is Severity.VIOLATION
    assert finding.places == (Place(tmp_path / "data/d.trig", FIRST + 1, 1),)
    assert f"write <{right}>" in finding.message("en")


@pytest.mark.parametrize(
    "pair",
    [
        ("body/kommunstyrelsen", "body/Kommunstyrelsen"),
        ("body/namnden", "body/n%C3%A4mnden"),
        ("body/namnden", "body/nämnden"),
        ("body/a-b", "body/a--b"),
        ("case/STK-2023-822", "case/stk-2023-822"),
        ("body/namnden", "body/namnden/"),
    ],
)
def test_iris_that_collide(tmp_path: Path, pair: tuple[str, str]) -> None:
    findings = check(tmp_path, "".join(f"<{iri}> sg:position 1 .\n" for iri in pair))
    [finding] = [finding for finding in findings if finding.rule == "iri-collision"]
    assert [place.line for place in finding.places] == [FIRST, FIRST + 1]
    assert all(f"<{iri}>" in finding.message() for iri in pair)


def test_subjects_are_things_of_the_graph(tmp_path: Path) -> None:
    [finding] = check(tmp_path, "<https://example.org/body/b> a sg:PoliticalBody .")
    assert finding.rule == "iri-form"


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ("<proposal/x/1> a sg:Decision .", "decision"),
        ("<decision/x/1> a sg:Decision , sg:Proposal .", "proposal"),
        ("<bodies/x> a sg:PoliticalBody .", "body"),
        ("<body/x> a foaf:Agent .", "–"),
    ],
)
def test_the_kind_of_an_iri_is_that_of_its_class(tmp_path: Path, facts: str, kind: str) -> None:
    [finding] = check(tmp_path, facts)
    assert finding.rule == "iri-kind"
    assert f"of the kind {kind} " in finding.message("en")


@pytest.mark.parametrize(
    "facts",
    [
        "<decision/namnden/2022/7> sg:paragraph 7 ; sg:date '2022-04-06'^^xsd:date ; sg:decidedBy <body/namnden> .",
        "<decision/namnden/2022-04-06/7> sg:date '2022'^^xsd:gYear , '2022-04'^^xsd:gYearMonth .",
        "<decision/namnden/2022/7> sg:paragraph 07 ; sg:decidedBy <body/namnder/namnden> .",
        "<decision/STK-2022-8/budget> sg:paragraph 7 ; sg:date '2021'^^xsd:gYear ; sg:decidedBy <body/namnden> .",
        "<meeting/namnden/2022-04-06> sg:date '2022-04-06'^^xsd:date ; sg:meetingOf <body/namnden> .",
        "<document/d> sg:paragraph 8 .",
    ],
)
def test_iris_that_say_what_the_facts_do(tmp_path: Path, facts: str) -> None:
    assert check(tmp_path, facts) == []


@pytest.mark.parametrize(
    ("thing", "fact", "said"),
    [
        ("decision/namnden/2022/7", "sg:paragraph 8", "7"),
        ("decision/namnden/2022/70", "sg:paragraph 7", "70"),
        ("decision/namnden/2022/7", "sg:date '2023-04-06'^^xsd:date", "2022"),
        ("decision/namnden/2022-04-06/7", "sg:date '2022-04-07'^^xsd:date", "2022-04-06"),
        ("decision/namnden/2022-04-06/7", "sg:date '2022-05'^^xsd:gYearMonth", "2022-04-06"),
        ("decision/namnden/2022/7", "sg:decidedBy <body/styrelsen>", "namnden"),
        ("meeting/namnden/2022-04-06", "sg:date '2022-04-07'^^xsd:date", "2022-04-06"),
        ("meeting/namnden/2022-04-06", "sg:meetingOf <body/styrelsen>", "namnden"),
    ],
)
def test_iris_that_contradict_the_facts(tmp_path: Path, thing: str, fact: str, said: str) -> None:
    [finding] = check(tmp_path, f"\n<{thing}>\n{fact} .")
    assert (finding.severity, finding.rule) == (Severity.VIOLATION, "iri-contradicts")
    assert finding.places == (Place(tmp_path / "data/d.trig", FIRST + 2, fact.index(" ") + 2),)
    assert f"<{thing}> says {said} in its IRI, but {fact.split(maxsplit=1)[0]} is " in finding.message("en")


def test_one_name_for_two_things_is_a_warning(tmp_path: Path) -> None:
    [finding] = check(tmp_path, "<body/a> skos:prefLabel 'Nämnden'@sv .\n<body/b> skos:prefLabel 'nämnden'@sv .")
    assert (finding.severity, finding.rule) == (Severity.WARNING, "same-name")
    assert [place.line for place in finding.places] == [FIRST, FIRST + 1]


def test_one_name_for_things_of_two_kinds_is_no_finding(tmp_path: Path) -> None:
    facts = (
        "<body/a> skos:prefLabel 'a'@sv , 'b'@en . <unit/a> skos:prefLabel 'a'@sv . <body/b> skos:prefLabel 'b'@en ."
    )
    assert check(tmp_path, facts) == []
