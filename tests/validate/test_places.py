"""Findings are placed at the lines that state what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from styrgraf.documents import locate
from styrgraf.documents.layout import Layout
from styrgraf.errors import Place
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.validate import places
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.places import place_findings

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "".join(
    f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in ("org", "sg", "skos", "xsd", "topic", "body-type")
)
DECISION = f"{BASE}decision/kommunstyrelsen/2022/130"
START = HEADER.count("\n") + 2  # after the prefixes comes @base, then the first line of the data

ONE = """<document/one#a> {
  <decision/kommunstyrelsen/2022/130> a sg:Decision ;
    sg:paragraph 130 ;
    sg:date "2022"^^xsd:gYear ,
      "2022-04"^^xsd:gYearMonth .
  <transfer/x/1> sg:amount 2000000.00 ; sg:currency "kr" .
  <ownership/x/y> sg:owned <body/x> .
}
"""
TWO = """<document/two#b> {
  <decision/kommunstyrelsen/2022/130> sg:paragraph 131 .
  <decision/kommunstyrelsen/2022/130> a sg:Decision .
  <transfer/x/1> sg:amount 2000000 .
  <body/x> skos:prefLabel "x"@sv .
  <body/x> sg:bodyOf <body/y> .
}
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    for name in ("ontology", "data", "shapes", "queries"):
        (tmp_path / name).mkdir()
    for name, text in (("one", ONE), ("two", TWO)):
        (tmp_path / "data" / f"{name}.trig").write_text(f"{HEADER}@base <{BASE}> .\n{text}", "utf-8")
    (tmp_path / "ontology" / "topic.ttl").write_text(f"{HEADER}topic:budget a skos:Concept .\n", "utf-8")
    folders = {name: tmp_path / name for name in ("ontology", "data", "shapes", "queries")}
    return Layout(root=tmp_path, **folders)


def find(focus: str, path: str = "", value: str = "") -> Finding:
    return Finding(Severity.WARNING, "shacl", "rule", {"en": "wrong"}, focus=focus, path=path, value=value)


def lines(layout: Layout, finding: Finding) -> list[tuple[str, int | None]]:
    (placed,) = place_findings([finding], layout)
    return [(place.path.stem, place.line) for place in placed.places]


def test_wrong_value_is_placed_where_it_is_stated(layout: Layout) -> None:
    assert lines(layout, find(DECISION, SG.paragraph, "131")) == [("two", START + 1)]
    assert lines(layout, find(DECISION, SG.date, "2022-04")) == [("one", START + 4)]


def test_number_is_found_however_it_is_written(layout: Layout) -> None:
    found = lines(layout, find(f"{BASE}transfer/x/1", SG.amount, "2000000"))
    assert found == [("one", START + 5), ("two", START + 3)]


def test_missing_value_is_placed_where_the_thing_gets_its_type(layout: Layout) -> None:
    assert lines(layout, find(DECISION, SG.decidedBy)) == [("one", START + 1), ("two", START + 2)]


def test_thing_without_type_is_placed_where_it_is_first_spoken_of(layout: Layout) -> None:
    assert lines(layout, find(f"{BASE}body/x", SG.governedBy)) == [("two", START + 4)]
    assert lines(layout, find(f"{BASE}transfer/x/1")) == [("one", START + 5), ("two", START + 3)]


def test_disagreeing_values_are_placed_at_each(layout: Layout) -> None:
    assert lines(layout, find(DECISION, SG.paragraph)) == [("one", START + 2), ("two", START + 1)]


def test_value_that_no_file_states_is_placed_at_the_values_that_are(layout: Layout) -> None:
    assert lines(layout, find(f"{BASE}transfer/x/1", SG.amount, "4000000")) == [("one", START + 5), ("two", START + 3)]


def test_paths_are_followed(layout: Layout) -> None:
    either = f"<{SG.decidedBy}>|<{SG.paragraph}>"
    assert lines(layout, find(DECISION, either, "130")) == [("one", START + 2)]
    assert lines(layout, find(f"{BASE}body/x", f"^<{SG.owned}>", f"{BASE}ownership/x/y")) == [("one", START + 6)]
    assert lines(layout, find(f"{BASE}body/x", f"^<{SG.heldBy}>")) == [("two", START + 4)]


def test_concepts_are_placed_in_the_ontology(layout: Layout) -> None:
    assert lines(layout, find(f"{PREFIXES['topic']}budget", SG.ordinal)) == [("topic", START - 1)]


def test_finding_about_nothing_in_the_files_has_no_place(layout: Layout) -> None:
    assert lines(layout, find(f"{BASE}body/nowhere", SG.paragraph, "1")) == []


def test_columns_are_known_and_findings_keep_order_and_places(layout: Layout) -> None:
    known = Finding(Severity.INFO, "terms", "x", {"en": "x"}, focus=DECISION, places=(Place(layout.root, 7),))
    first, second = place_findings([known, find(DECISION, SG.paragraph, "130")], layout)
    assert first is known
    assert second.places == (Place(layout.data / "one.trig", START + 2, 18),)


def test_files_are_read_once_and_only_for_findings(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def note(path: Path) -> list[locate.Statement]:
        read.append(path.name)
        return locate.locate_statements(path)

    monkeypatch.setattr(places, "locate_statements", note)
    assert place_findings([], layout) == []
    assert read == []
    place_findings([find(DECISION, SG.paragraph, "130"), find(f"{BASE}body/x", SG.bodyOf)], layout)
    assert sorted(read) == ["one.trig", "topic.ttl", "two.trig"]
