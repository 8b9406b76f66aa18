"""Commands that answer: lineage, why, and what joins or hangs on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import AS_OF, LANGUAGE, OUTPUT, PATH, form_option, open_graph, open_view, put, with_root
from styrgraf.errors import Place, StyrgrafError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["find", "hinges", "lineage", "orphans", "paths", "why"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@click.argument("identifier", metavar="IDENT")
@click.option("--direction", type=click.Choice(["up", "down", "both"]), default="both", show_default=True)
@click.option("--depth", type=click.IntRange(min=0), help="How many steps to walk; as far as it goes if left out.")
@form_option("text", "json", "markdown", "html", "svg", "mermaid", "dot", "graphml")
@OUTPUT
@AS_OF
@LANGUAGE
@with_root
def lineage(
    identifier: str,
    direction: str,
    depth: int | None,
    as_of: str | None,
    form: str,
    output: Path | None,
    language: str,
    root: Path | None,
) -> None:
    """Tell what IDENT came of and what came of it, with money, expected path, gaps and sources.

    IDENT is an IRI, a case number, a decision as in "KS 2022 § 130", a slug or a label.
    """
    from styrgraf.lineage import identify
    from styrgraf.reports.lineage import render_lineage
    from styrgraf.timeline.view_lineage import trace

    graph = open_graph(root)
    then = open_view(graph, as_of)
    focus = identify(graph, identifier)
    traced = trace(graph, then, focus, direction=direction, depth=depth, language=language)
    text = render_lineage(graph, traced, form)
    put(text, output)


@click.command()
@click.argument("identifier", metavar="IDENT")
@click.option("--sources", type=PATH, help="Folder with the documents, to print the passages themselves.")
@form_option("text", "json")
@LANGUAGE
@with_root
def why(identifier: str, sources: Path | None, form: str, language: str, root: Path | None) -> None:
    """Print each fact about IDENT with document, heading, ordinal and key phrase."""
    from styrgraf.lineage import identify
    from styrgraf.reports.why import why_json, why_text

    graph = open_graph(root)
    thing = identify(graph, identifier)
    if form == "json":
        click.echo(why_json(graph, thing, language), nl=False)
        return
    if sources is None:
        click.echo(why_text(graph, thing, language), nl=False)
        return
    if not sources.is_dir():
        raise StyrgrafError("there is no such folder", place=Place(sources), remedy="name the folder of the documents")
    # The gates that read the documents are imported only where the documents are at hand.
    from styrgraf.validate.sources import passage_text

    text = why_text(graph, thing, language, lambda passage: passage_text(graph, passage, sources))
    click.echo(text, nl=False)


@click.command()
@click.argument("first", metavar="IDENT")
@click.argument("second", metavar="IDENT")
@click.option("--most", type=click.IntRange(min=1), default=100, show_default=True, help="The most paths to list.")
@LANGUAGE
@with_root
def paths(first: str, second: str, most: int, language: str, root: Path | None) -> None:
    """List all lineage paths between two things, earliest first."""
    from styrgraf.lineage import LineageNetwork, identify

    graph = open_graph(root)
    found = graph.once(LineageNetwork).paths(identify(graph, first), identify(graph, second), most)
    for path in found:
        click.echo(" ← ".join(graph.label(thing, language) for thing in reversed(path)))
    if not found:
        click.echo("no lineage path joins them", err=True)


@click.command()
@LANGUAGE
@with_root
def orphans(language: str, root: Path | None) -> None:
    """List what lineage should reach but does not: decisions, assignments and money that hang on nothing."""
    from styrgraf.lineage import LineageNetwork
    from styrgraf.namespaces import shorten

    graph = open_graph(root)
    for thing in graph.once(LineageNetwork).orphans():
        click.echo(f"{shorten(thing).strip('<>')}\t{graph.label(thing, language)}")


@click.command()
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="The most hits to list.")
@form_option("text", "json")
@LANGUAGE
@with_root
def find(text: tuple[str, ...], limit: int, form: str, language: str, root: Path | None) -> None:
    """List what TEXT may mean, the best first: names, abbreviations, numbers and key phrases.

    Words may be inflected, parts of compounds, without å, ä and ö, mistyped, or in English.
    """
    from styrgraf.reports.hits import render_hits
    from styrgraf.search import find as find_things

    hits = find_things(open_graph(root), " ".join(text), language=language, limit=limit)
    click.echo(render_hits(hits, form, language), nl=False)
    if not hits:
        click.echo("nothing is called that, nor anything like it", err=True)


@click.command()
@click.argument("identifier", metavar="IDENT")
@LANGUAGE
@with_root
def hinges(identifier: str, language: str, root: Path | None) -> None:
    """List what all lineage of IDENT passes (<), and what hangs on IDENT alone (>)."""
    from styrgraf.lineage import LineageNetwork, identify

    graph = open_graph(root)
    network, thing = graph.once(LineageNetwork), identify(graph, identifier)
    for sign, things in (("<", network.hinges(thing)), (">", network.hanging_on(thing))):
        for other in things:
            click.echo(f"{sign} {graph.label(other, language)}")
