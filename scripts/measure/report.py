"""The results as Markdown: a section a task, in it a table a size, and how the times grow from size to size."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from scripts.measure.plan import SIZES, START, TASKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.measure.results import Result, Run

    Findings = Counter[tuple[str, ...]]

#: Under this heading stands what people write; what comes after its section is written anew.
BY_HAND = "## What it says"
HEAD = f"""# Benchmarks

Styrgraf beside other engines, on the same files.

{BY_HAND}

*To be written.*
"""
HOW = """
## How it was measured

All from here on is written by `python scripts/benchmark.py --write docs/benchmarks.md`. Each measurement is a process
of its own; the engines take turns round by round, and each number is the median of its rounds. In brackets: how many
times that of the first row. Trust these ratios; the seconds are one machine's. An engine that does not end in time is
given up there and at greater sizes. The data are a synthetic country (`scripts/synthesise.py`, seed 7), with faults
whose key is known.
"""
#: The steps that together are what other engines do in one.
TOGETHER = ("load", "shapes", "validate")
ABOUT = {
    "load": "`styrgraf` reads the folder of TriG files into both layers, the facts in force and the passages that state"
    " them, and then applies the rules. The others read one file, the facts in force, and no passages: about half of"
    " the triples.",
    "validate": "The facts in force against all shapes of the project. `styrgraf, both layers` opens the folder as"
    " users do, with passages and rules, and then validates the same facts. `pyoxigraph` is the floor: one plain SELECT"
    " for each target, path and component, and the texts of `sh:sparql`, written mechanically"
    " (`scripts/measure/floor.py`), without messages and without a report. TopBraid's time holds the start of Java."
    " shacl-rust's other findings are of `sh:node` on dates: it holds that a literal, being no node, conforms to no"
    " shape.",
    "core": "The same without the `sh:sparql` constraints: SHACL Core alone. `load and validate` of shacl-rust is its"
    " whole run, to be set beside `validate` of `styrgraf`, which is what is left once the facts are loaded.",
    "changed-only": "All shapes for the given focus nodes alone: decisions, assignments, appropriations and transfers"
    " drawn by lot. The facts are loaded once; the time is that of one validation. With focus nodes pySHACL 0.40 misses"
    " findings of `sh:node`, and so gives fewer where there are any.",
    "lineage": "One walk: what a decision came of. Impact: how many things came of each decision, summed over all."
    " Times of a walk are for the warm network. `networkx` gets the edges from Styrgraf; `pyoxigraph` and `rdflib`"
    " follow the property path `prov:wasInfluencedBy+`. The whole report has money, gaps and course too.",
    "queries": "Queries of the library. `styrgraf` asks in its own process (`seconds=None`), `styrgraf, limited` as who"
    " says nothing does: in a process apart, with limits on time and memory. Both give terms as records."
    " `pyoxigraph, both layers` asks the very store of `styrgraf`, which holds the passages too; `pyoxigraph` holds the"
    " facts alone. Both look at every cell. The others run the same text; maplib's answers are data frames. Some faulty"
    " amounts are no numbers: an engine that stumbles on them fails the queries that sum.",
    "exports": "The whole graph with its evidence, as text in memory. The others write the content of Styrgraf's file,"
    " read beforehand. Styrgraf's have the same bytes from run to run, and its N-Triples and N-Quads are sorted.",
    START: "The whole process by the clock, on the graph that Styrgraf ships. The command keeps that graph in a cache"
    " on disk: empty the first time, filled from then on.",
}
RIGHT = (
    "Right findings are pySHACL's, or where it gives none those of most engines: the same number of each focus node,"
    " property, component and severity; paths of several properties count as alike."
)


@dataclass(slots=True)
class Row:
    """What the rounds of an engine gave.

    :param seconds: step to the seconds of each round.
    :param counts: step to the counts of its answers.
    :param peaks: megabytes of memory at the peak of each round.
    :param whole: seconds of the whole process in each round.
    :param findings: what a validation found; None if it found out nothing.
    :param note: why there is no more; empty if all went well.
    :param fails: step that could not be done, to the error.
    :param limit: seconds within which it did not end; 0 if it did.
    :param least_peak: megabytes that it had when it was given up; 0 if that is not known.
    :param turns: number of rounds.
    """

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, list[int]] = field(default_factory=dict)
    peaks: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    findings: Findings | None = None
    note: str = ""
    fails: dict[str, str] = field(default_factory=dict)
    limit: float = 0
    least_peak: float = 0
    turns: int = 0

    def take(self, run: Run) -> None:
        """Take a round."""
        self.turns += run.turn > 0
        for record in run.records:
            match record:
                case {"step": step, "fails": error}:
                    self.fails[step] = error
                case {"step": step, "seconds": seconds, "counts": counts}:
                    self.seconds[step].append(seconds)
                    self.counts[step] = counts
                case {"findings": findings}:
                    self.findings = Counter(tuple(finding) for finding in findings)
                case {"peak_mb": peak}:
                    self.peaks.append(peak)
                case {"missing": name}:
                    self.note = f"not installed: {name}"
                case {"timeout": limit}:
                    self.limit = limit
                    self.least_peak = record.get("peak_mb_at_least", 0)
                    self.note = f"did not end within {limit:g} s"
                case {"unended": size}:
                    self.note = f"not tried: did not end at {size}"
                case {"failed": error} | {"crashed": error}:
                    self.note = self.note or f"failed: {error}".replace("|", "\\|")
                case {"whole": seconds}:
                    self.whole.append(seconds)
        if "validate" in self.seconds:
            rounds = zip(*(self.seconds[step] for step in TOGETHER if step in self.seconds), strict=False)
            self.seconds["load and validate"] = [sum(one) for one in rounds]


def rows_of(result: Result) -> dict[str, Row]:
    """Gather the rounds of each engine, in the order of the plan."""
    engines = [*TASKS[result.task], *(run.engine for run in result.runs)]
    rows = {engine: Row() for engine in engines if any(run.engine == engine for run in result.runs)}
    for run in result.runs:
        rows[run.engine].take(run)
    return rows


# Cells


def in_words(seconds: float) -> str:
    """Write a time with three figures."""
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1 or unit == "µs":
            number = seconds * factor
            return f"{number:.0f} {unit}" if number >= 100 else f"{number:.3g} {unit}"
    raise AssertionError


def in_times(ratio: float) -> str:
    """Write a ratio with three figures, or all that it has before the point."""
    return f"{ratio:,.0f}×" if ratio >= 1000 else f"{ratio:.3g}×"


def compared(own: list[float], other: list[float]) -> str:
    """Write the median of an engine's times, and how many times ours it is."""
    if not other:
        return "–"
    text = in_words(median(other))
    return text if not own or own is other else f"{text} ({in_times(median(other) / median(own))})"


