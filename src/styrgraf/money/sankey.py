"""Where the bars and bands of a Sankey drawing stand: giver, status, receiver, widths by amount.

A bar keeps the statuses apart: amounts of different status are never added up, not even by eye.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from styrgraf.money.statuses import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from styrgraf.money.records import Family, Money, Sum
    from styrgraf.store import Iri

__all__ = ["Band", "Bar", "Column", "Panel", "lay_out", "panels"]

#: How high all bands of a panel are together, and how high a band is at least, so that it is seen.
_HEIGHT, _THINNEST = 300.0, 2.5
_BETWEEN_BARS, _BETWEEN_STATUSES = 18.0, 4.0


class Column(IntEnum):
    """The columns of a drawing."""

    GIVER = 0
    STATUS = 1
    RECEIVER = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its words beside it.

    :param column: its column.
    :param things: IRIs of the giver or receiver; none where it is not stated, and for a status.
    :param status: IRI of the status; None for givers and receivers, and where it is not stated.
    :param sums: the amounts that meet in it; of a status, those of its givers.
    :param y: its upper side.
    :param height: how high it is.
    :param top: where the room of its words begins.
    """

    column: Column
    things: tuple[Iri, ...]
    status: Iri | None
    sums: tuple[Sum, ...]
    y: float = 0.0
    height: float = 0.0
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """A band between a giver or receiver and a status.

    :param amount: what it shows.
    :param outgoing: True from a giver to a status, False from a status to a receiver.
    :param start: its upper side at the left.
    :param end: its upper side at the right.
    :param height: how wide it is.
    """

    amount: Sum
    outgoing: bool
    start: float
    end: float
    height: float

    def outline(self, left: float, right: float) -> str:
        """Draw its outline.

        :param left: x of its left end.
        :param right: x of its right end.
        :returns: path data of SVG.
        """
        middle, high = f"{(left + right) / 2:.1f}", self.height
        upper = (
            f"M{left:.1f} {self.start:.1f}C{middle} {self.start:.1f} {middle} {self.end:.1f} {right:.1f} {self.end:.1f}"
        )
        lower = f"C{middle} {self.end + high:.1f} {middle} {self.start + high:.1f} {left:.1f} {self.start + high:.1f}Z"
        return f"{upper}V{self.end + high:.1f}{lower}"


@dataclass(frozen=True, slots=True)
class Panel:
    """What is drawn at one scale: money of one family and currency.

    :param family: what is summed.
    :param currency: ISO 4217 code.
    :param bars: the bars.
    :param bands: the bands.
    :param height: how high it is.
    """

    family: Family
    currency: str
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    height: float


def panels(money: Money, room: Callable[[Bar], float]) -> list[Panel]:
    """Lay out the drawings of all families and currencies.

    :param money: the sums.
    :param room: tells how high the words of a bar are; those of a status stand above it, the others beside.
    :returns: the panels that have something to show.
    """
    sides: dict[tuple[Family, str], tuple[list[Sum], list[Sum]]] = defaultdict(lambda: ([], []))
    for place, sums in enumerate((money.by_giver, money.by_receiver)):
        for one in sums:
            if one.total:
                sides[one.family, one.currency][place].append(one)
    return [lay_out(family, currency, *both, room) for (family, currency), both in sides.items()]


def lay_out(
    family: Family, currency: str, giving: Sequence[Sum], receiving: Sequence[Sum], room: Callable[[Bar], float]
) -> Panel:
    """Lay out one drawing.

    :param family: what is summed.
    :param currency: ISO 4217 code.
    :param giving: sums by giver and status.
    :param receiving: sums by receiver and status; they come to the same for each status.
    :param room: tells how high the words of a bar are.
    :returns: bars that do not overlap, and the bands between them.
    """
    total = sum(float(one.total or 0) for one in giving)

    def high(one: Sum) -> float:
        return max(_THINNEST, float(one.total or 0) * _HEIGHT / total)

    statuses = sorted({one.status for one in giving}, key=lambda status: (rank(status), status or ""))
    columns = [
        _parties(Column.GIVER, giving),
        [Bar(Column.STATUS, (), status, tuple(one for one in giving if one.status == status)) for status in statuses],
        _parties(Column.RECEIVER, receiving),
    ]
    tall = [[_height(bar, receiving, high) for bar in column] for column in columns]
    rooms = [
        [
            height + room(bar) if bar.column is Column.STATUS else max(height, room(bar))
            for bar, height in zip(*pair, strict=True)
        ]
        for pair in zip(columns, tall, strict=True)
    ]
    heights = [sum(column) + _BETWEEN_BARS * (len(column) - 1) for column in rooms]
    placed: list[Bar] = []
    for column, high_bars, spaces, height in zip(columns, tall, rooms, heights, strict=True):
        top = (max(heights) - height) / 2
        for bar, own, space in zip(column, high_bars, spaces, strict=True):
            y = top + space - own if bar.column is Column.STATUS else top + (space - own) / 2
            placed.append(Bar(bar.column, bar.things, bar.status, bar.sums, y, own, top))
            top += space + _BETWEEN_BARS
    return Panel(family, currency, tuple(placed), tuple(_bands(placed, high)), max(heights))


def _parties(column: Column, sums: Sequence[Sum]) -> list[Bar]:
    found: dict[tuple[Iri, ...], list[Sum]] = defaultdict(list)
    for one in sums:
        found[one.things].append(one)
    # In the order of their first status, so that few bands cross.
    ordered = sorted(found.items(), key=lambda item: (rank(item[1][0].status), -float(item[1][0].total or 0), item[0]))
    return [Bar(column, things, None, tuple(own)) for things, own in ordered]


def _height(bar: Bar, receiving: Sequence[Sum], high: Callable[[Sum], float]) -> float:
    if bar.column is not Column.STATUS:
        return sum(map(high, bar.sums)) + _BETWEEN_STATUSES * (len(bar.sums) - 1)
    return max(sum(map(high, bar.sums)), sum(high(one) for one in receiving if one.status == bar.status))


def _bands(bars: Sequence[Bar], high: Callable[[Sum], float]) -> list[Band]:
    # How far each status is filled, to the left and to the right.
    filled = {(bar.status, side): bar.y for bar in bars if bar.column is Column.STATUS for side in (True, False)}
    bands = []
    for bar in bars:
        if bar.column is Column.STATUS:
            continue
        y, outgoing = bar.y, bar.column is Column.GIVER
        for one in bar.sums:
            there, height = filled[one.status, outgoing], high(one)
            ends = (y, there) if outgoing else (there, y)
            bands.append(Band(one, outgoing, *ends, height))
            filled[one.status, outgoing] += height
            y += height + _BETWEEN_STATUSES
    return bands
