"""The command ``styrgraf``: parses arguments and prints; what a command does is a public function."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from styrgraf.errors import Place, StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Callable

    from styrgraf.store import Graph

__all__ = ["main"]

# Engines and reports are imported by the commands that use them, so that each command starts as fast as it can.
# ruff: noqa: PLC0415

_PATH = click.Path(path_type=Path)
_LANGUAGE = click.option("--lang", "language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
_FINDINGS_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "sarif", "github"]),
    default="text",
    show_default=True,
)
_FINDINGS_LANGUAGE = click.option(
    "--lang", "language", type=click.Choice(["sv", "en"]), default="en", show_default=True
)


def _with_root(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--root", type=_PATH, help="Folder with data/ to work on, instead of the graph shipped.")(
        command
    )


class _Commands(click.Group):
    """Commands in which an error that a user can act on is one message and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click declares it
        try:
            return super().invoke(ctx)
        except StyrgrafError as error:
            click.echo(f"styrgraf: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # The reader, such as head, has gone; what follows would be told to nobody.
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="styrgraf")
@_with_root
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """Styrgraf: how Malmö stad is governed, as a graph in which every fact points to its passage."""
    context.obj = root


def _root(root: Path | None) -> Path | None:
    return root or click.get_current_context().obj


def _open(root: Path | None) -> Graph:
    from styrgraf.reason import open_graph

    return open_graph(_root(root))


@main.command()
@click.option("-o", "--output", type=_PATH, help="File to write: .trig or .nq with evidence, .ttl or .nt without.")
@_with_root
def build(output: Path | None, root: Path | None) -> None:
    """Write the whole graph, asserted and derived, the same to the byte from run to run."""
    from styrgraf.exports.dataset import build_dataset, write_dataset

    graph = _open(root)
    if output is None:
        click.echo(build_dataset(graph), nl=False)
        return
    write_dataset(graph, output)
    click.echo(f"{output}: {len(graph.asserted)} asserted and {len(graph.derived)} derived statements", err=True)


