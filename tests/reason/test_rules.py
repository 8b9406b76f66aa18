from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout, shipped_root
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.reason import derive, open_graph
from styrgraf.store import Graph, Iri, Kind

HR = Iri(f"{BASE}unit/stadskontoret/hr-avdelningen")
TRANSFER = f"{BASE}transfer/STK-2023-822/1"


def test_the_documents_join_where_money_meets_responsibility(texts: Graph) -> None:
    assert texts.values(TRANSFER, SG.concernsResponsibilityOf) == [HR]
    source = texts.source(texts.evidence(TRANSFER, SG.concernsResponsibilityOf, HR)[0])
    assert (source.kind, source.document_label) == (Kind.DERIVED, "pengar möter ansvar")
    documents = {texts.source(premise).document for premise in source.premises}
    assert documents == {
        f"{BASE}document/STK-2023-822-tjansteskrivelse",
        f"{BASE}document/malmo-se-stadskontoret-vad-vi-gor",
    }


def test_a_group_with_a_role_works_for_the_initiative(texts: Graph) -> None:
    group = f"{BASE}group/serviceforvaltningen/storgruppen"
    assert texts.values(group, SG.worksFor) == [f"{BASE}initiative/serviceforvaltningen/strategiska-riktningar"]


def test_money_is_proposed_until_a_decision_authorises_it(make_root: MakeRoot, texts: Graph) -> None:
    assert texts.values(TRANSFER, SG.moneyStatus) == [f"{PREFIXES['money-status']}foreslagen"]
    document = """
    <document/a> { <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
    <document/a#s-1> { <transfer/X/1> a sg:Transfer ; sg:proposedIn <proposal/X/1> ; sg:authorisedBy <decision/X/1> . }
    """
    decided = open_graph(make_root(a=document))
    assert decided.values(f"{BASE}transfer/X/1", SG.moneyStatus) == [f"{PREFIXES['money-status']}beslutad"]


def test_a_relation_in_time_holds_now_if_it_has_no_end(make_root: MakeRoot) -> None:
    document = """
    <document/a> {{ <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }}
    <document/a#s-1> {{
      <tenure/x/1> a sg:Tenure ; sg:tenureOf <unit/x> ; sg:tenureProperty sg:governedBy ; sg:tenureIn <body/y> {end} .
    }}
    """
    for end, expected in (("", [f"{BASE}body/y"]), ('; sg:until "2017"^^xsd:gYear', [])):
        graph = open_graph(make_root(a=document.format(end=end)))
        assert graph.values(f"{BASE}unit/x", SG.governedBy) == expected


def test_what_is_no_longer_in_force_is_no_premise(make_root: MakeRoot) -> None:
    document = """
    <document/a> { <document/a> a sg:Document ; sg:retracted "2026"^^xsd:gYear .
      <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
    <document/a#s-1> { <transfer/X/1> a sg:Transfer ; sg:proposedIn <proposal/X/1> . }
    """
    assert open_graph(make_root(a=document)).values(f"{BASE}transfer/X/1", SG.moneyStatus) == []


def test_derivation_is_the_same_from_run_to_run_and_stops(texts: Graph, texts_root: Path) -> None:
    again = open_graph(texts_root)
    assert sorted(map(str, again.derived)) == sorted(map(str, texts.derived))
    facts = len(again)
    derive(again)
    assert len(again) == facts


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("SELECT ?subject WHERE { ?subject a sg:Case }", "has no “name-sv” in its header"),
        (
            "# name-sv: a\n# name-en: a\n# text-sv: a\n# text-en: a\nSELECT ?subject WHERE { ?subject a sg:Case }",
            r"selects \?subject",
        ),
        (
            "# name-sv: a\n# name-en: a\n# text-sv: a\n# text-en: a\nSELECT",
            r"broken\.rq: the SPARQL query cannot be read",
        ),
    ],
)
def test_a_malformed_rule_is_named(make_root: MakeRoot, rule: str, message: str) -> None:
    root = make_root(a="<document/a> { <document/a> a sg:Document . }")
    shutil.copytree(shipped_root() / "ontology", root / "ontology")
    (root / "ontology" / "rules" / "broken.rq").write_text(rule)
    with pytest.raises(StyrgrafError, match=message):
        open_graph(root)


def test_the_layout_finds_each_kind_of_file() -> None:
    layout = find_layout()
    assert Path("ontology/rules/lineage.rq") in [path.relative_to(layout.root) for path in layout.rule_files()]
    assert all(path.suffix == ".ttl" for path in layout.ontology_files())


