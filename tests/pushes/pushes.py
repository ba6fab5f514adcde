#!/usr/bin/python3
"""Real pushes into real bare repositories that ask cat4: `pushes.py CAT4`.

Each push that is refused changes nothing at the server and leaves none of its objects there; beside it stands one that is
taken. The organization is that of the attacks.
"""
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "attacks"))
from base import Base  # noqa: E402

ENERGY = "portfolios/ops/lean/plant/energy"


class Pushes:
    def __init__(self, base):
        self.base, self.count, self.pushed, self.failed, self.case = base, 0, 0, 0, ""

    def begin(self, case, hook="pre-receive", empty=False):
        """A clone and the server that it pushes to."""
        self.case = case
        w = self.world = self.base.world(f"push-{self.count}-{self.pushed}")
        self.server = w.directory / "server.git"
        if empty:
            w.run(["git", "init", "-q", "--bare", "-b", "main", self.server], cwd=w.directory)
        else:
            w.run(["git", "clone", "-q", "--bare", w.root, self.server], cwd=w.directory)
        if hook == "pre-receive":
            self.that("the pre-receive hook is installed" in self.install(self.server).stderr.decode(), "the hook is not installed")
        w.git("remote", "add", "origin", str(self.server))
        w.git("fetch", "-q", "origin")
        if hook == "pre-push":
            self.that("pre-push are installed" in self.install(w.root).stderr.decode(), "the hook is not installed")
        return w

    def install(self, where):
        environment = {k: v for k, v in self.world.variables().items()}
        for number in range(int(environment["GIT_CONFIG_COUNT"])):  # the worlds have no hooks of their own otherwise
            if environment[f"GIT_CONFIG_KEY_{number}"] == "core.hooksPath":
                environment[f"GIT_CONFIG_VALUE_{number}"] = "hooks" if where == self.server else ".git/hooks"
        return self.world.run([self.world.binary, "-C", where, "hook", "install"], env=environment, check=False)

    def refs(self):
        return self.world.git("for-each-ref", "--format=%(refname) %(objectname)", cwd=self.server)

    def push(self, *arguments, env=None):
        self.pushed += 1
        environment = self.world.variables() | (env or {})
        for number in range(int(environment["GIT_CONFIG_COUNT"])):
            if environment[f"GIT_CONFIG_KEY_{number}"] == "core.hooksPath":
                environment[f"GIT_CONFIG_KEY_{number}"], environment[f"GIT_CONFIG_VALUE_{number}"] = "user.useConfigOnly", "true"
        return self.world.run(["git", "push", "-q", "origin", *arguments], check=False, env=environment)

    def taken(self, *arguments, env=None):
        done = self.push(*arguments, env=env)
        self.that(done.returncode == 0, "it is refused", done.stderr.decode())

    def refused(self, *arguments, says):
        before, tip = self.refs(), self.world.git("rev-parse", "HEAD")
        known = self.world.run(["git", "cat-file", "-e", tip], cwd=self.server, check=False).returncode == 0
        done = self.push(*arguments)
        said = done.stderr.decode()
        self.that(done.returncode != 0, "it is taken", said)
        for text in says:
            self.that(text in said, f"it does not say '{text}'", said)
        self.that(self.refs() == before, "the server's refs have changed")
        if not known:
            there = self.world.run(["git", "cat-file", "-e", tip], cwd=self.server, check=False).returncode == 0
            self.that(not there, "an object of the push is in the server's store")

    def that(self, holds, what, shown=""):
        self.count += 1
        if not holds:
            self.failed += 1
            print(f"FAILED {self.case}: {what}\n{shown}", flush=True)


def cheat(w):
    w.edit("ENG-4", "2026-10: {plan: 4000,", "2026-10: {plan: 1000,")
    w.commit("l.owner", "ENG-4: plan")


def repair(w):
    w.edit("ENG-4", "2026-10: {plan: 1000,", "2026-10: {plan: 4000,")
    w.commit("l.owner", "ENG-4: as it was")


def honest(w):
    w.cat4("s.sponsor", "gate", "advance", "ENG-1")


