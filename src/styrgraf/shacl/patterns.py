"""The triple patterns of a query, with how each hangs together with the focus node."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.shacl.exists import OtherPatternError, read_pattern_path, read_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from styrgraf.shacl.prebinding import PreboundQuery

__all__ = ["Pattern", "Patterns", "chains", "read_patterns"]

_SKIPPED = frozenset(("UNION", "OPTIONAL", "WHERE", ".", "GRAPH"))
_IN_PARENTHESES = frozenset(("FILTER", "BIND"))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern.

    :param subject: a term, with prefixes written out; a variable has the number of its scope after it.
    :param path: its property or path, with prefixes written out.
    :param value: as the subject.
    :param groups: numbers of the groups that it is in: what they say holds whenever the pattern does.
    """

    subject: str
    path: str
    value: str
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a query matches.

    :param patterns: its triple patterns, those within EXISTS among them.
    :param unions: the branches of each UNION, each as the numbers of the groups that it is in.
    """

    patterns: tuple[Pattern, ...]
    unions: tuple[tuple[tuple[int, ...], ...], ...] = ()


def read_patterns(query: PreboundQuery) -> Patterns:
    """Read the triple patterns of a query.

    :param query: the query.
    :returns: its patterns.
    :raises OtherPatternError: if it has something else than patterns, filters and groups of such.
    """
    words = [token for token in query.tokens if token.strip() and not token.startswith("#")]
    return _Reader(words).read()


class _Reader:
    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._at = 0
        self._prefixes: dict[str, str] = {}
        self._found: list[Pattern] = []
        self._unions: list[list[tuple[int, ...]]] = []
        self._groups = 0

    def read(self) -> Patterns:
        while self._at < len(self._words):
            word = self._words[self._at].upper()
            if word == "PREFIX":
                self._prefixes[self._words[self._at + 1]] = self._words[self._at + 2][1:-1]
                self._at += 3
            elif word in {"SELECT", "ASK"}:
                self._select((), lambda name: name)
            else:
                self._at += 1
        return Patterns(tuple(self._found), tuple(map(tuple, self._unions)))

    def _select(self, groups: tuple[int, ...], scope: Callable[[str], str]) -> None:
        """Read a query, or one within another: of its variables, only those that it selects are those outside."""
        selected: set[str] = set()
        while self._words[self._at] != "{":
            if self._words[self._at][0] in "?$":
                selected.add(self._words[self._at][1:])
            self._at += 1
        mark = f"_{self._groups}" if groups else ""
        self._group(groups, lambda name: scope(name) if name in selected or not mark else name + mark)

    def _group(self, groups: tuple[int, ...], scope: Callable[[str], str]) -> None:
        self._groups += 1
        own = (*groups, self._groups)
        self._at += 1
        while self._words[self._at] != "}":
            word = self._words[self._at].upper()
            if word == "{":
                before = self._words[self._at - 1].upper()
                branch = (*own, self._groups + 1)
                if before == "UNION":
                    next(union for union in reversed(self._unions) if union[0][:-1] == own).append(branch)
                elif before != "OPTIONAL":
                    # A group alone is a union of one.
                    self._unions.append([branch])
                self._group(own, scope)
            elif word == "SELECT":
                self._select(own, scope)
                while self._words[self._at] != "}":
                    self._at += 1
            elif word in _IN_PARENTHESES:
                self._condition(own, scope)
            elif word in _SKIPPED:
                if word == "GRAPH":
                    raise OtherPatternError
                self._at += 1
            else:
                self._triples(own, scope)
        self._at += 1

    def _condition(self, groups: tuple[int, ...], scope: Callable[[str], str]) -> None:
        """Go past a condition, for the patterns of the EXISTS within it."""
        depth = 0
        self._at += 1
        while True:
            word = self._words[self._at]
            if word.upper() == "EXISTS":
                self._at += 1
                self._group(groups, scope)
                if depth == 0:
                    return
                continue
            depth += (word == "(") - (word == ")")
            self._at += 1
            if word == ")" and depth == 0:
                return

    def _triples(self, groups: tuple[int, ...], scope: Callable[[str], str]) -> None:
        subject = self._term(scope)
        while True:
            path, self._at = read_pattern_path(self._words, self._at)
            path = " ".join(self._expanded(part) for part in path.split())
            while True:
                self._found.append(Pattern(subject, path, self._term(scope), groups))
                if self._words[self._at] != ",":
                    break
                self._at += 1
            if self._words[self._at] != ";":
                return
            while self._words[self._at] == ";":
                self._at += 1
            if self._words[self._at] in {".", "}"}:
                return

    def _term(self, scope: Callable[[str], str]) -> str:
        term, self._at = read_term(self._words, self._at)
        return f"?{scope(term[1:])}" if term[0] in "?$" else self._expanded(term)

    def _expanded(self, word: str) -> str:
        if word == "a":
            return "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        prefix, colon, local = word.partition(":")
        if not colon or word[0] in "<\"'":
            return word
        return f"<{self._prefixes[f'{prefix}:']}{local}>"


def chains(found: Patterns, start: str) -> Iterator[tuple[str | None, Pattern, bool]]:
    """Find how each pattern hangs together with a variable.

    :param found: the patterns of a query.
    :param start: the variable, such as ``?this``.
    :returns: for each pattern a path from the variable to its subject – or, with True, to its value – which holds
        whenever the pattern does; None for one that hangs together with it in no such way. An empty path is none.
    """
    for pattern in found.patterns:
        others = [one for one in found.patterns if one is not pattern]
        around = set(pattern.groups)
        known = _reach({start: ""}, [one for one in others if set(one.groups) <= around])
        for branches in found.unions:
            # One branch of a union holds, so what each of them leads to is led to by one of these ways.
            if set(branches[0][:-1]) <= around and not {branch[-1] for branch in branches} & around:
                ways = [
                    _reach(dict(known), [one for one in others if set(one.groups) <= around | {branch[-1]}])
                    for branch in branches
                ]
                for name in sorted(set.intersection(*(set(way) for way in ways)) - set(known)):
                    known[name] = f"({'|'.join(way[name] for way in ways)})"
                known = _reach(known, [one for one in others if set(one.groups) <= around])
        if pattern.subject in known:
            yield known[pattern.subject], pattern, False
        else:
            yield known.get(pattern.value), pattern, True


def _reach(known: dict[str, str], patterns: Sequence[Pattern]) -> dict[str, str]:
    """Go from variables with known paths along patterns to further ones, the nearest first."""
    waiting = deque(known)
    while waiting:
        node = waiting.popleft()
        for one in patterns:
            for here, there, path in ((one.subject, one.value, one.path), (one.value, one.subject, f"^({one.path})")):
                if here == node and there not in known and there[0] == "?" and not one.path.startswith("?"):
                    known[there] = f"{known[node]}/({path})" if known[node] else f"({path})"
                    waiting.append(there)
    return known
