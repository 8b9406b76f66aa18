"""What no source shows: each kind of gap is a query in ``queries/gaps/`` that selects ``?about``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.documents.ordering import natural_key
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text
from styrgraf.lineage.records import Gap
from styrgraf.reason.rules import read_header
from styrgraf.store import Graph, Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["find_gaps"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of gap.

    :param path: the file of its query.
    :param query: the SPARQL SELECT.
    :param header: key to value, with a message for each language.
    """

    path: Path
    query: str
    header: Mapping[str, str]


def find_gaps(graph: Graph, things: Iterable[Iri] | None = None, language: str = "sv") -> list[Gap]:
    """Find what is missing about things.

    :param graph: the graph.
    :param things: IRIs of the things; None for all of the graph.
    :param language: ``sv`` or ``en``.
    :returns: the gaps, those that matter most first.
    :raises StyrgrafError: if a gap query has no message in the language.
    """
    about = "" if things is None else _values(things)
    gaps = []
    for kind in graph.once(_kinds):
        message = kind.header.get(f"gap-{language}")
        if message is None:
            raise StyrgrafError(
                f"the gap query has no “gap-{language}” in its header",
                place=Place(kind.path, 1),
                remedy=f"add a line “# gap-{language}: … {{about}} …”",
            )
        try:
            found = {Iri(str(row[0])) for row in graph.select(kind.query + about)}
        except StyrgrafError as error:
            raise StyrgrafError(error.what, place=Place(kind.path), remedy="mend the SPARQL of the query") from error
        gaps += [
            Gap(kind.path.stem, thing, message.replace("{about}", graph.label(thing, language)))
            for thing in sorted(found)
        ]
    return gaps


def _kinds(graph: Graph) -> tuple[_Kind, ...]:
    """Read the gap queries of a graph, in the order in which they are told."""
    queries = ((path, read_text(path)) for path in graph.layout.query_files() if path.parent.name == "gaps")
    kinds = [_Kind(path, query, read_header(query)) for path, query in queries]
    return tuple(sorted(kinds, key=lambda kind: natural_key(kind.header.get("gap-order", "99"))))


def _values(things: Iterable[Iri]) -> str:
    """Write what makes a query ask about some things alone: a blank node cannot be named in it."""
    names = " ".join(f"<{thing}>" for thing in sorted(set(things)) if not thing.startswith("_:"))
    return f"\nVALUES ?about {{ {names} }}"
