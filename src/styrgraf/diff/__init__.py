"""What differs between two states of the graph, and what that does to lineage, money, conflicts and score."""

from __future__ import annotations

from styrgraf.diff.documents import compare_documents, compare_force, find_renamings
from styrgraf.diff.effects import find_effects
from styrgraf.diff.facts import compare_facts
from styrgraf.diff.records import (
    ConflictChange,
    Diff,
    Difference,
    DocumentChange,
    Effects,
    Event,
    FlowChange,
    FlowState,
    HolderChange,
    How,
    Join,
    Layer,
    Renaming,
    ShareChange,
    Statement,
    SumChange,
)
from styrgraf.diff.sides import Side, open_sides

__all__ = [
    "ConflictChange",
    "Diff",
    "Difference",
    "DocumentChange",
    "Effects",
    "Event",
    "FlowChange",
    "FlowState",
    "HolderChange",
    "How",
    "Join",
    "Layer",
    "Renaming",
    "ShareChange",
    "Side",
    "Statement",
    "SumChange",
    "diff",
    "open_sides",
]


def diff(old: Side, new: Side) -> Diff:
    """Find what differs between two states of the graph.

    How files are laid out is no difference, nor is the order in which they state their facts.

    :param old: the side before, from :func:`open_sides`.
    :param new: the side after.
    :returns: facts, documents, names, and the effects on lineage, money, holders, conflicts and score.
    :raises StyrgrafError: if a query of a side cannot be asked.
    """
    facts = compare_facts(old.facts, new.facts)
    left, entered = compare_force(old, new)
    return Diff(
        old.name,
        new.name,
        facts,
        compare_documents(old.facts, new.facts),
        find_renamings(old.graph, new.graph, facts),
        left,
        entered,
        find_effects(old.graph, new.graph),
    )
