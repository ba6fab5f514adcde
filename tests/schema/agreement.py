#!/usr/bin/python3
"""The schema of a kind of file and `cat4 check` agree on what a file may hold: `agreement.py CAT4 KIND [TOKENS]`.

Takes the kind's faultless file and makes one change at a time: each key left out, misspelt or renamed, an unknown one
added, each value replaced by others of every type and look (TOKENS of them in each place, chosen by a fixed seed). Then

- what check takes, the schema takes, apart from what stands at NULL_LOOKS,
- what check refuses for its shape, the schema refuses, apart from what ONLY_CHECK lists.
"""
import copy
import random
import re
import sys
import tempfile
from pathlib import Path

import editor_yaml
from cat4_format import BEFORE_SHAPE, HEX, Cat4, file_of, with_key, write

SCALARS = [
    "x", '"x"', "A b", '""', "''", "", "~", "null", '"null"', "true", "True", '"true"', "false", "yes", "no", "on",
    "0", "1", "2", "12", "13", "100", "101", "3661", "-1", "-0", "+5", "007", '"2"', '"0"', '"007"', '"5000000"', "1.0", "1.5", "-80.25",
    '"1234.50"', "0.00", '"0"', '"-3"', "1234.567", "1234.56789", '"1234.56789"', ".5", "5.", "1e3", "0x10", "0o7", ".inf",
    "12345678901234567890", "1234567890123456", '"1234567890123456"', "999999999999999.9999", "0.000000000001",
    "2026-10-15", '"2026-10-15"', "2026-02-30", "2026-13-01", "2026-10-32", "2026-1-5", "2026-10-15T08:00:00Z", "2026-10",
    "2026-00", '"2026-10"', "2026-10x", "any", "none", "EUR", "eur", "XXX", "JPY", "owner", "sponsor", "green", "grey", "active",
    "ebitda", "fte", "approve", "hold", "ratify", "high", "error", "missing-owner", "syntax-error", "o.owner", "DE", "defined",
    "DEMO-1", "DEMO", "TRUE", "demo-1", "INV-", "a" * 64, "a" * 65, "A" * 27, "A" * 28, "Ä", '" x"', '"x "', r'"a\nb"', r'"a\tb"',
    r'"a\u200Bb"', r'"a\U000E0041b"', '"-"', "|\n  one line", "|-\n  one line", "|\n  two\n  lines", ">-\n  two\n  lines",
    "sha256:" + HEX, HEX, HEX.upper(), "sha256:" + HEX[1:], "U1NI*", "ssh-ed25519 AAAAC3Nz x",
]
CONTAINERS = ["[]", "{}", "[x]", "{x: y}", "[[x]]", "[owner]", "[owner, sponsor]"]
KEYS = ["x", "zzz", "Id", "2026-10", "2026-13", "EUR", "XXX", "123", "true", "null", "missing-owner", "a b"]

# The schema refuses what check takes (see include/cat4/model/schema.h): a text that is spelt like null, and a signature
# that looks like a number or a boolean, which no signature does.
NULL_LOOKS = {"~", "null"}

# Check refuses what the schema takes: (what check says, a regular expression; the values it may say so about, another).
NUMBER_LOOKS = r"[-+]?[0-9.][0-9a-fox.+-]*|\.inf"
ONLY_CHECK = [
    ("wanted an amount", NUMBER_LOOKS),
    ("wanted a rate above", NUMBER_LOOKS),
    ("wanted a whole number", NUMBER_LOOKS + '|"[0-9]+"'),
    ("wanted true or false", "True|TRUE"),
    ("wanted 1 to 64 of", NUMBER_LOOKS + "|True|TRUE"),
    ("wanted capitals and digits", "true|True|false"),
    ("wanted a date of the calendar", "2026-02-30"),
    ("wanted text without control or invisible", r'.*\\U000E0041.*'),
    ("has [0-9] decimals; ", "[0-9.]+|JPY"),
    ("is no OpenSSH public key line", ".*"),
    ("differs from the file's name", ".*"),
    ("wanted one of the stages", ".*"),
    ("named like a decision", ".*"),
    ("wanted the first no larger than the second", '"?[0-9]+"?'),
    ("an effect of kind fte has no currency", "fte"),
    ("can't be the leading effect", "fte"),
    ("the baseline ends in", '"?2026-10"?'),
    ("the reporting currency; wanted none", "EUR"),
    ("the severity of rule .* is fixed", "syntax-error"),
    ("is fixed; a .* can't be exempt", "syntax-error"),
    ("'quorum' is .*, the number of members", '"?[0-9]+"?'),
    ("is a member twice", ".*"),
    ("is used twice in this list", ".*"),
    ("is empty; wanted at least one", r"\[\]"),
    ("wanted at least two stages", r"\[\]"),
    ("wanted two different roles", ".*"),
    ("a waiver (needs one of|has more than one of)", ".*"),
    ("is missing; a .* needs it", ".*"),
    ("wanted approve: only approvals have files", "hold"),
]


