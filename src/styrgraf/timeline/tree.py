"""The organisation as a tree: each thing under the surest of what it belongs to, and its other links beside it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styrgraf.timeline.records import Role

if TYPE_CHECKING:
    from styrgraf.store import Iri
    from styrgraf.timeline.records import Link, Organisation, Thing

__all__ = ["Tree"]


class Tree:
    """The things of an organisation, each at one place.

    :param found: the organisation.
    """

    def __init__(self, found: Organisation) -> None:
        self.things: dict[Iri, Thing] = {thing.iri: thing for thing in found.things}
        self.links: dict[Iri, list[Link]] = defaultdict(list)
        for link in found.links:
            self.links[link.child].append(link)
        self._below: dict[Iri, list[Link]] = defaultdict(list)
        for thing in self.things:
            if placed := self.place(thing):
                self._below[placed.parent].append(placed)

    def place(self, thing: Iri) -> Link | None:
        """Give the link that a thing is placed by: the surest to something of the city, if there is one.

        :param thing: its IRI.
        :returns: the link; None if it belongs to nothing.
        """
        links = self.links.get(thing, [])
        return next((link for link in links if link.parent in self.things), links[0] if links else None)

    def below(self, thing: Iri) -> list[Link]:
        """List the links of the things placed directly under a thing.

        :param thing: its IRI.
        """
        return self._below.get(thing, [])

    def beside(self, thing: Iri) -> list[Link]:
        """List the links of a thing to others than the one it is placed under, the surest to each.

        :param thing: its IRI.
        """
        placed = self.place(thing)
        others: dict[Iri, Link] = {}
        for link in self.links.get(thing, []):
            if placed and link.parent != placed.parent:
                others.setdefault(link.parent, link)
        return list(others.values())

    def tops(self, role: Role) -> list[Thing]:
        """List the things of a role that stand under no other thing than the city, or an owner outside it.

        :param role: what kind of thing.
        """
        return [thing for thing in self.things.values() if thing.role is role and self._is_top(thing)]

    def _is_top(self, thing: Thing) -> bool:
        link = self.place(thing.iri)
        parent = self.things.get(link.parent) if link else None
        return parent is None or parent.role is Role.CITY or self._starts_ring(thing.iri)

    def _starts_ring(self, thing: Iri) -> bool:
        """Tell whether a thing is the first of a ring of things that belong to each other, which has no top."""
        ring, link = [thing], self.place(thing)
        while link and link.parent not in ring:
            ring.append(link.parent)
            link = self.place(link.parent)
        return link is not None and link.parent == thing == min(ring)
