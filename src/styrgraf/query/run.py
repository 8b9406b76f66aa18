"""Running a query over the graph: checked, bound to its parameters, within limits."""

from __future__ import annotations

import io
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from styrgraf.store import Graph, Term

__all__ = ["run_query"]

_LIMITS = Limits()
_TRIPLE = ("subject", "predicate", "object")
_TRUTH = ("answer",)


def run_query(
    graph: Graph,
    query: str | NamedQuery,
    parameters: Mapping[str, str] | None = None,
    *,
    limits: Limits = _LIMITS,
    start_method: str | None = None,
) -> Answer:
    """Ask the graph: the default graph holds the facts in force, and ``GRAPH`` reaches the evidence.

    The query runs in a process of its own, which is stopped when it reaches a limit. The project's prefixes are
    declared for it. The answer to CONSTRUCT and DESCRIBE has the columns subject, predicate and object.

    :param graph: the graph.
    :param query: SPARQL 1.1, or a named query.
    :param parameters: parameter name to value, as a person writes it.
    :param limits: time, memory and rows that it may take.
    :param start_method: how the process is started; see :func:`styrgraf.query.limits.run_limited`.
    :returns: the answer, whole.
    :raises StyrgrafError: if a parameter does not fit, the query cannot be read, writes, calls out or chooses its
        graphs, or a limit is reached.
    """
    named = parse_query(query) if isinstance(query, str) else query
    refuse(named.text, named.path)
    terms = read_parameters(graph, named, parameters or {})
    work = _Work(graph.store, named.text, terms, limits.rows, named.path)
    columns, truth, *found = run_limited(work, limits, start_method)
    return Answer(columns, tuple(found), truth)


@dataclass(frozen=True, slots=True)
class _Work:
    """What the child process does: it gives the columns, the truth of an ASK, then the rows."""

    store: ox.Store
    text: str
    terms: Mapping[str, Term]
    rows: int
    path: Path | None

    def __reduce__(self) -> tuple[Any, ...]:
        # A store cannot be pickled. Only a child that is not forked asks for it.
        facts = io.BytesIO()
        self.store.dump(facts, ox.RdfFormat.N_QUADS)
        return _restore, (facts.getvalue(), self.text, self.terms, self.rows, self.path)

    def __call__(self) -> Iterator[Any]:
        if (message := engine_fault(self.text)) is not None:
            raise syntax_error(self.text, message, engine_fault, self.path)
        try:
            result = self.store.query(
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

    def _counted(self, found: Iterable[Iterable[Any]]) -> Iterator[tuple[Term | None, ...]]:
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


def _restore(facts: bytes, text: str, terms: Mapping[str, Term], rows: int, path: Path | None) -> _Work:
    store = ox.Store()
    store.bulk_load(facts, ox.RdfFormat.N_QUADS)
    return _Work(store, text, terms, rows, path)


def _remember(known: dict[Any, Term], node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(node, ox.Triple):
        raise StyrgrafError("a triple cannot be a value of an answer", remedy="select its subject, predicate, object")
    known[node] = from_node(node)
    return known[node]
