"""Reading and writing files so that nothing is lost or half-written."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from styrgraf.errors import Place, StyrgrafError, UnreadableFileError

__all__ = ["read_text", "write_text"]


def read_text(path: Path) -> str:
    """Read a UTF-8 text file.

    :param path: the file.
    :returns: its text, with line ends as they stand.
    :raises UnreadableFileError: if it is missing, not readable, or not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"cannot read the file: {(error.strerror or str(error)).lower()}", place=Place(path)
        ) from error
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8")) + 1
        raise UnreadableFileError(
            f"byte 0x{content[error.start]:02x} is not UTF-8",
            place=Place(path, line, column),
            remedy="save the file as UTF-8",
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file whole or not at all: to a temporary file beside it, then renamed.

    :param path: the file; what stands there is replaced only when the new text is written.
    :param text: the text.
    :raises StyrgrafError: if the file cannot be written; the old file is then intact.
    """
    import tempfile  # noqa: PLC0415 - most commands only read

    try:
        path = path.resolve()  # of a link, the file that it leads to is replaced, not the link
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            temporary.chmod(mode)
            temporary.replace(path)
        except BaseException:
            temporary.unlink()
            raise
    except OSError as error:
        raise StyrgrafError(
            f"cannot write the file: {(error.strerror or str(error)).lower()}",
            place=Place(path),
            remedy="name a file in a folder that exists and that you may write to",
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
