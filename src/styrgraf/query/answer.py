"""The answer to a query: named columns and rows of terms, and the same as data frames."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import PREFIXES
from styrgraf.store import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas
    import polars

    from styrgraf.store import Term

__all__ = ["Answer", "Kind", "Value", "column_values", "import_extra"]

_XSD = PREFIXES["xsd"]
_INTEGERS = frozenset(
    f"{_XSD}{name}"
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")
)
_FRACTIONS = frozenset(f"{_XSD}{name}" for name in ("decimal", "double", "float"))

Value = str | int | float | bool | date


class Kind(StrEnum):
    """What a column holds, for programs that want one type a column."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXT = "text"


_PANDAS = {
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "Float64",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "datetime64[s]",
    Kind.TEXT: "object",
}
_POLARS = {
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "Float64",
    Kind.BOOLEAN: "Boolean",
    Kind.DATE: "Date",
    Kind.TEXT: "String",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query.

    :param columns: names of the columns, in order.
    :param rows: a term, or None, for each column.
    :param truth: the answer to an ASK, which has one column and one row too; None for other queries.
    :param as_of: the day, month or year that it is given as of, and then the last column says how sure each row is:
        ``certain``, ``stretched`` or ``undated``; empty when none is asked.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truth: bool | None = None
    as_of: str = ""

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def values(self, column: str) -> tuple[Term | None, ...]:
        """List the terms of a column.

        :param column: its name.
        :returns: a term or None for each row.
        :raises StyrgrafError: if there is no such column.
        """
        if column not in self.columns:
            raise StyrgrafError(
                f"the answer has no column “{column}”", remedy=f"its columns are {', '.join(self.columns)}"
            )
        at = self.columns.index(column)
        return tuple(row[at] for row in self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """Make a pandas frame: numbers as numbers, full dates as dates, IRIs and the rest as text.

        :returns: the frame, with a missing value where the answer has none.
        :raises StyrgrafError: if pandas is not installed.
        """
        pd = import_extra("pandas", "frames")
        series = {}
        for column in self.columns:
            kind, values = column_values(self.values(column))
            series[column] = pd.Series(values, dtype=_PANDAS[kind])
        frame: pandas.DataFrame = pd.DataFrame(series, columns=list(self.columns))
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Make a polars frame: numbers as numbers, full dates as dates, IRIs and the rest as text.

        :returns: the frame, with null where the answer has no value.
        :raises StyrgrafError: if polars is not installed.
        """
        pl = import_extra("polars", "frames")
        series = []
        for column in self.columns:
            kind, values = column_values(self.values(column))
            series.append(pl.Series(column, values, dtype=getattr(pl, _POLARS[kind])))
        frame: polars.DataFrame = pl.DataFrame(series)
        return frame


def column_values(terms: Iterable[Term | None]) -> tuple[Kind, list[Value | None]]:
    """Make Python values of a column; if its terms are of several kinds, all are text.

    :param terms: the terms of the column.
    :returns: what they are, and a value or None for each.
    """
    terms = list(terms)
    found = [None if term is None else _value(term) for term in terms]
    kinds = {kind for kind, _ in filter(None, found)}
    if kinds == {Kind.INTEGER, Kind.NUMBER}:
        return Kind.NUMBER, [None if one is None else float(one[1]) for one in found]  # type: ignore[arg-type]
    if len(kinds) == 1:
        return kinds.pop(), [None if one is None else one[1] for one in found]
    return Kind.TEXT, [None if term is None else str(term) for term in terms]


def _value(term: Term) -> tuple[Kind, Value]:
    text = str(term)
    if isinstance(term, Text):
        # A literal may say that it is a number and not be one; then it is text.
        try:
            if term.datatype in _INTEGERS:
                # Frames and spreadsheets have 64 bits.
                return (Kind.INTEGER, int(text)) if -(2**63) <= int(text) < 2**63 else (Kind.TEXT, text)
            if term.datatype in _FRACTIONS:
                return Kind.NUMBER, float(text)
            if term.datatype == f"{_XSD}date" and len(text) == len("2023-12-06"):
                return Kind.DATE, date.fromisoformat(text)
        except ValueError:
            return Kind.TEXT, text
        if term.datatype == f"{_XSD}boolean":
            return Kind.BOOLEAN, text in {"true", "1"}
    return Kind.TEXT, text


def import_extra(module: str, extra: str) -> Any:  # noqa: ANN401 - a module that may not be installed
    """Import a module that comes with an extra.

    :param module: its name.
    :param extra: name of the extra that installs it.
    :returns: the module.
    :raises StyrgrafError: if it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise StyrgrafError(f"{module} is not installed", remedy=f"pip install 'styrgraf[{extra}]'") from error
