"""The embedded store (Oxigraph), loaded as two layers: facts in force, and the evidence for them."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import BASE, PREFIXES, SG, shorten
from styrgraf.store.load import ONTOLOGY, load_files, read_files
from styrgraf.store.nodes import from_node, iri_of, to_name, to_node
from styrgraf.store.records import Fact, Iri, Kind, Source, Term, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from styrgraf.documents.layout import Layout

Made = TypeVar("Made")

__all__ = ["Graph"]

_RDF_TYPE = f"{PREFIXES['rdf']}type"
_PROLOGUE = f"BASE <{BASE}>\n" + "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_AUTHORITY = list(Kind)
#: Facts given to the engine at once: it takes 1.5 kB for each until they are stored; on disk, batches are merged.
_BATCH, _DISK_BATCH = 5_000, 50_000


class Graph:
    """The graph of a root folder: asserted facts with their evidence, and whatever rules have derived.

    :param layout: the folders that the graph is loaded from.
    :param store: a store that holds the graph, or an empty one to load it into; None for one in memory.
    :param progress: is told the number of files loaded and the number of all files.
    :raises UnreadableFileError: if a file cannot be parsed.
    """

    def __init__(
        self, layout: Layout, store: ox.Store | None = None, progress: Callable[[int, int], None] | None = None
    ) -> None:
        self.layout = layout
        self.store = ox.Store() if store is None else store
        #: Whether the store is on disk, where it opens files as it is read.
        self.on_disk = store is not None
        self._made: dict[object, object] = {}
        if next(self.store.quads_for_pattern(None, None, None, None), None) is None:
            self._load(progress)

    def _load(self, progress: Callable[[int, int], None] | None) -> None:
        if self.on_disk:
            self.add(read_files(self.layout, progress))  # in one pass: what is written is slow to read again
        else:
            load_files(self.store, self.layout, progress)
            self.store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }")
        self._withdraw()

    def _withdraw(self) -> None:
        """Take from the facts in force what no graph but those withdrawn states."""
        for name in self.withdrawn:
            for quad in list(self.store.quads_for_pattern(None, None, None, ox.NamedNode(name))):
                stated = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
                if self.withdrawn.issuperset(graph for one in stated if (graph := iri_of(one.graph_name))):
                    self.store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))

    @cached_property
    def asserted(self) -> list[ox.Quad]:
        """What the files state, in their order; literals in the lexical form in which they are written."""
        return list(read_files(self.layout))

    @property
    def derived(self) -> list[ox.Quad]:
        """What rules derived, and the descriptions of rules and derivations; read from the store each time."""
        kinds = f"<{SG.Derivation}> <{SG.Rule}>"
        rows = self.select(f"SELECT DISTINCT ?name {{ VALUES ?kind {{ {kinds} }} GRAPH ?name {{ ?name a ?kind }} }}")
        names = [ox.NamedNode(str(name)) for (name,) in rows]
        return [quad for name in names for quad in self.store.quads_for_pattern(None, None, None, name)]

    def once(self, make: Callable[[Graph], Made]) -> Made:
        """Give what a function makes of the graph, such as an index, made the first time it is asked for.

        :param make: a function, or a class, of the graph; what it makes must not change.
        :returns: what it made.
        """
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    def add(self, quads: Iterable[ox.Quad]) -> int:
        """Add facts, each to the graph that states it and to the facts in force.

        :param quads: the facts, read while they are added.
        :returns: their number.
        """
        self._made.clear()
        count, rest = 0, iter(quads)
        while batch := list(islice(rest, _DISK_BATCH if self.on_disk else _BATCH)):
            count += len(batch)
            batch += [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in batch]
            self.store.bulk_extend(batch)
        return count

    def part(self, holds: Callable[[ox.Quad], bool]) -> Graph:
        """Make a graph of some of the facts, with the same folders.

        :param holds: tells of each asserted or derived fact, in the graph that states it, whether to take it.
        :returns: a graph of its own.
        """
        part = copy(self)
        # What is remembered of the whole does not hold of the part.
        part.__dict__ = {"layout": self.layout, "_made": {}, "store": ox.Store(), "on_disk": False}
        part.asserted = [quad for quad in self.asserted if holds(quad)]
        part.add(chain(part.asserted, filter(holds, self.derived)))
        part._withdraw()
        return part

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Graphs of documents that are superseded or retracted: their facts are not in force."""
        gone = "GRAPH ?any { ?document dcterms:isReplacedBy|sg:retracted ?gone }"
        rows = self.select(f"""SELECT DISTINCT ?graph WHERE {{ {gone}
            {{ GRAPH ?d {{ ?graph sg:passageOf ?document }} }}
            UNION {{ GRAPH ?d {{ ?passage sg:passageOf ?document . ?graph sg:readingOf ?passage }} }} }}""")
        return frozenset(str(row[0]) for row in rows)

    # Queries

    def select(self, query: str, **bindings: Iri | Text) -> list[tuple[Term | None, ...]]:
        """Run a SPARQL SELECT over the facts in force; ``GRAPH`` reaches the evidence.

        :param query: SPARQL 1.1; the project's prefixes are declared for it.
        :param bindings: values of variables, bound as terms before the query runs; it must select them.
        :returns: rows, with a term or None for each selected variable.
        :raises StyrgrafError: if the query has a syntax error.
        """
        result = self._query(query, bindings)
        assert isinstance(result, ox.QuerySolutions)
        return [tuple(None if value is None else from_node(value) for value in row) for row in result]

    def ask(self, query: str) -> bool:
        """Run a SPARQL ASK over the facts in force.

        :param query: SPARQL 1.1; the project's prefixes are declared for it.
        :returns: the answer.
        :raises StyrgrafError: if the query has a syntax error.
        """
        return bool(self._query(query, {}))

    def variables(self, query: str) -> list[str]:
        """List the variables that a SELECT selects, without their question mark.

        :param query: SPARQL 1.1.
        :returns: names in order.
        """
        result = self._query(query, {})
        assert isinstance(result, ox.QuerySolutions)
        return [variable.value for variable in result.variables]

    def solutions(self, query: str) -> ox.QuerySolutions:
        """Run a SPARQL SELECT over the facts in force, and give what the engine gives.

        :param query: SPARQL 1.1; the project's prefixes are declared for it.
        :returns: the engine's solutions, made as they are read.
        :raises StyrgrafError: if the query has a syntax error.
        """
        result = self._query(query, {})
        assert isinstance(result, ox.QuerySolutions)
        return result

    def _query(
        self, query: str, bindings: Mapping[str, Iri | Text]
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): to_node(value) for name, value in bindings.items()
        }
        try:
            return self.store.query(_PROLOGUE + query, substitutions=substitutions)
        except SyntaxError as error:
            raise StyrgrafError(f"the SPARQL query cannot be read: {error}") from error

    # Facts

    def values(self, subject: str, predicate: str) -> list[Term]:
        """List the values of a property of a thing, in stable order.

        :param subject: IRI of the thing.
        :param predicate: IRI of the property.
        :returns: the values.
        """
        quads = self.store.quads_for_pattern(to_name(subject), ox.NamedNode(predicate), None, ox.DefaultGraph())
        return sorted((from_node(quad.object) for quad in quads), key=str)

    def subjects(self, predicate: str, value: Term) -> list[Iri]:
        """List the things that have a value of a property, in stable order.

        :param predicate: IRI of the property.
        :param value: the value.
        :returns: IRIs of the things.
        """
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), to_node(value), ox.DefaultGraph())
        return sorted(Iri(quad.subject.value) for quad in quads if isinstance(quad.subject, ox.NamedNode))

    def types(self, thing: str) -> list[Iri]:
        """List the classes of a thing.

        :param thing: its IRI.
        :returns: IRIs of the classes it is stated to be of.
        """
        return [value for value in self.values(thing, _RDF_TYPE) if isinstance(value, Iri)]

    def is_known(self, thing: str) -> bool:
        """Tell whether any fact, in force or not, is about a thing.

        :param thing: its IRI.
        """
        try:
            node = to_name(thing)
        except ValueError:
            return False  # what is no IRI names nothing
        return next(self.store.quads_for_pattern(node, None, None, None), None) is not None

    def pairs(self, predicate: str) -> Iterator[tuple[Iri, Iri]]:
        """Go through the pairs of things that a property joins, in force.

        :param predicate: IRI of the property.
        """
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                yield Iri(quad.subject.value), Iri(quad.object.value)

    def evidence(self, subject: str, predicate: str, value: Term) -> tuple[Iri, ...]:
        """Find the graphs that state a fact, best authority first.

        :param subject: IRI of the thing.
        :param predicate: IRI of the property.
        :param value: its value.
        :returns: IRIs of the graphs.
        """
        quads = self.store.quads_for_pattern(to_name(subject), ox.NamedNode(predicate), to_node(value), None)
        return self.sort_sources(Iri(name) for quad in quads if (name := iri_of(quad.graph_name)))

    def facts_about(self, thing: str, *, incoming: bool = False) -> list[Fact]:
        """List the facts about a thing, those no longer in force too.

        :param thing: its IRI.
        :param incoming: True for the facts that have the thing as their value.
        :returns: the facts with their sources, in stable order.
        """
        node = to_name(thing)
        pattern = (None, None, node, None) if incoming else (node, None, None, None)
        found: dict[tuple[Iri, Iri, Term], list[Iri]] = {}
        for quad in self.store.quads_for_pattern(*pattern):
            if (name := iri_of(quad.graph_name)) and isinstance(quad.subject, ox.NamedNode):
                key = (Iri(quad.subject.value), Iri(quad.predicate.value), from_node(quad.object))
                found.setdefault(key, []).append(Iri(name))
        facts = [Fact(*key, self.sort_sources(graphs)) for key, graphs in found.items()]
        return sorted(facts, key=lambda fact: (fact.predicate, str(fact.value), fact.subject))

    def triples(self) -> Iterator[tuple[str, str, str]]:
        """Go through the facts in force as N-Triples terms, the vocabulary among them."""
        for quad in self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            yield str(quad.subject), str(quad.predicate), str(quad.object)

    def __len__(self) -> int:
        """Count the facts in force, the vocabulary among them."""
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    # Names and sources

    def label(self, thing: str, language: str = "sv") -> str:
        """Name a thing in words.

        :param thing: its IRI.
        :param language: ``sv`` or ``en``; the other is taken where the name is missing.
        :returns: its name, title or identifier, or its IRI shortened.
        """
        labels, key = self.once(_known_labels), (thing, language)
        if key not in labels:
            labels[key] = self._find_label(thing, language)
        return labels[key]

    def _find_label(self, thing: str, language: str) -> str:
        for name in ("skos:prefLabel", "rdfs:label", "dcterms:title", "dcterms:identifier"):
            prefix, _, local = name.partition(":")
            texts = [value for value in self.values(thing, PREFIXES[prefix] + local) if isinstance(value, Text)]
            for wanted in (language, "", "sv", "en"):
                if text := next((text for text in texts if text.language == wanted), None):
                    return text.value
        return shorten(thing).strip("<>")

    def inverse_label(self, predicate: str, language: str = "sv") -> str:
        """Name a property as read from its value: ``deluppdrag`` for what is a sub-assignment of a thing.

        :param predicate: IRI of the property.
        :param language: ``sv`` or ``en``.
        :returns: its inverse label; empty if it has none.
        """
        return self._text(predicate, SG.inverseLabel, language)

    def sort_sources(self, graphs: Iterable[Iri]) -> tuple[Iri, ...]:
        """Order graphs by authority, then document and position.

        :param graphs: IRIs of graphs.
        :returns: the graphs without doubles: those in force first, stated before read before derived.
        """
        sources = (self.source(graph) for graph in set(graphs))
        ordered = sorted(
            sources,
            key=lambda s: (not s.in_force, _AUTHORITY.index(s.kind), s.document or "", s.position or 0, s.graph),
        )
        return tuple(source.graph for source in ordered)

    def source(self, graph: str, language: str = "sv") -> Source:
        """Describe a graph as evidence.

        :param graph: its IRI.
        :param language: ``sv`` or ``en``, for names and notes.
        :returns: what kind it is, and where it stands.
        """
        sources, key = self.once(_known_sources), (graph, language)
        if key not in sources:
            sources[key] = self._describe(Iri(graph), language)
        return sources[key]

    def _describe(self, graph: Iri, language: str) -> Source:
        if graph == ONTOLOGY:
            return Source(graph, Kind.VOCABULARY, document_label="ontology")
        types = self.types(graph)
        label = self.label(graph, language)
        if SG.Passage in types:
            return self._describe_passage(graph, language)
        if SG.Reading in types and (passage := self._one(graph, SG.readingOf)):
            note = self._text(graph, f"{PREFIXES['skos']}editorialNote", language)
            read = self._describe_passage(Iri(str(passage)), language)
            return replace(read, graph=graph, kind=Kind.READING, note=note, in_force=graph not in self.withdrawn)
        if SG.Derivation in types and (rule := self._one(graph, SG.byRule)):
            premises = tuple(Iri(str(premise)) for premise in self.values(graph, SG.premise))
            note = self._text(str(rule), f"{PREFIXES['skos']}definition", language)
            return Source(
                graph,
                Kind.DERIVED,
                document_label=self.label(str(rule), language),
                note=note,
                premises=self.sort_sources(premises),
            )
        if SG.Editorial in types:
            note = self._text(graph, f"{PREFIXES['skos']}editorialNote", language)
            return Source(graph, Kind.EDITORIAL, document_label=label, note=note)
        return Source(graph, Kind.DESCRIPTION, document=graph, document_label=label)

    def _describe_passage(self, passage: Iri, language: str) -> Source:
        document = self._one(passage, SG.passageOf)
        return Source(
            passage,
            Kind.STATED,
            document=Iri(str(document)),
            document_label=self.label(str(document), language),
            passage=passage,
            heading=str(self._one(passage, SG.heading) or ""),
            ordinal=_number(self._one(passage, SG.ordinal)),
            position=_number(self._one(passage, SG.position)),
            date=self._date_of(str(document)),
            key_phrases=tuple(str(phrase) for phrase in self.values(passage, SG.keyPhrase)),
            restated=str(self._one(passage, SG.restated)) in {"true", "1"},
            restated_values=tuple(str(value) for value in self.values(passage, SG.restatedValue)),
            in_force=passage not in self.withdrawn,
        )

    def _date_of(self, document: str) -> str:
        issued = self.values(document, f"{PREFIXES['dcterms']}issued") or self.values(document, SG.coversTime)
        return ", ".join(map(str, issued))

    def _one(self, subject: str, predicate: str) -> Term | None:
        return next(iter(self.values(subject, predicate)), None)

    def _text(self, subject: str, predicate: str, language: str) -> str:
        texts = [value for value in self.values(subject, predicate) if isinstance(value, Text)]
        texts.sort(key=lambda text: text.language not in (language, ""))
        return texts[0].value if texts else ""


def _known_labels(_: Graph) -> dict[tuple[str, str], str]:
    return {}


def _known_sources(_: Graph) -> dict[tuple[str, str], Source]:
    return {}


def _number(term: Term | None) -> int | None:
    return int(str(term)) if term is not None and str(term).isdecimal() else None
