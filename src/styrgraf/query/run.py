"""Running a query over the graph: checked, bound to its parameters, within limits."""

from __future__ import annotations

import io
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES
from styrgraf.query.answer import Answer
from styrgraf.query.bind import bind, read_parameters
from styrgraf.query.library import NamedQuery, parse_query
from styrgraf.query.limits import Limits, run_limited
from styrgraf.query.syntax import engine_fault, refuse, syntax_error
from styrgraf.store import Text, from_node
from styrgraf.timeline.records import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from styrgraf.store import Graph, Term
    from styrgraf.timeline.view import View

__all__ = ["run_query"]

_LIMITS = Limits()
_TRIPLE = ("subject", "predicate", "object")
_TRUTH = ("answer",)
_CERTAINTIES = tuple(Certainty)

Row = tuple["Term | None", ...]


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
    work = _Work(
        tuple(one.store for one in graphs), named.text, terms, limits.rows if limits else sys.maxsize, named.path
    )
    columns, truth, *found = run_limited(work, limits, start_method, files=graph.on_disk) if limits else work()
    return Answer(columns, tuple(found), truth, view.as_of if view is not None else "")


@dataclass(frozen=True, slots=True)
class _Work:
    """What the child process does: it gives the columns, the truth of an ASK, then the rows.

    Of more than one store, each holds the facts of the one before it, and the last gives the rows.
    """

    stores: tuple[ox.Store, ...]
    text: str
    terms: Mapping[str, Term]
    rows: int
    path: Path | None

    def __reduce__(self) -> tuple[Any, ...]:
        # A store cannot be pickled. Only a child that is not forked asks for it.
        return _restore, (tuple(map(_dump, self.stores)), self.text, self.terms, self.rows, self.path)

    def __call__(self) -> Iterator[Any]:
        if (message := engine_fault(self.text)) is not None:
            raise syntax_error(self.text, message, engine_fault, self.path)
        *surer, whole = self.stores
        if not surer:
            yield from self._ask(whole)
            return
        known: list[Counter[Row]] = []
        for store in surer:
            _, _, *rows = self._ask(store)
            known.append(Counter(rows))
        found = self._ask(whole)
        columns, truth = next(found), next(found)
        name = "certainty"
        while name in columns:
            name += "_"
        yield (*columns, name)
        yield truth
        for row in found:
            yield (*row, None if truth is False else Text(_weigh(row, known)))

    def _ask(self, store: ox.Store) -> Iterator[Any]:
        try:
            result = store.query(
                bind(self.text, self.terms),
                base_iri=BASE,
                prefixes=dict(PREFIXES),
                # Whatever the text says, the default graph is that of the facts in force.
                default_graph=ox.DefaultGraph(),
            )
            if isinstance(result, ox.QueryBoolean):
                yield _TRUTH
                yield bool(result)
                yield (Text(str(bool(result)).lower(), datatype=f"{PREFIXES['xsd']}boolean"),)
            elif isinstance(result, ox.QuerySolutions):
                yield tuple(variable.value for variable in result.variables)
                yield None
                yield from self._counted(result)
            else:
                yield _TRIPLE
                yield None
                # A graph is a set, but the engine gives a triple as often as it makes it.
                yield from self._counted(dict.fromkeys((t.subject, t.predicate, t.object) for t in result))
        except SyntaxError as error:
            # The text itself can be read, so what cannot is the text with its parameters.
            raise StyrgrafError(
                f"the parameters cannot be bound in the query: {error}",
                remedy="a parameter is a variable that the query neither selects with AS nor binds",
            ) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise StyrgrafError(f"the query cannot be answered: {error}") from error

    def _counted(self, found: Iterable[Iterable[Any]]) -> Iterator[Row]:
        # The same term is one object in many rows, which spares memory and pickling.
        known: dict[Any, Term] = {}
        for number, row in enumerate(found, start=1):
            if number > self.rows:
                raise StyrgrafError(
                    f"stopped at {self.rows} rows: the answer has more",
                    remedy="add LIMIT, restrict or group the query, or allow more rows",
                )
            if number % 10_000 == 0:
                known.clear()
            yield tuple(None if node is None else known.get(node) or _remember(known, node) for node in row)


def _weigh(row: Row, known: list[Counter[Row]]) -> str:
    """Give the surest of the facts that give a row, and count it off: a row may come more than once."""
    given = [rows[row] > 0 for rows in known]
    for rows, gives in zip(known, given, strict=True):
        if gives:
            rows[row] -= 1
    return _CERTAINTIES[given.index(True) if True in given else -1]


def _dump(store: ox.Store) -> bytes:
    facts = io.BytesIO()
    store.dump(facts, ox.RdfFormat.N_QUADS)
    return facts.getvalue()


def _restore(facts: tuple[bytes, ...], text: str, terms: Mapping[str, Term], rows: int, path: Path | None) -> _Work:
    stores = []
    for dumped in facts:
        store = ox.Store()
        store.bulk_load(dumped, ox.RdfFormat.N_QUADS)
        stores.append(store)
    return _Work(tuple(stores), text, terms, rows, path)


def _remember(known: dict[Any, Term], node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(node, ox.Triple):
        raise StyrgrafError("a triple cannot be a value of an answer", remedy="select its subject, predicate, object")
    known[node] = from_node(node)
    return known[node]
