"""What the tests of schemas share: the kinds of file and their schemas as the binary tells them, the binary's own verdict
on a file, and a small tree with one rich and faultless file of each kind.

In the files of the tree a scalar is a str that holds its YAML source, so that a test can write any scalar in its place.
"""
import copy
import json
import re
import subprocess

from jsonschema import Draft7Validator

SHAPE_RULES = {"unknown-field", "missing-field", "wrong-type", "invalid-value", "invalid-id"}
BEFORE_SHAPE = {"syntax-error", "forbidden-yaml", "duplicate-key"}

HEX = "0123456789abcdef" * 4
DIGEST = "sha256:" + HEX
SIGNATURE = "U1NIU0lHAAAAAQ=="
PACKAGE = "portfolios/demo/plants/stock/feed"

CONTAINER = {
    "id": "demo",
    "name": "Demo",
    "description": '"Text of\\ntwo lines"',
    "lead": "o.owner",
    "sponsor": "s.sponsor",
    "legal_entity": "DE",
    "business_unit": "plants",
    "function": "supply-chain",
    "steering_committee": "board",
    "currency": "EUR",
    "target": {"amount": "12000.50", "by": "2027-12", "basis": "fiscal_year"},
}
APPROVAL = {
    "decision": "approve",
    "gate": "identified",
    "role": "sponsor",
    "by": "s.sponsor",
    "for": "o.owner",
    "on": "2026-10-01",
    "policy": "1",
    "after": "none",
    "previous": DIGEST,
    "terms": DIGEST,
    "effect": "ebitda",
    "currency": "EUR",
    "amounts": {"2026-09": "950.25", "2026-10": "-10"},
    "confirmed": {"ebitda": "940.25"},
    "restates": "true",
    "until": "2027-01-31",
    "reason": "Savings are proven",
    "note": "Seen",
    "checked": "Ledger",
    "evidence": [{"file": "evidence/ledger.txt", "sha256": HEX}],
    "signature": SIGNATURE,
}
FILES = {
    "organization": ("organization.yaml", {
        "format": "1",
        "id": "demo",
        "name": "Demo Group",
        "currency": "EUR",
        "fiscal_year_start": "4",
        "closed_through": "2026-08",
        "legal_entities": [{"id": "DE", "name": "Germany", "currency": "EUR", "closed": "false"}, {"id": "CH", "name": "Swiss"}],
        "business_units": [{"id": "plants", "name": "Plants"}],
        "functions": [{"id": "supply-chain", "name": "Supply Chain"}],
        "target": {"amount": "-80", "by": "2027-12", "basis": "run_rate"},
    }),
    "policy": ("policy.yaml", {
        "version": "2",
        "branch": "main",
        "stages": [
            {"id": "defined"},
            {"id": "identified", "requires": ["alive", "milestones"], "approvals": ["sponsor"], "locks_terms": "true",
             "weight": "10", "stalled_after_days": "30"},
        ],
        "decisions": {"reject": "any", "hold": ["sponsor"], "resume": ["sponsor", "controller"]},
        "separation_of_duties": [["owner", "controller"]],
        "leading_effect": "ebitda",
        "confirmation": {"share": "90", "months": "12"},
        "status": {
            "actuals_due_days": "15",
            "implementation": {"amber_days": "3", "red_days": "7"},
            "potential": {"amber_below": "90", "red_below": "70"},
            "rollup": {"red_share": "10", "amber_share": "20"},
        },
        "stalled_after_days": "90",
        "update_every_days": "35",
        "signed_commits": "preferred",
        "registry_approvals": "1",
        "severity": {"green-trap": "note", "missing-owner": "off"},
    }),
    "rates": ("rates.yaml", {"plan": {"CHF": "1.05"}, "months": {"2026-08": {"CHF": "1.04"}, "2026-09": {"CHF": "1.06"}}}),
    "waivers": ("waivers.yaml", [
        {"rule": "missing-owner", "path": "portfolios", "until": "2026-12-31", "reason": "To be named", "by": "s.sponsor"},
        {"rule": "green-trap", "measure": "DEMO-1", "until": "2026-12-31", "reason": "Known", "by": "s.sponsor"},
    ]),
    "person": ("people/o.owner.yaml", {
        "id": "o.owner",
        "name": "Olaf Owner",
        "email": "olaf@demo.example",
        "active": "true",
        "roles": ["owner", "admin"],
        "legal_entities": ["DE"],
        "deputies": ["s.sponsor"],
        "keys": [{"key": "ssh-ed25519 AAAAC3Nz o.owner", "status": "active", "note": "Laptop"}],
    }),
    "committee": ("committees/board.yaml", {
        "id": "board",
        "name": "Steering Board",
        "chair": "s.sponsor",
        "members": ["s.sponsor", "o.owner"],
        "quorum": "1",
        "record": "minutes",
        "meetings": ["2026-10-01"],
        "active": "true",
    }),
    "registry": ("registry.yaml", {"decisions": [
        {"decision": "ratify", "version": "2", "previous": "none", "registry": DIGEST, "statements": [DIGEST],
         "by": "s.sponsor", "on": "2026-10-01", "note": "Yearly review", "signature": SIGNATURE},
    ]}),
    "portfolio": ("portfolios/demo/portfolio.yaml", CONTAINER),
    "program": ("portfolios/demo/plants/program.yaml", {**CONTAINER, "id": "plants"}),
    "project": ("portfolios/demo/plants/stock/project.yaml", {**CONTAINER, "id": "stock"}),
    "package": (PACKAGE + "/package.yaml", {**CONTAINER, "id": "feed", "prefix": "DEMO"}),
    "measure": (PACKAGE + "/DEMO-1.yaml", {
        "id": "DEMO-1",
        "title": "Live stock feed",
        "description": '"First line\\nsecond"',
        "owner": "o.owner",
        "sponsor": "s.sponsor",
        "controller": "c.controller",
        "legal_entity": "DE",
        "business_unit": "plants",
        "function": "supply-chain",
        "steering_committee": "board",
        "stage": "defined",
        "state": "active",
        "gates": {"identified": "2026-12-01"},
        "submitted": {"gate": "identified", "on": "2026-10-01", "note": "Ready"},
        "tags": ["api", "6400"],
        "milestones": [{"id": "cutover", "title": "Cut over", "due": "2026-09-30", "forecast": "2026-10-14",
                        "done": "2026-10-15", "key": "true"}],
        "depends_on": [{"measure": "DEMO-2", "stage": "identified", "by": "2026-12-31"}],
        "status": {"implementation": "green", "comment": "On plan", "next": "Dry run", "needs": "Overtime", "on": "2026-10-28"},
        "risks": [{"title": "Refused", "likelihood": "low", "impact": "high", "response": "Pilot"}],
        "effects": [{
            "id": "ebitda",
            "kind": "ebitda",
            "nature": "recurring",
            "class": "hard",
            "currency": "EUR",
            "account": "6400",
            "baseline": {"amount": "96000", "from": "2025-01", "to": "2025-12", "source": "Ledger"},
            "run_rate": "12000",
            "months": {"2026-09": {"plan": "1000", "original": "900", "forecast": "950", "actual": "950.25"}},
        }],
        "labels": {"cost centre": "4711"},
        "notes": "Text",
        "decisions": [APPROVAL],
    }),
    "approval": (f"{PACKAGE}/DEMO-1.approvals/{HEX[:16]}.yaml", APPROVAL),
}
OTHERS = {
    "people/s.sponsor.yaml": {"id": "s.sponsor", "name": "Sara", "email": "sara@demo.example", "roles": ["sponsor"]},
    "people/c.controller.yaml": {"id": "c.controller", "name": "Cleo", "email": "cleo@demo.example", "roles": ["controller"]},
    PACKAGE + "/DEMO-2.yaml": {"id": "DEMO-2", "title": "Other", "stage": "defined", "state": "active"},
}


