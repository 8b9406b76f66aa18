from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, CONCEPT
from styrgraf.reason import open_graph
from styrgraf.search import Field, Hit, SearchIndex, find
from styrgraf.store import Graph


@pytest.fixture(scope="session")
def index(texts: Graph) -> SearchIndex:
    return SearchIndex(texts)


@pytest.fixture(scope="session")
def scanning(texts: Graph) -> SearchIndex:
    """The same where SQLite has no trigram index."""
    return SearchIndex(texts, trigrams=False)


def _short(hits: list[Hit]) -> list[str]:
    return [hit.iri.removeprefix(BASE).removeprefix(CONCEPT) for hit in hits]


_RESPONSIBILITY = "responsibility/stadskontoret/hr-avdelningen/ledarskapsutveckling"
_PAGE = "document/malmo-se-stadskontoret-vad-vi-gor"

# What is typed, what is to be found, and from which place on the list would be too late.
_EXPECTED = [
    # names as they are
    ("stadskontoret", "unit/stadskontoret", 1),
    ("Kommunfullmäktige", "body/kommunfullmaktige", 1),
    ("Carina Tempel", "person/carina-tempel", 1),
    ("carina", "person/carina-tempel", 1),
    ("ledarskapsutveckling", "topic/ledarskapsutveckling", 1),
    ("ledarskapsutveckling", _RESPONSIBILITY, 3),
    ("näringsliv och omvärld", "unit/stadskontoret/avdelningen-omvarld-och-naringsliv", 1),
    ("STORGRUPPEN", "group/serviceforvaltningen/storgruppen", 1),
    # abbreviations, and what they stand for
    ("KS", "body/kommunstyrelsen", 1),
    ("kf", "body/kommunfullmaktige", 1),
    ("KSAU", "body/kommunstyrelsens-arbetsutskott", 1),
    ("KSAU 2023-11-27", "meeting/kommunstyrelsens-arbetsutskott/2023-11-27", 1),
    ("KS 2022 § 130", "decision/kommunstyrelsen/2022/130", 1),
    ("HR", "unit/stadskontoret/hr-avdelningen", 2),
    # numbers
    ("STK-2023-822", "case/STK-2023-822", 1),
    ("822", "case/STK-2023-822", 1),
    ("stk 2023 822", "case/STK-2023-822", 1),
    ("stk2023-822", "case/STK-2023-822", 1),
    ("82", "case/STK-2022-82", 1),
    ("1472", "case/STK-2022-1472", 1),
    ("§ 130", "decision/kommunstyrelsen/2022/130", 1),
    ("§130", "decision/kommunstyrelsen/2022/130", 1),
    ("231127", "document/STK-2023-822-g-tjansteskrivelse-ksau-231127", 1),
    ("2 miljoner", "proposal/STK-2023-822/1", 1),
    # beginnings
    ("stadskontor", "unit/stadskontoret", 1),
    ("ledarskap", "topic/ledarskapsutveckling", 4),
    ("pensionsmyndig", "responsibility/stadskontoret/hr-avdelningen/pensionsmyndighet", 1),
    # inflection
    ("förvaltning", "unit-type/forvaltning", 1),
    ("förvaltningen", "unit-type/forvaltning", 1),
    ("förvaltningarna", "unit/malmo-stad/stadens-forvaltningar", 3),
    ("förvaltningars", "unit/malmo-stad/stadens-forvaltningar", 3),
    ("stadskontorets", "unit/stadskontoret", 1),
    ("stadsdirektören", "post/stadskontoret/stadsdirektor", 1),
    ("utskotten", "body-type/utskott", 1),
    ("kollektivavtalet", "topic/kollektivavtal", 1),
    ("upphandlingar", "topic/upphandling", 1),
    ("strategiska riktningarna", "initiative/serviceforvaltningen/strategiska-riktningar", 1),
    # compounds
    ("utveckling", "topic/ledarskapsutveckling", 7),
    ("försörjning", "topic/chefsforsorjning", 3),
    ("försörjning av chefer", "topic/chefsforsorjning", 1),
    ("utveckling av ledarskap", "topic/ledarskapsutveckling", 1),
    ("råd", "post/malmo-stad/kommunalrad", 1),
    ("styrelsen", "body/kommunstyrelsen", 4),
    ("chefsintroduktion", "topic/introduktion-av-chefer", 1),
    ("direktör", "post/serviceforvaltningen/servicedirektor", 2),
    ("hravdelningen", "unit/stadskontoret/hr-avdelningen", 1),
    ("etjänst", "topic/e-tjanster", 1),
    # without diacritics
    ("hallbarhetsavdelningen", "unit/stadskontoret/hallbarhetsavdelningen", 1),
    ("kommunfullmaktige", "body/kommunfullmaktige", 1),
    ("malmo stad", "body/malmo-stad", 1),
    ("forsorjning", "topic/chefsforsorjning", 3),
    # typing errors
    ("ledarskapsutvekling", "topic/ledarskapsutveckling", 1),
    ("stadskontoert", "unit/stadskontoret", 1),
    ("ekonomiavdelnigen", "unit/stadskontoret/ekonomiavdelningen", 1),
    ("komunstyrelsen", "body/kommunstyrelsen", 1),
    ("kommunfulmäktigge", "body/kommunfullmaktige", 1),
    ("bugdet", "topic/budget", 1),
    ("hallbarhetsavdelnigen", "unit/stadskontoret/hallbarhetsavdelningen", 1),
    # English
    ("city office", "unit/stadskontoret", 1),
    ("executive board", "body/kommunstyrelsen", 1),
    ("the municipal council", "body/kommunfullmaktige", 1),
    ("leadership development", "topic/ledarskapsutveckling", 1),
    ("divisions", "unit/stadskontoret/ekonomiavdelningen", 4),
    ("leadership developement", "topic/ledarskapsutveckling", 1),
    # one word of several that nothing has
    ("stadskontoret xyzzy", "unit/stadskontoret", 1),
    ("stadskontorets handläggare", "post/stadskontoret/handlaggare", 3),
    ("vem ansvarar för ledarskapsutveckling", "topic/ledarskapsutveckling", 1),
    # key phrases of passages
    ("åtgärder", "document/STK-2023-822-tjansteskrivelse#arendet-1", 1),
    ("demokratins tjänst", f"{_PAGE}#kommunikationsavdelningen-8", 1),
    # signs that mean something to a query language
    ('"stadskontoret"', "unit/stadskontoret", 1),
    ("stadskontoret*", "unit/stadskontoret", 1),
    ("-stadskontoret", "unit/stadskontoret", 1),
    ('NEAR("stadskontoret")', "unit/stadskontoret", 1),
    ("'; DROP TABLE word; -- stadskontoret", "unit/stadskontoret", 1),
    ('stadskontoret" OR "', "unit/stadskontoret", 1),
    ('stadskontoret") . ?a ?b ?c # ', "unit/stadskontoret", 1),
]


