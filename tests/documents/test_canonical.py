from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import styrgraf.documents.canonical as canonical_module
from styrgraf.documents.canonical import canonical_text, format_file
from styrgraf.documents.ordering import DocumentOrder
from styrgraf.documents.parse import parse_text
from styrgraf.errors import StyrgrafError, UnreadableFileError
from styrgraf.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    import random

TRIG, TTL = Path("a.trig"), Path("a.ttl")
NOTE = f"{PREFIXES['skos']}editorialNote"
DOCUMENT = "document/STK-1"
HEAD = (
    f"@base <{BASE}> .\n@prefix sg: <{PREFIXES['sg']}> .\n@prefix skos: <{PREFIXES['skos']}> .\n"
    f"@prefix p: <{BASE}{DOCUMENT}#> .\n@prefix sh: <{PREFIXES['sh']}> .\n@prefix xsd: <{PREFIXES['xsd']}> .\n"
    f"@prefix owl: <{PREFIXES['owl']}> .\n@prefix rdf: <{PREFIXES['rdf']}> .\n@prefix rdfs: <{PREFIXES['rdfs']}> .\n"
)


def body(text: str, path: Path = TRIG) -> str:
    """Put a text into canonical form and leave out the declarations."""
    sections = canonical(HEAD + text, path).split("\n\n")
    return "\n\n".join(part for part in sections if not part.startswith("@"))


def canonical(text: str, path: Path = TRIG) -> str:
    once = canonical_text(text, path)
    assert canonical_text(once, path) == once
    return once


def write_trig(quads: list[ox.Quad], header: str = "", prefixes: dict[str, str] | None = None) -> str:
    """Write quads that come from no file, and so in no order."""
    return canonical_module._write(quads, header, prefixes or {}, DocumentOrder(quads))


def dataset(quads: list[ox.Quad]) -> ox.Dataset:
    result = ox.Dataset(quads)
    result.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return result


def notes(text: str, path: Path = TRIG) -> list[tuple[str, str, str]]:
    """List graph, subject and text of the notes that the comments become."""
    quads = parse_text(canonical(HEAD + text, path), path)
    return [
        (str(q.graph_name).replace(BASE, ""), str(q.subject).replace(BASE, ""), q.object.value)
        for q in quads
        if q.predicate.value == NOTE and isinstance(q.object, ox.Literal)
    ]


def test_the_form_is_pinned() -> None:
    text = """# Tjänsteskrivelse.
#   Andra raden.
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix sg: <https://w3id.org/styrgraf/ns#>.
@prefix org: <http://www.w3.org/ns/org#> . @prefix unused: <http://e/> .
@prefix p: <https://w3id.org/styrgraf/id/document/STK-1#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/styrgraf/id/> .
p:b { <transfer/11> sg:amount 2000000.00; a sg:Transfer . <transfer/2> sg:year "2023"^^xsd:gYear ; a sg:Transfer }
# sagt om stycke a
p:a { <body/ks> skos:prefLabel "board"@en, "styrelse"@sv ; sg:x <a:b>, <b/11>, <b/2> , true ; a sg:PoliticalBody,
  org:Organization . }
<document/STK-1> { p:b a sg:Passage ; sg:position 2 ; sg:keyPhrase "rad 1\\nrad \\"2\\"" . # om stycke b
  p:a a sg:Passage; sg:position 1 . <document/STK-1> a sg:Document . <z> sg:x 1 . }
"""
    expected = """# Tjänsteskrivelse.
#   Andra raden.

@base <https://w3id.org/styrgraf/id/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix p: <https://w3id.org/styrgraf/id/document/STK-1#> .
@prefix sg: <https://w3id.org/styrgraf/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<document/STK-1> {
  <document/STK-1> a sg:Document .
  p:a a sg:Passage ;
    sg:position 1 ;
    skos:editorialNote "sagt om stycke a" .
  p:b a sg:Passage ;
    sg:keyPhrase \"\"\"rad 1
rad "2\\"\"\"\" ;
    sg:position 2 ;
    skos:editorialNote "om stycke b" .
  <z> sg:x 1 .
}

p:a {
  <body/ks> a org:Organization ,
      sg:PoliticalBody ;
    skos:prefLabel "styrelse"@sv ,
      "board"@en ;
    sg:x <a:b> ,
      <b/2> ,
      <b/11> ,
      true .
}

p:b {
  <transfer/2> a sg:Transfer ;
    sg:year "2023"^^xsd:gYear .
  <transfer/11> a sg:Transfer ;
    sg:amount 2000000.00 .
}
"""
    assert canonical(text) == expected


