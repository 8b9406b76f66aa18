"""Layered layout (Sugiyama): boxes in columns from the earlier to the later, and a route for each link.

Links that pass a column get a lane of their own through it, so that no link crosses a box.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from styrgraf.reports.drawing.ordering import reduce_crossings
from styrgraf.reports.drawing.spacing import align

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Box", "Hop", "Layout", "Link", "Route", "lay_out"]

_PORT, _BARE_PORT, _CORNER = 22.0, 9.0, 18.0
#: A box with more incoming links than this gets them closer together, without words.
_MOST_LABELLED = 12
_LANE = 14.0
_APART = {(True, True): 30.0, (True, False): 18.0, (False, True): 18.0, (False, False): 4.0}
_CURVE, _LONGEST_CURVE = 44.0, 132.0
_ALMOST_STRAIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box stands.

    :param x: left side.
    :param y: upper side.
    :param width: how wide.
    :param height: how high; at least what was asked for.
    :param layer: number of its column, from 0.
    """

    x: float
    y: float
    width: float
    height: float
    layer: int


@dataclass(frozen=True, slots=True)
class Link:
    """What joins two boxes.

    :param earlier: name of the earlier box.
    :param later: name of the later box.
    :param label: width of the words that stand beside the arrowhead.
    """

    earlier: str
    later: str
    label: float = 0.0


@dataclass(frozen=True, slots=True)
class Hop:
    """A part of a route: straight to ``start``, a curve to ``(end, y)``.

    :param start: x where the curve begins.
    :param end: x where it ends.
    :param y: height at which it ends.
    """

    start: float
    end: float
    y: float


