"""The graph on a day: what held then by all that is known now, sorted by how sure it is."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from styrgraf.store import Iri, Text, from_node
from styrgraf.timeline.dates import check_date
from styrgraf.timeline.records import Absence, Certainty
from styrgraf.timeline.standings import LeftOut, Standings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

    from styrgraf.store import Graph, Term

__all__ = ["LeftOut", "View", "view"]

#: From the surest.
_ORDER = (Certainty.CERTAIN, Certainty.STRETCHED, Certainty.UNDATED)


def view(graph: Graph, as_of: str) -> View:
    """Look at a graph as of a day: what held then, by all that is known now.

    :param graph: the graph.
    :param as_of: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.
    :returns: the view.
    :raises StyrgrafError: if the day is no date.
    """
    return View(graph, check_date(as_of))


class View:
    """A graph as of a day.

    What had ended, had not begun, or is known only from proposals is left out, and so is each fact about it. What has
    no time of its own – people, parties, concepts, documents and passages – is certain. A fact is as sure as the least
    sure of its subject and its value; between two organisations also as its own dates, or those of its pages, make it.

    :param graph: the whole graph.
    :param as_of: the day, month or year.
    """

    def __init__(self, graph: Graph, as_of: str) -> None:
        self.whole = graph
        self.as_of = as_of
        self._standings = Standings(graph, as_of)
        self._graphs: dict[Certainty, Graph] = {}
        self._facts: dict[tuple[str, str, Term], Certainty | Absence] = {}

    @property
    def left(self) -> Mapping[Iri, LeftOut]:
        """What is left out, by IRI."""
        return self._standings.left

    def certainty(self, thing: str) -> Certainty | Absence:
        """Tell how sure it is that a thing was there.

        :param thing: its IRI.
        :returns: how sure, or why it is left out.
        """
        if left := self._standings.left.get(Iri(thing)):
            return left.why
        standing = self._standings.held.get(Iri(thing))
        return standing.certainty if standing else Certainty.CERTAIN

    def certainty_of_fact(self, subject: str, predicate: str, value: Term) -> Certainty | Absence:
        """Tell how sure it is that a fact held.

        :param subject: IRI of the thing that it is about.
        :param predicate: IRI of the property.
        :param value: the other thing, or the literal.
        :returns: how sure, or why it is left out.
        """
        key = (subject, predicate, value)
        if key not in self._facts:
            self._facts[key] = self._weigh(Iri(subject), Iri(predicate), value)
        return self._facts[key]

    def _weigh(self, subject: Iri, predicate: Iri, value: Term) -> Certainty | Absence:
        parts = [self.certainty(subject)]
        if not isinstance(value, Text):
            parts.append(self.certainty(value))
            link = self._standings.of_link(subject, predicate, value)
            if link is not None:
                parts.append(link if isinstance(link, Absence) else link.certainty)
        absences = [part for part in parts if isinstance(part, Absence)]
        return absences[0] if absences else max(filter(_is_sure, parts), key=_ORDER.index)

    def certainty_of_quad(self, quad: ox.Quad) -> Certainty | Absence:
        """Tell how sure it is that a fact held, in the graph that states it.

        :param quad: the fact.
        :returns: how sure, or why it is left out.
        """
        subject, predicate, value = (from_node(node) for node in (quad.subject, quad.predicate, quad.object))
        return self.certainty_of_fact(str(subject), str(predicate), value)

    def at_least(self, certainty: Certainty) -> Graph:
        """Give the facts that are as sure as a certainty, or surer.

        :param certainty: the least sure that is wanted.
        :returns: a graph of them, each fact in the graphs that state it.
        """
        if certainty not in self._graphs:
            wanted = _ORDER[: _ORDER.index(certainty) + 1]
            self._graphs[certainty] = self.whole.part(lambda quad: self.certainty_of_quad(quad) in wanted)
        return self._graphs[certainty]

    @property
    def graph(self) -> Graph:
        """All that is not left out, however sure."""
        return self.at_least(_ORDER[-1])

    @property
    def nested(self) -> tuple[Graph, ...]:
        """What is certain, that with what is stretched, and that with what is undated."""
        return tuple(map(self.at_least, _ORDER))

    @cached_property
    def counts(self) -> Counter[Certainty]:
        """How many of the things that have a time are of each certainty."""
        return Counter(standing.certainty for standing in self._standings.held.values())


def _is_sure(part: object) -> bool:
    return isinstance(part, Certainty)
