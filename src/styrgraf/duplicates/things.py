"""The things that may be doubles: what has a name of its own, with where it belongs and which posts it holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.duplicates.names import Name, read_name, uninflected
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG
from styrgraf.search.words import words
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from styrgraf.store import Graph

__all__ = ["Thing", "read_things"]

_PERSON = f"{PREFIXES['foaf']}Person"
_NUMBER = f"{PREFIXES['dcterms']}identifier"
_OTHER_NAME = f"{PREFIXES['skos']}altLabel"
_NAMES = f"""SELECT DISTINCT ?thing ?of ?property ?text WHERE {{
  VALUES ?of {{ foaf:Agent foaf:Person org:Post sg:Case sg:Initiative }}
  VALUES ?property {{ skos:prefLabel skos:altLabel dcterms:title dcterms:identifier }}
  ?class rdfs:subClassOf* ?of .
  ?thing a ?class ; ?property ?text
  FILTER (STRSTARTS(STR(?thing), "{BASE}") && isLiteral(?text) && LANG(?text) IN ("", "sv"))
}}"""
_PARENTS = "SELECT DISTINCT ?thing ?parent WHERE { ?thing org:postIn|org:unitOf|sg:inUnit|sg:subBodyOf ?parent }"
_OFFICES = """SELECT DISTINCT ?person ?office WHERE {
  ?membership org:member ?person ; sg:post/sg:leads? ?office
}"""
_HEADS = f"""SELECT DISTINCT ?label WHERE {{ ?type skos:inScheme <{CONCEPT}unit-type> ; skos:prefLabel ?label
  FILTER (LANG(?label) = "sv") }}"""
#: What more people hold, such as a seat in the council, does not tell that two of them are one.
_MOST_HOLDERS = 6


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that may have a double.

    :param iri: its IRI.
    :param kind: the kind of its IRI.
    :param names: what it is called.
    :param numbers: identifiers as they stand, by what they are read as.
    :param parents: what it belongs to directly, as IRIs without kind; empty where that does not tell things apart.
    :param above: the parents, and what they belong to.
    :param offices: the posts that a person holds, and what they lead.
    """

    iri: Iri
    kind: str
    names: tuple[Name, ...]
    numbers: Mapping[str, str]
    parents: Set[str]
    above: Set[str]
    offices: Set[Iri]

    @property
    def path(self) -> str:
        """Its IRI without kind."""
        return _path(self.iri)


def read_things(graph: Graph) -> list[Thing]:
    """Read the things that may have doubles: agents, posts, initiatives and cases in force.

    :param graph: the graph.
    :returns: the things in stable order.
    """
    heads = _read_heads(graph)
    classes: dict[Iri, set[str]] = defaultdict(set)
    texts: dict[Iri, set[tuple[str, str]]] = defaultdict(set)
    for thing, of, name, text in graph.select(_NAMES):
        classes[Iri(str(thing))].add(str(of))
        texts[Iri(str(thing))].add((str(name), str(text)))
    parents, offices = _read_parents(graph), _read_offices(graph)
    things = []
    for iri in sorted(texts):
        person = _PERSON in classes[iri]
        # An initiative has a name of its own wherever it belongs; a unit or a post often has that of others.
        place = set() if SG.Initiative in classes[iri] else _parents(_path(iri), parents)
        stated = [(text, name != _OTHER_NAME) for name, text in sorted(texts[iri]) if name != _NUMBER]
        names = (read_name(text, own=own, person=person, heads=heads) for text, own in stated)
        numbers = {_read_number(text): text for name, text in sorted(texts[iri]) if name == _NUMBER}
        things.append(
            Thing(
                iri,
                iri.removeprefix(BASE).partition("/")[0],
                tuple(name for name in names if name),
                numbers,
                place,
                _above(place, parents),
                offices.get(iri, set()),
            )
        )
    return things


def _read_heads(graph: Graph) -> list[str]:
    labels = [words(str(label)) for (label,) in graph.select(_HEADS)]
    # Of words that end alike the longest says most.
    return sorted({uninflected(label[0]) for label in labels if len(label) == 1}, key=lambda head: (-len(head), head))


def _read_number(text: str) -> str:
    return " ".join(word.lstrip("0") for word in words(text))


def _path(iri: str) -> str:
    return iri.removeprefix(BASE).partition("/")[2]


def _read_parents(graph: Graph) -> dict[str, set[str]]:
    parents: dict[str, set[str]] = defaultdict(set)
    for thing, parent in graph.select(_PARENTS):
        parents[_path(str(thing))].add(_path(str(parent)))
    return parents


def _parents(path: str, stated: Mapping[str, Set[str]]) -> set[str]:
    by_iri = path.rpartition("/")[0]
    return {*stated.get(path, ()), *([by_iri] if by_iri else [])} - {path}


def _above(parents: Set[str], stated: Mapping[str, Set[str]]) -> set[str]:
    above: set[str] = set()
    pending = list(parents)
    while pending:
        if (path := pending.pop()) not in above:
            above.add(path)
            pending += _parents(path, stated)
    return above


def _read_offices(graph: Graph) -> dict[Iri, set[Iri]]:
    holders: dict[Iri, set[Iri]] = defaultdict(set)
    for person, office in graph.select(_OFFICES):
        if isinstance(person, Iri) and isinstance(office, Iri):
            holders[office].add(person)
    offices: dict[Iri, set[Iri]] = defaultdict(set)
    for office, people in holders.items():
        if len(people) <= _MOST_HOLDERS:
            for person in people:
                offices[person].add(office)
    return offices
