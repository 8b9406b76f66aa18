"""The words that tell of differences: names of things in either state, values, and the passages that state them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from styrgraf.money.words import say as say_of_money
from styrgraf.namespaces import PREFIXES, SG, shorten
from styrgraf.phrases import amount, date, fill, phrase
from styrgraf.reports.citations import dated_document
from styrgraf.reports.diff_phrases import PHRASES
from styrgraf.reports.layout import one_line
from styrgraf.score import read_measures
from styrgraf.store import Iri, Kind, Text
from styrgraf.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styrgraf.conflicts import Claim
    from styrgraf.diff import FlowState, ShareChange, SumChange
    from styrgraf.score import Count
    from styrgraf.store import Graph, Term

__all__ = ["Teller"]

_MOST_PARTS = 3
_BOOLEAN = f"{PREFIXES['xsd']}boolean"
_DATES = tuple(f"{PREFIXES['xsd']}{name}" for name in ("date", "gYearMonth", "gYear"))
_POST_IN = f"{PREFIXES['org']}postIn"
_TYPE = f"{PREFIXES['rdf']}type"


class Teller:
    """Tells of two states of the graph in words.

    :param old: the graph before.
    :param new: the graph after.
    :param language: ``sv`` or ``en``.
    """

    def __init__(self, old: Graph, new: Graph, language: str) -> None:
        self.old = old
        self.new = new
        self.language = language

    def say(self, key: str, **parts: object) -> str:
        """Give a fixed phrase.

        :param key: its name.
        :param parts: what stands in its gaps.
        :returns: the phrase.
        """
        return fill(PHRASES, key, self.language, **parts)

    def name(self, thing: Iri, *, before: bool = False) -> str:
        """Name a thing as the state after calls it, or else the state before.

        :param thing: its IRI.
        :param before: True for the name before, or else after.
        :returns: the name on one line; of what has none, what it is and what it joins.
        """
        if thing.startswith("_:"):
            return self.say("nameless")
        graphs = (self.old, self.new) if before else (self.new, self.old)
        bare = shorten(thing).strip("<>")
        if thing == _TYPE:
            return self.say("type")
        for graph in graphs:
            if (label := graph.label(thing, self.language)) != bare:
                return one_line(label)
        return next((made for graph in graphs if (made := self._made_name(graph, thing))), bare)

    def _made_name(self, graph: Graph, thing: Iri) -> str:
        """Name what has no name, such as a holding of a post, by its kind and what it joins."""
        if {SG.Passage, SG.Reading}.intersection(graph.types(thing)):
            return self.source(thing, before=graph is self.old)
        kinds = [graph.label(kind, self.language) for kind in graph.types(thing)]
        things = [fact.value for fact in graph.facts_about(thing) if fact.predicate != _TYPE and _is_thing(fact.value)]
        labels = {graph.label(Iri(str(value)), self.language): str(value) for value in dict.fromkeys(things)}
        named = [label for label, iri in labels.items() if label != shorten(iri).strip("<>")]
        return one_line(f"{kinds[0]}: {', '.join(named[:_MOST_PARTS])}") if kinds and named else ""

    def plain(self, text: str) -> str:
        """Set a text on one line.

        :param text: the text.
        :returns: the text without line ends and control signs.
        """
        return one_line(text)

    def kinds(self, thing: Iri) -> str:
        """Say what a thing is.

        :param thing: its IRI.
        :returns: names of its classes; empty if none is known.
        """
        known = self.new.types(thing) or self.old.types(thing)
        return ", ".join(dict.fromkeys(self.name(kind) for kind in known))

    def names(self, things: Iterable[Iri], *, before: bool = False) -> str:
        """Name things, in their order.

        :param things: their IRIs.
        :param before: True for the names before.
        :returns: the names, or that there are none.
        """
        return ", ".join(self.name(thing, before=before) for thing in things) or self.say("nothing")

    def value(self, value: Term, *, before: bool = False) -> str:
        """Write a value.

        :param value: a thing or a literal.
        :param before: True for the name that a thing had before.
        :returns: a name; a date, number, yes or no in words; or a text in quotation marks.
        """
        if isinstance(value, Iri):
            return self.name(value, before=before)
        if value.datatype in _DATES:
            return date(one_line(value.value), self.language)
        if value.datatype == _BOOLEAN:
            return self.say("yes" if value.value in ("true", "1") else "no")
        if value.is_number:
            return self.number(value.value)
        language = f" ({value.language})" if value.language not in ("", self.language) else ""
        return f"”{one_line(value.value)}”{language}"

    def number(self, lexical: str, unit: str = "") -> str:
        """Write a number, with its currency if it has one.

        :param lexical: the number as written in the graph.
        :param unit: ISO 4217 code; empty for none.
        :returns: the number with its thousands apart.
        """
        try:
            number = Decimal(lexical)
        except InvalidOperation:
            return one_line(lexical)
        if not number.is_finite():
            return one_line(lexical)
        if unit:
            return amount(number, unit, self.language)
        digits = f"{number:,f}".removesuffix(".00")
        space = "\N{NO-BREAK SPACE}"
        return digits.replace(",", space).replace(".", ",") if self.language == "sv" else digits

    def source(self, graph: Iri, *, before: bool = False) -> str:
        """Say where a fact stands.

        :param graph: the graph that states it.
        :param before: True for where it stood before.
        :returns: document, date and place; how it is marked if no passage states it outright.
        """
        if not graph:
            return self.say("nowhere")
        source = (self.old if before else self.new).source(graph, self.language)
        document = one_line(dated_document(source, self.language))
        place = one_line(place_of(source, self.language))
        match source.kind:
            case Kind.STATED:
                words = f"{document}, {place}"
            case Kind.READING:
                words = f"{document}, {phrase('reading-of', self.language, place=place)}"
            case Kind.EDITORIAL:
                words = phrase("editorial-source", self.language, label=document)
            case Kind.DERIVED:
                words = self.say("rule", rule=document)
            case Kind.VOCABULARY:
                words = phrase("vocabulary", self.language)
            case _:
                words = document
        return words

    def sources(self, graphs: Iterable[Iri], *, before: bool = False) -> str:
        """Say where a fact stands, once for each place.

        :param graphs: the graphs that state it.
        :param before: True for where it stood before.
        :returns: the places.
        """
        return "; ".join(dict.fromkeys(self.source(graph, before=before) for graph in graphs))

    # What has numbers

    def status(self, status: Iri | None) -> str:
        """Name the status of money.

        :param status: its IRI, or None.
        :returns: its name, or that none is stated.
        """
        return self.name(status) if status else say_of_money("unknown-status", self.language)

    def sum_name(self, change: SumChange) -> str:
        """Say what a sum is of.

        :param change: a sum that differs.
        :returns: what is summed, of which year and status.
        """
        family = say_of_money(change.family, self.language)
        year = say_of_money(change.basis, self.language, year=change.year) if change.basis else change.year
        return self.say("sum", family=family, year=year, status=self.status(change.status))

    def total(self, total: Decimal | None, currency: str) -> str:
        """Write a sum.

        :param total: the sum, or None.
        :param currency: ISO 4217 code.
        :returns: the amount, or that there is nothing to sum.
        """
        return self.say("nothing") if total is None else amount(total, currency, self.language)

    def flow(self, state: FlowState | None) -> str:
        """Say what is known of a flow of money.

        :param state: its amounts, status and year, or None.
        :returns: the words.
        """
        if state is None:
            return self.say("nothing")
        amounts = " / ".join(amount(one, state.currency or "?", self.language) for one in state.amounts)
        parts = [amounts or say_of_money("unstated", self.language), self.status(state.status)]
        parts += [state.year] if state.year else []
        parts += [] if state.counted else [self.say("not-counted")]
        return ", ".join(parts)

    def claim(self, claim: Claim) -> str:
        """Write a value that passages disagree on.

        :param claim: the value.
        :returns: the value in words.
        """
        if isinstance(claim.value, Text) and claim.value.is_number:
            return self.number(claim.value.value, claim.unit)
        return self.value(claim.value)

    def measure(self, change: ShareChange) -> str:
        """Say what a share of the score is of.

        :param change: a share that differs.
        :returns: what is counted, and which aspect of it.
        """
        measures = {
            measure.name: measure for measure in (*read_measures(self.old.layout), *read_measures(self.new.layout))
        }
        measure = measures[change.measure]
        aspect = measure.aspects.get(change.aspect)
        named = aspect[self.language] if aspect else self.say("jointly")
        return one_line(f"{measure.titles[self.language]}: {named}")

    def share(self, count: Count) -> str:
        """Write a share: ``3/4 (75,0 %)``.

        :param count: how many of how many.
        :returns: the share in words.
        """
        part = f" ({float(100 * count.ratio):.1f} %)" if count.ratio is not None else ""
        return f"{count.having}/{count.of}{part.replace('.', ',') if self.language == 'sv' else part}"

    def post(self, post: Iri) -> str:
        """Name a post with where it is.

        :param post: its IRI.
        :returns: name and place.
        """
        places = self.new.values(post, _POST_IN) or self.old.values(post, _POST_IN)
        named = ", ".join(self.name(place) for place in places if isinstance(place, Iri))
        return self.say("post", post=self.name(post), place=named) if named else self.name(post)


def _is_thing(value: Term) -> bool:
    return isinstance(value, Iri) and not value.startswith((str(SG), "_:"))
