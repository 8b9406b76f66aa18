"""The tables, read back by other programs than Styrgraf's: csv, a workbook's own XML, and the grammar of Neo4j."""

from __future__ import annotations

import csv
import io
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nasty_labels import LABELS, NASTY, with_labels
from styrgraf.errors import StyrgrafError
from styrgraf.exports.columns import LIST_SEPARATOR, Column, arc_columns, text_of_cell, vertex_columns
from styrgraf.exports.neo4j import ARRAY_DELIMITER, neo4j_files
from styrgraf.exports.property_graph import PropertyGraph, property_graph
from styrgraf.exports.tables import csv_files, guard_formula
from styrgraf.exports.workbook import workbook_bytes
from styrgraf.lineage import identify, trace_lineage
from styrgraf.store import Graph

FEW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
TRANSFER = "https://w3id.org/styrgraf/id/transfer/STK-2023-822/1"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def plain(texts: Graph) -> PropertyGraph:
    return property_graph(texts)


@pytest.fixture(scope="module")
def whole(plain: PropertyGraph) -> PropertyGraph:
    return with_labels(plain, list(NASTY))


@pytest.fixture(scope="module")
def case(texts: Graph) -> PropertyGraph:
    return property_graph(texts, trace_lineage(texts, identify(texts, "STK-2023-822")))


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def _unguarded(text: str) -> str:
    return text.removeprefix("'")


# CSV


def test_csv_reads_every_thing_and_arc_with_every_attribute(whole: PropertyGraph) -> None:
    files = csv_files(whole)
    assert files.keys() == {"nodes.csv", "edges.csv"}
    nodes, edges = _rows(files["nodes.csv"]), _rows(files["edges.csv"])
    tables: list[tuple[Sequence[Any], Sequence[Column[Any]], list[dict[str, str]]]] = [
        (whole.vertices, vertex_columns(whole), nodes),
        (whole.arcs, arc_columns(whole), edges),
    ]
    for items, columns, rows in tables:
        assert len(rows) == len(items)
        for item, row in zip(items, rows, strict=True):
            wanted = {column.name: text_of_cell(column.cell(item)) for column in columns}
            assert {name: _unguarded(text) for name, text in row.items()} == wanted
    transfer = next(row for row in nodes if row["id"] == TRANSFER)
    assert (transfer["amount"], transfer["currency"], transfer["year"]) == ("2000000.00", "SEK", "2023")
    assert "#forslag-till-beslut-2" in transfer["evidence"].split(LIST_SEPARATOR)[2]
    assert {row["source"] for row in edges} | {row["target"] for row in edges} <= {row["id"] for row in nodes}


@FEW
@given(labels=st.lists(LABELS, min_size=1, max_size=10))
def test_any_label_comes_back_from_csv_and_none_is_a_formula(case: PropertyGraph, labels: list[str]) -> None:
    drawn = with_labels(case, labels)
    rows = _rows(csv_files(drawn)["nodes.csv"])
    assert [_unguarded(row["label_sv"]) for row in rows] == [vertex.label_sv for vertex in drawn.vertices]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())


def test_the_guard_can_be_taken_off_and_numbers_have_none(case: PropertyGraph) -> None:
    assert [guard_formula(text) for text in ("=1+1", "'=1+1", "abc", "")] == ["'=1+1", "''=1+1", "abc", ""]
    owing = replace(case.vertices[0], amount=Decimal("-5.00"))
    rows = _rows(csv_files(replace(case, vertices=(owing, *case.vertices[1:])))["nodes.csv"])
    assert rows[0]["amount"] == "-5.00"


# Neo4j: https://neo4j.com/docs/operations-manual/5/import/#import-tool-header-format

FIELD = re.compile(
    r"(?P<name>\w*):(?P<type>(?:ID|START_ID|END_ID)(?:\(\w+\))?|LABEL|TYPE|IGNORE"
    r"|(?:int|long|float|double|boolean|byte|short|char|string)(?:\[\])?)"
)
VALUES = {
    "long": re.compile(r"[+-]?\d{1,19}"),
    "double": re.compile(r"[+-]?\d+(\.\d+)?"),
    "boolean": re.compile(r"true|false"),
}


