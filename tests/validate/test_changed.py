"""Only what a change concerns: the same findings as those of a whole run about it, and nothing else told or missed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from styrgraf.documents.layout import find_layout, shipped_root
from styrgraf.reason import open_graph
from styrgraf.store import Graph
from styrgraf.validate import Checked, Finding, validate_change, validate_graph
from styrgraf.validate.changed import concerned_things, find_change
from styrgraf.validate.shacl import compile_shapes, validate_shapes

MEMO = Path("data/arenden/STK-2023-822-tjansteskrivelse.trig")
WEB = Path("data/organisation/malmo-se-stadskontoret-vad-vi-gor.trig")
BODIES = Path("data/editorial/bodies.trig")
NAMES = Path("data/editorial/names.trig")


def told(findings: list[Finding]) -> set[tuple[object, ...]]:
    return {(f.gate, f.rule, f.focus, f.path, f.value, f.message(), f.places) for f in findings}


def without_places(findings: list[Finding]) -> set[tuple[str, ...]]:
    return {(f.gate, f.rule, f.focus, f.path, f.value) for f in findings}


def changed_copy(root: Path, target: Path, seed: int) -> Path:
    """Copy a root, and change up to three of its files: alter facts at random, or remove, rename or double a file."""
    chance = random.Random(seed)
    shutil.copytree(root, target, dirs_exist_ok=True)
    files = sorted((target / "data").rglob("*.trig"))
    for number, file in enumerate(chance.sample(files, chance.choice([1, 1, 2, 3]))):
        text = file.read_text(encoding="utf-8")
        what = chance.choice(["facts", "facts", "facts", "remove", "rename", "double", "new"])
        if what in {"remove", "rename"}:
            file.unlink()
        if what in {"rename", "double"}:
            (file.parent / f"again-{number}.trig").write_text(text, encoding="utf-8")
        if what == "new":
            # Another document that states the same of the same things.
            name = file.stem
            (file.parent / f"new-{number}.trig").write_text(text.replace(name, f"{name}-b"), encoding="utf-8")
        if what == "facts":
            file.write_text(changed_text(text, chance), encoding="utf-8")
    return target


def changed_text(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    facts = [at for at, line in enumerate(lines) if line.startswith("  <") and line.rstrip().endswith(" .")]
    for at in chance.sample(facts, min(4, len(facts))):
        line = lines[at]
        changed = ["", line.replace('"@sv', '"@se'), line.replace("sg:", "sg:un", 1), line.replace("/", "/X", 1)]
        lines[at] = chance.choice(
            [*changed, line.replace('"@sv', ' QXZ"@sv'), line.replace(" a sg:Case", " a sg:Body")]
        )
    return "".join(lines)


@pytest.fixture(scope="module")
def whole_before(texts: Graph) -> list[Finding]:
    return validate_graph(texts)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_told_of_a_change_is_what_a_whole_run_tells_of_it(
    texts_root: Path, whole_before: list[Finding], tmp_path: Path, seed: int
) -> None:
    root = changed_copy(texts_root, tmp_path / "root", seed)
    graph, before = open_graph(root), find_layout(texts_root)
    whole, checked = validate_graph(graph), validate_change(graph, before)
    assert told(checked.findings) <= told(whole)
    missed = without_places(whole) - without_places(checked.findings) - without_places(whole_before)
    assert missed == set()
    change = find_change(graph.layout, before)
    assert change is not None
    in_files = [f for f in whole if f.gate != "shacl" and any(place.path in change.files for place in f.places)]
    assert told(in_files) <= told(checked.findings)


@pytest.mark.parametrize("seed", range(6))
def test_the_findings_of_shapes_about_what_is_concerned_are_those_of_a_whole_run(
    texts_root: Path, texts: Graph, tmp_path: Path, seed: int
) -> None:
    graph = open_graph(changed_copy(texts_root, tmp_path / "root", seed))
    shapes = compile_shapes(find_layout().shape_files())
    change = find_change(graph.layout, find_layout(texts_root))
    assert change is not None
    things = concerned_things(graph, change, shapes.shapes)
    assert things is not None
    whole, before = validate_shapes(graph, shapes), validate_shapes(texts, shapes)
    assert told(validate_shapes(graph, shapes, focus_nodes=things)) == told([f for f in whole if f.focus in things])
    rest = (told([f for f in findings if f.focus not in things]) for findings in (whole, before))
    assert next(rest) == next(rest)


def test_nothing_changed_is_nothing_found(texts: Graph, whole_before: list[Finding]) -> None:
    assert any(finding.gate == "shacl" for finding in whole_before)
    assert validate_change(texts, texts.layout) == Checked([], 0, 0)


def edited(root: Path, target: Path, file: Path, old: str, new: str) -> tuple[Graph, Checked]:
    """Copy a root, replace a text in one of its files, and validate the change."""
    shutil.copytree(root, target)
    text = (target / file).read_text(encoding="utf-8")
    assert old in text
    (target / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    graph = open_graph(target)
    return graph, validate_change(graph, find_layout(root))


def test_a_changed_transfer_has_its_appropriation_checked_again(texts_root: Path, tmp_path: Path) -> None:
    old, new = "sg:amount 2000000.00 ;", "sg:amount 9000000.00 ;"
    graph, checked = edited(texts_root, tmp_path / "root", MEMO, old, new)
    findings = checked.findings
    assert any(f.rule == "appropriation-oversubscribed" and "/appropriation/" in f.focus for f in findings)
    assert {place.path for f in findings if f.gate != "shacl" for place in f.places} <= {graph.layout.root / MEMO}
    assert checked.files == 1
    assert checked.things is not None
    assert 0 < checked.things < 20


def test_pyshacl_gives_the_same_as_a_second_opinion(texts: Graph, whole_before: list[Finding]) -> None:
    def said(findings: list[Finding]) -> set[tuple[str, ...]]:
        return {(f.rule, f.focus, f.path, f.value, f.message()) for f in findings}

    assert said(validate_graph(texts, by_pyshacl=True)) == said(whole_before)


@pytest.fixture
def whole_root(texts_root: Path, tmp_path: Path) -> Path:
    """The texts in a root that has its own ontology, shapes and queries."""
    root = tmp_path / "before"
    shutil.copytree(texts_root, root)
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(shipped_root() / name, root / name)
    return root


def test_after_a_change_of_the_vocabulary_all_is_checked(whole_root: Path, tmp_path: Path) -> None:
    file = Path("ontology/styrgraf.ttl")
    graph, checked = edited(whole_root, tmp_path / "after", file, "sg:amount a ", "sg:sum a ")
    assert (checked.files, checked.things) == (None, None)
    assert told(checked.findings) == told(validate_graph(graph))
    assert any(f.rule == "undeclared-term" and f.focus.endswith("#amount") for f in checked.findings)


def test_after_a_change_of_shapes_all_things_are_checked(whole_root: Path, tmp_path: Path) -> None:
    file = next(path for path in sorted((whole_root / "shapes").rglob("*.ttl")) if "sh:Warning" in path.read_text())
    name = file.relative_to(whole_root)
    graph, checked = edited(whole_root, tmp_path / "after", name, "sh:Warning", "sh:Info")
    assert (checked.files, checked.things) == (1, None)
    whole = validate_graph(graph)
    assert told([f for f in checked.findings if f.gate == "shacl"]) == told([f for f in whole if f.gate == "shacl"])
    assert any(f.gate == "shacl" for f in whole)


def test_a_changed_query_is_checked(whole_root: Path, tmp_path: Path) -> None:
    file = min((whole_root / "queries").rglob("*.rq")).relative_to(whole_root)
    text = (whole_root / file).read_text(encoding="utf-8")
    _, checked = edited(whole_root, tmp_path / "after", file, text, text.replace("sg:", "sg:un", 1) + "}")
    assert {f.gate for f in checked.findings} == {"queries", "terms"}
    assert {place.path.name for f in checked.findings for place in f.places} == {file.name}
