"""Findings as text for a terminal and in the formats that programs and code hosts read."""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import shorten
from styrgraf.validate.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from styrgraf.errors import Place
    from styrgraf.validate.findings import Finding

__all__ = ["FORMATS", "Setting", "render_findings"]

#: Line ends and other signs that would break a line, move a cursor, or may not stand in XML 1.0.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_IRI = re.compile(r"<([^<>]*)>")
_LONGEST_VALUE = 60

_WORDS: Mapping[str, Mapping[Severity, tuple[str, str]]] = {
    "sv": {
        Severity.VIOLATION: ("fel", "fel"),
        Severity.WARNING: ("varning", "varningar"),
        Severity.INFO: ("upplysning", "upplysningar"),
    },
    "en": {
        Severity.VIOLATION: ("violation", "violations"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.INFO: ("note", "notes"),
    },
}
_ALSO = {"sv": "även", "en": "also"}
_NOTHING = {"sv": "inga anmärkningar", "en": "no findings"}


@dataclass(frozen=True, slots=True)
class Setting:
    """How findings are to be set.

    :param language: ``sv`` or ``en``.
    :param root: the folder of the graph.
    :param fail_on: the least grave severity that fails.
    """

    language: str
    root: Path
    fail_on: Severity

    def file(self, place: Place) -> str:
        """Name the file of a place for a program that knows the graph.

        :param place: the place.
        :returns: its path from the root with forward slashes, or the whole path if it is not below the root.
        """
        return _below(place.path, self.root)

    def file_here(self, place: Place) -> str:
        """Name the file of a place so that whoever reads it, or clicks on it, finds it from the current folder.

        :param place: the place.
        :returns: its path from the current folder with forward slashes, or the whole path if it is not below that.
        """
        return _below(place.path, Path.cwd())

    def fails(self, finding: Finding) -> bool:
        """Tell whether a finding is grave enough to fail.

        :param finding: the finding.
        """
        return finding.severity.rank <= self.fail_on.rank


def _below(path: Path, folder: Path) -> str:
    path, folder = path.absolute(), folder.absolute()
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


Renderer: TypeAlias = "Callable[[Sequence[Finding], Setting], str]"


def render_findings(
    findings: Sequence[Finding],
    format: str,  # noqa: A002
    language: str,
    root: Path,
    fail_on: Severity = Severity.VIOLATION,
) -> str:
    """Render findings in a format.

    :param findings: the findings.
    :param format: one of :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :param root: the folder of the graph, from which JSON and SARIF name files; the other formats, which people
        read, name them from the current folder.
    :param fail_on: the least grave severity that counts as a failure, where the format knows failures.
    :returns: the text, with a final line end where there is any.
    :raises StyrgrafError: if there is no such format.
    """
    render = FORMATS.get(format)
    if render is None:
        raise StyrgrafError(f"there is no format “{format}” for findings", remedy=f"choose one of {', '.join(FORMATS)}")
    return render(findings, Setting(language, root, fail_on))


# Text


def _render_text(findings: Sequence[Finding], setting: Setting) -> str:
    def by_place(finding: Finding) -> tuple[bool, str, int, int]:
        if not finding.places:
            return True, "", 0, finding.severity.rank
        first = finding.places[0]
        return False, setting.file_here(first), first.line or 0, finding.severity.rank

    lines: list[str] = []
    file = None
    for finding in sorted(findings, key=by_place):
        if (here := by_place(finding)[1]) != file:
            lines += [""] if lines else []
            file = here
        lines += _text_of(finding, setting)
    return "\n".join([*lines, *([""] if lines else []), _count(findings, setting.language)]) + "\n"


def _text_of(finding: Finding, setting: Setting) -> list[str]:
    places = [_line_of(place, setting) for place in finding.places]
    word = _words(setting.language)[finding.severity][0]
    head = f"{word} [{finding.rule}] {_one_line(finding.message(setting.language))}"
    about = " ".join(part for part in (_name(finding.focus), _path(finding.path), _value(finding.value)) if part)
    also = _ALSO.get(setting.language, _ALSO["en"])
    return [
        f"{places[0]}: {head}" if places else head,
        *([f"  {about}"] if about else []),
        *(f"  {also} {place}" for place in dict.fromkeys(places[1:])),
    ]


def _line_of(place: Place, setting: Setting) -> str:
    return setting.file_here(place) if place.line is None else f"{setting.file_here(place)}:{place.line}"


def _count(findings: Sequence[Finding], language: str) -> str:
    counts = Counter(finding.severity for finding in findings)
    words = _words(language)
    parts = [
        f"{counts[severity]} {words[severity][counts[severity] != 1]}" for severity in Severity if counts[severity]
    ]
    return ", ".join(parts) or _NOTHING.get(language, _NOTHING["en"])


def _words(language: str) -> Mapping[Severity, tuple[str, str]]:
    return _WORDS.get(language, _WORDS["en"])


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _name(iri: str) -> str:
    return _one_line(shorten(iri)).strip("<>") if iri else ""


def _path(path: str) -> str:
    return _IRI.sub(lambda match: _name(match[1]), path) if "<" in path else _name(path)


def _value(value: str) -> str:
    if value.startswith(("https://", "http://")):
        return _name(value)
    text = _one_line(value)
    short = f"{text[:_LONGEST_VALUE]}…" if len(text) > _LONGEST_VALUE else text
    return f"“{short}”" if short else ""


# JSON


def _render_json(findings: Sequence[Finding], setting: Setting) -> str:
    return _dump(
        [
            {
                "severity": finding.severity.value,
                "gate": finding.gate,
                "rule": finding.rule,
                "message": finding.message(setting.language),
                "messages": finding.messages,
                "focus": finding.focus,
                "path": finding.path,
                "value": finding.value,
                "component": finding.component,
                "places": [
                    {"file": setting.file(place), "line": place.line, "column": place.column}
                    for place in finding.places
                ],
            }
            for finding in findings
        ]
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


# JUnit


def _render_junit(findings: Sequence[Finding], setting: Setting) -> str:
    failures = sum(setting.fails(finding) for finding in findings)
    counts = {
        "name": "styrgraf",
        "tests": str(len(findings) or 1),
        "failures": str(failures),
        "errors": "0",
        "skipped": "0",
    }
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", counts)
    for finding in findings:
        name = _one_line(" ".join(part for part in (finding.rule, _name(finding.focus)) if part))
        case = ET.SubElement(suite, "testcase", classname=f"styrgraf.{finding.gate}", name=name)
        message = _one_line(finding.message(setting.language))
        if finding.places:
            case.set("file", setting.file_here(finding.places[0]))
            case.set("line", str(finding.places[0].line or 1))
        if setting.fails(finding):
            failed = ET.SubElement(case, "failure", message=message, type=finding.severity.value)
            failed.text = "\n".join(_text_of(finding, setting))
        else:
            ET.SubElement(case, "system-out").text = "\n".join(_text_of(finding, setting))
    if not findings:
        ET.SubElement(suite, "testcase", classname="styrgraf", name="validate")
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


# SARIF

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def _render_sarif(findings: Sequence[Finding], setting: Setting) -> str:
    rules: dict[str, dict[str, Any]] = {}
    for finding in findings:
        rules.setdefault(
            finding.rule,
            {
                "id": finding.rule,
                "shortDescription": {"text": finding.rule.replace("-", " ")},
                "defaultConfiguration": {"level": _LEVELS[finding.severity]},
                "properties": {"tags": [finding.gate]},
            },
        )
    index = {rule: at for at, rule in enumerate(rules)}
    driver = {"name": "Styrgraf", "informationUri": "https://w3id.org/styrgraf/", "rules": list(rules.values())}
    run = {
        "tool": {"driver": driver},
        # Place counts columns in characters; SARIF would else take them for UTF-16 units.
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"uri": f"{setting.root.absolute().as_uri().rstrip('/')}/"}},
        "results": [_sarif_result(finding, index[finding.rule], setting) for finding in findings],
    }
    return _dump({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _sarif_result(finding: Finding, index: int, setting: Setting) -> dict[str, Any]:
    identity = "\n".join((finding.gate, finding.rule, finding.focus, finding.path, finding.value))
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message(setting.language)},
        # Keeps a finding the same one when lines move.
        "partialFingerprints": {"styrgraf/v1": hashlib.sha256(identity.encode()).hexdigest()},
        "properties": {"focus": finding.focus, "path": finding.path, "value": finding.value},
    }
    locations = [_sarif_location(place, setting) for place in finding.places]
    if locations:
        result["locations"] = locations[:1]
    if locations[1:]:
        result["relatedLocations"] = [{"id": at, **location} for at, location in enumerate(locations[1:], start=1)]
    return result


