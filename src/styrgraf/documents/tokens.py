"""The tokens of Turtle, TriG and SPARQL, for places, comments and the IRIs that a text names.

Whether a text is well-formed is pyoxigraph's to say. It tells neither where a triple stands nor what the
comments are, and that is what these tokens are for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import Place, UnreadableFileError
from styrgraf.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["LINE_END", "Kind", "NamedIri", "Scope", "Token", "named_iris", "resolve", "tokenize"]

#: A line ends as pyoxigraph counts it.
LINE_END = re.compile(r"\r\n|\n|\r")

_BASE_CHARS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FIRST = f"{_BASE_CHARS}_0-9"
_NAME_CHARS = f"{_FIRST}\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = rf"{_NAME_CHARS}\-"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = f"(?:[{_BASE_CHARS}](?:[{_CHARS}.]*[{_CHARS}])?)?"
_LOCAL = f"(?:(?:[{_FIRST}:]|{_ESCAPE})(?:(?:[{_CHARS}.:]|{_ESCAPE})*(?:[{_CHARS}:]|{_ESCAPE}))?)?"


class Kind(StrEnum):
    """What a token is; ``OTHER`` is a sign that begins no token of these languages."""

    COMMENT = "comment"
    STRING = "string"
    IRI = "iri"
    LANGUAGE = "language"
    DIRECTIVE = "directive"
    BLANK = "blank"
    NAME = "name"
    VARIABLE = "variable"
    NUMBER = "number"
    KEYWORD = "keyword"
    PUNCTUATION = "punctuation"
    OTHER = "other"


# The first that matches is taken: a number before the full stop, a prefixed name before a keyword.
_PATTERNS = {
    Kind.COMMENT: r"#[^\n\r]*",
    Kind.STRING: r'"""(?:"{0,2}(?:[^"\\]|\\.))*+"""|' + r"'''(?:'{0,2}(?:[^'\\]|\\.))*+'''|"
    r'"(?:[^"\\\n\r]|\\.)*+"|' + r"'(?:[^'\\\n\r]|\\.)*+'",
    Kind.IRI: r'<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>',
    Kind.LANGUAGE: r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    Kind.BLANK: f"_:[{_FIRST}](?:[{_CHARS}.]*[{_CHARS}])?",
    Kind.NAME: f"{_PREFIX}:{_LOCAL}",
    Kind.VARIABLE: rf"[?$][{_FIRST}][{_NAME_CHARS}]*",
    Kind.NUMBER: r"[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)",
    Kind.KEYWORD: r"[A-Za-z_][A-Za-z0-9_]*",
    Kind.PUNCTUATION: r"\^\^|&&|\|\||!=|<=|>=|[{}\[\]().;,^|/*+?!=<>&~-]",
    Kind.OTHER: r"\S",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.DOTALL)
_LOCAL_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is written.

    :param kind: what it is.
    :param text: its characters, with quotes, brackets and escapes.
    :param line: the line on which it begins, counted from 1.
    :param column: the column in characters at which it begins, counted from 1.
    """

    kind: Kind
    text: str
    line: int
    column: int

    def place(self, path: Path) -> Place:
        """Say where the token stands.

        :param path: the file that it is in.
        :returns: file, line and column.
        """
        return Place(path, self.line, self.column)

    def last_line(self) -> int:
        """Say on which line the token ends: a long string may end on a later one."""
        return self.line + len(LINE_END.findall(self.text))


@dataclass(frozen=True, slots=True)
class NamedIri:
    """An IRI that a text uses.

    :param iri: the absolute IRI.
    :param written: as it is written: ``sg:Decision``, ``<body/kommunstyrelsen>`` or ``a``.
    :param line: line number, counted from 1.
    :param column: column in characters, counted from 1.
    """

    iri: str
    written: str
    line: int
    column: int


