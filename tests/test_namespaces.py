from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrgraf.namespaces import BASE, PREFIXES, SG, ShortNames, expand, shorten, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hälsa-, vård- och omsorgsnämnden", "halsa-vard-och-omsorgsnamnden"),
        ("HR-avdelningen", "hr-avdelningen"),
        ("Kommunstyrelsens arbetsutskott", "kommunstyrelsens-arbetsutskott"),
        ("Ärendet", "arendet"),
        ("  Varje slut är början på något nytt?", "varje-slut-ar-borjan-pa-nagot-nytt"),
        ("§ 130", "130"),
        ("–", ""),
    ],
)
def test_slug_follows_the_model(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_slug_is_a_fixed_point(name: str) -> None:
    assert slug(slug(name)) == slug(name)


def test_shortens_terms_things_and_strangers() -> None:
    assert shorten(SG.Decision) == "sg:Decision"
    assert shorten(f"{PREFIXES['topic']}ledarskapsutveckling") == "topic:ledarskapsutveckling"
    assert shorten(f"{BASE}unit/stadskontoret/hr-avdelningen") == "<unit/stadskontoret/hr-avdelningen>"
    assert shorten("https://example.org/a b") == "<https://example.org/a b>"


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("http://e.org/a", "e:a"),
        ("http://e.org/a_1", "odd:1"),
        ("http://e.org/a_", "<http://e.org/a_>"),  # the longest namespace is the one, though it leaves no name
        ("http://e.org/x/a_1", "x:a_1"),
        ("http://e.org/a_/b", "<http://e.org/a_/b>"),
        ("http://e.org/x/", "<http://e.org/x/>"),
        ("http://e.org/x#y", "<http://e.org/x#y>"),
    ],
)
def test_the_longest_namespace_shortens_and_of_two_prefixes_the_first(iri: str, expected: str) -> None:
    spaces = {"e": "http://e.org/", "odd": "http://e.org/a_", "x": "http://e.org/x/", "same": "http://e.org/x/"}
    names = ShortNames(spaces)
    assert shorten(iri, spaces) == names[iri] == names[iri] == expected


@pytest.mark.parametrize("local", ["a:b", "/x", "../x", "", "?q", "#f"])
def test_never_shortens_to_a_reference_that_means_something_else(local: str) -> None:
    assert shorten(BASE + local) == f"<{BASE}{local}>"


def test_terms_whose_names_python_uses_are_terms_all_the_same() -> None:
    assert SG.title == "https://w3id.org/styrgraf/ns#title"
    assert SG["from"] == "https://w3id.org/styrgraf/ns#from"


def test_expand_is_the_inverse_of_shorten_for_terms() -> None:
    assert expand("sg:Decision") == SG.Decision
    assert expand("nowhere:Decision") is None
    assert expand("Decision") is None
