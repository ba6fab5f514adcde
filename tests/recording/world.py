"""An organization of six people with SSH keys, in a git repository, for tests of recording with real git and ssh-keygen.

Nothing of the user who runs the tests has a say: home, configuration, agent and PATH are the world's own.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PEOPLE = {"l.owner": "owner", "s.sponsor": "sponsor", "c.control": "controller", "a.chair": "owner",
          "b.member": "owner", "t.admin": "admin"}
ENERGY = "portfolios/ops/lean/plant/energy"
EARLY, DECIDED, LATER = "2026-01-10", "2026-01-12", "2026-08-21"  # as-of dates

ORGANIZATION = """format: 1
id: demo
name: Demo
currency: EUR
legal_entities:
  - {id: DE, name: Demo GmbH}
"""
COMMITTEE = """id: sc
name: SC
chair: a.chair
members: [a.chair, b.member]
quorum: 2
"""
PACKAGE = """id: energy
name: Energy
prefix: ENG
sponsor: s.sponsor
legal_entity: DE
steering_committee: sc
"""
MEASURE = """id: {id}
title: {title}   # the title
description: Replace what burns gas.

owner: l.owner
controller: c.control
stage: defined
state: active
milestones:
  - {{id: m1, title: Ordered, due: 2026-06-30}}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    baseline: {{amount: 100000, from: 2025-01, to: 2025-12, source: Ledger}}
    months:
      2026-07: {{plan:  1000, forecast:  900}}   # ramp
      2026-08: {{plan: 12000}}
decisions: []
"""
EDIT = ("2026-08: {plan: 12000}", "2026-08: {plan: 11000}\n      2026-09: {plan: 500}")


class Done:
    """What a command did."""

    def __init__(self, arguments, process):
        self.arguments, self.code = arguments, process.returncode
        self.out, self.err = process.stdout.decode(errors="replace"), process.stderr.decode(errors="replace")

    def __str__(self):
        return f"{' '.join(map(str, self.arguments))}\n  exit {self.code}\n  out: {self.out}\n  err: {self.err}"


class World:
    def __init__(self, cat4, directory, object_format=None):
        self.cat4, self.directory = Path(cat4).resolve(), Path(directory)
        self.keys, self.home, self.tmp = (self.directory / name for name in ("keys", "home", "tmp"))
        for made in (self.keys, self.home, self.tmp):
            made.mkdir(parents=True)
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "TMPDIR": str(self.tmp), "TZ": "UTC",
                            "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0",
                            # a call made again makes the same objects, and the same system calls
                            "GIT_AUTHOR_DATE": "2026-08-21T09:00:00Z", "GIT_COMMITTER_DATE": "2026-08-21T09:00:00Z"}
        for person in PEOPLE:
            self.make_key(person)
            self.configure(person)
        self.configure("somebody", signs=False)
        self.org = self.directory / "org"
        self.org.mkdir()
        self.init(self.org, object_format)
        self.write_organization(self.org)
        self.commit(self.org, "Tree")

    def make_key(self, name, *options):
        key = self.keys / name
        self.must(self.run(["ssh-keygen", "-q", *(options or ("-t", "ed25519")), "-N", "", "-C", name, "-f", key]))
        return key

    def public(self, name):
        return " ".join((self.keys / f"{name}.pub").read_text().split()[:2])

    def configure(self, person, signs=True, **values):
        """Writes the person's ~/.gitconfig, so to speak."""
        lines = [f"[user]\n\tname = {person}\n\temail = {person}@demo.example\n"]
        if signs:
            lines.append(f"\tsigningKey = {self.keys / person}.pub\n[gpg]\n\tformat = ssh\n")
        for key, value in values.items():
            section, name = key.split("_", 1)
            lines.append(f"[{section}]\n\t{name} = {value}\n")
        (self.home / f"{person}.gitconfig").write_text("".join(lines))

    def init(self, directory, object_format=None):
        self.must(self.git(directory, "init", "-q", "-b", "main",
                           *([f"--object-format={object_format}"] if object_format else [])))

    def write_organization(self, root):
        def write(path, text):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)

        write("organization.yaml", ORGANIZATION)
        for person, role in PEOPLE.items():
            write(f"people/{person}.yaml", f"id: {person}\nname: {person}\nemail: {person}@demo.example\n"
                                           f"roles: [{role}]\nkeys:\n  - {{key: {self.public(person)}}}\n")
        write("committees/sc.yaml", COMMITTEE)
        for path, name in (("portfolio", "ops"), ("lean/program", "lean"), ("lean/plant/project", "plant")):
            write(f"portfolios/ops/{path}.yaml", f"id: {name}\nname: {name.title()}\n")
        write(f"{ENERGY}/package.yaml", PACKAGE)
        for number, title in ((1, "Heat pumps"), (2, "LED lights"), (3, "Insulation")):
            write(f"{ENERGY}/ENG-{number}.yaml", MEASURE.format(id=f"ENG-{number}", title=title))

    def commit(self, directory, message):
        self.must(self.git(directory, "add", "-A"))
        self.must(self.git(directory, "commit", "-q", "-m", message))

    # ---- running
    def run(self, arguments, cwd=None, person="somebody", env=None, stdin=None, **more):
        environment = dict(self.environment, GIT_CONFIG_GLOBAL=str(self.home / f"{person}.gitconfig"))
        for name, value in (env or {}).items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value
        process = subprocess.run([str(a) for a in arguments], cwd=cwd, env=environment, capture_output=True,
                                 input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL, **more)
        return Done(arguments, process)

    def git(self, directory, *arguments, person="somebody", env=None):
        return self.run(["git", *arguments], directory, person, env)

    def call(self, person, directory, *arguments, env=None, **more):
        """cat4, in the person's name."""
        return self.run([self.cat4, *arguments], directory, person, env, **more)

    def must(self, done):
        if done.code != 0:
            raise RuntimeError(f"a step of the preparation failed: {done}")
        return done.out

    # ---- preparing
    def advance_early(self, directory, measure="ENG-1"):
        """To 'detailed', which the sponsor alone decides on."""
        for _ in range(2):
            self.must(self.call("s.sponsor", directory, "gate", "advance", measure, "--as-of", EARLY))

    def approve_decided(self, directory, measure="ENG-1"):
        for person in ("c.control", "b.member", "a.chair"):
            self.must(self.call(person, directory, "gate", "approve", measure, "--as-of", DECIDED))

    def decide(self, directory, measure="ENG-1"):
        self.advance_early(directory, measure)
        self.approve_decided(directory, measure)
        self.must(self.call("s.sponsor", directory, "gate", "advance", measure, "--as-of", DECIDED))

    def edit(self, directory, measure="ENG-1"):
        path = directory / ENERGY / f"{measure}.yaml"
        text = path.read_text()
        assert EDIT[0] in text
        path.write_text(text.replace(*EDIT))

    def copy(self, directory, name):
        """A copy that git takes for a repository in use: what its index says of files is true."""
        to = self.directory / name
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(directory, to, symlinks=True)
        self.git(to, "update-index", "-q", "--refresh")
        return to

    # ---- looking
    def head(self, directory):
        return self.git(directory, "rev-parse", "HEAD").out.strip()

    def index(self, directory):
        return self.must(self.git(directory, "ls-files", "-s"))

    def tree(self, directory, revision="HEAD"):
        return self.must(self.git(directory, "ls-tree", "-r", revision))

    def status(self, directory):
        return self.must(self.git(directory, "status", "--porcelain", "--untracked-files=all"))

    def fsck(self, directory):
        """Nothing, or what is wrong."""
        done = self.git(directory, "fsck", "--strict", "--no-dangling", "--no-progress")
        return "" if done.code == 0 and not done.out and not done.err else str(done)

    def errors(self, directory, day=LATER):
        """What check finds wrong."""
        done = self.call("somebody", directory, "check", "--as-of", day)
        if done.code not in (0, 1):
            return [str(done)]
        return [line for line in done.out.splitlines() if ": error: " in line]

    def allowed_signers(self):
        path = self.directory / "allowed_signers"
        path.write_text("".join(f'{p}@demo.example namespaces="git" {self.public(p)}\n' for p in PEOPLE))
        return path

    def unsigned(self, directory, commits):
        """Those of the commits that git does not find well signed by their authors."""
        signers = self.allowed_signers()
        out = self.must(self.git(directory, "-c", f"gpg.ssh.allowedSignersFile={signers}", "-c", "log.showSignature=false",
                                 "log", "--no-walk", "--format=%H %G? %GS %ae", *commits))
        return [line for line in out.splitlines() if line.split()[1] != "G" or line.split()[2] != line.split()[3]]


