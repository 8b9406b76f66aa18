from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_graphs import MakeRoot
from styrgraf.duplicates import LikelyDouble, Likeness, Verdict, duplicates
from styrgraf.duplicates.find import candidates
from styrgraf.duplicates.names import compare_names, name_keys, read_name
from styrgraf.duplicates.things import read_things
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.duplicates import FORMATS, any_unjudged, render_duplicates
from styrgraf.store import Graph

MakeGraph = Callable[[str], Graph]

_CLASSES = {
    "body": "sg:PoliticalBody",
    "case": "sg:Case",
    "company": "sg:MunicipalEnterprise",
    "group": "sg:WorkingGroup",
    "initiative": "sg:Initiative",
    "person": "foaf:Person",
    "post": "org:Post",
    "unit": "org:OrganizationalUnit",
}


@pytest.fixture
def make_graph(make_root: MakeRoot) -> MakeGraph:
    def make(trig: str) -> Graph:
        return open_graph(make_root(data=f"<document/x#titel> {{ {trig} }}"))

    return make


def _named(iri: str, name: str, *more: str) -> str:
    """Describe a thing of the class of its kind, with its name and whatever else is said of it."""
    facts = " ; ".join((f"<{iri}> a {_CLASSES[iri.partition('/')[0]]}", f'skos:prefLabel "{name}"@sv', *more))
    return f"{facts} .\n"


def _pair(kind: str, first: str, second: str) -> str:
    return _named(f"{kind}/a", first) + _named(f"{kind}/b", second)


def _ids(found: list[LikelyDouble]) -> list[tuple[str, str]]:
    return [(pair.first.removeprefix(BASE), pair.second.removeprefix(BASE)) for pair in found]


def _likenesses(graph: Graph) -> list[Likeness]:
    return [reason.likeness for pair in duplicates(graph) for reason in pair.reasons]


# Alike


@pytest.mark.parametrize(
    ("kind", "first", "second", "likeness"),
    [
        ("body", "Kommunstyrelsen", "kommunstyrelsen", Likeness.NAME),
        ("unit", "HR-avdelningen", "HR avdelningen", Likeness.NAME),
        ("unit", "kvalitet & utveckling", "Kvalitet och utveckling", Likeness.NAME),
        ("person", "Rose-Marie Carlsson", "Rosemarie Carlsson", Likeness.NAME),
        ("group", "Beredningsgrupp 01", "beredningsgrupp 1", Likeness.NAME),
        ("body", "kommunstyrelsens arbetsutskott", "kommunstyrelsen arbetsutskott", Likeness.FORM),
        ("initiative", "Områdeslyft", "Områdeslyftet", Likeness.FORM),
        ("post", "förvaltningsdirektör", "förvaltningsdirektören", Likeness.FORM),
        ("unit", "avdelningen för kommunikation", "kommunikationsavdelningen", Likeness.FORM),
        ("unit", "avdelningen omvärld och näringsliv", "näringsliv och omvärld", Likeness.FORM),
        ("unit", "enhet för säkerhet och beredskap", "Säkerhet och beredskap", Likeness.FORM),
        ("unit", "HR-enheten", "HR", Likeness.FORM),
        ("unit", "avdelningen för miljö", "miljöavdelningens", Likeness.FORM),
        ("unit", "kansliet", "kansli", Likeness.FORM),
        ("group", "styrgruppen för social hållbarhet", "styrgrupp social hållbarhet", Likeness.FORM),
        ("company", "Malmö Stadshus AB", "Malmö Stadshus", Likeness.FORM),
        ("company", "Malmö Leasing Aktiebolag", "Malmö Leasing AB", Likeness.FORM),
        ("person", "Hansson, Mats", "Mats Hansson", Likeness.FORM),
        ("unit", "hallbarhetsavdelningen", "hållbarhetsavdelningen", Likeness.SPELLING),
        ("unit", "avdelningen för halsoskydd", "hälsoskyddsavdelningen", Likeness.SPELLING),
        ("unit", "fritidsförvaltningen", "fritidsförvaltnngen", Likeness.SPELLING),
        ("post", "nämndsekreterare", "nämndssekreterare", Likeness.SPELLING),
        ("person", "Andréas Schönström", "Andreas Schönström", Likeness.SPELLING),
        ("person", "Matts Hansson", "Mats Hansson", Likeness.SPELLING),
        ("person", "Helén Nilsson", "Helene Nilsson", Likeness.SPELLING),
        ("person", "Nicklas Sjöqvist", "Nicklas Sjökvist", Likeness.SPELLING),
        ("person", "Christina Karlsson", "Kristina Carlson", Likeness.SPELLING),
        ("person", "Elisabeth Lundgren", "Elisabet Lundgren", Likeness.SPELLING),
        ("person", "Anders Malmquist", "Anders Malmqiust", Likeness.SPELLING),
        ("person", "Anja Sonesson", "Anja Nordberg Sonesson", Likeness.EXTRA_NAME),
        ("person", "Gertrud Wessman", "Gertrud Sonesson-Wessman", Likeness.EXTRA_NAME),
        ("person", "Katrin Stjernfeldt", "Katrin Stjernfeldt Jammeh", Likeness.EXTRA_NAME),
        ("person", "Jan Ahlfridh", "Jan-Inge Ahlfridh", Likeness.EXTRA_NAME),
    ],
)
def test_names_that_are_alike_are_found(
    make_graph: MakeGraph, kind: str, first: str, second: str, likeness: Likeness
) -> None:
    (pair,) = duplicates(make_graph(_pair(kind, first, second)))
    assert _ids([pair]) == [(f"{kind}/a", f"{kind}/b")]
    assert pair.kind == kind
    assert not pair.judged
    (reason,) = pair.reasons
    assert (reason.likeness, reason.first, reason.second) == (likeness, first, second)


