from __future__ import annotations

from pathlib import Path

import pytest

from small_graphs import HEAD, MakeRoot
from styrgraf.documents.layout import find_layout
from styrgraf.errors import Place
from styrgraf.validate.evidence import check_evidence
from styrgraf.validate.findings import Finding, Severity

FIRST = HEAD.count("\n") + 1

DOCUMENT = """<document/d> {
  <document/d> a sg:Document ; skos:prefLabel "d"@sv ; sg:fileName "d.txt" ; sg:inCase <case/STK-2023-822> .
  <document/d#beslut-1> a sg:Passage ; sg:passageOf <document/d> ; sg:ordinal 1 ; sg:position 1 ;
    sg:keyPhrase "den 6 december 2023, § 130" , "överföra 2 miljoner kronor" , "(STK-2023-822)" , "för år 2023" .
  <document/d#beslut-2> a sg:Passage ; sg:passageOf <document/d> ; sg:ordinal 2 ; sg:position 2 .
  <document/d#beslut-1-lasning> a sg:Reading ; sg:readingOf <document/d#beslut-1> ;
    skos:editorialNote "läst"@sv , "read"@en .
}
"""
FACTS = """<document/d#beslut-1> {
  <case/STK-2023-822> a sg:Case ; dcterms:identifier "STK-2023-822" .
  <decision/x/2023/130> a sg:Decision ; sg:paragraph 130 ; sg:date "2023-12-06"^^xsd:date .
  <transfer/x/1> a sg:Transfer ; sg:ordinal 7 ; sg:amount 2000000.00 ; sg:year "2023"^^xsd:gYear .
}
<document/d#beslut-1-lasning> { <transfer/x/1> sg:finances <initiative/x> . }
"""
EDITORIAL = """<editorial/e> {
  <editorial/e> a sg:Editorial ; dcterms:creator "x" ; dcterms:created "2026-11-21"^^xsd:date ;
    skos:editorialNote "för"@sv , "because"@en .
  <figure/x/y> sg:value 17 .
}
"""


def findings(make_root: MakeRoot, trig: str) -> list[Finding]:
    return check_evidence(find_layout(make_root(d=trig)))


def in_passage(facts: str, graph: str = "beslut-1") -> str:
    return f"{DOCUMENT}<document/d#{graph}> {{ {facts} }}\n"


def test_the_shipped_data_is_evidenced() -> None:
    assert [finding.message() for finding in check_evidence(find_layout())] == []


def test_a_document_and_editorial_data_as_they_should_be(make_root: MakeRoot) -> None:
    root = make_root(d=DOCUMENT + FACTS)
    (root / "data/editorial").mkdir()
    (root / "data/editorial/e.trig").write_text(HEAD + EDITORIAL, encoding="utf-8")
    assert check_evidence(find_layout(root)) == []


@pytest.mark.parametrize(
    "fact",
    [
        "<transfer/x/1> sg:amount 3000000.00 .",
        "<transfer/x/1> sg:amount 200000 .",
        "<transfer/x/1> sg:amount '3000000' .",
        "<figure/x/1> sg:value 3.0e6 .",
        "<ownership/x/1> sg:share 51 .",
        "<decision/x/1> sg:date '2023-12-07'^^xsd:date .",
        "<decision/x/1> sg:date '2023-11'^^xsd:gYearMonth .",
        "<transfer/x/1> sg:year '2022'^^xsd:gYear .",
        "<decision/x/1> sg:date '2023-12-06T09:00:00'^^xsd:dateTime .",
        "<decision/x/1> sg:paragraph 131 .",
        "<decision/x/1> sg:paragraph 2000000 .",
        "<case/x> a sg:Case ; dcterms:identifier 'STK-2023-823' .",
    ],
)
@pytest.mark.parametrize("graph", ["beslut-1", "beslut-1-lasning"])
def test_a_value_that_no_key_phrase_states(make_root: MakeRoot, fact: str, graph: str) -> None:
    [finding] = findings(make_root, in_passage(fact, graph))
    assert (finding.severity, finding.rule) == (Severity.VIOLATION, "unstated-value")
    assert finding.value in finding.message("en")
    assert "<document/d#beslut-1>" in finding.message("en")
    for language in ("sv", "en"):
        assert "överföra 2 miljoner kronor" in finding.message(language)
    [place] = finding.places
    assert place.line == FIRST + DOCUMENT.count("\n")
    assert place.column is not None


def test_values_in_the_description_of_a_document_need_no_phrase(make_root: MakeRoot) -> None:
    trig = DOCUMENT.replace("sg:fileName", "dcterms:issued '1999-01-01'^^xsd:date ; sg:fileName")
    assert findings(make_root, trig) == []


def test_an_identifier_of_what_is_no_case_is_no_case_number(make_root: MakeRoot) -> None:
    assert findings(make_root, in_passage("<body/x> a sg:PoliticalBody ; dcterms:identifier '212000-1124' .")) == []


