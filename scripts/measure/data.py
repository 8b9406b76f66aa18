"""Make the data of the benchmark: ``python -m scripts.measure.data FOLDER MUNICIPALITIES YEARS FAULTS``.

The folder gets a synthetic country for ``--root``, and beside it what all engines share: the facts in force
(``facts.nt``) and things drawn by lot that are asked about (``foci.json``), unless they are there; and, anew each time,
the shapes as one file and as plain SPARQL: all (``shapes.nt``, ``shapes.floor.json``), and those of SHACL Core alone
(``core.nt``, ``core.floor.json``), with the names of the shapes that lost a constraint (``left-out.json``).
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path

import pyoxigraph as ox
from scripts.measure.floor import write_floor
from scripts.synthesise import synthesise

from styrgraf.documents.layout import find_layout
from styrgraf.namespaces import PREFIXES
from styrgraf.reason import open_graph

FOCI = 200
#: Things that are taken to have changed are drawn among so many.
THINGS = 2000
SPARQL = ox.NamedNode(f"{PREFIXES['sh']}sparql")


def make_country(folder: Path, municipalities: int, years: int, faults: float) -> None:
    """Make the country, its facts in force, and the things that are asked about."""
    shutil.rmtree(folder, ignore_errors=True)
    synthesise(folder, municipalities, years, 7, faults)
    graph = open_graph(folder)
    with (folder / "facts.nt").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{' '.join(triple)} .\n" for triple in graph.triples())
    things = [
        sorted(str(row[0]) for row in graph.select(f"SELECT ?thing WHERE {{ ?thing a sg:{name} }}"))
        for name in ("Decision", "Assignment", "Appropriation", "Transfer")
    ]
    everything = [thing for kind in things for thing in kind]
    foci = {
        "facts": len(graph),
        "decisions": random.Random(7).sample(things[0], min(FOCI, len(things[0]))),
        "things": sorted(random.Random(7).sample(everything, min(THINGS, len(everything)))),
    }
    # Written last: where it is, the others are whole.
    (folder / "foci.json").write_text(json.dumps(foci) + "\n", encoding="utf-8")


def write_shapes(folder: Path) -> None:
    """Write the shapes, all of them and those of Core alone, for engines and for the floor."""
    shapes = ox.Store()
    for path in find_layout(folder).shape_files():
        shapes.load(path=str(path), format=ox.RdfFormat.TURTLE)
    _write(shapes, folder / "shapes.nt")
    left_out = set()
    for quad in list(shapes.quads_for_pattern(None, SPARQL, None)):
        assert isinstance(quad.object, ox.NamedNode | ox.BlankNode)
        left_out.add(str(quad.subject).strip("<>").rpartition("/")[2])
        for gone in [quad, *shapes.quads_for_pattern(quad.object, None, None)]:
            shapes.remove(gone)
    _write(shapes, folder / "core.nt")
    (folder / "left-out.json").write_text(json.dumps(sorted(left_out)) + "\n", encoding="utf-8")


def _write(shapes: ox.Store, path: Path) -> None:
    shapes.dump(str(path), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    write_floor(path, path.with_suffix(".floor.json"))


def main() -> None:
    """Make what is not there."""
    folder, municipalities, years, faults = sys.argv[1:]
    if not (Path(folder) / "foci.json").exists():
        make_country(Path(folder), int(municipalities), int(years), float(faults))
    write_shapes(Path(folder))


if __name__ == "__main__":
    main()
