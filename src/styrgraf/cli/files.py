"""Commands that write files: the built graph, and the draft of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import PATH, open_graph, with_root

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["build", "draft"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@click.option("-o", "--output", type=PATH, help="File to write: .trig or .nq with evidence, .ttl or .nt without.")
@with_root
def build(output: Path | None, root: Path | None) -> None:
    """Write the whole graph, asserted and derived, the same to the byte from run to run."""
    from styrgraf.exports.dataset import build_dataset, write_dataset

    graph = open_graph(root)
    if output is None:
        click.echo(build_dataset(graph), nl=False)
        return
    write_dataset(graph, output)
    click.echo(f"{output}: {len(graph.asserted)} asserted and {len(graph.derived)} derived statements", err=True)


@click.command()
@click.argument("file", type=PATH)
@click.option("-o", "--output", type=PATH, help="TriG file to write; it must not exist yet.")
@click.option("--slug", help="Slug of the document; made of the file's name and case number if left out.")
def draft(file: Path, output: Path | None, slug: str | None) -> None:
    """Cut a text FILE into passages and write the document's graph, ready for facts and key phrases."""
    from styrgraf.documents.draft import draft_document, draft_file

    if output is None:
        click.echo(draft_document(file, slug), nl=False)
    else:
        draft_file(file, output, slug)
