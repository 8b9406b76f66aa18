"""The passages that the data describe, set against those of the file that they were taken from."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.documents.keyphrases import stands_in
from styrgraf.documents.passages import SOFT_HYPHEN, CutPassage, cut, find_passage, normalise
from styrgraf.namespaces import SG, shorten
from styrgraf.validate.findings import Finding, Severity, make_finding
from styrgraf.validate.uses import RDF_TYPE, Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.errors import Place

__all__ = ["Comparison", "Described", "DescribedPassage", "Source", "composed", "source_finding"]


@dataclass(frozen=True, slots=True)
class DescribedPassage:
    """A passage as the data describes it.

    :param iri: the passage.
    :param heading: the heading it stands under; empty for none.
    :param ordinal: its number there, as written.
    :param pins: its lengths and digests, as stated.
    :param phrases: its key phrases, as stated.
    :param place: where the data gives its digest, or else introduces it.
    :param restated: whether it has not the source's words.
    :param places: property to where the data gives it.
    """

    iri: str
    heading: str
    ordinal: str
    pins: tuple[str, str] | None
    phrases: tuple[Stated, ...]
    place: Place
    restated: bool
    places: dict[str, Place]

    @property
    def fragment(self) -> str:
        """Its name within the document."""
        return self.iri.partition("#")[2]

    def stands_at(self, passage: CutPassage) -> bool:
        """Whether it has the heading, number and name of a passage of the file."""
        return self.fragment == passage.fragment and not self.wrong_at(passage)

    def wrong_at(self, passage: CutPassage) -> list[str]:
        """Tell which properties are others than those of a passage of the file."""
        right = {SG.heading: _heading(passage.heading), SG.ordinal: str(passage.ordinal)}
        own = {SG.heading: _heading(self.heading), SG.ordinal: self.ordinal}
        return [predicate for predicate in right if own[predicate] != right[predicate]]

    def named(self, number: str) -> str:
        """Say which passage it is: document, fragment, heading and number."""
        where = f"under ”{self.heading}”, " if self.heading else ""
        return f"{shorten(self.iri)} ({where}{number} {self.ordinal or '–'})"


def _heading(heading: str | None) -> str:
    """Give a heading as headings are compared."""
    return composed(" ".join((heading or "").split()))


class Described:
    """What a data file says of documents and their passages."""

    def __init__(self, stated: list[Stated]) -> None:
        self._stated = stated
        self._of: dict[tuple[str, str], list[Stated]] = defaultdict(list)
        for fact in stated:
            self._of[fact.subject, fact.predicate].append(fact)
        #: Each document that names a file, with that name.
        self.files = [fact for fact in stated if fact.predicate == SG.fileName]
        #: Each document, where it is said to be one.
        self.documents = [fact for fact in stated if fact.predicate == RDF_TYPE and fact.iri == SG.Document]

    def passages(self, document: str) -> Iterator[DescribedPassage]:
        """Go through the passages of a document."""
        for fact in self._stated:
            if fact.predicate != RDF_TYPE or fact.iri != SG.Passage:
                continue
            iri = fact.subject
            of = any(parent.iri == document for parent in self._of[iri, SG.passageOf])
            if of:
                digests = self._of[iri, SG.textDigest]
                pinned = digests and self._text(iri, SG.textLength).isdecimal()
                yield DescribedPassage(
                    iri,
                    self._text(iri, SG.heading),
                    self._text(iri, SG.ordinal),
                    (self._text(iri, SG.textLength), digests[0].text) if pinned else None,
                    tuple(self._of[iri, SG.keyPhrase]),
                    digests[0].place if digests else fact.place,
                    self._text(iri, SG.restated) in {"true", "1"},
                    {p: one.place for p in (SG.heading, SG.ordinal) for one in self._of[iri, p][:1]},
                )

    def _text(self, subject: str, predicate: str) -> str:
        return next((fact.text for fact in self._of[subject, predicate]), "")


class Source:
    """The text of a source, cut once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cut = cut(text)
        self._pinned: dict[tuple[int, str], list[CutPassage]] = defaultdict(list)
        for passage in self.cut:
            self._pinned[passage.length, passage.digest].append(passage)

    def pinned(self, length: int, digest: str) -> list[CutPassage]:
        """Find the passages of the file with a digest; a phrase may introduce several lists."""
        return self._pinned.get((length, digest), [])

    def find(self, length: int, digest: str) -> str | None:
        """Find the text with a digest, as written, however the document was cut."""
        if pinned := self.pinned(length, digest):
            return pinned[0].text
        window = find_passage(self.text, length, digest)
        return None if window is None else _as_written(self.text, window)

    def covered(self, text: str) -> list[CutPassage]:
        """Find the passages of the file that a part of its text reaches into."""
        whole, part = normalise(self.text), normalise(text)
        start = whole.find(part)
        found, at = [], 0
        for passage in self.cut:
            own = normalise(passage.text)
            begin = whole.find(own, at)
            at = begin + len(own)
            if begin < start + len(part) and start < at:
                found.append(passage)
        return found

    def alike(self, passage: DescribedPassage) -> CutPassage | None:
        """Find what now stands where a passage stood: of its fragment, else with its heading and number."""
        here = [p for p in self.cut if p.fragment == passage.fragment]
        here += [p for p in self.cut if not passage.wrong_at(p)]
        return here[0] if here else None


