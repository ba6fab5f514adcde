#!/usr/bin/python3
"""Terms, statements and the registry digest, computed a second time from nothing but the YAML files: an oracle.

    statements.py ROOT terms ID            the terms of a measure as they stand in its file
    statements.py ROOT statement ID N      what decision N of a measure signs; N counts from 1, first through the
                                           list, then through the open approvals by file name
    statements.py ROOT registry N          what entry N of registry.yaml signs
    statements.py ROOT registry-digest     digest of the registry files as they stand

The first three print exactly the bytes that are hashed or signed. It must not share code with the tool, nor be adapted
to what it prints. Every scalar is read as text; amounts are decimals, never floats.
"""
import glob
import hashlib
import os
import sys
import unicodedata
from decimal import Decimal

import yaml

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is a string
CONTAINERS = ("package.yaml", "project.yaml", "program.yaml", "portfolio.yaml")  # nearest first
EXPONENT = {  # ISO 4217: decimals of the currencies that don't have two
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3), "CLF": 4, "UYW": 4}
REGISTRY_FILES = ("organization.yaml", "policy.yaml", "rates.yaml", "waivers.yaml")
REGISTRY_DIRECTORIES = ("people", "committees")


def load(path):
    """A YAML file with every scalar as text; an empty mapping where there is no such file."""
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=LOADER) or {}


def encode(lines):
    """The canonical bytes: NFC, UTF-8, each line ended by LF."""
    return "".join(unicodedata.normalize("NFC", line) + "\n" for line in lines).encode()


def digest(data):
    """How a digest is written wherever one is cited."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def amount(text, currency):
    """An amount with exactly the decimals of its currency; '-' is the currency of fte, which has two."""
    places = EXPONENT.get(currency, 2)
    value = Decimal(text)
    return f"{abs(value) if value == 0 else value:.{places}f}"


class Tree:
    """The files below a root, found and linked as far as statements need them."""

    def __init__(self, root):
        self.root = root
        self.organization = load(f"{root}/organization.yaml")
        self.paths = {os.path.basename(path)[:-len(".yaml")]: path
                      for path in sorted(glob.glob(f"{root}/portfolios/*/*/*/*/*.yaml"))
                      if os.path.basename(path) != "package.yaml"}

    def measure(self, measure_id):
        """The measure as its file has it."""
        return load(self.paths[measure_id])

    def containers(self, measure_id):
        """Package, project, program and portfolio of a measure, nearest first."""
        directory, found = os.path.dirname(self.paths[measure_id]), []
        for name in CONTAINERS:
            found.append(load(f"{directory}/{name}"))
            directory = os.path.dirname(directory)
        return found

    def decisions(self, measure_id):
        """The list of the measure's file, then the open approvals by file name."""
        approvals = glob.glob(f"{self.paths[measure_id][:-len('.yaml')]}.approvals/*.yaml")
        return list(self.measure(measure_id).get("decisions") or []) + [load(path) for path in sorted(approvals)]

    def registry_entries(self):
        """The entries of registry.yaml in their order."""
        return load(f"{self.root}/registry.yaml").get("decisions") or []


def resolve(key, measure, containers):
    """The measure's own value, else that of the nearest container that has one, else None."""
    return next((level[key] for level in [measure, *containers] if key in level), None)


def effect_currency(effect, measure, containers, organization):
    """Currency of an effect: its own, inherited, that of the legal entity, that of the organization; '-' for fte."""
    if effect["kind"] == "fte":
        return "-"
    entity = resolve("legal_entity", measure, containers)
    of_entity = next((e.get("currency") for e in organization["legal_entities"] if e["id"] == entity), None)
    return effect.get("currency") or resolve("currency", {}, containers) or of_entity or organization["currency"]


def milestone_lines(measure):
    """One line a key milestone, by id."""
    for milestone in sorted(measure.get("milestones") or [], key=lambda m: m["id"]):
        if milestone.get("key") != "false":
            yield f"milestone: {milestone['id']} {milestone.get('due', '-')} {milestone['title']}"


def effect_lines(effect, currency):
    """An effect with its baseline, run-rate and months, original before plan."""
    name = effect["id"]
    yield " ".join(["effect:", name, effect["kind"], effect["nature"], effect.get("class", "hard"), currency,
                    effect.get("account", "-")])
    if "baseline" in effect:
        base = effect["baseline"]
        yield " ".join(["baseline:", name, amount(base["amount"], currency), base.get("from", "-"),
                        base.get("to", "-"), base.get("source", "-")])
    if "run_rate" in effect:
        yield f"run_rate: {name} {amount(effect['run_rate'], currency)}"
    for month, cell in sorted((effect.get("months") or {}).items()):
        for key in ("original", "plan"):
            if key in cell:
                yield f"{key}: {name} {month} {amount(cell[key], currency)}"


