"""The folders of a graph before a change: another folder, or a git revision written out for as long as it is needed."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from styrgraf.diff.revisions import write_revision
from styrgraf.diff.sides import FOLDERS, find_sides
from styrgraf.documents.layout import find_layout
from styrgraf.errors import Place, StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.diff.revisions import Revision
    from styrgraf.documents.layout import Layout

__all__ = ["open_folders"]


@contextmanager
def open_folders(name: str, root: Path | None = None) -> Iterator[tuple[Layout, Path]]:
    """Find the folders of a graph before and after a change; what is written for it is removed in the end.

    :param name: a git revision or a folder, or two revisions, as :func:`styrgraf.diff.open_sides` takes them.
    :param root: the folder that is worked on, as there.
    :returns: the folders before, and the root after.
    :raises StyrgrafError: if the name means nothing, or two things, or a file.
    """
    (old, new), found = find_sides(name, root=root)
    with ExitStack() as stack:
        before, after = (_folder(*one, stack) for one in zip((old, new), found, strict=True))
        try:
            layout = find_layout(before)
        except StyrgrafError as error:
            # The place is told as the revision is called, not as the temporary folder is.
            error.place = Place(Path(old))
            raise
        yield layout, after


def _folder(name: str, found: Path | Revision, stack: ExitStack) -> Path:
    if isinstance(found, Path):
        return found
    if found.is_file:
        raise StyrgrafError(f"{name} is a file", remedy="name a revision or a folder with data/")
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="styrgraf-validate-")))
    write_revision(found, folder, FOLDERS)
    return folder
