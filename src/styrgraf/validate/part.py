"""Some of the files of a graph, looked at in place of all; and which files may name a thing, without parsing them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styrgraf.documents.layout import Layout
from styrgraf.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Part", "files_naming"]

#: What may stand between the parts of a name that a file writes apart or with an escape.
_BETWEEN = re.compile(r"""[/#"'\\\s]+""")
#: What may hide a name from a search: an escape in it, or a prefix or base that ends within it.
_HIDING = re.compile(r"""\\[^"'\\nrt]|(?:prefix|base)\b[^<\n]*<[^>]*[^/#>]>""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part(Layout):
    """The folders of a graph of which only some files are looked at; the ontology is read whole, as what says of terms.

    :param files: the files that are.
    """

    files: frozenset[Path]

    @classmethod
    def of(cls, layout: Layout, files: Iterable[Path]) -> Part:
        """Choose some of the files of a graph.

        :param layout: the folders of the graph.
        :param files: the files.
        :returns: the folders with those files alone.
        """
        folders = layout.root, layout.ontology, layout.data, layout.shapes, layout.queries
        return cls(*folders, files=frozenset(files))

    def data_files(self) -> list[Path]:
        """List those of the data."""
        return [path for path in Layout.data_files(self) if path in self.files]

    def shape_files(self) -> list[Path]:
        """List those of the shapes."""
        return [path for path in Layout.shape_files(self) if path in self.files]

    def query_files(self) -> list[Path]:
        """List those of the queries."""
        return [path for path in Layout.query_files(self) if path in self.files]

    def rule_files(self) -> list[Path]:
        """List those of the rules."""
        return [path for path in Layout.rule_files(self) if path in self.files]

    def rdf_files(self) -> Iterator[Path]:
        """Go through those of ontology, shapes and data."""
        yield from (path for path in self.ontology_files() if path in self.files)
        yield from self.shape_files()
        yield from self.data_files()


def files_naming(files: Iterable[Path], names: Iterable[str]) -> list[Path]:
    """Find the files that may name any of some things: none that does is left out, but some may not.

    :param files: RDF files.
    :param names: IRIs, or words as they are written.
    :returns: the files whose text has every part of a name, since an IRI may be written with a prefix.
    :raises UnreadableFileError: if a file is missing or not UTF-8.
    """
    wanted = [[part for part in _BETWEEN.split(name) if part] for name in dict.fromkeys(names)]
    # The last part of an IRI is the rarest.
    wanted = [parts[::-1] for parts in wanted if parts]
    if not wanted:
        return []
    texts = ((path, read_text(path)) for path in files)
    return [
        path
        for path, text in texts
        if any(all(part in text for part in parts) for parts in wanted) or _HIDING.search(text)
    ]
