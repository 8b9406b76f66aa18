"""The registry, and that an export is written whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from styrgraf.errors import StyrgrafError
from styrgraf.exports.formats import FORMATS, TEXTS, export, text_of
from styrgraf.exports.property_graph import property_graph
from styrgraf.lineage import Lineage, identify, trace_lineage
from styrgraf.store import Graph

SCRIPTS = Path(__file__).parents[2] / "scripts"
WANTED = [
    "graphml",
    "gexf",
    "cytoscape",
    "dot",
    "mermaid",
    "neo4j",
    "csv",
    "xlsx",
    "turtle",
    "trig",
    "nquads",
    "jsonld",
    "rdfxml",
]


@pytest.fixture(scope="module")
def lineage(texts: Graph) -> Lineage:
    return trace_lineage(texts, identify(texts, "STK-2023-822"))


def _content(output: Path) -> dict[str, bytes]:
    if output.is_dir():
        return {path.name: path.read_bytes() for path in output.iterdir()}
    return {"": output.read_bytes()}


def _needs(form: str) -> None:
    if form == "xlsx":
        pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")


def test_the_formats_are_those_promised() -> None:
    assert list(FORMATS) == WANTED
    assert all(form.purpose for form in FORMATS.values())
    assert {name for name, form in FORMATS.items() if form.is_folder} == {"neo4j", "csv"}


@pytest.mark.parametrize("form", WANTED)
def test_an_export_is_the_same_to_the_byte_and_replaces_an_earlier(
    texts: Graph, lineage: Lineage, tmp_path: Path, form: str
) -> None:
    _needs(form)
    output = tmp_path / "export"
    export(texts, form, output)
    whole = _content(output)
    export(texts, form, output, lineage)
    part = _content(output)
    assert sum(map(len, part.values())) < sum(map(len, whole.values()))
    export(texts, form, output)
    assert _content(output) == whole
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_the_hash_seed_changes_nothing(texts_root: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from styrgraf.exports.formats import FORMATS, export;"
        "from styrgraf.reason import open_graph; graph = open_graph(Path(sys.argv[2]));"
        "[export(graph, form, Path(sys.argv[1]) / form) for form in FORMATS if form != 'xlsx']"
    )
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        paths = os.pathsep.join(path for path in sys.path if path)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-c", program, folder, texts_root], check=True, env=environment)
        written.append({path.name: _content(path) for path in sorted(folder.iterdir())})
    assert written[0] == written[1]


@pytest.mark.parametrize("form", TEXTS)
def test_a_report_and_an_export_are_written_by_the_same_code(
    texts: Graph, lineage: Lineage, tmp_path: Path, form: str
) -> None:
    export(texts, form, tmp_path / "export", lineage)
    assert (tmp_path / "export").read_text(encoding="utf-8") == text_of(form, property_graph(texts, lineage))


def test_the_whole_graph_is_drawn_in_either_language(texts: Graph, tmp_path: Path) -> None:
    export(texts, "dot", tmp_path / "export", language="en")
    text = (tmp_path / "export").read_text(encoding="utf-8")
    assert 'label="proposed in"' in text
    assert "Memo in STK-2023-822, Förslag till beslut, paragraph 2" in text
    with pytest.raises(StyrgrafError, match="not written in “de”"):
        export(texts, "dot", tmp_path / "export", language="de")


def test_an_unknown_format_is_told_with_those_there_are(texts: Graph, tmp_path: Path) -> None:
    with pytest.raises(StyrgrafError, match=r"no export format “pdf”\n.*graphml, gexf, .*rdfxml"):
        export(texts, "pdf", tmp_path / "export")
    with pytest.raises(StyrgrafError, match=r"not drawn as “gexf”\n.*dot, graphml, mermaid"):
        text_of("gexf", property_graph(texts))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "neo4j"])
def test_a_folder_where_a_file_is_is_refused(texts: Graph, tmp_path: Path, form: str) -> None:
    output = tmp_path / "export"
    output.write_text("mine", encoding="utf-8")
    with pytest.raises(StyrgrafError, match="this is a file, and the export is a folder") as caught:
        export(texts, form, output)
    assert str(output) in str(caught.value)
    assert output.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("form", ["gexf", "trig", "xlsx"])
def test_a_file_where_a_folder_is_is_refused(texts: Graph, tmp_path: Path, form: str) -> None:
    with pytest.raises(StyrgrafError, match="this is a folder, and the export is one file"):
        export(texts, form, tmp_path)


@pytest.mark.parametrize("other", ["thesis.docx", "subfolder"])
def test_a_folder_with_anything_else_in_it_is_left_alone(texts: Graph, tmp_path: Path, other: str) -> None:
    export(texts, "csv", tmp_path / "export")
    mine = tmp_path / "export" / other
    if other == "subfolder":
        mine.mkdir()
    else:
        mine.write_text("mine", encoding="utf-8")
    with pytest.raises(StyrgrafError, match=f"something else than an earlier export: {other}"):
        export(texts, "csv", tmp_path / "export")
    assert mine.exists()


@pytest.mark.parametrize("form", ["gexf", "csv"])
def test_a_missing_parent_is_one_clear_error(texts: Graph, tmp_path: Path, form: str) -> None:
    with pytest.raises(StyrgrafError, match=r"cannot write the export: no such file or directory\n.*that exists"):
        export(texts, form, tmp_path / "no" / "export")
    with pytest.raises(StyrgrafError, match="cannot write the export"):
        export(texts, form, tmp_path / ("long" * 100))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("form", ["gexf", "csv"])
def test_a_folder_that_may_not_be_written_to_keeps_what_it_has(texts: Graph, tmp_path: Path, form: str) -> None:
    export(texts, form, tmp_path / "export")
    before = _content(tmp_path / "export")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StyrgrafError, match="permission denied"):
            export(texts, form, tmp_path / "export")
    finally:
        tmp_path.chmod(0o700)
    assert _content(tmp_path / "export") == before


@pytest.mark.parametrize(
    ("form", "broken"), [("gexf", "chmod"), ("gexf", "replace"), ("csv", "write_bytes"), ("csv", "rename")]
)
def test_a_disk_that_fails_half_way_keeps_the_old_export(
    texts: Graph, lineage: Lineage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, broken: str
) -> None:
    output = tmp_path / "export"
    export(texts, form, output)
    before = _content(output)
    working = getattr(Path, broken)

    def fail(self: Path, *arguments: object) -> object:
        # The first file is written and the old folder moved away; what comes then fails.
        if broken in ("chmod", "replace") or self.name in ("edges.csv", "new"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return working(self, *arguments)

    monkeypatch.setattr(Path, broken, fail)
    with pytest.raises(StyrgrafError, match="cannot write the export: no space left on device"):
        export(texts, form, output, lineage)
    monkeypatch.undo()
    assert _content(output) == before
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_a_format_that_fails_leaves_the_old_file(texts: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
    output = tmp_path / "export.xlsx"
    export(texts, "xlsx", output)
    before = output.read_bytes()
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(StyrgrafError, match="pip install"):
        export(texts, "xlsx", output)
    assert output.read_bytes() == before


def test_a_link_leads_on_to_the_file(texts: Graph, lineage: Lineage, tmp_path: Path) -> None:
    (tmp_path / "real.dot").write_text("old", encoding="utf-8")
    (tmp_path / "link.dot").symlink_to("real.dot")
    export(texts, "dot", tmp_path / "link.dot", lineage)
    assert (tmp_path / "link.dot").is_symlink()
    assert (tmp_path / "real.dot").read_text(encoding="utf-8").startswith("digraph")


@pytest.mark.parametrize(
    ("script", "arguments", "written"),
    [("export_gephi.py", ["STK-2023-822", "case.gexf"], "case.gexf"), ("export_neo4j.py", ["n"], "n/README.txt")],
)
def test_a_script_is_short_and_runs(tmp_path: Path, script: str, arguments: list[str], written: str) -> None:
    assert len((SCRIPTS / script).read_text(encoding="utf-8").splitlines()) < 25
    paths = os.pathsep.join(path for path in sys.path if path)
    run = subprocess.run(
        [sys.executable, SCRIPTS / script, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / written).stat().st_size > 500
