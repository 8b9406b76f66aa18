"""What went wrong, where, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Place", "StyrgrafError", "UnreadableFileError"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file.

    :param path: the file.
    :param line: line number, counted from 1; None for the whole file.
    :param column: column in characters, counted from 1; None for the whole line.
    """

    path: Path
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


class StyrgrafError(Exception):
    """An error that a user can act on: one sentence, a place, and what would be right.

    :param what: what is wrong, as one sentence without a full stop.
    :param place: the file, line and column, where there is one.
    :param remedy: what would be right.
    """

    def __init__(self, what: str, *, place: Place | None = None, remedy: str | None = None) -> None:
        self.what = what
        self.place = place
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        right = f"\n  {self.remedy}" if self.remedy else ""
        return f"{where}{self.what}{right}"


class UnreadableFileError(StyrgrafError):
    """A file that cannot be read: missing, of another encoding, or with a syntax error."""
