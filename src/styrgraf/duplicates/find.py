"""Find likely doubles: only things that have a key in common, and may be at one place, are compared."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from styrgraf.duplicates.judgements import read_judgements
from styrgraf.duplicates.names import compare_names, name_keys
from styrgraf.duplicates.records import LikelyDouble, Likeness, Reason
from styrgraf.duplicates.things import Thing, read_things

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styrgraf.store import Graph

__all__ = ["candidates", "duplicates"]

_ORDER = list(Likeness)


def duplicates(graph: Graph, language: str = "sv") -> list[LikelyDouble]:
    """Find things of one kind whose names, numbers or posts say that they may be one.

    Looked at are agents, posts, initiatives and cases. What has the same name but belongs elsewhere, has another
    number, or is a part of the other, is no double. What belongs to doubles shows once those are one.

    :param graph: the graph.
    :param language: ``sv`` or ``en``, for the text of judgements.
    :returns: the pairs in stable order, those not judged first.
    """
    judgements = read_judgements(graph, language)
    found = []
    for first, second in candidates(read_things(graph)):
        if reasons := _compare(first, second):
            judgement = judgements.get((first.iri, second.iri))
            found.append(LikelyDouble(first.iri, second.iri, first.kind, reasons, judgement))
    return sorted(found, key=lambda pair: (pair.judged, pair.kind, pair.first, pair.second))


def candidates(things: Iterable[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Go through the pairs that are worth comparing, each once.

    :param things: the things.
    """
    blocks: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in things:
        for key in set(_keys(thing)):
            blocks[thing.kind, key].append(thing)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for pair in _meet(block):
            first, second = sorted(pair, key=lambda thing: thing.iri)
            if (both := (first.iri, second.iri)) not in seen and first.iri != second.iri:
                seen.add(both)
                yield first, second


def _keys(thing: Thing) -> Iterator[str]:
    yield from chain.from_iterable(map(name_keys, thing.names))
    for number in thing.numbers:
        yield f"number {number}"
    for name, office in product(thing.names, thing.offices):
        yield f"office {name.spelt[0]} {office}"


def _meet(block: list[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Go through the pairs of which one belongs to what the other is below, or of which one belongs to nothing."""
    if len(block) < 2:
        return
    free = [thing for thing in block if not thing.parents]
    placed = [thing for thing in block if thing.parents]
    yield from combinations(free, 2)
    yield from product(free, placed)
    children: dict[str, list[Thing]] = defaultdict(list)
    for thing in placed:
        for parent in thing.parents:
            children[parent].append(thing)
    for thing in placed:
        for place in thing.above:
            yield from ((thing, other) for other in children.get(place, ()))


def _compare(first: Thing, second: Thing) -> tuple[Reason, ...]:
    shared = first.numbers.keys() & second.numbers.keys()
    if first.numbers and second.numbers and not shared:
        return ()
    if first.path in second.above or second.path in first.above:
        return ()
    reasons = [Reason(Likeness.NUMBER, first.numbers[number], second.numbers[number]) for number in sorted(shared)]
    for one, other in product(first.names, second.names):
        if likeness := compare_names(one, other):
            reasons.append(Reason(likeness, one.text, other.text))
        elif one.own and other.own and one.spelt[0] == other.spelt[0]:
            offices = sorted(first.offices & second.offices)
            reasons += [Reason(Likeness.OFFICE, one.text, other.text, office) for office in offices]
    told = {reason.likeness: reason for reason in reversed(reasons)}
    return tuple(sorted(told.values(), key=lambda reason: _ORDER.index(reason.likeness)))
