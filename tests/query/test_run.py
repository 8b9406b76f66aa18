"""Queries with parameters bound as terms; what writes, calls out or cannot be read is refused with its place."""

from __future__ import annotations

import contextlib
import socket

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout
from styrgraf.errors import StyrgrafError
from styrgraf.lineage import UnclearIdentifierError
from styrgraf.namespaces import BASE, PREFIXES
from styrgraf.query import Limits, find_query, parse_query, read_options, run_query
from styrgraf.query.bind import bind
from styrgraf.query.limits import run_limited
from styrgraf.query.run import _Work
from styrgraf.query.syntax import refuse
from styrgraf.store import Graph, Iri, Text

HR = Iri(f"{BASE}unit/stadskontoret/hr-avdelningen")
OFFICE = Iri(f"{BASE}unit/stadskontoret")
INTEGER = f"{PREFIXES['xsd']}integer"
UNIT = "# param: unit iri required – the unit\n"


def values(graph: Graph, query: str, **parameters: str) -> list[str]:
    """List the first column of an answer."""
    return [str(row[0]) for row in run_query(graph, query, parameters)]


# Forms of query


def test_a_select_has_columns_and_rows_in_order(texts: Graph) -> None:
    answer = run_query(texts, "SELECT ?name ?no WHERE { <body/kommunstyrelsen> skos:prefLabel ?name } ORDER BY ?name")
    assert answer.columns == ("name", "no")
    assert [row[1] for row in answer] == [None, None]
    assert [str(row[0]) for row in answer] == ["kommunstyrelsen", "the executive board"]
    assert answer.truth is None


def test_an_ask_is_true_or_false(texts: Graph) -> None:
    yes = run_query(texts, "ASK { <body/kommunstyrelsen> a sg:PoliticalBody }")
    assert yes.truth is True
    assert yes.rows == ((Text("true", datatype=f"{PREFIXES['xsd']}boolean"),),)
    assert run_query(texts, "ASK { <body/kommunstyrelsen> a sg:Case }").truth is False


def test_construct_and_describe_give_each_triple_once(texts: Graph) -> None:
    made = run_query(
        texts, "CONSTRUCT { <body/malmo-stad> a sg:Case } WHERE { ?responsibility sg:responsibleUnit ?unit }"
    )
    assert made.columns == ("subject", "predicate", "object")
    assert [str(row[2]) for row in made] == [f"{PREFIXES['sg']}Case"]
    described = run_query(texts, "DESCRIBE <case/STK-2022-1472>")
    assert {str(row[0]) for row in described} == {f"{BASE}case/STK-2022-1472"}


def test_the_default_graph_holds_facts_once_and_graph_reaches_each_passage(texts: Graph) -> None:
    fact = "<assignment/STK-2022-82> sg:assignedTo ?unit"
    assert len(run_query(texts, f"SELECT ?unit WHERE {{ {fact} }}")) == 1
    assert len(run_query(texts, f"SELECT ?passage WHERE {{ GRAPH ?passage {{ {fact} }} }}")) == 2


def test_facts_no_longer_in_force_are_not_answered(make_root: MakeRoot) -> None:
    root = make_root(
        one="""<document/a> { <document/a> a sg:Document ; sg:retracted "2024-01-01"^^xsd:date .
          <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }
        <document/a#s-1> { <case/X-2020-1> a sg:Case . }"""
    )
    graph = Graph(find_layout(root))
    assert run_query(graph, "ASK { <case/X-2020-1> a sg:Case }").truth is False
    assert run_query(graph, "ASK { GRAPH ?g { <case/X-2020-1> a sg:Case } }").truth is True


# Parameters


