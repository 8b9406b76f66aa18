"""Read a revision of a git repository without touching its work tree."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from styrgraf.errors import StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Revision", "common_ancestor", "find_repository", "find_revision", "write_revision"]

_LINK = "120000"
_OF_A_HOOK = frozenset(("GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"))


@dataclass(frozen=True, slots=True)
class Revision:
    """What a name means in a repository.

    :param name: what it was called.
    :param repository: the top folder of the repository.
    :param object: the id of what it names, a commit's as its tree.
    :param is_file: whether that is a file, as in ``main:data/a.trig``; else it is a folder.
    """

    name: str
    repository: Path
    object: str
    is_file: bool


def find_repository(folder: Path) -> Path | None:
    """Find the repository around a folder.

    :param folder: a folder.
    :returns: the top folder of the repository; None if there is none around it.
    :raises StyrgrafError: if git is not installed, or will not read the repository.
    """
    run = _run(folder, "rev-parse", "--show-toplevel")
    if run.returncode == 0:
        return Path(os.fsdecode(run.stdout).rstrip("\r\n"))
    message = os.fsdecode(run.stderr).strip()
    if "not a git repository" in message or "must be run in a work tree" in message:
        return None
    raise StyrgrafError(f"git cannot read the repository: {message}", remedy="mend what git tells of, and try again")


def find_revision(name: str, repository: Path, below: PurePosixPath) -> Revision | None:
    """Find what a name means in a repository.

    :param name: a branch, tag or commit, such as ``main`` or ``HEAD~3``, or a file or folder of one, as in
        ``main:data/a.trig``.
    :param repository: the top folder of the repository.
    :param below: the folder of the graph in the repository, for a name that names a commit; ``.`` for the top.
    :returns: what it means; None if there is no such revision.
    """
    if not name or "\0" in name or name.startswith("-"):
        return None
    place = "" if str(below) == "." else str(below)
    sought = name if ":" in name else f"{name}^{{commit}}:{place}"
    run = _run(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", sought)
    found = run.stdout.decode("ascii", "replace").strip()
    kind = _run(repository, "cat-file", "-t", found).stdout.decode("ascii", "replace").strip() if found else ""
    return Revision(name, repository, found, kind == "blob") if kind in ("blob", "tree") else None


def common_ancestor(one: str, other: str, repository: Path) -> str | None:
    """Find the revision that two branches parted from.

    :param one: a revision.
    :param other: another.
    :param repository: the top folder of the repository.
    :returns: the id of the commit; None if they have none in common.
    """
    if any(not name or name.startswith("-") or "\0" in name for name in (one, other)):
        return None
    run = _run(repository, "merge-base", one, other)
    return run.stdout.decode("ascii", "replace").strip() or None


def write_revision(revision: Revision, target: Path, folders: Iterable[str]) -> None:
    """Write the files of a revision to a folder.

    :param revision: the revision.
    :param target: a folder for the files of a folder; for a file, the file to write.
    :param folders: names of the folders that are written; the others are left out.
    :raises StyrgrafError: if a file is a link, or cannot be read.
    """
    if revision.is_file:
        target.write_bytes(_read(revision, [revision.object])[0])
        return
    listed = _run(revision.repository, "ls-tree", "-r", "-z", "--full-tree", revision.object, "--", *folders)
    _check(listed, revision)
    paths, objects = [], []
    for line in listed.stdout.split(b"\0")[:-1]:
        head, _, raw = line.partition(b"\t")
        mode, kind, found = head.decode("ascii").split()
        name = PurePosixPath(os.fsdecode(raw))
        if kind != "blob" or name.suffix not in (".trig", ".ttl", ".rq"):
            continue
        if mode == _LINK:
            raise StyrgrafError(
                f"{revision.name}: {name} is a link, which is not followed in a revision",
                remedy="put the file itself there",
            )
        if name.is_absolute() or ".." in name.parts:
            raise StyrgrafError(f"{revision.name}: {name} leads out of the folder", remedy="mend the revision")
        paths.append(name)
        objects.append(found)
    for name, content in zip(paths, _read(revision, objects), strict=True):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _read(revision: Revision, objects: list[str]) -> list[bytes]:
    """Read objects of the repository, all in one process."""
    run = _run(revision.repository, "cat-file", "--batch", given="".join(f"{one}\n" for one in objects).encode())
    _check(run, revision)
    contents, rest = [], memoryview(run.stdout)
    for _ in objects:
        end = run.stdout.index(b"\n", len(run.stdout) - len(rest)) - (len(run.stdout) - len(rest))
        *_, size = bytes(rest[:end]).split()
        if not size.isdigit():
            raise StyrgrafError(f"{revision.name}: a file is missing in the repository", remedy="run git fsck")
        start = end + 1
        contents.append(bytes(rest[start : start + int(size)]))
        rest = rest[start + int(size) + 1 :]
    return contents


def _check(run: subprocess.CompletedProcess[bytes], revision: Revision) -> None:
    if run.returncode:
        message = os.fsdecode(run.stderr).strip()
        raise StyrgrafError(f"git cannot read {revision.name}: {message}", remedy="run git fsck")


def _run(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # No shell; the repository of the folder, not of a hook that runs this; and messages in English, since one of
    # them is told from the others.
    environment = {key: value for key, value in os.environ.items() if key not in _OF_A_HOOK}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments], input=given, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError as error:
        raise StyrgrafError(
            "git is not installed, so no revision can be read", remedy="install git, or name files or folders"
        ) from error
