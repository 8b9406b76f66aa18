"""The evidence held against the sources: each passage still stands there, with its key phrases.

The text of sources is not in the project, so this gate runs only where a folder with them is named.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.documents.keyphrases import stands_in
from styrgraf.documents.passages import SOFT_HYPHEN, CutPassage, cut, find_passage
from styrgraf.errors import Place, StyrgrafError, UnreadableFileError
from styrgraf.files import read_text
from styrgraf.namespaces import SG, shorten
from styrgraf.validate.findings import Finding, make_finding
from styrgraf.validate.uses import RDF_TYPE, Stated, read_stated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from styrgraf.documents.layout import Layout
    from styrgraf.store.graph import Graph

__all__ = ["Verification", "passage_text", "verify_sources"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a comparison with the sources found.

    :param documents: how many documents were compared with a file.
    :param passages: how many passages were looked for in them.
    :param phrases: how many key phrases were looked for in those.
    :param findings: what no longer fits.
    """

    documents: int
    passages: int
    phrases: int
    findings: tuple[Finding, ...]


def verify_sources(layout: Layout, folder: Path) -> Verification:
    """Compare every document that names a file with that file.

    Each passage must be found by its digest and length, and each of its key phrases must stand in it. Passages
    that are only restated are left out, for they do not have the source's words.

    :param layout: the folders of the graph.
    :param folder: the folder with the sources; files are found by name, in its sub-folders too.
    :returns: counts, and a violation for each file, passage and key phrase that does not fit.
    :raises StyrgrafError: if there is no such folder.
    :raises UnreadableFileError: if a data file is not well-formed.
    """
    files = _files(folder)
    documents = passages = phrases = 0
    findings: list[Finding] = []
    for path in layout.data_files():
        described = _Described(read_stated([path]))
        for named in described.files:
            text = _source_text(named, files, folder)
            if isinstance(text, Finding):
                findings.append(text)
                continue
            documents += 1
            source = _Source(text)
            for passage in described.passages(named.subject):
                passages += 1
                phrases += len(passage.phrases)
                findings += _check_passage(passage, source, named)
    return Verification(documents, passages, phrases, tuple(findings))


def passage_text(graph: Graph, passage: str, folder: Path) -> str | None:
    """Give the text of a passage from the sources.

    :param graph: the graph that describes the passage.
    :param passage: IRI of the passage, or of a reading of it.
    :param folder: the folder with the sources.
    :returns: the text as written; None if the passage has no digest, its file is not in the folder, or the file
        no longer holds it.
    :raises StyrgrafError: if there is no such folder.
    """
    read = next(iter(graph.values(passage, SG.readingOf)), passage)
    one = {
        predicate: next((str(value) for value in graph.values(str(read), predicate)), "")
        for predicate in (SG.passageOf, SG.textLength, SG.textDigest)
    }
    names = [str(value) for value in graph.values(one[SG.passageOf], SG.fileName)] if one[SG.passageOf] else []
    files = _files(folder)
    if not one[SG.textLength].isdecimal():
        return None
    for path in (path for name in names for path in files.get(_nfc(name), [])):
        try:
            text = _Source(read_text(path)).find(int(one[SG.textLength]), one[SG.textDigest])
        except UnreadableFileError:
            continue
        if text is not None:
            return text
    return None


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage as the data describes it.

    :param iri: the passage.
    :param heading: the heading it stands under; empty for none.
    :param ordinal: its number there, as written.
    :param pins: its lengths and digests, as stated.
    :param phrases: its key phrases, as stated.
    :param place: where the data gives its digest, or else introduces it.
    """

    iri: str
    heading: str
    ordinal: str
    pins: tuple[str, str] | None
    phrases: tuple[Stated, ...]
    place: Place

    def named(self, number: str) -> str:
        """Say which passage it is: document, fragment, heading and number."""
        where = f"under ”{self.heading}”, " if self.heading else ""
        return f"{shorten(self.iri)} ({where}{number} {self.ordinal or '–'})"


class _Described:
    """What a data file says of documents and their passages."""

    def __init__(self, stated: list[Stated]) -> None:
        self._stated = stated
        self._of: dict[tuple[str, str], list[Stated]] = defaultdict(list)
        for fact in stated:
            self._of[fact.subject, fact.predicate].append(fact)
        #: Each document that names a file, with that name.
        self.files = [fact for fact in stated if fact.predicate == SG.fileName]

    def passages(self, document: str) -> Iterator[_Passage]:
        """Go through the passages of a document that have the source's words."""
        for fact in self._stated:
            if fact.predicate != RDF_TYPE or fact.iri != SG.Passage:
                continue
            iri = fact.subject
            of = any(parent.iri == document for parent in self._of[iri, SG.passageOf])
            if of and self._text(iri, SG.restated) not in {"true", "1"}:
                digests = self._of[iri, SG.textDigest]
                pinned = digests and self._text(iri, SG.textLength).isdecimal()
                yield _Passage(
                    iri,
                    self._text(iri, SG.heading),
                    self._text(iri, SG.ordinal),
                    (self._text(iri, SG.textLength), digests[0].text) if pinned else None,
                    tuple(self._of[iri, SG.keyPhrase]),
                    digests[0].place if digests else fact.place,
                )

    def _text(self, subject: str, predicate: str) -> str:
        return next((fact.text for fact in self._of[subject, predicate]), "")


