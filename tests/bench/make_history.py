#!/usr/bin/python3
"""Writes a repository whose history holds DECISIONS signed decisions, the same bytes for the same seed:

    make_history.py DIR DECISIONS [--seed N] [--measures M] [--repack] [--bare]

Measures (default: one for 12 decisions) are written down, go through the gates, are put on hold, amended, cancelled,
confirmed month by month and closed, as cat4 records it: every decision has its signature and lands with a signed commit
of its own, some by a merge. Between them lie the unsigned commits of every day: actuals of a package, milestones,
status; and each month the registry is ratified with the month's rates. Whoever decides signs: owners, sponsors,
controllers and committees are different people. The last day of the history is printed: `cat4 audit --as-of DAY` is
clean.

Objects are written straight into a pack and signatures made in process. `--repack` has git make deltas of it, as on a
server.
"""
import argparse
import hashlib
import heapq
import os
import struct
import subprocess
import sys
from base64 import b64encode
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "oracle")]
import yaml  # noqa: E402
import statements  # noqa: E402
from gitpack import Pack, Tree  # noqa: E402
from organization import COMMENTS, Organization, key_blob, month, month_index, private_key  # noqa: E402

FIRST_DAY = date(2024, 1, 8)
LEADING = "ebitda"
LIFE = 14  # decisions of a life without additional holds, about


def string(data):
    return struct.pack(">I", len(data)) + data


class Signer:
    """A person's signatures (PROTOCOL.sshsig) for decisions and for commits."""

    def __init__(self, person):
        self.private = private_key(person)
        blob = key_blob(self.private)
        self.fronts = {
            space: b"SSHSIG" + struct.pack(">I", 1) + string(blob) + string(space) + string(b"") + string(b"sha512")
            for space in (b"cat4", b"git")
        }
        self.envelopes = {
            space: b"SSHSIG" + string(space) + string(b"") + string(b"sha512") for space in (b"cat4", b"git")
        }

    def sign(self, message, space):
        """The blob in base64."""
        value = self.private.sign(self.envelopes[space] + string(hashlib.sha512(message).digest()))
        return b64encode(self.fronts[space] + string(string(b"ssh-ed25519") + string(value)))


class Life:
    """A measure as it stands in its file, and what its next decision has to fit to."""

    def __init__(self, measure, package):
        self.id, self.path, self.text, self.package = measure.id, measure.path, measure.text.encode(), package
        self.sponsor, self.controller = measure.sponsor, measure.controller
        self.milestones, self.plans = measure.milestones, measure.plans
        self.stage, self.state, self.latest, self.seal = "defined", "active", "none", "none"
        self.terms = self.currency = None
        self.actuals = {}  # month index: amount as in the file
        self.confirmed = []  # the same, as confirmed
        self.last_confirm = "none"
        self.approvals = []  # (on, path, entry's text)

    def replace(self, old, new):
        old, new = old.encode(), new.encode()
        if old not in self.text:
            raise ValueError(f"{self.id}: no {old!r} in\n{self.text.decode()}")
        self.text = self.text.replace(old, new, 1)

    def replace_last(self, old, new):
        before, _, after = self.text.rpartition(old)
        self.text = before + new + after

    def append(self, entries):
        if self.text.endswith(b"decisions: []\n"):
            self.text = self.text[: -len(b" []\n")] + b"\n"
        self.text += entries.encode()


