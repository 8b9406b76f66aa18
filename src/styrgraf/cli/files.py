"""Commands that write files: the built graph, exports, and the draft of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import AS_OF, LANGUAGE, PATH, chosen_root, form_option, open_graph, open_view, with_root

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["build", "draft", "export", "retract"]

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


@click.command()
@click.argument("document")
@click.option("--date", "day", metavar="YYYY-MM-DD", help="When it was retracted; today if left out.")
@click.option("--note", help="Why, in a few words; it is written into the document's file.")
@click.option("--note-lang", "note_language", type=click.Choice(["sv", "en"]), help="Language of the note.")
@click.option("--dry-run", is_flag=True, help="Only tell what would leave the graph and what would stay.")
@form_option("text", "json")
@LANGUAGE
@with_root
def retract(
    document: str,
    day: str | None,
    note: str | None,
    note_language: str | None,
    dry_run: bool,
    form: str,
    language: str,
    root: Path | None,
) -> None:
    """Retract DOCUMENT, named by short name, IRI or file: its facts are then no longer in force.

    They stay in its file, and why still tells them, as no longer in force.
    """
    from datetime import date

    from styrgraf.documents.layout import find_layout
    from styrgraf.documents.retract import retract as retract_document
    from styrgraf.reports.retraction import render_retraction

    layout = find_layout(chosen_root(root))
    retraction = retract_document(
        layout,
        document,
        date=day or date.today().isoformat(),
        reason=note,
        language=note_language or "",
        dry_run=dry_run,
    )
    click.echo(render_retraction(retraction, form, language, layout.root), nl=False)


@click.command()
@click.argument("form", metavar="FORMAT")
@click.option("-o", "--output", type=PATH, required=True, help="File to write; a folder for csv and neo4j.")
@click.option("--from", "identifier", metavar="IDENT", help="Export only the lineage of IDENT, named as for lineage.")
@click.option("--direction", type=click.Choice(["up", "down", "both"]), help="Of the lineage; both if left out.")
@click.option("--depth", type=click.IntRange(min=0), help="How many steps to walk; as far as it goes if left out.")
@AS_OF
@LANGUAGE
@with_root
def export(
    form: str,
    output: Path,
    identifier: str | None,
    direction: str | None,
    depth: int | None,
    as_of: str | None,
    language: str,
    root: Path | None,
) -> None:
    """Write the graph in FORMAT, for other programs to read: things, what joins them, and the evidence.

    \b
    drawing     graphml gexf cytoscape dot mermaid
    databases   neo4j
    tables      csv xlsx
    RDF         turtle trig nquads jsonld rdfxml
    """  # noqa: D301 - \b keeps click from wrapping the list
    from styrgraf.exports.formats import FORMATS
    from styrgraf.exports.formats import export as write_export
    from styrgraf.lineage import identify
    from styrgraf.timeline.view_lineage import trace

    if identifier is None and (direction is not None or depth is not None):
        raise click.UsageError("--direction and --depth are of a lineage: name what it is of with --from")
    graph = open_graph(root)
    lineage, then = None, open_view(graph, as_of)
    if identifier is not None:
        focus = identify(graph, identifier)
        lineage = trace(graph, then, focus, direction=direction or "both", depth=depth, language=language)
    write_export(graph, form, output, lineage, language=language, view=then)
    click.echo(f"{output}: {FORMATS[form].purpose}", err=True)
