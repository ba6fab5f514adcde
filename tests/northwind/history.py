#!/usr/bin/python3
"""What examples/northwind.bundle tells, checked with git, ssh-keygen and statements.py, and only for its tip with cat4.

    history.py CAT4

A clone has the tree of examples/northwind and the findings of findings.txt; every commit with a decision has a good
signature; along the main line decisions, evidence and entries of registry.yaml only grow, each new one is signed with a
key that was active before and after the step, and each version of the registry is the one that its entry names.
"""
import base64
import copy
import functools
import glob
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import statements  # noqa: E402

parsed = functools.cache(lambda text: statements.yaml.load(text, Loader=statements.LOADER) or {})
statements.load = lambda path: parsed(Path(path).read_text(encoding="utf-8")) if os.path.exists(path) else {}  # each text once
EXAMPLES = HERE.parent.parent / "examples"


class Clone:
    def __init__(self, directory):
        self.directory, self.root = directory, directory / "northwind"
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(directory), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self.git("clone", "-q", str(EXAMPLES / "northwind.bundle"), str(self.root), cwd=directory)

    def git(self, *arguments, cwd=None):
        return subprocess.run(["git", *arguments], cwd=cwd or self.root, env=self.environment, stdout=subprocess.PIPE, text=True, check=True).stdout

    def at(self, commit):
        self.git("checkout", "-q", "--detach", commit)
        return State(self.root)


class State:
    """What a commit of the main line says, by what it must keep."""

    def __init__(self, root):
        self.tree = statements.Tree(str(root))
        self.lists = {name: self.tree.measure(name).get("decisions") or [] for name in self.tree.paths}
        self.open = {name: self.tree.decisions(name)[len(self.lists[name]):] for name in self.tree.paths}
        self.registry = self.tree.registry_entries()
        self.digest = statements.registry_digest(str(root))
        people = (statements.load(path) for path in glob.glob(f"{root}/people/*.yaml"))
        self.keys = {person["id"]: {key["key"].split()[1] for key in person.get("keys", []) if key.get("status", "active") == "active"}
                     for person in people if person.get("active") != "false"}
        self.evidence = {os.path.relpath(path, root): Path(path).read_bytes() for path in glob.glob(f"{root}/evidence/*/*")}

    def without_decisions(self):
        """What stood before the first step: its keys, and nothing decided."""
        before = copy.copy(self)
        before.lists, before.open, before.registry, before.evidence = {}, {}, [], {}
        return before


