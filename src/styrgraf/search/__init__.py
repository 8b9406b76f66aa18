"""Search: things by what they are called or numbered, with Swedish word forms, compounds and typing errors."""

from __future__ import annotations

from styrgraf.search.index import Field, Hit, SearchIndex, find

__all__ = ["Field", "Hit", "SearchIndex", "find"]
