"""RDF read back by rdflib, pyoxigraph and PyLD: the same facts, each with its evidence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pyoxigraph as ox
import pytest
import rdflib

from nasty_labels import NASTY
from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError
from styrgraf.exports.dataset import FORMATS as DATASETS
from styrgraf.exports.dataset import build_dataset
from styrgraf.exports.jsonld import jsonld_text
from styrgraf.exports.property_graph import describes_evidence, property_graph
from styrgraf.exports.rdf import nquads_text, rdfxml_text, trig_text, turtle_text
from styrgraf.exports.xml_text import xml_safe
from styrgraf.lineage import Lineage, identify, trace_lineage
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.reason import open_graph
from styrgraf.store import ONTOLOGY, Graph

RDF, PROV = PREFIXES["rdf"], PREFIXES["prov"]
PASSAGE = f"{BASE}document/STK-2023-822-tjansteskrivelse#forslag-till-beslut-2"
Fact = tuple[str, str, str]


@pytest.fixture(scope="module")
def case(texts: Graph) -> Lineage:
    return trace_lineage(texts, identify(texts, "STK-2023-822"))


@pytest.fixture(scope="module", params=["whole", "case"])
def lineage(request: pytest.FixtureRequest, case: Lineage) -> Lineage | None:
    return case if request.param == "case" else None


@pytest.fixture
def nasty(make_root: MakeRoot) -> Graph:
    """A graph of which each label is a trap."""
    facts = "".join(
        f"<case/X-2020-{n}> a sg:Case ; skos:prefLabel {ox.Literal(label, language='sv')} .\n"
        for n, label in enumerate(NASTY)
    )
    trig = f"""