def terms_text(measure, containers, organization):
    """What a decision about this measure is about, as bytes."""
    lines = ["cat4-terms: 1", f"organization: {organization['id']}", f"measure: {measure['id']}",
             f"title: {measure['title']}"]
    if "description" in measure:
        lines.append(f"description: {digest(unicodedata.normalize('NFC', measure['description']).encode())}")
    for key in ("sponsor", "controller", "legal_entity", "steering_committee"):
        value = measure.get(key) if key == "controller" else resolve(key, measure, containers)
        if value is not None:
            lines.append(f"{key}: {value}")
    lines += milestone_lines(measure)
    for effect in sorted(measure.get("effects") or [], key=lambda e: e["id"]):
        lines += effect_lines(effect, effect_currency(effect, measure, containers, organization))
    return encode(lines)


def currencies(measure, containers, organization):
    """Currency of each effect by its id."""
    return {effect["id"]: effect_currency(effect, measure, containers, organization)
            for effect in measure.get("effects") or []}


def statement_text(entry, measure_id, organization_id, currency_of):
    """What a decision signs, as bytes; `currency_of` gives the currency of each effect."""
    lines = ["cat4-statement: 1", f"organization: {organization_id}", f"measure: {measure_id}"]

    def copy(*keys):
        lines.extend(f"{key}: {entry[key]}" for key in keys if key in entry)

    copy("decision", "gate", "role", "by", "for", "on", "policy", "after", "previous", "terms", "effect", "currency")
    lines += [f"amount: {month} {amount(value, entry['currency'])}"
              for month, value in sorted(entry.get("amounts", {}).items())]
    lines += [f"confirmed: {effect} {amount(value, currency_of[effect])}"
              for effect, value in sorted(entry.get("confirmed", {}).items())]
    copy("restates", "until", "reason", "note", "checked")
    lines += [f"evidence: {item['sha256']} {item['file']}" for item in entry.get("evidence", [])]
    return encode(lines)


def registry_statement_text(entry, organization_id):
    """What an entry of registry.yaml signs, as bytes."""
    lines = ["cat4-statement: 1", f"organization: {organization_id}"]
    lines += [f"{key}: {entry[key]}" for key in ("decision", "version", "previous", "registry") if key in entry]
    lines += [f"statement: {item}" for item in entry.get("statements", [])]
    lines += [f"{key}: {entry[key]}" for key in ("by", "on", "note") if key in entry]
    return encode(lines)


def registry_digest(root):
    """Digest of the registry files that exist, as `sha256sum` lists them in byte order of their paths."""
    paths = [name for name in REGISTRY_FILES if os.path.exists(f"{root}/{name}")]
    for directory in REGISTRY_DIRECTORIES:
        paths += [f"{directory}/{os.path.basename(path)}" for path in glob.glob(f"{root}/{directory}/*.yaml")]
    lines = []
    for path in sorted(paths, key=os.fsencode):
        with open(f"{root}/{path}", "rb") as file:
            lines.append(f"{hashlib.sha256(file.read()).hexdigest()}  {path}\n")
    return digest("".join(lines).encode())


def terms_of(tree, measure_id):
    """Terms of a measure as it stands in its file."""
    return terms_text(tree.measure(measure_id), tree.containers(measure_id), tree.organization)


def statement_of(tree, measure_id, entry):
    """Statement of one of the measure's decisions."""
    currency_of = currencies(tree.measure(measure_id), tree.containers(measure_id), tree.organization)
    # Sums of what was confirmed are in the currency of the confirmations before: an amend may have changed it since.
    for earlier in tree.decisions(measure_id):
        if earlier == entry:
            break
        if earlier["decision"] == "confirm":
            currency_of[earlier["effect"]] = earlier["currency"]
    return statement_text(entry, measure_id, tree.organization["id"], currency_of)


def registry_statement_of(tree, entry):
    """Statement of one of the registry's entries."""
    return registry_statement_text(entry, tree.organization["id"])


def main(arguments):
    tree = Tree(arguments[0]) if arguments else None
    match arguments[1:]:
        case ["terms", measure_id]:
            output = terms_of(tree, measure_id)
        case ["statement", measure_id, number]:
            output = statement_of(tree, measure_id, tree.decisions(measure_id)[int(number) - 1])
        case ["registry", number]:
            output = registry_statement_of(tree, tree.registry_entries()[int(number) - 1])
        case ["registry-digest"]:
            output = f"{registry_digest(tree.root)}\n".encode()
        case _:
            sys.exit(__doc__.strip())
    sys.stdout.buffer.write(output)


if __name__ == "__main__":
    main(sys.argv[1:])
