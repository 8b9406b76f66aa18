from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout
from styrgraf.documents.passages import cut
from styrgraf.errors import Place, StyrgrafError
from styrgraf.namespaces import BASE
from styrgraf.store import Graph
from styrgraf.validate.findings import Severity
from styrgraf.validate.sources import Verification, passage_text, verify_sources

TEXT = """Anslag till bryggan

Beslut
1. Nämnden beslutar den 6 maj 2031 att överföra 12 miljoner kronor till Anna Alm.
2. Nämnden ger kontoret i
uppdrag att bygga bryggan.
"""
PHRASES = {
    "titel": "Anslag till bryggan",
    "beslut-1": "beslutar den 6 maj 2031 att överföra",
    "beslut-2": "kontoret i uppdrag",
}


def trig(text: str = TEXT, name: str = "brygga.txt", phrases: dict[str, str] | None = None) -> str:
    """Describe an invented document, with the pins of its passages as they are cut."""
    lines = [f'<document/d> a sg:Document ; sg:fileName "{name}" .']
    for position, passage in enumerate(cut(text), start=1):
        phrase = (PHRASES if phrases is None else phrases).get(passage.fragment)
        lines.append(
            f"<document/d#{passage.fragment}> a sg:Passage ; sg:passageOf <document/d> ; sg:position {position} ;"
            f' sg:heading "{passage.heading or ""}" ; sg:ordinal {passage.ordinal} ;'
            f' sg:textLength {passage.length} ; sg:textDigest "{passage.digest}"'
            + (f' ; sg:keyPhrase "{phrase}" .' if phrase else " .")
        )
    return "<document/d> {\n" + "\n".join(lines) + "\n}\n"


def verify(root: Path, text: str | None = TEXT, name: str = "brygga.txt") -> Verification:
    sources = root / "sources/inner"
    sources.mkdir(parents=True, exist_ok=True)
    if text is not None:
        (sources / name).write_text(text, encoding="utf-8")
    return verify_sources(find_layout(root), root / "sources")


def test_the_seeds_hold_every_passage_and_phrase(seeds: Path) -> None:
    verification = verify_sources(find_layout(), seeds)
    # A document may be added whose file is not among the seeds.
    found = [f for f in verification.findings if f.rule != "no-source-file"]
    assert [finding.message() for finding in found] == []
    assert verification.documents == 3
    assert verification.passages > 80
    assert verification.phrases > 150


def test_a_document_that_stands_as_it_was(make_root: MakeRoot) -> None:
    assert verify(make_root(d=trig())) == Verification(documents=1, passages=3, phrases=3, findings=())


@pytest.mark.parametrize(
    ("before", "after", "fragment", "gone"),
    [
        ("6 maj 2031", "7 maj 2031", "beslut-1", "beslutar den 6 maj 2031 att överföra"),
        ("12 miljoner", "13 miljoner", "beslut-1", None),
        ("Anna Alm", "Anna Alf", "beslut-1", None),
        ("uppdrag att", "uppdrag, att", "beslut-2", None),
        ("till bryggan\n", "för bryggan\n", "titel", "Anslag till bryggan"),
    ],
)
def test_a_changed_passage_is_named(
    make_root: MakeRoot, before: str, after: str, fragment: str, gone: str | None
) -> None:
    assert before in TEXT
    root = make_root(d=trig())
    found = verify(root, TEXT.replace(before, after, 1)).findings
    assert {finding.focus for finding in found} == {f"{BASE}document/d#{fragment}"}
    assert all(finding.severity is Severity.VIOLATION for finding in found)
    first = found[0]
    assert first.rule == "passage-gone"
    assert f"<document/d#{fragment}>" in first.message("en")
    line = (first.places[0].line or 0) - 1
    written = (root / "data/d.trig").read_text(encoding="utf-8").splitlines()[line]
    assert f"#{fragment}>" in written
    assert written[(first.places[0].column or 0) - 1 :].startswith(f'"{first.value}"')
    assert [finding.value for finding in found[1:]] == ([gone] if gone else [])


