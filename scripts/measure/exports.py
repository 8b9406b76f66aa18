"""Exports of the whole graph with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.measure.steps import in_styrgraf, job, step

if TYPE_CHECKING:
    from pathlib import Path

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415

EXPORTS = {"N-Triples": "nt", "N-Quads": "nq", "Turtle": "ttl", "JSON-LD": "jsonld"}


def our_export(graph: Any, form: str) -> str:  # noqa: ANN401
    """Write the whole graph with our exporters."""
    from styrgraf.exports.dataset import build_dataset
    from styrgraf.exports.jsonld import jsonld_text
    from styrgraf.exports.rdf import nquads_text, turtle_text

    if form == "nt":
        return build_dataset(graph, ".nt")
    return {"nq": nquads_text, "ttl": turtle_text, "jsonld": jsonld_text}[form](graph, None)


@job("exports", "styrgraf")
def _(folder: Path) -> None:
    graph = in_styrgraf(folder).graph
    (folder / "exports").mkdir(exist_ok=True)
    for name, form in EXPORTS.items():
        with step(name):
            text = our_export(graph, form)
        (folder / "exports" / f"graph.{form}").write_text(text, encoding="utf-8", newline="\n")


@job("exports", "pyoxigraph")
def _(folder: Path) -> None:
    import pyoxigraph as ox

    from styrgraf.namespaces import PREFIXES

    for name, form in EXPORTS.items():
        store = ox.Store()
        source = "nq" if form == "jsonld" else form
        path, chosen = folder / "exports" / f"graph.{source}", ox.RdfFormat.from_extension(form)
        store.bulk_load(path=str(path), format=ox.RdfFormat.from_extension(source))
        assert chosen is not None
        graph = None if chosen.supports_datasets else ox.DefaultGraph()
        prefixes = dict(PREFIXES) if form in ("ttl", "jsonld") else None
        with step(name):
            store.dump(format=chosen, from_graph=graph, prefixes=prefixes)


@job("exports", "rdflib")
def _(folder: Path) -> None:
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    for name, form in EXPORTS.items():
        source = {"nq": "nquads", "jsonld": "nquads", "ttl": "turtle"}.get(form, form)
        content = rdflib.Dataset() if source == "nquads" else rdflib.Graph()
        content.parse(folder / "exports" / f"graph.{'nq' if source == 'nquads' else form}", format=source)
        with step(name):
            content.serialize(format={"nq": "nquads", "ttl": "turtle", "jsonld": "json-ld"}.get(form, form))
