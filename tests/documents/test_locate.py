from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrgraf.documents.locate import Statement, locate_statements, locate_text
from styrgraf.documents.parse import parse_text
from styrgraf.errors import UnreadableFileError
from styrgraf.namespaces import BASE, PREFIXES

RDF11 = Path(__file__).parents[2] / ".." / "shared" / "suites" / "w3c-rdf" / "rdf" / "rdf11"
ASSUMED_BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11"

NASTY = r"""# <not> <a> "triple" .
@base <https://w3id.org/styrgraf/id/> . @prefix : <#> .
PREFIX sg: <https://w3id.org/styrgraf/ns#>
base <x/> prefix p.q:<y#>
<s>a<o>;:p 1,-2.0,+.5e1 , true,false;;.
<g>{<s> sg:p '''en ' två '' # ingen kommentar
<inte> "iri" \'''' ; sg:q "\"\\\u00e5\U0001D53E\t"@sv-SE , "" , '' , ""@en .
  p.q:a.b sg:%41\/b:c "1"^^<d>,"2"^^sg:d}
GRAPH :h { <s> <p> <o> } graph <i>{ } { <s> <p> <default> . }
{<s> <p> <a:b> ; }
<s> <p> sg:x.<t> <p> <../../u?q=1#f>, p.q: .
@prefix sg: <http://changed/> . <s> <p> sg:x .
"""


def locate(text: str, name: str = "a.trig") -> list[Statement]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode())
        return locate_statements(path)


def as_tuples(quads: list[ox.Quad]) -> Counter[tuple[str, ...]]:
    return Counter(
        (str(q.graph_name).replace("DEFAULT", ""), str(q.subject), str(q.predicate), str(q.object)) for q in quads
    )


def assert_agrees_with_pyoxigraph(text: str, name: str = "a.trig") -> None:
    found = Counter((s.graph, s.subject, s.predicate, s.object) for s in locate(text, name))
    assert found == as_tuples(parse_text(text, Path(name)))


def test_nasty_text_agrees_with_pyoxigraph() -> None:
    assert_agrees_with_pyoxigraph(NASTY)
    assert_agrees_with_pyoxigraph(NASTY.replace("\n", "\r\n"))
    assert len(locate(NASTY)) == 20


def test_place_is_that_of_the_object() -> None:
    text = (
        f"@base <{BASE}> .\n@prefix sg: <{PREFIXES['sg']}> .\n# a comment\n"
        '<g> {\n  <s> a sg:Case ;\n    sg:x "å𝔾" , 2 ,\n      """lång\n"""@sv .\n}\n<t> sg:y true .\n'
    )
    found = [(s.object, s.place.line, s.place.column) for s in locate(text)]
    assert found == [
        (f"<{PREFIXES['sg']}Case>", 5, 9),
        ('"å𝔾"', 6, 10),
        (f'"2"^^<{PREFIXES["xsd"]}integer>', 6, 17),
        ('"lång\\n"@sv', 7, 7),
        (f'"true"^^<{PREFIXES["xsd"]}boolean>', 10, 10),
    ]


def test_place_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text("<x:g> {\n <x:s> <x:p> 1\n}")
    (statement,) = locate_statements(path)
    assert str(statement.place) == f"{path}:2:14"
    assert (statement.graph, statement.subject, statement.predicate) == ("<x:g>", "<x:s>", "<x:p>")


def test_a_triple_written_twice_is_two_statements() -> None:
    assert [s.place.line for s in locate("<x:s> <x:p> 1 .\n<x:s> <x:p> 1 .")] == [1, 2]


