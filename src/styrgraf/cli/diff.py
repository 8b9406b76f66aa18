"""The command that compares two states of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import LANGUAGE, OUTPUT, chosen_root, form_option, put, with_root

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["diff"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@form_option("text", "markdown", "json")
@OUTPUT
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is a difference, as git diff does.")
@LANGUAGE
@with_root
@click.pass_context
def diff(
    context: click.Context,
    old: str,
    new: str | None,
    form: str,
    output: Path | None,
    exit_code: bool,
    language: str,
    root: Path | None,
) -> None:
    """Tell what differs between OLD and NEW, and what that does to lineage, money, conflicts and score.

    Each is a TriG file, a folder with data/, or a git revision: main, HEAD~3, main:data/a.trig. NEW left out is
    the folder that is worked on; main...branch is what the branch changed since it parted from main.
    """
    from styrgraf.diff import diff as compare
    from styrgraf.diff import open_sides
    from styrgraf.reports.diff import render_diff

    with open_sides(old, new, chosen_root(root)) as (before, after):
        found = compare(before, after)
        text = render_diff(found, before, after, form, language)
    put(text, output)
    if exit_code and not found.is_empty:
        context.exit(1)
