"""What a change can concern outside the files that it changed: which other files the gates must read along."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.reason.rules import DERIVED
from styrgraf.store import ONTOLOGY, iri_of
from styrgraf.validate.abbreviations import NAMES, abbreviations_in, explained
from styrgraf.validate.iris import fold, name_of
from styrgraf.validate.known import Family, family_of, read_known
from styrgraf.validate.part import Part, files_naming
from styrgraf.validate.uses import RDF_TYPE, rdf_uses, read_stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.store import Graph
    from styrgraf.validate.changed import Change
    from styrgraf.validate.findings import Finding

__all__ = ["lost_terms", "neighbours", "turned_names"]

_PREF_LABEL = f"{PREFIXES['skos']}prefLabel"


def turned_names(graph: Graph, change: Change) -> frozenset[str]:
    """Find the names that a change made another matter wherever they stand.

    Those are things that nothing describes any longer, things that are a case only now, things that are no longer
    judged apart, and abbreviations that nothing explains any longer.

    :param graph: the graph.
    :param change: the change.
    :returns: IRIs and abbreviations.
    """
    gone = [(iri_of(quad.subject), quad.predicate.value, quad.object) for quad in change.gone]
    described = read_known(graph.layout, graph).described
    turned = {thing for thing, predicate, _ in gone if predicate == RDF_TYPE and thing not in described}
    turned |= {iri_of(q.subject) for q in change.new if q.predicate.value == RDF_TYPE and iri_of(q.object) == SG.Case}
    judgements = {thing for thing, predicate, _ in gone if predicate in {SG.judges, SG.sameThing}}
    turned |= {iri_of(value) for thing, predicate, value in gone if predicate == SG.judges}
    turned |= {str(value) for judgement in judgements for value in graph.values(judgement, SG.judges)}
    texts = (value.value for _, predicate, value in gone if predicate in NAMES and isinstance(value, ox.Literal))
    return frozenset(filter(None, turned)) | (abbreviations_in(texts) - explained(graph))


def neighbours(graph: Graph, part: Part, findings: Iterable[Finding], turned: Iterable[str]) -> Part:
    """Add the files that must be read with others, for findings about the latter to be those of a whole run.

    :param graph: the graph.
    :param part: the files.
    :param findings: what is found in them alone.
    :param turned: names that matter wherever they stand.
    :returns: the files, with those that name what is found wanting, or what has a name or file name as theirs has.
    """
    names = {*turned, *_shared(part), *_named_alike(graph, part), *_written_alike(graph, part)}
    wanting = {finding.focus if finding.gate == "iris" else finding.value for finding in _of_names(findings)}
    others = [path for path in graph.layout.data_files() if path not in part.files]
    files = {*part.files, *files_naming(others, names | wanting)}
    if wanting or turned:
        layout = graph.layout
        files |= {*layout.ontology_files(), *layout.rule_files(), *layout.shape_files(), *layout.query_files()}
    return Part.of(graph.layout, files)


def lost_terms(graph: Graph, change: Change) -> frozenset[str]:
    """Find the terms that changed files named before and no longer do, and the data neither.

    :param graph: the graph.
    :param change: the change.
    :returns: IRIs of terms that perhaps nothing uses any longer.
    """
    terms = (iri for iri in change.unnamed if family_of(iri) in {Family.OWN, Family.REUSED})
    return frozenset(iri for iri in terms if not _in_data(graph, ox.NamedNode(iri)))


def _in_data(graph: Graph, term: ox.NamedNode) -> bool:
    for pattern in ((None, term, None, None), (None, None, term, None)):
        for quad in graph.store.quads_for_pattern(*pattern):
            graph_name = iri_of(quad.graph_name)
            if graph_name and graph_name != ONTOLOGY and not graph_name.startswith(DERIVED):
                return True
    return False


def _of_names(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Go through the findings that name every place of an IRI or a word."""
    return (finding for finding in findings if finding.gate in {"terms", "iris", "abbreviations"})


def _shared(part: Part) -> Iterator[str]:
    """Go through the documents and file names of files, which no other file may have."""
    for fact in read_stated(part.data_files()):
        if fact.predicate == RDF_TYPE and fact.iri == SG.Document:
            yield fact.subject
        elif fact.predicate == SG.fileName:
            yield unicodedata.normalize("NFC", fact.text)
            yield unicodedata.normalize("NFD", fact.text)


def _named_alike(graph: Graph, part: Part) -> set[str]:
    """Find the things that have a name as a thing of the files has."""
    stated = [fact for fact in read_stated(part.data_files()) if fact.predicate == _PREF_LABEL]
    names = {name_of(fact.subject, fact.text, fact.language) for fact in stated} - {None}
    if not names:
        return set()
    named: dict[object, set[str]] = {name: set() for name in names}
    for quad in graph.store.quads_for_pattern(None, ox.NamedNode(_PREF_LABEL), None):
        if isinstance(quad.object, ox.Literal) and quad.object.language == "sv":
            thing = iri_of(quad.subject)
            name = name_of(thing, quad.object.value, "sv")
            if name in named:
                named[name].add(thing)
    return {thing for things in named.values() if len(things) > 1 for thing in things}


def _written_alike(graph: Graph, part: Part) -> set[str]:
    """Find the IRIs that differ only in writing from one that the files name."""
    folded: dict[str, set[str]] = {}
    for path in part.data_files():
        for use in rdf_uses(path):
            if use.iri.startswith(BASE):
                folded.setdefault(fold(use.iri), set()).add(use.iri)
    for iri in _nodes(graph):
        if iri.startswith(BASE) and (alike := folded.get(fold(iri))) is not None:
            alike.add(iri)
    return {iri for alike in folded.values() if len(alike) > 1 for iri in alike}


def _nodes(graph: Graph) -> Iterator[str]:
    """Go through the IRIs of the graph."""
    yield from map(iri_of, graph.store.named_graphs())
    yield from (iri_of(row[0]) for row in graph.solutions(_NODES))
    for name in graph.withdrawn:
        for quad in graph.store.quads_for_pattern(None, None, None, ox.NamedNode(name)):
            yield iri_of(quad.subject)
            yield iri_of(quad.object)


_NODES = "SELECT DISTINCT ?node { { ?node ?p ?o } UNION { ?s ?p ?node FILTER isIRI(?node) } }"
