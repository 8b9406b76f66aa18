"""The graph in a store: the default graph holds the facts in force, the named graphs the evidence."""

from __future__ import annotations

from styrgraf.store.folder import fill_store, open_store, stamp_files
from styrgraf.store.graph import Graph
from styrgraf.store.load import ONTOLOGY
from styrgraf.store.nodes import from_node, iri_of, to_node
from styrgraf.store.records import Fact, Iri, Kind, Source, Term, Text

__all__ = [
    "ONTOLOGY",
    "Fact",
    "Graph",
    "Iri",
    "Kind",
    "Source",
    "Term",
    "Text",
    "fill_store",
    "from_node",
    "iri_of",
    "open_store",
    "stamp_files",
    "to_node",
]
