"""Build the whole graph into one file: ``python scripts/build.py styrgraf.trig``."""

import sys
from pathlib import Path

from styrgraf.exports.dataset import write_dataset
from styrgraf.reason import open_graph

output = Path(sys.argv[1] if len(sys.argv) > 1 else "styrgraf.trig")
write_dataset(open_graph(), output)
print(output)