def files(directory):
    """Every file outside of .git, by path."""
    found = {}
    for path in sorted(Path(directory).rglob("*")):
        relative = path.relative_to(directory)
        if relative.parts[0] != ".git" and path.is_file():
            found[str(relative)] = path.read_bytes()
    return found


LEFTOVER = re.compile(r"\.cat4-.*|cat4-index.*|cat4-message.*|cat4-recording.*|cat4-key-.*")


def leftovers(*directories):
    return sorted(str(path) for directory in directories for path in Path(directory).rglob("*")
                  if LEFTOVER.fullmatch(path.name) or path.suffix == ".lock" and path.name != "cat4.lock")


class Checks:
    """Counts what was judged and prints what was wrong."""

    def __init__(self, name):
        self.name, self.count, self.failed, self.case = name, 0, 0, ""

    def that(self, holds, what, shown=""):
        self.count += 1
        if not holds:
            self.failed += 1
            print(f"FAILED {self.case}: {what}" + (f"\n{shown}" if shown else ""), flush=True)
        return holds

    def equal(self, got, wanted, what):
        return self.that(got == wanted, what, f"  got:    {got!r}\n  wanted: {wanted!r}")


def main(run, parent=None):
    """Runs `run(directory)` in a directory of its own, below `parent`; it returns whether all was well."""
    directory = tempfile.mkdtemp(prefix="cat4-recording-", dir=parent)
    try:
        well = run(Path(directory))
    finally:
        if not os.environ.get("CAT4_KEEP"):
            shutil.rmtree(directory, ignore_errors=True)
    sys.exit(0 if well else 1)
