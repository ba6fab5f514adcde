#!/usr/bin/python3
"""What check refuses, the schema refuses at the same place, for the same reason: `refusals.py CAT4`.

Each line: the kind of file, one change of its faultless file (a key's path and the YAML that stands there; None: the key is
left out), the rule that check names, and the place and the keyword of JSON Schema that refuse it.
"""
import sys
import tempfile
from pathlib import Path

import editor_yaml
from cat4_format import Cat4, file_of, with_key, write

REFUSALS = [
    ("organization", "currenzy", "EUR", "unknown-field", "$", "additionalProperties"),
    ("organization", "legal_entities", None, "missing-field", "$", "required"),
    ("organization", "legal_entities.0", "DE", "wrong-type", "$.legal_entities[0]", "type"),
    ("organization", "name", "", "wrong-type", "$.name", "type"),
    ("organization", "currency", "EURO", "invalid-value", "$.currency", "enum"),
    ("organization", "fiscal_year_start", "13", "invalid-value", "$.fiscal_year_start", "maximum"),
    ("organization", "closed_through", "2026-13", "invalid-value", "$.closed_through", "pattern"),
    ("organization", "target.amount", "1e15", "invalid-value", "$.target.amount", "exclusiveMaximum"),
    ("organization", "id", "Demo", "invalid-id", "$.id", "pattern"),
    ("policy", "stage", "[]", "unknown-field", "$", "additionalProperties"),
    ("policy", "stages.1.id", None, "missing-field", "$.stages[1]", "required"),
    ("policy", "severity", "[]", "wrong-type", "$.severity", "type"),
    ("policy", "stages.1.requires.0", "dead", "invalid-value", "$.stages[1].requires[0]", "enum"),
    ("policy", "severity.green-trapp", "note", "invalid-value", "$.severity", "enum"),
    ("policy", "decisions.reject", "all", "wrong-type", "$.decisions.reject", "anyOf"),
    ("policy", "decisions.hold", "any", "wrong-type", "$.decisions.hold", "type"),
    ("policy", "confirmation.share", "101", "invalid-value", "$.confirmation.share", "maximum"),
    ("policy", "confirmation.months", "-1", "invalid-value", "$.confirmation.months", "minimum"),
    ("rates", "month", "{}", "unknown-field", "$", "additionalProperties"),
    ("rates", "plan", "1.05", "wrong-type", "$.plan", "type"),
    ("rates", "plan.CHF", "0", "invalid-value", "$.plan.CHF", "exclusiveMinimum"),
    ("rates", "plan.CHX", "1", "invalid-value", "$.plan", "enum"),
    ("rates", "plan.CHF", '"0.00"', "invalid-value", "$.plan.CHF", "pattern"),
    ("waivers", "0.who", "x", "unknown-field", "$[0]", "additionalProperties"),
    ("waivers", "0.reason", None, "missing-field", "$[0]", "required"),
    ("waivers", "0", "green-trap", "wrong-type", "$[0]", "type"),
    ("waivers", "0.rule", "green-trapp", "invalid-value", "$[0].rule", "enum"),
    ("person", "role", "[]", "unknown-field", "$", "additionalProperties"),
    ("person", "email", None, "missing-field", "$", "required"),
    ("person", "roles", "owner", "wrong-type", "$.roles", "type"),
    ("person", "roles.0", "steering_committee", "invalid-value", "$.roles[0]", "enum"),
    ("person", "active", "yes", "invalid-value", "$.active", "pattern"),
    ("committee", "member", "[]", "unknown-field", "$", "additionalProperties"),
    ("committee", "quorum", None, "missing-field", "$", "required"),
    ("committee", "members", "s.sponsor", "wrong-type", "$.members", "type"),
    ("committee", "record", "paper", "invalid-value", "$.record", "enum"),
    ("committee", "quorum", "0", "invalid-value", "$.quorum", "minimum"),
    ("registry", "entries", "[]", "unknown-field", "$", "additionalProperties"),
    ("registry", "decisions.0.on", None, "missing-field", "$.decisions[0]", "required"),
    ("registry", "decisions", "{}", "wrong-type", "$.decisions", "type"),
    ("registry", "decisions.0.decision", "approve", "invalid-value", "$.decisions[0].decision", "enum"),
    ("registry", "decisions.0.registry", "sha256:12", "invalid-value", "$.decisions[0].registry", "pattern"),
    ("portfolio", "prefix", "DEMO", "unknown-field", "$", "additionalProperties"),
    ("program", "name", None, "missing-field", "$", "required"),
    ("project", "target", "12000", "wrong-type", "$.target", "type"),
    ("project", "target.basis", "yearly", "invalid-value", "$.target.basis", "enum"),
    ("package", "owner", "o.owner", "unknown-field", "$", "additionalProperties"),
    ("package", "id", None, "missing-field", "$", "required"),
    ("package", "lead", "[o.owner]", "wrong-type", "$.lead", "type"),
    ("package", "target.by", "2026", "invalid-value", "$.target.by", "type"),
    ("package", "prefix", "demo", "invalid-id", "$.prefix", "pattern"),
    ("package", "prefix", "A" * 28, "invalid-id", "$.prefix", "maxLength"),
    ("measure", "titel", "x", "unknown-field", "$", "additionalProperties"),
    ("measure", "title", None, "missing-field", "$", "required"),
    ("measure", "milestones", "{}", "wrong-type", "$.milestones", "type"),
    ("measure", "state", "open", "invalid-value", "$.state", "enum"),
    ("measure", "title", "|\n  one line, and its end", "invalid-value", "$.title", "pattern"),
    ("measure", "title", '" x"', "invalid-value", "$.title", "pattern"),
    ("measure", "notes", '""', "invalid-value", "$.notes", "pattern"),
    ("measure", "status.implementation", "grey", "invalid-value", "$.status.implementation", "enum"),
    ("measure", "milestones.0.due", "30.09.2026", "invalid-value", "$.milestones[0].due", "pattern"),
    ("measure", "milestones.0.done", "2026-10-15T08:00:00Z", "invalid-value", "$.milestones[0].done", "pattern"),
    ("measure", "effects.0.months.2026-09.plan", "1,000", "invalid-value", "$.effects[0].months.2026-09.plan", "pattern"),
    ("measure", "effects.0.months.2026-09.planned", "1", "unknown-field", "$.effects[0].months.2026-09", "additionalProperties"),
    ("measure", "effects.0.months.2026-9", "{}", "invalid-value", "$.effects[0].months", "pattern"),
    ("measure", "gates.identified", "soon", "invalid-value", "$.gates.identified", "pattern"),
    ("measure", "decisions.0.role", "boss", "invalid-value", "$.decisions[0].role", "enum"),
    ("measure", "decisions.0.signature", None, "missing-field", "$.decisions[0]", "required"),
    ("measure", "decisions.0.signed", "x", "unknown-field", "$.decisions[0]", "additionalProperties"),
    ("measure", "id", "demo-1", "invalid-id", "$.id", "pattern"),
    ("approval", "vote", "x", "unknown-field", "$", "additionalProperties"),
    ("approval", "signature", None, "missing-field", "$", "required"),
    ("approval", "amounts", "950", "wrong-type", "$.amounts", "type"),
    ("approval", "currency", "--", "invalid-value", "$.currency", "anyOf"),
    ("approval", "evidence.0.sha256", "0" * 63 + "G", "invalid-value", "$.evidence[0].sha256", "pattern"),
]
# What check and schema both take, although it looks like something else.
TAKEN = [
    ("organization", "name", "42"),
    ("organization", "id", "2026"),
    ("organization", "target.amount", '"1234.50"'),
    ("organization", "fiscal_year_start", '"4"'),
    ("policy", "branch", "true"),
    ("policy", "severity.green-trap", "off"),
    ("rates", "plan.CHF", "1"),
    ("rates", "plan.CHF", '"0.000000000001"'),
    ("person", "active", '"false"'),
    ("package", "name", "no"),
    ("measure", "effects.0.account", "6400"),
    ("measure", "effects.0.account", "0064"),
    ("measure", "labels.4711", "1443.7"),
    ("measure", "milestones.0.due", '"2026-09-30"'),
    ("measure", "milestones.0.id", "1"),
    ("measure", "title", '"null"'),
    ("measure", "notes", "|\n  two\n  lines"),
    ("measure", "decisions", "[]"),
    ("approval", "currency", '"-"'),
]


