from __future__ import annotations

import json

import pytest

from styrgraf.errors import StyrgrafError
from styrgraf.lineage import identify
from styrgraf.namespaces import BASE
from styrgraf.reports.hits import FORMATS, render_hits
from styrgraf.search import Field, Hit, find
from styrgraf.store import Graph, Iri


def _hit(label: str, matched: str = "", field: Field = Field.LABEL) -> Hit:
    return Hit(Iri(f"{BASE}unit/a"), "enhet", label, 0.5, field, matched or label)


def test_each_hit_is_a_line_of_aligned_columns(texts: Graph) -> None:
    hits = find(texts, "KS", language="sv")
    lines = render_hits(hits).splitlines()
    assert len(lines) == len(hits) == 10
    assert lines[0].startswith("kommunstyrelsen  ")
    assert len({line.index(f"  {hit.iri.removeprefix(BASE)}") for line, hit in zip(lines, hits, strict=True)}) == 1
    assert "annat namn: KS" in lines[0]
    assert not any(line.endswith(" ") for line in lines)


def test_each_short_name_is_one_that_other_commands_take(texts: Graph) -> None:
    hits = find(texts, "ledarskapsutveckling", limit=None)
    for line, hit in zip(json.loads(render_hits(hits, "json")), hits, strict=True):
        assert identify(texts, line["id"]) == hit.iri
        assert line["id"] in render_hits([hit])


def test_a_match_on_the_name_itself_is_not_told_twice() -> None:
    assert render_hits([_hit("stadskontoret")]) == "stadskontoret  enhet  unit/a\n"


@pytest.mark.parametrize(
    ("field", "language", "words"),
    [
        (Field.NUMBER, "sv", "nummer: x"),
        (Field.NUMBER, "en", "number: x"),
        (Field.OTHER_NAME, "en", "other name: x"),
        (Field.TITLE, "sv", "titel: x"),
        (Field.NOTATION, "sv", "kod: x"),
        (Field.KEY_PHRASE, "sv", "nyckelfras: x"),
        (Field.LABEL, "en", "name: x"),
    ],
)
def test_the_reason_is_told_in_words(field: Field, language: str, words: str) -> None:
    assert render_hits([_hit("stadskontoret", "x", field)], "text", language).endswith(f"  {words}\n")


def test_a_long_name_is_cut_and_says_so() -> None:
    (line,) = render_hits([_hit("mycket " * 20)]).splitlines()
    assert "…  enhet" in line
    assert len(line) < 80


def test_control_signs_stay_out_of_the_table() -> None:
    text = render_hits([_hit("ett\nnamn\x1b[31m\tmed \u2028 radslut", "a\rb", Field.TITLE)])
    assert text == "ett namn [31m med radslut  enhet  unit/a  titel: a b\n"


def test_json_has_every_field_of_a_hit(texts: Graph) -> None:
    (hit, *_) = json.loads(render_hits(find(texts, "822", language="sv"), "json"))
    assert hit == {
        "iri": f"{BASE}case/STK-2023-822",
        "id": "case/STK-2023-822",
        "type": "ärende",
        "label": "Överföring av medel för finansiering av ledarskapsutveckling",
        "score": 0.87,
        "field": "number",
        "matched": "STK-2023-822",
    }


def test_no_hits_are_no_text_and_an_empty_array() -> None:
    assert {form: render_hits([], form) for form in FORMATS} == {"text": "", "json": "[]\n"}


def test_another_format_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(StyrgrafError, match="no format “yaml”") as caught:
        render_hits([], "yaml")
    assert "text, json" in str(caught.value)
