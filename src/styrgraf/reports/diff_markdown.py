"""A comparison as Markdown for a pull request: a summary, tables, and long tables folded away."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from styrgraf.reports.layout import one_line

if TYPE_CHECKING:
    from styrgraf.reports.diff_outline import Block, Outline
    from styrgraf.reports.diff_words import Teller

__all__ = ["escape", "set_tables"]

#: More rows than this are folded away.
_MOST_OPEN = 12
#: A comment on GitHub holds 65 536 signs.
_ROOM = 58_000
_COLUMNS = ("thing", "property", "before", "after", "source")
_STRUCTURE = re.compile(r"[!-/:-@\[-`{-~]")
_PLAIN = frozenset(" ,.;-()/+%'\"?!:")
#: What a forge makes a link or a call of after the Markdown is read: @name, #12, www.
_CALLING = re.compile(r"(&#64;|&#35;|www|https?|ftp|mailto|GH-)(?=[\w.:-]|&#)", re.IGNORECASE)
_BLOCK_START = re.compile(r"^(\d+)([.)])|^[-+]|(?<=\s)[-+](?=\s)")


def set_tables(outline: Outline, teller: Teller) -> str:
    """Set a comparison as Markdown, short enough for a comment.

    :param outline: the comparison.
    :param teller: what gives the words.
    :returns: the text, with a final line end.
    """
    summary, *others = outline.summary
    lines = [f"## {escape(outline.title)}", "", f"**{escape(summary)}**"]
    lines += [f"<br>{escape(line)}" for line in others]
    rows = [_set_rows(block) for block in outline.blocks]
    room = _allot([sum(len(row) + 1 for row in some) for some in rows], _ROOM - sum(map(len, lines)))
    for block, some, allotted in zip(outline.blocks, rows, room, strict=True):
        lines += _set_block(block, some, teller, allotted)
    return "\n".join(lines) + "\n"


def _allot(sizes: list[int], room: int) -> list[int]:
    """Share the room, so that a long table leaves the short ones theirs."""
    allotted = [0] * len(sizes)
    for left, place in zip(range(len(sizes), 0, -1), sorted(range(len(sizes)), key=sizes.__getitem__), strict=True):
        allotted[place] = min(sizes[place], room // left)
        room -= allotted[place]
    return allotted


def escape(text: str) -> str:
    """Write a text so that no sign of it is read as markup, and nobody is called by it.

    :param text: any text.
    :returns: the text on one line, with signs as references.
    """
    written = _STRUCTURE.sub(lambda sign: sign[0] if sign[0] in _PLAIN else f"&#{ord(sign[0])};", one_line(text))
    written = _CALLING.sub("\\1\N{WORD JOINER}", written)
    return _BLOCK_START.sub(lambda start: "".join(f"&#{ord(sign)};" for sign in start[0]), written)


def _columns(block: Block) -> list[str]:
    return [column for column in _COLUMNS if any(getattr(row, column) for row in block.rows)]


def _set_rows(block: Block) -> list[str]:
    columns = _columns(block)
    return [
        f"| {escape(row.sign)} | {' | '.join(escape(getattr(row, column)) for column in columns)} |"
        for row in block.rows
    ]


def _set_block(block: Block, rows: list[str], teller: Teller, room: int) -> list[str]:
    ends = accumulate(len(row) + 1 for row in rows)
    fitting = rows[: sum(end <= room for end in ends)]
    remarks = [escape(remark) for remark in block.remarks]
    if len(fitting) < len(rows):
        remarks.append(escape(teller.say("cut", count=len(rows) - len(fitting))))
    body = [line for remark in remarks for line in (remark, "")][:-1]
    if fitting:
        heads = [escape(teller.say(f"column-{column}")) for column in _columns(block)]
        body = [f"| | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}", *fitting, *(["", *body] if body else [])]
    heading = escape(block.heading) + (f" ({len(rows)})" if rows else "")
    if len(rows) > _MOST_OPEN:
        return ["", f"<details><summary><b>{heading}</b></summary>", "", *body, "", "</details>"]
    return ["", f"### {heading}", "", *body]
