from __future__ import annotations

from pathlib import Path

import pytest

from styrgraf.errors import StyrgrafError, UnreadableFileError
from styrgraf.files import read_text, write_text


def test_reads_utf8_with_and_without_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffMalmö\r\n".encode())
    assert read_text(path) == "Malmö\r\n"


def test_names_line_and_column_of_a_byte_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.trig"
    path.write_bytes("första\nMalmö å".encode().replace("å".encode(), b"\xe5"))
    with pytest.raises(UnreadableFileError) as caught:
        read_text(path)
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (2, 7)
    assert "0xe5" in str(caught.value)
    assert "UTF-8" in str(caught.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"none\.trig: cannot read the file: no such file"):
        read_text(tmp_path / "none.trig")


def test_replaces_a_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)
    write_text(path, "ny\n")
    assert path.read_text(encoding="utf-8") == "ny\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "half \udc80")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["missing/a.txt", "folder"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StyrgrafError) as caught:
        write_text(tmp_path / name, "text")
    assert str(tmp_path / name) in str(caught.value)
    assert "cannot write the file" in str(caught.value)


def test_the_column_after_a_byte_order_mark_is_right(tmp_path: Path) -> None:
    path = tmp_path / "bom.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "åå".encode() + b"\xff")
    with pytest.raises(UnreadableFileError) as caught:
        read_text(path)
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (1, 3)


def test_of_a_link_the_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"
