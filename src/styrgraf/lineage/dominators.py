"""Dominators: what every way from a root to a thing passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    Node = TypeVar("Node", bound=Hashable)

__all__ = ["immediate_dominators"]


def immediate_dominators(following: Mapping[Node, Collection[Node]], root: Node) -> dict[Node, Node]:
    """Find the immediate dominator of each node that can be reached from a root.

    The algorithm is that of Cooper, Harvey and Kennedy, *A Simple, Fast Dominance Algorithm* (2001).

    :param following: each node's successors; a node without any may be left out.
    :param root: where all ways begin.
    :returns: node to the nearest node that every way to it passes; the root to itself.
    """
    order = _finished(following, root)
    number = {node: place for place, node in enumerate(order)}
    preceding: dict[Node, list[Node]] = {node: [] for node in order}
    for node in order:
        for other in following.get(node, ()):
            preceding[other].append(node)
    found = {root: root}
    changed = True
    while changed:
        changed = False
        for node in reversed(order[:-1]):
            known = [other for other in preceding[node] if other in found]
            nearest = known[0]
            for other in known[1:]:
                nearest = _meet(nearest, other, found, number)
            if found.get(node) != nearest:
                found[node] = nearest
                changed = True
    return found


def _meet(one: Node, other: Node, found: Mapping[Node, Node], number: Mapping[Node, int]) -> Node:
    while one != other:
        while number[one] < number[other]:
            one = found[one]
        while number[other] < number[one]:
            other = found[other]
    return one


def _finished(following: Mapping[Node, Collection[Node]], root: Node) -> list[Node]:
    """List the nodes in the order in which a walk into the depth leaves them, the root last."""
    order: list[Node] = []
    seen = {root}
    ways = [(root, iter(following.get(root, ())))]
    while ways:
        node, rest = ways[-1]
        for other in rest:
            if other not in seen:
                seen.add(other)
                ways.append((other, iter(following.get(other, ()))))
                break
        else:
            ways.pop()
            order.append(node)
    return order
