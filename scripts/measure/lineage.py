"""Lineage: what a thing came of, and how many things came of each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.measure.steps import foci_of, in_oxigraph, in_rdflib, in_styrgraf, job, step, turns

if TYPE_CHECKING:
    from pathlib import Path

# Each job imports its engine, and the import is a part of it.
# ruff: noqa: PLC0415

PATH = "<http://www.w3.org/ns/prov#wasInfluencedBy>+"
DECISION = "https://w3id.org/styrgraf/ns#Decision"


@job("lineage", "styrgraf")
def _(folder: Path) -> None:
    from styrgraf.lineage import LineageNetwork, trace_lineage
    from styrgraf.store import Iri

    graph = in_styrgraf(folder).graph
    with step("network"):
        network = graph.once(LineageNetwork)
    foci = [Iri(focus) for focus in foci_of(folder)]
    turns("one walk", foci, lambda focus: len(network.walk([focus], up=True)) - 1, times=5)
    decisions = graph.subjects("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", Iri(DECISION))
    network.impact(foci[0])
    with step("impact of all") as counts:
        counts.append(sum(network.impact(decision) for decision in decisions))
    trace_lineage(graph, foci[0])
    turns("whole report", foci[:20], lambda focus: len(trace_lineage(graph, focus).nodes))


@job("lineage", "networkx")
def _(folder: Path) -> None:
    import networkx as nx

    from styrgraf.lineage import LineageNetwork

    graph = in_styrgraf(folder).graph
    ours = graph.once(LineageNetwork)
    with step("network"):
        network = nx.DiGraph((arc.later, arc.earlier) for arc in ours.arcs())
        network.add_nodes_from(foci_of(folder))
        # Nothing came of a decision through an agent.
        later = network.reverse()
        later.remove_nodes_from(ours.agents)
    turns("one walk", foci_of(folder), lambda focus: len(nx.descendants(network, focus)), times=5)
    decisions = [str(row[0]) for row in graph.select(f"SELECT ?d WHERE {{ ?d a <{DECISION}> }}")]
    with step("impact of all") as counts:
        counts.append(sum(len(nx.descendants(later, one)) for one in decisions if one in later))


@job("lineage", "pyoxigraph")
def _(folder: Path) -> None:
    store = in_oxigraph(folder)

    def walk(focus: str) -> int:
        return sum(1 for _ in store.query(f"SELECT DISTINCT ?earlier WHERE {{ <{focus}> {PATH} ?earlier }}"))

    turns("one walk", foci_of(folder), walk, times=5)
    with step("impact of all") as counts:
        (row,) = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?d a <{DECISION}> . ?later {PATH} ?d }}")
    counts.append(int(row["n"].value))


@job("lineage", "rdflib")
def _(folder: Path) -> None:
    graph = in_rdflib(folder)

    def walk(focus: str) -> int:
        return sum(1 for _ in graph.query(f"SELECT DISTINCT ?earlier WHERE {{ <{focus}> {PATH} ?earlier }}"))

    turns("one walk", foci_of(folder)[:10], walk)
    with step("impact of all") as counts:
        (row,) = graph.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?d a <{DECISION}> . ?later {PATH} ?d }}")
    counts.append(int(row[0]))
