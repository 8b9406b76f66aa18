"""What a shape asks of one node, as a SPARQL expression: so that conforming nodes never leave the store."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.shacl.constraints import NODE_KINDS, Constraint
from styrgraf.shacl.datatypes import datatype_test
from styrgraf.shacl.terms import SH, iri, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from styrgraf.shacl.paths import Path
    from styrgraf.shacl.shapes import Shapes
    from styrgraf.shacl.sources import Hierarchy
    from styrgraf.shacl.terms import Node

__all__ = ["Expressions"]

_RANGES = {
    SH.MinInclusiveConstraintComponent: ">=",
    SH.MinExclusiveConstraintComponent: ">",
    SH.MaxInclusiveConstraintComponent: "<=",
    SH.MaxExclusiveConstraintComponent: "<",
}
_LENGTHS = {SH.MinLengthConstraintComponent: ">=", SH.MaxLengthConstraintComponent: "<="}
# An expression with a pattern of its own: engines are slow where one stands inside another.
_PATTERN = "EXISTS {"


class Expressions:
    """Writes constraints as expressions that are true of what conforms, and never an error.

    :param shapes: the shapes.
    :param hierarchy: the classes of the data.
    :param merged_integers: as of the engine.
    """

    def __init__(self, shapes: Shapes, hierarchy: Hierarchy, *, merged_integers: bool) -> None:
        self._shapes = shapes
        self._hierarchy = hierarchy
        self._merged_integers = merged_integers
        self._numbers = count(1)
        self._of_value: dict[str, Callable[[Constraint, str], str | None]] = {
            SH.ClassConstraintComponent: self._class,
            SH.DatatypeConstraintComponent: self._datatype,
            SH.NodeKindConstraintComponent: _node_kind,
            SH.PatternConstraintComponent: _pattern,
            SH.InConstraintComponent: _in,
            SH.LanguageInConstraintComponent: _language_in,
            SH.NodeConstraintComponent: self._all_shapes,
            SH.PropertyConstraintComponent: self._all_shapes,
            SH.AndConstraintComponent: self._all_shapes,
            SH.OrConstraintComponent: self._or,
            SH.XoneConstraintComponent: self._xone,
            SH.NotConstraintComponent: self._not,
            **dict.fromkeys(_RANGES, _range),
            **dict.fromkeys(_LENGTHS, _length),
        }

    def of_value(self, constraint: Constraint, value: str) -> str | None:
        """Write what a constraint asks of each value.

        :param constraint: the constraint.
        :param value: the variable of the value, with its sign.
        :returns: the expression; None if it cannot be written as one.
        """
        write = self._of_value.get(constraint.component)
        return None if write is None else write(constraint, value)

    def of_focus(self, constraint: Constraint, path: Path | None, focus: str) -> str | None:
        """Write what a constraint asks of the values together.

        :param constraint: the constraint.
        :param path: the path of its shape.
        :param focus: the variable of the focus node, with its sign.
        :returns: the expression; None if it cannot be written as one.
        """
        if constraint.component == SH.HasValueConstraintComponent:
            (wanted,) = constraint.values
            if isinstance(wanted, ox.BlankNode):
                return "false"
            return f"sameTerm({focus}, {wanted})" if path is None else f"EXISTS {{ {focus} {path.looked_up} {wanted} }}"
        if path is None or constraint.component not in {
            SH.MinCountConstraintComponent,
            SH.MaxCountConstraintComponent,
        }:
            return None
        number = int(text_of(constraint.values[0]))
        one, other = self._fresh(), self._fresh()
        if constraint.component == SH.MinCountConstraintComponent:
            return {0: "true", 1: f"EXISTS {{ {focus} {path.looked_up} {one} }}"}.get(number)
        if number == 0:
            return f"!EXISTS {{ {focus} {path.looked_up} {one} }}"
        two = f"{focus} {path.looked_up} {one} . {focus} {path.looked_up} {other} FILTER(!sameTerm({one}, {other}))"
        return f"!EXISTS {{ {two} }}" if number == 1 else None

    def of_shape(self, node: Node, value: str) -> str | None:
        """Write what a shape asks of a node.

        :param node: the shape.
        :param value: the variable of the node, with its sign.
        :returns: the expression; None if it cannot be written as one.
        """
        shape = self._shapes.by_node.get(node)
        if shape is None:
            return "true"
        parts: list[str] = []
        for constraint in shape.constraints:
            part = None
            if isinstance(constraint, Constraint):
                part = self.of_focus(constraint, shape.path, value)
                if part is None and shape.path is None:
                    part = self.of_value(constraint, value)
                elif part is None and shape.path is not None:
                    inner = self._fresh()
                    test = self.of_value(constraint, inner)
                    if test is not None and _PATTERN not in test:
                        part = f"!EXISTS {{ {value} {shape.path.looked_up} {inner} FILTER(!({test})) }}"
            if part is None:
                return None
            parts.append(part)
        return _joined(parts, "&&", "true")

    def _fresh(self) -> str:
        return f"?x{next(self._numbers)}"

    def _shapes_of(self, constraint: Constraint, value: str) -> list[str] | None:
        parts = [self.of_shape(node, value) for node in constraint.shapes]
        return None if None in parts else [part for part in parts if part is not None]

    def _class(self, constraint: Constraint, value: str) -> str:
        return self._hierarchy.is_instance(value, iri(constraint.values[0]), self._fresh())

    def _datatype(self, constraint: Constraint, value: str) -> str:
        return datatype_test(iri(constraint.values[0]), value, merged_integers=self._merged_integers)

    def _all_shapes(self, constraint: Constraint, value: str) -> str | None:
        parts = self._shapes_of(constraint, value)
        return None if parts is None else _joined(parts, "&&", "true")

    def _or(self, constraint: Constraint, value: str) -> str | None:
        parts = self._shapes_of(constraint, value)
        return None if parts is None else _joined(parts, "||", "false")

    def _not(self, constraint: Constraint, value: str) -> str | None:
        parts = self._shapes_of(constraint, value)
        return None if parts is None else f"!({parts[0]})"

    def _xone(self, constraint: Constraint, value: str) -> str | None:
        parts = self._shapes_of(constraint, value)
        if parts is None:
            return None
        return f"({' + '.join(f'IF({part}, 1, 0)' for part in parts) or '0'}) = 1"


def _joined(parts: list[str], sign: str, nothing: str) -> str:
    return f" {sign} ".join(f"({part})" for part in parts) or nothing


def _node_kind(constraint: Constraint, value: str) -> str:
    return " || ".join(f"{kind}({value})" for kind in NODE_KINDS[iri(constraint.values[0])])


def _pattern(constraint: Constraint, value: str) -> str:
    pattern = ox.Literal(text_of(constraint.values[0]))
    flags = f", {ox.Literal(constraint.flags)}" if constraint.flags else ""
    return f"!isBlank({value}) && COALESCE(REGEX(STR({value}), {pattern}{flags}), false)"


def _in(constraint: Constraint, value: str) -> str:
    names = [str(item) for item in constraint.values if isinstance(item, ox.NamedNode)]
    parts = [f"{value} IN ({', '.join(names)})"] if names else []
    parts += [f"sameTerm({value}, {item})" for item in constraint.values if isinstance(item, ox.Literal)]
    return _joined(parts, "||", "false")


def _language_in(constraint: Constraint, value: str) -> str:
    parts = [f"langMatches(LANG({value}), {ox.Literal(text_of(item))})" for item in constraint.values]
    return f"isLiteral({value}) && ({_joined(parts, '||', 'false')})"


def _range(constraint: Constraint, value: str) -> str:
    return f"COALESCE({value} {_RANGES[constraint.component]} {constraint.values[0]}, false)"


def _length(constraint: Constraint, value: str) -> str:
    number = text_of(constraint.values[0])
    return f"!isBlank({value}) && STRLEN(STR({value})) {_LENGTHS[constraint.component]} {number}"
