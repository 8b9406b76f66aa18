"""Reports: what the graph knows, in words, and in formats for programs."""