def test_an_abbreviation_that_is_the_name_of_another_is_found(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _named("body/ksau", "KSAU")
        + _named("body/kommunstyrelsens-arbetsutskott", "kommunstyrelsens arbetsutskott", 'skos:altLabel "KSAU"@sv')
    )
    (pair,) = duplicates(graph)
    assert [(reason.likeness, reason.first, reason.second) for reason in pair.reasons] == [
        (Likeness.OTHER_NAME, "KSAU", "KSAU")
    ]
    assert pair.second == f"{BASE}body/ksau"


def test_cases_of_one_number_are_found_however_it_is_written(make_graph: MakeGraph) -> None:
    graph = make_graph(
        '<case/STK-2018-74> a sg:Case ; dcterms:identifier "STK-2018-74" .'
        '<case/STK-2018-0074> a sg:Case ; dcterms:identifier "STK 2018-0074" .'
        '<case/STK-2018-75> a sg:Case ; dcterms:identifier "STK-2018-75" .'
    )
    (pair,) = duplicates(graph)
    assert _ids([pair]) == [("case/STK-2018-0074", "case/STK-2018-74")]
    assert [reason.likeness for reason in pair.reasons] == [Likeness.NUMBER]


_GREEN_AND_OST = _named("person/gisela-green", "Gisela Green") + _named("person/gisela-ost", "Gisela Öst")


def test_people_of_one_first_name_who_held_one_post_are_found(make_graph: MakeGraph) -> None:
    graph = make_graph(
        f"""{_GREEN_AND_OST}
        <membership/a/x> a org:Membership ; org:member <person/gisela-green> ; sg:post <post/hvof/direktor> .
        <membership/b/x> a org:Membership ; org:member <person/gisela-ost> ; sg:post <post/hvof/direktor> ."""
    )
    (pair,) = duplicates(graph)
    (reason,) = pair.reasons
    assert (reason.likeness, reason.shared) == (Likeness.OFFICE, f"{BASE}post/hvof/direktor")