def test_a_passage_with_values_has_key_phrases(make_root: MakeRoot) -> None:
    [finding] = findings(make_root, in_passage("<transfer/x/1> sg:amount 5 , 6 .", "beslut-2"))
    assert finding.rule == "no-key-phrase"
    assert "5, 6" in finding.message("en")
    assert len(finding.places) == 2


def test_a_passage_without_values_needs_no_key_phrase(make_root: MakeRoot) -> None:
    assert findings(make_root, in_passage("<body/x> a sg:PoliticalBody ; sg:ordinal 5 .", "beslut-2")) == []


@pytest.mark.parametrize(("phrase", "words"), [("ett två tre fyra fem sex sju åtta nio", 9), (" ", 0)])
def test_a_key_phrase_has_one_to_eight_words(make_root: MakeRoot, phrase: str, words: int) -> None:
    eight = DOCUMENT.replace("för år 2023", "ett två tre fyra fem sex sju åtta")
    assert findings(make_root, eight) == []
    [finding] = findings(make_root, DOCUMENT.replace("för år 2023", phrase))
    assert (finding.rule, finding.value) == ("key-phrase-length", phrase)
    assert f"{words} words" in finding.message("en")


def test_a_key_phrase_has_at_most_a_hundred_characters(make_root: MakeRoot) -> None:
    assert findings(make_root, DOCUMENT.replace("för år 2023", "å" * 100)) == []
    [finding] = findings(make_root, DOCUMENT.replace("för år 2023", "å" * 101))
    assert finding.rule == "key-phrase-length"
    assert "101 characters: write at most 100" in finding.message("en")


def test_two_documents_do_not_rest_on_one_file(make_root: MakeRoot) -> None:
    other = DOCUMENT.replace("document/d", "document/e").replace('"d.txt"', '"D.txt"')
    assert check_evidence(find_layout(make_root(d=DOCUMENT, e=other))) == []
    root = make_root(d=DOCUMENT.replace("d.txt", "\u00e5.txt"), e=other.replace("D.txt", "a\u030a.txt"))
    [finding] = check_evidence(find_layout(root))
    assert (finding.severity, finding.rule, finding.value) == (Severity.VIOLATION, "shared-file-name", "\u00e5.txt")
    assert [place.path.name for place in finding.places] == ["d.trig", "e.trig"]
    assert "<document/d>, <document/e>" in finding.message("sv")


def test_one_fact_outside_all_graphs_is_told_in_the_singular(make_root: MakeRoot) -> None:
    [finding] = findings(make_root, DOCUMENT + "<body/x> a sg:PoliticalBody .")
    assert finding.message("en").startswith("1 fact stands outside all graphs: write it ")
    assert finding.message("sv").startswith("ett faktum står utanför alla grafer: skriv det ")
    [finding] = findings(make_root, DOCUMENT + "<body/x> a sg:PoliticalBody , foaf:Agent .")
    assert finding.message("en").startswith("2 facts stand outside all graphs: write them ")


def test_nothing_stands_in_the_default_graph(make_root: MakeRoot) -> None:
    root = make_root(d=DOCUMENT + "<body/x> a sg:PoliticalBody ;\n  skos:prefLabel 'x'@sv .")
    [finding] = check_evidence(find_layout(root))
    line = FIRST + DOCUMENT.count("\n")
    assert finding.rule == "default-graph"
    assert finding.places == (Place(root / "data/d.trig", line, 12), Place(root / "data/d.trig", line + 1, 18))


def test_a_file_with_the_default_graph_alone(make_root: MakeRoot) -> None:
    assert [f.rule for f in findings(make_root, "<body/x> a sg:PoliticalBody .")] == ["default-graph"]


@pytest.mark.parametrize(
    "facts", ["[] a sg:Case .", "<body/x> sg:appointedBy _:b .", "<body/x> sg:appointedBy [ a sg:PoliticalBody ] ."]
)
def test_there_are_no_blank_nodes(make_root: MakeRoot, facts: str) -> None:
    found = findings(make_root, in_passage(facts))
    assert found
    assert {finding.rule for finding in found} == {"blank-node"}


def test_a_blank_node_is_told_once_a_line(make_root: MakeRoot) -> None:
    facts = "<body/x> sg:appointedBy [ a sg:PoliticalBody ; sg:bodyOf <body/y> ] .\n<body/y> sg:bodyOf _:b ."
    assert [f.places[0].line for f in findings(make_root, in_passage(facts))] == [
        FIRST + DOCUMENT.count("\n"),
        FIRST + DOCUMENT.count("\n") + 1,
    ]


def test_a_graph_is_no_blank_node(make_root: MakeRoot) -> None:
    assert {f.rule for f in findings(make_root, DOCUMENT + "_:g { <body/x> a sg:PoliticalBody . }")} == {"blank-node"}


