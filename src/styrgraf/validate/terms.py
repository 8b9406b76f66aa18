"""Every IRI that is used exists, so that no shape, query or rule can name a misspelt property and check nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styrgraf.namespaces import CONCEPT, PREFIXES, SG, SITE, shorten
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.known import READING_ENDING, Family, Known, family_of, read_known
from styrgraf.validate.uses import RDF_TYPE, Stated, Use, query_uses, rdf_uses, read_stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from styrgraf.documents.layout import Layout
    from styrgraf.errors import Place
    from styrgraf.store import Graph

__all__ = ["check_terms", "missing_term"]

_GATE = "terms"
_SKOS = PREFIXES["skos"]
#: The project's name under another scheme or spelling, which no namespace begins with.
_SITE_NAME = SITE.partition("://")[2].rstrip("/")

_WHERE = {
    Family.OWN: ("deklarera den i ontology/styrgraf.ttl", "declare it in ontology/styrgraf.ttl"),
    Family.REUSED: ("deklarera den i ontology/reused.ttl", "declare it in ontology/reused.ttl"),
    Family.STANDARD: ("skriv en term som vokabulären har", "write a term that the vocabulary has"),
    Family.CONCEPT: ("lägg begreppet i sin lista i ontology/concepts/", "add it to its scheme in ontology/concepts/"),
    Family.THING: ("ge den en klass i den graf som nämner den", "give it a class in the graph that names it"),
    Family.OTHER: ("beskriv den i ontology/ eller shapes/", "describe it in ontology/ or shapes/"),
}
_LACK = {
    Family.OWN: ("är inte deklarerad i ontology/styrgraf.ttl", "is not declared in ontology/styrgraf.ttl"),
    Family.REUSED: ("är inte deklarerad i ontology/reused.ttl", "is not declared in ontology/reused.ttl"),
    Family.STANDARD: ("finns inte i sin vokabulär", "is not in its vocabulary"),
    Family.CONCEPT: ("finns inte i någon begreppslista", "is in no concept scheme"),
    Family.THING: ("beskrivs inte någonstans i data", "is described nowhere in the data"),
    Family.OTHER: ("beskrivs inte någonstans", "is described nowhere"),
}
_RULES = {
    Family.OWN: "undeclared-term",
    Family.REUSED: "undeclared-term",
    Family.STANDARD: "unknown-term",
    Family.CONCEPT: "unknown-concept",
    Family.THING: "dangling-reference",
    Family.OTHER: "dangling-reference",
}


def check_terms(layout: Layout, graph: Graph | None = None) -> list[Finding]:
    """Check that every IRI in ontology, shapes, data, queries, rules and procedure patterns exists.

    :param layout: the folders of the graph.
    :param graph: the graph that the layout holds some files of, to ask it what the others state, with concepts that
        have been checked; None if it holds all.
    :returns: one finding for each IRI that does not, with every place that names it, and the nearest that does.
    :raises UnreadableFileError: if a file is not well-formed or names an undeclared prefix.
    """
    known = read_known(layout if graph is None else graph.layout, graph)
    findings: list[Finding] = []
    places: dict[str, list[Place]] = defaultdict(list)
    families: dict[str, Family] = {}
    for use, is_term in _uses(layout):
        family = family_of(use.iri) or _stray(use.iri, is_term=is_term)
        if family and not known.has(use.iri, family):
            families[use.iri] = family
            places[use.iri].append(use.place)
    for iri, family in families.items():
        findings.append(missing_term(iri, family, known, places[iri]))
    findings += _points_outside(layout)
    if graph is None:
        findings += _check_concepts(layout)
    return findings


def missing_term(iri: str, family: Family, known: Known, places: Iterable[Place]) -> Finding:
    """Say that an IRI does not exist, and which was perhaps meant.

    :param iri: the IRI.
    :param family: what it should be.
    :param known: the IRIs that exist.
    :param places: where it is named.
    :returns: the finding.
    """
    near = known.near(iri, family)
    sv, en = _WHERE[family]
    if family is Family.THING and iri.endswith(READING_ENDING):
        sv, en = "beskriv den som sg:Reading med sg:readingOf", "describe it as a sg:Reading with sg:readingOf"
    if near is not None:
        # A thing may well be new; a term or a concept seldom is.
        or_sv, or_en = (f" – eller {sv}", f" – or {en}") if family is Family.THING else ("", "")
        sv, en = f"menade du {shorten(near)}?{or_sv}", f"did you mean {shorten(near)}?{or_en}"
    lack_sv, lack_en = _LACK[family]
    return Finding(
        severity=Severity.VIOLATION,
        gate=_GATE,
        rule=_RULES[family],
        messages={"sv": f"{shorten(iri)} {lack_sv}: {sv}", "en": f"{shorten(iri)} {lack_en}: {en}"},
        focus=iri,
        value=iri,
        places=tuple(sorted(set(places))),
    )


def _uses(layout: Layout) -> Iterator[tuple[Use, bool]]:
    """Go through every IRI that a file names, and whether it is used as a property or a class."""
    for path in layout.rdf_files():
        terms = _terms_of(path)
        for use in rdf_uses(path):
            yield use, use.iri in terms
    for path in (*layout.rule_files(), *layout.query_files()):
        for use in query_uses(path):
            # A query has no addresses: whatever it names should be something.
            yield use, True


def _terms_of(path: Path) -> set[str]:
    stated = read_stated([path])
    return {s.predicate for s in stated} | {s.iri for s in stated if s.predicate == RDF_TYPE}


def _stray(iri: str, *, is_term: bool) -> Family | None:
    """Tell what an IRI outside all namespaces should be: a term if it is used as one, else perhaps a misspelt name."""
    if is_term:
        return Family.REUSED
    is_misspelt = _SITE_NAME in iri and not iri.startswith(SITE)
    return Family.THING if is_misspelt else None


def _points_outside(layout: Layout) -> Iterator[Finding]:
    """Find own properties whose value is an address: what they join are things of the graph."""
    for stated in read_stated(layout.data_files()):
        if stated.predicate.startswith(str(SG)) and stated.iri and not family_of(stated.iri) and SITE not in stated.iri:
            yield Finding(
                severity=Severity.VIOLATION,
                gate=_GATE,
                rule="dangling-reference",
                messages={
                    "sv": f"{shorten(stated.predicate)} pekar på {shorten(stated.iri)}, som inte finns i grafen: "
                    "peka på ett ting med klass, och ange adresser med dcterms:source",
                    "en": f"{shorten(stated.predicate)} points to {shorten(stated.iri)}, which is not in the graph: "
                    "point to a thing with a class, and give addresses with dcterms:source",
                },
                focus=stated.subject,
                path=stated.predicate,
                value=stated.iri,
                places=(stated.place,),
            )


def _check_concepts(layout: Layout) -> Iterator[Finding]:
    """Check that each concept is in the scheme that its IRI names, with its last segment as notation."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    first: dict[str, Stated] = {}
    for stated in read_stated(layout.ontology_files()):
        values[stated.subject, stated.predicate].add(stated.iri or stated.text)
        if stated.predicate == RDF_TYPE and stated.iri == f"{_SKOS}Concept":
            first.setdefault(stated.subject, stated)
    for concept, stated in first.items():
        scheme, _, notation = concept.rpartition("/")
        wanted = {f"{_SKOS}inScheme": scheme, f"{_SKOS}notation": notation}
        if not concept.startswith(CONCEPT) or not scheme.startswith(CONCEPT):
            yield _concept_finding(stated, "", f"{CONCEPT}<scheme>/<notation>", "IRI")
            continue
        for predicate, right in wanted.items():
            if values.get((concept, predicate), set()) != {right}:
                yield _concept_finding(stated, predicate, right, shorten(predicate))


def _concept_finding(stated: Stated, predicate: str, right: str, what: str) -> Finding:
    right = shorten(right) if right.startswith(SITE) and "<" not in right else f'"{right}"'
    return Finding(
        severity=Severity.VIOLATION,
        gate=_GATE,
        rule="concept-scheme",
        messages={
            "sv": f"begreppet {shorten(stated.subject)} ska ha {what} {right}, och bara det",
            "en": f"the concept {shorten(stated.subject)} should have the {what} {right}, and no other",
        },
        focus=stated.subject,
        path=predicate,
        places=(stated.place,),
    )
