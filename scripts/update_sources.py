"""Write docs/sources.md, the table of documents with passages, facts and corroborated facts, from the graph.

It is written to another file if one is named: ``python scripts/update_sources.py [FILE]``.
"""

import sys
from pathlib import Path

from styrgraf.files import write_text
from styrgraf.namespaces import BASE
from styrgraf.query import find_query, run_query
from styrgraf.reason import open_graph

HEAD = """# The sources, and what each of them gives

Written by `python scripts/update_sources.py` from the graph: run it after a change of `data/`.

A fact is a triple of a passage or a reading of one, other than what a thing is and is called; it is corroborated if an
independent document states it too. A document that restates another is not independent of it. Dates are those of the
documents, or the year that they report on; a document without one is undated, and so is what it says of its own time.

| document | date | passages | facts | corroborated |
|---|---|--:|--:|--:|
"""

graph = open_graph()
query = find_query(graph.layout, "sources-and-corroboration")
lines, totals = [], [0, 0, 0]
for document, label, date, *counts in run_query(graph, query, {}).rows:
    numbers = [int(str(count)) for count in counts]
    totals = [total + number for total, number in zip(totals, numbers, strict=True)]
    name = str(document).removeprefix(f"{BASE}document/")
    title = str(label or "").replace("|", "\\|")
    lines.append(f"| {title} (`{name}`) | {date or ''} | {' | '.join(map(str, numbers))} |\n")
total = f"| **{len(lines)} documents** | | {' | '.join(f'**{number}**' for number in totals)} |\n"
output = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "sources.md"
write_text(output, HEAD + "".join(lines) + total)
