"""Conflicts: passages that give different values for what can have one value at one time."""

from __future__ import annotations

from styrgraf.conflicts.find import conflicts
from styrgraf.conflicts.kinds import ConflictKind, read_kinds
from styrgraf.conflicts.records import Claim, Conflict, Strength, Time

__all__ = ["Claim", "Conflict", "ConflictKind", "Strength", "Time", "conflicts", "read_kinds"]
