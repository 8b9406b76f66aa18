"""Named rules: what follows from stated facts, each with the premises it rests on.

A rule is a SPARQL SELECT in ``ontology/rules/`` with a header of ``# key: value`` comments. It selects
``?subject ?predicate ?object`` and, in every variable whose name begins with ``premise``, the graphs that
the derived fact rests on.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.store import Graph, Iri, to_node

if TYPE_CHECKING:
    from pathlib import Path

    from styrgraf.store import Term

__all__ = ["Rule", "derive", "read_header", "read_rule"]

_HEADER_LINE = re.compile(r"#\s*([a-z-]+):\s*(.*\S)")
_DERIVED = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule.

    :param name: its file name without the ending.
    :param names: language tag to name.
    :param texts: language tag to what the rule says.
    :param query: the SPARQL SELECT.
    """

    name: str
    names: dict[str, str]
    texts: dict[str, str]
    query: str

    @property
    def iri(self) -> str:
        """The IRI of the rule."""
        return f"{BASE}rule/{self.name}"


def read_header(query: str) -> dict[str, str]:
    """Read the ``# key: value`` comments at the head of a query.

    :param query: text of a SPARQL file.
    :returns: key to value.
    """
    header = {}
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        if match := _HEADER_LINE.fullmatch(line.strip()):
            header[match[1]] = match[2]
    return header


def read_rule(path: Path) -> Rule:
    """Read a rule from its file.

    :param path: a ``.rq`` file.
    :returns: the rule.
    :raises StyrgrafError: if its header lacks a name or a text in Swedish or English.
    """
    query = read_text(path)
    header = read_header(query)
    for key in ("name-sv", "name-en", "text-sv", "text-en"):
        if key not in header:
            raise StyrgrafError(
                f"the rule has no “{key}” in its header", place=Place(path, 1), remedy=f"add a line “# {key}: …”"
            )
    return Rule(
        name=path.stem,
        names={"sv": header["name-sv"], "en": header["name-en"]},
        texts={"sv": header["text-sv"], "en": header["text-en"]},
        query=query,
    )


def derive(graph: Graph) -> int:
    """Apply the rules until they give nothing new.

    What a rule derives stands in a graph for each set of premises, which names the rule and the premises.
    Facts that are no longer in force are no premises.

    :param graph: the graph; derived facts are added to it.
    :returns: the number of derived facts.
    :raises StyrgrafError: if a rule cannot be read, or selects other variables than a rule does.
    """
    rules = [(path, read_rule(path)) for path in graph.layout.rule_files()]
    for _, rule in rules:
        graph.add_derived(_describe_rule(rule))
    known: set[ox.Quad] = set()
    while True:
        # Every rule of a round sees the same facts, so that the result does not depend on their order.
        fresh = {quad for path, rule in rules for quad in _apply(graph, path, rule)} - known
        if not fresh:
            return sum(1 for quad in known if quad.subject != quad.graph_name)
        graph.add_derived(sorted(fresh, key=str))
        known |= fresh


def _apply(graph: Graph, path: Path, rule: Rule) -> set[ox.Quad]:
    try:
        names = graph.variables(rule.query)
    except StyrgrafError as error:
        raise StyrgrafError(error.what, place=Place(path), remedy="mend the SPARQL of the rule") from error
    premise_columns = [i for i, name in enumerate(names) if name.startswith("premise")]
    if not premise_columns or any(name not in names for name in _DERIVED):
        raise StyrgrafError(
            f"the rule selects {', '.join('?' + name for name in names)}",
            place=Place(path),
            remedy="select ?subject, ?predicate, ?object and at least one ?premise",
        )
    triple_columns = [names.index(name) for name in _DERIVED]
    derived: defaultdict[frozenset[Iri], set[tuple[Term, Term, Term]]] = defaultdict(set)
    for row in graph.select(rule.query):
        premises = frozenset(Iri(str(value)) for i in premise_columns if (value := row[i]) is not None)
        subject, predicate, value = (row[i] for i in triple_columns)
        if subject is None or predicate is None or value is None or premises & graph.withdrawn:
            continue
        derived[premises].add((subject, predicate, value))
    quads: set[ox.Quad] = set()
    for premises, facts in derived.items():
        key = hashlib.sha256("\n".join(sorted(premises)).encode()).hexdigest()[:12]
        name = ox.NamedNode(f"{BASE}derivation/{rule.name}/{key}")
        quads.add(ox.Quad(name, _RDF_TYPE, ox.NamedNode(SG.Derivation), name))
        quads.add(ox.Quad(name, ox.NamedNode(SG.byRule), ox.NamedNode(rule.iri), name))
        quads |= {ox.Quad(name, ox.NamedNode(SG.premise), ox.NamedNode(premise), name) for premise in premises}
        quads |= {ox.Quad(ox.NamedNode(str(s)), ox.NamedNode(str(p)), to_node(o), name) for s, p, o in facts}
    return quads


_RDF_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")


def _describe_rule(rule: Rule) -> list[ox.Quad]:
    node = ox.NamedNode(rule.iri)
    label = ox.NamedNode(f"{PREFIXES['skos']}prefLabel")
    definition = ox.NamedNode(f"{PREFIXES['skos']}definition")
    return [
        ox.Quad(node, _RDF_TYPE, ox.NamedNode(SG.Rule), node),
        *(ox.Quad(node, label, ox.Literal(text, language=tag), node) for tag, text in rule.names.items()),
        *(ox.Quad(node, definition, ox.Literal(text, language=tag), node) for tag, text in rule.texts.items()),
    ]
