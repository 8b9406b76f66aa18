"""How two names are alike: written the same, in another form, spelt another way, or with one name more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.duplicates.records import Likeness
from styrgraf.search.words import count_edits, fold, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["Name", "compare_names", "name_keys", "read_name", "uninflected"]

#: “och” stands for “&”, which is no word.
_AND = "och"
#: Words that tell no organisations apart: those of “avdelningen för X”, and the form of a company.
_SMALL = frozenset((_AND, "för", "ab", "aktiebolag", "aktiebolaget"))
#: Genitive and definite form, and the vowel that gives way to them; of a stem at least three letters are left.
_INFLECTION = re.compile(r"(?<=\w{3})(?:s|en|et|[ae]|(?<=[aiouyåäö])n)$")
#: How long a word is in which one sign may be another: names of people differ less by chance than by spelling.
_LONG_IN_PERSON = 4
_LONG = 8
#: Letters that names of people are spelt with for the same sound.
_SPELLINGS = {"ph": "f", "th": "t", "ch": "k", "ck": "k", "c": "k", "q": "k", "w": "v", "z": "s"}
_SPELLING = re.compile("|".join(_SPELLINGS))
_DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True)
class Name:
    """A name, read for comparison.

    :param text: as it stands.
    :param own: False for an abbreviation, a former name or another name.
    :param plain: its words written together, in lower case.
    :param core: its words without inflection, sorted, without what kind of unit it is.
    :param head: what kind of unit it says that it is: ``avdelning``; empty if it does not.
    :param spelt: its words without inflection and diacritics, those of people by sound, in order.
    :param person: whether it is the name of a person.
    """

    text: str
    own: bool
    plain: str
    core: tuple[str, ...]
    head: str
    spelt: tuple[str, ...]
    person: bool

    @property
    def long(self) -> int:
        """How long a word is in which one sign may be another."""
        return _LONG_IN_PERSON if self.person else _LONG


def read_name(text: str, *, own: bool, person: bool, heads: Collection[str]) -> Name | None:
    """Read a name for comparison.

    :param text: the name.
    :param own: False for an abbreviation, a former name or another name.
    :param person: whether it is the name of a person.
    :param heads: uninflected words that say what kind of unit something is, the longest first.
    :returns: the name; None if it has neither letter nor digit.
    """
    written = [_number(word) for word in words(text) if word != _AND]
    if not written:
        return None
    # A number keeps its limits: “grupp 1 1” is not “grupp 11”.
    plain = "".join(f" {word} " if word.isdecimal() else word for word in written)
    if person:
        spelt = tuple(_respell(fold(word)) for word in written)
        return Name(text, own, plain, tuple(sorted(written)), "", spelt, person)
    telling = [uninflected(word) for word in written if word not in _SMALL] or written
    core, head = _take_apart(telling, heads)
    return Name(text, own, plain, tuple(sorted(core)), head, tuple(map(fold, telling)), person)


def uninflected(word: str) -> str:
    """Take genitive and definite form from a Swedish word: ``kansliets`` and ``kansli`` become the same.

    The stemmer of the search takes away more: to it a “strategienhet” is a “strategi”.

    :param word: in lower case.
    :returns: what all its forms in the singular begin with.
    """
    while (shorter := _INFLECTION.sub("", word)) != word:
        word = shorter
    return word


def _number(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdecimal() else word


def _respell(word: str) -> str:
    return _DOUBLED.sub(r"\1", _SPELLING.sub(lambda found: _SPELLINGS[found[0]], word))


def _take_apart(telling: list[str], heads: Collection[str]) -> tuple[list[str], str]:
    core, found = [], ""
    for word in telling:
        head = next((head for head in heads if word.endswith(head)), "")
        first = word.removesuffix(head)
        if head and len(first) != 1:
            found = head
        else:
            first = word
        if first:
            core.append(uninflected(first))
    return (core, found) if core else (telling, "")


def name_keys(name: Name) -> Iterator[str]:
    """Give the keys of a name: names that are alike have one in common, and few others do.

    :param name: the name.
    """
    yield f"plain {fold(name.plain)}"
    yield f"core {_folded(name.core)}"
    # Two words that differ in one sign become the same when each, or the longer, loses a sign.
    yield f"spelt {' '.join(name.spelt)}"
    for at, word in enumerate(name.spelt):
        if word.isalpha() and len(word) >= name.long:
            before, after = name.spelt[:at], name.spelt[at + 1 :]
            for sign in range(1, len(word)):
                yield f"spelt {' '.join((*before, word[:sign] + word[sign + 1 :], *after))}"
    if name.person:
        first, *rest = name.spelt
        yield f"extra {first} {' '.join(sorted(rest))}"
        if len(rest) > 1:
            for at in range(len(rest)):
                yield f"extra {first} {' '.join(sorted(rest[:at] + rest[at + 1 :]))}"


def compare_names(one: Name, other: Name) -> Likeness | None:
    """Tell how two names of things of one kind are alike.

    :param one: a name.
    :param other: another.
    :returns: the most telling likeness; None if they are not alike.
    """
    if one.plain == other.plain:
        return Likeness.NAME if one.own and other.own else Likeness.OTHER_NAME
    if fold(one.plain) == fold(other.plain):
        return Likeness.SPELLING
    # An “enhet” is no “avdelning”, but what does not say which it is may be either.
    if one.head and other.head and one.head != other.head:
        return None
    if one.core == other.core:
        return Likeness.FORM
    if _folded(one.core) == _folded(other.core) or _are_spelt_alike(one, other):
        return Likeness.SPELLING
    return Likeness.EXTRA_NAME if one.person and _has_one_more(one, other) else None


def _folded(core: tuple[str, ...]) -> str:
    return " ".join(sorted(map(fold, core)))


def _are_spelt_alike(one: Name, other: Name) -> bool:
    if len(one.spelt) != len(other.spelt):
        return False
    differing = [pair for pair in zip(one.spelt, other.spelt, strict=True) if pair[0] != pair[1]]
    return not differing or (len(differing) == 1 and _is_one_edit(*differing[0], long=one.long))


def _is_one_edit(one: str, other: str, *, long: int) -> bool:
    # Words that begin with another letter are other words: “Anna” and “Hanna”.
    is_word = one.isalpha() and other.isalpha() and one[0] == other[0]
    return is_word and max(len(one), len(other)) >= long and count_edits(one, other, 1) == 1


def _has_one_more(one: Name, other: Name) -> bool:
    (first, *fewer), (same, *more) = sorted((one.spelt, other.spelt), key=len)
    if first != same or not fewer or len(more) != len(fewer) + 1:
        return False
    return any(sorted(more[:at] + more[at + 1 :]) == sorted(fewer) for at in range(len(more)))
