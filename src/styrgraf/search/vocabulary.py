"""The distinct words of an index, and which of them a typed word means, each with a grade."""

from __future__ import annotations

import sqlite3
import weakref
from typing import TYPE_CHECKING

from styrgraf.search.words import count_edits, fold, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Vocabulary", "share_left_by_folding"]

#: Grades: each kind of match stays below the one before it, whatever else is weighed in.
_WORD = 0.90
_PREFIX = 0.80
_INFLECTED = 0.72
_PART = 0.50
_INNER_PART = 0.46
_TYPOS = (0.40, 0.34)
#: How much of a word is typed counts this much among prefixes and parts.
_SHARE = 0.08
#: What is left of a grade if a word is typed without its diacritics, and if it is typed with other ones: who types
#: “malmo” means Malmö, but who types “mål” does not.
_WITHOUT_DIACRITICS = 0.97
_OTHER_DIACRITICS = 0.5

_SHORTEST_PART = 3
_SHORTEST_INNER_PART = 4
_SHORTEST_FOR_TYPOS = (4, 8)
_TRIGRAM = 3


class Vocabulary:
    """Words that can be looked up by a whole, inflected, partial or mistyped word.

    :param words: the words, in lower case.
    :param indexed: False to go through all words each time, as where SQLite has no trigram index.
    """

    def __init__(self, words: Iterable[str], *, indexed: bool = True) -> None:
        self._words = sorted(set(words))
        # A blank on either side marks where a word begins and ends, so that even “hr” makes trigrams.
        self._padded = [f" {fold(word)} " for word in self._words]
        self._connection = _open_index(self._padded) if indexed else None
        if self._connection:
            weakref.finalize(self, self._connection.close)

    @property
    def is_indexed(self) -> bool:
        """Whether SQLite's trigram index stands behind it."""
        return self._connection is not None

    def match(self, typed: str) -> dict[str, float]:
        """Find the words that a typed word may mean.

        :param typed: a word in lower case.
        :returns: words with their grade, above 0 and below 1.
        """
        folded = fold(typed)
        left = share_left_by_folding(typed)
        found: dict[str, float] = {}
        for word in self._candidates(typed, folded):
            if grade := max(_grade(typed, word), left * _grade(folded, fold(word))):
                found[word] = grade
        most = sum(len(folded) >= length for length in _SHORTEST_FOR_TYPOS) if typed.isalpha() else 0
        for word in self._resembling(folded, most) if most else ():
            if word not in found and (edits := count_edits(folded, fold(word), most)) <= most:
                found[word] = _TYPOS[max(edits, 1) - 1]
        return found

    def knows(self, typed: str) -> bool:
        """Tell whether a word is there, inflected or not.

        :param typed: a word in lower case.
        """
        folded = fold(typed)
        return any(
            _is_form_of(typed, word) or _is_form_of(folded, fold(word)) for word in self._candidates(typed, folded)
        )

    def _candidates(self, typed: str, folded: str) -> Iterator[str]:
        places = {at for part in _parts_to_look_for(typed, folded) for at in self._containing(part)}
        return (self._words[at] for at in sorted(places))

    def _resembling(self, folded: str, most: int) -> Iterator[str]:
        padded = f" {folded} "
        trigrams = sorted({padded[at : at + _TRIGRAM] for at in range(len(padded) - _TRIGRAM + 1)})
        near: Iterator[int]
        if self._connection is None:
            near = (at for at, other in enumerate(self._padded) if any(trigram in other for trigram in trigrams))
        else:
            near = self._lookup(" OR ".join(f'"{trigram}"' for trigram in trigrams))
        return (self._words[at] for at in near if abs(len(self._padded[at]) - len(padded)) <= most)

    def _containing(self, part: str) -> Iterator[int]:
        if self._connection is None:
            return (at for at, padded in enumerate(self._padded) if part in padded)
        return self._lookup(f'"{part}"')

    def _lookup(self, expression: str) -> Iterator[int]:
        assert self._connection is not None
        rows = self._connection.execute("SELECT rowid FROM word WHERE word MATCH ?", (expression,))
        return (int(row[0]) for row in rows)


def share_left_by_folding(typed: str) -> float:
    """Tell what a match is worth that shows only when diacritics are taken away.

    :param typed: what was typed.
    :returns: the factor of the grade.
    """
    return _WITHOUT_DIACRITICS if fold(typed) == typed else _OTHER_DIACRITICS


def _open_index(padded: list[str]) -> sqlite3.Connection | None:
    # Whoever uses the index may do so from another thread than the one that built it; nothing is written later.
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        connection.execute("CREATE VIRTUAL TABLE word USING fts5 (folded, content='', tokenize='trigram')")
    except sqlite3.OperationalError:
        connection.close()
        return None
    connection.executemany("INSERT INTO word (rowid, folded) VALUES (?, ?)", enumerate(padded))
    return connection


def _parts_to_look_for(typed: str, folded: str) -> set[str]:
    if not typed.isalpha() or len(folded) < _TRIGRAM:
        # Numbers have no parts, and one letter begins too many words.
        return {f" {folded}" if len(folded) > 1 else f" {folded} "}
    parts = {folded}
    for stem in {*map(fold, stems(typed)), *stems(folded)}:
        # English turns y into i: what is sure is the stem without its last sign.
        sure = stem[:-1] if stem.endswith("i") else stem
        parts.add(sure if len(sure) >= _SHORTEST_INNER_PART else f" {sure}"[:_TRIGRAM])
    return {part for part in parts if len(part) >= _TRIGRAM}


def _grade(typed: str, word: str) -> float:
    if typed == word:
        return _WORD
    share = _SHARE * len(typed) / len(word)
    if len(typed) > 1 and word.startswith(typed):
        return _PREFIX + share
    if not typed.isalpha():
        return 0.0
    if _is_form_of(typed, word):
        return _INFLECTED
    return max((_grade_part(part, word) for part in {typed, *stems(typed)}), default=0.0)


def _is_form_of(typed: str, word: str) -> bool:
    return any(one == other for one, other in zip(stems(typed), stems(word), strict=True))


def _grade_part(part: str, word: str) -> float:
    rest = len(word) - len(part)
    if part not in word or len(part) < _SHORTEST_PART or rest < _SHORTEST_PART:
        return 0.0
    share = _SHARE * len(part) / len(word)
    # Any inflection stands at the end of the last part.
    ends = (word, *stems(word))
    if word.startswith(part) or any(end.endswith(part) for end in ends):
        return _PART + share
    return _INNER_PART + share if len(part) >= _SHORTEST_INNER_PART else 0.0