class History:
    def __init__(self, root, decisions, measures, seed, bare):
        self.root, self.wanted, self.bare = root, decisions, bare
        self.organization = Organization(seed, measures, FIRST_DAY)
        self.random = Random(f"history {seed} {decisions} {measures}")
        self.seed, self.lives, self.signers = seed, [], {}
        self.holds = max(0, -(-decisions // measures) - LIFE // 2) // 2 if decisions > measures * LIFE // 2 else 0
        self.spread = int(min(330, 330 * decisions / (6 * measures)))
        self.day, self.second, self.decisions, self.commits = FIRST_DAY, 0, 0, 0
        self.version, self.previous, self.ratifications = 0, "none", ["decisions:\n"]
        self.agenda = []  # (day, for the order within it, a generator of steps)
        repository = root if bare else f"{root}/.git"
        environment = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
        subprocess.run(
            ["git", "init", "-q", "-b", "main", *(["--bare"] if bare else []), root], check=True, env=environment
        )
        os.makedirs(f"{repository}/objects/pack", exist_ok=True)
        self.repository, self.pack, self.tree, self.head = (
            repository,
            Pack(f"{repository}/objects/pack/new.pack"),
            Tree(),
            None,
        )
        self.organization_file = None  # as statements.py reads it

    # ---- commits

    def put(self, path, text):
        self.tree.put(
            path, None if text is None else self.pack.add("blob", text if isinstance(text, bytes) else text.encode())
        )

    def commit(self, person, message, signed, parents=None):
        """A commit of the tree as it stands now, on main if no parents are named."""
        self.second += 1
        when = datetime(self.day.year, self.day.month, self.day.day, 7, tzinfo=timezone.utc) + timedelta(
            seconds=self.second
        )
        name = f"{self.organization.people[person]} <{person}@bench.example> {int(when.timestamp())} +0000"
        parents = parents if parents is not None else [self.head] if self.head else []
        head = "".join(
            [
                f"tree {self.tree.write(self.pack).hex()}\n",
                *(f"parent {p.hex()}\n" for p in parents),
                f"author {name}\ncommitter {name}\n",
            ]
        ).encode()
        body = f"\n{message}\n".encode()
        if signed:
            text = self.signer(person).sign(head + body, b"git")
            lines = [text[i : i + 70] for i in range(0, len(text), 70)]
            head += (
                b"gpgsig -----BEGIN SSH SIGNATURE-----\n " + b"\n ".join(lines) + b"\n -----END SSH SIGNATURE-----\n"
            )
        self.commits += 1
        self.head = self.pack.add("commit", head + body)
        return self.head

    def merge(self, person, before, topic):
        """Lands the commits since `before`, which lie on a branch."""
        self.commit(person, f"Merge branch '{topic}'", False, [before, self.head])

    def signer(self, person):
        if person not in self.signers:
            self.signers[person] = Signer(person)
        return self.signers[person]

    # ---- registry

    def ratify(self):
        """The month's rates, and books closed through the month before the last, as the next version."""
        now, admin = month_index(self.day), self.organization.admins[0]
        files = {
            **self.organization.registry,
            "rates.yaml": self.organization.rates_text(now - 1),
            "organization.yaml": self.organization.organization_text(month(now - 2)),
        }
        lines = "".join(f"{hashlib.sha256(files[path].encode()).hexdigest()}  {path}\n" for path in sorted(files))
        self.version += 1
        entry = {
            "decision": "ratify",
            "version": str(self.version),
            "previous": self.previous,
            "registry": statements.digest(lines.encode()),
            "by": admin,
            "on": str(self.day),
            "note": f"Rates of {month(now - 1)}",
        }
        statement = statements.registry_statement_text(entry, "bench")
        entry["signature"] = self.signer(admin).sign(statement, b"cat4").decode()
        self.previous = entry["registry"]
        self.ratifications.append("  - " + "\n    ".join(f"{k}: {v}" for k, v in entry.items()) + "\n")
        for path in files if self.version == 1 else ("rates.yaml", "organization.yaml"):
            self.put(path, files[path])
        if self.version == 1:
            self.put("README.md", "# Bench Components AG\n\nMade by tests/bench/make_history.py.\n")
            self.commit(admin, "Organization, people, committees", False)
            self.organization_file = yaml.load(files["organization.yaml"], Loader=statements.LOADER)
        self.put("registry.yaml", "".join(self.ratifications))
        self.commit(
            admin, f"registry: ratify version {self.version}\n\nCat4-Statement: {statements.digest(statement)}", True
        )

    # ---- decisions

    def settle_terms(self, life):
        """The terms and currency of the measure as its file has them now."""
        measure = yaml.load(life.text.decode(), Loader=statements.LOADER)
        package = life.package
        inherited = [
            {"sponsor": package.sponsor, "legal_entity": package.entity, "steering_committee": package.committee}
        ]
        life.terms = statements.digest(statements.terms_text(measure, inherited, self.organization_file))
        life.currency = package.currency

    def entry(self, life, kind, role, by, **fields):
        """(digest, text without indentation) of a signed decision."""
        if life.terms is None:
            self.settle_terms(life)
        entry = {
            "decision": kind,
            "gate": fields.get("gate"),
            "role": role,
            "by": by,
            "on": str(self.day),
            "policy": "1",
            "after": life.seal if kind == "confirm" else life.latest,
            "previous": fields.get("previous"),
            "terms": life.terms,
        }
        entry = {k: v for k, v in entry.items() if v is not None}
        entry.update((k, v) for k, v in fields.items() if k not in ("gate", "previous"))
        statement = statements.statement_text(entry, life.id, "bench", {LEADING: life.currency})
        entry["signature"] = self.signer(by).sign(statement, b"cat4").decode()
        lines = []
        for key, value in entry.items():
            if isinstance(value, dict):
                lines.append(f"{key}:\n" + "\n".join(f"  {k}: {v}" for k, v in value.items()))
            else:
                lines.append(f"{key}: {value}")
        self.decisions += 1
        return statements.digest(statement), "\n".join(lines) + "\n"

    @staticmethod
    def item(text):
        """An entry's text as an item of a list."""
        return "  - " + text[:-1].replace("\n", "\n    ") + "\n"

    def record(self, life, kind, what, role, by, digest):
        """Commits a decision, signed, now and then by a merge."""
        before, subject = self.head, f"{life.id}: {kind}{what} as {role}"
        self.commit(by, f"{subject}\n\nCat4-Statement: {digest}", True)
        if self.random.random() < 0.03:
            self.merge(by, before, f"{life.id.lower()}-{kind}")

    def approve(self, life, role, by, gate, **fields):
        digest, text = self.entry(life, "approve", role, by, gate=gate, **fields)
        path = f"{life.path[:-len('.yaml')]}.approvals/{digest[7:23]}.yaml"
        life.approvals.append((self.day, path, text))
        self.put(path, text)
        self.record(life, "approve", f" {gate}", role, by, digest)

    def transition(self, life, kind, role, by, stage=None, state=None, **fields):
        """A transition, with the approvals that it counts."""
        digest, text = self.entry(life, kind, role, by, **fields)
        for _, path, approval in sorted(life.approvals):
            life.append(self.item(approval))
            self.put(path, None)
        life.approvals = []
        if stage:
            life.replace(f"\nstage: {life.stage}\n", f"\nstage: {stage}\n")
            life.stage = stage
        if state:
            life.replace(f"\nstate: {life.state}\n", f"\nstate: {state}\n")
            life.state = state
        life.latest = digest
        if stage == "decided" or kind == "amend":
            life.seal = digest
        life.append(self.item(text))
        self.put(life.path, life.text)
        self.record(life, kind, f" {stage}" if stage else "", role, by, digest)

    def confirm(self, life, months):
        digest, text = self.entry(
            life,
            "confirm",
            "controller",
            life.controller,
            previous=life.last_confirm,
            effect=LEADING,
            currency=life.currency,
            amounts={month(i): life.actuals[i] for i in months},
            checked="Cost centre report, reviewed line by line",
        )
        life.last_confirm = digest
        life.confirmed += months
        life.append(self.item(text))
        self.put(life.path, life.text)
        self.record(life, "confirm", f" {LEADING}", "controller", life.controller, digest)

    def amend(self, life):
        """Half of the last plan month goes: a branch with the edit, its approvals and the amend, landed as one step."""
        before, reason = self.head, {"reason": "Volumes of the new contract"}
        index, plan = life.plans[-1]
        life.replace(
            f"\n      {month(index)}: {{plan: {plan}}}",
            f"\n      {month(index)}: {{plan: {plan // 2}, original: {plan}}}",
        )
        life.plans[-1] = (index, plan // 2)
        self.settle_terms(life)
        self.put(life.path, life.text)
        digests = []
        members = self.organization.committees[life.package.committee][:2]
        for role, by in [("controller", life.controller), *(("steering_committee", member) for member in members)]:
            digest, text = self.entry(life, "approve", role, by, gate="amend", **reason)
            path = f"{life.path[:-len('.yaml')]}.approvals/{digest[7:23]}.yaml"
            life.approvals.append((self.day, path, text))
            self.put(path, text)
            self.commit(by, f"{life.id}: approve amend as {role}\n\nCat4-Statement: {digest}", True)
            digests.append(digest)
        digest, text = self.entry(life, "amend", "sponsor", life.sponsor, **reason)
        for _, path, approval in sorted(life.approvals):
            life.append(self.item(approval))
            self.put(path, None)
        life.approvals = []
        life.latest = life.seal = digest
        life.append(self.item(text))
        self.put(life.path, life.text)
        self.commit(life.sponsor, f"{life.id}: amend as sponsor\n\nCat4-Statement: {digest}", True)
        self.merge(life.sponsor, before, f"{life.id.lower()}-amend")

    # ---- everyday

    def status(self, life, r):
        """The owner's own word."""
        line = f"status: {{implementation: amber, comment: {r.choice(COMMENTS)}, on: {self.day}}}\n".encode()
        start = life.text.find(b"\nstatus: ") + 1
        if start:
            life.text = life.text[:start] + line + life.text[life.text.index(b"\n", start) + 1 :]
        else:
            life.text = life.text.replace(b"\neffects:\n", b"\n" + line + b"effects:\n", 1)
        self.put(life.path, life.text)
        self.commit(life.sponsor, f"{life.id}: status amber", False)

    def done(self, life):
        """All milestones are done."""
        for ident, due in life.milestones:
            start = life.text.index(f"  - {{id: {ident}, ".encode())
            at = life.text.index(f", due: {due}".encode(), start) + len(f", due: {due}")
            life.text = life.text[:at] + f", done: {min(self.day, date.fromisoformat(due))}".encode() + life.text[at:]
        self.put(life.path, life.text)
        self.commit(life.sponsor, f"{life.id}: milestones done", False)

    def actuals(self, lives, index):
        """What the ledger says of a package's month."""
        label, found = month(index), False
        for life in lives:
            if life.state == "cancelled" or life.stage == "closed":
                continue
            for at, plan in life.plans:
                if at != index:
                    continue
                amount = plan * self.random.randint(94, 108) // 100
                text = f"{amount}" if life.package.currency == "JPY" else f"{amount}.{self.random.randint(0, 99):02d}"
                cell = f"\n      {label}: {{plan: {plan}"
                life.replace(cell, f"{cell}, actual: {text}")
                life.actuals[index] = text
                self.put(life.path, life.text)
                found = True
        if found:
            self.commit(lives[0].controller, f"{lives[0].package.path.rpartition('/')[2]}: actuals of {label}", False)

    # ---- lives

    def found(self, packages):
        """Packages and their measures are written down."""
        for package in packages:
            path = f"{package.path}/package.yaml"
            self.put(path, self.organization.files[path])
            lives = [Life(measure, package) for measure in self.organization.measures_of(package, self.day)]
            for life in lives:
                self.put(life.path, life.text)
                self.schedule(self.live(life))
            if lives:
                self.schedule(self.book(lives))
        self.commit(self.organization.admins[1], f"{packages[0].path.rpartition('/')[2]}: new measures", False)

    def schedule(self, steps):
        """Puts a generator on the agenda, for the day it gives; it acts when it is asked on, and gives the next day."""
        day = next(steps, None)
        if day is not None:
            heapq.heappush(self.agenda, (day, self.random.random(), steps))

    def book(self, lives):
        """A package's actuals, each month on its day."""
        day = 3 + self.random.randrange(9)
        first = min(index for life in lives for index, _ in life.plans)
        last = max(index for life in lives for index, _ in life.plans)
        for index in range(first, last + 1):
            yield date((index + 1) // 12, (index + 1) % 12 + 1, day)
            self.actuals(lives, index)

    def calendar(self):
        index = month_index(FIRST_DAY)
        while True:
            index += 1
            yield date(index // 12, index % 12 + 1, 1)
            self.ratify()

    def founding(self):
        """When packages come: spread over the first months, all at once where only few decisions are wanted."""
        packages, count = self.organization.packages, len(self.organization.packages)
        if self.spread == 0:
            yield FIRST_DAY
            self.found(packages)
            return
        for number, package in enumerate(packages):
            yield FIRST_DAY + timedelta(number * self.spread // count)
            self.found([package])

    def live(self, life):
        """A measure from its first gate to its last: days on which something happens, and what."""
        r = Random(f"life {self.seed} {life.id}")
        day, committee = self.day, self.organization.committees[life.package.committee]

        def later(least, most):
            nonlocal day
            day = max(day, self.day) + timedelta(r.randint(least, most))
            return day

        yield later(3, 60)
        self.transition(life, "advance", "sponsor", life.sponsor, "identified", gate="identified")
        if r.random() < 0.3:
            yield later(3, 20)
            self.status(life, r)
        yield later(8, 40)
        self.transition(life, "advance", "sponsor", life.sponsor, "detailed", gate="detailed")
        cancelled = r.random() < 0.04
        voters = r.sample(committee, 2)
        if cancelled:
            reason = {"reason": "The landlord does not agree, and the lease ends in 2031"}
            for voter in voters:
                yield later(1, 20)
                self.approve(life, "steering_committee", voter, "cancel", **reason)
            yield later(0, 3)
            self.transition(life, "cancel", "sponsor", life.sponsor, state="cancelled", **reason)
            return
        yield later(8, 30)
        self.approve(life, "controller", life.controller, "decided", note="Tied to the budget")
        for voter in voters:
            yield later(0, 5)
            self.approve(life, "steering_committee", voter, "decided")
        yield later(0, 3)
        self.transition(life, "advance", "sponsor", life.sponsor, "decided", gate="decided")
        yield from self.hold(life, r, later, self.holds + (r.random() < 0.25))
        if r.random() < 0.05 and life.plans[-1][0] > month_index(self.day):
            yield later(5, 20)
            if life.plans[-1][0] not in life.actuals and self.wanted - self.decisions >= 4:
                self.amend(life)
        day = max(day, max(date.fromisoformat(due) for _, due in life.milestones))
        yield later(0, 5)
        self.done(life)
        yield later(1, 12)
        self.transition(life, "advance", "sponsor", life.sponsor, "implemented", gate="implemented")
        yield from self.confirmations(life, r, later)
        confirmed = {"confirmed": {LEADING: self.sum_of(life)}}
        yield later(2, 20)
        self.approve(life, "controller", life.controller, "closed", **confirmed)
        yield later(1, 10)
        self.transition(life, "advance", "sponsor", life.sponsor, "closed", gate="closed", **confirmed)

    def hold(self, life, r, later, times):
        for _ in range(times):
            yield later(2, 12)
            self.transition(
                life,
                "hold",
                "sponsor",
                life.sponsor,
                state="on_hold",
                until=str(self.day + timedelta(60)),
                reason="Waits for the permit",
            )
            yield later(2, 12)
            self.transition(life, "resume", "sponsor", life.sponsor, state="active")

    def confirmations(self, life, r, later):
        """The controller confirms what was booked, mostly month by month, and the first twelve months at least."""
        months = [index for index, _ in life.plans]
        while len(life.confirmed) < min(12, len(months)):
            following = months[len(life.confirmed)] + 1
            ready = date(following // 12, following % 12 + 1, 13)
            yield max(later(1, 9), ready)
            open_months = [i for i in months[len(life.confirmed) :] if i in life.actuals]
            self.confirm(life, open_months[: r.choice([1, 1, 1, 3])])

    @staticmethod
    def sum_of(life):
        """The confirmed sum, written as the tool writes it."""
        cents = sum(int(text.replace(".", "")) for text in (life.actuals[i] for i in life.confirmed))
        return str(cents) if life.package.currency == "JPY" else f"{cents // 100}.{cents % 100:02d}"

    # ---- all of it

    def tell(self):
        for path, text in self.organization.files.items():
            if not path.endswith("/package.yaml"):
                self.put(path, text)
        self.ratify()
        self.schedule(self.founding())
        self.schedule(self.calendar())
        while self.decisions < self.wanted:
            day, _, steps = heapq.heappop(self.agenda)
            if day > self.day:
                self.day, self.second = day, 0
            self.schedule(steps)

    def finish(self, repack):
        self.pack.finish()
        Path(self.repository, "refs/heads/main").write_text(self.head.hex() + "\n")
        git = ["git", "-C", self.root]
        if repack:
            subprocess.run([*git, "repack", "-a", "-d", "-f", "-q"], check=True)
        if not self.bare:
            subprocess.run([*git, "reset", "-q", "--hard"], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("decisions", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measures", type=int)
    parser.add_argument("--repack", action="store_true", help="let git pack with deltas")
    parser.add_argument("--bare", action="store_true", help="no work tree")
    arguments = parser.parse_args()
    history = History(
        arguments.directory,
        arguments.decisions,
        arguments.measures or max(4, arguments.decisions // 12),
        arguments.seed,
        arguments.bare,
    )
    history.tell()
    history.finish(arguments.repack)
    print(history.day)
