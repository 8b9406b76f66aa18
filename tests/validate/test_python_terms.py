from __future__ import annotations

from pathlib import Path

import pytest

from styrgraf.documents.layout import find_layout
from styrgraf.errors import Place, UnreadableFileError
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.validate.findings import Finding
from styrgraf.validate.python_terms import check_python_terms

SOURCE = Path(__file__).resolve().parents[2]


def check(folder: Path, code: str) -> list[Finding]:
    (folder / "m.py").write_text(code, encoding="utf-8")
    return check_python_terms(folder, find_layout())


@pytest.mark.parametrize("name", ["src", "scripts"])
def test_the_code_of_the_project_names_only_terms_that_exist(name: str) -> None:
    if not (SOURCE / name).is_dir():
        pytest.skip(f"there is no {SOURCE / name}")
    assert [finding.message() for finding in check_python_terms(SOURCE / name, find_layout())] == []


@pytest.mark.parametrize(
    ("code", "iri", "line", "column"),
    [
        ("x = SG.drawOn", SG.drawOn, 1, 8),
        ("åäö = 1; x = namespaces.SG.drawOn", SG.drawOn, 1, 28),
        ("x = SG['drawOn']", SG.drawOn, 1, 9),
        ('x = "sg:drawOn"', SG.drawOn, 1, 6),
        ('q = """ASK {\n  ?a sg:drawOn/sg:paidTo ?b }"""', SG.drawOn, 2, 6),
        ("q = 'ASK { ?a sg:paidTo/^sg:drawOn ?b }'", SG.drawOn, 1, 26),
        ('def f():\n    """Follow ``sg:drawOn``."""', SG.drawOn, 2, 17),
        ("x = f\"{PREFIXES['skos']}prefLabe\"", f"{PREFIXES['skos']}prefLabe", 1, 25),
        ("x = PREFIXES['skos'] + 'prefLabe'", f"{PREFIXES['skos']}prefLabe", 1, 25),
        ('x = f"ASK {{ ?x skos:prefLabe {y} }}"', f"{PREFIXES['skos']}prefLabe", 1, 17),
        ('x = f"{SG}drawOn"', SG.drawOn, 1, 11),
        ('x = "body-type:styrelsen"', f"{PREFIXES['body-type']}styrelsen", 1, 6),
        (f'x = "{PREFIXES["sh"]}minCont"', f"{PREFIXES['sh']}minCont", 1, 6 + len(PREFIXES["sh"])),
        ('x = "a" + f(SG["drawOn"])', SG.drawOn, 1, 17),
    ],
)
def test_a_term_that_does_not_exist(tmp_path: Path, code: str, iri: str, line: int, column: int) -> None:
    [finding] = check(tmp_path, code)
    assert finding.value == iri
    assert finding.places == (Place(tmp_path / "m.py", line, column),)
    assert "did you mean" in finding.message("en")


@pytest.mark.parametrize(
    "code",
    [
        "x = SG.drawsOn",
        'x = SG["from"]',
        'x = "sg:"',
        'x = f"sg:{name}"',
        'x = f"sg:draw{name}"',
        "x = f\"{PREFIXES['xsd']}{name}\"",
        "x = PREFIXES['xsd'] + name",
        'x = "https://example.org/sg:nope"',
        'x = "@prefix sg: <https://w3id.org/styrgraf/ns#> ."',
        'x = "topic: något, measure:"',
        'x = "msg:drawOn"',
        "x = SG._iri",
        'x = "eli-dl:Decision och skos:prefLabel."',
        "# sg:nope",
    ],
)
def test_what_is_no_misspelt_term(tmp_path: Path, code: str) -> None:
    assert check(tmp_path, code) == []


def test_each_of_several_uses_has_its_place(tmp_path: Path) -> None:
    [finding] = check(tmp_path, 'x = "sg:nope sg:nope"\ny = SG.nope')
    assert [(place.line, place.column) for place in finding.places] == [(1, 6), (1, 14), (2, 8)]


def test_what_is_no_python_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        check(tmp_path, "x = 1\ny = (")
    assert caught.value.place is not None
    assert caught.value.place.line == 2