def _as_written(text: str, window: str) -> str:
    """Undo the normalisation of a part of a text, so that words are words again."""
    composed = unicodedata.normalize("NFC", text)
    kept = [at for at, sign in enumerate(composed) if not sign.isspace() and sign != SOFT_HYPHEN]
    start = "".join(composed[at] for at in kept).find(window)
    return composed[kept[start] : kept[start + len(window) - 1] + 1]


class Comparison:
    """The passages that the data describe of a document, set against those of its file.

    :param source: the file.
    :param named: the document, with the name of the file.
    """

    def __init__(self, source: Source, named: Stated) -> None:
        self._source = source
        self._named = named
        self._passages: list[DescribedPassage] = []

    def add(self, passage: DescribedPassage) -> None:
        """Add a passage that the data describe."""
        self._passages.append(passage)

    def findings(self) -> Iterator[Finding]:
        """Say what does not fit: what the data describe otherwise, then what they do not describe."""
        described: set[str] = set()
        elsewhere: list[tuple[DescribedPassage, list[CutPassage]]] = []
        for passage in self._passages:
            if not passage.restated:
                yield from _check_passage(passage, self._source, self._named)
            same = self._source.pinned(int(passage.pins[0]), passage.pins[1]) if passage.pins else []
            here = next((one for one in same if passage.stands_at(one)), None)
            if here is not None:
                described.add(here.fragment)
            elif same:
                elsewhere.append((passage, same))
            else:
                described |= {one.fragment for one in self._reached(passage)}
        # Of several passages with the same words each has its own; only then are those left that stand elsewhere.
        for passage, same in elsewhere:
            free = [one for one in same if one.fragment not in described] or same
            here = min(free, key=lambda one: (one.fragment != passage.fragment, len(passage.wrong_at(one))))
            described.add(here.fragment)
            yield _misplaced(passage, here, self._named)
        for one in self._source.cut:
            if one.fragment not in described:
                yield _left_out(one, self._named)

    def _reached(self, passage: DescribedPassage) -> list[CutPassage]:
        """Find what a passage describes of the file, though the file does not hold it or is cut otherwise."""
        text = None
        if passage.pins is not None and not passage.restated:
            text = self._source.find(int(passage.pins[0]), passage.pins[1])
        if text is not None:
            return self._source.covered(text)
        now = self._source.alike(passage)
        return [] if now is None else [now]


def _misplaced(passage: DescribedPassage, here: CutPassage, named: Stated) -> Finding:
    wrong = passage.wrong_at(here)
    path = wrong[0] if wrong else ""
    value = {SG.heading: passage.heading, SG.ordinal: passage.ordinal}.get(path, "")
    return source_finding(
        "passage-misplaced",
        f"stället {passage.named('nr')} står i {named.text} {_where(here, 'sv')}: rätta rubrik, nummer och namn",
        f"the passage {passage.named('no.')} stands in {named.text} {_where(here, 'en')}: "
        "mend its heading, number and name",
        passage.iri,
        passage.places.get(path, passage.place),
        path=path,
        value=value,
    )


def _left_out(passage: CutPassage, named: Stated) -> Finding:
    return source_finding(
        "passage-left-out",
        f"{named.text} har ett ställe {_where(passage, 'sv')}, som inte beskrivs i data: beskriv det som sg:Passage "
        "(styrgraf draft skriver det)",
        f"{named.text} has a passage {_where(passage, 'en')}, which the data do not describe: describe it as a "
        "sg:Passage (styrgraf draft writes it)",
        named.subject,
        named.place,
        path=SG.fileName,
        value=passage.fragment,
    )


def _where(passage: CutPassage, language: str) -> str:
    """Say where a passage stands in its file."""
    under = f"under ”{passage.heading}”"
    if language == "sv":
        place = f"{under} som nr" if passage.heading else "utan rubrik som nr"
        return f"{place} {passage.ordinal} (#{passage.fragment}, rad {passage.line})"
    place = f"{under} as no." if passage.heading else "without heading as no."
    return f"{place} {passage.ordinal} (#{passage.fragment}, line {passage.line})"


def _check_passage(passage: DescribedPassage, source: Source, named: Stated) -> Iterator[Finding]:
    sv, en = passage.named("nr"), passage.named("no.")
    if passage.pins is None:
        yield source_finding(
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
        yield source_finding(
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
            yield source_finding(
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


def composed(name: str) -> str:
    """Give a name with its letters composed, since another file system may have them otherwise.

    :param name: the name.
    """
    return unicodedata.normalize("NFC", name)


def source_finding(
    rule: str,
    sv: str,
    en: str,
    focus: str,
    place: Place,
    *,
    path: str = "",
    value: str = "",
    severity: Severity = Severity.VIOLATION,
) -> Finding:
    """Make a finding of this gate at one place; the parameters are those of :func:`make_finding`."""
    return make_finding("sources", rule, sv, en, focus, [place], path=path, value=value, severity=severity)
