"""Shapes as plain SPARQL, for the benchmark's floor: one SELECT for each target, path and component.

This is what one would write by hand, constraint by
constraint, and not a validator: nothing is shared between the queries, there is no message and no report, and it
knows only the components that the project's shapes use. Literals whose form does not fit their datatype, such as
``"abc"^^xsd:date``, it takes as they are. A shape with anything else stops it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

SH, RDF = PREFIXES["sh"], PREFIXES["rdf"]
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
TARGETS = {
    "targetClass": "?this a/rdfs:subClassOf* {0} .",
    "targetSubjectsOf": "?this {0} ?any .",
    "targetObjectsOf": "?any {0} ?this .",
    "targetNode": "VALUES ?this {{ {0} }}",
}
KINDS = {"IRI": "isIRI({0})", "Literal": "isLiteral({0})", "BlankNode": "isBlank({0})"}
CONDITIONS = {
    "class": "EXISTS {{ {value} a/rdfs:subClassOf* {one} }}",
    "datatype": "COALESCE(DATATYPE({value}) = {one}, false)",
    "maxLength": "COALESCE(STRLEN(STR({value})) <= {one}, false)",
    "minInclusive": "COALESCE({value} >= {one}, false)",
}
#: What says something about a shape, and asks nothing of the data.
SILENT = {"path", "message", "severity", "property", "flags", "sparql", "name", "description", *TARGETS}


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the floor.

    :param text: a SELECT that gives ``?this``, and may give ``?path``.
    :param path: IRI of the property that its findings are about; empty if there is none, or a complex path.
    :param component: local name of the constraint component.
    :param severity: local name of the severity.
    """

    text: str
    path: str
    component: str
    severity: str