def compared_whole(first: Row, row: Row) -> str:
    """Write the time of the whole process, or what it is more than."""
    if not row.limit:
        return compared(first.whole, row.whole)
    text = f"more than {row.limit:g} s"
    more = row.limit / median(first.whole) if first.whole and row is not first else 0
    return f"{text} (more than {in_times(more)})" if more > 1 else text


def compared_memory(first: Row, row: Row) -> str:
    """Write the memory at the peak."""
    if row.limit and row.least_peak:
        more = row.least_peak / median(first.peaks) if first.peaks and row is not first else 0
        return f"more than {row.least_peak:.0f} MB" + (f" (more than {in_times(more)})" if more > 1 else "")
    if not row.peaks:
        return "–"
    times = f" ({in_times(median(row.peaks) / median(first.peaks))})" if first.peaks and row is not first else ""
    return f"{median(row.peaks):.0f} MB{times}"


def choose_right(rows: dict[str, Row]) -> Findings | None:
    """Choose the findings that the others are held to: pySHACL's, or else those that most engines give."""
    if "pyshacl" in rows and rows["pyshacl"].findings is not None:
        return rows["pyshacl"].findings
    found = [row.findings for row in rows.values() if row.findings is not None]
    return max(found, key=found.count, default=None)


def differing(found: Findings) -> str:
    """Tell of which components findings are."""
    components = Counter[str]()
    for (_, _, component, _), number in found.items():
        components[component.removesuffix("ConstraintComponent")] += number
    told = ", ".join(f"{name} {number:,}" for name, number in components.most_common())
    return f" ({told})" if told else ""


def verdict(row: Row, right: Findings | None, faulty: set[str], first: Row) -> str:
    """Say whether the answers of an engine are those of the others."""
    if row.note or row.fails:
        return row.note or "fails: " + ", ".join(f"{name} ({error})" for name, error in row.fails.items())
    if row.findings is not None and right is not None:
        found = f"{len(faulty & {focus for focus, *_ in row.findings}):,} of {len(faulty):,} faults"
        if row.findings == right:
            return f"right: {row.findings.total():,} findings, {found}"
        more, fewer = row.findings - right, right - row.findings
        told = f"{more.total():,} more{differing(more)}, {fewer.total():,} fewer{differing(fewer)}"
        return f"**other findings** ({row.findings.total():,}: {told}), {found}"
    if set(row.counts) == {"load"} or "rules" in row.counts:
        return f"{row.counts['load'][0]:,} triples" if row.counts["load"] else ""
    # An engine that takes fewer turns takes the first of them.
    asked = {name: first.counts[name][: len(c)] for name, c in row.counts.items() if c and first.counts.get(name)}
    asked.pop("load", None)
    if row is first or not asked:
        return ""
    other = [f"{name}: {sum(row.counts[name])} against {sum(c)}" for name, c in asked.items() if row.counts[name] != c]
    return f"**other answers** ({'; '.join(other)})" if other else "same answers"


