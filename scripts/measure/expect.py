"""What a plan would run, and how long that would take by what was measured before."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from scripts.measure.plan import SIZES
from scripts.measure.report import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.measure.plan import Measurement
    from scripts.measure.results import Result


def tell_plan(plan: Sequence[Measurement], results: Sequence[Result], limit: float) -> Iterator[str]:
    """Say what would be run.

    :param plan: the measurements.
    :param results: what was measured before.
    :param limit: seconds that a run may take.
    :returns: lines, a measurement and below it its engines.
    """
    known = {(one.task, one.size): one for one in results}
    rows, runs, whole = 0, 0, 0.0
    for measurement in plan:
        size = SIZES.get(measurement.size)
        yield f"{measurement.name}, about {size.facts:,} facts in force" if size else measurement.name
        there = known.get((measurement.task, measurement.size))
        for engine, rounds in measurement.rounds.items():
            done = sum(run.engine == engine and run.went_well for run in there.runs) if there else 0
            seconds, told = _expect(measurement.task, engine, measurement.size, known)
            if seconds >= limit:
                told = f"hardly ends within {limit:g} s"
            # One that does not end is not tried again.
            whole += rounds * seconds if seconds < limit else limit
            rows, runs = rows + 1, runs + rounds
            yield f"  {engine}: {rounds} × {told}{f'; {done} done' if done else ''}"
    yield f"{rows} rows, {runs} runs: about {whole / 3600:.1f} hours, and the making of the data."


def _expect(task: str, engine: str, size: str, known: dict[tuple[str, str], Result]) -> tuple[float, str]:
    """Expect the seconds of a run: as before at that size, or as many times more as there are facts more."""
    names = list(SIZES)
    for nearest in reversed(names[: names.index(size) + 1]) if size else ("",):
        result = known.get((task, nearest))
        ended = [run.records[-1] for run in result.runs if run.engine == engine] if result else []
        took: list[float] = [one[key] for one in ended for key in ("whole", "timeout") if key in one]
        if took:
            seconds = median(took) * (SIZES[size].facts / SIZES[nearest].facts if size else 1)
            return seconds, f"about {in_words(seconds)}{f', judged by {nearest}' if nearest != size else ''}"
    return 0, "an unknown time, counted as none"
