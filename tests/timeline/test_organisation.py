"""The organisation on a day, checked by hand against the restated pages; their numbers stand in brackets."""

from __future__ import annotations

import pytest

from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.store import Graph, Iri, Kind
from styrgraf.timeline.dates import around
from styrgraf.timeline.organisation import organisation
from styrgraf.timeline.records import Absence, Certainty, Link, Organisation, Thing


@pytest.fixture(scope="module")
def in_2016(shipped: Graph) -> Organisation:
    return organisation(shipped, "2016-01-01")


@pytest.fixture(scope="module")
def in_2020(shipped: Graph) -> Organisation:
    return organisation(shipped, "2020-01-01")


def _thing(found: Organisation, name: str) -> Thing | None:
    return next((thing for thing in found.things if thing.iri == BASE + name), None)


def _certainty(found: Organisation, name: str) -> Certainty | Absence:
    if thing := _thing(found, name):
        return thing.standing.certainty
    return next(left.why for left in found.left if left.iri == BASE + name)


def _links(found: Organisation, child: str, parent: str) -> list[Link]:
    return [link for link in found.links if (link.child, link.parent) == (BASE + child, BASE + parent)]


@pytest.mark.parametrize("name", ["vaster", "innerstaden", "norr", "soder", "oster"])
def test_the_five_districts_are_there_in_2016(in_2016: Organisation, name: str) -> None:
    # [169] [170]: five from 1 July 2013; [171] names them.
    thing = _thing(in_2016, f"district/stadsomrade-{name}")
    assert thing is not None
    assert thing.standing.certainty is Certainty.CERTAIN
    assert [one.value for one in thing.standing.span.begins] == ["2013-07-01"]
    assert _links(in_2016, f"district/stadsomrade-{name}", "district/stadsomradena")


def test_the_districts_administrations_are_there_in_2016_undated(in_2016: Organisation) -> None:
    # [168] is undated, [159] says that they end on 30 April 2017: no page says when they began.
    name = "unit/malmo-stad/stadsomradesforvaltningarna"
    assert _certainty(in_2016, name) is Certainty.UNDATED
    assert _links(in_2016, name, "unit/malmo-stad/stadsomradesnamnderna")


@pytest.mark.parametrize("name", ["innerstaden", "oster"])
def test_two_of_them_are_known_at_the_end_of_2015(in_2016: Organisation, name: str) -> None:
    # [179], on the year 2015.
    thing = _thing(in_2016, f"unit/stadsomradesforvaltningen-{name}")
    assert thing is not None
    assert thing.standing.known == "2015-12-31"


def test_an_administration_known_before_and_ended_after_is_certain(in_2016: Organisation) -> None:
    # [181] January 2016, [159] ends 30 April 2017.
    thing = _thing(in_2016, "unit/sociala-resursforvaltningen")
    assert thing is not None
    assert thing.standing.certainty is Certainty.CERTAIN
    assert thing.standing.known == "2016-01"
    assert [one.value for one in thing.standing.span.ends] == ["2017-04-30"]


def test_its_parts_are_known_some_days_later(in_2016: Organisation) -> None:
    # [181] names five, on 15 January 2016.
    links = [link for link in in_2016.links if link.parent == f"{BASE}unit/sociala-resursforvaltningen"]
    assert len(links) == 5
    assert {(link.standing.certainty, link.standing.known) for link in links} == {(Certainty.STRETCHED, "2016-01-15")}


@pytest.mark.parametrize("name", ["gatukontoret", "fastighetskontoret"])
def test_the_two_offices_are_there_until_they_merge(shipped: Graph, in_2016: Organisation, name: str) -> None:
    # [158]: one administration from 1 July 2018; [177] names both for 2013.
    assert _certainty(in_2016, f"unit/{name}") is Certainty.CERTAIN
    assert _certainty(organisation(shipped, "2018-06-30"), f"unit/{name}") is Certainty.CERTAIN
    assert _certainty(organisation(shipped, "2018-07-01"), f"unit/{name}") is Absence.ENDED