@pytest.mark.parametrize(
    "where",
    [
        "{ ?x sg:responsibleUnit ?unit }",
        "{ ?x sg:responsibleUnit ?u FILTER (?u = ?unit) }",
        "{ ?x sg:responsibleUnit $unit }",
        "{ ?x a sg:Responsibility FILTER EXISTS { ?x sg:responsibleUnit ?unit } }",
        "{ ?x a sg:Responsibility MINUS { ?x sg:responsibleUnit ?u FILTER (?u != ?unit) } }",
        "{ { ?x sg:responsibleUnit ?unit } UNION { ?x sg:coordinates ?unit } }",
        "{ { ?x sg:responsibleUnit ?u FILTER (?u = ?unit) } UNION { ?x sg:nothing ?u FILTER (?u = ?unit) } }",
        "{ { SELECT DISTINCT ?x WHERE { ?x sg:responsibleUnit ?unit } } }",
        "{ SELECT ?x (COUNT(?u) AS ?n) WHERE { ?x sg:responsibleUnit ?u FILTER (?u = ?unit) } GROUP BY ?x }",
        "{ { SELECT ?x (EXISTS { ?x sg:responsibleUnit ?unit } AS ?e) { ?x a sg:Responsibility } } FILTER (?e) }",
        "{ GRAPH ?g { ?x sg:responsibleUnit ?unit } }",
        "{ VALUES (?u) { (<unit/stadskontoret/hr-avdelningen>) (UNDEF) } ?x sg:responsibleUnit ?u FILTER(?u = ?unit) }",
        '{ ?x sg:responsibleUnit ?unit . # } ?unit "\n FILTER ("} ?unit {" != "") }',
        "{ ?x sg:responsibleUnit ?u FILTER (1<?u||?u=?unit&&2>1) }",
    ],
)
def test_a_parameter_reaches_every_group_of_a_query(texts: Graph, where: str) -> None:
    found = values(texts, f"{UNIT}SELECT DISTINCT ?x WHERE {where}", unit="HR-avdelningen")
    assert len(found) == 6
    assert all(iri.startswith(f"{BASE}responsibility/stadskontoret/hr-avdelningen/") for iri in found)


def test_parameters_of_ask_and_construct_are_bound(texts: Graph) -> None:
    ask = UNIT + "ASK { ?unit org:unitOf <unit/stadskontoret> }"
    assert run_query(texts, ask, {"unit": "HR-avdelningen"}).truth is True
    assert run_query(texts, ask, {"unit": "kommunstyrelsen"}).truth is False
    construct = UNIT + "CONSTRUCT { ?unit a ?type } WHERE { ?unit a ?type }"
    assert {row[0] for row in run_query(texts, construct, {"unit": "HR-avdelningen"})} == {HR}
    short = UNIT + "CONSTRUCT WHERE { ?unit a ?type }"
    with pytest.raises(StyrgrafError, match="no WHERE in which its parameters could be bound"):
        run_query(texts, short, {"unit": "HR-avdelningen"})
    with pytest.raises(StyrgrafError, match="cannot be bound"):
        run_query(texts, UNIT + "SELECT ?unit WHERE { BIND (1 AS ?unit) }", {"unit": "HR-avdelningen"})


def test_a_selected_parameter_is_a_column(texts: Graph) -> None:
    assert run_query(texts, UNIT + "SELECT ?unit WHERE {}", {"unit": "HR-avdelningen"}).rows == ((HR,),)


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("text", "x", Text("x")),
        ("text", '"} INSERT { ?s ?p ?o } #', Text('"} INSERT { ?s ?p ?o } #')),
        ("text", "'''\n\\\" } SERVICE <http://x> { ?s ?p ?o } #\u2028\t\r", None),
        ("year", "2023", Text("2023", datatype=f"{PREFIXES['xsd']}gYear")),
        ("date", "2023-12-06", Text("2023-12-06", datatype=f"{PREFIXES['xsd']}date")),
        ("integer", "+07", Text("7", datatype=INTEGER)),
        ("iri", "KS 2022 § 130", Iri(f"{BASE}decision/kommunstyrelsen/2022/130")),
        ("iri", "STK-2023-822", Iri(f"{BASE}case/STK-2023-822")),
        ("iri", "topic:pension", Iri(f"{PREFIXES['topic']}pension")),
    ],
)
def test_a_value_becomes_a_term_whatever_it_says(texts: Graph, kind: str, value: str, term: Text | None) -> None:
    query = f"# param: x {kind} required – a value\nSELECT ?x (COUNT(*) AS ?n) WHERE {{ }} GROUP BY ?x"
    expected = term or Text(value.strip())
    assert run_query(texts, query, {"x": value}).rows == ((expected, Text("1", datatype=INTEGER)),)


@pytest.mark.parametrize(
    "value", ["http://x> } INSERT {", "<http://x> ?p ?o . SERVICE <y>", "unit/x\\u003e", "} #", ""]
)
def test_an_iri_that_is_none_names_nothing(texts: Graph, value: str) -> None:
    with pytest.raises(UnclearIdentifierError):
        run_query(texts, UNIT + "SELECT ?x WHERE { ?x ?p ?unit }", {"unit": value})


