"""The dominators, against those of networkx on networks of every form."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from styrgraf.lineage.dominators import immediate_dominators

_NODES = st.integers(0, 12)


@given(st.dictionaries(_NODES, st.lists(_NODES, max_size=4), max_size=13))
def test_they_are_those_of_networkx(following: dict[int, list[int]]) -> None:
    network: nx.DiGraph[int] = nx.DiGraph()
    network.add_node(0)
    network.add_edges_from((node, other) for node, others in following.items() for other in others)
    expected = {0: 0} | dict(nx.immediate_dominators(network, 0))
    expected[0] = 0  # some versions of networkx give the root none
    assert immediate_dominators(following, 0) == expected
