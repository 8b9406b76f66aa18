"""The two sides of a comparison: files, folders or git revisions, opened as graphs."""

from __future__ import annotations

import re
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.diff.facts import distinct, graph_of
from styrgraf.diff.revisions import Revision, common_ancestor, find_repository, find_revision, write_revision
from styrgraf.documents.layout import shipped_root
from styrgraf.documents.parse import FORMATS, parse_file
from styrgraf.errors import Place, StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reason.rules import DERIVED
from styrgraf.store import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.store import Graph

__all__ = ["FOLDERS", "Side", "find_sides", "open_sides"]

#: The folders that make a graph.
FOLDERS = ("data", "ontology", "queries", "shapes")
_RANGE = re.compile(r"(?P<old>.+?)(?P<dots>\.{2,3})(?P<new>.*)")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison.

    :param name: what it was called by.
    :param graph: its facts with what rules derive; of a file, with the vocabulary that Styrgraf ships.
    :param facts: what it asserts, as :func:`styrgraf.diff.facts.distinct` gives it; of a file only its own facts.
    """

    name: str
    graph: Graph
    facts: frozenset[ox.Quad]


_Found = Path | Revision


@contextmanager
def open_sides(old: str, new: str | None = None, root: Path | None = None) -> Iterator[tuple[Side, Side]]:
    """Open the two sides of a comparison; what is written for it is removed in the end.

    :param old: a TriG or Turtle file, a folder with ``data/``, or a git revision: ``main``, ``HEAD~3``,
        ``main:data/a.trig``. ``main..branch`` names both sides, ``main...branch`` what the branch changed since
        it parted from main.
    :param new: the same; None for the folder that is worked on.
    :param root: the folder that is worked on; None for the repository around the current folder if it has
        ``data/``, else the graph that Styrgraf ships.
    :returns: the side before and the side after.
    :raises StyrgrafError: if a name means nothing, or two things, or a file is to be compared with a folder.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    names, found = find_sides(old, new, root)
    files = [one.is_file() if isinstance(one, Path) else one.is_file for one in found]
    if files[0] != files[1]:
        raise StyrgrafError(
            f"{names[files.index(True)]} is a file and {names[files.index(False)]} a folder",
            remedy="compare two files, or two folders or revisions",
        )
    with ExitStack() as stack:
        before, after = (_open(name, one, stack) for name, one in zip(names, found, strict=True))
        yield before, after


def find_sides(old: str, new: str | None = None, root: Path | None = None) -> tuple[list[str], list[Path | Revision]]:
    """Find what the names of two sides mean.

    :param old: a file, a folder or a git revision, as of :func:`open_sides`.
    :param new: the same.
    :param root: the folder that is worked on, as there.
    :returns: what each side is called, and what it is.
    :raises StyrgrafError: if a name means nothing, or two things.
    """
    return _Finder(root).find_both(old, new)


