"""The lineage of a thing as of a day: traced in what held then, with how sure each thing and each edge is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from styrgraf.lineage.records import Left, Lineage
from styrgraf.lineage.trace import describe_node, reach, trace_lineage

if TYPE_CHECKING:
    from styrgraf.lineage.records import Edge
    from styrgraf.store import Graph, Iri
    from styrgraf.timeline.view import LeftOut, View

__all__ = ["trace", "trace_as_of"]

# Few ask for a day, and the records of the timeline take longer to import than most answers take.
# ruff: noqa: PLC0415


def trace(
    graph: Graph,
    view: View | None,
    focus: Iri,
    *,
    direction: str = "both",
    depth: int | None = None,
    language: str = "sv",
) -> Lineage:
    """Trace the lineage of a thing, as of a day if one is asked.

    :param graph: the graph.
    :param view: the graph as of the day; None for all times.
    :param focus: IRI of the thing.
    :param direction: ``up`` to the earlier, ``down`` to the later, or ``both``.
    :param depth: how many steps to walk; None for as far as it goes.
    :param language: ``sv`` or ``en``.
    :returns: the lineage.
    :raises StyrgrafError: if the direction is none of the three, or the depth is negative.
    """
    if view is None:
        return trace_lineage(graph, focus, direction=direction, depth=depth, language=language)
    return trace_as_of(view, focus, direction=direction, depth=depth, language=language)


def trace_as_of(
    view: View, focus: Iri, *, direction: str = "both", depth: int | None = None, language: str = "sv"
) -> Lineage:
    """Trace the lineage of a thing as of a day.

    :param view: the graph as of the day.
    :param focus: IRI of the thing.
    :param direction: ``up`` to the earlier, ``down`` to the later, or ``both``.
    :param depth: how many steps to walk; None for as far as it goes.
    :param language: ``sv`` or ``en``.
    :returns: the lineage, with what is left out as of the day; of a focus that is left out itself, that alone.
    :raises StyrgrafError: if the direction is none of the three, or the depth is negative.
    """
    from styrgraf.timeline.records import Absence

    reached = reach(view.whole, focus, direction=direction, depth=depth)
    absent = {thing: why for thing in reached if isinstance(why := view.certainty(thing), Absence)}
    left = tuple(Left(thing, absent[thing].value) for thing in sorted(absent) if thing != focus)
    if focus in absent:
        node = describe_node(view.whole, focus, 0, language)
        return Lineage(
            focus=focus,
            direction=direction,
            language=language,
            nodes=(replace(node, date=node.date or _date(view.left[focus]), certainty=absent[focus].value),),
            edges=(),
            money=(),
            course=None,
            context=(),
            gaps=(),
            cycles=(),
            hinges=(),
            as_of=view.as_of,
            left=left,
        )
    traced = trace_lineage(view.graph, focus, direction=direction, depth=depth, language=language)
    return replace(
        traced,
        nodes=tuple(replace(node, certainty=view.certainty(node.id).value) for node in traced.nodes),
        edges=tuple(replace(edge, certainty=_certainty(view, edge)) for edge in traced.edges),
        as_of=view.as_of,
        left=left,
    )


def _date(left: LeftOut) -> str:
    from styrgraf.timeline.records import Absence

    dates = left.span.ends if left.why is Absence.ENDED else left.span.begins
    return dates[0].value if dates else ""


def _certainty(view: View, edge: Edge) -> str:
    # The property may be stated of the earlier thing.
    stated = bool(view.whole.evidence(edge.later, edge.property, edge.earlier))
    subject, value = (edge.later, edge.earlier) if stated else (edge.earlier, edge.later)
    return view.certainty_of_fact(subject, edge.property, value).value
