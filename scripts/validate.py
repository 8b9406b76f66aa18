"""Run every gate as CI does, and print what is wrong: ``python scripts/validate.py``."""

import sys

from styrgraf.reason import open_graph
from styrgraf.reports.findings import render_findings
from styrgraf.validate import fails, validate_graph

graph = open_graph()
findings = validate_graph(graph)
print(render_findings(findings, "text", "en", graph.layout.root), end="")
sys.exit(1 if fails(findings) else 0)
