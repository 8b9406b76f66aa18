"""Commands about the city over time: its organisation on a day, a thing's history, conflicts, and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import LANGUAGE, OUTPUT, form_option, open_graph, put, with_root

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["conflicts", "history", "money", "org"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@click.option(
    "--as-of", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; what is not known to have ended if left out."
)
@form_option("text", "markdown", "json", "mermaid", "svg", "html")
@OUTPUT
@LANGUAGE
@with_root
def org(as_of: str | None, form: str, output: Path | None, language: str, root: Path | None) -> None:
    """Tell the city's organisation, on a day: what is certain, stretched from a page's date, or undated."""
    from styrgraf.reports.organisation import render_organisation
    from styrgraf.timeline.organisation import organisation

    graph = open_graph(root)
    text = render_organisation(graph, organisation(graph, as_of), form, language)
    put(text, output)


@click.command()
@click.argument("identifier", metavar="IDENT")
@form_option("text", "markdown", "json")
@LANGUAGE
@with_root
def history(identifier: str, form: str, language: str, root: Path | None) -> None:
    """Tell the life of an organisation, a post or a person in office, with what no page says of it."""
    from styrgraf.lineage import identify
    from styrgraf.reports.history import render_history
    from styrgraf.timeline.history import history as history_of

    graph = open_graph(root)
    click.echo(render_history(graph, history_of(graph, identify(graph, identifier)), form, language), nl=False)


@click.command()
@form_option("text", "markdown", "json")
@LANGUAGE
@with_root
def conflicts(form: str, language: str, root: Path | None) -> None:
    """List where passages give different values for what can have one value at one time."""
    from styrgraf.conflicts import conflicts as find_conflicts
    from styrgraf.reports.conflicts import render_conflicts

    graph = open_graph(root)
    click.echo(render_conflicts(graph, find_conflicts(graph), form, language), nl=False)


@click.command()
@click.option("--year", type=int, help="Only the money of a year.")
@click.option("--body", "identifier", metavar="IDENT", help="Only what a body, unit, fund or initiative gives or gets.")
@form_option("text", "markdown", "csv", "json", "html", "svg")
@OUTPUT
@LANGUAGE
@with_root
def money(
    year: int | None, identifier: str | None, form: str, output: Path | None, language: str, root: Path | None
) -> None:
    """List all flows of money by status, with sums that never add a proposal to a decision."""
    from styrgraf.lineage import identify
    from styrgraf.money import money as flows_of
    from styrgraf.reports.money import render_money

    graph = open_graph(root)
    body = identify(graph, identifier) if identifier is not None else None
    text = render_money(graph, flows_of(graph, year, body), form, language)
    put(text, output)
