"""The ledger: every paragraph of every document is accounted for, and so is every fact in the graph of a paragraph."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from restated_pages import RESTATED, read_items
from styrgraf.documents.parse import parse_file
from styrgraf.documents.passages import cut
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES, shorten
from styrgraf.reason import open_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styrgraf.store import Graph

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[2]
SOURCES = Path(os.environ.get("STYRGRAF_SOURCES", ROOT.parent / "shared" / "sources" / "seeds"))
COLUMNS = ["passage", "digest", "kind", "fact", "pattern"]
KINDS = ("fact", "reading", "none")
DATA = {path.stem: path for path in sorted((ROOT / "data").glob("*/*.trig")) if path.parent.name != "editorial"}
NAMES = sorted(path.stem for path in HERE.glob("*.tsv"))


@dataclass(frozen=True)
class Row:
    """A line of a ledger: a fact that a paragraph states, or why it states none."""

    line: int
    passage: str
    digest: str
    kind: str
    fact: str
    pattern: str

    @property
    def fragment(self) -> str:
        """The name, within its document, of the graph that holds the fact."""
        return f"{self.passage}-lasning" if self.kind == "reading" else self.passage


def read_ledger(path: Path) -> list[Row]:
    """Read a ledger; a line that is none is an error that names its place."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    header, *rest = [(number, line.split("\t")) for number, line in lines if not line.startswith("#")]
    if header[1] != COLUMNS:
        raise ValueError(f"{path.name}:{header[0]}: the header is not {' '.join(COLUMNS)}")
    rows = []
    for number, cells in rest:
        if len(cells) == len(COLUMNS) - 1:  # some editors cut the tab before an empty pattern
            cells.append("")
        # A fact without a pattern, or a reason with one, would never be checked.
        if len(cells) != len(COLUMNS) or cells[2] not in KINDS or (cells[2] == "none") == bool(cells[4]):
            raise ValueError(f"{path.name}:{number}: this is no row of a ledger")
        rows.append(Row(number, *cells))
    return rows


LEDGERS = {name: read_ledger(HERE / f"{name}.tsv") for name in NAMES}


def document(name: str) -> str:
    return f"{BASE}document/{name}"


def unaccounted(rows: Iterable[Row], passages: Mapping[str, str | None]) -> list[str]:
    """Say which passages (with their digests) the rows leave out or pin wrongly, and which rows have no passage."""
    rows = list(rows)
    named = {row.passage for row in rows}
    # An item of a restated page that gives no fact, such as a remark, is no passage: only its row tells of it.
    restated = None in passages.values()
    return [
        *(f"{passage}: no row" for passage in passages if passage not in named),
        *(
            f"line {row.line}: no passage {row.passage}"
            for row in rows
            if row.passage not in passages and not (restated and row.kind == "none")
        ),
        *(
            f"line {row.line}: the digest of {row.passage} is {passages[row.passage]}, not {row.digest}"
            for row in rows
            if passages.get(row.passage) not in (None, row.digest)
        ),
    ]


def described_passages(graph: Graph, name: str) -> dict[str, str | None]:
    """List the passages of a document in the data, with the start of their digests; a restated one has none."""
    query = f"""SELECT ?passage ?digest WHERE {{ GRAPH <document/{name}> {{
        ?passage a sg:Passage ; sg:passageOf <document/{name}>
        OPTIONAL {{ ?passage sg:textDigest ?digest }} }} }}"""
    return {
        str(passage).partition("#")[2]: str(digest)[:12] if digest else None for passage, digest in graph.select(query)
    }


def restated_items(file: str) -> dict[str, str]:
    """Name the items of a restated page, with the start of the digest of each."""
    items = read_items(file)
    digests = [hashlib.sha256("".join(item.replace("\u00ad", "").split()).encode()).hexdigest() for item in items]
    return {f"uppgift-{number}": digest[:12] for number, digest in enumerate(digests, start=1)}


def holds(graph: Graph, name: str, row: Row) -> bool:
    return graph.ask(f"ASK {{ GRAPH <{document(name)}#{row.fragment}> {{ {row.pattern} }} }}")


@cache
def stored(path: Path) -> ox.Store:
    store = ox.Store()
    store.extend(parse_file(path))
    return store


def covered(store: ox.Store, name: str, row: Row) -> set[ox.Quad]:
    """Find the facts that a row accounts for."""
    graph = ox.NamedNode(f"{document(name)}#{row.fragment}")
    query = f"CONSTRUCT {{ {row.pattern} }} WHERE {{ GRAPH {graph} {{ {row.pattern} }} }}"
    found = store.query(query, base_iri=BASE, prefixes=dict(PREFIXES))
    assert isinstance(found, ox.QueryTriples)
    as_stored = ox.Store()  # it gives a number its one form: 2000000 for the pattern's 2000000.00
    as_stored.extend(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in found)
    return set(as_stored)


def uncovered(store: ox.Store, name: str, rows: Iterable[Row]) -> list[str]:
    """Say which facts stand in the graphs of a document's passages and readings and in no pattern of that graph."""
    left = {quad for quad in store if quad.graph_name not in (ox.NamedNode(document(name)), ox.DefaultGraph())}
    left = left.difference(*(covered(store, name, row) for row in rows if row.kind != "none"))
    return sorted(tell(quad) for quad in left)


