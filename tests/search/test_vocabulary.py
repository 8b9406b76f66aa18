from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrgraf.search.vocabulary import Vocabulary
from styrgraf.search.words import count_edits, fold, joined_words, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STK-2023-822", ["stk", "2023", "822"]),
        ("§130", ["§", "130"]),
        ("Chefs- och ledarskap", ["chefs", "och", "ledarskap"]),
        ("le\u00addarskap", ["ledarskap"]),
        ("Malmo\u0308", ["malmö"]),
        ("½ km²", ["1", "2", "km", "2"]),
        ("a_b", ["a", "b"]),
        ("…", []),
    ],
)
def test_words_are_runs_of_letters_runs_of_digits_and_sections(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_hyphenated_words_are_joined() -> None:
    assert joined_words("E-tjänster, HR-avdelningen och chefs- och STK-2023") == ["etjänster", "hravdelningen"]


@pytest.mark.parametrize(("word", "expected"), [("kommunfullmäktige", "kommunfullmaktige"), ("søren", "soren")])
def test_diacritics_are_taken_away(word: str, expected: str) -> None:
    assert fold(word) == expected


@pytest.mark.parametrize("word", ["förvaltning", "förvaltningen", "förvaltningarna", "förvaltningars"])
def test_inflected_forms_have_one_stem(word: str) -> None:
    assert stems(word)[0] == "förvaltning"


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("budget", "budget", 0),
        ("budget", "budgets", 1),
        ("budget", "bugdet", 1),
        ("budget", "dubget", 2),
        ("budget", "bdgt", 2),
        ("budget", "xxxget", 3),
        ("budget", "byggnader", 3),
        ("", "ab", 2),
    ],
)
def test_typing_errors_are_counted(one: str, other: str, edits: int) -> None:
    assert count_edits(one, other, 2) == count_edits(other, one, 2) == edits


_WORDS = ["bygglov", "byggloven", "bygglovsenhet", "attefallsbygglov", "hr", "hrm", "822", "8221", "mål", "malm", "§"]


@pytest.mark.parametrize("indexed", [True, False])
def test_grades_fall_from_word_to_typing_error(indexed: bool) -> None:
    vocabulary = Vocabulary(_WORDS, indexed=indexed)
    grades = vocabulary.match("bygglov")
    assert sorted(grades, key=lambda word: -grades[word]) == _WORDS[:4]
    assert vocabulary.match("byglov") == {"bygglov": 0.40}
    assert vocabulary.match("hr").keys() == {"hr", "hrm"}
    assert vocabulary.match("822").keys() == {"822", "8221"}
    assert vocabulary.match("22") == {}
    assert vocabulary.match("§").keys() == {"§"}
    assert vocabulary.match("mal").keys() == {"mål", "malm"}
    assert vocabulary.match("mål")["mål"] > 2 * vocabulary.match("mål")["malm"] - 0.1


def test_without_the_trigram_tokenizer_all_words_are_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = Vocabulary(_WORDS).match("byggloven")

    class WithoutTrigrams(sqlite3.Connection):
        def execute(self, sql: str, parameters: object = ()) -> sqlite3.Cursor:
            raise sqlite3.OperationalError(f"no such tokenizer: trigram ({sql} {parameters})")

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name, **options: connect(name, factory=WithoutTrigrams, **options))
    vocabulary = Vocabulary(_WORDS)
    assert not vocabulary.is_indexed
    assert vocabulary.match("byggloven") == expected


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.text("abståö", min_size=1, max_size=12), max_size=12),
    st.text("abståö", min_size=1, max_size=12),
)
def test_the_index_leaves_nothing_out(there: list[str], typed: str) -> None:
    assert Vocabulary(there).match(typed) == Vocabulary(there, indexed=False).match(typed)


@settings(deadline=None, max_examples=100)
@given(st.text("abcdefåäö", min_size=4, max_size=14), st.data())
def test_a_word_with_one_sign_wrong_is_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    typed = f"{word[:at]}x{word[at + 1 :]}"
    assert word in Vocabulary([word]).match(typed)
