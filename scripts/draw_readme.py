"""Draw the lineage of a case for the README: ``python scripts/draw_readme.py [STK-2023-822]``."""

import sys
from pathlib import Path

from styrgraf.files import write_text
from styrgraf.lineage import identify, trace_lineage
from styrgraf.reason import open_graph
from styrgraf.reports.drawing import lineage_to_svg

name = sys.argv[1] if len(sys.argv) > 1 else "STK-2023-822"
picture = Path(__file__).parents[1] / "docs" / "images" / f"{name}.svg"
picture.parent.mkdir(exist_ok=True)
graph = open_graph()
write_text(picture, lineage_to_svg(graph, trace_lineage(graph, identify(graph, name))))
print(picture)
