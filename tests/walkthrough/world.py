"""People with keys and a shell, for tests in which several people work on one repository.

Keys follow from names (Ed25519, the seed being a digest of the name), and git's dates from `--as-of`: whatever the
commands print, digests and commit ids included, is the same on every machine. The keys are worthless outside of tests.
"""
import base64
import hashlib
import os
import re
import shlex
import struct
import subprocess
from pathlib import Path

PKCS8 = bytes.fromhex("302e020100300506032b657004220420")  # what stands in front of an Ed25519 seed in PKCS #8 DER


def _string(value):
    return struct.pack(">I", len(value)) + value


def make_key(directory, name, comment=""):
    """Writes NAME and NAME.pub as ssh-keygen would (PROTOCOL.key)."""
    seed = hashlib.sha256(b"cat4 test key of " + name.encode()).digest()
    der = subprocess.run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"], input=PKCS8 + seed,
                         stdout=subprocess.PIPE, check=True).stdout
    public = der[-32:]
    blob = _string(b"ssh-ed25519") + _string(public)
    check = hashlib.sha256(seed).digest()[:4]
    secret = check + check + blob + _string(seed + public) + _string(comment.encode())
    secret += bytes(range(1, 1 + -len(secret) % 8))
    body = b"openssh-key-v1\0" + _string(b"none") + _string(b"none") + _string(b"") + struct.pack(">I", 1) + _string(blob) + _string(secret)
    lines = re.findall(".{1,70}", base64.b64encode(body).decode())
    path = Path(directory, name)
    path.write_text("\n".join(["-----BEGIN OPENSSH PRIVATE KEY-----", *lines, "-----END OPENSSH PRIVATE KEY-----", ""]))
    path.chmod(0o600)
    Path(f"{path}.pub").write_text(f"ssh-ed25519 {base64.b64encode(blob).decode()} {comment or name}\n")


class World:
    """A directory with keys/ and a home, in which people run commands, each in a shell of his own."""

    def __init__(self, cat4, directory, people, editor=None):
        self.cat4, self.directory, self.editor = Path(cat4).resolve(), Path(directory).resolve(), editor
        self.people = people  # id -> name for git
        self.current = self.directory
        (self.directory / "keys").mkdir(exist_ok=True)
        (self.directory / "home").mkdir(exist_ok=True)
        for person in people:
            make_key(self.directory / "keys", person)

    def environment(self, person, command):
        day = re.search(r"--as-of[= ](\d{4}-\d\d-\d\d)", command)
        when = f"{day.group(1) if day else self.day}T09:00:00+0000"
        if day:
            self.day = day.group(1)
        config = {"user.name": self.people[person], "user.email": f"{person}@{self.domain}", "gpg.format": "ssh",
                  "user.signingKey": str(self.directory / "keys" / f"{person}.pub"), "init.defaultBranch": "main",
                  "advice.detachedHead": "false"}
        environment = {"PATH": f"{self.cat4.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(self.directory / "home"),
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
