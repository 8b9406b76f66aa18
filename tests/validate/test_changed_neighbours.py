"""What a change does to files that it did not touch, and which files are read along with those that it did."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from small_graphs import HEAD
from styrgraf.cli import main
from styrgraf.documents.layout import find_layout
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.validate import Finding, validate_change, validate_graph
from styrgraf.validate.part import files_naming

_KINDS = {"doc": "document", "body": "body", "unit": "unit", "case": "case"}
KINDS = "".join(f"@prefix {name}: <{BASE}{kind}/> .\n" for name, kind in _KINDS.items())
DOCUMENT = """doc:NAME {{ doc:NAME a sg:Document ; sg:documentType document-type:moteshandling .
  <document/NAME#a> a sg:Passage ; sg:passageOf doc:NAME ; sg:ordinal 1 ; sg:position 1 ; sg:restated true ;
    sg:restatedValue "1" . }}
<document/NAME#a> {{ {facts} }}
"""
BODY = "body:x a sg:PoliticalBody ."


def write(root: Path, **facts: str) -> Path:
    (root / "data").mkdir(parents=True, exist_ok=True)
    for name, text in facts.items():
        document = DOCUMENT.format(facts=text).replace("NAME", name)
        (root / "data" / f"{name}.trig").write_text(HEAD + KINDS + document, encoding="utf-8")
    return root


def told(before: Path, after: Path) -> list[Finding]:
    """List what is told of a change by the gates on files, which a whole run tells too."""
    graph = open_graph(after)
    whole = validate_graph(graph)
    findings = validate_change(graph, find_layout(before)).findings
    assert all(finding in whole for finding in findings)
    return [finding for finding in findings if finding.gate != "shacl"]


@pytest.mark.parametrize(
    ("old", "new", "unchanged", "rule"),
    [
        (BODY, "", "unit:u org:unitOf body:x .", "dangling-reference"),
        ("", "unit:u org:unitOf body:y .", "unit:v org:unitOf body:y .", "dangling-reference"),
        (BODY, f'{BODY} body:x skos:prefLabel "Samma"@sv .', 'body:y skos:prefLabel "samma"@sv .', "same-name"),
        ('body:x skos:altLabel "QXZ"@sv .', "", 'body:y skos:prefLabel "samrådet QXZ"@sv .', "unknown-abbreviation"),
        (
            "",
            'body:x skos:prefLabel "ett QXZ"@sv .',
            'body:y skos:prefLabel "samrådet QXZ"@sv .',
            "unknown-abbreviation",
        ),
        ("", "<case/stk-2020-1> a sg:Case .", "<case/STK-2020-1> a sg:Case .", "iri-collision"),
        (BODY, 'doc:a sg:fileName "f.pdf" .', 'doc:b sg:fileName "f.pdf" .', "shared-file-name"),
        ("", "case:STK-2020-1 a sg:Case .", 'case:STK-2020-1 dcterms:identifier "STK-2020-1" .', "unstated-value"),
    ],
)
def test_what_a_change_does_to_another_file_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, unchanged: str, rule: str
) -> None:
    before = write(tmp_path / "before", a=old or BODY, b=unchanged)
    after = write(tmp_path / "after", a=new or "body:z a sg:PoliticalBody .", b=unchanged)
    findings = [finding for finding in told(before, after) if finding.rule == rule]
    assert findings
    assert any(place.path.name == "b.trig" for finding in findings for place in finding.places)


def test_a_second_file_of_a_document_is_told_with_the_first(tmp_path: Path) -> None:
    before = write(tmp_path / "before", a=BODY)
    after = write(tmp_path / "after", a=BODY)
    (after / "data" / "b.trig").write_text((after / "data" / "a.trig").read_text(), encoding="utf-8")
    (finding,) = (finding for finding in told(before, after) if finding.rule == "one-file")
    assert [place.path.name for place in finding.places] == ["a.trig", "b.trig"]


def test_what_was_wrong_in_another_file_before_is_not_told(tmp_path: Path) -> None:
    before = write(tmp_path / "before", a=BODY, b="unit:u org:unitOf body:gone .")
    after = write(tmp_path / "after", a="body:z a sg:PoliticalBody .", b="unit:u org:unitOf body:gone .")
    assert not any("gone" in finding.value for finding in told(before, after))


def test_a_file_that_could_not_be_read_before_has_all_checked(tmp_path: Path) -> None:
    before = write(tmp_path / "before", a=BODY, b=BODY)
    (before / "data" / "a.trig").write_text("{", encoding="utf-8")
    graph = open_graph(write(tmp_path / "after", a=BODY, b=BODY))
    checked = validate_change(graph, find_layout(before))
    assert checked.files is None
    assert checked.findings == validate_graph(graph)


@pytest.mark.parametrize(
    "text",
    [
        "<https://w3id.org/styrgraf/id/body/x-y>",
        "@prefix b: <https://w3id.org/styrgraf/id/body/> . b:x-y",
        "@prefix b: <https://w3id.org/styrgraf/id/body/x-> . b:y",
        r"@prefix b: <https://w3id.org/styrgraf/id/body/> . b:x\-y",
        r"<https://w3id.org/styrgraf/id/body/x\u002Dy>",
    ],
)
def test_a_name_is_found_however_it_is_written(tmp_path: Path, text: str) -> None:
    named, other = tmp_path / "named.trig", tmp_path / "other.trig"
    named.write_text(text, encoding="utf-8")
    other.write_text("@prefix b: <https://w3id.org/styrgraf/id/body/> . b:x", encoding="utf-8")
    assert files_naming([named, other], ["https://w3id.org/styrgraf/id/body/x-y"]) == [named]


def test_the_command_says_what_it_checked_of_a_revision(tmp_path: Path) -> None:
    root = write(tmp_path / "repository", a=BODY, b="body:w a sg:PoliticalBody .")

    def git(*arguments: str) -> None:
        author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", str(root), *author, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    write(root, a="unit:u org:unitOf body:y .")
    asked = ["validate", "--root", str(root), "--changed-since", "HEAD"]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 1
    assert "changed files that were checked: 1;" in result.stderr
    assert "dangling-reference" in result.stdout
    assert "b.trig" not in result.stdout
    assert "ändrade filer som kontrollerats: 1;" in CliRunner().invoke(main, [*asked, "--lang", "sv"]).stderr
    unknown = CliRunner().invoke(main, [*asked[:-1], "nothing"])
    assert unknown.exit_code == 2
    assert "no git revision" in unknown.stderr
