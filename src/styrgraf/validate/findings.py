"""What validation finds: one record for every gate, whatever engine found it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.errors import Place

__all__ = ["Finding", "Severity", "make_finding"]


class Severity(StrEnum):
    """How grave a finding is, gravest first."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Order of gravity: 0 for a violation."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, missing or disagreeing.

    :param severity: violation for the malformed, warning for the absent and the disagreeing.
    :param gate: which gate found it: ``shacl``, ``terms``, ``evidence``, ``sources`` …
    :param rule: name of the shape or check, as a stable identifier.
    :param messages: language tag (``sv``, ``en``) to one sentence that says what is wrong and what would be right.
    :param focus: IRI of the thing that it is about; empty where it is about a file.
    :param path: IRI of the property, or the property path in SPARQL; empty where there is none.
    :param value: the value that is wrong, as a string; empty where it is missing.
    :param component: IRI of the SHACL constraint component, for SHACL findings.
    :param places: every file and line that states the fact, or that introduces the thing.
    """

    severity: Severity
    gate: str
    rule: str
    messages: dict[str, str] = field(hash=False)
    focus: str = ""
    path: str = ""
    value: str = ""
    component: str = ""
    places: tuple[Place, ...] = ()

    def message(self, language: str = "en") -> str:
        """Give the message in a language, or in the one there is.

        :param language: ``sv`` or ``en``.
        :returns: one sentence.
        """
        return self.messages.get(language) or next(iter(self.messages.values()), "")


def make_finding(
    gate: str,
    rule: str,
    sv: str,
    en: str,
    focus: str,
    places: Iterable[Place],
    *,
    severity: Severity = Severity.VIOLATION,
    path: str = "",
    value: str = "",
) -> Finding:
    """Make a finding of a gate of our own, its places sorted and without doubles.

    :param gate: which gate found it.
    :param rule: name of the check.
    :param sv: the message in Swedish.
    :param en: the message in English.
    :param focus: IRI of the thing that it is about.
    :param places: files and lines.
    :param severity: how grave it is.
    :param path: IRI of the property.
    :param value: the value that is wrong.
    :returns: the finding.
    """
    return Finding(severity, gate, rule, {"sv": sv, "en": en}, focus, path, value, places=tuple(sorted(set(places))))
