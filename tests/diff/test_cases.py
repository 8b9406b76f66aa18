"""What a pull request changed, checked by hand: the facts, and what they do."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from diff.repositories import MakeRepository, Repository, short, term, thing
from styrgraf.diff import Diff, Difference, Effects, Event, How, Join, Layer, diff, open_sides
from styrgraf.documents.canonical import format_file
from styrgraf.namespaces import PREFIXES
from styrgraf.score import Count
from styrgraf.store import Iri, Text

MEMO = "data/arenden/STK-2023-822-tjansteskrivelse.trig"
DUTIES = "data/organisation/malmo-se-stadskontoret-vad-vi-gor.trig"
PRESS = "data/forvaltningar/mynewsdesk-com-louise-strand-servicedirektor.trig"
PASSAGE = "document/STK-2023-822-tjansteskrivelse#"
TRANSFER = thing("transfer/STK-2023-822/1")
DECISION = thing("decision/kommunstyrelsen/2022/130")
POT = thing("appropriation/kommunstyrelsens-anslag-till-forfogande/2023/ledarskapsutveckling")
DIRECTOR = thing("post/serviceforvaltningen/servicedirektor")
NO_EFFECTS = Effects()


def passages(*fragments: str) -> tuple[Iri, ...]:
    return tuple(thing(PASSAGE + fragment) for fragment in fragments)


def about_city(found: Diff) -> list[Difference]:
    return [fact for fact in found.facts if fact.layer is Layer.CITY]


def sums(found: Diff) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Give sums before and after, by status and year."""
    told = {}
    for one in found.effects.sums:
        status = one.status.rpartition("/")[2] if one.status else ""
        told[f"{status} {one.year}"] = (one.before, one.after)
    return told


def shares(found: Diff) -> dict[str, tuple[Count, Count]]:
    return {f"{one.measure} {one.aspect}": (one.before, one.after) for one in found.effects.shares}


def test_a_leader_is_changed(repository: MakeRepository) -> None:
    repo = repository(PRESS)
    repo.edit(
        PRESS,
        ("org:member <person/louise-strand>", "org:member <person/anna-andersson>"),
        (
            '<person/louise-strand> a foaf:Person ;\n    skos:prefLabel "Louise Strand"@sv',
            '<person/anna-andersson> a foaf:Person ;\n    skos:prefLabel "Anna Andersson"@sv',
        ),
    )
    found = repo.compare()
    source = (thing("document/mynewsdesk-com-louise-strand-servicedirektor#uppgift-1"),)
    changed = [fact for fact in found.facts if fact.how is How.CHANGED]
    assert changed == [
        Difference(
            How.CHANGED,
            Layer.CITY,
            thing("membership/louise-strand/servicedirektor"),
            term("org:member"),
            thing("person/louise-strand"),
            thing("person/anna-andersson"),
            source,
            source,
        )
    ]
    # The type and the name of the one leave with her, those of the other come.
    assert sorted((fact.how, fact.subject) for fact in found.facts if fact.how is not How.CHANGED) == [
        (How.ADDED, thing("person/anna-andersson")),
        (How.ADDED, thing("person/anna-andersson")),
        (How.REMOVED, thing("person/louise-strand")),
        (How.REMOVED, thing("person/louise-strand")),
    ]
    (holders,) = found.effects.holders
    assert (holders.post, short(holders.left), short(holders.came)) == (
        DIRECTOR,
        ["person/louise-strand"],
        ["person/anna-andersson"],
    )
    assert found.documents == ()
    assert (found.effects.joined, found.effects.sums) == ((), ())


