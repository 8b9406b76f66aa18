"""What the commands share: options, the root folder, and errors as one message."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from styrgraf.errors import StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Callable

    from styrgraf.store import Graph
    from styrgraf.timeline.view import View

Command = TypeVar("Command", bound="Callable[..., object]")

__all__ = [
    "AS_OF",
    "FINDINGS_FORMAT",
    "FINDINGS_LANGUAGE",
    "LANGUAGE",
    "OUTPUT",
    "PATH",
    "Commands",
    "chosen_root",
    "form_option",
    "open_graph",
    "open_view",
    "put",
    "with_root",
]


def form_option(*forms: str) -> Callable[[Command], Command]:
    """Make the option ``--format``, whose default is the first of the formats.

    :param forms: names of formats.
    :returns: the option, which gives ``form``.
    """
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True)


_STORE = "styrgraf.store"
#: A file or folder.
PATH = click.Path(path_type=Path)
#: The language of a report.
LANGUAGE = click.option("--lang", "language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
#: The file to write a report to.
OUTPUT = click.option("-o", "--output", type=PATH, help="File to write, instead of printing.")
#: The day that an answer is given as of.
AS_OF = click.option(
    "--as-of",
    metavar="DATE",
    help="What held on a day, by all that is known now, and how sure it is: YYYY, YYYY-MM or YYYY-MM-DD.",
)
#: The format of findings.
FINDINGS_FORMAT = form_option("text", "json", "junit", "sarif", "github")
#: The language of findings.
FINDINGS_LANGUAGE = click.option("--lang", "language", type=click.Choice(["sv", "en"]), default="en", show_default=True)


def put(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file.

    :param text: the text, with its final line end.
    :param output: the file; None to print.
    :raises StyrgrafError: if the file cannot be written.
    """
    from styrgraf.files import write_text  # noqa: PLC0415 - only where a file is written

    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)


def with_root(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options ``--root`` and ``--store``, which may also stand before the command's name.

    :param command: the command's function, which takes ``root``; the store is for :func:`open_graph`.
    :returns: the same with the options.
    """
    root = click.option("--root", type=PATH, help="Folder with data/ to work on, instead of the graph shipped.")
    store = click.option(
        "--store",
        type=PATH,
        expose_value=False,
        callback=_keep_store,
        help="Folder to keep the graph in on disk: loaded once, and again when a file has changed.",
    )
    return root(store(command))


def _keep_store(context: click.Context, _: click.Parameter, store: Path | None) -> None:
    if store is not None:
        context.meta[_STORE] = store


def chosen_root(root: Path | None) -> Path | None:
    """Give the folder named behind the command, or else before it.

    :param root: the folder named behind the command.
    :returns: the folder; None for the graph that Styrgraf ships.
    """
    return root or click.get_current_context().obj


def open_graph(root: Path | None, *, cached: bool = True) -> Graph:
    """Open the graph of the chosen folder, in the chosen store.

    :param root: the folder named behind the command.
    :param cached: whether the shipped graph may be taken from the cache, which is on disk.
    :returns: the graph.
    """
    from styrgraf.reason import open_graph as open_folder  # noqa: PLC0415 - only commands that need it wait for it

    chosen, store = chosen_root(root), click.get_current_context().meta.get(_STORE)
    if cached and chosen is None and store is None and (cache := _cache()):
        try:
            return open_folder(None, cache)
        except StyrgrafError:
            pass  # a cache that cannot be had is no fault of the question; what else is wrong is told below
    return open_folder(chosen, store, _tell_progress if store is not None else None)


def open_view(graph: Graph, as_of: str | None) -> View | None:
    """Look at a graph as of the chosen day.

    :param graph: the graph.
    :param as_of: the day; None if none is asked.
    :returns: the view; None if no day is asked.
    :raises StyrgrafError: if the day is no date.
    """
    if as_of is None:
        return None
    from styrgraf.timeline.view import view  # noqa: PLC0415 - seldom asked

    return view(graph, as_of)


def _cache() -> Path | None:
    """Give the folder where the shipped graph is kept between commands; None if STYRGRAF_CACHE is set to nothing."""
    if (named := os.environ.get("STYRGRAF_CACHE")) is not None:
        return Path(named) if named else None
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "styrgraf"


def _tell_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\rloading {done} of {of} files", nl=done == of, err=True)


class Commands(click.Group):
    """Commands in which an error that a user can act on is one message and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click declares it
        """Run a command.

        :param ctx: the context of the call.
        :returns: what the command returns.
        """
        try:
            return super().invoke(ctx)
        except StyrgrafError as error:
            click.echo(f"styrgraf: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # The reader, such as head, has gone; what follows would be told to nobody. 141 is what the shell
            # gives a program that SIGPIPE ends, so that “validate | head” does not pass for “nothing found”.
            sys.stderr.close()
            ctx.exit(141)
        except OSError as error:
            click.echo(f"styrgraf: cannot write: {(error.strerror or str(error)).lower()}", err=True)
            ctx.exit(2)