class History:
    """Problems of the steps, and what they added."""

    def __init__(self, clone):
        self.clone, self.problems, self.signed, self.versions = clone, [], [], 0

    def walk(self):
        before = None
        for commit in self.clone.git("rev-list", "--first-parent", "--reverse", "main").split():
            now = self.clone.at(commit)
            self.step(commit[:12], before, now)
            before = now

    def step(self, commit, before, now):
        before = before or now.without_decisions()
        self.grow(commit, before, now)
        for entry in now.registry[len(before.registry):]:
            self.sign(commit, entry, statements.registry_statement_of(now.tree, entry), before.keys, now.keys)
        if now.registry:
            self.ratified(commit, before, now)
        for name in now.lists:
            known = [*before.lists.get(name, []), *before.open.get(name, [])]
            for entry in (e for e in [*now.lists[name], *now.open[name]] if e not in known):
                self.sign(commit, entry, statements.statement_of(now.tree, name, entry), before.keys, now.keys)

    def grow(self, commit, before, now):
        if now.registry[:len(before.registry)] != before.registry:
            self.problems.append(f"{commit}: entries of registry.yaml were changed")
        if missing := before.lists.keys() - now.lists.keys():
            self.problems.append(f"{commit}: {missing} are gone")
        for name, decisions in before.lists.items():
            if now.lists.get(name, [])[:len(decisions)] != decisions:
                self.problems.append(f"{commit}: decisions of {name} were changed")
            moved = len(now.lists.get(name, [])) > len(decisions)
            for entry in before.open[name]:
                if entry not in now.open.get(name, []) and not moved:
                    self.problems.append(f"{commit}: an open approval of {name} is gone")
        if any(now.evidence.get(path) != content for path, content in before.evidence.items()):
            self.problems.append(f"{commit}: evidence was changed")

    def ratified(self, commit, before, now):
        """The registry of each commit is the one that its latest version names."""
        entry, count = now.registry[-1], len(now.registry)
        previous = now.registry[-2]["registry"] if count > 1 else "none"
        if (entry["version"], entry["previous"], entry["registry"]) != (str(count), previous, now.digest):
            self.problems.append(f"{commit}: the registry is not version {count} as ratified")
        if not 0 <= count - len(before.registry) <= 1:
            self.problems.append(f"{commit}: more than one version in a step")
        self.versions = count

    def sign(self, commit, entry, statement, before, now):
        number, active = len(self.signed), before.get(entry["by"], set()) & now.get(entry["by"], set())
        lines = "\n".join(re.findall(".{1,70}", entry["signature"]))
        (self.clone.directory / f"{number}.sig").write_text(f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n")
        (self.clone.directory / f"{number}.keys").write_text("".join(f'{entry["by"]} namespaces="cat4" {kind(key)} {key}\n' for key in active))
        done = subprocess.run(["ssh-keygen", "-Y", "verify", "-q", "-n", "cat4", "-I", entry["by"], "-f", f"{number}.keys", "-s", f"{number}.sig"],
                              cwd=self.clone.directory, input=statement, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            self.problems.append(f"{commit}: a decision of {entry['by']} on {entry['on']}: {done.stderr.decode().strip()}")
        self.signed.append(statements.digest(statement))


def kind(key):
    """The type that a public key's bytes begin with."""
    return base64.b64decode(key)[4:].split(b"\0\0", 1)[0].decode()


def check_commits(clone):
    """Statements by the commits that name them; each of these commits is signed well, by the person who decided."""
    with open(clone.directory / "allowed_signers", "w", encoding="utf-8") as file:
        for path in sorted(glob.glob(f"{clone.root}/people/*.yaml")):
            person = statements.load(path)
            file.writelines(f'{person["email"]} namespaces="git" {key["key"]}\n' for key in person.get("keys", []))
    log = clone.git("-c", f"gpg.ssh.allowedSignersFile={clone.directory}/allowed_signers", "log",
                    "--format=%x00%h %G? %GS %ae%n%(trailers:key=Cat4-Statement,valueonly)")
    named, bad = [], []
    for record in log.split("\0")[1:]:
        head, *trailers = record.split("\n")
        commit, verdict, *people = head.split(" ")
        named += (found := [line for line in trailers if line])
        if found and (verdict != "G" or people[0] != people[1]):
            bad.append(f"{commit}: its signature is {verdict}, by {people}")
    return named, bad


def check_tip(clone, cat4):
    problems = []
    listed = {path for path in clone.git("ls-tree", "-rz", "--name-only", "main").split("\0") if path}
    here = {str(path.relative_to(EXAMPLES / "northwind")) for path in (EXAMPLES / "northwind").rglob("*") if path.is_file()}
    problems += [f"{path} is only in one of both" for path in sorted(listed ^ here)]
    problems += [f"{path} differs" for path in sorted(listed & here)
                 if (clone.root / path).read_bytes() != (EXAMPLES / "northwind" / path).read_bytes()]
    done = subprocess.run([cat4, "check", "--as-of", "2026-10-31"], cwd=clone.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if f"{done.stdout}{done.stderr}exit {done.returncode}\n" != (HERE / "findings.txt").read_text():
        problems.append("check finds other than findings.txt")
    return problems


def main():
    with tempfile.TemporaryDirectory() as directory:
        clone = Clone(Path(directory))
        named, problems = check_commits(clone)
        problems += check_tip(clone, os.path.abspath(sys.argv[1]))
        history = History(clone)
        history.walk()
        problems += history.problems
        if sorted(named) != sorted(history.signed):
            problems.append(f"commits name {len(named)} statements, the main line has {len(history.signed)}, and they are not the same")
    print(f"{len(history.signed)} decisions, each in a signed commit; {history.versions} versions of the registry")
    if problems or len(history.signed) < 350:
        sys.exit("\n".join(problems[:20]))


if __name__ == "__main__":
    main()
