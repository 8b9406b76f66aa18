"""What is a conflict and what is not, in small graphs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.conflicts import Conflict, Strength, conflicts, read_kinds
from styrgraf.documents.layout import find_layout
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph

CERTAIN, POSSIBLY = Strength.CERTAIN, Strength.POSSIBLY_A_CHANGE

#: Makes a graph of pages, each a date and what its passages state, and finds the conflicts.
Find = Callable[..., list[Conflict]]


def page(name: str, date: str, *passages: str, also: str = "") -> str:
    """Write a document with passages; an empty date leaves it undated."""
    kinds = {10: "date", 7: "gYearMonth", 4: "gYear"}
    issued = f'; dcterms:issued "{date}"^^xsd:{kinds[len(date)]}' if date else ""
    described = " ".join(
        f"<document/{name}#s-{at}> a sg:Passage ; sg:passageOf <document/{name}> ; sg:position {at} ."
        for at in range(1, len(passages) + 1)
    )
    stated = " ".join(f"<document/{name}#s-{at}> {{ {text} }}" for at, text in enumerate(passages, start=1))
    return f"<document/{name}> {{ <document/{name}> a sg:Document {issued} . {described} {also} }} {stated}"


@pytest.fixture
def find(make_root: MakeRoot) -> Find:
    def run(*pages: str) -> list[Conflict]:
        return conflicts(open_graph(make_root(data=" ".join(pages))))

    return run


def told(found: list[Conflict]) -> list[tuple[str, list[str], Strength]]:
    return [(one.kind, [str(claim.value).removeprefix(BASE) for claim in one.values], one.strength) for one in found]


# Dates


def test_a_beginning_that_two_pages_date_differently(find: Find) -> None:
    found = find(
        page("a", "2013", '<initiative/x> sg:from "2013-07-01"^^xsd:date .'),
        page("b", "", '<initiative/x> sg:from "2013-06-01"^^xsd:date .'),
        page("c", "", '<initiative/x> sg:from "2013"^^xsd:gYear .'),
    )
    assert told(found) == [("stated-dates", ["2013-06-01", "2013-07-01"], CERTAIN)]
    assert [claim.documents for claim in found[0].values] == [(f"{BASE}document/b",), (f"{BASE}document/a",)]


def test_a_coarser_date_and_other_properties_agree(find: Find) -> None:
    assert not find(
        page("a", "", '<initiative/x> sg:from "2013-07-01"^^xsd:date ; sg:until "2015"^^xsd:gYear .'),
        page("b", "", '<initiative/x> sg:from "2013-07"^^xsd:gYearMonth .'),
    )


@pytest.mark.parametrize("gone", ['sg:retracted "2024-01-01"^^xsd:date', "dcterms:isReplacedBy <document/a>"])
def test_what_is_withdrawn_is_in_no_conflict(find: Find, gone: str) -> None:
    assert not find(
        page("a", "", '<initiative/x> sg:from "2013-07-01"^^xsd:date .'),
        page("b", "", '<initiative/x> sg:from "2013-06-01"^^xsd:date .', also=f"<document/b> {gone} ."),
    )


def test_what_editors_state_is_no_passage(find: Find) -> None:
    editorial = '<editorial/x> { <editorial/x> a sg:Editorial . <initiative/x> sg:from "2012"^^xsd:gYear . }'
    assert not find(page("a", "", '<initiative/x> sg:from "2013-07-01"^^xsd:date .'), editorial)


# Figures


def figure(name: str, value: str, more: str = "") -> str:
    return (
        f"<figure/{name}> a sg:Figure ; sg:of <body/x> ; sg:measure measure:antal-enheter ; sg:value {value} {more} ."
    )


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        (("11", ""), ("12", ""), POSSIBLY),
        (("11", '; sg:year "2013"^^xsd:gYear'), ("12", '; sg:year "2013"^^xsd:gYear'), CERTAIN),
        (("11", '; sg:year "2013"^^xsd:gYear'), ("12", '; sg:year "2014"^^xsd:gYear'), None),
        (("11", '; sg:asOf "2013-12-31"^^xsd:date'), ("12", '; sg:year "2013"^^xsd:gYear'), POSSIBLY),
        (("11", ""), ("12", "; sg:concerning <party/s>"), None),
        (("11", "; sg:concerning <party/s>"), ("12", "; sg:concerning <party/s>"), POSSIBLY),
        (("11", ""), ("12", "; sg:forecast true"), None),
        (("11", ""), ("12", "; sg:forecast false"), POSSIBLY),
        (("11", ""), ("11.0", ""), None),
        (("1084", ""), ("1000", "; sg:approximate true"), None),
        (("1500", ""), ("1000", "; sg:approximate true"), POSSIBLY),
        (("26000", "; sg:approximate true"), ("25800", "; sg:approximate true"), None),
        (("26000", "; sg:approximate true"), ("28000", "; sg:approximate true"), POSSIBLY),
        (("0", "; sg:approximate true"), ("1", ""), POSSIBLY),
        (("11", '; sg:currency "SEK"'), ("12", '; sg:currency "EUR"'), None),
    ],
)
def test_figures(find: Find, one: tuple[str, str], other: tuple[str, str], strength: Strength | None) -> None:
    found = find(page("a", "", figure("1", *one)), page("b", "", figure("2", *other)))
    assert [conflict.strength for conflict in found] == ([strength] if strength else [])


@pytest.mark.parametrize(
    ("date", "other_date", "strength"),
    [
        ("", "2024-02-21", POSSIBLY),
        ("2015-12-31", "2024-02-21", None),
        ("2024-02-21", "2024-02-21", CERTAIN),
        ("2024", "2024-02-21", POSSIBLY),
    ],
)
def test_figures_are_of_the_time_of_their_page(
    find: Find, date: str, other_date: str, strength: Strength | None
) -> None:
    found = find(page("a", date, figure("1", "14")), page("b", other_date, figure("2", "13")))
    assert [conflict.strength for conflict in found] == ([strength] if strength else [])


def test_one_page_that_gives_two_numbers_is_certain(find: Find) -> None:
    found = find(page("a", "", figure("1", "8"), figure("2", "7")))
    assert told(found) == [("stated-figures", ["7", "8"], CERTAIN)]


def test_one_figure_with_two_values(find: Find) -> None:
    same = figure("1", "8", '; sg:year "2013"^^xsd:gYear')
    found = find(page("a", "", same), page("b", "", "<figure/1> sg:value 7 ."))
    assert told(found) == [("stated-figures", ["7", "8"], CERTAIN)]


def test_an_undated_number_stands_with_all_that_it_may_disagree_with_and_certain_pairs_apart(find: Find) -> None:
    found = find(
        page("a", "2013-01-01", figure("1", "10")),
        page("b", "2013-01-01", figure("2", "12")),
        page("c", "2014-01-01", figure("3", "13")),
        page("d", "", figure("4", "14")),
    )
    assert told(found) == [
        ("stated-figures", ["10", "12"], CERTAIN),
        ("stated-figures", ["10", "12", "13", "14"], POSSIBLY),
    ]


# Money


def money(name: str, amount: int, more: str = "") -> str:
    return f'<{name}> a sg:{name.partition("/")[0].title()} ; sg:amount {amount} ; sg:currency "SEK" {more} .'


def _asked(name: str, amount: int, status: str = "ansokt", fund: str = "appropriation/f") -> str:
    return money(f"transfer/{name}", amount, f"; sg:takenFrom <{fund}> ; sg:moneyStatus money-status:{status}")


def test_more_applied_for_than_set_aside(find: Find) -> None:
    found = find(
        page("a", "2020", money("appropriation/f", 22), _asked("1", 17), _asked("2", 12, "foreslagen")),
        page("b", "2020", _asked("1", 17)),
    )
    assert told(found) == [("applied-for-and-set-aside", ["22", "12", "17"], CERTAIN)]
    assert found[0].total == 29


@pytest.mark.parametrize(
    "passages",
    [
        (money("appropriation/f", 22), _asked("1", 17), _asked("2", 5)),
        (money("appropriation/f", 22), _asked("1", 17), _asked("2", 12, "beslutad")),
        (_asked("1", 17), _asked("2", 12)),
        (money("appropriation/f", 22), _asked("1", 17), _asked("2", 12, fund="appropriation/g")),
    ],
)
def test_what_can_all_be_granted_is_no_conflict(find: Find, passages: tuple[str, ...]) -> None:
    assert not find(page("a", "2020", *passages))


def test_what_is_asked_of_a_part_is_asked_of_the_whole(find: Find) -> None:
    part = money("appropriation/g", 20, "; sg:withinAppropriation <appropriation/f>")
    found = find(
        page("a", "2020", money("appropriation/f", 22), part, _asked("1", 17), _asked("2", 12, fund="appropriation/g"))
    )
    assert [(one.about.removeprefix(BASE), str(one.total)) for one in found] == [("appropriation/f", "29")]


def test_two_amounts_of_one_transfer(find: Find) -> None:
    found = find(page("a", "2020", money("transfer/1", 5)), page("b", "2021", money("transfer/1", 6)))
    assert told(found) == [("stated-amounts", ["5", "6"], CERTAIN)]


def _owns(name: str, share: str, more: str) -> str:
    return f"<ownership/{name}> a sg:Ownership ; sg:owned <company/c> ; sg:owner <body/x> ; {share} {more} ."


def test_shares(find: Find) -> None:
    in_2016 = '; sg:knownOn "2016-12-31"^^xsd:date'
    found = find(
        page("a", "", _owns("1", "sg:share 75.5", in_2016)), page("b", "", _owns("2", "sg:wholly true", in_2016))
    )
    assert told(found) == [("stated-shares", ["75.5", "100"], CERTAIN)]


def test_a_share_that_changed_is_no_conflict(find: Find) -> None:
    until, since = ('; sg:until "2011-01-01"^^xsd:date', '; sg:from "2011-01-01"^^xsd:date')
    assert not find(page("a", "2011", _owns("1", "sg:share 79", until), _owns("2", "sg:share 75.5", since)))


# Superiors, holders, legal bases, names, decisions


@pytest.mark.parametrize(
    ("date", "other_date", "strength"),
    [("2020-01-01", "2020-01-01", CERTAIN), ("", "2020-01-01", POSSIBLY), ("2019-01-01", "2020-01-01", None)],
)
def test_superiors(find: Find, date: str, other_date: str, strength: Strength | None) -> None:
    found = find(
        page("a", date, "<unit/u> org:unitOf <unit/a> ; sg:governedBy <body/a> ."),
        page("b", other_date, "<unit/u> org:unitOf <unit/b> ; sg:governedBy <body/a> ."),
    )
    assert told(found) == ([("stated-superiors", ["unit/a", "unit/b"], strength)] if strength else [])


def test_the_larger_unit_is_only_coarser(find: Find) -> None:
    assert not find(
        page("a", "", "<unit/u> org:unitOf <unit/office> . <unit/department> org:unitOf <unit/office> ."),
        page("b", "", "<unit/u> org:unitOf <unit/department> ."),
    )


def test_superiors_in_time(find: Find) -> None:
    tenure = (
        "<tenure/{0}> a sg:Tenure ; sg:tenureOf <unit/u> ; sg:tenureProperty org:unitOf ; "
        "sg:tenureIn <unit/{0}> ; {1} ."
    )
    before = tenure.format("a", 'sg:from "2013"^^xsd:gYear ; sg:until "2017-04-30"^^xsd:date')
    assert not find(page("a", "", before), page("b", "", tenure.format("b", 'sg:from "2017-05-01"^^xsd:date')))
    overlapping = tenure.format("b", 'sg:from "2016-05-01"^^xsd:date')
    # That it began does not tell for how long it held, but the day it began is within the time of the other.
    assert told(find(page("a", "", before), page("b", "", overlapping))) == [
        ("stated-superiors", ["unit/a", "unit/b"], CERTAIN)
    ]


def _holds(name: str, more: str = "", post: str = "post/x") -> str:
    return f"<membership/{name}> a org:Membership ; org:member <person/{name}> ; sg:post <{post}> {more} ."


_CHAIR = "<post/x> a org:Post ; sg:postRole post-role:ordforande ."
_MEMBER = "<post/x> a org:Post ; sg:postRole post-role:ledamot ."


@pytest.mark.parametrize(
    ("date", "other_date", "strength"),
    [("2020-01-01", "2020-01-01", CERTAIN), ("", "2020-01-01", POSSIBLY), ("2019-01-01", "2020-01-01", None)],
)
def test_holders(find: Find, date: str, other_date: str, strength: Strength | None) -> None:
    found = find(page("a", date, _CHAIR + _holds("eva")), page("b", other_date, _holds("bo")))
    assert told(found) == ([("stated-holders", ["person/bo", "person/eva"], strength)] if strength else [])


@pytest.mark.parametrize(
    ("post", "one", "other"),
    [
        (_MEMBER, "", ""),
        (_CHAIR, "; sg:acting true", ""),
        (_CHAIR, "; sg:workShare 50", "; sg:workShare 50"),
        (_CHAIR, '; sg:until "2020-01-01"^^xsd:date', '; sg:from "2020-01-01"^^xsd:date'),
    ],
)
def test_holders_that_do_not_exclude_each_other(find: Find, post: str, one: str, other: str) -> None:
    assert not find(page("a", "2020-01-01", post + _holds("eva", one)), page("b", "2020-01-01", _holds("bo", other)))


def test_a_passage_that_names_two_holders_means_both(find: Find) -> None:
    assert not find(page("a", "2020-01-01", _CHAIR + _holds("eva") + _holds("bo")))
    assert find(page("a", "2020-01-01", _CHAIR + _holds("eva"), _holds("bo")))


def test_legal_bases(find: Find) -> None:
    found = find(
        page("a", "", '<unit/u> sg:legalBasis "kommunallagen kapitel 9"@sv .'),
        page("b", "", '<unit/u> sg:legalBasis "kommunallagen kapitel 12"@sv .'),
        page("c", "", '<unit/u> sg:legalBasis "Kommunallagen  kapitel 12"@sv .'),
    )
    assert [one.kind for one in found] == ["stated-legal-basis"]
    assert {str(claim.value).casefold()[-2:].strip() for claim in found[0].values} == {"9", "12"}
    assert found[0].strength is POSSIBLY


def test_names_of_one_thing(find: Find) -> None:
    found = find(
        page("a", "2016-11-02", '<body/x> skos:prefLabel "vård- och omsorgsnämnden"@sv , "care committee"@en .'),
        page("b", "2016-11-02", '<body/x> skos:prefLabel "hälsa-, vård- och omsorgsnämnden"@sv .'),
        page("c", "2016-11-02", '<body/y> skos:prefLabel "omsorgsnämnden"@sv ; skos:altLabel "nämnden"@sv .'),
    )
    assert [(one.kind, len(one.values), one.strength) for one in found] == [("stated-names", 2, CERTAIN)]


def test_a_decision_has_one_section_number(find: Find) -> None:
    found = find(
        page("a", "2013", "<decision/x> a sg:Decision ; sg:paragraph 24 ."),
        page("b", "2015", "<decision/x> a sg:Decision ; sg:paragraph 25 ."),
    )
    assert told(found) == [("stated-decision-facts", ["24", "25"], CERTAIN)]


# The queries


def test_each_kind_has_a_query_with_all_that_its_header_must_have() -> None:
    kinds = read_kinds(find_layout())
    assert len(kinds) == 10
    assert [kind.name for kind in kinds][:2] == ["stated-dates", "stated-figures"]
    for kind in kinds:
        assert kind.titles["sv"] != kind.titles["en"]


_HEADER = {
    "conflict-sv": "x",
    "conflict-en": "y",
    "conflict-compare": "texts",
    "conflict-time": "ever",
}


@pytest.mark.parametrize(
    ("header", "query", "message"),
    [
        ({"conflict-en": ""}, "", "no “conflict-en” in its header"),
        ({"conflict-compare": "words"}, "", "“conflict-compare” is “words”"),
        ({"conflict-time": ""}, "", "no “conflict-time” in its header"),
        ({}, "SELECT ?about ?value WHERE { ?about sg:x ?value }", r"does not select \?property, \?graph"),
        ({}, "SELECT ?about WHERE {", "cannot be read"),
    ],
)
def test_a_query_that_lacks_something_names_its_file(
    make_root: MakeRoot, header: dict[str, str], query: str, message: str
) -> None:
    root: Path = make_root(one=page("a", "", "<unit/u> a org:OrganizationalUnit ."))
    (root / "queries" / "conflicts").mkdir(parents=True)
    lines = [f"# {key}: {value}" for key, value in {**_HEADER, **header}.items() if value]
    (root / "queries" / "conflicts" / "mine.rq").write_text("\n".join([*lines, query]), encoding="utf-8")
    with pytest.raises(StyrgrafError, match=message) as caught:
        conflicts(open_graph(root))
    assert "mine.rq" in str(caught.value)
