"""Write the graph for Neo4j, tables and the import command: ``python scripts/export_neo4j.py FOLDER``."""

import sys
from pathlib import Path

from styrgraf.exports.formats import export
from styrgraf.reason import open_graph

output = Path(sys.argv[1] if len(sys.argv) > 1 else "styrgraf-neo4j")
export(open_graph(), "neo4j", output)
print((output / "README.txt").read_text(encoding="utf-8"), end="")