@dataclass(frozen=True, slots=True)
class Route:
    """How a link runs: from ``(x, y)`` over the hops, and straight to ``end`` at the height of the last.

    :param x: where it begins.
    :param y: height at which it begins.
    :param hops: its curves.
    :param end: x where it ends.
    :param labelled: whether there is room for words at its right end.
    :param reversed: True if the later box stands to the left, as in a cycle: the arrowhead is at the beginning.
    """

    x: float
    y: float
    hops: tuple[Hop, ...]
    end: float
    labelled: bool
    reversed: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A finished layout.

    :param boxes: name to box.
    :param routes: one for each link, in the same order; None for a link from a box to itself.
    :param width: how wide everything is.
    :param height: how high everything is.
    """

    boxes: Mapping[str, Box]
    routes: tuple[Route | None, ...]
    width: float
    height: float


def lay_out(
    sizes: Mapping[str, tuple[float, float]], links: Sequence[Link], last: frozenset[str] = frozenset()
) -> Layout:
    """Lay boxes out in columns, the earlier to the left of the later.

    :param sizes: name to width and height, in the order that decides where nothing else does.
    :param links: what joins them; cycles are allowed, and cut where the order of the names runs backwards.
    :param last: names of boxes that stand in a column of their own, furthest to the right.
    :returns: boxes that do not overlap, and routes that do not run across them.
    """
    return _Layouter(sizes, links, last).lay_out()


class _Layouter:
    """Vertices are numbers: first the boxes, then the lanes of links through the columns that they pass."""

    def __init__(self, sizes: Mapping[str, tuple[float, float]], links: Sequence[Link], last: frozenset[str]) -> None:
        self.names = list(sizes)
        self.sizes = [sizes[name] for name in self.names]
        self.numbers = {name: number for number, name in enumerate(self.names)}
        self.links = links
        leading = {link.earlier for link in links}
        self.last = {self.numbers[name] for name in last - leading}
        ends = [(self.numbers[link.earlier], self.numbers[link.later]) for link in links]
        rank = _ranks(len(self.names), ends)
        self.backwards = [rank[start] > rank[end] for start, end in ends]
        self.ends = [pair[::-1] if back else pair for pair, back in zip(ends, self.backwards, strict=True)]
        self.layer = self.find_layers(rank)
        self.chains = [self.chain(start, end) for start, end in self.ends]

    def find_layers(self, rank: list[int]) -> list[int]:
        """Find the longest path to each box; then move origins, and what leads on to much, to what they lead to."""
        before, after = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
        for start, end in self.ends:
            if start != end:
                before[end].append(start)
                after[start].append(end)
        layer = [0] * len(rank)
        by_rank = sorted(range(len(rank)), key=rank.__getitem__)
        for box in by_rank:
            layer[box] = max((layer[other] + 1 for other in before[box]), default=0)
        others = [layer[box] for box in range(len(rank)) if box not in self.last]
        for box in self.last:
            layer[box] = max(others, default=-1) + 1
        for box in reversed(by_rank):
            if box not in self.last and len(after[box]) > len(before[box]):
                layer[box] = min(layer[other] for other in after[box]) - 1
        return layer

    def chain(self, start: int, end: int) -> list[int]:
        lanes = list(range(len(self.layer), len(self.layer) + self.layer[end] - self.layer[start] - 1))
        self.layer += range(self.layer[start] + 1, self.layer[end])
        return [start, *lanes, end]

    def is_box(self, vertex: int) -> bool:
        return vertex < len(self.names)

    def lay_out(self) -> Layout:
        if not self.names:
            return Layout({}, (), 0.0, 0.0)
        pairs = [pair for chain in self.chains if chain[0] != chain[-1] for pair in pairwise(chain)]
        count = max(self.layer) + 1
        columns: list[list[int]] = [[] for _ in range(count)]
        for vertex, layer in enumerate(self.layer):
            columns[layer].append(vertex)
        columns = reduce_crossings(columns, pairs)
        incoming, outgoing = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
        for number, chain in enumerate(self.chains):
            if chain[0] != chain[-1]:
                outgoing[chain[0]].append(number)
                incoming[chain[-1]].append(number)
        heights = [self.height(box, len(incoming[box]), len(outgoing[box])) for box in range(len(self.names))]
        heights += [_LANE] * (len(self.layer) - len(heights))
        middles = align(columns, pairs, heights, self.apart, self.weight)
        begin, arrive = self.ports(middles, incoming, outgoing)
        widths = [max((self.sizes[v][0] for v in column if self.is_box(v)), default=0.0) for column in columns]
        labelled = [len(incoming[chain[-1]]) <= _MOST_LABELLED for chain in self.chains]
        lefts, flats = self.spread(widths, middles, labelled, begin, arrive)
        boxes = {
            name: Box(lefts[self.layer[v]], middles[v] - heights[v] / 2, self.sizes[v][0], heights[v], self.layer[v])
            for v, name in enumerate(self.names)
        }
        routes: list[Route | None] = []
        for number, chain in enumerate(self.chains):
            if chain[0] == chain[-1]:
                routes.append(None)
                continue
            heights_on_way = [*(middles[lane] for lane in chain[1:-1]), arrive[number]]
            hops, layer = [], self.layer[chain[0]]
            for step, y in enumerate(heights_on_way, layer + 1):
                hops.append(Hop(lefts[step - 1] + widths[step - 1], lefts[step] - flats[step], y))
            # What is almost straight is made straight.
            if abs(begin[number] - heights_on_way[0]) < _ALMOST_STRAIGHT:
                begin[number] = heights_on_way[0]
            start = boxes[self.names[chain[0]]]
            end = lefts[self.layer[chain[-1]]]
            back = self.backwards[number]
            routes.append(Route(start.x + start.width, begin[number], tuple(hops), end, labelled[number], back))
        bottom = max(box.y + box.height for box in boxes.values())
        lanes = max((middles[v] + _LANE / 2 for v in range(len(self.names), len(self.layer))), default=0.0)
        return Layout(boxes, tuple(routes), lefts[-1] + widths[-1], max(bottom, lanes))

    def height(self, box: int, incoming: int, outgoing: int) -> float:
        port = _PORT if incoming <= _MOST_LABELLED else _BARE_PORT
        return max(self.sizes[box][1], 2 * _CORNER + max((incoming - 1) * port, (outgoing - 1) * _BARE_PORT, 0.0))

    def apart(self, upper: int, lower: int) -> float:
        return _APART[self.is_box(upper), self.is_box(lower)]

    def weight(self, one: int, other: int) -> float:
        """Keep long links straight: a bend between two lanes costs more than one at a box."""
        return (1.0, 2.0, 8.0)[(not self.is_box(one)) + (not self.is_box(other))]

    def ports(
        self, middles: list[float], incoming: Mapping[int, list[int]], outgoing: Mapping[int, list[int]]
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Find the heights at which links leave and reach their boxes, in the order of where they lead."""
        begin, arrive = dict[int, float](), dict[int, float]()
        for links, place, side in ((outgoing, begin, 1), (incoming, arrive, -2)):
            for box, numbers in links.items():
                ordered = sorted(numbers, key=lambda number: (middles[self.chains[number][side]], number))
                spacing = _PORT if side < 0 and len(ordered) <= _MOST_LABELLED else _BARE_PORT
                top = middles[box] - spacing * (len(ordered) - 1) / 2
                place.update((number, top + spacing * step) for step, number in enumerate(ordered))
        return begin, arrive

    def spread(
        self,
        widths: list[float],
        middles: list[float],
        labelled: list[bool],
        begin: Mapping[int, float],
        arrive: Mapping[int, float],
    ) -> tuple[list[float], list[float]]:
        """Find the left side of each column, and how much straight line for words stands before it."""
        curves, flats = [0.0] * len(widths), [14.0] * len(widths)
        for number, (chain, link) in enumerate(zip(self.chains, self.links, strict=True)):
            if chain[0] == chain[-1]:
                continue
            ys = [begin[number], *(middles[lane] for lane in chain[1:-1]), arrive[number]]
            for layer, (one, other) in enumerate(pairwise(ys), self.layer[chain[0]] + 1):
                curves[layer] = max(curves[layer], min(_CURVE + abs(other - one) / 12, _LONGEST_CURVE))
            if labelled[number] and link.label:
                last = self.layer[chain[-1]]
                flats[last] = max(flats[last], link.label + 18)
        lefts = [0.0]
        for layer in range(1, len(widths)):
            lefts.append(lefts[-1] + widths[layer - 1] + curves[layer] + flats[layer])
        return lefts, flats


def _ranks(count: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """Give boxes numbers so that links lead to higher ones; in a cycle, the first in the order of names begins."""
    waiting = [0] * count
    after: list[list[int]] = [[] for _ in range(count)]
    for start, end in links:
        if start != end:
            waiting[end] += 1
            after[start].append(end)
    left, ranks = list(range(count)), [0] * count
    for rank in range(count):
        box = next((box for box in left if not waiting[box]), left[0])
        left.remove(box)
        ranks[box] = rank
        for other in after[box]:
            waiting[other] -= 1
    return ranks
