"""Lineage: what a thing came of and what came of it, with money, expected path and gaps."""

from __future__ import annotations

from styrgraf.lineage.identify import UnclearIdentifierError, identify
from styrgraf.lineage.network import LineageNetwork
from styrgraf.lineage.procedure import course_of, courses
from styrgraf.lineage.records import Context, Course, Edge, Gap, Lineage, Money, Node, State, Step
from styrgraf.lineage.trace import DIRECTIONS, trace_lineage

__all__ = [
    "DIRECTIONS",
    "Context",
    "Course",
    "Edge",
    "Gap",
    "Lineage",
    "LineageNetwork",
    "Money",
    "Node",
    "State",
    "Step",
    "UnclearIdentifierError",
    "course_of",
    "courses",
    "identify",
    "trace_lineage",
]
