"""Which IRIs exist: declared terms, concepts, and the things that the data describes."""

from __future__ import annotations

import difflib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.parse import parse_file
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG, SITE, shorten
from styrgraf.store.load import ONTOLOGY
from styrgraf.validate.uses import RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from styrgraf.documents.layout import Layout
    from styrgraf.store import Graph

__all__ = ["READING_ENDING", "VOCABULARIES", "Family", "Known", "family_of", "nearest", "read_known"]

#: How the IRIs of readings end, after that of the passage.
READING_ENDING = "-lasning"

_OWN = str(SG)
_RDF_TYPE = ox.NamedNode(RDF_TYPE)
#: Classes of what the store says of rules, which no file does.
_OF_RULES = frozenset((ox.NamedNode(SG.Rule), ox.NamedNode(SG.Derivation)))
#: Namespaces of vocabularies, the longest first.
VOCABULARIES = tuple(
    sorted((iri for iri in PREFIXES.values() if iri == _OWN or not iri.startswith(SITE)), key=len, reverse=True)
)
_STANDARD = frozenset(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd", "sh"))


class Family(StrEnum):
    """What an IRI names, as far as the IRI itself tells."""

    OWN = "own term"
    REUSED = "reused term"
    STANDARD = "term of RDF, RDFS, OWL, XSD or SHACL"
    CONCEPT = "concept"
    THING = "thing"
    OTHER = "other name of the project"


def family_of(iri: str) -> Family | None:
    """Tell what an IRI names.

    :param iri: an absolute IRI.
    :returns: its family; None for an address, and for a namespace that holds nothing.
    """
    for start, family in ((_OWN, Family.OWN), (CONCEPT, Family.CONCEPT), (BASE, Family.THING), (SITE, Family.OTHER)):
        if iri.startswith(start):
            return family if len(iri) > len(start) else None
    space = _namespace(iri)
    if not space or space == iri:
        return None
    return Family.STANDARD if space in _STANDARD else Family.REUSED


@dataclass(frozen=True, slots=True)
class Known:
    """The IRIs that exist.

    :param own: terms that ontology/styrgraf.ttl declares.
    :param reused: terms that ontology/reused.ttl declares.
    :param concepts: concepts and their schemes.
    :param described: everything that the ontology, the shapes or the data give a class.
    """

    own: frozenset[str]
    reused: frozenset[str]
    concepts: frozenset[str]
    described: AbstractSet[str]

    def has(self, iri: str, family: Family) -> bool:
        """Tell whether an IRI exists.

        :param iri: the IRI.
        :param family: what it should be.
        """
        if family is Family.STANDARD:
            return _is_standard(iri)
        return iri in self._all(family)

    def near(self, iri: str, family: Family) -> str | None:
        """Find the existing IRI that is most like one.

        :param iri: an IRI that does not exist.
        :param family: what it should be.
        :returns: an IRI of its family, else a term of another vocabulary with a name like it; None if none is.
        """
        if family in {Family.THING, Family.OTHER, Family.CONCEPT}:
            return nearest(iri, self._all(family))
        terms = self.own | self.reused | _standard_terms()
        space = _namespace(iri)
        return nearest(iri, (term for term in terms if space and term.startswith(space))) or _same_name(iri, terms)

    def _all(self, family: Family) -> AbstractSet[str]:
        match family:
            case Family.OWN:
                return self.own
            case Family.REUSED:
                return self.reused
            case Family.CONCEPT:
                return self.concepts
            case _:
                return self.described


def read_known(layout: Layout, graph: Graph | None = None) -> Known:
    """Read which IRIs exist.

    :param layout: the folders of the graph.
    :param graph: the graph, to ask it what the data describe as need be; None to read all data files.
    :returns: the declared terms, the concepts, and what is described.
    :raises UnreadableFileError: if a file is missing or not well-formed.
    """
    # The first two must be there, listed or not.
    own, reused = layout.ontology / "styrgraf.ttl", layout.ontology / "reused.ttl"
    typed = {path: _typed(path) for path in dict.fromkeys((own, reused, *layout.ontology_files()))}
    kinds = {one for path in layout.ontology_files() for one in typed[path]}
    concept_types = {f"{PREFIXES['skos']}Concept", f"{PREFIXES['skos']}ConceptScheme"}
    others = (*layout.shape_files(), *(layout.data_files() if graph is None else ()))
    # The store puts the ontology in a graph of this name; no file describes it.
    described = {ONTOLOGY, *(iri for iri, _ in kinds), *(iri for path in others for iri, _ in _typed(path))}
    return Known(
        own=frozenset(iri for iri, _ in typed[own] if iri.startswith(_OWN)),
        reused=frozenset(iri for iri, _ in typed[reused] if not iri.startswith(SITE)),
        concepts=frozenset(iri for iri, its_class in kinds if its_class in concept_types),
        described=described if graph is None else _Described(described, graph),
    )


def _typed(path: Path) -> list[tuple[str, str]]:
    """List the things that a file gives a class, each with the class; a class without an IRI is empty."""
    return [
        (quad.subject.value, quad.object.value if isinstance(quad.object, ox.NamedNode) else "")
        for quad in parse_file(path)
        if quad.predicate == _RDF_TYPE and isinstance(quad.subject, ox.NamedNode)
    ]


class _Described(AbstractSet[str]):
    """What files describe and what a graph does, of which the latter is asked, not listed, as far as that will do.

    :param listed: what files describe.
    :param graph: the graph.
    """

    def __init__(self, listed: set[str], graph: Graph) -> None:
        self._listed = listed
        self._store = graph.store

    def __contains__(self, iri: object) -> bool:
        if iri in self._listed or not isinstance(iri, str):
            return iri in self._listed
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return False  # what is no IRI names nothing
        return any(quad.object not in _OF_RULES for quad in self._store.quads_for_pattern(node, _RDF_TYPE, None, None))

    def __iter__(self) -> Iterator[str]:
        typed = self._store.quads_for_pattern(None, _RDF_TYPE, None, None)
        things = {quad.subject for quad in typed if quad.object not in _OF_RULES}
        return iter(self._listed | {thing.value for thing in things if isinstance(thing, ox.NamedNode)})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def nearest(iri: str, existing: Iterable[str]) -> str | None:
    """Find the IRI that is most like one, first among those of its kind.

    :param iri: an IRI that does not exist.
    :param existing: IRIs that do.
    :returns: the nearest; None if none is near.
    """
    existing = set(existing)
    start = _stem(iri)
    kind = {other[len(start) :]: other for other in existing if other.startswith(start)}
    # What all names have in common would make any two of them look alike, so it is left out.
    if close := difflib.get_close_matches(iri[len(start) :], sorted(kind), n=1):
        return kind[close[0]]
    close = difflib.get_close_matches(shorten(iri), sorted(map(shorten, existing)), n=1, cutoff=0.8)
    return next((other for other in existing if close and shorten(other) == close[0]), None)


def _stem(iri: str) -> str:
    for start in (CONCEPT, BASE):
        if iri.startswith(start):
            return start + iri[len(start) :].partition("/")[0] + "/"
    return _namespace(iri) or SITE


def _same_name(iri: str, terms: Iterable[str]) -> str | None:
    """Find a term with nearly the same name in another vocabulary, since it is often the prefix that is wrong."""
    names = {_local(term): term for term in sorted(terms, reverse=True)}
    close = difflib.get_close_matches(_local(iri), sorted(names), n=1, cutoff=0.85)
    return names[close[0]] if close else None


def _local(iri: str) -> str:
    return iri.rpartition("#" if "#" in iri else "/")[2]


def _namespace(iri: str) -> str | None:
    return next((space for space in VOCABULARIES if iri.startswith(space)), None)


def _is_standard(iri: str) -> bool:
    """Ask rdflib, whose lists of these five are complete: it holds every term that SHACL's own file declares."""
    from rdflib.namespace import OWL, RDF, RDFS, SH, XSD  # noqa: PLC0415 - heavy, and only this gate needs it

    return any(iri.startswith(str(space)) and iri in space for space in (RDF, RDFS, OWL, XSD, SH))


@cache
def _standard_terms() -> frozenset[str]:
    from rdflib.namespace import OWL, RDF, RDFS, SH, XSD  # noqa: PLC0415 - heavy, and only this gate needs it

    return frozenset(str(term) for space in (RDF, RDFS, OWL, XSD, SH) for term in dir(space))
