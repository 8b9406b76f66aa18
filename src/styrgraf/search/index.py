"""Find things by what is typed: names, numbers, codes and key phrases, the best first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG
from styrgraf.search.vocabulary import Vocabulary, share_left_by_folding
from styrgraf.search.words import fold, joined_words, words
from styrgraf.store import Iri, Kind, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from styrgraf.store import Graph

__all__ = ["Field", "Hit", "SearchIndex", "find"]


class Field(StrEnum):
    """What of a thing the text matched."""

    NUMBER = "number"
    LABEL = "label"
    OTHER_NAME = "other-name"
    TITLE = "title"
    NOTATION = "notation"
    KEY_PHRASE = "key-phrase"


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    :param iri: its IRI; for a key phrase, that of the passage.
    :param type: what it is, in words.
    :param label: its name, title or number; for a passage, where it stands.
    :param score: how well the text fits, from 0 to 1.
    :param field: what matched.
    :param matched: the text of that field.
    """

    iri: Iri
    type: str
    label: str
    score: float
    field: Field
    matched: str


@dataclass(frozen=True, slots=True)
class _Entry:
    thing: Iri
    field: Field
    text: Text
    size: int


_FIELDS: Mapping[str, Field] = {
    f"{PREFIXES['dcterms']}identifier": Field.NUMBER,
    f"{PREFIXES['skos']}prefLabel": Field.LABEL,
    f"{PREFIXES['skos']}altLabel": Field.OTHER_NAME,
    f"{PREFIXES['dcterms']}title": Field.TITLE,
    f"{PREFIXES['skos']}notation": Field.NOTATION,
    SG.keyPhrase: Field.KEY_PHRASE,
}
_WEIGHTS = {Field.TITLE: 0.95, Field.NOTATION: 0.85, Field.KEY_PHRASE: 0.5}
_PREFERRED = {field: at for at, field in enumerate(Field)}
#: Among equally good hits, those of earlier classes come first; what is of none stands with ``None``.
_ORDER: tuple[tuple[str | None, ...], ...] = (
    (f"{PREFIXES['foaf']}Agent", SG.Case),
    (None,),
    (f"{PREFIXES['skos']}Concept",),
    (f"{PREFIXES['skos']}ConceptScheme", SG.Figure, SG.Rule, SG.Editorial),
    (SG.Passage,),
)
_NAMES = f"""SELECT DISTINCT ?thing ?property ?text WHERE {{
  VALUES ?property {{ {" ".join(f"<{name}>" for name in _FIELDS)} }}
  ?thing ?property ?text
  # A concept that nothing speaks of is no answer.
  FILTER (STRSTARTS(STR(?thing), "{BASE}") || STRSTARTS(STR(?thing), "{CONCEPT}") && EXISTS {{
    ?user ?how ?thing FILTER (STRSTARTS(STR(?user), "{BASE}")) }})
  # Nor is how a matter goes: it is no matter.
  FILTER NOT EXISTS {{ ?thing a sg:Procedure }}
  FILTER NOT EXISTS {{ ?thing a sg:ProcedureStep }}
}}"""
_CLASSES = "SELECT DISTINCT ?thing ?class WHERE { ?thing a/rdfs:subClassOf* ?class }"

#: Words that say nothing alone: left out of what is typed, unless nothing else is.
_STOP_WORDS = frozenset(
    words(
        "av att de den det eller en ett från för hos i inom med mellan och om på som till vid över "
        "a an and by for from in of on or the to with"
    )
)
_ARTICLES = frozenset(("a", "an", "the"))
#: The share of the score that hangs on how much of the name the typed words make up.
_COVERAGE = 0.05
_BY_OTHER_NAME = 0.97
_BY_PARTS = 0.75
_INCOMPLETE = 0.8
#: Names that hold every word keep out those that hold some, unless they are not even this good.
_GOOD = 0.45
_SHORTEST_COMPOUND = 7
_SHORTEST_FIRST_PART = 3
_SHORTEST_LAST_PART = 4
#: More words than any name has; what is pasted by mistake must not take long.
_MOST_WORDS = 24
_MOST_SIGNS = 48


def find(graph: Graph, text: str, *, language: str | None = None, limit: int | None = 10) -> list[Hit]:
    """Find things by name, former or short name, number, code, or key phrase of a passage.

    :param graph: the graph.
    :param text: what is looked for, in any order and form of its words, in Swedish or English.
    :param language: ``sv`` or ``en``, for names in the hits; that of the matched text if left out.
    :param limit: the most hits to give; None for all.
    :returns: the hits, best first.
    :raises StyrgrafError: if the text has neither letter nor digit, the limit is below 1, or names have no such
            language.
    """
    return graph.once(SearchIndex).find(text, language=language, limit=limit)