RESTATED = """
<document/a> {{ <document/a> a sg:Document {date} .
  <document/a#uppgift-1> a sg:Passage ; sg:passageOf <document/a> ; sg:restated true . }}
<document/a#uppgift-1> {{
  <membership/x/chef> a org:Membership ; org:member <person/x> ; sg:post <post/y/chef> {told} .
}}
"""


@pytest.mark.parametrize(
    ("date", "told", "known"),
    [
        ('; dcterms:issued "2018-02-05"^^xsd:date', "", ["2018-02-05"]),
        ('; sg:coversTime "2015"^^xsd:gYear', "", ["2015"]),
        ("", "", []),  # undated: known, undated
        ('; dcterms:issued "2018-02-05"^^xsd:date', '; sg:from "2016"^^xsd:gYear', []),  # the passage tells its time
        ('; dcterms:issued "2018-02-05"^^xsd:date', '; sg:knownOn "2014-01-15"^^xsd:date', ["2014-01-15"]),
    ],
)
def test_what_a_page_states_of_its_own_time_is_known_on_its_date(
    make_root: MakeRoot, date: str, told: str, known: list[str]
) -> None:
    graph = open_graph(make_root(a=RESTATED.format(date=date, told=told)))
    assert [str(day) for day in graph.values(f"{BASE}membership/x/chef", SG.knownOn)] == known


@pytest.mark.parametrize(
    ("stated", "ends"), [("", ["2018-07-01"]), ('; sg:until "2018-06-30"^^xsd:date', ["2018-06-30"])]
)
def test_a_change_ends_what_was_and_begins_what_becomes(make_root: MakeRoot, stated: str, ends: list[str]) -> None:
    document = f"""
    <document/a> {{ <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }}
    <document/a#s-1> {{
      <change/x/2018> a org:ChangeEvent ; org:originalOrganization <unit/x> ; org:resultingOrganization <unit/y> ;
        sg:date "2018-07-01"^^xsd:date . <unit/x> a org:OrganizationalUnit {stated} .
    }}
    """
    graph = open_graph(make_root(a=document))
    assert [str(day) for day in graph.values(f"{BASE}unit/x", SG.until)] == ends
    assert [str(day) for day in graph.values(f"{BASE}unit/y", SG["from"])] == ["2018-07-01"]


RULE = """# name-sv: {name}
# name-en: {name}
# text-sv: {name}
# text-en: {name}
SELECT ?subject ?predicate ?object ?premise WHERE {{
  VALUES (?predicate ?object) {{ ({derived} "{name}") }}
  GRAPH ?premise {{ ?subject a sg:Transfer }}
  FILTER NOT EXISTS {{ ?subject {unless} ?told }}
}}
"""


@pytest.mark.parametrize("on_disk", [False, True])
def test_rules_of_a_round_do_not_see_what_each_other_derive(make_root: MakeRoot, tmp_path: Path, on_disk: bool) -> None:
    root = make_root(a="<document/a#s-1> { <transfer/X/1> a sg:Transfer . }")
    shutil.copytree(shipped_root() / "ontology", root / "ontology")
    for name, derived, unless in (("first", "sg:heading", "sg:fileName"), ("second", "sg:fileName", "sg:heading")):
        text = RULE.format(name=name, derived=derived, unless=unless)
        (root / "ontology" / "rules" / f"{name}.rq").write_text(text, encoding="utf-8")
    graph = open_graph(root, tmp_path / "store" if on_disk else None)
    found = [str(value) for name in (SG.heading, SG.fileName) for value in graph.values(f"{BASE}transfer/X/1", name)]
    assert found == ["first", "second"]


def test_a_rule_goes_on_from_what_it_derived(make_root: MakeRoot) -> None:
    chain = " ".join(f"<transfer/X/{n}> sg:drawsOn <transfer/X/{n + 1}> ." for n in range(6))
    root = make_root(a=f"<document/a#s-1> {{ {chain} }}")
    shutil.copytree(shipped_root() / "ontology", root / "ontology")
    text = RULE.format(name="far", derived="sg:drawsOn", unless="sg:fileName")
    text = text.replace('VALUES (?predicate ?object) { (sg:drawsOn "far") }', "BIND (sg:drawsOn AS ?predicate)")
    text = text.replace("?subject a sg:Transfer", "?subject sg:drawsOn ?next").replace(
        "FILTER NOT EXISTS { ?subject sg:fileName ?told }", "?next sg:drawsOn ?object"
    )
    (root / "ontology" / "rules" / "far.rq").write_text(text, encoding="utf-8")
    graph = open_graph(root)
    assert len(graph.values(f"{BASE}transfer/X/0", SG.drawsOn)) == 6
