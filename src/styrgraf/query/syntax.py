"""What a query may not do, and where its syntax fails.

The text is judged by its tokens, so that a string, a comment, an IRI or the name of a variable is never
mistaken for a keyword.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.tokens import LINE_END, Kind, Token, tokenize
from styrgraf.errors import Place, StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["engine_fault", "offsets", "refuse", "syntax_error"]

_WRITES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"})
_POSITION = re.compile(r"error at (\d+):(\d+)")
#: What the engine says in the middle of a list of expected tokens, and what that means.
_MEANINGS = {
    "Prefix not found": "a prefix is not declared",
    "Duplicated variable name in SELECT": "a variable is selected twice",
    "The SELECT contains a variable that is unbound": "a variable is selected that is not grouped by",
    "is already bound": "a variable is bound twice",
}
# The engine reports keywords that it tried at their own length, at most 14 signs, past where they would begin:
# behind more white space than that, only the end of the text is further away.
_PADDING = " " * 20
_WIDTH = 100


@lru_cache
def refuse(text: str, path: Path | None = None) -> None:
    """Refuse a query that writes, calls out, or chooses other facts than those in force.

    :param text: the query.
    :param path: its file, for messages.
    :raises StyrgrafError: if it does; it names the place.
    """
    tokens = [token for token in tokenize(text) if token.kind is not Kind.COMMENT]
    for at, token in enumerate(tokens):
        word = token.text.upper()
        if token.kind is Kind.KEYWORD and word in _WRITES:
            what, remedy = "queries cannot write", "change the files under data/ instead; a query begins with SELECT"
        elif _calls_out(tokens, at):
            what, remedy = (
                "queries cannot call other services",
                "leave SERVICE out: the graph answers from its own facts",
            )
        # The engine does not ask for a space between keywords.
        elif token.kind is Kind.KEYWORD and word.startswith("FROM"):
            what = "queries cannot choose their graphs with FROM"
            remedy = "the default graph holds the facts in force; GRAPH ?passage { … } reaches the evidence"
        else:
            continue
        raise _error(text, path, token.line, token.column, what, remedy)


@lru_cache
def engine_fault(text: str) -> str | None:
    """Give what the engine says of a text that it cannot read; an empty store makes reading cheap.

    :param text: SPARQL that :func:`refuse` has let pass.
    :returns: the engine's message; None if it can read the text.
    """
    try:
        ox.Store().query(text, base_iri=BASE, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        return str(error)
    except (RuntimeError, ValueError, OSError):
        return None
    return None


def _calls_out(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind is Kind.KEYWORD:
        # The engine reads “trueSERVICE” as two words.
        return "SERVICE" in token.text.upper()
    if token.kind is Kind.NAME and "SERVICE" in token.text.partition(":")[0].upper():
        # It reads “SERVICEx:y {” as a call to x:y; but “service:y” may be a name too, which no brace follows.
        followed = [one.text for one in tokens[at + 1 : at + 2]] == ["{"]
        return followed and not (at and tokens[at - 1].text.upper() == "GRAPH")
    return False


def syntax_error(
    text: str, message: str, fails: Callable[[str], str | None], path: Path | None = None
) -> StyrgrafError:
    """Say where the syntax of a query fails: at the first token after which nothing makes it a query.

    The engine's own position is that of the furthest word it tried, which may be lines later.

    :param text: the query.
    :param message: what the engine says of it.
    :param fails: gives what the engine says of a text, or None if that is a query.
    :param path: its file.
    :returns: the error, with line, column and an excerpt.
    """
    tokens = [token for token in tokenize(text) if token.kind is not Kind.COMMENT]
    meaning = next((meaning for said, meaning in _MEANINGS.items() if said in message), None)
    if meaning is not None:
        line, column = _position(message)
        # The engine has read the name before it looks up its prefix.
        name = next((t for t in tokens if t.line == line and t.column < column <= t.column + len(t.text)), None)
        column = name.column if name is not None and name.kind is Kind.NAME else column
        return _error(text, path, line, column, f"the query cannot be read: {meaning}")
    starts = offsets(text)
    for token in tokens:
        begin = starts[token.line - 1] + token.column - 1
        tried = text[: begin + len(token.text)] + _PADDING
        said = fails(tried)
        if said is None:
            continue
        line, column = _position(said)
        # What begins no token is most often a quote that nothing ends.
        if token.kind is Kind.OTHER or offsets(tried)[line - 1] + column - 1 < len(tried):
            what = f"the query cannot be read: “{token.text}” cannot stand here"
            return _error(text, path, token.line, token.column, what)
    last_line = text.rstrip().count("\n") + 1
    end = len(LINE_END.split(text.rstrip())[-1]) + 1 if text.strip() else 1
    return _error(text, path, last_line, end, "the query cannot be read: it ends too early")


def _position(message: str) -> tuple[int, int]:
    match = _POSITION.search(message)
    return (int(match[1]), int(match[2])) if match else (1, 1)


def offsets(text: str) -> list[int]:
    """List where the lines of a text begin.

    :param text: the text.
    :returns: an offset for each line.
    """
    return [0, *(end.end() for end in LINE_END.finditer(text))]


def _error(text: str, path: Path | None, line: int, column: int, what: str, remedy: str | None = None) -> StyrgrafError:
    lines = LINE_END.split(text)
    # A tab would move the caret.
    written = (lines[line - 1] if line <= len(lines) else "").replace("\t", " ")
    begin = max(0, column - 1 - _WIDTH // 2)
    excerpt = f"  {written[begin : begin + _WIDTH]}\n  {'  ' + ' ' * (column - 1 - begin)}^"
    place = Place(path or Path("<query>"), line, column)
    return StyrgrafError(what, place=place, remedy="\n  ".join(filter(None, [excerpt, remedy])))
