"""The tables of an answer, read from what the engine writes: TSV of a SELECT, N-Triples of a CONSTRUCT.

Text is read sooner than the engine's objects are made one by one: most cells of an answer repeat, and each that is new
is read once. In both formats a line is a row, since line ends within values are escaped.
"""

from __future__ import annotations

import re
import sys
from enum import Enum, auto
from typing import TYPE_CHECKING

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import PREFIXES
from styrgraf.store import Iri, Text

if TYPE_CHECKING:
    from styrgraf.store import Term

__all__ = ["Form", "Row", "Table", "read_cell"]

_XSD, _RDF = PREFIXES["xsd"], PREFIXES["rdf"]
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
#: Cells that are remembered; more would take more memory than they save time.
_MOST_CELLS = 100_000

Row = tuple["Term | None", ...]


class Form(Enum):
    """What a query gives, after its form: ASK, SELECT, or CONSTRUCT and DESCRIBE."""

    TRUTH = auto()
    ROWS = auto()
    TRIPLES = auto()


class Table:
    """Columns and rows, read piece by piece. The first line names the columns as TSV does.

    :param form: what the query gives; a graph is a set, though the engine writes a triple as often as it makes it.
    :param most: rows that it may have.
    """

    def __init__(self, form: Form, most: int = sys.maxsize) -> None:
        self.form = form
        self.columns: tuple[str, ...] | None = None
        self.rows: list[Row] = []
        self._most = most
        self._begun: list[bytes] = []
        self._terms = _Terms()
        self._triples: set[str] = set()

    @property
    def truth(self) -> bool | None:
        """The answer to an ASK; None for other queries."""
        return str(self.rows[0][0]) == "true" if self.form is Form.TRUTH else None

    def read(self, piece: bytes) -> None:
        """Read the next piece.

        :param piece: bytes as the engine writes them; a line, or a sign, may go on in the next.
        :raises StyrgrafError: if there are too many rows, or a value is a triple.
        """
        self._begun.append(piece)
        if b"\n" not in piece:
            return
        whole, _, rest = b"".join(self._begun).rpartition(b"\n")
        self._begun = [rest]
        lines = whole.decode().split("\n")
        if self.columns is None:
            head = lines.pop(0)
            self.columns = tuple(name[1:] for name in head.split("\t")) if head else ()
        self.rows += self._rows(lines)
        if len(self.rows) > self._most:
            raise StyrgrafError(
                f"stopped at {self._most} rows: the answer has more",
                remedy="add LIMIT, restrict or group the query, or allow more rows",
            )

    def _rows(self, lines: list[str]) -> list[Row]:
        term = self._terms.__getitem__
        if self.form is Form.TRIPLES:
            new = [line for line in dict.fromkeys(lines) if line not in self._triples]
            self._triples.update(new)
            return [tuple(map(term, line[: -len(" .")].split(" ", 2))) for line in new]
        if not self.columns:
            return [()] * len(lines)
        return [tuple(map(term, line.split("\t"))) for line in lines]


class _Terms(dict[str, "Term | None"]):
    def __missing__(self, cell: str) -> Term | None:
        if len(self) >= _MOST_CELLS:
            self.clear()
        term = self[cell] = read_cell(cell)
        return term


def read_cell(cell: str) -> Term | None:
    """Read a term as the engine writes it in TSV or N-Triples.

    :param cell: what it wrote.
    :returns: the term; of a blank node its label; None for an empty cell.
    :raises StyrgrafError: if it is a triple.
    """
    if not cell:
        return None
    if cell[0] == '"':
        return _read_literal(cell)
    if cell.startswith("<<"):
        raise StyrgrafError("a triple cannot be a value of an answer", remedy="select its subject, predicate, object")
    if cell[0] == "<":
        return Iri(cell[1:-1])
    if cell[0] == "_":
        return Iri(cell)
    return Text(cell, datatype=_XSD + _bare_datatype(cell))


def _read_literal(cell: str) -> Text:
    # No quote stands in a language or a datatype.
    value, _, kind = cell[1:].rpartition('"')
    if "\\" in value:
        value = _ESCAPE.sub(_unescape, value)
    if not kind:
        return Text(value)
    if kind[0] == "@":
        language, _, direction = kind[1:].partition("--")
        return Text(value, language, _RDF + ("dirLangString" if direction else "langString"))
    return Text(value, datatype=kind[len("^^<") : -1])


def _bare_datatype(cell: str) -> str:
    """Tell what TSV writes without quotes."""
    if cell in {"true", "false"}:
        return "boolean"
    if "e" in cell.lower():
        return "double"
    return "decimal" if "." in cell else "integer"


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])
