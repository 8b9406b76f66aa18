"""Retracting documents: what is written, what leaves the facts in force, and what stays."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from small_graphs import HEAD, MakeRoot
from styrgraf.documents.canonical import canonical_text, format_file
from styrgraf.documents.layout import find_layout
from styrgraf.documents.parse import parse_text
from styrgraf.documents.retract import Retraction, retract
from styrgraf.errors import StyrgrafError, UnreadableFileError
from styrgraf.namespaces import BASE, SG
from styrgraf.reason import open_graph
from styrgraf.reports.retraction import render_retraction
from styrgraf.reports.why import why_text
from styrgraf.store import Graph, Iri

DAY = "2026-01-02"
TRANSFER = Iri(f"{BASE}transfer/X-2020-1/1")
DOCUMENT = """
# Om hela filen.

<document/{name}> {{
  <document/{name}> a sg:Document ; skos:prefLabel "Dokument {name}"@sv, "Document {name}"@en .
  # Stycket är stycke 1.
  <document/{name}#stycke-1> a sg:Passage ; sg:passageOf <document/{name}> ; sg:ordinal 1 ; sg:position 1 .
  <document/{name}#stycke-1-lasning> a sg:Reading ; sg:readingOf <document/{name}#stycke-1> .
}}
<document/{name}#stycke-1> {{ {stated} }}
<document/{name}#stycke-1-lasning> {{ {read} }}
# Sist i filen.
"""
MONEY = '<transfer/X-2020-1/1> a sg:Transfer ; sg:amount {amount} ; sg:currency "SEK" .'
NAMED = MONEY.format(amount="1500.50") + ' <transfer/X-2020-1/1> skos:prefLabel "överföringen"@sv .'
IN_CASE = "<transfer/X-2020-1/1> sg:inCase <case/X-2020-1> ."


def _document(name: str, stated: str = NAMED, read: str = IN_CASE) -> str:
    return DOCUMENT.format(name=name, stated=stated, read=read)


def _retract(root: Path, ident: str = "a", *, reason: str | None = None, dry_run: bool = False) -> Retraction:
    return retract(find_layout(root), ident, date=DAY, reason=reason, language="sv", dry_run=dry_run)


def _data(root: Path, name: str) -> Path:
    return root / "data" / f"{name}.trig"


def _sum(graph: Graph) -> tuple[Decimal, int]:
    query = "SELECT (SUM(?amount) AS ?sum) (COUNT(*) AS ?rows) WHERE { ?t a sg:Transfer ; sg:amount ?amount }"
    ((total, rows),) = graph.select(query)
    return Decimal(str(total)), int(str(rows))


def _in_force(root: Path) -> set[tuple[str, str, str]]:
    # Blank nodes of the vocabulary get new labels each time that it is read.
    return {triple for triple in Graph(find_layout(root)).triples() if "_:" not in triple[0] + triple[2]}


# What is written


def test_the_day_and_the_note_are_all_that_is_new(make_root: MakeRoot) -> None:
    path = _data(make_root(a=re.sub("(?m)^ *#.*$", "", _document("a"))), "a")
    format_file(path, check=False)
    old = path.read_text(encoding="utf-8").splitlines()
    _retract(path.parents[1], reason=' Fel "version"\n av handlingen. ')
    new = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in old if line not in new] == ['      "Document a"@en .']
    assert [line for line in new if line not in old] == [
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        '      "Document a"@en ;',
        f'    sg:retracted "{DAY}"^^xsd:date ;',
        '    skos:editorialNote "Fel \\"version\\" av handlingen."@sv .',
    ]


def test_the_file_is_canonical_whatever_it_was(make_root: MakeRoot) -> None:
    path = _data(make_root(a=_document("a")), "a")
    _retract(path.parents[1])
    text = path.read_text(encoding="utf-8")
    assert canonical_text(text, path) == text
    assert list(path.parent.iterdir()) == [path]


def test_comments_are_kept_as_fmt_keeps_them(make_root: MakeRoot) -> None:
    path = _data(make_root(a="\n" + _document("a")), "a")
    path.write_text("# Överst.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    formatted = canonical_text(path.read_text(encoding="utf-8"), path)
    _retract(path.parents[1])
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Överst.\n")
    kept = set(map(str, parse_text(formatted, path)))
    written = set(map(str, parse_text(text, path)))
    assert kept < written
    (added,) = written - kept
    assert SG.retracted in added
    assert all(f'skos:editorialNote "{note}"' in text for note in ("Stycket är stycke 1.", "Sist i filen."))


def test_without_a_language_the_note_has_no_tag(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"))
    assert retract(find_layout(root), "a", date=DAY, reason="Fel.").note == "Fel."
    assert 'skos:editorialNote "Fel."' in _data(root, "a").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", [None, "", " \n"])
def test_an_empty_reason_is_no_note(make_root: MakeRoot, reason: str | None) -> None:
    root = make_root(a=_document("a", read=""))
    assert _retract(root, reason=reason).note == ""
    assert '""' not in _data(root, "a").read_text(encoding="utf-8")


def test_a_dry_run_tells_the_same_and_writes_nothing(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"), b=_document("b", MONEY.format(amount="1500.5"), ""))
    before = _data(root, "a").read_bytes()
    planned = _retract(root, dry_run=True)
    assert _data(root, "a").read_bytes() == before
    done = _retract(root)
    assert (planned.written, done.written) == (False, True)
    assert (planned.leaving, planned.bare, planned.staying) == (done.leaving, done.bare, done.staying)


# How a document is named


@pytest.mark.parametrize(
    "ident",
    ["a", " a ", "document/a", "<document/a>", f"{BASE}document/a", f"<{BASE}document/a>", "a.trig", "data/a.trig"],
)
def test_a_document_is_named_by_short_name_iri_or_file(make_root: MakeRoot, ident: str) -> None:
    root = make_root(a=_document("a"), b=_document("b"))
    assert _retract(root, ident).document == f"{BASE}document/a"


def test_a_file_is_named_from_the_current_folder(make_root: MakeRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_root(a=_document("a"), b=_document("b"))
    (root / "elsewhere").mkdir()
    monkeypatch.chdir(root / "elsewhere")
    assert _retract(root, "../data/b.trig").path == _data(root, "b")


def test_an_unknown_name_is_an_error_with_near_names(make_root: MakeRoot) -> None:
    root = make_root(a=_document("STK-2023-822-tjansteskrivelse"), b=_document("malmo-se-om"))
    with pytest.raises(StyrgrafError, match="“STK-2023-822-tjänsteskrivelse” names no document here") as caught:
        _retract(root, "STK-2023-822-tjänsteskrivelse")
    assert caught.value.remedy == "did you mean: STK-2023-822-tjansteskrivelse"


@pytest.mark.parametrize("ident", ["", "Qqqq", ".", "/", "\udcff", "x" * 5000, "case/X-2020-1", "a\0b"])
def test_what_names_no_document_is_one_clear_error(make_root: MakeRoot, ident: str) -> None:
    with pytest.raises(StyrgrafError, match="names no document here"):
        _retract(make_root(STK=_document("STK-2023-822")), ident)


def test_editorial_data_are_no_document(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"), names='<editorial/names> { <case/X-2020-1> skos:prefLabel "X"@en . }')
    with pytest.raises(StyrgrafError, match=r"names\.trig: no document is described in this file"):
        _retract(root, "data/names.trig")


def test_a_document_that_is_only_mentioned_has_no_file_to_retract(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a", "<document/bilaga> a sg:Document ."))
    with pytest.raises(StyrgrafError, match=r"a\.trig:\d+:\d+: bilaga is only mentioned"):
        _retract(root, "bilaga")


def test_a_file_of_two_documents_must_be_told_apart(make_root: MakeRoot) -> None:
    root = make_root(both=_document("a") + _document("b"))
    with pytest.raises(StyrgrafError, match="more than one document") as caught:
        _retract(root, "both.trig")
    assert caught.value.remedy == "name one of a, b"
    assert _retract(root, "b").document == f"{BASE}document/b"


# What cannot be done


def test_a_document_is_retracted_once(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"))
    _retract(root)
    path = _data(root, "a")
    before = path.read_bytes()
    line = next(n for n, text in enumerate(before.decode().splitlines(), start=1) if "sg:retracted" in text)
    with pytest.raises(StyrgrafError, match=f"a is retracted already, since {DAY}") as caught:
        retract(find_layout(root), "a", date="2026-01-03")
    assert caught.value.place is not None
    assert (caught.value.place.path, caught.value.place.line) == (path, line)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("date", "what"),
    [
        ("", "“” is not a day"),
        ("igår", "is not a day"),
        ("20260102", "is not a day"),
        ("2026-W01-5", "is not a day"),
        ("2026-1-2", "is not a day"),
        ("2026-01", "is not a day"),
        ("２０２６-01-02", "is not a day"),
        ("2026-01-02T00:00", "is not a day"),
        ("2026-02-30", "there is no such day as 2026-02-30"),
        ("2025-02-29", "there is no such day"),
        ("0000-01-01", "there is no such day"),
        ("9999-12-31", "yet to come"),
    ],
)
def test_a_date_is_a_day_of_the_calendar_that_has_come(make_root: MakeRoot, date: str, what: str) -> None:
    root = make_root(a=_document("a"))
    before = _data(root, "a").read_bytes()
    with pytest.raises(StyrgrafError, match=what):
        retract(find_layout(root), "a", date=date)
    assert _data(root, "a").read_bytes() == before


def test_a_note_is_in_swedish_or_english(make_root: MakeRoot) -> None:
    with pytest.raises(StyrgrafError, match="a note cannot be in “de”"):
        retract(find_layout(make_root(a=_document("a"))), "a", date=DAY, reason="Falsch.", language="de")


def test_a_read_only_file_is_left_whole(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"))
    path = _data(root, "a")
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(StyrgrafError, match=r"a\.trig: the file is read-only"):
        _retract(root)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    assert _retract(root, dry_run=True).leaving


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are those of POSIX")
def test_a_write_that_breaks_off_leaves_the_file_whole(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"))
    path = _data(root, "a")
    before = path.read_bytes()
    program = f"""
