"""Compare what two states of the graph assert, fact by fact and graph by graph."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.diff.records import Difference, How, Layer
from styrgraf.namespaces import PREFIXES, SG
from styrgraf.store import ONTOLOGY, Iri, Text, from_node, iri_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set

    from styrgraf.store import Term

__all__ = ["compare_facts", "distinct", "graph_of"]

_Triple = tuple[Iri, Iri, "Term"]
_Stated = dict[_Triple, set[Iri]]
#: Subject and property, and the language of the value, with the part of the graph where values are paired.
_Question = tuple[Iri, Iri, str, str]

_LAYERS = list(Layer)
#: How far blank nodes that lead to themselves are told apart.
_ROUNDS = 8
_NUMBERS = tuple(ox.NamedNode(f"{PREFIXES['xsd']}{name}") for name in ("decimal", "integer"))
_PASSAGE_OF, _READING_OF = ox.NamedNode(SG.passageOf), ox.NamedNode(SG.readingOf)


def distinct(quads: Iterable[ox.Quad]) -> frozenset[ox.Quad]:
    """Make a set of facts in which what says the same is the same, however its file writes it.

    Blank nodes, which have another label each time that a file is read, are named by what is said of them; a number
    has one form, without zeros that add nothing.

    :param quads: facts.
    :returns: the same facts.
    """
    quads = list(quads)
    names = _names_of_blank_nodes(quads)

    def named(quad: ox.Quad) -> ox.Quad:
        subject, value = quad.subject, quad.object
        if isinstance(value, ox.Literal):
            value = _one_form(value)
        elif isinstance(value, ox.BlankNode):
            value = names[value]
        if isinstance(subject, ox.BlankNode):
            subject = names[subject]
        if subject == quad.subject and value == quad.object:
            return quad
        return ox.Quad(subject, quad.predicate, value, quad.graph_name)

    return frozenset(map(named, quads))


def _one_form(literal: ox.Literal) -> ox.Literal:
    if literal.datatype not in _NUMBERS:
        return literal
    try:
        number = Decimal(literal.value)
    except InvalidOperation:
        return literal
    if not number.is_finite():
        return literal
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ox.Literal("0" if number == 0 else text, datatype=literal.datatype)


def _names_of_blank_nodes(quads: Iterable[ox.Quad]) -> Mapping[ox.BlankNode, ox.BlankNode]:
    described: defaultdict[ox.BlankNode, list[ox.Quad]] = defaultdict(list)
    within: defaultdict[ox.BlankNode, list[ox.BlankNode]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode):
            described[quad.subject].append(quad)
            within[quad.subject] += [quad.object] if isinstance(quad.object, ox.BlankNode) else []
        elif isinstance(quad.object, ox.BlankNode):
            within[quad.object] += []
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def name(node: ox.BlankNode) -> ox.BlankNode:
        values = ((quad.predicate, quad.object) for quad in described.get(node, ()))
        said = sorted(
            f"{key} {names.get(value) if isinstance(value, ox.BlankNode) else value}" for key, value in values
        )
        return ox.BlankNode(f"n{hashlib.sha256(' '.join(said).encode()).hexdigest()[:20]}")

    try:
        for node in TopologicalSorter(within).static_order():
            names[node] = name(node)
    except CycleError:
        names.clear()
        for _ in range(_ROUNDS):
            names = {node: name(node) for node in within}
    return names


def graph_of(quad: ox.Quad) -> Iri:
    """Name the graph that a fact stands in.

    :param quad: the fact.
    :returns: IRI of the graph; empty for a fact that stands in none.
    """
    return Iri(iri_of(quad.graph_name))


def compare_facts(old: Set[ox.Quad], new: Set[ox.Quad]) -> tuple[Difference, ...]:
    """Compare what two states assert.

    A fact that leaves one graph and stands in another has moved. A value that goes, where one other comes for the
    same thing and property, has changed: looked for in the same passage first, then in the same document, then
    everywhere. Where it is not clear which value took the place of which, they are added and removed.

    :param old: the facts before, as :func:`distinct` gives them.
    :param new: the facts after.
    :returns: the differences, by layer, thing and property.
    """
    gone, came = _by_triple(old - new), _by_triple(new - old)
    kept = _kept(old & new, gone.keys() | came.keys())
    described = _described(old | new)
    found = []
    for triple in gone.keys() & came.keys():
        left, reached = gone.pop(triple), came.pop(triple)
        found.append(_record(How.MOVED, triple, triple, left, reached, described, kept))
    changed = _pair(gone, came, kept)
    _join_in(changed, gone, came)
    for (before, after), (left, reached) in changed.items():
        found.append(_record(How.CHANGED, before, after, left, reached, described, kept))
    for triple, graphs in gone.items():
        found.append(_record(How.REMOVED, triple, None, graphs, set(), described, kept))
    for triple, graphs in came.items():
        found.append(_record(How.ADDED, None, triple, set(), graphs, described, kept))
    return tuple(sorted(found, key=_order))


def _by_triple(quads: Iterable[ox.Quad]) -> _Stated:
    stated: _Stated = defaultdict(set)
    for quad in quads:
        stated[_triple(quad)].add(graph_of(quad))
    return stated


def _triple(quad: ox.Quad) -> _Triple:
    return Iri(str(from_node(quad.subject))), Iri(quad.predicate.value), from_node(quad.object)


def _kept(quads: Iterable[ox.Quad], triples: Set[_Triple]) -> Mapping[_Triple, tuple[Iri, ...]]:
    """Find what states, before and after, the facts that some other graph began or ceased to state."""
    subjects = {subject for subject, _, _ in triples}
    stated: _Stated = defaultdict(set)
    for quad in quads:
        if str(from_node(quad.subject)) in subjects and (triple := _triple(quad)) in triples:
            stated[triple].add(graph_of(quad))
    return {triple: tuple(sorted(graphs)) for triple, graphs in stated.items()}


def _described(quads: Iterable[ox.Quad]) -> frozenset[str]:
    """Find the passages and readings: facts about them are about the evidence."""
    return frozenset(
        quad.subject.value
        for quad in quads
        if quad.predicate in (_PASSAGE_OF, _READING_OF) and isinstance(quad.subject, ox.NamedNode)
    )


def _layer(subject: Iri, graph: Iri, described: Set[str]) -> Layer:
    if graph == ONTOLOGY:
        return Layer.VOCABULARY
    return Layer.EVIDENCE if subject == graph or subject in described else Layer.CITY


def _record(
    how: How,
    before: _Triple | None,
    after: _Triple | None,
    left: Set[Iri],
    reached: Set[Iri],
    described: Set[str],
    kept: Mapping[_Triple, tuple[Iri, ...]],
) -> Difference:
    """Make the record of a difference; its layer is that of the first graph that states it, then or now."""
    subject, predicate, _ = before or after or (Iri(), Iri(), Iri())
    layer = min((_layer(subject, graph, described) for graph in left | reached), key=_LAYERS.index)
    return Difference(
        how,
        layer,
        subject,
        predicate,
        before[2] if before else None,
        after[2] if after else None,
        tuple(sorted(left)),
        tuple(sorted(reached)),
        kept.get(before, ()) if before else (),
        kept.get(after, ()) if after else (),
    )


# Values that took the place of others

_Changed = dict[tuple[_Triple, _Triple], tuple[set[Iri], set[Iri]]]


def _pair(gone: _Stated, came: _Stated, kept: Mapping[_Triple, tuple[Iri, ...]]) -> _Changed:
    """Pair values that went with values that came, and take them out of both."""
    changed: _Changed = {}
    scopes: tuple[Callable[[Iri], str], ...] = (str, lambda graph: graph.partition("#")[0], lambda graph: "")
    for scope in scopes:
        everywhere = scope is scopes[-1]
        before, after = _by_question(gone, scope), _by_question(came, scope)
        for question in sorted(before.keys() & after.keys()):
            values, others = before[question], after[question]
            if len(values) != 1 or len(others) != 1:
                continue
            (one, left), (other, reached) = *values.items(), *others.items()
            settled = {triple for pair in changed for triple in pair} | kept.keys() if everywhere else set()
            if one in settled or other in settled:
                continue  # a value that others still state has not given way to one in another document
            lefts, reaches = changed.setdefault((one, other), (set(), set()))
            lefts |= left
            reaches |= reached
            _take(gone, one, left)
            _take(came, other, reached)
    return changed


def _by_question(stated: _Stated, scope: Callable[[Iri], str]) -> dict[_Question, dict[_Triple, set[Iri]]]:
    asked: defaultdict[_Question, dict[_Triple, set[Iri]]] = defaultdict(dict)
    for triple, graphs in stated.items():
        subject, predicate, value = triple
        language = value.language if isinstance(value, Text) else ""
        for graph in graphs:
            asked[subject, predicate, language, scope(graph)].setdefault(triple, set()).add(graph)
    return asked


def _take(stated: _Stated, triple: _Triple, graphs: Set[Iri]) -> None:
    stated[triple] -= graphs
    if not stated[triple]:
        del stated[triple]


def _join_in(changed: _Changed, gone: _Stated, came: _Stated) -> None:
    """Let what other graphs drop or begin to state be part of the one change that has the value."""
    for side, stated in enumerate((gone, came)):
        by_value: defaultdict[_Triple, list[tuple[_Triple, _Triple]]] = defaultdict(list)
        for pair in changed:
            by_value[pair[side]].append(pair)
        for triple in stated.keys() & by_value.keys():
            if len(by_value[triple]) == 1:
                changed[by_value[triple][0]][side].update(stated.pop(triple))


def _order(difference: Difference) -> tuple[object, ...]:
    values = (difference.old, difference.new)
    keys = [("", "", "") if value is None else _value_key(value) for value in values]
    layer = _LAYERS.index(difference.layer)
    return layer, difference.subject, difference.predicate, *keys, difference.left, difference.reached


def _value_key(value: Term) -> tuple[str, str, str]:
    return (value.value, value.language, value.datatype) if isinstance(value, Text) else (value, "", "")
