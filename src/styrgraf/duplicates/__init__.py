"""Likely doubles: two IRIs that may be one thing, and what has been judged of them."""

from __future__ import annotations

from styrgraf.duplicates.find import duplicates
from styrgraf.duplicates.records import Judgement, LikelyDouble, Likeness, Reason, Verdict

__all__ = ["Judgement", "LikelyDouble", "Likeness", "Reason", "Verdict", "duplicates"]
