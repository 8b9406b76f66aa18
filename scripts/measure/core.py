"""Validation by SHACL Core alone: the engines of `validate`, with the shapes that have no ``sh:sparql``."""

from scripts.measure.validate import enter

enter("core", "core")
