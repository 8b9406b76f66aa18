"""Lives over time, checked by hand against the restated pages; their numbers stand in brackets."""

from __future__ import annotations

import pytest

from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.store import Graph
from styrgraf.timeline.history import history
from styrgraf.timeline.records import Gap, History, Span, Subject

_Row = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _tell(graph: Graph, name: str) -> History:
    return history(graph, BASE + name)


def _dates(span: Span) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    begins, ends, known = (tuple(one.value for one in dates) for dates in (span.begins, span.ends, span.known))
    return begins, ends, known


def _holders(told: History) -> list[_Row]:
    return [(str(one.person).rpartition("/")[2], *_dates(one.span)) for one in told.holdings]


def _changes(told: History) -> list[tuple[int, str, str, tuple[str, ...]]]:
    return [
        (
            change.steps,
            change.earlier.removeprefix(BASE),
            change.later.removeprefix(BASE),
            tuple(one.value for one in change.dates),
        )
        for change in told.changes
    ]


def test_holders_of_the_city_directors_post_in_time_order(shipped: Graph) -> None:
    # [170] [017] Ahlfridh 2013-06-28, 2014-01-15, to 2017-10-16 [074]; Norbrant acting [074] [060], in post [107],
    # [018], leaves 2026-12-31 [076].
    told = _tell(shipped, "post/stadskontoret/stadsdirektor")
    assert told.subject is Subject.POST
    assert _holders(told) == [
        ("jan-inge-ahlfridh", (), ("2017-10-16",), ("2013-06-28", "2014-01-15")),
        ("andreas-norbrant", (), (), ("2017-10-16", "2017-11-23")),
        ("andreas-norbrant", (), ("2026-12-31",), ("2019", "2019-11")),
    ]
    assert [one.acting for one in told.holdings] == [False, True, False]


def test_posts_of_a_person_in_time_order(shipped: Graph) -> None:
    # [074] [060] [107] [018] [076].
    told = _tell(shipped, "person/andreas-norbrant")
    assert told.subject is Subject.PERSON
    posts = [str(one.post).rpartition("/")[2] for one in told.holdings]
    assert posts == ["forskoledirektor", "stadsdirektor", "motesledare-ovriga-moten", "stadsdirektor"]


def test_an_acting_director_for_half_a_year(shipped: Graph) -> None:
    # [077].
    told = _tell(shipped, "post/gatukontoret/gatudirektor")
    assert _holders(told) == [("bo-andersson", ("2016-10-31",), ("2017-04-30",), ())]
    assert told.holdings[0].acting


def test_chairs_of_the_board_with_party(shipped: Graph) -> None:
    # [017] 2014-01-15, [005] 2018-10-15, [018] November 2019.
    told = _tell(shipped, "post/kommunstyrelsen/1-vice-ordforande")
    assert _holders(told) == [
        ("andreas-schonstrom", (), (), ("2014-01-15", "2018-10-15")),
        ("roko-kursar", (), (), ("2019-11",)),
    ]
    parties = [party.rpartition("/")[2] for one in told.holdings for party in one.representing]
    assert parties == ["socialdemokraterna", "liberalerna"]


def test_the_undated_come_last_and_it_is_said(shipped: Graph) -> None:
    # [163] 2012-07-02; [050] and [079] show no date of the year.
    told = _tell(shipped, "post/kulturforvaltningen/kulturdirektor")
    assert _holders(told)[0] == ("elisabeth-lundgren", (), (), ("2012-07-02",))
    assert {row[0] for row in _holders(told)[1:]} == {"pernilla-conde-hellman", "anne-mattsson", "susanne-serenhov"}
    assert Gap.UNDATED_HOLDINGS in told.gaps


def test_a_member_of_two_posts_with_a_last_day(shipped: Graph) -> None:
    # [015]: leaves the executive board's drafting committee on 2024-07-15.
    told = _tell(shipped, "person/roko-kursar")
    ends = {str(one.post).removeprefix(BASE): _dates(one.span)[1] for one in told.holdings}
    assert ends["post/kommunstyrelsens-arbetsutskott/ledamot"] == ("2024-07-15",)


