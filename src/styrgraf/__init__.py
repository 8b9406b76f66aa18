"""Styrgraf: how Malmö stad is governed, as a graph in which every fact points to its passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from styrgraf.api import Explanation, KnowledgeGraph, open  # noqa: A004 - styrgraf.open() reads as it should
    from styrgraf.errors import StyrgrafError

__all__ = ["Explanation", "KnowledgeGraph", "StyrgrafError", "open"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is named
    # The command imports only what it needs; so does a program that wants one module.
    if name in {"Explanation", "KnowledgeGraph", "open"}:
        from styrgraf import api  # noqa: PLC0415

        return getattr(api, name)
    if name == "StyrgrafError":
        from styrgraf.errors import StyrgrafError  # noqa: PLC0415

        return StyrgrafError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
