"""Writing terms, blank nodes and subjects as Turtle, the same way each time.

What is written depends on the facts alone: not on the order in which they come, nor on the labels of blank nodes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from styrgraf.documents.ordering import Key, natural_key
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES, ShortNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Term", "TurtleWriter"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph
_Description: TypeAlias = dict[ox.NamedNode, list[Term]]

#: A list, or a blank node of which one thing is said, stands on one line if it is no longer than this.
_SHORT = 88
#: How far the properties of a subject of the default graph are indented.
_TOLD_AT = 2
_TYPE, _FIRST, _REST, _NIL = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("type", "first", "rest", "nil"))
_LABELS = [f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}prefLabel"]
_LANGUAGES = {"": 0, "sv": 1, "en": 2}
_SHORTHAND = {
    f"{PREFIXES['xsd']}integer": re.compile("[+-]?[0-9]+"),
    f"{PREFIXES['xsd']}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{PREFIXES['xsd']}boolean": re.compile("true|false"),
}
_STRING = f"{PREFIXES['xsd']}string"
_UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\\\x7f]")
_ESCAPES = {"\\": r"\\", "\t": r"\t", "\b": r"\b", "\r": r"\r", "\f": r"\f"}


class TurtleWriter:
    """A writer of the subjects of a dataset, which learns which prefixes it has used.

    :param quads: all quads of the dataset: whether a blank node can be written in place depends on all of them.
    :param prefixes: prefixes beside those of :data:`styrgraf.namespaces.PREFIXES`, which go before, to namespace IRI.
    """

    def __init__(self, quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> None:
        quads = set(quads)
        self._prefixes = {**PREFIXES, **{name: prefixes[name] for name in sorted(prefixes) if name not in PREFIXES}}
        self._short = ShortNames(self._prefixes)
        self._used: set[str] = set()
        self._uses_base = False
        self._predicate_keys: dict[ox.NamedNode, Key] = {}
        #: What objects are written as, wherever they stand.
        self._objects: dict[Term, str] = {_NIL: "()"}
        if not self._take(quads):
            # Blank nodes get the labels of RDF canonicalisation, which depend on the facts alone.
            dataset = ox.Dataset(quads)
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            self._take(set(dataset), canonical=True)

    def _take(self, quads: set[ox.Quad], *, canonical: bool = False) -> bool:
        """Take up the quads, or tell that what is said of blank nodes does not tell them apart."""
        #: What is said of each subject, by graph.
        self.graphs: dict[Term, dict[Term, _Description]] = {}
        self._keys: dict[ox.BlankNode, str] = {}
        self._labels: dict[Term, str] = {}
        self._told: dict[Term, str] = {}
        blank = []
        for quad in quads:
            subject, predicate, value, graph = quad
            subjects = self.graphs.get(graph)
            if subjects is None:
                subjects = self.graphs[graph] = {}
            about = subjects.get(subject)
            if about is None:
                about = subjects[subject] = {}
            if predicate in about:
                about[predicate].append(value)
            else:
                about[predicate] = [value]
            if ox.BlankNode in (type(subject), type(value)):
                blank.append((subject, value, graph))
        named = {graph for graph in self.graphs if isinstance(graph, ox.BlankNode)}
        if named and not canonical:
            return False
        return self._label_blank_nodes(blank, named, canonical=canonical)

    def directives(self) -> str:
        """Write the declarations of the base and of the prefixes that have been used so far.

        :returns: a line for each, without a line end after the last.
        """
        base = [f"@base <{BASE}> ."] if self._uses_base else []
        return "\n".join([*base, *(f"@prefix {name}: <{self._prefixes[name]}> ." for name in sorted(self._used))])

    def subjects(self, graph: Term) -> list[Term]:
        """List the subjects of a graph that are not written in place, inside of another.

        :param graph: the graph.
        :returns: the subjects; sort them by what :meth:`name` gives.
        """
        return [node for node in self.graphs[graph] if node in self._labels or not isinstance(node, ox.BlankNode)]

    def name(self, term: Term) -> str:
        """Write a term by its name.

        :param term: an IRI, a literal, or a blank node that has a label.
        :returns: the term as it stands in Turtle.
        :raises StyrgrafError: for what RDF 1.1 does not have: triple terms and base directions.
        """
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.Literal) and term.direction is None:
            return self._literal(term)
        if isinstance(term, ox.BlankNode):
            return self._labels[term]
        raise StyrgrafError(f"{term} cannot be written", remedy="write RDF 1.1: no triple terms and no base directions")

    def block(self, graph: Term, subject: Term, indent: int) -> str:
        """Write all that a graph says of a subject, one object a line.

        :param graph: the graph.
        :param subject: one of its :meth:`subjects`.
        :param indent: the number of spaces before the subject.
        :returns: the lines, to the full stop.
        """
        return f"{' ' * indent}{self.name(subject)} {self._properties(graph, subject, indent + 2)} ."

    # Terms

    def _iri(self, iri: str) -> str:
        name = self._short[iri]
        if not name.startswith("<"):
            self._used.add(name.partition(":")[0])
            return name
        self._uses_base |= name != f"<{iri}>"
        return name

    def _literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        if datatype in _SHORTHAND and _SHORTHAND[datatype].fullmatch(literal.value):
            return literal.value
        text = _quoted(literal.value)
        if literal.language:
            return f"{text}@{literal.language}"
        return text if datatype == _STRING else f"{text}^^{self._iri(datatype)}"

    def _properties(self, graph: Term, subject: Term, indent: int) -> str:
        if indent == _TOLD_AT and subject in self._told:
            return self._told[subject]
        pad = "\n" + " " * indent
        lines = []
        about = self.graphs[graph].get(subject, {})
        for predicate in sorted(about, key=self._predicate_key):
            verb = "a" if predicate == _TYPE else self._iri(predicate.value)
            objects = about[predicate]
            if len(objects) > 1:
                objects = sorted(objects, key=lambda term: self._object_key(graph, term))
                others = [self._object(graph, term, indent + 2) for term in objects[1:]]
                written = [self._object(graph, objects[0], indent), *others]
                lines.append(f"{verb} {f' ,{pad}  '.join(written)}")
            else:
                lines.append(f"{verb} {self._object(graph, objects[0], indent)}")
        return f" ;{pad}".join(lines)

    def _object(self, graph: Term, term: Term, indent: int) -> str:
        """Write an object on a line that is indented this far."""
        if (known := self._objects.get(term)) is not None:
            return known
        if not isinstance(term, ox.BlankNode):
            name = self._objects[term] = self.name(term)
            return name
        if term in self._labels:
            return self._labels[term]
        pad = "\n" + " " * indent
        items = self._items(graph, term)
        if items is not None:
            written = [self._object(graph, item, indent + 2) for item in items]
            line = f"( {' '.join(written)} )"
            return line if _is_short(line) else f"({pad}  {f'{pad}  '.join(written)}{pad})"
        properties = self._properties(graph, term, indent + 2)
        if not properties:
            return "[]"
        line = f"[ {properties} ]"
        return line if _is_short(line) else f"[{pad}  {properties}{pad}]"

    def _items(self, graph: Term, node: Term) -> list[Term] | None:
        """List the items of an RDF list, or None if what begins here is not one that can be written as such."""
        items: list[Term] = []
        while node != _NIL:
            about = self.graphs[graph].get(node, {})
            if node in self._labels or about.keys() != {_FIRST, _REST} or any(len(o) > 1 for o in about.values()):
                return None
            items.append(about[_FIRST][0])
            node = about[_REST][0]
        return items

    # Order

    def _predicate_key(self, predicate: ox.NamedNode) -> Key:
        key = self._predicate_keys.get(predicate)
        if key is None:
            iri = predicate.value
            if predicate == _TYPE:
                key = (0, 0, ())
            elif iri in _LABELS:
                key = (1, _LABELS.index(iri), ())
            else:
                key = (2, 0, natural_key(self._short[iri].strip("<")))
            self._predicate_keys[predicate] = key
        return key

    def _object_key(self, graph: Term, term: Term) -> Key:
        if isinstance(term, ox.NamedNode):
            return (0, 0, natural_key(term.value))
        if isinstance(term, ox.Literal):
            language = term.language or ""
            return (1, _LANGUAGES.get(language, 3), natural_key(term.value), language, term.datatype.value)
        if isinstance(term, ox.BlankNode):
            return (2, term in self._labels, natural_key(self._content(graph, term)))
        return (3,)

    def _content(self, graph: Term, node: ox.BlankNode) -> str:
        if node not in self._keys:
            self._keys[node] = self._object(graph, node, 0)
        return self._keys[node]

    # Blank nodes

    def _label_blank_nodes(
        self, triples: list[tuple[Term, Term, Term]], named: set[ox.BlankNode], *, canonical: bool
    ) -> bool:
        """Label each blank node that cannot be written in place, in the order of what is said of them, if it can."""
        homes: dict[ox.BlankNode, set[Term]] = defaultdict(set)
        parents: dict[ox.BlankNode, Term] = {}
        references: Counter[ox.BlankNode] = Counter()
        for subject, value, graph in triples:
            if isinstance(subject, ox.BlankNode):
                homes[subject].add(graph)
            if isinstance(value, ox.BlankNode):
                homes[value].add(graph)
                references[value] += 1
                parents[value] = subject
        labelled = {node for node in homes if references[node] != 1 or len(homes[node]) > 1} | named
        labelled |= {node for node in homes if node not in labelled and _is_in_ring(node, parents, labelled)}
        if not labelled:
            return True
        # While the labels are unknown all are written alike; what is alike then, RDF canonicalisation settles.
        self._labels = dict.fromkeys(labelled, "_:")
        contents = {
            node: [self._properties(graph, node, _TOLD_AT) for graph in sorted(homes[node], key=str)]
            for node in labelled
        }
        if not canonical and len({tuple(content) for content in contents.values()}) < len(labelled):
            return False
        ordered = sorted(labelled, key=lambda node: (contents[node], natural_key(node.value) if canonical else ()))
        self._labels = {node: f"_:b{number}" for number, node in enumerate(ordered, start=1)}
        self._keys.clear()
        if not references:
            # Nothing in them has a label, so that they need not be written once more.
            self._told = {node: "".join(content) for node, content in contents.items() if len(content) == 1}
        return True


def _is_in_ring(node: ox.BlankNode, parents: Mapping[ox.BlankNode, Term], labelled: set[ox.BlankNode]) -> bool:
    """Whether one comes back to the node by going from what is referred to, to what refers to it."""
    seen: set[Term] = set()
    at: Term = node
    while isinstance(at, ox.BlankNode) and at not in labelled and at not in seen:
        seen.add(at)
        at = parents[at]
    return at == node


def _is_short(line: str) -> bool:
    return len(line) <= _SHORT and "\n" not in line


def _quoted(value: str) -> str:
    text = _UNSAFE.sub(lambda match: _ESCAPES.get(match.group(), f"\\u{ord(match.group()):04X}"), value)
    if "\n" not in value:
        return '"' + text.replace('"', r"\"") + '"'
    # Of several quotes in a row, and of those at the end, only the last before another sign may stand bare.
    return '"""' + re.sub(r'"(?="|\Z)', r'\\"', text) + '"""'
