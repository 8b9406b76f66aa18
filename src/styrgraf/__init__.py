"""Styrgraf: how Malmö stad is governed, as a graph in which every fact points to its passage."""
