"""Choosing the format of a report from those that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from styrgraf.errors import StyrgrafError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["choose_format"]

_Renderer = TypeVar("_Renderer")


def choose_format(formats: Mapping[str, _Renderer], form: str, of: str) -> _Renderer:
    """Choose what writes a report.

    :param formats: names of formats to what writes them.
    :param form: the name of one.
    :param of: what the report is of, for the message.
    :returns: what writes the format.
    :raises StyrgrafError: if there is no such format.
    """
    if form not in formats:
        raise StyrgrafError(f"there is no format “{form}” for {of}", remedy=f"name one of {', '.join(formats)}")
    return formats[form]
