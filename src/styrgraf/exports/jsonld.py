"""JSON-LD 1.1: each fact in the named graph that states it, with the context in the file."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError
from styrgraf.exports.rdf import export_quads
from styrgraf.namespaces import BASE, PREFIXES, shorten

if TYPE_CHECKING:
    from styrgraf.lineage import Lineage
    from styrgraf.store import Graph
    from styrgraf.timeline.view import View

__all__ = ["jsonld_text"]

# In a text a quotation mark has a backslash before it, so that these are found nowhere but between texts.
_PROPERTY = re.compile(rb',"(http[^"]*)":')
_DATATYPE = re.compile(rb'"@type":"(http[^"]*)"')
_CLASSES = re.compile(rb'"rdf:type":(\[(?:\{"@id":"http[^"]*"\},?)+\])')
_CLASS = re.compile(rb'\{"@id":"([^"]*)"\}')
#: The name of a thing, but for one that would not lead back from the base.
_THING = re.compile(rf'"@id":"{re.escape(BASE)}(?=[a-z-]+/)(?![^"]*/\.)'.encode())

_BLANK = re.compile(rb'"@id":"_:([^"]*)"')


def jsonld_text(graph: Graph, lineage: Lineage | None, view: View | None = None) -> str:
    """Write the graph as JSON-LD with named graphs.

    Properties, classes and datatypes have prefixes, and things are named from the base. Numbers and dates stand as
    typed strings, so that they keep the form in which they are written.

    :param graph: the graph.
    :param lineage: take only the facts that it holds and what describes their evidence; None for all.
    :param view: the graph as of a day, to take only what held then; None for all times.
    :returns: the text, a thing a line; it needs no other file, and ``<`` is escaped so that a page may hold it.
    :raises StyrgrafError: for triple terms, which JSON-LD 1.1 does not have.
    """
    quads = export_quads(graph, lineage, view)
    try:
        written = ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b""
    except OSError as error:
        raise StyrgrafError(f"a fact cannot be written: {error}", remedy="write RDF 1.1: no triple terms") from error
    name = cache(_name)
    written = _PROPERTY.sub(lambda found: b',"%b":' % name(found[1]), written)
    written = _DATATYPE.sub(lambda found: b'"@type":"%b"' % name(found[1]), written)
    classes = cache(lambda listed: b'"@type":' + _CLASS.sub(lambda found: b'"%b"' % name(found[1]), listed))
    written = _CLASSES.sub(lambda found: classes(found[1]), written)
    # The labels of blank nodes change each time that a file is read; their order does not.
    numbers: defaultdict[bytes, int] = defaultdict(count(1).__next__)
    written = _BLANK.sub(lambda found: b'"@id":"_:b%d"' % numbers[found[1]], written)
    written = _THING.sub(b'"@id":"', written).replace(b']},{"@id":', b']},\n{"@id":').replace(b"<", b"\\u003c")
    context = json.dumps({"@version": 1.1, "@base": BASE, **PREFIXES}, indent=1)
    return f'{{"@context":{context},\n"@graph":{written.decode()}}}\n'


def _name(term: bytes) -> bytes:
    name = shorten(term.decode())
    # Where JSON-LD expects a term it does not resolve against the base.
    return term if name.startswith("<") else name.encode()