def changed(value, path, text):
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    at = value
    for step in way:
        at = at[step]
    if isinstance(at, dict):
        change_key(at, str(last), text)
    else:
        at[last] = text
    return value


def change_key(mapping, key, text):
    if text is None:
        del mapping[key]
    elif key in mapping:
        mapping[key] = text
    else:
        extended = with_key(mapping, key, text)
        mapping.clear()
        mapping.update(extended)


def verdicts(cat4, kind, path, yaml):
    """The rules that check names, and (place, keyword) of the schema's errors."""
    file, value = file_of(kind)
    text = write(changed(value, path, yaml))
    cat4.put(file, text)
    rules = {rule for rule, _ in cat4.findings(file)}
    errors = {(error.json_path, error.validator) for error in cat4.validator(kind).iter_errors(editor_yaml.load(text))}
    cat4.put(file, write(file_of(kind)[1]))
    return rules, errors


def main():
    problems = []
    with tempfile.TemporaryDirectory() as directory:
        cat4 = Cat4(sys.argv[1], Path(directory))
        cat4.write_tree()
        for kind, path, yaml, rule, place, keyword in REFUSALS:
            rules, errors = verdicts(cat4, kind, path, yaml)
            if rules != {rule} or errors != {(place, keyword)}:
                problems.append(f"{kind}: {path}: {yaml!r}: check names {sorted(rules)}, the schema {sorted(errors)}")
        for kind, path, yaml in TAKEN:
            rules, errors = verdicts(cat4, kind, path, yaml)
            if rules or errors:
                problems.append(f"{kind}: {path}: {yaml!r} is refused: {sorted(rules)}, {sorted(errors)}")
        missing = {kind for kind, _ in cat4.kinds()} - {line[0] for line in REFUSALS}
        problems += [f"no case of a {kind}" for kind in sorted(missing)]
    for problem in problems:
        print(problem)
    print(f"{len(REFUSALS)} refusals, {len(TAKEN)} files taken, {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
