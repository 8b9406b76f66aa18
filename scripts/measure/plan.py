"""What the benchmark measures: sizes, tasks and engines, in the order in which they take their turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Size:
    """A country of a size.

    :param municipalities: how many it has.
    :param years: how many years are told of.
    :param faulty: share of its things that have a fault, from 0 to 1.
    :param facts: about how many facts in force that gives.
    """

    municipalities: int
    years: int
    faulty: float
    facts: int


SIZES = {
    "10k": Size(1, 2, 0.02, 11_300),
    "100k": Size(4, 10, 0.002, 129_000),
    "1m": Size(35, 10, 0.002, 1_090_000),
    "10m": Size(350, 10, 0.002, 10_900_000),
}
VALIDATORS = ("pyoxigraph", "pyshacl", "pyshacl-turbo", "pyshifty", "shacl-rust", "topbraid")
START = "start-up"
#: What is measured, and with which engines: the project first, as the others are compared with it.
TASKS = {
    "load": ("styrgraf", "styrgraf on disk", "pyoxigraph", "rdflib", "maplib"),
    "validate": ("styrgraf", "styrgraf, 1 thread", "styrgraf, both layers", *VALIDATORS),
    "core": ("styrgraf", "styrgraf, 1 thread", *VALIDATORS),
    "changed-only": ("styrgraf", "pyshacl", "pyshacl-turbo"),
    "lineage": ("styrgraf", "networkx", "pyoxigraph", "rdflib"),
    "queries": ("styrgraf", "styrgraf, limited", "pyoxigraph", "pyoxigraph, both layers", "rdflib", "maplib"),
    "exports": ("styrgraf", "pyoxigraph", "rdflib"),
    START: (
        "`styrgraf lineage`, cache filled",
        "`styrgraf lineage`, cache empty",
        "`styrgraf --help`",
        "bare Python",
        "import rdflib, pyshacl",
        "import rdflib, pyshacl, owlready2, networkx, pytest",
    ),
}
#: At a size where most engines would end neither in time nor in memory, those that may.
FEWER = {
    "10m": {
        "load": ("styrgraf", "styrgraf on disk", "pyoxigraph"),
        "validate": ("styrgraf", "pyoxigraph", "topbraid"),
        "lineage": ("styrgraf", "pyoxigraph"),
    }
}
PEERS = tuple(
    dict.fromkeys(
        engine
        for task, engines in TASKS.items()
        for engine in engines
        if task != START and not engine.startswith("styrgraf")
    )
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """A task at a size, with the engines that take turns.

    :param task: the task.
    :param size: the size; empty for the start-up, which is that of the graph that Styrgraf ships.
    :param rounds: engine to the number of its rounds.
    """

    task: str
    size: str
    rounds: Mapping[str, int]

    @property
    def name(self) -> str:
        """What it is called: ``validate-100k``."""
        return f"{self.task}-{self.size}" if self.size else self.task


def make_plan(
    sizes: list[str], tasks: list[str], peers: list[str], rounds: Mapping[str, int], start_rounds: int
) -> list[Measurement]:
    """List what is to be measured, small before large.

    :param sizes: the sizes.
    :param tasks: the tasks.
    :param peers: the engines other than the project.
    :param rounds: number of rounds of a size or an engine, and under the empty name that of all others; of several the
        least.
    :param start_rounds: number of rounds of the start-up.
    :returns: the measurements that have an engine.
    """
    plan = []
    for size in SIZES:
        for task, engines in FEWER.get(size, TASKS).items():
            if size in sizes and task in tasks and task != START:
                chosen = [engine for engine in engines if engine.startswith("styrgraf") or engine in peers]
                least = min(rounds.get(size, rounds[""]), rounds[""])
                plan.append(Measurement(task, size, {e: min(rounds.get(e, least), least) for e in chosen}))
    if START in tasks:
        plan.append(Measurement(START, "", dict.fromkeys(TASKS[START], start_rounds)))
    return plan
