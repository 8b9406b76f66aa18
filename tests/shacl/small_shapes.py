"""Small shapes and data, written in Turtle."""

from __future__ import annotations

import pyoxigraph as ox

from styrgraf.shacl import Report, Shapes, read_shapes, validate

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
EX = "http://example.org/"


def shapes_of(turtle: str) -> Shapes:
    return read_shapes(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


def store_of(turtle: str) -> ox.Store:
    store = ox.Store()
    store.load(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return store


def found(report: Report) -> list[tuple[str, str, str]]:
    """Give focus, value and component of each result, without what they have in common."""
    return sorted(
        (
            short(str(r.focus)),
            "" if r.value is None else short(str(r.value)),
            short(r.component).removesuffix("ConstraintComponent"),
        )
        for r in report.results
    )


def short(text: str) -> str:
    return text.strip("<>").rpartition("/")[2].rpartition("#")[2]


def check(shapes: str, data: str) -> list[tuple[str, str, str]]:
    return found(validate(store_of(data), shapes_of(shapes)))
