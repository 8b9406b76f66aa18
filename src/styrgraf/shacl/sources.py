"""The nodes that a shape looks at, as SPARQL patterns: its targets, and the values that a path leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.shacl.terms import RDF, RDFS, SH, iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from styrgraf.shacl.engine import Engine
    from styrgraf.shacl.paths import Path
    from styrgraf.shacl.shapes import Shape, Target
    from styrgraf.shacl.terms import Node

__all__ = ["Hierarchy", "Source", "node_source", "target_source"]

_NODE = "\0"


@dataclass(frozen=True, slots=True)
class Source:
    """A set of nodes, as a pattern that binds a variable to each of them.

    :param template: the pattern, with a NUL for the variable.
    :param distinct: whether it binds each node once.
    :param depth: how many paths it goes along.
    :param subjects_of: the property whose subjects they are; empty for others.
    """

    template: str
    distinct: bool = True
    depth: int = 0
    subjects_of: str = ""

    @property
    def chain(self) -> tuple[str, ...]:
        """The variables of the nodes that lead to the nodes."""
        return tuple(f"?f{n}" for n in range(self.depth))

    def bind(self, variable: str = "?this") -> str:
        """Write the pattern for a variable."""
        return self.template.replace(_NODE, variable)

    def table(self) -> str:
        """Write the pattern so that ``?this`` is bound to each node once."""
        return self.bind() if self.distinct else f"{{ SELECT DISTINCT ?this WHERE {{ {self.bind()} }} }}"

    def pairs(self, path: Path | None) -> str:
        """Write the pattern of ``?this`` and what a path leads to, ``?value``."""
        if path is None:
            return self.bind()
        if path.plain and self.subjects_of == path.shown:
            return f"?this {path.text} ?value ."
        return f"{self.bind()} ?this {path.text} ?value ."

    def along(self, path: Path | None) -> Source:
        """Give the nodes that a path leads to."""
        if path is None:
            return self
        from_node = f"?f{self.depth}"
        if path.plain and self.subjects_of == path.shown:
            return Source(f"{from_node} {path.text} {_NODE} .", distinct=False, depth=self.depth + 1)
        text = f"{self.bind(from_node)} {from_node} {path.text} {_NODE} ."
        return Source(text, distinct=False, depth=self.depth + 1)


class Hierarchy:
    """The classes of the data, with those below each.

    :param engine: where the data are.
    :param in_use: whether to find out which classes have instances, which goes through all things.
    """

    def __init__(self, engine: Engine, *, in_use: bool = True) -> None:
        self._below: dict[str, set[Node]] = {}
        for below, above in engine.select(f"SELECT ?a ?b WHERE {{ ?a <{RDFS.subClassOf}> ?b }}").rows:
            if below is not None and above is not None:
                self._below.setdefault(str(above), set()).add(below)
        self._used: frozenset[str] | None = None
        if in_use:
            used = engine.select("SELECT DISTINCT ?c WHERE { ?x a ?c }").rows
            self._used = frozenset(iri(row[0]) for row in used)

    def below(self, cls: str) -> tuple[str, ...] | None:
        """List the classes that are a class or below it, of those in use; None if one below it has no name."""
        found: dict[str, None] = {cls: None}
        waiting = [f"<{cls}>"]
        while waiting:
            for one in self._below.get(waiting.pop(), ()):
                if not isinstance(one, ox.NamedNode):
                    return None
                if one.value not in found:
                    found[one.value] = None
                    waiting.append(str(one))
        return tuple(sorted(name for name in found if self._used is None or name in self._used))

    def instances(self, cls: str) -> Source | None:
        """Give the instances of a class; None if there is none."""
        below = self.below(cls)
        if below is None:
            return Source(f"{_NODE} <{RDF.type}>/<{RDFS.subClassOf}>* <{cls}> .", distinct=False)
        if not below:
            return None
        if len(below) == 1:
            return Source(f"{_NODE} a <{below[0]}> .")
        classes = " ".join(f"<{name}>" for name in below)
        return Source(f"VALUES ?tc {{ {classes} }} {_NODE} a ?tc .", distinct=False)

    def is_instance(self, variable: str, cls: str, fresh: str) -> str:
        """Write the condition that a node is an instance of a class."""
        below = self.below(cls)
        if below is None:
            return f"EXISTS {{ {variable} <{RDF.type}>/<{RDFS.subClassOf}>* <{cls}> }}"
        if not below:
            return "false"
        if len(below) == 1:
            return f"EXISTS {{ {variable} a <{below[0]}> }}"
        classes = ", ".join(f"<{name}>" for name in below)
        return f"EXISTS {{ {variable} a {fresh} FILTER({fresh} IN ({classes})) }}"


def node_source(nodes: Iterable[Node]) -> Source | None:
    """Give named nodes and literals as a source; None if there is none."""
    named = [str(node) for node in dict.fromkeys(nodes) if not isinstance(node, ox.BlankNode)]
    return Source(f"VALUES {_NODE} {{ {' '.join(named)} }}") if named else None


def target_source(shape: Shape, hierarchy: Hierarchy) -> Source | None:
    """Give what a shape is about.

    :param shape: a shape with targets.
    :param hierarchy: the classes of the data.
    :returns: the nodes; None if there is certainly none.
    """
    nodes = [target.value for target in shape.targets if target.kind == SH.targetNode]
    found = [_of_target(target, hierarchy) for target in shape.targets if target.kind != SH.targetNode]
    sources = [one for one in (*found, node_source(nodes)) if one is not None]
    if len(sources) < 2:
        return sources[0] if sources else None
    union = " UNION ".join(f"{{ {source.template} }}" for source in sources)
    return Source(union, distinct=False)


def _of_target(target: Target, hierarchy: Hierarchy) -> Source | None:
    name = iri(target.value)
    if target.kind == SH.targetClass:
        return hierarchy.instances(name)
    if target.kind == SH.targetSubjectsOf:
        return Source(f"{_NODE} <{name}> ?any .", distinct=False, subjects_of=name)
    return Source(f"?any <{name}> {_NODE} .", distinct=False)


def focus_of(
    shape: Shape, hierarchy: Hierarchy, among: Collection[Node], about: dict[str, dict[str, set[Node]]]
) -> Source | None:
    """Give those of some nodes that a shape is about."""
    found: set[Node] = set()
    for target in shape.targets:
        if target.kind == SH.targetNode:
            found |= {target.value} & set(among)
        elif target.kind == SH.targetClass:
            below = hierarchy.below(iri(target.value)) or ()
            for name in below:
                found |= about[target.kind].get(name, set())
        else:
            found |= about[target.kind].get(iri(target.value), set())
    return node_source(sorted(found, key=str))
