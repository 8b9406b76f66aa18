"""What the tests share: the shipped graph, the part of it that is known by heart, and small graphs of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from small_graphs import HEAD, MakeRoot
from styrgraf.documents.layout import shipped_root
from styrgraf.reason import open_graph
from styrgraf.store import Graph

_TEXTS = (
    "data/arenden/STK-2023-822-tjansteskrivelse.trig",
    "data/organisation/komin-arbetssatt-och-bakgrund.trig",
    "data/organisation/malmo-se-stadskontoret-vad-vi-gor.trig",
    "data/editorial/bodies.trig",
    "data/editorial/names.trig",
)


@pytest.fixture(scope="session")
def shipped() -> Graph:
    """The graph that Styrgraf ships, opened once; tests do not change it."""
    return open_graph()


@pytest.fixture(scope="session")
def texts_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documents whose texts are at hand: few enough to check every answer against by eye."""
    root = tmp_path_factory.mktemp("texts")
    for name in _TEXTS:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped_root() / name, root / name)
    return root


@pytest.fixture(scope="session")
def texts(texts_root: Path) -> Graph:
    """The graph of the documents whose texts are at hand, opened once; tests do not change it."""
    return open_graph(texts_root)


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
