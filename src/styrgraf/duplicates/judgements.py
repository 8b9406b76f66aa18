"""What has been judged of two things: by editorial judgement, or by a change of organisation that joins them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styrgraf.duplicates.records import Judgement, Verdict
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import Iri, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styrgraf.store import Graph

__all__ = ["read_judgements"]

_NOTE = f"{PREFIXES['skos']}editorialNote"
_ORIGINAL = f"{PREFIXES['org']}originalOrganization"
_RESULTING = f"{PREFIXES['org']}resultingOrganization"
_TYPE = f"{PREFIXES['rdf']}type"
_VERDICTS = {"true": Verdict.ONE_THING, "1": Verdict.ONE_THING, "false": Verdict.TWO_THINGS, "0": Verdict.TWO_THINGS}


def read_judgements(graph: Graph, language: str = "sv") -> Mapping[tuple[Iri, Iri], Judgement]:
    """Read what has been judged of pairs of things.

    A judgement that does not judge two things, or does not say whether they are one, judges nothing; nor do two
    that contradict each other. An editorial judgement goes before a change of organisation.

    :param graph: the graph.
    :param language: ``sv`` or ``en``; the other is taken where the text is missing.
    :returns: the judgements by pair, whose IRIs are in order.
    """
    judged: dict[tuple[Iri, Iri], list[Judgement]] = defaultdict(list)
    for iri in graph.subjects(_TYPE, Iri(SG.IdentityJudgement)):
        things = sorted({thing for thing in graph.values(iri, SG.judges) if isinstance(thing, Iri)})
        verdicts = {_VERDICTS.get(str(value)) for value in graph.values(iri, SG.sameThing)}
        verdict = verdicts.pop() if len(verdicts) == 1 else None
        if len(things) == 2 and verdict:
            sources = graph.evidence(iri, SG.judges, things[0])
            judged[things[0], things[1]].append(Judgement(iri, verdict, _text(graph, iri, language), sources))
    return {
        **_read_changes(graph, language),
        **{pair: same[0] for pair, same in judged.items() if len({one.verdict for one in same}) == 1},
    }


def _read_changes(graph: Graph, language: str) -> dict[tuple[Iri, Iri], Judgement]:
    resulting = defaultdict(set)
    for change, thing in graph.pairs(_RESULTING):
        resulting[change].add(thing)
    found = {}
    for change, original in sorted(graph.pairs(_ORIGINAL), reverse=True):
        for result in resulting[change] - {original}:
            text = _text(graph, change, language) or graph.label(change, language)
            sources = graph.evidence(change, _RESULTING, result)
            first, second = sorted((original, result))
            found[first, second] = Judgement(change, Verdict.ONE_BECAME_THE_OTHER, text, sources)
    return found


def _text(graph: Graph, thing: Iri, language: str) -> str:
    notes = [note for note in graph.values(thing, _NOTE) if isinstance(note, Text)]
    notes.sort(key=lambda note: note.language not in (language, ""))
    return notes[0].value if notes else ""
