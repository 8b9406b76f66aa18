"""Answers in each format, read back with readers that are not our own."""

from __future__ import annotations

import csv
import io
import json
import stat
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from rdflib.query import Result

from styrgraf.errors import StyrgrafError
from styrgraf.exports.answers import FILE_FORMATS, FORMATS, form_of, format_answer, format_names, write_answer
from styrgraf.namespaces import BASE, PREFIXES
from styrgraf.query import Answer, run_query
from styrgraf.store import Graph, Iri, Text

XSD = PREFIXES["xsd"]
NASTY = [
    "=1+1",
    "@x",
    "+46",
    "-1",
    "http://x/",
    '"',
    "a\tb",
    "a\nb",
    "a\rb",
    "a,b",
    "<script>alert(1)</script>",
    "a|b\\",
    "&amp;",
    " x ",
    "åäö 🌍",
    "'",
    "*_`",
]
ANSWER = Answer(
    ("thing", "text", "count", "amount", "day", "is"),
    tuple(
        (
            Iri(f"{BASE}case/X-{number}"),
            Text(text, language="sv") if number % 2 else Text(text),
            Text(str(number), datatype=f"{XSD}integer"),
            Text(f"{number}.5", datatype=f"{XSD}decimal"),
            Text(f"2023-12-{number + 1:02}", datatype=f"{XSD}date") if number else None,
            Text("true", datatype=f"{XSD}boolean"),
        )
        for number, text in enumerate(NASTY)
    ),
)
EMPTY = Answer(("a", "b"), ())
YES = Answer(("answer",), ((Text("true", datatype=f"{XSD}boolean"),),), truth=True)


def rdflib_rows(result: Result) -> list[tuple[object, ...]]:
    """List the rows that rdflib reads, in the order of the answer's columns."""
    assert [str(variable) for variable in result.vars or []] == list(ANSWER.columns)
    return [tuple(binding.get(rdflib.Variable(name)) for name in ANSWER.columns) for binding in result.bindings]


EXPECTED = [
    tuple(
        None
        if term is None
        else rdflib.URIRef(term)
        if isinstance(term, Iri)
        else rdflib.Literal(term.value, lang=term.language or None, datatype=_datatype)
        for term in row
        for _datatype in [
            None if isinstance(term, Iri) or term is None or term.datatype.endswith("ing") else term.datatype
        ]
    )
    for row in ANSWER
]


def lexical(rows: Sequence[tuple[object, ...]]) -> list[list[tuple[str, str, str] | None]]:
    """Write rdflib's terms with kind, language and datatype; a plain string is of no datatype."""
    return [
        [
            None
            if term is None
            else (str(term), str(getattr(term, "language", "") or ""), _kind(getattr(term, "datatype", "")))
            for term in row
        ]
        for row in rows
    ]


def _kind(datatype: object) -> str:
    return "" if datatype is None or str(datatype) == f"{XSD}string" else str(datatype)


# SPARQL's own formats


def test_json_is_read_back_by_rdflib() -> None:
    result = Result.parse(io.BytesIO(format_answer(ANSWER, "json").encode()), format="json")
    assert lexical(rdflib_rows(result)) == lexical(EXPECTED)
    content = json.loads(format_answer(ANSWER, "json"))
    assert content["results"]["bindings"][0]["thing"] == {"type": "uri", "value": f"{BASE}case/X-0"}
    assert "day" not in content["results"]["bindings"][0]


def test_xml_is_read_back_by_rdflib() -> None:
    result = Result.parse(io.BytesIO(format_answer(ANSWER, "xml").encode()), format="xml")
    assert lexical(rdflib_rows(result)) == lexical(EXPECTED)


def test_xml_replaces_what_xml_cannot_hold() -> None:
    answer = Answer(("x",), ((Text("a\x00b\x0bc"),),))
    root = ElementTree.fromstring(format_answer(answer, "xml"))
    assert "".join(root.itertext()).strip() == "a\ufffdb\ufffdc"


def test_tsv_is_read_back_by_rdflib() -> None:
    text = format_answer(ANSWER, "tsv")
    assert text.splitlines()[0] == "?thing\t?text\t?count\t?amount\t?day\t?is"
    assert text.count("\n") == len(ANSWER) + 1
    result = Result.parse(io.BytesIO(text.encode()), format="tsv")
    assert lexical(rdflib_rows(result)) == lexical(EXPECTED)


