"""The vocabulary in order: every term labelled, defined and used, and within OWL 2 DL.

What a reasoner would say of it is the reasoner's; these are the rules that make it OWL 2 DL at all.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from styrgraf.namespaces import PREFIXES, SG, SITE, shorten
from styrgraf.validate.findings import Finding, make_finding
from styrgraf.validate.uses import RDF_TYPE, Stated, query_uses, rdf_uses, read_rdf, read_stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.documents.layout import Layout
    from styrgraf.errors import Place

__all__ = ["check_vocabulary"]

_OWL, _RDFS, _SKOS, _XSD = (PREFIXES[prefix] for prefix in ("owl", "rdfs", "skos", "xsd"))
_LABEL, _DEFINITION, _PREF_LABEL = f"{_RDFS}label", f"{_SKOS}definition", f"{_SKOS}prefLabel"
_SUB_CLASS, _SUB_PROPERTY = f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf"
_CLASS = f"{_OWL}Class"
_PROPERTIES = frozenset(f"{_OWL}{name}Property" for name in ("Object", "Datatype", "Annotation"))
_OBJECT, _DATATYPE = f"{_OWL}ObjectProperty", f"{_OWL}DatatypeProperty"
_LANGUAGES = ("sv", "en")
#: Datatypes of XSD that are not in the datatype map of OWL 2 (section 4 of its structural specification).
_NOT_OWL = frozenset(
    _XSD + name
    for name in (
        *("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
        *("duration", "yearMonthDuration", "dayTimeDuration"),
    )
)


def check_vocabulary(layout: Layout) -> list[Finding]:
    """Check that the vocabulary and the concepts are labelled, defined, used and within OWL 2 DL.

    Whether terms are used is asked only where the ontology is that of the root itself: a root with data of its
    own and the shipped ontology need not use all of it.

    :param layout: the folders of the graph.
    :returns: what is wrong.
    :raises UnreadableFileError: if a file is missing or not well-formed.
    """
    model = _Vocabulary(layout)
    findings = [*model.texts(), *model.doubles(), *model.kinds(), *model.axioms(), *model.cycles()]
    if layout.ontology.parent == layout.root:
        findings += model.unused()
    return findings


class _Vocabulary:
    """What styrgraf.ttl and reused.ttl declare, and the checks on it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._files = (layout.ontology / "styrgraf.ttl", layout.ontology / "reused.ttl")
        self._stated = read_stated(self._files)
        self._types: dict[str, set[str]] = defaultdict(set)
        self._places: dict[str, list[Place]] = defaultdict(list)
        for stated in self._stated:
            if stated.predicate == RDF_TYPE and not stated.subject.startswith("_:"):
                self._types[stated.subject].add(stated.iri)
                self._places[stated.subject].append(stated.place)

    def texts(self) -> Iterator[Finding]:
        """Find terms, concepts and schemes without a label or a definition in each language."""
        own = [iri for iri in self._terms if iri.startswith(str(SG))]
        reused = [iri for iri in self._terms if not iri.startswith(SITE)]
        stated = read_stated(self._layout.ontology_files())
        texts = {(s.subject, s.predicate, s.language) for s in stated if s.text.strip()}
        typed = {(s.subject, s.iri): s.place for s in stated if s.predicate == RDF_TYPE}
        places = {iri: place for (iri, _), place in typed.items()}
        concepts = [iri for iri, its_class in typed if its_class == f"{_SKOS}Concept"]
        schemes = [iri for iri, its_class in typed if its_class == f"{_SKOS}ConceptScheme"]
        wanted = [(iri, predicate) for iri in own for predicate in (_LABEL, _DEFINITION)]
        wanted += [(iri, _LABEL) for iri in reused]
        wanted += [(iri, _PREF_LABEL) for iri in (*concepts, *schemes)]
        wanted += [(iri, _DEFINITION) for iri in schemes]
        for iri, predicate in wanted:
            lacking = [language for language in _LANGUAGES if (iri, predicate, language) not in texts]
            if lacking:
                tags = ", ".join(f"@{language}" for language in lacking)
                yield self._finding(
                    "missing-text",
                    f"{shorten(iri)} saknar {shorten(predicate)} på {tags}: ge den på svenska och engelska",
                    f"{shorten(iri)} has no {shorten(predicate)} in {tags}: give it in Swedish and in English",
                    iri,
                    path=predicate,
                    places=[places[iri]],
                )

    def doubles(self) -> Iterator[Finding]:
        """Find terms that are declared in two places."""
        blocks: dict[str, list[Place]] = defaultdict(list)
        for path in self._files:
            for block in read_rdf(path).subjects:
                iri = str(block.subject).strip("<>")
                if iri in self._terms:
                    blocks[iri].append(block.first.place(path))
        for iri, places in blocks.items():
            if len(places) > 1:
                yield self._finding(
                    "declared-twice",
                    f"{shorten(iri)} deklareras på {len(places)} ställen: deklarera den på ett",
                    f"{shorten(iri)} is declared in {len(places)} places: declare it in one",
                    iri,
                    places=places,
                )

    def kinds(self) -> Iterator[Finding]:
        """Find terms that are not exactly one of class, object, datatype and annotation property."""
        for iri in self._terms:
            kinds = sorted(self._types[iri] & {_CLASS, *_PROPERTIES})
            if len(kinds) > 1 or (not kinds and iri.startswith(str(SG))):
                said = ", ".join(map(shorten, kinds)) or "–"
                yield self._finding(
                    "not-one-kind",
                    f"{shorten(iri)} ska vara en av owl:Class, owl:ObjectProperty, owl:DatatypeProperty och "
                    f"owl:AnnotationProperty, men är {said}",
                    f"{shorten(iri)} should be one of owl:Class, owl:ObjectProperty, owl:DatatypeProperty and "
                    f"owl:AnnotationProperty, but is {said}",
                    iri,
                )

    def axioms(self) -> Iterator[Finding]:
        """Find axioms whose terms are undeclared or of the wrong kind, and datatypes that OWL 2 DL has not."""
        for stated in self._stated:
            for iri, wanted in self._operands(stated):
                if not self._types.get(iri, set()) & wanted:
                    yield self._axiom(stated, iri, wanted)
            named = {stated.iri, stated.datatype} & _NOT_OWL
            if named:
                datatype = shorten(named.pop())
                yield self._finding(
                    "datatype",
                    f"OWL 2 DL har inte {datatype}: sätt datatypen i en SHACL-form i shapes/",
                    f"OWL 2 DL has no {datatype}: state the datatype in a SHACL shape in shapes/",
                    stated.subject,
                    path=stated.predicate,
                    places=[stated.place],
                )

    def cycles(self) -> Iterator[Finding]:
        """Find terms that are sub-terms of themselves."""
        for predicate in (_SUB_CLASS, _SUB_PROPERTY):
            above: dict[str, set[str]] = defaultdict(set)
            for stated in self._stated:
                if stated.predicate == predicate and stated.iri:
                    above[stated.subject].add(stated.iri)
            for iri in sorted(above):
                reached, waiting = set[str](), [iri]
                while waiting:
                    new = above.get(waiting.pop(), set()) - reached
                    reached |= new
                    waiting += new
                if iri in reached:
                    yield self._finding(
                        "cycle",
                        f"{shorten(iri)} är {shorten(predicate)} sig själv, genom en rundgång: ta bort ett led",
                        f"{shorten(iri)} is {shorten(predicate)} itself, through a cycle: take one link away",
                        iri,
                        path=predicate,
                        places=[s.place for s in self._stated if s.subject == iri and s.predicate == predicate],
                    )

    def unused(self) -> Iterator[Finding]:
        """Find terms that nothing uses; one that is deprecated is kept for those who used it."""
        # An annotation property is there to annotate terms: that is its use.
        annotations = {s.subject for s in self._stated if s.iri == f"{_OWL}AnnotationProperty"}
        used = self._used() | annotations & {s.predicate for s in self._stated}
        deprecated = {s.subject for s in self._stated if s.predicate == f"{_OWL}deprecated" and s.text == "true"}
        # A borrowed class may be there only to stand above one of our own.
        above = {s.iri for s in self._stated} | {s.predicate for s in self._stated}
        for iri in self._terms:
            is_own = iri.startswith(str(SG))
            if iri not in used | deprecated and (is_own or iri not in above):
                yield self._finding(
                    "unused-term",
                    f"{shorten(iri)} används inte i data, former, frågor, regler eller ärendegång: "
                    "använd den eller ta bort den",
                    f"{shorten(iri)} is not used in data, shapes, queries, rules or procedure: use it or remove it",
                    iri,
                )

    def _used(self) -> set[str]:
        layout = self._layout
        used = {use.iri for path in (*layout.data_files(), *layout.shape_files()) for use in rdf_uses(path)}
        used |= {use.iri for path in (*layout.query_files(), *layout.rule_files()) for use in query_uses(path)}
        for path in set(layout.ontology_files()) - set(self._files):
            # What is only annotated here is not used by it.
            subjects = {stated.subject for stated in read_stated([path])}
            used |= {use.iri for use in rdf_uses(path)} - subjects
        return used

    @cached_property
    def _terms(self) -> list[str]:
        kinds = {_CLASS, *_PROPERTIES}
        return [iri for iri, types in self._types.items() if types & kinds or iri.startswith(str(SG))]

    def _operands(self, stated: Stated) -> Iterator[tuple[str, set[str]]]:
        """Go through the terms of an axiom, with the kinds that they may be of."""
        kind = self._types.get(stated.subject, set()) & _PROPERTIES
        if stated.predicate in {_SUB_CLASS, f"{_OWL}equivalentClass", f"{_OWL}disjointWith"}:
            yield stated.subject, {_CLASS}
            if stated.iri:
                yield stated.iri, {_CLASS}
        elif stated.predicate in {_SUB_PROPERTY, f"{_OWL}equivalentProperty", f"{_OWL}propertyDisjointWith"}:
            yield stated.subject, set(_PROPERTIES)
            yield stated.iri, kind or set(_PROPERTIES)
        elif stated.predicate == f"{_OWL}inverseOf":
            yield from ((iri, {_OBJECT}) for iri in (stated.subject, stated.iri) if not iri.startswith("_:"))
        elif stated.predicate in {f"{_RDFS}domain", f"{_RDFS}range"}:
            yield stated.subject, set(_PROPERTIES)
            if stated.iri and (_OBJECT in kind or stated.predicate.endswith("domain")):
                yield stated.iri, {_CLASS}
        elif stated.predicate == f"{_OWL}onProperty":
            yield stated.iri, {_OBJECT, _DATATYPE}

    def _axiom(self, stated: Stated, iri: str, wanted: set[str]) -> Finding:
        kinds = ", ".join(sorted(map(shorten, wanted)))
        axiom = f"{shorten(stated.subject)} {shorten(stated.predicate)} {shorten(stated.iri)}"
        return self._finding(
            "axiom",
            f"i {axiom} ska {shorten(iri)} vara deklarerad som {kinds}",
            f"in {axiom}, {shorten(iri)} should be declared as {kinds}",
            stated.subject,
            path=stated.predicate,
            places=[stated.place],
        )

    def _finding(
        self, rule: str, sv: str, en: str, iri: str, *, path: str = "", places: list[Place] | None = None
    ) -> Finding:
        places = self._places.get(iri, []) if places is None else places
        return make_finding("vocabulary", rule, sv, en, iri, places, path=path)
