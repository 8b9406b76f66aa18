"""Stores on disk: a graph loaded once and opened in milliseconds, whole at every moment.

A folder of a store holds its generations, each a store of its own, and a manifest that names the one in force. A new
generation is filled beside the others and named only when it is whole; whoever is killed before leaves the old one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["fill_store", "open_store", "stamp_files"]

# Every command waits while a store is opened; what only filling one needs is imported there.
# ruff: noqa: PLC0415

_MANIFEST = "styrgraf-store.txt"
#: Raised when the layers of the store or the rules' results are kept in another way.
_FORM = 1
_GENERATION = "generation-"


def stamp_files(files: Iterable[Path]) -> str:
    """Tell apart the states of files by their places, sizes and times of change, without reading them.

    :param files: the files.
    :returns: a line for each file, after one for the form of the store and the version of the engine.
    """
    lines = [f"{_FORM} {ox.__version__}\n"]
    for path in files:
        known = path.stat()
        lines.append(f"{os.fspath(path)!a} {known.st_size} {known.st_mtime_ns}\n")
    return "".join(lines)


def open_store(folder: Path, stamp: str) -> ox.Store | None:
    """Open the store of a folder for reading.

    :param folder: the folder.
    :param stamp: what the store must have been filled from, as :func:`stamp_files` gives it.
    :returns: the store; None if there is none, or it was filled from something else or by another version.
    :raises StyrgrafError: if the store is damaged.
    """
    generation = _current(folder, stamp)
    if generation is None:
        return None
    try:
        return ox.Store.read_only(str(generation))
    except (OSError, RuntimeError) as error:
        raise _damaged(folder, error) from error


def fill_store(folder: Path, stamp: str, fill: Callable[[Path], None]) -> ox.Store:
    """Fill a new store in a folder, and open it for reading.

    :param folder: the folder; it is made if it is missing. What else is in it stays.
    :param stamp: what the store is filled from.
    :param fill: makes a whole store in an empty folder, and leaves it closed.
    :returns: the store.
    :raises StyrgrafError: if it cannot be written; the store that was there is then still in force.
    """
    import tempfile
    from shutil import rmtree

    before, _ = _read_manifest(folder)
    try:
        if folder.is_dir() and not before and any(folder.iterdir()) and not _generations(folder):
            raise StyrgrafError(
                "the folder holds other things than a store",
                place=Place(folder),
                remedy="name a new folder, or one that --store has made",
            )
        folder.mkdir(parents=True, exist_ok=True)
        generation = Path(tempfile.mkdtemp(prefix=_GENERATION, dir=folder))
        try:
            fill(generation)
            write_text(folder / _MANIFEST, f"{generation.name}\n{stamp}")
        except BaseException:
            rmtree(generation, ignore_errors=True)
            raise
    except (OSError, RuntimeError) as error:  # the latter is the engine's
        raise StyrgrafError(
            f"cannot write the store: {_reason(error)}",
            place=Place(folder),
            remedy="free space on the disk, or name a folder that you may write to",
        ) from error
    _clear(folder, {generation.name, before})
    filled = open_store(folder, stamp)
    assert filled is not None
    return filled


def _read_manifest(folder: Path) -> tuple[str, str]:
    """Read the name of the generation in force, and what it was filled from; both are empty if there is none."""
    path = folder / _MANIFEST
    name, _, stamp = read_text(path).partition("\n") if path.is_file() else ("", "", "")
    return name, stamp


def _current(folder: Path, stamp: str) -> Path | None:
    name, filled_from = _read_manifest(folder)
    if filled_from != stamp or not name.startswith(_GENERATION):
        return None
    return folder / name


def _generations(folder: Path) -> list[Path]:
    return [path for path in folder.glob(f"{_GENERATION}*") if path.is_dir()]


def _clear(folder: Path, kept: set[str]) -> None:
    """Remove generations that nobody uses: the one before stays for those who are reading it."""
    from shutil import rmtree

    for path in _generations(folder):
        if path.name in kept:
            continue
        try:
            ox.Store(str(path))  # the engine lets one process at a time write
        except OSError as error:
            if "lock" in str(error).lower():
                continue
        rmtree(path, ignore_errors=True)


def _damaged(folder: Path, error: Exception) -> StyrgrafError:
    return StyrgrafError(
        f"the store is damaged: {_reason(error)}",
        place=Place(folder),
        remedy="remove the folder; it is made again from the files",
    )


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or next(iter(str(error).splitlines()), type(error).__name__)
    return f"{text[:1].lower()}{text[1:]}"
