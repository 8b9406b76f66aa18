"""The words for an organisation on a day: its fixed phrases, names, kinds, shares, and how something stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.phrases import fill
from styrgraf.reports.layout import one_line
from styrgraf.timeline.dates import around
from styrgraf.timeline.records import Certainty, Role
from styrgraf.timeline.spans import OWNER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styrgraf.store import Graph, Iri
    from styrgraf.timeline.records import Link, Organisation, Span, Standing, Thing

__all__ = ["Words"]

_PHRASES: Mapping[str, tuple[str, str]] = {
    "title": ("{city}: ORGANISATIONEN {day}", "{city}: THE ORGANISATION {day}"),
    "now": ("SOM INTE ÄR KÄND SOM AVSLUTAD", "NOT KNOWN TO HAVE ENDED"),
    "none": ("Inget är känt om organisationen.", "Nothing is known of the organisation."),
    Role.BODY: ("POLITISKA ORGAN, med det som lyder under dem", "POLITICAL BODIES, with what is under them"),
    Role.UNIT: (
        "FÖRVALTNINGAR OCH ENHETER som ingen sida säger vad de lyder under",
        "ADMINISTRATIONS AND UNITS of which no page says what they are under",
    ),
    Role.DISTRICT: ("STADSDELAR OCH STADSOMRÅDEN", "DISTRICTS"),
    Role.ENTERPRISE: ("FÖRETAG, efter ägare", "ENTERPRISES, by owner"),
    Role.COLLECTIVE: ("DET SOM SIDOR TALAR OM SOM FLERA PÅ EN GÅNG", "WHAT PAGES TELL OF AS MANY AT ONCE"),
    "no-owner": ("ägare inte angiven", "owner not stated"),
    "outside": ("utanför kommunen", "outside the municipality"),
    "from": ("från {date}", "from {date}"),
    "until": ("till {date}", "until {date}"),
    "became": ("upphörde {date}", "ceased {date}"),
    "known": ("känt {date}", "known {date}"),
    "known-both": ("känt {before} och {after}", "known {before} and {after}"),
    "unseen": ("inget senare belägg", "not told of later"),
    "undated": ("odaterat", "undated"),
    "link": ("koppling: {standing}", "link: {standing}"),
    "also": ("också {property}: {thing}", "also {property}: {thing}"),
    "share": ("{share} %", "{share} %"),
    "wholly": ("helägt", "wholly owned"),
    "counts": ("HUR SÄKERT ÄR DET?", "HOW SURE IS IT?"),
    "things": (
        "{all} organ, enheter, områden och företag: {certain} säkra, {stretched} utsträckta, {undated} odaterade.",
        "{all} bodies, units, districts and enterprises: {certain} certain, {stretched} stretched, {undated} undated.",
    ),
    "links": (
        "{all} kopplingar mellan dem: {certain} säkra, {stretched} utsträckta, {undated} odaterade.",
        "{all} links between them: {certain} certain, {stretched} stretched, {undated} undated.",
    ),
    "meaning": (
        "Säkert är det som hade börjat och inte är känt som avslutat, eller som är känt just då. Utsträckt är det som "
        "bara är känt en annan dag, som står vid det. Odaterat är det som bara odaterade sidor säger: det kan ha "
        "gällt tidigare, senare eller just då.",
        "Certain is what had begun and is not known to have ended, or is known at that very time. Stretched is what "
        "is known only on another date, which stands beside it. Undated is what only undated pages say: it may have "
        "held earlier, later or just then.",
    ),
    "meaning-now": (
        "Ingen dag är angiven. Säkert är det som har börjat och inte är känt som avslutat. Utsträckt är det som är "
        "känt en viss dag, som står vid det. Odaterat är det som bara odaterade sidor säger. Inget behöver gälla nu.",
        "No day is given. Certain is what has begun and is not known to have ended. Stretched is what is known on a "
        "date, which stands beside it. Undated is what only undated pages say. None of it need hold today.",
    ),
    "unseen-count": (
        "{count} av de säkra nämns inte av någon sida från den tiden eller senare: de kan ha upphört obemärkt.",
        "{count} of the certain ones are told of by no page of that time or later: they may have ended unnoticed.",
    ),
    "left": (
        "Utelämnat: {ended} som hade upphört, {begun} som inte hade börjat, {proposed} som bara förslag nämner.",
        "Left out: {ended} that had ended, {begun} that had not begun, {proposed} that only proposals mention.",
    ),
    "chart-title": ("Organisationen {day}", "The organisation {day}"),
    "chart-now": ("som inte är känd som avslutad", "not known to have ended"),
    "chart-body": ("Politiska organ och det som lyder under dem", "Political bodies and what is under them"),
    "chart-unit": (
        "Förvaltningar och enheter som ingen sida säger vad de lyder under",
        "Administrations and units of which no page says what they are under",
    ),
    "chart-district": ("Stadsdelar och stadsområden", "Districts"),
    "chart-collective": ("Det som sidor talar om som flera på en gång", "What pages tell of as many at once"),
    "chart-owned": (
        "Företag och förbund som {owner} äger eller är medlem i",
        "Enterprises and federations that {owner} owns or is a member of",
    ),
    "chart-no-owner": (
        "Företag och förbund vars ägare ingen sida anger",
        "Enterprises and federations of which no page states the owner",
    ),
    "chart-lines": (
        "En linje visar vad något hör till, enligt en sida eller redaktionen. Att fullmäktige står överst är bildens "
        "ordning.",
        "A line shows what something belongs to, by a page or the maintainers. That the council stands above all is "
        "the order of the picture.",
    ),
    "chart-left": ("Utelämnat, och varför", "Left out, and why"),
    "chart-ended": ("Utelämnat: hade upphört", "Left out: had ended"),
    "chart-not-begun": ("Utelämnat: hade inte börjat", "Left out: had not begun"),
    "chart-proposed": ("Utelämnat: bara föreslaget", "Left out: only proposed"),
    "chart-part": ("del av {thing}", "part of {thing}"),
    "chart-legend": ("Hur säkert är det?", "How sure is it?"),
    "chart-legend-certain": ("säkert", "certain"),
    "chart-legend-stretched": ("utsträckt från en annan dag", "stretched from another day"),
    "chart-legend-undated": ("odaterat", "undated"),
    "chart-certain": ("säkert", "certain"),
    "chart-stretched": ("utsträckt", "stretched"),
    "chart-undated": ("odaterat", "undated"),
    "chart-council": ("Överst", "Above all"),
    "chart-counts": ("{things} saker, {links} linjer", "{things} things, {links} lines"),
    "chart-role-body": ("politiska organ", "political bodies"),
    "chart-role-unit": ("förvaltningar och enheter", "administrations and units"),
    "chart-role-district": ("områden", "districts"),
    "chart-role-enterprise": ("företag och förbund", "enterprises and federations"),
    "chart-role-collective": ("flera på en gång", "many at once"),
    "chart-more": ("… och {count} till", "… and {count} more"),
    "chart-belongs": ("hör till {thing}", "belongs to {thing}"),
    "chart-description": (
        "{things} saker: {roles}. Överst {council}; därunder {bodies}. Hur säkert var och en är känd står vid den.",
        "{things} things: {roles}. At the top {council}; below it {bodies}. How surely each is known stands beside it.",
    ),
    "chart-footer": (
        "Ritad av Styrgraf ur dokumenten. Håll pekaren över en ruta för tider, hur det är känt och var det står.",
        "Drawn by Styrgraf from the documents. Point at a box for dates, how it is known and where that stands.",
    ),
    "page-footer": (
        "Skriven av Styrgraf. Varje siffra inom hakparentes leder till stället i källan.",
        "Written by Styrgraf. Each number in brackets leads to the place in the source.",
    ),
    "page-below": ("{count} under", "{count} below"),
    "page-contents": ("Innehåll", "Contents"),
    "page-drawing": ("Organisationen i bild", "The organisation in a picture"),
    "page-open": (
        "Tryck på ett namn för att se tider, hur det är känt och var det står, och vad som lyder under.",
        "Press a name to see dates, how it is known and where it stands, and what is under it.",
    ),
    "page-scroll": ("Svep i sidled för att se hela bilden", "Swipe sideways to see the whole picture"),
    "page-skip": ("Hoppa till innehållet", "Skip to the content"),
    "page-source": ("källa", "source"),
    "page-whole": ("Visa hela bilden på en gång", "Show the whole picture at once"),
}


class Words:
    """Puts one organisation in words.

    :param graph: the graph.
    :param found: the organisation.
    :param language: ``sv`` or ``en``.
    """

    def __init__(self, graph: Graph, found: Organisation, language: str) -> None:
        self.graph = graph
        self.found = found
        self.language = language

    def say(self, key: str, **parts: object) -> str:
        """Give a fixed phrase.

        :param key: its name.
        :param parts: what stands in its gaps.
        """
        return fill(_PHRASES, key, self.language, **parts)

    def name(self, thing: Iri) -> str:
        """Name a thing on one line.

        :param thing: its IRI.
        """
        return one_line(self.graph.label(thing, self.language))

    def kind(self, thing: Thing) -> str:
        """Name the kind of a thing.

        :param thing: the thing.
        :returns: the kind; empty if it has none, or its name says it.
        """
        kind = self.graph.label(thing.kind, self.language) if thing.kind else ""
        return "" if kind == self.name(thing.iri) else kind

    def share(self, link: Link) -> str:
        """Say how much is owned.

        :param link: the ownership.
        :returns: such as ``75,5 %``; empty if no page says.
        """
        if link.share:
            share = link.share.rstrip("0").rstrip(".") if "." in link.share else link.share
            return self.say("share", share=share.replace(".", ",") if self.language == "sv" else share)
        return self.say("wholly") if link.wholly else ""

    def also(self, link: Link) -> str:
        """Say that a thing belongs to something else too.

        :param link: the link to the other.
        """
        # A membership is stated of the whole, whichever of them is placed under the other.
        stated = link.property == OWNER or self.graph.evidence(link.child, link.property, link.parent)
        name = self.graph.label if stated else self.graph.inverse_label
        return self.say("also", property=name(link.property, self.language), thing=self.name(link.parent))

    def standing(self, standing: Standing) -> str:
        """Say how something stands: by its dates if it is certain, by the nearest known ones if it is stretched.

        :param standing: how it stands.
        """
        parts = self.dates(standing.span)
        if standing.certainty is Certainty.UNDATED:
            return ", ".join([self.say("undated"), *parts])
        if standing.known:
            parts.append(self.known(standing))
        if standing.unseen:
            parts.append(self.say("unseen"))
        return ", ".join(parts)

    def known(self, standing: Standing) -> str:
        """Say on which dates something is known: the nearest before and after the day, where it is stretched.

        :param standing: how it stands; it is known on some date.
        """
        day = self.found.as_of
        if day and standing.certainty is Certainty.STRETCHED:
            before, after = around(standing.span, day)
            if before and after:
                return self.say("known-both", before=before, after=after)
        return self.say("known", date=standing.known)

    def dates(self, span: Span) -> list[str]:
        """Say when something began and ended.

        :param span: all that is known of it.
        :returns: one statement for each date.
        """
        parts = [self.say("from", date=begin.value) for begin in span.begins]
        return parts + [self.say("became" if end.by_change else "until", date=end.value) for end in span.ends]
