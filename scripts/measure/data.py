"""Make the data of the benchmark: ``python -m scripts.measure.data FOLDER MUNICIPALITIES YEARS FAULTS``.

The folder gets a synthetic country for ``--root``, and beside it what all engines share: the facts in force
(``facts.nt``), the shapes as one file (``shapes.nt``) and as plain SPARQL (``floor.json``), and things drawn by lot
that are asked about (``foci.json``).
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pyoxigraph as ox
from scripts.measure.floor import write_floor
from scripts.synthesise import synthesise

from styrgraf.reason import open_graph

FOCI = 200


def make(folder: Path, municipalities: str, years: str, faults: str) -> None:
    """Make the country, and the files that all engines share."""
    synthesise(folder, int(municipalities), int(years), 7, float(faults))
    graph = open_graph(folder)
    with (folder / "facts.nt").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{' '.join(triple)} .\n" for triple in graph.triples())
    shapes = ox.Store()
    for path in graph.layout.shape_files():
        shapes.load(path=str(path), format=ox.RdfFormat.TURTLE)
    shapes.dump(str(folder / "shapes.nt"), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    write_floor(folder / "shapes.nt", folder / "floor.json")
    things = [
        sorted(str(row[0]) for row in graph.select(f"SELECT ?thing WHERE {{ ?thing a sg:{name} }}"))
        for name in ("Decision", "Assignment", "Appropriation", "Transfer")
    ]
    decisions = random.Random(7).sample(things[0], min(FOCI, len(things[0])))
    foci = {"facts": len(graph), "decisions": decisions, "things": sorted(thing for kind in things for thing in kind)}
    # Written last: where it is, the others are whole.
    (folder / "foci.json").write_text(json.dumps(foci) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), *sys.argv[2:])
