"""Validation of what a change can concern: the things that the shapes read a changed fact of, and the files changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.shacl.affected import affected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from styrgraf.shacl import Shapes
    from styrgraf.shacl.affected import Triple
    from styrgraf.store import Graph
    from styrgraf.validate.findings import Finding

__all__ = ["concerned_things", "in_changed_files"]


def concerned_things(graph: Graph, before: Graph, shapes: Shapes) -> frozenset[str] | None:
    """Find the things whose findings a change may concern: those about any other thing are as they were.

    :param graph: the graph.
    :param before: the graph before the change.
    :param shapes: the shapes.
    :returns: IRIs of the things; None if it may be any.
    """
    changed = frozenset(_facts(graph)) ^ frozenset(_facts(before))
    return affected(graph.store, shapes, changed)


def in_changed_files(findings: Iterable[Finding], graph: Graph, before: Graph) -> Iterator[Finding]:
    """Choose the findings that stand in a file which a change added or altered.

    :param findings: findings with places; those without are kept.
    :param graph: the graph.
    :param before: the graph before the change.
    """
    earlier = _files(before)
    same = {path for name, path in _files(graph).items() if _same(path, earlier.get(name))}
    for finding in findings:
        if not finding.places or any(place.path not in same for place in finding.places):
            yield finding


def _facts(graph: Graph) -> Iterator[Triple]:
    # A blank node is another in every graph; no fact about the city has one.
    for quad in graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if not isinstance(quad.subject, ox.BlankNode | ox.Triple) and not isinstance(quad.object, ox.BlankNode):
            yield quad.subject, quad.predicate, quad.object


def _files(graph: Graph) -> dict[tuple[str, Path], Path]:
    layout = graph.layout
    folders = {"ontology": layout.ontology, "shapes": layout.shapes, "data": layout.data, "queries": layout.queries}
    return {
        (name, path.relative_to(folder)): path
        for name, folder in folders.items()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _same(path: Path, before: Path | None) -> bool:
    return before is not None and path.read_bytes() == before.read_bytes()
