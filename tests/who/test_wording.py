"""What of a question is looked for, and how names fit it."""

from __future__ import annotations

import pytest

from styrgraf.accountability import Wording
from styrgraf.accountability.wording import count_further, fit, sought_words


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("Vem ansvarar för parkerna?", ("parkerna",)),
        ("who is responsible for the parks", ("parks",)),
        ("fordon, flyttning av", ("flyttning", "fordon")),
        # Words of a question that nothing else stands beside are what is asked for.
        ("ansvar", ("ansvar",)),
    ],
)
def test_the_question_itself_is_not_looked_for(text: str, sought: tuple[str, ...]) -> None:
    assert sought_words(text) == sought


@pytest.mark.parametrize(
    ("text", "name", "wording"),
    [
        ("parker", "parker", Wording.NAME),
        ("flyttning fordon", "flyttning av fordon", Wording.NAME),
        ("malmo", "Malmö", Wording.NAME),
        ("parkerna", "parker", Wording.FORM),
        ("parks", "the city's park", Wording.FORM),
        ("ledarskap", "chefs- och ledarskapet", Wording.FORM),
        ("parker", "parkering", Wording.PART),
        ("ledarskap", "Malmö stads ledarskapsutveckling", Wording.PART),
        ("äldreomsorg", "omsorg om äldre", Wording.PART),
        ("etjänster", "e-tjänster, externwebb och intranät", Wording.FORM),
        ("ledarskapsutvekling", "ledarskapsutveckling", Wording.SPELLING),
        ("parker gator", "gator och torg", Wording.SOME),
        # A family is more than family law.
        ("familjerätt", "individ och familj", Wording.SOME),
    ],
)
def test_a_name_fits_by_the_word_that_fits_least(text: str, name: str, wording: Wording) -> None:
    assert fit(sought_words(text), name) is wording


def test_words_that_say_nothing_are_no_further_words() -> None:
    assert count_further(("park",), "parkerna i Malmö") == 1
    assert count_further(("flyttning", "fordon"), "flyttning av fordon") == 0
