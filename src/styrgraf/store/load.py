"""Loading the files of a graph into a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.parse import FORMATS, parse_file
from styrgraf.namespaces import SITE
from styrgraf.store.records import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from styrgraf.documents.layout import Layout

__all__ = ["ONTOLOGY", "load_files", "read_files"]

#: The named graph that holds vocabulary, concepts and procedure.
ONTOLOGY = Iri(f"{SITE}ontology")


def read_files(layout: Layout, progress: Callable[[int, int], None] | None = None) -> Iterator[ox.Quad]:
    """Read what the files of a graph state, in their order; literals in the lexical form in which they are written.

    :param layout: the folders of the graph.
    :param progress: is told the number of files read and the number of all files.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    for path, name in _told(layout, progress):
        yield from _parse(path, name)


def load_files(store: ox.Store, layout: Layout, progress: Callable[[int, int], None] | None = None) -> None:
    """Load what the files of a graph state, each fact in the graph that states it.

    :param store: the store, in memory.
    :param layout: the folders of the graph.
    :param progress: is told the number of files loaded and the number of all files.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    for path, name in _told(layout, progress):
        try:
            store.bulk_load(path=path, format=FORMATS[path.suffix], to_graph=name)
        except (OSError, SyntaxError):
            # Says what is wrong with the file and where, or reads it all the same: one with a byte order mark.
            store.bulk_extend(_parse(path, name))


def _parse(path: Path, name: ox.NamedNode | None) -> Iterator[ox.Quad]:
    for quad in parse_file(path):
        yield quad if name is None else ox.Quad(quad.subject, quad.predicate, quad.object, name)


def _told(layout: Layout, progress: Callable[[int, int], None] | None) -> Iterator[tuple[Path, ox.NamedNode | None]]:
    """Go through the files, each with the graph that its triples go to, and tell of it."""
    ontology = ox.NamedNode(ONTOLOGY)
    files: list[tuple[Path, ox.NamedNode | None]] = [(path, ontology) for path in layout.ontology_files()]
    files += [(path, None) for path in layout.data_files()]
    for done, file in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        yield file
    if progress is not None:
        progress(len(files), len(files))
