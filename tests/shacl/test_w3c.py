"""W3C's tests of SHACL Core and SHACL-SPARQL: the same results as they expect, or a reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from styrgraf.documents.layout import shipped_root
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import Namespace
from styrgraf.shacl import Report, read_shapes, validate
from styrgraf.shacl.paths import read_path
from styrgraf.shacl.terms import SH, Node, ShapesGraph, iri

SUITE = shipped_root().parent / "shared" / "suites" / "w3c-shacl"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
#: What is not as W3C expects, and why.
KNOWN = {
    "core/property/datatype-ill-formed.ttl": "the store keeps xsd:byte as xsd:integer, so 55 passes for a byte",
}
#: A result as the suite compares it.
Told = tuple[str, str, str, str, str]


def read(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri(), rename_blank_nodes=False))


def files_of(manifest: Path) -> Iterator[Path]:
    """Follow a manifest to the files of its tests."""
    if not manifest.is_file():
        return
    graph = ShapesGraph(read(manifest))
    for include in [one for subject in graph.subjects(MF.include) for one in graph.values(subject, MF.include)]:
        file = Path(include.value.removeprefix("file://"))
        yield from files_of(file)
    if graph.subjects(MF.entries):
        yield manifest


FILES = [file for part in ("core", "sparql") for file in files_of(SUITE / part / "manifest.ttl")]
#: A test that no manifest names.
FILES += [file for file in [SUITE / "sparql/component/nodeValidator-001.ttl"] if file.is_file()]


def stored(terms: list[Node]) -> dict[Node, Node]:
    """Give terms in the form that the store keeps them in."""
    names = {}
    for term in terms:
        store = ox.Store()
        store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), term))
        (names[term],) = (quad.object for quad in store)
    return names


def expected(graph: ShapesGraph, report: Node) -> Counter[Told]:
    found: Counter[Told] = Counter()
    for result in graph.values(report, SH.result):
        focus, value = graph.one(result, SH.focusNode), graph.one(result, SH.value)
        forms = stored([term for term in (focus, value) if term is not None])
        path = graph.one(result, SH.resultPath)
        found[
            "" if focus is None else str(forms[focus]),
            "" if path is None else read_path(graph, result, path).shown,
            "" if value is None else str(forms[value]),
            iri(graph.one(result, SH.sourceConstraintComponent)),
            iri(graph.one(result, SH.resultSeverity)),
        ] += 1
    return found


def told(report: Report) -> Counter[Told]:
    return Counter(
        (str(r.focus), r.path, "" if r.value is None else str(r.value), r.component, r.severity) for r in report.results
    )


def run(graph: ShapesGraph, test: Node) -> Report:
    """Validate as a test says; blank nodes keep their names, so that results can name them."""
    (action,) = graph.values(test, MF.action)
    (data,), (shapes,) = graph.values(action, SHT.dataGraph), graph.values(action, SHT.shapesGraph)
    store = ox.Store()
    store.extend(read(Path(data.value.removeprefix("file://"))))
    return validate(store, read_shapes(read(Path(shapes.value.removeprefix("file://")))))


def test_the_suite_is_whole() -> None:
    if not SUITE.is_dir():
        pytest.skip(f"the W3C suite is not here: {SUITE}")
    assert len(FILES) == 121
    assert set(KNOWN) <= {str(file.relative_to(SUITE)) for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SUITE)))
def test_w3c(file: Path, request: pytest.FixtureRequest) -> None:
    if reason := KNOWN.get(str(file.relative_to(SUITE))):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    graph = ShapesGraph(read(file))
    (entries,) = (value for subject in graph.subjects(MF.entries) for value in graph.values(subject, MF.entries))
    (test,) = graph.items(entries, entries)
    (result,) = graph.values(test, MF.result)
    if iri(result) == SHT.Failure:
        with pytest.raises(StyrgrafError):
            run(graph, test)
        return
    report = run(graph, test)
    assert told(report) == expected(graph, result)
    assert report.conforms == (str(graph.one(result, SH.conforms)) == str(ox.Literal(True)))
    assert report.by_pyshacl == ()
