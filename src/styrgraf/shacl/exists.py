"""EXISTS with several triple patterns, written as one EXISTS in another: engines then look up instead of joining.

``EXISTS { ?a :p ?b . ?b :q ?c }`` says what ``EXISTS { ?a :p ?b FILTER EXISTS { ?b :q ?c } }`` says. The embedded store
joins the patterns of the first for each row, however many triples they match; in the second, each has one to look up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["OtherPatternError", "nest_exists", "read_pattern_path", "read_term"]

_OPEN, _CLOSE = frozenset("({"), frozenset(")}")


class OtherPatternError(Exception):
    """What is neither a triple pattern nor a filter."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A triple pattern or a filter.

    :param text: as written.
    :param variables: those that it names.
    :param is_filter: whether it is a filter.
    """

    text: str
    variables: frozenset[str]
    is_filter: bool


def nest_exists(tokens: Sequence[str]) -> str:
    """Write the patterns of each EXISTS one within the other.

    :param tokens: the tokens of a query, spaces and comments among them.
    :returns: the query; each EXISTS that holds more than triple patterns and filters is left as it is.
    """
    words: list[str] = []
    spaced = True
    for token in tokens:
        if not token.strip() or token.startswith("#"):
            spaced = True
        else:
            words.append(token if spaced else _Tight(token))
            spaced = False
    return _nested(words, frozenset(_variables(words)))


class _Tight(str):
    """A word with no space before it; some engines want none between a function and its parenthesis."""

    __slots__ = ()


def _join(words: Iterable[str]) -> str:
    return "".join(word if isinstance(word, _Tight) else f" {word}" for word in words)


def _variables(words: Sequence[str]) -> list[str]:
    return [word[1:] for word in words if word[0] in "?$" and len(word) > 1]


def _nested(words: Sequence[str], outer: frozenset[str]) -> str:
    """Rewrite each EXISTS of some words, the outermost first."""
    written: list[str] = []
    at = 0
    while at < len(words):
        written.append(words[at])
        if words[at].upper() == "EXISTS" and words[at + 1 : at + 2] == ["{"]:
            end = _closing(words, at + 1)
            inside = words[at + 2 : end]
            # What is also named outside may be bound there.
            names = frozenset(_variables([*words[:at], *words[end:]])) if outer else frozenset[str]()
            try:
                text = _chain(_items(inside), names)
            except (OtherPatternError, IndexError):
                text = _nested(inside, names)
            written.append(f"{{ {text} }}")
            at = end
        at += 1
    return _join(written)


def _closing(words: Sequence[str], at: int) -> int:
    depth = 0
    for place in range(at, len(words)):
        depth += (words[place] in _OPEN) - (words[place] in _CLOSE)
        if depth == 0:
            return place
    raise OtherPatternError


def _chain(items: list[_Item], bound: frozenset[str]) -> str:
    """Write triple patterns one within the other, each as soon as something of it is bound."""
    patterns = [item for item in items if not item.is_filter]
    filters = [item for item in items if item.is_filter]
    if not patterns:
        return " ".join(item.text for item in items)
    first = max(patterns, key=lambda item: len(item.variables & bound) - len(item.variables - bound))
    rest = [item for item in items if item is not first]
    now = bound | first.variables
    if len(patterns) == 1:
        return " ".join([first.text, *(item.text for item in filters)])
    early = [item for item in filters if item.variables <= now and "EXISTS" not in item.text.upper()]
    later = _chain([item for item in rest if item not in early], now)
    return " ".join([first.text, *(item.text for item in early), f"FILTER EXISTS {{ {later} }}"])


def _items(words: Sequence[str]) -> list[_Item]:
    found: list[_Item] = []
    at = 0
    while at < len(words):
        if words[at] == ".":
            at += 1
        elif words[at].upper() == "FILTER":
            end = at + 1
            while words[end] not in _OPEN:
                end += 1
            end = _closing(words, end) + 1
            part = words[at:end]
            found.append(_Item(_nested(part, frozenset({"any"})), frozenset(_variables(part)), is_filter=True))
            at = end
        else:
            at = _triples(words, at, found)
    return found


def _triples(words: Sequence[str], at: int, found: list[_Item]) -> int:
    """Read the triple patterns of a subject."""
    subject, at = read_term(words, at)
    while True:
        path, at = read_pattern_path(words, at)
        while True:
            value, at = read_term(words, at)
            text = f"{subject} {path} {value} ."
            names = frozenset(_variables([*subject.split(), *path.split(), *value.split()]))
            found.append(_Item(text, names, is_filter=False))
            if words[at : at + 1] != [","]:
                break
            at += 1
        if words[at : at + 1] != [";"]:
            return at
        while words[at : at + 1] == [";"]:
            at += 1
        if at == len(words) or words[at] == ".":
            return at


def read_term(words: Sequence[str], at: int) -> tuple[str, int]:
    """Read a term of a triple pattern.

    :param words: the words of a query.
    :param at: where it begins.
    :returns: the term, and where the next word is.
    :raises OtherPatternError: if there is a blank node, a list or no term.
    """
    word = words[at]
    if word[0] in "\"'":
        if words[at + 1 : at + 2] == ["^^"]:
            return f"{word}^^{words[at + 2]}", at + 3
        if words[at + 1 : at + 2] and words[at + 1][0] == "@":
            return f"{word}{words[at + 1]}", at + 2
        return word, at + 1
    is_name = ":" in word and not word.startswith("_:")
    if is_name or (word[0] in "?$<" and len(word) > 1) or word in {"true", "false"} or word[0].isdigit():
        return word, at + 1
    raise OtherPatternError


def read_pattern_path(words: Sequence[str], at: int) -> tuple[str, int]:
    """Read the property or path of a triple pattern.

    :param words: the words of a query.
    :param at: where it begins.
    :returns: the path, its words with a space between, and where the next word is.
    :raises OtherPatternError: if there is no path.
    """
    parts: list[str] = []
    while True:
        while words[at] in {"^", "!"}:
            parts.append(words[at])
            at += 1
        if words[at] == "(":
            end = _closing(words, at) + 1
        elif words[at] == "a" or words[at][0] in "?$<" or ":" in words[at]:
            end = at + 1
        else:
            raise OtherPatternError
        parts += words[at:end]
        at = end
        if words[at] in {"*", "+", "?"}:
            parts.append(words[at])
            at += 1
        if words[at] not in {"/", "|"}:
            return " ".join(parts), at
        parts.append(words[at])
        at += 1
