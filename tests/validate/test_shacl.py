"""Every shape fires on its bad example, alone, and is silent on its good one; the shipped data have no violation."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, SH, Namespace

from styrgraf.documents.layout import find_layout, shipped_root
from styrgraf.documents.parse import parse_file
from styrgraf.errors import Place, StyrgrafError, UnreadableFileError
from styrgraf.namespaces import PREFIXES, SITE
from styrgraf.reason import open_graph
from styrgraf.validate.findings import Severity
from styrgraf.validate.shacl import CompiledShapes, compile_shapes, validate_files, validate_shapes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from small_graphs import MakeRoot
    from styrgraf.validate.findings import Finding

FIXTURES = shipped_root() / "tests" / "fixtures"
FOLDERS = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
SHAPE = Namespace(f"{SITE}shape/")
SG = Namespace(PREFIXES["sg"])
ORG = Namespace(PREFIXES["org"])
FOAF = Namespace(PREFIXES["foaf"])
SKOS = Namespace(PREFIXES["skos"])
#: What no shape asks of the vocabulary, and would only make every validation slower.
UNASKED = {f"{PREFIXES['rdfs']}{name}" for name in ("label", "domain", "range")} | {f"{PREFIXES['skos']}definition"}
HEADER = (
    f"@prefix sh: <{PREFIXES['sh']}> .\n@prefix sg: <{PREFIXES['sg']}> .\n@prefix shape: <{SHAPE}> .\n"
    f"@prefix xsd: <{PREFIXES['xsd']}> .\n@base <{SITE}id/> .\n"
)


@pytest.fixture(scope="module")
def shapes() -> CompiledShapes:
    return compile_shapes(find_layout().shape_files())


@pytest.fixture(scope="module")
def shapes_graph() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in find_layout().shape_files():
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def check(shapes: CompiledShapes, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[Finding]]:
    """Validate one file together with the vocabulary and what the examples refer to."""
    vocabulary = tmp_path_factory.mktemp("vocabulary") / "vocabulary.nt"
    quads = [quad for path in find_layout().ontology_files() for quad in parse_file(path)]
    kept = [quad for quad in quads if quad.predicate.value not in UNASKED]
    vocabulary.write_text("".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in kept), "utf-8")

    @cache
    def validate(text: str) -> list[Finding]:
        # Many good examples are the same whole thing; each is validated once.
        example = vocabulary.with_name("example.ttl")
        example.write_text(text, "utf-8")
        return validate_files([vocabulary, FIXTURES / "surroundings.ttl", example], shapes)

    return lambda path: validate(path.read_text("utf-8"))


def constraints(graph: rdflib.Graph) -> dict[str, rdflib.term.Node]:
    """Name each shape that can fire, with the node that holds its message."""
    targets = {SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf}
    found: dict[str, rdflib.term.Node] = {}
    for shape in {shape for kind in (SH.PropertyShape, SH.NodeShape) for shape in graph.subjects(RDF.type, kind)}:
        said = set(graph.predicates(shape))
        # A shape that is only gone to by sh:node is part of the shape that goes there, and has no findings.
        reached = bool(targets & said) or (None, SH.property, shape) in graph
        if isinstance(shape, rdflib.URIRef) and reached and said - targets - {RDF.type, SH.property}:
            found[shape.removeprefix(str(SHAPE))] = graph.value(shape, SH.sparql) or shape
    return found


# The examples


@pytest.mark.parametrize("name", FOLDERS)
def test_bad_example_is_found_by_its_shape_alone(name: str, check: Callable[[Path], list[Finding]]) -> None:
    findings = check(FIXTURES / name / "bad.ttl")
    assert {finding.rule for finding in findings} == {name}
    assert all(set(finding.messages) == {"en", "sv"} for finding in findings)
    assert not [text for finding in findings for text in finding.messages.values() if "{" in text or not text]


@pytest.mark.parametrize("name", FOLDERS)
def test_good_example_has_no_findings(name: str, check: Callable[[Path], list[Finding]]) -> None:
    assert check(FIXTURES / name / "good.ttl") == []


def test_surroundings_have_no_findings(shapes: CompiledShapes) -> None:
    assert validate_files([*find_layout().ontology_files(), FIXTURES / "surroundings.ttl"], shapes) == []


def test_examples_and_shapes_are_the_same(shapes_graph: rdflib.Graph) -> None:
    assert sorted(constraints(shapes_graph)) == FOLDERS


# The shapes


def test_every_class_has_a_shape(shapes_graph: rdflib.Graph) -> None:
    ontology = rdflib.Graph().parse(find_layout().ontology / "styrgraf.ttl")
    reused = [
        *(ORG[name] for name in ("OrganizationalUnit", "Post", "Membership", "ChangeEvent")),
        *(FOAF.Person, FOAF.Group, SKOS.Concept, SKOS.ConceptScheme),
    ]
    own = [cls for cls in ontology.subjects(RDF.type, OWL.Class) if isinstance(cls, rdflib.URIRef)]
    node_shapes = set(shapes_graph.subjects(RDF.type, SH.NodeShape))
    targets = {
        cls
        for shape, cls in shapes_graph.subject_objects(SH.targetClass)
        if shape in node_shapes and (shape, SH.sparql, None) not in shapes_graph
    }
    assert len(own) > 25
    assert [cls for cls in [*own, *reused] if cls not in targets] == []


def test_every_constraint_says_what_is_wrong_in_both_languages(shapes_graph: rdflib.Graph) -> None:
    for name, node in constraints(shapes_graph).items():
        messages = [text for text in shapes_graph.objects(node, SH.message) if isinstance(text, rdflib.Literal)]
        assert sorted(text.language or "" for text in messages) == ["en", "sv"], name


def test_no_two_constraints_say_the_same(shapes_graph: rdflib.Graph) -> None:
    texts = [
        str(text) for node in constraints(shapes_graph).values() for text in shapes_graph.objects(node, SH.message)
    ]
    doubles = {text for text in texts if texts.count(text) > 1}
    # A body and a unit of two kinds, say, are told apart by their words; what is left would be an oversight.
    assert doubles == set()


def test_every_file_of_shapes_parses_alone_and_names_its_shapes(shapes_graph: rdflib.Graph) -> None:
    assert all(len(rdflib.Graph().parse(path)) for path in find_layout().shape_files())
    assert not [s for s in shapes_graph.objects(None, SH.property) if (s, SH.path, None) not in shapes_graph]


def test_shipped_data_have_no_violations() -> None:
    findings = validate_shapes(open_graph())
    assert [finding for finding in findings if finding.severity is Severity.VIOLATION] == []
    # The sources do not say who decided the budget, so a silence of the gate would be a fault of the gate.
    assert "decision-body-missing" in {finding.rule for finding in findings}


# Those that are known by heart: to validate the whole city for each of its documents would take an hour.
DOCUMENTS = [path for path in find_layout().data_files() if path.parent.name in {"arenden", "organisation"}]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("withdrawn", ['sg:retracted "2026-01-01"^^xsd:date', "dcterms:isReplacedBy <document/new>"])
def test_each_document_can_be_withdrawn_without_violation(
    path: Path, withdrawn: str, texts_root: Path, tmp_path: Path
) -> None:
    shutil.copytree(texts_root / "data", tmp_path / "data")
    names = {quad.graph_name for quad in parse_file(path) if quad.subject == quad.graph_name}
    (document,) = names
    copy = tmp_path / "data" / path.relative_to(find_layout().data)
    new = " <document/new> a sg:Document ; skos:prefLabel 'ny'@sv ." if "new" in withdrawn else ""
    prefixes = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in ("dcterms", "sg", "skos", "xsd"))
    text = f"{copy.read_text('utf-8')}\n{prefixes}{document} {{ {document} {withdrawn} .{new} }}\n"
    copy.write_text(text, "utf-8")
    graph = open_graph(tmp_path)
    assert graph.withdrawn
    findings = validate_shapes(graph)
    assert [finding for finding in findings if finding.severity is Severity.VIOLATION] == []


def test_what_leads_to_a_thing_of_a_withdrawn_document_is_a_warning(make_root: MakeRoot) -> None:
    told = {}
    for withdrawn in ("", "sg:retracted '2026'^^xsd:gYear ;"):
        one = (
            f"<document/a> {{ <document/a> {withdrawn} a sg:Document . <document/a#x> a sg:Passage ;"
            " sg:passageOf <document/a> . } <document/a#x> { <body/a> a sg:PoliticalBody . }"
        )
        two = (
            one.replace("/a", "/b")
            .replace("retracted", "asOf")
            .replace(" a sg:Pol", " sg:appointedBy <body/a> ; a sg:Pol")
        )
        findings = validate_shapes(open_graph(make_root(one=one, two=two)))
        told[withdrawn] = [(f.severity, f.message("en")[-51:]) for f in findings if f.rule == "body-appointed-by"]
    assert list(told.values()) == [
        [],
        [(Severity.WARNING, " Only retracted or superseded documents say what it is."[-51:])],
    ]


def test_only_a_withdrawn_thing_may_be_in_what_is_no_case(shapes: CompiledShapes, tmp_path: Path) -> None:
    text = "<a> sg:inCase <x> . <b> sg:inCase <x> ; sg:retracted 1 . <c> sg:inCase 'x' . <d> sg:inCase <case> . "
    text += "<case> a <small> . <small> <http://www.w3.org/2000/01/rdf-schema#subClassOf> sg:Case ."
    findings = validate_files([write(tmp_path, "x.ttl", text)], shapes)
    found = [finding for finding in findings if finding.rule == "in-case"]
    assert [(finding.focus.rpartition("/")[2], finding.value) for finding in found] == [
        ("a", f"{SITE}id/x"),
        ("c", "x"),
    ]
    assert {finding.path for finding in found} == {str(SG.inCase)}


def test_a_folder_without_shapes_checks_nothing_and_is_an_error(tmp_path: Path) -> None:
    shutil.copytree(find_layout().data, tmp_path / "data")
    (tmp_path / "shapes").mkdir()
    graph = open_graph(tmp_path)
    for text in (None, f"<{SHAPE}x> a <{SH.NodeShape}> ."):
        if text:
            (tmp_path / "shapes/x.ttl").write_text(text, "utf-8")
        with pytest.raises(StyrgrafError, match="no shapes") as caught:
            validate_shapes(graph)
        assert caught.value.place == Place(tmp_path / "shapes")


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ('<t> sg:currency "KRX" .', "currency"),
        ('<t> sg:currency "SEK"@sv .', "currency"),
        ('<t> skos:prefLabel "t"@se .', "label-language"),
        ('<t> skos:prefLabel ""@sv .', "label-language"),
        ('<t> skos:prefLabel " "@sv .', "label-language"),
        ('<t> skos:altLabel "t"@se .', "other-name-language"),
        ('<t> skos:altLabel ""@sv .', "other-name-language"),
        ('<t> skos:definition "t"@se .', "definition-text"),
        ('<t> skos:definition ""@en .', "definition-text"),
        ('<t> skos:editorialNote "t"@se .', "note-text"),
        ('<t> skos:editorialNote ""@en .', "note-text"),
        (f'<p> a sg:Passage ; sg:keyPhrase "{"a" * 101}" .', "passage-key-phrase"),
    ],
)
def test_values_that_only_look_right(shapes: CompiledShapes, tmp_path: Path, facts: str, rule: str) -> None:
    text = f"@prefix skos: <{PREFIXES['skos']}> . {facts}"
    assert rule in {finding.rule for finding in validate_files([write(tmp_path, "x.ttl", text)], shapes)}


def test_the_missing_sub_assignment_is_named(check: Callable[[Path], list[Finding]]) -> None:
    (gap,) = check(FIXTURES / "sub-assignment-gap" / "bad.ttl")
    assert gap.message("en").endswith("number 2 is missing.")
    assert gap.message("sv").endswith("nummer 2 saknas.")


# What a finding says


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(HEADER + text, "utf-8")
    return path


def test_finding_names_what_it_is_about(check: Callable[[Path], list[Finding]]) -> None:
    found = check(FIXTURES / "decision-paragraph" / "bad.ttl")
    finding = found[0]
    assert finding.gate == "shacl"
    assert finding.severity is Severity.VIOLATION
    assert finding.focus == f"{SITE}id/decision/kommunstyrelsen/2023/7"
    assert finding.path == str(SG.paragraph)
    assert finding.value == "§ 7"
    components = {str(SH.DatatypeConstraintComponent), str(SH.PatternConstraintComponent)}
    assert {finding.component for finding in found} == components


def test_absent_is_a_warning_and_applications_are_only_told(check: Callable[[Path], list[Finding]]) -> None:
    severities = {
        name: {finding.severity for finding in check(FIXTURES / name / "bad.ttl")}
        for name in (
            "decision-date-missing",
            "amounts-agree",
            "appropriation-overdrawn",
            "appropriation-oversubscribed",
        )
    }
    assert severities["decision-date-missing"] == {Severity.WARNING}
    assert severities["amounts-agree"] == {Severity.WARNING}
    assert severities["appropriation-overdrawn"] == {Severity.WARNING}
    assert severities["appropriation-oversubscribed"] == {Severity.INFO}


def test_paths_are_written_in_sparql(check: Callable[[Path], list[Finding]]) -> None:
    (alternatives,) = check(FIXTURES / "unit-place-missing" / "bad.ttl")
    (inverse,) = check(FIXTURES / "enterprise-owner-missing" / "bad.ttl")
    assert alternatives.path == f"<{ORG.unitOf}>|<{SG.governedBy}>"
    assert inverse.path == f"^<{SG.owned}>"
    assert alternatives.value == inverse.value == ""


def test_variables_of_messages_are_filled_in_each_language(check: Callable[[Path], list[Finding]]) -> None:
    (money,) = check(FIXTURES / "appropriation-overdrawn" / "bad.ttl")
    assert money.messages["sv"].startswith(
        "Beslutade och rapporterade överföringar tar 10000001 av anslaget på 10000000"
    )
    assert money.messages["en"].startswith("Transfers decided and reported draw 10000001 on the appropriation")
    cycle = check(FIXTURES / "unit-cycle" / "bad.ttl")
    assert {finding.message("en").split(": ")[0] for finding in cycle} == {
        "The unit is part of itself through <unit/stadskontoret/avtal>",
        "The unit is part of itself through <unit/stadskontoret/juridik>",
    }


def test_findings_are_sorted_and_not_doubled(shapes: CompiledShapes, tmp_path: Path) -> None:
    example = write(
        tmp_path, "x.ttl", "<decision/a/2023/x> a sg:Decision . <transfer/b/1> a sg:Transfer ; sg:year 2023 ."
    )
    findings = validate_files([example, example], shapes)
    assert [finding.severity for finding in findings] == sorted((f.severity for f in findings), key=lambda s: s.rank)
    assert len(findings) == len(set(findings)) > 5
    assert findings == validate_files([example], shapes)


def test_numbers_that_are_none_are_told_and_stop_nothing(shapes: CompiledShapes, tmp_path: Path) -> None:
    weird = (
        '"NaN"^^xsd:decimal',
        '"2 000"^^xsd:decimal',
        '"1e3"^^xsd:decimal',
        '"tre"',
        "<x>",
        "-1",
        '"INF"^^xsd:double',
    )
    text = f"<t> a sg:Transfer ; sg:amount {' , '.join(weird)} . <f> a sg:Figure ; sg:value {' , '.join(weird)} ."
    before = rdflib.NORMALIZE_LITERALS
    findings = validate_files([write(tmp_path, "x.ttl", text)], shapes)
    told = {finding.value for finding in findings if finding.rule == "amount"}
    assert told == {"NaN", "2 000", "1e3", "tre", f"{SITE}id/x", "-1", "INF"}
    assert before == rdflib.NORMALIZE_LITERALS


# Malformed shapes


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (
            'shape:x a sh:PropertyShape ; sh:path sg:date ; sh:targetClass sg:Decision ; sh:pattern "(" .',
            "unterminated",
        ),
        ("shape:x a sh:PropertyShape ; sh:targetClass sg:Decision ; sh:minCount 1 .", "sh:path"),
        ("shape:x a sh:NodeShape ; sh:targetClass sg:Decision ; sh:property shape:no-such .", "no-such"),
        (
            'shape:x a sh:NodeShape ; sh:targetClass sg:Decision ; sh:sparql [ sh:select "SELECT * { $this a }" ] .',
            "error at",
        ),
    ],
)
def test_malformed_shape_is_named_with_file_and_line(tmp_path: Path, shape: str, reason: str) -> None:
    good = "shape:y a sh:PropertyShape ; sh:targetClass sg:Decision ; sh:path sg:year ; sh:maxCount 1 ."
    files = [write(tmp_path, "good.ttl", good), write(tmp_path, "broken.ttl", f"\n{shape}\n")]
    data = write(tmp_path, "data.ttl", '<d> a sg:Decision ; sg:date "x" .')
    with pytest.raises(StyrgrafError) as caught:
        validate_files([data], compile_shapes(files))
    assert reason in caught.value.what
    assert caught.value.place is not None
    assert (caught.value.place.path, caught.value.place.line) == (files[1], HEADER.count("\n") + 2)


def test_of_several_malformed_shapes_one_is_named(tmp_path: Path) -> None:
    broken = 'a sh:PropertyShape ; sh:targetClass sg:Decision ; sh:path sg:date ; sh:pattern "(" .'
    two = write(tmp_path, "two.ttl", f"shape:x {broken}\nshape:y {broken}")
    with pytest.raises(StyrgrafError, match=r"the shape [xy] is malformed") as caught:
        compile_shapes([two])
    assert caught.value.place is not None
    assert caught.value.place.path == two


def test_shape_file_that_cannot_be_parsed_is_named_with_its_line(tmp_path: Path) -> None:
    broken = write(tmp_path, "broken.ttl", "shape:x a sh:NodeShape ;\n  sh:targetClass .\n")
    with pytest.raises(UnreadableFileError) as caught:
        compile_shapes([broken])
    assert caught.value.place is not None
    assert caught.value.place.line == HEADER.count("\n") + 2


def test_constraint_without_a_name_takes_that_of_its_shape(tmp_path: Path) -> None:
    text = "shape:outer a sh:NodeShape ; sh:targetClass sg:Decision ; sh:property [ sh:path sg:date ; sh:minCount 1 ] ."
    data = write(tmp_path, "data.ttl", "<d> a sg:Decision .")
    (finding,) = validate_files([data], compile_shapes([write(tmp_path, "shapes.ttl", text)]))
    assert finding.rule == "outer"
    assert finding.messages["en"]