def tell(quad: ox.Quad) -> str:
    terms = (quad.subject, quad.predicate, quad.object)
    words = [shorten(term.value) if isinstance(term, ox.NamedNode) else str(term) for term in terms]
    return f"{str(quad.graph_name).strip('<>').partition('#')[2]}: {' '.join(words)}"


@pytest.fixture(scope="session")
def graph() -> Graph:
    return open_graph()


# --- every paragraph is in the ledger


def test_every_document_has_a_ledger() -> None:
    assert sorted(DATA) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_described_passage_has_a_row(graph: Graph, name: str) -> None:
    passages = described_passages(graph, name)
    assert passages
    assert not unaccounted(LEDGERS[name], passages)


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_of_the_source_has_a_row(graph: Graph, name: str) -> None:
    restated = None in described_passages(graph, name).values()
    folder = RESTATED if restated else SOURCES
    if not folder.is_dir():
        pytest.skip(f"the folder of sources is not here: {folder}")
    [(file,)] = graph.select(f"SELECT ?file WHERE {{ <document/{name}> sg:fileName ?file }}")
    if restated:
        pins = restated_items(str(file))
    else:
        text = (folder / str(file)).read_text(encoding="utf-8")
        pins = {passage.fragment: passage.digest[:12] for passage in cut(text)}
    assert not unaccounted(LEDGERS[name], dict(pins))


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_is_told_in_a_few_words(name: str) -> None:
    assert not [row for row in LEDGERS[name] if not 0 < len(row.fact.split()) <= 20]


# --- every fact of the ledger is in the graph, and every fact of the graph in the ledger


@pytest.mark.parametrize("name", NAMES)
def test_the_passages_state_the_facts(graph: Graph, name: str) -> None:
    rows = [row for row in LEDGERS[name] if row.kind != "none"]
    missing = [row for row in rows if not holds(graph, name, row)]
    assert not missing, "\n".join(
        f"{name}.tsv:{row.line}: {row.fragment} does not state that {row.fact}" for row in missing
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_one_fact(name: str) -> None:
    rows = [row for row in LEDGERS[name] if row.kind != "none"]
    # A pattern of variables would hold wherever anything does, and account for whatever is there.
    assert not [row for row in rows if len(covered(stored(DATA[name]), name, row)) > 4]


@pytest.mark.parametrize("name", NAMES)
def test_the_ledger_accounts_for_every_fact(name: str) -> None:
    left = uncovered(stored(DATA[name]), name, LEDGERS[name])
    assert not left, f"{name}.tsv accounts for none of these:\n" + "\n".join(left)


# --- the checks can fail


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_row_is_noticed(name: str) -> None:
    rows = LEDGERS[name]
    passages = {row.passage: row.digest for row in rows}
    for gone in passages:
        assert unaccounted([row for row in rows if row.passage != gone], passages) == [f"{gone}: no row"]


def test_a_changed_or_unknown_passage_is_noticed() -> None:
    row = Row(3, "titel", "abc", "none", "it only names the page", "")
    assert not unaccounted([row], {"titel": "abc"})
    assert unaccounted([row], {"titel": "abd"}) == ["line 3: the digest of titel is abd, not abc"]
    assert unaccounted([row], {}) == ["line 3: no passage titel"]


@pytest.mark.parametrize("name", NAMES)
def test_a_false_fact_is_noticed(graph: Graph, name: str) -> None:
    title, *_ = LEDGERS[name]
    assert not holds(graph, name, replace(title, pattern="?decision a sg:Decision ; sg:paragraph 131"))


def test_a_fact_of_another_passage_is_noticed(graph: Graph) -> None:
    name = "STK-2023-822-tjansteskrivelse"
    row = next(row for row in LEDGERS[name] if row.passage == "arendet-3" and "sg:ordinal 1 " in row.pattern)
    assert holds(graph, name, row)
    assert not holds(graph, name, replace(row, passage="arendet-4"))
    assert not holds(graph, name, replace(row, kind="reading"))


def test_a_pattern_has_no_prefix_of_its_own(graph: Graph) -> None:
    with pytest.raises(StyrgrafError, match="cannot be read"):
        holds(graph, NAMES[0], replace(LEDGERS[NAMES[0]][0], pattern="p:titel a sg:Passage"))


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_without_a_row_is_noticed(name: str) -> None:
    rows = LEDGERS[name]
    before = uncovered(stored(DATA[name]), name, rows)
    last = max((row for row in rows if row.kind != "none"), key=lambda row: row.line)
    after = uncovered(stored(DATA[name]), name, [row for row in rows if row.line != last.line])
    assert len(after) > len(before)
    assert all(told.startswith(f"{last.fragment}: ") for told in set(after) - set(before))


@pytest.mark.parametrize(
    "line",
    [
        "titel\tabc\tfact\ta fact without a pattern\t",
        "titel\tabc\tnone\ta reason with a pattern\t?s ?p ?o",
        "titel\tabc\tguess\tanother kind\t?s ?p ?o",
        "titel\tabc",
    ],
)
def test_a_line_that_is_no_row_is_an_error(tmp_path: Path, line: str) -> None:
    ledger = tmp_path / "ledger.tsv"
    ledger.write_text("# a ledger\n" + "\t".join(COLUMNS) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"ledger\.tsv:3: "):
        read_ledger(ledger)
