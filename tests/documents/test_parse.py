from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from styrgraf.documents.parse import parse_file, parse_text
from styrgraf.errors import StyrgrafError, UnreadableFileError
from styrgraf.namespaces import BASE


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def failure(path: Path) -> StyrgrafError:
    with pytest.raises(UnreadableFileError) as caught:
        parse_file(path)
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "graph"),
    [
        ("a.ttl", "<x:s> <x:p> <x:o> .", "DEFAULT"),
        ("a.nt", "<x:s> <x:p> <x:o> .", "DEFAULT"),
        ("a.trig", "<x:g> { <x:s> <x:p> <x:o> }", "<x:g>"),
        ("a.nq", "<x:s> <x:p> <x:o> <x:g> .", "<x:g>"),
    ],
)
def test_formats(tmp_path: Path, name: str, content: str, graph: str) -> None:
    (quad,) = parse_file(written(tmp_path, name, content.encode()))
    assert [str(part) for part in (quad.subject, quad.predicate, quad.object, quad.graph_name)] == [
        "<x:s>",
        "<x:p>",
        "<x:o>",
        graph,
    ]


@pytest.mark.parametrize(
    ("literal", "lexical"),
    [
        ("2000000.00", "2000000.00"),
        ("007", "007"),
        ("+1.50", "+1.50"),
        ('"2000000.00"^^<http://www.w3.org/2001/XMLSchema#decimal>', "2000000.00"),
        ('"2023-13-45"^^<http://www.w3.org/2001/XMLSchema#date>', "2023-13-45"),
        ("1.0E3", "1.0E3"),
    ],
)
def test_literals_keep_their_lexical_form(literal: str, lexical: str) -> None:
    (quad,) = parse_text(f"<x:s> <x:p> {literal} .", Path("a.ttl"))
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == lexical


def test_base_counts_where_it_is_declared(tmp_path: Path) -> None:
    (quad,) = parse_file(written(tmp_path, "a.trig", f"@base <{BASE}> . <s> <p> <o> .".encode()))
    assert str(quad.object) == f"<{BASE}o>"


def test_undeclared_base(tmp_path: Path) -> None:
    error = failure(written(tmp_path, "a.trig", b"<x:s> <x:p>\n  <body/x> ."))
    assert str(error.place).endswith("a.trig:2:3")
    assert "declares no base" in error.what
    assert error.remedy == f"declare @base <{BASE}> ."


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", b"\xef\xbb\xbf<x:s>\r\n  <x:p>\r\n <x:o> , \xc3\xa5 .\r\n")
    assert str(failure(path).place).endswith("a.ttl:3:10")
    path.write_bytes(path.read_bytes().replace(b", \xc3\xa5 ", b""))
    assert len(parse_file(path)) == 1


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('<x:s> <x:p> "åäö𝔾𝔾" <x:q> .', 1, 21),
        ("<x:s> <x:p> <x:o> .\n<x:s> <x:p> § .", 2, 13),
        ('<x:s> <x:p> """unended\n\n', 1, 13),
        ("<x:s> <x:p> <x:o>", 1, 18),
        ("<x:s> <x:p> <x:o o> .", 1, 13),
    ],
)
def test_syntax_errors_say_where_in_characters(tmp_path: Path, text: str, line: int, column: int) -> None:
    error = failure(written(tmp_path, "a.ttl", text.encode()))
    assert error.place is not None
    assert (error.place.line, error.place.column) == (line, column)
    assert "line" not in error.what, "the place is said once"
    assert error.what[0].islower() or not error.what[0].isalpha()


@pytest.mark.parametrize(
    ("text", "prefix", "remedy"),
    [
        ("sg:a sg:b sg:c .", "sg", "declare @prefix sg: <https://w3id.org/styrgraf/ns#> ."),
        ("@prefix minprefix: <x:> .\nminprefxi:a <x:p> 1 .", "minprefxi", "did you mean minprefix:?"),
        ("<x:s> eli_dl:Decision 1 .", "eli_dl", "did you mean eli-dl:?"),
        ("<x:s> zzzz:y 1 .", "zzzz", "declare @prefix zzzz: with its namespace"),
    ],
)
def test_unknown_prefix(tmp_path: Path, text: str, prefix: str, remedy: str) -> None:
    error = failure(written(tmp_path, "a.ttl", text.encode()))
    assert error.what == f"the prefix {prefix}: is not declared"
    assert error.remedy == remedy
    assert error.place is not None
    assert error.place.column == text.rsplit("\n", maxsplit=1)[-1].index(prefix) + 1


def test_wrong_encoding(tmp_path: Path) -> None:
    error = failure(written(tmp_path, "a.ttl", '<x:s> <x:p>\n "å" .'.encode("latin-1")))
    assert str(error.place).endswith("a.ttl:2:3")
    assert "UTF-8" in error.what


def test_missing_file(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.trig").place is not None


def test_name_of_no_rdf_file(tmp_path: Path) -> None:
    assert "not the name of an RDF file" in failure(written(tmp_path, "a.txt", b"")).what


def test_blank_nodes_of_two_files_differ() -> None:
    one, other = (parse_text("_:a <x:p> 1 .", Path("a.ttl"))[0].subject for _ in range(2))
    assert one != other
