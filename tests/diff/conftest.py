"""A repository with a graph, for the tests of differences."""

from __future__ import annotations

from pathlib import Path

import pytest

from diff.repositories import MakeRepository, Repository


@pytest.fixture
def repository(tmp_path: Path, texts_root: Path) -> MakeRepository:
    """Make a repository of the documents whose texts are at hand, and of what else is named."""

    def make(*more: str) -> Repository:
        return Repository(tmp_path / "repository", texts_root, *more)

    return make
