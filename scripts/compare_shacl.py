"""Set the compiled validator against pySHACL until they differ or the time is up.

Most seeds make up shapes and data; each tenth takes the shapes of the project, and spoils examples of what conforms to
them. ``python scripts/compare_shacl.py --minutes 60 --seed 1`` prints the first difference and how to see it again.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from styrgraf.documents.layout import find_layout, shipped_root
from styrgraf.documents.parse import parse_file
from styrgraf.errors import StyrgrafError
from styrgraf.shacl import Report, Shapes, read_shapes, validate
from styrgraf.shacl.terms import SH
from styrgraf.validate.shacl import compile_shapes

PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <http://example.org/> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
)
NODES = [f"ex:n{n}" for n in range(9)] + ["_:a", "_:b", "_:c"]
CLASSES = [f"ex:C{n}" for n in range(5)]
PROPERTIES = [f"ex:p{n}" for n in range(4)]
NUMBERS = ["1", "2", "3", "10", "-4", "2.5", '"7"^^xsd:double']
DATES = ['"2023-05-01"^^xsd:date', '"2024-02-29"^^xsd:date', '"1999-12-31"^^xsd:date']
# No empty text: rdflib takes it for no value at all.
TEXTS = ['"a"', '"ab"', '"abc"', '"Abc 1"', '"x"@en', '"y"@sv', '"z"@en', '"w"@sv']
ODD = [
    '"abc"^^xsd:date',
    '"2023-02-30"^^xsd:date',
    '"x"^^xsd:integer',
    '"2023"^^xsd:gYear',
    '"2023-04"^^xsd:gYearMonth',
    "true",
    '"2023-05-01T10:00:00"^^xsd:dateTime',
    '"q"^^ex:type',
]
LITERALS = NUMBERS + DATES + TEXTS + ODD
DATATYPES = ["xsd:integer", "xsd:decimal", "xsd:string", "xsd:date", "xsd:gYear", "xsd:gYearMonth", "xsd:boolean",
             "rdf:langString", "xsd:dateTime", "ex:type"]  # fmt: skip
NODE_KINDS = ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
RANGES = ["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"]
PATTERNS = ['"^a"', '"[0-9]"', '"b$"', '"^ab?c?$"', '"^(?!a)"']
LANGUAGES = ['"en"', '"sv"', '"en" "sv"']
SEVERITIES = ["sh:Info", "sh:Warning", "sh:Violation"]
SELECTS = [
    "SELECT $this ?value WHERE { $this ex:p0 ?value . FILTER (isIRI(?value)) }",
    "SELECT $this (ex:p1 AS ?path) ?value WHERE { $this ex:p1 ?value . FILTER NOT EXISTS { ?value ex:p2 ?any } }",
    "SELECT DISTINCT $this WHERE { $this ex:p0 ?x . ?y ex:p1 $this . FILTER (?x != ?y) }",
    "SELECT $this (COUNT(?x) AS ?value) WHERE { $this ex:p2 ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this ?value WHERE { { $this ex:p0 ?value } UNION { ?value ex:p1 $this } FILTER (isBlank($this)) }",
    "SELECT $this WHERE { $this ex:p0 ?x . OPTIONAL { $this ex:p1 ?y } FILTER (!BOUND(?y)) }",
    "SELECT $this WHERE { $this ex:p0 ?x FILTER NOT EXISTS { ?x ex:p1 ?y ; ex:p2 ?z . ?y a ex:C1 FILTER (?z != ?y) } }",
    "SELECT $this WHERE { $this ?p ?x . FILTER EXISTS { ?y ex:p0/ex:p1 $this , ?x . FILTER NOT EXISTS { ?x a ?c } } }",
    "SELECT $this ?value WHERE { $this (ex:p0|ex:p1)+ ?value . ?value ex:p2* $this }",
    "SELECT $this WHERE { { ?x ex:p3 ?y . FILTER ($this = ?x) } UNION { ?y ex:p0 ?x . FILTER (?x = $this) } }",
    "SELECT $this WHERE { FILTER EXISTS { $this ex:p1 ?x . ?x ex:p0 ?y } }",
    "SELECT $this ?value WHERE { { SELECT $this (COUNT(?x) AS ?value) WHERE { $this ex:p2 ?x } GROUP BY $this } }",
    "SELECT $this ?that WHERE { $this ex:p0 ?x . BIND ($this AS ?that) FILTER (?that != ?x) }",
]


class Maker:
    """Makes shapes and data.

    :param seed: the same makes the same.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._messages = 0
        # pySHACL has an order of its own for numbers and dates, say, which SPARQL will not compare.
        self._ranges = self._random.random() < 0.3
        self._literals = NUMBERS + TEXTS if self._ranges else LITERALS

    def data(self) -> str:
        """Make a small graph, as Turtle."""
        pick = self._random.choice
        lines = [f"{pick(CLASSES)} rdfs:subClassOf {pick(CLASSES)} ." for _ in range(self._random.randrange(5))]
        lines += [f"{pick(NODES)} a {pick(CLASSES)} ." for _ in range(self._random.randrange(3, 12))]
        for _ in range(self._random.randrange(5, 40)):
            value = pick(NODES) if self._random.random() < 0.5 else pick(self._literals)
            lines.append(f"{pick(NODES)} {pick(PROPERTIES)} {value} .")
        return PREFIXES + "\n".join(lines)

    def shapes(self) -> str:
        """Make some shapes with targets, as Turtle."""
        shapes = []
        for n in range(self._random.randrange(1, 4)):
            body = self._shape(3, of_property=self._random.random() < 0.5)
            shapes.append(f"ex:S{n} {' ; '.join([*self._targets(), *body])} .")
        declared = 'ex:set sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'
        return PREFIXES + "\n".join([declared, *shapes])

    def _targets(self) -> list[str]:
        pick = self._random.choice
        kinds = [
            lambda: f"sh:targetClass {pick(CLASSES)}",
            lambda: f"sh:targetSubjectsOf {pick(PROPERTIES)}",
            lambda: f"sh:targetObjectsOf {pick(PROPERTIES)}",
            lambda: f"sh:targetNode {pick(NODES[:9] + LITERALS[:4])}",
        ]
        return [pick(kinds)() for _ in range(self._random.randrange(1, 3))]

    def _shape(self, depth: int, *, of_property: bool) -> list[str]:
        parts = [f"sh:path {self._path(2)}"] if of_property else []
        for _ in range(self._random.randrange(1, 4)):
            parts += self._constraint(depth, of_property=of_property)
        self._messages += 1
        if self._random.random() < 0.8:
            parts.append(f'sh:message "m{self._messages}"@en , "b{self._messages}"@sv')
        if self._random.random() < 0.3:
            parts.append(f"sh:severity {self._random.choice(SEVERITIES)}")
        if self._random.random() < 0.04:
            parts.append("sh:deactivated true")
        # What may be said once is said once.
        return list({part.split()[0]: part for part in parts}.values())

    def _path(self, depth: int) -> str:
        pick = self._random.choice
        if depth == 0 or self._random.random() < 0.6:
            return pick(PROPERTIES)
        kind = self._random.randrange(6)
        if kind == 0:
            return f"( {self._path(depth - 1)} {self._path(depth - 1)} )"
        if kind == 1:
            return f"[ sh:alternativePath ( {self._path(depth - 1)} {self._path(depth - 1)} ) ]"
        name = ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"][kind - 2]
        # pySHACL loses what goes back along a list to a literal.
        return f"[ sh:{name} {pick(PROPERTIES) if kind == 2 else self._path(depth - 1)} ]"

    def _inner(self, depth: int, *, of_property: bool | None = None) -> str:
        kind = self._random.random() < 0.4 if of_property is None else of_property
        return f"[ {' ; '.join(self._shape(depth - 1, of_property=kind))} ]"

    def _constraint(self, depth: int, *, of_property: bool) -> list[str]:
        pick, number = self._random.choice, self._random.randrange
        if depth and self._random.random() < 0.4:
            kind = pick(["not", "node", "property", "and", "or", "xone", "qualified"])
            if kind in {"not", "node", "property"}:
                inner = {"node": False, "property": True}.get(kind)
                return [f"sh:{kind} {self._inner(depth, of_property=inner)}"]
            if kind == "qualified" and of_property:
                bound = pick(["Min", "Max"])
                disjoint = ["sh:qualifiedValueShapesDisjoint true"] if self._random.random() < 0.3 else []
                return [
                    f"sh:qualifiedValueShape {self._inner(depth)}",
                    f"sh:qualified{bound}Count {number(3)}",
                    *disjoint,
                ]
            if kind != "qualified":
                return [f"sh:{kind} ( {' '.join(self._inner(depth) for _ in range(number(1, 4)))} )"]
        ways = [
            lambda: f"sh:class {pick(CLASSES)}",
            lambda: f"sh:datatype {pick(DATATYPES)}",
            lambda: f"sh:nodeKind sh:{pick(NODE_KINDS)}",
            # Not 0, which pySHACL lets blank nodes have.
            lambda: f"sh:{pick(['minLength', 'maxLength'])} {number(1, 5)}",
            lambda: f"sh:pattern {pick(PATTERNS)}",
            lambda: f"sh:in ( {' '.join(self._random.sample(NODES[:9] + LITERALS, 6))} )",
            lambda: f"sh:hasValue {pick(NODES[:9] + LITERALS)}",
            lambda: f"sh:{pick(['equals', 'disjoint'])} {pick(PROPERTIES)}",
            lambda: f"sh:languageIn ( {pick(LANGUAGES)} )",
            lambda: f"sh:closed true ; sh:ignoredProperties ( rdf:type {pick(PROPERTIES)} )",
            lambda: f'sh:sparql [ sh:select """{pick(SELECTS)}""" ; sh:prefixes ex:set ; sh:message "q {{?value}}" ]',
        ]
        if of_property:
            ways += [
                lambda: f"sh:minCount {number(4)}",
                lambda: f"sh:maxCount {number(3)}",
                lambda: "sh:uniqueLang true",
            ]
        if self._ranges:
            ways.append(lambda: f"sh:{pick(RANGES)} {pick(NUMBERS[:6])}")
        return [pick(ways)()]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one validator finds and the other does not.

    :param seed: makes the same shapes and data again.
    :param shapes: the shapes, as Turtle.
    :param data: the data, as Turtle.
    :param only_ours: what only the compiled validator finds.
    :param only_pyshacl: what only pySHACL finds.
    """

    seed: int
    shapes: str
    data: str
    only_ours: tuple[tuple[str, ...], ...]
    only_pyshacl: tuple[tuple[str, ...], ...]


def told(report: Report) -> set[tuple[str, ...]]:
    """Give the results of a report, without the messages that no shape has, and whose language pySHACL loses."""
    return {
        (
            str(r.focus),
            r.path,
            # pySHACL makes a text of a blank node that a query finds, and rdflib one of the greatest IRI.
            str(r.value).removeprefix("_:").strip('"<>'),
            r.component.rpartition("#")[2],
            r.severity.rpartition("#")[2],
            r.shape_name,
            str(sorted(text for tag, text in r.messages if tag)) if r.component != SH.SPARQLConstraintComponent else "",
        )
        for r in report.results
    }


def by_pyshacl(store: ox.Store, shapes: Shapes) -> Report:
    """Have pySHACL validate with all shapes.

    :raises StyrgrafError: if pySHACL stops.
    """
    return validate(store, shapes.leaving([shape.node for shape in shapes.targeted], "comparison"))


@cache
def project_shapes() -> Shapes:
    """Read the shapes of the project."""
    return compile_shapes(find_layout().shape_files()).shapes


@cache
def examples() -> tuple[frozenset[ox.Quad], ...]:
    """Read the examples of what conforms to the shapes of the project."""
    files = sorted((shipped_root() / "tests" / "fixtures").glob("*/good.ttl"))
    return tuple(frozenset(parse_file(path)) for path in files)


def spoilt(seed: int) -> str:
    """Put some examples together and take away, repeat, redirect or mistype some of their triples.

    :param seed: the same makes the same.
    :returns: the triples, as N-Triples.
    """
    chance = random.Random(seed)
    quads = sorted({quad for example in chance.sample(examples(), 3) for quad in example}, key=str)
    triples = []
    for quad in quads:
        way, other = chance.randrange(60), chance.choice(quads)
        if way != 0:
            triples.append((quad.subject, quad.predicate, quad.object))
        if way == 1:
            triples.append((quad.subject, quad.predicate, other.object))
        elif way == 2:
            triples.append((quad.subject, other.predicate, quad.object))
        elif way == 3:
            triples.append((other.subject, quad.predicate, quad.object))
        elif way == 4 and isinstance(quad.object, ox.Literal):
            triples.append((quad.subject, quad.predicate, ox.Literal(quad.object.value, language="sv")))
    return "".join(f"{s} {p} {o} .\n" for s, p, o in triples)


def compare(seed: int) -> Difference | None:
    """Validate the same data by both.

    :param seed: makes the shapes and the data.
    :returns: the difference; None if there is none, or if pySHACL stops.
    """
    if seed % 10 == 0:
        data, text, shapes = spoilt(seed), "# the shapes of the project", project_shapes()
    else:
        maker = Maker(seed)
        data, text = maker.data(), maker.shapes()
        shapes = read_shapes(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    store = ox.Store()
    store.load(data.encode(), format=ox.RdfFormat.TURTLE)
    ours = told(validate(store, shapes, threads=1))
    try:
        theirs = told(by_pyshacl(store, shapes))
    except StyrgrafError:
        return None
    if ours == theirs:
        return None
    return Difference(seed, text, data, tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours)))


def main() -> int:
    """Compare until the time is up; 1 if the two differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to go on")
    parser.add_argument("--seed", type=int, default=0, help="where to begin")
    parser.add_argument("--only", action="store_true", help="compare for this seed alone")
    arguments = parser.parse_args()
    end = time.monotonic() + arguments.minutes * 60
    seed = arguments.seed
    while True:
        if difference := compare(seed):
            print(difference.data, difference.shapes, sep="\n\n")
            print("\nonly compiled:", *difference.only_ours, sep="\n  ")
            print("only pySHACL:", *difference.only_pyshacl, sep="\n  ")
            print(f"\nsee it again: python scripts/compare_shacl.py --only --seed {seed}")
            return 1
        seed += 1
        if arguments.only or time.monotonic() > end:
            print(f"no difference for the seeds {arguments.seed}–{seed - 1}")
            return 0


if __name__ == "__main__":
    sys.exit(main())
