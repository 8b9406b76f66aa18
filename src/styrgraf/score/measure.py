"""Measure how well a graph is evidenced: what counts, and what shows it, is said by the queries in ``queries/score/``.

The header of a measure has beside the usual lines ``score-order``; ``score-measure``, its name; ``score-sv`` and
``score-en``, what it counts; and for each aspect ``aspect-NAME-sv`` and ``aspect-NAME-en``. It selects ``?thing``, in
further columns what tells facts about one thing apart, and in the last ``?aspect``: a row for each aspect that is
evidenced, or one without an aspect. The query with ``score-cases`` in its header selects ``?case ?thing``: what
belongs to each case.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.documents.ordering import natural_key
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text
from styrgraf.reason.rules import read_header
from styrgraf.score.records import JOINTLY, CaseScore, Score, Share
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence, Set
    from pathlib import Path

    from styrgraf.documents.layout import Layout
    from styrgraf.store import Graph, Term

__all__ = ["Measure", "read_measures", "score"]

_FOLDER = "score"
_ASPECT = re.compile(r"aspect-([a-z-]+)-(?:sv|en)")
_LANGUAGES = ("sv", "en")

#: What is counted: a thing, and which aspects of it, or of one fact about it, are evidenced.
_Counted = tuple[Iri, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, and which aspects of it.

    :param name: its name.
    :param titles: language tag to what is counted.
    :param aspects: name of an aspect to language tag to what it is called, in order.
    :param query: the SPARQL SELECT.
    :param path: its file, for messages.
    """

    name: str
    titles: Mapping[str, str]
    aspects: Mapping[str, Mapping[str, str]]
    query: str
    path: Path


def score(graph: Graph) -> Score:
    """Count how much of what is known is evidenced, of the whole graph and of each case.

    :param graph: the graph, with what its rules derive.
    :returns: the shares.
    :raises StyrgrafError: if a query in ``queries/score/`` cannot be asked, or its header lacks something.
    """
    counted = [(measure, _count(graph, measure)) for measure in read_measures(graph.layout)]

    def shares(chosen: Callable[[Iri], bool]) -> tuple[Share, ...]:
        return tuple(
            share
            for measure, rows in counted
            for share in _shares(measure, [(thing, has) for thing, has in rows if chosen(thing)])
        )

    cases = _things_by_case(graph)
    return Score(
        shares(lambda _: True),
        tuple(CaseScore(case, shares(things.__contains__)) for case, things in sorted(cases.items())),
    )


def read_measures(layout: Layout) -> list[Measure]:
    """Read the measures.

    :param layout: the folders of the graph.
    :returns: the measures, in the order that they give.
    :raises StyrgrafError: if a query lacks what its header must have.
    """
    found = [(path, query) for path, query in _queries(layout) if "score-cases" not in read_header(query)]
    found.sort(key=lambda one: natural_key(read_header(one[1]).get("score-order", "99")))
    return [_read_measure(path, query) for path, query in found]


def _queries(layout: Layout) -> list[tuple[Path, str]]:
    return [(path, read_text(path)) for path in layout.query_files() if path.parent.name == _FOLDER]


def _read_measure(path: Path, query: str) -> Measure:
    header = read_header(query)
    titles = {language: _need(header, f"score-{language}", path) for language in _LANGUAGES}
    names = dict.fromkeys(match[1] for key in header if (match := _ASPECT.fullmatch(key)))
    if not names or JOINTLY in names:
        raise StyrgrafError(
            f"the measure may not call an aspect “{JOINTLY}”" if names else "the measure has no aspect in its header",
            place=Place(path, 1),
            remedy="add lines “# aspect-NAME-sv: …” and “# aspect-NAME-en: …”",
        )
    aspects = {
        name: {language: _need(header, f"aspect-{name}-{language}", path) for language in _LANGUAGES} for name in names
    }
    return Measure(_need(header, "score-measure", path), titles, aspects, query, path)


def _need(header: Mapping[str, str], key: str, path: Path) -> str:
    if key not in header:
        raise StyrgrafError(
            f"the measure has no “{key}” in its header", place=Place(path, 1), remedy=f"add a line “# {key}: …”"
        )
    return header[key]


# Counting


def _select(graph: Graph, path: Path, query: str) -> list[tuple[Term | None, ...]]:
    try:
        return graph.select(query)
    except StyrgrafError as error:
        raise StyrgrafError(error.what, place=Place(path), remedy="mend the SPARQL of the query") from error


def _count(graph: Graph, measure: Measure) -> list[_Counted]:
    found: dict[tuple[Term | None, ...], set[str]] = defaultdict(set)
    for *counted, aspect in _select(graph, measure.path, measure.query):
        has = found[tuple(counted)]
        if aspect is not None:
            has.add(str(aspect))
    if unknown := set().union(*found.values()) - set(measure.aspects):
        raise StyrgrafError(
            f"the measure’s header names no aspect “{min(unknown)}”",
            place=Place(measure.path, 1),
            remedy="select ?thing first and ?aspect last, and name it: “# aspect-NAME-sv: …”, “# aspect-NAME-en: …”",
        )
    return [(Iri(str(thing)), frozenset(has)) for (thing, *_), has in found.items()]


def _shares(measure: Measure, rows: Sequence[_Counted]) -> list[Share]:
    wanted: list[tuple[str, Set[str]]] = [(name, {name}) for name in measure.aspects]
    if len(measure.aspects) > 1:
        wanted.append((JOINTLY, set(measure.aspects)))
    return [_share(measure.name, name, rows, needed) for name, needed in wanted]


def _share(measure: str, aspect: str, rows: Sequence[_Counted], needed: Set[str]) -> Share:
    lacking = [thing for thing, has in rows if not needed <= has]
    return Share(measure, aspect, len(rows) - len(lacking), len(rows), tuple(sorted(set(lacking))))


def _things_by_case(graph: Graph) -> dict[Iri, set[Iri]]:
    queries: Iterable[tuple[Path, str]] = (
        (path, query) for path, query in _queries(graph.layout) if "score-cases" in read_header(query)
    )
    found: dict[Iri, set[Iri]] = defaultdict(set)
    for path, query in queries:
        for row in _select(graph, path, query):
            found[Iri(str(row[0]))].add(Iri(str(row[-1])))
    return found
