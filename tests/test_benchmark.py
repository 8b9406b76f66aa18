"""The benchmark: every row is there, answers are compared, a peer that fails is told of, and a broken run goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "scripts" / "benchmark.py"
# Packages in the place of peers: one finds nothing, one is not there, one fails, one does not end.
STAND_INS = {
    "shacl_rust": "def validate_file(data, shapes, **options):\n    return {'conforms': True, 'results': []}\n",
    "shifty": "raise ModuleNotFoundError('No module named shifty', name='shifty')\n",
    "maplib": "class Model:\n    def read(self, path, format):\n        raise RuntimeError('cannot | read')\n",
    "pyshacl_turbo": "import time\ntime.sleep(600)\n",
}
BY_HAND = "# Benchmarks\n\nAn introduction.\n\n## What it says\n\nWritten by hand.\n"
Tables = dict[tuple[str, str], dict[str, str]]


@pytest.fixture
def work(tmp_path: Path, country: Path) -> Path:
    """A folder with the stand-ins, and with the data of the smallest size."""
    for name, code in STAND_INS.items():
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
    shutil.copytree(country, tmp_path / "10k")
    return tmp_path


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the smallest size, made once."""
    work = tmp_path_factory.mktemp("country")
    done = run(work, "--only", "changed-only", "--peers", "")
    assert done.returncode == 0, done.stderr
    return work / "10k"


