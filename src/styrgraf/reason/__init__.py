"""What follows from the stated facts: named rules, and the consistency of the whole under OWL 2 DL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.documents.layout import find_layout
from styrgraf.reason.rules import derive
from styrgraf.store import Graph

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["derive", "open_graph"]


def open_graph(root: Path | None = None) -> Graph:
    """Open a graph: load its files, and derive what its rules say.

    :param root: a folder with ``data/``; None for the graph that Styrgraf ships.
    :returns: the graph.
    :raises StyrgrafError: if the folder has no data.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    graph = Graph(find_layout(root))
    derive(graph)
    return graph