class SearchIndex:
    """An index of what the things of a graph are called, as the graph is when the index is made.

    :param graph: the graph.
    :param trigrams: False to do without SQLite's trigram index; the hits are the same.
    """

    def __init__(self, graph: Graph, *, trigrams: bool = True) -> None:
        self._graph = graph
        self._entries: list[_Entry] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._exact: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for entry in _read_entries(graph):
            self._add(entry)
        self._vocabulary = Vocabulary(self._postings, indexed=trigrams)
        self._other_names = self._read_other_names()
        self._languages = sorted({entry.text.language for entry in self._entries} - {""})
        self._ranks = _read_ranks(graph)

    @property
    def has_trigrams(self) -> bool:
        """Whether SQLite's trigram index stands behind it."""
        return self._vocabulary.is_indexed

    def find(self, text: str, *, language: str | None = None, limit: int | None = 10) -> list[Hit]:
        """Find things by name, former or short name, number, code, or key phrase of a passage.

        Best is a text that is the whole name, then one with the same or further written words, inflected words,
        parts of compounds, and last typing errors. Names that hold every word keep out those that hold some.

        :param text: what is looked for; of more than 24 words, the first 24.
        :param language: ``sv`` or ``en``, for names in the hits; that of the matched text if left out.
        :param limit: the most hits to give; None for all.
        :returns: the hits, best first, equally good ones in stable order.
        :raises StyrgrafError: if the text has neither letter nor digit, the limit is below 1, or names have no such
            language.
        """
        typed = [word[:_MOST_SIGNS] for word in words(text)[:_MOST_WORDS]]
        if not any(word.isalnum() for word in typed):
            raise StyrgrafError(
                f"there is nothing to look for in “{text}”",
                remedy="type a name or part of one, an abbreviation, or a number such as STK-2023-822 or § 130",
            )
        if limit is not None and limit < 1:
            raise StyrgrafError(f"{limit} hits cannot be given", remedy="let the limit be 1 or more")
        if language is not None and language not in self._languages:
            raise StyrgrafError(f"nothing is named in “{language}”", remedy=f"name one of {', '.join(self._languages)}")
        best: dict[Iri, tuple[float, _Entry]] = {}
        for at, score in self._score(typed).items():
            entry = self._entries[at]
            weighed = round(score * _WEIGHTS.get(entry.field, 1.0), 2)
            if entry.thing not in best or _preference(weighed, entry) < _preference(*best[entry.thing]):
                best[entry.thing] = weighed, entry
        ranked = sorted(best.values(), key=lambda hit: self._order(*hit))[:limit]
        return [self._hit(score, entry, language or entry.text.language or "sv") for score, entry in ranked]

    def _order(self, score: float, entry: _Entry) -> tuple[float, int, int, str, str]:
        rank = self._ranks.get(entry.thing, _ORDER.index((None,)))
        return -score, rank, len(entry.text.value), entry.text.value, entry.thing

    def _hit(self, score: float, entry: _Entry, language: str) -> Hit:
        classes = sorted(self._graph.label(name, language) for name in self._graph.types(entry.thing))
        source = self._graph.source(entry.thing, language) if entry.field is Field.KEY_PHRASE else None
        if source and source.kind is Kind.STATED:
            place = " ".join(str(part) for part in (source.heading, source.ordinal) if part)
            label = f"{source.document_label}: {place}" if place else source.document_label
        else:
            label = self._graph.label(entry.thing, language)
        return Hit(entry.thing, ", ".join(classes), label, score, entry.field, entry.text.value)

    # Making

    def _add(self, entry: _Entry) -> None:
        at = len(self._entries)
        self._entries.append(entry)
        written = words(entry.text.value)
        self._exact[_key(written)].append(at)
        for word in {*written, *joined_words(entry.text.value)}:
            self._postings[word].append(at)

    def _read_other_names(self) -> dict[str, list[list[str]]]:
        # “KS 2022 § 130”: a short name stands for the name in its language wherever it is typed.
        names: dict[tuple[Iri, str], list[list[str]]] = defaultdict(list)
        for entry in self._entries:
            if entry.field is Field.LABEL:
                names[entry.thing, entry.text.language].append(words(entry.text.value))
        other_names: dict[str, list[list[str]]] = defaultdict(list)
        for entry in self._entries:
            written = words(entry.text.value)
            if entry.field is Field.OTHER_NAME and len(written) == 1:
                other_names[fold(written[0])] += names[entry.thing, entry.text.language]
        return other_names

    # Scoring

    def _score(self, typed: list[str]) -> dict[int, float]:
        matches: dict[str, dict[int, float]] = {}
        scores: dict[int, float] = defaultdict(float)
        for variant, factor in self._variants(typed):
            for at, score in self._score_exact(variant):
                scores[at] = max(scores[at], factor * score)
            content = list(dict.fromkeys(word for word in variant if word not in _STOP_WORDS)) or variant
            for word in content:
                if word not in matches:
                    matches[word] = self._grade_entries(word)
            every = set.intersection(*(set(matches[word]) for word in content))
            for at in every:
                mean = sum(matches[word][at] for word in content) / len(content)
                scores[at] = max(scores[at], factor * mean * self._coverage(at, len(content)))
        if not any(score >= _GOOD for at, score in scores.items() if self._entries[at].field is not Field.KEY_PHRASE):
            for at, score in self._score_incomplete(typed, matches).items():
                scores[at] = max(scores[at], score)
        return scores

    def _score_exact(self, typed: list[str]) -> Iterator[tuple[int, float]]:
        key = _key(typed)
        for at in self._exact.get(key, ()):
            same = _key(words(self._entries[at].text.value), folded=False) == _key(typed, folded=False)
            yield at, 1.0 if same else share_left_by_folding("".join(typed))

    def _score_incomplete(self, typed: list[str], matches: Mapping[str, dict[int, float]]) -> dict[int, float]:
        content = list(dict.fromkeys(word for word in typed if word not in _STOP_WORDS)) or typed
        found: dict[int, list[float]] = defaultdict(list)
        for word in content:
            for at, grade in matches[word].items():
                found[at].append(grade)
        # A passage that holds every word does not keep out the names that hold some.
        names = [len(grades) for at, grades in found.items() if self._entries[at].field is not Field.KEY_PHRASE]
        most = max(names, default=1)
        return {
            at: _INCOMPLETE * sum(grades) / len(content) * self._coverage(at, len(grades))
            for at, grades in found.items()
            if len(grades) >= most
        }

    def _coverage(self, at: int, matched: int) -> float:
        return 1 - _COVERAGE * (1 - min(1.0, matched / max(1, self._entries[at].size)))

    def _grade_entries(self, typed: str) -> dict[int, float]:
        grades: dict[int, float] = {}
        for word, grade in sorted(self._vocabulary.match(typed).items(), key=lambda match: (-match[1], match[0])):
            for at in self._postings[word]:
                grades.setdefault(at, grade)
        return grades

    def _variants(self, typed: list[str]) -> Iterator[tuple[list[str], float]]:
        yield typed, 1.0
        for at, word in enumerate(typed):
            for name in self._other_names.get(fold(word), ()):
                yield [*typed[:at], *name, *typed[at + 1 :]], _BY_OTHER_NAME
            for parts in self._take_apart(word):
                yield [*typed[:at], *parts, *typed[at + 1 :]], _BY_PARTS

    def _take_apart(self, word: str) -> Iterator[tuple[str, str]]:
        if len(word) < _SHORTEST_COMPOUND or not word.isalpha():
            return
        for at in range(_SHORTEST_FIRST_PART, len(word) - _SHORTEST_LAST_PART + 1):
            first, last = word[:at], word[at:]
            if self._vocabulary.knows(first) and self._vocabulary.knows(last):
                yield first, last


