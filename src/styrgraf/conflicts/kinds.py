"""What can disagree: each kind of conflict is a query in ``queries/conflicts/`` that selects what passages state.

The header is ``# key: value`` comments as in other queries, and ``conflict-order``; ``conflict-sv`` and
``conflict-en``, what a conflict of the kind is called, with ``{property}`` for the property; ``conflict-compare``, how
values are compared; and ``conflict-time``, what their times mean. A query selects ``?about ?property ?value ?graph``,
and as it needs ``?node`` (what has the value: a figure, a membership), ``?part``, ``?from ?until ?on ?known``,
``?approximate``, ``?forecast``, ``?acting``, ``?share``, ``?period`` and ``?unit``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from styrgraf.documents.ordering import natural_key
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text
from styrgraf.reason.rules import read_header

if TYPE_CHECKING:
    from pathlib import Path

    from styrgraf.documents.layout import Layout

__all__ = ["Comparison", "ConflictKind", "Timing", "read_kinds"]

_FOLDER = "conflicts"


class Comparison(StrEnum):
    """How values are compared."""

    DATES = "dates"
    NUMBERS = "numbers"
    THINGS = "things"
    TEXTS = "texts"
    SUM = "sum"


class Timing(StrEnum):
    """What the times of values mean.

    A fact that holds for good has one value ever. A figure is of the time that it is stated of, and what holds for a
    time holds from its beginning to its end.
    """

    EVER = "ever"
    FIGURE = "figure"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class ConflictKind:
    """A kind of conflict.

    :param name: file name of its query without the ending.
    :param titles: language tag to what a conflict of the kind is called.
    :param compare: how values are compared.
    :param timing: what the times of values mean.
    :param query: the SPARQL SELECT.
    :param path: its file, for messages.
    """

    name: str
    titles: dict[str, str]
    compare: Comparison
    timing: Timing
    query: str
    path: Path


def read_kinds(layout: Layout) -> list[ConflictKind]:
    """Read the kinds of conflict.

    :param layout: the folders of the graph.
    :returns: the kinds, in the order that they give.
    :raises StyrgrafError: if a query lacks what its header must have.
    """
    found = [(path, read_text(path)) for path in layout.query_files() if path.parent.name == _FOLDER]
    found.sort(key=lambda one: natural_key(read_header(one[1]).get("conflict-order", "99")))
    return [_read_kind(path, query) for path, query in found]


def _read_kind(path: Path, query: str) -> ConflictKind:
    header = read_header(query)
    titles = {language: _need(header, f"conflict-{language}", path) for language in ("sv", "en")}
    compare = _choose(Comparison, header, "conflict-compare", path)
    timing = _choose(Timing, header, "conflict-time", path)
    return ConflictKind(path.stem, titles, Comparison(compare), Timing(timing), query, path)


def _need(header: dict[str, str], key: str, path: Path, form: str = "…") -> str:
    if key not in header:
        raise StyrgrafError(
            f"the conflict query has no “{key}” in its header",
            place=Place(path, 1),
            remedy=f"add a line “# {key}: {form}”",
        )
    return header[key]


def _choose(choices: type[StrEnum], header: dict[str, str], key: str, path: Path) -> str:
    form = " or ".join(choices)
    value = _need(header, key, path, form)
    if value not in set(choices):
        raise StyrgrafError(f"the header's “{key}” is “{value}”", place=Place(path, 1), remedy=f"write {form}")
    return value