def test_people_of_one_first_name_whose_posts_lead_one_unit_are_found(make_graph: MakeGraph) -> None:
    graph = make_graph(
        f"""{_GREEN_AND_OST}
        <membership/a/x> a org:Membership ; org:member <person/gisela-green> ; sg:post <post/hvof/direktor> .
        <membership/b/x> a org:Membership ; org:member <person/gisela-ost> ; sg:post <post/hvof/chef> .
        <post/hvof/direktor> sg:leads <unit/hvof> . <post/hvof/chef> sg:leads <unit/hvof> ."""
    )
    (pair,) = duplicates(graph)
    assert [reason.shared for reason in pair.reasons] == [f"{BASE}unit/hvof"]


def test_a_pair_is_told_once_with_every_reason_the_most_telling_first(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _named("unit/a", "HR-avdelningen", 'skos:altLabel "HR"@sv')
        + _named("unit/b", "Avdelningen för HR", 'skos:altLabel "HR"@sv')
    )
    assert _likenesses(graph) == [Likeness.OTHER_NAME, Likeness.FORM]


# Not alike


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("unit", "strategienhet 1", "strategienhet 2"),
        ("group", "Beredningsgrupp 1", "Beredningsgrupp 2"),
        ("group", "grupp 11", "grupp 1 1"),
        ("post", "1:e vice ordförande", "2:e vice ordförande"),
        ("post", "ordförande", "vice ordförande"),
        ("post", "förvaltningsdirektör", "tf förvaltningsdirektör"),
        ("body", "förskolenämnden", "grundskolenämnden"),
        ("unit", "stadsområdesförvaltningen Norr", "stadsområdesförvaltningen Söder"),
        ("unit", "stadsområdesförvaltningen Väster", "stadsområdesförvaltningen Öster"),
        ("unit", "HR-avdelningen", "HR-enheten"),
        ("unit", "avdelningen", "enheten"),
        ("unit", "strategienheten", "strategiavdelningen"),
        ("unit", "HR-avdelningen", "HR-strategiska avdelningen"),
        ("unit", "fastighetskontoret", "fastighets- och gatukontoret"),
        ("company", "Malmö Opera AB", "Malmö Live AB"),
        ("initiative", "budget 2023", "budget 2024"),
        ("person", "Anna Nilsson", "Hanna Nilsson"),
        ("person", "Per Hansson", "Pia Hansson"),
        ("person", "Mats Hansson", "Luisa Hansson"),
        ("person", "Gisela Green", "Gisela Öst"),
        ("person", "Anders Rubin", "Karl Anders Rubin"),
        ("person", "Anders", "Anders Rubin"),
        ("person", "Anna Ek Lind Ask", "Anna Ask"),
    ],
)
def test_names_that_are_not_alike_are_not_found(make_graph: MakeGraph, kind: str, first: str, second: str) -> None:
    assert duplicates(make_graph(_pair(kind, first, second))) == []


def test_units_of_one_name_in_different_units_are_two(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _named("unit/stadskontoret/hr-avdelningen", "HR-avdelningen")
        + _named("unit/serviceforvaltningen/hr-avdelningen", "HR-avdelningen")
        + _named("unit/hr-kultur", "HR-avdelningen", "org:unitOf <unit/kulturforvaltningen>")
        + "".join(
            f"<unit/{unit}> org:unitOf <body/malmo-stad> ."
            for unit in ("stadskontoret", "serviceforvaltningen", "kulturforvaltningen")
        )
    )
    assert duplicates(graph) == []


def test_units_of_one_name_of_which_one_stands_below_the_others_parent_may_be_one(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _named("unit/stadskontoret/hr-avdelningen", "HR-avdelningen")
        + _named("unit/stadskontoret/staben/hr-avdelningen", "HR-avdelningen")
        + _named("unit/hr", "HR-avdelningen", "org:unitOf <unit/stadskontoret>")
    )
    assert len(duplicates(graph)) == 3


