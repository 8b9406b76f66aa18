"""The command as a person runs it: a real process, real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from small_graphs import MakeRoot

GOOD = """
<document/a> {
  <document/a> a sg:Document ; skos:prefLabel "A"@sv ; dcterms:title "A"@sv .
  <document/a#stycke-1> a sg:Passage ; sg:passageOf <document/a> ; sg:ordinal 1 ; sg:position 1 ; sg:restated true ;
    sg:restatedValue "X-2020-1" .
}
<document/a#stycke-1> { <case/X-2020-1> a sg:Case ; dcterms:identifier "X-2020-1" ; dcterms:title "Ett ärende"@sv . }
"""


def styrgraf(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "styrgraf", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src"), **environment},
        check=False,
    )


def fails(run: subprocess.CompletedProcess[str], *words: str) -> None:
    """Expect one clear error: exit 2, no traceback, the words in the message."""
    assert run.returncode == 2, run.stderr
    assert "Traceback" not in run.stderr
    for word in words:
        assert word in run.stderr


# The main job


def test_build_is_the_same_to_the_byte_from_run_to_run(tmp_path: Path) -> None:
    for ending in ("trig", "nq", "ttl", "nt"):
        outputs = []
        for seed in ("1", "2"):
            output = tmp_path / f"{seed}.{ending}"
            run = styrgraf("build", "-o", output, PYTHONHASHSEED=seed)
            assert run.returncode == 0, run.stderr
            outputs.append(output.read_bytes())
        assert outputs[0] == outputs[1]
        assert len(outputs[0]) > 10_000


def test_build_prints_without_output() -> None:
    run = styrgraf("build")
    assert run.returncode == 0
    assert "sg:amount 2000000.00 ;" in run.stdout


def test_lineage_in_every_format() -> None:
    text = styrgraf("lineage", "STK-2023-822")
    assert text.returncode == 0
    assert text.stdout.startswith("STK-2023-822 Överföring av medel")
    assert "LINEAGE, EARLIEST FIRST" in styrgraf("lineage", "KS 2022 § 130", "--lang", "en").stdout
    assert json.loads(styrgraf("lineage", "STK-2023-822", "--format", "json").stdout)["gaps"]
    assert styrgraf("lineage", "STK-2023-822", "--format", "markdown").stdout.startswith("# STK-2023-822")
    one_up = styrgraf("lineage", "transfer/STK-2023-822/1", "--direction", "up", "--depth", 1, "--format", "json")
    up = json.loads(one_up.stdout)
    assert max(node["depth"] for node in up["nodes"]) == 1


def test_why_prints_each_fact_with_its_place(seeds: Path) -> None:
    run = styrgraf("why", "transfer/STK-2023-822/1")
    assert run.returncode == 0
    assert "Förslag till beslut, stycke 2" in run.stdout
    assert "| Kommunstyrelsen beslutar" in styrgraf("why", "transfer/STK-2023-822/1", "--sources", seeds).stdout
    assert json.loads(styrgraf("why", "transfer/STK-2023-822/1", "--format", "json").stdout)


def test_hinges() -> None:
    assert styrgraf("hinges", "STK-2022-82/1").stdout.splitlines() == [
        "< stärka chefs- och ledarskapet",
        "< kommunstyrelsen 2022 § 130",
    ]
    assert "> stärka chefs- och ledarskapet" in styrgraf("hinges", "KS 2022 § 130").stdout


def test_find_takes_several_words_and_says_when_it_finds_nothing() -> None:
    assert "HR-avdelningen" in styrgraf("find", "hr", "avdelning").stdout
    nothing = styrgraf("find", "xyzzy")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "nothing is called that" in nothing.stderr
    fails(styrgraf("find", "§§"), "§§")


def test_paths_and_orphans() -> None:
    run = styrgraf("paths", "transfer/STK-2023-822/1", "KS 2022 § 130")
    assert run.stdout.startswith("kommunstyrelsen 2022 § 130 ← stärka chefs- och ledarskapet ←")
    assert "no lineage path" in styrgraf("paths", "transfer/STK-2023-822/1", "unit/stadskontoret/hr-avdelningen").stderr
    assert styrgraf("orphans").returncode == 0


def test_the_shipped_graph_passes_its_gates() -> None:
    run = styrgraf("validate", "--format", "json")
    assert run.returncode == 0, run.stdout
    assert {finding["severity"] for finding in json.loads(run.stdout)} <= {"warning", "info"}
    assert styrgraf("fmt", "--check").returncode == 0


def test_evidence_fits_the_documents_until_one_changes(seeds: Path, tmp_path: Path) -> None:
    assert styrgraf("verify-evidence", "--sources", seeds).returncode == 0
    for path in seeds.glob("*.txt"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    memo = tmp_path / "tjansteskrivelse-STK-2023-822.txt"
    changed = memo.read_text(encoding="utf-8").replace("överföra 2 miljoner", "överföra 3 miljoner")
    memo.write_text(changed, encoding="utf-8")
    run = styrgraf("verify-evidence", "--sources", tmp_path)
    assert run.returncode == 1
    assert "forslag-till-beslut-2" in run.stdout


def test_reason_tells_what_it_was_given() -> None:
    run = styrgraf("reason")
    assert run.returncode == 0
    assert "dates among them" in run.stdout
    assert run.stdout.endswith("consistent\n")


def test_draft_and_fmt_make_a_document_ready_for_facts(tmp_path: Path) -> None:
    source = tmp_path / "protokoll.txt"
    source.write_text("Protokoll\n\nBeslut\n\nNämnden beslutar att godkänna rapporten.\n", encoding="utf-8")
    output = tmp_path / "data" / "protokoll.trig"
    output.parent.mkdir()
    assert styrgraf("draft", source, "-o", output, "--slug", "protokoll").returncode == 0
    assert "p:beslut-1 a sg:Passage" in output.read_text(encoding="utf-8")
    before = output.read_text(encoding="utf-8")
    fails(styrgraf("draft", source, "-o", output), "protokoll.trig")
    assert output.read_text(encoding="utf-8") == before
    assert styrgraf("fmt", output).returncode == 0
    assert styrgraf("fmt", "--check", output).returncode == 0


def test_a_comment_becomes_a_note_that_passes_the_gates(make_root: MakeRoot) -> None:
    commented = GOOD.replace("<document/a#stycke-1> {", "<document/a#stycke-1> {\n  # en anmärkning\n ")
    path = make_root(a=commented.replace("X-2020-1", "XY-2020-1")) / "data" / "a.trig"
    assert styrgraf("fmt", path).returncode == 0
    assert 'skos:editorialNote "en anmärkning"' in path.read_text(encoding="utf-8")
    run = styrgraf("validate", "--root", path.parents[1])
    assert run.returncode == 0, run.stdout


def test_evidence_of_one_document_alone(seeds: Path) -> None:
    data = Path(__file__).parents[1] / "data" / "arenden" / "STK-2023-822-tjansteskrivelse.trig"
    run = styrgraf("verify-evidence", "--sources", seeds, data)
    assert run.returncode == 0, run.stdout
    assert run.stderr.startswith("1 documents")


def test_another_folder_of_the_same_layout(make_root: MakeRoot) -> None:
    root = make_root(a=GOOD)
    for arguments in (("--root", root, "lineage", "X-2020-1"), ("lineage", "X-2020-1", "--root", root)):
        run = styrgraf(*arguments)
        assert run.returncode == 0, run.stderr
        assert run.stdout.startswith("X-2020-1 Ett ärende")
    fails(styrgraf("lineage", "STK-2023-822", "--root", root), "names nothing here")


# Bad input


def test_a_missing_file_or_folder(tmp_path: Path) -> None:
    fails(styrgraf("build", "--root", tmp_path / "none"), "there is no such folder", str(tmp_path / "none"))
    fails(styrgraf("draft", tmp_path / "none.txt"), "none.txt", "cannot read the file")
    fails(styrgraf("fmt", tmp_path / "none.trig"), "none.trig", "cannot read the file")
    fails(styrgraf("verify-evidence", "--sources", tmp_path / "none"), str(tmp_path / "none"))
    fails(styrgraf("why", "STK-2023-822", "--sources", tmp_path / "none"), str(tmp_path / "none"))


def test_a_folder_without_data(tmp_path: Path) -> None:
    for command in ("build", "validate", "reason"):
        fails(styrgraf(command, "--root", tmp_path), "no .trig file under data/")


def test_an_unreadable_file(make_root: MakeRoot) -> None:
    root = make_root(a=GOOD)
    (root / "data" / "folder.trig").mkdir()
    assert styrgraf("build", "--root", root).returncode == 0
    # A link to itself cannot be read by anyone, the superuser neither.
    (root / "data" / "b.trig").symlink_to(root / "data" / "b.trig")
    for command in ("build", "validate"):
        fails(styrgraf(command, "--root", root), "b.trig", "cannot read the file")


def test_wrong_encoding(make_root: MakeRoot) -> None:
    root = make_root(a=GOOD)
    path = root / "data" / "a.trig"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode("latin-1"))
    line = text[: text.index("ärende")].count("\n") + 1
    for command in ("build", "validate"):
        fails(styrgraf(command, "--root", root), f"a.trig:{line}:", "not UTF-8", "save the file as UTF-8")


def test_broken_trig(make_root: MakeRoot) -> None:
    root = make_root(a=GOOD)
    path = root / "data" / "a.trig"
    text = path.read_text(encoding="utf-8").replace("sg:ordinal 1 ;", "sg:ordinal 1 1 ;")
    path.write_text(text, encoding="utf-8")
    at = text.index("1 1 ;") + 2
    line, column = text.count("\n", 0, at) + 1, at - text.rindex("\n", 0, at)
    for command in ("build", "validate"):
        fails(styrgraf(command, "--root", root), f"a.trig:{line}:{column}:")
    fails(styrgraf("fmt", path), f"a.trig:{line}:{column}:")
    assert path.read_text(encoding="utf-8") == text


def test_unknown_prefix(make_root: MakeRoot) -> None:
    root = make_root(a=GOOD.replace("sg:Case", "sgg:Case"))
    for command in ("build", "validate"):
        fails(styrgraf(command, "--root", root), "a.trig:", "sgg", "sg")


def test_unknown_term_is_a_finding_with_file_line_and_the_nearest_name(make_root: MakeRoot) -> None:
    root = make_root(a=GOOD.replace("a sg:Case", "a sg:Cas"))
    run = styrgraf("validate", "--root", root)
    assert run.returncode == 1
    assert "data/a.trig:" in run.stdout
    assert "sg:Case" in run.stdout
    assert "Traceback" not in run.stderr


def test_unknown_identifier_lists_candidates() -> None:
    fails(styrgraf("lineage", "STK-2023-823"), "names nothing here", "case/STK-2023-822")
    fails(styrgraf("why", "ledarskapsutveckling"), "say which of them", "hr-avdelningen/ledarskapsutveckling")
    fails(styrgraf("paths", "STK-2023-822", "nowhere at all"), "nowhere at all")


def test_an_output_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("old")
    fails(styrgraf("build", "-o", old), "cannot be built as “.txt”", ".trig")
    assert old.read_text() == "old"
    fails(styrgraf("build", "-o", tmp_path / "none" / "a.trig"), str(tmp_path / "none"), "cannot write the file")
    folder = tmp_path / "folder.trig"
    folder.mkdir()
    fails(styrgraf("build", "-o", folder), "is a folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.trig", "old.txt"]


def test_unknown_options_and_formats() -> None:
    fails(styrgraf("lineage", "STK-2023-822", "--format", "pdf"), "'pdf' is not one of")
    fails(styrgraf("lineage", "STK-2023-822", "--depth", "-1"), "-1")
    fails(styrgraf("lineage"), "IDENT")
    fails(styrgraf("lineages"), "lineages")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m styrgraf build | head -n 1"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    shell = ["bash", "-o", "pipefail", "-c", command]
    run = subprocess.run(shell, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert run.stderr == ""
    assert run.stdout.startswith("# Built by styrgraf")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("org", "--as-of", "2018-07-01"), "fastighets- och gatukontoret"),
        (("history", "post/stadskontoret/stadsdirektor"), "Jan-Inge Ahlfridh"),
        (("conflicts",), "1 juli 2013"),
        (("money", "--year", "2020"), "22 000 000 kr avsatt"),
        (("duplicates",), "Gisela Green – Gisela Öst"),
        (("retract", "komin-stadsdirektor", "--dry-run"), "inget är skrivet"),
    ],
)
def test_the_city_is_told(arguments: tuple[str, ...], told: str) -> None:
    run = styrgraf(*arguments)
    assert run.returncode == 0, run.stderr
    assert told in " ".join(run.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("org", "--as-of", "2018-02-30"), "2018-02-30"),
        (("history", "STK-2023-822"), "has no life to tell"),
        (("money", "--body", "xyzzy"), "xyzzy"),
    ],
)
def test_what_cannot_be_told_of_the_city_is_one_error(arguments: tuple[str, ...], word: str) -> None:
    fails(styrgraf(*arguments), word)
