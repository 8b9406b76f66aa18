"""The fixed words that tell of differences, in Swedish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.diff import Event, Layer

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PHRASES"]

#: Names to the phrase in each language.
PHRASES: Mapping[str, tuple[str, str]] = {
    "title": ("SKILLNAD: {old} → {new}", "DIFFERENCE: {old} → {new}"),
    "none": (
        "Ingen skillnad: samma uppgifter på samma ställen.",
        "No difference: the same facts in the same passages.",
    ),
    "count": (
        "{layer}: {added} nya, {removed} borta, {changed} ändrade, {moved} flyttade.",
        "{layer}: {added} new, {removed} gone, {changed} changed, {moved} moved.",
    ),
    "effects": ("Följder: {effects}.", "Effects: {effects}."),
    "no-effects": (
        "Inga följder för innehavare, härkomst, pengar, motsägelser, poäng eller det som härleds.",
        "No effects on holders, lineage, money, conflicts, score or what is derived.",
    ),
    "count-holders": ("innehavare (poster: {count})", "holders (posts: {count})"),
    "count-lineage": (
        "härkomst (förbindelser till: {joined}, bort: {parted})",
        "lineage (joined: {joined}, parted: {parted})",
    ),
    "count-money": ("pengar (summor: {sums}, flöden: {flows})", "money (sums: {sums}, flows: {flows})"),
    "count-conflicts": (
        "motsägelser (nya: {new}, borta: {gone}, ändrade: {changed})",
        "conflicts (new: {new}, gone: {gone}, changed: {changed})",
    ),
    "count-force": (
        "giltighet (gäller inte längre: {left}, gäller nu: {entered})",
        "force (no longer: {left}, now: {entered})",
    ),
    "count-derived": ("härlett (till: {added}, bort: {removed})", "derived (more: {added}, fewer: {removed})"),
    "count-score": ("poäng (mått: {count})", "score (measures: {count})"),
    Layer.CITY: ("Uppgifter om staden", "Facts about the city"),
    Layer.EVIDENCE: ("Uppgifter om källorna", "Facts about the sources"),
    Layer.VOCABULARY: ("Vokabulären", "The vocabulary"),
    "documents": ("Dokument", "Documents"),
    Event.ADDED: ("nytt, ställen: {count}", "new, passages: {count}"),
    Event.REMOVED: ("borttaget, ställen: {count}", "removed, passages: {count}"),
    "added-bare": ("ny källa, utan ställen", "new source, without passages"),
    "removed-bare": ("borttagen källa, utan ställen", "removed source, without passages"),
    Event.PASSAGES_ADDED: ("nya ställen: {places}", "new passages: {places}"),
    Event.PASSAGES_REMOVED: ("borttagna ställen: {places}", "removed passages: {places}"),
    Event.RETRACTED: ("återkallat {value}", "retracted {value}"),
    Event.NOT_RETRACTED: ("inte längre återkallat", "no longer retracted"),
    Event.SUPERSEDED: ("ersatt av {value}", "superseded by {value}"),
    Event.NOT_SUPERSEDED: ("inte längre ersatt av {value}", "no longer superseded by {value}"),
    "renamed": ("Nya namn", "New names"),
    "holders": ("Innehavare av poster", "Holders of posts"),
    "lineage": ("Härkomst", "Lineage"),
    "came-of": ("kommer ur", "came of"),
    "came-of-through": ("kommer, genom annat, ur", "came, through others, of"),
    "belongs-to": ("hör till", "belongs to"),
    "cases": ("Rör ärendena: {cases}.", "Has to do with the cases: {cases}."),
    "money": ("Pengar", "Money"),
    "post": ("{post} ({place})", "{post} ({place})"),
    "sum": ("summa {family} {year}, {status}", "sum of {family} {year}, {status}"),
    "not-counted": ("räknas inte", "not counted"),
    "conflicts": ("Motsägelser", "Conflicts"),
    "force": ("Giltighet: vad som gäller utan att texten ändrats", "Force: what holds though no text changed"),
    "derived": ("Härlett", "Derived"),
    "rule": ("regeln ”{rule}”", "the rule “{rule}”"),
    "score": ("Poäng", "Score"),
    "jointly": ("allt sammantaget", "all of it together"),
    "nothing": ("inget", "nothing"),
    "nowhere": ("utan ställe", "in no passage"),
    "now-also": ("uppges nu också av {sources}", "now also stated by {sources}"),
    "still": ("inte längre av {sources}, men fortfarande av {kept}", "no longer by {sources}, but still by {kept}"),
    "moved": ("uppges nu av {reached}, inte längre av {left}", "now stated by {reached}, no longer by {left}"),
    "before-in": ("förut {sources}", "before {sources}"),
    "old-still": ("det förra fortfarande i {sources}", "the former still in {sources}"),
    "nameless-left-out": (
        "Om namnlösa delar, såsom listor, uppräknat i JSON: {count}.",
        "About nameless parts, such as lists, listed in JSON: {count}.",
    ),
    "told-above": (
        "Om nya och borttagna dokument och ställen själva, uppräknat i JSON: {count}.",
        "About new and removed documents and passages themselves, listed in JSON: {count}.",
    ),
    "nameless": ("namnlös del", "nameless part"),
    "type": ("typ", "type"),
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "column-thing": ("Vad", "What"),
    "column-property": ("Egenskap", "Property"),
    "column-before": ("Före", "Before"),
    "column-after": ("Efter", "After"),
    "column-source": ("Ställe", "Passage"),
    "cut": (
        "Rader som inte ryms här: {count}; kör styrgraf diff för alla.",
        "Rows that do not fit here: {count}; run styrgraf diff for all.",
    ),
}
