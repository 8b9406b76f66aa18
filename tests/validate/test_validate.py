"""All gates together."""

from __future__ import annotations

import shutil
from pathlib import Path

from styrgraf.reason import open_graph
from styrgraf.validate import Finding, validate_graph


def validate(texts_root: Path, folder: Path, before: str, after: str) -> list[Finding]:
    """Validate the documents that are known by heart, with one change in the memo."""
    shutil.copytree(texts_root / "data", folder / "data")
    memo = folder / "data/arenden/STK-2023-822-tjansteskrivelse.trig"
    text = memo.read_text(encoding="utf-8")
    assert before in text
    memo.write_text(text.replace(before, after, 1), encoding="utf-8")
    return validate_graph(open_graph(folder))


def test_a_fault_is_told_once(texts_root: Path, tmp_path: Path) -> None:
    # The value is neither of the datatype nor of the pattern, and is so at one place.
    findings = validate(texts_root, tmp_path, "sg:ordinal 1 ;", 'sg:ordinal "ett" ;')
    assert [finding.value for finding in findings if finding.rule == "ordinal"] == ["ett"]


def test_queries_are_among_the_gates(texts_root: Path, tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries/q.rq").write_text("SELECT ?x { ?x }", encoding="utf-8")
    found = {f.rule for f in validate(texts_root, tmp_path, "SEK", "KRX")}
    assert {"query-syntax", "currency"} <= found
