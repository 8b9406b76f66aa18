"""Drafts of documents' data."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from styrgraf.documents.draft import document_slug, draft_document, draft_file
from styrgraf.documents.passages import cut
from styrgraf.errors import StyrgrafError, UnreadableFileError
from styrgraf.namespaces import BASE, PREFIXES, SG

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "sources" / "seeds"
TEXT = 'Om "parker" \\ torg\nPRK-2031-7\n\nInledande ord.\n\nFörslag till beslut\n\n1. Planen antas.\n'


def written(folder: Path, name: str = "skrivelse.txt", text: str = TEXT) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def quads(trig: str) -> list[ox.Quad]:
    return list(ox.parse(trig, format=ox.RdfFormat.TRIG))


def described(trig: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for quad in quads(trig):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        found.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    return found


@pytest.mark.parametrize(
    ("name", "title", "slug"),
    [
        ("tjansteskrivelse-STK-2023-822", "", "STK-2023-822-tjansteskrivelse"),
        ("STK-2023-822", "", "STK-2023-822"),
        ("Bilaga 1 STK-2023-822 Plan", "SN-2019-1", "STK-2023-822-bilaga-1-plan"),
        ("skrivelse", "Om parker PRK-2031-7", "PRK-2031-7-skrivelse"),
        ("Vad vi gör", "", "vad-vi-gor"),
        ("§§", "", "dokument"),
    ],
)
def test_document_slug(name: str, title: str, slug: str) -> None:
    assert document_slug(name, title) == slug


def test_the_draft_as_it_is_written(tmp_path: Path) -> None:
    path = written(tmp_path, text="Parker\n\nDe sköts.\n")
    title, paragraph = cut("Parker\n\nDe sköts.\n")
    drafted = draft_document(path, "parker")
    # The prefixes that facts need are declared from the start.
    prefixes = "\n".join(line for line in drafted.splitlines() if line.startswith("@prefix"))
    assert {"xsd:", "skos:", "p:", "meeting-status:"} <= set(prefixes.split())
    assert (
        drafted
        == f"""\
# skrivelse.txt: draft. Add facts to each passage's graph, and the key phrases that state them.

@base <https://w3id.org/styrgraf/id/> .
{prefixes}

<document/parker> {{
  <document/parker> a sg:Document ;
    skos:prefLabel "Parker"@sv ;
    dcterms:title "Parker"@sv ;
    sg:fileName "skrivelse.txt" .

  p:titel a sg:Passage ;
    sg:ordinal 0 ;
    sg:passageOf <document/parker> ;
    sg:position 1 ;
    sg:textDigest "{title.digest}" ;
    sg:textLength 6 .

  p:parker-1 a sg:Passage ;
    sg:heading "Parker" ;
    sg:ordinal 1 ;
    sg:passageOf <document/parker> ;
    sg:position 2 ;
    sg:textDigest "{paragraph.digest}" ;
    sg:textLength 8 .
}}

p:titel {{
}}

p:parker-1 {{
}}
"""
    )


def test_the_draft_says_what_the_passages_are(tmp_path: Path) -> None:
    trig = draft_document(written(tmp_path))
    document = f"{BASE}document/PRK-2031-7-skrivelse"
    found = described(trig)
    assert {str(quad.graph_name) for quad in quads(trig)} == {f"<{document}>"}
    assert found[document][f"{PREFIXES['dcterms']}title"] == 'Om "parker" \\ torg PRK-2031-7'
    assert found[document][SG.fileName] == "skrivelse.txt"
    passages = cut(TEXT)
    assert list(found)[1:] == [f"{document}#{passage.fragment}" for passage in passages]
    for position, passage in enumerate(passages, start=1):
        about = found[f"{document}#{passage.fragment}"]
        assert about[SG.position] == str(position)
        assert about[SG.ordinal] == str(passage.ordinal)
        assert about[SG.textLength] == str(passage.length)
        assert about[SG.textDigest] == passage.digest
        assert about[SG.passageOf] == document
        assert about.get(SG.heading) == passage.heading
        assert f"\np:{passage.fragment} {{\n}}\n" in trig


def test_a_document_without_title_has_none(tmp_path: Path) -> None:
    trig = draft_document(written(tmp_path, text="liten text."))
    assert "dcterms:title" not in trig
    assert f"{BASE}document/skrivelse#inledning-1" in described(trig)


def test_control_characters_are_escaped(tmp_path: Path) -> None:
    trig = draft_document(written(tmp_path, text="Par\x01ker\n\nText."))
    assert "\\u0001" in trig
    assert described(trig)[f"{BASE}document/skrivelse"][f"{PREFIXES['dcterms']}title"] == "Par\x01ker"


def test_no_text_of_a_passage_is_copied(tmp_path: Path) -> None:
    trig = draft_document(written(tmp_path))
    assert "Planen antas" not in trig
    assert "Inledande ord" not in trig


def test_a_file_without_passages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StyrgrafError, match="no passage") as caught:
        draft_document(written(tmp_path, text=" \n\n"))
    assert caught.value.place is not None
    assert caught.value.remedy


@pytest.mark.parametrize("slug", ["", "a b", "a>b", "a/b", "-a", "a--b", "a#b"])
def test_a_slug_that_would_break_the_iri_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(StyrgrafError, match="cannot be the name"):
        draft_document(written(tmp_path), slug)


def test_unreadable_files_say_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        draft_document(tmp_path / "missing.txt")
    path = tmp_path / "latin.txt"
    path.write_bytes("Överföring".encode("latin-1"))
    with pytest.raises(UnreadableFileError, match="not UTF-8"):
        draft_document(path)


def test_a_draft_is_written_to_its_file(tmp_path: Path) -> None:
    source, output = written(tmp_path), tmp_path / "ut.trig"
    draft_file(source, output, "parker")
    assert output.read_text(encoding="utf-8") == draft_document(source, "parker")


def test_a_draft_never_overwrites(tmp_path: Path) -> None:
    source, output = written(tmp_path), written(tmp_path, "ut.trig", "a person's work")
    with pytest.raises(StyrgrafError, match="exists"):
        draft_file(source, output)
    assert output.read_text(encoding="utf-8") == "a person's work"


def test_a_failed_draft_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(StyrgrafError):
        draft_file(written(tmp_path, text=""), tmp_path / "ut.trig")
    assert [path.name for path in tmp_path.iterdir()] == ["skrivelse.txt"]


def test_the_real_documents_can_be_drafted() -> None:
    paths = sorted(SEEDS.glob("*.txt"))
    if not paths:
        pytest.skip(f"the folder of sources is not here: {SEEDS}")
    for path in paths:
        passages = cut(path.read_text(encoding="utf-8"))
        assert len(described(draft_document(path))) == len(passages) + 1
