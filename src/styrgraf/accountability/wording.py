"""What is looked for in a question, and how a name fits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.accountability.records import Wording
from styrgraf.search.words import count_edits, fold, joined_words, stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["count_further", "fit", "sought_words"]

#: The words of the question itself, and those that say nothing alone.
_ASKING = frozenset(
    words(
        "vem vilka vilken vilket har svarar ansvarar ansvarig ansvariga ansvaret ansvar sköter "
        "who which answers answer responsible is are has "
        "av att de den det eller en ett från för hos i inom med mellan och om på som till vid är över "
        "a an and by for from in of on or the to with"
    )
)
_ORDER = list(Wording)
_SHORTEST_PART = 3
_SHORTEST_INNER_PART = 4
_MOST_EDITS = 2
_LONGEST_ENGLISH_ENDING = 2


def sought_words(text: str) -> tuple[str, ...]:
    """Take the words that are looked for out of a question, in an order of their own.

    :param text: what somebody asks, in any order.
    :returns: the words without those of the question itself, unless there are no others.
    """
    written = sorted(set(words(text)))
    return tuple(word for word in written if word not in _ASKING) or tuple(written)


def fit(sought: tuple[str, ...], name: str) -> Wording:
    """Tell how a name fits the words.

    :param sought: the words.
    :param name: a name that a search found by them.
    :returns: how the word that fits it least does.
    """
    written = words(name)
    content = sorted({fold(word) for word in written if word not in _ASKING} or {fold(word) for word in written})
    if content == sorted(map(fold, sought)):
        return Wording.NAME
    there = [*written, *joined_words(name)]
    return max((_fit_word(word, there) for word in sought), key=_ORDER.index)


def count_further(sought: tuple[str, ...], name: str) -> int:
    """Count the words of a name that were not looked for, in any form.

    :param sought: the words.
    :param name: the name.
    :returns: how many there are; those that say nothing alone do not count.
    """
    content = [word for word in words(name) if word not in _ASKING]
    return sum(not any(_is_form(word, other) for word in sought) for other in content)


def _fit_word(word: str, there: Sequence[str]) -> Wording:
    best = min((_compare(word, other) for other in there), key=_ORDER.index, default=Wording.SOME)
    return Wording.PART if best is Wording.SOME and _is_compound_of(word, there) else best


def _compare(word: str, other: str) -> Wording:
    if _is_form(word, other):
        return Wording.FORM
    if any(_is_part(form, other) for form in _forms(word)):
        return Wording.PART
    if word.isalpha() and count_edits(fold(word), fold(other), _MOST_EDITS) <= _MOST_EDITS:
        return Wording.SPELLING
    return Wording.SOME


def _is_form(word: str, other: str) -> bool:
    if fold(word) == fold(other):
        return True
    (swedish, english), (swedish_too, english_too) = (map(fold, stems(one)) for one in (word, other))
    # As English, “parkering” would be a form of “parker”.
    return swedish == swedish_too or (english == english_too and abs(len(word) - len(other)) <= _LONGEST_ENGLISH_ENDING)


def _forms(word: str) -> set[str]:
    return {fold(word), *map(fold, stems(word))}


def _is_compound_of(word: str, there: Sequence[str]) -> bool:
    """Tell whether a name takes a compound apart: ``omsorg om äldre`` for ``äldreomsorg``."""
    forms = {form for other in there for form in _forms(other) if len(form) >= _SHORTEST_PART}
    first = any(fold(word).startswith(form) and form != fold(word) for form in forms)
    return first and any(whole.endswith(form) and form != whole for form in forms for whole in _forms(word))


def _is_part(part: str, whole: str) -> bool:
    folded = fold(whole)
    rest = len(folded) - len(part)
    if not part.isalpha() or part not in folded or len(part) < _SHORTEST_PART or rest < _SHORTEST_PART:
        return False
    at_an_end = folded.startswith(part) or any(form.endswith(part) for form in _forms(whole))
    return at_an_end or len(part) >= _SHORTEST_INNER_PART