def _preference(score: float, entry: _Entry) -> tuple[float, int, bool, int, str]:
    # Of equally good texts of one thing, its name rather than its code, and in Swedish.
    text = entry.text
    return -score, _PREFERRED[entry.field], text.language == "en", len(text.value), text.value


def _key(written: Sequence[str], *, folded: bool = True) -> tuple[str, ...]:
    content = tuple(word for word in written if word not in _ARTICLES) or tuple(written)
    return tuple(map(fold, content)) if folded else content


def _read_entries(graph: Graph) -> Iterator[_Entry]:
    for thing, name, text in sorted(graph.select(_NAMES), key=str):
        if isinstance(thing, Iri) and isinstance(text, Text) and thing not in graph.withdrawn:
            size = sum(word not in _STOP_WORDS for word in words(text.value))
            yield _Entry(thing, _FIELDS[str(name)], text, size)


def _read_ranks(graph: Graph) -> dict[Iri, int]:
    rank_of = {name: rank for rank, names in enumerate(_ORDER) for name in names if name}
    ranks: dict[Iri, int] = {}
    for thing, name in graph.select(_CLASSES):
        if isinstance(thing, Iri) and (rank := rank_of.get(str(name))) is not None:
            ranks[thing] = max(rank, ranks.get(thing, 0))
    return ranks
