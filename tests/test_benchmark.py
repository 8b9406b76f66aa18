"""The benchmark: every row is there, answers are compared, and a peer that fails is told of and stops nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "benchmark.py"
# Packages in the place of peers: one finds nothing, one is not there, one fails, one does not end.
STAND_INS = {
    "shacl_rust": "def validate_file(data, shapes, **options):\n    return {'conforms': True, 'results': []}\n",
    "shifty": "raise ModuleNotFoundError('No module named shifty', name='shifty')\n",
    "maplib": "class Model:\n    def read(self, path, format):\n        raise RuntimeError('cannot | read')\n",
    "pyshacl_turbo": "import time\ntime.sleep(600)\n",
}
Tables = dict[tuple[str, str], dict[str, str]]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with the stand-ins, for the data too."""
    for name, code in STAND_INS.items():
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
    return tmp_path


def run(work: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark on the smallest size, one round."""
    command = [sys.executable, str(SCRIPT), "--sizes", "10k", "--rounds", "1", "--start-rounds", "1"]
    environment = {**os.environ, "PYTHONPATH": str(work)}
    return subprocess.run(
        [*command, "--work", str(work), *options], env=environment, capture_output=True, text=True, check=False
    )


def read_tables(text: str) -> Tables:
    """Read the tables: task and engine to the cells by column."""
    found: Tables = {}
    task, columns = "", []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.replace("\\|", "/").strip("|").split("|")]
        if line.startswith("## "):
            task = line[3:].partition(",")[0]
        elif line.startswith("| engine "):
            columns = cells
        elif line.startswith("| "):
            found[task, cells[0]] = dict(zip(columns, cells, strict=True))
    return found


def count_faults(work: Path) -> int:
    """Count the things of the country that have a fault, from their key."""
    lines = (work / "10k" / "faults.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return len({line.split("\t")[0] for line in lines})


def test_every_task_has_its_rows_answers_agree_and_what_fails_is_told_of(work: Path) -> None:
    peers = "pyoxigraph,rdflib,networkx,maplib,pyshifty,shacl-rust"
    done = run(work, "--peers", peers, "--write", str(work / "benchmarks.md"))
    assert done.returncode == 0, done.stderr
    assert (work / "benchmarks.md").read_text(encoding="utf-8") == done.stdout
    assert str(work) not in done.stdout
    tables = read_tables(done.stdout)
    answers = {key: cells["answers"] for key, cells in tables.items()}

    # Every engine has a row.
    rows = {
        "load": {"styrgraf", "styrgraf on disk", "pyoxigraph", "rdflib", "maplib"},
        "validate": {"styrgraf", "styrgraf, 1 thread", "pyoxigraph", "pyshifty", "shacl-rust"},
        "changed-only": {"styrgraf"},
        "lineage": {"styrgraf", "networkx", "pyoxigraph", "rdflib"},
        "queries": {"styrgraf", "styrgraf, limited", "pyoxigraph", "rdflib", "maplib"},
        "exports": {"styrgraf", "pyoxigraph", "rdflib"},
    }
    found = {(task, engine) for task, engine in tables if task != "start-up"}
    assert found == {(task, engine) for task, engines in rows.items() for engine in engines}
    for name in ("`styrgraf lineage`, cache filled", "`styrgraf lineage`, cache empty", "import rdflib, pyshacl"):
        assert tables["start-up", name]["whole"] != "–"

    # The validator and the floor find the planted faults, and the same findings.
    faults = count_faults(work)
    assert faults >= 3
    for engine in ("styrgraf", "styrgraf, 1 thread", "pyoxigraph"):
        assert answers["validate", engine].startswith("right: ")
        assert answers["validate", engine].endswith(f" {faults} of {faults} faults")

    # Other engines give the same lineage and the same rows.
    for engine in ("networkx", "pyoxigraph", "rdflib"):
        assert answers["lineage", engine] == "same answers"
    assert answers["queries", "pyoxigraph"] == "same answers"

    # One that misses findings is not right; one that is missing or fails is told of.
    assert answers["validate", "shacl-rust"].startswith("**other findings** (0: 0 more, ")
    assert " 0 fewer" not in answers["validate", "shacl-rust"]
    assert answers["validate", "pyshifty"] == "not installed: shifty"
    assert answers["load", "maplib"] == "failed: RuntimeError: cannot / read"


def test_a_peer_that_does_not_end_is_stopped(work: Path) -> None:
    done = run(work, "--only", "changed-only", "--peers", "pyshacl-turbo", "--timeout", "4")
    assert done.returncode == 0, done.stderr
    assert read_tables(done.stdout)["changed-only", "pyshacl-turbo"]["answers"] == "did not end within 4 s"


def test_a_size_that_is_none_is_refused(work: Path) -> None:
    done = run(work, "--sizes", "1k")
    assert done.returncode == 2
    assert "choose among 10k, 100k, 1m, 10m" in done.stderr
    assert "Traceback" not in done.stderr