def places(value, path=()):
    """The path of each value in a file, the file's own value first."""
    yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []:
        yield from places(value[key], path + (key,))


def changed(value, path, change):
    """A copy in which `change` has replaced the value at `path`."""
    if not path:
        return change(copy.deepcopy(value))
    result = copy.copy(value)
    result[path[0]] = changed(value[path[0]], path[1:], change)
    return result


def renamed(old, new):
    return lambda mapping: {new if key == old else key: value for key, value in mapping.items()}


def without(key):
    return lambda mapping: {k: v for k, v in mapping.items() if k != key}


def at(value, path):
    for key in path:
        value = value[key]
    return value


def changes(value, tokens, chance):
    """(what was done, the changed value), one change each."""
    for path in places(value):
        here = at(value, path)
        name = ".".join(map(str, path)) or "the file"
        for token in chance.sample(SCALARS, min(tokens, len(SCALARS))) + chance.sample(CONTAINERS, 4):
            yield f"{name} = {token!r}", token, changed(value, path, lambda _, t=token: t)
        if isinstance(here, list):
            yield f"{name} + x", "x", changed(value, path, lambda items: items + ["x"])
        if not isinstance(here, dict):
            continue
        yield f"{name} + zzz", "x", changed(value, path, lambda mapping: with_key(mapping, "zzz", "x"))
        for key in here:
            yield f"{name} - {key}", "", changed(value, path, without(key))
            for new in chance.sample([k for k in KEYS if k not in here], 4) + [key + key[-1]]:
                yield f"{name}: {key} -> {new}", new, changed(value, path, renamed(key, new))


def only_check(message, token):
    return any(re.search(said, message) and re.fullmatch(about, token, re.S) for said, about in ONLY_CHECK)


def disagreement(verdict, accepted, what, token):
    """What is wrong, or nothing."""
    if verdict and accepted and not all(only_check(message, token) for _, message in verdict):
        return "the schema takes what check refuses"
    known = token in NULL_LOOKS or what.startswith(("signature =", "decisions.0.signature ="))
    if not verdict and not accepted and not known:
        return "the schema refuses what check takes"
    return None


def main():
    kind, tokens = sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 10
    with tempfile.TemporaryDirectory() as directory:
        cat4 = Cat4(sys.argv[1], Path(directory))
        cat4.write_tree()
        validator = cat4.validator(kind)
        path, value = file_of(kind)
        problems, count, refused = [], 0, 0
        for what, token, change in changes(value, tokens, random.Random(kind)):
            text = write(change)
            cat4.put(path, text)
            verdict = cat4.findings(path)
            if any(rule in BEFORE_SHAPE for rule, _ in verdict):
                continue
            accepted = validator.is_valid(editor_yaml.load(text))
            count += 1
            refused += not accepted
            if problem := disagreement(verdict, accepted, what, token):
                problems.append(f"{what}: {problem}: {verdict}")
    for problem in problems:
        print(problem)
    print(f"{count} changes of a {kind} file, {refused} refused, {len(problems)} disagreements")
    sys.exit(1 if problems or not refused or refused == count else 0)


if __name__ == "__main__":
    main()