def test_a_message_names_heading_and_number_and_what_stands_there(make_root: MakeRoot) -> None:
    [finding] = verify(make_root(d=trig()), TEXT.replace("12 miljoner", "120 miljoner")).findings
    assert "(under ”Beslut”, no. 1)" in finding.message("en")
    assert "on line 4" in finding.message("en")
    assert "rad 4" in finding.message("sv")


def test_a_passage_may_be_cut_otherwise(make_root: MakeRoot) -> None:
    joined = TEXT.replace("Alm.\n2. ", "Alm. ")
    assert len(cut(joined)) < len(cut(TEXT))
    assert verify(make_root(d=trig()), joined).findings == ()


@pytest.mark.parametrize("phrase", ["2 miljoner kronor", "överföra 12 miljoner kronor till Berit", "bygga bryggan"])
def test_a_phrase_that_does_not_stand_in_its_passage(make_root: MakeRoot, phrase: str) -> None:
    root = make_root(d=trig(phrases={"beslut-1": phrase}))
    [finding] = verify(root).findings
    assert (finding.rule, finding.value) == ("phrase-gone", phrase)
    assert phrase in finding.message("sv")
    [place] = finding.places
    written = (root / "data/d.trig").read_text(encoding="utf-8").splitlines()[(place.line or 0) - 1]
    assert written[(place.column or 0) - 1 :].startswith(f'"{phrase}"')


def test_a_phrase_is_whole_though_the_text_was_cut_otherwise(make_root: MakeRoot) -> None:
    joined = TEXT.replace("Alm.\n2. ", "Alm. ")
    [finding] = verify(make_root(d=trig(phrases={"beslut-1": "2 miljoner kronor"})), joined).findings
    assert finding.rule == "phrase-gone"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('sg:heading "Beslut" ; sg:ordinal 2', 'sg:heading "Förslag" ; sg:ordinal 2', '"Förslag"'),
        ('sg:heading "Beslut" ; sg:ordinal 2', "sg:ordinal 2", '"'),
        ("sg:ordinal 2", "sg:ordinal 3", "3"),
        ('sg:heading "" ; sg:ordinal 0', 'sg:heading "Beslut" ; sg:ordinal 0', '"Beslut"'),
        ('sg:heading "" ; sg:ordinal 0', "sg:ordinal 1", "1"),
        ("document/d#beslut-2>", "document/d#beslut-3>", '"'),
    ],
)
def test_a_passage_with_another_heading_number_or_name(make_root: MakeRoot, before: str, after: str, told: str) -> None:
    assert before in trig()
    root = make_root(d=trig().replace(before, after))
    [finding] = verify(root).findings
    assert (finding.severity, finding.rule) == (Severity.VIOLATION, "passage-misplaced")
    [place] = finding.places
    written = (root / "data/d.trig").read_text(encoding="utf-8").splitlines()[(place.line or 0) - 1]
    assert written[(place.column or 0) - 1 :].startswith(told)
    stands = "without heading as no. 0" if "0" in before else "under ”Beslut” as no. 2 (#beslut-2, line 5)"
    assert stands in finding.message("en")


LISTS = """Vad vi gör

Norra avdelningen

Avdelningen ansvarar för
- bryggor
- båtar

Södra avdelningen

Avdelningen ansvarar för
- kajer
- kranar
"""


def test_equal_passages_are_told_apart_by_their_headings(make_root: MakeRoot) -> None:
    pins = [(passage.length, passage.digest) for passage in cut(LISTS)]
    assert len(pins) > len(set(pins))
    assert verify(make_root(d=trig(LISTS, phrases={})), LISTS).findings == ()
    swapped = trig(LISTS, phrases={}).replace(
        '"Södra avdelningen" ; sg:ordinal 1', '"Östra avdelningen" ; sg:ordinal 1'
    )
    [finding] = verify(make_root(d=swapped), LISTS).findings
    assert (finding.rule, finding.value) == ("passage-misplaced", "Östra avdelningen")
    assert "under ”Södra avdelningen”" in finding.message("sv")