def test_the_paragraph_of_a_decision_is_removed(repository: MakeRepository) -> None:
    repo = repository()
    repo.edit(
        MEMO,
        ("true ;\n    sg:paragraph 130 .\n  <figure", "true .\n  <figure"),
        ("true ;\n    sg:paragraph 130 .\n  <initiative", "true .\n  <initiative"),
    )
    found = repo.compare()
    number = Text("130", datatype=f"{PREFIXES['xsd']}integer")
    left = passages("arendet-1", "sammanfattning-1")
    assert found.facts == (Difference(How.REMOVED, Layer.CITY, DECISION, term("paragraph"), number, None, left),)
    # Its name is made of body, year and §; without the § a rule no longer makes it.
    assert {str(one.value) for one in found.effects.underived} == {
        "kommunstyrelsen 2022 § 130",
        "the executive board 2022 § 130",
    }
    # Of the two decisions only this one had a §.
    assert shares(found)["decisions paragraph"] == (Count(1, 2), Count(0, 2))
    assert found.effects.joined == found.effects.parted == ()


def test_a_paragraph_that_another_passage_still_states(repository: MakeRepository) -> None:
    repo = repository()
    repo.edit(MEMO, ("true ;\n    sg:paragraph 130 .\n  <figure", "true .\n  <figure"))
    (fact,) = repo.compare().facts
    assert (fact.how, fact.left, fact.kept) == (
        How.REMOVED,
        passages("sammanfattning-1"),
        passages("arendet-1"),
    )


def test_an_amount_is_corrected(repository: MakeRepository) -> None:
    repo = repository()
    repo.edit(
        MEMO,
        (
            'sg:amount 2000000.00 ;\n    sg:currency "SEK" ;\n    sg:paidTo',
            'sg:amount 3000000.00 ;\n    sg:currency "SEK" ;\n    sg:paidTo',
        ),
    )
    found = repo.compare()
    (fact,) = found.facts
    assert (fact.how, fact.subject, str(fact.old), str(fact.new)) == (
        How.CHANGED,
        TRANSFER,
        "2000000",
        "3000000",
    )
    assert fact.left == fact.reached == passages("forslag-till-beslut-2")
    assert sums(found) == {"foreslagen 2023": (Decimal(2_000_000), Decimal(3_000_000))}
    # Two million are set aside, so three are now too many.
    (conflict,) = found.effects.conflicts
    assert conflict.before is None
    assert conflict.after is not None
    assert (conflict.after.about, conflict.after.total) == (POT, Decimal(3_000_000))
    (flow,) = found.effects.flows
    assert flow.flow == TRANSFER


def split_passage(repo: Repository) -> None:
    year = 'sg:year "2023"^^xsd:gYear'
    repo.edit(
        MEMO,
        (
            f"/2023> ;\n    {year} .\n}}\n\np:forslag-till-beslut-2-lasning",
            "/2023> .\n}\n\np:forslag-till-beslut-2-lasning",
        ),
        (
            "p:beslutsunderlag-1 {",
            f"p:forslag-till-beslut-3 {{\n  <transfer/STK-2023-822/1> {year} .\n}}\n\np:beslutsunderlag-1 {{",
        ),
        (
            "  p:beslutsunderlag-1 a sg:Passage ;",
            '  p:forslag-till-beslut-3 a sg:Passage ; sg:heading "Förslag till beslut" ; sg:ordinal 3 ;\n'
            "    sg:passageOf <document/STK-2023-822-tjansteskrivelse> .\n  p:beslutsunderlag-1 a sg:Passage ;",
        ),
    )


def test_a_passage_is_split(repository: MakeRepository) -> None:
    repo = repository()
    split_passage(repo)
    found = repo.compare()
    (moved,) = about_city(found)
    assert (moved.how, moved.subject, moved.predicate, str(moved.new)) == (How.MOVED, TRANSFER, term("year"), "2023")
    assert (moved.left, moved.reached) == (passages("forslag-till-beslut-2"), passages("forslag-till-beslut-3"))
    # Four statements describe the new passage: that it is one, its heading, its number and its document.
    assert [fact.layer for fact in found.facts].count(Layer.EVIDENCE) == 4
    (change,) = found.documents
    assert (change.event, change.passages) == (Event.PASSAGES_ADDED, passages("forslag-till-beslut-3"))
    assert found.effects == NO_EFFECTS