def test_shapes_are_pinned() -> None:
    text = """
sg:B sh:in ( "ett värde som är långt nog för att inte få plats" "ett annat värde som är långt nog" 3 ) , () .
sg:A a sh:NodeShape ; sh:property [ sh:path sg:amount ; sh:minCount 1 ] ,
  [ sh:path ( sg:x [ sh:inversePath sg:y ] ) ] , [] ; sh:node _:shared .
sg:C sh:node _:shared . _:shared sh:minCount 2 . [] a owl:AllDifferent .
<https://w3id.org/styrgraf/ns> a owl:Ontology ; rdfs:label "styrgraf"@sv .
"""
    assert (
        body(text, TTL)
        == """<https://w3id.org/styrgraf/ns> a owl:Ontology ;
  rdfs:label "styrgraf"@sv .

sg:A a sh:NodeShape ;
  sh:node _:b2 ;
  sh:property [
    sh:minCount 1 ;
    sh:path sg:amount
  ] ,
    [ sh:path ( sg:x [ sh:inversePath sg:y ] ) ] ,
    [] .

sg:B sh:in () ,
    (
      "ett värde som är långt nog för att inte få plats"
      "ett annat värde som är långt nog"
      3
    ) .

sg:C sh:node _:b2 .

_:b1 a owl:AllDifferent .

_:b2 sh:minCount 2 .
"""
    )


# Header, declarations


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("# a  \n#b\n<x:s> <x:p> 1 .", "# a\n#b\n\n<x:s>"),
        ("\n\n# a\n\n# b\n<x:s> <x:p> 1 .", "# a\n\n@prefix skos:"),
        ("<x:s> <x:p> 1 . # a", "@prefix skos:"),
        ("# a\n\n  # b", "# a\n# b\n"),
        ("", "\n"),
    ],
)
def test_header(text: str, start: str) -> None:
    assert canonical(text).startswith(start)


def test_ends_in_one_line_end() -> None:
    assert canonical("<x:s> <x:p> 1 .\n\n\n") == "<x:s> <x:p> 1 .\n"


def test_declarations_of_either_form_become_one() -> None:
    text = f"PREFIX sg: <{PREFIXES['sg']}>\nbase <{BASE}>\nPREFIX e: <http://e/>\n<s> sg:x e:o ; sg:y e:o ."
    assert canonical(text) == (
        f"@base <{BASE}> .\n@prefix e: <http://e/> .\n@prefix sg: <{PREFIXES['sg']}> .\n\n"
        "<s> sg:x e:o ;\n  sg:y e:o .\n"
    )


def test_standard_prefixes_go_before_those_of_the_file() -> None:
    text = f"@prefix sg: <http://other/> . @prefix dct: <{PREFIXES['dcterms']}> . sg:s dct:title sg:o ."
    assert canonical(text) == (
        f"@prefix dcterms: <{PREFIXES['dcterms']}> .\n\n<http://other/s> dcterms:title <http://other/o> .\n"
    )


@pytest.mark.parametrize(
    ("local", "written"),
    [
        ("body/ks", "<body/ks>"),
        ("a:b", f"<{BASE}a:b>"),
        ("a/b:c", "<a/b:c>"),
        ("/a", f"<{BASE}/a>"),
        ("a/../b", f"<{BASE}a/../b>"),
        ("./a", f"<{BASE}./a>"),
        ("#f", f"<{BASE}#f>"),
        ("?q", f"<{BASE}?q>"),
        ("å", "<å>"),
        ("", f"<{BASE}>"),
    ],
)
def test_relative_only_where_it_leads_back(local: str, written: str) -> None:
    assert f"<x:s> <x:p> {written} ." in canonical(f"<x:s> <x:p> <{BASE}{local}> .")


