"""The command ``styrgraf``: parses arguments and prints; what a command does is a public function."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

from styrgraf.cli import answers, city, files, gates, queries
from styrgraf.cli.diff import diff
from styrgraf.cli.options import Commands, with_root
from styrgraf.cli.score import score
from styrgraf.cli.steps import steps
from styrgraf.cli.who import who

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="styrgraf")
@with_root
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """Styrgraf: how Malmö stad is governed, as a graph in which every fact points to its passage."""
    context.obj = root
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a sign gets a question mark, not a traceback.
        sys.stdout.reconfigure(errors="replace")


for command in (
    answers.lineage,
    answers.why,
    queries.query,
    queries.queries,
    answers.find,
    who,
    answers.paths,
    answers.hinges,
    answers.orphans,
    city.org,
    city.history,
    city.conflicts,
    city.money,
    steps,
    score,
    diff,
    gates.validate,
    gates.verify_evidence,
    gates.duplicates,
    gates.reason,
    gates.format_files,
    files.build,
    files.export,
    files.draft,
    files.retract,
):
    main.add_command(command)
