"""Every abbreviation in a Swedish name or phrase of the data is known: it is another name of some thing or concept."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.namespaces import PREFIXES, SG
from styrgraf.validate.findings import Finding, Severity, make_finding
from styrgraf.validate.uses import Stated, read_stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.documents.layout import Layout
    from styrgraf.store import Graph

__all__ = ["NAMES", "abbreviations_in", "check_abbreviations", "explained"]

_SKOS = PREFIXES["skos"]
#: Properties that name a thing.
NAMES = frozenset((f"{_SKOS}prefLabel", f"{_SKOS}altLabel"))
#: Notes explain and titles quote: neither names anything.
_UNREAD = frozenset((f"{_SKOS}editorialNote", f"{PREFIXES['dcterms']}title", SG.heading))
# Two to six capitals that are a word, or the first part of one; not the start of a case number.
_ABBREVIATION = re.compile(r"(?<![\w.-])[A-ZÅÄÖ]{2,6}(?!\w|-\d)")
_ROMAN = re.compile(r"[IVX]+")


def check_abbreviations(layout: Layout, graph: Graph | None = None) -> list[Finding]:
    """Find abbreviations that nothing in the graph explains.

    An abbreviation is known if it is a name of a thing or concept, such as “FGK”, or a part of a name that is all
    in capitals, such as “VA SYD”.

    :param layout: the folders of the graph.
    :param graph: the graph that the layout holds some files of, to ask it what the others state; None if it holds all.
    :returns: a warning for each unknown abbreviation, with every place where it stands.
    :raises UnreadableFileError: if a file is missing or not well-formed.
    """
    data = read_stated(layout.data_files())
    if graph is None:
        named = (*data, *read_stated(layout.ontology_files()))
        known = abbreviations_in(fact.text for fact in named if fact.predicate in NAMES)
    else:
        known = explained(graph)
    unknown: dict[str, list[Stated]] = defaultdict(list)
    for fact in data:
        if fact.language == "sv" and fact.predicate not in _UNREAD:
            for found in set(_ABBREVIATION.findall(fact.text)) - known:
                if not _ROMAN.fullmatch(found):
                    unknown[found].append(fact)
    return [_finding(short, facts, known) for short, facts in sorted(unknown.items())]


def explained(graph: Graph) -> set[str]:
    """List the abbreviations that a name in a graph explains.

    :param graph: the graph.
    :returns: the abbreviations.
    """
    names = (quad.object for name in NAMES for quad in graph.store.quads_for_pattern(None, ox.NamedNode(name), None))
    return abbreviations_in(name.value for name in names if isinstance(name, ox.Literal))


def abbreviations_in(names: Iterable[str]) -> set[str]:
    """List the parts of names that are all in capitals.

    :param names: names of things and concepts.
    :returns: the parts.
    """
    return {part for name in names if name.isupper() for part in name.split()}


def _finding(short: str, facts: list[Stated], known: set[str]) -> Finding:
    near = get_close_matches(short, sorted(known), n=1)
    sv, en = (f" Menade du {near[0]}?", f" Did you mean {near[0]}?") if near else ("", "")
    return make_finding(
        "abbreviations",
        "unknown-abbreviation",
        f"förkortningen {short} är okänd: ge den som skos:altLabel åt det den står för, i data/editorial eller "
        f"ontology/concepts/abbreviation.ttl.{sv}",
        f"the abbreviation {short} is unknown: give it as skos:altLabel to what it stands for, in data/editorial or "
        f"ontology/concepts/abbreviation.ttl.{en}",
        facts[0].subject,
        [fact.place for fact in facts],
        severity=Severity.WARNING,
        path=facts[0].predicate,
        value=short,
    )
