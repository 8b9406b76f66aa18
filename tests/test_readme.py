"""What the README says holds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from styrgraf.cli import main
from styrgraf.lineage import identify, trace_lineage
from styrgraf.reports.drawing import lineage_to_svg
from styrgraf.reports.lineage import render_lineage
from styrgraf.store import Graph

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_report_is_the_one_that_the_command_prints(texts: Graph) -> None:
    shown = re.search(r"<!-- report -->\n```text\n(.*?)```", README, flags=re.DOTALL)
    assert shown is not None
    report = render_lineage(texts, trace_lineage(texts, identify(texts, "STK-2023-822")))
    assert shown[1] == report, "run python scripts/update_readme.py"


def test_each_command_of_the_tour_exists_with_its_options() -> None:
    tour = re.search(r"## A tour.*?```sh\n(.*?)```", README, flags=re.DOTALL)
    assert tour is not None
    lines = [line.partition("  #")[0].split() for line in tour[1].splitlines() if not line.startswith(" ")]
    assert {line[0] for line in lines} == {"styrgraf"}
    for _, name, *words in lines:
        options = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options
    assert {name for _, name, *_ in lines} == set(main.commands)


def test_the_picture_is_the_one_that_the_script_draws(texts: Graph) -> None:
    drawn = (ROOT / "docs" / "images" / "STK-2023-822.svg").read_text(encoding="utf-8")
    lineage = trace_lineage(texts, identify(texts, "STK-2023-822"))
    assert drawn == lineage_to_svg(texts, lineage), "run python scripts/draw_readme.py"


def test_ci_reads_its_test_command_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "<!-- test command -->" in script
    command = re.search(r"<!-- test command -->\n```sh\n(.*?)\n```", README, flags=re.DOTALL)
    assert command is not None
    assert command[1].endswith("pytest")


def test_the_python_of_the_readme_runs() -> None:
    code = re.search(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert code is not None
    program = f"import sys; sys.path.insert(0, 'src')\n{code[1]}\nassert len(rows) > 300, len(rows)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Ingen beslutsparagraf hittad" in run.stdout


@pytest.mark.parametrize("name", ["build.py", "validate.py", "lineage_report.py", "export_gephi.py", "export_neo4j.py"])
def test_the_scripts_run_as_they_stand(name: str, tmp_path: Path) -> None:
    outputs: dict[str, list[object]] = {
        "build.py": [tmp_path / "graph.trig"],
        "export_gephi.py": ["STK-2023-822", tmp_path / "graph.gexf"],
        "export_neo4j.py": [tmp_path / "neo4j"],
    }
    program = [sys.executable, str(ROOT / "scripts" / name), *map(str, outputs.get(name, []))]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(program, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout


def test_the_table_of_sources_is_the_one_that_the_script_writes(tmp_path: Path) -> None:
    output = tmp_path / "sources.md"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "update_sources.py"), str(output)], check=True)
    written = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert written == output.read_text(encoding="utf-8"), "run python scripts/update_sources.py"


@pytest.mark.parametrize(
    "file", ["README.md", "CONTRIBUTING.md", "docs/model.md", "docs/privacy.md", "docs/sources.md"]
)
def test_links_lead_somewhere(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not ((ROOT / file).parent / link).exists()] == []