def test_blank_nodes_are_named_after_their_place() -> None:
    text = "<x:s> <x:p> [ <x:q> ( 1 [ ] ) ] ,\n  <x:o> .\n[] <x:r> _:label ."
    found = [(s.subject, s.predicate.rpartition("#")[2].strip("<>"), s.object, s.place.line) for s in locate(text)]
    integer = f"<{PREFIXES['xsd']}integer>"
    assert found == [
        ("_:I1C23", "first", f'"1"^^{integer}', 1),
        ("_:I1C23", "rest", "_:I1C25", 1),
        ("_:I1C25", "first", "_:L1C25", 1),
        ("_:I1C25", "rest", f"<{PREFIXES['rdf']}nil>", 1),
        ("_:L1C13", "x:q", "_:I1C23", 1),
        ("<x:s>", "x:p", "_:L1C13", 1),
        ("<x:s>", "x:p", "<x:o>", 2),
        ("_:L3C1", "x:r", "_:label", 3),
    ]


def test_blocks_and_prefixes_are_told() -> None:
    text = "@prefix p: <x:p#> .\np:a p:b p:c .\np:g {\n  p:d p:e 1 ; p:f 2 .\n  p:h p:i 3\n}"
    located = locate_text(text, Path("a.trig"))
    assert located.prefixes == {"p": "x:p#"}
    blocks = [(str(b.graph), str(b.subject), b.first.line, b.last.text) for b in located.subjects]
    assert blocks == [
        ("DEFAULT", "<x:p#a>", 2, "."),
        ("<x:p#g>", "<x:p#d>", 4, "."),
        ("<x:p#g>", "<x:p#h>", 5, "3"),
    ]
    assert [(str(g.graph), g.opening.line, g.closing.line) for g in located.graphs] == [("<x:p#g>", 3, 6)]


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("<x:s> <x:p> .", "1:13", "not a valid RDF object"),
        ("<x:s> <x:p>\n  <<( <x:s> <x:p> <x:o> )>> .", "2:3", "< is not understood here"),
        ("<x:s> <x:p> <x:o> {| <x:q> 1 |} .", "1:19", "{ is not understood here"),
        ("<x:s> <x:p> " + "[ <x:p> " * 60 + "1" + " ]" * 60 + " .", "1:413", "nested more than 50 deep"),
    ],
)
def test_errors_say_where(text: str, place: str, what: str) -> None:
    with pytest.raises(UnreadableFileError, match=re.escape(what)) as caught:
        locate(text)
    assert str(caught.value.place).endswith(f"a.trig:{place}")


def test_other_formats_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="Turtle and TriG only"):
        locate("<x:s> <x:p> <x:o> <x:g> .", "a.nq")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="cannot read"):
        locate_statements(tmp_path / "none.trig")


# What random ground TriG is made of; each part ends so that the next can follow.

local = st.text(alphabet="abåÖ019-_", min_size=1, max_size=4).map(lambda name: f"x{name}")
iris = st.one_of(
    local.map(lambda name: f"<{name}>"),
    local.map(lambda name: f"p:{name}"),
    local.map(lambda name: f":{name}.{name}"),
    local.map(lambda name: f"p:{name}\\/%4a\\#b"),
    local.map(lambda name: f"<http://e/{name}\\u00e5#f>"),
)


def escaped(quote: str) -> st.SearchStrategy[str]:
    signs = st.one_of(
        st.sampled_from(
            [r"\n", r"\"", r"\'", r"\\", r"\u00e5", r"\U0001D53E", "#", " <a> ", "}", " . ", "å", "𝔾", "\t"]
        ),
        st.sampled_from("'\"\n\r" if len(quote) == 3 else "'\"").filter(lambda sign: sign != quote[0]),
        st.characters(codec="utf-8", exclude_characters="\\\"'\n\r\0"),
    )
    return st.lists(signs, max_size=6).map(lambda parts: quote + "".join(parts) + quote)


