"""Queries with pre-bound variables: asked once for all focus nodes, as if asked once for each.

SHACL lets a query stand as if ``$this`` were replaced by a focus node, everywhere in it. A table of the focus nodes at
the start of the query comes to the same, as long as the table also stands in each inner group that uses ``$this``
without having it from a pattern of its own: SPARQL evaluates groups from the inside. Where a table would change what
is asked – under a LIMIT, or where an aggregate is not of each ``$this`` – the query is asked for one node at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["PreboundQuery", "UnsupportedQueryError", "read_query"]

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
      | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
            |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<variable>[?$]\w+)
      | (?P<name>_:[\w.-]*[\w-]|(?:[^\W\d_][\w.-]*)?:(?:(?:[\w.:%-]|\\.)*(?:[\w:%-]|\\.))?)
      | (?P<word>@?[A-Za-z_][\w-]*)
      | (?P<sign>\|\||&&|[!<>]=|\^\^|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|.)""",
    re.VERBOSE | re.DOTALL,
)
_AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))
_OPENERS = frozenset(("OPTIONAL", "UNION", "EXISTS"))
_FORBIDDEN = {"MINUS": "FILTER NOT EXISTS", "VALUES": "FILTER with IN", "SERVICE": "only the data itself"}
_OPTIONAL_TO_PROJECT = frozenset(("currentShape", "shapesGraph"))


class UnsupportedQueryError(ValueError):
    """A query of a form that SHACL does not allow."""


@dataclass(slots=True)
class _Select:
    """A SELECT or ASK: its clause and the words after its pattern."""

    projected: list[str] = field(default_factory=list)
    everything: bool = False
    aggregates: bool = False
    grouped: list[str] = field(default_factory=list)
    in_group_by: bool = False
    sliced: bool = False


@dataclass(slots=True)
class _Group:
    """A group in braces.

    :param kind: ``where``, ``optional``, ``union``, ``exists``, ``graph`` or empty.
    :param start: the token after its opening brace.
    :param select: the query whose pattern it is in.
    :param above: the group that it is in.
    """

    kind: str
    start: int
    select: _Select
    above: _Group | None
    end: int = -1
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    depth: int = 0

    @property
    def is_in(self) -> Iterator[_Group]:
        """The group and those that it is in, from the inside."""
        group: _Group | None = self
        while group is not None:
            yield group
            group = group.above

    @property
    def below_exists(self) -> bool:
        return any(group.kind == "exists" for group in list(self.is_in)[1:])


@dataclass(frozen=True, slots=True, eq=False)
class PreboundQuery:
    """A query, read so far as pre-binding needs it.

    :param tokens: its tokens, spaces and comments among them.
    :param form: ``SELECT`` or ``ASK``.
    :param groups: its groups, the outermost first.
    :param selects: its SELECTs, the outermost first.
    """

    tokens: tuple[str, ...]
    form: str
    groups: tuple[_Group, ...]
    selects: tuple[_Select, ...]

    @property
    def variables(self) -> frozenset[str]:
        """The variables that it names, without their sign."""
        return frozenset(token[1:] for token in self.tokens if token[0] in "?$" and len(token) > 1)

    def check(self, prebound: frozenset[str]) -> None:
        """Check that pre-binding is possible.

        :param prebound: the variables that are pre-bound, without their sign.
        :raises UnsupportedQueryError: if the query has a form that SHACL forbids.
        """
        for token in self.tokens:
            if (word := token.upper()) in _FORBIDDEN:
                raise UnsupportedQueryError(f"SHACL does not allow {word} in a query; use {_FORBIDDEN[word]}")
        for select in self.selects[1:]:
            missing = prebound - set(select.projected) - _OPTIONAL_TO_PROJECT
            if select.everything or missing:
                names = ", ".join(f"${name}" for name in sorted(missing or {"this"}))
                raise UnsupportedQueryError(f"an inner SELECT does not select {names}, which is bound beforehand")
        words = [token for token in self.tokens if token.strip() and not token.startswith("#")]
        for word, variable in pairwise(words):
            if word.upper() == "AS" and variable[1:] in prebound and variable[0] in "?$":
                raise UnsupportedQueryError(f"{variable} is bound beforehand and may not be bound again")

    def one_at_a_time(self, focus: frozenset[str]) -> bool:
        """Tell whether the query must be asked for one focus node at a time.

        :param focus: the variables of the table of focus nodes: ``this``, and for a value ``value``.
        """
        for select in self.selects:
            if select.sliced:
                return True
            if (select.aggregates or select.grouped) and not focus <= set(select.grouped):
                return True
        return any(
            self._needs(group) & focus and (group.below_exists or any(one.kind == "graph" for one in group.is_in))
            for group in self.groups[1:]
        )

    def with_tables(self, tables: Mapping[str, str], everywhere: bool = False) -> str:
        """Write the query with tables of what is pre-bound.

        :param tables: variable to a group pattern that binds it; one pattern may bind several.
        :param everywhere: whether inner SELECTs get the tables although they bind the variables themselves.
        :returns: the query; of an ASK, the variables of the tables for which the answer is no.
        """
        first = self.groups[0]
        added = {first.start: " ".join(dict.fromkeys(tables.values()))}
        for group in self.groups[1:]:
            needs = self._needs(group)
            if everywhere and group.kind == "where":
                needs = set(tables)
            elif everywhere and group.kind == "exists":
                needs = group.used | group.bound
            if found := dict.fromkeys(tables[name] for name in tables if name in needs):
                added[group.start] = " ".join(found)
        if self.form == "SELECT":
            return "".join(f" {added[at]} {t}" if at in added else t for at, t in enumerate(self.tokens))
        tables_text = added.pop(first.start)
        body = "".join(
            f" {added[at]} {self.tokens[at]}" if at in added else self.tokens[at]
            for at in range(first.start, first.end)
        )
        before = "".join(self.tokens[: self.tokens.index("{")])
        head = re.sub(r"\bASK\b.*$", "", before, flags=re.IGNORECASE | re.DOTALL)
        return f"{head}SELECT DISTINCT ?this ?value WHERE {{ {tables_text} FILTER NOT EXISTS {{{body}}} }}"

    def _needs(self, group: _Group) -> set[str]:
        """Give the variables that a group uses in an expression, or within EXISTS without having them itself."""
        if group.kind == "exists":
            return set()
        needs = set[str]()
        for inner in self.groups:
            if inner.kind == "exists" and inner.above is group:
                needs |= {name for one in self.groups if inner in one.is_in for name in (one.used | one.bound)}
        # A BIND may stand before the pattern that binds its variable, so what is used is needed in any case.
        return needs - group.bound | group.used


