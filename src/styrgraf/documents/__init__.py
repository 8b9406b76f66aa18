"""The files of a graph: where they stand, how they are parsed, written, cut and located."""
