"""The compiled shapes find what pySHACL finds: on the shipped graph, and on every example."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import rdflib

from styrgraf.documents.layout import find_layout, shipped_root
from styrgraf.documents.parse import parse_file
from styrgraf.namespaces import SITE
from styrgraf.store import Graph
from styrgraf.validate import reference
from styrgraf.validate.findings import Finding
from styrgraf.validate.reference import read_shapes, validate_rdf
from styrgraf.validate.shacl import CompiledShapes, compile_shapes, validate_files, validate_shapes

FIXTURES = shipped_root() / "tests" / "fixtures"
FOLDERS = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
EXAMPLES = [FIXTURES / name / file for name in FOLDERS for file in ("bad.ttl", "good.ttl")]


@pytest.fixture(scope="module")
def by_pyshacl() -> rdflib.Graph:
    return read_shapes(find_layout().shape_files())


@pytest.fixture(scope="module")
def compiled() -> CompiledShapes:
    return compile_shapes(find_layout().shape_files())


def told(findings: list[Finding]) -> Counter[tuple[object, ...]]:
    return Counter(
        (f.severity, f.rule, f.focus, f.path, plain(f.value), f.component, plain(str(sorted(f.messages.items()))))
        for f in findings
    )


def plain(text: str) -> str:
    """Take the last zeros from decimals: the store spells 2000.50 as 2000.5, and pySHACL as it is written."""
    return re.sub(r"(?<=\d)\.0+(?!\d)|(?<=\d)(\.\d*[1-9])0+(?!\d)", r"\1", text)


def test_every_shape_of_the_project_is_compiled(compiled: CompiledShapes) -> None:
    assert compiled.shapes.for_pyshacl == {}
    assert len(compiled.shapes.targeted) > 100


def test_the_shipped_graph_has_the_same_findings(shipped: Graph, compiled: CompiledShapes) -> None:
    ours = validate_shapes(shipped, compiled)
    assert len(ours) > 100
    assert told(ours) == told(reference.validate_shapes(shipped))


@pytest.mark.parametrize("part", range(8))
def test_examples_have_the_same_findings(
    part: int, by_pyshacl: rdflib.Graph, compiled: CompiledShapes, tmp_path: Path
) -> None:
    """The examples of a part, each with things of its own, in one graph: what they would say of each other too."""
    vocabulary = [*find_layout().ontology_files(), FIXTURES / "surroundings.ttl"]
    examples = EXAMPLES[part::8]
    text = "".join(renamed(path) for path in examples)
    together = tmp_path / "together.nt"
    together.write_text(text, "utf-8")
    ours = validate_files([*vocabulary, together], compiled)
    assert {f.rule for f in ours} >= {path.parent.name for path in examples if path.name == "bad.ttl"}
    assert told(ours) == told(validate_rdf([*vocabulary, together], by_pyshacl))


def renamed(path: Path) -> str:
    """Give an example as N-Triples, with IRIs of its own for the things that it describes."""
    own = f"<{SITE}id/{path.parent.name}-{path.stem}/"
    lines = []
    described = {str(quad.subject) for quad in parse_file(path)}
    for quad in parse_file(path):
        terms = [str(quad.subject), str(quad.predicate), str(quad.object)]
        lines.append(" ".join(own + t[len(f"<{SITE}id/") :] if t in described and "/id/" in t else t for t in terms))
    return "".join(f"{line} .\n" for line in lines)
