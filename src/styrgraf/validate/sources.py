"""The evidence held against the sources: each passage still stands there, with its key phrases.

The text of sources is not in the project, so this gate runs only where a folder with them is named.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.errors import Place, StyrgrafError, UnreadableFileError
from styrgraf.files import read_text
from styrgraf.namespaces import SG, shorten
from styrgraf.validate.comparison import Comparison, Described, Source, composed, source_finding
from styrgraf.validate.findings import Finding, Severity
from styrgraf.validate.uses import Stated, read_stated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
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


def verify_sources(layout: Layout, folder: Path, files: Collection[Path] | None = None) -> Verification:
    """Compare every document that names a file with that file.

    Each passage must be found by its digest and length, under its heading and number, and each of its key phrases
    must stand in it; and no passage of the file may be left out. Passages that are only restated are not looked
    for, since they do not have the source's words, nor is the file of a document that has no others.

    :param layout: the folders of the graph.
    :param folder: the folder with the sources; files are found by name, in its sub-folders too.
    :param files: the data files whose documents are compared; None for all.
    :returns: counts, a violation for each file, passage and key phrase that does not fit, and a warning for each
        document that has passages but names no file.
    :raises StyrgrafError: if there is no such folder, or a file is no data file of the graph.
    :raises UnreadableFileError: if a data file is not well-formed.
    """
    sources = _files(folder)
    documents = passages = phrases = 0
    findings: list[Finding] = []
    for path in _chosen(layout, files):
        described = Described(read_stated([path]))
        findings += _without_file(described)
        for named in described.files:
            own = list(described.passages(named.subject))
            if all(passage.restated for passage in own):
                continue
            text = _source_text(named, sources, folder)
            if isinstance(text, Finding):
                findings.append(text)
                continue
            documents += 1
            found = Comparison(Source(text), named)
            for passage in own:
                passages += not passage.restated
                phrases += 0 if passage.restated else len(passage.phrases)
                found.add(passage)
            findings += found.findings()
    return Verification(documents, passages, phrases, tuple(findings))


def _chosen(layout: Layout, files: Collection[Path] | None) -> list[Path]:
    everything = layout.data_files()
    if files is None:
        return everything
    wanted = {path.resolve(): path for path in files}
    chosen = [path for path in everything if wanted.pop(path.resolve(), None)]
    for path in wanted.values():
        raise StyrgrafError(
            "this is no data file of the graph", place=Place(path), remedy=f"name a .trig file below {layout.data}"
        )
    return chosen


def _without_file(described: Described) -> Iterator[Finding]:
    """Find documents whose passages cannot be compared with anything."""
    named = {fact.subject for fact in described.files}
    for document in described.documents:
        own = [passage for passage in described.passages(document.subject) if not passage.restated]
        if own and document.subject not in named:
            it = shorten(document.subject)
            yield source_finding(
                "no-file-name",
                f"{it} har {len(own)} beskrivna ställen men ingen fil att jämföra dem med: ange sg:fileName",
                f"{it} has described passages ({len(own)}) but no file to compare them with: give sg:fileName",
                document.subject,
                document.place,
                path=SG.fileName,
                severity=Severity.WARNING,
            )


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
    for path in (path for name in names for path in files.get(composed(name), [])):
        try:
            text = Source(read_text(path)).find(int(one[SG.textLength]), one[SG.textDigest])
        except UnreadableFileError:
            continue
        if text is not None:
            return text
    return None


def _files(folder: Path) -> dict[str, list[Path]]:
    """List the files below a folder by name; the same letters may be composed otherwise in another file system."""
    if not folder.is_dir():
        raise StyrgrafError(
            "there is no such folder", place=Place(folder), remedy="name the folder that holds the sources"
        )
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            files[composed(path.name)].append(path)
    return dict(files)


def _source_text(named: Stated, files: dict[str, list[Path]], folder: Path) -> str | Finding:
    """Read the file that a document names, or say why it cannot be read."""
    found = files.get(composed(named.text), [])
    document, name = shorten(named.subject), named.text
    if not found:
        sv = f"{document} bygger på filen {name}, som inte finns under {folder}: lägg den där"
        en = f"no such source file: {document} rests on {name}, which is not under {folder}; put it there"
        return source_finding("no-source-file", sv, en, named.subject, named.place, path=SG.fileName, value=name)
    if len(found) > 1:
        listed = ", ".join(map(str, found))
        sv = f"{document} bygger på filen {name}, som finns på flera ställen ({listed}): behåll en av dem"
        en = f"{document} rests on the file {name}, which is in several places ({listed}): keep one of them"
        return source_finding("ambiguous-source-file", sv, en, named.subject, named.place, path=SG.fileName, value=name)
    try:
        return read_text(found[0])
    except UnreadableFileError as error:
        sv = f"{document} bygger på filen {name}, som inte går att läsa ({error}): spara den som text i UTF-8"
        en = f"{document} rests on the file {name}, which cannot be read ({error}): save it as UTF-8 text"
        return source_finding(
            "unreadable-source-file", sv, en, named.subject, named.place, path=SG.fileName, value=name
        )
