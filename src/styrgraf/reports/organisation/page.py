"""The organisation on a day as a page: its drawing, and a tree that opens, with how each thing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markupsafe import Markup

from styrgraf.reports.drawing.organisation import organisation_to_svg
from styrgraf.reports.drawing.words import clean
from styrgraf.reports.organisation.chart import chart_organisation
from styrgraf.reports.pages import page_template
from styrgraf.timeline.records import Certainty, Role

if TYPE_CHECKING:
    from styrgraf.store import Graph
    from styrgraf.timeline.records import Organisation

__all__ = ["organisation_to_html"]


def organisation_to_html(graph: Graph, found: Organisation, language: str) -> str:
    """Write an organisation as a page.

    :param graph: the graph.
    :param found: the organisation.
    :param language: ``sv`` or ``en``.
    :returns: a whole HTML file, the same each time, with a final line end; it can be read without scripts.
    """
    chart = chart_organisation(graph, found, language)
    drawing = organisation_to_svg(chart)
    return page_template("organisation.html", clean=clean).render(
        language=language,
        chart=chart,
        certainties=tuple(Certainty),
        roles=[role for role in Role if role in chart.roles],
        say=chart.words.say,
        sources=chart.titles(),
        drawing=Markup(drawing),  # ElementTree has escaped its text
        drawing_width=ET.fromstring(drawing).get("width"),
    )