def test_a_unit_and_a_part_of_it_are_two(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _named("unit/ekonomiavdelningen", "ekonomiavdelningen")
        + _named("unit/ekonomiavdelningen/ekonomi", "ekonomi")
        + _named("unit/redovisning", "ekonomi", "org:unitOf <unit/ekonomiavdelningen>")
    )
    assert _ids(duplicates(graph)) == [("unit/ekonomiavdelningen/ekonomi", "unit/redovisning")]


def test_units_that_stand_below_each_other_do_not_stop_it(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _named("unit/a", "staben", "org:unitOf <unit/b>") + _named("unit/b", "staben", "org:unitOf <unit/a>")
    )
    assert duplicates(graph) == []


def test_initiatives_of_one_name_may_be_one_wherever_they_belong(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _named("initiative/malmo-stad/framtida-ledare", "Framtida ledare")
        + _named("initiative/stadskontoret/framtida-ledare", "framtida ledare")
    )
    assert len(duplicates(graph)) == 1


def test_cases_of_one_title_and_different_numbers_are_two(make_graph: MakeGraph) -> None:
    graph = make_graph(
        '<case/A-2023-1> a sg:Case ; dcterms:title "Årsredovisning"@sv ; dcterms:identifier "A-2023-1" .'
        '<case/A-2024-1> a sg:Case ; dcterms:title "Årsredovisning"@sv ; dcterms:identifier "A-2024-1" .'
    )
    assert duplicates(graph) == []


def test_people_of_one_first_name_in_a_post_that_many_hold_are_not_found(make_graph: MakeGraph) -> None:
    seats = "".join(
        f"<membership/{at}/x> a org:Membership ; org:member <person/{at}> ; sg:post <post/kf/ledamot> ."
        + _named(f"person/{at}", name)
        for at, name in enumerate(("Anders Ek", "Anders Berg", "Eva Li", "Bo Ask", "Ulf Sand", "Pia Ros", "Ola Lund"))
    )
    assert duplicates(make_graph(seats)) == []


def test_things_of_another_kind_or_class_or_language_are_not_compared(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _named("unit/ekonomi", "ekonomi", 'skos:altLabel "the office"@en')
        + _named("group/ekonomi", "ekonomi")
        + _named("unit/kansli", "kansliet", 'skos:altLabel "the office"@en')
        + '<decision/a/1> a sg:Decision ; skos:prefLabel "ekonomi"@sv .'
        + '<decision/a/2> a sg:Decision ; skos:prefLabel "ekonomi"@sv .'
    )
    assert duplicates(graph) == []


def test_names_without_letters_are_no_names(make_graph: MakeGraph) -> None:
    assert duplicates(make_graph(_pair("unit", "–", "!") + _named("unit/c", "–"))) == []


def test_what_is_withdrawn_is_not_compared(make_graph: MakeGraph) -> None:
    graph = make_graph(
        _pair("unit", "kansliet", "kansliet")
        + '<document/x> sg:retracted "2024-01-01"^^xsd:date . <document/x#titel> sg:passageOf <document/x> .'
    )
    assert duplicates(graph) == []


# Judged


def _judged(make_root: MakeRoot, judgements: str, data: str = _pair("unit", "kansliet", "kansliet")) -> Graph:
    editorial = """<editorial/doubles> a sg:Editorial ; skos:prefLabel "ett ting eller två"@sv , "one or two"@en ."""
    return open_graph(
        make_root(
            data=f"<document/x#titel> {{ {data} }}", doubles=f"<editorial/doubles> {{ {editorial} {judgements} }}"
        )
    )


_TWO_THINGS = """<judgement/kanslier> a sg:IdentityJudgement ; sg:judges <unit/a> , <unit/b> ; sg:sameThing false ;
    skos:editorialNote "Två sidor, två chefer."@sv , "Two pages, two heads."@en ."""