strings = st.one_of(*(escaped(quote) for quote in ('"', "'", '"""', "'''")))
literals = st.one_of(
    strings,
    st.builds("{}@{}".format, strings, st.sampled_from(["sv", "en-GB", "base", "prefix"])),
    st.builds("{}^^{}".format, strings, iris),
    st.sampled_from(["1", "-01", "+2.50", ".5", "1e9", "1.E-1", "true", "false"]),
)
gaps = st.sampled_from([" ", "\n", "\r\n", "\t", '  # en kommentar; "<å>" .\n', "\n#\n"])


@st.composite
def ground_triples(draw: st.DrawFn) -> str:
    pairs = []
    for _ in range(draw(st.integers(1, 3))):
        objects = draw(st.lists(st.one_of(iris, literals), min_size=1, max_size=3))
        verb = draw(st.one_of(st.just("a"), iris))
        pairs.append(f"{draw(gaps)}{verb}{draw(gaps)}" + f" ,{draw(gaps)}".join(objects))
    return draw(iris) + f"{draw(gaps)};".join(pairs) + draw(st.sampled_from([" ", " ; ", " ;;\n"]))


@st.composite
def ground_trig(draw: st.DrawFn) -> str:
    parts = ["@prefix p: <http://e/p/> .\n@prefix : <x:> .\nBASE <https://w3id.org/styrgraf/id/>\n"]
    for _ in range(draw(st.integers(0, 4))):
        triples = f".{draw(gaps)}".join(draw(st.lists(ground_triples(), min_size=1, max_size=2)))
        opening = draw(st.sampled_from(["", "{", "graph :g{", "<g> {", ":g\n{", "p:g{"]))
        end = draw(st.sampled_from(["}", ".}", ". # slut\n}"])) if opening else "."
        parts.append(f"{opening}{draw(gaps)}{triples}{end}{draw(gaps)}")
    return "".join(parts)


@settings(deadline=None, max_examples=60)
@given(ground_trig())
def test_random_ground_trig_agrees_with_pyoxigraph(text: str) -> None:
    assert_agrees_with_pyoxigraph(text)


@settings(deadline=None, max_examples=30)
@given(ground_trig())
def test_the_object_is_written_at_its_place(text: str) -> None:
    lines = re.split("\r\n|\n|\r", text)
    for statement in locate(text):
        assert statement.place.line is not None
        assert statement.place.column is not None
        sign = lines[statement.place.line - 1][statement.place.column - 1]
        if statement.object.startswith("<"):
            assert sign in "<p:"
        elif statement.object.endswith(f"^^<{PREFIXES['xsd']}boolean>"):
            assert sign in "tf"
        elif PREFIXES["xsd"] in statement.object:
            assert sign in "+-.0123456789"
        else:
            assert sign in "\"'"


def suite_files() -> list[Path]:
    files = [
        path for kind, end in (("trig", "trig"), ("turtle", "ttl")) for path in (RDF11 / f"rdf-{kind}").glob(f"*.{end}")
    ]
    return sorted(path for path in files if "manifest" not in path.name)


@pytest.mark.skipif(not RDF11.is_dir(), reason=f"the W3C test suites are not in {RDF11}")
def test_w3c_suites_agree_with_pyoxigraph() -> None:
    ground = with_blank_nodes = 0
    for path in suite_files():
        base = f"{ASSUMED_BASE}/{path.parent.name}/{path.name}"
        text = f"@base <{base}> .\n{path.read_bytes().decode()}"
        try:
            quads = parse_text(text, path)
        except UnreadableFileError:
            continue  # a negative test; which of them must fail is pyoxigraph's own concern
        located = [fact.quad for fact in locate_text(text, path).facts]
        if any(isinstance(term, ox.BlankNode) for quad in quads for term in quad):
            with_blank_nodes += 1
            datasets = [ox.Dataset(quads), ox.Dataset(located)]
            for dataset in datasets:
                dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
            assert datasets[0] == datasets[1], path.name
        else:
            ground += 1
            assert as_tuples(located) == as_tuples(quads), path.name
    assert ground > 150
    assert with_blank_nodes > 80
