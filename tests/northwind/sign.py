#!/usr/bin/python3
"""Signs examples/northwind: makes throw-away keys and writes every decision of story.yaml into the tree.

    sign.py [ROOT]        default: examples/northwind of this repository

The measure files are the source; of each, everything from `decisions:` on is written anew. So are the keys at the end
of people/*.yaml, the open approvals and registry.yaml. Private keys live in a directory of their own that is gone when
the script ends. A second run gives another set of keys and an equally valid tree.

story.yaml says who decided what, when and why. A step is one decision:

    do          the decision, with its gate or stage behind it, or the effect of a confirm
    as          the role (default: controller)
    by, for, on, reason, until, note, checked, restates     as in the decision
    months      confirm: first..last month; the amounts are the file's actuals
    amounts     confirm: amounts that differ from the file's actuals, by month
    evidence    files below the root
    open        true: an approval that no transition has counted; it gets a file of its own

`earlier` of a measure says on which terms its first decisions were made: up to step `through` the plan cells stood at
their `original`, and `set` gives other values back ('milestones.cutover.due: 2026-06-30').
"""
import copy
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, f"{REPOSITORY}/tests/oracle")
import statements  # noqa: E402

POLICY = "1"
SEALING_STAGES = ("decided", "implemented", "closed")
LAST_STAGE = "closed"
LEVEL_KINDS = ("fte", "working_capital")  # the last month counts, not the sum
CONFIRMED_WITH = f"advance {LAST_STAGE}", f"approve {LAST_STAGE}"
KEY_ORDER = ("decision gate role by for on policy after previous terms effect currency amounts confirmed restates "
             "until reason note checked evidence signature").split()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def without(text, key):
    """The text of a file up to a top-level key that is its last one."""
    return text.split(f"\n{key}:")[0].rstrip("\n") + "\n"


# Keys

class KeyRing:
    """Key pairs of persons: private halves in a temporary directory, public lines for their files."""

    def __init__(self, directory):
        self.directory, self.keys = directory, defaultdict(list)

    def make(self, person, spec):
        """One key pair as the story describes it: type, bits, status, until, note."""
        path = f"{self.directory}/{person}-{len(self.keys[person])}"
        size = ["-b", spec["bits"]] if "bits" in spec else []
        subprocess.run(["ssh-keygen", "-q", "-t", spec.get("type", "ed25519"), *size, "-N", "", "-f", path,
                        "-C", f"{person}@northwind.example"], check=True)
        with open(f"{path}.pub", encoding="utf-8") as file:
            self.keys[person].append({**spec, "path": path, "line": file.read().strip()})

    def path_for(self, person, day):
        """The private key a person signs with on a day: a retired one until it was replaced."""
        return next(key["path"] for key in self.keys[person] if day <= key.get("until", "9999"))

    def yaml(self, person):
        lines = ["keys:"]
        for key in self.keys[person]:
            lines.append(f"  - key: {key['line']}")
            lines += [f"    {name}: {key[name]}" for name in ("status", "note") if name in key]
        return "\n".join(lines) + "\n"


class Signer:
    """Collects statements and signs them in one call of ssh-keygen a key."""

    def __init__(self, ring):
        self.ring, self.jobs = ring, defaultdict(list)

    def add(self, entry, statement):
        self.jobs[self.ring.path_for(entry["by"], entry["on"])].append((entry, statement))

    def sign_all(self):
        """Adds its signature to every entry."""
        for key, jobs in self.jobs.items():
            paths = []
            for number, (_, statement) in enumerate(jobs):
                paths.append(f"{key}.statement-{number}")
                with open(paths[-1], "wb") as file:
                    file.write(statement)
            subprocess.run(["ssh-keygen", "-Y", "sign", "-q", "-n", "cat4", "-f", key, *paths], check=True,
                           stderr=subprocess.DEVNULL)
            for path, (entry, _) in zip(paths, jobs):
                with open(f"{path}.sig", encoding="utf-8") as file:
                    entry["signature"] = "".join(file.read().splitlines()[1:-1])


# Terms of earlier days

def undo_originals(measure):
    """Puts every plan cell back to what it was before an amend or a return changed it."""
    for effect in measure.get("effects") or []:
        for cell in effect["months"].values():
            original = cell.pop("original", None)
            if original is not None:
                cell["plan"] = original
                if Decimal(original) == 0:
                    del cell["plan"]


