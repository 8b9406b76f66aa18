"""The heights of what stands in each column: near to what it is linked to, in order, and never too close.

For one column this is a least-squares problem with an order to keep, which pooling adjacent violators solves
exactly; going through the columns several times, from both sides, settles the whole.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["align", "pool"]

_ROUNDS = 12
#: How much a vertex wants to stay where it is, against following its links.
_INERTIA = 0.05


def align(
    columns: Sequence[Sequence[int]],
    pairs: Sequence[tuple[int, int]],
    heights: Sequence[float],
    apart: Callable[[int, int], float],
    weight: Callable[[int, int], float],
) -> list[float]:
    """Find the height of the middle of each vertex.

    :param columns: vertices of each column, in order.
    :param pairs: links, each from a vertex to one of the next column.
    :param heights: height of each vertex.
    :param apart: the least distance between two neighbours in a column.
    :param weight: how strongly a link draws its ends together.
    :returns: middle of each vertex, the uppermost upper side at 0.
    """
    left, right = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for one, other in pairs:
        right[one].append(other)
        left[other].append(one)
    middles = [0.0] * len(heights)
    columns = [column for column in columns if column]
    for column in columns:
        reach = -_reach(column, heights, apart)[-1] / 2
        for vertex, offset in zip(column, _reach(column, heights, apart), strict=True):
            middles[vertex] = reach + offset
    passes = [(columns, [left]), (columns[::-1], [right])] * _ROUNDS + [(columns, [left, right])] * 2
    for some, sides in passes:
        for column in some:
            wanted, weights = [], []
            for vertex in column:
                drawn = [(weight(vertex, other), middles[other]) for side in sides for other in side[vertex]]
                total = _INERTIA + sum(strength for strength, _ in drawn)
                wanted.append((_INERTIA * middles[vertex] + sum(s * middle for s, middle in drawn)) / total)
                weights.append(total)
            offsets = _reach(column, heights, apart)
            free = pool([want - offset for want, offset in zip(wanted, offsets, strict=True)], weights)
            for vertex, height, offset in zip(column, free, offsets, strict=True):
                middles[vertex] = height + offset
    top = min(middle - height / 2 for middle, height in zip(middles, heights, strict=True))
    return [round(middle - top, 1) for middle in middles]


def pool(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Find the non-decreasing numbers that are nearest to some values (isotonic regression).

    :param values: the values.
    :param weights: how much each counts.
    :returns: one number for each value.
    """
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, total, count = value, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, heavy, many = blocks.pop()
            mean = (mean * total + other * heavy) / (total + heavy)
            total, count = total + heavy, count + many
        blocks.append((mean, total, count))
    return [mean for mean, _, count in blocks for _ in range(count)]


def _reach(column: Sequence[int], heights: Sequence[float], apart: Callable[[int, int], float]) -> list[float]:
    """Find how far below the first vertex of a column each must be at least, middle to middle."""
    offsets = [0.0]
    for upper, lower in pairwise(column):
        offsets.append(offsets[-1] + (heights[upper] + heights[lower]) / 2 + apart(upper, lower))
    return offsets[: len(column)]
