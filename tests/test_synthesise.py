"""The synthetic country: the same every time, right but for its faults, and each fault found by the shape it names."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.validate import validate_graph

SCRIPT = Path(__file__).parents[1] / "scripts" / "synthesise.py"


def synthesise(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    command = [sys.executable, str(SCRIPT), str(folder), "--municipalities", "1", "--years", "4", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def read_all(folder: Path) -> dict[str, bytes]:
    """Read every file that it wrote."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_arguments_make_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", "3"), ("same", "3"), ("other", "4")):
        assert synthesise(tmp_path / name, "--seed", seed).returncode == 0
    assert read_all(tmp_path / "one") == read_all(tmp_path / "same")
    assert read_all(tmp_path / "one") != read_all(tmp_path / "other")


def test_without_faults_no_gate_finds_anything(tmp_path: Path) -> None:
    synthesise(tmp_path / "country", "--faults", "0")
    assert validate_graph(open_graph(tmp_path / "country")) == []


def test_each_fault_is_found_by_the_shape_that_the_key_names_and_nothing_else_is(tmp_path: Path) -> None:
    synthesise(tmp_path / "country", "--faults", "0.05")
    with (tmp_path / "country" / "faults.tsv").open(encoding="utf-8", newline="") as file:
        key = {(row["thing"], row["shape"]) for row in csv.DictReader(file, delimiter="\t")}
    findings = validate_graph(open_graph(tmp_path / "country"))
    found = {(finding.focus, finding.rule) for finding in findings if finding.gate == "shacl"}
    assert found == key
    assert len({shape for _, shape in key}) >= 8
    assert all(thing.startswith(BASE) for thing, _ in key)


def test_it_does_not_write_over_a_country(tmp_path: Path) -> None:
    synthesise(tmp_path / "country")
    before = read_all(tmp_path / "country")
    again = synthesise(tmp_path / "country", "--seed", "9")
    assert again.returncode != 0
    assert "is there already" in again.stderr
    assert "Traceback" not in again.stderr
    assert read_all(tmp_path / "country") == before


def test_it_holds_a_municipality_at_a_time(tmp_path: Path) -> None:
    program = "import runpy, sys, tracemalloc; sys.argv = sys.argv[1:]; tracemalloc.start();"
    program += "runpy.run_path(sys.argv[0], run_name='__main__'); print(tracemalloc.get_traced_memory()[1])"
    peaks = []
    for number in ("2", "20"):
        command = [sys.executable, "-c", program, str(SCRIPT), str(tmp_path / number), "--municipalities", number]
        done = subprocess.run([*command, "--years", "2"], capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout.split()[-1]))
    assert peaks[1] < 1.3 * peaks[0]