@pytest.mark.parametrize("local", [r"a\/b", "a.", "%41", "-a", r"\~"])
def test_local_names_that_need_escapes_are_written_in_full(local: str) -> None:
    iri = PREFIXES["sg"] + local.replace("\\", "")
    assert f"<x:s> <x:p> <{iri}> .\n" in canonical(f"<x:s> <x:p> <{iri}> .")


# Literals


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        ('"2000000.00"^^xsd:decimal', "2000000.00"),
        ('"007"^^xsd:integer', "007"),
        ('"5."^^xsd:decimal', '"5."^^xsd:decimal'),
        ('"1e3"^^xsd:double', '"1e3"^^xsd:double'),
        ('"many"^^xsd:integer', '"many"^^xsd:integer'),
        ('"1"^^xsd:boolean', '"1"^^xsd:boolean'),
        ('"true"^^xsd:boolean', "true"),
        ('"x"^^xsd:string', '"x"'),
        (r'"åäö 𝔾 \u00a7"', '"åäö 𝔾 §"'),
        (r"'''a\tb\\n\u0001'''", r'"a\tb\\n\u0001"'),
        (r'"rad\nrad\\n\r"', '"""rad\nrad\\\\n\\r"""'),
        (r'"\n\"\"\"x\"\"y\""', '"""\n\\"\\""x\\""y\\""""'),
        ('"2023"^^<http://e/t>', '"2023"^^<http://e/t>'),
    ],
)
def test_literals_keep_their_lexical_form(literal: str, written: str) -> None:
    assert body(f"<x:s> <x:p> {literal} .") == f"<x:s> <x:p> {written} .\n"


def test_literals_in_natural_order_and_swedish_first() -> None:
    text = '<x:s> <x:p> "b"@en , "a"@en , "z"@sv , "rad 11" , "rad 2" , "a"@de , 10 , 9 .'
    objects = body(text).removeprefix("<x:s> <x:p> ").removesuffix(" .\n").split(" ,\n    ")
    assert objects == ["9", "10", '"rad 2"', '"rad 11"', '"z"@sv', '"a"@en', '"b"@en', '"a"@de']


# Order


def graphs(text: str) -> list[str]:
    return [line.removesuffix(" {") for line in body(text).split("\n") if line.endswith("{")]


def subjects(text: str) -> list[str]:
    """List the subjects of the document's own graph."""
    own = body(text).partition(f"<{DOCUMENT}> {{\n")[2].partition("\n}")[0]
    return [line.split()[0] for line in own.split("\n") if line.startswith("  ") and line[2] != " "]


def test_passages_without_position_keep_the_order_of_the_document() -> None:
    text = (
        f"p:a {{ <x:s> <x:p> 1 }} <e> {{ <x:s> <x:p> 1 }} p:r {{ <x:s> <x:p> 2 }} p:c {{ <{DOCUMENT}> a sg:Document }}"
        f"p:b {{ <x:s> <x:p> 1 }} <{DOCUMENT}> {{ <a> <x:p> 1 . p:r a sg:Reading ; sg:readingOf p:b ."
        f"p:c a sg:Passage . p:b a sg:Passage . <{DOCUMENT}> a sg:Document . p:a a sg:Passage . }}"
    )
    assert graphs(text) == [f"<{DOCUMENT}>", "p:c", "p:b", "p:r", "p:a", "<e>"]
    assert subjects(text) == [f"<{DOCUMENT}>", "p:c", "p:b", "p:r", "p:a", "<a>"]


def test_position_goes_before_the_order_of_the_file() -> None:
    text = (
        f"<{DOCUMENT}> {{ p:c a sg:Passage . p:a a sg:Passage ; sg:position 10 . p:b a sg:Passage ; sg:position 9 ."
        f"<{DOCUMENT}> a sg:Document . }}"
    )
    assert subjects(text) == [f"<{DOCUMENT}>", "p:b", "p:a", "p:c"]


