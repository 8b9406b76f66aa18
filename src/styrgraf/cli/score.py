"""The command that tells how well evidenced the graph is, and guards that it does not get worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import LANGUAGE, PATH, form_option, open_graph, with_root
from styrgraf.errors import StyrgrafError

if TYPE_CHECKING:
    from pathlib import Path

    from styrgraf.score import CaseScore, Score
    from styrgraf.store import Graph

__all__ = ["score"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@click.argument("identifier", metavar="[IDENT]", required=False)
@form_option("text", "markdown", "json")
@click.option("--baseline", type=PATH, metavar="FILE", help="Fail with exit code 1 if a share is below that of FILE.")
@click.option("--write-baseline", "written", type=PATH, metavar="FILE", help="Write the shares as the new baseline.")
@LANGUAGE
@with_root
@click.pass_context
def score(
    context: click.Context,
    identifier: str | None,
    form: str,
    baseline: Path | None,
    written: Path | None,
    language: str,
    root: Path | None,
) -> None:
    """Tell how well evidenced the graph, or the case IDENT, is: as shares of what is known."""
    from styrgraf.reports.score import render_score
    from styrgraf.score import compare_baseline, write_baseline
    from styrgraf.score import score as score_of

    if identifier is not None and written is not None:
        raise StyrgrafError("a baseline is of the whole graph, not of a case", remedy="leave out the case")
    graph = open_graph(root)
    found = score_of(graph)
    case = None if identifier is None else _find_case(graph, found, identifier)
    fallen = None if baseline is None else compare_baseline(found, baseline)
    if case and fallen is not None:
        fallen = tuple(one for one in fallen if one.case == case.case)
    click.echo(render_score(graph, found, form, language, case=case, fallen=fallen), nl=False)
    if written is not None:
        write_baseline(found, written)
    if any(one.fails for one in fallen or ()):
        context.exit(1)


def _find_case(graph: Graph, found: Score, identifier: str) -> CaseScore:
    from styrgraf.lineage import identify

    thing = identify(graph, identifier)
    case = found.for_case(thing)
    if case is None:
        raise StyrgrafError(
            f"“{identifier}” is {graph.label(thing)}, which is no case",
            remedy="name a case by its number, such as STK-2023-822, or none for the whole graph",
        )
    return case
