"""A malformed shape is one error, which names the shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from shacl.small_shapes import EX, shapes_of
from styrgraf.errors import Place
from styrgraf.namespaces import SITE
from styrgraf.shacl import MalformedShapeError
from styrgraf.validate.shacl import compile_shapes

MALFORMED = [
    ('sh:minCount "one"', "sh:minCount"),
    ("sh:minCount -1", "sh:minCount"),
    ("sh:minCount 1 , 2", "2 values"),
    ("sh:maxCount 1.5", "sh:maxCount"),
    ('sh:datatype "date"', "sh:datatype is not an IRI"),
    ("sh:datatype xsd:date , xsd:gYear", "2 values"),
    ('sh:class "C"', "sh:class is not an IRI"),
    ("sh:nodeKind sh:Iri", "give one of"),
    ('sh:pattern "("', "no regular expression"),
    ("sh:pattern ex:p", "not a text"),
    ('sh:in "a"', "list is not well-formed"),
    ("sh:languageIn ( ex:sv )", "no language"),
    ('sh:uniqueLang "yes"', "sh:uniqueLang"),
    ('sh:closed "yes"', "sh:closed"),
    ("sh:closed true ; sh:ignoredProperties ( 1 )", "no property"),
    ("sh:equals 1", "not a property"),
    ("sh:severity 1", "sh:severity"),
    ("sh:message ex:m", "sh:message"),
    ("sh:node ex:unknown", "which is no shape"),
    ("sh:property ex:unknown", "which is no shape"),
    ("sh:property [ sh:minCount 1 ]", "no sh:path"),
    ("sh:node [ sh:path ex:p ]", "a property shape"),
    ('sh:or "a"', "list is not well-formed"),
    ('sh:not "a"', "leads to a text"),
    ('sh:targetClass "C"', "not an IRI"),
    ("sh:minInclusive ex:n", "not a literal"),
    ("sh:sparql [ sh:message 'm' ]", "no sh:select"),
    ("sh:sparql [ sh:select 'ASK { ?s ?p ?o }' ]", "no SELECT"),
    ("sh:sparql [ sh:select 'SELECT $this WHERE { $this ?p }' ]", "error at"),
    ("sh:sparql [ sh:select 'SELECT $this WHERE { $this no:p ?o }' ]", "error at"),
    ("sh:sparql [ sh:select 'SELECT $this WHERE { $this ?p ?o . MINUS { $this ?p 1 } }' ]", "MINUS"),
    ("sh:sparql [ sh:select 'SELECT $this WHERE { VALUES ?x { 1 } $this ?p ?x }' ]", "VALUES"),
    ("sh:sparql [ sh:select 'SELECT $this WHERE { SERVICE <http://x> { $this ?p ?x } }' ]", "SERVICE"),
    ("sh:sparql [ sh:select 'SELECT $this WHERE { { SELECT ?p WHERE { ?s ?p ?o } } $this ?p 1 }' ]", "inner SELECT"),
    ("sh:sparql [ sh:select 'SELECT $this WHERE { { SELECT * WHERE { $this ?p ?o } } }' ]", "inner SELECT"),
    ("sh:sparql [ sh:select 'SELECT $this WHERE { ?x ?p ?o . BIND (?x AS $this) }' ]", "bound again"),
]


@pytest.mark.parametrize(("said", "says"), MALFORMED)
def test_the_error_names_the_shape_and_what_is_wrong(said: str, says: str) -> None:
    with pytest.raises(MalformedShapeError) as caught:
        shapes_of(f"ex:s sh:targetClass ex:C ; sh:property [ sh:path ex:p ; {said} ] .")
    assert says in str(caught.value)
    assert caught.value.shape == f"{EX}s"
    assert caught.value.remedy


@pytest.mark.parametrize(
    "said",
    [
        # Words that are forbidden in queries, where they are no words of the query.
        "'SELECT $this WHERE { $this ex:values ?x . FILTER (?x != \"MINUS { VALUES\") }'",
        "'SELECT $this WHERE { $this <http://x/MINUS> ?values . # VALUES and SERVICE\n }'",
        "'SELECT $this ?minus WHERE { $this ex:MINUS ?minus }'",
    ],
)
def test_words_elsewhere_than_in_the_query_are_allowed(said: str) -> None:
    text = said.replace("\n", "\\n")
    assert shapes_of(f"ex:s sh:targetClass ex:C ; sh:sparql [ sh:select {text} ; sh:prefixes ex:prefixes ] .").targeted


def test_the_file_and_line_are_told(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text(f"@prefix sh: <http://www.w3.org/ns/shacl#> .\n<{SITE}shape/a> sh:targetClass <x:C> .\n", "utf-8")
    bad.write_text(
        f"@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n<{SITE}shape/b> sh:property [\n"
        "  sh:path <x:p> ;\n  sh:minCount 'many'\n] .\n",
        "utf-8",
    )
    with pytest.raises(MalformedShapeError, match="shape b is malformed: sh:minCount") as caught:
        compile_shapes([good, bad])
    assert caught.value.place is not None
    assert (caught.value.place.path, caught.value.place.line) == (bad, 3)
    assert isinstance(caught.value.place, Place)
