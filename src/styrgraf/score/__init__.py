"""The score: how well the graph is evidenced, and the baseline that its shares must not fall below."""

from __future__ import annotations

from styrgraf.score.baseline import compare_baseline, write_baseline
from styrgraf.score.measure import Measure, read_measures, score
from styrgraf.score.records import JOINTLY, CaseScore, Count, Fallen, Score, Share, Verdict

__all__ = [
    "JOINTLY",
    "CaseScore",
    "Count",
    "Fallen",
    "Measure",
    "Score",
    "Share",
    "Verdict",
    "compare_baseline",
    "read_measures",
    "score",
    "write_baseline",
]