def test_a_merger_and_its_two_predecessors(shipped: Graph) -> None:
    # [158].
    told = _tell(shipped, "unit/fastighets-och-gatukontoret")
    assert _dates(told.life)[0] == ("2018-07-01",)
    assert _changes(told) == [
        (-1, "unit/fastighetskontoret", "unit/fastighets-och-gatukontoret", ("2018-07-01",)),
        (-1, "unit/gatukontoret", "unit/fastighets-och-gatukontoret", ("2018-07-01",)),
    ]
    assert [one.other.removeprefix(BASE) for one in told.relations if not one.incoming] == ["body/tekniska-namnden"]
    assert Gap.NO_END in told.gaps
    assert Gap.NO_BEGINNING not in told.gaps


def test_a_successor_ends_a_life(shipped: Graph) -> None:
    # [158].
    told = _tell(shipped, "unit/gatukontoret")
    assert [(change.steps, change.later.removeprefix(BASE)) for change in told.changes] == [
        (1, "unit/fastighets-och-gatukontoret")
    ]
    assert [(one.value, one.by_change) for one in told.life.ends] == [("2018-07-01", True)]
    assert Gap.NO_BEGINNING in told.gaps
    assert Gap.NO_END not in told.gaps


def test_an_administration_came_of_another_in_2017(shipped: Graph) -> None:
    # [159].
    told = _tell(shipped, "unit/gymnasie-och-vuxenutbildningsforvaltningen")
    assert (-1, "unit/arbetsmarknads-gymnasie-och-vuxenutbildningsforvaltningen") in {
        (steps, earlier) for steps, earlier, _, _ in _changes(told)
    }
    # [047] 2019-06-04, [087] 2020, [048] 2024-01-26.
    directors = [row for row in _holders(told) if row[0] in ("lars-rehnberg", "anneli-schwartz")]
    assert [row[0] for row in directors] == ["lars-rehnberg", "anneli-schwartz"]
    assert directors[0][3][0] == "2019-06-04"


def test_districts_and_their_predecessors(shipped: Graph) -> None:
    # [171]: Norr is Kirseberg and Centrum; [169] [170]: ten become five on 1 July 2013.
    told = _tell(shipped, "district/stadsomrade-norr")
    assert {(steps, earlier) for steps, earlier, _, _ in _changes(told)} == {
        (-1, "district/stadsdel-centrum"),
        (-1, "district/stadsdel-kirseberg"),
    }
    # That they ended with their administrations [159] the editors say.
    assert _dates(told.life)[:2] == (("2013-07-01",), ("2017-04-30",))
    assert Gap.NO_END not in told.gaps
    (change,) = _changes(_tell(shipped, "district/stadsomradena"))
    assert change == (-1, "district/stadsdelarna", "district/stadsomradena", ("2013-07-01",))


def test_a_company_its_former_name_and_its_owner(shipped: Graph) -> None:
    # [089]: Stadsberget nr 1 became Malmö Stadshus AB on 2014-12-31, owned by the city; [090] August 2016.
    told = _tell(shipped, "company/malmo-stadshus-ab")
    former = (-1, "company/stadsberget-nr-1-malmo-ab", "company/malmo-stadshus-ab", ("2014-12-31",))
    assert former in _changes(told)
    (owner,) = [one for one in told.relations if one.property.endswith("#owner") and not one.incoming]
    assert owner.other == f"{BASE}body/malmo-stad"
    assert _dates(owner.span)[2] == ("2014-12-31", "2016-08")
    owned = {one.other.removeprefix(BASE) for one in told.relations if one.property.endswith("#owner") and one.incoming}
    assert {"company/mkb-fastighets-ab", "company/minc-i-sverige-ab", "company/malmo-stadsteater-ab"} <= owned


def test_a_renaming_without_a_date(shipped: Graph) -> None:
    # [090]: changes its name; when is not said. It starts on 2017-01-01.
    told = _tell(shipped, "company/boplats-syd-ab")
    assert _changes(told) == [(-1, "company/fastighets-ab-harfageln", "company/boplats-syd-ab", ())]
    assert Gap.UNDATED_CHANGES in told.gaps
    assert _dates(told.life)[0] == ("2017-01-01",)


