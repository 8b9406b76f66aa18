"""The city over time: its organisation on a day, and the life of a unit, a body, a post or a person in office."""

from __future__ import annotations

from styrgraf.timeline.dates import around, check_date, compare, last_day
from styrgraf.timeline.history import history
from styrgraf.timeline.organisation import organisation
from styrgraf.timeline.records import (
    Absence,
    Certainty,
    Change,
    Dated,
    Gap,
    History,
    Holding,
    Left,
    Link,
    Organisation,
    Relation,
    Role,
    Span,
    Standing,
    Subject,
    Thing,
)

__all__ = [
    "Absence",
    "Certainty",
    "Change",
    "Dated",
    "Gap",
    "History",
    "Holding",
    "Left",
    "Link",
    "Organisation",
    "Relation",
    "Role",
    "Span",
    "Standing",
    "Subject",
    "Thing",
    "around",
    "check_date",
    "compare",
    "history",
    "last_day",
    "organisation",
]
