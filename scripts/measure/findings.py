"""What validations find, in a form that can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.measure.steps import step, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Finding = tuple[str, str, str, str]

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415


def tell_findings(findings: Iterable[Finding]) -> None:
    """Tell what was found, each finding as often as it was."""
    tell(findings=sorted(findings))


def local(iri: object) -> str:
    """Take the last part of an IRI."""
    return str(iri).strip("<>").rpartition("#")[2]


def simple(path: object) -> str:
    """Give a property, or nothing of a path of several: engines write those in different ways."""
    text = str(path or "").removeprefix("<").removesuffix(">")
    return "" if "<" in text or not text.startswith("http") else text


def in_report(report: Any) -> Iterator[Finding]:  # noqa: ANN401
    """Go through the results of a validation report in rdflib."""
    from rdflib.namespace import SH as SHACL

    for result in report.objects(None, SHACL.result):
        focus, path, component, severity = (
            report.value(result, SHACL[name])
            for name in ("focusNode", "resultPath", "sourceConstraintComponent", "resultSeverity")
        )
        yield str(focus), simple(path), local(component), local(severity)


def our_shapes(folder: Path, name: str = "shapes") -> Any:  # noqa: ANN401
    """Read the shapes of a file for our validator."""
    import pyoxigraph as ox

    from styrgraf.shacl import read_shapes

    with step("shapes"):
        return read_shapes(list(ox.parse(path=str(folder / f"{name}.nt"), format=ox.RdfFormat.N_TRIPLES)))
