"""The fixed words that tell of money, in Swedish and English; reports set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styrgraf.money.records import Family, FlowKind, Role, Uncounted, YearBasis
from styrgraf.phrases import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WORDS", "say"]

WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Pengar", "Money"),
    "of-body": ("som rör {body}", "that has to do with {body}"),
    "count": ("{count} penningflöden, varav {known} med belopp.", "{count} flows of money, {known} with an amount."),
    "rules": (
        "Belopp av olika status läggs aldrig ihop: ett förslag eller en ansökan är inget beslut. Av en helhet och dess "
        "delar räknas bara en. Det som flera dokument uppger räknas en gång.",
        "Amounts of different status are never added up: a proposal or application is no decision. Of a whole and its "
        "parts only one counts. What several documents state counts once.",
    ),
    "nothing": ("Inga pengar hittades.", "No money was found."),
    FlowKind.TRANSFER: ("överföringar", "transfers"),
    FlowKind.APPROPRIATION: ("anslag", "appropriations"),
    FlowKind.INVESTMENT: ("investeringar", "investments"),
    FlowKind.GUARANTEE: ("borgen", "guarantees"),
    Family.MONEY: ("överföringar och anslag", "transfers and appropriations"),
    Family.INVESTMENTS: ("investeringar", "investments"),
    Family.GUARANTEES: ("borgen", "guarantees"),
    "unstated": ("belopp ej angivet", "amount not stated"),
    "differ": ("källorna är oense: {amounts}", "the sources disagree: {amounts}"),
    "unknown-status": ("status ej angiven", "status not stated"),
    "unknown-party": ("ej angivet", "not stated"),
    YearBasis.STATED: ("{year}", "{year}"),
    YearBasis.DECISION: ("{year} enligt beslutets datum", "{year} by the date of the decision"),
    YearBasis.DOCUMENT: ("{year} enligt källans datum", "{year} by the date of the source"),
    YearBasis.NONE: ("odaterat", "undated"),
    Role.HOLDER: ("från: {things}, som förfogar över {fund}", "from: {things}, which disposes of {fund}"),
    Role.FUND: (
        "från: {things}; vem som förfogar över det anges inte",
        "from: {things}; who disposes of it is not stated",
    ),
    Role.DECIDER: ("från: {things}, som beslutade", "from: {things}, which decided"),
    Role.ASKED: ("från: {things}, som ska besluta", "from: {things}, which is to decide"),
    Role.GUARANTOR: ("borgensman: {things}", "guarantor: {things}"),
    Role.PAID: ("till: {things}", "to: {things}"),
    Role.HOLDS: ("till: {things}, som förfogar över pengarna", "to: {things}, which disposes of the money"),
    Role.REQUESTER: ("till: {things}, som har begärt pengarna", "to: {things}, which asked for the money"),
    Role.PURPOSE: ("till: {things}; mottagare anges inte", "for: {things}; no receiver is stated"),
    Role.WHOLE: ("till: {things}, som pengarna ska ingå i", "to: {things}, which the money is to be part of"),
    Role.ENTERPRISE: ("borgen för: {things}", "guarantee for: {things}"),
    "no-giver": ("från: ej angivet", "from: not stated"),
    "no-receiver": ("till: ej angivet", "to: not stated"),
    "for-purpose": ("ändamål: {thing}", "purpose: {thing}"),
    "in-case": ("ärende: {thing}", "case: {thing}"),
    "by-decision": ("beslut: {thing}", "decision: {thing}"),
    "in-proposal": ("förslag: {thing}", "proposal: {thing}"),
    "with-outcome": ("förslag: {thing} – {outcome}", "proposal: {thing} – {outcome}"),
    "out-of": ("ur eller inom: {thing}", "from or within: {thing}"),
    "concerned": ("rör: {things}", "concerns: {things}"),
    "earlier": ("tidigare: {things}", "before: {things}"),
    "corroborated": ("beloppet uppges i {count} dokument, räknat en gång", "{count} documents state it, counted once"),
    Uncounted.NO_AMOUNT: ("räknas inte: beloppet anges inte", "not counted: the amount is not stated"),
    Uncounted.AMOUNTS_DIFFER: (
        "räknas inte: belopp eller valuta är oklar",
        "not counted: its amount or currency is unclear",
    ),
    Uncounted.PART: ("räknas inte: ingår i {whole}, som räknas", "not counted: a part of {whole}, which is counted"),
    Uncounted.FRAME: (
        "räknas inte: hela ramen, utan borgensman; borgensmannens del räknas (läst av Styrgraf)",
        "not counted: the whole frame, without a guarantor; the guarantor’s share is (read by Styrgraf)",
    ),
    Uncounted.REJECTED: ("räknas inte: förslaget avslogs", "not counted: the proposal was rejected"),
    "by-status": ("Summor efter status", "Sums by status"),
    "by-year": ("Summor efter år", "Sums by year"),
    "by-giver": ("Summor efter givare", "Sums by giver"),
    "by-receiver": ("Summor efter mottagare", "Sums by receiver"),
    "of-which": ("varav {kind}: {amount}", "of which {kind}: {amount}"),
    "flows": ("{count} utan belopp", "{count} without amount"),
    "excesses": ("Mer begärt än avsatt", "More asked for than set aside"),
    "excess": (
        "{about}: {asked} föreslås eller söks, {aside} är avsatta, {above} mer än så",
        "{about}: {asked} is proposed or applied for, {aside} is set aside, {above} more than that",
    ),
    "not-granted": (
        "Vad som beviljades av det begärda framgår inte av dessa uppgifter.",
        "How much of what was asked for was granted is not in these facts.",
    ),
    "doubts": ("Osäkert", "Uncertain"),
    "overlap": (
        "Samma förslag eller beslut, men ingen källa säger om det ena ingår i det andra: {things}. Summan kan räkna "
        "pengar två gånger.",
        "One proposal or decision, but no source says whether one is a part of another: {things}. The sum may count "
        "money twice.",
    ),
    "stretched": (
        "{count} flöden har inget angivet år utan beslutets eller källans; de summeras för sig.",
        "{count} flows have no stated year but that of the decision or source; they are summed apart.",
    ),
    "undated": (
        "{count} flöden utan känt år är inte med: {things}.",
        "{count} flows without a known year are left out: {things}.",
    ),
    "column-giver": ("GIVARE", "GIVER"),
    "column-status": ("STATUS", "STATUS"),
    "column-receiver": ("MOTTAGARE", "RECEIVER"),
    "drawn": (
        "Bredden visar beloppet; de smalaste banden är bredare än så för att synas. {count} flöden utan räknat belopp "
        "är inte ritade.",
        "Widths show amounts; the thinnest bands are wider than that to be seen. {count} flows without a counted "
        "amount are not drawn.",
    ),
    "drawing": ("Pengarna i bild", "The money in a picture"),
    "contents": ("Innehåll", "Contents"),
    "skip": ("Hoppa till innehållet", "Skip to the content"),
    "scroll": ("Svep i sidled för att se hela bilden", "Swipe sideways to see the whole picture"),
    "what": ("Vad", "What"),
    "column-amount": ("Belopp och status", "Amount and status"),
    "source": ("källa", "source"),
    "footer": (
        "Skriven av Styrgraf. Varje siffra inom hakparentes leder till stället i källan.",
        "Written by Styrgraf. Each number in brackets leads to the place in the source.",
    ),
}


def say(key: str, language: str, **parts: object) -> str:
    """Give a fixed phrase.

    :param key: its name, or a value of a record.
    :param language: ``sv`` or ``en``.
    :param parts: what stands in its gaps.
    :returns: the phrase.
    """
    return fill(WORDS, key, language, **parts)
