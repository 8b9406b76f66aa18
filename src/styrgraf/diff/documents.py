"""What became of documents and names: new, gone, retracted, superseded, renamed, in force or no longer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.diff.facts import graph_of
from styrgraf.diff.records import DocumentChange, Event, Renaming, Statement
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import Iri, Text, from_node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from styrgraf.diff.records import Difference
    from styrgraf.diff.sides import Side
    from styrgraf.store import Graph, Term

__all__ = ["compare_documents", "compare_force", "find_renamings"]

_TYPE = f"{PREFIXES['rdf']}type"
_NAMES = tuple(PREFIXES[prefix] + name for prefix, name in (("skos", "prefLabel"), ("rdfs", "label")))
_STANDING = {
    SG.retracted: (Event.RETRACTED, Event.NOT_RETRACTED),
    f"{PREFIXES['dcterms']}isReplacedBy": (Event.SUPERSEDED, Event.NOT_SUPERSEDED),
}
_EVENTS = list(Event)


class _Papers:
    """The documents of one side: what stands in which, and how each stands."""

    def __init__(self, facts: Set[ox.Quad]) -> None:
        self.own: set[Iri] = set()
        self.passages: defaultdict[Iri, set[Iri]] = defaultdict(set)
        self.standing: dict[str, dict[Iri, Term]] = {predicate: {} for predicate in _STANDING}
        for quad in facts:
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            subject, predicate = Iri(quad.subject.value), quad.predicate.value
            if predicate == _TYPE and subject == graph_of(quad):
                self.own.add(subject)
            elif predicate == SG.passageOf and isinstance(quad.object, ox.NamedNode):
                self.passages[Iri(quad.object.value)].add(subject)
            elif predicate in _STANDING:
                self.standing[predicate][subject] = from_node(quad.object)


def compare_documents(old: Set[ox.Quad], new: Set[ox.Quad]) -> tuple[DocumentChange, ...]:
    """Find what became of documents and editorial data.

    :param old: the facts before.
    :param new: the facts after.
    :returns: the changes, by document.
    """
    before, after = _Papers(old), _Papers(new)
    found = list(_comings(before, after))
    for predicate, events in _STANDING.items():
        was, now = before.standing[predicate], after.standing[predicate]
        for event, these, others in ((events[0], now, was), (events[1], was, now)):
            found += [DocumentChange(one, event, value=these[one]) for one in these.keys() - others.keys()]
    return tuple(sorted(found, key=lambda change: (change.document, _EVENTS.index(change.event))))


def _comings(before: _Papers, after: _Papers) -> Iterator[DocumentChange]:
    for one, other, whole, part in (
        (before, after, Event.ADDED, Event.PASSAGES_ADDED),
        (after, before, Event.REMOVED, Event.PASSAGES_REMOVED),
    ):
        for document in other.own | other.passages.keys():
            passages = tuple(sorted(other.passages.get(document, set()) - one.passages.get(document, set())))
            if document in other.own and document not in one.own:
                yield DocumentChange(document, whole, passages)
            elif passages:
                yield DocumentChange(document, part, passages)


def find_renamings(old: Graph, new: Graph, facts: Iterable[Difference]) -> tuple[Renaming, ...]:
    """Find the things that have another name: in one language names before and after, none of them the same.

    :param old: the graph before.
    :param new: the graph after.
    :param facts: what differs.
    :returns: the renamings, by thing and language.
    """
    found = []
    for thing in sorted({fact.subject for fact in facts if fact.predicate in _NAMES}):
        before, after = _names(old, thing), _names(new, thing)
        for language in sorted(before.keys() & after.keys()):
            if not before[language] & after[language]:
                names = tuple(sorted(before[language])), tuple(sorted(after[language]))
                found.append(Renaming(thing, language, *names))
    return tuple(found)


def _names(graph: Graph, thing: Iri) -> Mapping[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for predicate in _NAMES:
        for value in graph.values(thing, predicate):
            if isinstance(value, Text):
                names[value.language].add(value.value)
    return names


def compare_force(old: Side, new: Side) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Find the facts that both sides assert and only one holds to be in force.

    :param old: the side before.
    :param new: the side after.
    :returns: those that are no longer in force, and those that are now.
    """
    if not (old.graph.withdrawn or new.graph.withdrawn):
        return (), ()
    return _force_lost(old, new), _force_lost(new, old)


def _force_lost(before: Side, after: Side) -> tuple[Statement, ...]:
    dead = [quad for quad in after.facts if graph_of(quad) in after.graph.withdrawn]
    sources: defaultdict[ox.Triple, set[Iri]] = defaultdict(set)
    for quad in dead:
        sources[quad.triple].add(graph_of(quad))
    in_force_before, in_force_after = (
        {quad.triple for quad in side.facts if graph_of(quad) not in side.graph.withdrawn} for side in (before, after)
    )
    lost = (sources.keys() & in_force_before) - in_force_after
    return statements((triple, sources[triple]) for triple in lost)


def statements(found: Iterable[tuple[ox.Triple, Iterable[Iri]]]) -> tuple[Statement, ...]:
    """Make records of triples and the graphs that state them, in stable order.

    :param found: triples with their graphs.
    :returns: the records.
    """
    records = [
        Statement(
            Iri(str(from_node(triple.subject))),
            Iri(triple.predicate.value),
            from_node(triple.object),
            tuple(sorted(graphs)),
        )
        for triple, graphs in found
    ]
    return tuple(sorted(records, key=lambda record: (record.subject, record.predicate, str(record.value))))
