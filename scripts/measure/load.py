"""Loading: from files to a store that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.measure.steps import JOBS, in_maplib, in_oxigraph, in_rdflib, job, step

if TYPE_CHECKING:
    from pathlib import Path

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415


@job("load", "styrgraf")
def _(folder: Path) -> None:
    from styrgraf.documents.layout import find_layout
    from styrgraf.reason import derive
    from styrgraf.store import Graph

    with step("load") as counts:
        graph = Graph(find_layout(folder))
    with step("rules"):
        derive(graph)
    counts.append(len(graph.store))


@job("load", "styrgraf on disk")
def _(folder: Path) -> None:
    import shutil

    from styrgraf.reason import open_graph

    shutil.rmtree(folder / "store", ignore_errors=True)
    with step("load and rules"):
        graph = open_graph(folder, folder / "store")
    del graph
    with step("open again"):
        open_graph(folder, folder / "store")


JOBS["load", "pyoxigraph"] = in_oxigraph
JOBS["load", "rdflib"] = in_rdflib
JOBS["load", "maplib"] = in_maplib
