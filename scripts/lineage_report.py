"""Write the lineage report of a case as Markdown: ``python scripts/lineage_report.py STK-2023-822``."""

import sys

from styrgraf.lineage import identify, trace_lineage
from styrgraf.reason import open_graph
from styrgraf.reports.lineage import render_lineage

graph = open_graph()
focus = identify(graph, sys.argv[1] if len(sys.argv) > 1 else "STK-2023-822")
print(render_lineage(graph, trace_lineage(graph, focus), "markdown"), end="")
