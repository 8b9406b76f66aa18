"""The graph on a day, checked by hand against the restated pages; their numbers stand in brackets."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG
from styrgraf.store import Graph, Iri
from styrgraf.timeline.organisation import organisation
from styrgraf.timeline.records import Absence, Certainty
from styrgraf.timeline.view import View, view

_DAYS = ("2012-06-01", "2016-01-01", "2022-04-15", "2022-12-31", "2024")
_NEWER = "2022-12-31"


@pytest.fixture(scope="module")
def views(shipped: Graph) -> dict[str, View]:
    return {day: view(shipped, day) for day in (*_DAYS, "2014-11-05", "2019-06-01", "2018-06-01", "2022-01-01")}


@pytest.mark.parametrize(
    ("thing", "day", "expected"),
    [
        # [169] [170] [171]: from 1 July 2013; [159]: their administrations ended on 30 April 2017.
        ("district/stadsomrade-norr", "2012-06-01", Absence.NOT_BEGUN),
        ("district/stadsomrade-norr", "2016-01-01", Certainty.CERTAIN),
        ("district/stadsomrade-norr", "2019-06-01", Absence.ENDED),
        # [159]: ended on 30 April 2017; three new ones from 1 May.
        ("unit/sociala-resursforvaltningen", "2016-01-01", Certainty.CERTAIN),
        ("unit/sociala-resursforvaltningen", "2018-06-01", Absence.ENDED),
        ("unit/funktionsstodsforvaltningen", "2016-01-01", Absence.NOT_BEGUN),
        ("unit/funktionsstodsforvaltningen", "2018-06-01", Certainty.CERTAIN),
        # The memo: KS 2022 § 130 in April 2022, and the assignment that it gave, of which no date is told.
        ("decision/kommunstyrelsen/2022/130", "2022-01-01", Absence.NOT_BEGUN),
        ("decision/kommunstyrelsen/2022/130", "2022-04-15", Certainty.STRETCHED),
        ("decision/kommunstyrelsen/2022/130", "2022-12-31", Certainty.CERTAIN),
        ("assignment/STK-2022-82", "2022-01-01", Absence.NOT_BEGUN),
        ("assignment/STK-2022-82/11", "2022-01-01", Absence.NOT_BEGUN),
        ("assignment/STK-2022-82", "2022-12-31", Certainty.UNDATED),
        # The case has no date, but the decision is in it.
        ("case/STK-2022-82", "2022-01-01", Certainty.UNDATED),
        ("case/STK-2022-82", "2022-12-31", Certainty.CERTAIN),
        # The memo: the fund and the transfer are of 2023, the meeting is of 6 December 2023.
        ("transfer/STK-2023-822/1", "2022-12-31", Absence.NOT_BEGUN),
        ("transfer/STK-2023-822/1", "2024", Certainty.CERTAIN),
        ("meeting/kommunstyrelsen/2023-12-06", "2022-12-31", Absence.NOT_BEGUN),
        # [082]: the business programme of 2017–2022; a year does not tell whether it had ended on a day of it.
        ("steering-document/malmo-stad/naringslivsprogrammet-2017-2022", "2016-01-01", Absence.NOT_BEGUN),
        ("steering-document/malmo-stad/naringslivsprogrammet-2017-2022", "2018-06-01", Certainty.CERTAIN),
        ("steering-document/malmo-stad/naringslivsprogrammet-2017-2022", "2022-04-15", Certainty.STRETCHED),
        ("steering-document/malmo-stad/naringslivsprogrammet-2017-2022", "2024", Absence.ENDED),
        # People have no time of their own.
        ("person/jan-inge-ahlfridh", "2012-06-01", Certainty.CERTAIN),
    ],
)
def test_a_thing_stands_as_the_pages_say(
    views: dict[str, View], thing: str, day: str, expected: Certainty | Absence
) -> None:
    assert views[day].certainty(f"{BASE}{thing}") is expected


@pytest.mark.parametrize(
    ("person", "post", "day", "expected"),
    [
        # [017] in January 2014, [074] until 16 October 2017.
        ("jan-inge-ahlfridh", "stadskontoret/stadsdirektor", "2014-11-05", Certainty.CERTAIN),
        ("jan-inge-ahlfridh", "stadskontoret/stadsdirektor", "2019-06-01", Absence.ENDED),
        # [060]: from 1 February 2018.
        ("anna-bertilson", "fastighets-och-gatukontoret/fastighets-och-gatudirektor", "2014-11-05", Absence.NOT_BEGUN),
        ("anna-bertilson", "fastighets-och-gatukontoret/fastighets-och-gatudirektor", "2019-06-01", Certainty.CERTAIN),
        # [047] on 4 June 2019 only, of an administration that [159] says came in 2017.
        (
            "lars-rehnberg",
            "gymnasie-och-vuxenutbildningsforvaltningen/gymnasie-och-vuxenutbildningsdirektor",
            "2014-11-05",
            Absence.NOT_BEGUN,
        ),
        (
            "lars-rehnberg",
            "gymnasie-och-vuxenutbildningsforvaltningen/gymnasie-och-vuxenutbildningsdirektor",
            "2019-06-01",
            Certainty.STRETCHED,
        ),
    ],
)
def test_heads_of_administrations(
    shipped: Graph, views: dict[str, View], person: str, post: str, day: str, expected: Certainty | Absence
) -> None:
    held = set(shipped.subjects(SG.post, Iri(f"{BASE}post/{post}")))
    held &= set(shipped.subjects(f"{PREFIXES['org']}member", Iri(f"{BASE}person/{person}")))
    assert held
    assert {views[day].certainty(one) for one in held} == {expected}


def test_a_post_is_certain_while_somebody_certainly_holds_it(views: dict[str, View]) -> None:
    assert views["2014-11-05"].certainty(f"{BASE}post/stadskontoret/stadsdirektor") is Certainty.CERTAIN


def test_a_fact_is_as_sure_as_the_least_sure_of_its_parts(views: dict[str, View]) -> None:
    decision, assignment = Iri(f"{BASE}decision/kommunstyrelsen/2022/130"), Iri(f"{BASE}assignment/STK-2022-82")
    assert views[_NEWER].certainty(decision) is Certainty.CERTAIN
    assert views[_NEWER].certainty_of_fact(assignment, SG.assignedBy, decision) is Certainty.UNDATED
    assert views["2022-01-01"].certainty_of_fact(assignment, SG.assignedBy, decision) is Absence.NOT_BEGUN


def test_what_is_left_out_says_through_what(views: dict[str, View]) -> None:
    left = views["2022-01-01"].left[Iri(f"{BASE}assignment/STK-2022-82")]
    assert (left.why, left.through) == (Absence.NOT_BEGUN, f"{BASE}decision/kommunstyrelsen/2022/130")


def test_what_only_proposals_mention_is_left_out_on_every_day(views: dict[str, View]) -> None:
    thing = f"{BASE}body/utbildningsnamnden"
    assert {one.certainty(thing) for one in views.values()} == {Absence.PROPOSED}


@pytest.mark.parametrize("day", _DAYS)
def test_organisations_and_their_links_stand_as_in_the_organisation_on_that_day(
    shipped: Graph, views: dict[str, View], day: str
) -> None:
    found = organisation(shipped, day)
    cities = set(shipped.subjects(f"{PREFIXES['rdf']}type", Iri(SG.Municipality)))
    assert {thing.iri: views[day].certainty(thing.iri) for thing in found.things if thing.iri not in cities} == {
        thing.iri: thing.standing.certainty for thing in found.things if thing.iri not in cities
    }
    assert {left.iri: views[day].certainty(left.iri) for left in found.left} == {
        left.iri: left.why for left in found.left
    }
    order = list(Certainty)
    compared = 0
    for link in found.links:
        stated = shipped.evidence(link.child, link.property, link.parent)
        if {link.child, link.parent} & cities or not stated:
            continue
        ends = [views[day].certainty(end) for end in (link.child, link.parent)]
        weakest = max((link.standing.certainty, *(end for end in ends if isinstance(end, Certainty))), key=order.index)
        assert views[day].certainty_of_fact(link.child, link.property, link.parent) is weakest
        compared += 1
    assert compared


@pytest.mark.parametrize("day", _DAYS)
def test_every_fact_of_a_day_is_a_fact_of_the_graph_and_the_surer_are_among_the_less_sure(
    shipped: Graph, views: dict[str, View], day: str
) -> None:
    certain, stretched, everything = (_quads(graph) for graph in views[day].nested)
    assert certain < stretched < everything < _quads(shipped)
    # Blank nodes, of lists in the vocabulary, have other labels each time that a file is read.
    in_force = [
        {triple for triple in graph.triples() if "_:" not in "".join(triple)} for graph in (*views[day].nested, shipped)
    ]
    assert in_force[0] < in_force[1] < in_force[2] < in_force[3]


@pytest.mark.parametrize("day", _DAYS)
def test_no_fact_of_a_day_is_about_what_is_left_out(views: dict[str, View], day: str) -> None:
    left = views[day].left.keys()
    assert left
    for quad in _quads(views[day].graph):
        assert not {getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")} & left


@pytest.mark.parametrize("day", _DAYS)
def test_vocabulary_and_evidence_are_there_on_every_day(shipped: Graph, views: dict[str, View], day: str) -> None:
    for name in (SG.Passage, SG.Document):
        things = shipped.subjects(f"{PREFIXES['rdf']}type", Iri(name))
        assert things
        assert things == views[day].nested[0].subjects(f"{PREFIXES['rdf']}type", Iri(name))
    assert views[day].nested[0].label(f"{CONCEPT}certainty/stretched") == "utsträckt"


@pytest.mark.parametrize("name", sorted(Certainty))
def test_each_certainty_is_a_concept(shipped: Graph, name: str) -> None:
    concept = f"{CONCEPT}certainty/{name}"
    assert shipped.is_known(concept)
    assert shipped.label(concept, "en") == name


@pytest.mark.parametrize("day", ["", "2022-13", "2022-02-30", "i går", "2022-1-1", "22"])
def test_what_is_no_date_is_one_clear_error(shipped: Graph, day: str) -> None:
    with pytest.raises(StyrgrafError, match="is no date") as raised:
        view(shipped, day)
    assert raised.value.remedy == "write YYYY, YYYY-MM or YYYY-MM-DD"


def _quads(graph: Graph) -> set[ox.Quad]:
    return {*graph.asserted, *graph.derived}
