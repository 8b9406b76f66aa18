"""How the outline of a report is set: as text for an 80-column terminal, or as Markdown."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from styrgraf.reports.outline import Item, Line, Report

__all__ = ["one_line", "set_markdown", "set_text"]

_LEAD = 2
_LONG_LEAD = 6
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#|])")


def one_line(text: str) -> str:
    """Set a name or another text on one line: a line end would break a heading, a list or a table.

    :param text: the text; other control signs, which could move the cursor, go too.
    :returns: the text with single spaces.
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def set_text(report: Report, width: int = 80) -> str:
    """Set a report as text.

    :param report: the outline.
    :param width: the most columns.
    :returns: the text, with a final line end.
    """
    lines = _wrap(f"{report.title}{_citations(report.citations)}", "", "", width)
    lines += [row for line in report.lines for row in _set_line(line, "", width)]
    for section in report.sections:
        lines += ["", section.heading, ""]
        for item in section.items:
            lines += _set_item(item, width)
            lines += [""] if item.lines and item is not section.items[-1] else []
        lines += [""] if section.remarks and section.items and section.items[-1].lines else []
        lines += [row for line in section.remarks for row in _set_line(line, " " * _LEAD, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def set_markdown(report: Report) -> str:
    """Set a report as Markdown (CommonMark).

    :param report: the outline.
    :returns: the text, with a final line end.
    """
    lines = [f"# {_escape(report.title)}{_escape(_citations(report.citations))}", ""]
    lines += [f"{_markdown_line(line)}  " for line in report.lines]
    for section in report.sections:
        lines += ["", f"## {_escape(section.heading)}", ""]
        for item in section.items:
            lead = f"{_escape(item.lead)} " if item.lead != "•" else ""
            lines.append(f"- {lead}{_escape(_headline(item))}")
            lines += _markdown_list(item.lines, 1)
        if section.remarks:
            lines += ["", *(f"{_markdown_line(line)}  " for line in section.remarks)]
    return "\n".join(line if line.strip() else "" for line in lines).rstrip() + "\n"


def _headline(item: Item) -> str:
    note = f" ({item.note})" if item.note else ""
    return f"{item.title}{note}{_citations(item.citations)}"


def _citations(numbers: tuple[int, ...]) -> str:
    return f" [{', '.join(map(str, numbers))}]" if numbers else ""


def _statement(line: Line) -> str:
    mark = f" ({line.mark})" if line.mark else ""
    return f"{line.text.rstrip()}{mark}{_citations(line.citations)}"


def _set_item(item: Item, width: int) -> list[str]:
    indent = " " * (_LEAD + (len(item.lead) + 1 if len(item.lead) < _LONG_LEAD else 2))
    rows = _wrap(f"{item.lead} {_headline(item)}", " " * _LEAD, indent, width)
    return rows + [row for line in item.lines for row in _set_line(line, indent, width)]


def _set_line(line: Line, indent: str, width: int) -> list[str]:
    rows = _wrap(_statement(line), indent, f"{indent}  ", width)
    return rows + [row for subline in line.sublines for row in _set_line(subline, f"{indent}  ", width)]


def _wrap(text: str, first: str, following: str, width: int) -> list[str]:
    # Numbers in brackets and amounts stay whole: their spaces do not break.
    kept = re.sub(r"\[[\d, ]+\]", lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), text)
    rows = textwrap.wrap(
        kept,
        width,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [row.replace("\N{NO-BREAK SPACE}", " ") for row in rows] or [""]


def _markdown_list(lines: tuple[Line, ...], level: int) -> list[str]:
    rows = []
    for line in lines:
        rows.append(f"{'  ' * level}- {_markdown_line(line)}")
        rows += _markdown_list(line.sublines, level + 1)
    return rows


def _markdown_line(line: Line) -> str:
    return _escape(_statement(line))


def _escape(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", text)