import resource, signal
from pathlib import Path
from styrgraf.documents.layout import find_layout
from styrgraf.documents.retract import retract
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
layout = find_layout(Path({str(root)!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
retract(layout, "a", date={DAY!r})
"""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert "StyrgrafError" in done.stderr
    assert "cannot write the file: file too large" in done.stderr
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_file_with_a_syntax_error_is_named_and_nothing_is_written(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"), b="<document/b> { <document/b> a }")
    before = _data(root, "a").read_bytes()
    with pytest.raises(UnreadableFileError, match=r"b\.trig:\d+"):
        _retract(root)
    assert _data(root, "a").read_bytes() == before


# What is left without it


def test_what_leaves_is_what_the_default_graph_loses(make_root: MakeRoot) -> None:
    root = make_root(
        a=_document("a"),
        b=_document("b", MONEY.format(amount="1500.5"), ""),
        names='<editorial/names> { <transfer/X-2020-1/1> skos:prefLabel "the transfer"@en . }',
    )
    # In canonical form first, so that notes made of comments do not count.
    for path in find_layout(root).data_files():
        format_file(path, check=False)
    before = _in_force(root)
    retraction = _retract(root)
    after = _in_force(root)
    assert {predicate for _, predicate, _ in after - before} == {f"<{SG.retracted}>"}
    assert {predicate.rpartition("#")[2] for _, predicate, _ in before - after} == {"inCase>", "prefLabel>"}
    assert retraction.leaving == len(before - after) == 2
    assert [(fact.predicate.rpartition("#")[2], fact.value) for fact in retraction.staying] == [
        ("type", SG.Transfer),
        ("amount", "1500.5"),
        ("currency", "SEK"),
    ]
    assert {fact.place.path for fact in retraction.staying} == {_data(root, "b")}


def test_a_sum_is_unchanged_when_a_corroborating_document_is_retracted(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"), b=_document("b"))
    assert _sum(open_graph(root)) == (Decimal("1500.5"), 1)
    assert _retract(root).leaving == 0
    graph = open_graph(root)
    assert _sum(graph) == (Decimal("1500.5"), 1)
    assert not graph.source(f"{BASE}document/a#stycke-1").in_force
    assert _retract(root, "b").leaving == 5
    assert _sum(open_graph(root)) == (Decimal(0), 0)


def test_why_still_tells_what_a_retracted_document_states(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"), b=_document("b", MONEY.format(amount="1500.5"), ""))
    _retract(root)
    text = " ".join(why_text(open_graph(root), TRANSFER).split())
    assert "Dokument a, stycke 1 (gäller inte längre)" in text
    assert "Dokument b, stycke 1" in text
    assert "Dokument b, stycke 1 (gäller inte längre)" not in text


def test_things_that_nothing_describes_any_more_are_told_with_what_leads_to_them(make_root: MakeRoot) -> None:
    facts = '<case/X-2020-1> a sg:Case ; skos:prefLabel "ärendet"@sv . <body/n> a sg:PoliticalBody .'
    root = make_root(
        a=_document("a", facts + ' <body/n> skos:prefLabel "nämnden"@sv .'),
        b=_document("b", "<transfer/X-2020-1/1> sg:inCase <case/X-2020-1> . <body/n> a sg:PoliticalBody .", ""),
    )
    retraction = _retract(root)
    body, case = retraction.bare
    assert (case.iri, case.labels, case.loses_type, case.loses_name) == (
        f"{BASE}case/X-2020-1",
        {"sv": "ärendet"},
        True,
        True,
    )
    (mention,) = case.mentions
    assert (mention.subject, mention.predicate, mention.place.path) == (TRANSFER, SG.inCase, _data(root, "b"))
    assert (body.iri, body.loses_type, body.loses_name) == (f"{BASE}body/n", False, True)


def test_a_fact_of_another_retracted_document_does_not_keep_one_in_force(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"), b=_document("b"))
    _retract(root, "b")
    retraction = _retract(root)
    assert (retraction.leaving, retraction.staying) == (5, ())


def test_of_a_superseded_document_no_fact_was_in_force(make_root: MakeRoot) -> None:
    text = _document("a").replace("a sg:Document ;", "a sg:Document ; dcterms:isReplacedBy <document/b> ;", 1)
    root = make_root(a=text, b=_document("b", "", ""))
    retraction = _retract(root)
    assert (retraction.superseded, retraction.leaving, retraction.bare) == (True, 0, ())
    assert "Dokumentet var redan ersatt" in render_retraction(retraction)


def test_the_memo_of_the_first_case(make_root: MakeRoot, texts: Graph) -> None:
    root = make_root()
    for path in texts.layout.data_files():
        copy = root / "data" / path.relative_to(texts.layout.data)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    before = _in_force(root)
    retraction = _retract(root, "STK-2023-822-tjansteskrivelse")
    after = _in_force(root)
    assert retraction.leaving == len(before - after) > 100
    assert len(after - before) == 1
    assert _sum(open_graph(root)) == (Decimal(0), 0)
    assert any(thing.iri.endswith("transfer/STK-2023-822/1") for thing in retraction.bare)
    assert f"{BASE}unit/stadskontoret" in {fact.subject for fact in retraction.staying}


# The report


def _told(make_root: MakeRoot) -> tuple[Path, Retraction]:
    root = make_root(
        a=_document("a"),
        b=_document("b", MONEY.format(amount="1500.50"), ""),
        names='<editorial/names> { <case/X-2020-1> skos:prefLabel "the\u2028case"@en . }',
        c=_document("c", "<case/X-2020-1> a sg:Case .", ""),
    )
    _retract(root, "b")
    return root, _retract(root, "c", reason="Fel.", dry_run=True)


def test_the_report_in_text(make_root: MakeRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    root, retraction = _told(make_root)
    monkeypatch.chdir(root)
    line = (HEAD + _document("a")).partition("sg:inCase")[0].count("\n") + 1
    assert render_retraction(retraction, language="en").splitlines() == [
        "Document c",
        f"<{BASE}document/c>",
        "data/c.trig",
        "retracted: 2 January 2026",
        "why: Fel.",
        "nothing is written",
        "",
        "Facts stated nowhere else, and so no longer in force: 1.",
        "What rules derive from them leaves the facts in force too.",
        "styrgraf why still tells what the document states.",
        "",
        "WHAT NO OTHER DOCUMENT DESCRIBES OR NAMES",
        "",
        "  • the case <case/X-2020-1> (now without kind)",
        f"    left in data/names.trig:{len(HEAD.splitlines()) + 1}: case/X-2020-1 skos:prefLabel “the case”",
        f"    left in data/a.trig:{line}: transfer/X-2020-1/1 sg:inCase case/X-2020-1",
    ]


def test_the_report_in_swedish(make_root: MakeRoot) -> None:
    root = make_root(a=_document("a"), b=_document("b", MONEY.format(amount="1500.50"), ""))
    text = render_retraction(_retract(root), language="sv")
    assert "återkallat: 2 januari 2026" in text
    assert "inget är skrivet" not in text
    assert "2 av dokumentets uppgifter uppges ingen annanstans och gäller inte längre." in text
    assert "• överföringen <transfer/X-2020-1/1> (nu utan namn)" in text
    assert "GÄLLER FORTFARANDE, EFTERSOM ANDRA UPPGER DET" in text
    assert "• transfer/X-2020-1/1 sg:amount “1500.50”" in text


def test_the_report_in_json(make_root: MakeRoot) -> None:
    root, retraction = _told(make_root)
    content = json.loads(render_retraction(retraction, "json", "sv", root))
    (thing,) = content.pop("bare")
    assert content == {
        "document": f"{BASE}document/c",
        "label": "Dokument c",
        "file": "data/c.trig",
        "date": DAY,
        "note": "Fel.",
        "written": False,
        "superseded": False,
        "leaving": 1,
        "staying": [],
    }
    assert (thing["label"], thing["loses"]) == ("the\u2028case", ["type"])
    assert [(mention["file"], mention["property"]) for mention in thing["mentions"]] == [
        ("data/names.trig", "http://www.w3.org/2004/02/skos/core#prefLabel"),
        ("data/a.trig", SG.inCase),
    ]


@pytest.mark.parametrize(("form", "language"), [("yaml", "sv"), ("text", "de")])
def test_another_format_or_language_is_an_error(make_root: MakeRoot, form: str, language: str) -> None:
    with pytest.raises(StyrgrafError, match=f"“{form if form == 'yaml' else language}”"):
        render_retraction(_retract(make_root(a=_document("a"))), form, language)
