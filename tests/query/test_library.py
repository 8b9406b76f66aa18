"""Each named query answers its question: the expected answers are read from the documents, not from the queries.

``expected/NAME.tsv`` begins with ``# parameter=value`` lines; then come columns and rows in order, with IRIs
shortened as :func:`styrgraf.namespaces.shorten` shortens them, without brackets.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout
from styrgraf.documents.tokens import Kind, tokenize
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import shorten
from styrgraf.query import describe_queries, describe_query, find_query, list_queries, read_query, run_query
from styrgraf.query.library import Parameter, ParameterType, parse_query
from styrgraf.reason import open_graph
from styrgraf.store import Graph, Iri, Term

EXPECTED = Path(__file__).parent / "expected"
QUERIES = {
    query.name: query
    for query in list_queries(find_layout())
    if query.group not in {"city", "conflicts", "flows", "score", "time", "who"}
}


def read_expected(name: str) -> tuple[dict[str, str], list[list[str]]]:
    """Read parameters and table of an expected answer."""
    lines = (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    parameters = dict(line[2:].split("=", 1) for line in lines if line.startswith("# "))
    return parameters, [line.split("\t") for line in lines if not line.startswith("# ")]


def written(term: Term | None) -> str:
    """Write a term as the expected answers do."""
    if term is None:
        return ""
    return shorten(term).strip("<>") if isinstance(term, Iri) else str(term)


def test_every_query_has_an_expected_answer_and_the_other_way_round() -> None:
    assert sorted(QUERIES) == sorted(path.stem for path in EXPECTED.iterdir())
    assert len([query for query in QUERIES.values() if query.group != "gaps"]) >= 32


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_gives_its_expected_answer(texts: Graph, name: str) -> None:
    parameters, expected = read_expected(name)
    answer = run_query(texts, QUERIES[name], parameters)
    assert [list(answer.columns), *([written(term) for term in row] for row in answer)] == expected
    # An answer without rows would tell nothing about the query.
    assert len(answer) > 0


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_says_what_it_asks_and_takes(name: str) -> None:
    query = QUERIES[name]
    assert query.title("sv") != query.title("en")
    assert query.question().endswith("?")
    assert query.path is not None
    assert query.group == query.path.parent.name
    for parameter in query.parameters:
        assert parameter.what
        assert parameter.required == (parameter.default is None)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_sorts_its_answer_by_every_column_that_can_tell_rows_apart(texts: Graph, name: str) -> None:
    words = [token.text.upper() for token in tokenize(QUERIES[name].text) if token.kind is Kind.KEYWORD]
    assert "ORDER" in words
    parameters, _ = read_expected(name)
    answer = run_query(texts, QUERIES[name], parameters)
    assert len(set(answer.rows)) == len(answer.rows), "a row stands twice"


@pytest.mark.parametrize("name", [name for name, query in sorted(QUERIES.items()) if query.parameters])
def test_a_required_parameter_is_asked_for_and_an_open_one_may_be_left_out(texts: Graph, name: str) -> None:
    query = QUERIES[name]
    if any(parameter.required for parameter in query.parameters):
        with pytest.raises(StyrgrafError, match=r"needs the parameter"):
            run_query(texts, query)
    else:
        assert len(run_query(texts, query)) >= len(run_query(texts, query, read_expected(name)[0]))


def test_an_unknown_query_lists_the_nearest() -> None:
    layout = find_layout()
    with pytest.raises(StyrgrafError, match=r"no query named “responsibilites”") as caught:
        find_query(layout, "responsibilites")
    assert "responsibilities" in str(caught.value)
    with pytest.raises(StyrgrafError) as caught:
        find_query(layout, "topic")
    assert "responsible-for-topic" in str(caught.value)
    with pytest.raises(StyrgrafError, match=r"styrgraf queries lists them"):
        find_query(layout, "xyzzy")
    assert find_query(layout, "responsibilities").group == "organisation"


def test_a_folder_may_have_queries_of_its_own(make_root: MakeRoot) -> None:
    root = make_root(one="<document/a> { <document/a> a sg:Document . }")
    mine = root / "queries" / "mine"
    mine.mkdir(parents=True)
    header = "# title-sv: En\n# title-en: One\n# question: Which?\n# question-sv: Vilken?\n"
    (mine / "one.rq").write_text(header + "SELECT ?x WHERE { ?x a sg:Document }", encoding="utf-8")
    (query,) = list_queries(find_layout(root))
    assert (query.name, query.group, query.titles) == ("one", "mine", {"sv": "En", "en": "One"})
    assert (query.question("en"), query.question("sv")) == ("Which?", "Vilken?")
    (root / "queries" / "one.rq").write_text(header + "ASK {}", encoding="utf-8")
    with pytest.raises(StyrgrafError, match="two queries named “one”"):
        list_queries(find_layout(root))
    (root / "queries" / "one.rq").write_text("ASK {}", encoding="utf-8")
    with pytest.raises(StyrgrafError, match="no “title-sv” in its header"):
        list_queries(find_layout(root))


def test_a_query_is_found_without_reading_the_others(make_root: MakeRoot) -> None:
    root = make_root(one="<document/a> { <document/a> a sg:Document . }")
    mine = root / "queries" / "mine"
    mine.mkdir(parents=True)
    header = "# title-sv: En\n# title-en: One\n# question: Which?\n"
    (mine / "one.rq").write_text(header + "ASK {}", encoding="utf-8")
    (mine / "other.rq").write_text("ASK {}", encoding="utf-8")
    assert find_query(find_layout(root), "one").group == "mine"
    with pytest.raises(StyrgrafError, match="no “title-sv” in its header"):
        find_query(find_layout(root), "other")
    (mine / "other.rq").write_text(header + "ASK {}", encoding="utf-8")
    (root / "queries" / "other.rq").write_text(header + "ASK {}", encoding="utf-8")
    with pytest.raises(StyrgrafError, match="two queries named “other”"):
        find_query(find_layout(root), "other")


def test_a_query_that_was_found_is_read_again_when_its_file_has_changed(make_root: MakeRoot) -> None:
    layout = find_layout(make_root(one="<document/a> { <document/a> a sg:Document . }"))
    root = layout.root / "queries"
    root.mkdir()
    layout = find_layout(layout.root)
    header = "# title-sv: En\n# title-en: One\n# question: Which?\n"
    (root / "one.rq").write_text(header + "ASK {}", encoding="utf-8")
    assert find_query(layout, "one") is find_query(layout, "one")
    (root / "one.rq").write_text(header + "ASK { ?s ?p ?o }", encoding="utf-8")
    assert find_query(layout, "one").text.endswith("ASK { ?s ?p ?o }")
    (root / "mine").mkdir()
    (root / "one.rq").rename(root / "mine" / "one.rq")
    assert find_query(layout, "one").group == "mine"
    (root / "mine" / "one.rq").unlink()
    with pytest.raises(StyrgrafError, match="no query named “one”"):
        find_query(layout, "one")


def test_parameters_are_read_from_the_header() -> None:
    text = (
        "# param: unit iri required – the unit\n# param: top integer default=3 - how many\n"
        "SELECT ?unit WHERE { ?unit sg:ordinal ?top }"
    )
    assert parse_query(text).parameters == (
        Parameter("unit", ParameterType.IRI, "the unit"),
        Parameter("top", ParameterType.INTEGER, "how many", "3"),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("unit iri", "malformed"),
        ("unit iri required", "malformed"),
        ("unit thing required – what", "malformed"),
        ("?unit iri required – what", "malformed"),
        ("other iri required – what", "does not use its parameter “other”"),
        ("unit iri required – a\n# param: unit text required – b", "declared twice"),
    ],
)
def test_a_malformed_parameter_names_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "q.rq"
    path.write_text(f"# title-sv: x\n# param: {line}\nSELECT ?unit WHERE {{ ?unit a sg:Document }}", encoding="utf-8")
    with pytest.raises(StyrgrafError, match=message) as caught:
        read_query(path)
    assert re.match(rf"{re.escape(str(path))}:[23]: ", str(caught.value))


def test_queries_are_listed_by_group_with_what_they_take() -> None:
    text = describe_queries(QUERIES.values(), "en")
    lines = text.splitlines()
    assert "money" in lines
    (line,) = [line for line in lines if line.startswith("  responsible-for-topic")]
    assert line.split(maxsplit=2) == ["responsible-for-topic", "topic", "Who answers for a topic"]
    (line,) = [line for line in lines if line.startswith("  leaders")]
    assert line.split(maxsplit=2) == ["leaders", "[unit]", "Who leads a unit or group"]
    assert all(query.title("sv") in describe_queries([query]) for query in QUERIES.values())
    assert describe_queries([]) == ""


def test_a_query_is_explained_with_its_parameters_and_sparql() -> None:
    text = describe_query(QUERIES["planned-meetings"], "en")
    assert text.startswith("What is planned for which meeting\nWhat is planned to be taken up")
    assert "since (date, default 1900-01-01): the first day of meetings to list" in text
    assert "styrgraf query planned-meetings\n\nSELECT ?date" in text
    assert "styrgraf query sub-assignments -p assignment=…" in describe_query(QUERIES["sub-assignments"])
    assert "unit (iri, kan utelämnas): the unit" in describe_query(QUERIES["leaders"], "sv")
    # A comment that is no part of the header stays.
    assert "# The most precise of the dates" in describe_query(QUERIES["decisions"])


# What the shipped graph does not tell apart


def ask(root: Path, name: str, **parameters: str) -> list[list[str]]:
    """Ask a named query of a small graph."""
    graph = open_graph(root)
    answer = run_query(graph, find_query(graph.layout, name), parameters)
    return [[written(term) for term in row] for row in answer]


def test_an_earmark_is_not_added_to_its_whole_nor_a_proposal_to_a_decision(make_root: MakeRoot) -> None:
    money = 'sg:currency "SEK" ; sg:year "2023"^^xsd:gYear'
    root = make_root(
        one=f"""<document/a#s-1> {{
          <appropriation/f/2023> a sg:Appropriation ; sg:amount 10.0 ; sg:setAsideBy <decision/a/2022/1> ; {money} .
          <appropriation/f/2023/x> a sg:Appropriation ; sg:amount 4.0 ; sg:setAsideBy <decision/a/2022/1> ; {money} ;
            sg:withinAppropriation <appropriation/f/2023/between> .
          <appropriation/f/2023/between> a sg:Appropriation ; sg:withinAppropriation <appropriation/f/2023> .
          <transfer/X-2020-1/1> a sg:Transfer ; sg:amount 1.0 ; sg:proposedIn <proposal/X-2020-1/1> ; {money} ;
            sg:drawsOn <appropriation/f/2023/x> .
          <transfer/X-2020-1/2> a sg:Transfer ; sg:amount 2.5 ; sg:authorisedBy <decision/a/2023/2> ; {money} ;
            sg:drawsOn <appropriation/f/2023/x> .
          <transfer/X-2020-1/3> a sg:Transfer ; sg:amount 7 ; sg:currency "EUR" ; sg:year "2023"^^xsd:gYear .
        }}"""
    )
    assert [[row[1], *row[3:]] for row in ask(root, "money-by-status")] == [
        ["", "EUR", "1", "7"],
        ["money-status:avsatt", "SEK", "1", "10"],
        ["money-status:beslutad", "SEK", "1", "2.5"],
        ["money-status:foreslagen", "SEK", "1", "1"],
    ]
    assert [row[2:] for row in ask(root, "drawn-on-appropriations")] == [
        ["4", "SEK", "beslutad", "1", "2.5"],
        ["4", "SEK", "föreslagen", "1", "1"],
    ]
    assert [row[0] for row in ask(root, "origin-of-money", transfer="transfer/X-2020-1/2")] == [
        "appropriation/f/2023",
        "appropriation/f/2023/between",
        "appropriation/f/2023/x",
    ]


def test_reports_are_followed_from_group_to_group(make_root: MakeRoot) -> None:
    root = make_root(one="<document/a#s-1> { <group/a> sg:reportsTo <group/b> . <group/b> sg:reportsTo <group/c> . }")
    lines = [[row[0], row[2], row[4]] for row in ask(root, "reporting-lines", reporter="group/a")]
    assert lines == [["group/a", "group/b", "true"], ["group/a", "group/c", "false"]]


def test_a_fact_that_one_passage_states_twice_is_not_corroborated(make_root: MakeRoot) -> None:
    root = make_root(
        one="""<document/a> {
          <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> .
          <document/a#s-1-lasning> a sg:Reading ; sg:readingOf <document/a#s-1> .
          <document/a#s-2> a sg:Passage ; sg:passageOf <document/a> .
        }
        <document/a#s-1> { <case/X-2020-1> dcterms:subject topic:val , topic:pension . }
        <document/a#s-1-lasning> { <case/X-2020-1> dcterms:subject topic:val . }
        <document/a#s-2> { <case/X-2020-1> dcterms:subject topic:pension . }"""
    )
    assert [row[2:] for row in ask(root, "corroborated-facts")] == [["topic:pension", "2"]]


