"""The compiled validator and pySHACL find the same in made-up data."""

from __future__ import annotations

import importlib.util
import os
import sys
from types import ModuleType

import pytest

from styrgraf.documents.layout import shipped_root

#: How many seeds; ``scripts/compare_shacl.py`` goes on for hours.
SEEDS = int(os.environ.get("STYRGRAF_SHACL_SEEDS", "120"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = shipped_root() / "scripts" / "compare_shacl.py"
    spec = importlib.util.spec_from_file_location("compare_shacl", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["compare_shacl"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("part", range(4))
def test_both_find_the_same(script: ModuleType, part: int) -> None:
    told = [script.compare(seed) for seed in range(part, SEEDS, 4)]
    assert [difference for difference in told if difference] == []


def test_the_made_up_data_have_something_to_find(script: ModuleType) -> None:
    """Most seeds have results, and of many kinds; otherwise the comparison would say nothing."""
    import pyoxigraph as ox

    from styrgraf.shacl import read_shapes, validate

    components: set[str] = set()
    with_results = 0
    for seed in range(60):
        maker = script.Maker(seed)
        store = ox.Store()
        store.load(maker.data(), format=ox.RdfFormat.TURTLE)
        report = validate(store, read_shapes(ox.parse(maker.shapes(), format=ox.RdfFormat.TURTLE)))
        with_results += not report.conforms
        components |= {result.component for result in report.results}
    assert with_results > 30
    assert len(components) > 12


def test_a_difference_is_told(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "by_pyshacl", lambda store, shapes: script.Report(True, (), ()))
    differences = [difference for seed in range(6) if (difference := script.compare(seed))]
    assert differences
    assert all(difference.only_ours and not difference.only_pyshacl for difference in differences)
