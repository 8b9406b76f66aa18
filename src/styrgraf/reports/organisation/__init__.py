"""The city's organisation on a day as a report: a tree of who belongs where, with how sure each thing and link is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.phrases import check_language
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import set_markdown, set_text
from styrgraf.reports.organisation.exchange import organisation_to_json, organisation_to_mermaid
from styrgraf.reports.organisation.outline import outline_organisation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from styrgraf.store import Graph
    from styrgraf.timeline.records import Organisation

__all__ = ["FORMATS", "render_organisation"]


def render_organisation(graph: Graph, found: Organisation, form: str = "text", language: str = "sv") -> str:
    """Write a report of the organisation on a day.

    :param graph: the graph.
    :param found: the organisation.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "organisations")
    check_language(language)
    return render(graph, found, language)


def _svg(graph: Graph, found: Organisation, language: str) -> str:
    from styrgraf.reports.drawing.organisation import organisation_to_svg  # noqa: PLC0415 - only a drawing needs it
    from styrgraf.reports.organisation.chart import chart_organisation  # noqa: PLC0415

    return organisation_to_svg(chart_organisation(graph, found, language))


def _html(graph: Graph, found: Organisation, language: str) -> str:
    from styrgraf.reports.organisation.page import organisation_to_html  # noqa: PLC0415 - only a page needs its engine

    return organisation_to_html(graph, found, language)


#: Formats by name.
FORMATS: Mapping[str, Callable[[Graph, Organisation, str], str]] = {
    "text": lambda graph, found, language: set_text(outline_organisation(graph, found, language)),
    "markdown": lambda graph, found, language: set_markdown(outline_organisation(graph, found, language)),
    "json": organisation_to_json,
    "mermaid": organisation_to_mermaid,
    "svg": _svg,
    "html": _html,
}
