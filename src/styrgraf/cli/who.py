"""The command that tells who answers for something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import LANGUAGE, form_option, open_graph, with_root

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["who"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
@click.option(
    "--as-of", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; what is not known to have ended if left out."
)
@click.option("--limit", type=click.IntRange(min=1), default=5, show_default=True, help="The most answers to list.")
@form_option("text", "markdown", "json")
@LANGUAGE
@with_root
def who(text: tuple[str, ...], as_of: str | None, limit: int, form: str, language: str, root: Path | None) -> None:
    """Tell who answers for TEXT, on a day: by responsibility, work, group, decision and money, the best first.

    Words may be inflected, parts of compounds, without å, ä and ö, mistyped, or in English. Each answer has the chain
    up to the highest body, who leads it, and the passages that say so.
    """
    from styrgraf.accountability import who as find_who
    from styrgraf.reports.who import render_who

    graph = open_graph(root)
    click.echo(render_who(graph, find_who(graph, " ".join(text), limit=limit, as_of=as_of), form, language), nl=False)