def set_value(measure, path, value):
    """Sets 'controller' or 'milestones.cutover.due': items of lists are found by their id."""
    *parents, last = path.split(".")
    node = measure
    for name in parents:
        node = next(i for i in node if i["id"] == name) if isinstance(node, list) else node[name]
    node[last] = value


class Terms:
    """Digest of a measure's terms at each step of its story."""

    def __init__(self, tree, measure_id, earlier):
        self.tree, self.measure_id = tree, measure_id
        self.spans = [(int(span["through"]), self.digest(span)) for span in earlier]
        self.now = self.digest(None)

    def digest(self, span):
        measure = copy.deepcopy(self.tree.measure(self.measure_id))
        if span:
            undo_originals(measure)
            for path, value in span.get("set", {}).items():
                set_value(measure, path, value)
        containers = self.tree.containers(self.measure_id)
        return statements.digest(statements.terms_text(measure, containers, self.tree.organization))

    def at(self, step):
        return next((terms for through, terms in self.spans if step <= through), self.now)


# Decisions of a measure

class Ledger:
    """What the confirms of a measure have confirmed so far."""

    def __init__(self, effects):
        self.effects, self.months = effects, defaultdict(dict)

    def confirm(self, effect, amounts):
        self.months[effect].update(amounts)

    def sums(self):
        """The `confirmed` mapping: a sum, or for levels the last month's."""
        result = {}
        for effect, months in sorted(self.months.items()):
            if self.effects[effect]["kind"] in LEVEL_KINDS:
                result[effect] = months[max(months)]
            else:
                result[effect] = f"{sum(Decimal(value) for value in months.values()):f}"
        return result


class MeasureStory:
    """Replays the steps of one measure into entries with all that can be computed."""

    def __init__(self, tree, measure_id, story):
        self.tree, self.id, self.steps = tree, measure_id, story["decisions"]
        self.terms = Terms(tree, measure_id, story.get("earlier", []))
        measure = tree.measure(measure_id)
        self.effects = {effect["id"]: effect for effect in measure.get("effects") or []}
        self.currency = statements.currencies(measure, tree.containers(measure_id), tree.organization)
        self.ledger = Ledger(self.effects)
        self.after, self.seal, self.previous = "none", "none", {}
        self.stage, self.state = "defined", "active"
        self.listed, self.open = [], []

    def entries(self, signer):
        """All entries in their order; fills `listed` and `open`, and hands each to the signer."""
        for number, step in enumerate(self.steps, 1):
            entry = self.entry(number, step)
            statement = statements.statement_text(entry, self.id, self.tree.organization["id"], self.currency)
            signer.add(entry, statement)
            self.follow(entry, statements.digest(statement), number)
            (self.open if step.get("open") == "true" else self.listed).append((entry, statement))

    def entry(self, number, step):
        kind, _, target = step["do"].partition(" ")
        entry = {"decision": kind, "role": step.get("as", "controller"), "by": step["by"], "on": step["on"],
                 "policy": POLICY, "after": self.after, "terms": self.terms.at(number)}
        if kind == "confirm":
            entry |= {"effect": target, "currency": self.currency[target], "after": self.seal,
                      "previous": self.previous.get(target, "none"), "amounts": self.amounts(step, target)}
        elif target:
            entry["gate"] = target
        if step["do"] in CONFIRMED_WITH:
            entry["confirmed"] = self.ledger.sums()
        entry |= {key: step[key] for key in ("for", "restates", "until", "reason", "note", "checked") if key in step}
        if "evidence" in step:
            entry["evidence"] = [self.bind(path) for path in step["evidence"]]
        return entry

    def amounts(self, step, effect):
        first, _, last = step["months"].partition("..")
        cells = self.effects[effect]["months"]
        actuals = {month: cell["actual"] for month, cell in sorted(cells.items())
                   if first <= month <= (last or first) and "actual" in cell}
        return actuals | step.get("amounts", {})

    def bind(self, path):
        with open(f"{self.tree.root}/{path}", "rb") as file:
            return {"file": path, "sha256": hashlib.sha256(file.read()).hexdigest()}

    def follow(self, entry, digest, number):
        """Keeps what later steps refer to."""
        kind = entry["decision"]
        if kind == "approve":
            return
        if kind == "confirm":
            self.ledger.confirm(entry["effect"], entry["amounts"])
            self.previous[entry["effect"]] = digest
            return
        self.after = digest
        unsealed = self.stage not in SEALING_STAGES
        if kind in ("advance", "adopt", "return"):
            self.stage = entry["gate"]
        elif kind == "reopen":
            self.stage = "implemented"
        self.state = {"hold": "on_hold", "resume": "active", "cancel": "cancelled",
                      "reinstate": "active"}.get(kind, self.state)
        sealing = kind == "amend" or (kind in ("advance", "adopt") and unsealed and self.stage in SEALING_STAGES)
        unsealing = kind == "return" and not unsealed and self.stage not in SEALING_STAGES
        if sealing or unsealing:
            self.seal = digest

    def check(self):
        """The story must end where the file says the measure stands."""
        measure = self.tree.measure(self.id)
        if (self.stage, self.state) != (measure["stage"], measure["state"]):
            sys.exit(f"{self.id}: the story ends in {self.stage}, {self.state}; the file says "
                     f"{measure['stage']}, {measure['state']}")


