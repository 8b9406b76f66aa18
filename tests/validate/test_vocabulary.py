from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from styrgraf.documents.layout import find_layout
from styrgraf.namespaces import CONCEPT, PREFIXES, SG
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.vocabulary import check_vocabulary

TEXTS = "rdfs:label 'x'@sv , 'x'@en ; skos:definition 'x'@sv , 'x'@en"
USE = "@prefix sg: <https://w3id.org/styrgraf/ns#> . <https://x.org/g> {{ <https://x.org/s> {} <https://x.org/o> . }}"


def check(folder: Path, added: str, use: str = "a", file: str = "styrgraf.ttl") -> list[Finding]:
    """Check the shipped ontology with something added; findings on the shipped part are another test's."""
    shutil.copytree(find_layout().ontology, folder / "ontology")
    (folder / "data").mkdir()
    (folder / "data/d.trig").write_text(USE.format(use), encoding="utf-8")
    before = {(f.rule, f.focus, f.path) for f in check_vocabulary(find_layout(folder))}
    path = folder / "ontology" / file
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{text}\n{prefixes}\n{added}", encoding="utf-8")
    return [f for f in check_vocabulary(find_layout(folder)) if (f.rule, f.focus, f.path) not in before]


def test_the_shipped_vocabulary_is_in_order() -> None:
    assert [finding.message() for finding in check_vocabulary(find_layout())] == []


def test_a_term_in_order_has_no_finding(tmp_path: Path) -> None:
    text = f"sg:new a owl:ObjectProperty ; rdfs:subPropertyOf prov:used ; rdfs:domain sg:Transfer ; {TEXTS} ."
    assert check(tmp_path, text, "sg:new") == []


@pytest.mark.parametrize(
    ("added", "rule"),
    [
        ("sg:new a owl:ObjectProperty ; rdfs:label 'x'@sv , 'x'@en .", "missing-text"),
        (
            "sg:new a owl:ObjectProperty ; skos:definition 'x'@sv , 'x'@en ; rdfs:label 'x'@sv , ' '@en .",
            "missing-text",
        ),
        (f"sg:new a owl:ObjectProperty , owl:DatatypeProperty ; {TEXTS} .", "not-one-kind"),
        (f"sg:new a owl:ObjectProperty , owl:Class ; {TEXTS} .", "not-one-kind"),
        (f"sg:new a rdf:Property ; {TEXTS} .", "not-one-kind"),
        (f"sg:new a owl:ObjectProperty . sg:new {TEXTS} .", "declared-twice"),
        (f"sg:new a owl:ObjectProperty ; rdfs:subPropertyOf prov:usedd ; {TEXTS} .", "axiom"),
        (f"sg:new a owl:ObjectProperty ; rdfs:subPropertyOf sg:amount ; {TEXTS} .", "axiom"),
        (f"sg:new a owl:ObjectProperty ; rdfs:domain sg:Transferr ; {TEXTS} .", "axiom"),
        (f"sg:new a owl:ObjectProperty ; rdfs:range sg:amount ; {TEXTS} .", "axiom"),
        (f"sg:new a owl:ObjectProperty ; owl:inverseOf sg:amount ; {TEXTS} .", "axiom"),
        (f"sg:new a owl:Class ; rdfs:subClassOf sg:amount ; {TEXTS} .", "axiom"),
        (f"sg:new a owl:Class ; rdfs:subClassOf [ owl:onProperty sg:Case ] ; {TEXTS} .", "axiom"),
        (f"sg:new a owl:DatatypeProperty ; rdfs:range xsd:date ; {TEXTS} .", "datatype"),
        (f"sg:new a owl:DatatypeProperty ; rdfs:range xsd:gYear ; {TEXTS} .", "datatype"),
        (f"sg:new a owl:ObjectProperty ; rdfs:subPropertyOf sg:new ; {TEXTS} .", "cycle"),
        (f"sg:new a owl:Class ; rdfs:subClassOf sg:New2 ; {TEXTS} . sg:New2 rdfs:subClassOf sg:new .", "cycle"),
    ],
)
def test_a_term_out_of_order(tmp_path: Path, added: str, rule: str) -> None:
    findings = check(tmp_path, added, "sg:new")
    assert rule in {finding.rule for finding in findings if finding.focus.startswith((SG.new, "_:"))}
    assert all(finding.severity is Severity.VIOLATION for finding in findings)
    assert all(finding.places for finding in findings)


def test_a_cycle_is_found_though_it_is_long(tmp_path: Path) -> None:
    terms = [f"sg:N{n} a owl:Class ; rdfs:subClassOf sg:N{(n + 1) % 4} ; {TEXTS} ." for n in range(4)]
    cycles = {f.focus for f in check(tmp_path, "\n".join(terms)) if f.rule == "cycle"}
    assert cycles == {SG[f"N{n}"] for n in range(4)}


def test_a_term_declared_in_both_files(tmp_path: Path) -> None:
    [finding] = check(tmp_path, "sg:Case a owl:Class .", file="reused.ttl")
    assert finding.rule == "declared-twice"
    assert [place.path.name for place in finding.places] == ["reused.ttl", "styrgraf.ttl"]


def test_an_unused_term(tmp_path: Path) -> None:
    [finding] = check(tmp_path, f"sg:new a owl:ObjectProperty ; {TEXTS} .")
    assert (finding.rule, finding.focus) == ("unused-term", SG.new)


def test_a_term_that_is_only_annotated_is_unused(tmp_path: Path) -> None:
    text = f"sg:new a owl:ObjectProperty ; {TEXTS} ."
    [finding] = check(tmp_path, text)
    kinds = tmp_path / "ontology/extra.ttl"
    kinds.write_text(f"@prefix sg: <{SG}> . sg:new sg:iriKind 'x' .", encoding="utf-8")
    assert finding in check_vocabulary(find_layout(tmp_path))


def test_a_deprecated_term_need_not_be_used(tmp_path: Path) -> None:
    assert check(tmp_path, f"sg:new a owl:ObjectProperty ; owl:deprecated true ; {TEXTS} .") == []


def test_a_reused_term_must_be_used_if_only_as_a_super_term(tmp_path: Path) -> None:
    texts = "rdfs:label 'x'@sv , 'x'@en"
    text = f"prov:A a owl:Class ; {texts} . prov:B a owl:Class ; rdfs:subClassOf prov:A ; {texts} ."
    assert [finding.focus for finding in check(tmp_path, text, file="reused.ttl")] == [f"{PREFIXES['prov']}B"]


def test_terms_need_not_be_used_by_a_root_that_takes_the_shipped_ontology(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/d.trig").write_text(USE.format("a"), encoding="utf-8")
    assert [f for f in check_vocabulary(find_layout(tmp_path)) if f.rule == "unused-term"] == []


@pytest.mark.parametrize(
    ("added", "iri"),
    [
        ("topic:x a skos:Concept ; skos:prefLabel 'x'@sv .", "topic/x"),
        (f"<{CONCEPT}x> a skos:ConceptScheme ; skos:prefLabel 'x'@sv , 'x'@en ; skos:definition 'x'@sv .", "x"),
    ],
)
def test_concepts_and_schemes_have_texts_in_both_languages(tmp_path: Path, added: str, iri: str) -> None:
    [finding] = check(tmp_path, added, file="concepts/x.ttl")
    assert (finding.rule, finding.focus) == ("missing-text", CONCEPT + iri)
    assert "@en" in finding.message("sv")
