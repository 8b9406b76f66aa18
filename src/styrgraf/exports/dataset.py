"""The whole graph as one RDF file, the same to the byte from run to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.canonical import write_trig
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from styrgraf.store import Graph

__all__ = ["FORMATS", "build_dataset", "sorted_lines", "with_stable_labels", "write_dataset"]

_HEADER = "# Built by styrgraf: every asserted and derived fact, each in the graph of its evidence."
_FACTS_HEADER = "# Built by styrgraf: the facts in force, without their evidence; the .trig has both."

# Canonicalisation is slow, and there is hardly ever a blank node; a text that looks like one does no harm.
_BLANK = b"_:"


def build_dataset(graph: Graph, form: str = ".trig") -> str:
    """Write the whole graph, asserted and derived.

    :param graph: the graph.
    :param form: ``.trig`` or ``.nq`` for every fact in the graph of its evidence; ``.ttl`` or ``.nt`` for the
        facts in force alone.
    :returns: the text, in stable order; amounts keep the form in which they are written in the data.
    :raises StyrgrafError: if there is no such format.
    """
    if form not in FORMATS:
        raise StyrgrafError(
            f"a graph cannot be built as “{form}”", remedy=f"end the file's name in {', '.join(FORMATS)}"
        )
    return FORMATS[form](graph)


def write_dataset(graph: Graph, output: Path) -> None:
    """Write the whole graph to a file, whole or not at all.

    :param graph: the graph.
    :param output: the file; its ending names the format.
    :raises StyrgrafError: if the ending names no format, or the file cannot be written.
    """
    if output.suffix not in FORMATS:
        raise StyrgrafError(
            f"a graph cannot be built as “{output.suffix}”",
            place=Place(output),
            remedy=f"end the file's name in {', '.join(FORMATS)}",
        )
    write_text(output, build_dataset(graph, output.suffix))


def sorted_lines(quads: set[ox.Quad]) -> str:
    """Write quads as N-Quads, or N-Triples if all are in the default graph.

    :param quads: the quads.
    :returns: the lines, sorted; literals keep the form in which they are written.
    """
    lines = _lines(quads)
    if _BLANK in lines:
        lines = _lines(_relabelled(quads))
    # The order of the bytes is that of the characters.
    return b"".join(sorted(lines.splitlines(keepends=True))).decode()


def with_stable_labels(quads: set[ox.Quad]) -> Iterable[ox.Quad]:
    """Give blank nodes the labels of RDFC-1.0, which do not change from run to run.

    :param quads: the quads.
    :returns: the quads, in any order.
    """
    return _relabelled(quads) if _BLANK in _lines(quads) else quads


def _relabelled(quads: set[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _lines(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _facts_in_force(graph: Graph) -> set[ox.Quad]:
    return {
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in (*graph.asserted, *graph.derived)
        if getattr(quad.graph_name, "value", "") not in graph.withdrawn
    }


def _trig(graph: Graph) -> str:
    return write_trig([*graph.asserted, *graph.derived], header=_HEADER)


def _turtle(graph: Graph) -> str:
    return write_trig(_facts_in_force(graph), header=_FACTS_HEADER)


def _nquads(graph: Graph) -> str:
    return sorted_lines({*graph.asserted, *graph.derived})


def _ntriples(graph: Graph) -> str:
    return sorted_lines(_facts_in_force(graph))


#: Formats of the built graph: file ending to function.
FORMATS: Mapping[str, Callable[[Graph], str]] = {".trig": _trig, ".nq": _nquads, ".ttl": _turtle, ".nt": _ntriples}
