"""The results of a measurement, kept as JSON after each run, so that one that was broken off can go on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """A round of an engine.

    :param engine: the engine.
    :param turn: number of the round, from 1.
    :param records: what its job told, line by line; the last tells how it ended: ``whole`` (seconds of the process),
        ``timeout`` (the limit in seconds), ``crashed`` (how), or ``unended`` (the smaller size at which it did not end,
        so that it was not tried).
    """

    engine: str
    turn: int
    records: list[dict[str, Any]]

    @property
    def went_well(self) -> bool:
        """Whether it did all that it could."""
        return "whole" in self.records[-1] and not any("missing" in one or "failed" in one for one in self.records)

    @property
    def timed_out(self) -> bool:
        """Whether it did not end in time."""
        return "timeout" in self.records[-1]


@dataclass(slots=True)
class Result:
    """What the runs of a measurement gave.

    :param task: the task.
    :param size: the size; empty for the start-up.
    :param date: day of the last run, ISO 8601.
    :param command: the command of the last run.
    :param machine: on what it ran.
    :param versions: package to version.
    :param facts: number of facts in force; 0 for the start-up.
    :param faulty: IRIs of the things whose planted fault a validator must find; none for other tasks.
    :param left_out: names of the shapes that lost a constraint; none for tasks that use all.
    :param runs: the runs in their order.
    """

    task: str
    size: str
    date: str
    command: str
    machine: str
    versions: dict[str, str]
    facts: int = 0
    faulty: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Write it, whole or not at all."""
        path.parent.mkdir(exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8", newline="\n")
        new.replace(path)


def path_of(work: Path, task: str, size: str) -> Path:
    """Tell where the result of a task at a size is kept."""
    return work / "results" / f"{'-'.join(filter(None, (task, size)))}.json"


def read_result(path: Path) -> Result:
    """Read a result."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Result(**{**content, "runs": [Run(**run) for run in content["runs"]]})
    except (ValueError, TypeError, KeyError) as error:
        raise SystemExit(f"{path}: is no result of this benchmark ({error}); remove it") from error


def read_results(work: Path) -> list[Result]:
    """Read all results that are kept."""
    return [read_result(path) for path in sorted((work / "results").glob("*.json"))]
