"""The command that sets the steps of cases against the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import LANGUAGE, OUTPUT, form_option, open_graph, put, with_root
from styrgraf.errors import StyrgrafError

if TYPE_CHECKING:
    from pathlib import Path

    from styrgraf.store import Graph, Iri

__all__ = ["steps"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@click.argument("identifier", metavar="[IDENT]", required=False)
@click.option("--as-of", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD: tell what was not yet due or has passed.")
@form_option("text", "markdown", "json", "csv", "svg")
@OUTPUT
@LANGUAGE
@with_root
def steps(
    identifier: str | None, as_of: str | None, form: str, output: Path | None, language: str, root: Path | None
) -> None:
    """Set the steps of every case, or of IDENT, against the evidence: evidenced, planned or missing.

    Which steps a case takes depends on its kind of matter, which ontology/procedure.ttl describes.
    """
    from styrgraf.lineage import courses
    from styrgraf.reports.steps import render_steps

    graph = open_graph(root)
    cases = None if identifier is None else _cases_of(graph, identifier)
    text = render_steps(graph, courses(graph, cases, language), form, language, as_of or "")
    put(text, output)


def _cases_of(graph: Graph, identifier: str) -> list[Iri]:
    """Find the case that somebody names, or those that the named thing is in."""
    from styrgraf.lineage import identify
    from styrgraf.namespaces import SG
    from styrgraf.store import Iri

    thing = identify(graph, identifier)
    if SG.Case in graph.types(thing):
        return [thing]
    cases = [case for case in graph.values(thing, SG.inCase) if isinstance(case, Iri)]
    if not cases:
        raise StyrgrafError(
            f"“{graph.label(thing)}” is no case, and in none", remedy="name a case: “styrgraf steps” lists all of them"
        )
    return cases
