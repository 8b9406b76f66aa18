"""Comments become notes in the data, so that nothing is known only to who opens the file.

The comment at the top of a file stays: it is about the file. Every other is about a subject or a passage, and
becomes a ``skos:editorialNote`` of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.ordering import DocumentOrder
from styrgraf.documents.tokens import Kind, Token
from styrgraf.namespaces import PREFIXES

if TYPE_CHECKING:
    from styrgraf.documents.locate import Located, SubjectBlock

__all__ = ["comment_notes", "header_comment"]

_NOTE = ox.NamedNode(f"{PREFIXES['skos']}editorialNote")


@dataclass(frozen=True, slots=True)
class _Comment:
    """Lines of comment that belong together.

    :param lines: their tokens.
    :param before: the token before them on the line on which they begin, if any.
    """

    lines: list[Token]
    before: Token | None

    def text(self) -> str:
        return " ".join(filter(None, (line.text.lstrip("#").strip() for line in self.lines)))


def header_comment(located: Located) -> str:
    """Take out the comment at the top of a file: the run of comment lines before anything else.

    :param located: the text that was read. If it says nothing, all its comments are the header.
    :returns: the lines as they are written, without white space at their ends; empty if there is none.
    """
    return "\n".join(token.text.rstrip() for token in _header(located))


def comment_notes(located: Located) -> list[ox.Quad]:
    """Make notes of the comments of a file, except for its header.

    A comment beside or inside what is said of a subject is about that subject, any other about the next one; the
    last in a graph or file is about the last subject. In the graph of a passage it is about the passage, and the
    note stands in the document's own graph. A comment without a letter or digit says nothing and is left out.

    :param located: the text that was read.
    :returns: the notes, in the order of the comments.
    """
    order = DocumentOrder(fact.quad for fact in located.facts)
    described = order.passages()
    names = {str(fact.quad.graph_name): fact.quad.graph_name for fact in located.facts}
    notes = []
    for comment in _comments(located):
        text = comment.text()
        block = _subject_of(comment, located)
        if block is None or not any(sign.isalnum() for sign in text):
            continue
        subject, graph = block.subject, block.graph
        if isinstance(graph, ox.NamedNode) and (home := described.get(str(graph))) is not None:
            # Without a document in the file, the note stays in the graph of the passage.
            subject, graph = graph, names[home] if home in order.documents else graph
        notes.append(ox.Quad(subject, _NOTE, ox.Literal(text), graph))
    return notes


def _header(located: Located) -> list[Token]:
    if not located.facts:
        return [token for token in located.tokens if token.kind is Kind.COMMENT]
    first = located.tokens[0].line
    numbered = enumerate(located.tokens, start=first)
    return [token for _, token in takewhile(lambda n: n[1].kind is Kind.COMMENT and n[1].line == n[0], numbered)]


def _comments(located: Located) -> list[_Comment]:
    comments: list[_Comment] = []
    last: Token | None = None
    for token in located.tokens[len(_header(located)) :]:
        if token.kind is Kind.COMMENT:
            if last and last.kind is Kind.COMMENT and _continues(token, comments[-1]):
                comments[-1].lines.append(token)
            else:
                beside = last if last and last.last_line() == token.line else None
                comments.append(_Comment([token], beside))
        last = token
    return comments


def _continues(token: Token, comment: _Comment) -> bool:
    """Whether the line goes on with a comment; what begins beside a triple goes on only right below itself."""
    previous = comment.lines[-1]
    return token.line == previous.line + 1 and (comment.before is None or token.column == previous.column)


def _subject_of(comment: _Comment, located: Located) -> SubjectBlock | None:
    """Find the subject that a comment is about; None if the file has no subject."""
    here = _at(comment.lines[0])
    for block in located.subjects:
        if _at(block.first) < here < _at(block.last) or comment.before == block.last:
            return block
    for graph in located.graphs:
        inside = [b for b in located.subjects if _at(graph.opening) < _at(b.first) < _at(graph.closing)]
        if inside and comment.before == graph.closing:
            return inside[-1]
        if inside and _at(graph.opening) < here < _at(graph.closing):
            return _next(here, inside)
    return _next(here, located.subjects)


def _next(here: tuple[int, int], blocks: list[SubjectBlock]) -> SubjectBlock | None:
    """Find the first of the subjects that begins after a place, else the last of all."""
    after = (block for block in blocks if _at(block.first) > here)
    return next(after, blocks[-1] if blocks else None)


def _at(token: Token) -> tuple[int, int]:
    return (token.line, token.column)
