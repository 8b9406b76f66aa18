"""Where the compiled queries run: the embedded store, or whatever else answers a SPARQL SELECT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from styrgraf.shacl.terms import Node

__all__ = ["Engine", "Rows", "StoreEngine"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT.

    :param variables: the selected variables, without their sign.
    :param rows: a term or None for each variable; read once.
    """

    variables: tuple[str, ...]
    rows: Iterable[Sequence[Node | None]]


class Engine(Protocol):
    """What answers SPARQL 1.1 SELECT queries over the default graph.

    An engine with ``merged_integers`` keeps ``xsd:byte`` and the like as ``xsd:integer``. Threads may share it.
    """

    @property
    def merged_integers(self) -> bool:
        """Whether all whole numbers become ``xsd:integer`` in the store."""
        ...

    def select(self, query: str) -> Rows:
        """Run a query.

        :param query: a SELECT that is complete in itself.
        :returns: its rows.
        :raises StyrgrafError: if the engine cannot run it.
        """
        ...


class StoreEngine:
    """The embedded store.

    :param store: the store; its default graph is what is validated.
    """

    merged_integers = True

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def select(self, query: str) -> Rows:
        """Run a query.

        :param query: a SELECT.
        :returns: its rows.
        :raises StyrgrafError: if the query has a syntax error.
        """
        try:
            found = self.store.query(query)
        except SyntaxError as error:
            raise StyrgrafError(f"a query that was made from the shapes cannot be read: {error}") from error
        assert isinstance(found, ox.QuerySolutions)
        # Rows that are read later might be dropped by another thread, which pyoxigraph does not allow.
        return Rows(tuple(variable.value for variable in found.variables), list(found))
