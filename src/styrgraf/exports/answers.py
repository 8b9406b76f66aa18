"""The answer to a query in the formats of terminals, spreadsheets, notebooks and other programs.

CSV and TSV are those of SPARQL 1.1, which leave the data as they are: a cell that looks like a formula is not
altered, and a spreadsheet that opens the CSV may take it for one. In XLSX every such cell is text.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import write_text
from styrgraf.namespaces import CONCEPT, PREFIXES, shorten
from styrgraf.query.answer import Kind, column_values, import_extra
from styrgraf.store import Iri, Text, to_node
from styrgraf.timeline.records import Certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from styrgraf.query.answer import Answer
    from styrgraf.store import Term

__all__ = ["FILE_FORMATS", "FORMATS", "form_of", "format_answer", "format_names", "write_answer"]

_RESULTS = "http://www.w3.org/2005/sparql-results#"
_XSD = PREFIXES["xsd"]
_SHEET_ROWS = 1_048_576
_SHEET_CELL = 32_767
# Endings of files that are not the name of their format.
_ENDINGS = {".txt": "table", ".md": "markdown", ".srj": "json", ".srx": "xml"}
# What Markdown or HTML would take for its own is escaped, so that a label stays text.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#|!~&])")
_ESCAPED = r"\\\1"
# Columns narrower than this would show too little to tell values apart.
_NARROWEST = 8


def format_names() -> list[str]:
    """List the formats, text first."""
    return [*FORMATS, *FILE_FORMATS]


def format_answer(answer: Answer, form: str) -> str:
    """Write an answer as text.

    :param answer: the answer.
    :param form: name of a format of :data:`FORMATS`.
    :returns: the text.
    :raises StyrgrafError: if there is no such format, or it is one of files.
    """
    if form in FILE_FORMATS:
        raise StyrgrafError(f"{form} is not text", remedy=f"name a file: -o answer.{form}")
    if form not in FORMATS:
        raise _unknown(form)
    return FORMATS[form](answer)


def write_answer(answer: Answer, form: str, path: Path | None = None) -> str | None:
    """Write an answer to a file, whole or not at all, or give its text.

    :param answer: the answer.
    :param form: name of a format.
    :param path: the file; None for the text.
    :returns: the text, if no file is named.
    :raises StyrgrafError: if there is no such format, an extra that it needs is not installed, or the file cannot
        be written.
    """
    if path is None:
        return format_answer(answer, form)
    if form in FILE_FORMATS:
        _write_file(path, lambda file: FILE_FORMATS[form](answer, file))
        return None
    write_text(path, format_answer(answer, form))
    return None


def form_of(form: str | None, path: Path | None) -> str:
    """Choose a format.

    :param form: name of the format, if one is named.
    :param path: the file, whose ending names the format otherwise.
    :returns: the format; a table if nothing names one.
    :raises StyrgrafError: if the ending names none.
    """
    if form is not None or path is None:
        return form or "table"
    ending = path.suffix.lower()
    chosen = _ENDINGS.get(ending, ending.removeprefix("."))
    if chosen not in format_names():
        raise StyrgrafError(
            f"the ending “{path.suffix}” names no format",
            place=Place(path),
            remedy=f"name one with --format: {', '.join(format_names())}",
        )
    return chosen


def _unknown(form: str) -> StyrgrafError:
    return StyrgrafError(
        f"an answer cannot be written as “{form}”", remedy=f"the formats are {', '.join(format_names())}"
    )


# For reading


def _shown(term: Term | None) -> str:
    if term is None:
        return ""
    # What would break a line, or turn it, is shown as a space.
    text = shorten(term).strip("<>") if isinstance(term, Iri) else str(term)
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} else sign for sign in text)


def _table(answer: Answer, width: int | None = None) -> str:
    """Align the answer for a terminal, with IRIs shortened; what does not fit the width is cut with an ellipsis."""
    if answer.truth is not None:
        certainty = f" ({answer.rows[0][-1]})" if answer.as_of and answer.truth else ""
        return f"{str(answer.truth).lower()}{certainty}\n"
    cells = [list(answer.columns), *([_shown(term) for term in row] for row in answer)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    numeric = [
        any(values) and all(isinstance(term, Text) and term.is_number for term in values if term is not None)
        for values in map(answer.values, answer.columns)
    ]
    terminal = shutil.get_terminal_size((0, 0)).columns if os.environ.get("COLUMNS") or _is_terminal() else 0
    widths = _fit(widths, width or terminal)
    lines = [_line(row, widths, numeric) for row in cells]
    lines.insert(1, "  ".join("─" * one for one in widths))
    return "".join(f"{line.rstrip()}\n" for line in [*lines, "", _count(answer)])


def _count(answer: Answer) -> str:
    count = f"{len(answer)} row{'' if len(answer) == 1 else 's'}"
    if not answer.as_of:
        return count
    counted = Counter(str(row[-1]) for row in answer)
    certainties = ", ".join(f"{counted[certainty]} {certainty}" for certainty in Certainty)
    return f"{count} as of {answer.as_of}: {certainties}"


def _is_terminal() -> bool:
    try:
        return os.isatty(1)
    except OSError:
        return False


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(sign) in {"F", "W"} for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def _fit(widths: list[int], most: int) -> list[int]:
    """Narrow the widest columns until the line fits; 0 is no limit."""
    widths = list(widths)
    while most and sum(widths) + 2 * (len(widths) - 1) > most:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _line(row: list[str], widths: list[int], numeric: list[bool]) -> str:
    cells = []
    for text, width, right in zip(row, widths, numeric, strict=True):
        cut = text if _width(text) <= width else f"{text[:width]}…"
        while _width(cut) > width:
            cut = f"{cut[:-2]}…"
        space = " " * (width - _width(cut))
        cells.append(space + cut if right else cut + space)
    return "  ".join(cells)


def _markdown(answer: Answer) -> str:
    def row(cells: list[str]) -> str:
        return f"| {' | '.join(_MARKUP.sub(_ESCAPED, cell) for cell in cells)} |\n"

    rule = f"|{' --- |' * len(answer.columns)}\n"
    return row(list(answer.columns)) + rule + "".join(row([_shown(term) for term in line]) for line in answer)


# For programs: https://www.w3.org/TR/sparql11-results-csv-tsv/, …-results-json/, rdf-sparql-XMLres/


def _csv(answer: Answer) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(["" if term is None else str(term) for term in row] for row in answer)
    return stream.getvalue()


def _tsv(answer: Answer) -> str:
    lines = ["\t".join(f"?{column}" for column in answer.columns)]
    lines += ["\t".join("" if term is None else _turtle(term) for term in row) for row in answer]
    return "".join(f"{line}\n" for line in lines)


def _turtle(term: Term) -> str:
    return str(term) if _is_blank(term) else str(to_node(term))


def _is_blank(term: Term) -> bool:
    return isinstance(term, Iri) and term.startswith("_:")


def _json(answer: Answer) -> str:
    content: dict[str, Any]
    if answer.truth is not None:
        content = {"head": {"link": _links(answer)} if answer.as_of else {}, "boolean": answer.truth}
    else:
        bindings = [
            {column: _binding(term) for column, term in zip(answer.columns, row, strict=True) if term is not None}
            for row in answer
        ]
        content = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _links(answer: Answer) -> list[str]:
    """Give what the head of a yes or no links to, which has no columns: the concept that says how sure it is."""
    return [f"{CONCEPT}certainty/{answer.rows[0][-1]}"] if answer.as_of and answer.truth else []


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "bnode", "value": term[2:]} if _is_blank(term) else {"type": "uri", "value": str(term)}
    binding = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.datatype != f"{_XSD}string":
        binding["datatype"] = term.datatype
    return binding


def _xml(answer: Answer) -> str:
    root = ElementTree.Element("sparql", xmlns=_RESULTS)
    head = ElementTree.SubElement(root, "head")
    if answer.truth is not None:
        for link in _links(answer):
            ElementTree.SubElement(head, "link", href=link)
        ElementTree.SubElement(root, "boolean").text = str(answer.truth).lower()
    else:
        for column in answer.columns:
            ElementTree.SubElement(head, "variable", name=column)
        results = ElementTree.SubElement(root, "results")
        for row in answer:
            result = ElementTree.SubElement(results, "result")
            for column, term in zip(answer.columns, row, strict=True):
                if term is not None:
                    _add_binding(ElementTree.SubElement(result, "binding", name=column), _binding(term))
        ElementTree.indent(root, " ")
    # A reader takes a bare carriage return for a line end.
    written = ElementTree.tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{written}\n"


def _add_binding(parent: ElementTree.Element, binding: dict[str, str]) -> None:
    attributes = {key: value for key, value in binding.items() if key in {"xml:lang", "datatype"}}
    element = ElementTree.SubElement(parent, binding["type"], attributes)
    # XML has no way to write most control signs, and no reader takes a file that holds one.
    element.text = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", binding["value"])


# Files of columns


def _parquet(answer: Answer, path: Path) -> None:
    arrow, parquet = import_extra("pyarrow", "tables"), import_extra("pyarrow.parquet", "tables")
    types = {
        Kind.INTEGER: arrow.int64(),
        Kind.NUMBER: arrow.float64(),
        Kind.BOOLEAN: arrow.bool_(),
        Kind.DATE: arrow.date32(),
        Kind.TEXT: arrow.string(),
    }
    columns = {}
    for column in answer.columns:
        kind, values = column_values(answer.values(column))
        columns[column] = arrow.array(values, type=types[kind])
    parquet.write_table(arrow.table(columns), str(path))


def _xlsx(answer: Answer, path: Path) -> None:
    xlsxwriter = import_extra("xlsxwriter", "tables")
    if len(answer) >= _SHEET_ROWS:
        raise StyrgrafError(
            f"a sheet holds {_SHEET_ROWS - 1} rows, and the answer has {len(answer)}", remedy="write csv or parquet"
        )
    # Cells are written by type and text with write_string, so what looks like a formula or an address stays text.
    book = xlsxwriter.Workbook(str(path))
    try:
        sheet = book.add_worksheet("answer")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, column in enumerate(answer.columns):
            kind, values = column_values(answer.values(column))
            sheet.write_string(0, at, column, bold)
            for row, value in enumerate(values, start=1):
                if value is None:
                    continue
                if kind is Kind.DATE and isinstance(value, date) and value.year >= 1900:
                    sheet.write_datetime(row, at, value, day)
                elif kind is Kind.BOOLEAN:
                    sheet.write_boolean(row, at, value)
                # Excel keeps 15 digits of a number.
                elif isinstance(value, int | float) and abs(value) < 10**15:
                    sheet.write_number(row, at, value)
                elif len(str(value)) > _SHEET_CELL:
                    raise StyrgrafError(
                        f"a cell of a sheet holds {_SHEET_CELL} signs, and one of “{column}” has {len(str(value))}",
                        remedy="write csv or parquet",
                    )
                else:
                    sheet.write_string(row, at, str(value))
            longest = max([len(column), *(len(str(value)) for value in values if value is not None)])
            sheet.set_column(at, at, min(longest + 2, 60))
        sheet.freeze_panes(1, 0)
        if answer.columns:
            sheet.autofilter(0, 0, len(answer), len(answer.columns) - 1)
    finally:
        book.close()


def _write_file(path: Path, write: Callable[[Path], None]) -> None:
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        # In a folder beside the file, so that the rename stays on one disk.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            temporary = Path(folder) / path.name
            write(temporary)
            temporary.replace(path)
    except OSError as error:
        raise StyrgrafError(
            f"cannot write the file: {(error.strerror or str(error)).lower()}",
            place=Place(path),
            remedy="name a file in a folder that exists and that you may write to",
        ) from error


#: Formats that are text: name to function.
FORMATS: Mapping[str, Callable[[Answer], str]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
    "markdown": _markdown,
}

#: Formats that need a file: name to function, which writes it.
FILE_FORMATS: Mapping[str, Callable[[Answer, Path], None]] = {"parquet": _parquet, "xlsx": _xlsx}