@pytest.mark.parametrize(("text", "thing", "place"), _EXPECTED)
def test_what_is_typed_finds_what_is_meant(index: SearchIndex, text: str, thing: str, place: int) -> None:
    found = _short(index.find(text))
    assert thing in found, found
    assert found.index(thing) < place, found


@pytest.mark.parametrize(("text", "thing", "place"), _EXPECTED)
def test_without_a_trigram_index_the_hits_are_the_same(
    index: SearchIndex, scanning: SearchIndex, text: str, thing: str, place: int
) -> None:
    del thing, place
    assert index.has_trigrams
    assert not scanning.has_trigrams
    assert scanning.find(text, limit=None) == index.find(text, limit=None)


@pytest.mark.parametrize("text", ["xyzzy", "qwertyuiop", "blåbärspaj", "fotboll", "99999", "zzz zzz", "þþþ", "x"])
def test_nonsense_finds_nothing(index: SearchIndex, text: str) -> None:
    assert index.find(text) == []


@pytest.mark.parametrize("text", ["823", "8222", "131", "22022"])
def test_numbers_have_no_typing_errors(index: SearchIndex, text: str) -> None:
    assert index.find(text) == []


@pytest.mark.parametrize("text", ["", " ", "\t\n", "?", '"*"', "– … –", "§", "\u00ad", "()"])
def test_without_letter_or_digit_there_is_nothing_to_look_for(index: SearchIndex, text: str) -> None:
    with pytest.raises(StyrgrafError, match="nothing to look for") as caught:
        index.find(text)
    assert "STK-2023-822" in str(caught.value)


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_is_1_or_more(index: SearchIndex, limit: int) -> None:
    with pytest.raises(StyrgrafError, match=f"{limit} hits cannot be given"):
        index.find("budget", limit=limit)