def run(work: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark, on the smallest size and for one round unless told otherwise."""
    command = [sys.executable, str(SCRIPT), "--sizes", "10k", "--rounds", "1", "--start-rounds", "1"]
    environment = {**os.environ, "PYTHONPATH": str(work)}
    return subprocess.run(
        [*command, "--work", str(work), *options], env=environment, capture_output=True, text=True, check=False
    )


def read_tables(text: str) -> Tables:
    """Read the tables: task, or the whole heading of a size, and engine, to the cells by column."""
    found: Tables = {}
    headings, columns = [""], []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.replace("\\|", "/").strip("|").split("|")]
        if line.startswith(("## ", "### ")):
            heading = line.lstrip("# ")
            headings = [heading.partition(",")[0], heading]
        elif line.startswith("| engine "):
            columns = cells
        elif line.startswith("| "):
            for name in headings:
                found[name, cells[0]] = dict(zip(columns, cells, strict=True))
    return found


def count_faults(work: Path) -> int:
    """Count the things of the country that have a fault, from their key."""
    lines = (work / "10k" / "faults.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return len({line.split("\t")[0] for line in lines})


def result_of(work: Path, name: str) -> Any:  # noqa: ANN401
    """Read a result that is kept."""
    return json.loads((work / "results" / f"{name}.json").read_text(encoding="utf-8"))


def runs_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    """List the runs that it told of: measurement, round and engine."""
    return [line[7:].strip().partition(" …")[0] for line in done.stderr.splitlines() if ", round " in line]


def test_every_task_has_its_rows_answers_agree_and_what_fails_is_told_of(work: Path) -> None:
    peers = "pyoxigraph,rdflib,networkx,maplib,pyshifty,shacl-rust"
    done = run(work, "--peers", peers, "--write", str(work / "benchmarks.md"))
    assert done.returncode == 0, done.stderr
    assert (work / "benchmarks.md").read_text(encoding="utf-8") == done.stdout
    assert str(work) not in done.stdout
    tables = read_tables(done.stdout)

    # Every engine has a row.
    validators = {"styrgraf", "styrgraf, 1 thread", "pyoxigraph", "pyshifty", "shacl-rust"}
    rows = {
        "load": {"styrgraf", "styrgraf on disk", "pyoxigraph", "rdflib", "maplib"},
        "validate": {*validators, "styrgraf, both layers"},
        "core": validators,
        "changed-only": {"styrgraf"},
        "lineage": {"styrgraf", "networkx", "pyoxigraph", "rdflib"},
        "queries": {"styrgraf", "styrgraf, limited", "pyoxigraph", "rdflib", "maplib"},
        "exports": {"styrgraf", "pyoxigraph", "rdflib"},
    }
    found = {(task, engine) for task, engine in tables if task in rows}
    assert found == {(task, engine) for task, engines in rows.items() for engine in engines}
    for name in ("`styrgraf lineage`, cache filled", "`styrgraf lineage`, cache empty", "import rdflib, pyshacl"):
        assert tables["start-up", name]["whole process"] != "–"

    # The validator and the floor find the planted faults, and the same findings; one thread or both layers alike.
    answers = {key: cells["answers"] for key, cells in tables.items()}
    faults = count_faults(work)
    assert faults >= 3
    for engine in ("styrgraf", "styrgraf, 1 thread", "styrgraf, both layers", "pyoxigraph"):
        assert answers["validate", engine].startswith("right: ")
        assert answers["validate", engine].endswith(f" {faults} of {faults} faults")
    for engine in ("styrgraf", "styrgraf, 1 thread", "pyoxigraph"):
        assert answers["core", engine].startswith("right: ")

    # Other engines give the same lineage and the same rows.
    for engine in ("networkx", "pyoxigraph", "rdflib"):
        assert answers["lineage", engine] == "same answers"
    assert answers["queries", "pyoxigraph"] == "same answers"

    # One that misses findings is not right, and of which components; one that is missing or fails is told of.
    for task in ("validate", "core"):
        assert answers[task, "shacl-rust"].startswith("**other findings** (0: 0 more, ")
        assert "(In " in answers[task, "shacl-rust"] or "(Class " in answers[task, "shacl-rust"]
        assert answers[task, "pyshifty"] == "not installed: shifty"
    assert answers["load", "maplib"] == "failed: RuntimeError: cannot / read"


def test_the_peak_of_memory_counts_whoever_it_waits_for_and_not_whoever_began_it() -> None:
    large, tell = "b'x' * (200 << 20)", "from scripts.measure.__main__ import peak; print(peak())"
    waits = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {large!r}]); {tell}"
    is_begun = f"import subprocess, sys; x = {large}; subprocess.run([sys.executable, '-c', {tell!r}])"
    peaks = [
        float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout)
        for code in (waits, is_begun)
    ]
    assert peaks[0] > 200
    if sys.platform == "linux":
        assert peaks[1] < 100


def test_core_has_no_constraint_in_sparql_and_names_the_shapes_that_lost_one(work: Path) -> None:
    done = run(work, "--only", "core", "--peers", "")
    shapes, core = ((work / "10k" / f"{name}.nt").read_text(encoding="utf-8") for name in ("shapes", "core"))
    assert "shacl#sparql>" in shapes
    assert "shacl#sparql>" not in core
    assert "shacl#select>" not in core
    assert shapes.count("shacl#property>") == core.count("shacl#property>")
    assert "`interval-order`" in done.stdout
    assert "`date-form`" not in done.stdout


def test_a_peer_that_does_not_end_is_stopped_and_not_tried_at_greater_sizes(work: Path) -> None:
    shutil.copytree(work / "10k", work / "100k")  # so that nothing large is made
    options = ("--only", "changed-only", "--peers", "pyshacl-turbo", "--timeout", "4")
    done = run(work, *options, "--sizes", "100k,10k", "--rounds", "2")
    assert done.returncode == 0, done.stderr
    assert runs_of(done).count("changed-only-10k, round 1 of 2: pyshacl-turbo") == 1
    assert len(runs_of(done)) == 5
    small, large = (part for part in done.stdout.split("### ")[1:])
    (row,) = [cells for (_, engine), cells in read_tables(f"### {small}").items() if engine == "pyshacl-turbo"][:1]
    assert row["answers"] == "did not end within 4 s"
    assert row["whole process"].startswith("more than 4 s (more than ")
    if sys.platform == "linux":
        assert row["peak memory"].startswith("more than ")
    assert "not tried: did not end at 10k" in large
    assert "rounds: 2," in large


def test_a_run_that_was_broken_off_goes_on_and_measures_nothing_twice(work: Path) -> None:
    options = ("--only", "core,changed-only", "--peers", "pyoxigraph", "--rounds", "2")
    run(work, *options)
    kept = result_of(work, "core-10k")
    kept["runs"] = kept["runs"][:5]
    (work / "results" / "core-10k.json").write_text(json.dumps(kept), encoding="utf-8")
    before = (work / "results" / "changed-only-10k.json").read_bytes()
    done = run(work, *options, "--resume")
    assert runs_of(done) == ["core-10k, round 2 of 2: pyoxigraph"]
    assert result_of(work, "core-10k")["runs"][:5] == kept["runs"]
    assert (work / "results" / "changed-only-10k.json").read_bytes() == before
    assert runs_of(run(work, *options, "--resume")) == []


def test_what_did_not_end_or_failed_is_tried_again_where_that_may_help(work: Path) -> None:
    options = ("--only", "changed-only", "--peers", "pyshacl-turbo", "--resume")
    assert len(runs_of(run(work, *options, "--timeout", "3"))) == 2
    assert runs_of(run(work, *options, "--timeout", "3")) == []
    without = run(work, *options[:2], "--peers", "", "--resume", "--timeout", "20")
    assert runs_of(without) == []
    assert "did not end within 3 s" in without.stdout
    (work / "pyshacl_turbo.py").write_text("raise RuntimeError('broken')\n", encoding="utf-8")
    again = run(work, *options, "--timeout", "20")
    assert runs_of(again) == ["changed-only-10k, round 1 of 1: pyshacl-turbo"]
    assert "failed: RuntimeError: broken" in again.stdout
    assert "did not end" not in again.stdout.partition("## changed-only")[2]
    assert runs_of(run(work, *options, "--timeout", "20")) == runs_of(again)


def test_numbers_are_medians_ratios_and_growth(work: Path, country: Path) -> None:
    shutil.copytree(work / "10k", work / "100k")
    shutil.copytree(country.parent / "results", work / "results")
    made = result_of(work, "changed-only-10k")
    rounds = [("styrgraf", 1, 9), ("pyoxigraph", 1, 4), ("styrgraf", 2, 1), ("pyoxigraph", 2, 6), ("styrgraf", 3, 2)]
    for size, factor in (("10k", 1), ("100k", 9)):
        runs = []
        for engine, turn, seconds in rounds:
            walk = {"step": "one walk", "seconds": seconds / 1000, "counts": [1]}
            records = [walk, {"peak_mb": 10 * seconds}, {"whole": seconds * factor}]
            runs.append({"engine": engine, "turn": turn, "records": records})
        result = {**made, "task": "lineage", "size": size, "facts": 1000 * factor, "runs": runs}
        (work / "results" / f"lineage-{size}.json").write_text(json.dumps(result), encoding="utf-8")
    options = ("--only", "lineage", "--peers", "pyoxigraph", "--sizes", "10k,100k", "--rounds", "3")
    done = run(work, *options, "--rounds-at", "pyoxigraph=2", "--resume")
    assert runs_of(done) == []
    assert "rounds: 3, 2 of pyoxigraph, `python scripts/benchmark.py --sizes 10k --only changed-only" in done.stdout
    tables = read_tables(done.stdout.partition("The whole process takes so many times")[0])
    assert tables["lineage, 9,000 facts in force", "styrgraf"]["whole process"] == "18 s"
    assert tables["lineage, 1,000 facts in force", "pyoxigraph"] == {
        "engine": "pyoxigraph",
        "one walk": "5 ms (2.5×)",
        "whole process": "5 s (2.5×)",
        "peak memory": "50 MB (2.5×)",
        "answers": "same answers",
    }
    assert done.stdout.endswith("| styrgraf | 9× |\n| pyoxigraph | 9× |\n")


def test_what_people_wrote_is_kept_and_the_tables_below_it_are_written_anew(work: Path) -> None:
    page = work / "benchmarks.md"
    page.write_text(f"{BY_HAND}\n## An old table\n\n| engine |\n", encoding="utf-8")
    options = ("--only", "changed-only", "--peers", "", "--write", str(page))
    run(work, *options)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"{BY_HAND}\n## How it was measured\n")
    assert "An old table" not in text
    run(work, *options, "--resume")
    assert page.read_text(encoding="utf-8") == text


def test_a_plan_runs_nothing(work: Path) -> None:
    before = sorted(work.rglob("*"))
    done = run(work, "--plan", "--sizes", "1m,10m", "--rounds", "3", "--rounds-at", "10m=1,pyshacl=2")
    assert sorted(work.rglob("*")) == before
    lines = done.stdout.splitlines()
    assert lines.index("core-1m, about 1,090,000 facts in force") < lines.index(
        "load-10m, about 10,900,000 facts in force"
    )
    assert "  pyshacl: 2 × an unknown time, counted as none" in lines
    assert "lineage-10m, about 10,900,000 facts in force" in lines
    assert not any(line.startswith("queries-10m") for line in lines)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--sizes", "1k"], "choose among 10k, 100k, 1m, 10m"),
        (["--peers", "jena"], "no “jena”: choose among pyoxigraph, "),
        (["--only", "all"], "no “all”: choose among load, "),
        (["--rounds", "0"], "“0” is no whole number above zero"),
        (["--rounds-at", "1m"], "“” is no whole number above zero"),
        (["--rounds-at", "2m=1"], "no “2m”: choose among 10k, "),
        (["--sizes", "10m", "--only", "exports"], "nothing to measure"),
        (["--write", "no/such/folder/benchmarks.md"], "there is no folder no/such/folder"),
    ],
)
def test_a_wrong_command_is_refused_in_words(work: Path, options: list[str], message: str) -> None:
    done = run(work, *options)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (work / "results").exists()


def test_a_page_without_the_heading_and_a_damaged_result_are_told_of(work: Path) -> None:
    page = work / "benchmarks.md"
    page.write_text("# Benchmarks\n", encoding="utf-8")
    refused = run(work, "--write", str(page))
    assert refused.returncode == 2
    assert "has no heading “## What it says”" in refused.stderr
    (work / "results").mkdir()
    (work / "results" / "changed-only-10k.json").write_text('{"task": ', encoding="utf-8")
    damaged = run(work, "--only", "changed-only", "--peers", "", "--resume")
    assert damaged.returncode == 1
    assert "changed-only-10k.json: is no result of this benchmark" in damaged.stderr
    assert "Traceback" not in damaged.stderr
