"""The two judges: the program's verifier and stock ssh-keygen."""
import os
import subprocess
import tempfile

import sshsig


class Judges:
    """Works in a directory of its own; usable from several threads."""

    def __init__(self, verifier):
        self.verifier = os.path.abspath(verifier)
        self.directory = tempfile.TemporaryDirectory()
        self.environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"}

    def path(self, name):
        return os.path.join(self.directory.name, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return self.path(name)

    def run(self, *command, environment=None, **options):
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                              env=self.environment | (environment or {}), close_fds=False, **options)

    def verifier_says(self, *arguments, environment=None):
        """Its line. Anything but a verdict, such as a crash or a sanitizer's report, ends the test."""
        result = self.run(self.verifier, *arguments, environment=environment)
        line = result.stdout.decode("utf-8", "replace").removesuffix("\n")
        expected = 0 if line.startswith("good ") else 1 if line.startswith(("bad: ", "weak: ")) else None
        if result.returncode != expected or result.stderr or "\n" in line:
            raise SystemExit(f"no verdict: exit {result.returncode}, {line!r}, {result.stderr.decode()!r}")
        return line

    def key(self, line):
        return self.verifier_says("--key", line)

    def signature(self, armoured, message, name="x", environment=None):
        return self.verifier_says("cat4", self.write(f"{name}.sig", armoured), self.write(f"{name}.message", message),
                                  environment=environment)

    def openssh_accepts(self, armoured, message, name="x", allowed=None):
        """Asks for the principal `someone` if there is a list of allowed signers."""
        who = ["-Y", "check-novalidate"] if allowed is None else ["-Y", "verify", "-I", "someone", "-f", allowed]
        with open(self.write(f"{name}.openssh-message", message), "rb") as file:
            result = self.run("ssh-keygen", *who, "-n", "cat4", "-s", self.write(f"{name}.openssh-sig", armoured),
                              stdin=file)
        return result.returncode == 0

    def openssh_reads_key(self, line, name="x"):
        return self.run("ssh-keygen", "-l", "-f", self.write(f"{name}.pub", line + "\n")).returncode == 0

    def make_key(self, name, kind, bits=None):
        size = ["-b", str(bits)] if bits else []
        subprocess.run(["ssh-keygen", "-q", "-t", kind, *size, "-N", "", "-C", name, "-f", self.path(name)], check=True)
        with open(self.path(name), encoding="ascii") as file:
            return sshsig.read_private_key(file.read())

    def sign(self, name, message, digest, file_name):
        """The armour that ssh-keygen makes."""
        path = self.write(file_name, message)
        subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", self.path(name), "-n", "cat4", "-O",
                        f"hashalg={digest}", path], check=True, stderr=subprocess.DEVNULL)
        with open(f"{path}.sig", encoding="ascii") as file:
            return file.read()