def test_a_language_that_nothing_is_named_in_is_an_error(index: SearchIndex) -> None:
    with pytest.raises(StyrgrafError, match="nothing is named in “de”") as caught:
        index.find("budget", language="de")
    assert "en, sv" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "field", "matched"),
    [
        ("stadskontoret", Field.LABEL, "stadskontoret"),
        ("KSAU", Field.OTHER_NAME, "KSAU"),
        ("822", Field.NUMBER, "STK-2023-822"),
        ("ledarutvecklingsinsatser", Field.TITLE, "G-Tjänsteskrivelse KSAU 231127 Överföring av medel för"),
        ("arendehanteringssystem", Field.LABEL, "dokument- och ärendehanteringssystem"),
        ("arendeprocessen xyzzy", Field.LABEL, "ärendeprocessen och ärendehanteringssystemet"),
        ("åtgärder", Field.KEY_PHRASE, "utveckling av åtgärder"),
    ],
)
def test_a_hit_says_what_matched(index: SearchIndex, text: str, field: Field, matched: str) -> None:
    hit = index.find(text)[0]
    assert (hit.field, hit.matched[: len(matched)]) == (field, matched)


def test_a_key_phrase_is_told_with_its_passage(index: SearchIndex) -> None:
    first, *_ = index.find("åtgärder")
    assert first.label == "Tjänsteskrivelse i STK-2023-822: Ärendet 1"
    assert first.type == "ställe"
    (title,) = [hit for hit in index.find("STK-2023-822") if hit.iri.endswith("#titel")]
    assert title.label == "Tjänsteskrivelse i STK-2023-822"


def test_names_are_in_the_language_asked_for_or_else_in_that_of_the_match(index: SearchIndex) -> None:
    def first(text: str, language: str | None) -> tuple[str, str]:
        hit = index.find(text, language=language)[0]
        return hit.type, hit.label

    assert first("city office", "sv") == ("enhet", "stadskontoret")
    assert first("city office", None) == ("organizational unit", "the City Office")
    assert first("budget", None) == ("begrepp", "budget")
    assert first("stadskontoret", None) == ("enhet", "stadskontoret")
    assert first("stadskontoret", "en") == ("organizational unit", "the City Office")


@pytest.mark.parametrize("text", ["KS 2022 § 130", "KSAU 2023-11-27"])
def test_a_short_name_stands_for_the_name_as_good_as_written_out(index: SearchIndex, text: str) -> None:
    assert index.find(text)[0].score > 0.9


def test_names_that_hold_every_word_keep_out_those_that_hold_some(index: SearchIndex) -> None:
    assert {hit.field for hit in index.find("HR-avdelningen", limit=None) if hit.label != "HR-avdelningen"} == {
        Field.KEY_PHRASE
    }
    assert "unit/stadskontoret/ekonomiavdelningen" in _short(index.find("zoo-avdelningen", limit=None))


# Ranking, in a graph where each kind of match has one thing