def server(p):
    w = p.begin("one step")
    cheat(w)
    p.refused("main", says=["terms-changed", "ENG-4", "'main' is refused: 1 error in 1 step", "help: "])
    w.git("reset", "-q", "--hard", "HEAD~1")
    honest(w)
    p.taken("main")

    w = p.begin("hidden in the middle of three")
    honest(w)
    cheat(w)
    repair(w)
    p.refused("main", says=["terms-changed", "1 error in 3 steps"])
    w.git("reset", "-q", "--hard", "HEAD~2")
    w.cat4("s.sponsor", "gate", "advance", "ENG-1")
    p.taken("main")

    w = p.begin("the same as one merge")
    w.branch("side")
    cheat(w)
    repair(w)
    w.land("l.owner", "side")
    p.taken("main")

    w = p.begin("an unsigned decision")
    w.append("ENG-1", w.entry("ENG-1", "advance", "s.sponsor", "sponsor", gate="identified", signature="U1NIU0lH"))
    w.stands("ENG-1", "identified")
    w.commit("s.sponsor", "ENG-1")
    p.refused("main", says=["bad-signature"])

    w = p.begin("a registry that nobody ratified")
    w.edit("policy.yaml", "registry_approvals: 2", "registry_approvals: 1")
    w.commit("t.admin", "Policy")
    p.refused("main", says=["unratified-registry"])

    w = p.begin("another branch is nobody's business")
    w.branch("draft")
    cheat(w)
    p.taken("draft")
    w.git("tag", "v1")
    p.taken("v1")

    w = p.begin("several at once")
    honest(w)
    w.branch("draft")
    cheat(w)
    p.taken("main", "draft")
    w.checkout("main")
    cheat(w)
    w.git("branch", "-q", "-f", "draft", "main~1")
    p.refused("main", "+draft", says=["terms-changed", "'main' is refused"])

    w = p.begin("deleted")
    p.refused(":main", says=["never deleted"])
    w.branch("draft")
    p.taken("draft")
    p.taken(":draft")

    w = p.begin("forced")
    honest(w)
    p.taken("main")
    w.git("reset", "-q", "--hard", "HEAD~1")
    p.refused("+main", says=["does not go on from"])
    w.commit("l.owner", "Another")
    p.refused("+main", says=["does not go on from"])

    w = p.begin("the old main becomes the second parent")
    w.git("clone", "-q", str(p.server), str(w.directory / "other"), cwd=w.directory)
    honest(w)
    p.taken("main")
    here = w.root
    w.root = w.directory / "other"
    w.edit("ENG-2", "state: active\n", "state: active\ntags: [grid]\n")
    w.commit("l.owner", "ENG-2: tag")
    w.git("pull", "-q", "--no-rebase", person="l.owner")
    p.refused("main", says=["does not go on from"])
    w.git("reset", "-q", "--hard", "HEAD~1")
    w.git("pull", "-q", "--rebase", person="l.owner")
    p.taken("main")
    w.root = here

    for limit in ("1", "1000"):
        w = p.begin(f"quarantined, unpackLimit {limit}")
        w.git("config", "receive.unpackLimit", limit, cwd=p.server)
        cheat(w)
        p.refused("main", says=["terms-changed"])

    w = p.begin("the first push into an empty server", empty=True)
    cheat(w)
    p.refused("main", says=["terms-changed"])
    w.git("reset", "-q", "--hard", "HEAD~1")
    p.taken("main")


def clone(p):
    w = p.begin("pre-push: before anything is sent", hook="pre-push")
    cheat(w)
    p.refused("main", says=["terms-changed", "'main' is refused"])
    w.git("reset", "-q", "--hard", "HEAD~1")
    honest(w)
    p.taken("main")
    w.git("reset", "-q", "--hard", "HEAD~1")
    p.refused("+main", says=["does not go on from"])
    p.refused(":main", says=["never deleted"])

    w = p.begin("pre-push: what the remote has is not here", hook="pre-push")
    other = w.directory / "other"
    w.git("clone", "-q", str(p.server), str(other), cwd=w.directory)
    w.git("commit", "-q", "--allow-empty", "--no-verify", "-m", "Elsewhere", person="l.owner", cwd=other)
    w.git("push", "-q", "origin", "main", cwd=other)
    honest(w)
    p.refused("main", says=["git fetch"])

    p.begin("installed twice", hook="pre-push")
    p.that(p.install(p.world.root).returncode == 0, "the second time fails")
    p.begin("somebody's own hook", hook=None)
    hook = p.server / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n")
    done = p.install(p.server)
    p.that(done.returncode == 1 and b"left alone" in done.stderr and hook.read_text() == "#!/bin/sh\nexit 0\n",
           "it is not left alone", done.stderr.decode())


def main(binary):
    directory = Path(tempfile.mkdtemp(prefix="cat4-pushes-"))
    try:
        pushes = Pushes(Base(binary, directory))
        server(pushes)
        clone(pushes)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    print(f"pushes: {pushes.pushed} pushes, {pushes.count} checks, {pushes.failed} failed")
    return 1 if pushes.failed or not pushes.pushed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
