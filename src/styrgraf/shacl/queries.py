"""Constraints in SPARQL, asked for all focus nodes at once, or for one at a time where the query demands it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError
from styrgraf.shacl.results import Violation
from styrgraf.shacl.terms import short_name, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from styrgraf.shacl.engine import Engine
    from styrgraf.shacl.shapes import Shape
    from styrgraf.shacl.sources import Source
    from styrgraf.shacl.sparql_constraints import SparqlConstraint
    from styrgraf.shacl.terms import Node

__all__ = ["SparqlCheck"]


@dataclass(frozen=True, slots=True)
class SparqlCheck:
    """A constraint in SPARQL.

    :param source: the focus nodes.
    :param shape: the shape.
    :param constraint: the constraint.
    :param few: whether the focus nodes are few, so that inner SELECTs should be asked about them alone.
    """

    source: Source
    shape: Shape
    constraint: SparqlConstraint
    few: bool = False

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through what the query finds."""
        query = self.constraint.query
        is_ask = query.form == "ASK"
        focus = ("this", "value") if is_ask else ("this",)
        if is_ask:
            pairs = self.source.pairs(self.shape.path)
            value = "?value" if self.shape.path is not None else "(?this AS ?value)"
            table = f"{{ SELECT DISTINCT ?this {value} WHERE {{ {pairs} }} }}"
        else:
            table = self.source.table()
        if not query.one_at_a_time(frozenset(focus)):
            yield from self._ask(engine, dict.fromkeys(focus, table), None, everywhere=self.few)
            return
        selected = " ".join(f"?{name}" for name in focus)
        for row in list(engine.select(f"SELECT {selected} WHERE {{ {table} }}").rows):
            if any(isinstance(term, ox.BlankNode) for term in row):
                # A blank node cannot be named in a query; the table with a test for it comes nearest.
                yield from (v for v in self._ask(engine, dict.fromkeys(focus, table), None) if v.focus == row[0])
            else:
                one = f"VALUES ({selected}) {{ ({' '.join(map(str, row))}) }}"
                yield from self._ask(engine, dict.fromkeys(focus, one), row, everywhere=True)

    def _ask(
        self, engine: Engine, tables: dict[str, str], only: Sequence[Node | None] | None, *, everywhere: bool = False
    ) -> Iterator[Violation]:
        constants = dict(self.constraint.constants)
        tables |= {name: f"VALUES ?{name} {{ {term} }}" for name, term in constants.items()}
        found = engine.select(self.constraint.query.with_tables(tables, everywhere))
        path = self.shape.path
        for row in found.rows:
            bindings = {name: term for name, term in zip(found.variables, row, strict=True) if term is not None}
            if (failure := bindings.pop("failure", None)) is not None and text_of(failure) in {"true", "1"}:
                name = short_name(self.shape.name)
                raise StyrgrafError(f"the query of the shape {name} tells of a failure", remedy="mend shape or data")
            focus = bindings.get("this") or (only[0] if only else None)
            if focus is None:
                continue
            value = bindings.get("value")
            if value is None and path is None:
                value = focus
            where = bindings.get("path")
            shown = text_of(where) if where is not None else path.shown if path else ""
            told = {**constants, **bindings, "this": focus}
            if path is not None:
                told.setdefault("path", ox.NamedNode(path.shown) if path.plain else ox.Literal(path.shown))
            yield Violation(self.shape, self.constraint, focus, value, shown, tuple(told.items()))