def test_a_document_is_retracted(repository: MakeRepository) -> None:
    repo = repository()
    repo.edit(MEMO, ("    sg:fileName", '    sg:retracted "2026-01-02"^^xsd:date ;\n    sg:fileName'))
    found = repo.compare()
    assert about_city(found) == []
    (fact,) = found.facts
    assert (fact.layer, fact.predicate) == (Layer.EVIDENCE, term("retracted"))
    (change,) = found.documents
    assert (change.event, str(change.value)) == (Event.RETRACTED, "2026-01-02")
    # Nothing else tells of the case: all that it came of, and all the money, goes.
    assert sums(found) == {"avsatt 2023": (Decimal(2_000_000), None), "foreslagen 2023": (Decimal(2_000_000), None)}
    assert Join(thing("assignment/STK-2022-82"), DECISION, direct=True, part=False) in found.effects.parted
    assert Join(thing("assignment/STK-2022-82/11"), DECISION, direct=False, part=False) in found.effects.parted
    assert found.effects.joined == ()
    assert short(found.effects.cases) == ["case/STK-2022-1472", "case/STK-2022-82", "case/STK-2023-822"]
    # The § leaves; the name of kommunstyrelsen, which the page on stadskontoret states too, does not.
    lost = {(one.subject, one.predicate) for one in found.left_force}
    assert (DECISION, term("paragraph")) in lost
    assert (thing("body/kommunstyrelsen"), term("skos:prefLabel")) not in lost
    assert found.entered_force == ()


def test_a_document_is_superseded(repository: MakeRepository) -> None:
    repo = repository()
    successor = "document/komin-arbetssatt-och-bakgrund"
    repo.edit(DUTIES, ("    sg:fileName", f"    dcterms:isReplacedBy <{successor}> ;\n    sg:fileName"))
    found = repo.compare()
    (change,) = found.documents
    assert (change.event, change.value) == (Event.SUPERSEDED, thing(successor))
    # That the money touches the HR division follows from its responsibility, which only that page states.
    assert {(one.subject, one.value) for one in found.effects.underived} == {
        (TRANSFER, thing("unit/stadskontoret/hr-avdelningen")),
        (POT, thing("unit/stadskontoret/hr-avdelningen")),
    }
    assert found.effects.sums == ()
    assert about_city(found) == []


def test_a_fact_moves_to_another_document(repository: MakeRepository) -> None:
    repo = repository()
    fact = "<decision/STK-2022-1472/budget-2023> sg:inCase <case/STK-2022-1472> ."
    repo.edit(MEMO, (f"  {fact}\n", ""))
    page = repo.folder / DUTIES
    text = page.read_text(encoding="utf-8")
    page.write_text(text + f"\np:hr-avdelningen-6 {{\n  {fact}\n}}\n", encoding="utf-8")
    found = repo.compare()
    (moved,) = found.facts
    assert moved.how is How.MOVED
    assert moved.left == passages("arendet-1-lasning")
    assert short(moved.reached) == ["document/malmo-se-stadskontoret-vad-vi-gor#hr-avdelningen-6"]
    assert found.effects.joined == found.effects.parted == ()


def test_a_thing_is_renamed(repository: MakeRepository) -> None:
    repo = repository()
    repo.edit(MEMO, ('"satsning på chefs- och ledarskapsutveckling"@sv', '"chefssatsningen"@sv'))
    found = repo.compare()
    (renaming,) = found.renamed
    assert short([renaming.thing]) == ["initiative/malmo-stad/chefs-och-ledarskapsutveckling"]
    assert (renaming.language, renaming.old, renaming.new) == (
        "sv",
        ("satsning på chefs- och ledarskapsutveckling",),
        ("chefssatsningen",),
    )
    (fact,) = found.facts
    assert fact.how is How.CHANGED
    assert found.effects == NO_EFFECTS


