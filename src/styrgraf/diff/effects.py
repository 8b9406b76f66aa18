"""What differences do: to lineage, money, holders of posts, conflicts, what rules derive, and the score."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from styrgraf.conflicts import conflicts
from styrgraf.diff.documents import statements
from styrgraf.diff.facts import graph_of
from styrgraf.diff.records import (
    ConflictChange,
    Effects,
    FlowChange,
    FlowState,
    HolderChange,
    Join,
    ShareChange,
    SumChange,
)
from styrgraf.lineage.network import LineageNetwork
from styrgraf.money import money
from styrgraf.namespaces import BASE, PREFIXES, SG
from styrgraf.score import score
from styrgraf.store import Iri

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from decimal import Decimal

    import pyoxigraph as ox

    from styrgraf.conflicts import Conflict
    from styrgraf.money import Family, Money, YearBasis
    from styrgraf.score import Count
    from styrgraf.store import Graph

__all__ = ["find_effects"]

_LINEAGE = f"{PREFIXES['prov']}wasInfluencedBy"
_PARTS = "SELECT ?part ?whole WHERE { ?property rdfs:subPropertyOf* dcterms:isPartOf . ?part ?property ?whole }"
_HOLDERS = "SELECT DISTINCT ?post ?person WHERE { ?holding sg:post ?post ; org:member ?person }"

_SumKey = tuple["Family", str, "YearBasis | None", "Iri | None", str]


def find_effects(old: Graph, new: Graph) -> Effects:
    """Find what differs in what follows from the facts.

    :param old: the graph before, with what its rules derive.
    :param new: the graph after, with what its rules derive.
    :returns: the effects, each in stable order.
    """
    before, after = _Lineage(old), _Lineage(new)
    joined, parted = after.joins_beyond(before), before.joins_beyond(after)
    was, now = money(old), money(new)
    before_rules, after_rules = _derived(old), _derived(new)
    return Effects(
        joined=joined,
        parted=parted,
        cases=tuple(sorted(after.cases_of(joined) | before.cases_of(parted))),
        sums=_compare_sums(was, now),
        flows=_compare_flows(was, now),
        holders=_compare_holders(old, new),
        conflicts=_compare_conflicts(conflicts(old), conflicts(new)),
        derived=statements((triple, after_rules[triple]) for triple in after_rules.keys() - before_rules.keys()),
        underived=statements((triple, before_rules[triple]) for triple in before_rules.keys() - after_rules.keys()),
        shares=_compare_shares(old, new),
    )


# Lineage


class _Lineage:
    """What came of what, and what is part of what, in one graph."""

    def __init__(self, graph: Graph) -> None:
        self.network = LineageNetwork(graph)
        self.edges = {
            (arc.later, arc.earlier)
            for arc in self.network.arcs()
            if not self.network.is_agent(arc.later) and not self.network.is_agent(arc.earlier)
        }
        self.parts = {(Iri(str(part)), Iri(str(whole))) for part, whole in graph.select(_PARTS)}

    def joins_beyond(self, other: _Lineage) -> tuple[Join, ...]:
        """Find what is joined here and not there."""
        # Only what leads to an edge that the other lacks can be joined to more.
        changed = {later for later, _ in self.edges - other.edges}
        touched = changed | self.reach(changed, up=False)
        found = [
            Join(later, earlier, (later, earlier) in self.edges, part=False)
            for later in touched
            for earlier in self.reach({later}, up=True) - other.reach({later}, up=True)
        ]
        found += [Join(part, whole, direct=True, part=True) for part, whole in self.parts - other.parts]
        return tuple(sorted(found, key=lambda join: (join.part, join.later, join.earlier)))

    def reach(self, things: Set[Iri], *, up: bool) -> Set[Iri]:
        """Find what the things came of, or what came of them, without agents, by whom everything hangs together."""
        reached = self.network.walk(things, up=up)
        return {thing for thing, steps in reached.items() if steps and not self.network.is_agent(thing)}

    def cases_of(self, joins: tuple[Join, ...]) -> set[Iri]:
        things = {thing for join in joins for thing in (join.later, join.earlier)}
        wholes = {whole for part, whole in self.parts if part in things}
        return {whole for whole in wholes if SG.Case in self.network.graph.types(whole)}


# Money


def _compare_sums(old: Money, new: Money) -> tuple[SumChange, ...]:
    before, after = _sums(old), _sums(new)
    differing = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    ordered = sorted(differing, key=lambda key: tuple(str(part or "") for part in key))
    return tuple(SumChange(*key, before.get(key), after.get(key)) for key in ordered)


def _sums(found: Money) -> Mapping[_SumKey, Decimal | None]:
    return {
        (one.family, one.year, one.year_basis, one.status, one.currency): one.total
        for one in found.by_year
        if one.total is not None
    }


def _compare_flows(old: Money, new: Money) -> tuple[FlowChange, ...]:
    before, after = _flows(old), _flows(new)
    differing = sorted(flow for flow in before.keys() | after.keys() if before.get(flow) != after.get(flow))
    return tuple(FlowChange(flow, before.get(flow), after.get(flow)) for flow in differing)


def _flows(found: Money) -> Mapping[Iri, FlowState]:
    return {
        flow.iri: FlowState(flow.amounts, flow.currency, flow.year, flow.status, flow.uncounted is None)
        for flow in found.flows
    }


# Holders of posts


def _compare_holders(old: Graph, new: Graph) -> tuple[HolderChange, ...]:
    before, after = _holders(old), _holders(new)
    changes = []
    for post in sorted(before.keys() | after.keys()):
        was, now = before.get(post, set()), after.get(post, set())
        if was != now:
            changes.append(HolderChange(post, tuple(sorted(was - now)), tuple(sorted(now - was))))
    return tuple(changes)


def _holders(graph: Graph) -> Mapping[Iri, set[Iri]]:
    holders: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for post, person in graph.select(_HOLDERS):
        holders[Iri(str(post))].add(Iri(str(person)))
    return holders


# Conflicts


def _compare_conflicts(old: list[Conflict], new: list[Conflict]) -> tuple[ConflictChange, ...]:
    """Compare conflicts by what they are between: a conflict that one more passage corroborates is the same."""
    before, after = ({_conflict_key(one): one for one in found} for found in (old, new))
    gone = {key: before[key] for key in before.keys() - after.keys()}
    came = {key: after[key] for key in after.keys() - before.keys()}
    questions = [Counter(key[:-1] for key in keys) for keys in (gone, came)]
    changes: list[tuple[tuple[object, ...], ConflictChange]] = []
    for key, conflict in gone.items():
        alone = all(counted[key[:-1]] == 1 for counted in questions)
        other = next((other for other in came if alone and other[:-1] == key[:-1]), None)
        changes.append((key, ConflictChange(conflict, came.pop(other) if other else None)))
    changes += [(key, ConflictChange(None, conflict)) for key, conflict in came.items()]
    return tuple(change for _, change in sorted(changes, key=lambda pair: str(pair[0])))


def _conflict_key(one: Conflict) -> tuple[object, ...]:
    values = tuple(sorted((str(claim.value), claim.node or "", str(claim.time)) for claim in one.values))
    return one.kind, one.about, one.property, one.parts, one.forecast, (one.strength, values)


# What rules derive


def _derived(graph: Graph) -> Mapping[ox.Triple, set[Iri]]:
    """Give the facts that rules derive; plain lineage edges are told as lineage."""
    found: defaultdict[ox.Triple, set[Iri]] = defaultdict(set)
    for quad in graph.derived:
        name = graph_of(quad)
        if (
            name.startswith(f"{BASE}derivation/")
            and str(quad.subject) != f"<{name}>"
            and quad.predicate.value != _LINEAGE
        ):
            found[quad.triple].add(name)
    return found


# The score


def _compare_shares(old: Graph, new: Graph) -> tuple[ShareChange, ...]:
    before, after = _shares(old), _shares(new)
    differing = sorted(key for key in before.keys() & after.keys() if before[key] != after[key])
    return tuple(ShareChange(*key, before[key], after[key]) for key in differing)


def _shares(graph: Graph) -> Mapping[tuple[str, str], Count]:
    return {(share.measure, share.aspect): share.count for share in score(graph).shares}