def write(value, indent=0):
    """The YAML text of a value, behind `key:` or `-` of a line, or as a whole file."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        return "".join(f"{pad}{key}:{behind(item, indent + 2)}" for key, item in value.items())
    if isinstance(value, list) and value:
        return "".join(f"{pad}-{after_dash(item, indent + 2)}" for item in value)
    return pad + str(value) + "\n"


def behind(value, indent):
    if value and isinstance(value, (dict, list)):
        return "\n" + write(value, indent)
    text = str(value).replace("\n", "\n" + " " * indent)
    return (" " if text else "") + text + "\n"


def after_dash(value, indent):
    if value and isinstance(value, (dict, list)):
        return " " + write(value, indent)[indent:]
    return behind(value, indent)


def with_key(mapping, key, value):
    """A copy with one more key, the second one: what decides about decisions stands first or last."""
    items = list(mapping.items())
    return dict(items[:1] + [(key, value)] + items[1:])


def file_of(kind):
    path, value = FILES[kind]
    return path, copy.deepcopy(value)


class Cat4:
    """The binary, and a tree for it to judge."""

    def __init__(self, binary, root):
        self.binary, self.root = binary, root

    def run(self, *arguments):
        return subprocess.run([self.binary, *arguments], capture_output=True, text=True, check=False)

    def kinds(self):
        """[(kind, regular expression of its files' paths)] in an order in which the first match decides."""
        rows = [line.split()[:2] for line in self.run("schema").stdout.splitlines()]
        return [(kind, re.compile(re.sub(r"(?<![a-z])[A-Z][A-Z-]*", "[^/]+", path.replace(".", r"\.")) + r"\Z")) for kind, path in rows]

    def schema_text(self, kind):
        return self.run("schema", kind).stdout

    def validator(self, kind):
        schema = json.loads(self.schema_text(kind))
        Draft7Validator.check_schema(schema)
        return Draft7Validator(schema)

    def write_tree(self):
        for path, value in [*FILES.values(), *OTHERS.items()]:
            self.put(path, write(value))
        self.put("evidence/ledger.txt", "ledger\n")

    def put(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def findings(self, path):
        """[(rule, message)] of the rules about reading, in that file."""
        done = self.run("check", "-C", str(self.root), "--as-of", "2026-10-31", "--format", "json")
        found = [f for f in json.loads(done.stdout)["findings"] if f["path"] == path]
        return [(f["rule"], f["message"]) for f in found if f["rule"] in SHAPE_RULES | BEFORE_SHAPE]
