"""CSV with header files for ``neo4j-admin database import``, with constraints and the command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from styrgraf.exports.columns import Shape, arc_columns, text_of_cell, vertex_columns
from styrgraf.exports.tables import write_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from styrgraf.exports.columns import Cell, Column
    from styrgraf.exports.records import Name, PropertyGraph

__all__ = ["ARRAY_DELIMITER", "neo4j_files"]

#: Between the values of an array: unlike a semicolon, it stands in no text.
ARRAY_DELIMITER = "\x1f"

_EVERY = "Thing"
_TYPES: Mapping[Shape, str] = {
    Shape.TEXT: "string",
    Shape.INTEGER: "long",
    Shape.DECIMAL: "double",
    Shape.BOOLEAN: "boolean",
    Shape.LIST: "string[]",
}
_CONSTRAINTS = """// Run after the import. Every node has the label Thing, and its IRI is its id.
CREATE CONSTRAINT thing_id IF NOT EXISTS FOR (n:Thing) REQUIRE n.id IS UNIQUE;
CREATE INDEX thing_short IF NOT EXISTS FOR (n:Thing) ON (n.short);
CREATE INDEX thing_label_sv IF NOT EXISTS FOR (n:Thing) ON (n.label_sv);
"""


def neo4j_files(drawn: PropertyGraph) -> dict[str, str]:
    """Write a graph for the bulk import of Neo4j 5: a table for each combination of labels and each relationship type.

    :param drawn: the graph.
    :returns: file name to text: tables, their headers, ``constraints.cypher`` and ``README.txt`` with the command.
    """
    files: dict[str, str] = {}
    vertices = vertex_columns(drawn)
    groups: dict[tuple[str, ...], list[list[str]]] = {}
    for vertex in drawn.vertices:
        labels = tuple(sorted({_label(name) for name in vertex.types}))
        row = [_cell(column.cell(vertex)) for column in vertices]
        groups.setdefault(labels, []).append([*row, ARRAY_DELIMITER.join([_EVERY, *labels])])
    for labels, rows in sorted(groups.items()):
        name = "-".join(labels) or _EVERY
        header = ["id:ID", *_header(vertices[1:]), ":LABEL"]
        files |= _table(f"nodes-{name}", header, rows)
    arcs = [column for column in arc_columns(drawn) if column.name not in ("source", "target")]
    types = _relationship_types({arc.property.short: arc.property for arc in drawn.arcs})
    joins: dict[str, list[list[str]]] = {}
    for arc in drawn.arcs:
        kind = types[arc.property.short]
        row = [_cell(column.cell(arc)) for column in arcs]
        joins.setdefault(kind, []).append([arc.source, *row, arc.target, kind])
    for kind, rows in sorted(joins.items()):
        files |= _table(f"relationships-{kind}", [":START_ID", *_header(arcs), ":END_ID", ":TYPE"], rows)
    files["constraints.cypher"] = _CONSTRAINTS
    files["README.txt"] = _readme(list(files))
    return files


def _table(name: str, header: list[str], rows: list[list[str]]) -> dict[str, str]:
    return {f"{name}-header.csv": write_rows([header]), f"{name}.csv": write_rows(rows)}


def _header(columns: Sequence[Column[Any]]) -> list[str]:
    return [f"{column.name}:{_TYPES[column.shape]}" for column in columns]


def _cell(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return ARRAY_DELIMITER.join(cell)
    return text_of_cell(cell)


def _label(name: Name) -> str:
    # A label goes into a file name and into Cypher, so it is letters and digits alone.
    return re.sub(r"[^A-Za-z0-9]+", "_", name.short.rpartition(":")[2]).strip("_") or "Other"


def _relationship_types(properties: Mapping[str, Name]) -> dict[str, str]:
    types: dict[str, str] = {}
    for short in sorted(properties):
        prefix, _, local = short.rpartition(":")
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local)
        kind = re.sub(r"[^A-Z0-9]+", "_", words.upper()).strip("_")
        if kind in types.values():
            kind = f"{re.sub(r'[^A-Z0-9]+', '_', prefix.upper())}_{kind}"
        types[short] = kind
    return types


def _readme(names: list[str]) -> str:
    tables = [name.removesuffix("-header.csv") for name in names if name.endswith("-header.csv")]
    options = [f"--{name.partition('-')[0]}={name}-header.csv,{name}.csv" for name in tables]
    command = " \\\n  ".join(
        [
            "neo4j-admin database import full neo4j",
            "--overwrite-destination",
            "--array-delimiter=U+001F",
            "--multiline-fields=true",
            *options,
        ]
    )
    return (
        "Import into an empty Neo4j 5 database, from this folder, with the server stopped. It overwrites the\n"
        f"database that it names:\n\n{command}\n\n"
        "Then start the server, and make the constraint and the indexes:\n\n"
        "cypher-shell -f constraints.cypher\n\n"
        "Every node has the label Thing and its IRI as id. Each relationship is a fact, with the passages that state\n"
        "it in evidence, the same in words in citation, and in authority whether it is stated, read, editorial or\n"
        "derived. Lists are arrays.\n"
    )