_RANKED = """<document/d> {
  <unit/exakt> a org:OrganizationalUnit ; skos:prefLabel "bygglov"@sv .
  <unit/ord> a org:OrganizationalUnit ; skos:prefLabel "enheten för bygglov"@sv .
  <unit/borjan> a org:OrganizationalUnit ; skos:prefLabel "bygglovsenheten"@sv .
  <unit/bojt> a org:OrganizationalUnit ; skos:prefLabel "byggloven"@sv .
  <unit/del> a org:OrganizationalUnit ; skos:prefLabel "attefallsbygglov"@sv .
  <unit/fel> a org:OrganizationalUnit ; skos:prefLabel "byglov"@sv .
  <figure/siffra> a sg:Figure ; skos:prefLabel "bygglov"@sv .
  <case/ABC-2020-1> a sg:Case ; dcterms:identifier "ABC-2020-1" ; dcterms:title "bygglov"@sv .
  <document/d#p-1> a sg:Passage ; sg:passageOf <document/d> ; sg:heading "P" ; sg:ordinal 1 ; sg:keyPhrase "bygglov" .
  <unit/lang> a org:OrganizationalUnit ; skos:prefLabel "förskola"@sv ; skos:altLabel "barnstugan"@sv .
  <unit/annan> a org:OrganizationalUnit ; skos:prefLabel "forskola"@sv .
}"""


@pytest.fixture
def ranked(make_root: MakeRoot) -> Graph:
    return open_graph(make_root(d=_RANKED))


def test_exact_comes_before_word_inflection_part_and_typing_error(ranked: Graph) -> None:
    found = _short(find(ranked, "bygglov", limit=None))
    units = [thing for thing in found if thing.startswith("unit/")]
    assert units == ["unit/exakt", "unit/ord", "unit/bojt", "unit/borjan", "unit/del", "unit/fel"]


def test_each_kind_of_match_has_a_lower_score(ranked: Graph) -> None:
    scores = {hit.iri.removeprefix(BASE): hit.score for hit in find(ranked, "byggloven", limit=None)}
    assert scores["unit/bojt"] == 1.0
    assert 1 > scores["unit/exakt"] >= scores["unit/ord"] > scores["unit/del"] > 0
    assert all(0 < score <= 1 for score in scores.values())


def test_among_equals_agents_come_before_figures_and_passages(ranked: Graph) -> None:
    found = _short(find(ranked, "bygglov", limit=None))
    assert found.index("unit/exakt") < found.index("figure/siffra") < found.index("document/d#p-1")
    assert found[0] == "unit/exakt"


def test_the_shorter_name_comes_first(index: SearchIndex) -> None:
    lengths: dict[float, int] = {}
    hits = [hit for hit in index.find("ledarskapsutveckling", limit=None) if hit.type == "uppdrag"]
    assert len(hits) > 1
    for hit in hits:
        assert len(hit.matched) >= lengths.get(hit.score, 0)
        lengths[hit.score] = len(hit.matched)


def test_what_is_typed_with_diacritics_ranks_above_what_has_others(ranked: Graph) -> None:
    assert _short(find(ranked, "förskola"))[:2] == ["unit/lang", "unit/annan"]
    assert _short(find(ranked, "forskola"))[:2] == ["unit/annan", "unit/lang"]
    with_, without = (find(ranked, text)[0].score for text in ("förskola", "forskola"))
    assert with_ == without == 1.0
    assert find(ranked, "förskola")[1].score < find(ranked, "forskola")[1].score < 1


def test_a_former_name_finds_the_thing_and_what_is_named_after_it(ranked: Graph) -> None:
    hit = find(ranked, "barnstuga")[0]
    assert (hit.iri, hit.label, hit.field) == (f"{BASE}unit/lang", "förskola", Field.OTHER_NAME)


