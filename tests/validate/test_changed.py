"""Only what a change concerns: the same findings as those of a whole run about it, and nothing else told or missed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from styrgraf.documents.layout import find_layout
from styrgraf.reason import open_graph
from styrgraf.store import Graph
from styrgraf.validate import Finding, validate_graph
from styrgraf.validate.changed import concerned_things
from styrgraf.validate.shacl import compile_shapes, validate_shapes

MEMO = Path("data/arenden/STK-2023-822-tjansteskrivelse.trig")


def told(findings: list[Finding]) -> set[tuple[str, ...]]:
    return {(f.rule, f.focus, f.path, f.value, f.message()) for f in findings}


def changed_copy(root: Path, target: Path, seed: int) -> Path:
    """Copy a root, and take away or alter some lines of its facts at random."""
    chance = random.Random(seed)
    shutil.copytree(root / "data", target / "data")
    file = chance.choice(sorted((target / "data").rglob("*.trig")))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    facts = [at for at, line in enumerate(lines) if line.startswith("  <") and line.rstrip().endswith(" .")]
    for at in chance.sample(facts, min(3, len(facts))):
        lines[at] = chance.choice(["", lines[at].replace('"@sv', '"@se'), lines[at].replace("sg:", "sg:un", 1)])
    file.write_text("".join(lines), encoding="utf-8")
    return target


@pytest.mark.parametrize("seed", range(12))
def test_the_findings_about_what_is_concerned_are_those_of_a_whole_run(
    texts_root: Path, texts: Graph, tmp_path: Path, seed: int
) -> None:
    graph = open_graph(changed_copy(texts_root, tmp_path, seed))
    shapes = compile_shapes(find_layout().shape_files())
    things = concerned_things(graph, texts, shapes.shapes)
    assert things is not None
    whole, before = validate_shapes(graph, shapes), validate_shapes(texts, shapes)
    assert told(validate_shapes(graph, shapes, focus_nodes=things)) == told([f for f in whole if f.focus in things])
    rest = (told([f for f in findings if f.focus not in things]) for findings in (whole, before))
    assert next(rest) == next(rest)


def test_nothing_changed_is_nothing_found(texts: Graph) -> None:
    assert any(finding.gate == "shacl" for finding in validate_graph(texts))
    assert validate_graph(texts, texts) == []


def test_a_changed_transfer_has_its_appropriation_checked_again(texts_root: Path, texts: Graph, tmp_path: Path) -> None:
    shutil.copytree(texts_root / "data", tmp_path / "data")
    file = tmp_path / MEMO
    text = file.read_text(encoding="utf-8").replace("sg:amount 2000000.00 ;", "sg:amount 9000000.00 ;", 1)
    file.write_text(text, encoding="utf-8")
    findings = validate_graph(open_graph(tmp_path), texts)
    assert any(f.rule == "appropriation-oversubscribed" and "/appropriation/" in f.focus for f in findings)
    assert {place.path for f in findings if f.gate != "shacl" for place in f.places} <= {file}


def test_pyshacl_gives_the_same_as_a_second_opinion(texts: Graph) -> None:
    assert told(validate_graph(texts, by_pyshacl=True)) == told(validate_graph(texts))
