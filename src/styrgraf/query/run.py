"""Running a query over the graph: checked, bound to its parameters, within limits."""

from __future__ import annotations

import io
import sys
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES
from styrgraf.query.answer import Answer
from styrgraf.query.bind import bind, read_parameters
from styrgraf.query.library import NamedQuery, parse_query
from styrgraf.query.limits import Limits, run_limited
from styrgraf.query.syntax import engine_fault, refuse, syntax_error
from styrgraf.query.table import Form, Row, Table
from styrgraf.store import Text
from styrgraf.timeline.records import Certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from styrgraf.store import Graph, Term
    from styrgraf.timeline.view import View

__all__ = ["run_query"]

_LIMITS = Limits()
_CERTAINTIES = tuple(Certainty)
#: Bytes of an answer that are told at once.
_MESSAGE = 2**16


def run_query(
    graph: Graph,
    query: str | NamedQuery,
    parameters: Mapping[str, str] | None = None,
    *,
    view: View | None = None,
    limits: Limits | None = _LIMITS,
    start_method: str | None = None,
) -> Answer:
    """Ask the graph: the default graph holds the facts in force, and ``GRAPH`` reaches the evidence.

    The query runs in a process of its own, which is stopped when it reaches a limit. The project's prefixes are
    declared for it. The answer to CONSTRUCT and DESCRIBE has the columns subject, predicate and object.

    As of a day, the answer is that of all that is not left out then, with a last column ``certainty``. A row that the
    certain facts alone give is certain; one that they give with the stretched facts is stretched; any other takes an
    undated fact. An answer of no to an ASK rests on no fact, so it has no certainty. Where more facts can take away or
    change rows – sums, NOT EXISTS, OPTIONAL, LIMIT – a row is still certain only if the certain facts alone give that
    very row, and a row that only fewer facts would give is not told.

    :param graph: the graph.
    :param query: SPARQL 1.1, or a named query.
    :param parameters: parameter name to value, as a person writes it.
    :param view: the graph as of a day; None for the facts of all times.
    :param limits: time, memory and rows that it may take, for all of the query's runs together; None to ask in this
        very process, which is fastest, and which nothing stops.
    :param start_method: how the process is started; see :func:`styrgraf.query.limits.run_limited`.
    :returns: the answer, whole.
    :raises StyrgrafError: if a parameter does not fit, the query cannot be read, writes, calls out or chooses its
        graphs, or a limit is reached.
    """
    named = parse_query(query) if isinstance(query, str) else query
    refuse(named.text, named.path)
    terms = read_parameters(graph, named, parameters or {})
    graphs = view.nested if view is not None else (graph,)
    work = _Work(tuple(one.store for one in graphs), named.text, terms, named.path)
    tables: list[Table] = []
    take = partial(_take, tables, limits.rows if limits else sys.maxsize)
    if limits:
        run_limited(work, take, limits, start_method, files=graph.on_disk)
    else:
        work(take)
    *surer, whole = tables
    columns, rows = whole.columns or (), whole.rows
    if view is None:
        return Answer(columns, tuple(rows), whole.truth)
    return Answer(_certainty_column(columns), tuple(_weigh(surer, whole)), whole.truth, view.as_of)


def _take(tables: list[Table], most: int, told: Form | bytes) -> None:
    """Take what the work tells: for each store the form of the answer, then the pieces in which it is written."""
    if isinstance(told, Form):
        tables.append(Table(told, most))
    else:
        tables[-1].read(told)


@dataclass(frozen=True, slots=True)
class _Work:
    """What the child process does: it asks each store, and tells the answers as the engine writes them.

    Of more than one store, each holds the facts of the one before it, and the last gives the rows.
    """

    stores: tuple[ox.Store, ...]
    text: str
    terms: Mapping[str, Term]
    path: Path | None

    def __reduce__(self) -> tuple[Any, ...]:
        # A store cannot be pickled. Only a child that is not forked asks for it.
        return _restore, (tuple(map(_dump, self.stores)), self.text, self.terms, self.path)

    def __call__(self, tell: Callable[[Form | bytes], None]) -> None:
        if (message := engine_fault(self.text)) is not None:
            raise syntax_error(self.text, message, engine_fault, self.path)
        try:
            text, prefixes = bind(self.text, self.terms), _named_prefixes(self.text)
            for store in self.stores:
                _ask(store, text, prefixes, tell)
        except SyntaxError as error:
            # The text itself can be read, so what cannot is the text with its parameters.
            raise StyrgrafError(
                f"the parameters cannot be bound in the query: {error}",
                remedy="a parameter is a variable that the query neither selects with AS nor binds",
            ) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise StyrgrafError(f"the query cannot be answered: {error}") from error


def _ask(store: ox.Store, text: str, prefixes: dict[str, str], tell: Callable[[Form | bytes], None]) -> None:
    output = cast("IO[bytes]", _Output(tell))
    # Whatever the text says, the default graph is that of the facts in force.
    result = store.query(text, base_iri=BASE, prefixes=prefixes, default_graph=ox.DefaultGraph())
    if isinstance(result, ox.QueryBoolean):
        tell(Form.TRUTH)
        tell(b"?answer\ntrue\n" if result else b"?answer\nfalse\n")
    elif isinstance(result, ox.QuerySolutions):
        tell(Form.ROWS)
        result.serialize(output, ox.QueryResultsFormat.TSV)
    else:
        tell(Form.TRIPLES)
        tell(b"?subject\t?predicate\t?object\n")
        result.serialize(output, ox.RdfFormat.N_TRIPLES)


class _Output:
    """A file to which the engine writes an answer while it finds it, in pieces that are worth a message."""

    def __init__(self, tell: Callable[[bytes], None]) -> None:
        self._tell = tell
        self._written: list[bytes] = []
        self._size = 0

    def write(self, piece: bytes) -> int:
        self._written.append(piece)
        self._size += len(piece)
        if self._size >= _MESSAGE:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        self._tell(b"".join(self._written))
        self._written, self._size = [], 0


@lru_cache
def _named_prefixes(text: str) -> dict[str, str]:
    """Choose the prefixes that a text may name: to declare all of them takes a tenth of the time of a small query."""
    return {prefix: iri for prefix, iri in PREFIXES.items() if f"{prefix}:" in text}


def _certainty_column(columns: tuple[str, ...]) -> tuple[str, ...]:
    name = "certainty"
    while name in columns:
        name += "_"
    return (*columns, name)


def _weigh(surer: list[Table], whole: Table) -> list[Row]:
    """Add to each row the surest of the facts that give it."""
    if whole.truth is False:
        return [(*row, None) for row in whole.rows]
    known = [Counter(table.rows) for table in surer]
    found = []
    for row in whole.rows:
        given = [rows[row] > 0 for rows in known]
        # A row may come more than once, and is counted off.
        for rows, gives in zip(known, given, strict=True):
            if gives:
                rows[row] -= 1
        found.append((*row, Text(_CERTAINTIES[given.index(True) if True in given else -1])))
    return found


def _dump(store: ox.Store) -> bytes:
    facts = io.BytesIO()
    store.dump(facts, ox.RdfFormat.N_QUADS)
    return facts.getvalue()


def _restore(facts: tuple[bytes, ...], text: str, terms: Mapping[str, Term], path: Path | None) -> _Work:
    stores = []
    for dumped in facts:
        store = ox.Store()
        store.bulk_load(dumped, ox.RdfFormat.N_QUADS)
        stores.append(store)
    return _Work(tuple(stores), text, terms, path)
