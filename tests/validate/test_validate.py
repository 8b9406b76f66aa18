"""All gates together."""

from __future__ import annotations

import shutil
from pathlib import Path

from styrgraf.documents.layout import find_layout
from styrgraf.reason import open_graph
from styrgraf.validate import Finding, validate_graph


def validate(folder: Path, before: str, after: str) -> list[Finding]:
    """Validate the shipped data with one change in the memo."""
    shutil.copytree(find_layout().data, folder / "data")
    memo = folder / "data/arenden/STK-2023-822-tjansteskrivelse.trig"
    text = memo.read_text(encoding="utf-8")
    assert before in text
    memo.write_text(text.replace(before, after, 1), encoding="utf-8")
    return validate_graph(open_graph(folder))


def test_a_fault_is_told_once(tmp_path: Path) -> None:
    # The value is neither of the datatype nor of the pattern, and is so at one place.
    findings = [f for f in validate(tmp_path, "sg:ordinal 1 ;", 'sg:ordinal "ett" ;') if f.rule == "ordinal"]
    assert [finding.value for finding in findings] == ["ett"]


def test_queries_are_among_the_gates(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries/q.rq").write_text("SELECT ?x { ?x }", encoding="utf-8")
    found = {f.rule for f in validate(tmp_path, "SEK", "KRX")}
    assert {"query-syntax", "currency"} <= found
