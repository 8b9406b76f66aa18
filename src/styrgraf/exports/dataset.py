"""The whole graph as one RDF file, the same to the byte from run to run.

The formats are made of lines of N-Quads, which the engine writes and in which a literal keeps the form that it has in
the data: such lines are split and grouped in less time than the engine takes to hand out the terms of a fact.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import write_text
from styrgraf.namespaces import BASE, PREFIXES, ShortNames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from styrgraf.store import Graph

__all__ = [
    "FORMATS",
    "Described",
    "all_quads",
    "build_dataset",
    "by_graph",
    "describe",
    "in_order",
    "sorted_text",
    "split_lines",
    "to_lines",
    "turtle",
    "write_dataset",
]

#: What is said of each subject: its properties, and the values of each, all as they stand in N-Quads.
Described: TypeAlias = dict[str, dict[str, list[str]]]

_HEADER = "# Built by styrgraf: every asserted and derived fact, each in the graph of its evidence."
_FACTS_HEADER = "# Built by styrgraf: the facts in force, without their evidence; the .trig has both."
_TYPE = f"<{PREFIXES['rdf']}type>"
_SHORTHAND = {
    f"<{PREFIXES['xsd']}integer>": re.compile('"[+-]?[0-9]+"'),
    f"<{PREFIXES['xsd']}decimal>": re.compile(r'"[+-]?[0-9]*\.[0-9]+"'),
    f"<{PREFIXES['xsd']}boolean>": re.compile('"(true|false)"'),
}


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


# Lines


def all_quads(graph: Graph) -> list[ox.Quad]:
    """List what is asserted and derived, in the same order from run to run.

    :param graph: the graph.
    :returns: what the files state, in their order, and what is derived, sorted.
    """
    return [*graph.asserted, *in_order(graph.derived)]


def in_order(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Sort quads, graph by graph.

    :param quads: the quads, in any order.
    :returns: the quads in order.
    """
    return sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))


def to_lines(quads: Iterable[ox.Quad]) -> list[str]:
    """Write quads as lines of N-Quads, with blank nodes numbered in the order in which they come.

    :param quads: the quads.
    :returns: the lines in the order of the quads, each once, without line ends.
    """
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    # Decoded one by one, since most are ASCII and as such take less space and time.
    lines = dict.fromkeys(line.decode() for line in written.splitlines())
    labels: dict[str, str] = {}
    # A text may look like a blank node, and stays as it is.
    return [_relabelled(line, labels) if "_:" in line else line for line in lines]


