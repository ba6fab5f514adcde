#!/usr/bin/python3
"""Keys of all kinds, in files and agents: what can sign records, what can't says why; nothing ever prompts or hangs.

  signing.py CAT4
"""
import os
import signal
import subprocess
import sys
from pathlib import Path

import world as w

PERSON = "c.control"
SECONDS = 60  # after which something hangs


class Agent:
    """An ssh-agent that nobody can answer questions of."""

    def __init__(self, world, *options):
        environment = dict(world.environment, SSH_ASKPASS="/bin/false", SSH_ASKPASS_REQUIRE="force")
        text = subprocess.run(["ssh-agent", "-s", *options], env=environment, capture_output=True, check=True).stdout.decode()
        values = dict(part.split("=", 1) for part in text.replace("\n", "").split(";") if "=" in part)
        self.process, self.variables = int(values["SSH_AGENT_PID"]), {"SSH_AUTH_SOCK": values["SSH_AUTH_SOCK"]}

    def stop(self):
        os.kill(self.process, signal.SIGTERM)


class Test(w.Checks):
    def __init__(self, cat4, directory):
        super().__init__("signing")
        self.world = w.World(cat4, directory / "world")
        self.open = self.world.copy(self.world.org, "open")
        self.world.advance_early(self.open)
        self.agents = []

    def agent(self, *keys, options=()):
        agent = Agent(self.world)
        self.agents.append(agent)
        for key in keys:
            self.world.must(self.world.run(["ssh-add", "-q", *options, key], env=agent.variables))
        return agent.variables

    def repository(self, case, public=None):
        """A copy in which the person has that key."""
        self.case = case
        directory = self.world.copy(self.open, "repository")
        if public:
            path = directory / f"people/{PERSON}.yaml"
            path.write_text(path.read_text().replace(self.world.public(PERSON), public))
            self.world.commit(directory, "Another key")
        return directory

    def set(self, signs=True, **values):
        """The person's ~/.gitconfig."""
        self.world.configure(PERSON, signs, **values)

    def approve(self, directory, env=None):
        # A session of its own has no terminal that somebody could be asked on.
        return self.world.call(PERSON, directory, "gate", "approve", "ENG-1", "--as-of", w.DECIDED, env=env,
                               start_new_session=True, timeout=SECONDS)

    def recorded(self, directory, env=None, public=None):
        done = self.approve(directory, env)
        if not self.that(done.code == 0, "it does not record", done):
            return
        signers = self.world.directory / "signers"
        signers.write_text(f"{PERSON}@demo.example namespaces=\"git\" {public or self.world.public(PERSON)}\n")
        shown = self.world.git(directory, "-c", f"gpg.ssh.allowedSignersFile={signers}", "log", "-1", "--format=%G? %GS")
        self.equal(shown.out, f"G {PERSON}@demo.example\n", "the commit is not well signed")
        made = self.world.directory / "export"
        subprocess.run(["rm", "-rf", made], check=True)
        self.equal(self.world.status(directory), "", "git status")
        self.nothing_left(directory)

    def refused(self, directory, *says, env=None, code=3):
        before = self.world.head(directory), self.world.index(directory), self.world.status(directory), w.files(directory)
        done = self.approve(directory, env)
        self.that(done.code == code and done.err.startswith("cat4: "), f"not refused with exit {code}", done)
        for text in says:
            self.that(text in done.err, f"the message does not hold '{text}'", done)
        after = self.world.head(directory), self.world.index(directory), self.world.status(directory), w.files(directory)
        self.equal(after, before, "something is not as it was")
        self.nothing_left(directory)
        return done

    def nothing_left(self, directory):
        self.equal(w.leftovers(directory), [], "files are left over")
        # Sockets of agents, and public keys that git itself forgets there.
        left = [path.name for path in self.world.tmp.iterdir() if not path.name.startswith(("ssh-", ".git_signing_key_tmp"))]
        self.equal(left, [], "temporary files are left over")

    # ---- kinds of keys
    def kinds(self):
        for name, *options in (("ecdsa256", "-t", "ecdsa", "-b", "256"), ("ecdsa384", "-t", "ecdsa", "-b", "384"),
                               ("ecdsa521", "-t", "ecdsa", "-b", "521"), ("rsa3072", "-t", "rsa", "-b", "3072")):
            self.world.make_key(name, *options)
            public = self.world.public(name)
            directory = self.repository(f"a key of kind {name}", public)
            self.set(user_signingKey=self.world.keys / f"{name}.pub")
            self.recorded(directory, public=public)
            self.case = f"{name} in an agent"
            directory = self.repository(self.case, public)
            self.set(user_signingKey=f"key::{public}")
            self.recorded(directory, self.agent(self.world.keys / name), public)

    def weak(self):
        self.world.make_key("rsa2048", "-t", "rsa", "-b", "2048")
        public = self.world.public("rsa2048")
        directory = self.repository("RSA of 2048 bits")
        self.set(user_signingKey=self.world.keys / "rsa2048.pub")
        self.refused(directory, "RSA of 2048 bits", "wanted 3072", "ssh-keygen -t ed25519")
        self.case = "RSA of 2048 bits in an agent"
        self.set(user_signingKey=f"key::{public}")
        self.refused(directory, "RSA of 2048 bits", env=self.agent(self.world.keys / "rsa2048"))

    # ---- where the key is
    def named_in_other_ways(self):
        key = self.world.keys / PERSON
        home_key = self.world.home / ".ssh" / "id"
        home_key.parent.mkdir(mode=0o700)
        home_key.write_bytes(key.read_bytes())
        home_key.chmod(0o600)
        home_key.with_suffix(".pub").write_bytes(key.with_suffix(".control.pub").read_bytes())
        for value in (key, "~/.ssh/id.pub", "~/.ssh/id"):
            directory = self.repository(f"user.signingKey = {value}")
            self.set(user_signingKey=value)
            self.recorded(directory)

    def relative(self):
        """As git reads it: from the top of the work tree."""
        directory = self.repository("a relative user.signingKey")
        self.set(user_signingKey="../keys/" + PERSON + ".pub")
        self.recorded(directory)

    def relative_temporary_directory(self):
        """ssh-keygen runs elsewhere than cat4, and finds the statement all the same."""
        directory = self.repository("a relative TMPDIR")
        self.set()
        self.recorded(directory, {"TMPDIR": "../tmp"})
        self.case = "a relative TMPDIR, and a key that is no file"
        key = self.world.keys / PERSON
        directory = self.repository(self.case)
        self.set(user_signingKey=f'"{self.world.public(PERSON)}"')
        self.recorded(directory, dict(self.agent(key), TMPDIR="../tmp"))

    def in_an_agent_only(self):
        hidden = self.world.keys / "hidden"
        key = self.world.keys / PERSON
        env = self.agent(key)
        key.rename(hidden)
        directory = self.repository("a .pub whose private key is in an agent only")
        self.set()
        self.recorded(directory, env)
        for literal in (f"key::{self.world.public(PERSON)}", self.world.public(PERSON)):
            directory = self.repository(f"user.signingKey = {literal[:15]}…, in an agent")
            self.set(user_signingKey=f'"{literal}"')
            self.recorded(directory, env)
        self.case = "no agent"
        directory = self.repository("a literal key and no agent")
        self.refused(directory, "nothing was signed", "ssh-add", env={"SSH_AUTH_SOCK": None})
        self.case = "an agent without the key"
        self.refused(directory, "nothing was signed", "ssh-add -L", env=self.agent(self.world.keys / "s.sponsor"))
        self.case = "an agent that is gone"
        self.refused(directory, "nothing was signed", "ssh-add", env={"SSH_AUTH_SOCK": "/nonexistent"})
        self.case = "a .pub without private key and agent"
        self.set()
        self.refused(directory, "nothing was signed", "ssh-add", env={"SSH_AUTH_SOCK": None})
        hidden.rename(key)

    def passphrase(self):
        key = self.world.keys / "locked"
        self.world.must(self.world.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-C", "locked", "-f", key]))
        public = self.world.public("locked")
        directory = self.repository("a key with a passphrase and no agent", public)
        self.set(user_signingKey=f"{key}.pub")
        for env in ({"SSH_AUTH_SOCK": None}, {"SSH_ASKPASS": "/bin/cat", "DISPLAY": ":0", "SSH_ASKPASS_REQUIRE": "prefer"}):
            self.refused(directory, "locked by a passphrase", f"ssh-add {key}", env=env)
        self.case = "a key with a passphrase in an agent"
        self.world.must(self.world.run(["ssh-keygen", "-q", "-p", "-P", "secret", "-N", "", "-f", key]))
        env = self.agent(key)
        self.world.must(self.world.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", key]))
        self.recorded(directory, env, public)

    def agent_refuses(self):
        key = self.world.keys / PERSON
        env = self.agent(key, options=("-c",))
        self.set()
        key.rename(self.world.keys / "hidden")
        directory = self.repository("an agent that asks for confirmation, which nobody gives")
        self.refused(directory, "nothing was signed", "agent refused", env=env)
        self.case = "a locked agent"
        env = self.agent(self.world.keys / "hidden")
        self.world.must(self.world.run(["ssh-add", "-x"], env=dict(env, SSH_ASKPASS="/bin/pwd", SSH_ASKPASS_REQUIRE="force")))
        self.refused(directory, "nothing was signed", "ssh-add", env=env)
        (self.world.keys / "hidden").rename(key)

    def agent_after_the_statement(self):
        """The statement is signed, the commit is not: nothing is recorded."""
        directory = self.repository("an agent that goes away between statement and commit")
        key = self.world.keys / PERSON
        env = self.agent(key)
        self.set()
        key.rename(self.world.keys / "hidden")
        hook = directory / ".git/hooks/pre-commit"
        hook.write_text("#!/bin/sh\nssh-add -q -D\n")
        hook.chmod(0o755)
        self.refused(directory, "git can't make the signed commit", env=env)
        (self.world.keys / "hidden").rename(key)

    # ---- programs and settings
    def signing_program(self):
        programs = self.world.directory / "programs"
        programs.mkdir()
        nonsense = ('for f; do :; done; printf -- "-----BEGIN SSH SIGNATURE-----\\nU1NIU0lH\\n-----END SSH SIGNATURE-----\\n" '
                    '>"$f.sig"')
        keys = self.world.keys
        other_key = f'for f; do :; done; exec ssh-keygen -Y sign -n %s -f "{keys}/s.sponsor" "$f"'
        other_use = f'for f; do :; done; exec ssh-keygen -Y sign -n file -f "{keys}/{PERSON}" "$f"'
        own = ("nothing was signed",)
        gits = ("git can't make the signed commit",)
        # It signs the statement first, and then, as git asks it, the commit.
        statement = 'case "$*" in *"-n cat4"*) exec ssh-keygen "$@";; esac\n'
        for name, text, says in (
                ("fails", "echo 'no card in the reader' >&2; exit 1", [*own, "no card in the reader"]),
                ("silent", "exit 1", own), ("killed", "kill -9 $$", own), ("does nothing", "exit 0", own),
                ("signs nonsense", nonsense, ["signature that is not valid"]),
                ("signs with another key", other_key % "cat4", ["signed with", "wanted"]),
                ("signs for another use", other_use, ["signature that is not valid", "wanted 'cat4'"]),
                ("fails for the commit", statement + "echo 'no card in the reader' >&2; exit 1", [*gits, "no card in the reader"]),
                ("is silent for the commit", statement + "exit 1", gits),
                ("is killed for the commit", statement + "kill -9 $$", gits),
                ("does nothing for the commit", statement + "exit 0", gits),
                ("signs nonsense for the commit", statement + nonsense, ["signature is not valid"]),
                ("signs the commit with another key", statement + other_key % "git", ["git signed the commit with", "wanted"]),
                ("signs the commit for another use", statement + other_use, ["signature is not valid", "wanted 'git'"]),
        ):
            program = programs / name
            program.write_text(f"#!/bin/sh\n{text}\n")
            program.chmod(0o755)
            directory = self.repository(f"a signing program that {name}")
            self.set()
            with (self.world.home / f"{PERSON}.gitconfig").open("a") as file:
                file.write(f'[gpg "ssh"]\n\tprogram = "{program}"\n')
            self.refused(directory, *says)
        self.case = "no signing program"
        self.set()
        self.refused(self.repository(self.case), "can't run 'ssh-keygen'", "install OpenSSH's client", env={"PATH": self.path_without("ssh-keygen")})
        self.case = "no git"
        self.refused(self.repository(self.case), "can't run 'git'", "install git", env={"PATH": "/nonexistent"})

    def path_without(self, program):
        directory = self.world.directory / f"without-{program}"
        directory.mkdir()
        for name in ("git", "sh", "cat", "rm"):
            (directory / name).symlink_to(f"/usr/bin/{name}")
        return str(directory)

    def settings(self):
        for case, values, says in (
                ("user.signingKey is not set", {"gpg_format": "ssh"}, ["user.signingKey is not set", "ssh-keygen -t ed25519"]),
                ("gpg.format is not set", {"user_signingKey": "ABCDEF"}, ["gpg.format is not set", "gpg.format ssh"]),
                ("gpg.format is openpgp", {"gpg_format": "openpgp", "user_signingKey": "ABCDEF"}, ["gpg.format is 'openpgp'", "gpg.format ssh"]),
                ("gpg.format is x509", {"gpg_format": "x509", "user_signingKey": "ABCDEF"}, ["gpg.format is 'x509'"]),
                ("the key's file is missing", {"gpg_format": "ssh", "user_signingKey": "/nonexistent"}, ["/nonexistent", "there is no public key"]),
                ("the key's file is something else", {"gpg_format": "ssh", "user_signingKey": "/etc/passwd"}, ["can't sign decisions"]),
                ("a literal key that is broken", {"gpg_format": "ssh", "user_signingKey": "key::ssh-ed25519 AAAA"}, ["can't sign decisions"]),
                ("a certificate", {"gpg_format": "ssh", "user_signingKey": "key::ssh-ed25519-cert-v01@openssh.com AAAA"}, ["can't sign decisions"]),
        ):
            directory = self.repository(case)
            self.set(False, **values)
            self.refused(directory, *says)
        self.case = "a key that is nobody's"
        self.world.make_key("stranger")
        self.set(user_signingKey=self.world.keys / "stranger.pub")
        self.refused(self.repository(self.case), "your e-mail is that of 'c.control'", "cat4 key add", code=1)

    def identity(self):
        directory = self.repository("neither name nor e-mail")
        (self.world.home / f"{PERSON}.gitconfig").write_text(
            f"[user]\n\tuseConfigOnly = true\n\tsigningKey = {self.world.keys / PERSON}.pub\n[gpg]\n\tformat = ssh\n")
        self.refused(directory, "git config --global user.email", "git config --global user.name")
        self.case = "an identity from the environment"
        self.recorded(directory, {"GIT_AUTHOR_NAME": "C", "GIT_AUTHOR_EMAIL": f"{PERSON}@demo.example",
                                  "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": f"{PERSON}@demo.example"})

    def permissions(self):
        directory = self.repository("a private key that others may read")
        self.set()
        key = self.world.keys / PERSON
        key.chmod(0o644)
        self.refused(directory, "nothing was signed")
        key.chmod(0o600)


def run(directory):
    test = Test(sys.argv[1], directory)
    names = sys.argv[2:] or [name for name in vars(Test) if not name.startswith("_") and name not in
                             ("agent", "repository", "set", "approve", "recorded", "refused", "nothing_left", "path_without")]
    try:
        for name in names:
            getattr(test, name)()
    finally:
        for agent in test.agents:
            agent.stop()
    print(f"signing: {len(names)} groups, {len(test.agents)} agents, {test.count} checks, {test.failed} failed")
    return test.failed == 0


w.main(run)