@pytest.mark.parametrize(("text", "fragment"), [(TEXT, "beslut-2"), (TEXT, "titel"), (LISTS, "sodra-avdelningen-1")])
def test_a_passage_that_no_data_describe(make_root: MakeRoot, text: str, fragment: str) -> None:
    lines = trig(text, phrases={}).splitlines(keepends=True)
    root = make_root(d="".join(line for line in lines if f"#{fragment}>" not in line))
    [finding] = verify(root, text).findings
    assert (finding.severity, finding.rule, finding.value) == (Severity.VIOLATION, "passage-left-out", fragment)
    assert f"#{fragment}, line " in finding.message("en")
    [place] = finding.places
    written = (root / "data/d.trig").read_text(encoding="utf-8").splitlines()[(place.line or 0) - 1]
    assert written[(place.column or 0) - 1 :].startswith('"brygga.txt"')


def test_a_restated_passage_is_described(make_root: MakeRoot) -> None:
    lines = trig().splitlines(keepends=True)
    lines[-2] = (
        '<document/d#beslut-2> a sg:Passage ; sg:passageOf <document/d> ; sg:heading "Beslut" ; sg:ordinal 2 ;'
        " sg:restated true .\n"
    )
    assert verify(make_root(d="".join(lines))) == Verification(documents=1, passages=2, phrases=2, findings=())


def test_restated_passages_are_left_out(make_root: MakeRoot) -> None:
    restated = '<document/d#x> a sg:Passage ; sg:passageOf <document/d> ; sg:restated true ; sg:keyPhrase "x" .\n}\n'
    assert verify(make_root(d=trig().replace("}\n", restated))).passages == 3


def test_a_passage_without_digest_cannot_be_verified(make_root: MakeRoot) -> None:
    bare = "<document/d#x> a sg:Passage ; sg:passageOf <document/d> ; sg:ordinal 1 .\n}\n"
    [finding] = verify(make_root(d=trig().replace("}\n", bare))).findings
    assert finding.rule == "no-digest"
    assert "sg:restated" in finding.message("en")


def test_a_missing_file_is_a_violation_with_the_place_of_its_name(make_root: MakeRoot) -> None:
    root = make_root(d=trig())
    verification = verify(root, None)
    [finding] = verification.findings
    assert (verification.documents, verification.passages, finding.rule) == (0, 0, "no-source-file")
    assert "no such source file" in finding.message("en")
    assert "brygga.txt" in finding.message("sv")
    [place] = finding.places
    written = (root / "data/d.trig").read_text(encoding="utf-8").splitlines()[(place.line or 0) - 1]
    assert written[(place.column or 0) - 1 :].startswith('"brygga.txt"')


def test_a_file_in_two_places_is_ambiguous(make_root: MakeRoot) -> None:
    root = make_root(d=trig())
    (root / "sources").mkdir()
    (root / "sources/brygga.txt").write_text(TEXT, encoding="utf-8")
    [finding] = verify(root).findings
    assert finding.rule == "ambiguous-source-file"
    assert str(Path("inner/brygga.txt")) in finding.message("en")


def test_a_file_that_is_no_text(make_root: MakeRoot) -> None:
    root = make_root(d=trig())
    (root / "sources").mkdir()
    (root / "sources/brygga.txt").write_bytes(b"%PDF-\xff\xfe")
    [finding] = verify_sources(find_layout(root), root / "sources").findings
    assert finding.rule == "unreadable-source-file"


def test_a_name_is_found_however_its_letters_are_composed(make_root: MakeRoot) -> None:
    assert verify(make_root(d=trig(name="bryggå.txt")), name="bryggå.txt").findings == ()


def test_a_document_without_file_is_not_verified(make_root: MakeRoot) -> None:
    root = make_root(d="<document/d> { <document/d> a sg:Document . }")
    assert verify(root, None) == Verification(0, 0, 0, ())


def test_a_document_with_passages_but_no_file_is_told(make_root: MakeRoot) -> None:
    root = make_root(d=trig().replace(' ; sg:fileName "brygga.txt"', ""))
    verification = verify(root)
    [finding] = verification.findings
    assert (verification.documents, finding.severity, finding.rule) == (0, Severity.WARNING, "no-file-name")
    assert finding.focus == f"{BASE}document/d"
    assert "sg:fileName" in finding.message("sv")
    restated = "<document/d> { <document/d> a sg:Document . <document/d#x> a sg:Passage ; sg:passageOf <document/d> ;"
    assert verify(make_root(d=f"{restated} sg:restated true . }}")).findings == ()