class Scope:
    """The base and the prefixes that are in force at a place of a text.

    :param path: the file, for messages.
    :param prefixes: prefixes in force before the first declaration, to namespace IRI.
    :param base: the base in force before the first declaration.
    """

    def __init__(self, path: Path, prefixes: Mapping[str, str] | None = None, base: str | None = None) -> None:
        self.path = path
        self.base = base
        self.prefixes = dict(prefixes or {})

    def declare(self, tokens: Sequence[Token], at: int) -> int:
        """Take in the declaration of a prefix or a base, if one begins here.

        :param tokens: the tokens of the text, without comments.
        :param at: an index of them.
        :returns: the index after the declaration; ``at`` if none begins there.
        :raises UnreadableFileError: if the declaration is malformed.
        """
        word = tokens[at]
        name = word.text.removeprefix("@").lower()
        if word.kind not in {Kind.DIRECTIVE, Kind.KEYWORD} or name not in {"prefix", "base"}:
            return at
        parts = tokens[at + 1 : at + (3 if name == "prefix" else 2)]
        kinds = [part.kind for part in parts]
        if kinds != ([Kind.NAME, Kind.IRI] if name == "prefix" else [Kind.IRI]):
            raise UnreadableFileError(f"the declaration of a {name} is malformed", place=word.place(self.path))
        iri = self.iri(parts[-1])
        if name == "prefix":
            self.prefixes[parts[0].text.removesuffix(":")] = iri
        else:
            self.base = iri
        after = at + 1 + len(parts)
        # Only the form with an at-sign ends in a full stop.
        return after + 1 if word.kind is Kind.DIRECTIVE and tokens[after : after + 1] else after

    def iri(self, token: Token) -> str:
        """Expand a token to the IRI that it stands for.

        :param token: an IRI reference, a prefixed name, or the keyword ``a``.
        :returns: the absolute IRI.
        :raises UnreadableFileError: if the prefix or the base is undeclared, or the IRI is malformed.
        """
        if token.kind is Kind.KEYWORD:
            return f"{PREFIXES['rdf']}type"
        if token.kind is Kind.NAME:
            prefix, _, local = token.text.partition(":")
            if prefix not in self.prefixes:
                raise UnreadableFileError(f"the prefix {prefix}: is not declared", place=token.place(self.path))
            return self.prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)
        try:
            return resolve(token.text, self.base)
        except SyntaxError as error:
            raise UnreadableFileError(
                f"{token.text} is not an absolute IRI, nor one that a declared base makes absolute",
                place=token.place(self.path),
            ) from error


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens; white space is left out, comments are kept.

    :param text: Turtle, TriG or SPARQL, well-formed or not.
    :returns: the tokens in the order of the text.
    """
    return list(_tokens(text))


def named_iris(
    text: str, path: Path | None = None, prefixes: Mapping[str, str] | None = None, base: str | None = None
) -> list[NamedIri]:
    """List every IRI that a text uses; what only a declaration of a prefix or base names is not used.

    :param text: Turtle, TriG or SPARQL.
    :param path: the file, for messages.
    :param prefixes: prefixes that the text may use undeclared, to namespace IRI.
    :param base: absolute IRI that relative ones are resolved against until the text declares a base of its own.
    :returns: the IRIs in the order of the text, one for each place; ``a`` counts as ``rdf:type``.
    :raises UnreadableFileError: if a prefix or base is undeclared, or an IRI is malformed.
    """
    scope = Scope(Path("<text>") if path is None else path, prefixes, base)
    tokens = [token for token in _tokens(text) if token.kind is not Kind.COMMENT]
    found: list[NamedIri] = []
    at = 0
    while at < len(tokens):
        after = scope.declare(tokens, at)
        if after == at:
            token = tokens[at]
            if token.kind in {Kind.IRI, Kind.NAME} or (token.kind is Kind.KEYWORD and token.text == "a"):
                found.append(NamedIri(scope.iri(token), token.text, token.line, token.column))
            after = at + 1
        at = after
    return found


@lru_cache(maxsize=4096)
def resolve(reference: str, base: str | None) -> str:
    """Resolve an IRI reference as pyoxigraph does, escapes included, so that both always agree.

    :param reference: an IRI reference in brackets: ``<body/kommunstyrelsen>``.
    :param base: an absolute IRI, or None.
    :returns: the absolute IRI, without brackets.
    :raises SyntaxError: if it is malformed, or relative where there is no base.
    """
    triple = f"{reference} {reference} {reference} ."
    quad: ox.Quad = next(ox.parse(triple, ox.RdfFormat.TURTLE, base_iri=base))
    return quad.predicate.value


def _tokens(text: str) -> Iterator[Token]:
    line, line_start, seen = 1, 0, 0
    before: Token | None = None
    for match in _TOKEN.finditer(text):
        for end in LINE_END.finditer(text, seen, match.start()):
            line, line_start = line + 1, end.end()
        # A CR LF is never cut in two here: a token that ends in CR would be a string, and it ends in a quote.
        seen = match.start()
        kind = Kind(match.lastgroup or Kind.OTHER)
        # "x"@base is a language tag: only what follows a string can be one.
        if kind is Kind.LANGUAGE and not (before and before.kind is Kind.STRING):
            kind = Kind.DIRECTIVE
        before = Token(kind, match.group(), line, match.start() - line_start + 1)
        yield before
