"""Who answers for something: found by words, with the chain up to the highest body, heads, and evidence."""

from __future__ import annotations

from styrgraf.accountability.find import who
from styrgraf.accountability.records import (
    Answer,
    Chain,
    End,
    Ground,
    Head,
    Matter,
    Step,
    Who,
    Wording,
)

__all__ = ["Answer", "Chain", "End", "Ground", "Head", "Matter", "Step", "Who", "Wording", "who"]
