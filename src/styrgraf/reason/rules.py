"""Named rules: what follows from stated facts, each with the premises it rests on.

A rule is a SPARQL SELECT in ``ontology/rules/`` with a header of ``# key: value`` comments. It selects
``?subject ?predicate ?object`` and, in every variable whose name begins with ``premise``, the graphs that
the derived fact rests on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text
from styrgraf.namespaces import BASE, PREFIXES, SG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from styrgraf.store import Graph

__all__ = ["DERIVED", "Rule", "derive", "read_header", "read_rule"]

#: What the names of the graphs that rules make begin with: of derivations, and of the rules themselves.
DERIVED = (f"{BASE}derivation/", f"{BASE}rule/")
_HEADER_LINE = re.compile(r"#\s*([a-z-]+):\s*(.*\S)")
_SELECTED = ("subject", "predicate", "object")
_ANSWER = ox.QueryResultsFormat.TSV


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


def derive(graph: Graph) -> None:
    """Apply the rules until they give nothing new.

    What a rule derives stands in a graph for each set of premises, which names the rule and the premises.
    Facts that are no longer in force are no premises.

    :param graph: the graph; derived facts are added to it.
    :raises StyrgrafError: if a rule cannot be read, or selects other variables than a rule does.
    """
    rules = [_Applied(path, read_rule(path)) for path in graph.layout.rule_files()]
    graph.add(quad for rule in rules for quad in _describe_rule(rule.rule))
    added = 1
    while added:
        # Every rule of a round sees the same facts, so that the result does not depend on their order.
        answers = [rule.ask(graph) for rule in rules]
        added = graph.add(
            quad for rule, answer in zip(rules, answers, strict=True) for quad in rule.read(answer, graph)
        )


class _Applied:
    """A rule that is applied, round after round."""

    def __init__(self, path: Path, rule: Rule) -> None:
        self.path = path
        self.rule = rule
        #: The last part of the names of the derivations that have been described.
        self.described: set[str] = set()
        #: Hash of the solutions that were read last.
        self.last: int | None = None

    def ask(self, graph: Graph) -> bytes:
        """Give the solutions of the rule: whole, since they are read while facts are added, and as small as can be."""
        try:
            solutions = graph.solutions(self.rule.query)
        except StyrgrafError as error:
            raise StyrgrafError(error.what, place=Place(self.path), remedy="mend the SPARQL of the rule") from error
        names = [variable.value for variable in solutions.variables]
        if not any(map(_is_premise, names)) or any(name not in names for name in _SELECTED):
            raise StyrgrafError(
                f"the rule selects {', '.join('?' + name for name in names)}",
                place=Place(self.path),
                remedy="select ?subject, ?predicate, ?object and at least one ?premise",
            )
        return solutions.serialize(format=_ANSWER) or b""

    def read(self, answer: bytes, graph: Graph) -> Iterator[ox.Quad]:
        """Give what solutions of the rule derive that the graph does not hold."""
        import hashlib  # noqa: PLC0415 - not where a store on disk holds what follows already

        if (read := hash(answer)) == self.last:
            return
        self.last = read
        solutions = ox.parse_query_results(answer, _ANSWER)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        premise_columns = [i for i, name in enumerate(names) if _is_premise(name)]
        triple_columns = [names.index(name) for name in _SELECTED]
        for row in solutions:
            subject, predicate, value = (row[i] for i in triple_columns)
            premises = {node.value: node for i in premise_columns if (node := row[i]) is not None}
            if subject is None or predicate is None or value is None or not graph.withdrawn.isdisjoint(premises):
                continue
            key = hashlib.sha256("\n".join(sorted(premises)).encode()).hexdigest()[:12]
            name = ox.NamedNode(f"{BASE}derivation/{self.rule.name}/{key}")
            fact = ox.Quad(subject, predicate, value, name)
            if fact in graph.store:
                continue
            if key not in self.described:
                self.described.add(key)
                yield ox.Quad(name, _RDF_TYPE, _DERIVATION, name)
                yield ox.Quad(name, _BY_RULE, ox.NamedNode(self.rule.iri), name)
                yield from (ox.Quad(name, _PREMISE, premise, name) for premise in premises.values())
            yield fact


def _is_premise(variable: str) -> bool:
    return variable.startswith("premise")


_RDF_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_DERIVATION, _BY_RULE, _PREMISE = (ox.NamedNode(name) for name in (SG.Derivation, SG.byRule, SG.premise))


def _describe_rule(rule: Rule) -> list[ox.Quad]:
    node = ox.NamedNode(rule.iri)
    label = ox.NamedNode(f"{PREFIXES['skos']}prefLabel")
    definition = ox.NamedNode(f"{PREFIXES['skos']}definition")
    return [
        ox.Quad(node, _RDF_TYPE, ox.NamedNode(SG.Rule), node),
        *(ox.Quad(node, label, ox.Literal(text, language=tag), node) for tag, text in rule.names.items()),
        *(ox.Quad(node, definition, ox.Literal(text, language=tag), node) for tag, text in rule.texts.items()),
    ]
