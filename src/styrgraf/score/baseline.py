"""The baseline: a file with the counts that a graph had, which its shares must not fall below.

It is JSON, sorted, with a share a line, so that a diff shows what rose and fell; where nothing is counted there is no
share. It also lists which things lacked what, so that a share that fell can be told by name; facts are too many for
that, and have counts only.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text, write_text
from styrgraf.namespaces import BASE
from styrgraf.score.records import JOINTLY, Count, Fallen, Verdict
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from styrgraf.score.records import Score, Share

__all__ = ["compare_baseline", "write_baseline"]

_VERSION = 1
_COUNT = re.compile(r"(\d{1,9})/(\d{1,9})")
_REMEDY = "write it anew with styrgraf score --write-baseline FILE, and look at what the diff says"

#: Of the whole graph, or of a case: measure to aspect to count.
_Counts = dict[str, dict[str, Count]]
#: Measure to short name of a thing to the aspects that it lacks.
_Lacking = dict[str, dict[str, frozenset[str]]]


def write_baseline(score: Score, path: Path) -> None:
    """Write the counts of a score as the baseline that later ones are compared with.

    :param score: the score.
    :param path: the file; it is replaced whole or not at all.
    :raises StyrgrafError: if the file cannot be written.
    """
    lacking: dict[str, dict[str, list[str]]] = {}
    for share in score.shares:
        if share.counts_things and share.aspect != JOINTLY:
            things = lacking.setdefault(share.measure, defaultdict(list))
            for thing in share.missing:
                things[_short(thing)].append(share.aspect)
    content = {
        "version": _VERSION,
        "graph": _counts(score.shares),
        "cases": {_short(case.case): _counts(case.shares) for case in score.cases},
        "lacking": {
            measure: {thing: " ".join(aspects) for thing, aspects in things.items()}
            for measure, things in lacking.items()
        },
    }
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def compare_baseline(score: Score, path: Path) -> tuple[Fallen, ...]:
    """Tell which shares fell below a baseline, which are no longer counted, and which it does not have yet.

    Shares are compared exactly, as fractions. Where nothing is counted any more, the share is gone.

    :param score: the score.
    :param path: the baseline.
    :returns: what differs, those of the whole graph first.
    :raises StyrgrafError: if the file is missing, malformed, or of another version.
    """
    graph, cases, lacking = _read(path)
    found = list(_compare(score.shares, graph, lacking, None))
    now = {_short(case.case): case for case in score.cases}
    for name in sorted({*now, *cases}):
        shares = now[name].shares if name in now else ()
        case = now[name].case if name in now else Iri(name if ":" in name else BASE + name)
        found += _compare(shares, cases.get(name, {}), lacking, case)
    return tuple(found)


def _compare(shares: Iterable[Share], before: _Counts, lacking: _Lacking, case: Iri | None) -> Iterator[Fallen]:
    now = {(share.measure, share.aspect): share for share in shares}
    was = {(measure, aspect): count for measure, aspects in before.items() for aspect, count in aspects.items()}
    for key in dict.fromkeys((*now, *sorted(was))):
        share, old = now.get(key), was.get(key)
        count = share.count if share else None
        before_ratio, ratio = (one.ratio if one else None for one in (old, count))
        if before_ratio is None and ratio is not None:
            yield Fallen(Verdict.NEW, *key, case, None, count)
        elif ratio is None and before_ratio is not None:
            yield Fallen(Verdict.GONE, *key, case, old, None)
        elif share and ratio is not None and before_ratio is not None and ratio < before_ratio:
            yield Fallen(Verdict.FELL, *key, case, old, count, _newly(share, lacking.get(share.measure)))


def _newly(share: Share, lacking: Mapping[str, frozenset[str]] | None) -> tuple[Iri, ...] | None:
    """List what lacks an aspect and did not; what lacks any aspect lacks them all together."""
    if lacking is None:
        return None

    def lacked(thing: Iri) -> bool:
        before = lacking.get(_short(thing), frozenset())
        return bool(before) if share.aspect == JOINTLY else share.aspect in before

    return tuple(thing for thing in share.missing if not lacked(thing))


def _counts(shares: Iterable[Share]) -> dict[str, dict[str, str]]:
    counts: dict[str, dict[str, str]] = defaultdict(dict)
    for share in shares:
        if share.of:
            counts[share.measure][share.aspect] = f"{share.having}/{share.of}"
    return counts


def _short(iri: str) -> str:
    return iri.removeprefix(BASE)


# Reading


def _read(path: Path) -> tuple[_Counts, dict[str, _Counts], _Lacking]:
    text = read_text(path)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise StyrgrafError(
            f"the baseline is no JSON: {error.msg[:1].lower()}{error.msg[1:]}",
            place=Place(path, error.lineno, error.colno),
            remedy=_REMEDY,
        ) from error
    except (RecursionError, ValueError) as error:
        raise StyrgrafError("the baseline is no JSON that can be read", place=Place(path), remedy=_REMEDY) from error
    reader = _Reader(path, text)
    version = reader.dictionary(content, "the file").get("version")
    if version != _VERSION or isinstance(version, bool):
        raise reader.fault(f"the baseline is of version {json.dumps(version)}, not {_VERSION}", "version")
    graph = reader.counts(content.get("graph"), "graph")
    cases = reader.dictionary(content.get("cases"), "cases")
    lacking = reader.dictionary(content.get("lacking"), "lacking")
    return (
        graph,
        {case: reader.counts(counts, case) for case, counts in cases.items()},
        {measure: reader.lacking(things, measure) for measure, things in lacking.items()},
    )


class _Reader:
    """Checks what stands in a baseline; names the line of what is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def fault(self, what: str, name: str, rest: str = "") -> StyrgrafError:
        written = json.dumps(name, ensure_ascii=False) + rest
        line = next((number for number, line in enumerate(self.lines, 1) if written in line), None)
        return StyrgrafError(what, place=Place(self.path, line), remedy=_REMEDY)

    def dictionary(self, value: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - JSON of any kind
        if not isinstance(value, dict):
            raise self.fault(f"the baseline has no names and values in “{name}”", name)
        return value

    def counts(self, value: Any, name: str) -> _Counts:  # noqa: ANN401 - JSON of any kind
        return {
            measure: {aspect: self.count(count, aspect) for aspect, count in self.dictionary(aspects, measure).items()}
            for measure, aspects in self.dictionary(value, name).items()
        }

    def count(self, value: Any, aspect: str) -> Count:  # noqa: ANN401 - JSON of any kind
        match = _COUNT.fullmatch(value) if isinstance(value, str) else None
        if match is None or int(match[1]) > int(match[2]):
            told = json.dumps(value, ensure_ascii=False)
            raise self.fault(f'{told} is no count for “{aspect}”, such as "11/20"', aspect, f": {told}")
        return Count(int(match[1]), int(match[2]))

    def lacking(self, value: Any, name: str) -> dict[str, frozenset[str]]:  # noqa: ANN401 - JSON of any kind
        things = self.dictionary(value, name)
        for thing, aspects in things.items():
            if not isinstance(aspects, str):
                raise self.fault(f"the baseline does not say in words what “{thing}” lacks", thing)
        return {thing: frozenset(aspects.split()) for thing, aspects in things.items()}