def test_terms_are_bound_as_the_engine_writes_them() -> None:
    bound = bind("SELECT ?x {\n ?x ?p ?y }", {"y": Text('a"\\\n', language="sv")})
    assert bound == 'SELECT ?x { VALUES ?y { "a\\"\\\\\\n"@sv } \n ?x ?p ?y }'


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("year", "23", "four digits"),
        ("year", "２０２３", "four digits"),
        ("date", "2023-13-01", "YYYY-MM-DD"),
        ("date", "20231206", "YYYY-MM-DD"),
        ("integer", "2.5", "whole number"),
        ("integer", "", "whole number"),
    ],
)
def test_an_ill_typed_value_says_what_is_expected(texts: Graph, kind: str, value: str, wanted: str) -> None:
    query = f"# param: x {kind} required – when\nSELECT ?x WHERE {{ }}"
    with pytest.raises(StyrgrafError, match=f"is no {kind} for x .{kind}: when.") as caught:
        run_query(texts, query, {"x": value})
    assert wanted in str(caught.value)


def test_missing_and_unknown_parameters_say_what_the_query_takes(texts: Graph) -> None:
    query = UNIT + "SELECT ?x WHERE { ?x ?p ?unit }"
    with pytest.raises(StyrgrafError, match="needs the parameter “unit”") as caught:
        run_query(texts, query)
    assert "unit (iri: the unit)" in str(caught.value)
    with pytest.raises(StyrgrafError, match="has no parameter “units”") as caught:
        run_query(texts, query, {"units": "x"})
    assert "it takes unit (iri: the unit)" in str(caught.value)
    with pytest.raises(StyrgrafError, match="# param: unit iri required"):
        run_query(texts, "SELECT ?x WHERE { ?x ?p ?unit }", {"unit": "x"})


def test_a_default_is_bound_and_an_open_parameter_is_not(texts: Graph) -> None:
    query = "# param: n integer default={} – how many\nSELECT ?x WHERE {{ ?x sg:ordinal ?n ; sg:subAssignmentOf ?y }}"
    assert len(run_query(texts, query.format(3))) == 1
    assert len(run_query(texts, query.format(3), {"n": "4"})) == 1
    assert len(run_query(texts, query.format("any"))) == 11
    assert len(run_query(texts, query.format("any"), {"n": "any"})) == 11


def test_options_of_a_command_line_are_read() -> None:
    assert read_options(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    for wrong in (["a"], ["=1"], ["a=1", "a=2"]):
        with pytest.raises(StyrgrafError):
            read_options(wrong)


# Refusals


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a> <b> <c> }",
        "delete where { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "PREFIX x: <http://x/> DROP ALL",
        "CLEAR DEFAULT",
        "CREATE GRAPH <x:y>",
        "COPY <x:y> TO <x:z>",
        "MOVE <x:y> TO <x:z>",
        "ADD <x:y> TO <x:z>",
        "SELECT * WHERE { ?s ?p ?o } ; DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_a_query_that_writes_is_refused(texts: Graph, query: str) -> None:
    with pytest.raises(StyrgrafError, match="queries cannot write"):
        run_query(texts, query)