@main.command()
@click.argument("identifier", metavar="IDENT")
@click.option("--direction", type=click.Choice(["up", "down", "both"]), default="both", show_default=True)
@click.option("--depth", type=click.IntRange(min=0), help="How many steps to walk; as far as it goes if left out.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@_LANGUAGE
@_with_root
def lineage(identifier: str, direction: str, depth: int | None, form: str, language: str, root: Path | None) -> None:
    """Tell what IDENT came of and what came of it, with money, expected path, gaps and sources.

    IDENT is an IRI, a case number, a decision as in "KS 2022 § 130", a slug or a label.
    """
    from styrgraf.lineage import identify, trace_lineage
    from styrgraf.reports.lineage import render_lineage

    graph = _open(root)
    focus = identify(graph, identifier)
    traced = trace_lineage(graph, focus, direction=direction, depth=depth, language=language)
    click.echo(render_lineage(graph, traced, form), nl=False)


@main.command()
@click.argument("identifier", metavar="IDENT")
@click.option("--sources", type=_PATH, help="Folder with the documents, to print the passages themselves.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_LANGUAGE
@_with_root
def why(identifier: str, sources: Path | None, form: str, language: str, root: Path | None) -> None:
    """Print each fact about IDENT with document, heading, ordinal and key phrase."""
    from styrgraf.lineage import identify
    from styrgraf.reports.why import why_json, why_text
    from styrgraf.validate.sources import passage_text

    graph = _open(root)
    thing = identify(graph, identifier)
    if form == "json":
        click.echo(why_json(graph, thing, language), nl=False)
        return
    if sources is not None and not sources.is_dir():
        raise StyrgrafError("there is no such folder", place=Place(sources), remedy="name the folder of the documents")
    text = None if sources is None else (lambda passage: passage_text(graph, passage, sources))
    click.echo(why_text(graph, thing, language, text), nl=False)


@main.command()
@click.argument("first", metavar="IDENT")
@click.argument("second", metavar="IDENT")
@click.option("--most", type=click.IntRange(min=1), default=100, show_default=True, help="The most paths to list.")
@_LANGUAGE
@_with_root
def paths(first: str, second: str, most: int, language: str, root: Path | None) -> None:
    """List all lineage paths between two things, from the later to the earlier."""
    from styrgraf.lineage import LineageNetwork, identify

    graph = _open(root)
    found = LineageNetwork(graph).paths(identify(graph, first), identify(graph, second), most)
    for path in found:
        click.echo(" ← ".join(graph.label(thing, language) for thing in reversed(path)))
    if not found:
        click.echo("no lineage path joins them", err=True)


@main.command()
@_LANGUAGE
@_with_root
def orphans(language: str, root: Path | None) -> None:
    """List what lineage should reach but does not: decisions, assignments and money that hang on nothing."""
    from styrgraf.lineage import LineageNetwork
    from styrgraf.namespaces import shorten

    graph = _open(root)
    for thing in LineageNetwork(graph).orphans():
        click.echo(f"{shorten(thing).strip('<>')}\t{graph.label(thing, language)}")


@main.command()
@_FINDINGS_FORMAT
@click.option("--fail-on", type=click.Choice(["violation", "warning", "info"]), default="violation", show_default=True)
@_FINDINGS_LANGUAGE
@_with_root
@click.pass_context
def validate(context: click.Context, form: str, fail_on: str, language: str, root: Path | None) -> None:
    """Run every gate over the graph: shapes, terms, identifiers and evidence, with file and line.

    Exits 0 if nothing fails, 1 if something does, 2 if a file cannot be read.
    """
    from styrgraf.reports.findings import render_findings
    from styrgraf.validate import Severity, fails, validate_graph

    graph = _open(root)
    findings = validate_graph(graph)
    limit = Severity(fail_on)
    click.echo(render_findings(findings, form, language, graph.layout.root, limit), nl=False)
    context.exit(1 if fails(findings, limit) else 0)


@main.command("verify-evidence")
@click.option("--sources", type=_PATH, required=True, help="Folder with the documents.")
@_FINDINGS_FORMAT
@_FINDINGS_LANGUAGE
@_with_root
@click.pass_context
def verify_evidence(context: click.Context, sources: Path, form: str, language: str, root: Path | None) -> None:
    """Check every digest and key phrase against the documents, and name each passage that no longer fits."""
    from styrgraf.documents.layout import find_layout
    from styrgraf.reports.findings import render_findings
    from styrgraf.validate.sources import verify_sources

    layout = find_layout(_root(root))
    verified = verify_sources(layout, sources)
    click.echo(render_findings(list(verified.findings), form, language, layout.root), nl=False)
    summary = f"{verified.documents} documents, {verified.passages} passages, {verified.phrases} key phrases checked"
    click.echo(summary, err=True)
    context.exit(1 if verified.findings else 0)


@main.command()
@_with_root
@click.pass_context
def reason(context: click.Context, root: Path | None) -> None:
    """Check with HermiT that the ontology is satisfiable and that the data do not contradict it."""
    from styrgraf.documents.layout import find_layout
    from styrgraf.reason.consistency import check_consistency

    result = check_consistency(find_layout(_root(root)))
    if result.skipped:
        click.echo(f"skipped: {result.skipped}")
        return
    given = f"HermiT was given {result.facts} facts, {result.dates} dates among them as xsd:dateTime"
    click.echo(f"{given} (OWL 2 has no xsd:date)")
    for name in result.unsatisfiable:
        click.echo(f"unsatisfiable: <{name}> can have no member")
    for culprit in result.culprits:
        click.echo(f"inconsistent: {culprit}")
    click.echo("consistent" if result.passed else "not consistent")
    context.exit(0 if result.passed else 1)


@main.command("fmt")
@click.argument("files", nargs=-1, type=_PATH)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if a file is not in canonical form.")
@_with_root
@click.pass_context
def format_files(context: click.Context, files: tuple[Path, ...], check: bool, root: Path | None) -> None:
    """Write FILES, or every RDF file of the graph, in the one canonical form."""
    from styrgraf.documents.canonical import format_file
    from styrgraf.documents.layout import find_layout

    chosen = files or tuple(find_layout(_root(root)).rdf_files())
    changed = [path for path in chosen if format_file(path, check)]
    for path in changed:
        click.echo(f"{path}: {'is not in canonical form; run styrgraf fmt' if check else 'formatted'}")
    context.exit(1 if check and changed else 0)


@main.command()
@click.argument("file", type=_PATH)
@click.option("-o", "--output", type=_PATH, help="TriG file to write; it must not exist yet.")
@click.option("--slug", help="Slug of the document; made of the file's name and case number if left out.")
def draft(file: Path, output: Path | None, slug: str | None) -> None:
    """Cut a text FILE into passages and write the document's graph, ready for facts and key phrases."""
    from styrgraf.documents.draft import draft_document, draft_file

    if output is None:
        click.echo(draft_document(file, slug), nl=False)
    else:
        draft_file(file, output, slug)


if __name__ == "__main__":
    main()
