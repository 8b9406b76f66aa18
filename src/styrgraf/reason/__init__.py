"""What follows from the stated facts: named rules, and the consistency of the whole under OWL 2 DL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.documents.layout import find_layout
from styrgraf.reason.rules import derive
from styrgraf.store import Graph, fill_store, open_store, stamp_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    Progress: TypeAlias = Callable[[int, int], None]

__all__ = ["derive", "open_graph"]


def open_graph(root: Path | None = None, store: Path | None = None, progress: Progress | None = None) -> Graph:
    """Open a graph: load its files, and derive what its rules say.

    :param root: a folder with ``data/``; None for the graph that Styrgraf ships.
    :param store: a folder to keep the graph in on disk; it is loaded there once, and again when a file has changed.
        None for a graph in memory.
    :param progress: is told the number of files loaded and the number of all files.
    :returns: the graph.
    :raises StyrgrafError: if the folder has no data, or the store is damaged or cannot be written.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    layout = find_layout(root)
    if store is None:
        graph = Graph(layout, progress=progress)
        derive(graph)
        return graph
    stamp = stamp_files([*layout.ontology_files(), *layout.rule_files(), *layout.data_files()])
    opened = open_store(store, stamp)
    if opened is None:
        from styrgraf.reason.fill import fill_apart  # noqa: PLC0415 - only where a store is made

        opened = fill_store(store, stamp, lambda empty: fill_apart(layout.root, empty, progress))
    return Graph(layout, opened)