@pytest.mark.parametrize(
    "name",
    [
        "arbetsmarknads-och-socialforvaltningen",
        "funktionsstodsforvaltningen",
        "halsa-vard-och-omsorgsforvaltningen",
        "fastighets-och-gatukontoret",
    ],
)
def test_the_administrations_of_2017_and_2018(in_2016: Organisation, in_2020: Organisation, name: str) -> None:
    # [159] from 1 May 2017; [158] from 1 July 2018.
    assert _certainty(in_2016, f"unit/{name}") is Absence.NOT_BEGUN
    assert _certainty(in_2020, f"unit/{name}") is Certainty.CERTAIN


@pytest.mark.parametrize(
    "name",
    [
        "unit/gatukontoret",
        "unit/fastighetskontoret",
        "unit/sociala-resursforvaltningen",
        "unit/sociala-resursforvaltningen/familjerattsbyran",
        "unit/malmo-stad/stadsomradesforvaltningarna",
    ],
)
def test_what_had_ended_by_2020_is_left_out(in_2020: Organisation, name: str) -> None:
    # [158] [159]; the family law office [181] was a part of what ended.
    assert _thing(in_2020, name) is None
    assert _certainty(in_2020, name) is Absence.ENDED


def test_a_stated_last_day_is_still_a_day(shipped: Graph) -> None:
    # [159]: they cease on 30 April 2017.
    assert _thing(organisation(shipped, "2017-04-30"), "unit/sociala-resursforvaltningen")
    assert not _thing(organisation(shipped, "2017-05-01"), "unit/sociala-resursforvaltningen")


def test_a_part_is_left_out_before_its_whole_began(in_2016: Organisation) -> None:
    # [058], changed 2021-03-12, names a department of what began in 2018 [158].
    name = "unit/fastighets-och-gatukontoret/avdelningen-for-offentlig-miljo"
    left = next(left for left in in_2016.left if left.iri == BASE + name)
    assert (left.why, left.part_of) == (Absence.NOT_BEGUN, f"{BASE}unit/fastighets-och-gatukontoret")


def test_the_ten_districts_end_as_the_five_begin(shipped: Graph) -> None:
    # [171]: ten until 30 June 2013.
    before, after = organisation(shipped, "2013-06-30"), organisation(shipped, "2013-07-01")
    ten = [thing for thing in before.things if thing.iri.startswith(f"{BASE}district/stadsdel-")]
    assert len(ten) == 10
    assert _certainty(before, "district/stadsomrade-norr") is Absence.NOT_BEGUN
    assert not [thing for thing in after.things if thing.iri.startswith(f"{BASE}district/stadsdel-")]


def test_units_known_on_the_very_day_are_certain_then(shipped: Graph) -> None:
    # [081], 5 March 2020: six units in Omvärld och näringsliv.
    found = organisation(shipped, "2020-03-05")
    parent = f"{BASE}unit/stadskontoret/avdelningen-omvarld-och-naringsliv"
    links = [link for link in found.links if link.parent == parent]
    assert len(links) == 6
    assert {link.standing.certainty for link in links} == {Certainty.CERTAIN}


def test_a_unit_told_of_in_two_places_at_two_times_is_in_each(shipped: Graph) -> None:
    # [081], 2020-03-05, in the department; [094], 2024-04-25, in stadskontoret.
    found = organisation(shipped, "2024-04-25")
    name = "unit/stadskontoret/enheten-for-sakerhet-och-beredskap"
    (here,) = _links(found, name, "unit/stadskontoret")
    (there,) = _links(found, name, "unit/stadskontoret/avdelningen-omvarld-och-naringsliv")
    assert (here.standing.certainty, there.standing.certainty) == (Certainty.CERTAIN, Certainty.STRETCHED)
    assert there.standing.known == "2020-03-05"


def test_three_units_from_2022(shipped: Graph) -> None:
    # [053]: since 1 January 2022.
    whole = "unit/miljoforvaltningen/miljostrategiska-avdelningen"
    for part in ("klimat-och-energi", "miljo-och-natur", "miljoovervakning-och-analys"):
        (link,) = _links(organisation(shipped, "2022-01-01"), f"{whole}/{part}", whole)
        assert link.standing.certainty is Certainty.CERTAIN
        assert _certainty(organisation(shipped, "2021-12-31"), f"{whole}/{part}") is Absence.NOT_BEGUN


