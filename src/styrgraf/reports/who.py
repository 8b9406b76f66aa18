"""Who answers for something as a report: on what grounds, what is above, who leads, by what evidence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from styrgraf.accountability import End, Ground, Wording
from styrgraf.namespaces import BASE, PREFIXES, shorten
from styrgraf.phrases import check_language, date
from styrgraf.reports.citations import outline_sources
from styrgraf.reports.formats import choose_format
from styrgraf.reports.layout import one_line, set_markdown, set_text
from styrgraf.reports.lineage import sources_to_json
from styrgraf.reports.outline import Item, Line, Report, Section
from styrgraf.reports.teller import Teller
from styrgraf.store import Iri
from styrgraf.timeline.records import Absence, Certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from styrgraf.accountability import Answer, Chain, Head, Matter, Step, Who
    from styrgraf.accountability.records import State
    from styrgraf.store import Graph
    from styrgraf.timeline.records import Change

__all__ = ["FORMATS", "render_who"]

_PHRASES: Mapping[str, tuple[str, str]] = {
    "title": ("VEM SVARAR FÖR ”{text}”?", "WHO ANSWERS FOR “{text}”?"),
    "day": ("den {day}", "on {day}"),
    "time": ("{day}", "{day}"),
    "now": ("det som inte är känt som avslutat", "what is not known to have ended"),
    "answers": ("SVARAR, de som orden passar bäst först", "ANSWERS, those that the words fit best first"),
    "others": (
        "SVARADE TIDIGARE, ELLER ÄR BARA FÖRESLAGNA",
        "ANSWERED EARLIER, OR ARE ONLY PROPOSED",
    ),
    "others-day": (
        "SVARADE INTE DÅ: hade upphört, hade inte börjat eller är bara föreslagna",
        "DID NOT ANSWER THEN: had ended, had not begun or are only proposed",
    ),
    "unanswered": ("INGEN UPPGES SVARA FÖR", "NOBODY IS STATED TO ANSWER FOR"),
    "nearest": ("NÄRMASTE ÄMNEN SOM ÄR KÄNDA", "THE NEAREST TOPICS THAT ARE KNOWN"),
    "none": ("Ingen sida säger vem som svarar för ”{text}”.", "No page says who answers for “{text}”."),
    "none-day": (
        "Ingen sida säger vem som svarade för ”{text}” då.",
        "No page says who answered for “{text}” then.",
    ),
    "more": (
        "{count} svar till; --limit ger fler.",
        "{count} more answers; --limit gives more.",
    ),
    "more-matters": ("och {count} till", "and {count} more"),
    "called": ("heter så", "is called that"),
    "through": ("genom {thing}", "through {thing}"),
    "about": ("gäller {thing}", "about {thing}"),
    Wording.NAME: ("hela namnet", "the whole name"),
    Wording.FORM: ("ord i namnet", "words of the name"),
    Wording.PART: ("del av ett ord", "part of a word"),
    Wording.SPELLING: ("stavat på annat sätt", "spelt otherwise"),
    Wording.SOME: ("några av orden", "some of the words"),
    Wording.RELATED: ("närliggande ämne", "a topic near by"),
    Absence.ENDED: ("upphört", "ended"),
    Absence.NOT_BEGUN: ("inte börjat", "not begun"),
    Absence.PROPOSED: ("bara föreslaget", "only proposed"),
    Certainty.CERTAIN: ("säkert", "certain"),
    Certainty.STRETCHED: ("utsträckt", "stretched"),
    Certainty.UNDATED: ("odaterat", "undated"),
    "from": ("från {date}", "from {date}"),
    "until": ("till {date}", "until {date}"),
    "known": ("känt {date}", "known {date}"),
    "chain": ("uppåt:", "upwards:"),
    "chain-day": ("uppåt, {day}:", "upwards, {day}:"),
    "said-of": ("sagt om {thing} tillsammans", "said of {thing} together"),
    End.TOP: ("är högst: {thing}", "is the highest: {thing}"),
    End.BROKEN: (
        "här bryts kedjan: ingen sida säger vad {thing} lyder under",
        "the chain breaks here: no page says what {thing} is under",
    ),
    End.RING: ("kedjan går runt: {thing} lyder under sig själv", "the chain is a ring: {thing} is under itself"),
    "led": ("leds av: {person}, {post}", "led by: {person}, {post}"),
    "led-nobody": (
        "leds av: {post} (ingen sida säger vem som har posten då)",
        "led by: {post} (no page says who holds the post then)",
    ),
    "led-unknown": ("ingen sida säger vem som leder {thing}", "no page says who leads {thing}"),
    "acting": ("tillförordnad", "acting"),
    "after": ("efterföljare:", "successors:"),
    "after-unknown": ("ingen sida säger vem som tog över", "no page says who took over"),
    "became": ("{earlier} → {later}", "{earlier} → {later}"),
    "no-date": ("ingen sida säger när", "no page says when"),
    "how": ("HUR SVAREN ÄR ORDNADE", "HOW THE ANSWERS ARE ORDERED"),
    "how-order": (
        "Hela namnet går före ord i namnet, de före delar av ord, annan stavning, några av orden och närliggande "
        "ämnen. Ansvar går före arbete, grupper, beslut och pengar. Ett steg i orden räknas som två i grunden.",
        "The whole name goes before words of the name, those before parts of words, other spellings, some of the "
        "words and topics near by. Responsibility goes before work, groups, decisions and money. A step of wording "
        "counts as two of ground.",
    ),
    "how-sure": (
        "Säkert är det som hade börjat och inte är känt som avslutat, eller som är känt just då. Utsträckt är det som "
        "är känt en annan dag, som står vid det. Odaterat är det som bara odaterade sidor säger.",
        "Certain is what had begun and is not known to have ended, or is known at that very time. Stretched is what is "
        "known on another date, which stands beside it. Undated is what only undated pages say.",
    ),
}
_CLASSIFICATION = f"{PREFIXES['org']}classification"
#: More matters than this of one answer are only counted.
_MOST_MATTERS = 4
_DAY = len("2017-05-01")


def render_who(graph: Graph, found: Who, form: str = "text", language: str = "sv") -> str:
    """Write a report of who answers for something.

    :param graph: the graph.
    :param found: who answers.
    :param form: name of a format in :data:`FORMATS`.
    :param language: ``sv`` or ``en``.
    :returns: the report, with a final line end.
    :raises StyrgrafError: if there is no such format, or reports are not written in the language.
    """
    render = choose_format(FORMATS, form, "who answers")
    check_language(language)
    return render(graph, found, language)


class _Teller(Teller):
    """Tells who answers; keeps its citations."""

    def __init__(self, graph: Graph, found: Who, language: str) -> None:
        super().__init__(graph, language, _PHRASES)
        self.found = found

    def tell(self) -> Report:
        found = self.found
        text = one_line(found.text)
        others = "others-day" if found.as_of else "others"
        more = (Line(self.say("more", count=found.more)),) if found.more else ()
        none = () if found.answers else (Line(self.say("none-day" if found.as_of else "none", text=text)),)
        sections = [
            Section("answers", self.say("answers"), tuple(map(self.answer, found.answers)), (*none, *more)),
            Section("others", self.say(others), tuple(map(self.answer, found.others))),
            self.names("unanswered", found.unanswered),
            self.names("nearest", found.nearest),
        ]
        if found.answers or found.others:
            how = Line(self.say("how-order")), Line(self.say("how-sure"))
            sections += [Section("how", self.say("how"), (), how), outline_sources(self.citations)]
        told = tuple(section for section in sections if section.items or section.remarks)
        return Report(self.say("title", text=text), (Line(self.time(found.as_of)),), told)

    def time(self, day: str | None) -> str:
        if day is None:
            return self.say("now")
        return self.say("day" if len(day) == _DAY else "time", day=date(day, self.language))

    def names(self, key: str, things: Iterable[Iri]) -> Section:
        items = (Item("•", self.name(thing), note=self.kind(thing), about=thing) for thing in things)
        return Section(key, self.say(key), tuple(items))

    # Who answers

    def answer(self, answer: Answer) -> Item:
        sources = () if isinstance(answer.state, Absence) else answer.state.sources
        citations = self.citations.cite(sources)
        matters = [self.matter(matter) for matter in answer.matters[:_MOST_MATTERS]]
        if rest := len(answer.matters) - len(matters):
            matters.append(Line(self.say("more-matters", count=rest)))
        above = [self.chain(answer, answer.chain), *self.heads(answer)] if answer.chain else []
        lines = (*matters, *above, *self.successors(answer))
        note = ", ".join(part for part in (self.kind(answer.agent), self.state(answer.state)) if part)
        return Item("•", self.name(answer.agent), lines, note, citations, answer.agent)

    def matter(self, matter: Matter) -> Line:
        parts = [self.say(matter.wording)]
        if matter.via:
            parts.append(self.say("about", thing=self.name(matter.via)))
        if matter.through != matter.iri:
            parts.append(self.say("through", thing=self.name(matter.through)))
        parts.append(self.state(matter.state))
        text = f"{self.how(matter)}: {self.name(matter.iri)} ({', '.join(parts)})"
        return Line(
            text, self.citations.cite(matter.sources), self.citations.mark(self.graph.sort_sources(matter.sources))
        )

    def how(self, matter: Matter) -> str:
        if matter.how is None:
            return self.say("called")
        if matter.ground in (Ground.RESPONSIBILITY, Ground.WORK) and matter.iri.startswith(PREFIXES["topic"]):
            return self.graph.label(matter.how, self.language)
        return self.graph.inverse_label(matter.how, self.language) or self.graph.label(matter.how, self.language)

    def chain(self, answer: Answer, chain: Chain) -> Line:
        shifted = chain.as_of is not None and chain.as_of != self.found.as_of
        head = self.say("chain-day", day=date(str(chain.as_of), self.language)) if shifted else self.say("chain")
        last = chain.steps[-1].parent if chain.steps else answer.agent
        end = Line(self.say(chain.end, thing=self.name(last)))
        return Line(head, (), "", (*map(self.step, chain.steps), end))

    def step(self, step: Step) -> Line:
        label = self.graph.inverse_label if step.inverse else self.graph.label
        parts = [self.say("said-of", thing=self.name(step.said_of))] if step.said_of else []
        parts.append(self.state(step.state))
        text = f"{label(step.how, self.language)}: {self.name(step.parent)} ({', '.join(parts)})"
        return Line(text, self.citations.cite(step.sources), self.citations.mark(step.sources))

    def heads(self, answer: Answer) -> list[Line]:
        return list(map(self.head, answer.heads)) or [Line(self.say("led-unknown", thing=self.name(answer.agent)))]

    def head(self, head: Head) -> Line:
        post = self.name(head.post)
        if head.person is None:
            return Line(self.say("led-nobody", post=post), self.citations.cite(head.sources))
        parts = [self.say("acting")] if head.acting else []
        parts += [self.state(head.state)] if head.state else []
        text = f"{self.say('led', person=self.name(head.person), post=post)} ({', '.join(parts)})"
        return Line(text, self.citations.cite(head.sources), self.citations.mark(head.sources))

    def successors(self, answer: Answer) -> list[Line]:
        if answer.state is not Absence.ENDED:
            return []
        if not answer.successors:
            return [Line(self.say("after-unknown"))]
        return [Line(self.say("after"), (), "", tuple(map(self.change, answer.successors)))]

    def change(self, change: Change) -> Line:
        when = ", ".join(date(one.value, self.language) for one in change.dates) or self.say("no-date")
        text = self.say("became", earlier=self.name(change.earlier), later=self.name(change.later))
        return Line(f"{text} ({when})", self.citations.cite(change.sources), self.citations.mark(change.sources))

    # Words

    def kind(self, thing: Iri) -> str:
        kinds = [value for value in self.graph.values(thing, _CLASSIFICATION) if isinstance(value, Iri)]
        names = dict.fromkeys(map(self.name, kinds or self.graph.types(thing)))
        return ", ".join(name for name in names if name != self.name(thing))

    def state(self, state: State) -> str:
        """Say how something stands: how sure it is, and by which dates."""
        if isinstance(state, Absence):
            return self.say(state)
        parts = [self.say(state.certainty)]
        parts += [self.say("from", date=date(one.value, self.language)) for one in state.span.begins]
        parts += [self.say("until", date=date(one.value, self.language)) for one in state.span.ends]
        if state.known:
            parts.append(self.say("known", date=date(state.known, self.language)))
        return ", ".join(parts)


# JSON


def _render_json(graph: Graph, found: Who, language: str) -> str:
    cited: dict[Iri, None] = {}

    def thing(iri: Iri | None) -> dict[str, str] | None:
        if iri is None:
            return None
        ident = iri.removeprefix(BASE) if iri.startswith(BASE) else shorten(iri).strip("<>")
        return {"iri": iri, "id": ident, "label": graph.label(iri, language)}

    def cite(sources: tuple[Iri, ...]) -> list[str]:
        cited.update(dict.fromkeys(sources))
        return list(sources)

    def state(one: State | None) -> dict[str, Any] | None:
        if one is None:
            return None
        if isinstance(one, Absence):
            return {"standing": one.value}
        dates = {
            "from": [begin.value for begin in one.span.begins],
            "until": [end.value for end in one.span.ends],
            "known": one.known or None,
        }
        return {"standing": one.certainty.value, **dates, "sources": cite(one.sources)}

    def matter(one: Matter) -> dict[str, Any]:
        return {
            "matter": thing(one.iri),
            "ground": one.ground.value,
            "wording": one.wording.value,
            "steps": one.steps,
            "found": one.found,
            "via": thing(one.via),
            "how": one.how,
            "through": thing(one.through),
            "state": state(one.state),
            "documents": one.documents,
            "sources": cite(one.sources),
        }

    def chain(one: Chain | None) -> dict[str, Any] | None:
        if one is None:
            return None
        steps = [
            {
                "child": thing(step.child),
                "parent": thing(step.parent),
                "property": step.how,
                "inverse": step.inverse,
                "saidOf": thing(step.said_of),
                "state": state(step.state),
                "sources": cite(step.sources),
            }
            for step in one.steps
        ]
        return {"asOf": one.as_of, "steps": steps, "end": one.end.value}

    def answer(one: Answer) -> dict[str, Any]:
        return {
            "agent": thing(one.agent),
            "state": state(one.state),
            "matters": [matter(other) for other in one.matters],
            "chain": chain(one.chain),
            "heads": [
                {
                    "post": thing(head.post),
                    "person": thing(head.person),
                    "acting": head.acting,
                    "state": state(head.state),
                    "sources": cite(head.sources),
                }
                for head in one.heads
            ],
            "successors": [
                {
                    "earlier": thing(change.earlier),
                    "later": thing(change.later),
                    "dates": [when.value for when in change.dates],
                    "sources": cite(change.sources),
                }
                for change in one.successors
            ],
        }

    content = {
        "text": one_line(found.text),
        "words": list(found.words),
        "asOf": found.as_of,
        "answers": [answer(one) for one in found.answers],
        "others": [answer(one) for one in found.others],
        "unanswered": [thing(one) for one in found.unanswered],
        "nearest": [thing(one) for one in found.nearest],
        "more": found.more,
    }
    sources = sources_to_json(graph, cited, language)
    return json.dumps({**content, "sources": sources}, ensure_ascii=False, indent=2) + "\n"


#: Formats by name.
FORMATS: Mapping[str, Callable[[Graph, Who, str], str]] = {
    "text": lambda graph, found, language: set_text(_Teller(graph, found, language).tell()),
    "markdown": lambda graph, found, language: set_markdown(_Teller(graph, found, language).tell()),
    "json": _render_json,
}
