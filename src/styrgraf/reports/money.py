"""Flows of money as a report: text, CSV, JSON, a Sankey drawing in SVG, and a page with that drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.phrases import check_language
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import set_markdown, set_text
from styrgraf.reports.money_outline import MoneyTeller

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from styrgraf.money.records import Money
    from styrgraf.store import Graph

__all__ = ["FORMATS", "render_money"]

# What only one format needs is imported by that format.
# ruff: noqa: PLC0415


def render_money(graph: Graph, money: Money, form: str = "text", language: str = "sv") -> str:
    """Write a report of flows of money.

    :param graph: the graph that they were found in.
    :param money: the flows and their sums.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "money")
    check_language(language)
    return render(graph, money, language)


def _render_text(graph: Graph, money: Money, language: str) -> str:
    return set_text(MoneyTeller(graph, money, language).tell())


def _render_markdown(graph: Graph, money: Money, language: str) -> str:
    return set_markdown(MoneyTeller(graph, money, language).tell())


def _render_csv(graph: Graph, money: Money, language: str) -> str:
    from styrgraf.exports.tables import guard_formula, write_rows
    from styrgraf.money.tables import COLUMNS, money_to_rows

    rows = money_to_rows(graph, money, language)
    return write_rows([COLUMNS, *([guard_formula(row[column]) for column in COLUMNS] for row in rows)])


def _render_json(graph: Graph, money: Money, language: str) -> str:
    import json

    from styrgraf.money.tables import money_to_tree

    return json.dumps(money_to_tree(graph, money, language), ensure_ascii=False, indent=2) + "\n"


def _render_svg(graph: Graph, money: Money, language: str) -> str:
    from styrgraf.reports.money_drawing import money_to_svg

    return money_to_svg(graph, money, language)


def _render_html(graph: Graph, money: Money, language: str) -> str:
    from markupsafe import Markup

    from styrgraf.money.records import FlowKind
    from styrgraf.money.words import say
    from styrgraf.reports.money_drawing import WIDE, money_to_svg
    from styrgraf.reports.pages import page_template

    return page_template("money.html").render(
        language=language,
        report=MoneyTeller(graph, money, language).tell(),
        drawing=Markup(money_to_svg(graph, money, language)) if money.flows else "",  # ElementTree escaped its text
        drawing_width=WIDE,
        say=lambda key: say(key, language),
        tables={*FlowKind, "by-status", "by-year", "by-giver", "by-receiver"},
    )


#: Formats by name.
FORMATS: Mapping[str, Callable[[Graph, Money, str], str]] = {
    "text": _render_text,
    "markdown": _render_markdown,
    "csv": _render_csv,
    "json": _render_json,
    "svg": _render_svg,
    "html": _render_html,
}
