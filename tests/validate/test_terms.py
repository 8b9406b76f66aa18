from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from styrgraf.documents.layout import find_layout
from styrgraf.errors import Place, UnreadableFileError
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.known import Family, family_of, nearest, read_known
from styrgraf.validate.terms import check_terms

HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
FIRST = HEAD.count("\n") + 1


def root(folder: Path, **files: str) -> Path:
    """Make a root with a data file ``d.trig``, and other files by name: ``shapes__s_ttl``."""
    files.setdefault("data__d_trig", "<body/b> { <body/b> a sg:PoliticalBody . }")
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if path.suffix == ".rq" else HEAD + text, encoding="utf-8")
    return folder


def found(folder: Path) -> list[Finding]:
    """List the findings on the root's own files; those on the shipped ontology are another test's."""
    layout = find_layout(folder)
    return [f for f in check_terms(layout) if any(p.path.is_relative_to(folder) for p in f.places)]


def the_one(folder: Path) -> Finding:
    [finding] = found(folder)
    assert finding.severity is Severity.VIOLATION
    assert set(finding.messages) == {"sv", "en"}
    return finding


def data(facts: str) -> str:
    return f"<body/b> {{ <body/b> a sg:PoliticalBody . {facts} }}"


def test_the_shipped_files_name_only_what_exists() -> None:
    assert [finding.message() for finding in check_terms(find_layout())] == []


def test_a_misspelt_own_term_is_named_with_its_place_and_the_nearest(tmp_path: Path) -> None:
    text = "<body/b> {\n  <body/b> a sg:PoliticalBody ;\n    sg:bodyOff <body/b> .\n}"
    finding = the_one(root(tmp_path, data__d_trig=text))
    assert finding.places == (Place(tmp_path / "data/d.trig", FIRST + 2, 5),)
    assert finding.rule == "undeclared-term"
    assert "did you mean sg:bodyOf?" in finding.message("en")
    assert "menade du sg:bodyOf?" in finding.message("sv")


def test_one_finding_has_every_place(tmp_path: Path) -> None:
    folder = root(
        tmp_path,
        data__d_trig=data("<body/b> sg:drawOn <body/b> , <body/b> ; sg:drawOn <body/b> ."),
        queries__q_rq="ASK { ?s sg:drawOn ?o }",
    )
    finding = the_one(folder)
    assert [place.path.name for place in finding.places] == ["d.trig", "d.trig", "q.rq"]
    assert finding.places[-1] == Place(tmp_path / "queries/q.rq", 1, 10)


@pytest.mark.parametrize(
    ("facts", "near"),
    [
        ("<body/b> org:unitOff <body/b> .", "org:unitOf"),
        ("<body/b> dcterms:sujbect <body/b> .", "dcterms:subject"),
        ("<body/b> org:decidedBy <body/b> .", "sg:decidedBy"),
        ("<body/b> skos:prefLabe 'x'@sv .", "skos:prefLabel"),
        ("<body/b> rdf:typ sg:PoliticalBody .", "rdf:type"),
        ("<body/b> sg:date '2022'^^xsd:gYar .", "xsd:gYear"),
        ("<body/b> a owl:Clas .", "owl:Class"),
    ],
)
def test_a_misspelt_term_of_another_vocabulary(tmp_path: Path, facts: str, near: str) -> None:
    finding = the_one(root(tmp_path, data__d_trig=data(facts)))
    assert f"did you mean {near}?" in finding.message("en")


def test_a_term_of_an_unknown_vocabulary_must_be_declared(tmp_path: Path) -> None:
    finding = the_one(root(tmp_path, data__d_trig=data("<body/b> <https://schema.org/nameless> 'x' .")))
    assert finding.value == "https://schema.org/nameless"
    assert "ontology/reused.ttl" in finding.message("en")


def test_a_namespace_of_another_scheme_is_no_namespace(tmp_path: Path) -> None:
    finding = the_one(root(tmp_path, data__d_trig=data("<body/b> <https://www.w3.org/ns/org#unitOf> <body/b> .")))
    assert finding.rule == "undeclared-term"


def test_a_misspelt_shacl_term_in_a_shape(tmp_path: Path) -> None:
    shape = "shape:body a sh:NodeShape ; sh:targetClass sg:PoliticalBody ; sh:property [ sh:path sg:bodyOf ; {} 1 ] ."
    assert found(root(tmp_path / "good", shapes__s_ttl=shape.format("sh:minCount"))) == []
    finding = the_one(root(tmp_path / "bad", shapes__s_ttl=shape.format("sh:minCont")))
    assert "did you mean sh:minCount?" in finding.message("en")


