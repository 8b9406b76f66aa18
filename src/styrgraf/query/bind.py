"""Parameters of a query: values that a person gives become terms, and terms are bound without pasting their text.

A bound parameter is a one-row VALUES block, written by the engine's own serialiser, at the start of each group of
the query that names the variable. The engine's substitution does not do: it knows only variables that the query
selects, and does not reach into sub-queries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from styrgraf.documents.tokens import Kind, Token, tokenize
from styrgraf.errors import StyrgrafError
from styrgraf.lineage.identify import identify
from styrgraf.namespaces import PREFIXES
from styrgraf.query.library import ANY, ParameterType
from styrgraf.query.syntax import offsets
from styrgraf.store import Text, to_node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from styrgraf.query.library import NamedQuery, Parameter
    from styrgraf.store import Graph, Term

__all__ = ["bind", "read_options", "read_parameters"]

_XSD = PREFIXES["xsd"]


def read_options(options: Iterable[str]) -> dict[str, str]:
    """Read parameters as they stand on a command line.

    :param options: ``name=value`` each.
    :returns: parameter name to value.
    :raises StyrgrafError: if one has no value, or a name stands twice.
    """
    given: dict[str, str] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or not name:
            raise StyrgrafError(f"“{option}” is no parameter", remedy="write -p name=value")
        if name in given:
            raise StyrgrafError(f"the parameter “{name}” is given twice", remedy="give it once")
        given[name] = value
    return given


def read_parameters(graph: Graph, query: NamedQuery, given: Mapping[str, str]) -> dict[str, Term]:
    """Make terms of what a person gives for the parameters of a query.

    :param graph: the graph, in which an IRI is looked up by number, slug or label.
    :param query: the query.
    :param given: parameter name to value.
    :returns: parameter name to term; a parameter left open is not in it.
    :raises StyrgrafError: if a value is missing, unknown to the query, or not what its parameter takes.
    """
    declared = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in declared:
            takes = ", ".join(_describe(parameter) for parameter in query.parameters)
            raise StyrgrafError(
                f"the query “{query.name}” has no parameter “{name}”",
                remedy=f"it takes {takes}" if takes else f"declare it in the query: # param: {name} iri required – …",
            )
    terms = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            raise StyrgrafError(
                f"the query “{query.name}” needs the parameter “{parameter.name}”",
                remedy=f"add -p {parameter.name}=…: {_describe(parameter)}",
            )
        if not (parameter.is_open and value == ANY):
            terms[parameter.name] = _READERS[parameter.type](graph, parameter, value.strip())
    return terms


def _describe(parameter: Parameter) -> str:
    return f"{parameter.name} ({parameter.type}: {parameter.what})"


def _ill_typed(parameter: Parameter, value: str, wanted: str) -> StyrgrafError:
    return StyrgrafError(f"“{value}” is no {parameter.type} for {_describe(parameter)}", remedy=f"write {wanted}")


def _read_iri(graph: Graph, _: Parameter, value: str) -> Term:
    return identify(graph, value)


def _read_text(_: Graph, __: Parameter, value: str) -> Term:
    return Text(value)


def _read_year(_: Graph, parameter: Parameter, value: str) -> Term:
    if not re.fullmatch(r"[0-9]{4}", value):
        raise _ill_typed(parameter, value, "four digits, such as 2023")
    return Text(value, datatype=f"{_XSD}gYear")


def _read_date(_: Graph, parameter: Parameter, value: str) -> Term:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise _ill_typed(parameter, value, "a day as YYYY-MM-DD, such as 2023-12-06")
    return Text(value, datatype=f"{_XSD}date")


def _read_integer(_: Graph, parameter: Parameter, value: str) -> Term:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise _ill_typed(parameter, value, "a whole number, such as 2")
    return Text(str(int(value)), datatype=f"{_XSD}integer")


_READERS: Mapping[ParameterType, Callable[[Graph, Parameter, str], Term]] = {
    ParameterType.IRI: _read_iri,
    ParameterType.TEXT: _read_text,
    ParameterType.YEAR: _read_year,
    ParameterType.DATE: _read_date,
    ParameterType.INTEGER: _read_integer,
}


# Into the query


@dataclass(slots=True)
class _Braces:
    """A pair of braces: a group of patterns, or something else such as the rows of VALUES."""

    begin: int
    is_group: bool
    end: int = -1
    # Parentheses open outside of it, so that WHERE { can be told from the { of an EXISTS in SELECT ( … ).
    depth: int = 0
    names: set[str] = field(default_factory=set)
    is_query: bool = False
    main: _Braces | None = None


def bind(query: str, terms: Mapping[str, Term]) -> str:
    """Bind variables of a query to terms.

    :param query: SPARQL without a syntax error.
    :param terms: variable, without its question mark, to term.
    :returns: the query in which the variables have those values and no others; its lines stay where they are.
    :raises StyrgrafError: if the query has no WHERE { … } to bind them in.
    """
    if not terms:
        return query
    whole, groups = _groups(query, frozenset(terms))
    if whole.main is None:
        raise StyrgrafError(
            "the query has no WHERE in which its parameters could be bound",
            remedy="write WHERE { … }; for CONSTRUCT write CONSTRUCT { … } WHERE { … }",
        )
    inserted: list[tuple[int, str]] = []
    for group in groups:
        names = set(terms) if group is whole.main else group.names
        if not names:
            continue
        values = " ".join(f"VALUES ?{name} {{ {to_node(terms[name])} }}" for name in sorted(names))
        if group.is_query:
            # In a group that is a sub-query nothing can stand beside it, so it gets braces of its own.
            inserted += [(group.begin, f" {values} {{"), (group.end, "} ")]
        else:
            inserted.append((group.begin, f" {values} "))
    for at, text in sorted(inserted, reverse=True):
        query = query[:at] + text + query[at:]
    return query


@lru_cache
def _groups(query: str, names: frozenset[str]) -> tuple[_Braces, list[_Braces]]:
    """Find the groups of a query, and which of the variables each names itself."""
    starts = offsets(query)
    tokens = [token for token in tokenize(query) if token.kind is not Kind.COMMENT]
    whole = _Braces(0, is_group=False, is_query=True)
    open_braces, groups, parentheses, in_values = [whole], [], 0, False
    for at, token in enumerate(tokens):
        inner = open_braces[-1]
        begin = starts[token.line - 1] + token.column - 1
        previous = tokens[at - 1].text.upper() if at else ""
        if token.text == "{":
            is_group = not (in_values or previous == "CONSTRUCT" or _is_short_construct(tokens, at))
            braces = _Braces(begin + 1, is_group, depth=parentheses)
            if is_group:
                groups.append(braces)
                if inner.is_query and inner.main is None and parentheses == inner.depth:
                    inner.main = braces
            open_braces.append(braces)
            in_values = False
        elif token.text == "}":
            open_braces.pop().end = begin
        elif token.text in {"(", ")"}:
            parentheses += 1 if token.text == "(" else -1
        elif token.kind is Kind.KEYWORD and token.text.upper() == "VALUES":
            in_values = True
        elif token.kind is Kind.KEYWORD and token.text.upper() == "SELECT" and previous == "{":
            inner.is_query = True
        else:
            inner.names |= names & _named(token)
    for group in groups:
        # What a sub-query's SELECT, GROUP BY and ORDER BY name, its own WHERE binds.
        if group.is_query and group.main is not None:
            group.main.names |= group.names
            group.names = set()
    return whole, groups


def _named(token: Token) -> set[str]:
    if token.kind is Kind.VARIABLE:
        return {token.text[1:]}
    # ?a<?b&&?c>?d has the look of an IRI in the middle.
    return set(re.findall(r"[?$](\w+)", token.text)) if token.kind is Kind.IRI else set()


def _is_short_construct(tokens: list[Token], at: int) -> bool:
    """CONSTRUCT WHERE { … } holds triples alone."""
    return [token.text.upper() for token in tokens[max(0, at - 2) : at]] == ["CONSTRUCT", "WHERE"]
