"""What a change did to the files of a graph, and the things whose findings of shapes it may concern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.parse import parse_file
from styrgraf.errors import UnreadableFileError
from styrgraf.reason import open_graph
from styrgraf.shacl.affected import affected
from styrgraf.validate.uses import query_uses, rdf_uses

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from styrgraf.documents.layout import Layout
    from styrgraf.shacl import Shapes
    from styrgraf.store import Graph

__all__ = ["Change", "concerned_things", "find_change"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did to the data, shapes and queries of a graph.

    :param before: the folders before.
    :param files: the files that it added or altered, as they are now.
    :param of_shapes: whether a shape may be another.
    :param gone: what the data stated before, and in a graph of the same name no longer do.
    :param new: what they state now, and did not before.
    :param unnamed: IRIs that these files named before, and no longer do.
    """

    before: Layout
    files: frozenset[Path]
    of_shapes: bool
    gone: frozenset[ox.Quad]
    new: frozenset[ox.Quad]
    unnamed: frozenset[str]


def find_change(layout: Layout, before: Layout) -> Change | None:
    """Compare the files of a graph with those before a change.

    :param layout: the folders of the graph.
    :param before: the folders before the change.
    :returns: the change; None if it may concern anything: after a change of the ontology or the rules, which say how
        all else is read, or of a file that could not be read before.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    ontology = _differing(layout.ontology, before.ontology, [*layout.ontology_files(), *layout.rule_files()])
    if any(ontology) or any(
        _differing(before.ontology, layout.ontology, [*before.ontology_files(), *before.rule_files()])
    ):
        return None
    data, old_data = _both(layout.data, before.data, layout.data_files(), before.data_files())
    shapes, old_shapes = _both(layout.shapes, before.shapes, layout.shape_files(), before.shape_files())
    queries, old_queries = _both(layout.queries, before.queries, layout.query_files(), before.query_files())
    now = _stated(data)
    files = frozenset((*data, *shapes, *queries))
    try:
        was = _stated(old_data)
        unnamed = _named((*old_data, *old_shapes, *old_queries)) - _named(files)
    except UnreadableFileError:
        return None
    of_shapes = bool(shapes or old_shapes)
    return Change(before, files, of_shapes, gone=was - now, new=now - was, unnamed=unnamed)


def concerned_things(graph: Graph, change: Change, shapes: Shapes) -> frozenset[str] | None:
    """Find the things whose findings a change may concern: those about any other thing are as they were.

    The graph before is opened too, since what its rules derived can be told in no other way.

    :param graph: the graph.
    :param change: the change.
    :param shapes: the shapes.
    :returns: IRIs of the things; None if it may be any: so too after a change of shapes, or of blank nodes.
    """
    if change.of_shapes:
        return None
    stated = change.gone | change.new
    if not stated:
        return frozenset()
    if any(isinstance(node, ox.BlankNode | ox.Triple) for quad in stated for node in (quad.subject, quad.object)):
        return None
    before = open_graph(change.before.root)
    # What was derived from other premises is as if it were changed, and what left force or entered it is.
    derived = frozenset(before.derived) ^ frozenset(graph.derived)
    turned = (
        quad
        for name in graph.withdrawn ^ before.withdrawn
        for one in (graph, before)
        for quad in one.store.quads_for_pattern(None, None, None, ox.NamedNode(name))
    )
    changed = {(quad.subject, quad.predicate, quad.object) for quad in (*stated, *derived, *turned)}
    return affected(graph.store, shapes, changed)


def _both(folder: Path, before: Path, files: list[Path], old: list[Path]) -> tuple[list[Path], list[Path]]:
    return _differing(folder, before, files), _differing(before, folder, old)


def _differing(folder: Path, other: Path, files: Iterable[Path]) -> list[Path]:
    """List the files of a folder that another folder has not, or has with another content."""
    if folder == other:
        return []
    pairs = ((path, other / path.relative_to(folder)) for path in files)
    return [path for path, twin in pairs if not twin.is_file() or twin.read_bytes() != path.read_bytes()]


def _named(files: Iterable[Path]) -> frozenset[str]:
    read = ((query_uses if path.suffix == ".rq" else rdf_uses)(path) for path in files)
    return frozenset(use.iri for uses in read for use in uses)


def _stated(files: Iterable[Path]) -> frozenset[ox.Quad]:
    return frozenset(quad for path in files for quad in parse_file(path))
