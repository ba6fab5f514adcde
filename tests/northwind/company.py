"""The people of examples/northwind, their keys, and a repository in which they work."""
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "oracle"), str(HERE.parent / "tools")]
import statements  # noqa: E402
from test_keys import write_ed25519, write_rsa  # noqa: E402
from world import World  # noqa: E402

EXAMPLE = HERE.parent.parent / "examples/northwind"
KEEPER = "t.ngata"  # the transformation office


class Northwind(World):
    """The people of the example and their repository."""

    def __init__(self, cat4, directory, story):
        self.story = story
        self.profiles = {path.stem: statements.load(path) for path in sorted(EXAMPLE.glob("people/*.yaml"))}
        self.day = self.commands = None
        super().__init__(cat4, directory, {person: profile["name"] for person, profile in self.profiles.items()})
        self.root = self.directory / "northwind"
        self.root.mkdir()
        self.current = self.root

    def make_keys(self):
        for person, keys in self.story["keys"].items():
            for number, key in enumerate(keys, 1):
                text = f"northwind {person} {number}"
                make = write_rsa if key.get("type") == "rsa" else write_ed25519
                make(self.directory / "keys", f"{person}-{number}", text, f"{person}@northwind.example")
            self.take_key(person, 1)

    def take_key(self, person, number):
        """Which of his keys a person signs with from now on."""
        for suffix in ("", ".pub"):
            link = self.directory / "keys" / f"{person}{suffix}"
            link.unlink(missing_ok=True)
            link.symlink_to(f"{person}-{number}{suffix}")

    def keys_text(self, person, day):
        """The `keys` of a person's file."""
        lines = []
        for number, key in enumerate(self.story["keys"].get(person, []), 1):
            if key.get("since", "") <= day:
                lines.append("  - key: " + (self.directory / "keys" / f"{person}-{number}.pub").read_text())
                if "until" in key and key["until"] <= day:
                    lines.append(f"    status: retired\n    note: {key['note']}\n")
                if "since" in key:
                    lines.append(f"    status: active\n    note: {key['note']}\n")
        return "keys:\n" + "".join(lines) if lines else ""

    def email(self, person):
        return self.profiles[person]["email"]

    def time(self):
        self.commands += 1
        return f"{8 + self.commands // 60:02}:{self.commands % 60:02}:00"

    def begin(self, day):
        self.day, self.commands = day, 0

    def must(self, person, *command):
        text = shlex.join(map(str, command))
        code, output = self.run(person, text)
        if code:
            sys.exit(f"{self.day}, {person}: {text}\n{output}")

    def cat4_as(self, person, *arguments):
        self.must(person, "cat4", "-q", *arguments, "--as-of", self.day)

    def commit(self, person, message):
        self.must(person, "git", "add", "-A")
        self.must(person, "git", "commit", "-qm", message)

    def git(self, *arguments):
        return subprocess.run(["git", *arguments], cwd=self.root, env=self.environment(KEEPER, ""), check=True,
                              stdout=subprocess.PIPE, text=True).stdout
