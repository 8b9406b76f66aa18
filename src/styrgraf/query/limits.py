"""Limits that hold: work is done in a child process, which is stopped when it takes too long or too much memory.

The store cannot be interrupted from within a thread. A forked child sees the parent's store without copying it,
and can be killed. Where there is no fork, the child is a new interpreter, which gets the work pickled.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing as mp
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from styrgraf.errors import StyrgrafError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["Limits", "run_limited"]

_SHUT_FILES = 0
_PAGES = Path("/proc/self/statm")

Work = Callable[[Callable[[Any], None]], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a query may take.

    :param seconds: time that it may take, by the clock.
    :param memory_mb: memory that it may take besides the graph, in megabytes; it holds on Linux, and the size of
        the answer is held to it everywhere.
    :param rows: rows that its answer may have.
    """

    seconds: float = 30
    memory_mb: int = 1024
    rows: int = 1_000_000

    def __post_init__(self) -> None:
        for name, value in (("seconds", self.seconds), ("memory_mb", self.memory_mb), ("rows", self.rows)):
            if not value > 0:
                raise StyrgrafError(f"the limit “{name}” is {value}", remedy="name a number greater than 0")


def run_limited(
    work: Work, take: Callable[[Any], None], limits: Limits, start_method: str | None = None, *, files: bool = False
) -> None:
    """Do work in a child process within limits.

    The child can open neither files nor connections, unless it works on a store on disk, and it ends with the parent.

    :param work: is called in the child with a function to tell what it finds; it and that can be pickled.
    :param take: is called in this process with each thing that the work tells; what it raises ends the work.
    :param limits: what it may take; the number of rows is for ``take`` to limit.
    :param start_method: how the child is started, as in :mod:`multiprocessing`; ``fork`` where it can be.
    :param files: whether the work must open files, as a store on disk does while it is read.
    :raises StyrgrafError: if a limit is reached, or whatever error of that kind the work raises.
    """
    context = mp.get_context(start_method or ("fork" if "fork" in mp.get_all_start_methods() else "spawn"))
    reader, writer = context.Pipe(duplex=False)
    child = context.Process(  # type: ignore[attr-defined] # every context has it
        target=_child, args=(reader, writer, work, limits, files), daemon=True, name="styrgraf-query"
    )
    deadline = time.monotonic() + limits.seconds
    try:
        child.start()
        # The child has its own; while the parent's is open, the end of the child would go unseen.
        writer.close()
        _receive(child, reader, take, deadline, limits)
    finally:
        writer.close()
        reader.close()
        if child.pid is not None:
            child.kill()
            child.join()
        child.close()


def _receive(
    child: Any,  # noqa: ANN401 - each start method has a class of its own
    reader: Connection,
    take: Callable[[Any], None],
    deadline: float,
    limits: Limits,
) -> None:
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not wait([reader, child.sentinel], left):
            raise _too_slow(limits)
        # A child that has ended may have left messages, which come first.
        if not reader.poll():
            raise _ended(child, limits)
        try:
            message = reader.recv_bytes()
        except (EOFError, OSError):
            raise _ended(child, limits) from None
        size += len(message)
        if size > limits.memory_mb * 2**20:
            raise StyrgrafError(
                f"stopped when the answer grew larger than {limits.memory_mb} MB",
                remedy="select fewer columns or rows, or allow more memory",
            )
        told, error, done = pickle.loads(message)  # written by our own child
        if error is not None:
            raise error
        if done:
            return
        take(told)


def _ended(child: Any, limits: Limits) -> StyrgrafError:  # noqa: ANN401
    child.join()
    if child.exitcode == -getattr(signal, "SIGALRM", 0):
        return _too_slow(limits)
    if child.exitcode in {-signal.SIGABRT, -getattr(signal, "SIGKILL", signal.SIGABRT)}:
        return _too_large(limits)
    return StyrgrafError(
        f"the query's process ended without an answer (exit code {child.exitcode})",
        remedy="simplify the query: very deep nesting can exhaust the stack",
    )


def _too_slow(limits: Limits) -> StyrgrafError:
    return StyrgrafError(
        f"stopped after {limits.seconds:g} s: the query was not done",
        remedy="join its patterns by shared variables, bound its property paths, add LIMIT, or allow more seconds",
    )


def _too_large(limits: Limits) -> StyrgrafError:
    return StyrgrafError(
        f"stopped at {limits.memory_mb} MB: the query needs more memory",
        remedy="group, sort or join fewer rows, or allow more memory",
    )


# In the child


def _child(reader: Connection, writer: Connection, work: Work, limits: Limits, files: bool) -> None:
    # While the child has the reading end open too, it would not notice that its parent is gone.
    reader.close()
    _confine(limits, files)

    def tell(told: Any, error: StyrgrafError | None = None, *, done: bool = False) -> None:  # noqa: ANN401
        writer.send_bytes(pickle.dumps((told, error, done)))

    # When the parent has stopped listening, there is nobody to tell.
    with contextlib.suppress(BrokenPipeError):
        try:
            work(tell)
            tell(None, done=True)
        except StyrgrafError as error:
            tell(None, error)
        except MemoryError:
            tell(None, _too_large(limits))


def _confine(limits: Limits, files: bool) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - only where it exists

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Should the parent be killed and leave the child alone, the child still ends.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if _PAGES.exists():
        taken = int(_PAGES.read_text().split()[0]) * resource.getpagesize()
        most = taken + limits.memory_mb * 2**20
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    faulthandler.disable()
    with contextlib.suppress(OSError):
        # What the allocator says before it gives up is told by the parent, in words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    # Without new files there are no connections either: a query cannot call out whatever it says.
    if not files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_SHUT_FILES, _SHUT_FILES))
