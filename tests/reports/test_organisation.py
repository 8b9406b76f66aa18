"""The report of the organisation on a day."""

from __future__ import annotations

import json
import re

import pytest

from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.organisation import FORMATS, render_organisation
from styrgraf.store import Graph
from styrgraf.timeline.organisation import organisation
from styrgraf.timeline.records import Certainty, Organisation


@pytest.fixture(scope="module")
def in_2016(shipped: Graph) -> Organisation:
    return organisation(shipped, "2016-01-01")


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_the_text_tells_the_tree_with_dates(shipped: Graph, in_2016: Organisation) -> None:
    text = render_organisation(shipped, in_2016)
    assert text.startswith("Malmö stad: ORGANISATIONEN 1 januari 2016\n")
    assert "stadsområdet Norr (från 2013-07-01" in _flat(text)
    assert "sociala resursförvaltningen (förvaltning, till 2017-04-30, känt 2016-01" in _flat(text)
    assert "Vagnparken i Skåne AB (helägt, känt 2014-12-31 och 2016-08)" in _flat(text)
    assert "gatukontoret (förvaltning, upphörde 2018-07-01, känt 2013-12-31" in _flat(text)
    assert "Copenhagen Malmö Port AB (27,5 %" in _flat(text)


def test_2020_has_other_administrations(shipped: Graph) -> None:
    text = render_organisation(shipped, organisation(shipped, "2020-01-01"))
    told = text[: text.index("\nKÄLLOR\n")]
    assert "fastighets- och gatukontoret (förvaltning, från 2018-07-01" in _flat(told)
    assert "arbetsmarknads- och socialförvaltningen (förvaltning, från 2017-05-01" in _flat(told)
    assert "sociala resursförvaltningen" not in told
    assert "stadsområdesförvaltningarna" not in told


def test_each_thing_is_told_once(shipped: Graph, in_2016: Organisation) -> None:
    text = render_organisation(shipped, in_2016)
    told = text[: text.index("HUR SÄKERT")]
    rows = re.findall(r"^ +(?:• )?(?!också)(\S.*)", told, re.MULTILINE)
    for name in ("familjerättsbyrån", "Ledarcentrum", "kulturstaben", "MKB Fastighets AB", "valnämnden"):
        assert len([row for row in rows if row.startswith(f"{name} (")]) == 1


def test_the_text_ends_with_counts_and_what_they_mean(shipped: Graph, in_2016: Organisation) -> None:
    text = _flat(render_organisation(shipped, in_2016))
    counted = in_2016.count_things()
    expected = "{} säkra, {} utsträckta, {} odaterade".format(*(counted[certainty] for certainty in Certainty))
    assert f"{sum(counted.values())} organ, enheter, områden och företag: {expected}" in text
    assert "Säkert är det som hade börjat" in text
    assert f"{in_2016.count_unseen()} av de säkra nämns inte" in text


def test_english_and_without_a_day(shipped: Graph) -> None:
    text = _flat(render_organisation(shipped, organisation(shipped), language="en"))
    assert text.startswith("the City of Malmö: THE ORGANISATION NOT KNOWN TO HAVE ENDED")
    assert "None of it need hold today." in text


def test_no_row_is_too_wide_but_for_long_words(shipped: Graph, in_2016: Organisation) -> None:
    rows = render_organisation(shipped, in_2016).splitlines()
    assert not [row for row in rows if len(row) > 80 and len(row.split()) > 2]


def test_json_has_all_with_certainty_and_sources(shipped: Graph, in_2016: Organisation) -> None:
    content = json.loads(render_organisation(shipped, in_2016, "json"))
    assert content["asOf"] == "2016-01-01"
    things = {thing["id"]: thing for thing in content["things"]}
    office = things["unit/sociala-resursforvaltningen"]
    assert (office["certainty"], office["known"], office["until"]) == ("certain", "2016-01", ["2017-04-30"])
    cited = {source["graph"] for source in content["sources"]}
    assert {name for part in ("things", "links") for one in content[part] for name in one["sources"]} <= cited
    assert {left["iri"].removeprefix(BASE) for left in content["leftOut"]} >= {"unit/fastighets-och-gatukontoret"}
    assert sum(content["counts"]["links"].values()) == len(content["links"])


def test_mermaid_names_every_thing_and_joins_only_those(shipped: Graph, in_2016: Organisation) -> None:
    text = render_organisation(shipped, in_2016, "mermaid")
    assert text.startswith("flowchart LR\n")
    declared = set(re.findall(r'^  (n\d+)\["', text, re.MULTILINE))
    assert len(declared) >= len(in_2016.things)
    joined = re.findall(r'^  (n\d+) (?:-->|-\.->)(?:\|"[^"|]*"\|)? (n\d+)$', text, re.MULTILINE)
    assert len(joined) > 100
    assert {name for pair in joined for name in pair} <= declared
    assert "class n" in text


def test_nasty_names_break_nothing(make_root: MakeRoot) -> None:
    trig = """<document/d> { <document/d> a sg:Document . <document/d#1> a sg:Passage ; sg:passageOf <document/d> }
    <document/d#1> { <unit/a> a org:OrganizationalUnit ; skos:prefLabel "a\\n\\"]--> b | <c>\\u001b"@sv . }"""
    graph = open_graph(make_root(nasty=trig))
    found = organisation(graph, "2016")
    assert 'a "]--> b | <c> (odaterat)' in _flat(render_organisation(graph, found))
    drawn = render_organisation(graph, found, "mermaid")
    assert not [sign for sign in ("\x1b", "<c>", '"]--') if sign in drawn]
    for form in FORMATS:
        assert render_organisation(graph, found, form).endswith("\n")


def test_an_empty_graph_is_told(make_root: MakeRoot) -> None:
    graph = open_graph(make_root(empty=""))
    assert "Inget är känt" in render_organisation(graph, organisation(graph, "2016"))


def test_unknown_formats_and_languages_are_told(shipped: Graph, in_2016: Organisation) -> None:
    with pytest.raises(StyrgrafError, match="no format"):
        render_organisation(shipped, in_2016, "pdf")
    with pytest.raises(StyrgrafError, match="not written in"):
        render_organisation(shipped, in_2016, language="fi")
