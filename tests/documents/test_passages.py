"""How documents fall into passages. Texts of sources are read where they stand, never copied."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrgraf.documents.passages import CutPassage, cut, digest, find_passage, normalise

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
LONG = "Nämnden svarar här så utförligt att raden inte ryms och därför bryts där sidan tar slut"


def fragments(text: str) -> list[str]:
    return [passage.fragment for passage in cut(text)]


def texts(text: str) -> list[str]:
    return [" ".join(passage.text.split()) for passage in cut(text)]


def source(name: str) -> str:
    path = SOURCES / name
    if not path.is_file():
        pytest.skip(f"the folder of sources is not here: {SOURCES}")
    return path.read_text(encoding="utf-8")


def rebuilt(passages: list[CutPassage]) -> str:
    """Put headings, markers and texts together again."""
    parts: list[str] = []
    title = None
    for passage in passages:
        under_title = title is not None and passage.heading == title.on_one_line and "--" not in passage.fragment
        if (
            passage.heading is not None
            and passage.ordinal == 1
            and not (under_title and parts[-1] == title_text(title))
        ):
            parts.append(passage.heading)
        parts += [passage.marker or "", passage.text]
        if passage.ordinal == 0:
            title = passage
    return normalise("\n".join(parts))


def title_text(title: CutPassage | None) -> str | None:
    return title.text if title else None


# --- normal form, length, digest


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("STK-2022-\n1472", "STK-2022-1472"),
        ("två  ord\u00a0och\u2009ett\u3000till", "tvåordochetttill"),
        ("led\u00adar", "ledar"),
        ("a\u030a", "å"),
        ("Ordning – reda; (ja).", "Ordning–reda;(ja)."),
        ("", ""),
    ],
)
def test_normalise(written: str, normal: str) -> None:
    assert normalise(written) == normal


def test_digest_is_that_of_the_normal_form() -> None:
    assert digest("a\u030a \n b") == hashlib.sha256("åb".encode()).hexdigest()


@given(st.text())
@settings(deadline=None)
def test_normal_form_has_no_white_space_and_keeps_every_other_character(text: str) -> None:
    kept = [sign for sign in unicodedata.normalize("NFC", text) if not sign.isspace() and sign != "\u00ad"]
    assert normalise(text) == "".join(kept)


# --- blocks, paragraphs, items


def test_headings_paragraphs_and_items() -> None:
    text = """Om lekplatser

Staden har många lekplatser.

Skötsel
Nämnden sköter dem.
 • Gungor
  Kedjorna byts varje år.
 • sand

Frågor?

