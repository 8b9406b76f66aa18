"""What the data take from restated pages stands in the restatements: every value, every person, every case."""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest

from restated_pages import RESTATED, read_items
from styrgraf.namespaces import BASE
from styrgraf.store import Graph

#: What the person who restated a page inferred: none of it is the page's.
REMARKS = ("troligen", "följer av sammanhanget", "adressens tidsstämpel")


@cache
def pages() -> dict[str, dict[str, str]]:
    """Give the index of restated pages, by file."""
    if not RESTATED.is_dir():
        pytest.skip(f"the restated pages are not here: {RESTATED}")
    with (RESTATED / "index.tsv").open(encoding="utf-8") as index:
        return {row["file"]: row for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)}


def restated(graph: Graph) -> dict[str, str]:
    """Give the restated documents, with their files."""
    rows = graph.select("""SELECT DISTINCT ?document ?file WHERE {
        ?passage sg:restated true ; sg:passageOf ?document . ?document sg:fileName ?file }""")
    return {str(document): str(file) for document, file in rows}


def test_every_page_of_the_index_is_a_document_with_its_address_title_and_date(shipped: Graph) -> None:
    described = shipped.select("""SELECT ?file ?address ?title (GROUP_CONCAT(STR(?day); separator="; ") AS ?days)
        WHERE { ?document sg:fileName ?file ; dcterms:source ?address ; dcterms:title ?title .
        OPTIONAL { ?document dcterms:issued|sg:coversTime ?day } } GROUP BY ?file ?address ?title""")
    found = {str(file): (str(address), str(title), str(days)) for file, address, title, days in described}
    wanted = {file: (page["url"], page["title"], page["date"]) for file, page in pages().items()}
    lacking = {file: (found.get(file), said) for file, said in wanted.items() if found.get(file, ())[:2] != said[:2]}
    assert not lacking
    # A page may say more of its own date than the index does.
    assert not [
        file for file, said in wanted.items() if set(said[2].split("; ")) - {""} - set(found[file][2].split("; "))
    ]
    assert len(wanted) == 181


def test_party_pages_and_press_releases_are_marked(shipped: Graph) -> None:
    marked = {
        str(file)[:3]
        for (file,) in shipped.select("""SELECT ?file WHERE { ?document sg:fileName ?file ; sg:documentType ?type
            FILTER (STRENDS(STR(?type), "partisida") || STRENDS(STR(?type), "partipressmeddelande")) }""")
    }
    said = {
        file[:3] for file in pages() if re.search(r"partisida|partipressmeddelande", " ".join(read_items(file)).lower())
    }
    assert marked == said
    press = {
        str(file)
        for (file,) in shipped.select("""SELECT ?file WHERE { ?document sg:fileName ?file ; sg:documentType ?type
            FILTER (STRENDS(STR(?type), "/pressmeddelande")) }""")
    }
    by_address = {file for file, page in pages().items() if "/pressreleases/" in page["url"] and file[:3] not in marked}
    assert by_address <= press


def test_every_value_stands_in_its_item(shipped: Graph) -> None:
    files = restated(shipped)
    stray = []
    for document, file in files.items():
        page = pages()[file]
        rows = shipped.select(
            f"SELECT ?n ?value WHERE {{ ?p sg:passageOf <{document}> ; sg:ordinal ?n ; sg:restatedValue ?value }}"
        )
        for number, value in rows:
            around = re.sub(r"\s", "", read_items(file)[int(str(number)) - 1] + page["title"] + page["date"])
            stray += [(file, str(value)) for digits in re.findall(r"\d+", str(value)) if digits not in around]
    assert len(files) == 181
    assert not stray


def test_every_person_and_case_of_a_passage_stands_in_its_item(shipped: Graph) -> None:
    files = restated(shipped)
    rows = shipped.select("""SELECT ?passage ?document ?n ?name WHERE {
        GRAPH ?passage { { ?person a foaf:Person ; skos:prefLabel|skos:altLabel ?name }
                         UNION { ?case a sg:Case ; dcterms:identifier ?name } }
        ?passage sg:restated true ; sg:passageOf ?document ; sg:ordinal ?n }""")
    stray = []
    for passage, document, number, name in rows:
        text = read_items(files[str(document)])[int(str(number)) - 1] + pages()[files[str(document)]]["title"]
        # A case number is written with a space now and then: STK 2018-74.
        if str(name) not in text and str(name).replace("-", " ", 1) not in text:
            stray.append((str(passage).removeprefix(BASE), str(name)))
    assert len(rows) > 100
    assert not stray


def test_nothing_rests_on_a_remark(shipped: Graph) -> None:
    phrases = [str(text) for (text,) in shipped.select("SELECT ?t WHERE { ?s sg:characteristic|sg:task ?t }")]
    assert not [text for text in phrases if any(remark in text for remark in REMARKS)]
