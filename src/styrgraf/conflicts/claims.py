"""What passages state, one claim for each value of each figure or holding; of a plain fact, for each document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.conflicts.kinds import Timing
from styrgraf.conflicts.records import Claim, Time
from styrgraf.errors import Place, StyrgrafError
from styrgraf.store import Iri, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styrgraf.conflicts.kinds import ConflictKind
    from styrgraf.store import Graph, Source, Term

__all__ = ["Question", "read_claims"]

_NEEDED = ("about", "property", "value", "graph")
_TRUE = frozenset(("true", "1"))
_PASSAGES = frozenset((Kind.STATED, Kind.READING))

_Row = dict[str, "Term"]


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """What has one answer at one time.

    :param about: the thing.
    :param property: the property, or the measure.
    :param parts: what a figure is broken down by.
    :param forecast: whether it is asked what was expected.
    """

    about: Iri
    property: Iri
    parts: tuple[Iri, ...]
    forecast: bool


def read_claims(graph: Graph, kind: ConflictKind) -> dict[Question, list[Claim]]:
    """Read what passages in force state, for one kind of conflict.

    What editors or rules add is no passage's statement, and is left out.

    :param graph: the graph.
    :param kind: the kind of conflict.
    :returns: claims by what they answer.
    :raises StyrgrafError: if the query has a syntax error, or does not select what it must.
    """
    rows: dict[tuple[Term | str, ...], list[_Row]] = defaultdict(list)
    for row in _select(graph, kind):
        source = graph.source(str(row["graph"]))
        if source.in_force and source.kind in _PASSAGES:
            # A figure is one thing with its time; a plain fact holds as of the documents that state it.
            holder = row.get("node", source.document or "")
            rows[row["about"], row["property"], row["value"], holder].append(row)
    claims: dict[Question, list[Claim]] = defaultdict(list)
    for stated in rows.values():
        first = stated[0]
        parts = tuple(sorted({Iri(str(row["part"])) for row in stated if "part" in row}))
        question = Question(Iri(str(first["about"])), Iri(str(first["property"])), parts, _any(stated, "forecast"))
        claims[question].append(_make_claim(graph, kind, stated))
    return claims


def _select(graph: Graph, kind: ConflictKind) -> list[_Row]:
    try:
        names = graph.variables(kind.query)
        found = graph.select(kind.query)
    except StyrgrafError as error:
        raise StyrgrafError(error.what, place=Place(kind.path), remedy="mend the SPARQL of the query") from error
    if lacking := [f"?{name}" for name in _NEEDED if name not in names]:
        raise StyrgrafError(
            f"the conflict query does not select {', '.join(lacking)}",
            place=Place(kind.path),
            remedy="select what docs of styrgraf.conflicts.kinds name",
        )
    rows = ({name: term for name, term in zip(names, row, strict=True) if term is not None} for row in found)
    return [row for row in rows if all(name in row for name in _NEEDED)]


def _make_claim(graph: Graph, kind: ConflictKind, stated: list[_Row]) -> Claim:
    sources = graph.sort_sources(Iri(str(row["graph"])) for row in stated)
    described = [graph.source(source) for source in sources]
    node = stated[0].get("node")
    time = _read_time(stated)
    if not node and kind.timing is Timing.HOLDS:
        time = Time(known=_dates(described))
    return Claim(
        value=stated[0]["value"],
        time=time,
        sources=sources,
        documents=tuple(sorted({source.document for source in described if source.document})),
        node=Iri(str(node)) if node else None,
        approximate=_any(stated, "approximate"),
        acting=_any(stated, "acting"),
        shared=any("share" in row for row in stated),
        period=_any(stated, "period"),
        unit=next((str(row["unit"]) for row in stated if "unit" in row), ""),
    )


def _read_time(stated: list[_Row]) -> Time:
    def told(name: str) -> tuple[str, ...]:
        return tuple(sorted({str(row[name]) for row in stated if name in row}))

    # Of two beginnings that disagree, which is a conflict of its own, the earlier; of two ends the later.
    return Time(next(iter(told("from")), ""), next(iter(told("until")[::-1]), ""), told("on"), told("known"))


def _dates(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(sorted({day for source in sources if source.date for day in source.date.split(", ")}))


def _any(stated: Iterable[Mapping[str, Term]], name: str) -> bool:
    return any(str(row.get(name, "")) in _TRUE for row in stated)
