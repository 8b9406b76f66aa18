"""How a document falls into passages, and how a passage is found again.

Hand-made and machine-read documents share :func:`cut`, so that a fragment such as
``forslag-till-beslut-2`` means the same passage in both. Texts of pages and of PDF files come with
blank lines in the middle of sentences and none between paragraphs; the rules below say how far such a
layout can be trusted. Where they err, nothing is lost: a digest and its length are found in any text
(:func:`find_passage`), however it was cut.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from styrgraf.namespaces import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CutPassage", "cut", "digest", "find_passage", "normalise"]

SOFT_HYPHEN = "\u00ad"
#: Headings are at most this long; a longer line is text. A line that is longer was perhaps wrapped.
SHORT = 60
TITLE_LINES, TITLE_LENGTH = 4, 240
FRAGMENT_LENGTH = 60

# Glyphs that are never text need no white space after them (PDF texts drop it); dashes and numbers do.
_BULLET = r"[•◦▪‣●○■□\ue000-\uf8ff](?:\s+|$)?"
_NUMBER = r"(?:[-–—*·]|\d{1,3}(?:\.\d{1,2})*[.)]|\(?[a-zåäö]\)|[A-ZÅÄÖ]\)|\(\d{1,3}\))(?:\s+|$)"
_MARKERS = re.compile(rf"(?:{_BULLET}|{_NUMBER})+")
_PERHAPS_NO_MARKER = re.compile(r"[-–—]|(?!1[.)])\d")
_NOT_IN_TITLE = re.compile(r"https?:|www\.|\b\d{1,2}:\d{2}\b")
_NOT_IN_HEADING = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b[A-ZÅÄÖ]{2,6}-\d{4}-\d")
#: "Nämnden föreslås besluta", "Avdelningen ansvarar för": a sentence that what follows completes.
_LEAD_IN = re.compile(r"\b(?:beslut(?:a|ar|ade|at)|för|att|är|genom|följande)$")
_BEFORE_CLAUSE = re.compile(r"(?::|\bbeslut(?:a|ar|ade|at)?)$", re.IGNORECASE)
_BETWEEN_CLAUSES = re.compile(r"(?:[.,;]|\b(?:och|samt))$")
_FINISHED = re.compile(r"[.!?:][”\"'’)\]]*$")


def normalise(text: str) -> str:
    """Bring a text to the form that lengths and digests are counted on.

    :param text: text as written.
    :returns: its Unicode NFC without any white space and without soft hyphens.
    """
    return "".join(unicodedata.normalize("NFC", text).split()).replace(SOFT_HYPHEN, "")


def digest(text: str) -> str:
    """Compute the digest of a text.

    :param text: text as written.
    :returns: SHA-256, in hexadecimal, of the UTF-8 of the normalised text.
    """
    return _sha256(normalise(text))


@dataclass(frozen=True, slots=True)
class CutPassage:
    """A passage of a document: its title, a paragraph or an item of a list.

    :param fragment: its name within the document, such as ``forslag-till-beslut-2``.
    :param heading: the heading that it stands under; None for the title and for what precedes it.
    :param ordinal: its number under the heading, from 1; 0 for the title.
    :param text: its text as written, line by line, without the list marker.
    :param marker: the list marker or numbering as written, None for a paragraph.
    :param line: the line on which it starts, counted from 1.
    """

    fragment: str
    heading: str | None
    ordinal: int
    text: str
    marker: str | None
    line: int

    @property
    def length(self) -> int:
        """The number of characters of the normalised text."""
        return len(normalise(self.text))

    @property
    def digest(self) -> str:
        """The digest of the text."""
        return digest(self.text)

    @property
    def on_one_line(self) -> str:
        """The text with single spaces, and with numbers that a line end broke made whole."""
        return re.sub(r"(?<=\d-) (?=\d)", "", " ".join(self.text.split()))


def cut(text: str) -> list[CutPassage]:
    """Cut a document into its passages.

    The title is the first block that can be one. A heading is a short line at the start of a block; each
    heading has at least one passage, so that nothing is lost but markers, white space and headings, and
    each heading is named by a passage.

    :param text: the text of a document.
    :returns: its passages in the order of the document.
    """
    cutter = _Cutter(_read_lines(text))
    start, end = cutter.title()
    passages = list(_number(cutter.pieces(0, start, headings=False), None, Counter()))
    taken = Counter({"inledning": 1} if passages else {})
    title = None
    if start < end:
        block = _Piece(cutter.lines[start:end], heading=False)
        passages.append(CutPassage("titel", None, 0, block.text, None, block.lines[0].number))
        title = passages[-1].on_one_line
    return [*passages, *_number(cutter.pieces(end, len(cutter.lines)), title, taken)]


def find_passage(document_text: str, length: int, digest: str) -> str | None:
    """Find the passage with a digest in a document, however the document was cut.

    The passages of :func:`cut` are tried first, then every window of that length. A passage of several
    items is found only if their list markers were kept in what was digested: a window cannot leave
    them out.

    :param document_text: the text of the document.
    :param length: the number of characters of the normalised passage.
    :param digest: the digest of the passage.
    :returns: the normalised text of the passage, or None if the document does not hold it.
    """
    for passage in cut(document_text):
        if passage.length == length and passage.digest == digest:
            return normalise(passage.text)
    whole = normalise(document_text)
    windows = (whole[start : start + length] for start in range(len(whole) - length + 1)) if length > 0 else ()
    return next((window for window in windows if _sha256(window) == digest), None)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; ``gap`` tells that a blank line, or nothing, stands before it."""

    number: int
    text: str
    indent: int
    marker: str | None
    gap: bool

    @property
    def lower(self) -> bool:
        return self.marker is None and self.text[0].islower()

    @property
    def upper(self) -> bool:
        return self.text.lstrip("”\"“»'’")[:1].isupper()

    @property
    def clause(self) -> bool:
        """Whether it starts as the clauses of a decision do: "att godkänna …"."""
        return self.text.startswith("att ")