def _sarif_location(place: Place, setting: Setting) -> dict[str, Any]:
    path, root = place.path.absolute(), setting.root.absolute()
    if path.is_relative_to(root):
        # As a URI from the root: as_uri escapes what a path may hold and a URI may not.
        uri = path.as_uri().removeprefix(f"{root.as_uri().rstrip('/')}/")
        artifact = {"uri": uri, "uriBaseId": "ROOT"}
    else:
        artifact = {"uri": path.as_uri()}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
        if place.column is not None:
            physical["region"]["startColumn"] = place.column
    return {"physicalLocation": physical}


# GitHub

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _render_github(findings: Sequence[Finding], setting: Setting) -> str:
    return "".join(f"{_github_command(finding, setting)}\n" for finding in findings)


def _github_command(finding: Finding, setting: Setting) -> str:
    properties: dict[str, str] = {}
    if finding.places:
        place = finding.places[0]
        properties["file"] = setting.file_here(place)
        if place.line is not None:
            properties["line"] = str(place.line)
            if place.column is not None:
                properties["col"] = str(place.column)
    properties["title"] = finding.rule
    about = f" ({_name(finding.focus)})" if finding.focus else ""
    message = _escape(f"{finding.message(setting.language)}{about}")
    written = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{message}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


#: The formats, by name.
FORMATS: Mapping[str, Renderer] = {
    "text": _render_text,
    "json": _render_json,
    "junit": _render_junit,
    "sarif": _render_sarif,
    "github": _render_github,
}