def test_a_name_in_one_more_passage_is_no_renaming(repository: MakeRepository) -> None:
    repo = repository()
    repo.edit(
        MEMO,
        (
            "  <case/STK-2022-82> a sg:Case ;",
            '  <case/STK-2022-82> a sg:Case ;\n    skos:prefLabel "ledarskapsuppdraget"@sv ;',
        ),
    )
    found = repo.compare()
    assert found.renamed == ()
    (fact,) = found.facts
    assert fact.how is How.ADDED


def test_a_document_is_new(repository: MakeRepository) -> None:
    repo = repository()
    repo.add(PRESS)
    found = repo.compare()
    (change,) = found.documents
    assert (change.event, short(change.passages)) == (
        Event.ADDED,
        ["document/mynewsdesk-com-louise-strand-servicedirektor#uppgift-1"],
    )
    # Its passage states eleven facts: four of the membership, two of the person, three of the post, and of the
    # administration its type and name, which another page states too.
    city = about_city(found)
    assert len(city) == 11
    assert {fact.how for fact in city} == {How.ADDED}
    (holders,) = found.effects.holders
    assert (holders.post, holders.left, short(holders.came)) == (DIRECTOR, (), ["person/louise-strand"])


def test_only_formatting_differs(repository: MakeRepository) -> None:
    repo = repository("ontology")
    memo = repo.folder / MEMO
    quads = list(ox.parse(memo.read_bytes(), ox.RdfFormat.TRIG))
    ox.serialize(reversed(quads), str(memo), ox.RdfFormat.TRIG, prefixes={"x": PREFIXES["sg"]})
    vocabulary = repo.folder / "ontology" / "styrgraf.ttl"
    vocabulary.write_text("# first\n" + vocabulary.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    found = repo.compare()
    assert found.is_empty
    assert found.facts == ()
    text = memo.read_text(encoding="utf-8")
    assert text.count("2000000.00") == 2
    memo.write_text(text.replace("2000000.00", "2000000.0"), encoding="utf-8")
    assert repo.compare().is_empty
    format_file(memo, check=False)
    assert repo.compare().is_empty


def test_a_term_of_the_vocabulary_changes(repository: MakeRepository) -> None:
    repo = repository("ontology")
    path = repo.folder / "ontology" / "styrgraf.ttl"
    graph = list(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE))
    above = ox.NamedNode(term("rdfs:subPropertyOf"))
    kept = [q for q in graph if not (q.subject.value == term("setAsideBy") and q.predicate == above)]
    assert len(kept) < len(graph)
    ox.serialize(kept, str(path), ox.RdfFormat.TURTLE)
    found = repo.compare()
    assert {fact.layer for fact in found.facts} == {Layer.VOCABULARY}
    assert {(fact.how, fact.subject) for fact in found.facts} == {(How.REMOVED, term("setAsideBy"))}
    # What was set aside by the decision no longer came of it, nor did what draws on it.
    decision = thing("decision/STK-2022-1472/budget-2023")
    assert {(join.later, join.direct) for join in found.effects.parted if join.earlier == decision} == {
        (POT, True),
        (TRANSFER, False),
    }


# No document at hand decides on the proposal: these minutes are made up.
_MINUTES = """@base <https://w3id.org/styrgraf/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix p: <https://w3id.org/styrgraf/id/document/pahittat-protokoll#> .
@prefix sg: <https://w3id.org/styrgraf/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<document/pahittat-protokoll> {
  <document/pahittat-protokoll> a sg:Document ; dcterms:title "Påhittat protokoll"@sv .
  p:beslut-1 a sg:Passage ; sg:passageOf <document/pahittat-protokoll> ; sg:heading "Beslut" ; sg:ordinal 1 .
}
p:beslut-1 {
  <decision/kommunstyrelsen/2023-12-06/1> a sg:Decision ;
    sg:decidedBy <body/kommunstyrelsen> ;
    sg:decidesOn <proposal/STK-2023-822/1> ;
    sg:date "2023-12-06"^^xsd:date ;
    sg:paragraph 1 .
  <transfer/STK-2023-822/1> sg:authorisedBy <decision/kommunstyrelsen/2023-12-06/1> .
}
"""