# Tables


def table(rows: dict[str, Row], faulty: set[str], *, whole_alone: bool = False) -> Iterator[str]:
    """Write the table of a measurement."""
    first = next(iter(rows.values()))
    steps = list(dict.fromkeys(name for row in rows.values() for name in row.seconds))
    right = choose_right(rows)
    columns = ["engine", *steps, "whole process", *([] if whole_alone else ["peak memory"]), "answers"]
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'--:|' * (len(columns) - 2)}---|"
    for engine, row in rows.items():
        cells = [compared(first.seconds[name], row.seconds[name]) for name in steps]
        cells.append(compared_whole(first, row))
        if not whole_alone:
            cells.append(compared_memory(first, row))
        yield f"| {engine} | {' | '.join(cells)} | {verdict(row, right, faulty, first)} |"


def told_rounds(rows: dict[str, Row]) -> str:
    """Say how many rounds there were, and of which engines fewer."""
    most = max(row.turns for row in rows.values())
    fewer = [f"{row.turns} of {engine}" for engine, row in rows.items() if 0 < row.turns < most and not row.note]
    return ", ".join([str(most), *fewer])


def growth(results: Sequence[Result]) -> Iterator[str]:
    """Write how many times the time of each engine grows from each size to the next."""
    rows = [rows_of(result) for result in results]
    lines = []
    for engine in TASKS[results[0].task]:
        # Where loading and validating is measured, the start of the process would flatter.
        each = [row.seconds["load and validate"] or row.whole for row in (of.get(engine, Row()) for of in rows)]
        cells = [in_times(median(large) / median(small)) if small and large else "–" for small, large in pairwise(each)]
        if set(cells) != {"–"}:
            lines.append(f"| {engine} | {' | '.join(cells)} |")
    if lines:
        heads = [f"{a.facts:,} to {b.facts:,} facts ({in_times(b.facts / a.facts)})" for a, b in pairwise(results)]
        validates = any(row.seconds["load and validate"] for row in rows[0].values())
        measured = "To load and validate" if validates else "The whole process"
        yield from (
            "",
            f"{measured} takes so many times as long:",
            "",
            f"| engine | {' | '.join(heads)} |",
            f"|---|{'--:|' * len(heads)}",
        )
        yield from lines


def section(results: Sequence[Result]) -> Iterator[str]:
    """Write the section of a task, small sizes first."""
    task = results[0].task
    yield from ("", f"## {task}", "", ABOUT[task])
    if left_out := results[-1].left_out:
        yield from ("", f"Taken out, each with one constraint or more: {', '.join(f'`{one}`' for one in left_out)}.")
    if results[0].faulty:
        yield from ("", RIGHT)
    for result in results:
        rows = rows_of(result)
        if result.size:
            yield from ("", f"### {task}, {result.facts:,} facts in force")
        yield from ("", f"{result.date}, rounds: {told_rounds(rows)}, `{result.command}`", "")
        yield from table(rows, set(result.faulty), whole_alone=task == START)
    if len(results) > 1:
        yield from growth(results)


def where(results: Sequence[Result]) -> Iterator[str]:
    """Say on what it was measured, once where all was measured on the same."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for result in results:
        versions = ", ".join(f"{name} {version}" for name, version in result.versions.items())
        told[f"{result.machine}. {versions}."].append(" ".join(filter(None, (result.task, result.size))))
    for text, names in told.items():
        yield from ("", text if len(told) == 1 else f"{', '.join(names)}: {text}")


def write_report(results: Sequence[Result], before: str = "") -> str:
    """Write the results as Markdown.

    :param results: the results.
    :param before: the report before, whose beginning, what people wrote included, is kept.
    :returns: the report.
    """
    begin, by_hand, rest = (before or HEAD).partition(BY_HAND)
    kept = rest.partition("\n## ")[0]
    ordered = sorted(results, key=lambda result: list(SIZES).index(result.size) if result.size else 0)
    tasks = [[result for result in ordered if result.task == task and result.runs] for task in TASKS]
    lines = list(where([result for of_task in tasks for result in of_task]))
    for of_task in filter(None, tasks):
        lines += section(of_task)
    return f"{begin}{by_hand}{kept.rstrip()}\n{HOW}" + "".join(f"{line}\n" for line in lines)
