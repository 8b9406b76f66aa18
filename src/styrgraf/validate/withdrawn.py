"""What withdrawn documents leave behind: links to things of which nothing in force says what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from styrgraf.validate.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styrgraf.store import Graph
    from styrgraf.validate.findings import Finding

__all__ = ["excuse_withdrawn"]


def excuse_withdrawn(findings: list[Finding], graph: Graph) -> Iterator[Finding]:
    """Only warn of what leads to a thing whose class is no longer in force: who withdrew a document broke nothing.

    :param findings: findings of shapes.
    :param graph: the graph that they are about.
    :returns: the findings in the same order.
    """
    withdrawn: set[str] = set()
    if any(finding.severity is Severity.VIOLATION and finding.value for finding in findings):
        # The default graph holds what is in force.
        rows = graph.select("SELECT DISTINCT ?thing { GRAPH ?g { ?thing a ?c } FILTER NOT EXISTS { ?thing a ?any } }")
        withdrawn = {str(thing) for (thing,) in rows}
    for finding in findings:
        if finding.severity is not Severity.VIOLATION or finding.value not in withdrawn:
            yield finding
            continue
        why = {
            "sv": "Bara återkallade eller ersatta dokument säger vad det är.",
            "en": "Only retracted or superseded documents say what it is.",
        }
        messages = {tag: f"{text} {why.get(tag, why['en'])}" for tag, text in finding.messages.items()}
        yield replace(finding, severity=Severity.WARNING, messages=messages)