def test_a_shape_that_is_not_there(tmp_path: Path) -> None:
    text = "shape:body a sh:NodeShape ; sh:node shape:boddy ."
    finding = the_one(root(tmp_path, shapes__s_ttl=text))
    assert "did you mean shape:body?" in finding.message("en")


def test_a_misspelt_property_in_the_query_of_a_shape(tmp_path: Path) -> None:
    text = 'shape:b a sh:NodeShape ; sh:sparql [ sh:select """SELECT $this WHERE {\n  $this sg:bodyOff ?x }""" ] .'
    finding = the_one(root(tmp_path, shapes__s_ttl=text))
    assert finding.places == (Place(tmp_path / "shapes/s.ttl", FIRST + 1, 9),)


def test_a_misspelt_property_in_a_rule_and_in_the_procedure(tmp_path: Path) -> None:
    folder = root(tmp_path)
    for path in find_layout().ontology.rglob("*"):
        if path.is_file():
            copy = tmp_path / "ontology" / path.relative_to(find_layout().ontology)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            copy.write_text(text.replace("sg:meetingOf ?body", "sg:meetngOf ?body"), encoding="utf-8")
    (tmp_path / "ontology/rules/extra.rq").write_text("ASK {\n ?x sg:paidTo ?y ; sg:payedTo ?z }", encoding="utf-8")
    by_value = {finding.value: finding for finding in found(folder)}
    assert by_value[SG.payedTo].places == (Place(tmp_path / "ontology/rules/extra.rq", 2, 20),)
    places = by_value[SG.meetngOf].places
    assert places
    for place in places:
        lines = place.path.read_text(encoding="utf-8").splitlines()
        assert lines[(place.line or 0) - 1][(place.column or 0) - 1 :].startswith("sg:meetngOf"), place


def test_a_place_in_a_string_with_escapes(tmp_path: Path) -> None:
    text = r'shape:b a sh:NodeShape ; sh:sparql [ sh:select "ASK { # \u00e5\n $this sg:bodyOff \"x\" }" ] .'
    finding = the_one(root(tmp_path, shapes__s_ttl=text))
    assert finding.places == (Place(tmp_path / "shapes/s.ttl", FIRST, text.index("sg:bodyOff") + 1),)


def test_an_undeclared_prefix_in_a_pattern_is_an_error_with_its_place(tmp_path: Path) -> None:
    text = "shape:b a sh:NodeShape ; sh:sparql [ sh:select '''ASK {\n $this xyz:a ?b }''' ] ."
    with pytest.raises(UnreadableFileError) as caught:
        check_terms(find_layout(root(tmp_path, shapes__s_ttl=text)))
    assert caught.value.place == Place(tmp_path / "shapes/s.ttl", FIRST + 1, 8)


def test_concepts_exist_in_their_scheme(tmp_path: Path) -> None:
    finding = the_one(root(tmp_path, data__d_trig=data("<body/b> org:classification body-type:styrelsen .")))
    assert finding.rule == "unknown-concept"
    assert "did you mean body-type:styrelse?" in finding.message("en")


@pytest.mark.parametrize(
    "concept",
    [
        "topic:x a skos:Concept ; skos:inScheme <{0}measure> ; skos:notation 'x' .",
        "topic:x a skos:Concept ; skos:inScheme <{0}topic> ; skos:notation 'y' .",
        "topic:x a skos:Concept ; skos:inScheme <{0}topic> .",
        "topic:x a skos:Concept ; skos:inScheme <{0}topic> ; skos:notation 'x' , 'y' .",
        "<{0}x> a skos:Concept ; skos:inScheme <{0}topic> ; skos:notation 'x' .",
    ],
)
def test_a_concept_says_the_scheme_and_notation_of_its_iri(tmp_path: Path, concept: str) -> None:
    ontology = find_layout().ontology
    folder = root(tmp_path, ontology__concepts__x_ttl=concept.format(CONCEPT))
    for name in ("styrgraf.ttl", "reused.ttl", "concepts/topic.ttl", "concepts/measure.ttl"):
        (tmp_path / "ontology" / name).write_text((ontology / name).read_text(encoding="utf-8"), encoding="utf-8")
    findings = [finding for finding in found(folder) if finding.rule == "concept-scheme"]
    assert findings
    assert all(place.path.name == "x.ttl" for finding in findings for place in finding.places)


