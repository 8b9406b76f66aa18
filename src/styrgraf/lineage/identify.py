"""From what a person types to a thing of the graph."""

from __future__ import annotations

import re
import textwrap

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES, expand, slug
from styrgraf.store import Graph, Iri, Text

__all__ = ["UnclearIdentifierError", "identify"]

_DECISION = re.compile(r"(?P<body>.+?)\s+(?P<date>\d{4}(?:-\d\d){0,2})\s*,?\s*§\s*(?P<paragraph>\d+)")
_LABELS = ("skos:prefLabel", "skos:altLabel", "dcterms:title")
_MOST_CANDIDATES = 8
_LONGEST_SHOWN = 80


class UnclearIdentifierError(StyrgrafError):
    """An identifier that names nothing, or more than one thing.

    :param identifier: what was typed.
    :param candidates: things that may be meant: IRI and name.
    :param ambiguous: True if it names each of them, False if it names nothing and they only come near.
    """

    def __init__(self, identifier: str, candidates: list[tuple[Iri, str]], *, ambiguous: bool) -> None:
        self.candidates = candidates
        shown = textwrap.shorten(identifier, _LONGEST_SHOWN, placeholder=" …")
        what = f"“{shown}” names {len(candidates)} things" if ambiguous else f"“{shown}” names nothing here"
        lines = [f"{iri.removeprefix(BASE)}  ({label})" for iri, label in candidates[:_MOST_CANDIDATES]]
        if len(candidates) > _MOST_CANDIDATES:
            lines.append(f"… and {len(candidates) - _MOST_CANDIDATES} more")
        head = "say which of them:" if ambiguous else "did you mean:"
        remedy = "\n    ".join([head, *lines]) if lines else "name an IRI, a case number, a decision, a slug or a label"
        super().__init__(what, remedy=remedy)


def identify(graph: Graph, identifier: str) -> Iri:
    """Find the thing that an identifier names.

    Tried in turn: an IRI, a prefixed or relative one too; a case number; a decision as in ``KS 2022 § 130``;
    a label, former or short name in either language; a slug, the end of an IRI; whole words of a label.

    :param graph: the graph.
    :param identifier: what was typed.
    :returns: IRI of the thing.
    :raises UnclearIdentifierError: if it names nothing, or more than one thing; with candidates.
    """
    # Bytes that are not UTF-8 come as lone surrogates, which no name in the graph has.
    text = identifier.encode("utf-8", "replace").decode().strip()
    for find in (_by_iri, _by_number, _by_decision, _by_label, _by_slug, _by_words_of_label):
        found = sorted(set(find(graph, text)))
        if len(found) == 1:
            return found[0]
        if found:
            raise UnclearIdentifierError(text, [(iri, graph.label(iri)) for iri in found], ambiguous=True)
    raise UnclearIdentifierError(text, _near(graph, text), ambiguous=False)


def _things(graph: Graph) -> list[Iri]:
    rows = graph.select(
        f'SELECT DISTINCT ?thing WHERE {{ ?thing a ?class FILTER (STRSTARTS(STR(?thing), "{BASE}")) '
        "FILTER NOT EXISTS { VALUES ?class { sg:Passage sg:Reading sg:Derivation } ?thing a ?class } }"
    )
    return [Iri(str(row[0])) for row in rows]


def _by_iri(graph: Graph, text: str) -> list[Iri]:
    tries = (text.strip("<>"), expand(text) or "", BASE + text)
    return [Iri(one) for one in tries if re.fullmatch(r"[a-z]+:[^\s<>\"{}|\\^`]+", one) and graph.is_known(one)][:1]


def _by_number(graph: Graph, text: str) -> list[Iri]:
    number = re.sub(r"\s", "", text).upper()
    return graph.subjects(f"{PREFIXES['dcterms']}identifier", Text(number))


def _by_decision(graph: Graph, text: str) -> list[Iri]:
    match = _DECISION.fullmatch(text)
    if not match:
        return []
    rows = graph.select(
        """SELECT DISTINCT ?decision ?name ?number ?when WHERE {
          ?decision a sg:Decision ; sg:decidedBy ?body ; sg:paragraph ?paragraph ; sg:date ?date .
          ?body skos:prefLabel|skos:altLabel ?label .
          FILTER (LCASE(STR(?label)) = ?name && STR(?paragraph) = ?number && STRSTARTS(STR(?date), ?when))
        }""",
        name=Text(match["body"].lower()),
        number=Text(match["paragraph"].lstrip("0")),
        when=Text(match["date"]),
    )
    return [Iri(str(row[0])) for row in rows]


def _by_slug(graph: Graph, text: str) -> list[Iri]:
    ends = {f"/{text}".casefold(), f"/{slug(text)}".casefold()} - {"/"}
    return [thing for thing in graph.once(_things) if thing.casefold().endswith(tuple(ends))] if ends else []


def _labels(graph: Graph) -> list[tuple[str, Iri]]:
    path = "|".join(_LABELS)
    rows = graph.select(
        f'SELECT DISTINCT ?label ?thing WHERE {{ ?thing {path} ?label FILTER (STRSTARTS(STR(?thing), "{BASE}")) }}'
    )
    return [(str(label).casefold(), Iri(str(thing))) for label, thing in rows]


def _by_label(graph: Graph, text: str) -> list[Iri]:
    return [thing for label, thing in graph.once(_labels) if label == text.casefold()]


def _by_words_of_label(graph: Graph, text: str) -> list[Iri]:
    words = re.compile(rf"(?<!\w){re.escape(text.casefold())}(?!\w)")
    return [thing for label, thing in graph.once(_labels) if text and words.search(label)]


def _near(graph: Graph, text: str) -> list[tuple[Iri, str]]:
    from difflib import get_close_matches  # noqa: PLC0415 - only what names nothing is compared with all names

    names: dict[str, Iri] = {}
    for thing in graph.once(_things):
        names.setdefault(thing.rpartition("/")[2].casefold(), thing)
        names.setdefault(thing.removeprefix(BASE).casefold(), thing)
    names |= dict(graph.once(_labels))
    near = get_close_matches(text.casefold(), list(names), n=_MOST_CANDIDATES, cutoff=0.5 if len(text) > 3 else 0.8)
    return [(thing, graph.label(thing)) for thing in dict.fromkeys(names[name] for name in near)]
