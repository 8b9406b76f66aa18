"""Make a synthetic country of municipalities in Styrgraf's model, with faults whose key is told.

``python scripts/synthesise.py country --municipalities 35 --years 10 --seed 7`` makes about a million facts: a
folder for ``--root``, and in ``faults.tsv`` each fault with the thing and the shape that must find it. The same
arguments make the same bytes. It holds one municipality at a time: 350 of them, ten million facts, take seconds and
15 MB of memory. Nothing in it is true of any municipality.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_YEAR = 2001
CASES = 16
TOPICS = ("ledarskapsutveckling", "ekonomi", "hr", "kommunikation", "hallbarhet", "planering", "uppfoljning")
COMMITTEES = ("grundskole", "forskole", "kultur", "fritids", "miljo", "tekniska", "service", "social")
FIRST_NAMES = ("Alma", "Bo", "Cecilia", "David", "Elin", "Farid", "Gun", "Hugo", "Ines", "Jonas", "Karin", "Leo")
PREFIXES = {
    "assignment-status": "https://w3id.org/styrgraf/concept/assignment-status/",
    "body-type": "https://w3id.org/styrgraf/concept/body-type/",
    "change-type": "https://w3id.org/styrgraf/concept/change-type/",
    "dcterms": "http://purl.org/dc/terms/",
    "decision-outcome": "https://w3id.org/styrgraf/concept/decision-outcome/",
    "document-type": "https://w3id.org/styrgraf/concept/document-type/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "measure": "https://w3id.org/styrgraf/concept/measure/",
    "meeting-status": "https://w3id.org/styrgraf/concept/meeting-status/",
    "money-status": "https://w3id.org/styrgraf/concept/money-status/",
    "org": "http://www.w3.org/ns/org#",
    "sg": "https://w3id.org/styrgraf/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "topic": "https://w3id.org/styrgraf/concept/topic/",
    "unit-type": "https://w3id.org/styrgraf/concept/unit-type/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
BASE = "https://w3id.org/styrgraf/id/"


class Document:
    """A document as it is written: its description, and the facts of each of its passages."""

    def __init__(self, name: str, issued: str) -> None:
        self.iri = f"<document/{name}>"
        self.about = [
            f'{self.iri} a sg:Document ; skos:prefLabel "{name}"@sv ; sg:documentType document-type:moteshandling ; '
            f'dcterms:issued "{issued}"^^xsd:date .'
        ]
        self.passages: list[list[str]] = []
        self.values: list[list[str]] = []

    def passage(self, *values: object) -> list[str]:
        """Begin a passage that states values; the facts are added to what it gives."""
        self.passages.append([])
        self.values.append([str(value) for value in values])
        return self.passages[-1]

    def write(self) -> Iterator[str]:
        """Give the document in TriG."""
        for number, values in enumerate(self.values, 1):
            told = " , ".join(f'"{value}"' for value in dict.fromkeys(values))
            self.about.append(
                f"{self._passage(number)} a sg:Passage ; sg:passageOf {self.iri} ; sg:ordinal {number} ; "
                f"sg:position {number} ; sg:restated true{f' ; sg:restatedValue {told}' if told else ''} ."
            )
        yield from (f"{self.iri} {{", *self.about, "}")
        for number, facts in enumerate(self.passages, 1):
            yield from (f"{self._passage(number)} {{", *facts, "}")

    def _passage(self, number: int) -> str:
        return f"{self.iri[:-1]}#uppgift-{number}>"


class Municipality:
    """A municipality through the years."""

    def __init__(self, number: int, seed: int, share: float) -> None:
        self.random = random.Random(f"{seed}/{number}")
        self.share = share
        self.code = "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))
        self.slug = f"k{self.code.lower()}"
        self.city = f"<body/{self.slug}>"
        self.council = f"<body/{self.slug}-kommunfullmaktige>"
        self.board = f"<body/{self.slug}-kommunstyrelsen>"
        self.bodies = [self.board, *(f"<body/{self.slug}-{name}namnden>" for name in COMMITTEES)]
        self.units = {body: f"<unit/{self.slug}-forvaltning-{place}>" for place, body in enumerate(self.bodies)}
        self.paragraphs: defaultdict[tuple[str, int], int] = defaultdict(int)
        self.decisions: list[str] = []
        self.faults: list[tuple[str, str]] = []

    def faulty(self, thing: str, shape: str) -> bool:
        """Tell whether a thing gets a fault, and note which shape must find it."""
        if self.random.random() >= self.share:
            return False
        self.faults.append((f"{BASE}{thing.strip('<>')}", shape))
        return True

    def decide(self, facts: list[str], body: str, day: str) -> str:
        """Add a decision of a body."""
        year = int(day[:4])
        self.paragraphs[body, year] += 1
        paragraph = self.paragraphs[body, year]
        decision = f"<decision/{body[6:-1]}/{year}/{paragraph}>"
        when = f'"{day}"^^xsd:date'
        if self.faulty(decision, "date-form"):
            when = f'"{day}"'
        facts.append(
            f"{decision} a sg:Decision ; sg:decidedBy {body} ; sg:date {when} ; sg:paragraph {paragraph} ; "
            "sg:outcome decision-outcome:bifall ."
        )
        return decision

    def organisation(self, document: Document) -> None:
        """Tell of the bodies, administrations, divisions and posts."""
        facts = document.passage()
        facts.append(f'{self.city} a sg:Municipality ; skos:prefLabel "kommunen {self.slug}"@sv .')
        kinds = [(self.council, "kommunfullmaktige"), (self.board, "styrelse")]
        for body, kind in [*kinds, *((body, "namnd") for body in self.bodies[1:])]:
            name = body[6:-1].removeprefix(f"{self.slug}-")
            facts.append(
                f'{body} a sg:PoliticalBody ; skos:prefLabel "{name} i {self.slug}"@sv ; '
                f"org:classification body-type:{kind} ; sg:bodyOf {self.city} ."
            )
        for place, (body, unit) in enumerate(self.units.items()):
            facts = document.passage()
            facts.append(
                f'{unit} a org:OrganizationalUnit ; skos:prefLabel "förvaltning {place} i {self.slug}"@sv ; '
                f"org:classification unit-type:forvaltning ; sg:governedBy {body} ."
            )
            for number, topic in enumerate(self.random.sample(TOPICS, 3)):
                division = f"{unit[:-1]}/avdelning-{number}>"
                facts.append(
                    f"{division} a org:OrganizationalUnit ; org:unitOf {unit} ; "
                    f'skos:prefLabel "avdelning {number} i förvaltning {place} i {self.slug}"@sv ; '
                    "org:classification unit-type:avdelning ."
                )
                facts.append(
                    f"<responsibility/{division[6:-1]}/{topic}> a sg:Responsibility ; "
                    f'skos:prefLabel "{topic} i {self.slug} {place}.{number}"@sv ; '
                    f"dcterms:subject topic:{topic} ; sg:responsibleUnit {division} ."
                )

    def people(self, document: Document, year: int) -> None:
        """Tell who leads each administration, and how many work there."""
        for place, unit in enumerate(self.units.values()):
            post = f"<post/{unit[6:-1]}/direktor>"
            person = f"<person/{self.slug}-{place}-{(year + place) // 4}>"
            held = f"<membership/{person[8:-1]}/direktor-{year}>"
            number = 40 + self.random.randrange(900)
            begin, end = f"{year}-01-01", f"{year}-12-31"
            if self.faulty(held, "interval-order"):
                begin, end = end, begin
            facts = document.passage(begin, end, year, number)
            name = f"{FIRST_NAMES[(year + place) // 4 % len(FIRST_NAMES)]} {person[8:-1]}"
            facts.append(f'{person} a foaf:Person ; skos:prefLabel "{name}"@sv .')
            facts.append(
                f'{post} a org:Post ; skos:prefLabel "direktör {place} i {self.slug}"@sv ; org:postIn {unit} ; '
                f"sg:leads {unit} ."
            )
            facts.append(
                f"{held} a org:Membership ; org:member {person} ; sg:post {post} ; "
                f'sg:from "{begin}"^^xsd:date ; sg:until "{end}"^^xsd:date .'
            )
            facts.append(
                f"<figure/{unit[6:-1]}/antal-anstallda-{year}> a sg:Figure ; sg:of {unit} ; "
                f'sg:measure measure:antal-medarbetare ; sg:value {number} ; sg:year "{year}"^^xsd:gYear .'
            )

    def budget(self, document: Document, year: int) -> None:
        """Tell what the council set aside for each body, and within it for a purpose."""
        day = f"{year - 1}-11-20"
        facts = document.passage(day, "§ 1")
        self.budget_decision = self.decide(facts, self.council, day)
        for body in self.bodies:
            whole = f"<appropriation/{body[6:-1]}/{year}>"
            amount = 1_000_000 * (CASES * 2 + self.random.randrange(50))
            for thing, size, within in ((whole, amount, ""), (f"{whole[:-1]}/utveckling>", amount // 4, whole)):
                facts = document.passage(size, year)
                money = f'"{size}"^^xsd:integer' if self.faulty(thing, "currency") else f"{size}.00"
                currency = "kronor" if money.endswith("integer") else "SEK"
                name = "utveckling" if within else "anslag"
                facts.append(
                    f'{thing} a sg:Appropriation ; skos:prefLabel "{name} {body[6:-1]} {year}"@sv ; '
                    f'sg:amount {money} ; sg:currency "{currency}" ; sg:heldBy {body} ; '
                    f'sg:setAsideBy {self.budget_decision} ; sg:year "{year}"^^xsd:gYear'
                    f"{f' ; sg:withinAppropriation {within}' if within else ''} ."
                )

    def case(self, document: Document, year: int, number: int) -> None:
        """Tell of a case: the memo with its proposal, the minutes, the assignment and the report back."""
        body = self.bodies[(year + number) % len(self.bodies)]
        unit, topic = self.units[body], self.random.choice(TOPICS)
        key = f"{self.code}-{year}-{number}"
        case, proposal, transfer = f"<case/{key}>", f"<proposal/{key}/1>", f"<transfer/{key}/1>"
        month = 1 + (number - 1) % 11
        later = f"{year}-{month + 1:02}-28"
        amount = 1000 * (10 + self.random.randrange(1900))
        within = f"<appropriation/{body[6:-1]}/{year}/utveckling>"

        facts = document.passage(key)
        if self.faulty(case, "case-number"):
            facts.append(f'{case} a sg:Case ; skos:prefLabel "{topic} {key}"@sv ; dcterms:identifier "nr {number}" .')
        else:
            facts.append(f'{case} a sg:Case ; skos:prefLabel "{topic} {key}"@sv ; dcterms:identifier "{key}" .')
        facts.append(f"{case} dcterms:subject topic:{topic} .")
        facts = document.passage(amount, year)
        names = f'"förslag {key}"@sv' + (f' , "annat {key}"@sv' if self.faulty(proposal, "label-single") else "")
        facts.append(
            f"{proposal} a sg:Proposal ; skos:prefLabel {names} ; sg:inCase {case} ; sg:ordinal 1 ; "
            f"sg:proposedTo {body} ; sg:preparedBy {unit} ; sg:underlyingDocument {document.iri} ."
        )
        money = f'"{amount} kr"' if self.faulty(transfer, "amount") else f"{amount}.00"
        facts.append(
            f'{transfer} a sg:Transfer ; skos:prefLabel "överföring {key}"@sv ; sg:inCase {case} ; '
            f'sg:amount {money} ; sg:currency "SEK" ; sg:paidTo {body} ; sg:proposedIn {proposal} ; '
            f'sg:drawsOn {within} ; dcterms:subject topic:{topic} ; sg:year "{year}"^^xsd:gYear .'
        )
        meeting = f"<meeting/{body[6:-1]}/{later}>"
        facts = document.passage(later)
        facts.append(
            f'{meeting} a sg:Meeting ; sg:meetingOf {body} ; sg:date "{later}"^^xsd:date ; '
            f"sg:meetingStatus meeting-status:planerat . {proposal} sg:plannedFor {meeting} ."
        )

        facts = document.passage(later, f"§ {self.paragraphs[body, year] + 1}")
        decision = self.decide(facts, body, later)
        facts.append(f"{decision} sg:inCase {case} ; sg:decidesOn {proposal} ; sg:decidedAt {meeting} .")
        facts.append(f"{meeting} sg:meetingStatus meeting-status:hallet .")
        if self.decisions:
            earlier = self.random.choice(self.decisions[-60:])
            facts.append(f"{decision} sg:followsFrom {earlier} .")
        authority = proposal if self.faulty(transfer, "transfer-authority") else decision
        facts.append(f"{transfer} sg:authorisedBy {authority} .")
        facts = document.passage()
        assignment = f"<assignment/{key}>"
        facts.append(
            f'{assignment} a sg:Assignment ; skos:prefLabel "uppdrag {key}"@sv ; sg:inCase {case} ; '
            f"sg:assignedBy {decision} ; sg:assignedTo {unit} ; sg:reportBackTo {body} ; "
            f"sg:status assignment-status:pagar ; dcterms:subject topic:{topic} ."
        )
        facts.append(f"{transfer} sg:finances {assignment} .")
        gap = self.faulty(assignment, "sub-assignment-gap")
        for part in range(1, 4):
            ordinal = part + (gap and part == 3)
            facts.append(
                f"<assignment/{key}/{part}> a sg:Assignment ; sg:subAssignmentOf {assignment} ; "
                f'skos:prefLabel "deluppdrag {part} i {key}"@sv ; sg:ordinal {ordinal} .'
            )
        self.decisions.append(decision)

        facts = document.passage()
        facts.append(f"{document.iri} sg:reportsOn {assignment} .")
        status = "klart" if self.faulty(assignment, "assignment-status") else "avslutat"
        facts.append(f"{assignment} sg:status assignment-status:{status} .")
        facts.append(f"{transfer} sg:moneyStatus money-status:rapporterad .")

    def reorganise(self, document: Document, year: int) -> None:
        """Tell that two divisions became one."""
        facts = document.passage(f"{year}-07-01")
        unit = self.units[self.bodies[year % len(self.bodies)]]
        merged = f"{unit[:-1]}/avdelning-{year}>"
        facts.append(
            f"{merged} a org:OrganizationalUnit ; org:unitOf {unit} ; org:classification unit-type:avdelning ; "
            f'skos:prefLabel "avdelning {year} i {unit[6:-1]}"@sv .'
        )
        change = f"<change/{unit[6:-1]}/{year}>"
        when = "" if self.faulty(change, "change-date-missing") else f' ; sg:date "{year}-07-01"^^xsd:date'
        facts.append(
            f"{change} a org:ChangeEvent ; sg:changeType change-type:sammanslagning{when} ; "
            f"org:originalOrganization {unit[:-1]}/avdelning-0> , {unit[:-1]}/avdelning-1> ; "
            f"org:resultingOrganization {merged} ."
        )

    def year(self, year: int) -> Document:
        """Tell of a year."""
        document = Document(f"{self.slug}-handlingar-{year}", f"{year}-12-31")
        if year == FIRST_YEAR:
            self.organisation(document)
        self.people(document, year)
        self.budget(document, year)
        for number in range(1, CASES + 1):
            self.case(document, year, number)
        if year % 4 == 0:
            self.reorganise(document, year)
        return document


def synthesise(folder: Path, municipalities: int, years: int, seed: int, share: float) -> int:
    """Write the country, one municipality and year at a time; tell how many faults it has."""
    if (folder / "data").exists():
        raise SystemExit(f"{folder}/data: is there already; name another folder, or remove it")
    head = f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    count = 0
    (folder / "data").mkdir(parents=True)
    with (folder / "faults.tsv").open("w", encoding="utf-8", newline="\n") as key:
        key.write("thing\tshape\n")
        for number in range(municipalities):
            municipality = Municipality(number, seed, share)
            for year in range(FIRST_YEAR, FIRST_YEAR + years):
                path = folder / "data" / municipality.slug / f"{year}.trig"
                path.parent.mkdir(exist_ok=True)
                with path.open("w", encoding="utf-8", newline="\n") as file:
                    file.write(head)
                    file.writelines(f"{line}\n" for line in municipality.year(year).write())
            key.writelines(f"{thing}\t{shape}\n" for thing, shape in municipality.faults)
            count += len(municipality.faults)
    return count


def main() -> None:
    """Read the arguments, and write the country."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder to write, for --root")
    parser.add_argument("--municipalities", type=int, default=5, metavar="K")
    parser.add_argument("--years", type=int, default=10, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="S")
    parser.add_argument("--faults", type=float, default=0.002, metavar="SHARE", help="share of things with a fault")
    asked = parser.parse_args()
    count = synthesise(asked.folder, asked.municipalities, asked.years, asked.seed, asked.faults)
    print(f"{asked.folder}: {asked.municipalities} municipalities, {asked.years} years, {count} faults")


if __name__ == "__main__":
    main()