Ring oss."""
    assert [(p.fragment, p.heading, p.ordinal, p.marker, p.line) for p in cut(text)] == [
        ("titel", None, 0, None, 1),
        ("om-lekplatser-1", "Om lekplatser", 1, None, 3),
        ("skotsel-1", "Skötsel", 1, None, 6),
        ("skotsel-2", "Skötsel", 2, "•", 7),
        ("skotsel-3", "Skötsel", 3, "•", 9),
        ("fragor-1", "Frågor?", 1, None, 13),
    ]
    assert cut(text)[3].text == "Gungor\nKedjorna byts varje år."


@pytest.mark.parametrize("marker", ["•", "◦", "▪", "–", "-", "*", "\uf0b7", "1.", "12.", "1)", "a)", "(1)", "2.1."])
def test_list_markers_are_not_text(marker: str) -> None:
    passage = cut(f"Rubrik\n\n{marker} Något")[-1]
    assert (passage.marker, passage.text, passage.length) == (marker, "Något", 5)


@pytest.mark.parametrize(
    "start", ["(M) yrkar avslag.", "-30 grader var det.", "§ 24 antas.", "2023. Året gick.", "1.5 mkr."]
)
def test_what_only_resembles_a_marker_is_text(start: str) -> None:
    assert cut(f"Rubrik\n\n{start}")[-1].text == start


def test_a_bullet_glyph_needs_no_white_space() -> None:
    assert cut("Rubrik\n\n\uf0b7Bilaga")[-1].text == "Bilaga"


def test_a_marker_on_a_line_of_its_own_belongs_to_the_line_below() -> None:
    passages = cut("Rubrik\n\n•\nFörst\n2.\n\n a) Sedan")
    assert [(p.marker, p.text, p.line) for p in passages[1:]] == [("•", "Först", 3), ("2. a)", "Sedan", 5)]


def test_a_number_alone_above_a_blank_line_is_text() -> None:
    assert texts("Rubrik\n\n(1)\n\nStaden växer.") == ["Rubrik", "(1)", "Staden växer."]


def test_a_blank_line_does_not_break_a_sentence() -> None:
    text = f"Rubrik\n\n1. {LONG} \n \nnär den är full \n2. Nästa punkt"
    assert texts(text)[1:] == [f"{LONG} när den är full", "Nästa punkt"]


def test_a_blank_line_ends_a_finished_sentence() -> None:
    assert texts("Rubrik\n\nSkriv till:\n\nnamn@example.org") == ["Rubrik", "Skriv till:", "namn@example.org"]


def test_a_wrapped_title_goes_on_after_a_blank_line() -> None:
    assert fragments(f"{LONG}\n\noch sedan fortsätter\n\nText följer.")[0] == "titel"
    assert texts(f"{LONG}\n\noch sedan fortsätter\n\nText följer.")[0] == f"{LONG} och sedan fortsätter"


def test_short_lines_are_paragraphs_of_their_own() -> None:
    text = f"Rubrik\n\n{LONG}.\n\nTid\nNämnden 2031-02-03\nStyrelsen 2031-03-04"
    assert texts(text)[-2:] == ["Nämnden 2031-02-03", "Styrelsen 2031-03-04"]


def test_short_lines_are_paragraphs_where_no_line_is_long() -> None:
    assert texts("Rubrik\n\nTider.\n\nNämnden 2031-02-03\nStyrelsen 2031-03-04")[-1] == "Styrelsen 2031-03-04"


def test_a_wrapped_line_before_a_capital_is_no_end() -> None:
    text = f"Rubrik\n\n{LONG} i\nMalmö stad."
    assert texts(text)[1:] == [f"{LONG} i Malmö stad."]


def test_lines_of_narrow_columns_are_wrapped() -> None:
    text = "Rubrik\n\nNämnden ger förvaltningen i uppgift att tala med\nServiceförvaltningens ledning om vägar."
    assert len(cut(text)) == 2


def test_a_sentence_that_ends_with_room_to_spare_ends_its_paragraph() -> None:
    text = f"Rubrik\n\n{LONG} och\ndirektören berättade om bokslutet för året och alla dess poster.\nNämnden tackade."
    assert texts(text)[-1] == "Nämnden tackade."


def test_a_sentence_that_leads_in_is_no_heading() -> None:
    text = "Ärende\n\nFörslag till beslut\nFritidsnämnden föreslås besluta\n\n1. Planen antas."
    assert fragments(text) == ["titel", "forslag-till-beslut-1", "forslag-till-beslut-2"]
    assert texts(text)[1] == "Fritidsnämnden föreslås besluta"
    assert fragments(f"Om oss\n\nPark\n\nEnheten ansvarar för\n\n{LONG}.") == ["titel", "park-1", "park-2"]


def test_clauses_without_markers() -> None:
    text = "Ärende\n\nBeslut\nNämnden beslutar:\natt anta planen, och\natt skicka den\nvidare."
    assert texts(text) == ["Ärende", "Nämnden beslutar:", "att anta planen, och", "att skicka den vidare."]
    assert texts("Ärende\n\nBeslut\n\natt anta planen\n\natt vänta")[1:] == ["att anta planen", "att vänta"]


def test_att_within_a_sentence_begins_no_clause() -> None:
    assert len(cut(f"Rubrik\n\n{LONG} och\natt den gör det\n\natt den inte tar slut.")) == 2


def test_an_item_may_follow_a_long_line_when_it_looks_like_one() -> None:
    assert len(cut(f"Rubrik\n\n{LONG}\n1. Planen antas.")) == 3
    assert len(cut(f"Rubrik\n\n1. {LONG}\n   - gungor")) == 3


def test_a_dash_in_a_wrapped_sentence_is_no_item() -> None:
    assert len(cut(f"Rubrik\n\n{LONG}\n– om den alls tar slut.")) == 2
    assert len(cut(f"Rubrik\n\n{LONG}:\n– gungor\n– sand")) == 4
    assert len(cut(f"Rubrik\n\n{LONG}\n- gungor\n- sand")) == 4


def test_paragraphs_below_an_item_are_passages_and_no_headings() -> None:
    text = "Möte\n\n 1. Val\n\n  Anna Ek, chef\n\n  Bo Al, ekonom\n\nEfter listan\n\nSlut."
    assert fragments(text) == ["titel", "mote-1", "mote-2", "mote-3", "efter-listan-1"]


def test_a_paragraph_below_a_nested_list_is_still_below_the_outer_item() -> None:
    text = "Möte\n\n 1. Val\n   - gungor\n\n   Anna Ek, chef\n\n   Hon talar.\n\nEfter listan\n\nSlut."
    assert fragments(text) == ["titel", "mote-1", "mote-2", "mote-3", "mote-4", "efter-listan-1"]


def test_a_tab_indents() -> None:
    assert fragments("Möte\n\n • Val\n\n\tAnna Ek, chef\n\nSlut.") == ["titel", "mote-1", "mote-2", "mote-3"]


def test_text_at_the_margin_ends_a_list() -> None:
    assert fragments("Möte\n\n• Val\n\nSlut.\n\n  Bilagor\n\nKarta.") == ["titel", "mote-1", "mote-2", "bilagor-1"]


# --- headings and title


@pytest.mark.parametrize(
    "line",
    [
        "En mening slutar så.",
        "Stort!",
        "Detta:",
        "Ett, två,",
        "Se https://example.org/a",
        "liten början",
        "2031 var ett år",
        "Nämnden 2031-02-03",
        "Rubrik " * 9,
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert all(p.heading in (None, "Titel") for p in cut(f"Titel\n\nFörst detta.\n\n{line}\n\nText följer."))


def test_the_first_block_that_can_be_one_is_the_title() -> None:
    text = "Sidan är flyttad!\n\nSe https://example.org\n\nParker\nPRK-2031-7\n\nText."
    assert fragments(text) == ["inledning-1", "inledning-2", "titel", "parker-prk-2031-7-1"]
    assert cut(text)[2].text == "Parker\nPRK-2031-7"
    assert cut(text)[3].heading == "Parker PRK-2031-7"


def test_a_title_is_short() -> None:
    assert cut("Malmö\nPark\nGata\nTorg\nBro\n\nText.")[0].text == "Malmö"
    assert fragments("Lång " * 60 + "\n\nParker\n\nText.") == ["inledning-1", "titel", "parker-1"]
    assert fragments("Ett, två,\n\nParker\n\nText.") == ["inledning-1", "titel", "parker-1"]


def test_a_title_ends_where_its_line_was_broken_off() -> None:
    assert texts("Vad vi gör\n\nvi sköter parker\n\nSlut.")[:2] == ["Vad vi gör", "vi sköter parker"]


def test_a_stamp_with_a_time_is_no_title() -> None:
    assert fragments("Publicerad 2031-01-02 10:30\n\nParker\n\nText.") == ["inledning-1", "titel", "parker-1"]


def test_a_number_broken_in_the_title_is_made_whole() -> None:
    assert cut("Om parker STK-2031-\n77\n\nText.")[0].on_one_line == "Om parker STK-2031-77"


def test_a_document_without_a_title() -> None:
    assert fragments("liten text.\n\nmer text.") == ["inledning-1", "inledning-2"]


def test_a_line_repeated_before_lists_leads_in() -> None:
    text = "Om oss\n\nPark\n\nVi gör detta\n\n• gräs\n\nGata\n\nVi gör detta\n\n• grus"
    assert fragments(text) == ["titel", "park-1", "park-2", "gata-1", "gata-2"]


def test_a_repeated_heading_gets_its_own_fragments() -> None:
    text = "Protokoll\n\nBeslut\n\nDet antas.\n\nBeslut\n\nDet avslås.\n\nInledning\n\nText."
    assert fragments(text) == ["titel", "beslut-1", "beslut--2-1", "inledning-1"]


def test_fragments_never_collide() -> None:
    sections = ["Inledning\n\nA.", "Beslut\n\nA.\n\nB.", "Beslut 2\n\nA.", "Beslut\n\nB.", "Titel\n\nC.", "Ж\n\nD."]
    text = "\n\n".join(["nej.", "Titel", *sections])
    found = fragments(text)
    assert len(set(found)) == len(found)
    assert "inledning--2-1" in found
    assert found[-1] == "avsnitt-1"


def test_every_heading_has_a_passage() -> None:
    text = "Ärende\n\nSkickas till\n\nStadskontoret\n\nMiljönämnden\n\nBakgrund\n\nText."
    assert fragments(text) == ["titel", "skickas-till-1", "skickas-till-2", "bakgrund-1"]
    assert fragments("Ärende\n\nSkickas till\n\nStadskontoret") == ["titel", "skickas-till-1"]
    assert fragments("Ärende\n\nSkickas till\n\nBakgrund\n\nText.") == ["titel", "arende-1", "bakgrund-1"]


def test_an_empty_text_has_no_passage() -> None:
    assert cut(" \n\u00a0\n\u00ad\n") == []


def test_line_ends_of_windows_count_as_one() -> None:
    assert [p.line for p in cut("Rubrik\r\n\r\nText.")] == [1, 3]


# --- nothing is lost

PARTS = "Beslut|Titel|att godkänna|– |- |• |1. |2) |a) |(1) |\uf0b7|STK-2022-|1472|Kort rad|liten|.|:|?|,|§ 130|å"
SCRAPS = [
    *PARTS.split("|"),
    LONG,
    " ",
    "\u00a0",
    "\u00ad",
    "\n",
    "\n\n",
    "\n \n",
    "\n   ",
    "\r\n",
    "\t",
    "\f",
    "\u0301",
]
layouts = st.lists(st.sampled_from(SCRAPS), max_size=40).map("".join)


@given(st.one_of(st.text(), layouts))
@settings(deadline=None, max_examples=400)
def test_nothing_is_lost(text: str) -> None:
    passages = cut(text)
    assert rebuilt(passages) == normalise(text)
    assert len({p.fragment for p in passages}) == len(passages)
    assert all(p.length for p in passages)
    assert [p.line for p in passages] == sorted(p.line for p in passages)


# --- finding passages again


@given(layouts, st.data())
@settings(deadline=None)
def test_any_window_is_found(text: str, data: st.DataObject) -> None:
    whole = normalise(text)
    start = data.draw(st.integers(0, len(whole)))
    window = whole[start : data.draw(st.integers(start, len(whole)))]
    found = find_passage(text, len(window), hashlib.sha256(window.encode()).hexdigest())
    assert found == (window or None)


def test_a_passage_cut_otherwise_is_found() -> None:
    text = "Rubrik\n\nFörsta stycket.\n\nAndra stycket."
    both = "stycket.\nAndra"
    assert find_passage(text, len(normalise(both)), digest(both)) == "stycket.Andra"
    assert find_passage(text, len(normalise(both)) - 1, digest(both)) is None
    assert find_passage(text, 5, digest("något annat")) is None
    assert find_passage(text, 0, digest("")) is None


def test_a_passage_with_a_marker_inside_is_found_only_with_it() -> None:
    text = "Rubrik\n\n1. Ett\n2. Två"
    assert find_passage(text, 6, digest("EttTvå")) is None
    assert find_passage(text, 8, digest("Ett2.Två")) == "Ett2.Två"


# --- the real documents


def test_the_proposal() -> None:
    passages = cut(source("seeds/tjansteskrivelse-STK-2023-822.txt"))
    assert [p.fragment for p in passages] == [
        "titel",
        "sammanfattning-1",
        "sammanfattning-2",
        "forslag-till-beslut-1",
        "forslag-till-beslut-2",
        "beslutsunderlag-1",
        "beslutsplanering-1",
        "beslutsplanering-2",
        "beslutet-skickas-till-1",
        "beslutet-skickas-till-2",
        *(f"arendet-{n}" for n in range(1, 14)),
    ]
    assert [p.marker for p in passages if p.fragment.startswith("arendet-")][2:] == [f"{n}." for n in range(1, 12)]
    assert passages[0].text.count("\n") == 2
    assert passages[5].on_one_line.endswith("ledarutvecklingsinsatser")


def test_the_page_of_the_strategic_directions() -> None:
    passages = cut(source("seeds/serviceforvaltningen-strategiska-riktningar.txt"))
    assert [p.fragment for p in passages] == [
        "inledning-1",
        "inledning-2",
        "titel",
        "arbetssatt-bakgrund-1",
        "varje-slut-ar-borjan-pa-nagot-nytt-1",
        "vilka-deltar-i-arbetsgrupperna-1",
        *(f"organisering-{n}" for n in range(1, 6)),
    ]
    assert [p.marker for p in passages[-5:]] == ["•"] * 4 + [None]


def test_the_page_of_the_city_office() -> None:
    passages = cut(source("seeds/stadskontoret-vad-vi-gor.txt"))
    sections = {
        "vad-vi-gor": 5,
        "avdelningen-intern-ledning-och-stod": 8,
        "avdelningen-omvarld-och-naringsliv": 8,
        "ekonomiavdelningen": 8,
        "hr-avdelningen": 8,
        "hallbarhetsavdelningen": 7,
        "kommunikationsavdelningen": 8,
    }
    expected = [f"{name}-{n}" for name, last in sections.items() for n in range(1, last + 1)]
    assert [p.fragment for p in passages] == ["titel", *expected]
    assert [p.marker for p in passages if p.fragment.endswith("avdelningen-2")] == [None] * 4


@pytest.mark.parametrize("folder", ["seeds", "decisions/recast", "organisation"])
def test_documents_are_cut_without_loss(folder: str) -> None:
    paths = sorted((SOURCES / folder).glob("*.txt"))
    if not paths:
        pytest.skip(f"the folder of sources is not here: {SOURCES / folder}")
    for path in paths:
        text = path.read_text(encoding="utf-8")
        passages = cut(text)
        assert rebuilt(passages) == normalise(text), path.name
        for passage in passages:
            assert find_passage(text, passage.length, passage.digest) == normalise(passage.text)
