"""Queries of the library, in the default graph alone, so that every engine can answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.measure.steps import foci_of, in_maplib, in_oxigraph, in_rdflib, in_styrgraf, job, tell, turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415

QUERIES = ("drawn-on-appropriations", "money-by-status", "decisions", "transfers", "no-report-back", "lineage-up")


def texts(folder: Path) -> dict[str, str]:
    """Read the text of each query, with its prefixes and its parameter."""
    from styrgraf.documents.layout import find_layout
    from styrgraf.namespaces import PREFIXES
    from styrgraf.query import find_query

    layout, focus = find_layout(folder), foci_of(folder)[0]
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    return {name: prologue + find_query(layout, name).text.replace("?thing", f"<{focus}>") for name in QUERIES}


@job("queries", "styrgraf")
def _(folder: Path) -> None:
    ask_by_name(folder, None)


@job("queries", "styrgraf, limited")
def _(folder: Path) -> None:
    ask_by_name(folder, 600)


def ask_by_name(folder: Path, seconds: float | None) -> None:
    """Ask each query as the public API does."""
    graph = in_styrgraf(folder)
    for name in QUERIES:
        given = {"thing": foci_of(folder)[0]} if name == "lineage-up" else {}
        turns(name, [(name, given)], lambda asked: len(graph.query(asked[0], seconds=seconds, **asked[1])), times=3)


def ask_all(folder: Path, ask: Callable[[str], int], times: int) -> None:
    """Ask each query."""
    for name, text in texts(folder).items():
        try:
            turns(name, [text], ask, times)
        except BaseException as error:  # a panic of maplib is no Exception; the other queries are asked all the same
            tell(step=name, fails=type(error).__name__)


@job("queries", "pyoxigraph")
def _(folder: Path) -> None:
    ask_engine(folder, in_oxigraph(folder))


@job("queries", "pyoxigraph, both layers")
def _(folder: Path) -> None:
    # The same engine over the same quads: the passages too, twice the facts, which it must pass by.
    ask_engine(folder, in_styrgraf(folder).graph.store)


def ask_engine(folder: Path, store: Any) -> None:  # noqa: ANN401
    """Ask each query of the engine, and look at every cell: its rows hold none until they are asked for."""
    ask_all(folder, lambda text: len([tuple(row) for row in store.query(text)]), 3)


@job("queries", "rdflib")
def _(folder: Path) -> None:
    graph = in_rdflib(folder)
    ask_all(folder, lambda text: len(list(graph.query(text))), 1)


@job("queries", "maplib")
def _(folder: Path) -> None:
    models = [in_maplib(folder)]

    def ask(text: str) -> int:
        try:
            return int(models[-1].query(text).height)
        except BaseException:
            # After a panic it answers nothing any more.
            models.append(in_maplib(folder))
            raise

    ask_all(folder, ask, 3)
