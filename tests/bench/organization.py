"""An organization of any size that looks like a real one, the same for the same seed: for the generators here.

Portfolios > programs > projects > packages with about 18 measures each; people, committees, rates, keys. Measures are
written in block style as people and the tool write it: some 1.56 KB and 118 scalars (keys and values) each, with flow
mappings on one line, texts in quotes, `|` blocks and comments. Every package has a random source of its own, so
packages can be made in any order and by several processes.
"""
import hashlib
import struct
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AS_OF = date(2026, 6, 30)
CLOSED_THROUGH = "2026-04"
FIRST_MONTH = 2023 * 12  # of rates
RATES = {"USD": 0.88, "GBP": 1.16, "JPY": 0.0061}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

FIRST = (
    "Anna Boris Clara Deniz Elena Farid Greta Henrik Irene João Katrin Leo Maja Nils Olga Paulo Ruth Søren Tamar Uwe "
    "Vera Yusuf"
).split()
LAST = (
    "Albrecht Berg Carvalho Dahl Eriksen Fischer Garcia Haddad Ito Jansen Kowalczyk Laurent Meyer Ngata Okafor Peeters "
    "Reyes Sato Tran Ueda Vogt Weber Yilmaz Zhang"
).split()
PLACES = "Hamburg Wrocław Columbus Nagoya Aarhus Lyon Gent Porto Izmir Łódź Leeds Graz".split()
WORKS = [
    "Renegotiate freight rates",
    "Move spare parts to consignment",
    "Replace compressed-air leaks",
    "Bundle tenders for castings",
    "Cut changeover times on line 4",
    "Close the night warehouse",
    "Raise service hourly rates",
    "Automate invoice matching",
    "Insource rework of seals",
    "Reduce scrap in injection moulding",
    "Shorten the quote-to-order time",
    "Merge two call centres",
]
SENTENCES = [
    "Replace the nightly file by the service of the platform team; the regional manager signs for the counts.",
    "Two suppliers remain of five, under a frame contract with quarterly volumes.",
    "The line runs with one operator less on each shift once the feeder is in place.",
    "Savings are read from cost centres, before inflation; price effects are left out.",
    "Works council was informed in March, and agreed to the pilot.",
    "Contracts end with the quarter; notice has been given for both sites.",
]
STEPS = [
    ("contract", "Contract signed"),
    ("pilot", '"Pilot in one plant, reviewed"'),
    ("cutover", "Cut over"),
    ("tender", "Tender closed"),
    ("training", "Second shift trained"),
    ("rollout", "Rolled out to all sites"),
    ("approval", '"Permit: fire brigade"'),
]
COMMENTS = [
    "on track",
    "Cut-over moved by two weeks",
    '"Waits for the permit, see minutes"',
    "Supplier late with samples",
    "'Pilot done: 12 % less scrap'",
]
NEXT = ["Second dry run", "Sign the frame contract", "Train the late shift", "Order the feeder"]
TAGS = ["inventory", "energy", "api", "freight", "pricing", "it", "wave-2", "quick-win"]
SOURCES = ['"Cost centre 4711, actuals FY25"', "Ledger FY25", "'Price list 2025, weighted'", "Meter readings 2025"]
REMARKS = ["# figures by plant controlling", "# see minutes of the last committee", "# was two measures until 2025"]


def month(index):
    """The month of a running number: year × 12 + month − 1."""
    return f"{index // 12}-{index % 12 + 1:02d}"


def month_index(day):
    return day.year * 12 + day.month - 1


def private_key(person):
    """A person's key follows from his id; it is worthless for anything else."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"cat4 bench key of " + person.encode()).digest())


def key_blob(private):
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return struct.pack(">I", 11) + b"ssh-ed25519" + struct.pack(">I", 32) + public


def public_line(person):
    """The two words of the person's public key."""
    return f"ssh-ed25519 {b64encode(key_blob(private_key(person))).decode()}"


@dataclass
class Package:
    """Where measures lie, and what they inherit."""

    number: int
    path: str
    prefix: str
    entity: str
    currency: str
    sponsor: str
    committee: str
    first: int  # running number of its first measure
    count: int


@dataclass
class Measure:
    """A measure's file, and what decisions about it need to know."""

    id: str
    path: str
    text: str
    sponsor: str
    controller: str
    milestones: list = field(default_factory=list)  # key milestones: (id, due)
    plans: list = field(default_factory=list)  # months of the leading effect: (month index, plan)


