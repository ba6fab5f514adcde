"""Histories with one attack in them, and what `cat4 audit` must say of each: for the group files g*.py beside this one.

A group file holds cases. A case is a function that takes a `World`, an organization with a history, and attacks it with
git, an editor and ssh-keygen; next to it stands its twin, the nearest honest history:

    @case("The owner writes a later stage into the file.", finds=[("stage-mismatch", "error", "ENG-1")])
    def stage_by_hand(w):
        w.edit("ENG-1", "stage: defined", "stage: identified")
        w.commit("l.owner", "ENG-1: on its way")

    @stage_by_hand.twin("The sponsor takes it through that gate.")
    def _(w):
        w.cat4("s.sponsor", "gate", "advance", "ENG-1")

`finds` is all that may be found, errors and warnings (rule, severity, measure or None), in any order; notes are left out. A
twin finds nothing, or the warnings of `warns`. Exit codes follow: 1 where there is an error, else 0 (`code=` says otherwise).

`cat4 check --base`, from where the attack began, must find the same errors, beside those of the tree alone, and give the same
exit code. `as_one=(code, errors)` says what it finds instead, where several steps are another thing as one, or where only the
whole history shows it.

The base organization is made once a run (`Base`), by the binary under test, real git and real ssh-keygen; each attack and
each twin gets a copy. Its people, measures and history are told in base.py.
"""
import base64
import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "oracle")]
import statements  # noqa: E402
from test_keys import write_ed25519  # noqa: E402,F401

TODAY, AUDITED = "2026-10-05", "2026-11-30"  # when attacks happen, and when the audit looks
NOTHING = (0, [])  # as_one: what only the whole history shows
STAGES = "defined identified detailed decided implemented closed".split()
TRANSITIONS = "advance reject hold resume cancel reinstate return reopen amend adopt".split()
# in the order of a statement, in which the program writes them too
FIELDS = ("decision gate role by for on policy after previous terms effect currency amounts confirmed restates until reason "
          "note checked evidence").split()


class Case:
    """An attack and its twin."""

    def __init__(self, sentence, finds, code, as_one, function):
        self.sentence, self.function, self.finds = sentence, function, sorted(finds, key=str)
        self.name, self.group = function.__name__, Path(function.__code__.co_filename).stem
        self.code = code if code is not None else int(any(severity == "error" for _, severity, _ in finds))
        self.as_one = as_one or (self.code, [(rule, measure) for rule, severity, measure in finds if severity == "error"])
        self.honest = None

    def twin(self, sentence, warns=(), errors=(), code=0, as_one=None):
        """Declares the nearest honest history; `errors` of what came before it are found with it."""
        def add(function):
            finds = [(rule, "warning", measure) for rule, measure in warns] + [(rule, "error", measure) for rule, measure in errors]
            self.honest = Case(sentence, finds, code, as_one, function)
            self.honest.name, self.honest.group = f"{self.name}, twin", self.group
            return function
        return add

    def run(self, world):
        """Nothing, or what is wrong."""
        try:
            began = world.git("rev-parse", "HEAD")
            self.function(world)
            document, code = world.audit()
            as_one, as_one_code = world.check(world.began or began)
        except Failed as failure:
            return str(failure)
        problems = self.problems_of_audit(document, code) + self.problems_of_check(as_one, as_one_code)
        return "\n".join(problems)

    def problems_of_audit(self, document, code):
        found = sorted(((f["rule"], f["severity"], f.get("measure")) for f in document.get("findings", []) if f["severity"] != "note"), key=str)
        if found == self.finds and code == self.code:
            return []
        lines = [f"  wanted: exit {self.code} {self.finds}", f"  got:    exit {code} {found}"]
        lines += [f"    {f['severity']}: {f['rule']}: {f.get('path')}:{f.get('line')}: {f['message']}" for f in document.get("findings", [])]
        return lines + ([f"    {document['error']}"] if "error" in document else [])

    def problems_of_check(self, document, code):
        wanted_code, wanted = self.as_one
        found = Counter((f["rule"], f.get("measure")) for f in document.get("findings", []) if f["severity"] == "error" and not f.get("known"))
        if code == wanted_code and not Counter(wanted) - found:
            return []
        return [f"  check --base wanted: exit {wanted_code} {wanted}", f"  check --base got:    exit {code} {sorted(found.elements(), key=str)}",
                *([f"    {document['error']}"] if "error" in document else [])]