class Floor:
    """The shapes of a file.

    :param quads: their triples.
    """

    def __init__(self, quads: list[ox.Quad]) -> None:
        self.said: dict[Node, dict[str, list[Node]]] = {}
        for quad in quads:
            self.said.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
        self.numbers = count()

    def values(self, node: Node, name: str) -> list[Node]:
        """List the values of a property of SHACL."""
        return self.said.get(node, {}).get(f"{SH}{name}", [])

    def items(self, node: Node) -> Iterator[Node]:
        """Go through a list."""
        while str(node) != f"<{RDF}nil>":
            yield self.said[node][f"{RDF}first"][0]
            node = self.said[node][f"{RDF}rest"][0]

    def path(self, node: Node) -> str:
        """Write a path."""
        if isinstance(node, ox.NamedNode):
            return str(node)
        if inner := self.values(node, "inversePath"):
            return f"^({self.path(inner[0])})"
        if inner := self.values(node, "alternativePath"):
            return f"({'|'.join(self.path(item) for item in self.items(inner[0]))})"
        return f"({'/'.join(self.path(item) for item in self.items(node))})"

    def queries(self) -> Iterator[Query]:
        """Write the queries of all shapes that have a target."""
        for shape in list(self.said):
            targets = [pattern.format(value) for name, pattern in TARGETS.items() for value in self.values(shape, name)]
            for target in targets:
                yield from self._of_shape(shape, f"{{ SELECT DISTINCT ?this WHERE {{ {target} }} }}")

    def _of_shape(self, shape: Node, target: str) -> Iterator[Query]:
        severity = next((str(value)[1:-1].removeprefix(SH) for value in self.values(shape, "severity")), "Violation")
        paths = self.values(shape, "path")
        shown = paths[0].value if paths and isinstance(paths[0], ox.NamedNode) else ""
        for node in self.values(shape, "sparql"):
            text = str(self.values(node, "select")[0].value).replace("$", "?")  # type: ignore[union-attr]
            yield Query(
                f"{PROLOGUE}SELECT * WHERE {{ {target} {{ {text} }} }}", shown, "SPARQLConstraintComponent", severity
            )
        for component, wrong in self._wrong(shape):
            query = f"{PROLOGUE}SELECT ?this WHERE {{ {target} {wrong} }}"
            yield Query(query, shown, f"{component[0].upper()}{component[1:]}ConstraintComponent", severity)
        for inner in self.values(shape, "property"):
            yield from self._of_shape(inner, target)

    def _wrong(self, shape: Node, focus: str = "?this") -> Iterator[tuple[str, str]]:
        """Give each component of a shape, with the pattern of what is wrong by it."""
        paths = self.values(shape, "path")
        value = f"?v{next(self.numbers)}" if paths else focus
        step = f"{focus} {self.path(paths[0])} {value} ." if paths else ""
        for predicate, values in self.said.get(shape, {}).items():
            name = predicate.removeprefix(SH)
            if name in SILENT or not predicate.startswith(SH):
                continue
            for one in values:
                if name == "minCount":
                    yield name, f"FILTER NOT EXISTS {{ {self._several(focus, paths[0], int(str(one.value)))} }}"  # type: ignore[union-attr]
                elif name == "maxCount":
                    limit = f"GROUP BY {focus} HAVING (COUNT(DISTINCT {value}) > {one.value})"  # type: ignore[union-attr]
                    yield name, f"{{ SELECT {focus} WHERE {{ {step} }} {limit} }}"
                elif name == "hasValue":
                    yield (
                        name,
                        f"FILTER NOT EXISTS {{ {step.replace(value, str(one)) or f'FILTER ({focus} = {one})'} }}",
                    )
                elif name == "uniqueLang":
                    other = f"{focus} {self.path(paths[0])} {value}o ."
                    same = f'FILTER ({value} != {value}o && LANG({value}) = LANG({value}o) && LANG({value}) != "")'
                    yield name, f"{{ SELECT DISTINCT {focus} (LANG({value}) AS {value}l) {{ {step} {other} {same} }} }}"
                else:
                    yield name, f"{step} FILTER (!({self._right(shape, name, one, value)}))"

    def _several(self, focus: str, path: Node, number: int) -> str:
        """Write a pattern that matches where a path has at least a number of values."""
        names = [f"?v{next(self.numbers)}" for _ in range(number)]
        differ = [f"{one} != {other}" for place, one in enumerate(names) for other in names[:place]]
        steps = " ".join(f"{focus} {self.path(path)} {name} ." for name in names)
        return f"{steps} FILTER ({' && '.join(differ)})" if differ else steps

    def _right(self, shape: Node, name: str, one: Node, value: str) -> str:
        """Write the condition of a component on a value."""
        if name in CONDITIONS:
            return CONDITIONS[name].format(value=value, one=one)
        if name == "nodeKind":
            return KINDS[str(one)[1:-1].removeprefix(SH)].format(value)
        if name == "pattern":
            flags = "".join(f", {flag}" for flag in self.values(shape, "flags"))
            return f"COALESCE(!isBlank({value}) && REGEX(STR({value}), {one}{flags}), false)"
        if name == "languageIn":
            return " || ".join(f"COALESCE(LANGMATCHES(LANG({value}), {tag}), false)" for tag in self.items(one))
        if name in ("node", "or"):
            return " || ".join(self._conforms(inner, value) for inner in (self.items(one) if name == "or" else [one]))
        if name != "in":
            raise SystemExit(f"the floor does not know sh:{name}")
        return f"{value} IN ({', '.join(map(str, self.items(one)))})"

    def _conforms(self, shape: Node, focus: str) -> str:
        """Write the condition that a node conforms to a shape."""
        conditions = []
        if self.values(shape, "path"):
            conditions += [f"NOT EXISTS {{ {wrong} }}" for _, wrong in self._wrong(shape, focus)]
        else:
            for predicate, values in self.said.get(shape, {}).items():
                name = predicate.removeprefix(SH)
                if predicate.startswith(SH) and name not in SILENT:
                    conditions += [self._right(shape, name, one, focus) for one in values]
        conditions += [self._conforms(inner, focus) for inner in self.values(shape, "property")]
        return f"({' && '.join(conditions)})" if conditions else "true"


def write_floor(shapes: Path, output: Path) -> None:
    """Write the queries of the shapes of a file."""
    floor = Floor(list(ox.parse(path=str(shapes), format=ox.RdfFormat.N_TRIPLES)))
    queries = [asdict(query) for query in floor.queries()]
    output.write_text(json.dumps(queries, indent=1) + "\n", encoding="utf-8")
