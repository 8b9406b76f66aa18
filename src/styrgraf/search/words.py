"""Words of a text, and how two of them compare: without diacritics, without inflection, by typing errors."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["count_edits", "fold", "joined_words", "stems", "words"]

# Letters and digits part: “stk2023” and “§130” are two words each.
_WORD = re.compile(r"§|\d+|[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
#: Letters that Unicode does not take apart, as a neighbour of å, ä and ö types them.
_OTHER_LETTERS = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ł": "l"})
_MOST_ROUNDS = 3


def words(text: str) -> list[str]:
    """Cut a text into words in lower case.

    :param text: any text.
    :returns: runs of letters, runs of digits, and §, in order.
    """
    return [word for word in _WORD.findall(_plain(text)) if fold(word)]


def joined_words(text: str) -> list[str]:
    """List the hyphenated words of a text written together: ``etjänster`` for ``e-tjänster``.

    :param text: any text.
    :returns: the words in order.
    """
    return [word.replace("-", "") for word in _HYPHENATED.findall(_plain(text))]


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.replace(_SOFT_HYPHEN, "")).casefold()
    return unicodedata.normalize("NFC", plain)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Take the diacritics from a word: ``kommunfullmaktige``.

    :param word: in lower case.
    :returns: the word with å and ä as a, ö as o.
    """
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word).translate(_OTHER_LETTERS)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@lru_cache(maxsize=65_536)
def stems(word: str) -> tuple[str, ...]:
    """Take the inflection from a word, as Swedish and as English.

    :param word: in lower case.
    :returns: its stem in either language, always in that order.
    """
    return tuple(_to_the_end(stem, word) for stem in _stemmers())


def _to_the_end(stem: Callable[[str], str], word: str) -> str:
    # One round takes “förvaltningars” to “förvaltningar” only, and “stadskontoret” not as far as “stadskontor”.
    for _ in range(_MOST_ROUNDS):
        shorter = stem(word)
        if shorter == word:
            break
        word = shorter
    return word


@cache
def _stemmers() -> tuple[Callable[[str], str], ...]:
    import snowballstemmer  # noqa: PLC0415 - its thirty languages would slow the start of every command

    return tuple(snowballstemmer.stemmer(language).stemWord for language in ("swedish", "english"))


def count_edits(one: str, other: str, most: int) -> int:
    """Count the typing errors that turn a word into another: a sign more, less, other, or two that changed places.

    :param one: a word.
    :param other: another word.
    :param most: from how many on it does not matter how many there are.
    :returns: the least number of errors, or ``most + 1`` if there are more.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, start=1):
        previous, row = row, [at]
        for to, target in enumerate(other, start=1):
            cost = min(previous[to] + 1, row[to - 1] + 1, previous[to - 1] + (sign != target))
            if at > 1 and to > 1 and sign == other[to - 2] and one[at - 2] == target:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = previous
    return min(row[-1], most + 1)