@pytest.mark.parametrize("name", ["boplats-syd-ab", "parkeringsovervakning-i-malmo-ab"])
def test_companies_that_started_later(in_2016: Organisation, in_2020: Organisation, name: str) -> None:
    # [090]: they start on 2017-01-01 and 2016-09-01.
    assert _certainty(in_2016, f"company/{name}") is Absence.NOT_BEGUN
    assert _certainty(in_2020, f"company/{name}") is Certainty.CERTAIN


def test_a_company_is_owned_between_two_reports(in_2016: Organisation) -> None:
    # [089] at the end of 2014, [090] in August 2016: wholly owned through Malmö Stadshus AB.
    links = _links(in_2016, "company/vagnparken-i-skane-ab", "company/malmo-stadshus-ab")
    assert links[0].wholly
    assert links[0].standing.certainty is Certainty.STRETCHED
    assert around(links[0].standing.span, "2016-01-01") == ("2014-12-31", "2016-08")


def test_shares_over_time(shipped: Graph, in_2016: Organisation) -> None:
    # [091]: CMP 27.5 % from 2011-01-01; VA SYD 79 %, then 75.5 % when Burlöv joined.
    (port,) = _links(in_2016, "company/copenhagen-malmo-port-ab", "body/malmo-stad")
    assert (port.share, port.standing.certainty) == ("27.5", Certainty.CERTAIN)
    before = organisation(shipped, "2010-12-31")
    assert {link.share for link in _links(before, "company/va-syd", "body/malmo-stad")} >= {"79"}
    assert "75.5" not in {link.share for link in _links(before, "company/va-syd", "body/malmo-stad")}
    after = organisation(shipped, "2011-06-01")
    assert {link.share for link in _links(after, "company/va-syd", "body/malmo-stad")} >= {"75.5"}
    assert "79" not in {link.share for link in _links(after, "company/va-syd", "body/malmo-stad")}


def test_a_federation_has_its_members_of_the_day(in_2016: Organisation, in_2020: Organisation) -> None:
    # [097]: Lomma from 1 January 2019.
    assert _links(in_2016, "company/va-syd", "body/eslovs-kommun")
    assert not _links(in_2016, "company/va-syd", "body/lomma-kommun")
    assert _links(in_2020, "company/va-syd", "body/lomma-kommun")


def test_a_year_does_not_tell_a_day(shipped: Graph) -> None:
    # [104]: kulturnämnden was set up in autumn 1995.
    assert _certainty(organisation(shipped, "1994"), "body/kulturnamnden") is Absence.NOT_BEGUN
    assert _certainty(organisation(shipped, "1995-05-01"), "body/kulturnamnden") is Certainty.STRETCHED
    assert _certainty(organisation(shipped, "1996-01-01"), "body/kulturnamnden") is Certainty.CERTAIN


@pytest.mark.parametrize("name", ["vard-och-omsorgsnamnden", "individ-och-familjenamnden"])
def test_what_was_only_proposed_is_left_out(shipped: Graph, name: str) -> None:
    # [155] [157] [160]: names of the proposals; they became others [159].
    assert _certainty(organisation(shipped), f"body/{name}") is Absence.PROPOSED


def test_other_municipalities_units_are_no_part_of_the_city(shipped: Graph) -> None:
    # [097]: VA SYD came of Lund's and Malmö's water works.
    found = organisation(shipped, "2007")
    assert _thing(found, "unit/malmo-stad/va-verksamheten")
    assert not _thing(found, "unit/lunds-kommun/va-verksamheten")


def test_without_a_day_what_is_not_known_to_have_ended_is_told(shipped: Graph) -> None:
    found = organisation(shipped)
    assert found.as_of is None
    assert _thing(found, "unit/fastighets-och-gatukontoret")
    assert not _thing(found, "unit/gatukontoret")
    assert not any(thing.standing.span.ends for thing in found.things)


def test_every_thing_and_link_rests_on_something(in_2016: Organisation, in_2020: Organisation) -> None:
    for found in (in_2016, in_2020):
        assert all(thing.standing.sources for thing in found.things if thing.role != "city")
        assert all(link.standing.sources for link in found.links)
        assert all(one.standing.known for one in found.links if one.standing.certainty is Certainty.STRETCHED)


