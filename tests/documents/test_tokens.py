from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrgraf.documents.tokens import Kind, named_iris, resolve, tokenize
from styrgraf.errors import UnreadableFileError
from styrgraf.namespaces import BASE, PREFIXES

RDF_TYPE = f"{PREFIXES['rdf']}type"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind.value, token.text) for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# till radens slut", "comment"),
        ("<body/kommunstyrelsen>", "iri"),
        ("<>", "iri"),
        (r"<http://e/\u00e5>", "iri"),
        ("eli-dl:Decision", "name"),
        (":", "name"),
        (":lokal", "name"),
        ("ö.ä:å.b", "name"),
        (r"sg:a\/b\~c", "name"),
        ("sg:100%25", "name"),
        ("sg:a:b", "name"),
        ("case:STK-2023-822", "name"),
        ("p:1-2", "name"),
        ('"a"', "string"),
        ("'a'", "string"),
        ('"""a\n""b" # c"""', "string"),
        ("'''a\n''b'''", "string"),
        (r'"\"\\"', "string"),
        ('""', "string"),
        ("_:b.1", "blank"),
        ("-1.5e-3", "number"),
        (".5", "number"),
        ("5.e1", "number"),
        ("?år", "variable"),
        ("$x", "variable"),
        ("GRAPH", "keyword"),
        ("a", "keyword"),
        ("@prefix", "directive"),
        ("^^", "punctuation"),
        ("&&", "punctuation"),
        ("<=", "punctuation"),
        ("§", "other"),
        ('"', "other"),
    ],
)
def test_one_token(text: str, kind: str) -> None:
    assert kinds(text) == [(kind, text)]


def test_a_name_does_not_end_in_a_full_stop() -> None:
    assert kinds("a:b a:c a:d.e. _:x.") == [
        ("name", "a:b"),
        ("name", "a:c"),
        ("name", "a:d.e"),
        ("punctuation", "."),
        ("blank", "_:x"),
        ("punctuation", "."),
    ]


def test_a_number_does_not_end_in_a_full_stop() -> None:
    assert kinds("5.") == [("number", "5"), ("punctuation", ".")]


def test_language_tag_and_directive_differ_by_what_is_before() -> None:
    assert kinds('@base "x"@base @base') == [
        ("directive", "@base"),
        ("string", '"x"'),
        ("language", "@base"),
        ("directive", "@base"),
    ]


def test_less_than_is_no_iri() -> None:
    text = "FILTER(?a < ?b && ?c > 3 || ?a <= <http://e/x>)"
    assert [token.text for token in tokenize(text) if token.kind is Kind.IRI] == ["<http://e/x>"]
    assert ("punctuation", "<") in kinds(text)


def test_number_sign_in_string_or_iri_is_no_comment() -> None:
    text = '<http://e/#a> "# b" """\n# c\n""" # d'
    assert [token.text for token in tokenize(text) if token.kind is Kind.COMMENT] == ["# d"]


def test_lines_and_columns_count_characters() -> None:
    places = [(token.line, token.column) for token in tokenize('"åä𝔾" x:a\n  """1\r\n2\r3""" y:b\r\n\tz:c')]
    assert places == [(1, 1), (1, 7), (2, 3), (4, 6), (5, 2)]


def test_last_line_of_long_string() -> None:
    (token,) = tokenize('"""1\r\n2\n3"""')
    assert token.last_line() == 3


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("a:<>\"'#\\@_?.é𝔾 \n\r{};-%1^")))
def test_tokens_tell_where_they_stand_and_leave_out_only_white_space(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    left = text
    for token in tokenize(text):
        start = token.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
        assert lines[token.line - 1][token.column - 1 :].startswith(start)
        skipped, _, left = left.partition(token.text)
        assert not skipped.strip()
    assert not left.strip()


def test_named_iris_of_trig() -> None:
    text = (
        f"@base <{BASE}> .\n@prefix sg: <https://w3id.org/styrgraf/ns#> .\nPREFIX p: <document/x#>\n"
        '<g> { p:å\\/1 a sg:Decision ; sg:x "<no>" , 1 , "2023"^^sg:y . } # sg:not'
    )
    found = [(iri.iri.removeprefix(BASE), iri.written, iri.line, iri.column) for iri in named_iris(text)]
    assert found == [
        ("g", "<g>", 4, 1),
        ("document/x#å/1", "p:å\\/1", 4, 7),
        (RDF_TYPE, "a", 4, 14),
        ("https://w3id.org/styrgraf/ns#Decision", "sg:Decision", 4, 16),
        ("https://w3id.org/styrgraf/ns#x", "sg:x", 4, 30),
        ("https://w3id.org/styrgraf/ns#y", "sg:y", 4, 56),
    ]


def test_named_iris_of_sparql() -> None:
    text = "BASE <http://e/>\nprefix x: <ns#>\nSELECT ?a { ?a x:p/^x:q* <b> FILTER(?a<3 && ?a>2) }"
    assert [iri.iri for iri in named_iris(text)] == ["http://e/ns#p", "http://e/ns#q", "http://e/b"]


def test_prefixes_may_be_given() -> None:
    assert [iri.iri for iri in named_iris("ASK { ?s sg:amount ?o }", prefixes=PREFIXES)] == [f"{PREFIXES['sg']}amount"]


def test_a_prefix_may_be_declared_anew() -> None:
    text = "@prefix x: <http://a/> . x:s x:p x:o . @prefix x: <http://b/> . x:s x:p x:o ."
    assert [iri.iri for iri in named_iris(text)][2:4] == ["http://a/o", "http://b/s"]


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("ASK {\n  ?s sgg:amount ?o }", 2, 6, "the prefix sgg: is not declared"),
        ("ASK { ?s ?p <relative> }", 1, 13, "base"),
        ("PREFIX sg: ASK", 1, 1, "malformed"),
        ("@base", 1, 1, "malformed"),
        ("@prefix x: <relative> .", 1, 12, "base"),
    ],
)
def test_errors_say_where(text: str, line: int, column: int, what: str) -> None:
    with pytest.raises(UnreadableFileError, match=what) as caught:
        named_iris(text, Path("q.rq"))
    assert str(caught.value).startswith(f"q.rq:{line}:{column}: ")


def test_error_without_a_file_still_says_where() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        named_iris("x:y")
    assert str(caught.value.place) == "<text>:1:1"


@pytest.mark.parametrize(
    ("reference", "iri"),
    [("<a/b>", f"{BASE}a/b"), ("<../ns#x>", "https://w3id.org/styrgraf/ns#x"), ("<a:b>", "a:b"), ("<>", BASE)],
)
def test_resolve(reference: str, iri: str) -> None:
    assert resolve(reference, BASE) == iri