def read_query(text: str) -> PreboundQuery:
    """Read a query.

    :param text: a SPARQL SELECT or ASK.
    :returns: the query.
    :raises UnsupportedQueryError: if it is neither, or its braces do not match.
    """
    tokens = [match.group() for match in _TOKEN.finditer(text)]
    kinds = [match.lastgroup or "" for match in _TOKEN.finditer(text)]
    return _Reader(tokens, kinds).read()


class _Reader:
    def __init__(self, tokens: list[str], kinds: list[str]) -> None:
        self._tokens = tokens
        self._kinds = kinds
        self._groups: list[_Group] = []
        self._selects: list[_Select] = []
        self._stack: list[_Group] = []
        self._open: list[_Select] = []
        self._form = ""
        self._awaits: _Select | None = None

    def read(self) -> PreboundQuery:
        before = ["", ""]
        for at, (token, kind) in enumerate(zip(self._tokens, self._kinds, strict=True)):
            if kind == "space":
                continue
            if token == "{":
                self._enter(at, before)
            elif token == "}":
                self._leave(at)
            elif kind == "word":
                self._word(token.upper())
            elif kind == "variable":
                self._variable(token[1:])
            elif token == "*" and before[1].upper() in {"SELECT", "DISTINCT", "REDUCED"} and self._awaits:
                self._awaits.everything = True
            elif token in "()" and (self._stack or self._awaits):
                self._parenthesis(token)
            before = [before[1], token]
        if self._stack or not self._groups:
            raise UnsupportedQueryError("the query is not well-formed: a brace is missing")
        return PreboundQuery(tuple(self._tokens), self._form, tuple(self._groups), tuple(self._selects))

    def _enter(self, at: int, before: list[str]) -> None:
        word = before[1].upper()
        kind = word.lower() if word in _OPENERS else "graph" if before[0].upper() == "GRAPH" else ""
        select = self._open[-1] if self._open else _Select()
        if self._awaits is not None and kind != "exists":
            kind, select = "where", self._awaits
            self._awaits = None
            self._open.append(select)
        group = _Group(kind, at + 1, select, self._stack[-1] if self._stack else None)
        self._groups.append(group)
        self._stack.append(group)

    def _leave(self, at: int) -> None:
        if not self._stack:
            raise UnsupportedQueryError("the query is not well-formed: a brace is missing")
        group = self._stack.pop()
        group.end = at
        # The words after the pattern of an inner SELECT are its own; it ends with the group around it.
        if group.kind != "where" and self._open and self._open[-1] is not group.select:
            self._open.pop()

    def _word(self, word: str) -> None:
        if word in {"SELECT", "ASK"}:
            self._form = self._form or word
            self._awaits = _Select()
            self._selects.append(self._awaits)
            return
        select = self._awaits or (self._open[-1] if self._open else None)
        if select is None:
            return
        if word in _AGGREGATES:
            select.aggregates = True
        elif word in {"LIMIT", "OFFSET"}:
            select.sliced = True
        elif word == "GROUP":
            select.in_group_by = True
        elif word in {"HAVING", "ORDER"}:
            select.in_group_by = False

    def _variable(self, name: str) -> None:
        if self._awaits is not None:
            self._awaits.projected.append(name)
        elif self._stack and not (self._open and self._open[-1].in_group_by):
            group = self._stack[-1]
            (group.used if group.depth else group.bound).add(name)
        elif self._open and self._open[-1].in_group_by:
            self._open[-1].grouped.append(name)

    def _parenthesis(self, token: str) -> None:
        if self._stack and self._awaits is None:
            self._stack[-1].depth += 1 if token == "(" else -1
