"""Where findings stand: the file and line of every statement that a finding is about."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.locate import locate_statements
from styrgraf.namespaces import PREFIXES
from styrgraf.validate.part import files_naming

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.documents.layout import Layout
    from styrgraf.documents.locate import Statement
    from styrgraf.errors import Place
    from styrgraf.validate.findings import Finding

__all__ = ["place_findings"]

_RDF_TYPE = f"<{PREFIXES['rdf']}type>"
_IRI = re.compile(r"<([^<>]*)>")


def place_findings(findings: Iterable[Finding], layout: Layout, *, few: bool = False) -> list[Finding]:
    """Give findings the file and line of each statement that they are about.

    For a value that is wrong, these are the statements of that value; for values that disagree, those of all
    values of the property; for a value that is missing, those that say what kind of thing the focus is.

    :param findings: findings; those that have places keep them.
    :param layout: the files; they are read once each, and only if a finding needs them.
    :param few: whether so few things are found wanting that it is sooner to search the files for their names first.
    :returns: the findings in the same order.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    found = list(findings)
    focuses = {finding.focus for finding in found if finding.focus and not finding.places}
    wanted = {f"<{focus}>" for focus in focuses}
    if not wanted:
        return found
    index = _Index()
    files = (*layout.ontology_files(), *layout.data_files())
    for path in files_naming(files, focuses) if few else files:
        for statement in locate_statements(path):
            index.add(statement, wanted)
    return [finding if finding.places else replace(finding, places=index.places(finding)) for finding in found]


@dataclass(slots=True)
class _Index:
    """The statements that have a thing as their subject, and those that have it as their object."""

    about: defaultdict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    leading_to: defaultdict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))

    def add(self, statement: Statement, wanted: set[str]) -> None:
        if statement.subject in wanted:
            self.about[statement.subject].append(statement)
        if statement.object in wanted:
            self.leading_to[statement.object].append(statement)

    def places(self, finding: Finding) -> tuple[Place, ...]:
        focus = f"<{finding.focus}>"
        properties = {f"<{iri}>" for iri in _IRI.findall(finding.path)} or {f"<{finding.path}>"}
        # In ^<p> the focus is the object, and the value the subject.
        if "^" in finding.path:
            stated = [(s, _plain(s.subject)) for s in self.leading_to[focus] if s.predicate in properties]
        else:
            stated = [(s, _plain(s.object)) for s in self.about[focus] if s.predicate in properties]
        places = {s.place for s, value in stated if finding.value and value == finding.value}
        # A value that no file states so was derived, summed up, or stands further along a path.
        places = places or {s.place for s, _ in stated}
        return tuple(sorted(places or self._introductions(focus)))

    def _introductions(self, thing: str) -> set[Place]:
        kinds = {s.place for s in self.about[thing] if s.predicate == _RDF_TYPE}
        if kinds:
            return kinds
        firsts: dict[object, Place] = {}
        for statement in self.about[thing]:
            firsts.setdefault(statement.place.path, statement.place)
        return set(firsts.values())


@cache
def _plain(term: str) -> str:
    """Give the IRI, or the lexical form as the store has it, in which 2000000.00 is 2000000."""
    quad = next(iter(ox.parse(f"<s:> <p:> {term} .", ox.RdfFormat.N_TRIPLES)))
    store = ox.Store()
    store.add(quad)
    kept = next(iter(store)).object
    return str(kept) if isinstance(kept, ox.Triple) else kept.value