# Text

def scalar(text):
    """A value as YAML takes it on one line: plain where that is safe."""
    unsafe = ": " in text or " #" in text or text[0] in "-?:,[]{}#&*!|>'\"%@`" or text.endswith(":")
    return "'" + text.replace("'", "''") + "'" if unsafe else text


def entry_lines(entry):
    """An entry without indentation, one key a line."""
    for key in KEY_ORDER:
        value = entry.get(key)
        if value is None:
            continue
        if isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {name}: {item}" for name, item in sorted(value.items()))
        elif isinstance(value, list):
            yield f"{key}:"
            yield from (f"  - {{file: {item['file']}, sha256: {item['sha256']}}}" for item in value)
        else:
            yield f"{key}: {scalar(value)}"


def list_text(entries):
    """The `decisions:` of a measure."""
    if not entries:
        return "decisions: []\n"
    lines = ["decisions:"]
    for entry in entries:
        for number, line in enumerate(entry_lines(entry)):
            lines.append(("  - " if number == 0 else "    ") + line)
    return "\n".join(lines) + "\n"


def write_decisions(story):
    path = story.tree.paths[story.id]
    with open(path, encoding="utf-8") as file:
        body = without(file.read(), "decisions")
    write(path, body + list_text([entry for entry, _ in story.listed]))
    directory = f"{path[:-len('.yaml')]}.approvals"
    for entry, statement in story.open:
        os.makedirs(directory, exist_ok=True)
        name = statements.digest(statement).removeprefix("sha256:")[:16]
        write(f"{directory}/{name}.yaml", "\n".join(entry_lines(entry)) + "\n")


def write_keys(root, ring):
    for path in sorted(glob.glob(f"{root}/people/*.yaml")):
        person = os.path.basename(path)[:-len(".yaml")]
        with open(path, encoding="utf-8") as file:
            body = without(file.read(), "keys")
        write(path, body + (ring.yaml(person) if person in ring.keys else ""))


def ratify(root, tree, ratification, signer):
    """The first version of the registry, as an entry to be signed."""
    entry = {"decision": "ratify", "version": "1", "previous": "none", "registry": statements.registry_digest(root),
             **ratification}
    signer.add(entry, statements.registry_statement_of(tree, entry))
    return entry


def registry_text(entry):
    lines = [f"{key}: {scalar(value)}" for key, value in entry.items()]
    return "decisions:\n" + "".join(("    " if number else "  - ") + line + "\n" for number, line in enumerate(lines))


def sign(root, directory):
    story = statements.load(f"{HERE}/story.yaml")
    ring = KeyRing(directory)
    for person, keys in story["keys"].items():
        for key in keys:
            ring.make(person, key)
    for approvals in glob.glob(f"{root}/portfolios/*/*/*/*/*.approvals"):
        shutil.rmtree(approvals)
    write_keys(root, ring)
    tree, signer = statements.Tree(root), Signer(ring)
    unknown = set(story["measures"]) - set(tree.paths)
    if unknown:
        sys.exit(f"no such measure: {', '.join(sorted(unknown))}")
    measures = [MeasureStory(tree, name, story["measures"].get(name, {"decisions": []})) for name in tree.paths]
    for measure in measures:
        measure.entries(signer)
        measure.check()
    ratification = ratify(root, tree, story["registry"], signer)
    signer.sign_all()
    for measure in measures:
        write_decisions(measure)
    write(f"{root}/registry.yaml", registry_text(ratification))
    print(f"{sum(len(jobs) for jobs in signer.jobs.values())} statements signed")


def main(arguments):
    root = arguments[0] if arguments else f"{REPOSITORY}/examples/northwind"
    with tempfile.TemporaryDirectory() as directory:
        sign(root, directory)


if __name__ == "__main__":
    main(sys.argv[1:])
