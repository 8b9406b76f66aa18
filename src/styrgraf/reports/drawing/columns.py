"""Cards in columns: each column read downwards, the columns as even as the order of the cards allows."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["allot", "fold"]

#: Rounding must not push the last card of a column that just fits into the next.
_ROUNDING = 0.01


def fold(heights: Sequence[float], most: int, gap: float) -> list[range]:
    """Break a row of cards into columns so that the highest column is as low as it can be.

    :param heights: heights of the cards, in order.
    :param most: the most columns.
    :param gap: room between two cards.
    :returns: the places of the cards of each column; no column is empty.
    """
    sums = sorted({end - start - gap for start, end in _stretches(heights, gap)})
    lowest = sums[bisect_left(sums, True, key=lambda limit: len(_fill(heights, limit, gap)) <= most)] if sums else 0.0
    return _spread(heights, most, lowest, gap)


def allot(groups: int, columns: int, height: Callable[[int, int], float]) -> list[int]:
    """Share columns between groups of cards that stand beside each other, the highest first, where it lowers them.

    :param groups: how many groups there are.
    :param columns: how many columns there are, at least one for each group.
    :param height: tells how high a group is in a number of columns.
    :returns: how many columns each group gets.
    """
    shares = [1] * groups
    while spare := columns - sum(shares):
        steps = []
        for group, share in enumerate(shares):
            now = height(group, share)
            more = next((more for more in range(1, spare + 1) if height(group, share + more) < now), 0)
            steps.append((now, -group, more))
        lowered = [step for step in steps if step[2]]
        if not lowered:
            break
        _, group, more = max(lowered)
        shares[-group] += more
    return shares


def _stretches(heights: Sequence[float], gap: float) -> list[tuple[float, float]]:
    ends = [0.0, *accumulate(height + gap for height in heights)]
    return [(start, end) for place, start in enumerate(ends) for end in ends[place + 1 :]]


def _spread(heights: Sequence[float], most: int, limit: float, gap: float) -> list[range]:
    """Break cards into columns that are no higher than a limit, and about as high as each other."""
    columns, start = [], 0
    for left in range(min(most, len(heights)), 0, -1):
        even = (sum(heights[start:]) + gap * (len(heights) - start)) / left - gap
        end, filled = start, -gap
        while end < len(heights):
            longer = filled + gap + heights[end]
            rest_fits = end > start and len(_fill(heights[end:], limit, gap)) < left
            if end > start and (longer > limit + _ROUNDING or (rest_fits and longer - even > even - filled)):
                break
            end, filled = end + 1, longer
        columns.append(range(start, end))
        start = end
        if start == len(heights):
            break
    return columns


def _fill(heights: Sequence[float], limit: float, gap: float) -> list[range]:
    columns, start, filled = [], 0, 0.0
    for place, height in enumerate(heights):
        if place > start and filled + height > limit + _ROUNDING:
            columns.append(range(start, place))
            start, filled = place, 0.0
        filled += height + gap
    return [*columns, range(start, len(heights))] if heights else columns
