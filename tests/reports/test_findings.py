"""Findings in each format, read back as the programs read them that they are for."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urljoin

import pytest

from styrgraf.errors import Place, StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.reports.findings import FORMATS, render_findings
from styrgraf.validate.findings import Finding, Severity

ROOT = Path("/srv/graf")
BAD = Finding(
    Severity.VIOLATION,
    "shacl",
    "decision-paragraph",
    {"sv": "Paragrafen ska vara ett heltal.", "en": "The section number must be a whole number."},
    focus=f"{BASE}decision/kommunstyrelsen/2022/130",
    path=SG.paragraph,
    value="§ 130",
    component=f"{PREFIXES['sh']}DatatypeConstraintComponent",
    places=(Place(ROOT / "data" / "å b.trig", 12, 5), Place(ROOT / "data" / "c.trig", 3)),
)
ABSENT = Finding(
    Severity.WARNING,
    "shacl",
    "unit-place-missing",
    {"sv": "Tillhörighet saknas: 100 %,\nhelt okänd.", "en": "No place: 100 %,\nwholly unknown."},
    focus=f"{BASE}unit/x",
    path=f"<{PREFIXES['org']}unitOf>|<{SG.governedBy}>",
    places=(Place(Path("/elsewhere/d.trig"), 7, 1),),
)
TOLD = Finding(Severity.INFO, "evidence", "told,so:to speak", {"en": "Something is told."}, value="\x1b[31m\x00<&>")
ALL = [TOLD, ABSENT, BAD]


def render(name: str, findings: list[Finding], language: str = "en", fail_on: Severity = Severity.VIOLATION) -> str:
    return render_findings(findings, name, language, ROOT, fail_on)


def test_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(StyrgrafError, match="yaml") as caught:
        render("yaml", [])
    assert all(name in str(caught.value) for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("language", "message"), [("sv", "Paragrafen ska"), ("en", "The section number must")])
def test_every_format_speaks_both_languages(name: str, language: str, message: str) -> None:
    text = render(name, [BAD], language=language)
    assert message in text
    assert text.endswith("\n")


# Text


def test_text_is_grouped_by_file_and_counted() -> None:
    assert render("text", ALL).splitlines() == [
        "/elsewhere/d.trig:7: warning [unit-place-missing] No place: 100 %, wholly unknown.",
        "  unit/x org:unitOf|sg:governedBy",
        "",
        "/srv/graf/data/å b.trig:12: violation [decision-paragraph] The section number must be a whole number.",
        "  decision/kommunstyrelsen/2022/130 sg:paragraph “§ 130”",
        "  also /srv/graf/data/c.trig:3",
        "",
        "note [told,so:to speak] Something is told.",
        "  “ [31m <&>”",
        "",
        "1 violation, 1 warning, 1 note",
    ]


@pytest.mark.parametrize("name", ["text", "github", "junit"])
@pytest.mark.parametrize(("folder", "named"), [("", "graf/data/d.trig"), ("graf/data", "d.trig"), ("other", None)])
def test_files_are_named_from_the_current_folder(
    name: str, folder: str, named: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graf/data").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / folder)
    path = tmp_path / "graf/data/d.trig"
    finding = Finding(Severity.VIOLATION, "shacl", "x", {"en": "x"}, places=(Place(path, 7),))
    text = render_findings([finding], name, "en", tmp_path / "graf")
    shown = path.as_posix() if named is None else named
    start = {"text": "", "github": "file=", "junit": 'file="'}[name]
    assert f"{start}{shown}" in text
    assert f"/{shown}" not in text


@pytest.mark.parametrize("name", ["json", "sarif"])
def test_programs_are_told_files_from_the_root(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    finding = Finding(Severity.VIOLATION, "shacl", "x", {"en": "x"}, places=(Place(tmp_path / "graf/data/d.trig", 7),))
    assert '": "data/d.trig"' in render_findings([finding], name, "en", tmp_path / "graf")


def test_text_counts_in_swedish_and_says_when_there_is_nothing() -> None:
    assert render("text", [BAD, BAD, ABSENT], language="sv").splitlines()[-1] == "2 fel, 1 varning"
    assert render("text", [], language="sv") == "inga anmärkningar\n"
    assert render("text", []) == "no findings\n"


def test_text_sends_no_control_characters_to_the_terminal() -> None:
    text = render("text", ALL)
    assert not [sign for sign in text if ord(sign) < 32 and sign != "\n"]


def test_text_shortens_long_values() -> None:
    long = Finding(Severity.INFO, "shacl", "x", {"en": "x"}, value="a" * 500)
    assert f"“{'a' * 60}…”" in render("text", [long])


# JSON


def test_json_holds_every_field() -> None:
    told, absent, bad = json.loads(render("json", ALL))
    assert bad == {
        "severity": "violation",
        "gate": "shacl",
        "rule": "decision-paragraph",
        "message": "The section number must be a whole number.",
        "messages": BAD.messages,
        "focus": BAD.focus,
        "path": SG.paragraph,
        "value": "§ 130",
        "component": BAD.component,
        "places": [
            {"file": "data/å b.trig", "line": 12, "column": 5},
            {"file": "data/c.trig", "line": 3, "column": None},
        ],
    }
    assert absent["places"] == [{"file": "/elsewhere/d.trig", "line": 7, "column": 1}]
    assert told["value"] == TOLD.value
    assert json.loads(render("json", [])) == []


# JUnit


@pytest.mark.parametrize(
    ("fail_on", "failed"),
    [
        (Severity.VIOLATION, ["violation"]),
        (Severity.WARNING, ["warning", "violation"]),
        (Severity.INFO, ["info", "warning", "violation"]),
    ],
)
def test_junit_fails_what_is_grave_enough(fail_on: Severity, failed: list[str]) -> None:
    suites = ET.fromstring(render("junit", ALL, fail_on=fail_on))
    suite = suites.find("testsuite")
    assert suite is not None
    assert [failure.get("type") for failure in suite.iter("failure")] == failed
    for element in (suites, suite):
        assert (element.get("tests"), element.get("failures")) == ("3", str(len(failed)))
    assert len(suite.findall("testcase/system-out")) == 3 - len(failed)


def test_junit_says_where_and_what() -> None:
    (case,) = ET.fromstring(render("junit", [BAD])).iter("testcase")
    assert case.get("classname") == "styrgraf.shacl"
    assert case.get("name") == "decision-paragraph decision/kommunstyrelsen/2022/130"
    assert (case.get("file"), case.get("line")) == ("/srv/graf/data/å b.trig", "12")
    (failure,) = case.iter("failure")
    assert failure.get("message") == BAD.messages["en"]
    assert "also /srv/graf/data/c.trig:3" in (failure.text or "")


def test_junit_has_one_passing_test_when_nothing_is_found() -> None:
    suites = ET.fromstring(render("junit", []))
    (case,) = suites.iter("testcase")
    assert len(case) == 0
    assert (suites.get("tests"), suites.get("failures")) == ("1", "0")


# SARIF


def test_sarif_has_a_rule_for_each_result() -> None:
    log = json.loads(render("sarif", [*ALL, BAD]))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "Styrgraf"
    assert len(rules) == 3
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [f.rule for f in [*ALL, BAD]]
    assert [result["level"] for result in run["results"]] == ["note", "warning", "error", "error"]
    assert run["results"][2]["message"] == {"text": "The section number must be a whole number."}


def test_sarif_places_are_relative_uris_with_line_and_column() -> None:
    (run,) = json.loads(render("sarif", ALL))["runs"]
    told, absent, bad = run["results"]
    (first,) = bad["locations"]
    physical = first["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "data/%C3%A5%20b.trig", "uriBaseId": "ROOT"}
    assert physical["region"] == {"startLine": 12, "startColumn": 5}
    assert run["columnKind"] == "unicodeCodePoints"
    base = run["originalUriBaseIds"]["ROOT"]["uri"]
    assert urljoin(base, physical["artifactLocation"]["uri"]) == BAD.places[0].path.as_uri()
    (related,) = bad["relatedLocations"]
    assert related["physicalLocation"]["region"] == {"startLine": 3}
    assert absent["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///elsewhere/d.trig"}
    assert "locations" not in told


def test_sarif_knows_a_finding_again_when_lines_move() -> None:
    moved = Finding(**{**{name: getattr(BAD, name) for name in BAD.__slots__}, "places": (Place(ROOT / "x", 99),)})
    other = Finding(**{**{name: getattr(BAD, name) for name in BAD.__slots__}, "value": "131"})
    (run,) = json.loads(render("sarif", [BAD, moved, other]))["runs"]
    prints = [result["partialFingerprints"]["styrgraf/v1"] for result in run["results"]]
    assert prints[0] == prints[1] != prints[2]


# GitHub


def test_github_escapes_what_its_commands_use() -> None:
    assert render("github", ALL).splitlines() == [
        "::notice title=told%2Cso%3Ato speak::Something is told.",
        "::warning file=/elsewhere/d.trig,line=7,col=1,title=unit-place-missing"
        "::No place: 100 %25,%0Awholly unknown. (unit/x)",
        "::error file=/srv/graf/data/å b.trig,line=12,col=5,title=decision-paragraph"
        "::The section number must be a whole number. (decision/kommunstyrelsen/2022/130)",
    ]
    assert render("github", []) == ""
