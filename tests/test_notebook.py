"""The notebook for analysts runs from beginning to end, and says what it should."""

from __future__ import annotations

import copy
import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs" / "analysts.ipynb"


@pytest.fixture(scope="module")
def written() -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


@pytest.fixture(scope="module")
def shown(written: nbformat.NotebookNode) -> dict[str, str]:
    """What each cell shows when the notebook is run, by the name of the cell."""
    notebook = copy.deepcopy(written)
    with pytest.MonkeyPatch.context() as patch:
        # The kernel is a program of its own: it does not see pytest's path.
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")])))
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        client = NotebookClient(notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": ROOT}})
        ran = client.execute()
    return {cell.id: "\n".join(map(_text, cell.outputs)) for cell in ran.cells if cell.cell_type == "code"}


def _text(output: nbformat.NotebookNode) -> str:
    return str(output.get("text") or output.get("data", {}).get("text/plain", ""))


def test_it_is_a_valid_notebook_without_output(written: nbformat.NotebookNode) -> None:
    nbformat.validate(written)
    cells = [cell for cell in written.cells if cell.cell_type == "code"]
    assert [cell.id for cell in cells if cell.outputs or cell.execution_count is not None] == []


def test_a_sentence_stands_before_each_cell(written: nbformat.NotebookNode) -> None:
    for before, cell in zip(written.cells, written.cells[1:], strict=False):
        if cell.cell_type == "code":
            assert (before.cell_type, before.id) == ("markdown", f"{cell.id}-text")
            assert before.source.endswith((".", "?"))


def test_cells_are_short(written: nbformat.NotebookNode) -> None:
    assert [cell.id for cell in written.cells if len(cell.source.splitlines()) > 14] == []
    assert [
        line
        for cell in written.cells
        if cell.cell_type == "code"
        for line in cell.source.splitlines()
        if len(line) > 120
    ] == []


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("open", "HR-avdelningen"),
        ("find", "chefs- och ledarskap"),
        ("sparql", "kommunikationsavdelningen"),
        ("graph", "Malmö stads ledarskapsutveckling"),
        ("documents", "Vad vi gör (stadskontoret)"),
        ("lineage", "HÄRKOMST, DET TIDIGASTE FÖRST"),
        ("money", "2000000"),
        ("gaps", "Ingen beslutsparagraf hittad"),
        ("why", "Förslag till beslut"),
        ("paths", "kommunstyrelsen 2022 § 130 ← stärka chefs- och ledarskapet"),
        ("dominators", "stärka chefs- och ledarskapet"),
    ],
)
def test_each_cell_shows_what_it_promises(shown: dict[str, str], cell: str, words: str) -> None:
    assert words in shown[cell]


def test_no_cell_is_left_out_of_these_tests(shown: dict[str, str]) -> None:
    marks = test_each_cell_shows_what_it_promises.pytestmark  # type: ignore[attr-defined]
    assert {cell for cell, _ in marks[0].args[1]} == set(shown)
