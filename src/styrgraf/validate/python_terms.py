"""Every term that Python code names exists: ``SG.drawsOn``, and names in its strings, SPARQL among them."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from styrgraf.errors import Place, UnreadableFileError
from styrgraf.files import read_text
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG, SITE
from styrgraf.validate.known import VOCABULARIES, Family, family_of, read_known
from styrgraf.validate.terms import missing_term

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from styrgraf.documents.layout import Layout
    from styrgraf.store import Graph
    from styrgraf.validate.findings import Finding

__all__ = ["check_python_terms"]

#: What stands in a resolved f-string for a value that is not known before the program runs.
_UNKNOWN = "\ufffc"
_LOCAL = r"[A-Za-z_](?:[\w-]*\w)?"
_PREFIXED = re.compile(
    rf"(?<![\w:.#@{_UNKNOWN}-])(?P<prefix>{'|'.join(sorted(map(re.escape, PREFIXES), key=len, reverse=True))})"
    rf":(?P<local>{_LOCAL})(?![\w:{_UNKNOWN}]|-{_UNKNOWN})"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_ABSOLUTE = re.compile(
    rf"(?P<space>{'|'.join(map(re.escape, VOCABULARIES))}|{re.escape(CONCEPT)}[a-z-]+/)"
    rf"(?P<local>{_LOCAL})(?![\w{_UNKNOWN}]|-{_UNKNOWN}|/)"
)
_CONSTANTS = {"SG": str(SG), "BASE": BASE, "CONCEPT": CONCEPT, "SITE": SITE}


def check_python_terms(folder: Path, layout: Layout, graph: Graph | None = None) -> list[Finding]:
    """Check that every term that Python code names exists.

    Looked at are attributes of ``SG``, and in strings, docstrings among them, prefixed names and IRIs of
    vocabularies and concepts. Strings that are put together are read as far as their parts are constants.

    :param folder: a folder with Python files, such as ``src`` or ``scripts``.
    :param layout: the folders of the graph.
    :param graph: the graph, to ask it what the data describe; None to read all data files.
    :returns: one finding for each term that does not exist, with every place that names it.
    :raises UnreadableFileError: if a file is not Python.
    """
    known = read_known(layout, graph)
    places: dict[str, list[Place]] = defaultdict(list)
    families: dict[str, Family] = {}
    for path in sorted(folder.rglob("*.py")):
        for iri, place in _Reader(path).terms():
            family = family_of(iri)
            if family and not known.has(iri, family):
                families[iri] = family
                places[iri].append(place)
    return [missing_term(iri, family, known, places[iri]) for iri, family in families.items()]


class _Reader:
    """The terms of one Python file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        text = read_text(path)
        self._lines = text.split("\n")
        try:
            self._tree = ast.parse(text)
        except SyntaxError as error:
            raise UnreadableFileError(
                f"this is not Python: {error.msg}", place=Place(path, error.lineno, error.offset)
            ) from error

    def terms(self) -> Iterator[tuple[str, Place]]:
        """Go through the IRIs of terms that the file names."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Attribute) and _is_sg(node.value) and not node.attr.startswith("_"):
                line = node.end_lineno or node.lineno
                # ast counts columns in bytes.
                before = self._lines[line - 1].encode()[: node.end_col_offset].decode()
                yield SG[node.attr], Place(self._path, line, len(before) - len(node.attr) + 1)
        yield from self._strings(self._tree)

    def _strings(self, node: ast.AST) -> Iterator[tuple[str, Place]]:
        text = _resolve(node) if isinstance(node, ast.expr) else None
        if text is not None and not isinstance(node, ast.Attribute | ast.Name | ast.Subscript):
            yield from self._names(text, node)
            for part in _parts(node):
                yield from self._strings(part)
            return
        if isinstance(node, ast.Subscript) and _is_sg(node.value) and text is not None:
            yield text, self._place(node, text.removeprefix(str(SG)), {})
        for child in ast.iter_child_nodes(node):
            yield from self._strings(child)

    def _names(self, text: str, node: ast.AST) -> Iterator[tuple[str, Place]]:
        seen: dict[str, int] = {}
        for match in _PREFIXED.finditer(_ADDRESS.sub("¤", text)):
            yield PREFIXES[match["prefix"]] + match["local"], self._place(node, match[0], seen)
        for match in _ABSOLUTE.finditer(text):
            yield match[0], self._place(node, match["local"], seen)

    def _place(self, node: ast.AST, written: str, seen: dict[str, int]) -> Place:
        """Find a name in the lines of a string: where in its text a part stands says nothing of where in the file."""
        first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
        found = re.compile(rf"(?<!\w){re.escape(written)}(?![\w-])")
        hits = [
            Place(self._path, number, match.start() + 1)
            for number in range(first, last + 1)
            for match in found.finditer(self._lines[number - 1])
        ]
        count = seen[written] = seen.get(written, -1) + 1
        return hits[min(count, len(hits) - 1)] if hits else Place(self._path, first)


def _resolve(node: ast.AST) -> str | None:
    """Read an expression as text, with a sign for each part that is not constant; None if it is no text at all."""
    text: str | None = None
    match node:
        case ast.Constant(value=str() as text):
            pass
        case ast.JoinedStr(values=parts):
            text = "".join(_resolve(part) or _UNKNOWN for part in parts)
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            text = _resolve(value)
        case ast.Name(id=name):
            text = _CONSTANTS.get(name)
        case ast.Attribute(value=value, attr=name) if _is_sg(value):
            text = SG[name]
        case ast.Subscript(value=value, slice=ast.Constant(value=str() as name)) if _is_sg(value):
            text = SG[name]
        case ast.Subscript(value=ast.Name(id="PREFIXES"), slice=ast.Constant(value=str() as prefix)):
            text = PREFIXES.get(prefix)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = (_resolve(left), _resolve(right))
            text = None if texts == (None, None) else "".join(part or _UNKNOWN for part in texts)
    return text


def _parts(node: ast.AST) -> list[ast.expr]:
    """List the parts of a text in which other strings may stand."""
    match node:
        case ast.JoinedStr(values=parts):
            return [part.value for part in parts if isinstance(part, ast.FormattedValue)]
        case ast.BinOp(left=left, right=right):
            return [side for side in (left, right) if _resolve(side) is None]
    return []


def _is_sg(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "SG") or (isinstance(node, ast.Attribute) and node.attr == "SG")