def _imported(files: dict[str, str]) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Read the tables as neo4j-admin does, and complain of what it would."""
    nodes: dict[str, dict[str, Any]] = {}
    joins = []
    for name in sorted(files):
        if not name.endswith("-header.csv"):
            continue
        header = next(csv.reader(io.StringIO(files[name], newline="")))
        fields = [FIELD.fullmatch(field) for field in header]
        assert None not in fields, header
        kinds = [str(field and field["type"]) for field in fields]
        names = [str(field and (field["name"] or field["type"])) for field in fields]
        assert len(set(names)) == len(names)
        is_node = name.startswith("nodes-")
        wanted = {"ID": is_node, "LABEL": is_node, "START_ID": not is_node, "END_ID": not is_node, "TYPE": not is_node}
        assert {kind: kinds.count(kind) for kind in wanted} == {kind: int(here) for kind, here in wanted.items()}
        body = files[name.replace("-header.csv", ".csv")]
        for row in csv.reader(io.StringIO(body, newline=""), strict=True):
            assert len(row) == len(header)
            read: dict[str, Any] = {}
            for key, kind, text in zip(names, kinds, row, strict=True):
                if kind.endswith("[]") or kind == "LABEL":
                    read[key] = text.split(ARRAY_DELIMITER) if text else []
                elif text:
                    assert kind not in VALUES or VALUES[kind].fullmatch(text), (key, text)
                    read[key] = text
            if is_node:
                assert read["id"] not in nodes
                nodes[read["id"]] = read
            else:
                joins.append(read)
    return nodes, joins


@pytest.mark.parametrize("which", ["whole", "case"])
def test_neo4j_gets_every_thing_and_arc(which: str, request: pytest.FixtureRequest) -> None:
    drawn: PropertyGraph = request.getfixturevalue(which)
    nodes, joins = _imported(neo4j_files(drawn))
    assert nodes.keys() == {vertex.id for vertex in drawn.vertices}
    for vertex in drawn.vertices:
        node = nodes[vertex.id]
        assert node.get("label_sv", "") == vertex.label_sv
        assert node["evidence"] == list(vertex.evidence)
        assert node["types_en"] == [name.en for name in vertex.types]
        assert "Thing" in node["LABEL"]
        assert all(re.fullmatch(r"[A-Za-z]\w*", label) for label in node["LABEL"])
    assert nodes[TRANSFER]["LABEL"] == ["Thing", "Transfer"]
    assert nodes[TRANSFER]["amount"] == "2000000.00"
    ends = sorted((join["START_ID"], join["property"], join["END_ID"], join["citation"]) for join in joins)
    assert ends == sorted((arc.source, arc.property.short, arc.target, arc.citation) for arc in drawn.arcs)
    assert {join["START_ID"] for join in joins} | {join["END_ID"] for join in joins} <= nodes.keys()
    assert "TAKEN_FROM" in {join["TYPE"] for join in joins}


def test_the_neo4j_command_names_every_table(case: PropertyGraph) -> None:
    files = neo4j_files(case)
    options = re.findall(r"--(nodes|relationships)=(\S+),(\S+)", files["README.txt"])
    named = {name for _, *names in options for name in names}
    assert named == files.keys() - {"README.txt", "constraints.cypher"}
    assert all(re.fullmatch(r"[\w.-]+", name) for name in files)
    statements = [line for line in files["constraints.cypher"].splitlines() if line and not line.startswith("//")]
    assert all(re.fullmatch(r"CREATE (CONSTRAINT|INDEX) \w+ IF NOT EXISTS FOR .*;", line) for line in statements)


@FEW
@given(labels=st.lists(LABELS, min_size=1, max_size=10))
def test_any_label_comes_back_from_the_neo4j_tables(case: PropertyGraph, labels: list[str]) -> None:
    drawn = with_labels(case, labels)
    nodes, _ = _imported(neo4j_files(drawn))
    assert {thing: node.get("label_sv", "") for thing, node in nodes.items()} == {
        vertex.id: vertex.label_sv for vertex in drawn.vertices
    }


# The workbook


def _parts(content: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        return {name: ET.fromstring(book.read(name)) for name in book.namelist() if name.endswith((".xml", ".rels"))}


def _sheet_names(parts: dict[str, ET.Element]) -> dict[str, str]:
    sheets = parts["xl/workbook.xml"].iter(f"{MAIN}sheet")
    return {str(sheet.get("name")): f"xl/worksheets/sheet{number}.xml" for number, sheet in enumerate(sheets, 1)}


def _sheets(content: bytes) -> dict[str, list[list[str | float | bool | None]]]:
    """Read the cells of each sheet, by ECMA-376: shared strings, numbers and booleans, and no formula."""
    parts = _parts(content)
    texts = []
    for item in parts["xl/sharedStrings.xml"]:
        # ECMA-376 writes a character that XML cannot hold as _xHHHH_.
        text = "".join(part.text or "" for part in item.iter(f"{MAIN}t"))
        texts.append(re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text))
    read: dict[str, list[list[str | float | bool | None]]] = {}
    for name, path in _sheet_names(parts).items():
        assert next(parts[path].iter(f"{MAIN}f"), None) is None
        rows: list[list[str | float | bool | None]] = []
        for row in parts[path].iter(f"{MAIN}row"):
            cells: list[str | float | bool | None] = []
            for cell in row:
                letters = re.sub(r"\d", "", str(cell.get("r")))
                place = 0
                for letter in letters:
                    place = place * 26 + ord(letter) - 64
                cells += [None] * (place - 1 - len(cells))
                value = cell.findtext(f"{MAIN}v")
                kind = cell.get("t")
                assert kind in (None, "s", "b")
                if value is None:
                    cells.append(None)
                else:
                    cells.append(texts[int(value)] if kind == "s" else value == "1" if kind == "b" else float(value))
            rows.append(cells)
        read[name] = rows
    return read


def _records(rows: list[list[str | float | bool | None]]) -> list[dict[str, str | float | bool | None]]:
    head, *body = rows
    return [dict(zip(map(str, head), [*row, *[None] * len(head)], strict=False)) for row in body]


@pytest.fixture(scope="module")
def book(whole: PropertyGraph) -> bytes:
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
    return workbook_bytes(whole)


def test_the_workbook_has_every_thing_and_arc(whole: PropertyGraph, book: bytes) -> None:
    sheets = {name: _records(rows) for name, rows in _sheets(book).items()}
    assert list(sheets) == ["nodes", "edges", "money", "responsibilities", "evidence"]
    assert [row["id"] for row in sheets["nodes"]] == [vertex.id for vertex in whole.vertices]
    assert [row["label_sv"] for row in sheets["nodes"]] == [vertex.label_sv for vertex in whole.vertices]
    assert [(row["source"], row["property"], row["target"], row["citation"]) for row in sheets["edges"]] == [
        (arc.source, arc.property.short, arc.target, arc.citation or None) for arc in whole.arcs
    ]
    transfer = next(row for row in sheets["nodes"] if row["id"] == TRANSFER)
    assert (transfer["amount"], transfer["year"], transfer["proposed"]) == (2_000_000.0, 2023.0, True)
    assert {row["id"]: row["amount"] for row in sheets["money"]} == {
        money.id: None if money.amount is None else float(money.amount) for money in whole.money
    }
    owed = next(row for row in sheets["money"] if row["id"] == TRANSFER)
    assert (owed["status"], owed["to"]) == ("föreslagen", "kommunstyrelsen")
    assert owed["citation"] == "Tjänsteskrivelse i STK-2023-822, Förslag till beslut, stycke 2"
    assert len(sheets["responsibilities"]) == 36
    assert all(row["unit"] and row["citation"] for row in sheets["responsibilities"])
    assert len(sheets["evidence"]) == sum(len(fact.sources) for fact in whole.facts)
    by_rule = [row for row in sheets["evidence"] if row["authority"] == "derived"]
    assert by_rule
    assert all(str(row["citation"]).startswith("regeln ”") and "/derivation/" in str(row["graph"]) for row in by_rule)


def test_the_workbook_has_tables_filters_a_frozen_header_and_links(book: bytes) -> None:
    parts = _parts(book)
    tables = [part for name, part in parts.items() if name.startswith("xl/tables/")]
    assert len(tables) == 5
    assert all(table.find(f"{MAIN}autoFilter") is not None for table in tables)
    for path in _sheet_names(parts).values():
        pane = next(parts[path].iter(f"{MAIN}pane"))
        assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    targets = {
        str(link.get("Target"))
        for name, part in parts.items()
        if name.startswith("xl/worksheets/_rels/")
        for link in part
        if str(link.get("Type")).endswith("/hyperlink")
    }
    assert TRANSFER in targets
    assert any("malmo.se" in target and "w3id.org" not in target for target in targets)
    assert all(target.startswith(("https://", "http://")) for target in targets)


@settings(FEW, max_examples=10)
@given(labels=st.lists(LABELS, min_size=5, max_size=10))
def test_any_label_comes_back_from_the_workbook_as_text(case: PropertyGraph, labels: list[str]) -> None:
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
    drawn = with_labels(case, labels)
    rows = _records(_sheets(workbook_bytes(drawn))["nodes"])
    assert [row["label_sv"] for row in rows] == [vertex.label_sv for vertex in drawn.vertices]


def test_a_long_text_is_cut_and_a_sheet_may_be_empty(case: PropertyGraph) -> None:
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
    drawn = replace(with_labels(case, ["x" * 40_000]), money=(), facts=())
    sheets = _sheets(workbook_bytes(drawn))
    assert str(_records(sheets["nodes"])[0]["label_sv"]) == "x" * 32_766 + "…"
    assert len(sheets["money"]) == len(sheets["evidence"]) == len(sheets["responsibilities"]) == 1
    assert workbook_bytes(drawn) == workbook_bytes(drawn)


def test_a_missing_extra_names_the_remedy(case: PropertyGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(StyrgrafError, match=r"pip install 'styrgraf\[tables\]'"):
        workbook_bytes(case)
