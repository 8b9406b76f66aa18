"""What the files of a graph state and which IRIs they name, each with its place: what the gates on names read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from styrgraf.documents.locate import Located, locate_text
from styrgraf.documents.parse import parse_file
from styrgraf.documents.tokens import LINE_END, named_iris
from styrgraf.errors import Place, UnreadableFileError
from styrgraf.files import read_text
from styrgraf.namespaces import BASE, PREFIXES, SG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from styrgraf.documents.tokens import Token

__all__ = ["RDF_TYPE", "Stated", "Use", "Value", "query_uses", "rdf_uses", "read_axioms", "read_rdf", "read_stated"]

#: More files than a graph of documents kept by hand has; beyond it they are taken apart again.
_MOST_FILES = 2048

RDF_TYPE = f"{PREFIXES['rdf']}type"

Value: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

#: A sign of a string as it is written, perhaps as an escape.
_SIGN = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|.", re.DOTALL)

#: Properties whose values are SPARQL: the names in such a string are uses too.
_SPARQL_IN = frozenset(
    (
        *(SG.evidencedWhen, SG.plannedWhen, SG.appliesWhen),
        *(f"{PREFIXES['sh']}{name}" for name in ("select", "ask", "construct", "update")),
    )
)


@dataclass(frozen=True, slots=True)
class Use:
    """An IRI that a file names.

    :param iri: the absolute IRI.
    :param written: as it is written.
    :param place: where.
    """

    iri: str
    written: str
    place: Place


@dataclass(frozen=True, slots=True)
class Stated:
    """A triple of a file, with the place of its object.

    :param graph: IRI of the graph; empty for the default graph, ``_:…`` for a blank node.
    :param subject: IRI of the subject, ``_:…`` for a blank node.
    :param predicate: IRI of the property.
    :param value: the object.
    :param place: where the object is written.
    """

    graph: str
    subject: str
    predicate: str
    value: Value
    place: Place

    @property
    def iri(self) -> str:
        """The object's IRI; empty for a literal or a blank node."""
        return self.value.value if isinstance(self.value, ox.NamedNode) else ""

    @property
    def text(self) -> str:
        """The object's lexical form, for a literal; else empty."""
        return self.value.value if isinstance(self.value, ox.Literal) else ""

    @property
    def language(self) -> str:
        """The object's language tag; empty if it has none."""
        return (self.value.language or "") if isinstance(self.value, ox.Literal) else ""

    @property
    def datatype(self) -> str:
        """IRI of the object's datatype, for a literal; else empty."""
        return self.value.datatype.value if isinstance(self.value, ox.Literal) else ""


def read_rdf(path: Path) -> Located:
    """Read a Turtle or TriG file with the places of what it says.

    :param path: the file.
    :returns: its facts and tokens.
    :raises UnreadableFileError: if it is missing or not well-formed.
    """
    return locate_text(read_text(path), path)


def read_stated(paths: Iterable[Path]) -> list[Stated]:
    """List what files state, in their order.

    :param paths: Turtle and TriG files.
    :returns: every triple, as often as it is written.
    :raises UnreadableFileError: if a file is missing or not well-formed.
    """
    return [stated for path in paths for stated in _stated(read_text(path), path)]


# Several gates read each file: it is taken apart once for as long as its text stays the same.
@lru_cache(maxsize=_MOST_FILES)
def _stated(text: str, path: Path) -> tuple[Stated, ...]:
    return tuple(
        Stated(
            graph="" if isinstance(fact.quad.graph_name, ox.DefaultGraph) else _name(fact.quad.graph_name),
            subject=_name(fact.quad.subject),
            predicate=fact.quad.predicate.value,
            value=fact.quad.object,
            place=fact.token.place(path),
        )
        for fact in locate_text(text, path).facts
    )


def read_axioms(paths: Iterable[Path]) -> Iterator[tuple[str, str, str]]:
    """Go through what files say of named things, without places, which is much sooner done.

    :param paths: Turtle and TriG files.
    :returns: IRIs of the subject and the property, and the object's IRI or lexical form.
    :raises UnreadableFileError: if a file is missing or not well-formed.
    """
    for path in paths:
        for quad in parse_file(path):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                yield quad.subject.value, quad.predicate.value, quad.object.value


def rdf_uses(path: Path) -> list[Use]:
    """List the IRIs that an RDF file names, those in its SPARQL strings among them.

    :param path: a Turtle or TriG file.
    :returns: the IRIs in the order of the text, then those of its SPARQL strings.
    :raises UnreadableFileError: if it is missing or not well-formed, or names an undeclared prefix.
    """
    return list(_rdf_uses(read_text(path), path))


@lru_cache(maxsize=_MOST_FILES)
def _rdf_uses(text: str, path: Path) -> tuple[Use, ...]:
    located = locate_text(text, path)
    uses = _uses(text, path, {})
    for fact in located.facts:
        if fact.quad.predicate.value in _SPARQL_IN and isinstance(fact.quad.object, ox.Literal):
            uses += _string_uses(fact.quad.object.value, fact.token, path, {**PREFIXES, **located.prefixes})
    return tuple(uses)


def query_uses(path: Path) -> list[Use]:
    """List the IRIs that a query or rule names; the project's prefixes and base are declared for it.

    :param path: a SPARQL file.
    :returns: the IRIs in the order of the text.
    :raises UnreadableFileError: if it is missing or names an undeclared prefix.
    """
    return _uses(read_text(path), path, PREFIXES, BASE)


def _uses(text: str, path: Path, prefixes: Mapping[str, str], base: str | None = None) -> list[Use]:
    named = named_iris(text, path, prefixes, base)
    return [Use(name.iri, name.written, Place(path, name.line, name.column)) for name in named]


def _string_uses(text: str, token: Token, path: Path, prefixes: Mapping[str, str]) -> list[Use]:
    """List the uses in a string, at the places where the file has them, with escapes or without."""
    quotes = 3 if token.text[:3] in {'"""', "'''"} else 1
    written = [match.start() for match in _SIGN.finditer(token.text[quotes:-quotes])]
    line_starts = [0, *(end.end() for end in LINE_END.finditer(text))]

    def shift(place: Place) -> Place:
        sign = line_starts[(place.line or 1) - 1] + (place.column or 1) - 1
        at = quotes + written[sign]
        ends = [end.end() for end in LINE_END.finditer(token.text, 0, at)]
        column = at - ends[-1] + 1 if ends else token.column + at
        return Place(path, token.line + len(ends), column)

    try:
        return [Use(use.iri, use.written, shift(use.place)) for use in _uses(text, path, prefixes)]
    except UnreadableFileError as error:
        place = shift(error.place) if error.place else None
        raise UnreadableFileError(error.what, place=place, remedy=error.remedy) from error


def _name(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)
