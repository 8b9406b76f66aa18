"""The order of what stands in each column, so that few links cross: median sweeps, then swaps of neighbours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["count_crossings", "reduce_crossings"]

_SWEEPS = 16
#: Swaps look at every pair of neighbours; beyond this many vertices the sweeps must do.
_MOST_SWAPPED = 600


def reduce_crossings(columns: Sequence[Sequence[int]], pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Order columns so that few links cross.

    :param columns: vertices of each column, in the order to begin with.
    :param pairs: links, each from a vertex to one of the next column.
    :returns: the columns, reordered; always the same for the same input.
    """
    before, after = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for left, right in pairs:
        before[right].append(left)
        after[left].append(right)
    order = [list(column) for column in columns]
    best, fewest = order, count_crossings(order, after)
    small = sum(map(len, columns)) <= _MOST_SWAPPED
    for sweep in range(_SWEEPS):
        order = [list(column) for column in order]
        forwards = sweep % 2 == 0
        for layer in range(1, len(order)) if forwards else range(len(order) - 2, -1, -1):
            near, links = (order[layer - 1], before) if forwards else (order[layer + 1], after)
            order[layer] = _by_medians(order[layer], near, links)
        if small:
            _swap_neighbours(order, before, after)
        if (crossings := count_crossings(order, after)) < fewest:
            best, fewest = order, crossings
    return best


def count_crossings(columns: Sequence[Sequence[int]], after: Mapping[int, Sequence[int]]) -> int:
    """Count how many pairs of links cross.

    :param columns: vertices of each column, in order.
    :param after: vertex to the vertices of the next column that it is linked to.
    :returns: the number.
    """
    crossings = 0
    for left, right in pairwise(columns):
        places = {vertex: place for place, vertex in enumerate(right)}
        passed: list[int] = []
        for vertex in left:
            reached = sorted(places[other] for other in after.get(vertex, ()))
            crossings += sum(len(passed) - bisect_right(passed, place) for place in reached)
            for place in reached:
                insort(passed, place)
    return crossings


def _by_medians(column: list[int], near: list[int], links: Mapping[int, list[int]]) -> list[int]:
    places = {vertex: place for place, vertex in enumerate(near)}
    keys = {}
    for place, vertex in enumerate(column):
        linked = [places[other] for other in links.get(vertex, ())]
        # What is linked to nothing on that side keeps its place among the others.
        keys[vertex] = _median(linked) if linked else place * len(near) / len(column)
    return sorted(column, key=lambda vertex: keys[vertex])


def _median(places: Iterable[int]) -> float:
    ordered = sorted(places)
    middle = len(ordered) // 2
    # The mean breaks ties between vertices of the same median.
    mean = sum(ordered) / len(ordered)
    return (ordered[middle] + ordered[-middle - 1]) / 2 + mean / 1e6


def _swap_neighbours(order: list[list[int]], before: Mapping[int, list[int]], after: Mapping[int, list[int]]) -> None:
    for layer, column in enumerate(order):
        near = []
        if layer:
            near.append(({vertex: place for place, vertex in enumerate(order[layer - 1])}, before))
        if layer + 1 < len(order):
            near.append(({vertex: place for place, vertex in enumerate(order[layer + 1])}, after))
        for place in range(len(column) - 1):
            upper, lower = column[place], column[place + 1]
            gain = 0
            for places, links in near:
                above = sorted(places[other] for other in links.get(upper, ()))
                below = sorted(places[other] for other in links.get(lower, ()))
                gain += _crossings(above, below) - _crossings(below, above)
            if gain > 0:
                column[place], column[place + 1] = lower, upper


def _crossings(above: list[int], below: list[int]) -> int:
    return sum(bisect_left(below, place) for place in above)