def test_a_meeting_that_was_held_and_a_proposal_that_was_decided_show(make_root: MakeRoot) -> None:
    root = make_root(
        one="""<document/a#s-1> {
          <meeting/a/2024-01-02> a sg:Meeting ; sg:meetingOf <body/a> ; sg:date "2024-01-02"^^xsd:date ;
            sg:meetingStatus meeting-status:hallet .
          <meeting/a/2023-01-02> a sg:Meeting ; sg:meetingOf <body/a> ; sg:date "2023-01-02"^^xsd:date .
          <proposal/X-2020-1/1> a sg:Proposal ; sg:plannedFor <meeting/a/2023-01-02> , <meeting/a/2024-01-02> .
          <decision/a/2024/3> a sg:Decision ; sg:decidesOn <proposal/X-2020-1/1> .
        }"""
    )
    assert [(row[0], row[5]) for row in ask(root, "planned-meetings")] == [
        ("2023-01-02", "false"),
        ("2024-01-02", "true"),
    ]
    assert [row[0] for row in ask(root, "planned-meetings", since="2023-01-03")] == ["2024-01-02"]
    assert [row[-1] for row in ask(root, "proposals")] == ["true"]
    assert [row[0] for row in ask(root, "lineage-down", thing="proposal/X-2020-1/1")] == ["decision/a/2024/3"]
