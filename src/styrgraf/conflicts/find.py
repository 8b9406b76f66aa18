"""Find conflicts: of each thing that can have one value at one time, the values that exclude each other."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from styrgraf.conflicts.claims import Question, read_claims
from styrgraf.conflicts.kinds import Comparison, ConflictKind, Timing, read_kinds
from styrgraf.conflicts.records import Claim, Conflict, Strength
from styrgraf.conflicts.times import figures_meet, holdings_meet
from styrgraf.conflicts.values import number, values_agree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from styrgraf.store import Graph, Iri, Term

__all__ = ["conflicts"]


def conflicts(graph: Graph) -> list[Conflict]:
    """Find passages that give different values for what can have one value at one time.

    A change over time is no conflict, nor is a coarser date, or an approximate number within the precision told. What
    is undated, or known of times that are too coarse to tell apart, may differ only because of time, and is marked so.

    :param graph: the graph.
    :returns: the conflicts in stable order, those that are certain first.
    :raises StyrgrafError: if a query in ``queries/conflicts/`` cannot be asked.
    """
    found: list[Conflict] = []
    for kind in read_kinds(graph.layout):
        claims = read_claims(graph, kind)
        above = _above(claims) if kind.compare is Comparison.THINGS and kind.timing is Timing.HOLDS else {}
        for question in sorted(claims):
            if kind.compare is Comparison.SUM:
                found += _exceeded(kind, question, claims[question])
            else:
                found += _disagreeing(kind, question, claims[question], above)
    order = list(Strength)
    return sorted(found, key=lambda conflict: order.index(conflict.strength))  # stable: kinds stay in their order


# Values that exclude each other


def _disagreeing(
    kind: ConflictKind, question: Question, claims: list[Claim], above: Mapping[Term, Set[Term]]
) -> Iterator[Conflict]:
    pairs: dict[Strength, list[tuple[int, int]]] = {strength: [] for strength in Strength}
    for (at, one), (other_at, other) in combinations(enumerate(claims), 2):
        if not values_agree(kind.compare, one, other, above) and (strength := _meet(kind, one, other)):
            pairs[strength].append((at, other_at))
    for strength, joined in pairs.items():
        for together in _components(joined):
            values = tuple(sorted((claims[at] for at in together), key=_claim_key))
            yield Conflict(
                kind.name, question.about, question.property, values, strength, question.parts, question.forecast
            )


def _meet(kind: ConflictKind, one: Claim, other: Claim) -> Strength | None:
    match kind.timing:
        case Timing.EVER:
            return Strength.CERTAIN
        case Timing.FIGURE:
            return figures_meet(one, other)
        case Timing.HOLDS:
            return holdings_meet(one, other)


def _components(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Join the pairs that have one in common."""
    components: list[set[int]] = []
    for pair in pairs:
        joined = set(pair).union(*(component for component in components if component & set(pair)))
        components = [component for component in components if not component & joined] + [joined]
    return sorted(map(sorted, components))


def _claim_key(claim: Claim) -> tuple[Decimal, str, bool, str, str, str]:
    # As numbers where they are numbers; what is dated before what is not, the earliest first.
    value = number(claim.value)
    time = claim.time
    when = next(iter((*filter(None, (time.begin,)), *time.on, *time.known, *filter(None, (time.end,)))), "")
    return value or Decimal(0), str(claim.value), not time.is_told, when, claim.node or "", "".join(claim.sources)


def _above(claims: Mapping[Question, list[Claim]]) -> dict[Term, set[Term]]:
    """Give what a thing belongs to, and what that belongs to: to say the larger is coarser, and no conflict."""
    direct: dict[Term, set[Term]] = defaultdict(set)
    for question, stated in claims.items():
        direct[question.about].update(claim.value for claim in stated)
    above: dict[Term, set[Term]] = {}
    for thing in list(direct):
        reached: set[Term] = set()
        pending = list(direct[thing])
        while pending:
            if (one := pending.pop()) not in reached:
                reached.add(one)
                pending += direct.get(one, ())
        above[thing] = reached
    return above


# More applied for than set aside


def _exceeded(kind: ConflictKind, question: Question, claims: list[Claim]) -> Iterator[Conflict]:
    set_aside = [claim for claim in claims if claim.node == question.about]
    for unit in sorted({claim.unit for claim in set_aside}):
        held = sorted((claim for claim in set_aside if claim.unit == unit), key=_claim_key)
        asked = sorted(
            (claim for claim in claims if claim.node != question.about and claim.unit == unit), key=_claim_key
        )
        # Where passages disagree on an amount, which is a conflict of its own, the less grave reading.
        least: dict[Iri | None, Decimal] = {}
        for claim in asked:
            if (value := number(claim.value)) is not None:
                least[claim.node] = min(value, least.get(claim.node, value))
        total = sum(least.values(), Decimal(0))
        most = max((value for claim in held if (value := number(claim.value)) is not None), default=None)
        if most is not None and total > most:
            values = (*held, *asked)
            yield Conflict(kind.name, question.about, question.property, values, Strength.CERTAIN, total=total)