def split_lines(lines: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Split lines of N-Quads into their terms.

    :param lines: the lines.
    :returns: subject, predicate, object and graph of each; of the default graph an empty text.
    """
    for line in lines:
        subject, predicate, rest = line[: -len(" .")].split(" ", 2)
        value, _, graph = rest.rpartition(" ")
        # The name of a graph has no quotation mark, and the last word of a literal has one.
        if not value or '"' in graph:
            value, graph = rest, ""
        yield subject, predicate, value, graph


def by_graph(lines: Iterable[str]) -> dict[str, Described]:
    """Group lines of N-Quads.

    :param lines: the lines.
    :returns: what each graph says of each subject, by the name of the graph; all in the order of the lines.
    """
    graphs: dict[str, Described] = {}
    for subject, predicate, value, graph in split_lines(lines):
        graphs.setdefault(graph, {}).setdefault(subject, {}).setdefault(predicate, []).append(value)
    return graphs


def describe(triples: Iterable[tuple[str, str, str]]) -> Described:
    """Group triples.

    :param triples: subject, predicate and object of each, as in N-Triples.
    :returns: what they say of each subject, in their order.
    """
    described: Described = {}
    for subject, predicate, value in triples:
        described.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return described


def _relabelled(line: str, labels: dict[str, str]) -> str:
    ((*terms, graph),) = split_lines([line])
    for term in (*terms, graph):
        if term.startswith("_:"):
            labels.setdefault(term, f"_:b{len(labels) + 1}")
    return " ".join([labels.get(term, term) for term in (*terms, graph) if term] + ["."])


# Texts


def sorted_text(lines: Iterable[str]) -> str:
    """Make a text of lines.

    :param lines: the lines, without their line ends.
    :returns: the text, in sorted lines.
    """
    return "\n".join([*sorted(lines), ""])


def turtle(graphs: Mapping[str, Described], header: str) -> str:
    """Write Turtle, or TriG if there are named graphs.

    :param graphs: what each graph says of each subject; an empty text names the default graph.
    :param header: comment lines for the top, each with its number sign.
    :returns: the text, an object a line.
    :raises StyrgrafError: for what RDF 1.1 does not have: triple terms and base directions.
    """
    names = _Names()
    sections: list[str] = []
    for graph, subjects in graphs.items():
        pad = "  " if graph else ""
        blocks = [_block(pad, subject, about, names) for subject, about in subjects.items()]
        sections += [f"{names[graph]} {{", *blocks, "}"] if graph else blocks
    # The declarations are made last, when it is known which prefixes are used.
    return "\n".join([header, "", *names.declarations(), "", *sections]) + "\n"


def _block(pad: str, subject: str, about: Mapping[str, list[str]], names: _Names) -> str:
    next_value, next_line = f" ,\n{pad}    ", f" ;\n{pad}  "
    lines = [
        f"{'a' if predicate == _TYPE else names[predicate]} "
        f"{names[values[0]] if len(values) == 1 else next_value.join([names[value] for value in values])}"
        for predicate, values in about.items()
    ]
    return f"{pad}{names[subject]} {next_line.join(lines)} ."


class _Names(dict[str, str]):
    """Terms of N-Quads to the same terms as they stand in Turtle, each made when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._short = ShortNames(PREFIXES)
        self._used: set[str] = set()

    def __missing__(self, term: str) -> str:
        self[term] = name = self._make(term)
        return name

    def declarations(self) -> list[str]:
        """Declare the base, and the prefixes that are used."""
        return [f"@base <{BASE}> .", *(f"@prefix {name}: <{PREFIXES[name]}> ." for name in sorted(self._used))]

    def _make(self, term: str) -> str:
        if term.startswith("_:"):
            return term
        if term.startswith("<") and not term.startswith("<<"):
            return self._iri(term)
        end = term.rfind('"') + 1
        text, tail = term[:end], term[end:]
        if not text or "--" in tail.partition("<")[0]:
            raise StyrgrafError(
                f"{term} cannot be written", remedy="write RDF 1.1: no triple terms and no base directions"
            )
        if not tail.startswith("^^"):
            return term
        datatype = tail.removeprefix("^^")
        if datatype in _SHORTHAND and _SHORTHAND[datatype].fullmatch(text):
            return text.strip('"')
        return f"{text}^^{self._iri(datatype)}"

    def _iri(self, term: str) -> str:
        name = self._short[term[1:-1]]
        if not name.startswith("<"):
            self._used.add(name.partition(":")[0])
        return name


# Formats


def _facts_in_force(graph: Graph) -> Iterable[tuple[str, str, str]]:
    withdrawn = {f"<{name}>" for name in graph.withdrawn}
    facts = (terms[:3] for terms in split_lines(to_lines(all_quads(graph))) if terms[3] not in withdrawn)
    return dict.fromkeys(facts)


def _trig(graph: Graph) -> str:
    return turtle(by_graph(to_lines(all_quads(graph))), _HEADER)


def _turtle(graph: Graph) -> str:
    return turtle({"": describe(_facts_in_force(graph))}, _FACTS_HEADER)


def _nquads(graph: Graph) -> str:
    return sorted_text(to_lines(all_quads(graph)))


def _ntriples(graph: Graph) -> str:
    return sorted_text(f"{subject} {predicate} {value} ." for subject, predicate, value in _facts_in_force(graph))


#: Formats of the built graph: file ending to function.
FORMATS: Mapping[str, Callable[[Graph], str]] = {".trig": _trig, ".nq": _nquads, ".ttl": _turtle, ".nt": _ntriples}
