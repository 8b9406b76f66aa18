"""What validation finds: one record for every gate, whatever engine found it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from styrgraf.errors import Place

__all__ = ["Finding", "Severity"]


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
