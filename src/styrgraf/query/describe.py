"""What the named queries ask and take, for a person at a terminal."""

from __future__ import annotations

import re
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.query.library import NamedQuery, Parameter

__all__ = ["describe_queries", "describe_query"]

_WIDTH = 100
_WORDS = {
    "sv": {"parameters": "Parametrar", "required": "krävs", "any": "kan utelämnas", "default": "annars"},
    "en": {"parameters": "Parameters", "required": "required", "any": "may be left out", "default": "default"},
}


def describe_queries(queries: Iterable[NamedQuery], language: str = "sv") -> str:
    """List queries by group.

    :param queries: the queries, those of a group next to each other.
    :param language: ``sv`` or ``en``.
    :returns: a line for each, with its name, what it takes, and its title.
    """
    queries = list(queries)
    longest = max((len(_call(query)) for query in queries), default=0)
    lines: list[str] = []
    for group, members in groupby(queries, key=lambda query: query.group):
        lines += [group, *(f"  {_call(query):{longest}}  {query.title(language)}" for query in members), ""]
    return "\n".join(lines)


def describe_query(query: NamedQuery, language: str = "sv") -> str:
    """Explain a query.

    :param query: the query.
    :param language: ``sv`` or ``en``.
    :returns: its title, question and parameters, how it is called, and its SPARQL.
    """
    words = _WORDS[language]
    lines = [query.title(language), *textwrap.wrap(query.question(language), _WIDTH), ""]
    if query.parameters:
        lines += [words["parameters"], *(f"  {_explain(one, words)}" for one in query.parameters), ""]
    options = "".join(f" -p {one.name}=…" for one in query.parameters if one.required)
    body = [line for line in query.text.strip().splitlines() if not _is_header(line)]
    return "\n".join([*lines, f"styrgraf query {query.name}{options}", "", *body, ""])


def _call(query: NamedQuery) -> str:
    names = (one.name if one.required else f"[{one.name}]" for one in query.parameters)
    return " ".join([query.name, *names])


def _explain(parameter: Parameter, words: dict[str, str]) -> str:
    if parameter.default is None:
        need = words["required"]
    else:
        need = words["any"] if parameter.is_open else f"{words['default']} {parameter.default}"
    return f"{parameter.name} ({parameter.type}, {need}): {parameter.what}"


def _is_header(line: str) -> bool:
    return re.match(r"# [a-z-]+: ", line) is not None
