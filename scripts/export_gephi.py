"""Write the lineage of a case, or all of the graph, for Gephi: ``python scripts/export_gephi.py STK-2023-822``."""

import sys
from pathlib import Path

from styrgraf.exports.formats import export
from styrgraf.lineage import identify, trace_lineage
from styrgraf.reason import open_graph

graph = open_graph()
identifier = sys.argv[1] if len(sys.argv) > 1 else None
output = Path(sys.argv[2] if len(sys.argv) > 2 else "styrgraf.gexf")
lineage = trace_lineage(graph, identify(graph, identifier)) if identifier else None
export(graph, "gexf", output, lineage)
print(output)
