"""JSON-LD 1.1: each fact in the named graph that states it, with the context in the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from styrgraf.exports.rdf import stable_quads
from styrgraf.namespaces import BASE, PREFIXES, shorten

if TYPE_CHECKING:
    from styrgraf.lineage import Lineage
    from styrgraf.store import Graph
    from styrgraf.timeline.view import View

__all__ = ["jsonld_text"]

_TYPE = f"{PREFIXES['rdf']}type"
_STRING = f"{PREFIXES['xsd']}string"


def jsonld_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the graph as JSON-LD with named graphs.

    Numbers and dates stand as typed strings, so that they keep the form in which they are written.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text; it needs no other file, and ``<`` is escaped so that a page may hold it.
    """
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in stable_quads(graph, lineage, view):
        subjects = graphs.setdefault("" if isinstance(quad.graph_name, ox.DefaultGraph) else _id(quad.graph_name), {})
        described = subjects.setdefault(_id(quad.subject), {"@id": _id(quad.subject)})
        if quad.predicate.value == _TYPE and not isinstance(quad.object, ox.Literal):
            described.setdefault("@type", []).append(_vocabulary_name(quad.object))
        else:
            described.setdefault(_vocabulary_name(quad.predicate), []).append(_object(quad.object))
    content = {
        "@context": {"@version": 1.1, "@base": BASE, **PREFIXES},
        "@graph": [
            *graphs.pop("", {}).values(),
            *({"@id": name, "@graph": list(subjects.values())} for name, subjects in graphs.items()),
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c") + "\n"


def _id(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        return shorten(node.value).strip("<>")
    return str(node)


def _vocabulary_name(node: object) -> str:
    # Where JSON-LD expects a term it does not resolve against the base.
    name = _id(node)
    return node.value if isinstance(node, ox.NamedNode) and ":" not in name else name


def _object(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, str] | str:
    if not isinstance(node, ox.Literal):
        return {"@id": _id(node)}
    if node.language:
        return {"@language": node.language, "@value": node.value}
    if node.datatype.value == _STRING:
        return {"@value": node.value}
    return {"@type": _vocabulary_name(node.datatype), "@value": node.value}