@pytest.mark.parametrize(
    "service",
    [
        "SERVICE <{}> {{ ?s ?p ?o }}",
        "service silent <{}> {{ ?s ?p ?o }}",
        "SERVICESILENT<{}>{{ ?s ?p ?o }}",
        "SERVICEx:y {{ ?s ?p ?o }}",
        "?s ?p trueSERVICE <{}> {{ }}",
        "VALUES ?where {{ <{}> }} SERVICE ?where {{ ?s ?p ?o }}",
        "FILTER EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    ],
)
def test_a_query_that_calls_out_is_refused_and_could_not_do_so_anyway(texts: Graph, service: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        text = f"PREFIX x: <{address}> SELECT * WHERE {{ {service.format(address)} }}"
        with pytest.raises(StyrgrafError, match="queries cannot call other services"):
            run_query(texts, text)
        # The child is without connections even if a query got past the words.
        with contextlib.suppress(StyrgrafError):
            run_limited(_Work((texts.store,), text, {}, None), lambda _: None, Limits(seconds=10))
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("clause", ["FROM <x:y>", "from named <x:y>", "FROMNAMED<x:y>", "FROM NAMED <x:y> FROM <x:y>"])
def test_a_query_that_chooses_its_graphs_is_refused(texts: Graph, clause: str) -> None:
    with pytest.raises(StyrgrafError, match="queries cannot choose their graphs with FROM"):
        run_query(texts, f"SELECT * {clause} WHERE {{ ?s ?p ?o }}")


def test_words_in_strings_comments_iris_and_names_are_no_commands(texts: Graph) -> None:
    query = """# INSERT DATA, SERVICE, FROM
    PREFIX service: <http://service/> PREFIX from: <http://from/>
    SELECT ?SERVICE ?from WHERE { # DELETE
      ?SERVICE service:load from:named ; <http://x/SERVICE> 'INSERT' , \"\"\"SERVICE <x> { }\"\"\"@from .
      GRAPH service:drop { ?from ?insert _:delete }
    }"""
    assert len(run_query(texts, query)) == 0


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(StyrgrafError) as caught:
        refuse("SELECT * WHERE {\n  ?å ?b ?c . SERVICE <x> {}\n}")
    assert str(caught.value).startswith("<query>:2:14: queries cannot call other services")
    line, caret = str(caught.value).splitlines()[1:3]
    assert line[caret.index("^") :].startswith("SERVICE")


def test_functions_and_values_that_the_engine_lacks_are_errors(texts: Graph) -> None:
    with pytest.raises(StyrgrafError, match="custom function"):
        run_query(texts, "SELECT (<http://x/f>(1) AS ?x) WHERE {}")
    for query in (
        "SELECT (<<( <x:a> <x:b> 1 )>> AS ?x) WHERE {}",
        "CONSTRUCT { <x:a> <x:b> <<( <x:a> <x:b> 1 )>> } WHERE {}",
    ):
        for limits in (Limits(), None):
            with pytest.raises(StyrgrafError, match="a triple cannot be a value"):
                run_query(texts, query, limits=limits)


# Syntax


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("SELECT ?x WHERE {\n  ?x åäö ?p\n}", 2, 6, "“å” cannot stand here"),
        ("SELECT ?x WHERE {\n  ?x ?p\n}", 3, 1, "“}” cannot stand here"),
        ("SELEC ?x WHERE { }", 1, 1, "“SELEC” cannot stand here"),
        ("SELECT ?x\r\nWHERE { ?x a sg:Case .\r\n FILTR (?x) }", 3, 2, "“FILTR” cannot stand here"),
        ("SELECT ?x WHERE { ?x a 'Case }", 1, 24, "“'” cannot stand here"),
        ("SELECT ?x WHERE {\n  ?x a nix:Case\n}", 2, 8, "a prefix is not declared"),
        ("SELECT ?x WHERE {\n  ?x a sg:Case", 2, 15, "it ends too early"),
        ("", 1, 1, "it ends too early"),
    ],
)
def test_a_syntax_error_names_line_and_column_of_the_users_own_text(
    texts: Graph, text: str, line: int, column: int, what: str
) -> None:
    with pytest.raises(StyrgrafError) as caught:
        run_query(texts, text)
    message = str(caught.value).splitlines()
    assert message[0] == f"<query>:{line}:{column}: the query cannot be read: {what}"
    assert message[2].endswith("^")
    assert len(message[2]) == len("    ") + column


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SELECT (COUNT(*) AS ?n) (1 AS ?n) WHERE { }", "a variable is selected twice"),
        ("SELECT ?x (COUNT(*) AS ?n) WHERE { ?x ?y ?z } GROUP BY ?y", "a variable is selected that is not grouped by"),
    ],
)
def test_an_error_of_meaning_is_told_in_words(texts: Graph, text: str, what: str) -> None:
    with pytest.raises(StyrgrafError, match=what):
        run_query(texts, text)


def test_an_error_in_a_long_line_shows_the_place_alone(texts: Graph) -> None:
    with pytest.raises(StyrgrafError) as caught:
        run_query(texts, f"SELECT ?x WHERE {{ ?x a sg:Case . {' ' * 5000}\t] }}")
    assert len(str(caught.value)) < 400
    _, line, caret = str(caught.value).splitlines()
    assert line[caret.index("^")] == "]"


def test_a_query_from_a_file_names_it(texts: Graph, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("queries") / "mine.rq"
    query = parse_query("SELECT ?x WHERE { ] }", path)
    with pytest.raises(StyrgrafError) as caught:
        run_query(texts, query)
    assert str(caught.value).startswith(f"{path}:1:19: ")


def test_without_limits_the_answer_is_the_same_and_the_process_too(texts: Graph) -> None:
    named = find_query(texts.layout, "decisions")
    assert run_query(texts, named, limits=None) == run_query(texts, named)
    with pytest.raises(StyrgrafError, match="queries cannot call other services"):
        run_query(texts, "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", limits=None)
