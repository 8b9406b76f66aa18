"""Questions to the graph: named queries and queries of one's own, with parameters, within limits."""

from __future__ import annotations

from styrgraf.query.answer import Answer
from styrgraf.query.bind import read_options
from styrgraf.query.describe import describe_queries, describe_query
from styrgraf.query.library import NamedQuery, Parameter, find_query, list_queries, parse_query, read_query
from styrgraf.query.limits import Limits
from styrgraf.query.run import run_query

__all__ = [
    "Answer",
    "Limits",
    "NamedQuery",
    "Parameter",
    "describe_queries",
    "describe_query",
    "find_query",
    "list_queries",
    "parse_query",
    "read_options",
    "read_query",
    "run_query",
]
