"""SHACL, compiled to SPARQL: each constraint is asked once about all its focus nodes."""

from styrgraf.shacl.engine import Engine, Rows, StoreEngine
from styrgraf.shacl.evaluate import validate
from styrgraf.shacl.results import Report, Result
from styrgraf.shacl.shapes import Shape, Shapes, Target, read_shapes
from styrgraf.shacl.terms import MalformedShapeError

__all__ = [
    "Engine",
    "MalformedShapeError",
    "Report",
    "Result",
    "Rows",
    "Shape",
    "Shapes",
    "StoreEngine",
    "Target",
    "read_shapes",
    "validate",
]