@pytest.mark.parametrize(
    "name",
    [
        "district/stadsomradena",
        "district/stadsomrade-vaster",
        "district/stadsomrade-innerstaden",
        "district/stadsomrade-norr",
        "district/stadsomrade-soder",
        "district/stadsomrade-oster",
        "unit/malmo-stad/stadsomradesnamnderna",
        "body/stadsomradesnamnden-norr",
        "unit/stadsomradesforvaltningen-innerstaden",
        "unit/stadsomradesforvaltningen-oster",
    ],
)
def test_the_districts_end_where_editors_say_so(shipped: Graph, in_2016: Organisation, name: str) -> None:
    # [159] says only that their administrations did, on 30 April 2017; [155] that their committees were to.
    assert _thing(in_2016, name)
    assert _thing(organisation(shipped, "2017-04-30"), name)
    for day in ("2017-05-01", "2018-01-01", "2020-01-01"):
        assert _certainty(organisation(shipped, day), name) is Absence.ENDED


def test_what_the_editors_end_says_who_and_why(shipped: Graph, in_2016: Organisation) -> None:
    thing = _thing(in_2016, "district/stadsomrade-oster")
    assert thing is not None
    (end,) = thing.standing.span.ends
    assert Iri(f"{BASE}editorial/lives-2017") in end.sources
    assert [shipped.source(name).kind for name in end.sources if "lives-2017" in name] == [Kind.EDITORIAL]


@pytest.mark.parametrize(
    ("name", "last", "next_day"),
    [
        # [155] proposes it, [159] tells of their administrations, [174] and the minutes of 2024-08-14 of the first.
        ("body/sociala-resursnamnden", "2017-04-30", "2017-05-01"),
        ("body/arbetsmarknads-gymnasie-och-vuxenutbildningsnamnden", "2017-04-30", "2017-05-01"),
        # [165] still names it for 1 May 2014, [166] another in the same year.
        ("body/gymnasie-och-vuxenutbildningsnamnden-2013", "2014-12-31", "2015-01-01"),
        ("unit/gymnasie-och-vuxenutbildningsforvaltningen-2013", "2014-12-31", "2015-01-01"),
        # [090] is of August 2016; Boplats Syd AB starts on 1 January 2017.
        ("company/fastighets-ab-harfageln", "2016-12-31", "2017-01-01"),
    ],
)
def test_other_ends_by_the_editors(shipped: Graph, name: str, last: str, next_day: str) -> None:
    assert _thing(organisation(shipped, last), name)
    assert _certainty(organisation(shipped, next_day), name) is Absence.ENDED


def test_one_committee_of_upper_secondary_education_at_a_time(shipped: Graph) -> None:
    # [155]: set up on 1 May 2017; before 2014 another bore the name, see the judgements.
    name = "body/gymnasie-och-vuxenutbildningsnamnden"
    assert _certainty(organisation(shipped, "2017-04-30"), name) is Absence.NOT_BEGUN
    assert _certainty(organisation(shipped, "2017-05-01"), name) is Certainty.CERTAIN
    for day in ("2016-01-01", "2018-01-01"):
        found = [thing.iri for thing in organisation(shipped, day).things if "vuxenutbildningsnamnden" in thing.iri]
        assert len(found) == 1


def test_a_wrong_date_is_told(shipped: Graph) -> None:
    with pytest.raises(StyrgrafError, match="2016-02-30"):
        organisation(shipped, "2016-02-30")


def test_an_empty_graph_has_no_organisation(make_root: MakeRoot) -> None:
    found = organisation(open_graph(make_root(empty="")), "2016")
    assert (found.things, found.links, found.left) == ((), (), ())


def test_a_ring_of_parts_ends(make_root: MakeRoot) -> None:
    ring = """<document/d> { <document/d> a sg:Document . <document/d#1> a sg:Passage ; sg:passageOf <document/d> }
    <document/d#1> { <unit/a> a org:OrganizationalUnit ; org:unitOf <unit/b> .
      <unit/b> a org:OrganizationalUnit ; org:unitOf <unit/a> . }"""
    found = organisation(open_graph(make_root(ring=ring)), "2016")
    assert [thing.iri for thing in found.things] == [Iri(f"{BASE}unit/a"), Iri(f"{BASE}unit/b")]
    assert len(found.links) == 2
