"""The queries that tell which properties lead to who answers, and upwards; rows checked by hand against the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.accountability import Ground, who
from styrgraf.accountability.questions import GROUP, ask
from styrgraf.documents.layout import find_layout
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import shorten
from styrgraf.query import list_queries
from styrgraf.reason import open_graph
from styrgraf.store import Graph

QUERIES = {query.name: query for query in list_queries(find_layout()) if query.group == GROUP}
_KF = "body/kommunfullmaktige"
_EXPECTED = {
    # Vad vi gör (stadskontoret), HR-avdelningen; the topic of a department; a group that has its own name.
    "answered-matters": [
        {
            "matter": "responsibility/stadskontoret/hr-avdelningen/ledarskapsutveckling",
            "how": "sg:responsibleUnit",
            "agent": "unit/stadskontoret/hr-avdelningen",
            "ground": "responsibility",
        },
        {"matter": "topic:hr", "how": "sg:coordinates", "agent": "unit/stadskontoret/hr-avdelningen"},
        {"matter": "assignment/STK-2022-82/7", "link": "sg:subAssignmentOf", "agent": "unit/stadskontoret"},
        {"matter": "steering-document/malmo-stad/handlingsplan-romer-2023-2025", "ground": "decision"},
    ],
    # [112]
    "matter-subjects": [
        {"matter": "group/forskoleforvaltningen/styrgrupp-lonebildning", "about": "topic:lonebildning"},
    ],
    # Tjänsteskrivelse i STK-2023-822: one initiative for both.
    "related-topics": [
        {"topic": "topic:chefsutveckling", "related": "topic:ledarskapsutveckling"},
        {"topic": "topic:ledarskapsutveckling", "related": "topic:chefsutveckling"},
    ],
    # [112] [033] [003]
    "upward-links": [
        {"child": "group/forskoleforvaltningen/styrgrupp-lonebildning", "parent": "unit/forskoleforvaltningen"},
        {"child": "body/servicenamnden", "how": "sg:appointedBy", "parent": _KF},
        {"child": "body/miljonamnden", "parent": _KF, "said_of": "unit/malmo-stad/namnderna"},
        {"child": _KF},
    ],
    # [038] [018]
    "heads": [
        {"agent": "unit/halsa-vard-och-omsorgsforvaltningen", "person": "person/gisela-green"},
        {"agent": "body/kommunstyrelsen", "person": "person/katrin-stjernfeldt-jammeh"},
    ],
    # [170]
    "replaced-responsibilities": [
        {
            "earlier": "responsibility/stadsdelarna/lss-verksamheten",
            "later": "responsibility/sociala-resursforvaltningen/lss-verksamheten",
            "agent": "unit/sociala-resursforvaltningen",
        }
    ],
}


def test_every_query_has_expected_rows() -> None:
    assert sorted(QUERIES) == sorted(_EXPECTED)


@pytest.mark.parametrize("name", sorted(_EXPECTED))
def test_a_query_gives_the_rows_and_says_what_it_asks(shipped: Graph, name: str) -> None:
    rows = [{key: shorten(str(term)).strip("<>") for key, term in row.items()} for row in ask(shipped, name)]
    for expected in _EXPECTED[name]:
        assert any(expected.items() <= row.items() for row in rows), expected
    assert len(rows) == len({tuple(sorted(row.items())) for row in rows}), "a row stands twice"
    query = QUERIES[name]
    assert query.title("sv") != query.title("en")
    assert query.question("en").endswith("?")
    assert query.question("sv").endswith("?")


def test_the_council_alone_has_nothing_above_it(shipped: Graph) -> None:
    tops = {shorten(str(row["child"])).strip("<>") for row in ask(shipped, "upward-links") if "parent" not in row}
    assert tops == {_KF}


def test_each_ground_of_the_query_is_one_that_answers_are_ranked_by(shipped: Graph) -> None:
    assert {str(row["ground"]) for row in ask(shipped, "answered-matters")} == {ground.value for ground in Ground}


def test_a_folder_whose_queries_lack_one_is_told_which(make_root: MakeRoot) -> None:
    root = make_root(one='<editorial/e> { <unit/a> skos:prefLabel "parken"@sv . }\n')
    Path(root, "queries").mkdir()
    with pytest.raises(StyrgrafError, match="“answered-matters” is missing"):
        who(open_graph(root), "park")


def test_a_query_that_cannot_be_read_is_told_with_its_file(make_root: MakeRoot) -> None:
    root = make_root(one='<editorial/e> { <unit/a> skos:prefLabel "parken"@sv . }\n')
    broken = Path(root, "queries", GROUP, "answered-matters.rq")
    broken.parent.mkdir(parents=True)
    broken.write_text("SELECT ?matter WHERE {", encoding="utf-8")
    with pytest.raises(StyrgrafError) as caught:
        who(open_graph(root), "park")
    assert caught.value.place is not None
    assert caught.value.place.path == broken