def test_csv_is_read_back_by_csv_and_rdflib_and_alters_no_data() -> None:
    text = format_answer(ANSWER, "csv")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == list(ANSWER.columns)
    assert [row[1] for row in rows[1:]] == NASTY
    assert rows[1][4] == ""
    result = Result.parse(io.BytesIO(text.encode()), format="csv")
    assert len(result.bindings) == len(ANSWER)


def test_an_ask_is_a_boolean_in_json_and_xml() -> None:
    assert json.loads(format_answer(YES, "json")) == {"head": {}, "boolean": True}
    assert Result.parse(io.BytesIO(format_answer(YES, "xml").encode()), format="xml").askAnswer is True
    assert format_answer(YES, "table") == "true\n"
    assert format_answer(YES, "csv") == "answer\r\ntrue\r\n"


def test_blank_nodes_are_blank_nodes() -> None:
    answer = Answer(("x",), ((Iri("_:b0"),),))
    assert json.loads(format_answer(answer, "json"))["results"]["bindings"] == [{"x": {"type": "bnode", "value": "b0"}}]
    assert "<bnode>b0</bnode>" in format_answer(answer, "xml")
    assert format_answer(answer, "tsv") == "?x\n_:b0\n"
    assert format_answer(answer, "csv") == "x\r\n_:b0\r\n"


@pytest.mark.parametrize("form", list(FORMATS))
def test_an_answer_without_rows_has_its_columns(form: str) -> None:
    text = format_answer(EMPTY, form)
    assert "a" in text
    assert "b" in text
    assert format_answer(Answer((), ((),)), form) is not None


# For reading


def test_a_table_is_aligned_with_short_iris_and_numbers_to_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    answer = Answer(
        ("thing", "n"),
        (
            (Iri(f"{BASE}body/kommunstyrelsen"), Text("5", datatype=f"{XSD}integer")),
            (Iri(f"{PREFIXES['sg']}Case"), Text("1000", datatype=f"{XSD}integer")),
        ),
    )
    assert format_answer(answer, "table") == (
        "thing                    n\n"
        "────────────────────  ────\n"
        "body/kommunstyrelsen     5\n"
        "sg:Case               1000\n"
        "\n"
        "2 rows\n"
    )


def test_a_table_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    answer = Answer(("a", "b"), ((Text("x" * 500), Text("kort")), (Text("漢字" * 50), None)))
    lines = format_answer(answer, "table").splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[2].startswith("xxx")
    assert "…" in lines[2]
    assert lines[2].endswith("kort")
    monkeypatch.setenv("COLUMNS", "5000")
    assert "x" * 500 in format_answer(answer, "table")


def test_a_table_keeps_each_row_on_a_line_and_sends_no_terminal_codes() -> None:
    answer = Answer(("x",), ((Text("a\nb\x1b[31mc\u202ed\u2028e"),),))
    assert "a b [31mc d e" in format_answer(answer, "table")


def test_markdown_keeps_labels_text() -> None:
    lines = format_answer(Answer(("x",), ((Text("<b>|`*_[a](b)\n"),),)), "markdown").splitlines()
    assert lines == ["| x |", "| --- |", r"| \<b\>\|\`\*\_\[a\]\(b\)  |"]


# Files


def test_parquet_is_read_back_with_its_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "answer.parquet"
    assert write_answer(ANSWER, "parquet", path) is None
    table = parquet.read_table(path)
    assert table.column_names == list(ANSWER.columns)
    assert table["text"].to_pylist() == NASTY
    assert table["count"].to_pylist() == list(range(len(NASTY)))
    assert table["amount"].to_pylist()[1] == 1.5
    assert table["day"].to_pylist()[:2] == [None, date(2023, 12, 2)]
    assert table["is"].to_pylist()[0] is True
    write_answer(EMPTY, "parquet", path)
    assert parquet.read_table(path).num_rows == 0


