"""Real git repositories for the tests of differences."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from styrgraf.diff import Diff, diff, open_sides
from styrgraf.documents.layout import shipped_root
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.store import Iri


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, by nobody's configuration."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    run = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return run.stdout


class Repository:
    """A repository with a graph: the documents whose texts are at hand, and what a test adds."""

    def __init__(self, folder: Path, source: Path, *more: str) -> None:
        self.folder = folder
        shutil.copytree(source, folder, dirs_exist_ok=True)
        for name in more:
            self.add(name)
        git(folder, "init", "-q", "-b", "main")
        self.commit()

    def add(self, name: str) -> None:
        """Copy a file or folder of the shipped graph."""
        source, target = shipped_root() / name, self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        """Replace texts of a file, each of which must stand there once."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def commit(self) -> None:
        """Commit all that stands in the folder."""
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "--allow-empty", "-m", "a state")

    def compare(self, old: str = "HEAD", new: str | None = None) -> Diff:
        """Compare a revision with the work tree, or with another."""
        with open_sides(old, new, self.folder) as (before, after):
            return diff(before, after)


#: Makes a repository of some documents, and of the files and folders that are named.
MakeRepository = Callable[..., Repository]


def thing(name: str) -> Iri:
    """Name a thing by its IRI without the base."""
    return Iri(f"{BASE}{name}")


def term(name: str) -> Iri:
    """Name a term by its prefixed name; without a prefix it is the project's own."""
    prefix, colon, local = name.rpartition(":")
    return Iri(PREFIXES[prefix] + local if colon else SG[name])


def short(iris: Iterable[Iri]) -> list[str]:
    """Leave the base of things out."""
    return [iri.removeprefix(BASE) for iri in iris]