def test_readings_of_each_other_are_not_lost() -> None:
    text = (
        f"<{DOCUMENT}> {{ <{DOCUMENT}> a sg:Document . p:b a sg:Reading ; sg:readingOf p:a ."
        "p:a a sg:Reading ; sg:readingOf p:b . p:c a sg:Reading ; sg:readingOf p:c . }"
    )
    assert subjects(text) == [f"<{DOCUMENT}>", "p:b", "p:a", "p:c"]


def test_default_graph_comes_first_and_graphs_by_natural_order() -> None:
    assert body("<g11> { <x:s> <x:p> 1 } <g2> { <x:s> <x:p> 1 } <x:s> <x:p> 2 .").startswith(
        "<x:s> <x:p> 2 .\n\n<g2> {\n  <x:s> <x:p> 1 .\n}\n\n<g11> {"
    )


# Comments

GRAPHS = f"p:a {{ <s> <x:p> 1 . }} <{DOCUMENT}> {{ <{DOCUMENT}> a sg:Document . p:a a sg:Passage . <t> <x:p> 1 . }}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<s> <x:p> 1 ;\n# a\n# b\n\n# c\n <x:q> 2 . <t> <x:p> 1 .", [("<s>", "a b"), ("<s>", "c")]),
        ("<s> <x:p> 1 .\n# a\n<t> <x:p> 1 .", [("<t>", "a")]),
        ("<s> <x:p> 1 . # a\n# b\n<t> <x:p> 1 .", [("<s>", "a"), ("<t>", "b")]),
        ("<s> <x:p> 1 . # a\n              # b\n<t> <x:p> 1 .", [("<s>", "a b")]),
        ("<s> <x:p> 1 .\n# a", [("<s>", "a")]),
        ("<s> <x:p> [ # a\n <x:q> ( 1 # b\n ) ] .", [("<s>", "a"), ("<s>", "b")]),
        ('<s> <x:p> """\n# no\n""" . # a', [("<s>", "a")]),
        ("## a ##\n<s> <x:p> 1 .", [("<s>", "a ##")]),
        ("#\n# ----\n<s> <x:p> 1 .", []),
        ('# "a" \\u \n<s> <x:p> 1 .', [("<s>", '"a" \\u')]),
    ],
)
def test_comments_of_turtle_become_notes(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(notes(text, TTL)) == sorted(("DEFAULT", *note) for note in expected)


def test_comment_of_a_blank_node_stays_with_it() -> None:
    assert body("# a\n[] <x:p> 1 .", TTL) == '_:b1 skos:editorialNote "a" ;\n  <x:p> 1 .\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("p:a {", "# a\np:a {"),
        ("p:a {", "p:a { # a\n"),
        ("<s> <x:p> 1 . }", "<s> <x:p> 1 . # a\n}"),
        ("<s> <x:p> 1 . }", "<s> <x:p> 1 .\n# a\n}"),
        ("<s> <x:p> 1 . }", "<s> <x:p> 1 . } # a\n"),
        ("<s> <x:p> 1", "<s> # a\n <x:p> 1"),
    ],
)
def test_comments_of_a_passage_stand_in_the_graph_of_the_document(old: str, new: str) -> None:
    assert notes(GRAPHS.replace(old, new)) == [(f"<{DOCUMENT}>", f"<{DOCUMENT}#a>", "a")]


@pytest.mark.parametrize(
    ("old", "new", "subject"),
    [
        (f"<{DOCUMENT}> {{", f"\n# a\n<{DOCUMENT}> {{", f"<{DOCUMENT}>"),
        ("<t> <x:p>", "\n# a\n<t> <x:p>", "<t>"),
        ("<t> <x:p> 1 . }", "<t> <x:p> 1 .\n# a\n}", "<t>"),
        ("<t> <x:p> 1 . }", "<t> <x:p> 1 . }\n# a", "<t>"),
    ],
)
def test_comments_in_the_graph_of_a_document_are_about_its_subjects(old: str, new: str, subject: str) -> None:
    assert notes(GRAPHS.replace(old, new)) == [(f"<{DOCUMENT}>", subject, "a")]


