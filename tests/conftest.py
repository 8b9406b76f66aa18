"""What the tests share: the shipped graph, and small graphs of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_graphs import HEAD, MakeRoot
from styrgraf.reason import open_graph
from styrgraf.store import Graph


@pytest.fixture(scope="session")
def shipped() -> Graph:
    """The graph that Styrgraf ships, opened once; tests do not change it."""
    return open_graph()


@pytest.fixture
def make_root(tmp_path: Path) -> MakeRoot:
    """Make a folder with data/ of the given TriG files; ontology, shapes and queries are the shipped ones."""

    def make(**files: str) -> Path:
        for name, trig in files.items():
            path = tmp_path / "data" / f"{name}.trig"
            path.parent.mkdir(exist_ok=True)
            path.write_text(HEAD + trig, encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def seeds() -> Path:
    """The folder of the real documents, whose text is not in the repository."""
    folder = Path(__file__).parents[1].parent / "shared" / "sources" / "seeds"
    if not folder.is_dir():
        pytest.skip(f"the source documents are not here: {folder}")
    return folder