@pytest.mark.parametrize(
    "described",
    [
        "",
        "<document/d#beslut-3> sg:passageOf <document/d> .",
        "<document/d#beslut-3> a sg:Passage .",
        "<document/d#beslut-3> a sg:Passage ; sg:passageOf <document/other> .",
        "<document/d#beslut-3> a sg:Reading ; sg:readingOf <document/d#beslut-9> ; skos:editorialNote 'x'@sv, 'x'@en .",
    ],
)
def test_each_graph_is_a_described_passage_or_reading(make_root: MakeRoot, described: str) -> None:
    trig = DOCUMENT.replace("}", f"{described} }}") + "<document/d#beslut-3> { <body/x> a sg:PoliticalBody . }"
    [finding] = [finding for finding in findings(make_root, trig) if finding.rule == "undescribed-graph"]
    assert "did you mean <document/d#beslut-" in finding.message("en")


def test_a_graph_named_as_a_reading_is_to_be_described_as_one(make_root: MakeRoot) -> None:
    trig = DOCUMENT + "<document/d#beslut-2-lasning> { <body/x> a sg:PoliticalBody . }"
    [finding] = [finding for finding in findings(make_root, trig) if finding.rule == "undescribed-graph"]
    assert "describe it as a sg:Reading with sg:readingOf, in" in finding.message("en")
    assert "beskriv den som sg:Reading med sg:readingOf, i" in finding.message("sv")
    assert "did you mean <document/d#beslut-1-lasning>?" in finding.message("en")


def test_a_passage_is_described_in_the_own_graph_of_its_document(make_root: MakeRoot) -> None:
    trig = in_passage("<document/d#x> a sg:Passage ; sg:passageOf <document/d> .") + (
        "<document/d#x> { <body/x> a sg:PoliticalBody . }"
    )
    assert [finding.rule for finding in findings(make_root, trig)] == ["undescribed-graph"]


@pytest.mark.parametrize(
    "facts",
    [
        "<body/x> a sg:PoliticalBody .",
        "<document/d> sg:plannedFor <meeting/x/2023-12-06> .",
        "<document/d> sg:heading 'Beslut' .",
        "<document/d#beslut-1> sg:amount 5 .",
        "<document/other> a sg:Document .",
        "<document/d#beslut-1-lasning> sg:keyPhrase 'x' .",
    ],
)
def test_the_own_graph_of_a_document_only_describes_it(make_root: MakeRoot, facts: str) -> None:
    found = findings(make_root, DOCUMENT.replace("}", f"{facts} }}"))
    assert {finding.rule for finding in found} == {"not-description"}


@pytest.mark.parametrize("note", ["", "skos:editorialNote 'x'@sv", "skos:editorialNote 'x'@sv , ' '@en"])
def test_a_reading_says_how_in_both_languages(make_root: MakeRoot, note: str) -> None:
    [finding] = findings(make_root, DOCUMENT.replace('skos:editorialNote "läst"@sv , "read"@en', note))
    assert finding.rule == "reading-note"
    assert "@en" in finding.message("sv")


def test_positions_are_unique(make_root: MakeRoot) -> None:
    [finding] = findings(make_root, DOCUMENT.replace("sg:position 2", "sg:position 1"))
    assert (finding.rule, finding.value, len(finding.places)) == ("position", "1", 2)


def test_a_file_is_one_document(make_root: MakeRoot) -> None:
    two = DOCUMENT + DOCUMENT.replace("document/d", "document/e").replace("d.txt", "e.txt")
    assert [finding.rule for finding in findings(make_root, two)] == ["one-document"]
    none = DOCUMENT.replace("a sg:Document ;", "")
    assert "one-document" in {finding.rule for finding in findings(make_root, none)}


def test_a_document_is_one_file(make_root: MakeRoot) -> None:
    [finding] = check_evidence(find_layout(make_root(d=DOCUMENT, e=DOCUMENT)))
    assert finding.rule == "one-file"
    assert [place.path.name for place in finding.places] == ["d.trig", "e.trig"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a sg:Editorial ; ", "", "a sg:Editorial"),
        ('dcterms:creator "x" ; ', "", "dcterms:creator"),
        ('dcterms:created "2026-11-21"^^xsd:date ;', "", "dcterms:created"),
        (' , "because"@en', "", "skos:editorialNote @en"),
        ("  <editorial/e> a", "  <editorial/f> a", "a sg:Editorial"),
        ("}\n", "}\n<editorial/f> { <figure/x/z> sg:value 1 . }", "2 graphs"),
    ],
)
def test_editorial_data_say_what_they_are(make_root: MakeRoot, before: str, after: str, said: str) -> None:
    root = make_root(d=DOCUMENT)
    (root / "data/editorial").mkdir()
    assert before in EDITORIAL
    (root / "data/editorial/e.trig").write_text(HEAD + EDITORIAL.replace(before, after), encoding="utf-8")
    found = check_evidence(find_layout(root))
    assert {finding.rule for finding in found} == {"editorial"}
    assert any(said in finding.message("en") for finding in found)
    assert all(place.path == Path(root / "data/editorial/e.trig") for f in found for place in f.places)


def test_editorial_data_among_the_documents_are_found(make_root: MakeRoot) -> None:
    assert {"one-document", "undescribed-graph"} <= {finding.rule for finding in findings(make_root, EDITORIAL)}