def test_a_judged_pair_is_marked_with_reason_and_source(make_root: MakeRoot) -> None:
    graph = _judged(make_root, _TWO_THINGS)
    (pair,) = duplicates(graph)
    assert pair.judged
    assert pair.judgement
    assert pair.judgement.verdict is Verdict.TWO_THINGS
    assert pair.judgement.text == "Två sidor, två chefer."
    assert pair.judgement.iri == f"{BASE}judgement/kanslier"
    assert pair.judgement.sources == (f"{BASE}editorial/doubles",)
    (in_english,) = duplicates(graph, "en")
    assert in_english.judgement
    assert in_english.judgement.text == "Two pages, two heads."


def test_a_pair_judged_to_be_one_thing_says_so(make_root: MakeRoot) -> None:
    (pair,) = duplicates(_judged(make_root, _TWO_THINGS.replace("false", "true")))
    assert pair.judgement
    assert pair.judgement.verdict is Verdict.ONE_THING


@pytest.mark.parametrize(
    "judgement",
    [
        "<judgement/x> a sg:IdentityJudgement .",
        "<judgement/x> a sg:IdentityJudgement ; sg:judges <unit/a> ; sg:sameThing false .",
        "<judgement/x> a sg:IdentityJudgement ; sg:judges <unit/a> , <unit/b> , <unit/c> ; sg:sameThing false .",
        "<judgement/x> a sg:IdentityJudgement ; sg:judges <unit/a> , <unit/unknown> ; sg:sameThing false .",
        '<judgement/x> a sg:IdentityJudgement ; sg:judges <unit/a> , "unit/b" ; sg:sameThing false .',
        "<judgement/x> a sg:IdentityJudgement ; sg:judges <unit/a> , <unit/b> .",
        '<judgement/x> a sg:IdentityJudgement ; sg:judges <unit/a> , <unit/b> ; sg:sameThing "no" .',
        "<judgement/x> a sg:IdentityJudgement ; sg:judges <unit/a> , <unit/b> ; sg:sameThing true , false .",
        "<judgement/x> sg:judges <unit/a> , <unit/b> ; sg:sameThing false .",
        _TWO_THINGS + "<judgement/x> a sg:IdentityJudgement ; sg:judges <unit/a> , <unit/b> ; sg:sameThing true .",
        "<unit/a> owl:differentFrom <unit/b> .",
    ],
)
def test_a_judgement_that_is_wrong_judges_nothing(make_root: MakeRoot, judgement: str) -> None:
    (pair,) = duplicates(_judged(make_root, judgement))
    assert not pair.judged


_CHANGE = """<change/a/omorganisation> a org:ChangeEvent ; skos:prefLabel "omorganisationen 2018"@sv ;
    org:originalOrganization <unit/b> ; org:resultingOrganization <unit/a> ."""


def test_what_became_the_other_is_judged_by_the_change(make_root: MakeRoot) -> None:
    graph = _judged(make_root, "", _pair("unit", "kansliet", "kansli") + _CHANGE)
    (pair,) = duplicates(graph)
    assert pair.judgement
    assert pair.judgement.verdict is Verdict.ONE_BECAME_THE_OTHER
    assert pair.judgement.text == "omorganisationen 2018"
    assert pair.judgement.sources == (f"{BASE}document/x#titel",)


def test_an_editorial_judgement_goes_before_a_change(make_root: MakeRoot) -> None:
    (pair,) = duplicates(_judged(make_root, _TWO_THINGS, _pair("unit", "kansliet", "kansli") + _CHANGE))
    assert pair.judgement
    assert pair.judgement.verdict is Verdict.TWO_THINGS


# How much is compared


