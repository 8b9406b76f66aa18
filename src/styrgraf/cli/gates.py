"""Commands that check: the gates, the evidence, the reasoner, the canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from styrgraf.cli.options import (
    FINDINGS_FORMAT,
    FINDINGS_LANGUAGE,
    LANGUAGE,
    PATH,
    chosen_root,
    form_option,
    open_graph,
    with_root,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["duplicates", "format_files", "reason", "validate", "verify_evidence"]

# Engines and reports are imported by the commands that use them, so that each starts as fast as it can.
# ruff: noqa: PLC0415


@click.command()
@FINDINGS_FORMAT
@click.option("--fail-on", type=click.Choice(["violation", "warning", "info"]), default="violation", show_default=True)
@click.option("--changed-since", metavar="REV", help="Only what a change since a git revision or folder can concern.")
@click.option("--by-pyshacl", is_flag=True, help="Have pySHACL check the shapes, for a second opinion; slower.")
@FINDINGS_LANGUAGE
@with_root
@click.pass_context
def validate(
    context: click.Context,
    form: str,
    fail_on: str,
    changed_since: str | None,
    by_pyshacl: bool,
    language: str,
    root: Path | None,
) -> None:
    """Run every gate over the graph: shapes, terms, identifiers and evidence, with file and line.

    Exits 0 if nothing fails, 1 if something does, 2 if a file cannot be read.
    """
    from styrgraf.reports.findings import render_findings
    from styrgraf.validate import Severity, fails, validate_change, validate_graph

    limit = Severity(fail_on)
    if changed_since is None:
        graph = open_graph(root)
        findings = validate_graph(graph, by_pyshacl=by_pyshacl)
    else:
        from styrgraf.documents.layout import shipped_root
        from styrgraf.validate.revisions import open_folders

        with open_folders(changed_since, chosen_root(root)) as (before, after):
            graph = open_graph(None if after == shipped_root() else after)
            checked = validate_change(graph, before, by_pyshacl=by_pyshacl)
        findings = checked.findings
        click.echo(checked.summary(language), err=True)
    click.echo(render_findings(findings, form, language, graph.layout.root, limit), nl=False)
    context.exit(1 if fails(findings, limit) else 0)


@click.command()
@form_option("text", "markdown", "json")
@LANGUAGE
@with_root
@click.pass_context
def duplicates(context: click.Context, form: str, language: str, root: Path | None) -> None:
    """List things that may be one and the same, with the judgements in data/editorial.

    Exits 1 if a pair is not judged.
    """
    from styrgraf.duplicates import duplicates as likely_doubles
    from styrgraf.reports.duplicates import any_unjudged, render_duplicates

    graph = open_graph(root)
    doubles = likely_doubles(graph, language)
    click.echo(render_duplicates(graph, doubles, form, language), nl=False)
    context.exit(1 if any_unjudged(doubles) else 0)


@click.command("verify-evidence")
@click.argument("files", nargs=-1, type=PATH)
@click.option("--sources", type=PATH, required=True, help="Folder with the documents.")
@FINDINGS_FORMAT
@FINDINGS_LANGUAGE
@with_root
@click.pass_context
def verify_evidence(
    context: click.Context, files: tuple[Path, ...], sources: Path, form: str, language: str, root: Path | None
) -> None:
    """Check every digest and key phrase against the documents, and name each passage that no longer fits.

    FILES are data files whose documents alone are to be checked; all documents if left out.
    """
    from styrgraf.documents.layout import find_layout
    from styrgraf.reports.findings import render_findings
    from styrgraf.validate import fails
    from styrgraf.validate.sources import verify_sources

    layout = find_layout(chosen_root(root))
    verified = verify_sources(layout, sources, files or None)
    click.echo(render_findings(list(verified.findings), form, language, layout.root), nl=False)
    summary = f"{verified.documents} documents, {verified.passages} passages, {verified.phrases} key phrases checked"
    click.echo(summary, err=True)
    context.exit(1 if fails(verified.findings) else 0)


@click.command()
@with_root
@click.pass_context
def reason(context: click.Context, root: Path | None) -> None:
    """Check with HermiT that the ontology is satisfiable and that the data do not contradict it."""
    from styrgraf.documents.layout import find_layout
    from styrgraf.reason.consistency import check_consistency

    result = check_consistency(find_layout(chosen_root(root)))
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


@click.command("fmt")
@click.argument("files", nargs=-1, type=PATH)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if a file is not in canonical form.")
@with_root
@click.pass_context
def format_files(context: click.Context, files: tuple[Path, ...], check: bool, root: Path | None) -> None:
    """Write FILES, or every RDF file of the graph, in the one canonical form."""
    from styrgraf.documents.canonical import format_file
    from styrgraf.documents.layout import find_layout

    chosen = files or tuple(find_layout(chosen_root(root)).rdf_files())
    changed = [path for path in chosen if format_file(path, check)]
    for path in changed:
        click.echo(f"{path}: {'is not in canonical form; run styrgraf fmt' if check else 'formatted'}")
    context.exit(1 if check and changed else 0)
