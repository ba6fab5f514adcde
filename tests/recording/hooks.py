#!/usr/bin/python3
"""The user's hooks: pre-commit and commit-msg are asked as git commit asks them, and what they refuse changes nothing.

  hooks.py CAT4
"""
import shutil
import sys
from pathlib import Path

import world as w

MEASURE = f"{w.ENERGY}/ENG-1.yaml"


class Test(w.Checks):
    def __init__(self, cat4, directory):
        super().__init__("hooks")
        self.world = w.World(cat4, directory / "world")
        self.open = self.world.copy(self.world.org, "open")
        self.world.advance_early(self.open)
        self.before = None

    def repository(self, case, where=".git/hooks", **hooks):
        """A copy with hooks: name with underscores, and shell text."""
        self.case = case
        directory = self.world.copy(self.open, "repository")
        (directory / "other.txt").write_text("other\n")
        self.world.must(self.world.git(directory, "add", "other.txt"))  # staged, and none of ours
        for name, text in hooks.items():
            path = directory / where / name.replace("_", "-")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#!/bin/sh\n{text}\n")
            path.chmod(0o755)
        self.before = self.state(directory)
        return directory

    def state(self, directory):
        world = self.world
        return world.head(directory), world.index(directory), world.status(directory), w.files(directory)

    def approve(self, directory, person="c.control", *more, **others):
        return self.world.call(person, directory, *more, "gate", "approve", "ENG-1", "--as-of", w.DECIDED, **others)

    def refused(self, directory, *says, done=None, but=None):
        done = done or self.approve(directory)
        self.that(done.code == 3 and done.err.startswith("cat4: "), "not refused with exit 3", done)
        for text in says:
            self.that(text in done.err, f"the message does not hold '{text}'", done)
        after = self.state(directory)
        if but:  # what the hook itself has done
            after[3].pop(but), self.before[3].pop(but)
            self.equal((after[:2], after[3]), (self.before[:2], self.before[3]), "something is not as it was")
        else:
            self.equal(after, self.before, "something is not as it was")
        self.equal(w.leftovers(directory), [], "files are left over")
        return done

    def recorded(self, directory, done=None):
        done = done or self.approve(directory)
        self.that(done.code == 0, "it does not record", done)
        self.equal(self.world.status(directory), self.before[2], "git status")
        self.equal(self.world.unsigned(directory, ["HEAD"]), [], "the commit is not well signed")
        self.equal(w.leftovers(directory), [], "files are left over")
        return done

    def message(self, directory):
        return self.world.must(self.world.git(directory, "log", "-1", "--format=%B"))

    # ---- pre-commit
    def pre_commit_refuses(self):
        directory = self.repository("pre-commit refuses", pre_commit="echo 'not on a Friday'; echo 'ask the PMO' >&2; exit 1")
        self.refused(directory, "the pre-commit hook refused", "not on a Friday", "ask the PMO")

    def pre_commit_refuses_silently(self):
        directory = self.repository("pre-commit refuses without a word", pre_commit="exit 7")
        self.refused(directory, "the pre-commit hook refused", "exit code 7")

    def pre_commit_is_killed(self):
        directory = self.repository("pre-commit is killed", pre_commit="kill -9 $$")
        self.refused(directory, "the pre-commit hook refused")

    def pre_commit_sees(self):
        directory = self.repository("pre-commit sees what will be committed", pre_commit=(
            'pwd >"$HOME/seen"; git diff --cached --name-only HEAD >>"$HOME/seen"; '
            'echo "$GIT_INDEX_FILE" >>"$HOME/seen"; git show ":$(git diff --cached --name-only HEAD)" >>"$HOME/seen"'))
        self.recorded(directory)
        seen = (self.world.home / "seen").read_text().splitlines()
        self.equal(seen[0], str(directory), "where it runs")
        self.that(len(seen) > 3 and seen[1].startswith(f"{w.ENERGY}/ENG-1.approvals/"), f"what it sees: {seen[:3]}")
        self.equal(Path(seen[2]).name, "cat4-index", "the index it is given")
        self.equal(seen[3], "decision: approve", "the file it sees")

    def pre_commit_adds(self):
        directory = self.repository("pre-commit adds a file", pre_commit="echo x >added.txt; git add added.txt")
        done = self.approve(directory)
        (directory / "added.txt").unlink()
        self.refused(directory, "the pre-commit hook changed what is to be committed", done=done)

    def pre_commit_changes(self):
        directory = self.repository("pre-commit changes the approval", pre_commit=(
            'f=$(git diff --cached --name-only HEAD); h=$( (git show ":$f"; echo "# checked") | git hash-object -w --stdin); '
            'git update-index --cacheinfo "100644,$h,$f"'))
        self.refused(directory, "the pre-commit hook changed what is to be committed")

    def pre_commit_edits_the_measure(self):
        """A formatter that rewrites files of the working tree: its work stays, and nothing is recorded over it."""
        directory = self.repository("pre-commit edits a file that is recorded", pre_commit="true")
        for person in ("c.control", "b.member", "a.chair"):
            self.world.must(self.approve(directory, person))
        (directory / ".git/hooks/pre-commit").write_text(f"#!/bin/sh\necho '# formatted' >>{MEASURE}\n")
        self.before = self.state(directory)
        done = self.world.call("s.sponsor", directory, "gate", "advance", "ENG-1", "--as-of", w.DECIDED)
        self.that((directory / MEASURE).read_text().endswith("# formatted\n"), "the formatter's work is gone")
        self.refused(directory, "has changes that are not committed", done=done, but=MEASURE)

    def pre_commit_commits(self):
        directory = self.repository("pre-commit makes a commit of its own", pre_commit=(
            '[ -n "$INNER" ] || INNER=1 env -u GIT_INDEX_FILE git -c user.name=x -c user.email=x@y commit -q --allow-empty -m inner'))
        done = self.approve(directory)
        self.that(done.code == 3 and "another commit was made meanwhile" in done.err and "run the command again" in done.err,
                  "not refused with the reason", done)
        self.equal(w.files(directory), self.before[3], "files are not as they were")

    def pre_commit_checks(self):
        directory = self.repository("pre-commit runs cat4 itself", pre_commit=f"'{self.world.cat4}' check --as-of {w.DECIDED}")
        self.recorded(directory)

    def not_executable(self):
        directory = self.repository("a hook that is not executable", pre_commit="exit 1")
        (directory / ".git/hooks/pre-commit").chmod(0o644)
        self.recorded(directory)

    def broken(self):
        directory = self.repository("a hook whose interpreter is missing", pre_commit="true")
        (directory / ".git/hooks/pre-commit").write_text("#!/no/such/interpreter\n")
        self.refused(directory, "the pre-commit hook refused")

    def waits_for_input(self):
        directory = self.repository("a hook that reads its standard input", pre_commit="cat >/dev/null; read -r answer; true")
        self.recorded(directory)

    # ---- commit-msg
    def commit_msg_refuses(self):
        directory = self.repository("commit-msg refuses", commit_msg="echo 'no ticket number in:'; head -n 1 \"$1\"; exit 1")
        self.refused(directory, "the commit-msg hook refused", "no ticket number", "ENG-1: approve decided as controller")

    def commit_msg_appends(self):
        directory = self.repository("commit-msg appends a line",
                                    commit_msg="git interpret-trailers --in-place --trailer 'Change-Id: I17' \"$1\"")
        self.recorded(directory)
        message = self.message(directory)
        self.that(message.startswith("ENG-1: approve decided as controller\n"), "the subject", message)
        trailers = self.world.run(["git", "interpret-trailers", "--parse"], directory, stdin=message.encode()).out
        self.that("Cat4-Statement: sha256:" in trailers and "Change-Id: I17" in trailers, "the trailers", message)

    def commit_msg_rewrites(self):
        directory = self.repository("commit-msg writes umlauts", commit_msg="sed -i '1s/$/ (geprüft für Süd)/' \"$1\"")
        self.recorded(directory)
        self.that("(geprüft für Süd)" in self.message(directory), "the message", self.message(directory))

    def commit_msg_drops(self):
        for how, text in (("a trailer", "sed -i /^Cat4-Statement/d \"$1\""), ("all of it", ": >\"$1\""),
                          ("what makes it one", "echo >>\"$1\"; echo 'And so on.' >>\"$1\"")):
            directory = self.repository(f"commit-msg drops {how}", commit_msg=text)
            self.refused(directory, "the commit-msg hook left no trailer 'Cat4-Statement: sha256:")

    # ---- cat4's own
    def git_commit(self, directory, path, text):
        (directory / path).write_text(text)
        self.world.must(self.world.git(directory, "add", path))
        return self.world.git(directory, "commit", "-m", "Edit")

    def own_hook(self):
        """It judges every tree of the repository, wherever it is called."""
        world = self.world
        self.case = "cat4's own hook, two trees in one repository"
        top = world.directory / "two trees"
        for name in ("one", "two"):
            (top / name).mkdir(parents=True)
            world.write_organization(top / name)
        world.init(top)
        world.commit(top, "Trees")
        done = world.call("c.control", top / "one", "hook", "install")
        self.equal((done.code, done.err), (0, "the hooks pre-commit and pre-push are installed; pulls rebase: "
                    "'git config commit.gpgSign true' keeps decisions' commits signed when they do\n"), "hook install")
        for name in ("one", "two"):
            done = self.git_commit(top, f"{name}/{MEASURE}", "id: ENG-1\nnonsense: 1\n")
            self.that(done.code == 1 and f"{name}/{MEASURE}" in done.err and "nonsense" in done.err,
                      f"an error in '{name}' is committed", done)
            for where in ("", "one", "two/people", "one/portfolios/ops"):
                done = world.call("somebody", top / where, "hook", "pre-commit")
                self.that(done.code == 1 and "nonsense" in done.err, f"called in '{where}' it passes", done)
            world.must(world.git(top, "reset", "-q", "--hard"))
        done = self.git_commit(top, "code.c", "x\n")
        self.that(done.code == 0 and "cat4" not in done.err, "a commit of other files is refused", done)
        (top / "two/organization.yaml").unlink()
        done = world.git(top, "commit", "-a", "-m", "Lost")
        self.that("'two/organization.yaml' goes" in done.err, "a tree may lose its organization.yaml without a word", done)
        self.case = "cat4's own hook where there is no tree"
        bare = world.directory / "no tree"
        bare.mkdir()
        world.init(bare)
        done = world.call("somebody", bare, "hook", "pre-commit")
        self.that(done.code == 0 and "nothing was judged" in done.err, "it says nothing", done)

    def pulls(self):
        for value, code, says in (("true", 0, "pulls rebase"), ("merges", 0, "pulls rebase"), ("false", 1, "pull.rebase is false here")):
            directory = self.repository(f"pull.rebase is {value}")
            self.world.must(self.world.git(directory, "config", "pull.rebase", value))
            done = self.world.call("c.control", directory, "hook", "install")
            self.that(done.code == code and says in done.err, "it does not say so", done)
            self.equal(self.world.git(directory, "config", "pull.rebase").out, f"{value}\n", "pull.rebase")
            self.that((directory / ".git/hooks/pre-commit").exists(), "no hook", done)

    # ---- the rest
    def both_are_shown(self):
        directory = self.repository("what hooks say is shown", pre_commit="echo 'linted 3 files'", commit_msg="echo 'spelling is fine' >&2")
        done = self.recorded(directory)
        self.that("linted 3 files" in done.err and "spelling is fine" in done.err, "hooks' words are not shown", done)
        quiet = self.approve(directory, "b.member", "--quiet")
        self.that(quiet.code == 0 and "linted" not in quiet.err, "they are shown although quiet was asked for", quiet)

    def hooks_path(self):
        for value, where in (("ci/hooks", "ci/hooks"), (str(self.world.directory / "shared hooks"), None)):
            directory = self.repository(f"core.hooksPath is {value}", where=where or "../shared hooks",
                                        pre_commit="echo 'from elsewhere'; exit 1")
            self.world.must(self.world.git(directory, "config", "core.hooksPath", value))
            self.refused(directory, "from elsewhere")
        shutil.rmtree(self.world.directory / "shared hooks")
        directory = self.repository("core.hooksPath leads nowhere", pre_commit="exit 1")
        self.world.must(self.world.git(directory, "config", "core.hooksPath", "/nonexistent"))
        self.recorded(directory)

    def reference_transaction_refuses(self):
        """The last who may say no: everything is written by then, and taken back."""
        directory = self.repository("reference-transaction refuses", reference_transaction=(
            '[ "$1" = prepared ] || exit 0; grep -q refs/heads/main || exit 0; echo "main is frozen" >&2; exit 1'))
        for person in ("c.control", "b.member", "a.chair"):
            self.refused(directory, "main is frozen", "nothing was recorded", done=self.approve(directory, person))
        (directory / ".git/hooks/reference-transaction").unlink()
        for person in ("c.control", "b.member", "a.chair"):
            self.recorded(directory, self.approve(directory, person))

    def others_are_not_run(self):
        texts = {name: f"echo {name} >>\"$HOME/ran\"" for name in
                 ("prepare_commit_msg", "post_commit", "pre_merge_commit", "post_rewrite", "pre_push", "post_checkout")}
        directory = self.repository("other hooks are not run", **texts)
        self.recorded(directory)
        ran = self.world.home / "ran"
        self.that(not ran.exists(), "some were run", ran.exists() and ran.read_text())

    def dry_run(self):
        directory = self.repository("a dry run asks none", pre_commit="exit 1", commit_msg="exit 1")
        done = self.world.call("c.control", directory, "gate", "approve", "ENG-1", "--dry-run", "--as-of", w.DECIDED)
        self.that(done.code == 0, "a dry run is refused", done)
        self.equal(self.state(directory), self.before, "something is not as it was")


def run(directory):
    test = Test(sys.argv[1], directory)
    names = sys.argv[2:] or [name for name in vars(Test) if not name.startswith("_") and name not in
                             ("repository", "state", "approve", "refused", "recorded", "message", "git_commit")]
    for name in names:
        getattr(test, name)()
    print(f"hooks: {len(names)} kinds of hooks, {test.count} checks, {test.failed} failed")
    return test.failed == 0


w.main(run)
