"""Filling a store on disk in an interpreter of its own.

The threads of an engine that has written to disk stay until its process ends, and a process with threads is no safe
parent for the forked ones that queries run in.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.layout import find_layout
from styrgraf.errors import StyrgrafError
from styrgraf.reason.rules import derive
from styrgraf.store import Graph

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["fill_apart"]

_CHILD = "from styrgraf.reason.fill import main; main()"


def fill_apart(root: Path, store: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Load a graph, with what its rules derive, into an empty store on disk.

    :param root: a folder with ``data/``.
    :param store: an empty folder for the store.
    :param progress: is told the number of files loaded and the number of all files.
    :raises StyrgrafError: if the graph cannot be loaded.
    :raises OSError: if the store cannot be written.
    """
    command = [sys.executable, "-c", _CHILD, str(root), str(store)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told: dict[str, str] = {}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        for line in child.stdout:
            message = json.loads(line)
            if "done" not in message:
                told = message
            elif progress is not None:
                progress(message["done"], message["of"])
        rest = child.communicate()[1]
    if "user" in told:
        derive(Graph(find_layout(root)))  # raises the same error, with its type and place
        raise StyrgrafError(told["user"])
    if told or child.returncode:
        last = rest.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise OSError(told.get("engine") or last or f"the process that wrote it ended with {child.returncode}")


def main() -> None:
    """Fill the store that the second argument names from the folder that the first names, and tell how it goes."""
    root, store = map(Path, sys.argv[1:])

    def tell(**message: object) -> None:
        print(json.dumps(message), flush=True)

    try:
        target = ox.Store(str(store))
        derive(Graph(find_layout(root), target, lambda done, of: tell(done=done, of=of)))
        target.optimize()  # one file an index is sooner read than what loading leaves
        target.flush()
    except StyrgrafError as error:
        tell(user=str(error))
    except (OSError, RuntimeError) as error:
        tell(engine=str(error))
