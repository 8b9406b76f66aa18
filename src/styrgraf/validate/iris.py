"""The IRIs of things: of the forms of the model, one for each thing, and in accord with its class and facts."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from styrgraf.namespaces import BASE, PREFIXES, SG, shorten, slug
from styrgraf.validate.findings import Finding, Severity, make_finding
from styrgraf.validate.uses import RDF_TYPE, rdf_uses, read_axioms, read_stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.documents.layout import Layout
    from styrgraf.errors import Place
    from styrgraf.validate.uses import Stated

__all__ = ["check_iris", "fold", "name_of"]

_finding = partial(make_finding, "iris")

_PREF_LABEL = f"{PREFIXES['skos']}prefLabel"
_SUB_CLASS = f"{PREFIXES['rdfs']}subClassOf"

_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
_CASE = r"(?:[A-ZÅÄÖ]{2,6}-)+\d{4}-\d+"
_SEGMENT = rf"(?:{_CASE}(?:-{_SLUG})?|{_SLUG})"
# A section that has the name of an earlier one is counted after two hyphens.
_FRAGMENT = rf"{_SLUG}(?:--{_SLUG})*"
_FORM = re.compile(rf"{_SLUG}(?:/{_SEGMENT})+(?:#{_FRAGMENT})?")
#: What is left as it is without regard to case and signs.
_PLAIN = re.compile(rf"{_SLUG}(?:/{_SLUG})*")
_WHEN = r"\d{4}(?:-\d{2}){0,2}"
_DECISION = re.compile(rf"decision/(?P<body>{_SLUG})/(?P<date>{_WHEN})/(?P<paragraph>\d+)")
_MEETING = re.compile(rf"meeting/(?P<body>{_SLUG})/(?P<date>{_WHEN})")
#: What the IRIs of decisions and meetings say: the form, and property to the part of the form that agrees with it.
_SAYING = (
    (_DECISION, {SG.decidedBy: "body", SG.date: "date", SG.paragraph: "paragraph"}),
    (_MEETING, {SG.meetingOf: "body", SG.date: "date"}),
)


def check_iris(layout: Layout) -> list[Finding]:
    """Check the IRIs of the things that the data describes.

    :param layout: the folders of the graph.
    :returns: violations for IRIs that break the forms of the model, collide, are of another kind than their
        class, or say another body, date or § than the facts; warnings for one name for two things.
    :raises UnreadableFileError: if a file is missing or not well-formed.
    """
    named: dict[str, list[Place]] = defaultdict(list)
    for path in layout.data_files():
        for use in rdf_uses(path):
            if use.iri.startswith(BASE):
                named[use.iri].append(use.place)
    stated = read_stated(layout.data_files())
    return [
        *_forms(named),
        *_collisions(named),
        *_outside(stated),
        *_kinds(stated, read_axioms(layout.ontology_files())),
        *_contradictions(stated),
        *_names(stated),
    ]


def _forms(named: dict[str, list[Place]]) -> Iterator[Finding]:
    for iri, places in named.items():
        path = iri.removeprefix(BASE)
        if not _FORM.fullmatch(path):
            right = _mended(path)
            yield _finding(
                "iri-form",
                f"{shorten(iri)} följer inte modellens form för IRI:er: skriv {right}",
                f"{shorten(iri)} is not of the model's form for IRIs: write {right}",
                iri,
                places,
            )


def _mended(path: str) -> str:
    """Say what an IRI should perhaps be."""
    plain, hash_sign, fragment = unquote(path).partition("#")
    segments = [part if re.fullmatch(_SEGMENT, part) else slug(part) for part in plain.split("/")]
    right = "/".join(filter(None, segments)) + (f"#{_folded_fragment(fragment)}" if hash_sign and fragment else "")
    return f"<{right}>" if _FORM.fullmatch(right) else "<kind/slug>"


def _collisions(named: dict[str, list[Place]]) -> Iterator[Finding]:
    """Find IRIs that differ only in case, encoding, accents or signs."""
    alike: dict[str, list[str]] = defaultdict(list)
    for iri in named:
        alike[fold(iri)].append(iri)
    for iris in alike.values():
        if len(iris) > 1:
            written = ", ".join(map(shorten, sorted(iris)))
            yield _finding(
                "iri-collision",
                f"{written} skiljer sig bara i skrivning: skriv en IRI för ett ting; för två, ge dem skilda namn",
                f"{written} differ only in writing: for one thing write one IRI, for two give them different names",
                min(iris),
                [place for iri in iris for place in named[iri]],
            )


def fold(iri: str) -> str:
    """Write an IRI without regard to case, encoding, accents and signs.

    :param iri: IRI of a thing.
    :returns: what is left; that of two IRIs that should not both be.
    """
    path = iri.removeprefix(BASE)
    if _PLAIN.fullmatch(path):
        return f"{path}#"
    plain, _, fragment = unquote(path).partition("#")
    return "/".join(filter(None, map(slug, plain.split("/")))) + "#" + _folded_fragment(fragment)


def _folded_fragment(fragment: str) -> str:
    return "--".join(map(slug, fragment.split("--")))


def _outside(stated: list[Stated]) -> Iterator[Finding]:
    """Find subjects that are no things of the graph."""
    for fact in stated:
        if not fact.subject.startswith((BASE, "_:")):
            yield _finding(
                "iri-form",
                f"{shorten(fact.subject)} är inget ting i grafen: tingens IRI:er börjar med {BASE}",
                f"{shorten(fact.subject)} is no thing of the graph: the IRIs of things begin with {BASE}",
                fact.subject,
                [fact.place],
            )


def _kinds(stated: list[Stated], ontology: Iterable[tuple[str, str, str]]) -> Iterator[Finding]:
    """Find things of a class whose things have IRIs of another kind."""
    kinds, above = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for subject, predicate, value in ontology:
        if predicate == SG.iriKind:
            kinds[subject].add(value)
        elif predicate == _SUB_CLASS:
            above[subject].add(value)

    def allowed(iri: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """Find the kinds of a class, else those of the classes above it."""
        if iri in kinds or iri in seen:
            return kinds.get(iri, set())
        return {kind for parent in above.get(iri, ()) for kind in allowed(parent, seen | {iri})}

    places: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for fact in stated:
        if fact.predicate == RDF_TYPE and fact.subject.startswith(BASE):
            places[fact.subject, fact.iri].append(fact.place)
    for (thing, its_class), where in places.items():
        kind = _kind(thing)
        if kind not in (right := allowed(its_class)):
            named = " / ".join(sorted(right)) or "–"
            yield _finding(
                "iri-kind",
                f"{shorten(thing)} sägs vara {shorten(its_class)}, vars ting har IRI:er av slaget {named} "
                f"(sg:iriKind), inte {kind}: ändra klassen eller IRI:n",
                f"{shorten(thing)} is said to be a {shorten(its_class)}, whose things have IRIs of the kind {named} "
                f"(sg:iriKind), not {kind}: change the class or the IRI",
                thing,
                where,
                path=RDF_TYPE,
                value=its_class,
            )


def _contradictions(stated: list[Stated]) -> Iterator[Finding]:
    """Find facts of decisions and meetings that say otherwise than the IRI does."""
    for fact in stated:
        for form, parts in _SAYING:
            said = form.fullmatch(fact.subject.removeprefix(BASE))
            part = parts.get(fact.predicate)
            if said is None or part is None or _agrees(part, said[part], fact):
                continue
            value = fact.iri or fact.text
            written = shorten(fact.iri) if fact.iri else value
            yield _finding(
                "iri-contradicts",
                f"{shorten(fact.subject)} säger {said[part]} i sin IRI, men {shorten(fact.predicate)} är {written}: "
                "ändra IRI:n eller uppgiften",
                f"{shorten(fact.subject)} says {said[part]} in its IRI, but {shorten(fact.predicate)} is {written}: "
                "change the IRI or the fact",
                fact.subject,
                [fact.place],
                path=fact.predicate,
                value=value,
            )


def _agrees(part: str, said: str, fact: Stated) -> bool:
    """Tell whether a fact agrees with what an IRI says; of dates a coarser agrees with a finer."""
    if part == "body":
        return fact.iri.rpartition("/")[2] == said
    if part == "date":
        return f"{fact.text}-".startswith(f"{said}-") or f"{said}-".startswith(f"{fact.text}-")
    return fact.text.lstrip("0") == said.lstrip("0")


def _names(stated: list[Stated]) -> Iterator[Finding]:
    """Find names that two things of a kind have in one place, such as two divisions of an administration.

    Documents bear the titles that they were given; and what is judged to be two things may have one name.
    """
    things: dict[tuple[str, str], dict[str, Place]] = defaultdict(dict)
    for fact in stated:
        key = name_of(fact.subject, fact.text, fact.language) if fact.predicate == _PREF_LABEL else None
        if key is not None:
            things[key].setdefault(fact.subject, fact.place)
    judged = _judged_apart(stated)
    for (_, name), places in things.items():
        if len(places) > 1 and frozenset(places) not in judged:
            written = ", ".join(map(shorten, sorted(places)))
            yield _finding(
                "same-name",
                f"{written} har samma namn, ”{name}”: är det ett ting, skriv en IRI; är det två, skilj namnen åt",
                f"{written} have the same name, “{name}”: for one thing write one IRI, for two tell the names apart",
                min(places),
                list(places.values()),
                severity=Severity.WARNING,
                path=_PREF_LABEL,
                value=name,
            )


def name_of(thing: str, text: str, language: str) -> tuple[str, str] | None:
    """Give the name that no other thing of a kind may have in a place.

    :param thing: IRI of a thing.
    :param text: its preferred label.
    :param language: the tag of that.
    :returns: what its IRI stands below, and the name without regard to case; None if others may have the name too.
    """
    if language != "sv" or not thing.startswith(BASE) or _kind(thing) == "document":
        return None
    return thing.rpartition("/")[0], text.casefold()


def _judged_apart(stated: list[Stated]) -> set[frozenset[str]]:
    """List what editorial judgements say is not one thing."""
    judges: dict[str, set[str]] = defaultdict(set)
    for fact in stated:
        if fact.predicate == SG.judges:
            judges[fact.subject].add(fact.iri)
    apart = {fact.subject for fact in stated if fact.predicate == SG.sameThing and fact.text in {"false", "0"}}
    return {frozenset(judges[judgement]) for judgement in apart}


def _kind(iri: str) -> str:
    return iri.removeprefix(BASE).partition("/")[0]
