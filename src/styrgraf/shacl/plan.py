"""From shapes to checks: which questions are asked, and which of them share a pass over the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.shacl.checks import (
    ClosedCheck,
    CountCheck,
    LanguageCheck,
    PairCheck,
    QualifiedCheck,
    RowCheck,
    SetCheck,
    Test,
)
from styrgraf.shacl.constraints import Constraint
from styrgraf.shacl.queries import SparqlCheck
from styrgraf.shacl.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.shacl.checks import Check
    from styrgraf.shacl.engine import Engine
    from styrgraf.shacl.expressions import Expressions
    from styrgraf.shacl.shapes import Shape, Shapes
    from styrgraf.shacl.sources import Source
    from styrgraf.shacl.terms import Node

__all__ = ["Plan"]

_SETS = frozenset(SH[f"{name}ConstraintComponent"] for name in ("Node", "Property", "And", "Or", "Xone", "Not"))
_QUALIFIED = frozenset((SH.QualifiedMinCountConstraintComponent, SH.QualifiedMaxCountConstraintComponent))
_PAIRS = frozenset((SH.LessThanConstraintComponent, SH.LessThanOrEqualsConstraintComponent))
_COUNTS = frozenset((SH.MinCountConstraintComponent, SH.MaxCountConstraintComponent))


class Plan:
    """Makes the checks of shapes.

    :param engine: where the data are.
    :param shapes: the shapes.
    :param expressions: writes constraints as expressions.
    :param few: whether the focus nodes are few.
    """

    def __init__(self, engine: Engine, shapes: Shapes, expressions: Expressions, *, few: bool) -> None:
        self._engine = engine
        self._shapes = shapes
        self._expressions = expressions
        self._few = few
        self._failing: dict[tuple[Node, str], frozenset[Node]] = {}

    def checks(self, targets: Iterable[tuple[Shape, Source]]) -> list[Check]:
        """Make the checks of shapes with what they are about.

        :param targets: each shape with its focus nodes.
        :returns: the checks; those that go through the same rows are one.
        """
        found: list[Check] = []
        seen: set[tuple[Node, str]] = set()
        for shape, source in targets:
            found += self._of_shape(shape, source, seen)
        return _together(found)

    def failing(self, node: Node, source: Source) -> frozenset[Node]:
        """Find the nodes that fail a shape.

        :param node: the shape.
        :param source: the nodes.
        :returns: those of them that do not conform.
        """
        key = (node, source.template)
        if key not in self._failing:
            shape = self._shapes.by_node.get(node)
            checks = _together(list(self._of_shape(shape, source, None))) if shape else []
            self._failing[key] = frozenset(wrong.focus for check in checks for wrong in check.run(self._engine))
        return self._failing[key]

    def _of_shape(self, shape: Shape, source: Source, seen: set[tuple[Node, str]] | None) -> Iterator[Check]:
        """Make the checks of a shape; without ``seen``, only for whether nodes conform to it."""
        if seen is not None:
            if (shape.node, source.template) in seen:
                return
            seen.add((shape.node, source.template))
        for constraint in shape.constraints:
            if not isinstance(constraint, Constraint):
                yield SparqlCheck(source, shape, constraint, self._few)
            elif constraint.component == SH.PropertyConstraintComponent and seen is not None:
                for inner in constraint.shapes:
                    if (found := self._shapes.by_node.get(inner)) is not None:
                        yield from self._of_shape(found, source.along(shape.path), seen)
            else:
                yield from self._of_constraint(shape, constraint, source)

    def _of_constraint(self, shape: Shape, constraint: Constraint, source: Source) -> Iterator[Check]:
        path, component = shape.path, constraint.component
        if (test := self._expressions.of_focus(constraint, path, "?this")) is not None:
            if test != "true":
                yield RowCheck(source.bind(), "", (Test(shape, constraint, test),), source.chain)
            return
        value = "?this" if path is None else "?value"
        if (test := self._expressions.of_value(constraint, value)) is not None:
            yield RowCheck(source.pairs(path), value, (Test(shape, constraint, test),), source.chain)
        elif component in {SH.EqualsConstraintComponent, SH.DisjointConstraintComponent}:
            yield from _of_pair(shape, constraint, source)
        elif component in _PAIRS:
            yield PairCheck(source, shape, constraint)
        elif component in _COUNTS:
            yield CountCheck(source, shape, constraint)
        elif component == SH.UniqueLangConstraintComponent:
            yield LanguageCheck(source, shape, constraint)
        elif component == SH.ClosedConstraintComponent:
            yield ClosedCheck(source, shape, constraint)
        elif component in _QUALIFIED:
            yield QualifiedCheck(source, shape, constraint, self.failing)
        else:
            assert component in _SETS, component
            yield SetCheck(source, shape, constraint, self.failing)


def _of_pair(shape: Shape, constraint: Constraint, source: Source) -> Iterator[Check]:
    (other,) = constraint.values
    value = "?this" if shape.path is None else "?value"
    has = f"EXISTS {{ ?this {other} {value} }}"
    if constraint.component == SH.DisjointConstraintComponent:
        yield RowCheck(source.pairs(shape.path), value, (Test(shape, constraint, f"!{has}"),))
        return
    yield RowCheck(source.pairs(shape.path), value, (Test(shape, constraint, has),))
    also = "sameTerm(?value, ?this)" if shape.path is None else f"EXISTS {{ ?this {shape.path.looked_up} ?value }}"
    yield RowCheck(f"{source.bind()} ?this {other} ?value .", "?value", (Test(shape, constraint, also),))


def _together(checks: list[Check]) -> list[Check]:
    """Make one check of those that go through the same rows."""
    rows: dict[tuple[str, str, tuple[str, ...]], list[Test]] = {}
    rest: list[Check] = []
    for check in checks:
        if isinstance(check, RowCheck):
            rows.setdefault((check.pattern, check.value, check.chain), []).extend(check.tests)
        else:
            rest.append(check)
    return [*(RowCheck(key[0], key[1], tuple(tests), key[2]) for key, tests in rows.items()), *rest]
