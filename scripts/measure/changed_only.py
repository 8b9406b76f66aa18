"""Validation of what has changed alone."""

from __future__ import annotations

import json
import random
from importlib import import_module
from typing import TYPE_CHECKING

from scripts.measure.findings import in_report, our_shapes
from scripts.measure.steps import in_oxigraph, in_rdflib, job, step, turns

if TYPE_CHECKING:
    from pathlib import Path

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415


def changed(folder: Path, number: int, times: int) -> list[list[str]]:
    """Draw nodes that are taken to have changed."""
    foci = json.loads((folder / "foci.json").read_text(encoding="utf-8"))["things"]
    return [random.Random(f"{number}/{turn}").sample(foci, min(number, len(foci))) for turn in range(times)]


@job("changed-only", "styrgraf")
def _(folder: Path) -> None:
    from styrgraf.shacl import validate

    store, shapes = in_oxigraph(folder), our_shapes(folder)
    for number, times in ((1, 10), (100, 5)):
        turns(
            f"{number} changed",
            changed(folder, number, times),
            lambda nodes: len(validate(store, shapes, focus_nodes=nodes).results),
        )


@job("changed-only", "pyshacl")
def _(folder: Path) -> None:
    import pyshacl
    import rdflib

    graph = in_rdflib(folder)
    with step("shapes"):
        shapes = rdflib.Graph().parse(folder / "shapes.nt", format="nt")

    def check(nodes: list[str]) -> int:
        focus: list[str | rdflib.URIRef] = [rdflib.URIRef(node) for node in nodes]
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, focus_nodes=focus)
        return sum(1 for _ in in_report(report))

    for number, times in ((1, 3), (100, 1)):
        turns(f"{number} changed", changed(folder, number, times), check)


@job("changed-only", "pyshacl-turbo")
def _(folder: Path) -> None:
    import rdflib

    turbo = import_module("pyshacl_turbo")
    graph = in_rdflib(folder)
    with step("shapes"):
        shapes = rdflib.Graph().parse(folder / "shapes.nt", format="nt")

    def check(nodes: list[str]) -> int:
        focus = [rdflib.URIRef(node) for node in nodes]
        _, report, _ = turbo.validate(graph, shacl_graph=shapes, focus_nodes=focus)
        return sum(1 for _ in in_report(report))

    for number, times in ((1, 3), (100, 1)):
        turns(f"{number} changed", changed(folder, number, times), check)
