"""The named queries of ``queries/``: a file a question, with a header that says what it asks and takes.

The header is ``# key: value`` comments: ``title-sv``, ``title-en``, ``question``, ``question-sv`` (may be left out),
``group``, and for each parameter ``# param: NAME TYPE required – what it is`` or ``default=VALUE`` in place of
``required``; ``default=any`` leaves the parameter open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from styrgraf.documents.tokens import Kind, tokenize
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text
from styrgraf.reason.rules import read_header

if TYPE_CHECKING:
    from styrgraf.documents.layout import Layout

__all__ = [
    "ANY",
    "NamedQuery",
    "Parameter",
    "ParameterType",
    "find_query",
    "list_queries",
    "parse_query",
    "read_query",
]

#: The default of a parameter that is left open.
ANY = "any"

_PARAMETER_LINE = re.compile(r"#\s*param:\s*(.*)")
_PARAMETER = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)\s+(?P<type>[a-z]+)\s+"
    r"(?:(?P<required>required)|default=(?P<default>\S+))\s+[–-]\s+(?P<what>\S(?:.*\S)?)"
)
#: By folder and name, the files of queries that were found, the state that each was in, and what it says.
_found: dict[tuple[Path, str], tuple[Path, tuple[int, int] | None, NamedQuery]] = {}


class ParameterType(StrEnum):
    """What a parameter takes."""

    IRI = "iri"
    TEXT = "text"
    YEAR = "year"
    DATE = "date"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query takes.

    :param name: name of the variable that it is bound to, without its question mark.
    :param type: what it takes; an IRI is named as anything that names a thing: a case number, a slug, a label.
    :param what: what it is, in words.
    :param default: the value if none is given, or :data:`ANY`; None if the parameter is required.
    """

    name: str
    type: ParameterType
    what: str
    default: str | None = None

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is None

    @property
    def is_open(self) -> bool:
        """Whether the variable is left unbound if no value is given."""
        return self.default == ANY


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with a name.

    :param name: its file name without the ending.
    :param text: the SPARQL.
    :param titles: language tag to title.
    :param questions: language tag to the question that it answers.
    :param group: what it belongs with.
    :param parameters: what it takes.
    :param path: its file, for messages; None if it has none.
    """

    name: str
    text: str
    titles: dict[str, str]
    questions: dict[str, str]
    group: str
    parameters: tuple[Parameter, ...] = ()
    path: Path | None = None

    def title(self, language: str = "sv") -> str:
        """Give its title.

        :param language: ``sv`` or ``en``.
        :returns: the title in the language, or in another, or its name.
        """
        return self.titles.get(language) or next(iter(self.titles.values()), self.name)

    def question(self, language: str = "en") -> str:
        """Give the question that it answers.

        :param language: ``sv`` or ``en``.
        :returns: the question in the language, or in another; empty if it states none.
        """
        return self.questions.get(language) or next(iter(self.questions.values()), "")


def list_queries(layout: Layout) -> list[NamedQuery]:
    """List the named queries of a graph.

    :param layout: its folders.
    :returns: the queries, by group and name; the gap queries have a group of their own, ``gaps``.
    :raises StyrgrafError: if a file lacks a title or question, has a malformed parameter, or two have one name.
    """
    found: dict[str, NamedQuery] = {}
    for path in layout.query_files():
        query = _read_whole(path)
        if query.name in found:
            raise StyrgrafError(
                f"there are two queries named “{query.name}”",
                place=Place(path),
                remedy=f"rename this file or {found[query.name].path}",
            )
        found[query.name] = query
    return sorted(found.values(), key=lambda query: (query.group, query.name))


def find_query(layout: Layout, name: str) -> NamedQuery:
    """Find a named query.

    :param layout: the folders of the graph.
    :param name: name of the query.
    :returns: the query; found once, it is looked for again when its file has changed.
    :raises StyrgrafError: if there is none of that name, and it lists the nearest; or if its file is wrong, or two
        have the name.
    """
    known = _found.get((layout.queries, name))
    # To go through the folders takes longer than most queries.
    if known is None or known[1] != _state(known[0]):
        path = _find_file(layout, name)
        # Taken before the file is read: what changes between the two is read again the next time.
        state = _state(path)
        known = _found[layout.queries, name] = (path, state, _read_whole(path))
    return known[2]


def _state(path: Path) -> tuple[int, int] | None:
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size


def _find_file(layout: Layout, name: str) -> Path:
    files = [path for path in layout.query_files() if path.stem == name]
    if len(files) != 1:
        queries = [query.name for query in list_queries(layout)]
        # Words of the name in another order are near too.
        words = set(re.split(r"[-_ ]", name.casefold()))
        near = get_close_matches(name.casefold(), queries, n=5, cutoff=0.5)
        near += [other for other in queries if words & set(other.split("-")) and other not in near]
        remedy = f"did you mean {', '.join(near[:5])}?" if near else "styrgraf queries lists them"
        raise StyrgrafError(f"there is no query named “{name}”", remedy=remedy)
    return files[0]


def _read_whole(path: Path) -> NamedQuery:
    query = read_query(path)
    header = read_header(query.text)
    for key in ("title-sv", "title-en", "question"):
        if key not in header:
            raise StyrgrafError(
                f"the query has no “{key}” in its header", place=Place(path, 1), remedy=f"add a line “# {key}: …”"
            )
    return query


def read_query(path: Path) -> NamedQuery:
    """Read a query from a file; without a header it has neither title nor parameters.

    :param path: the file.
    :returns: the query.
    :raises StyrgrafError: if the file cannot be read or a parameter is malformed.
    """
    return parse_query(read_text(path), path)


@lru_cache
def parse_query(text: str, path: Path | None = None) -> NamedQuery:
    """Make a query of its text, with whatever its header says.

    :param text: SPARQL.
    :param path: its file; a query in the folder ``gaps`` is in the group of that name.
    :returns: the query.
    :raises StyrgrafError: if a parameter is malformed.
    """
    header = read_header(text)
    folder = path.parent.name if path else ""
    return NamedQuery(
        name=path.stem if path else "query",
        text=text,
        titles={tag: header[f"title-{tag}"] for tag in ("sv", "en") if f"title-{tag}" in header},
        questions={tag: header[key] for tag, key in (("en", "question"), ("sv", "question-sv")) if header.get(key, "")},
        group=header.get("group", folder),
        parameters=_parameters(text, path),
        path=path,
    )


def _parameters(text: str, path: Path | None) -> tuple[Parameter, ...]:
    named = {token.text[1:] for token in tokenize(text) if token.kind is Kind.VARIABLE}
    found: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        if match := _PARAMETER_LINE.fullmatch(line.strip()):
            place = Place(path or Path("<query>"), number)
            parameter = _parameter(match[1], place)
            if parameter.name in {other.name for other in found}:
                raise StyrgrafError(f"the parameter “{parameter.name}” is declared twice", place=place)
            if parameter.name not in named:
                raise StyrgrafError(
                    f"the query does not use its parameter “{parameter.name}”",
                    place=place,
                    remedy=f"use ?{parameter.name}, or take the line out",
                )
            found.append(parameter)
    return tuple(found)


def _parameter(declaration: str, place: Place) -> Parameter:
    match = _PARAMETER.fullmatch(declaration)
    if match is None or match["type"] not in set(ParameterType):
        raise StyrgrafError(
            f"the parameter “{declaration}” is malformed",
            place=place,
            remedy="write “# param: NAME TYPE required – what it is”, or default=VALUE for required; "
            f"TYPE is {', '.join(ParameterType)}",
        )
    return Parameter(match["name"], ParameterType(match["type"]), match["what"], match["default"])