class _Finder:
    """Finds what names mean, from the folder that is worked on."""

    def __init__(self, root: Path | None) -> None:
        if root is not None and not root.is_dir():
            raise StyrgrafError("there is no such folder", place=Place(root), remedy="name a folder that holds data/")
        self._root = root
        self._around: list[Path | None] = []

    @property
    def repository(self) -> Path | None:
        if not self._around:
            self._around.append(find_repository(self._root or Path.cwd()))
            if self._root is None and not _has_data(self._around[0]):
                self._around[0] = find_repository(shipped_root())
        return self._around[0]

    @property
    def root(self) -> Path:
        if self._root is not None:
            return self._root
        try:
            top = self.repository
        except StyrgrafError:
            top = None  # where folders are compared, git is not needed
        return top if top and _has_data(top) else shipped_root()

    @property
    def below(self) -> PurePosixPath:
        """The folder of the graph in the repository."""
        return PurePosixPath(self.root.resolve().relative_to((self.repository or self.root).resolve()).as_posix())

    def find_both(self, old: str, new: str | None) -> tuple[list[str], list[_Found]]:
        if new is None and not _exists(old) and (parts := _RANGE.fullmatch(old)) and (repository := self.repository):
            start, end = parts["old"], parts["new"] or "HEAD"
            if len(parts["dots"]) == 3:
                ends = self.find(start), self.find(end)
                if any(isinstance(one, Path) for one in ends) or not (base := common_ancestor(start, end, repository)):
                    raise StyrgrafError(f"{start} and {end} have no revision in common", remedy="name two branches")
                return [f"{start}...{end}", end], [self.find(base), ends[1]]
            return [start, end], [self.find(start), self.find(end)]
        if new is None:
            found = self.find(old)
            if found.is_file() if isinstance(found, Path) else found.is_file:
                raise StyrgrafError(
                    f"{old} is a file, but nothing to compare it with is named", remedy="name two files"
                )
            return [old, str(self._root or ".")], [found, self.root]
        return [old, new], [self.find(old), self.find(new)]

    def find(self, name: str) -> _Found:
        path = Path(name)
        revision = self.find_revision(name)
        if not _exists(name):
            if revision is None:
                raise self.unknown(name)
            return revision
        # A name with a separator, or a dot alone, can be meant as a path only.
        if revision is not None and path.name == name and name not in (".", ".."):
            kind = "file" if path.is_file() else "folder"
            raise StyrgrafError(
                f"“{name}” is both a {kind} and a git revision",
                remedy=f"write ./{name} for the {kind}, or a longer name for the revision, such as refs/heads/{name}",
            )
        return path

    def find_revision(self, name: str) -> Revision | None:
        if _exists(name) and Path(name).name != name:
            return None
        try:
            repository = self.repository
        except StyrgrafError:
            if _exists(name):
                return None  # where files are compared, git is not needed
            raise
        return find_revision(name, repository, self.below) if repository else None

    def unknown(self, name: str) -> StyrgrafError:
        if self.repository is None:
            where = self._root or Path.cwd()
            return StyrgrafError(
                f"“{name}” is no file or folder, and there is no git repository here to look for a revision in",
                place=Place(where),
                remedy="name a file or a folder with data/, or a folder in a repository with --root",
            )
        within = "" if str(self.below) == "." else f" with the folder {self.below}"
        return StyrgrafError(
            f"“{name}” is no file, no folder and no git revision{within}",
            remedy="name a TriG file, a folder with data/, or a branch, tag or commit; "
            "of a repository that was fetched in part, fetch the rest first (git fetch --unshallow)",
        )


def _has_data(folder: Path | None) -> bool:
    return folder is not None and (folder / "data").is_dir()


def _exists(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # too long for a name, or with a null
        return False


# Opening


def _open(name: str, found: _Found, stack: ExitStack) -> Side:
    if isinstance(found, Path):
        return _open_file(name, found, stack) if found.is_file() else _open_folder(name, found)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="styrgraf-diff-")))
    try:
        if found.is_file:
            path = folder / PurePosixPath(found.name.rpartition(":")[2]).name
            write_revision(found, path, ())
            return _open_file(name, path, stack)
        write_revision(found, folder, FOLDERS)
        return _open_folder(name, folder)
    except StyrgrafError as error:
        # The place is told as the revision names it, not as the temporary folder does.
        if error.place is not None and error.place.path.is_relative_to(folder):
            inside = error.place.path.relative_to(folder)
            path = Path(found.name if found.is_file or not inside.name else f"{found.name}:{inside}")
            error.place = replace(error.place, path=path)
        raise


def _open_folder(name: str, folder: Path) -> Side:
    graph = open_graph(folder)
    return Side(name, graph, distinct(graph.asserted))


def _open_file(name: str, path: Path, stack: ExitStack) -> Side:
    """Open a file alone: its own facts, and for what follows from them the vocabulary that Styrgraf ships."""
    if path.suffix not in FORMATS:
        raise StyrgrafError(
            "this is not the name of an RDF file", place=Place(path), remedy=f"name a file in {', '.join(FORMATS)}"
        )
    quads = [_placed(quad) for quad in parse_file(path) if not graph_of(quad).startswith(DERIVED)]
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="styrgraf-diff-")))
    (folder / "data").mkdir()
    ox.serialize(quads, str(folder / "data" / "file.trig"), ox.RdfFormat.TRIG)
    return Side(name, open_graph(folder), distinct(quads))


def _placed(quad: ox.Quad) -> ox.Quad:
    """Put what a Turtle file says of anything but the city's things into the vocabulary."""
    if graph_of(quad) or (isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE)):
        return quad
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(ONTOLOGY))
