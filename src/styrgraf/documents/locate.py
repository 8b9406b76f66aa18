"""The file and line of each triple: a reader of Turtle and TriG that remembers places.

pyoxigraph decides what is well-formed and what a text says; this reader is only asked where it is said, and
so takes for granted that the text has been parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from styrgraf.documents.parse import parse_text
from styrgraf.documents.tokens import Kind, Scope, Token, tokenize
from styrgraf.errors import Place, UnreadableFileError
from styrgraf.files import read_text
from styrgraf.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "Fact",
    "GraphBlock",
    "GraphName",
    "Located",
    "Statement",
    "SubjectBlock",
    "locate_statements",
    "locate_text",
]

GraphName: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
_Subject: TypeAlias = ox.NamedNode | ox.BlankNode
_Node: TypeAlias = _Subject | ox.Literal

_MAX_DEPTH = 50
_FIRST, _REST, _NIL = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
_ESCAPE = re.compile(r"""\\(?:([tbnrf"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))""")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple of a file, with the graph that it is in and the place where it is written.

    :param graph: the graph's IRI or blank node as in N-Triples; empty for the default graph.
    :param subject: an IRI or blank node as in N-Triples: ``<https://…>``. A blank node that has no label in
        the file is named after its place, ``_:L3C14``.
    :param predicate: an IRI as in N-Triples.
    :param object: an IRI, literal or blank node as in N-Triples.
    :param place: where the object is written.
    """

    graph: str
    subject: str
    predicate: str
    object: str
    place: Place


@dataclass(frozen=True, slots=True)
class Fact:
    """A quad and the token at which its object begins.

    :param quad: the quad.
    :param token: the first token of its object.
    """

    quad: ox.Quad
    token: Token


@dataclass(frozen=True, slots=True)
class SubjectBlock:
    """A subject at top level with what is said of it, to the full stop.

    :param graph: the graph that it is in.
    :param subject: the subject.
    :param first: its first token.
    :param last: its last token, the full stop where there is one.
    """

    graph: GraphName
    subject: _Subject
    first: Token
    last: Token


@dataclass(frozen=True, slots=True)
class GraphBlock:
    """A graph in braces.

    :param graph: the graph.
    :param opening: its opening brace.
    :param closing: its closing brace.
    """

    graph: GraphName
    opening: Token
    closing: Token


@dataclass(frozen=True, slots=True)
class Located:
    """What a Turtle or TriG text says, and where.

    :param tokens: its tokens, comments included.
    :param prefixes: the prefixes that it declares, to namespace IRI; the last declaration counts.
    :param facts: its quads in the order in which their objects are complete.
    :param subjects: its subjects at top level, in the order of the text.
    :param graphs: its graphs in braces, in the order of the text.
    """

    tokens: list[Token]
    prefixes: dict[str, str]
    facts: list[Fact] = field(default_factory=list)
    subjects: list[SubjectBlock] = field(default_factory=list)
    graphs: list[GraphBlock] = field(default_factory=list)


def locate_statements(path: Path) -> list[Statement]:
    """List the triples of a Turtle or TriG file with the line and column of each.

    :param path: the file.
    :returns: a statement for each time that a triple is written.
    :raises UnreadableFileError: if the file is missing, not UTF-8, not well-formed, or neither Turtle nor TriG.
    """
    return [
        Statement(
            graph="" if isinstance(fact.quad.graph_name, ox.DefaultGraph) else str(fact.quad.graph_name),
            subject=str(fact.quad.subject),
            predicate=str(fact.quad.predicate),
            object=str(fact.quad.object),
            place=fact.token.place(path),
        )
        for fact in locate_text(read_text(path), path).facts
    ]


def locate_text(text: str, path: Path) -> Located:
    """Read what a Turtle or TriG text says, and where.

    :param text: the text of the file.
    :param path: the file, for its format and for messages.
    :returns: its facts and blocks with their tokens.
    :raises UnreadableFileError: if the text is not well-formed, or neither Turtle nor TriG.
    """
    if path.suffix not in {".ttl", ".trig"}:
        raise UnreadableFileError(
            "places are known in Turtle and TriG only", place=Place(path), remedy="name a .ttl or .trig file"
        )
    parse_text(text, path)
    return _Reader(tokenize(text), path).read()


class _Reader:
    """Recursive descent over the tokens, one method a production of the TriG grammar."""

    def __init__(self, tokens: list[Token], path: Path) -> None:
        self._scope = Scope(path)
        self._located = Located(tokens, self._scope.prefixes)
        self._tokens = [token for token in tokens if token.kind is not Kind.COMMENT]
        self._at = 0
        self._depth = 0
        self._graph: GraphName = ox.DefaultGraph()

    def read(self) -> Located:
        while self._at < len(self._tokens):
            after = self._scope.declare(self._tokens, self._at)
            if after > self._at:
                self._at = after
            elif self._sees("{"):
                self._graph_block(ox.DefaultGraph())
            elif (graph := self._graph_label()) is not None:
                self._graph_block(graph)
            else:
                self._triples()
        return self._located

    # The tokens

    def _sees(self, text: str, ahead: int = 0) -> bool:
        token = self._tokens[self._at + ahead] if self._at + ahead < len(self._tokens) else None
        return token is not None and token.kind is Kind.PUNCTUATION and token.text == text

    def _takes(self, text: str) -> bool:
        if seen := self._sees(text):
            self._at += 1
        return seen

    def _next(self) -> Token:
        token = self._tokens[self._at] if self._at < len(self._tokens) else self._tokens[-1]
        self._at += 1
        return token

    def _lost(self, token: Token) -> UnreadableFileError:
        return UnreadableFileError(
            f"{token.text} is not understood here",
            place=token.place(self._scope.path),
            remedy="write RDF 1.1: no triple terms and no annotations",
        )

    # Graphs and subjects

    def _graph_label(self) -> _Subject | None:
        """Take the name of a graph if a block of one begins here."""
        word = self._tokens[self._at]
        if word.kind is Kind.KEYWORD and word.text.upper() == "GRAPH":
            self._at += 1
        elif not (self._sees("{", 1) or (self._sees("[") and self._sees("]", 1) and self._sees("{", 2))):
            return None
        label = self._node()
        if isinstance(label, ox.Literal):
            raise self._lost(word)
        return label

    def _graph_block(self, graph: GraphName) -> None:
        opening = self._next()
        if opening.text != "{":
            raise self._lost(opening)
        self._graph = graph
        while not self._sees("}"):
            self._triples()
        self._located.graphs.append(GraphBlock(graph, opening, self._next()))
        self._graph = ox.DefaultGraph()

    def _triples(self) -> None:
        first = self._tokens[self._at]
        subject = self._node()
        if isinstance(subject, ox.Literal):
            raise self._lost(first)
        # After [ … ] as a subject there may be nothing more to say.
        if not self._sees(".") and not self._sees("}"):
            self._predicates(subject)
        if not self._takes(".") and not self._sees("}"):
            raise self._lost(self._next())
        last = self._tokens[self._at - 1]
        self._located.subjects.append(SubjectBlock(self._graph, subject, first, last))

    def _predicates(self, subject: _Subject) -> None:
        while True:
            word = self._next()
            if word.kind not in {Kind.IRI, Kind.NAME} and word.text != "a":
                raise self._lost(word)
            predicate = ox.NamedNode(self._scope.iri(word))
            self._object(subject, predicate)
            while self._takes(","):
                self._object(subject, predicate)
            if not self._takes(";"):
                return
            while self._takes(";"):
                pass
            if self._sees(".") or self._sees("]") or self._sees("}"):
                return

    def _object(self, subject: _Subject, predicate: ox.NamedNode) -> None:
        token = self._tokens[self._at]
        self._state(subject, predicate, self._node(), token)

    def _state(self, subject: _Subject, predicate: ox.NamedNode, value: _Node, token: Token) -> None:
        self._located.facts.append(Fact(ox.Quad(subject, predicate, value, self._graph), token))

    # Terms

    def _node(self) -> _Node:
        token = self._next()
        if token.kind in {Kind.IRI, Kind.NAME}:
            return ox.NamedNode(self._scope.iri(token))
        if token.kind is Kind.BLANK:
            return ox.BlankNode(token.text.removeprefix("_:"))
        if token.kind is Kind.PUNCTUATION and token.text in {"[", "("}:
            if self._depth == _MAX_DEPTH:
                raise UnreadableFileError(
                    f"brackets are nested more than {_MAX_DEPTH} deep", place=token.place(self._scope.path)
                )
            self._depth += 1
            node = self._brackets(token) if token.text == "[" else self._list()
            self._depth -= 1
            return node
        return self._literal(token)

    def _brackets(self, opening: Token) -> ox.BlankNode:
        node = ox.BlankNode(f"L{opening.line}C{opening.column}")
        if not self._sees("]"):
            self._predicates(node)
        if not self._takes("]"):
            raise self._lost(self._next())
        return node

    def _list(self) -> _Subject:
        items: list[tuple[Token, _Node]] = []
        while not self._takes(")"):
            token = self._tokens[self._at]
            items.append((token, self._node()))
        # The item may itself be a blank node named after the same place, hence another letter for the cell.
        cells: list[_Subject] = [ox.BlankNode(f"I{token.line}C{token.column}") for token, _ in items]
        for (token, item), cell, rest in zip(items, cells, [*cells[1:], _NIL], strict=False):
            self._state(cell, _FIRST, item, token)
            self._state(cell, _REST, rest, token)
        return cells[0] if cells else _NIL

    def _literal(self, token: Token) -> ox.Literal:
        if token.kind is Kind.NUMBER:
            name = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
            return ox.Literal(token.text, datatype=ox.NamedNode(PREFIXES["xsd"] + name))
        if token.kind is Kind.KEYWORD and token.text in {"true", "false"}:
            return ox.Literal(token.text, datatype=ox.NamedNode(f"{PREFIXES['xsd']}boolean"))
        if token.kind is not Kind.STRING:
            raise self._lost(token)
        value = _string_value(token.text)
        if self._takes("^^"):
            return ox.Literal(value, datatype=ox.NamedNode(self._scope.iri(self._next())))
        after = self._tokens[self._at] if self._at < len(self._tokens) else None
        if after is not None and after.kind is Kind.LANGUAGE:
            self._at += 1
            return ox.Literal(value, language=after.text.removeprefix("@"))
        return ox.Literal(value)


def _string_value(written: str) -> str:
    quotes = 3 if written[:3] in {'"""', "'''"} else 1

    def unescape(match: re.Match[str]) -> str:
        sign, short, long = match.groups()
        return _ESCAPED.get(sign, sign) if sign else chr(int(short or long, 16))

    return _ESCAPE.sub(unescape, written[quotes:-quotes])