def test_comments_in_editorial_graphs_stay_there() -> None:
    assert notes("<e> { <s> <x:p> 1 . # a\n }") == [("<e>", "<s>", "a")]


def test_comments_of_a_passage_without_a_document_stay_in_its_graph() -> None:
    assert notes("p:a { <s> <x:p> 1 . # a\n } <e> { p:a a sg:Passage }") == [
        (f"<{DOCUMENT}#a>", f"<{DOCUMENT}#a>", "a")
    ]


# Blank nodes


def test_blank_nodes_in_a_ring_are_labelled() -> None:
    text = "_:z <x:q> _:y . _:y <x:q> _:z . _:x <x:r> _:x . <x:s> <x:p> _:u . _:u <x:p> _:v . _:v <x:q> _:u ."
    assert body(text, TTL) == (
        "<x:s> <x:p> _:b1 .\n\n_:b1 <x:p> [ <x:q> _:b1 ] .\n\n"
        "_:b2 <x:q> _:b3 .\n\n_:b3 <x:q> _:b2 .\n\n_:b4 <x:r> _:b4 .\n"
    )


def test_blank_nodes_of_two_graphs_and_names_of_graphs_are_labelled() -> None:
    text = "<x:g> { <x:s> <x:p> _:a } <x:h> { _:a <x:q> 1 } _:n { <x:s> <x:p> 1 }"
    assert body(text) == (
        "<x:g> {\n  <x:s> <x:p> _:b2 .\n}\n\n<x:h> {\n  _:b2 <x:q> 1 .\n}\n\n_:b1 {\n  <x:s> <x:p> 1 .\n}\n"
    )


@pytest.mark.parametrize(
    "cell",
    [
        "[ rdf:first 1 ; rdf:rest () ; <x:p> 2 ]",
        "[ rdf:first 1 , 2 ; rdf:rest () ]",
        "[ rdf:first 1 ; rdf:rest <x:tail> ]",
        "[ rdf:first 1 ; rdf:rest _:tail ] , _:tail . _:tail rdf:first 2 ; rdf:rest ()",
        "[ rdf:first 1 ; rdf:rest _:ring ] . _:ring rdf:first 2 ; rdf:rest _:ring",
        "[ rdf:first 1 ]",
    ],
)
def test_what_is_not_quite_a_list_is_not_written_as_one(cell: str) -> None:
    assert "rdf:first" in body(f"<x:s> <x:p> {cell} .", TTL)


# Errors and files


def test_errors_say_where(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text("<x:g> {\n  <x:s> sgg:x 1 }")
    with pytest.raises(UnreadableFileError) as caught:
        format_file(path, check=False)
    assert str(caught.value).startswith(f"{path}:2:9: the prefix sgg: is not declared")


def test_a_lost_fact_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical_module, "comment_notes", lambda located: [located.facts[0].quad])
    monkeypatch.setattr(canonical_module, "_write", lambda *_: "<x:s> <x:p> 1 .\n")
    with pytest.raises(StyrgrafError, match="would not say the same"):
        canonical_text("<x:s> <x:p> 1 , 2 .", TTL)


def test_format_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    crooked = b"\xef\xbb\xbf<x:s>\r\n<x:p> 2,1 .\r\n"
    path.write_bytes(crooked)
    assert format_file(path, check=True)
    assert path.read_bytes() == crooked
    assert format_file(path, check=False)
    assert path.read_bytes() == b"<x:s> <x:p> 1 ,\n    2 .\n"
    assert not format_file(path, check=False)


def test_byte_order_mark_alone_is_a_change(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"\xef\xbb\xbf<x:s> <x:p> 1 .\n")
    assert format_file(path, check=False)
    assert path.read_bytes() == b"<x:s> <x:p> 1 .\n"