class Organization:
    """`as_of` is the day the figures are of."""

    def __init__(self, seed, measures, as_of=AS_OF):
        self.seed, self.measures, self.as_of = seed, measures, as_of
        self.random = Random(f"organization {seed} {measures}")
        self.files = {}  # path: text, of everything that is no measure and not in the registry
        self.registry = {}  # path: text, without the two below, which change with time
        self.people, self.packages = {}, []
        self.make_entities()
        self.make_people()
        self.make_containers()
        self.registry["policy.yaml"] = "version: 1\nregistry_approvals: 1\n"

    # ---- registry

    def make_entities(self):
        count = max(2, min(40, self.measures // 200))
        currencies = ["EUR", "USD", "EUR", "GBP", "EUR", "EUR", "JPY", "EUR"]
        self.entities = [
            (f"BX-{n:02d}", f"Bench {PLACES[n % len(PLACES)]} {n:02d}", currencies[n % len(currencies)])
            for n in range(count)
        ]

    def organization_text(self, closed_through=CLOSED_THROUGH):
        lines = [
            "format: 1",
            "id: bench",
            "name: Bench Components AG",
            "currency: EUR",
            "fiscal_year_start: 4",
            *([f"closed_through: {closed_through}"] if closed_through else []),
            "legal_entities:",
        ]
        lines += [f"  - {{id: {ident}, name: {name}, currency: {currency}}}" for ident, name, currency in self.entities]
        lines += [
            "business_units:",
            "  - {id: plants, name: Plants}",
            "  - {id: distribution, name: Distribution}",
            "functions:",
            "  - {id: production, name: Production}",
            "  - {id: procurement, name: Procurement}",
            "  - {id: sales, name: Sales}",
            "",
        ]
        return "\n".join(lines)

    def rates_text(self, last=month_index(AS_OF)):
        """Plan rates, and those of the months up to the last."""
        lines = ["plan: {" + ", ".join(f"{c}: {r}" for c, r in RATES.items()) + "}", "months:"]
        for index in range(FIRST_MONTH, last + 1):
            drift = 1 + ((index * 37) % 19 - 9) / 400
            lines.append(f"  {month(index)}: {{" + ", ".join(f"{c}: {r * drift:.6f}" for c, r in RATES.items()) + "}")
        return "\n".join(lines) + "\n"

    def person(self, roles, entity=None):
        """A new person's id; owners have no key."""
        number = len(self.people)
        first, last = FIRST[number % len(FIRST)], LAST[number // 2 % len(LAST)]
        ident = f"{first[0].lower()}.{last.lower()}-{number}"
        lines = [f"id: {ident}", f"name: {first} {last}", f"email: {ident}@bench.example"]
        lines += [f"roles: [{roles}]"] if roles else []
        lines += [f"legal_entities: [{entity}]"] if entity else []
        lines += ["keys:", f"  - key: {public_line(ident)} {ident}@bench.example"] if roles != "owner" else []
        self.registry[f"people/{ident}.yaml"] = "\n".join(lines) + "\n"
        self.people[ident] = f"{first} {last}"
        return ident

    def make_people(self):
        self.admins = [self.person("admin") for _ in range(2)]
        self.owners = [self.person("owner") for _ in range(max(3, self.measures // 15))]
        self.sponsors = [self.person("sponsor") for _ in range(max(3, self.measures // 300))]
        per_entity = max(2, self.measures // 200 // len(self.entities))
        self.controllers = {
            ident: [self.person("controller", ident) for _ in range(per_entity)] for ident, _, _ in self.entities
        }
        self.committees = {}
        for number in range(max(1, self.measures // 4000)):
            ident, members = f"sc-{number:02d}", [self.person("") for _ in range(5)]
            self.committees[ident] = members
            self.registry[f"committees/{ident}.yaml"] = (
                f"id: {ident}\nname: Steering committee {number:02d}\nchair: {members[0]}\n"
                f"members: [{', '.join(members)}]\n"
                "quorum: 2\nrecord: votes\n"
            )

    # ---- containers

    def make_containers(self):
        """Packages of 10 to 25 measures until all have a place; about 6 packages a project, 6 projects a program …"""
        r, first, number = self.random, 0, 0
        widths = [0, 0, 0]  # what is left of portfolio, program, project
        names = ["", "", ""]
        kinds = ["portfolio", "program", "project"]
        counts = [0, 0, 0]
        while first < self.measures:
            for level in range(3):
                if widths[level]:
                    continue
                counts[level] += 1
                names[level] = f"{r.choice(TAGS)}-{'pgj'[level]}{counts[level]}"
                widths[level:] = [r.randint(4, 8), *([0] * (2 - level))]
                self.files["/".join(["portfolios", *names[: level + 1], f"{kinds[level]}.yaml"])] = self.container(
                    kinds[level], names[level]
                )
            for level in range(2, -1, -1):  # one place less here; a level above loses one when this one is full
                widths[level] -= 1
                if widths[level]:
                    break
            count = min(r.randint(10, 25), self.measures - first)
            self.packages.append(self.package(number, "/".join(["portfolios", *names]), first, count))
            first, number = first + count, number + 1

    def container(self, kind, name):
        r, lines = self.random, [f"id: {name}", f"name: {name.replace('-', ' ').capitalize()}"]
        if kind == "portfolio":
            self.committee = r.choice(list(self.committees))
            lines += [
                f"steering_committee: {self.committee}",
                "target: {amount: 25000000, by: 2028-03, basis: run_rate}",
            ]
        elif kind == "program":
            self.sponsor = r.choice(self.sponsors)
            lines += [f"sponsor: {self.sponsor}", "description: |", f"  {r.choice(SENTENCES)}"]
        else:
            self.entity = r.choice(self.entities)
            lines += [f"legal_entity: {self.entity[0]}", f"business_unit: {r.choice(['plants', 'distribution'])}"]
        return "\n".join(lines) + "\n"

    def package(self, number, above, first, count):
        r = self.random
        prefix = "".join(r.choice("ABCDEFGHKLMNPRSTVW") for _ in range(3))
        name = f"{prefix.lower()}-{number}"
        self.files[
            f"{above}/{name}/package.yaml"
        ] = f"id: {name}\nname: {r.choice(PLACES)}, {r.choice(TAGS)}\nlead: {r.choice(self.owners)}\nprefix: {prefix}\n"
        return Package(
            number,
            f"{above}/{name}",
            prefix,
            self.entity[0],
            self.entity[2],
            self.sponsor,
            self.committee,
            first,
            count,
        )

    # ---- measures

    def code(self, number):
        """Four or five letters and digits that no other measure has."""
        bits = 20 if self.measures <= 1 << 20 else 25
        scrambled = (number * 0x9E3779B1 + 12345) % (1 << bits)
        return "".join(ALPHABET[scrambled >> shift & 31] for shift in range(bits - 5, -1, -5))

    def measures_of(self, package, fresh_on=None):
        """The package's measures. With a day: as first written down then, without forecasts, actuals or status."""
        r = Random(f"package {self.seed} {package.number}")
        return [
            self.measure(r, package, f"{package.prefix}-{self.code(package.first + n)}", fresh_on)
            for n in range(package.count)
        ]

    def measure(self, r, package, ident, fresh_on):
        chance, choice, today = r.random, r.choice, fresh_on or self.as_of
        owner, controller, sponsor = choice(self.owners), choice(self.controllers[package.entity]), package.sponsor
        lines = ["# yaml-language-server: $schema=schemas/measure.schema.json"] if chance() < 0.05 else []
        title, place = choice(WORKS), choice(PLACES)
        lines += [f"id: {ident}", f'title: "{title}: {place}"' if chance() < 0.2 else f"title: {title}, {place}"]
        lines += ["description: |", *(f"  {sentence}" for sentence in r.sample(SENTENCES, r.randint(3, 5)))]
        if chance() < 0.15:
            lines.append(choice(REMARKS))
        lines.append(f"owner: {owner}")
        if chance() < 0.1:
            sponsor = choice(self.sponsors)
            lines.append(f"sponsor: {sponsor}")
        lines += [f"controller: {controller}"] + (
            [f"function: {choice(['production', 'procurement', 'sales'])}"] if chance() < 0.4 else []
        )
        lines += ["stage: defined", "state: active"]
        start = month_index(today) + r.randint(8, 12) if fresh_on else month_index(today) - r.randint(2, 12)
        if chance() < 0.6:
            day = today + timedelta(r.randint(20, 90))
            lines.append(
                f"gates: {{identified: {day}, decided: {day + timedelta(110)}, implemented: {day + timedelta(300)}}}"
            )
        if chance() < 0.7:
            lines.append(f"tags: [{', '.join(r.sample(TAGS, r.randint(1, 3)))}]")
        stones = self.milestones(r, lines, today, fresh_on)
        if not fresh_on:
            self.status(r, lines, today)
        plans = self.effects(r, lines, package.currency, start, today, fresh_on)
        if chance() < 0.15:
            lines += ["notes: |", f"  {choice(SENTENCES)}", "  Ask the plant first."]
        lines += ["decisions: []", ""]
        return Measure(ident, f"{package.path}/{ident}.yaml", "\n".join(lines), sponsor, controller, stones, plans)

    @staticmethod
    def milestones(r, lines, today, fresh_on):
        lines.append("milestones:")
        stones, due = [], today + timedelta(r.randint(180, 240) if fresh_on else r.randint(-120, 0))
        for ident, title in r.sample(STEPS, r.randint(2, 3)):
            key = ", key: false" if stones and r.random() < 0.2 else ""
            then = ""
            if not fresh_on and due < today:
                then = f", done: {due + timedelta(r.randint(-9, 3))}"
            elif not fresh_on and r.random() < 0.5:
                then = f", forecast: {due + timedelta(r.choice([0, 0, 2, 5]))}"
            lines.append(f"  - {{id: {ident}, title: {title}, due: {due}{then}{key}}}")
            if not key:
                stones.append((ident, str(due)))
            due += timedelta(r.randint(15, 60) if fresh_on else r.randint(30, 110))
        return stones

    @staticmethod
    def status(r, lines, today):
        more = f", next: {r.choice(NEXT)}" if r.random() < 0.5 else ""
        lines.append(
            f"status: {{implementation: amber, comment: {r.choice(COMMENTS)}{more}, "
            f"on: {today - timedelta(r.randint(0, 30))}}}"
        )

    def effects(self, r, lines, currency, start, today, fresh_on):
        """The leading effect, and for most measures what it costs once."""
        scale = 100 if currency == "JPY" else 1
        step, account = scale * r.choice([500, 1200, 4000, 12500]), f"{r.randint(4000, 6999)}-{r.randint(0, 99999):05d}"
        lines += ["effects:", "  - id: ebitda", "    kind: ebitda", "    nature: recurring"]
        if r.random() < 0.4:
            lines.append(f'    account: "{account}"')
        lines.append(
            f"    baseline: {{amount: {step * r.randint(20, 90)}, from: 2025-01, to: 2025-12, "
            f"source: {r.choice(SOURCES)}}}"
        )
        lines.append("    months:")
        plans, now = [], month_index(today)
        for index in range(start, start + (r.randint(12, 14) if fresh_on else r.randint(3, 11))):
            plan = step * r.randint(2, 5)
            plans.append((index, plan))
            self.cell(r, lines, index, plan, index < now, currency, fresh_on)
        if r.random() < 0.65:
            lines += [
                "  - id: setup",
                f"    kind: {r.choice(['one_off_cost', 'capex'])}",
                "    nature: one_off",
                "    months:",
            ]
            for index in range(start - 3, start - 3 + r.randint(1, 2)):
                self.cell(r, lines, index, -step * r.randint(2, 9), index < now, currency, fresh_on)
        return plans

    @staticmethod
    def cell(r, lines, index, plan, past, currency, fresh_on):
        values = [f"plan: {plan}"]
        if not fresh_on:
            expected = plan * r.randint(92, 108) // 100
            if past:
                cents = "" if currency == "JPY" or r.random() < 0.4 else f".{r.randint(0, 99):02d}"
                values += [f"forecast: {plan}"] if r.random() < 0.5 else []
                values.append(f"actual: {expected}{cents}")
            else:
                values.append(f"forecast: {expected}")
        if not fresh_on and r.random() < 0.06:
            lines.append(f"      {month(index)}:")
            lines += [f"        {value}" for value in values]
        else:
            remark = f"  {r.choice(REMARKS)}" if r.random() < 0.01 else ""
            lines.append(f"      {month(index)}: {{{', '.join(values)}}}{remark}")