def test_a_federations_origin_members_and_shares(shipped: Graph) -> None:
    # [097] [091].
    told = _tell(shipped, "company/va-syd")
    assert {(earlier, dates) for _, earlier, _, dates in _changes(told)} == {
        ("unit/lunds-kommun/va-verksamheten", ("2008",)),
        ("unit/malmo-stad/va-verksamheten", ("2008",)),
    }
    joined = {
        one.other.removeprefix(BASE): _dates(one.span)[0]
        for one in told.relations
        if one.property.endswith("hasMember")
    }
    assert joined["body/burlovs-kommun"] == ("2011-01-01",)
    assert joined["body/eslovs-kommun"] == ("2012-01-01",)
    assert joined["body/lomma-kommun"] == ("2019-01-01",)
    shares = [(one.share, *_dates(one.span)[:2]) for one in told.relations if one.share]
    assert shares == [("79", (), ("2011-01-01",)), ("75.5", ("2011-01-01",), ())]


def test_a_unit_under_two_superiors_over_time(shipped: Graph) -> None:
    # [081] 2020-03-05; [094] 2024-04-25.
    told = _tell(shipped, "unit/stadskontoret/enheten-for-sakerhet-och-beredskap")
    above = [(one.other.removeprefix(BASE), _dates(one.span)[2]) for one in told.relations]
    assert above == [
        ("unit/stadskontoret/avdelningen-omvarld-och-naringsliv", ("2020-03-05",)),
        ("unit/stadskontoret", ("2024-04-25",)),
    ]


def test_what_only_proposals_mention_is_said_to_be_so(shipped: Graph) -> None:
    # [155] [157] [160].
    told = _tell(shipped, "body/vard-och-omsorgsnamnden")
    assert Gap.ONLY_PROPOSED in told.gaps
    assert Gap.NO_BEGINNING in told.gaps


def test_every_line_has_evidence(shipped: Graph) -> None:
    for name in ("unit/stadskontoret", "company/malmo-stadshus-ab", "body/kommunstyrelsen", "person/carina-tempel"):
        told = _tell(shipped, name)
        assert all(change.sources for change in told.changes)
        assert all(holding.sources for holding in told.holdings)
        assert all(relation.sources for relation in told.relations)
        assert all(one.sources for one in (*told.life.begins, *told.life.ends, *told.life.known))


_CHAIN = """<document/d> { <document/d> a sg:Document . <document/d#1> a sg:Passage ; sg:passageOf <document/d> }
<document/d#1> {
  <unit/a> a org:OrganizationalUnit . <unit/b> a org:OrganizationalUnit . <unit/c> a org:OrganizationalUnit .
  <change/ab> a org:ChangeEvent ; org:originalOrganization <unit/a> ; org:resultingOrganization <unit/b> ;
    sg:date "2001"^^xsd:gYear .
  <change/bc> a org:ChangeEvent ; org:originalOrganization <unit/b> ; org:resultingOrganization <unit/c> ;
    sg:date "2002-05"^^xsd:gYearMonth . }
"""
_BACK = """<document/e> { <document/e> a sg:Document . <document/e#1> a sg:Passage ; sg:passageOf <document/e> }
<document/e#1> { <change/ca> a org:ChangeEvent ;
  org:originalOrganization <unit/c> ; org:resultingOrganization <unit/a> }
"""


def test_changes_are_followed_both_ways_to_the_end(make_root: MakeRoot) -> None:
    graph = open_graph(make_root(chain=_CHAIN))
    assert [change.steps for change in _tell(graph, "unit/c").changes] == [-2, -1]
    assert [change.steps for change in _tell(graph, "unit/b").changes] == [-1, 1]
    assert [change.steps for change in _tell(graph, "unit/a").changes] == [1, 2]


def test_a_ring_of_changes_ends(make_root: MakeRoot) -> None:
    told = _tell(open_graph(make_root(chain=_CHAIN, back=_BACK)), "unit/a")
    assert {change.event.removeprefix(BASE) for change in told.changes} == {"change/ab", "change/bc", "change/ca"}


def test_pages_that_disagree_on_a_beginning_are_told(make_root: MakeRoot) -> None:
    trig = """<document/d> { <document/d> a sg:Document . <document/d#1> a sg:Passage ; sg:passageOf <document/d> }
    <document/d#1> { <unit/a> a org:OrganizationalUnit ;
      sg:from "2013-06-01"^^xsd:date , "2013-07-01"^^xsd:date . }"""
    assert Gap.BEGINNINGS_DISAGREE in _tell(open_graph(make_root(two=trig)), "unit/a").gaps


@pytest.mark.parametrize("name", ["case/STK-2023-822", "unit/finns-inte"])
def test_what_has_no_life_is_told(shipped: Graph, name: str) -> None:
    with pytest.raises(StyrgrafError, match="no life to tell"):
        _tell(shipped, name)