<document/a> {{
  <document/a> a sg:Document ; skos:prefLabel "A"@sv .
  <document/a#stycke-1> a sg:Passage ; sg:passageOf <document/a> ; sg:ordinal 1 ; sg:position 1 ; sg:restated true .
}}
<document/a#stycke-1> {{ {facts} <transfer/X-2020-1/1> sg:amount 1.50 . }}
"""
    return open_graph(make_root(nasty=trig))


def _dataset(quads: list[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _parse(text: str, form: ox.RdfFormat) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), format=form, base_iri=BASE))


def _in_force(graph: Graph, quads: list[ox.Quad]) -> set[ox.Quad]:
    return {ox.Quad(q.subject, q.predicate, q.object) for q in quads if _value(q.graph_name) not in graph.withdrawn}


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def _evidence(quads: list[ox.Quad]) -> set[tuple[object, object, object, str]]:
    """What the statements of a flat file say of who states what."""
    parts: dict[object, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]] = {}
    for quad in quads:
        parts.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return {
        (of[f"{RDF}subject"][0], of[f"{RDF}predicate"][0], of[f"{RDF}object"][0], _value(source))
        for of in parts.values()
        if ox.NamedNode(f"{RDF}Statement") in of.get(f"{RDF}type", [])
        for source in of[f"{PROV}wasDerivedFrom"]
    }


def _graphs(graph: Graph, quads: list[ox.Quad]) -> set[tuple[object, object, object, str]]:
    """What the named graphs say of who states what."""
    apparatus = describes_evidence(graph)
    return {
        (q.subject, q.predicate, q.object, _value(q.graph_name))
        for q in quads
        if q.graph_name != ox.NamedNode(ONTOLOGY)
        and _value(q.subject) not in apparatus
        and _value(q.graph_name) not in graph.withdrawn
    }


def test_trig_and_nquads_say_all_that_the_graph_does(texts: Graph) -> None:
    wanted = _dataset([*texts.asserted, *texts.derived])
    assert _dataset(_parse(trig_text(texts, None), ox.RdfFormat.TRIG)) == wanted
    assert _dataset(_parse(nquads_text(texts, None), ox.RdfFormat.N_QUADS)) == wanted


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_reads_as_many_quads(texts: Graph, lineage: Lineage | None) -> None:
    wanted = len(_parse(nquads_text(texts, lineage), ox.RdfFormat.N_QUADS))
    for text, form in ((trig_text(texts, lineage), "trig"), (nquads_text(texts, lineage), "nquads")):
        read = rdflib.Dataset()
        read.parse(data=text, format=form)
        assert sum(1 for _ in read.quads((None, None, None, None))) == wanted


def test_turtle_and_rdfxml_say_the_same_to_two_readers(texts: Graph, lineage: Lineage | None) -> None:
    turtle, rdfxml = turtle_text(texts, lineage), rdfxml_text(texts, lineage)
    wanted = _dataset(_parse(turtle, ox.RdfFormat.TURTLE))
    assert _dataset(_parse(rdfxml, ox.RdfFormat.RDF_XML)) == wanted
    for text, form in ((turtle, "turtle"), (rdfxml, "xml")):
        read = rdflib.Graph().parse(data=text, format=form)
        # rdflib gives numbers their shortest form when it is asked for their value, not when it writes N-Triples.
        assert _dataset(_parse(read.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)) == wanted


def test_flat_formats_name_the_evidence_of_every_fact(texts: Graph, lineage: Lineage | None) -> None:
    quads = _parse(nquads_text(texts, lineage), ox.RdfFormat.N_QUADS)
    flat = _parse(turtle_text(texts, lineage), ox.RdfFormat.TURTLE)
    assert _evidence(flat) == _graphs(texts, quads)
    facts = [q for q in flat if not isinstance(q.subject, ox.BlankNode)]
    stated = [q for q in _in_force(texts, quads) if not isinstance(q.subject, ox.BlankNode)]
    assert set(facts) == set(stated)
    described = {_value(q.subject) for q in facts}
    assert {source for *_, source in _evidence(flat)} <= described


def test_jsonld_has_prefixes_and_a_base_and_a_thing_a_line(nasty: Graph, case: Lineage, texts: Graph) -> None:
    for text in (jsonld_text(nasty, None), jsonld_text(texts, case)):
        read = json.loads(text)
        assert read["@context"]["@base"] == BASE
        assert read["@context"].items() >= PREFIXES.items()
        assert max(Counter(graph["@id"] for graph in read["@graph"]).values()) == 1
        things = [thing for graph in read["@graph"] for thing in graph["@graph"]]
        assert text.partition('"@graph":')[2].count("\n") == len(things)
        keys = {key for thing in things for key in thing}
        assert {"@id", "@type", "skos:prefLabel", "sg:passageOf"} <= keys
        assert "sg:Passage" in {cls for thing in things for cls in thing.get("@type", ())}
        assert '"@type":"xsd:integer"' in text
        assert not [key for key in keys if key.startswith(tuple(PREFIXES.values()))]
        assert {graph["@id"] for graph in read["@graph"]} & {"document/a", "document/STK-2023-822-tjansteskrivelse"}


def test_pyld_reads_the_jsonld_as_the_same_quads(texts: Graph, lineage: Lineage | None) -> None:
    pyld = pytest.importorskip("pyld", reason="PyLD is not installed")
    text = jsonld_text(texts, lineage)
    assert "<" not in text
    read = pyld.jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})
    wanted = _dataset(_parse(nquads_text(texts, lineage), ox.RdfFormat.N_QUADS))
    assert _dataset(_parse(read, ox.RdfFormat.N_QUADS)) == wanted
    assert _dataset(_parse(text, ox.RdfFormat.JSON_LD)) == wanted


def test_amounts_keep_the_form_in_which_they_are_written(texts: Graph, case: Lineage) -> None:
    amount = ox.Literal("2000000.00", datatype=ox.NamedNode(f"{PREFIXES['xsd']}decimal"))
    for text, form in (
        (trig_text(texts, case), ox.RdfFormat.TRIG),
        (turtle_text(texts, case), ox.RdfFormat.TURTLE),
        (rdfxml_text(texts, case), ox.RdfFormat.RDF_XML),
        (jsonld_text(texts, case), ox.RdfFormat.JSON_LD),
        (nquads_text(texts, case), ox.RdfFormat.N_QUADS),
    ):
        amounts = [quad.object for quad in _parse(text, form) if quad.predicate.value == SG.amount]
        assert amounts
        assert set(amounts) == {amount}


def test_a_lineage_has_its_facts_and_describes_their_evidence_alone(texts: Graph, case: Lineage) -> None:
    quads = _parse(nquads_text(texts, case), ox.RdfFormat.N_QUADS)
    facts = {(f.subject, f.predicate, str(f.value)) for f in property_graph(texts, case).facts}
    evidence = describes_evidence(texts)
    told = {
        (_value(q.subject), q.predicate.value, getattr(q.object, "value", ""))
        for q in quads
        if _value(q.subject) not in evidence and "/document/" not in _value(q.subject)
    }
    assert told <= facts
    assert {fact for fact in facts if "/document/" not in fact[0]} == told
    assert ox.NamedNode(PASSAGE) in {quad.graph_name for quad in quads}
    assert any(q.subject == ox.NamedNode(PASSAGE) and q.predicate.value == SG.keyPhrase for q in quads)
    assert len(quads) < len(texts.asserted) / 2


def test_nasty_literals_come_back(nasty: Graph) -> None:
    wanted = _dataset([*nasty.asserted, *nasty.derived])
    for text, form in (
        (trig_text(nasty, None), ox.RdfFormat.TRIG),
        (nquads_text(nasty, None), ox.RdfFormat.N_QUADS),
        (jsonld_text(nasty, None), ox.RdfFormat.JSON_LD),
    ):
        assert _dataset(_parse(text, form)) == wanted
    label = f"{PREFIXES['skos']}prefLabel"
    for text, name, change in (
        (turtle_text(nasty, None), "turtle", str),
        (rdfxml_text(nasty, None), "xml", xml_safe),
    ):
        read = rdflib.Graph().parse(data=text, format=name)
        labels = {
            str(value)
            for thing, value in read.subject_objects(rdflib.URIRef(label))
            if str(thing).startswith(f"{BASE}case/")
        }
        assert labels == {change(text) for text in NASTY}


#: What no data file should hold, and no format may stumble on: facts in no graph, blank nodes, what is said twice, and
#: IRIs that a shorter name would not lead back to.
_ODD = """
<case/X-2020-1> skos:altLabel "in no graph <a:b>" , "x"@sv , "http://x \\"http://y\\":" , " _:b1 " .
<case/X-2020-1> sg:amount "1.50 "^^xsd:decimal .
<case/X-2020-1> sg:inCase <case/X-2020-2> , _:x ; sg:note _:y . _:x sg:note _:y .
<document/a> { <document/a> a sg:Document ; sg:note ( 1.50 007 ) , [ sg:note _:z ] . _:z sg:amount 2.0 . }
<document/a> { <document/a> a sg:Document ; sg:note <https://w3id.org/styrgraf/id/a:b> ; <urn:x> true . }
<document/a> { <https://w3id.org/styrgraf/id/document/../x> sg:note <https://w3id.org/styrgraf/ns#a/b> , <../x> . }
_:g { <case/X-2020-1> sg:amount 2.50 . }
"""
_TEXTS = [
    (trig_text, ox.RdfFormat.TRIG),
    (nquads_text, ox.RdfFormat.N_QUADS),
    (jsonld_text, ox.RdfFormat.JSON_LD),
    (turtle_text, ox.RdfFormat.TURTLE),
    (rdfxml_text, ox.RdfFormat.RDF_XML),
]


@pytest.mark.parametrize(("write", "form"), _TEXTS)
def test_odd_facts_come_back_in_the_same_bytes_each_time(
    make_root: MakeRoot, write: Callable[[Graph, None], str], form: ox.RdfFormat
) -> None:
    root = make_root(odd=_ODD)
    graph, again = open_graph(root), open_graph(root)
    text = write(graph, None)
    # Each time that a file is read, blank nodes have other labels.
    assert graph.asserted != again.asserted
    assert text == write(again, None)
    read = _parse(text, form)
    if form.supports_datasets:
        assert _dataset(read) == _dataset([*graph.asserted, *graph.derived])
    else:
        statement = ox.NamedNode(f"{RDF}Statement")
        statements = {q.subject for q in read if q.object == statement}
        facts = [q for q in read if q.subject not in statements]
        assert _dataset(facts) == _dataset([*_in_force(graph, [*graph.asserted, *graph.derived])])
        evidence = _evidence([q for q in read if q.subject in statements])
        assert {value for _, predicate, value, _ in evidence if predicate == ox.NamedNode(SG.amount)} == {
            ox.Literal(amount, datatype=ox.NamedNode(f"{PREFIXES['xsd']}decimal")) for amount in ("2.0", "2.50")
        }


@pytest.mark.parametrize("end", sorted(DATASETS))
def test_built_files_say_the_same_in_the_same_bytes_each_time(make_root: MakeRoot, end: str) -> None:
    root = make_root(odd=_ODD)
    graph, again = open_graph(root), open_graph(root)
    text = build_dataset(graph, end)
    assert text == build_dataset(again, end)
    form = ox.RdfFormat.from_extension(end.removeprefix("."))
    assert form is not None
    whole = [*graph.asserted, *graph.derived]
    assert _dataset(_parse(text, form)) == _dataset(whole if form.supports_datasets else [*_in_force(graph, whole)])
    if end in (".nq", ".nt"):
        assert text.splitlines() == sorted(set(text.splitlines()))


@pytest.mark.parametrize(
    ("write", "value"),
    [
        (trig_text, '"a"@ar--rtl'),
        (turtle_text, '"a"@ar--rtl'),
        (trig_text, "<<( <a:a> <a:b> <a:c> )>>"),
        (turtle_text, "<<( <a:a> <a:b> <a:c> )>>"),
        (jsonld_text, "<<( <a:a> <a:b> <a:c> )>>"),
    ],
)
def test_what_rdf_1_1_does_not_have_is_refused(
    make_root: MakeRoot, write: Callable[[Graph, None], str], value: str
) -> None:
    graph = open_graph(make_root(odd=f"<document/a> {{ <document/a> sg:note {value} }}"))
    with pytest.raises(StyrgrafError, match="cannot be written"):
        write(graph, None)


def test_what_is_superseded_has_no_statement(make_root: MakeRoot) -> None:
    trig = """
<document/a> {
  <document/a> a sg:Document ; dcterms:isReplacedBy <document/b> .
  <document/a#stycke-1> a sg:Passage ; sg:passageOf <document/a> ; sg:ordinal 1 ; sg:position 1 ; sg:restated true .
}
<document/a#stycke-1> { <case/X-2020-1> a sg:Case ; skos:prefLabel "old"@sv . }
"""
    graph = open_graph(make_root(a=trig))
    assert '"old"' not in turtle_text(graph, None)
    assert '"old"' in trig_text(graph, None)


def test_each_statement_is_there_once(texts: Graph) -> None:
    flat = _parse(rdfxml_text(texts, None), ox.RdfFormat.RDF_XML)
    parts = ("subject", "predicate", "object")
    counted = Counter(q.predicate.value.removeprefix(RDF) for q in flat if q.predicate.value.startswith(RDF))
    assert len({counted[name] for name in parts}) == 1
    assert counted["subject"] == len({fact[:3] for fact in _evidence(flat)})
