"""The queries of ``queries/who``: which properties lead from a matter to who answers, and from there upwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text

if TYPE_CHECKING:
    from styrgraf.store import Graph, Term

__all__ = ["GROUP", "Row", "ask"]

#: The folder and group of the queries.
GROUP = "who"

#: What a row binds, by variable.
Row = dict[str, "Term"]


def ask(graph: Graph, name: str) -> list[Row]:
    """Ask a query of the group.

    :param graph: the graph.
    :param name: name of the query.
    :returns: the rows.
    :raises StyrgrafError: if the graph's queries lack it, or it has a syntax error.
    """
    paths = (path for path in graph.layout.query_files() if (path.parent.name, path.stem) == (GROUP, name))
    path = next(paths, None)
    if path is None:
        raise StyrgrafError(
            f"the query “{name}” is missing, which tells who answers",
            place=Place(graph.layout.queries),
            remedy=f"take {GROUP}/{name}.rq from what Styrgraf ships",
        )
    text = read_text(path)
    try:
        names = graph.variables(text)
        return [{key: term for key, term in zip(names, row, strict=True) if term} for row in graph.select(text)]
    except StyrgrafError as error:
        raise StyrgrafError(error.what, place=Place(path), remedy="mend the SPARQL of the query") from error
