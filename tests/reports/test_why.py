from __future__ import annotations

import json
import re
from pathlib import Path

from styrgraf.lineage import identify
from styrgraf.reports.why import why_json, why_text
from styrgraf.store import Graph
from styrgraf.validate.sources import passage_text


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_each_fact_has_document_heading_ordinal_and_key_phrase(texts: Graph) -> None:
    text = _flat(why_text(texts, identify(texts, "transfer/STK-2023-822/1")))
    assert (
        "belopp: 2000000 uppges: Tjänsteskrivelse i STK-2023-822, Förslag till beslut, stycke 2"
        " ”Kommunstyrelsen beslutar att för år 2023 överföra”" in text
    )
    assert "läst: Tjänsteskrivelse i STK-2023-822, Ärendet, stycke 2 ”Dessa medel” är läst som" in text
    assert "slag: överföring av medel" in text
    assert "härlett: regeln ”pengar möter ansvar”" in text
    assert "redaktionellt: engelska namn och förkortningar" in text


def test_what_refers_to_a_thing_is_told_too(texts: Graph) -> None:
    text = _flat(why_text(texts, identify(texts, "case/STK-2022-82")))
    assert "VAD SOM HÄNVISAR HIT" in text
    assert "i ärendet: stärka chefs- och ledarskapet" in text


def test_json_names_every_source(texts: Graph) -> None:
    facts = json.loads(why_json(texts, identify(texts, "transfer/STK-2023-822/1")))
    (amount,) = [fact for fact in facts if fact["property"].endswith("#amount")]
    (source,) = amount["sources"]
    assert (source["kind"], source["heading"], source["ordinal"]) == ("stated", "Förslag till beslut", 2)
    assert "överföra 2 miljoner kronor" in source["key_phrases"]


def test_with_the_sources_the_passage_itself_is_printed(texts: Graph, seeds: Path) -> None:
    thing = identify(texts, "transfer/STK-2023-822/1")

    def text_of(passage: str) -> str | None:
        return passage_text(texts, passage, seeds)

    with_text = why_text(texts, thing, "sv", text_of)
    assert "| Kommunstyrelsen beslutar" in with_text
    assert "| Kommunstyrelsen beslutar" not in why_text(texts, thing)


def test_a_restated_page_is_cited_with_its_date_and_never_quoted(shipped: Graph) -> None:
    post = "halsa-vard-och-omsorgsforvaltningen-forvaltningsdirektor"
    told = why_text(shipped, identify(shipped, f"membership/gisela-green/{post}"), "sv")
    assert "Hälsa-, vård- och omsorgsförvaltningen (5 februari 2018), återgiven uppgift 3" in _flat(told)
    own, _, _ = told.partition("härlett")
    assert "”" not in own


def test_the_values_of_a_restated_page_stand_unquoted(shipped: Graph) -> None:
    told = _flat(why_text(shipped, identify(shipped, "case/STK-2020-90"), "sv"))
    assert "återgivet: STK-2020-90" in told or "· STK-2020-90" in told
    assert "”STK-2020-90”" not in told


def test_an_undated_page_says_so(shipped: Graph) -> None:
    told = why_text(shipped, identify(shipped, "membership/rebecka-persson/miljoforvaltningen-miljodirektor"), "sv")
    assert "(odaterat)" in told