def _city(size: int) -> str:
    """Make people and units, as many of each, with a double of every tenth person.

    Every eighth unit has the name of all other eighths, elsewhere.
    """
    starts = [f"{one}{vowel}{other}" for one in "bdfgjlmrst" for vowel in "aeiouy" for other in "bdgklmnrst"]
    things = []
    for at in range(size // 2):
        one = at - (at % 10 == 1)
        first, last = starts[one * 7 % len(starts)], starts[one * 11 % len(starts)] + starts[one * 13 % 599]
        middle = "" if one == at else f"{starts[at * 17 % 599].title()}a "
        things.append(_named(f"person/p{at}", f"{first.title()}ina {middle}{last.title()}sson"))
        above = f"unit/f{at // 8}"
        name = "HR-avdelningen" if at % 8 == 0 else f"{last}avdelningen {at}"
        things.append(_named(f"{above}/u{at}", name, f"org:unitOf <{above}>"))
        things.append(f"<{above}> org:unitOf <body/malmo-stad> .")
    return "".join(things)


def _count(root: Path) -> tuple[int, int]:
    things = read_things(open_graph(root))
    return len(things), sum(1 for _ in candidates(things))


def test_five_thousand_things_take_few_comparisons(make_root: MakeRoot) -> None:
    half, compared_in_half = _count(make_root(data=f"<document/x#titel> {{ {_city(2_500)} }}"))
    whole, compared = _count(make_root(data=f"<document/x#titel> {{ {_city(5_000)} }}"))
    assert (half, whole) == (2_500, 5_000)
    assert half // 20 <= compared_in_half <= half
    assert compared <= 3 * compared_in_half


_WORDS = st.lists(
    st.sampled_from(("Anna", "Ana", "Hanna", "Helén", "Helene", "Ek", "Eek", "Nilsson", "Nielsson", "Berg", "1", "2")),
    min_size=1,
    max_size=4,
).map(" ".join)
_HEADS = ["avdelning", "enh"]


@given(_WORDS, _WORDS, st.booleans())
def test_names_that_are_alike_have_a_key_in_common(one: str, other: str, person: bool) -> None:
    _have_a_key_in_common_if_alike(one, other, person=person)


def _have_a_key_in_common_if_alike(one: str, other: str, *, person: bool) -> None:
    names = [read_name(text, own=True, person=person, heads=_HEADS) for text in (one, other)]
    first, second = names
    if first and second and (likeness := compare_names(first, second)):
        assert compare_names(second, first) is likeness
        assert set(name_keys(first)) & set(name_keys(second))


_ORGANISATIONS = st.lists(
    st.sampled_from(("avdelningen", "enheten", "för", "ekonomi", "ekonomiavdelningen", "hållbarhets", "halbarhets",
                     "hallbarhetsenheten", "och", "AB", "Norr", "12")),
    min_size=1,
    max_size=4,
).map(" ".join)  # fmt: skip


@given(_ORGANISATIONS, _ORGANISATIONS)
def test_names_of_organisations_that_are_alike_have_a_key_in_common(one: str, other: str) -> None:
    _have_a_key_in_common_if_alike(one, other, person=False)


def test_the_shipped_graph_has_no_pair_of_different_kinds(texts: Graph) -> None:
    for pair in duplicates(texts):
        assert {thing.removeprefix(BASE).partition("/")[0] for thing in (pair.first, pair.second)} == {pair.kind}
        assert pair.first < pair.second


# Reports


@pytest.fixture
def mixed(make_root: MakeRoot) -> Graph:
    """A judged pair, and one that is not."""
    people = _named("person/matts-hansson", "Matts Hansson") + _named("person/mats-hansson", "Mats Hansson")
    return _judged(make_root, _TWO_THINGS, _pair("unit", "kansliet", "kansliet") + people)


def test_the_report_tells_the_unjudged_first(mixed: Graph) -> None:
    assert (
        render_duplicates(mixed, duplicates(mixed))
        == """\
MÖJLIGA DUBBLETTER
1 obedömda, 1 bedömda.

OBEDÖMDA: är det ett ting eller två?

  • Mats Hansson – Matts Hansson (person)
    person/mats-hansson
    person/matts-hansson
    snarlik stavning: Mats Hansson – Matts Hansson

BEDÖMDA

  • kansliet – kansliet (enhet)
    unit/a
    unit/b
    samma namn: kansliet
    två ting: Två sidor, två chefer.
      redaktionellt: ett ting eller två
"""
    )


def test_the_report_in_markdown_and_english(mixed: Graph) -> None:
    text = render_duplicates(mixed, duplicates(mixed, "en"), "markdown", "en")
    assert text.startswith("# LIKELY DOUBLES\n\n1 not judged, 1 judged.")
    assert "- similar spelling: Mats Hansson – Matts Hansson\n" in text
    assert "  - two things: Two pages, two heads.\n    - editorial: one or two\n" in text


def test_json_has_every_field(mixed: Graph) -> None:
    unjudged, judged = json.loads(render_duplicates(mixed, duplicates(mixed), "json"))
    assert unjudged["judgement"] is None
    assert judged == {
        "first": {"iri": f"{BASE}unit/a", "id": "unit/a", "label": "kansliet"},
        "second": {"iri": f"{BASE}unit/b", "id": "unit/b", "label": "kansliet"},
        "kind": "unit",
        "reasons": [
            {
                "likeness": "name",
                "first": "kansliet",
                "second": "kansliet",
                "shared": None,
                "text": "samma namn: kansliet",
            }
        ],
        "judged": True,
        "judgement": {
            "iri": f"{BASE}judgement/kanslier",
            "verdict": "two-things",
            "text": "Två sidor, två chefer.",
            "sources": [f"{BASE}editorial/doubles"],
        },
    }


def test_only_what_is_not_judged_fails(mixed: Graph) -> None:
    found = duplicates(mixed)
    assert any_unjudged(found)
    assert not any_unjudged(found[1:])
    assert not any_unjudged([])


@pytest.mark.parametrize(("language", "words"), [("sv", "Inga möjliga dubbletter"), ("en", "No likely doubles")])
def test_no_doubles_say_so(texts: Graph, language: str, words: str) -> None:
    reports = {form: render_duplicates(texts, [], form, language) for form in FORMATS}
    assert words in reports["text"]
    assert words in reports["markdown"]
    assert reports["json"] == "[]\n"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_likeness_and_verdict_is_told_in_words(make_graph: MakeGraph, language: str) -> None:
    graph = make_graph(
        f"""{_GREEN_AND_OST} {_CHANGE} {_pair("unit", "kansliet", "kansli")}
        <membership/a/x> a org:Membership ; org:member <person/gisela-green> ; sg:post <post/hvof/direktor> .
        <membership/b/x> a org:Membership ; org:member <person/gisela-ost> ; sg:post <post/hvof/direktor> ."""
    )
    text = render_duplicates(graph, duplicates(graph, language), "text", language)
    telling = {"sv": ("samma förnamn", "det ena blev det andra"), "en": ("same first name", "one became the other")}
    assert all(words in text for words in telling[language])
    assert "{" not in text


def test_control_signs_stay_out_of_the_report(make_graph: MakeGraph) -> None:
    graph = make_graph(_pair("unit", r"kan\u001B[31msli\nX", r"Kan\u001B[31msli\nX"))
    for form in ("text", "markdown"):
        text = render_duplicates(graph, duplicates(graph), form)
        assert "\x1b" not in text
        assert "sli X – Kan" in text


def test_another_format_or_language_is_an_error_that_names_those_there_are(texts: Graph) -> None:
    with pytest.raises(StyrgrafError, match="no format “yaml”") as caught:
        render_duplicates(texts, [], "yaml")
    assert "text, markdown, json" in str(caught.value)
    with pytest.raises(StyrgrafError, match="not written in “fi”"):
        render_duplicates(texts, [], "text", "fi")
