"""Shapes that are not compiled, validated by pySHACL; :class:`styrgraf.shacl.shapes.Shapes` says which and why."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError
from styrgraf.shacl.paths import read_path
from styrgraf.shacl.results import Result
from styrgraf.shacl.terms import RDF, RDFS, SH, XSD, iri, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import rdflib

    from styrgraf.shacl.engine import Engine
    from styrgraf.shacl.shapes import Shapes
    from styrgraf.shacl.terms import Node

__all__ = ["lexical_forms", "validate_with_pyshacl"]

_TARGETS = frozenset(
    SH[name] for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "target")
)


def validate_with_pyshacl(engine: Engine, shapes: Shapes, focus_nodes: Collection[str] | None) -> list[Result]:
    """Validate with the shapes that are not compiled.

    :param engine: where the data are; all of them are read.
    :param shapes: the shapes, some of them not compiled.
    :param focus_nodes: IRIs of the only nodes to validate; None for all.
    :returns: what pySHACL finds.
    :raises StyrgrafError: if pySHACL stops.
    """
    from pyshacl import validate  # noqa: PLC0415
    from pyshacl.errors import ReportableRuntimeError  # noqa: PLC0415

    only = None if focus_nodes is None else list(focus_nodes)
    if only == []:
        return []
    rows = engine.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows
    with lexical_forms():
        data, asked = _rdflib_graph(rows), _rdflib_graph(_without_other_targets(shapes))
        try:
            _, report, text = validate(data, shacl_graph=asked, inplace=True, advanced=True, focus_nodes=only)
        except Exception as error:  # whatever a shape makes pySHACL, rdflib or re raise
            raise _stopped(error, shapes) from error
    if isinstance(report, ReportableRuntimeError):
        raise _stopped(report, shapes)
    assert not isinstance(report, bytes | Exception), text
    return [_result(report, node, shapes) for node in report.objects(None, _term(SH.result))]


def _stopped(error: Exception, shapes: Shapes) -> StyrgrafError:
    names = ", ".join(sorted({shapes.by_node[node].name for node in shapes.for_pyshacl}))
    reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return StyrgrafError(f"pySHACL cannot validate with {names}: {reason}", remedy="mend or simplify the shape")


@contextmanager
def lexical_forms() -> Iterator[None]:
    """Let literals keep the form in which they are written, and no library print about the ill-formed."""
    import rdflib  # noqa: PLC0415

    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl-validate")]
    before, silent = rdflib.NORMALIZE_LITERALS, [logger.disabled for logger in loggers]
    rdflib.NORMALIZE_LITERALS = False
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
        for logger, disabled in zip(loggers, silent, strict=True):
            logger.disabled = disabled


def _without_other_targets(shapes: Shapes) -> Iterator[tuple[object, object, object]]:
    """Go through the triples of the shapes, without the targets of those that are compiled."""
    for quad in shapes.graph.quads:
        other = quad.subject not in shapes.for_pyshacl
        is_target = quad.predicate.value in _TARGETS
        is_class = quad.predicate.value == RDF.type and iri(quad.object) == RDFS.Class  # type: ignore[arg-type]
        if not (other and (is_target or is_class)):
            yield quad.subject, quad.predicate, quad.object
    for node in shapes.for_pyshacl:
        # pySHACL knows a shape by its type where its targets are of SHACL-AF.
        kind = SH.PropertyShape if shapes.graph.values(node, SH.path) else SH.NodeShape
        yield node, ox.NamedNode(RDF.type), ox.NamedNode(kind)


def _rdflib_graph(rows: Iterable[Iterable[object]]) -> rdflib.Graph:
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    for row in rows:
        subject, predicate, value = map(_to_rdflib, row)
        graph.add((subject, predicate, value))
    return graph


def _to_rdflib(term: object) -> rdflib.term.Node:
    """Make rdflib's term; a blank node keeps its name, so that results can name it."""
    import rdflib  # noqa: PLC0415

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    # rdflib tells a plain text from one with the datatype of texts, and reads the former from files.
    plain = term.datatype.value == XSD.string
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value))


def _term(name: str) -> rdflib.URIRef:
    import rdflib  # noqa: PLC0415

    return rdflib.URIRef(name)


def _from_rdflib(term: object) -> Node:
    import rdflib  # noqa: PLC0415

    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or XSD.string)))
    return ox.BlankNode(str(term))


def _result(report: rdflib.Graph, result: rdflib.term.Node, shapes: Shapes) -> Result:
    def one(name: str) -> Node | None:
        found = report.value(result, _term(SH[name]))
        return None if found is None else _from_rdflib(found)

    focus, shape = one("focusNode"), one("sourceShape")
    assert focus is not None
    assert shape is not None
    path = one("resultPath")
    shown = "" if path is None else text_of(path)
    if isinstance(path, ox.BlankNode):
        shown = read_path(shapes.graph, shape, path).shown
    messages = report.objects(result, _term(SH.resultMessage))
    return Result(
        focus,
        shown,
        one("value"),
        iri(one("sourceConstraintComponent")),
        iri(one("resultSeverity")),
        shape,
        shapes.graph.name(shape),
        one("sourceConstraint"),
        tuple(sorted((getattr(text, "language", None) or "", str(text)) for text in messages)),
    )
