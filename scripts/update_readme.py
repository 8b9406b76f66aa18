"""Put the current lineage report into the README, between its markers: ``python scripts/update_readme.py``."""

import re
from pathlib import Path

from styrgraf.files import read_text, write_text
from styrgraf.lineage import identify, trace_lineage
from styrgraf.reason import open_graph
from styrgraf.reports.lineage import render_lineage

readme = Path(__file__).parents[1] / "README.md"
graph = open_graph()
report = render_lineage(graph, trace_lineage(graph, identify(graph, "STK-2023-822")))
block = f"<!-- report -->\n```text\n{report}```"
text = read_text(readme)
write_text(readme, re.sub(r"<!-- report -->\n```text\n.*?```", lambda _: block, text, flags=re.DOTALL))
