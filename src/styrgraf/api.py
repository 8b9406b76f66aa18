"""The Python API: open a graph, and ask it.

>>> import styrgraf
>>> graph = styrgraf.open()
>>> frame = graph.query("responsibilities").to_pandas()
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from styrgraf.lineage.identify import identify
from styrgraf.reason import open_graph

if TYPE_CHECKING:
    import rdflib

    from styrgraf.lineage import Lineage
    from styrgraf.query import Answer
    from styrgraf.search import Hit
    from styrgraf.store import Graph, Iri, Source, Term
    from styrgraf.timeline.view import View
    from styrgraf.validate import Finding

# Engines are imported by the methods that use them, so that opening a graph is as fast as it can be.
# ruff: noqa: PLC0415

__all__ = ["Explanation", "KnowledgeGraph", "open"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fact with the sources that it rests on.

    :param subject: IRI of the thing that the fact is about.
    :param predicate: IRI of the property.
    :param value: the other thing, or the literal.
    :param sources: passages, readings, editorial data or derivations, best authority first.
    """

    subject: Iri
    predicate: Iri
    value: Term
    sources: tuple[Source, ...]


class KnowledgeGraph:
    """A graph of how a city is governed, in which every fact points to the passage that states it.

    :param root: a folder with ``data/``; None for the graph that Styrgraf ships.
    :param store: a folder to keep the graph in on disk: loaded once, and again when a file has changed; None for
        a graph in memory.
    :raises StyrgrafError: if the folder has no data, or the store is damaged or cannot be written.
    :raises UnreadableFileError: if a file cannot be parsed.
    """

    def __init__(self, root: Path | str | None = None, store: Path | str | None = None) -> None:
        folder, disk = (None if path is None else Path(path) for path in (root, store))
        self.graph: Graph = open_graph(folder, disk)

    def __len__(self) -> int:
        """Count the facts in force, the vocabulary among them."""
        return len(self.graph)

    def identify(self, identifier: str) -> Iri:
        """Find the thing that an identifier names.

        :param identifier: an IRI, a case number, a decision as in ``KS 2022 § 130``, a slug or a label.
        :returns: its IRI.
        :raises UnclearIdentifierError: if it names nothing, or more than one thing.
        """
        return identify(self.graph, identifier)

    def label(self, thing: str, language: str = "sv") -> str:
        """Name a thing in words.

        :param thing: its IRI.
        :param language: ``sv`` or ``en``.
        :returns: its name.
        """
        return self.graph.label(thing, language)

    def query(
        self, query: str, /, *, seconds: float | None = 30, as_of: str | None = None, **parameters: str
    ) -> Answer:
        """Ask a question in SPARQL 1.1 over the facts in force; ``GRAPH`` reaches the passages.

        :param query: name of a query of the library, or the text of a query.
        :param seconds: how long it may take; None to ask in this very process, which is fastest, and which nothing
            stops.
        :param as_of: a day, month or year, to ask what held then; the last column says how sure each row is.
        :param parameters: values of the query's parameters.
        :returns: the answer; ``to_pandas()`` and ``to_polars()`` make a frame of it.
        :raises StyrgrafError: if there is no such query, a parameter is missing or ill-typed, the query writes
            or calls out, has a syntax error, or was stopped, or the day is no date.
        """
        from styrgraf.query import Limits, find_query, run_query

        is_text = any(sign in query for sign in "{}\n")
        chosen = query if is_text else find_query(self.graph.layout, query)
        view = self._view(as_of)
        return run_query(
            self.graph, chosen, parameters, view=view, limits=None if seconds is None else Limits(seconds=seconds)
        )

    def lineage(
        self,
        identifier: str,
        *,
        direction: str = "both",
        depth: int | None = None,
        language: str = "sv",
        as_of: str | None = None,
    ) -> Lineage:
        """Trace what a thing came of and what came of it.

        :param identifier: names the thing, as in :meth:`identify`.
        :param direction: ``up`` to the earlier, ``down`` to the later, or ``both``.
        :param depth: how many steps to walk; None for as far as it goes.
        :param language: ``sv`` or ``en``.
        :param as_of: a day, month or year, to tell what held then, and how sure that is.
        :returns: nodes, edges, money, expected path, context and gaps; ``to_networkx()`` makes a network of it.
        :raises UnclearIdentifierError: if the identifier names nothing, or more than one thing.
        :raises StyrgrafError: if the day is no date, or the direction or depth is none.
        """
        from styrgraf.timeline.view_lineage import trace

        focus = self.identify(identifier)
        view = self._view(as_of)
        return trace(self.graph, view, focus, direction=direction, depth=depth, language=language)

    def report(self, lineage: Lineage, form: str = "text") -> str:
        """Write a lineage report.

        :param lineage: the lineage.
        :param form: a format of ``styrgraf lineage``.
        :returns: the report.
        :raises StyrgrafError: if there is no such format.
        """
        from styrgraf.reports.lineage import render_lineage

        return render_lineage(self.graph, lineage, form)

    def why(self, identifier: str, language: str = "sv") -> list[Explanation]:
        """List each fact about a thing with the sources that it rests on.

        :param identifier: names the thing, as in :meth:`identify`.
        :param language: ``sv`` or ``en``, for names and notes.
        :returns: the facts in stable order, those no longer in force too.
        :raises UnclearIdentifierError: if the identifier names nothing, or more than one thing.
        """
        return [
            Explanation(
                fact.subject,
                fact.predicate,
                fact.value,
                tuple(self.graph.source(name, language) for name in fact.sources),
            )
            for fact in self.graph.facts_about(self.identify(identifier))
        ]

    def find(self, text: str, *, language: str | None = None, limit: int = 10) -> list[Hit]:
        """Find things by what they are called or numbered, with Swedish word forms and typing errors.

        :param text: words or a number.
        :param language: language of the names in the hits; None for that of the text that matched.
        :param limit: the most hits.
        :returns: hits, the best first.
        :raises StyrgrafError: if the text has no letter or digit.
        """
        from styrgraf.search import find

        return find(self.graph, text, language=language, limit=limit)

    def validate(self) -> list[Finding]:
        """Run every gate over the graph.

        :returns: what is malformed, missing or disagreeing, gravest first, with files and lines.
        """
        from styrgraf.validate import validate_graph

        return validate_graph(self.graph)

    def export(
        self, form: str, output: Path | str, lineage: Lineage | None = None, *, as_of: str | None = None
    ) -> None:
        """Write the graph, or what a lineage holds, in the format of another program.

        :param form: a format of ``styrgraf export``.
        :param output: the file or folder to write.
        :param lineage: what to write; None for all.
        :param as_of: a day, month or year, to write what held then, and how sure it is; None for that of the lineage.
        :raises StyrgrafError: if there is no such format, the day is no date, or the output cannot be written.
        """
        from styrgraf.exports.formats import export

        if as_of is None and lineage is not None and lineage.as_of:
            as_of = lineage.as_of
        view = self._view(as_of)
        export(self.graph, form, Path(output), lineage, view=view)

    def _view(self, as_of: str | None) -> View | None:
        if as_of is None:
            return None
        from styrgraf.timeline.view import view

        return view(self.graph, as_of)

    def to_rdflib(self) -> rdflib.Dataset:
        """Give the graph to rdflib: the facts in force as the default graph, the evidence as named graphs.

        :returns: a dataset of its own; changes to it do not come back.
        """
        import rdflib

        from styrgraf.exports.dataset import build_dataset

        dataset = rdflib.Dataset()
        dataset.parse(data=build_dataset(self.graph, ".nq"), format="nquads")
        dataset.default_graph.parse(data=build_dataset(self.graph, ".nt"), format="nt")
        return dataset


def open(  # noqa: A001 - styrgraf.open() reads as it should
    root: Path | str | None = None, store: Path | str | None = None
) -> KnowledgeGraph:
    """Open a graph.

    :param root: a folder with ``data/``; None for the graph that Styrgraf ships.
    :param store: a folder to keep the graph in on disk; None for a graph in memory.
    :returns: the graph.
    :raises StyrgrafError: if the folder has no data, or the store is damaged or cannot be written.
    :raises UnreadableFileError: if a file cannot be parsed.
    """
    return KnowledgeGraph(root, store)
