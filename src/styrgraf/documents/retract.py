"""Retracting a document: its graphs stay in its file, and its facts are no longer in force.

A retraction is one statement, ``sg:retracted`` with the day. What it does to the rest of the graph is told before
it is written: which facts no other document states, and what is then still said of things that nothing describes.
"""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.canonical import canonical_text
from styrgraf.documents.locate import locate_text
from styrgraf.documents.ordering import natural_key
from styrgraf.documents.parse import parse_file
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text, write_text
from styrgraf.namespaces import BASE, PREFIXES, SG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from styrgraf.documents.layout import Layout

__all__ = ["BareThing", "Retraction", "StatedFact", "retract"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DOCUMENTS = f"{BASE}document/"
_LANGUAGES = ("", "sv", "en")
_MOST_NAMES = 8
_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_NOTE = ox.NamedNode(f"{PREFIXES['skos']}editorialNote")
_RETRACTED, _REPLACED = ox.NamedNode(SG.retracted), ox.NamedNode(f"{PREFIXES['dcterms']}isReplacedBy")
_PASSAGE_OF, _READING_OF = ox.NamedNode(SG.passageOf), ox.NamedNode(SG.readingOf)
_DOCUMENT = ox.NamedNode(SG.Document)
#: What names a thing, the best first.
_NAMES = tuple(
    ox.NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dcterms", "title"), ("dcterms", "identifier"))
)


@dataclass(frozen=True, slots=True, order=True)
class StatedFact:
    """A fact as a file states it.

    :param subject: IRI of the thing that the fact is about.
    :param predicate: IRI of the property.
    :param value: IRI of the other thing, or the literal as written.
    :param place: the file, line and column.
    :param graph: IRI of the graph; empty for the vocabulary.
    """

    subject: str
    predicate: str
    value: str
    place: Place
    graph: str


@dataclass(frozen=True, slots=True)
class BareThing:
    """A thing that loses its last type or its last name with the document.

    :param iri: its IRI.
    :param labels: its names by language tag, in force or not.
    :param loses_type: whether nothing in force says any more what it is.
    :param loses_name: whether nothing in force names it any more.
    :param mentions: facts of other documents, still in force, that are about it or lead to it.
    """

    iri: str
    labels: Mapping[str, str]
    loses_type: bool
    loses_name: bool
    mentions: tuple[StatedFact, ...]


@dataclass(frozen=True, slots=True)
class Retraction:
    """A document that is retracted, and what is left without it.

    :param document: its IRI.
    :param labels: its names by language tag.
    :param path: its file.
    :param date: the day, as in ``2026-01-02``.
    :param note: why; empty if nothing was said.
    :param written: False if the file was left as it is.
    :param superseded: whether another document had taken its place, so that its facts were not in force anyway.
    :param leaving: how many facts leave the default graph, since nothing else states them.
    :param bare: things that lose their last type or name, in order of their IRIs.
    :param staying: the facts that stay in force, once for each place that still states them.
    """

    document: str
    labels: Mapping[str, str]
    path: Path
    date: str
    note: str
    written: bool
    superseded: bool
    leaving: int
    bare: tuple[BareThing, ...]
    staying: tuple[StatedFact, ...]


def retract(
    layout: Layout,
    ident: str,
    *,
    date: str,
    reason: str | None = None,
    language: str = "",
    dry_run: bool = False,
) -> Retraction:
    """Retract a document: state in its own graph that it is, and tell what is left without it.

    Its file is brought into canonical form as ``styrgraf fmt`` does. What rules derive of its facts leaves with them.

    :param layout: the folders of the graph.
    :param ident: the document's short name, such as ``STK-2023-822-tjansteskrivelse``, its IRI, or its file.
    :param date: the day of the retraction, ``YYYY-MM-DD``; not one to come, since a retraction holds at once.
    :param reason: why, for a note in the document's own graph; None for no note.
    :param language: language tag of the reason, ``sv`` or ``en``; empty for none.
    :param dry_run: True to leave the file as it is.
    :returns: what leaves the facts in force, and what stays.
    :raises StyrgrafError: if the day is none, the document is unknown, has no file of its own or is retracted
        already, or the file cannot be written; every file is then as it was.
    :raises UnreadableFileError: if a file of the graph cannot be parsed.
    """
    day = _day(date)
    note = " ".join((reason or "").encode("utf-8", "replace").decode().split())
    if language not in _LANGUAGES:
        raise StyrgrafError(f"a note cannot be in “{language}”", remedy="name sv or en, or no language")
    files = _Files(layout)
    home = files.find(ident)
    if places := files.places(lambda quad: quad.subject == home.document and quad.predicate == _RETRACTED):
        raise StyrgrafError(
            f"{_short(home.document)} is retracted already, since {places[0].value}",
            place=places[0].place,
            remedy="take that line away to put the document in force again",
        )
    added = [ox.Quad(home.document, _RETRACTED, ox.Literal(day, datatype=_xsd("date")), home.graph)]
    if note:
        text = ox.Literal(note, language=language) if language else ox.Literal(note)
        added.append(ox.Quad(home.document, _NOTE, text, home.graph))
    written = _with_statements(home.path, added)
    retraction = _consequences(files, home, day, note, written=not dry_run)
    if not dry_run:
        _require_writable(home.path)
        write_text(home.path, written)
    return retraction


def _day(date: str) -> str:
    # fromisoformat alone would also take 20260102 and 2026-W01-5.
    try:
        day = datetime.date.fromisoformat(date) if _DAY.fullmatch(date) else None
    except ValueError:
        raise StyrgrafError(f"there is no such day as {date}", remedy="write a day of the calendar") from None
    if day is None:
        raise StyrgrafError(f"“{date}” is not a day", remedy="write it as YYYY-MM-DD, such as 2026-01-02")
    if day > datetime.datetime.now().astimezone().date():
        raise StyrgrafError(
            f"{date} is yet to come, and a retraction holds at once", remedy="write today's date or an earlier one"
        )
    return date


# Finding the document


@dataclass(frozen=True, slots=True)
class _Home:
    """A document with the graph and file that describe it."""

    document: ox.NamedNode
    graph: ox.NamedNode
    path: Path


class _Files:
    """Everything that the files of a graph state, vocabulary included."""

    def __init__(self, layout: Layout) -> None:
        self._by_file = {path: parse_file(path) for path in (*layout.ontology_files(), *layout.data_files())}
        store = ox.Store()
        store.bulk_extend(quad for quads in self._by_file.values() for quad in quads)
        #: As the store of a graph has them: 2.0 and 2.00 are one number there, and so one fact.
        self.quads = list(store)

    def find(self, ident: str) -> _Home:
        homes, mentioned = self._documents()
        text = ident.encode("utf-8", "replace").decode().strip()
        iri = text.removeprefix("<").removesuffix(">")
        tries = {iri, BASE + iri, _DOCUMENTS + iri}
        found = [home for home in homes if home.document.value in tries]
        found = found or [home for home in homes if _is_file(home.path, text)]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(_short(home.document) for home in found)
            raise StyrgrafError(
                "more than one document is described here", place=Place(found[0].path), remedy=f"name one of {names}"
            )
        if mention := next((document for document in mentioned if document.value in tries), None):
            (place, *_) = self.places(lambda q: (q.subject, q.predicate, q.object) == (mention, _TYPE, _DOCUMENT))
            raise StyrgrafError(
                f"{_short(mention)} is only mentioned: it has no file of its own that could be retracted",
                place=place.place,
                remedy="retract the document that mentions it, or take the mention away",
            )
        if path := next((path for path in self._by_file if _is_file(path, text)), None):
            raise StyrgrafError(
                "no document is described in this file",
                place=Place(path),
                remedy="only documents are retracted; change what is editorial by hand",
            )
        short = iri.removeprefix(BASE).removeprefix("document/")
        near = get_close_matches(short, [_short(home.document) for home in homes], _MOST_NAMES, 0.4)
        remedy = f"did you mean: {', '.join(near)}" if near else "name a document's short name, its IRI or its file"
        raise StyrgrafError(f"“{text}” names no document here", remedy=remedy)

    def _documents(self) -> tuple[list[_Home], list[ox.NamedNode]]:
        """List the documents with a graph of their own, and those that are only mentioned."""
        homes: dict[ox.NamedNode, _Home] = {}
        mentioned: list[ox.NamedNode] = []
        for path, quads in self._by_file.items():
            described = {(quad.graph_name, quad.object) for quad in quads if quad.predicate == _PASSAGE_OF}
            for quad in quads:
                document, graph = quad.subject, quad.graph_name
                if (quad.predicate, quad.object) != (_TYPE, _DOCUMENT) or not isinstance(document, ox.NamedNode):
                    continue
                if isinstance(graph, ox.NamedNode) and (graph == document or (graph, document) in described):
                    homes.setdefault(document, _Home(document, graph, path))
                else:
                    mentioned.append(document)
        return sorted(homes.values(), key=lambda home: home.document.value), mentioned

    def places(self, wanted: Callable[[ox.Quad], bool]) -> list[StatedFact]:
        """Find where facts are stated; only the files that state them are read again."""
        asked = ox.Store()
        asked.extend(quad for quad in self.quads if wanted(quad))
        return sorted(
            StatedFact(
                _value(fact.quad.subject),
                fact.quad.predicate.value,
                _value(fact.quad.object),
                fact.token.place(path),
                "" if isinstance(fact.quad.graph_name, ox.DefaultGraph) else _value(fact.quad.graph_name),
            )
            for path, quads in self._by_file.items()
            if any(quad in asked for quad in quads)
            for fact in locate_text(read_text(path), path).facts
            if fact.quad in asked
        )


def _is_file(path: Path, text: str) -> bool:
    """Whether a text names a file: from the current folder, or by the last parts of its path."""
    parts = Path(text).parts
    try:
        return path.resolve() == Path(text).resolve() or (bool(parts) and path.parts[-len(parts) :] == parts)
    except (OSError, ValueError):
        return False  # too long, or with signs that no file's name has


def _short(document: ox.NamedNode) -> str:
    return document.value.removeprefix(_DOCUMENTS)


# What is left without it


def _consequences(files: _Files, home: _Home, day: str, note: str, *, written: bool) -> Retraction:
    quads = files.quads
    gone = {quad.subject for quad in quads if quad.predicate in {_RETRACTED, _REPLACED}}
    before = _graphs_of(gone, quads)
    after = before | _graphs_of({home.document}, quads)
    rest = {quad.triple for quad in quads if quad.graph_name not in after}
    stated = {quad.triple for quad in quads if quad.graph_name in after - before}
    leaving = stated - rest
    untyped, unnamed = (
        {triple.subject for triple in leaving if triple.predicate in properties}
        - {triple.subject for triple in rest if triple.predicate in properties}
        for properties in ((_TYPE,), _NAMES)
    )
    bare = {thing for thing in untyped | unnamed if isinstance(thing, ox.NamedNode)}
    names = [quad for quad in quads if quad.predicate in _NAMES and quad.subject in bare | {home.document}]
    # The document's own graph still describes what it was: that leads nowhere wrong.
    loose = files.places(
        lambda quad: quad.graph_name not in after | {home.graph} and not bare.isdisjoint((quad.subject, quad.object))
    )
    return Retraction(
        document=home.document.value,
        labels=_labels(home.document, names),
        path=home.path,
        date=day,
        note=note,
        written=written,
        superseded=any(quad.subject == home.document and quad.predicate == _REPLACED for quad in quads),
        leaving=len(leaving),
        bare=tuple(
            BareThing(
                thing.value,
                _labels(thing, names),
                loses_type=thing in untyped,
                loses_name=thing in unnamed,
                mentions=tuple(fact for fact in loose if thing.value in {fact.subject, fact.value}),
            )
            for thing in sorted(bare, key=lambda thing: natural_key(thing.value))
        ),
        staying=tuple(files.places(lambda quad: quad.graph_name not in after and quad.triple in stated)),
    )


def _graphs_of(documents: Iterable[object], quads: Sequence[ox.Quad]) -> set[object]:
    """Name the graphs of the passages of documents, and of the readings of those passages, as the store does."""
    documents = set(documents)
    passages = {
        (quad.graph_name, quad.subject) for quad in quads if quad.predicate == _PASSAGE_OF and quad.object in documents
    }
    readings = {
        quad.subject for quad in quads if quad.predicate == _READING_OF and (quad.graph_name, quad.object) in passages
    }
    return readings.union(passage for _, passage in passages)


def _labels(thing: ox.NamedNode, names: Iterable[ox.Quad]) -> dict[str, str]:
    """Name a thing in each language by the best kind of name, whether it is in force or not."""
    named = [quad for quad in names if quad.subject == thing]
    named.sort(key=lambda quad: (-_NAMES.index(quad.predicate), str(quad.object)))
    return {quad.object.language or "": quad.object.value for quad in named if isinstance(quad.object, ox.Literal)}


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


# Writing it down


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["xsd"] + name)


def _with_statements(path: Path, added: Iterable[ox.Quad]) -> str:
    # Canonical first: a comment at the end of the file would else be taken to be about what is added.
    text = canonical_text(read_text(path), path)
    lines = (f"{quad.graph_name} {{ {quad.subject} {quad.predicate} {quad.object} . }}\n" for quad in added)
    return canonical_text(text + "".join(lines), path)


def _require_writable(path: Path) -> None:
    # Renaming over a file does not ask whether that file may be written, and root may write any.
    if path.stat().st_mode & 0o222 == 0 or not os.access(path, os.W_OK):
        raise StyrgrafError(
            "the file is read-only, so the document is not retracted",
            place=Place(path),
            remedy="make the file writable, or work in a checkout of your own",
        )
