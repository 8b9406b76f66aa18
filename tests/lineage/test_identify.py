from __future__ import annotations

import pytest

from styrgraf.lineage import UnclearIdentifierError, identify
from styrgraf.namespaces import BASE
from styrgraf.store import Graph

CASE = f"{BASE}case/STK-2023-822"
DECISION = f"{BASE}decision/kommunstyrelsen/2022/130"
HR = f"{BASE}unit/stadskontoret/hr-avdelningen"


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (CASE, CASE),
        (f"<{CASE}>", CASE),
        ("case/STK-2023-822", CASE),
        ("topic:ledarskapsutveckling", "https://w3id.org/styrgraf/concept/topic/ledarskapsutveckling"),
        ("STK-2023-822", CASE),
        ("stk-2023-822", CASE),
        ("STK-2023-\n822", CASE),
        ("KS 2022 § 130", DECISION),
        ("ks 2022 §130", DECISION),
        ("Kommunstyrelsen 2022-04 § 130", DECISION),
        ("kommunstyrelsen 2022, § 130", DECISION),
        ("the executive board 2022 § 130", DECISION),
        ("hr-avdelningen", HR),
        ("HR-avdelningen", HR),
        ("stadskontoret/hr-avdelningen", HR),
        ("the HR division", HR),
        ("KSAU", f"{BASE}body/kommunstyrelsens-arbetsutskott"),
        ("Carina Tempel", f"{BASE}person/carina-tempel"),
        ("Malmö stad", f"{BASE}body/malmo-stad"),
        ("ledarskapsindex", f"{BASE}assignment/STK-2022-82/10"),
    ],
)
def test_finds_what_a_person_types(texts: Graph, identifier: str, expected: str) -> None:
    assert identify(texts, identifier) == expected


@pytest.mark.parametrize("identifier", ["KS 2021 § 130", "KS 2022-05 § 130", "KS 2022 § 13", "STK-2023-82", "", "   "])
def test_an_unknown_identifier_names_nothing(texts: Graph, identifier: str) -> None:
    with pytest.raises(UnclearIdentifierError, match="names nothing here"):
        identify(texts, identifier)


def test_an_unknown_number_lists_those_that_come_near(texts: Graph) -> None:
    with pytest.raises(UnclearIdentifierError) as caught:
        identify(texts, "STK-2023-823")
    assert caught.value.candidates[0][0] == CASE
    assert "did you mean:\n    case/STK-2023-822" in str(caught.value)


def test_an_ambiguous_identifier_lists_its_candidates(texts: Graph) -> None:
    with pytest.raises(UnclearIdentifierError) as caught:
        identify(texts, "ledarskapsutveckling")
    names = {iri for iri, _ in caught.value.candidates}
    assert len(names) > 1
    assert f"{BASE}responsibility/stadskontoret/hr-avdelningen/ledarskapsutveckling" in names
    assert "say which of them:" in str(caught.value)


@pytest.mark.parametrize(
    "identifier", ["[", "%zz", "http://[x", "\udcff", 'x" } ; DROP ALL #', "(.*", "x" * 20_000, "a\nb"]
)
def test_whatever_is_typed_is_one_clear_error(texts: Graph, identifier: str) -> None:
    with pytest.raises(UnclearIdentifierError) as caught:
        identify(texts, identifier)
    first = str(caught.value).splitlines()[0]
    assert first.endswith("names nothing here")
    assert len(first) < 120