def test_only_the_documents_of_chosen_files_are_compared(make_root: MakeRoot) -> None:
    root = make_root(d=trig(), e=trig(name="other.txt").replace("document/d", "document/e"))
    assert [finding.rule for finding in verify(root).findings] == ["no-source-file"]
    layout, sources = find_layout(root), root / "sources"
    assert verify_sources(layout, sources, [root / "data/d.trig"]) == Verification(1, 3, 3, ())
    assert verify_sources(layout, sources, {root / "data/../data/e.trig"}).documents == 0
    assert verify_sources(layout, sources, []) == Verification(0, 0, 0, ())
    with pytest.raises(StyrgrafError, match="no data file") as caught:
        verify_sources(layout, sources, [root / "data/f.trig"])
    assert caught.value.place == Place(root / "data/f.trig")


def test_a_missing_folder_is_an_error(make_root: MakeRoot) -> None:
    root = make_root(d=trig())
    with pytest.raises(StyrgrafError, match="no such folder"):
        verify_sources(find_layout(root), root / "nowhere")


@pytest.mark.parametrize(
    ("before", "after", "fragment"),
    [
        ("2 miljoner kronor från", "3 miljoner kronor från", "forslag-till-beslut-2"),
        ("Kommunstyrelsen 2023-12-06", "Kommunstyrelsen 2023-12-07", "beslutsplanering-2"),
        ("Stadskontorets handläggare", "Stadskontorets handledare", "beslutet-skickas-till-2"),
        ("Carina Tempel", "Karina Tempel", "organisering-5"),
        ("25 september 2014", "26 september 2014", "organisering-5"),
        ("ca 26 000", "ca 27 000", "vad-vi-gor-1"),
    ],
)
def test_a_changed_seed_is_found(seeds: Path, tmp_path: Path, before: str, after: str, fragment: str) -> None:
    shutil.copytree(seeds, tmp_path / "seeds")
    changed = 0
    for path in (tmp_path / "seeds").iterdir():
        text = path.read_text(encoding="utf-8")
        changed += before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
    assert changed == 1
    found = verify_sources(find_layout(), tmp_path / "seeds").findings
    named = {finding.focus.partition("#")[2] for finding in found if finding.rule != "no-source-file"}
    assert named == {fragment}
    assert any(finding.rule == "phrase-gone" for finding in found)


def test_the_text_of_a_passage(make_root: MakeRoot) -> None:
    reading = "<document/d#r> a sg:Reading ; sg:readingOf <document/d#beslut-2> .\n}\n"
    root = make_root(d=trig().replace("}\n", reading))
    verify(root)
    graph = Graph(find_layout(root))
    for fragment in ("beslut-2", "r"):
        text = passage_text(graph, f"{BASE}document/d#{fragment}", root / "sources")
        assert text == "Nämnden ger kontoret i\nuppdrag att bygga bryggan."
    assert passage_text(graph, f"{BASE}document/d#nope", root / "sources") is None
    assert passage_text(graph, f"{BASE}document/d", root / "sources") is None


def test_the_text_of_a_passage_that_is_cut_otherwise_keeps_its_spaces(make_root: MakeRoot) -> None:
    root = make_root(d=trig())
    verify(root, TEXT.replace("Alm.\n2. ", "Alm. "))
    text = passage_text(Graph(find_layout(root)), f"{BASE}document/d#beslut-2", root / "sources")
    assert text == "Nämnden ger kontoret i\nuppdrag att bygga bryggan."


@pytest.mark.parametrize("text", [None, TEXT.replace("bygga", "riva")])
def test_there_is_no_text_where_the_source_does_not_hold_it(make_root: MakeRoot, text: str | None) -> None:
    root = make_root(d=trig())
    verify(root, text)
    assert passage_text(Graph(find_layout(root)), f"{BASE}document/d#beslut-2", root / "sources") is None
