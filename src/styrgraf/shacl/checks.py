"""The checks that shapes come down to: each asks the store about all focus nodes at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from styrgraf.shacl.results import Violation
from styrgraf.shacl.terms import SH, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from styrgraf.shacl.constraints import Constraint
    from styrgraf.shacl.engine import Engine
    from styrgraf.shacl.shapes import Shape
    from styrgraf.shacl.sources import Source
    from styrgraf.shacl.terms import Node

__all__ = ["Check", "ClosedCheck", "CountCheck", "LanguageCheck", "QualifiedCheck", "RowCheck", "SetCheck", "Test"]

#: Up to so many values are looked up by name; more are found by going through all pairs.
_FEW = 500


class Check(Protocol):
    """A question to the store, and what its answer says of the focus nodes."""

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through what is wrong; the same may come more than once."""
        ...


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on a row.

    :param shape: the shape.
    :param constraint: the constraint that it is of.
    :param expression: true of what conforms.
    """

    shape: Shape
    constraint: Constraint
    expression: str


@dataclass(frozen=True, slots=True)
class RowCheck:
    """Conditions on each focus node, or on each value of a path, in one pass.

    :param pattern: binds ``?this``, and ``?value`` if there is one.
    :param value: the variable of the value; empty if results have none.
    :param tests: the conditions.
    :param chain: of nested shapes, the variables of the nodes that lead to ``?this``: each way is a result.
    """

    pattern: str
    value: str
    tests: tuple[Test, ...]
    chain: tuple[str, ...] = ()

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through the rows for which a condition is not true."""
        tests = self.tests
        selected = "?this" if self.value in {"", "?this"} else "?this ?value"
        at_value = None if not self.value else selected.split().index(self.value)
        told = len(selected.split())
        if len(tests) > 1:
            selected += "".join(f" (({test.expression}) AS ?k{n})" for n, test in enumerate(tests))
        selected += "".join(f" {variable}" for variable in self.chain)
        broken = " || ".join(f"!({test.expression})" for test in tests)
        for row in engine.select(f"SELECT {selected} WHERE {{ {self.pattern} FILTER({broken}) }}").rows:
            chain = tuple(zip(self.chain, list(row)[-len(self.chain) :], strict=True)) if self.chain else ()
            focus = row[0]
            assert focus is not None
            value = None if at_value is None else row[at_value]
            for n, test in enumerate(tests):
                if len(tests) == 1 or _is_false(row[told + n]):
                    path = test.shape.path
                    yield Violation(test.shape, test.constraint, focus, value, path.shown if path else "", chain)


def _is_false(term: Node | None) -> bool:
    return isinstance(term, ox.Literal) and term.value == "false"


@dataclass(frozen=True, slots=True)
class _OfConstraint:
    """What the checks of one constraint have.

    :param source: the focus nodes.
    :param shape: the shape; it has a path where values are counted or compared.
    :param constraint: the constraint.
    """

    source: Source
    shape: Shape
    constraint: Constraint

    def violation(
        self, focus: Node | None, value: Node | None, path: str, bindings: tuple[tuple[str, Node | None], ...] = ()
    ) -> Violation:
        """Tell of a focus node, as a row of an answer gives it."""
        assert focus is not None
        return Violation(self.shape, self.constraint, focus, value, path, bindings)


@dataclass(frozen=True, slots=True)
class _OfShapes(_OfConstraint):
    """What the checks of a constraint that goes to other shapes have.

    :param failing: gives the nodes of a source that fail a shape.
    """

    failing: Callable[[Node, Source], Collection[Node]]


@dataclass(frozen=True, slots=True)
class CountCheck(_OfConstraint):
    """The number of values of each focus node: the constraint is the least or greatest number."""

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through the focus nodes with too few or too many values."""
        path = self.shape.path
        assert path is not None
        number = text_of(self.constraint.values[0])
        values = f"?this {path.text} ?value"
        if self.constraint.component == SH.MinCountConstraintComponent:
            values, wrong = f"OPTIONAL {{ {values} }}", f"< {number}"
        else:
            wrong = f"> {number}"
        query = (
            f"SELECT ?this WHERE {{ {self.source.bind()} {values} }} GROUP BY ?this "
            f"HAVING (COUNT(DISTINCT ?value) {wrong})"
        )
        for (focus,) in engine.select(query).rows:
            yield self.violation(focus, None, path.shown)


@dataclass(frozen=True, slots=True)
class PairCheck(_OfConstraint):
    """Each value against each value of another property, which is the constraint (``sh:lessThan``)."""

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through the pairs that are not in order, or that cannot be compared."""
        path = self.shape.path
        assert path is not None
        sign = "<" if self.constraint.component == SH.LessThanConstraintComponent else "<="
        pairs = f"{self.source.pairs(path)} ?this {self.constraint.values[0]} ?other ."
        wrong = f"FILTER(!COALESCE(?value {sign} ?other, false))"
        for focus, value, other in engine.select(
            f"SELECT DISTINCT ?this ?value ?other WHERE {{ {pairs} {wrong} }}"
        ).rows:
            assert other is not None
            yield self.violation(focus, value, path.shown, (("other", other),))