def case(sentence, finds, code=None, as_one=None):
    """Declares an attack."""
    return lambda function: Case(sentence, finds, code, as_one, function)


class Failed(Exception):
    """A command of a case did not do what the case needs."""


class World:
    """A repository at `root`, keys of people, and the day it is."""

    def __init__(self, cat4, keys, directory, root):
        self.binary, self.keys, self.directory, self.root = Path(cat4).resolve(), Path(keys), Path(directory), Path(root)
        self.home = self.directory / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self.day, self.root_digest = TODAY, None
        self.audit_arguments = []  # more of them, for cases about the audit's own options
        self.environment = {}      # more of it, for cases about the environment; None takes a variable away
        self.began = None          # the base of `check --base`, for cases that begin before it
        self.numbers = itertools.count(1)

    # ---- running

    def variables(self, person=None, key=None, sign=True):
        person = person or "nobody"
        config = {"user.name": person, "user.email": f"{person}@demo.example", "init.defaultBranch": "main", "gpg.format": "ssh",
                  "user.signingKey": str(self.keys / f"{key or person}.pub"), "commit.gpgSign": "true" if sign else "false",
                  "advice.detachedHead": "false", "core.hooksPath": "/dev/null", "merge.ff": "false", "protocol.file.allow": "always"}
        when = f"{self.day}T09:00:00+0000"
        found = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "TMPDIR": str(self.home), "TZ": "UTC", "LC_ALL": "C.UTF-8",
                 "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_COUNT": str(len(config))}
        for number, (name, value) in enumerate(config.items()):
            found[f"GIT_CONFIG_KEY_{number}"], found[f"GIT_CONFIG_VALUE_{number}"] = name, value
        found |= {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_PRELOAD") if name in os.environ}
        return found

    def run(self, arguments, cwd=None, stdin=b"", check=True, env=None):
        done = subprocess.run([str(a) for a in arguments], cwd=cwd or self.root, env=env or self.variables(), input=stdin,
                              capture_output=True, check=False)
        if check and done.returncode:
            shown = " ".join(map(str, arguments))
            raise Failed(f"  {shown}: exit {done.returncode}\n" + (done.stdout + done.stderr).decode(errors="replace"))
        return done

    def git(self, *arguments, person=None, stdin=b"", check=True, sign=False, cwd=None, env=None):
        """What git prints, without the last line's end."""
        done = self.run(["git", *arguments], cwd, stdin, check, self.variables(person, sign=sign) | (env or {}))
        return done.stdout.decode(errors="surrogateescape").rstrip("\n")

    def cat4(self, person, *arguments, key=None, check=True):
        """The program, honestly used: what it prints. Commands that sign record a signed commit."""
        return self.run([self.binary, "-q", *arguments, "--as-of", self.day], check=check, env=self.variables(person, key)).stdout.decode()

    decide = cat4

    def judged(self, *arguments):
        """(findings document, exit code)."""
        environment = {k: v for k, v in (self.variables() | self.environment).items() if v is not None}
        done = self.run([self.binary, "-q", *arguments, "--format", "json", "--as-of", AUDITED], check=False, env=environment)
        try:
            return json.loads(done.stdout), done.returncode
        except ValueError:
            raise Failed(f"  {arguments[0]}: exit {done.returncode}, and no document\n"
                         f"{done.stdout.decode(errors='replace')}{done.stderr.decode(errors='replace')}") from None

    def check(self, base):
        """What lies between the base and HEAD, as one step."""
        return self.judged("check", "--base", base)

    def audit(self, *arguments):
        pin = ["--trust-root", self.root_digest] if self.root_digest else []
        return self.judged("audit", "--no-checkpoint", *pin, *self.audit_arguments, *arguments)

    # ---- files

    def path(self, name):
        """A measure's file by its id; everything else is a path below the root already."""
        found = sorted(self.root.glob(f"portfolios/*/*/*/*/{name}.yaml")) if "/" not in name and "." not in name else []
        return found[0] if found else self.root / name

    def read(self, name):
        return self.path(name).read_text()

    def write(self, name, text):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, name, old, new):
        """Replaces the first `old`."""
        text = self.read(name)
        if old not in text:
            raise Failed(f"  '{old}' is not in {name}:\n{text}")
        self.write(name, text.replace(old, new, 1))

    def edit_last(self, name, old, new):
        """Replaces the last `old`: a field of the newest decision."""
        before, found, after = self.read(name).rpartition(old)
        if not found:
            raise Failed(f"  '{old}' is not in {name}:\n{after}")
        self.write(name, before + new + after)

    def remove(self, name):
        path = self.path(name)
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    # ---- git

    def commit(self, person, message, signed=True, key=None):
        """Commits all there is, whatever hooks would say; the commit's id."""
        self.git("add", "-A", person=person)
        self.run(["git", "commit", "-q", "--allow-empty", "--no-verify", "-m", message], env=self.variables(person, key, signed))
        return self.git("rev-parse", "HEAD")

    def branch(self, name, at="HEAD"):
        """Goes on on a new branch."""
        self.git("checkout", "-q", "-b", name, at)

    def checkout(self, name):
        self.git("checkout", "-q", name)

    def merge(self, person, *branches, message=None, signed=True, check=True):
        """A merge commit into where we are."""
        return self.run(["git", "merge", "-q", "--no-ff", "-m", message or f"Merge {' '.join(branches)}", *branches], check=check,
                        env=self.variables(person, sign=signed))

    def land(self, person, branch, message=None):
        """Merges the branch into main: one step of the main line."""
        self.checkout("main")
        self.merge(person, branch, message=message)

    def squash(self, person, branch, message="Squashed", signed=True):
        """The branch as one commit on main, as forges do it: one step of the main line."""
        self.checkout("main")
        self.git("-c", "merge.ff=true", "merge", "-q", "--squash", branch)
        return self.commit(person, message, signed)

    def ratify(self, *admins, note="Another version"):
        """The registry as it stands in the files becomes the next version, which lands as one step."""
        name = f"ratify-{next(self.numbers)}"
        self.branch(name)
        for admin in admins or ("t.admin", "u.admin"):
            self.cat4(admin, "registry", "ratify", "--note", note)
        self.land((admins or ("t.admin",))[0], name)

    def ratification(self, *admins, version=None, previous=None, digest=None, key=None):
        """Entries of registry.yaml for the files as they stand, without the program's help."""
        parts = ["organization.yaml", "policy.yaml", "rates.yaml", "waivers.yaml"]
        parts += [str(p.relative_to(self.root)) for d in ("people", "committees") for p in (self.root / d).glob("*.yaml")]
        lines = "".join(f"{hashlib.sha256((self.root / p).read_bytes()).hexdigest()}  {p}\n"
                        for p in sorted(parts) if (self.root / p).exists())
        text = self.read("registry.yaml")
        versions = [int(v) for v in re.findall(r"version: (\d+)", text)]
        digests = re.findall(r"registry: (sha256:[0-9a-f]+)", text)
        fields = {"cat4-statement": "1", "organization": "demo", "decision": "ratify",
                  "version": str(version or max(versions) + 1), "previous": previous or digests[-1],
                  "registry": digest or "sha256:" + hashlib.sha256(lines.encode()).hexdigest()}
        entries = ""
        for admin in admins:
            signed = dict(fields, by=admin, on=self.day, note="By hand")
            statement = "".join(f"{k}: {v}\n" for k, v in signed.items()).encode()
            values = {k: v for k, v in signed.items() if k not in ("cat4-statement", "organization")}
            values["signature"] = self.sign(key or admin, statement)
            entries += "  - " + "\n    ".join(f"{k}: {v}" for k, v in values.items()) + "\n"
        return entries

    def ratify_by_hand(self, *admins, land=True, **fields):
        """The registry as it stands in the files, ratified whether it may be or not, as one step."""
        self.write("registry.yaml", self.read("registry.yaml") + self.ratification(*admins, **fields))
        if land:
            self.commit(admins[0] if admins else "t.admin", "Registry")

    # ---- signing and forging, without the program's help

    def public(self, key):
        """The two words of a public key."""
        return " ".join((self.keys / f"{key}.pub").read_text().split()[:2])

    def sign(self, key, statement, namespace="cat4"):
        """The line that stands in `signature`."""
        armored = self.run(["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", self.keys / key], stdin=statement, cwd=self.home).stdout
        return "".join(armored.decode().split("\n")[1:-2])

    def entries(self, measure):
        """The measure's list of decisions, every value as text."""
        return statements.Tree(str(self.root)).measure(measure).get("decisions") or []

    def statement(self, measure, entry, organization=None):
        """The bytes that the entry signs; of another organization, if told so."""
        tree = statements.Tree(str(self.root))
        if organization:
            tree.organization = dict(tree.organization, id=organization)
        return statements.statement_of(tree, measure, entry)

    def digest(self, measure, entry):
        return statements.digest(self.statement(measure, entry))

    def terms(self, measure):
        """Digest of the terms as they stand in the file."""
        return statements.digest(statements.terms_of(statements.Tree(str(self.root)), measure))

    def last(self, measure, *kinds, effect=None):
        """Statement digest of the newest of these decisions, or none."""
        entries = [e for e in self.entries(measure) if e["decision"] in kinds and (effect is None or e.get("effect") == effect)]
        return self.digest(measure, entries[-1]) if entries else "none"

    def seal(self, measure):
        """Statement digest of the decision that sealed the terms last, or none."""
        found, sealed = "none", False
        for entry in self.entries(measure):
            lock = entry.get("gate") in STAGES and STAGES.index(entry["gate"]) >= STAGES.index("decided")
            if entry["decision"] == "amend" or entry["decision"] in ("advance", "adopt") and lock and not sealed:
                found, sealed = self.digest(measure, entry), True
            elif entry["decision"] == "return" and not lock:
                sealed = False
        return found

    def entry(self, measure, decision, by, role, key=None, namespace="cat4", signature=None, organization=None, **fields):
        """A signed entry as the program would write it, except for what `fields` say; None leaves a field out.

        `key` is another key than the signer's own; `signature` stands in for the right one; `for_` is written `for`.
        """
        entry = {"decision": decision, "role": role, "by": by, "on": self.day,
                 "policy": re.search(r"(?m)^version: (\d+)", self.read("policy.yaml"))[1], "terms": self.terms(measure)}
        if decision == "confirm":
            effect = fields.setdefault("effect", "ebitda")
            entry |= {"after": self.seal(measure), "previous": self.last(measure, "confirm", effect=effect), "currency": "EUR", "checked": "Ledger"}
        else:
            entry["after"] = self.last(measure, *TRANSITIONS)
        entry |= {name.rstrip("_"): value for name, value in fields.items()}
        entry = {name: entry[name] for name in FIELDS if entry.get(name) is not None}
        entry["signature"] = signature or self.sign(key or by, self.statement(measure, entry, organization), namespace)
        return entry

    @staticmethod
    def text(entry, indent):
        """The lines of an entry; the first is not indented."""
        lines = []
        for name, value in entry.items():
            if isinstance(value, dict):
                lines += [f"{name}:"] + [f"  {key}: {amount}" for key, amount in value.items()]
            elif isinstance(value, list):
                lines += [f"{name}:"] + [f"  - {{file: {item['file']}, sha256: {item['sha256']}}}" for item in value]
            else:
                lines.append(f"{name}: {value}")
        return f"\n{indent}".join(lines) + "\n"

    def append(self, measure, *entries):
        """Puts entries at the end of the measure's list."""
        text = self.read(measure).replace("decisions: []\n", "decisions:\n")
        self.write(measure, text + "".join("  - " + self.text(entry, "    ") for entry in entries))

    def approval(self, measure, entry):
        """Writes an open approval's own file."""
        name = self.digest(measure, entry).removeprefix("sha256:")[:16]
        path = self.path(measure).with_suffix(".approvals") / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(self.text(entry, ""))
        return path

    def approvals(self, measure):
        """The files of the open approvals."""
        return sorted(self.path(measure).with_suffix(".approvals").glob("*.yaml"))

    def collect(self, measure):
        """Moves the open approvals into the list, as the transition that counts them does."""
        paths = self.approvals(measure)
        self.append(measure, *(statements.load(str(path)) for path in paths))
        for path in paths:
            path.unlink()
        if paths and not any(paths[0].parent.iterdir()):
            paths[0].parent.rmdir()

    def stands(self, measure, stage=None, state=None):
        """Writes where the measure stands, without a word in its list."""
        text = self.read(measure)
        for name, value in (("stage", stage), ("state", state)):
            if value:
                text = re.sub(rf"(?m)^{name}: .*$", f"{name}: {value}", text)
        self.write(measure, text)


def unarmored(line):
    """The SSHSIG blob of a signature's line."""
    return base64.b64decode(line)
