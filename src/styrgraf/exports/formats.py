"""The formats that the graph, or a lineage, is exported in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.errors import StyrgrafError
from styrgraf.exports.cytoscape import cytoscape_text
from styrgraf.exports.dot import dot_text
from styrgraf.exports.gexf import gexf_text
from styrgraf.exports.graphml import graphml_text
from styrgraf.exports.jsonld import jsonld_text
from styrgraf.exports.mermaid import mermaid_text
from styrgraf.exports.neo4j import neo4j_files
from styrgraf.exports.outputs import check_output, write_file, write_folder
from styrgraf.exports.property_graph import property_graph
from styrgraf.exports.rdf import nquads_text, rdfxml_text, trig_text, turtle_text
from styrgraf.exports.tables import csv_files
from styrgraf.exports.workbook import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from styrgraf.exports.records import PropertyGraph
    from styrgraf.lineage import Lineage
    from styrgraf.store import Graph
    from styrgraf.timeline.view import View

    Content = str | bytes | Mapping[str, str]

__all__ = ["FORMATS", "TEXTS", "Format", "export", "text_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    :param purpose: what it is for, in a few words.
    :param make: gives its content for a graph, or for what a lineage holds of it, in a language, as of a day.
    :param files: names of the files, with ``*``, if the format is a folder; empty if it is one file.
    """

    purpose: str
    make: Callable[[Graph, Lineage | None, str | None, View | None], Content]
    files: tuple[str, ...] = ()

    @property
    def is_folder(self) -> bool:
        """Whether the format is a folder of files."""
        return bool(self.files)


def _drawn(write: Callable[[PropertyGraph], Content]) -> Callable[..., Content]:
    return lambda graph, lineage, language, view: write(property_graph(graph, lineage, language=language, view=view))


def _rdf(write: Callable[[Graph, Lineage | None, View | None], Content]) -> Callable[..., Content]:
    # RDF has every text in every language.
    return lambda graph, lineage, _language, view: write(graph, lineage, view)


#: Formats of a drawing that are one text, so that a report may print them: name to function.
TEXTS: Mapping[str, Callable[[PropertyGraph], str]] = {
    "dot": dot_text,
    "graphml": graphml_text,
    "mermaid": mermaid_text,
}

#: Formats of an export, by name.
FORMATS: Mapping[str, Format] = {
    "graphml": Format("yEd, networkx, igraph", _drawn(graphml_text)),
    "gexf": Format("Gephi, with a timeline", _drawn(gexf_text)),
    "cytoscape": Format("Cytoscape and Cytoscape.js (JSON)", _drawn(cytoscape_text)),
    "dot": Format("Graphviz", _drawn(dot_text)),
    "mermaid": Format("pull requests and wikis, for a lineage", _drawn(mermaid_text)),
    "neo4j": Format(
        "neo4j-admin import (a folder)",
        _drawn(neo4j_files),
        ("nodes-*.csv", "relationships-*.csv", "constraints.cypher", "README.txt"),
    ),
    "csv": Format("pandas and R: nodes and edges (a folder)", _drawn(csv_files), ("nodes.csv", "edges.csv")),
    "xlsx": Format("Excel and LibreOffice", _drawn(workbook_bytes)),
    "turtle": Format("RDF: facts in force, evidence as statements", _rdf(turtle_text)),
    "trig": Format("RDF: each fact in the graph of its passage", _rdf(trig_text)),
    "nquads": Format("RDF, a line a fact", _rdf(nquads_text)),
    "jsonld": Format("RDF as JSON, with named graphs", _rdf(jsonld_text)),
    "rdfxml": Format("RDF as XML, evidence as statements", _rdf(rdfxml_text)),
}


def export(
    graph: Graph,
    form: str,
    output: Path,
    lineage: Lineage | None = None,
    *,
    language: str | None = None,
    view: View | None = None,
) -> None:
    """Export a graph, or what a lineage holds of it, whole or not at all.

    :param graph: the graph.
    :param form: name of a format in :data:`FORMATS`.
    :param output: the file or folder; an earlier export there is replaced when the new one is written.
    :param lineage: the lineage; None for the whole graph.
    :param language: of labels in drawings, and of citations: ``sv`` or ``en``; None for that of the lineage, or ``sv``.
    :param view: the graph as of a day, to write only what held then, with how sure it is; None for all times.
    :raises StyrgrafError: if there is no such format, its extra is not installed, or the output cannot be written;
        what stood there is then intact.
    """
    if form not in FORMATS:
        raise StyrgrafError(f"there is no export format “{form}”", remedy=f"name one of {', '.join(FORMATS)}")
    chosen = FORMATS[form]
    check_output(output, chosen.files)
    content = chosen.make(graph, lineage, language, view)
    if isinstance(content, str):
        write_file(output, content.encode())
    elif isinstance(content, bytes):
        write_file(output, content)
    else:
        write_folder(output, {name: text.encode() for name, text in content.items()})


def text_of(form: str, drawn: PropertyGraph) -> str:
    """Write a drawing as text.

    :param form: name of a format in :data:`TEXTS`.
    :param drawn: the things and arcs.
    :returns: the text, with a final line end.
    :raises StyrgrafError: if there is no such format.
    """
    if form not in TEXTS:
        raise StyrgrafError(f"a graph is not drawn as “{form}”", remedy=f"name one of {', '.join(TEXTS)}")
    return TEXTS[form](drawn)
