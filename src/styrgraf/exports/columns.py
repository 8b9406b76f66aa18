"""The columns of things and arcs: what formats of flat attributes write, each with one type throughout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from styrgraf.namespaces import PREFIXES
from styrgraf.store import Iri, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from styrgraf.exports.records import Arc, Name, PropertyGraph, Vertex
    from styrgraf.store import Term

__all__ = ["LIST_SEPARATOR", "Cell", "Column", "Shape", "arc_columns", "text_of_cell", "vertex_columns"]

#: What stands between the values of a list, in formats without lists.
LIST_SEPARATOR = " | "

Cell = str | int | bool | Decimal | tuple[str, ...] | None
Row = TypeVar("Row")

_XSD = PREFIXES["xsd"]
_NUMBERS = frozenset(f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float"))
# What the formats' integer can hold: 64 bits.
_LARGEST = 2**63


class Shape(StrEnum):
    """The type of the values of a column."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column.

    :param name: letters, digits and ``_``; unique among the columns of things, and among those of arcs.
    :param shape: type of its values.
    :param cell: gives the value of a thing or arc; None if it has none.
    """

    name: str
    shape: Shape
    cell: Callable[[Row], Cell]


def vertex_columns(drawn: PropertyGraph) -> list[Column[Vertex]]:
    """List the columns of things: the fields that all have, then a column for each other property in use.

    :param drawn: the graph.
    :returns: the columns, in stable order; ``id`` and ``label`` first.
    """
    text, several = Shape.TEXT, Shape.LIST
    years = [vertex.year for vertex in drawn.vertices if vertex.year]
    year = Shape.INTEGER if all(re.fullmatch(r"\d{4}", year) for year in years) else text
    columns: list[Column[Vertex]] = [
        Column("id", text, lambda v: v.id),
        Column("label", text, lambda v: v.label(drawn.language)),
        Column("short", text, lambda v: v.short),
        Column("label_sv", text, lambda v: v.label_sv),
        Column("label_en", text, lambda v: v.label_en),
        Column("family", text, lambda v: v.family.value),
        Column("types", several, lambda v: tuple(name.short for name in v.types)),
        Column("types_sv", several, lambda v: tuple(name.sv for name in v.types)),
        Column("types_en", several, lambda v: tuple(name.en for name in v.types)),
        Column("date", text, lambda v: v.date or None),
        Column("status_sv", several, lambda v: tuple(name.sv for name in v.status)),
        Column("status_en", several, lambda v: tuple(name.en for name in v.status)),
        Column("proposed", Shape.BOOLEAN, lambda v: v.proposed),
        Column("amount", Shape.DECIMAL, lambda v: v.amount),
        Column("currency", text, lambda v: v.currency or None),
        Column("year", year, lambda v: (int(v.year) if year is Shape.INTEGER else v.year) if v.year else None),
        Column("identifier", text, lambda v: v.identifier or None),
    ]
    if drawn.as_of:
        columns += [Column("certainty", text, lambda v: _notation(v.certainty)), Column("as_of", text, _day(drawn))]
    evidence: list[Column[Vertex]] = [
        Column("evidence", several, lambda v: v.evidence),
        Column("citation", text, lambda v: v.citation or None),
    ]
    taken = {column.name for column in (*columns, *evidence)}
    return [*columns, *_attribute_columns(drawn.vertices, taken), *evidence]


def arc_columns(drawn: PropertyGraph) -> list[Column[Arc]]:
    """List the columns of arcs.

    :param drawn: the graph.
    :returns: the columns, in stable order; ``id``, ``source``, ``target`` and ``label`` first.
    """
    text = Shape.TEXT
    certainty: list[Column[Arc]] = [
        Column("certainty", text, lambda a: _notation(a.certainty)),
        Column("as_of", text, _day(drawn)),
    ]
    return [
        Column("id", text, lambda a: a.id),
        Column("source", text, lambda a: a.source),
        Column("target", text, lambda a: a.target),
        Column("label", text, lambda a: a.property.word(drawn.language)),
        Column("label_sv", text, lambda a: a.property.sv),
        Column("label_en", text, lambda a: a.property.en),
        Column("property", text, lambda a: a.property.short),
        Column("property_iri", text, lambda a: a.property.iri),
        # Not “kind”, which GEXF keeps for its own use.
        Column("authority", text, lambda a: a.kind.value),
        Column("lineage", Shape.BOOLEAN, lambda a: a.lineage),
        *(certainty if drawn.as_of else []),
        Column("evidence", Shape.LIST, lambda a: a.evidence),
        Column("citation", text, lambda a: a.citation or None),
    ]


def _notation(name: Name | None) -> str | None:
    return name.iri.rpartition("/")[2] if name else None


def _day(drawn: PropertyGraph) -> Callable[[object], str]:
    return lambda _: drawn.as_of


def text_of_cell(cell: Cell, separator: str = LIST_SEPARATOR) -> str:
    """Write a cell as text.

    :param cell: the value.
    :param separator: what stands between the values of a list.
    :returns: the text; empty if there is none.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, tuple):
        return separator.join(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _attribute_columns(vertices: Sequence[Vertex], taken: set[str]) -> list[Column[Vertex]]:
    values: dict[str, dict[str, list[Term]]] = {}
    for vertex in vertices:
        for attribute in vertex.attributes:
            values.setdefault(attribute.property.short, {}).setdefault(vertex.id, []).append(attribute.value)
    columns = []
    for short in sorted(values):
        name = re.sub(r"[^A-Za-z0-9_]+", "_", short).strip("_")
        while name in taken:
            name += "_"
        taken.add(name)
        columns.append(_attribute_column(name, values[short]))
    return columns


def _attribute_column(name: str, values: dict[str, list[Term]]) -> Column[Vertex]:
    if any(len(of_one) > 1 for of_one in values.values()):
        lists = {thing: tuple(str(value) for value in of_one) for thing, of_one in values.items()}
        return Column(name, Shape.LIST, lambda v: lists.get(v.id))
    single = {thing: of_one[0] for thing, of_one in values.items()}
    for shape, read in ((Shape.INTEGER, _integer), (Shape.DECIMAL, _decimal), (Shape.BOOLEAN, _boolean)):
        cells = {thing: read(value) for thing, value in single.items()}
        if None not in cells.values():
            return Column(name, shape, _reader(cells))
    # An address stays an IRI, so that a workbook links to it.
    texts = {thing: value if isinstance(value, Iri) else value.value for thing, value in single.items()}
    return Column(name, Shape.TEXT, _reader(texts))


def _reader(cells: Mapping[str, Cell]) -> Callable[[Vertex], Cell]:
    return lambda vertex: cells.get(vertex.id)


def _integer(value: Term) -> Cell:
    if isinstance(value, Iri) or value.datatype != f"{_XSD}integer" or not re.fullmatch(r"[+-]?[0-9]+", value.value):
        return None
    return number if -_LARGEST <= (number := int(value.value)) < _LARGEST else None


def _decimal(value: Term) -> Cell:
    if isinstance(value, Text) and value.datatype in _NUMBERS:
        try:
            number = Decimal(value.value)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    return None


def _boolean(value: Term) -> Cell:
    if isinstance(value, Text) and value.datatype == f"{_XSD}boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(value.value)
    return None
