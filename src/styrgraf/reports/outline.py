"""The outline of a report: what it says, before it is set as text or Markdown."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Item", "Line", "Report", "Section"]


@dataclass(frozen=True, slots=True)
class Line:
    """One statement.

    :param text: what is said.
    :param citations: numbers of the sources.
    :param mark: on what authority, if no passage states it outright.
    :param sublines: what it consists of.
    """

    text: str
    citations: tuple[int, ...] = ()
    mark: str = ""
    sublines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A thing with what is said of it.

    :param lead: sign or number in front.
    :param title: the thing in words.
    :param lines: statements about it.
    :param note: date and status, in brackets.
    :param citations: numbers of the sources of the title.
    :param about: IRI of the thing, or of the source; empty where the item is about none.
    """

    lead: str
    title: str
    lines: tuple[Line, ...] = ()
    note: str = ""
    citations: tuple[int, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report.

    :param key: what it is about, the same in every language.
    :param heading: its heading.
    :param items: its items.
    :param remarks: statements after the items.
    """

    key: str
    heading: str
    items: tuple[Item, ...] = ()
    remarks: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    :param title: what it is about.
    :param lines: statements under the title.
    :param sections: its parts.
    :param citations: numbers of the sources of the title.
    """

    title: str
    lines: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    citations: tuple[int, ...] = ()