@dataclass(frozen=True, slots=True)
class LanguageCheck(_OfConstraint):
    """One text a language."""

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through the languages of which a focus node has two texts."""
        path = self.shape.path
        assert path is not None
        pairs = f"{self.source.pairs(path)} ?this {path.text} ?other ."
        same = 'LANG(?value) != "" && LCASE(LANG(?value)) = LCASE(LANG(?other)) && !sameTerm(?value, ?other)'
        query = f"SELECT DISTINCT ?this (LCASE(LANG(?value)) AS ?language) WHERE {{ {pairs} FILTER({same}) }}"
        for focus, language in engine.select(query).rows:
            assert language is not None
            yield self.violation(focus, None, path.shown, (("language", language),))


@dataclass(frozen=True, slots=True)
class ClosedCheck(_OfConstraint):
    """Only the properties that a shape names: the constraint lists them."""

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through the triples with other properties."""
        subject = "?this" if self.shape.path is None else "?value"
        allowed = ", ".join(map(str, self.constraint.values))
        other = f"FILTER(?property NOT IN ({allowed}))" if allowed else ""
        pattern = f"{self.source.pairs(self.shape.path)} {subject} ?property ?object {other}"
        for focus, predicate, value in engine.select(f"SELECT ?this ?property ?object WHERE {{ {pattern} }}").rows:
            assert predicate is not None
            yield self.violation(focus, value, text_of(predicate))


@dataclass(frozen=True, slots=True)
class SetCheck(_OfShapes):
    """Values by whether they fail shapes, as sets."""

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through the focus nodes with values that fail what the constraint makes of the shapes."""
        path = self.shape.path
        wrong = self._wrong(engine, self.source.along(path))
        if path is None:
            yield from (self.violation(node, node, "") for node in wrong)
            return
        if not wrong:
            return
        pattern = self.source.pairs(path)
        if len(wrong) <= _FEW and not any(isinstance(node, ox.BlankNode) for node in wrong):
            pattern = f"VALUES ?value {{ {' '.join(map(str, wrong))} }} {pattern}"
        for focus, value in engine.select(f"SELECT ?this ?value WHERE {{ {pattern} }}").rows:
            if value in wrong:
                yield self.violation(focus, value, path.shown)

    def _wrong(self, engine: Engine, values: Source) -> Collection[Node]:
        component = self.constraint.component
        shapes = self.constraint.shapes
        if component == SH.OrConstraintComponent:
            common: set[Node] | None = None
            for shape in shapes:
                failing = self.failing(shape, values)
                common = set(failing) if common is None else common & set(failing)
                if not common:
                    return common
            return _all(engine, values) if common is None else common
        if component == SH.NotConstraintComponent:
            return _all(engine, values) - set(self.failing(shapes[0], values))
        if component == SH.XoneConstraintComponent:
            failures: dict[Node, int] = defaultdict(int)
            for shape in shapes:
                for node in self.failing(shape, values):
                    failures[node] += 1
            return {node for node in _all(engine, values) if len(shapes) - failures.get(node, 0) != 1}
        return frozenset[object]().union(*(self.failing(shape, values) for shape in shapes))  # type: ignore[return-value]


def _all(engine: Engine, source: Source) -> set[Node]:
    rows: Iterable[tuple[Node]] = engine.select(f"SELECT DISTINCT ?this WHERE {{ {source.bind()} }}").rows  # type: ignore[assignment]
    return {row[0] for row in rows}


@dataclass(frozen=True, slots=True)
class QualifiedCheck(_OfShapes):
    """The number of values that conform to the first shape of a constraint, and to none of the others."""

    def run(self, engine: Engine) -> Iterator[Violation]:
        """Go through the focus nodes with too few or too many such values."""
        path = self.shape.path
        assert path is not None
        values = self.source.along(path)
        wanted, *siblings = self.constraint.shapes
        failing = self.failing(wanted, values)
        others = [self.failing(sibling, values) for sibling in siblings]
        counted: dict[Node, set[Node]] = {node: set() for node in _all(engine, self.source)}
        for focus, value in engine.select(f"SELECT ?this ?value WHERE {{ {self.source.pairs(path)} }}").rows:
            if value not in failing and all(value in other for other in others):
                assert focus is not None
                assert value is not None
                counted.setdefault(focus, set()).add(value)
        number = int(text_of(self.constraint.values[0]))
        least = self.constraint.component == SH.QualifiedMinCountConstraintComponent
        for focus, found in counted.items():
            if len(found) < number if least else len(found) > number:
                yield self.violation(focus, None, path.shown)
