"""The messages of results: those of the shapes, filled in, or else what the constraint says in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.shacl.constraints import Constraint
from styrgraf.shacl.terms import short_name, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from styrgraf.shacl.results import Violation
    from styrgraf.shacl.terms import Node

__all__ = ["messages_for"]

_VARIABLE = re.compile(r"\{[?$](\w+)\}")


def messages_for(violation: Violation, write: Callable[[Node], str]) -> tuple[tuple[str, str], ...]:
    """Write the messages of a result.

    :param violation: what is wrong.
    :param write: writes a term that takes the place of a variable.
    :returns: each message with its language tag, empty for none.
    """
    constraint, bindings = violation.constraint, dict(violation.bindings)
    if isinstance(constraint, Constraint):
        templates, bindings = violation.shape.messages, {}
    else:
        own = bindings.get("message")
        told = (own,) if isinstance(own, ox.Literal) else ()
        templates = told or constraint.messages or violation.shape.messages

    def fill(match: re.Match[str]) -> str:
        term = bindings.get(match[1])
        return match[0] if term is None else write(term)

    if not templates:
        return (("", _default(violation)),)
    return tuple((text.language or "", _VARIABLE.sub(fill, text.value)) for text in templates)


def _default(violation: Violation) -> str:
    name = short_name(violation.constraint.component).removesuffix("ConstraintComponent")
    values = violation.constraint.values if isinstance(violation.constraint, Constraint) else ()
    asked = f" ({', '.join(text_of(value) for value in values)})" if values else ""
    return f"the constraint {name}{asked} is not met"
