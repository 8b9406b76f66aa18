"""Writing an export whole or not at all: a file, or a folder of files."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from styrgraf.errors import Place, StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["check_output", "write_file", "write_folder"]


def check_output(output: Path, patterns: Sequence[str]) -> None:
    """Refuse an output that would not be replaced by what the user asked for.

    :param output: the file or folder to write.
    :param patterns: names of the files that the folder holds; empty if the output is a file.
    :raises StyrgrafError: if a folder stands where a file is to be written or the other way round, or the folder
        holds anything but an earlier export, or cannot be read.
    """
    try:
        if output.is_dir():
            _check_folder(output, patterns)
        elif patterns and output.exists():
            raise StyrgrafError(
                "this is a file, and the export is a folder of files", place=Place(output), remedy="name a folder"
            )
    except OSError as error:
        raise _unwritable(output, error) from error


def _check_folder(output: Path, patterns: Sequence[str]) -> None:
    if not patterns:
        raise StyrgrafError("this is a folder, and the export is one file", place=Place(output), remedy="name a file")
    other = [
        entry.name
        for entry in sorted(output.iterdir())
        if entry.is_dir() or not any(fnmatch(entry.name, pattern) for pattern in patterns)
    ]
    if other:
        raise StyrgrafError(
            f"the folder holds something else than an earlier export: {other[0]}",
            place=Place(output),
            remedy="name a folder that is new, empty or an earlier export in the same format: it is replaced whole",
        )


def write_file(output: Path, content: bytes) -> None:
    """Write a file: to a temporary file beside it, then renamed.

    :param output: the file; what stands there is replaced only when the new content is written.
    :param content: the content.
    :raises StyrgrafError: if the file cannot be written; the old file is then intact.
    """
    output = output.resolve()  # of a link, the file that it leads to is replaced, not the link
    try:
        mode = output.stat().st_mode & 0o777 if output.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            temporary.chmod(mode)
            temporary.replace(output)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(output, error) from error


def write_folder(output: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files: a temporary folder beside it, then renamed.

    :param output: the folder; what stands there is replaced only when every file is written.
    :param files: file name to content.
    :raises StyrgrafError: if it cannot be written; the old folder is then intact.
    """
    # The name as given may end in a dot or a slash, which cannot be renamed.
    output = output.resolve()
    try:
        working = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
        try:
            fresh, old = working / "new", working / "old"
            fresh.mkdir()
            for name, content in files.items():
                (fresh / name).write_bytes(content)
            _swap(fresh, output, old)
        finally:
            shutil.rmtree(working, ignore_errors=True)
    except OSError as error:
        raise _unwritable(output, error) from error


def _swap(fresh: Path, output: Path, old: Path) -> None:
    replaced = output.exists()
    if replaced:
        output.rename(old)
    try:
        fresh.rename(output)
    except BaseException:
        if replaced:
            with suppress(OSError):
                old.rename(output)
        raise


def _unwritable(output: Path, error: OSError) -> StyrgrafError:
    return StyrgrafError(
        f"cannot write the export: {(error.strerror or str(error)).lower()}",
        place=Place(output),
        remedy="name a file or folder in a folder that exists and that you may write to",
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
