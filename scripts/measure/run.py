"""Running the jobs of a measurement, each in a process of its own, the engines taking turns round by round."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from scripts.measure.plan import START, TASKS
from scripts.measure.results import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.measure.plan import Measurement

ROOT = Path(__file__).resolve().parents[2]
BEGIN = perf_counter()
#: What starts up, in the order of the plan: a module or a text of Python.
COMMANDS = dict(
    zip(
        TASKS[START],
        (
            ["-m", "styrgraf", "lineage", "STK-2023-822"],
            ["-m", "styrgraf", "lineage", "STK-2023-822"],
            ["-m", "styrgraf", "--help"],
            ["-c", "pass"],
            *(["-c", name] for name in TASKS[START] if name.startswith("import ")),
        ),
        strict=True,
    )
)


def tell(text: str, end: str = "\n") -> None:
    """Say how it goes, with the time used so far."""
    used = int(perf_counter() - BEGIN)
    print(f"{used // 3600}:{used // 60 % 60:02}:{used % 60:02}  {text}", end=end, file=sys.stderr, flush=True)


def with_bytecode(work: Path) -> dict[str, str]:
    """Give the environment of the children: all modules are compiled once, those of a checkout too."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(work / "bytecode")}


def peak_so_far(process: int) -> dict[str, float]:
    """Tell the megabytes that a process has had at its peak, where the system tells it of others."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peaks = [int(line.split()[1]) / 2**10 for line in lines if line.startswith("VmHWM")]
    return {"peak_mb_at_least": peaks[0]} if peaks else {}


def run_apart(command: Sequence[str], environment: dict[str, str], limit: float) -> list[dict[str, Any]]:
    """Run a command of Python in a process of its own, and list what it tells and how it ended."""
    ended: dict[str, Any]
    start = perf_counter()
    # A group of its own, so that a Java machine that it has started ends with it.
    child = subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        cwd=ROOT,
        env=environment,
    )
    try:
        output, errors = child.communicate(timeout=limit)
        ended = {"whole": perf_counter() - start}
        if child.returncode:
            last = errors.strip().rpartition("\n")[2]
            ended = {"crashed": last or f"ended with {child.returncode}"}
    except subprocess.TimeoutExpired:
        ended = {"timeout": limit, **peak_so_far(child.pid)}
        os.killpg(child.pid, signal.SIGKILL)
        output, _ = child.communicate()
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
    return [*(json.loads(line) for line in output.splitlines() if line.startswith('{"') and line.endswith("}")), ended]


def take_turns(measurement: Measurement, kept: Sequence[Run], work: Path, limit: float) -> Iterator[Run]:
    """Run the rounds of a measurement that are not kept from before; an engine that did not go well takes no more."""
    done = {(run.engine, run.turn) for run in kept}
    out = {run.engine for run in kept if not run.went_well}
    rounds = measurement.rounds
    turns = [(turn, engine) for turn in range(1, max(rounds.values()) + 1) for engine in rounds]
    due = [(turn, engine) for turn, engine in turns if turn <= rounds[engine] and (engine, turn) not in done]
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        environment = {**with_bytecode(work), "STYRGRAF_CACHE": str(cache)}
        if measurement.task == START and due:
            for engine in rounds:  # compiles the modules and fills the cache, and is not counted
                _start_up(engine, cache, environment, limit)
        for turn, engine in due:
            if engine not in out:
                tell(f"{measurement.name}, round {turn} of {rounds[engine]}: {engine} … ", end="")
                if measurement.task == START:
                    run = Run(engine, turn, _start_up(engine, cache, environment, limit))
                else:
                    job = ["-m", "scripts.measure", measurement.task, engine, str(work / measurement.size)]
                    run = Run(engine, turn, run_apart(job, with_bytecode(work), limit))
                if not run.went_well:
                    out.add(engine)
                print(", ".join(f"{name} {value}" for name, value in _shown(run)), file=sys.stderr, flush=True)
                yield run


def _shown(run: Run) -> Iterator[tuple[str, str]]:
    for record in run.records:
        for name, value in record.items():
            if name in {"missing", "failed", "crashed", "timeout", "whole"}:
                yield name, f"{value:.3g} s" if isinstance(value, float) else str(value)


def _start_up(name: str, cache: Path, environment: dict[str, str], limit: float) -> list[dict[str, Any]]:
    """Measure how long it takes until a command or an import is done, and nothing else of it."""
    if "empty" in name:
        shutil.rmtree(cache, ignore_errors=True)
    return run_apart(COMMANDS[name], environment, limit)[-1:]
