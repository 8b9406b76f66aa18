"""What all jobs share: how a step is measured and told, and how the facts are loaded into an engine."""

from __future__ import annotations

import json
from contextlib import contextmanager
from importlib import import_module
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415

#: Seconds after which a turn is not taken again.
LONG = 10
JOBS: dict[tuple[str, str], Callable[[Path], None]] = {}


def job(task: str, engine: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Enter a function in the registry of jobs."""

    def enter(function: Callable[[Path], None]) -> Callable[[Path], None]:
        JOBS[task, engine] = function
        return function

    return enter


def tell(**record: object) -> None:
    """Print a line of what was measured."""
    print(json.dumps(record), flush=True)


@contextmanager
def step(name: str) -> Iterator[list[int]]:
    """Measure a step; whoever takes it may add counts of its answer, for comparison."""
    counts: list[int] = []
    start = perf_counter()
    yield counts
    tell(step=name, seconds=perf_counter() - start, counts=counts)


def turns(name: str, over: Iterable[Any], take: Callable[[Any], int], times: int = 1) -> None:
    """Measure what is done with one thing after another, and tell the median and the count that each gave."""
    seconds, counts = [], []
    for thing in over:
        taken: list[float] = []
        while len(taken) < times and sum(taken) < LONG:
            start = perf_counter()
            count = take(thing)
            taken.append(perf_counter() - start)
        seconds.append(median(taken))
        counts.append(count)
    tell(step=name, seconds=median(seconds), counts=counts)


def in_oxigraph(folder: Path) -> Any:  # noqa: ANN401
    """Load the facts into Oxigraph."""
    import pyoxigraph as ox

    store = ox.Store()
    with step("load") as counts:
        store.bulk_load(path=str(folder / "facts.nt"), format=ox.RdfFormat.N_TRIPLES)
    counts.append(len(store))
    return store


def in_rdflib(folder: Path) -> Any:  # noqa: ANN401
    """Load the facts into rdflib, as they are written."""
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    with step("load") as counts:
        graph = rdflib.Graph().parse(folder / "facts.nt", format="nt")
    counts.append(len(graph))
    return graph


def in_maplib(folder: Path) -> Any:  # noqa: ANN401
    """Load the facts into maplib."""
    model = import_module("maplib").Model()
    with step("load"):
        model.read(str(folder / "facts.nt"), format="ntriples")
    return model


def in_styrgraf(folder: Path) -> Any:  # noqa: ANN401
    """Open the folder as its users do: both layers, and what the rules derive."""
    import styrgraf

    with step("load"):
        return styrgraf.open(folder)


def foci_of(folder: Path) -> list[str]:
    """List the things whose lineage is asked for."""
    found: list[str] = json.loads((folder / "foci.json").read_text(encoding="utf-8"))["decisions"]
    return found
