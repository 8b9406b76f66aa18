"""Where the files of a graph stand: ontology/, data/, shapes/ and queries/ under one root."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from styrgraf.errors import Place, StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Layout", "find_layout", "shipped_root"]

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a graph.

    :param root: the folder that messages name files relative to.
    :param ontology: OWL, SKOS, procedure and rules.
    :param data: one TriG file a document, and ``editorial/``.
    :param shapes: SHACL.
    :param queries: SPARQL.
    """

    root: Path
    ontology: Path
    data: Path
    shapes: Path
    queries: Path

    def ontology_files(self) -> list[Path]:
        """List the Turtle files of the ontology, its concepts and its procedure, in stable order."""
        return _sorted_files(self.ontology, ".ttl")

    def rule_files(self) -> list[Path]:
        """List the rules (SPARQL), in stable order."""
        return _sorted_files(self.ontology, ".rq")

    def data_files(self) -> list[Path]:
        """List the TriG files of the documents and of the editorial data, in stable order."""
        return _sorted_files(self.data, ".trig")

    def shape_files(self) -> list[Path]:
        """List the SHACL files, in stable order."""
        return _sorted_files(self.shapes, ".ttl")

    def query_files(self) -> list[Path]:
        """List the SPARQL queries, in stable order."""
        return _sorted_files(self.queries, ".rq")

    def rdf_files(self) -> Iterator[Path]:
        """Go through every RDF file: ontology, shapes, then data."""
        yield from self.ontology_files()
        yield from self.shape_files()
        yield from self.data_files()


def shipped_root() -> Path:
    """Find the graph that Styrgraf ships: the checkout's folders, or those in the installed package.

    :returns: a folder that holds ``ontology/ data/ shapes/ queries/``.
    """
    installed = _PACKAGE / "graph"
    return installed if installed.is_dir() else _PACKAGE.parents[1]


def find_layout(root: Path | None = None) -> Layout:
    """Find the folders of a graph.

    :param root: a folder with ``data/``; a missing ``ontology/``, ``shapes/`` or ``queries/`` is taken
        from what Styrgraf ships. None for the shipped graph.
    :returns: the folders.
    :raises StyrgrafError: if the folder, or its ``data/``, is missing or holds no TriG file.
    """
    shipped = shipped_root()
    root = shipped if root is None else root
    if not root.is_dir():
        raise StyrgrafError("there is no such folder", place=Place(root), remedy="name a folder that holds data/")
    folders = {
        name: root / name if (root / name).is_dir() else shipped / name for name in ("ontology", "shapes", "queries")
    }
    layout = Layout(root=root, data=root / "data", **folders)
    if not any(_find_files(layout.data, ".trig")):
        raise StyrgrafError(
            "the folder has no data: no .trig file under data/",
            place=Place(root),
            remedy="name a folder that holds data/ with a TriG file for each document",
        )
    return layout


def _sorted_files(folder: Path, suffix: str) -> list[Path]:
    return sorted(_find_files(folder, suffix), key=lambda path: path.parts)


def _find_files(folder: Path, suffix: str) -> Iterator[Path]:
    # Every command does this before it answers: os.walk, unlike Path.rglob, need not ask the disk about each file.
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names if name.endswith(suffix) and not name.startswith("."))