@dataclass(slots=True)
class _Piece:
    """Lines that belong together: a heading, a paragraph or an item."""

    lines: list[_Line]
    heading: bool

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class _Cutter:
    """The decisions on the lines of one document, some of which depend on the whole of it."""

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        self.width = max((len(line.text) for line in lines), default=0)
        followers = defaultdict(list)
        for line, following in pairwise(lines):
            followers[line.text].append(following.marker is not None)
        # "Avdelningen ansvarar för" above each of six lists introduces them; it is no heading.
        self.lead_ins = {text for text, listed in followers.items() if len(listed) > 1 and all(listed)}

    def title(self) -> tuple[int, int]:
        """Find the first block that can be a title, or whose first line can: where it starts and ends.

        If there is none it is empty and stands at the end, so that all passages precede it.
        """
        lines = self.lines
        for start, line in enumerate(lines):
            if not line.gap or line.marker:
                continue
            end = start + 1
            while end < len(lines) and lines[end].marker is None and self._same_block(lines[end - 1], lines[end]):
                end += 1
            if self._is_title(lines[start:end]):
                return start, end
            if self._is_heading(start):
                return start, start + 1
        return len(lines), len(lines)

    def pieces(self, start: int, end: int, *, headings: bool = True) -> list[_Piece]:
        """Put the lines from ``start`` to before ``end`` together to headings, paragraphs and items."""
        pieces: list[_Piece] = []
        margin: int | None = None  # where the markers of the current list stand
        for index in range(start, end):
            line = self.lines[index]
            if line.marker is not None:
                margin = line.indent if margin is None else min(margin, line.indent)
                pieces.append(_Piece([line], heading=False))
                continue
            in_item = margin is not None and line.indent > margin
            if pieces and not pieces[-1].heading and self._continues(pieces[-1], line, in_item=in_item):
                pieces[-1].lines.append(line)
                continue
            if not in_item:
                margin = None
            pieces.append(_Piece([line], heading=headings and not in_item and self._is_heading(index)))
        _demote_empty_headings(pieces)
        return pieces

    def _same_block(self, last: _Line, line: _Line) -> bool:
        return not line.gap or (line.lower and not _FINISHED.search(last.text) and not self._broken_off(last, line))

    def _leads_in(self, text: str) -> bool:
        return text in self.lead_ins or _LEAD_IN.search(text) is not None

    def _is_title(self, block: Sequence[_Line]) -> bool:
        texts = [line.text for line in block]
        return (
            len(texts) <= TITLE_LINES
            and sum(map(len, texts)) <= TITLE_LENGTH
            and texts[0][0].isupper()
            and not any(text.endswith((".", "!", ";", ":")) or _NOT_IN_TITLE.search(text) for text in texts)
            and not texts[-1].endswith(",")
            and not self._leads_in(texts[-1])
        )

    def _is_heading(self, index: int) -> bool:
        line, *rest = self.lines[index : index + 2]
        if not (
            rest
            and line.gap
            and len(line.text) <= SHORT
            and line.text[0].isupper()
            and not line.text.endswith((".", "!", ",", ";", ":"))
            and not _NOT_IN_TITLE.search(line.text)
            and not _NOT_IN_HEADING.search(line.text)
            and not self._leads_in(line.text)
        ):
            return False
        following = rest[0]
        if not following.lower:
            return True
        # A sentence that was wrapped goes on in lower case; the clauses of a decision begin so.
        begins = following.gap or (following.clause and _BEFORE_CLAUSE.search(line.text) is not None)
        return begins and self._broken_off(line, following)

    def _broken_off(self, last: _Line, line: _Line) -> bool:
        """Whether a line was ended on purpose: it is short or ends a sentence, and the next word had found room."""
        used = len(last.text) + 1 + len(line.text.split()[0])
        if len(last.text) > SHORT:  # the lines of a wrapped text differ by about a tenth
            return _FINISHED.search(last.text) is not None and used < 0.9 * self.width
        return used <= max(self.width, SHORT)

    def _continues(self, piece: _Piece, line: _Line, *, in_item: bool) -> bool:
        last = piece.lines[-1]
        if line.clause and (
            _BEFORE_CLAUSE.search(last.text)
            or (piece.lines[0].clause and (line.gap or _BETWEEN_CLAUSES.search(last.text)))
        ):
            return False
        if line.gap:  # page layout puts blank lines into sentences
            return line.lower and not _FINISHED.search(last.text)
        if in_item and piece.lines[0].marker is not None:
            return True
        return not (line.upper and self._broken_off(last, line))


