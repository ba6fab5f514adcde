"""People with keys and a shell, for tests in which several people work on one repository.

Keys follow from names, and git's dates from `--as-of`: whatever the commands print, digests and commit ids included, is
the same on every machine. The keys are worthless outside of tests.
"""
import os
import re
import shlex
import subprocess
from pathlib import Path

from test_keys import write_ed25519


class World:
    """A directory with keys/ and a home, in which people run commands, each in a shell of his own."""

    def __init__(self, cat4, directory, people, editor=None):
        self.cat4, self.directory, self.editor = Path(cat4).resolve(), Path(directory).resolve(), editor
        self.people = people  # id -> name for git
        self.current = self.directory
        (self.directory / "keys").mkdir(exist_ok=True)
        (self.directory / "home").mkdir(exist_ok=True)
        # what people type is `cat4`, however the binary is called
        (self.directory / "bin").mkdir(exist_ok=True)
        (self.directory / "bin" / "cat4").symlink_to(self.cat4)
        self.make_keys()

    def make_keys(self):
        for person in self.people:
            write_ed25519(self.directory / "keys", person, person)

    def email(self, person):
        return f"{person}@{self.domain}"

    def time(self):
        """When on `day` the command is run."""
        return "09:00:00"

    def environment(self, person, command):
        day = re.search(r"--as-of[= ](\d{4}-\d\d-\d\d)", command)
        if day:
            self.day = day.group(1)
        when = f"{self.day}T{self.time()}+0000"
        config = {"user.name": self.people[person], "user.email": self.email(person), "gpg.format": "ssh",
                  "user.signingKey": str(self.directory / "keys" / f"{person}.pub"), "init.defaultBranch": "main",
                  "advice.detachedHead": "false"}
        environment = {"PATH": f"{self.directory}/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(self.directory / "home"),
                       "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_COUNT": str(len(config)),
                       "GIT_PAGER": "cat", "EDITOR": str(self.editor or "false")}
        for number, (key, value) in enumerate(config.items()):
            environment[f"GIT_CONFIG_KEY_{number}"], environment[f"GIT_CONFIG_VALUE_{number}"] = key, value
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_PRELOAD"):
            if name in os.environ:
                environment[name] = os.environ[name]
        return environment

    day, domain = "2026-01-05", "acme.example"

    def run(self, person, command):
        """(exit code, both outputs as a terminal would show them). `cd` lasts for all people."""
        marker = self.directory / "home" / "cwd"
        script = f"{command}\ncode=$?\npwd > {shlex.quote(str(marker))}\nexit $code"
        done = subprocess.run(["bash", "-c", script], cwd=self.current, env=self.environment(person, command),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.current = Path(marker.read_text().rstrip("\n"))
        return done.returncode, done.stdout.replace(str(self.directory), "~").rstrip("\n")
