"""Parsing the files of a graph; whatever is wrong with a file is one error with its line and column."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import Place, UnreadableFileError
from styrgraf.files import read_text
from styrgraf.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["FORMATS", "parse_file", "parse_text"]

#: The formats of RDF files, by the end of the file's name.
FORMATS: Mapping[str, ox.RdfFormat] = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
}

_UNDECLARED = re.compile(r"The prefix (.*): has not been declared")
_RELATIVE = "No scheme found in an absolute IRI"


def parse_file(path: Path) -> list[ox.Quad]:
    """Parse an RDF file.

    :param path: a file whose name ends in one of :data:`FORMATS`.
    :returns: its quads in the order of the file, literals in the lexical form in which they are written.
    :raises UnreadableFileError: if the file is missing, not UTF-8, or not well-formed.
    """
    return parse_text(read_text(path), path)


def parse_text(text: str, path: Path) -> list[ox.Quad]:
    """Parse the text of an RDF file.

    Blank nodes get new labels, since a label says nothing outside its file.

    :param text: the text of the file.
    :param path: the file: its name says the format, and messages name it.
    :returns: the quads in the order of the text.
    :raises UnreadableFileError: if the text is not well-formed, or the name is not that of an RDF file.
    """
    file_format = FORMATS.get(path.suffix)
    if file_format is None:
        raise UnreadableFileError(
            "this is not the name of an RDF file",
            place=Place(path),
            remedy=f"give the file a name that ends in {', '.join(FORMATS)}",
        )
    try:
        return list(ox.parse(text, file_format, rename_blank_nodes=True))
    except SyntaxError as error:
        what, remedy = _explain(error.msg, text)
        # pyoxigraph counts lines and columns from 1, and columns in characters, as Place does.
        raise UnreadableFileError(what, place=Place(path, error.lineno, error.offset), remedy=remedy) from error


def _explain(message: str, text: str) -> tuple[str, str | None]:
    """Say what is wrong and what would be right; pyoxigraph's message begins with the place, which we know."""
    reason = message.partition(": ")[2] or message
    if undeclared := _UNDECLARED.fullmatch(reason):
        prefix = undeclared.group(1)
        return f"the prefix {prefix}: is not declared", _nearest_prefix(prefix, text)
    if reason == _RELATIVE:
        return "an IRI is relative, but the file declares no base before it", f"declare @base <{BASE}> ."
    return reason[:1].lower() + reason[1:], None


def _nearest_prefix(prefix: str, text: str) -> str:
    if prefix in PREFIXES:
        return f"declare @prefix {prefix}: <{PREFIXES[prefix]}> ."
    # Only a faulty file is taken apart so far.
    import difflib  # noqa: PLC0415

    from styrgraf.documents.tokens import Kind, tokenize  # noqa: PLC0415

    tokens = [token for token in tokenize(text) if token.kind is not Kind.COMMENT]
    declared = {
        after.text.removesuffix(":")
        for before, after in pairwise(tokens)
        if before.text.removeprefix("@").lower() == "prefix" and after.kind is Kind.NAME
    }
    near = difflib.get_close_matches(prefix, sorted(declared | PREFIXES.keys()), n=1)
    return f"did you mean {near[0]}:?" if near else f"declare @prefix {prefix}: with its namespace"