def _read_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    gap, waiting = True, None
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        written = raw.strip()
        if not normalise(written):
            gap = True
            continue
        found = _MARKERS.match(written)
        line = _Line(
            number=number,
            text=written[found.end() :] if found else written,
            indent=len(raw.expandtabs()) - len(raw.expandtabs().lstrip()),
            marker=found[0].strip() if found else None,
            gap=gap,
        )
        gap = False
        if waiting:
            line = _join_marker(lines, waiting, line)
        waiting = line if not normalise(line.text) else None
        if not waiting:
            lines.append(line)
    if waiting:
        lines.append(_as_text(waiting))
    return list(_unmark_wrapped(lines))


def _join_marker(lines: list[_Line], alone: _Line, line: _Line) -> _Line:
    """Give a marker that stands alone on its line to the line below.

    A number with a blank line below it may be that of a page; then it is text.
    """
    if line.gap and line.marker is None and (alone.marker or "").endswith((")", ".")):
        lines.append(_as_text(alone))
        return line
    return replace(alone, text=line.text, marker=" ".join(filter(None, (alone.marker, line.marker))))


def _as_text(line: _Line) -> _Line:
    return replace(line, text=f"{line.marker} {line.text}".strip(), marker=None)


def _unmark_wrapped(lines: list[_Line]) -> Iterator[_Line]:
    """Take a lone dash or number at the start of a wrapped line for what it is: the middle of a sentence."""
    block = 0
    blocks = []
    for line in lines:
        block += line.gap
        blocks.append((block, line.marker and line.marker[-1]))
    kinds = Counter(blocks)
    previous: _Line | None = None
    for line, place in zip(lines, blocks, strict=True):
        wrapped = (
            line.marker is not None
            and _PERHAPS_NO_MARKER.match(line.marker) is not None
            and previous is not None
            and not line.gap
            and line.indent <= previous.indent
            and len(previous.text) > SHORT
            and not _FINISHED.search(previous.text)
            and kinds[place] == 1
        )
        yield _as_text(line) if wrapped else line
        previous = line


def _demote_empty_headings(pieces: list[_Piece]) -> None:
    """Leave no heading without a passage.

    Of headings in a row the last heads what follows. Of three or more the first heads those between
    (a list without markers, such as recipients); otherwise what is no heading is a paragraph.
    """
    for is_heading, run in groupby(pieces, key=lambda piece: piece.heading):
        row = list(run)
        if is_heading:
            for piece in row[1:-1] if len(row) > 2 else row[:-1]:
                piece.heading = False


def _number(pieces: list[_Piece], heading: str | None, taken: Counter[str]) -> Iterator[CutPassage]:
    """Give each paragraph and item its fragment and number; ``taken`` counts the section names in use."""
    section = _section_name(heading, taken)
    ordinal = 0
    for piece in pieces:
        if piece.heading:
            heading, ordinal = piece.text, 0
            section = _section_name(heading, taken)
            continue
        ordinal += 1
        first = piece.lines[0]
        yield CutPassage(f"{section}-{ordinal}", heading, ordinal, piece.text, first.marker, first.number)


def _section_name(heading: str | None, taken: Counter[str]) -> str:
    """Name a section after its heading; a slug never holds two hyphens, so ``beslut--2`` is free."""
    name = "inledning" if heading is None else slug(heading) or "avsnitt"
    if len(name) > FRAGMENT_LENGTH:
        name = name[: FRAGMENT_LENGTH + 1].rpartition("-")[0] or name[:FRAGMENT_LENGTH]
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}--{taken[name]}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