def test_money_goes_from_proposal_to_decision(repository: MakeRepository) -> None:
    repo = repository()
    (repo.folder / "data" / "arenden" / "pahittat-protokoll.trig").write_text(_MINUTES, encoding="utf-8")
    found = repo.compare()
    two = Decimal(2_000_000)
    assert sums(found) == {"foreslagen 2023": (two, None), "beslutad 2023": (None, two)}
    (flow,) = found.effects.flows
    assert flow.before is not None
    assert flow.after is not None
    assert [str(state.status).rpartition("/")[2] for state in (flow.before, flow.after)] == ["foreslagen", "beslutad"]
    decided = thing("decision/kommunstyrelsen/2023-12-06/1")
    proposal = thing("proposal/STK-2023-822/1")
    assert found.effects.joined == (
        Join(decided, proposal, direct=True, part=False),
        Join(TRANSFER, decided, direct=True, part=False),
    )
    assert short(found.effects.cases) == ["case/STK-2023-822"]
    assert found.effects.parted == ()


def test_sources_come_to_disagree_and_agree_again(repository: MakeRepository) -> None:
    repo = repository()
    repo.edit(MEMO, ('"2022-04"^^xsd:gYearMonth', '"2021-04"^^xsd:gYearMonth'))
    repo.commit()
    (conflict,) = repo.compare("HEAD~1", "HEAD").effects.conflicts
    assert conflict.before is None
    assert conflict.after is not None
    assert {str(claim.value) for claim in conflict.after.values} == {"2022", "2021-04"}
    (mended,) = repo.compare("HEAD", "HEAD~1").effects.conflicts
    assert (mended.before, mended.after) == (conflict.after, None)


@pytest.mark.parametrize("edit", ["split", "retract", "add", "remove"])
def test_a_comparison_mirrors_its_reverse(repository: MakeRepository, edit: str) -> None:
    repo = repository(PRESS)
    if edit == "split":
        split_passage(repo)
    elif edit == "retract":
        repo.edit(MEMO, ("    sg:fileName", '    sg:retracted "2026-01-02"^^xsd:date ;\n    sg:fileName'))
    elif edit == "add":
        repo.add("data/editorial/posts.trig")
        repo.edit(MEMO, ('"2022-04"^^xsd:gYearMonth', '"2021-04"^^xsd:gYearMonth'))
    else:
        (repo.folder / MEMO).unlink()
    repo.commit()
    there, back = repo.compare("HEAD~1", "HEAD"), repo.compare("HEAD", "HEAD~1")
    assert not there.is_empty
    assert (there.left_force, there.entered_force) == (back.entered_force, back.left_force)
    assert (there.effects.joined, there.effects.parted) == (back.effects.parted, back.effects.joined)
    assert (there.effects.derived, there.effects.underived) == (back.effects.underived, back.effects.derived)
    for one, other in (
        (there.effects.sums, back.effects.sums),
        (there.effects.flows, back.effects.flows),
        (there.effects.shares, back.effects.shares),
        (there.effects.conflicts, back.effects.conflicts),
    ):
        assert [(a.before, a.after) for a in one] == [(b.after, b.before) for b in other]
    assert [(a.left, a.came) for a in there.effects.holders] == [(b.came, b.left) for b in back.effects.holders]
    assert [(a.thing, a.old, a.new) for a in there.renamed] == [(b.thing, b.new, b.old) for b in back.renamed]
    assert [(a.document, a.passages) for a in there.documents] == [(b.document, b.passages) for b in back.documents]


def test_the_shipped_graph_does_not_differ_from_itself() -> None:
    root = str(Path(__file__).parents[2])
    with open_sides(root, root) as (old, new):
        assert diff(old, new).is_empty
