"""An Excel workbook: tables with filters, and links to sources; every text is text, never a formula."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from styrgraf.errors import StyrgrafError
from styrgraf.exports.columns import Column, Shape, arc_columns, text_of_cell, vertex_columns
from styrgraf.exports.records import Family
from styrgraf.exports.xml_text import xml_safe
from styrgraf.namespaces import PREFIXES, SG, shorten
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from styrgraf.exports.columns import Cell
    from styrgraf.exports.records import PropertyGraph, Vertex

__all__ = ["workbook_bytes"]

# Excel keeps 15 digits of a number.
_MOST_EXACT = 10**15
_LARGEST_CELL = 32_767
_LONGEST_LINK = 2_079
_MOST_LINKS = 65_530
_SUBJECT = f"{PREFIXES['dcterms']}subject"
_WIDTHS = {Shape.INTEGER: 10, Shape.DECIMAL: 16, Shape.BOOLEAN: 10}

Rows = list[list["Cell"]]


def workbook_bytes(drawn: PropertyGraph) -> bytes:
    """Write a graph as a workbook with the sheets nodes, edges, money, responsibilities and evidence.

    A text longer than a cell can hold is cut, with an ellipsis; addresses are links as long as Excel allows them.

    :param drawn: the graph.
    :returns: the file, the same to the byte from run to run.
    :raises StyrgrafError: if XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise StyrgrafError(
            "a workbook needs XlsxWriter, which is not installed", remedy="pip install 'styrgraf[tables]'"
        ) from error
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    # The time of writing would make each run another file.
    book.set_properties({"title": "Styrgraf", "created": datetime(1980, 1, 1, tzinfo=UTC)})
    formats = {
        Shape.DECIMAL: book.add_format({"num_format": "#,##0.00"}),
        Shape.INTEGER: book.add_format({"num_format": "0"}),
    }
    link = book.add_format({"font_color": "#0563C1", "underline": 1})
    sheets = {
        "nodes": _columns(vertex_columns(drawn), drawn.vertices),
        "edges": _columns(arc_columns(drawn), drawn.arcs),
        "money": _money(drawn),
        "responsibilities": _responsibilities(drawn),
        "evidence": _evidence(drawn),
    }
    for name, (head, shapes, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        if rows:
            columns = [{"header": title} for title in head]
            sheet.add_table(0, 0, len(rows), len(head) - 1, {"name": name, "columns": columns})
        else:
            # A table must have a row.
            sheet.write_row(0, 0, head)
            sheet.autofilter(0, 0, 0, len(head) - 1)
        for place, shape in enumerate(shapes):
            sheet.set_column(place, place, _WIDTHS.get(shape, 30))
        links = 0
        for row, cells in enumerate(rows, 1):
            for place, cell in enumerate(cells):
                is_link = _is_link(cell) and links < _MOST_LINKS
                links += is_link
                _write(sheet, (row, place), cell, link if is_link else formats.get(shapes[place]), is_link)
    book.close()
    return stream.getvalue()


def _write(sheet: Any, at: tuple[int, int], cell: Cell, form: Any, is_link: bool) -> None:  # noqa: ANN401 - an extra
    if cell is None or cell == ():
        return
    if isinstance(cell, bool):
        sheet.write_boolean(*at, cell)
    elif isinstance(cell, (int, Decimal)) and -_MOST_EXACT < cell < _MOST_EXACT:
        sheet.write_number(*at, float(cell), form)
    else:
        # A number of more digits than Excel keeps is told in full, as text.
        text = xml_safe(text_of_cell(cell, "\n"))
        text = text if len(text) <= _LARGEST_CELL else f"{text[: _LARGEST_CELL - 1]}…"
        if is_link:
            sheet.write_url(*at, text, form, string=text)
        else:
            sheet.write_string(*at, text)


def _is_link(cell: Cell) -> bool:
    return isinstance(cell, Iri) and cell.startswith(("https://", "http://")) and len(cell) <= _LONGEST_LINK


Sheet = tuple[list[str], list[Shape], Rows]


def _columns(columns: Sequence[Column[Any]], items: Iterable[object]) -> Sheet:
    rows = [[column.cell(item) for column in columns] for item in items]
    return [column.name for column in columns], [column.shape for column in columns], rows


def _money(drawn: PropertyGraph) -> Sheet:
    things = {vertex.id: vertex for vertex in drawn.vertices}
    texts = {citation.id: citation.text for citation in drawn.citations}
    rows: Rows = []
    for money in drawn.money:
        thing = things[money.id]
        rows.append(
            [
                thing.label(drawn.language),
                ", ".join(name.word(drawn.language) for name in thing.types),
                money.amount,
                money.currency or None,
                money.year or None,
                ", ".join(name.word(drawn.language) for name in thing.status),
                _label(drawn, things, money.origin),
                _label(drawn, things, money.receiver),
                _label(drawn, things, money.part_of),
                "; ".join(texts[source] for source in money.evidence if source in texts),
                money.id,
            ]
        )
    head = ["label", "types", "amount", "currency", "year", "status", "from", "to", "part_of", "citation", "id"]
    return head, [Shape.DECIMAL if title == "amount" else Shape.TEXT for title in head], rows


def _label(drawn: PropertyGraph, things: dict[Iri, Vertex], thing: Iri | None) -> str | None:
    if thing is None:
        return None
    return things[thing].label(drawn.language) if thing in things else shorten(thing).strip("<>")


def _responsibilities(drawn: PropertyGraph) -> Sheet:
    things = {vertex.id: vertex for vertex in drawn.vertices}
    joined: dict[tuple[Iri, str], list[str]] = {}
    for arc in drawn.arcs:
        joined.setdefault((arc.source, arc.property.iri), []).append(things[arc.target].label(drawn.language))
    rows: Rows = [
        [
            tuple(joined.get((vertex.id, SG.responsibleUnit), ())),
            vertex.label(drawn.language),
            tuple(joined.get((vertex.id, _SUBJECT), ())),
            vertex.citation or None,
            vertex.id,
        ]
        for vertex in drawn.vertices
        if vertex.family is Family.RESPONSIBILITY
    ]
    head = ["unit", "responsibility", "subjects", "citation", "id"]
    return head, [Shape.TEXT for _ in head], rows


def _evidence(drawn: PropertyGraph) -> Sheet:
    citations = {citation.id: citation for citation in drawn.citations}
    labels = {vertex.id: vertex.label(drawn.language) for vertex in drawn.vertices}
    rows: Rows = []
    for fact in drawn.facts:
        for source in fact.sources:
            citation = citations[source]
            rows.append(
                [
                    labels[fact.subject],
                    shorten(fact.predicate).strip("<>"),
                    labels.get(fact.value, str(fact.value)) if isinstance(fact.value, Iri) else str(fact.value),
                    citation.kind.value,
                    citation.text,
                    citation.key_phrases,
                    citation.note or None,
                    Iri(citation.address) if citation.address else None,
                    fact.subject,
                    source,
                ]
            )
    head = ["thing", "property", "value", "authority", "citation", "key_phrases", "note", "address", "id", "graph"]
    return head, [Shape.TEXT for _ in head], rows