class _Source:
    """The text of a source, cut once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cut = cut(text)
        self._pinned = {(passage.length, passage.digest): passage.text for passage in self.cut}

    def find(self, length: int, digest: str) -> str | None:
        """Find the text with a digest, as written, however the document was cut."""
        if (length, digest) in self._pinned:
            return self._pinned[length, digest]
        window = find_passage(self.text, length, digest)
        return None if window is None else _as_written(self.text, window)

    def alike(self, passage: _Passage) -> CutPassage | None:
        """Find what now stands where a passage stood: of its fragment, else with its heading and number."""
        fragment = passage.iri.partition("#")[2]
        here = [p for p in self.cut if p.fragment == fragment]
        here += [p for p in self.cut if (p.heading or "", str(p.ordinal)) == (passage.heading, passage.ordinal)]
        return here[0] if here else None


def _as_written(text: str, window: str) -> str:
    """Undo the normalisation of a part of a text, so that words are words again."""
    composed = unicodedata.normalize("NFC", text)
    kept = [at for at, sign in enumerate(composed) if not sign.isspace() and sign != SOFT_HYPHEN]
    start = "".join(composed[at] for at in kept).find(window)
    return composed[kept[start] : kept[start + len(window) - 1] + 1]


def _check_passage(passage: _Passage, source: _Source, named: Stated) -> Iterator[Finding]:
    sv, en = passage.named("nr"), passage.named("no.")
    if passage.pins is None:
        yield _finding(
            "no-digest",
            f"stället {sv} har ingen kontrollsumma och längd: ange sg:textDigest och sg:textLength, "
            "eller sg:restated true om det bara är återgivet",
            f"the passage {en} has no digest and length: give it sg:textDigest and sg:textLength, "
            "or sg:restated true if it was only restated",
            passage.iri,
            passage.place,
        )
        return
    length, digest = passage.pins
    text = source.find(int(length), digest)
    if text is None:
        now = source.alike(passage)
        yield _finding(
            "passage-gone",
            f"stället {sv} finns inte i {named.text}: där står ingen text med dess längd ({length}) och "
            f"kontrollsumma{_instead(now, 'sv')}. Läs om stället och rätta dess fakta, eller rätta källan",
            f"the passage {en} is not in {named.text}: no text there has its length ({length}) and "
            f"digest{_instead(now, 'en')}. Read the passage again and mend its facts, or mend the source",
            passage.iri,
            passage.place,
            path=SG.textDigest,
            value=digest,
        )
        text = source.text if now is None else now.text
    for phrase in passage.phrases:
        if not stands_in(phrase.text, text):
            yield _finding(
                "phrase-gone",
                f"nyckelfrasen ”{phrase.text}” står inte i stället {sv} i {named.text}: skriv orden som de står",
                f"the key phrase “{phrase.text}” does not stand in the passage {en} in {named.text}: "
                "write the words as they stand",
                passage.iri,
                phrase.place,
                path=SG.keyPhrase,
                value=phrase.text,
            )


def _instead(now: CutPassage | None, language: str) -> str:
    if now is None:
        return ""
    if language == "sv":
        return f"; på dess plats, rad {now.line}, står nu en text med längden {now.length}"
    return f"; in its place, on line {now.line}, now stands a text of length {now.length}"


def _files(folder: Path) -> dict[str, list[Path]]:
    """List the files below a folder by name; the same letters may be composed otherwise in another file system."""
    if not folder.is_dir():
        raise StyrgrafError(
            "there is no such folder", place=Place(folder), remedy="name the folder that holds the sources"
        )
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            files[_nfc(path.name)].append(path)
    return dict(files)


def _source_text(named: Stated, files: dict[str, list[Path]], folder: Path) -> str | Finding:
    """Read the file that a document names, or say why it cannot be read."""
    found = files.get(_nfc(named.text), [])
    document, name = shorten(named.subject), named.text
    if not found:
        sv = f"{document} bygger på filen {name}, som inte finns under {folder}: lägg den där"
        en = f"no such source file: {document} rests on {name}, which is not under {folder}; put it there"
        return _finding("no-source-file", sv, en, named.subject, named.place, path=SG.fileName, value=name)
    if len(found) > 1:
        listed = ", ".join(map(str, found))
        sv = f"{document} bygger på filen {name}, som finns på flera ställen ({listed}): behåll en av dem"
        en = f"{document} rests on the file {name}, which is in several places ({listed}): keep one of them"
        return _finding("ambiguous-source-file", sv, en, named.subject, named.place, path=SG.fileName, value=name)
    try:
        return read_text(found[0])
    except UnreadableFileError as error:
        sv = f"{document} bygger på filen {name}, som inte går att läsa ({error}): spara den som text i UTF-8"
        en = f"{document} rests on the file {name}, which cannot be read ({error}): save it as UTF-8 text"
        return _finding("unreadable-source-file", sv, en, named.subject, named.place, path=SG.fileName, value=name)


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _finding(rule: str, sv: str, en: str, focus: str, place: Place, *, path: str = "", value: str = "") -> Finding:
    return make_finding("sources", rule, sv, en, focus, [place], path=path, value=value)
