"""Every fact stands in the graph of a passage, and its amounts, dates, § and case numbers in the passage's words.

SHACL does not see graphs, so these rules are a gate of their own with the same findings.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.keyphrases import MAX_WORDS, word_count
from styrgraf.namespaces import PREFIXES, SG, shorten
from styrgraf.validate.findings import Finding, make_finding
from styrgraf.validate.known import READING_ENDING, nearest
from styrgraf.validate.uses import RDF_TYPE, Stated, read_axioms, read_stated
from styrgraf.validate.values import check_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from styrgraf.documents.layout import Layout
    from styrgraf.errors import Place
    from styrgraf.store import Graph

__all__ = ["check_evidence"]

_finding = partial(make_finding, "evidence")

_NOTE = f"{PREFIXES['skos']}editorialNote"
_DOMAIN = f"{PREFIXES['rdfs']}domain"
_DESCRIBED = (SG.Document, SG.Passage, SG.Reading)
_LANGUAGES = ("sv", "en")
#: What holds the words that bear a passage's values: its own, or where it is only restated the values in ours.
_WORDS = (SG.keyPhrase, SG.restatedValue)
#: A key phrase has at most this many characters: words may be long, and texts be run together.
_MAX_CHARACTERS = 100


def check_evidence(layout: Layout, graph: Graph | None = None) -> list[Finding]:
    """Check that every fact of the data stands where the model says, and that key phrases bear its values.

    :param layout: the folders of the graph.
    :param graph: the graph that the layout holds some files of, to ask it what the others state; None if it holds all.
    :returns: what is wrong, in the order of the files.
    :raises UnreadableFileError: if a file is missing or not well-formed.
    """
    describing = _describing_properties(read_axioms(layout.ontology_files()))
    files = {path: read_stated([path]) for path in layout.data_files()}
    cases = {s.subject for s in chain.from_iterable(files.values()) if s.predicate == RDF_TYPE and s.iri == SG.Case}
    if graph is not None:
        typed = graph.store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), ox.NamedNode(SG.Case), None)
        cases |= {quad.subject.value for quad in typed if isinstance(quad.subject, ox.NamedNode)}
    findings: list[Finding] = []
    documents: dict[str, list[Place]] = defaultdict(list)
    file_names: dict[str, list[Stated]] = defaultdict(list)
    for path, stated in files.items():
        findings += _blank_nodes(stated)
        findings += _default_graph(stated)
        if path.relative_to(layout.data).parts[0] == "editorial":
            findings += _editorial(path, stated)
            continue
        file = _DocumentFile(path, stated)
        findings += file.check(describing)
        findings += check_values(stated, file.phrases, file.reads, cases)
        for document in file.documents:
            documents[document].append(file.introduced(document, document))
        for fact in stated:
            if fact.predicate == SG.fileName:
                file_names[unicodedata.normalize("NFC", fact.text)].append(fact)
    for document, places in documents.items():
        if len(places) > 1:
            sv = f"dokumentet {shorten(document)} beskrivs i {len(places)} filer: ett dokument är en fil"
            en = f"the document {shorten(document)} is described in {len(places)} files: a document is one file"
            findings.append(_finding("one-file", sv, en, document, places))
    return [*findings, *_shared_files(file_names)]


def _shared_files(file_names: dict[str, list[Stated]]) -> Iterator[Finding]:
    """Find files that two documents name as theirs."""
    for name, facts in file_names.items():
        documents = sorted({fact.subject for fact in facts})
        if len(documents) > 1:
            named = ", ".join(map(shorten, documents))
            yield _finding(
                "shared-file-name",
                f"{named} bygger på en och samma fil, {name}: ge varje dokument sin egen fil",
                f"{named} rest on one and the same file, {name}: give each document a file of its own",
                documents[0],
                [fact.place for fact in facts],
                path=SG.fileName,
                value=name,
            )


def _describing_properties(ontology: Iterable[tuple[str, str, str]]) -> dict[str, set[str]]:
    """Find what a document's own graph may say of a document, a passage and a reading.

    That is their class, what has such a class as its domain, and what the ontology says that they are described
    with (sg:describedWith) because it has no domain or is of another vocabulary.
    """
    describing = {its_class: {RDF_TYPE} for its_class in _DESCRIBED}
    for subject, predicate, value in ontology:
        if predicate == _DOMAIN and value in describing:
            describing[value].add(subject)
        elif predicate == SG.describedWith and subject in describing:
            describing[subject].add(value)
    return describing


def _blank_nodes(stated: list[Stated]) -> Iterator[Finding]:
    lines: set[int | None] = set()
    for fact in stated:
        # Each node is named at least twice, as often as not on one line: that is one fault.
        is_blank = any(name.startswith("_:") for name in (fact.graph, fact.subject, str(fact.value)))
        if is_blank and fact.place.line not in lines:
            lines.add(fact.place.line)
            yield _finding(
                "blank-node",
                "en tom nod (blank node) kan ingen annan peka på: ge den en IRI",
                "nobody else can point to a blank node: give it an IRI",
                fact.subject,
                [fact.place],
                path=fact.predicate,
            )


def _default_graph(stated: list[Stated]) -> Iterator[Finding]:
    places = [fact.place for fact in stated if not fact.graph]
    if places:
        facts_sv, them_sv = ("ett faktum", "det") if len(places) == 1 else (f"{len(places)} fakta", "dem")
        facts_en, them_en = ("1 fact stands", "it") if len(places) == 1 else (f"{len(places)} facts stand", "them")
        yield _finding(
            "default-graph",
            f"{facts_sv} står utanför alla grafer: skriv {them_sv} i den graf vars ställe uppger {them_sv}",
            f"{facts_en} outside all graphs: write {them_en} in the graph of the passage that states {them_en}",
            "",
            places,
        )


def _editorial(path: Path, stated: list[Stated]) -> Iterator[Finding]:
    """Check that an editorial file is one graph that says of itself what it is, who wrote it and why."""
    graphs = dict.fromkeys(fact.graph for fact in stated if fact.graph)
    if len(graphs) > 1:
        yield _finding(
            "editorial",
            f"filen har {len(graphs)} grafer: redaktionella uppgifter är en graf i en fil",
            f"the file has {len(graphs)} graphs: editorial data are one graph in one file",
            next(iter(graphs)),
            [next(fact.place for fact in stated if fact.graph == graph) for graph in graphs],
        )
    for graph in graphs:
        own = [fact for fact in stated if fact.graph == graph == fact.subject]
        said = {fact.predicate for fact in own}
        wanted = (f"{PREFIXES['dcterms']}creator", f"{PREFIXES['dcterms']}created")
        lacking = [shorten(predicate) for predicate in wanted if predicate not in said]
        if not any(fact.predicate == RDF_TYPE and fact.iri == SG.Editorial for fact in own):
            lacking.insert(0, "a sg:Editorial")
        lacking += [f"skos:editorialNote @{language}" for language in _lacking_notes(own, graph)]
        if lacking:
            yield _finding(
                "editorial",
                f"den redaktionella grafen {shorten(graph)} ska om sig själv säga {', '.join(lacking)}",
                f"the editorial graph {shorten(graph)} should say of itself {', '.join(lacking)}",
                graph,
                [fact.place for fact in own or stated if fact.graph == graph][:1],
            )


class _DocumentFile:
    """The file of one document: its own graph, and those of its passages and of their readings.

    :param path: the file.
    :param stated: what it states.
    """

    def __init__(self, path: Path, stated: list[Stated]) -> None:
        self._path = path
        self._stated = stated
        self._types: dict[tuple[str, str], set[str]] = defaultdict(set)
        values: dict[tuple[str, str, str], list[Stated]] = defaultdict(list)
        for fact in stated:
            values[fact.graph, fact.subject, fact.predicate].append(fact)
            if fact.predicate == RDF_TYPE:
                self._types[fact.graph, fact.subject].add(fact.iri)
        self._values = values
        #: The documents that describe themselves in a graph of their own.
        self.documents = [g for g, s in self._types if g == s and SG.Document in self._types[g, s]]
        self._own = set(self.documents)
        #: Passages to their document, as far as a document's own graph describes them.
        self.passages = self._described(SG.Passage, SG.passageOf, lambda document, of: document == of)
        #: Readings to the passage that they read; a passage reads itself.
        self.reads = {passage: passage for passage in self.passages}
        self.reads |= self._described(SG.Reading, SG.readingOf, lambda _, of: of in self.passages)
        self.phrases = {
            passage: [fact.text for name in _WORDS for fact in values[document, passage, name]]
            for passage, document in self.passages.items()
        }

    def _described(self, its_class: str, predicate: str, fits: Callable[[str, str], bool]) -> dict[str, str]:
        return {
            subject: fact.iri
            for graph, subject in list(self._types)
            if graph in self._own and its_class in self._types[graph, subject]
            for fact in self._values[graph, subject, predicate]
            if fits(graph, fact.iri)
        }

    def introduced(self, graph: str, subject: str) -> Place:
        """Give the place where a graph first speaks of a subject."""
        return next(fact.place for fact in self._stated if fact.graph == graph and fact.subject == subject)

    def check(self, describing: dict[str, set[str]]) -> Iterator[Finding]:
        """Check the graphs of the file.

        :param describing: for documents, passages and readings, what the document's own graph may say of them.
        """
        yield from self._one_document()
        yield from self._graphs()
        for document in self.documents:
            yield from self._own_graph(document, describing)
            yield from self._positions(document)
        yield from self._notes()
        yield from self._key_phrases()

    def _one_document(self) -> Iterator[Finding]:
        if len(self.documents) != 1 and any(fact.graph for fact in self._stated):
            named = ", ".join(map(shorten, self.documents)) or "inget / none"
            yield _finding(
                "one-document",
                f"en fil är ett dokument, vars egen graf säger att det är sg:Document, men här finns: {named}",
                f"a file is one document, whose own graph says that it is a sg:Document, but here is: {named}",
                "",
                [self._stated[0].place],
            )

    def _graphs(self) -> Iterator[Finding]:
        """Find graphs that are neither a document's own, nor a passage's, nor a reading's."""
        first: dict[str, Place] = {}
        for fact in self._stated:
            if fact.graph and not fact.graph.startswith("_:"):
                first.setdefault(fact.graph, fact.place)
        for graph, place in first.items():
            if graph in self._own or graph in self.reads:
                continue
            is_reading = graph.endswith(READING_ENDING)
            near = nearest(graph, (other for other in self.reads if other.endswith(READING_ENDING) == is_reading))
            sv, en = (f": menade du {shorten(near)}?", f": did you mean {shorten(near)}?") if near else ("", "")
            as_sv, as_en = "sg:Reading med sg:readingOf", "a sg:Reading with sg:readingOf"
            if not is_reading:
                as_sv, as_en = (
                    f"sg:Passage med sg:passageOf, eller {as_sv}",
                    f"a sg:Passage with sg:passageOf, or {as_en}",
                )
            yield _finding(
                "undescribed-graph",
                f"grafen {shorten(graph)} är inget ställe i dokumentet och ingen läsning av ett: beskriv den som "
                f"{as_sv}, i dokumentets egen graf{sv}",
                f"the graph {shorten(graph)} is neither a passage of the document nor a reading of one: describe it as "
                f"{as_en}, in the document's own graph{en}",
                graph,
                [place],
            )

    def _own_graph(self, document: str, describing: dict[str, set[str]]) -> Iterator[Finding]:
        """Find what a document's own graph says beyond the description of the document."""
        for fact in self._stated:
            if fact.graph != document:
                continue
            types = self._types[document, fact.subject] & set(describing)
            belongs = fact.subject == document or fact.subject.startswith(f"{document}#")
            if not types or not belongs:
                yield _finding(
                    "not-description",
                    f"{shorten(fact.subject)} är varken dokumentet, ett ställe i det eller en läsning: "
                    "skriv detta i grafen för det ställe som uppger det",
                    f"{shorten(fact.subject)} is neither the document, a passage of it nor a reading: "
                    "write this in the graph of the passage that states it",
                    fact.subject,
                    [fact.place],
                    path=fact.predicate,
                )
            elif not any(fact.predicate in describing[its_class] for its_class in types):
                yield _finding(
                    "not-description",
                    f"{shorten(fact.predicate)} beskriver inte {shorten(fact.subject)}: skriv detta i grafen för det "
                    "ställe som uppger det, eller ange egenskapen med sg:describedWith i ontology/kinds.ttl",
                    f"{shorten(fact.predicate)} does not describe {shorten(fact.subject)}: write this in the graph of "
                    "the passage that states it, or name the property with sg:describedWith in ontology/kinds.ttl",
                    fact.subject,
                    [fact.place],
                    path=fact.predicate,
                )

    def _positions(self, document: str) -> Iterator[Finding]:
        positions: dict[str, list[Stated]] = defaultdict(list)
        for passage in self.passages:
            for fact in self._values[document, passage, SG.position]:
                positions[fact.text].append(fact)
        for position, facts in positions.items():
            if len(facts) > 1:
                named = ", ".join(shorten(fact.subject) for fact in facts)
                yield _finding(
                    "position",
                    f"{named} har samma plats i dokumentet, {position}: numrera ställena från 1 utan dubbletter",
                    f"{named} have the same position in the document, {position}: number them from 1 without doubles",
                    facts[0].subject,
                    [fact.place for fact in facts],
                    path=SG.position,
                    value=position,
                )

    def _notes(self) -> Iterator[Finding]:
        for (graph, subject), types in list(self._types.items()):
            if SG.Reading not in types or graph not in self._own:
                continue
            own = [fact for fact in self._stated if fact.graph == graph and fact.subject == subject]
            if lacking := _lacking_notes(own, subject):
                tags = ", ".join(f"@{language}" for language in lacking)
                yield _finding(
                    "reading-note",
                    f"läsningen {shorten(subject)} saknar skos:editorialNote på {tags}: säg hur stället är läst",
                    f"the reading {shorten(subject)} has no skos:editorialNote in {tags}: say how the passage was read",
                    subject,
                    [own[0].place],
                    path=_NOTE,
                )

    def _key_phrases(self) -> Iterator[Finding]:
        for fact in self._stated:
            words = word_count(fact.text)
            if fact.predicate == SG.keyPhrase and not 1 <= words <= MAX_WORDS:
                yield _finding(
                    "key-phrase-length",
                    f"nyckelfrasen ”{fact.text}” har {words} ord: skriv ett till {MAX_WORDS} ord som de står",
                    f"the key phrase “{fact.text}” has {words} words: write one to {MAX_WORDS} words as they stand",
                    fact.subject,
                    [fact.place],
                    path=SG.keyPhrase,
                    value=fact.text,
                )
            elif fact.predicate == SG.keyPhrase and len(fact.text) > _MAX_CHARACTERS:
                yield _finding(
                    "key-phrase-length",
                    f"nyckelfrasen ”{fact.text}” har {len(fact.text)} tecken: skriv högst {_MAX_CHARACTERS}",
                    f"the key phrase “{fact.text}” has {len(fact.text)} characters: write at most {_MAX_CHARACTERS}",
                    fact.subject,
                    [fact.place],
                    path=SG.keyPhrase,
                    value=fact.text,
                )


def _lacking_notes(own: Iterable[Stated], subject: str) -> list[str]:
    said = {fact.language for fact in own if fact.predicate == _NOTE and fact.subject == subject and fact.text.strip()}
    return [language for language in _LANGUAGES if language not in said]
