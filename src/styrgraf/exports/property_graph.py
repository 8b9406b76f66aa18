"""The graph as things and arcs, each with its evidence: what drawing tools, tables and graph databases read."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from styrgraf.documents.ordering import natural_key
from styrgraf.exports.evidence import Evidence
from styrgraf.exports.records import Arc, Attribute, Citation, Family, Name, PropertyGraph, Vertex
from styrgraf.exports.xml_text import xml_safe
from styrgraf.lineage import LineageNetwork
from styrgraf.lineage.money import find_money
from styrgraf.lineage.trace import DATES, STATUSES
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES, SG, shorten
from styrgraf.store import Fact, Graph, Iri, Kind, Term, Text, from_node
from styrgraf.timeline.records import Absence, Certainty
from styrgraf.timeline.view import view as view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styrgraf.lineage import Lineage
    from styrgraf.timeline.view import View

__all__ = [
    "Arc",
    "Attribute",
    "Citation",
    "Family",
    "Name",
    "PropertyGraph",
    "Vertex",
    "describes_evidence",
    "property_graph",
]

Triple = tuple[Iri, Iri, Term]

_RDF_TYPE: Final = Iri(f"{PREFIXES['rdf']}type")
_CONCEPT_CLASS: Final = Iri(f"{PREFIXES['skos']}Concept")
_LABELS = (f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdfs']}label")
_IDENTIFIER = f"{PREFIXES['dcterms']}identifier"
_TRUE = ("true", "1")
_NOT_YET = {f"{CONCEPT}money-status/ansokt", f"{CONCEPT}money-status/foreslagen", f"{CONCEPT}meeting-status/planerat"}
_FAMILIES: Mapping[str, Family] = {
    SG.Appropriation: Family.MONEY,
    SG.Transfer: Family.MONEY,
    SG.Decision: Family.DECISION,
    SG.Proposal: Family.PROPOSAL,
    SG.Assignment: Family.ASSIGNMENT,
    SG.Meeting: Family.MEETING,
    SG.Case: Family.CASE,
    SG.Document: Family.DOCUMENT,
    SG.Responsibility: Family.RESPONSIBILITY,
}


def property_graph(
    graph: Graph, lineage: Lineage | None = None, *, language: str | None = None, view: View | None = None
) -> PropertyGraph:
    """Lay a graph out as things and arcs, with the facts in force and their evidence.

    Things are those of the data and the concepts that they use; passages, readings, derivations, rules, editorial
    graphs and procedures are evidence and vocabulary, and stand in ``evidence`` instead. The plain
    ``prov:wasInfluencedBy`` that a rule derives from each lineage edge is left out: the edge itself is marked.

    :param graph: the graph.
    :param lineage: take only its nodes and edges and the things of its context; None for the whole graph.
    :param language: of labels in drawings, and of citations: ``sv`` or ``en``; None for that of the lineage, or ``sv``.
    :param view: the graph as of a day, to take only what held then, with how sure it is; None for that of the lineage,
        or for the facts of all times.
    :returns: the things and arcs, in stable order.
    :raises StyrgrafError: if reports are not written in the language.
    """
    language = language or (lineage.language if lineage else "sv")
    if view is None and lineage is not None and lineage.as_of:
        view = view_of(graph, lineage.as_of)
    return _Builder(graph, lineage, language, view).build()


def describes_evidence(graph: Graph) -> frozenset[Iri]:
    """Find the things that are not about the city but about evidence: passages, readings, rules and the like.

    :param graph: the graph.
    :returns: their IRIs.
    """
    classes = "sg:Passage sg:Reading sg:Derivation sg:Rule sg:Editorial sg:Procedure"
    query = f"SELECT DISTINCT ?thing {{ VALUES ?class {{ {classes} }} GRAPH ?any {{ ?thing a ?class }} }}"
    return frozenset(Iri(str(thing)) for (thing,) in graph.select(query))


class _Builder:
    def __init__(self, graph: Graph, lineage: Lineage | None, language: str, view: View | None) -> None:
        self.graph = graph
        self.view = view
        self.language = language
        self.evidence = Evidence(graph, language)
        self.names: dict[str, Name] = {}
        self.agents = self._below("foaf", "Agent")
        self.lineage_facts: dict[tuple[str, str, str], bool] = {}
        for arc in graph.once(LineageNetwork).arcs():
            source, target = (arc.earlier, arc.later) if arc.inverse else (arc.later, arc.earlier)
            self.lineage_facts[source, str(arc.property), target] = arc.inverse
        self.stated = self._facts_in_force()
        self.about: dict[Iri, list[Triple]] = {}
        for triple in sorted(self.stated, key=lambda t: (t[0], t[1], isinstance(t[2], Text), t[2])):
            self.about.setdefault(triple[0], []).append(triple)
        self.things, self.allowed = self._choose(lineage)

    def build(self) -> PropertyGraph:
        things = sorted(self.things, key=natural_key)
        facts = [t for thing in things for t in self.about.get(thing, ()) if self._is_wanted(t)]
        joins = [triple for triple in facts if self._joins(triple)]
        own: dict[Iri, list[Triple]] = {}
        for triple in facts:
            own.setdefault(triple[0], []).append(triple)
        vertices = tuple(self._vertex(thing, own.get(thing, [])) for thing in things)
        arcs = tuple(self._arc(f"a{number}", triple) for number, triple in enumerate(joins, 1))
        for triple in facts:
            self.evidence.add(self.stated[triple])
        return PropertyGraph(
            language=self.language,
            vertices=vertices,
            arcs=arcs,
            facts=tuple(Fact(*triple, self.graph.sort_sources(self.stated[triple])) for triple in facts),
            money=tuple(find_money(self.view.graph if self.view else self.graph, things)),
            citations=self.evidence.citations(),
            as_of=self.view.as_of if self.view else "",
        )

    def _facts_in_force(self) -> dict[Triple, list[Iri]]:
        found: dict[Triple, list[Iri]] = {}
        withdrawn = self.graph.withdrawn
        for quad in (*self.graph.asserted, *self.graph.derived):
            name = getattr(quad.graph_name, "value", "")
            # Read from the quads and not from the store, which would not keep an amount as it is written.
            if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
                continue
            if name and name not in withdrawn:
                triple = (Iri(quad.subject.value), Iri(quad.predicate.value), from_node(quad.object))
                if self.view and isinstance(self.view.certainty_of_fact(*triple), Absence):
                    continue
                found.setdefault(triple, []).append(Iri(name))
        return found

    def _choose(self, lineage: Lineage | None) -> tuple[set[Iri], set[Triple] | None]:
        evidence = describes_evidence(self.graph)
        concepts = {s for s, p, o in self.stated if p == _RDF_TYPE and o == _CONCEPT_CLASS}

        def is_thing(term: Term) -> bool:
            return isinstance(term, Iri) and term.startswith(BASE) and term not in evidence

        if lineage is None:
            things = {s for s, _, _ in self.stated if is_thing(s)}
            things |= {
                o
                for s, p, o in self.stated
                if isinstance(o, Iri) and p != _RDF_TYPE and s in things and (is_thing(o) or o in concepts)
            }
            return things, None
        allowed: set[Triple] = set()
        things = {node.id for node in lineage.nodes}
        for edge in lineage.edges:
            allowed |= {(edge.later, edge.property, edge.earlier), (edge.earlier, edge.property, edge.later)}
        for fact in lineage.context:
            if isinstance(fact.value, Iri) and (is_thing(fact.value) or fact.value in concepts):
                things.add(fact.value)
                ends = (fact.value, fact.about) if fact.incoming else (fact.about, fact.value)
                allowed.add((ends[0], fact.property, ends[1]))
        return things, allowed

    def _is_wanted(self, triple: Triple) -> bool:
        _, predicate, value = triple
        if isinstance(value, Text) or predicate == _RDF_TYPE:
            return True
        if value not in self.things:
            # An address outside the graph is told; a thing that the lineage does not hold is not.
            return not value.startswith((BASE, CONCEPT))
        if predicate == f"{PREFIXES['prov']}wasInfluencedBy" and self._kind(triple) is Kind.DERIVED:
            return False
        return self.allowed is None or triple in self.allowed

    def _joins(self, triple: Triple) -> bool:
        return isinstance(triple[2], Iri) and triple[1] != _RDF_TYPE and triple[2] in self.things

    def _kind(self, triple: Triple) -> Kind:
        return self.graph.source(self.graph.sort_sources(self.stated[triple])[0]).kind

    def _below(self, prefix: str, local: str) -> frozenset[Iri]:
        rows = self.graph.select(f"SELECT DISTINCT ?class WHERE {{ ?class rdfs:subClassOf* {prefix}:{local} }}")
        return frozenset(Iri(str(row[0])) for row in rows)

    def _certainty(self, certainty: Certainty | Absence) -> Name | None:
        is_sure = isinstance(certainty, Certainty)
        return self._name(Iri(f"{CONCEPT}certainty/{certainty}")) if is_sure else None

    def _name(self, iri: Iri) -> Name:
        if iri not in self.names:
            sv, en = (xml_safe(self.graph.label(iri, language)) for language in ("sv", "en"))
            self.names[iri] = Name(iri, shorten(iri).strip("<>"), sv, en)
        return self.names[iri]

    def _vertex(self, thing: Iri, facts: list[Triple]) -> Vertex:
        values: dict[str, list[Term]] = {}
        for _, predicate, value in facts:
            values.setdefault(predicate, []).append(value)
        classes = [value for value in values.get(_RDF_TYPE, []) if isinstance(value, Iri)]
        name = self._name(thing)
        date_property, date = self._date(values)
        amount = _amount(values.get(SG.amount, []))
        held: set[tuple[str, str]] = {(date_property, date), *((label, name.sv) for label in _LABELS)}
        held |= {(label, name.en) for label in _LABELS}
        single = {key: _first(values, key) for key in (SG.currency, SG.year, _IDENTIFIER)}
        held |= set(single.items())
        if amount:
            held.add((SG.amount, amount[1]))
        # Statuses are things of their own, so a lineage may hold the thing without the arc to its status.
        statuses = {o for s, p, o in self.about.get(thing, ()) if p in STATUSES and isinstance(o, Iri)}
        named = sorted(statuses)
        if any(str(value) in _TRUE for value in values.get(SG.knownByReference, [])):
            named.append(Iri(SG.knownByReference))
        sources = {graph for triple in facts for graph in self.stated[triple]}
        evidence, citation = self.evidence.cite(sources)
        return Vertex(
            id=thing,
            short=name.short,
            label_sv=name.sv,
            label_en=name.en,
            family=self._family(classes),
            types=tuple(self._name(value) for value in classes),
            date=xml_safe(date),
            status=tuple(self._name(status) for status in named),
            proposed=SG.Proposal in classes or bool(statuses & _NOT_YET),
            amount=amount[0] if amount else None,
            currency=xml_safe(single[SG.currency]),
            year=xml_safe(single[SG.year]),
            identifier=xml_safe(single[_IDENTIFIER]),
            attributes=tuple(
                Attribute(self._name(p), _safe(o))
                for s, p, o in facts
                if not self._joins((s, p, o)) and p != _RDF_TYPE and (p, str(o)) not in held
            ),
            evidence=evidence,
            citation=xml_safe(citation),
            certainty=self._certainty(self.view.certainty(thing)) if self.view else None,
        )

    def _family(self, classes: Iterable[Iri]) -> Family:
        classes = set(classes)
        found = [family for name, family in _FAMILIES.items() if name in classes]
        if found:
            return found[0]
        if classes & self.agents:
            return Family.AGENT
        return Family.CONCEPT if _CONCEPT_CLASS in classes else Family.OTHER

    def _date(self, values: Mapping[str, list[Term]]) -> tuple[str, str]:
        dates = [(name, str(value)) for name in DATES for value in values.get(name, ())]
        return max(dates, key=lambda date: len(date[1]), default=("", ""))

    def _arc(self, number: str, triple: Triple) -> Arc:
        source, predicate, target = triple
        assert isinstance(target, Iri)
        inverse = {v.language: v.value for v in self.graph.values(predicate, SG.inverseLabel) if isinstance(v, Text)}
        forward = self.lineage_facts.get((source, predicate, target))
        evidence, citation = self.evidence.cite(self.stated[triple])
        return Arc(
            id=number,
            source=source,
            target=target,
            property=self._name(predicate),
            inverse_sv=xml_safe(inverse.get("sv", "")),
            inverse_en=xml_safe(inverse.get("en", "")),
            kind=self._kind(triple),
            lineage=forward is not None,
            forward=bool(forward),
            evidence=evidence,
            citation=xml_safe(citation),
            certainty=self._certainty(self.view.certainty_of_fact(*triple)) if self.view else None,
        )


def _first(values: Mapping[str, list[Term]], predicate: str) -> str:
    return min((str(value) for value in values.get(predicate, ())), default="")


def _safe(term: Term) -> Term:
    return term if isinstance(term, Iri) else Text(xml_safe(term.value), term.language, term.datatype)


def _amount(values: Iterable[Term]) -> tuple[Decimal, str] | None:
    for value in values:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            continue
        if number.is_finite():
            return number, str(value)
    return None