@pytest.mark.parametrize("name", ["a.rq", "a.nq"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    with pytest.raises(UnreadableFileError):
        format_file(tmp_path / name, check=True)


def test_triple_terms_and_directions_are_refused() -> None:
    node = ox.NamedNode("x:a")
    direction = ox.Literal("a", language="ar", direction=ox.BaseDirection.RTL)
    for term in (ox.Triple(node, node, node), direction):
        with pytest.raises(StyrgrafError, match="cannot be written"):
            write_trig([ox.Quad(node, node, term)])


# Any dataset

nodes = st.sampled_from(
    [ox.NamedNode(f"{BASE}{name}") for name in ("a/2", "a/11", "a:b", "..", DOCUMENT, f"{DOCUMENT}#q")]
)
blanks = st.sampled_from([ox.BlankNode(name) for name in "abcdef"])
verbs = st.sampled_from(
    [ox.NamedNode(PREFIXES["rdf"] + name) for name in ("type", "first", "rest")]
    + [ox.NamedNode(PREFIXES["sg"] + name) for name in ("position", "readingOf", "x-å")]
)
classes = st.sampled_from(
    [ox.NamedNode(PREFIXES["sg"] + name) for name in ("Document", "Passage", "Reading")]
    + [ox.NamedNode(f"{PREFIXES['rdf']}nil"), ox.NamedNode(f"{PREFIXES['owl']}Ontology")]
)
texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=6) | st.text(alphabet='"\\\n\r1#a', max_size=6)
values = st.one_of(
    texts.map(ox.Literal),
    texts.map(lambda text: ox.Literal(text, language="sv-SE")),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + name)),
        st.sampled_from(["1", "01", "1.0", "1.", "true", "", "x", "+.5"]),
        st.sampled_from(["integer", "decimal", "boolean", "gYear"]),
    ),
)
quad_lists = st.lists(
    st.builds(
        ox.Quad, nodes | blanks, verbs, nodes | blanks | blanks | classes | values, nodes | st.just(ox.DefaultGraph())
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=150)
@given(quad_lists, st.randoms(use_true_random=False))
def test_any_dataset_is_written_whole_and_always_the_same(quads: list[ox.Quad], chance: random.Random) -> None:
    text = write_trig(quads, header="# h")
    assert dataset(parse_text(text, TRIG)) == dataset(quads)
    relabelled = parse_text(text, TRIG)
    chance.shuffle(relabelled)
    assert write_trig(relabelled, header="# h") == text


@settings(deadline=None, max_examples=100)
@given(quad_lists)
def test_the_form_is_a_fixed_point(quads: list[ox.Quad]) -> None:
    blocks = (
        (graph if isinstance(graph := quad.graph_name, ox.NamedNode) else "", quad.subject, quad.predicate, quad.object)
        for quad in quads
    )
    shuffled = "\n".join(f"{graph} {{ {subject} {verb} {value} }}" for graph, subject, verb, value in blocks)
    text = canonical(shuffled, TRIG)
    assert dataset(parse_text(text, TRIG)) == dataset(parse_text(shuffled, TRIG))


def test_prefixes_may_be_given() -> None:
    quad = ox.Quad(*(ox.NamedNode(f"http://e/{name}") for name in "spo"))
    assert write_trig([quad], prefixes={"e": "http://e/"}) == "@prefix e: <http://e/> .\n\ne:s e:p e:o .\n"


def test_the_graph_of_many_documents_goes_document_by_document() -> None:
    text = HEAD + "".join(
        f"<d/{n}> {{ <d/{n}> a sg:Document . <d/{n}#b> a sg:Passage ; sg:position 1 . <d/{n}#a> a sg:Passage . }}"
        f"<d/{n}#a> {{ <x:s> <x:p> 1 }} <d/{n}#b> {{ <x:s> <x:p> 1 }}"
        for n in (11, 2)
    )
    written = write_trig(parse_text(text, TRIG))
    assert [line for line in written.split("\n") if line.endswith("{")] == [
        f"<d/{part}> {{" for part in ("2", "2#b", "2#a", "11", "11#b", "11#a")
    ]
