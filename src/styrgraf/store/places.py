"""Where a passage stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.phrases import phrase

if TYPE_CHECKING:
    from styrgraf.store.records import Source

__all__ = ["place_of"]


def place_of(source: Source, language: str) -> str:
    """Say where a passage stands, in words: ``Ärendet, stycke 2``.

    :param source: a passage or reading.
    :param language: ``sv`` or ``en``.
    :returns: heading and ordinal; of a restated passage that it is restated, too.
    """
    if source.ordinal is None:
        return source.document_label
    if source.ordinal == 0:
        return phrase("title-passage", language)
    ordinal = phrase("restated-passage" if source.restated else "passage", language, ordinal=source.ordinal)
    return f"{source.heading}, {ordinal}" if source.heading else ordinal