def test_a_dangling_reference_names_the_nearest_thing(tmp_path: Path) -> None:
    text = data("<body/kommunstyrelsen> a sg:PoliticalBody ; sg:appointedBy <body/kommunstyrelsn> .")
    finding = the_one(root(tmp_path, data__d_trig=text))
    assert finding.rule == "dangling-reference"
    assert "did you mean <body/kommunstyrelsen>?" in finding.message("en")


def test_an_undescribed_thing_may_be_new(tmp_path: Path) -> None:
    text = data("<body/c> skos:prefLabel 'c'@sv .")
    message = the_one(root(tmp_path, data__d_trig=text)).messages
    assert message["en"].endswith("did you mean <body/b>? – or give it a class in the graph that names it")
    assert message["sv"].endswith("menade du <body/b>? – eller ge den en klass i den graf som nämner den")


def test_an_undescribed_reading_is_to_be_described_as_one(tmp_path: Path) -> None:
    text = "<document/d> { <document/d> a sg:Document . } <document/d#titel-lasning> { <body/b> a sg:PoliticalBody . }"
    message = the_one(root(tmp_path, data__d_trig=text)).messages
    assert message["en"].endswith("describe it as a sg:Reading with sg:readingOf")
    assert message["sv"].endswith("beskriv den som sg:Reading med sg:readingOf")


def test_a_thing_without_class_dangles_as_subject_and_in_a_query(tmp_path: Path) -> None:
    finding = the_one(root(tmp_path, data__d_trig=data("<body/c> skos:prefLabel 'c'@sv .")))
    assert finding.value == f"{BASE}body/c"
    query = f"ASK {{ <{BASE}body/bb> sg:bodyOf ?x }}"
    finding = the_one(root(tmp_path / "q", queries__q_rq=query))
    assert "did you mean <body/b>?" in finding.message("en")


def test_a_graph_must_be_described(tmp_path: Path) -> None:
    text = "<document/d> { <document/d> a sg:Document . } <document/d#titel> { <body/b> a sg:PoliticalBody . }"
    assert the_one(root(tmp_path, data__d_trig=text)).value == f"{BASE}document/d#titel"


@pytest.mark.parametrize("outside", ["http://w3id.org/styrgraf/id/body/b", "https://example.org/body/b"])
def test_own_properties_point_to_things_of_the_graph(tmp_path: Path, outside: str) -> None:
    findings = found(root(tmp_path, data__d_trig=data(f"<body/b> sg:appointedBy <{outside}> .")))
    assert findings
    assert all(finding.value == outside for finding in findings)


def test_addresses_are_no_names(tmp_path: Path) -> None:
    text = data("<body/b> dcterms:source <https://malmo.se/kommunstyrelsen> .")
    assert found(root(tmp_path, data__d_trig=text)) == []


def test_names_in_comments_and_strings_are_no_uses(tmp_path: Path) -> None:
    text = data('# sg:nope\n <body/b> skos:prefLabel "sg:nope"@sv .')
    assert found(root(tmp_path, data__d_trig=text)) == []


def test_rdflib_knows_every_term_of_shacl() -> None:
    w3c = Graph().parse(Path(pyshacl.__file__).parent / "assets/shacl.ttl")
    terms = {s for s in w3c.subjects(RDF.type) if isinstance(s, URIRef) and str(s) != PREFIXES["sh"]}
    assert len(terms) > 200
    assert [str(term) for term in terms if term not in SH] == []


def test_families() -> None:
    assert family_of(SG.Decision) is Family.OWN
    assert family_of(f"{PREFIXES['sh']}path") is Family.STANDARD
    assert family_of(f"{PREFIXES['org']}Post") is Family.REUSED
    assert family_of(f"{PREFIXES['shape']}x") is Family.OTHER
    assert family_of(str(SG)) is None
    assert family_of("https://malmo.se/") is None


def test_nearest_prefers_the_same_kind() -> None:
    existing = {f"{BASE}unit/stadskontoret", f"{BASE}post/stadskontoret"}
    assert nearest(f"{BASE}post/stadskontore", existing) == f"{BASE}post/stadskontoret"
    assert nearest(f"{BASE}uni/stadskontoret", existing) == f"{BASE}unit/stadskontoret"
    assert nearest(f"{BASE}body/fullmaktige", existing) is None


def test_a_missing_vocabulary_is_an_error(tmp_path: Path) -> None:
    folder = root(tmp_path, ontology__x_ttl="")
    with pytest.raises(UnreadableFileError):
        read_known(find_layout(folder))
