"""Faults that data about a whole city invite: each is a finding with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout
from styrgraf.reason import open_graph
from styrgraf.validate import Finding, Severity, validate_graph
from styrgraf.validate.abbreviations import check_abbreviations

DOCUMENT = """
<document/a> { <document/a> a sg:Document ; skos:prefLabel "a"@sv ; sg:documentType document-type:webbsida .
  <document/a#uppgift-1> a sg:Passage ; sg:passageOf <document/a> ; sg:ordinal 1 ; sg:position 1 ; sg:restated true ;
    sg:restatedValue "1 maj 2013" , "30 april 2017" , "1 maj 2018" , "60 %" , "50 %" . }
<document/a#uppgift-1> {
  <body/malmo-stad> a sg:Municipality ; skos:prefLabel "Malmö stad"@sv .
  <body/namnden> a sg:PoliticalBody ; skos:prefLabel "nämnden"@sv ; sg:bodyOf <body/malmo-stad> ;
    org:classification body-type:namnd .
  <unit/gamla> a org:OrganizationalUnit ; skos:prefLabel "gamla kontoret"@sv ; sg:governedBy <body/namnden> ;
    org:classification unit-type:forvaltning .
  <person/anna> a foaf:Person ; skos:prefLabel "Anna"@sv .
  <post/gamla/chef> a org:Post ; skos:prefLabel "chef"@sv ; org:postIn <unit/gamla> .
FACTS
}
"""
FAULTS = {
    "interval-order": ('<unit/gamla> sg:from "2018-05-01"^^xsd:date ; sg:until "2017-04-30"^^xsd:date .', 1),
    "change-before": ("<change/gamla/2018> a org:ChangeEvent ; org:resultingOrganization <unit/gamla> .", 1),
    "change-after": ("<change/gamla/2018> a org:ChangeEvent ; org:originalOrganization <unit/gamla> .", 1),
    "enterprise-shares-sum": (
        '<company/ab> a sg:MunicipalEnterprise ; skos:prefLabel "Bolaget"@sv .\n'
        "<ownership/ab/stad> a sg:Ownership ; sg:owner <body/malmo-stad> ; sg:owned <company/ab> ; sg:share 60 .\n"
        "<ownership/ab/annan> a sg:Ownership ; sg:owner <body/namnden> ; sg:owned <company/ab> ; sg:share 50 .",
        1,
    ),
    "membership-within-life": (
        '<unit/gamla> sg:until "2017-04-30"^^xsd:date .\n<membership/anna/gamla-chef> a org:Membership ; '
        'org:member <person/anna> ; sg:post <post/gamla/chef> ; sg:from "2018-05-01"^^xsd:date .',
        2,
    ),
    "unknown-abbreviation": ('<unit/gamla> skos:altLabel "kontoret för QXZ"@sv .', 1),
}


def findings(root: Path) -> dict[str, Finding]:
    return {finding.rule: finding for finding in validate_graph(open_graph(root))}


def test_the_frame_of_these_examples_has_no_fault(make_root: MakeRoot) -> None:
    found = findings(make_root(a=DOCUMENT.replace("FACTS", "")))
    assert not set(FAULTS) & set(found)
    assert not [finding for finding in found.values() if finding.severity is Severity.VIOLATION]


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_told_with_file_and_line(make_root: MakeRoot, rule: str) -> None:
    facts, line = FAULTS[rule]
    root = make_root(a=DOCUMENT.replace("FACTS", facts))
    finding = findings(root)[rule]
    text = (root / "data" / "a.trig").read_text(encoding="utf-8")
    first = text[: text.index(facts)].count("\n") + 1
    places = [place for place in finding.places if place.path == root / "data" / "a.trig"]
    assert [place.line for place in places if place.line and first <= place.line <= first + facts.count("\n")]
    assert first + line - 1 in {place.line for place in places}


def test_a_value_that_a_restated_item_does_not_give_is_found(make_root: MakeRoot) -> None:
    root = make_root(a=DOCUMENT.replace("FACTS", '<unit/gamla> sg:from "2012-05-01"^^xsd:date .'))
    finding = findings(root)["unstated-value"]
    assert finding.severity is Severity.VIOLATION
    assert "2012-05-01" in finding.message("en")


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("kontoret för QXZ", "QXZ"),
        ("QXZ-enheten", "QXZ"),
        ("VA SYD", None),  # the whole name is in capitals
        ("ärendet QXZ-2020-1", None),  # a case number
        ("kung Gustav III", None),
        ("E.ON", None),
        ("HR-avdelningen", None),  # ontology/concepts/abbreviation.ttl
    ],
)
def test_abbreviations_are_known_or_told(make_root: MakeRoot, name: str, unknown: str | None) -> None:
    root = make_root(a=DOCUMENT.replace("FACTS", f'<unit/gamla> skos:altLabel "{name}"@sv .'))
    assert [finding.value for finding in check_abbreviations(find_layout(root))] == ([unknown] if unknown else [])


def test_an_abbreviation_that_a_thing_has_is_known(make_root: MakeRoot) -> None:
    facts = '<unit/gamla> skos:altLabel "QXZ"@sv , "chefen för QXZ"@sv .'
    assert check_abbreviations(find_layout(make_root(a=DOCUMENT.replace("FACTS", facts)))) == []