def test_a_compound_finds_its_parts_written_apart(make_root: MakeRoot) -> None:
    names = ["försörjning av chefer", "chefers lön", "försörjning med lokaler"]
    facts = "".join(f'<unit/{at}> skos:prefLabel "{name}"@sv . ' for at, name in enumerate(names))
    graph = open_graph(make_root(d=f"<document/d> {{ {facts} }}"))

    def units(text: str) -> list[str]:
        return [thing for thing in _short(find(graph, text)) if thing.startswith("unit/")]

    assert units("chefsförsörjning") == ["unit/0"]
    assert units("lokalförsörjning") == ["unit/2"]


def test_passages_that_are_no_longer_in_force_are_not_found(make_root: MakeRoot) -> None:
    old = """<document/old> {
      <document/old> a sg:Document ; dcterms:isReplacedBy <document/new> .
      <document/old#p-1> a sg:Passage ; sg:passageOf <document/old> ; sg:keyPhrase "gamla regler om zebror" .
    }
    <document/old#p-1> { <unit/zebra> skos:prefLabel "enheten för zebror"@sv }"""
    assert find(open_graph(make_root(old=old)), "zebror") == []
    assert find(open_graph(make_root(old=old)), "gamla regler") == []
    kept = open_graph(make_root(old=old.replace("dcterms:isReplacedBy", "dcterms:replaces")))
    assert _short(find(kept, "zebror")) == ["unit/zebra", "document/old#p-1"]
    assert _short(find(kept, "gamla regler")) == ["document/old#p-1"]


def test_a_name_in_another_script_is_found(make_root: MakeRoot) -> None:
    data = '<document/d> { <person/a> skos:prefLabel "Łukasz Żółć"@sv . <person/b> skos:prefLabel "Søren Ærø"@sv }'
    graph = open_graph(make_root(d=data))
    assert _short(find(graph, "lukasz zolc")) == ["person/a"]
    assert _short(find(graph, "soren aro")) == ["person/b"]


# Whatever is typed


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40), st.sampled_from("aåö3§eé"), st.text(max_size=40))
def test_text_with_a_letter_or_digit_never_fails(index: SearchIndex, before: str, sign: str, after: str) -> None:
    text = f"{before}{sign if sign != '§' else '§7'}{after}"
    hits = index.find(text, limit=None)
    assert hits == index.find(text, limit=None)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.iri for hit in hits}) == len(hits)
    assert all(0 < hit.score <= 1 for hit in hits)


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.characters(), max_size=30))
def test_any_text_gives_hits_or_an_error_that_says_what_is_right(index: SearchIndex, text: str) -> None:
    try:
        index.find(text)
    except StyrgrafError as error:
        assert error.remedy  # noqa: PT017 - what fails differs from text to text


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(['"', "*", "NEAR(", " OR ", " AND ", "NOT ", "-", "^", "{", ":", "stad", "å", ")", "'"]))
)
def test_what_means_something_to_the_trigram_index_is_text(
    index: SearchIndex, scanning: SearchIndex, parts: list[str]
) -> None:
    text = f"kommun{''.join(parts)}"
    assert index.find(text) == scanning.find(text)


@pytest.mark.parametrize(
    "text", ["stad " * 5000, "å" * 100_000, "ab" * 50_000, " ".join(f"ord{n}" for n in range(3000))]
)
def test_a_text_pasted_by_mistake_is_cut(index: SearchIndex, text: str) -> None:
    assert len(index.find(text)) <= 10


def test_words_behind_the_24th_do_not_count(index: SearchIndex) -> None:
    assert index.find(f"{'xyzzy ' * 23}stadskontoret")
    assert index.find(f"{'xyzzy ' * 24}stadskontoret") == []


def test_the_order_is_the_same_from_index_to_index(index: SearchIndex, texts: Graph) -> None:
    for text in ("ledarskap", "avdelning", "stöd", "2023"):
        assert find(texts, text, limit=None) == index.find(text, limit=None)


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_a_limit_cuts_the_list_and_changes_nothing_else(index: SearchIndex, limit: int) -> None:
    assert index.find("ledarskap", limit=limit) == index.find("ledarskap", limit=None)[:limit]
