"""What a validation finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from styrgraf.shacl.constraints import Constraint
    from styrgraf.shacl.shapes import Shape
    from styrgraf.shacl.sparql_constraints import SparqlConstraint
    from styrgraf.shacl.terms import Node

__all__ = ["Report", "Result", "Violation"]


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a constraint finds wrong.

    :param focus: the node that it is about.
    :param path: IRI of the property, or the property path in SPARQL; empty where there is none.
    :param value: the value that is wrong; None where there is none.
    :param component: IRI of the constraint component.
    :param severity: IRI of the severity.
    :param source_shape: the shape: its IRI or blank node.
    :param shape_name: its IRI, or that of the nearest named shape that it is part of; empty if there is none.
    :param source_constraint: the constraint in SPARQL; None for others.
    :param messages: the messages, each with its language tag, empty for none.
    """

    focus: Node
    path: str
    value: Node | None
    component: str
    severity: str
    source_shape: Node
    shape_name: str
    source_constraint: Node | None
    messages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found.

    :param conforms: whether nothing is wrong.
    :param results: what is wrong.
    :param by_pyshacl: the shapes that pySHACL validated, each with the reason; empty if all were compiled.
    """

    conforms: bool
    results: tuple[Result, ...]
    by_pyshacl: tuple[tuple[Node, str], ...]


class Violation(NamedTuple):
    """A result before its messages are written."""

    shape: Shape
    constraint: Constraint | SparqlConstraint
    focus: Node
    value: Node | None
    path: str
    bindings: tuple[tuple[str, Node | None], ...] = ()
