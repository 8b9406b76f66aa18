"""Lineages as drawings: what is shown (scene), where it stands (layers), and how it looks (cards, style, svg)."""

from styrgraf.reports.drawing.svg import lineage_to_svg

__all__ = ["lineage_to_svg"]
