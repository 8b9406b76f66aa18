"""What no source shows: each kind of gap is a query in ``queries/gaps/`` that selects ``?about``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.documents.ordering import natural_key
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text
from styrgraf.lineage.records import Gap
from styrgraf.reason.rules import read_header
from styrgraf.store import Graph, Iri

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["find_gaps"]


def find_gaps(graph: Graph, things: Iterable[Iri] | None = None, language: str = "sv") -> list[Gap]:
    """Find what is missing about things.

    :param graph: the graph.
    :param things: IRIs of the things; None for all of the graph.
    :param language: ``sv`` or ``en``.
    :returns: the gaps, those that matter most first.
    :raises StyrgrafError: if a gap query has no message in the language.
    """
    about = None if things is None else set(things)
    queries = [(path, read_text(path)) for path in graph.layout.query_files() if path.parent.name == "gaps"]
    gaps = []
    for path, query in sorted(queries, key=lambda one: natural_key(read_header(one[1]).get("gap-order", "99"))):
        message = read_header(query).get(f"gap-{language}")
        if message is None:
            raise StyrgrafError(
                f"the gap query has no “gap-{language}” in its header",
                place=Place(path, 1),
                remedy=f"add a line “# gap-{language}: … {{about}} …”",
            )
        try:
            found = {Iri(str(row[0])) for row in graph.select(query)}
        except StyrgrafError as error:
            raise StyrgrafError(error.what, place=Place(path), remedy="mend the SPARQL of the query") from error
        gaps += [
            Gap(path.stem, thing, message.replace("{about}", graph.label(thing, language)))
            for thing in sorted(found if about is None else found & about)
        ]
    return gaps
