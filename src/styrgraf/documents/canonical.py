"""One canonical form of Turtle and TriG, in which a diff shows what changed and a line is a triple.

The form is written from what a file says, so it does not depend on how the file was laid out, and formatting a
formatted file changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.locate import locate_text
from styrgraf.documents.notes import comment_notes, header_comment
from styrgraf.documents.ordering import DocumentOrder, Key
from styrgraf.documents.parse import parse_text
from styrgraf.documents.turtle import Term, TurtleWriter
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["canonical_text", "format_file"]


def canonical_text(text: str, path: Path) -> str:
    """Write the text of a Turtle or TriG file in canonical form; its comments become notes in the data.

    :param text: the text of the file.
    :param path: the file, for its format and for messages.
    :returns: the canonical text, which says exactly what the text says, and the notes.
    :raises UnreadableFileError: if the text is not well-formed, or neither Turtle nor TriG.
    :raises StyrgrafError: if a fact would be lost; this is then a fault in Styrgraf.
    """
    located = locate_text(text, path)
    quads = [fact.quad for fact in located.facts]
    noted = [*quads, *comment_notes(located)]
    written = _write(noted, header_comment(located), located.prefixes, DocumentOrder(noted, as_written=True))
    if not (_say_the_same(quads, parse_text(text, path)) and _say_the_same(noted, parse_text(written, path))):
        raise StyrgrafError(
            "the canonical form would not say the same as the file",
            place=Place(path),
            remedy="leave the file as it is and report this as a fault in Styrgraf",
        )
    return written


def format_file(path: Path, check: bool) -> bool:
    """Bring a Turtle or TriG file into canonical form.

    :param path: the file.
    :param check: whether only to say if the file would be changed.
    :returns: whether the file was changed, or would be.
    :raises UnreadableFileError: if the file is missing, not UTF-8, not well-formed, or neither Turtle nor TriG.
    :raises StyrgrafError: if it cannot be written, or a fact would be lost; the old file is then intact.
    """
    canonical = canonical_text(read_text(path), path)
    # Bytes are compared, since a byte order mark is not in the text.
    changed = path.read_bytes() != canonical.encode()
    if changed and not check:
        write_text(path, canonical)
    return changed


def _write(quads: list[ox.Quad], header: str, prefixes: Mapping[str, str], order: DocumentOrder) -> str:
    writer = TurtleWriter(quads, prefixes)
    sections: list[str] = []
    for graph in sorted(writer.graphs, key=lambda graph: _graph_key(graph, writer, order)):
        subjects = _ordered(writer.subjects(graph), str(graph), writer, order)
        if isinstance(graph, ox.DefaultGraph):
            sections.extend(writer.block(graph, subject, 0) for subject in subjects)
        else:
            blocks = "\n".join(writer.block(graph, subject, 2) for subject in subjects)
            sections.append(f"{writer.name(graph)} {{\n{blocks}\n}}")
    # The directives come last of all, when it is known which prefixes are used.
    return "\n\n".join(filter(None, [header, writer.directives(), *sections])) + "\n"


def _ordered(subjects: list[Term], graph: str, writer: TurtleWriter, order: DocumentOrder) -> list[Term]:
    if len(subjects) < 2:  # as in most graphs of a passage
        return subjects
    return sorted(subjects, key=lambda subject: order.subject_key(graph, _key_name(subject, writer)))


def _graph_key(graph: Term, writer: TurtleWriter, order: DocumentOrder) -> Key:
    named = not isinstance(graph, ox.DefaultGraph)
    return (named, *(order.graph_key(_key_name(graph, writer)) if named else ()))


def _key_name(term: Term, writer: TurtleWriter) -> str:
    """Name a term for sorting: an IRI in full, a blank node by the label that it is written with."""
    return writer.name(term) if isinstance(term, ox.BlankNode) else str(term)


def _say_the_same(one: Iterable[ox.Quad], other: Iterable[ox.Quad]) -> bool:
    """Whether two lists of quads are one dataset, whatever the labels of blank nodes."""
    datasets = [ox.Dataset(one), ox.Dataset(other)]
    for dataset in datasets:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return datasets[0] == datasets[1]
