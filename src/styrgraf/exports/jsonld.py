"""JSON-LD 1.1: each fact in the named graph that states it, with the context in the file."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.exports.rdf import stable_quads
from styrgraf.namespaces import BASE, PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styrgraf.lineage import Lineage
    from styrgraf.store import Graph
    from styrgraf.timeline.view import View

__all__ = ["jsonld_text"]

_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_STRING = f"{PREFIXES['xsd']}string"


def jsonld_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the graph as JSON-LD with named graphs.

    Numbers and dates stand as typed strings, so that they keep the form in which they are written.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text; it needs no other file, and ``<`` is escaped so that a page may hold it.
    """
    # The text is put together of parts that are each written once: the encoder would write every value anew.
    name, word, written = (cache(make) for make in (_name, _word, _written))
    graphs: dict[str, dict[str, dict[str, list[str]]]] = {"": {}}
    for subject, predicate, value, graph_name in stable_quads(graph, lineage, view):
        subjects = graphs.setdefault("" if isinstance(graph_name, ox.DefaultGraph) else name(graph_name), {})
        described = subjects.setdefault(name(subject), {})
        if predicate == _TYPE and not isinstance(value, ox.Literal):
            described.setdefault('"@type"', []).append(word(value))
        else:
            described.setdefault(word(predicate), []).append(written(value))
    plain = _subjects(graphs.pop(""))
    named = (
        _object({'"@id"': graph_name, '"@graph"': _list(_subjects(found))}) for graph_name, found in graphs.items()
    )
    context = _json({"@version": 1.1, "@base": BASE, **PREFIXES})
    text = _object({'"@context"': context, '"@graph"': _list([*plain, *named])})
    return text.replace("<", "\\u003c") + "\n"


def _subjects(subjects: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    return [
        _object({'"@id"': name, **{word: _list(values) for word, values in described.items()}})
        for name, described in subjects.items()
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _object(members: Mapping[str, str]) -> str:
    # No text in JSON holds a bare line end, so that whatever stands within can be indented as it is.
    lines = ",\n".join([f"{key}: {value}" for key, value in members.items()])
    return "{" + f"\n{lines}".replace("\n", "\n ") + "\n}"


def _list(items: Iterable[str]) -> str:
    lines = ",\n".join(items)
    return "[" + f"\n{lines}".replace("\n", "\n ") + "\n]" if lines else "[]"


def _name(node: object) -> str:
    return _json(_id(node))


def _word(node: object) -> str:
    return _json(_vocabulary_name(node))


def _written(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return _json(_value(node))


def _id(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        return shorten(node.value).strip("<>")
    return str(node)


def _vocabulary_name(node: object) -> str:
    # Where JSON-LD expects a term it does not resolve against the base.
    name = _id(node)
    return node.value if isinstance(node, ox.NamedNode) and ":" not in name else name


def _value(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, str] | str:
    if not isinstance(node, ox.Literal):
        return {"@id": _id(node)}
    if node.language:
        return {"@language": node.language, "@value": node.value}
    if node.datatype.value == _STRING:
        return {"@value": node.value}
    return {"@type": _vocabulary_name(node.datatype), "@value": node.value}
