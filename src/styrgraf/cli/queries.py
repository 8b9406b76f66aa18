"""Commands that ask: a query by name, from a file or from standard input, and the list of named queries."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from styrgraf.cli.options import AS_OF, LANGUAGE, PATH, chosen_root, open_graph, open_view, with_root

__all__ = ["queries", "query"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@click.argument("asked", metavar="NAME|FILE|-")
@click.option("-p", "--param", "options", multiple=True, metavar="NAME=VALUE", help="A parameter of the query.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "markdown", "parquet", "xlsx"]),
    help="Taken from the ending of the output file if left out, and table without one.",
)
@click.option("-o", "--output", type=PATH, help="File to write; parquet and xlsx need one.")
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=30, show_default=True)
@click.option("--memory", "memory_mb", type=click.IntRange(min=1), default=1024, show_default=True, metavar="MB")
@click.option("--rows", type=click.IntRange(min=1), default=1_000_000, show_default=True, help="The most rows.")
@AS_OF
@with_root
def query(
    asked: str,
    options: tuple[str, ...],
    form: str | None,
    output: Path | None,
    seconds: float,
    memory_mb: int,
    rows: int,
    as_of: str | None,
    root: Path | None,
) -> None:
    """Answer a question: a named query, a FILE of SPARQL, or SPARQL from standard input (-).

    The default graph holds the facts in force; GRAPH ?passage { … } reaches the evidence. “styrgraf queries” lists
    the named queries and what they take.

    As of a day, the last column says how sure each row is: certain if the certain facts alone give it, stretched if
    they do with those stretched from a page's date, else undated. A sum, or a row of NOT EXISTS, OPTIONAL or LIMIT, is
    certain only if the certain facts alone give the very same row.
    """
    from styrgraf.exports.answers import form_of, write_answer
    from styrgraf.query import Limits, find_query, parse_query, read_options, read_query, run_query

    parameters, form = read_options(options), form_of(form, output)
    # In memory: whoever asks of a store on disk may open files, and no query needs to.
    graph = open_graph(root, cached=False)
    if asked == "-":
        named = parse_query(sys.stdin.buffer.read().decode("utf-8", "replace"))
    elif Path(asked).suffix in {".rq", ".sparql"} or Path(asked).is_file():
        named = read_query(Path(asked))
    else:
        named = find_query(graph.layout, asked)
    then = open_view(graph, as_of)
    answer = run_query(graph, named, parameters, view=then, limits=Limits(seconds, memory_mb, rows))
    text = write_answer(answer, form, output)
    if text is None:
        click.echo(f"{output}: {len(answer)} row{'' if len(answer) == 1 else 's'}", err=True)
    else:
        click.echo(text, nl=False)


@click.command()
@click.argument("name", required=False)
@LANGUAGE
@with_root
def queries(name: str | None, language: str, root: Path | None) -> None:
    """List the named queries by group, or explain the one of NAME: its question, parameters and SPARQL."""
    from styrgraf.documents.layout import find_layout
    from styrgraf.query import describe_queries, describe_query, find_query, list_queries

    layout = find_layout(chosen_root(root))
    if name is None:
        click.echo(describe_queries(list_queries(layout), language), nl=False)
    else:
        click.echo(describe_query(find_query(layout, name), language), nl=False)