def test_xlsx_holds_text_numbers_and_dates_and_no_formula(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    path = tmp_path / "answer.xlsx"
    write_answer(ANSWER, "xlsx", path)
    space = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    assert sheet.findall(".//s:f", space) == []
    assert sheet.findall(".//s:hyperlink", space) == []
    texts = ["".join(item.itertext()) for item in strings.findall("s:si", space)]
    cells = {cell.get("r"): cell for cell in sheet.iterfind(".//s:c", space)}

    def value(name: str) -> str:
        found = cells[name].findtext("s:v", namespaces=space) or ""
        return texts[int(found)] if cells[name].get("t") == "s" else found

    assert [value(f"{letter}1") for letter in "ABCDEF"] == list(ANSWER.columns)
    assert [value(f"B{row}").replace("_x000D_", "\r") for row in range(2, len(NASTY) + 2)] == NASTY
    assert all(cells[f"B{row}"].get("t") == "s" for row in range(2, len(NASTY) + 2))
    assert (cells["C3"].get("t"), value("C3")) == (None, "1")
    assert value("D3") == "1.5"
    assert "E2" not in cells
    assert float(value("E3")) == (date(2023, 12, 2) - date(1899, 12, 30)).days
    assert (cells["F3"].get("t"), value("F3")) == ("b", "1")


def test_xlsx_refuses_a_cell_that_it_would_cut(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    with pytest.raises(StyrgrafError, match="32767 signs"):
        write_answer(Answer(("x",), ((Text("y" * 40_000),),)), "xlsx", tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "json", *FILE_FORMATS])
def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, form: str) -> None:
    if form in FILE_FORMATS:
        pytest.importorskip({"parquet": "pyarrow", "xlsx": "xlsxwriter"}[form])
    path = tmp_path / f"answer.{form}"
    path.write_text("old", encoding="utf-8")
    write_answer(EMPTY, form, path)
    assert path.read_bytes() != b"old"
    assert stat.S_IMODE(path.stat().st_mode) & 0o400
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(StyrgrafError, match="cannot write the file: is a"):
        write_answer(EMPTY, form, tmp_path)
    with pytest.raises(StyrgrafError, match="cannot write the file"):
        write_answer(EMPTY, form, tmp_path / "nowhere" / "a")
    with pytest.raises(StyrgrafError, match="cannot write the file"):
        write_answer(EMPTY, form, path / "a")


@pytest.mark.parametrize(("form", "module"), [("parquet", "pyarrow"), ("xlsx", "xlsxwriter")])
def test_a_missing_extra_says_how_to_install_it(
    form: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(StyrgrafError, match=f"{module} is not installed") as caught:
        write_answer(ANSWER, form, tmp_path / "a")
    assert "pip install 'styrgraf[tables]'" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


# Choosing a format


def test_formats_have_names_and_endings() -> None:
    assert format_names() == ["table", "csv", "tsv", "json", "xml", "markdown", "parquet", "xlsx"]
    assert form_of(None, None) == "table"
    assert form_of("csv", Path("a.json")) == "csv"
    assert form_of(None, Path("a.CSV")) == "csv"
    assert form_of(None, Path("a.md")) == "markdown"
    with pytest.raises(StyrgrafError, match="names no format"):
        form_of(None, Path("a.doc"))
    with pytest.raises(StyrgrafError, match="cannot be written as “doc”") as caught:
        format_answer(ANSWER, "doc")
    assert "table, csv, tsv" in str(caught.value)
    with pytest.raises(StyrgrafError, match="parquet is not text"):
        write_answer(ANSWER, "parquet")
    with pytest.raises(StyrgrafError, match="cannot be written as “doc”"):
        write_answer(ANSWER, "doc", Path("a"))


def test_an_answer_of_the_graph_goes_through_every_text_format(texts: Graph) -> None:
    answer = run_query(texts, "SELECT ?s ?o WHERE { ?s skos:prefLabel ?o } ORDER BY ?s ?o")
    labels = {str(row[1]) for row in answer}
    with io.StringIO(format_answer(answer, "csv"), newline="") as stream:
        assert {row[1] for row in list(csv.reader(stream))[1:]} == labels
    content = json.loads(format_answer(answer, "json"))
    assert {one["o"]["value"] for one in content["results"]["bindings"]} == labels
