#!/usr/bin/python3
"""Runs the walk-throughs of the manual and the README: `run.py CAT4 FILE…`.

In the manual (mdoc) their blocks are the `.Bd -literal` ones of the section A MEASURE'S LIFE, in the README those of
```shell-session (in a comment only the commands stand). A line `NAME$ COMMAND` is run as that person, what follows it is what it prints, word for word; a last
line `[exit N]` says that it failed. All blocks of a file are one story in one directory. Behind the story every signature
of a commit is checked by git and every decision by ssh-keygen. CAT4_REBASE=1 rewrites what is printed.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))
from world import World  # noqa: E402

PEOPLE = {"t.ngata": "Tamsin Ngata", "l.brandt": "Lena Brandt", "h.vogt": "Helga Vogt", "m.okafor": "Miriam Okafor",
          "a.vanderveen": "Anneke van der Veen", "o.stein": "Olga Stein", "a.berg": "Anna Berg", "a.admin": "Adam Admin",
          "x.stranger": "Xaver Stranger"}
PROMPT = re.compile(r"^([a-z.]+)\$ (.*)$")


def to_roff(line):
    line = line.replace("\\", "\\e")
    return "\\&" + line if line.startswith((".", "'")) else line


def from_roff(line):
    return re.sub(r"^\\&", "", line).replace("\\e", "\\")


class Story:
    def __init__(self, world, decode, encode):
        self.world, self.decode, self.encode, self.commands = world, decode, encode, 0

    def block(self, lines):
        """The block as it should be."""
        result, commands = [], []
        for line in map(self.decode, lines):
            prompt = PROMPT.match(line)
            if prompt:
                commands.append([prompt.group(1), prompt.group(2)])
            elif commands and commands[-1][1].endswith("\\"):
                commands[-1][1] += "\n" + line
        for person, command in commands:
            self.commands += 1
            code, output = self.world.run(person, command)
            result += f"{person}$ {command}".split("\n")
            result += output.split("\n") if output else []
            if code:
                result.append(f"[exit {code}]")
        return [self.encode(line) for line in result]


def manual(text, story):
    def section(match):
        def block(inner):
            return ".Bd -literal -compact\n" + "\n".join(story.block(inner.group(1).split("\n"))) + "\n.Ed"
        return re.sub(r"^\.Bd -literal -compact\n(.*?)\n\.Ed$", block, match.group(0), flags=re.S | re.M)
    return re.sub(r"^\.Sh A MEASURE'S LIFE\n.*?(?=^\.Sh )", section, text, flags=re.S | re.M)


def readme(text, story):
    def block(match):
        lines = story.block(match.group(2).split("\n"))
        if match.group(1):  # inside a comment: what happened before, of which only the commands are kept
            lines = [line for line in lines if PROMPT.match(line)]
        return (match.group(1) or "") + "```shell-session\n" + "\n".join(lines) + "\n```"
    return re.sub(r"^(<!-- [^\n]*\n)?```shell-session\n(.*?)\n```$", block, text, flags=re.S | re.M)


def prove(world):
    """What git and ssh-keygen say of all that was recorded: (commits, decisions)."""
    root = next(world.directory.glob("*/organization.yaml")).parent
    signers = world.directory / "allowed_signers"
    signers.write_text("".join(f'{p}@{world.domain} namespaces="git" ' + (world.directory / "keys" / f"{p}.pub").read_text() for p in PEOPLE))
    log = subprocess.run(["git", "-c", f"gpg.ssh.allowedSignersFile={signers}", "log", "--format=%G? %ae %s%n%(trailers:key=Cat4-Statement,unfold)"],
                         cwd=root, stdout=subprocess.PIPE, text=True, check=True).stdout
    commits = re.findall(r"^(\S) (\S+) (.*)\n((?:Cat4-Statement: .*\n)+)", log, re.M)
    bad = [subject for status, _, subject, _ in commits if status != "G"]
    if bad:
        sys.exit(f"not signed well: {bad}")
    decisions = 0
    targets = [("registry", path) for path in root.glob("registry.yaml")] + [(p.stem, p) for p in root.glob("portfolios/*/*/*/*/*-*.yaml")]
    for name, path in targets:
        for number in range(1, path.read_text().count("- decision:") + 1):
            out = world.directory / "export"
            subprocess.run([world.cat4, "-q", "decision", "export", name, str(number), out], cwd=root, check=True, stdout=subprocess.DEVNULL)
            signer = re.search(r"^by: (.*)$", (out / "decision.statement").read_text(), re.M).group(1)
            with open(out / "decision.statement", "rb") as statement:
                subprocess.run(["ssh-keygen", "-Y", "verify", "-q", "-n", "cat4", "-I", signer, "-f", out / "allowed_signers", "-s", out / "decision.sig"],
                               stdin=statement, check=True, stdout=subprocess.DEVNULL)
            decisions += 1
    if not commits or not decisions:
        sys.exit("nothing that was recorded was found, so nothing was proven")
    return len(commits), decisions


def audited(world):
    """What the audit says of the branch that governs; a story that is told as honest audits clean."""
    root = next(path.parent for path in sorted(world.directory.rglob("registry.yaml")) if ".git" not in path.parts)
    done = subprocess.run([world.cat4, "audit", "main", "--no-checkpoint"], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"the story does not audit clean: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return re.search(r"^audited .*?(\d+ steps)", done.stdout, re.M).group(1)


def main():
    failed = False
    for name in sys.argv[2:]:
        path = Path(name).resolve()
        text = path.read_text()
        with tempfile.TemporaryDirectory() as directory:
            world = World(sys.argv[1], directory, PEOPLE, HERE / "edit.py")
            if path.suffix == ".md":
                story = Story(world, str, str)
                actual = readme(text, story)
            else:
                story = Story(world, from_roff, to_roff)
                actual = manual(text, story)
            commits, decisions = prove(world)
            clean = "" if path.suffix == ".md" and path.name != "README.md" else f"; {audited(world)} audited, clean"
        if actual != text and os.environ.get("CAT4_REBASE"):
            path.write_text(actual)
        elif actual != text:
            failed = True
            import difflib
            sys.stdout.writelines(difflib.unified_diff(text.splitlines(True), actual.splitlines(True), "as written", "as printed"))
        if not story.commands:
            failed = True
        print(f"{path.name}: {story.commands} commands; {commits} signed commits verified by git, {decisions} decisions by ssh-keygen{clean}")
    if failed:
        sys.exit("what is shown is not what happens (CAT4_REBASE=1 rewrites it)")


if __name__ == "__main__":
    main()
