#!/usr/bin/python3
"""Recording in every state that a repository and its surroundings can be in: it works, or is refused with everything as
it was and with a reason.

  states.py CAT4 STOP_AT
"""
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import world as w

MEASURE = f"{w.ENERGY}/ENG-1.yaml"


class Before:
    """What must stay where something is refused: byte for byte, with the times of files for the index."""

    def __init__(self, world, directory):
        self.world, self.directory = world, directory
        self.head, self.index, self.status = world.head(directory), world.index(directory), world.status(directory)
        self.files = w.files(directory)

    def differs(self):
        world, now = self.world, Before(self.world, self.directory)
        for name in ("head", "index", "status", "files"):
            if getattr(now, name) != getattr(self, name):
                return f"{name}: {getattr(now, name)!r}\n  before: {getattr(self, name)!r}"
        left = w.leftovers(self.directory)
        return f"left over: {left}" if left else ""


class Test(w.Checks):
    def __init__(self, cat4, stop_at, directory):
        super().__init__("states")
        self.directory, self.cat4, self.stop_at = directory, cat4, stop_at
        self.world = w.World(cat4, directory / "world")
        self.open = self.world.copy(self.world.org, "open")  # waits for approvals of 'decided'
        self.world.advance_early(self.open)

    # ---- tools
    def approve(self, directory, person="c.control", **more):
        return self.world.call(person, directory, "gate", "approve", "ENG-1", "--as-of", w.DECIDED, **more)

    def fresh(self, name):
        self.case = name
        return self.world.copy(self.open, name.replace(" ", "-"))

    def records(self, directory, done=None, status="", top=None, signed=True):
        """The call recorded one commit, and everything fits together."""
        done = done or self.approve(directory)
        top = top or directory
        if not self.that(done.code == 0, "it does not record", done):
            return done
        self.equal(self.world.status(top), status, "git status")
        self.equal(self.world.fsck(top), "", "git fsck")
        self.equal(self.world.errors(directory), [], "check has errors")
        self.equal([f for f in w.leftovers(top) if "/.git/worktrees/" not in f], [], "files are left over")
        self.equal(len(self.must_git(top, "rev-list", "-1", "--parents", "HEAD").split()), 2, "not one parent")
        if signed:
            self.equal(self.world.unsigned(top, ["HEAD"]), [], "the commit is not well signed")
        return done

    def refused(self, directory, says, done=None, code=3, before=None, call=None):
        """Refused with a reason that holds the words, and everything as it was."""
        before = before or Before(self.world, directory)
        done = done or (call or (lambda: self.approve(directory)))()
        self.that(done.code == code and done.err.startswith("cat4: "), f"not refused with exit {code}", done)
        for text in says:
            self.that(text in done.err, f"the message does not hold '{text}'", done)
        self.equal(before.differs(), "", "something is not as it was")
        return done

    def must_git(self, directory, *arguments, **more):
        return self.world.must(self.world.git(directory, *arguments, **more))

    # ---- where HEAD is
    def linked_work_tree(self):
        directory, world = self.fresh("linked work tree"), self.world
        linked = world.directory / "linked tree"
        self.must_git(directory, "worktree", "add", "-q", "-b", "side", linked)
        before = Before(world, directory)
        self.records(linked)
        self.equal(before.differs(), "", "the main work tree is not as it was")
        # Its own journal, in its own git directory; the other tree's calls don't touch it.
        for _ in range(2):  # the second one finds its objects there, as the third will
            world.must(world.run([self.stop_at, "--log", world.tmp / "log", "count", "--", self.cat4, "gate", "approve",
                                  "ENG-1", "--as-of", w.DECIDED], linked, "b.member"))
            self.must_git(linked, "reset", "-q", "--hard", "HEAD~1")
        number = next(line.split()[0] for line in (world.tmp / "log").read_text().splitlines() if line.endswith("/index"))
        world.run([self.stop_at, "kill", number, "--", self.cat4, "gate", "approve", "ENG-1", "--as-of", w.DECIDED],
                  linked, "b.member")
        journal = Path(self.must_git(linked, "rev-parse", "--absolute-git-dir").strip(), "cat4-recording")
        self.that(journal.exists(), "the journal is not in the linked work tree's git directory")
        self.records(directory, self.approve(directory, "a.chair"))
        self.that(journal.exists(), "a call in the main work tree settled the linked one's recording")
        done = self.approve(linked, "b.member")
        self.that(done.code == 1 and "finished what was interrupted" in done.err, "the next call does not finish", done)
        self.equal(world.status(linked), "", "git status of the linked work tree")
        self.equal(world.head(directory), self.must_git(directory, "rev-parse", "main").strip(), "main")

    def detached_head(self):
        directory = self.fresh("detached HEAD")
        self.must_git(directory, "checkout", "-q", "--detach")
        done = self.records(directory)
        self.that("on a detached HEAD" in done.err, "it does not say where it recorded", done)
        self.that(self.must_git(directory, "rev-parse", "main") != self.must_git(directory, "rev-parse", "HEAD"), "main moved")

    def other_branch(self):
        directory = self.fresh("other branch")
        self.must_git(directory, "checkout", "-q", "-b", "proposals/ENG-1")
        done = self.records(directory)
        self.that("on proposals/ENG-1" in done.err, "it does not say where it recorded", done)
        self.that(self.must_git(directory, "rev-parse", "main") != self.must_git(directory, "rev-parse", "HEAD"), "main moved")

    def unborn_branch(self):
        self.case = "unborn branch"
        directory = self.world.directory / "unborn"
        directory.mkdir()
        self.world.init(directory)
        self.world.write_organization(directory)
        done = self.approve(directory)
        self.that(done.code == 3 and "nothing is committed here yet" in done.err, "no reason", done)
        self.equal(w.leftovers(directory), [], "files are left over")

    def no_repository(self):
        self.case = "no repository"
        directory = self.world.directory / "nowhere"
        directory.mkdir()
        self.world.write_organization(directory)
        done = self.approve(directory)
        self.that(done.code == 3 and "is in no git repository" in done.err and "git init" in done.err, "no reason", done)

    def bare_and_shallow(self):
        directory = self.fresh("shallow clone")
        self.must_git(self.world.directory, "clone", "-q", "--depth", "1", f"file://{directory}", "shallow")
        self.records(self.world.directory / "shallow")
        self.case = "bare repository"
        bare = self.world.directory / "bare.git"
        self.must_git(self.world.directory, "clone", "-q", "--bare", directory, bare)
        shutil.copytree(directory / "people", bare / "people")
        shutil.copy(directory / "organization.yaml", bare)
        done = self.approve(bare)
        self.that(done.code == 3 and "bare repository" in done.err, "no reason", done)

    # ---- what else is there
    def part_of_a_bigger_repository(self):
        self.case = "part of a bigger repository, below a path with spaces and other letters"
        world, top = self.world, self.world.directory / "Größe & Co" / "big repo"
        org = top / "Abteilung Süd" / "our org"
        org.mkdir(parents=True)
        world.init(top)
        world.write_organization(org)
        (top / "code").mkdir()
        for name in ("kept.c", "staged.c", "changed.c", "both.c", "gone.c", "moved.c", "mode.sh"):
            (top / "code" / name).write_text(f"{name}\n" * 5)
        world.commit(top, "Tree")
        world.advance_early(org)
        code = top / "code"
        (code / "staged.c").write_text("staged\n")
        (code / "both.c").write_text("first\n")
        (code / "new.c").write_text("new\n")
        (code / "mode.sh").chmod(0o755)
        self.must_git(top, "add", "code")
        self.must_git(top, "rm", "-q", "code/gone.c")
        self.must_git(top, "mv", "code/moved.c", "code/Ümläut moved.c")
        (code / "both.c").write_text("second\n")
        (code / "changed.c").write_text("changed\n")
        (code / "untracked.c").write_text("untracked\n")
        (code / "later.c").write_text("later\n")
        self.must_git(top, "add", "-N", "code/later.c")
        status, files = world.status(top), w.files(top)
        index = [line for line in world.index(top).splitlines() if "/ENG-1" not in line]
        self.records(org, status=status, top=top)
        self.equal([line for line in world.index(top).splitlines() if "/ENG-1" not in line], index, "other entries of the index")
        now = w.files(top)
        self.that(all(now.get(path) == text for path, text in files.items()), "other files are not as they were")
        changed = self.must_git(top, "-c", "core.quotePath=false", "show", "--name-only", "--format=").split("\n")[:-1]
        self.that(len(changed) == 1 and changed[0].startswith("Abteilung Süd/our org/portfolios"), f"the commit has {changed}")
        # From a directory further down, too, and a transition that removes files.
        for person in ("b.member", "a.chair"):
            self.records(org, self.approve(org / w.ENERGY, person), status=status, top=top)
        done = world.call("s.sponsor", org / "people", "gate", "advance", "ENG-1", "--as-of", w.DECIDED)
        self.records(org, done, status=status, top=top)
        self.that(not (org / w.ENERGY / "ENG-1.approvals").exists(), "an empty directory is left")

    def submodule(self):
        directory, world = self.fresh("submodule"), self.world
        above = world.directory / "above"
        above.mkdir()
        world.init(above)
        self.must_git(above, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", directory, "org")
        world.commit(above, "Submodule")
        self.records(above / "org")
        self.equal(world.status(above), " M org\n", "the repository above")

    def edited_measure(self):
        directory = self.fresh("the measure is edited")
        with (directory / MEASURE).open("a") as file:
            file.write("# later\n")
        self.refused(directory, ["ENG-1.yaml"], code=1)
        self.case = "the edit is staged"
        self.must_git(directory, "add", MEASURE)
        self.refused(directory, ["ENG-1.yaml"], code=1)
        self.case = "another edit is staged than stands in the file"
        self.must_git(directory, "checkout", "-q", "HEAD", "--", MEASURE)
        (directory / MEASURE).write_text((directory / MEASURE).read_text() + "# staged\n")
        self.must_git(directory, "add", MEASURE)
        (directory / MEASURE).write_bytes(subprocess.run(["git", "show", f"HEAD:{MEASURE}"], cwd=directory, capture_output=True,
                                                         check=True).stdout)
        for person in ("c.control", "b.member", "a.chair"):
            self.approve(directory, person)
        advance = lambda: self.world.call("s.sponsor", directory, "gate", "advance", "ENG-1", "--as-of", w.DECIDED)
        self.refused(directory, ["git restore --staged"], call=advance)
        # That is known before anybody is asked to sign.
        deaf = self.world.directory / "deaf"
        deaf.mkdir()
        (deaf / "ssh-keygen").write_text("#!/bin/sh\necho 'asked to sign' >&2; exit 1\n")
        (deaf / "ssh-keygen").chmod(0o755)
        for more in ([], ["--dry-run"]):
            call = lambda: self.world.call("s.sponsor", directory, "gate", "advance", "ENG-1", "--as-of", w.DECIDED, *more,
                                           env={"PATH": f"{deaf}:/usr/bin:/bin"})
            self.refused(directory, ["git restore --staged"], call=call)

    def evidence_in_a_dry_run(self):
        directory = self.fresh("evidence in a dry run")
        evidence = directory / "evidence/ENG-1/plan.pdf"
        evidence.parent.mkdir(parents=True)
        evidence.write_bytes(b"%PDF\0\x1b[2J\xff" * 3)
        done = self.approve(directory)  # a call that does not cite it leaves it alone
        self.records(directory, done, status="?? evidence/ENG-1/plan.pdf\n")
        done = self.world.call("b.member", directory, "gate", "approve", "ENG-1", "--as-of", w.DECIDED, "--dry-run",
                               "--evidence", "evidence/ENG-1/plan.pdf")
        digest = hashlib.sha256(evidence.read_bytes()).hexdigest()
        self.that(done.code == 0 and f"evidence/ENG-1/plan.pdf: 30 bytes, sha256 {digest}\n" in done.out, "it is not named", done)
        self.that("%PDF" not in done.out, "its bytes are shown", done)

    def conflicts(self):
        directory = self.fresh("conflicts of another file")
        (directory / "a.txt").write_text("1\n")
        self.world.commit(directory, "One")
        blob = self.must_git(directory, "hash-object", "-w", "a.txt").strip()
        entries = f"0 {'0' * 40}\ta.txt\n" + "".join(f"100644 {blob} {stage}\ta.txt\n" for stage in (1, 2, 3))
        self.world.must(self.world.run(["git", "update-index", "--index-info"], directory, stdin=entries.encode()))
        self.records(directory, status="UU a.txt\n")

    # ---- what is unfinished
    def unfinished(self):
        world = self.world

        def begun(name, *commands):
            directory = self.fresh(f"during {name}")
            (directory / "a.txt").write_text("base\n")
            world.commit(directory, "Base")
            self.must_git(directory, "checkout", "-q", "-b", "side")
            (directory / "a.txt").write_text("side\n")
            world.commit(directory, "Side")
            self.must_git(directory, "checkout", "-q", "main")
            (directory / "a.txt").write_text("main\n")
            world.commit(directory, "Main")
            for command in commands:
                world.git(directory, *command)
            return directory

        for name, remedy, *commands in (
                ("a merge", "git merge --abort", ("merge", "side")),
                ("a rebase", "git rebase --abort", ("rebase", "side")),
                ("a rebase", "git rebase", ("rebase", "--apply", "side")),
                ("a cherry-pick", "git cherry-pick --abort", ("cherry-pick", "side")),
                ("a revert", "git revert --abort", ("revert", "--no-edit", "HEAD~1")),
                ("a bisect", "git bisect reset", ("bisect", "start"))):
            directory = begun(name, *commands)
            self.refused(directory, [f"nothing can be recorded while {name}", "is unfinished", remedy])
            done = world.call("c.control", directory, "gate", "approve", "ENG-1", "--dry-run", "--as-of", w.DECIDED)
            self.that(done.code == 3, "a dry run says otherwise", done)

    # ---- locks and permissions
    def index_lock(self):
        directory = self.fresh("index.lock of another git")
        before = Before(self.world, directory)
        lock = directory / ".git/index.lock"
        lock.write_text("")
        done = self.approve(directory)
        lock.unlink()
        self.refused(directory, ["index.lock' exists", "remove that file"], done, before=before)
        self.case = "index.lock that is let go of"
        lock.write_text("")
        timer = threading.Timer(0.3, lock.unlink)
        timer.start()
        self.records(directory)
        timer.join()

    def ref_locks(self):
        for name in ("HEAD.lock", "refs/heads/main.lock"):
            directory = self.fresh(f"{name.replace('/', ' ')} of another git")
            before = Before(self.world, directory)
            lock = directory / ".git" / name
            lock.write_text("")
            done = self.approve(directory)
            lock.unlink()
            self.refused(directory, [f"{name}': File exists", "remove that file", "nothing was recorded"], done, before=before)
        self.records(directory)

    def held_lock(self):
        directory = self.fresh("the lock of another cat4")
        with (directory / ".git/cat4.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            timer = threading.Timer(0.4, lambda: fcntl.flock(file, fcntl.LOCK_UN))
            timer.start()
            self.records(directory)
            timer.join()
        self.that((directory / ".git/cat4.lock").exists(), "the lock's file is gone")

    def read_only(self):
        """As somebody to whom permissions mean something."""
        directory, world = self.fresh("read-only"), self.world
        user = 65534 if os.getuid() == 0 else None
        cat4 = world.directory / "cat4"
        shutil.copy(self.cat4, cat4)
        if user:
            for path in (self.directory, world.directory):
                path.chmod(0o755)
            for path in (world.keys, world.home, world.tmp, directory):
                subprocess.run(["chown", "-R", str(user), path], check=True)

        def call(person, *command):
            return world.run([cat4, *command, "--as-of", w.DECIDED], directory, person, user=user)

        def closed(path, mode, says, person, *command):
            self.case = f"read-only: {path}"
            before = Before(world, directory)
            places = [directory / path] + ([p for p in (directory / path).glob("??") if "objects" in path])
            old = [place.stat().st_mode for place in places]
            for place in places:
                place.chmod(mode)
            done = call(person, *command)
            for place, before_ in zip(places, old):
                place.chmod(before_)
            subprocess.run(["git", "update-index", "-q", "--refresh"], cwd=directory, env=dict(
                world.environment, GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*"))
            if user:
                subprocess.run(["chown", "-R", str(user), directory], check=True)
            self.refused(directory, says, done, before=before)

        if user:
            for person in [*w.PEOPLE, "somebody"]:
                world.configure(person, person != "somebody", safe_directory="*")
        approve = ("c.control", "gate", "approve", "ENG-1")
        closed(".git/objects", 0o555, ["insufficient permission"], *approve)  # before any of them is there
        closed(w.ENERGY, 0o555, ["ENG-1.approvals", "Permission denied", "nothing was recorded"], *approve)
        closed(".git", 0o555, ["cat4", "Permission denied"], *approve)
        closed(".git/refs/heads", 0o555, ["main.lock", "Permission denied", "nothing was recorded"], *approve)
        for person in ("c.control", "b.member", "a.chair"):
            self.that(call(person, "gate", "approve", "ENG-1").code == 0, "an approval is not recorded")
        advance = ("s.sponsor", "gate", "advance", "ENG-1")
        closed(MEASURE, 0o444, ["ENG-1.yaml", "Permission denied", "nothing was recorded"], *advance)
        closed(f"{w.ENERGY}/ENG-1.approvals", 0o555, ["ENG-1.approvals", "Permission denied", "nothing was recorded"], *advance)
        closed(w.ENERGY, 0o555, ["ENG-1.yaml", "Permission denied", "nothing was recorded"], *advance)
        done = call(*advance)
        self.that(done.code == 0, "it does not record when all is open again", done)
        if user:
            for person in [*w.PEOPLE, "somebody"]:
                world.configure(person, person != "somebody")

    # ---- formats and settings
    def sha256(self):
        self.case = "SHA-256 ids"
        world = w.World(self.cat4, self.directory / "sha256", "sha256")
        world.decide(world.org)
        commits = world.must(world.git(world.org, "rev-list", "HEAD")).split()
        self.equal({len(commit) for commit in commits}, {64}, "ids")
        self.equal(world.unsigned(world.org, commits[:-1]), [], "commits that are not well signed")
        self.equal(world.status(world.org), "", "git status")
        self.equal(world.fsck(world.org), "", "git fsck")
        self.equal(world.errors(world.org), [], "check has errors")

    def settings(self):
        """What people have in their configuration."""
        for key, value in (("commit.gpgsign", "true"), ("core.autocrlf", "true"), ("core.autocrlf", "input"),
                           ("core.safecrlf", "true"), ("core.eol", "crlf"), ("core.fileMode", "false"), ("core.ignoreCase", "true"),
                           ("core.precomposeUnicode", "true"), ("core.quotePath", "false"), ("core.logAllRefUpdates", "false"),
                           ("core.splitIndex", "true"), ("core.untrackedCache", "true"), ("index.version", "4"),
                           ("core.fsmonitor", "true"), ("core.editor", "false"), ("commit.template", "/nonexistent"),
                           ("commit.cleanup", "verbatim"), ("commit.status", "false"), ("core.commentChar", "E"),
                           ("i18n.commitEncoding", "ISO-8859-1"), ("core.abbrev", "40"), ("color.ui", "always"),
                           ("core.pager", "false"), ("gc.auto", "1"), ("core.sharedRepository", "group"),
                           ("user.useConfigOnly", "true"), ("status.showUntrackedFiles", "no"), ("diff.external", "false"),
                           ("alias.commit-tree", "!false"), ("log.showSignature", "true"), ("core.preloadIndex", "false"),
                           ("merge.ff", "only"), ("format.pretty", "fuller"), ("core.fsync", "all")):
            directory = self.fresh(f"{key}={value}")
            self.must_git(directory, "config", key, value)
            if key in ("core.splitIndex", "index.version", "core.untrackedCache"):
                self.must_git(directory, "update-index", "--refresh", "--force-write-index")
            self.records(directory)
            shutil.rmtree(directory)

    def line_ends(self):
        directory, world = self.fresh("files with CR LF"), self.world
        (directory / "code.txt").write_text("a\nb\n")
        world.commit(directory, "Code")
        clone = world.directory / "crlf"
        self.must_git(world.directory, "-c", "core.autocrlf=true", "clone", "-q", directory, clone)
        self.must_git(clone, "config", "core.autocrlf", "true")
        self.that(b"\r\n" in (clone / MEASURE).read_bytes(), "git did not write CR LF")
        self.case = "the tree with CR LF on disk"
        self.refused(clone, ["ENG-1.yaml"], code=1)
        self.case = "CR LF elsewhere, LF in the tree by .gitattributes"
        (directory / ".gitattributes").write_text("*.yaml text eol=lf\n")
        world.commit(directory, "Attributes")
        shutil.rmtree(clone)
        self.must_git(world.directory, "-c", "core.autocrlf=true", "clone", "-q", directory, clone)
        self.must_git(clone, "config", "core.autocrlf", "true")
        self.that(b"\r\n" in (clone / "code.txt").read_bytes(), "git did not write CR LF")
        self.records(clone)

    def filters(self):
        """A clean filter and an ident must not change what is signed."""
        directory = self.fresh("filters")
        (directory / ".gitattributes").write_text("*.yaml filter=upper ident\n")
        self.must_git(directory, "config", "filter.upper.clean", "tr a-z A-Z")
        self.must_git(directory, "config", "filter.upper.smudge", "cat")
        self.must_git(directory, "add", ".gitattributes")
        self.must_git(directory, "commit", "-q", "-m", "Attributes")
        done = self.approve(directory)
        self.that(done.code == 0, "it does not record", done)
        self.equal(self.world.unsigned(directory, ["HEAD"]), [], "the commit is not well signed")
        path = self.must_git(directory, "show", "--name-only", "--format=").strip()
        self.equal(self.must_git(directory, "show", f"HEAD:{path}"), (directory / path).read_text(), "the committed bytes")

    def file_modes(self):
        directory = self.fresh("file modes")
        (directory / MEASURE).chmod(0o755)
        (directory / f"{w.ENERGY}/ENG-2.yaml").chmod(0o640)
        self.world.commit(directory, "Mode")
        for person in ("c.control", "b.member", "a.chair"):
            self.records(directory, self.approve(directory, person))
        advance = lambda: self.world.call("s.sponsor", directory, "gate", "advance", "ENG-1", "--as-of", w.DECIDED)
        self.records(directory, advance())
        self.equal((directory / MEASURE).stat().st_mode & 0o777, 0o755, "mode of the file")
        self.that(self.must_git(directory, "ls-files", "-s", MEASURE).startswith("100755 "), "mode in the index")
        self.that(self.must_git(directory, "ls-tree", "HEAD", MEASURE).startswith("100755 "), "mode in the commit")
        done = self.world.call("s.sponsor", directory, "gate", "advance", "ENG-2", "--as-of", w.EARLY)
        self.records(directory, done)
        self.equal((directory / f"{w.ENERGY}/ENG-2.yaml").stat().st_mode & 0o777, 0o640, "mode of the other file")

    def environment(self):
        """Variables that point git elsewhere have no say."""
        elsewhere = self.world.copy(self.open, "elsewhere")
        before = Before(self.world, elsewhere)
        for name, value in (("GIT_DIR", str(elsewhere / ".git")), ("GIT_INDEX_FILE", str(elsewhere / ".git/index")),
                            ("GIT_WORK_TREE", str(elsewhere)), ("GIT_COMMON_DIR", str(elsewhere / ".git")),
                            ("GIT_OBJECT_DIRECTORY", str(elsewhere / ".git/objects")), ("GIT_NAMESPACE", "other"),
                            ("GIT_PREFIX", "people/"), ("GIT_LITERAL_PATHSPECS", "1"), ("GIT_ICASE_PATHSPECS", "1"),
                            ("GIT_CEILING_DIRECTORIES", "/"), ("GIT_EDITOR", "false"), ("GIT_TRACE", "1"),
                            ("GIT_TRACE2", "1"), ("GIT_TRACE_SETUP", "1"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_PAGER", "false"),
                            ("GIT_DEFAULT_HASH", "sha256"), ("GIT_FLUSH", "1"), ("GIT_INDEX_VERSION", "4"),
                            ("GIT_REFLOG_ACTION", "x"), ("GIT_QUARANTINE_PATH", None), ("LC_ALL", "de_DE.UTF-8"),
                            ("LANGUAGE", "de"), ("HOME", None), ("TMPDIR", None), ("XDG_CONFIG_HOME", "/nonexistent"),
                            ("GIT_CONFIG_PARAMETERS", "'core.bare'='true'")):
            directory = self.fresh(f"{name}={value}")
            done = self.approve(directory, env={name: value})
            self.records(directory, done)
            shutil.rmtree(directory)
        self.equal(before.differs(), "", "the repository that they pointed to has changed")

    # ---- after a crash, when more has happened than another call
    def stopped(self, name, at="refs/heads/main.lock", line=str.endswith):
        """A repository in which an approval was stopped when files and index were new and the branch was not."""
        directory, world = self.fresh(name), self.world
        log, call = world.tmp / "log", [self.cat4, "gate", "approve", "ENG-1", "--as-of", w.DECIDED]
        trial = world.copy(directory, "trial")
        world.must(world.run([self.stop_at, "--log", log, "count", "--", *call], trial, "c.control"))
        number = next(text.split()[0] for text in log.read_text().splitlines() if line(text, at))
        done = world.run([self.stop_at, "kill", number, "--", *call], directory, "c.control")
        self.that(done.code == 137 and (directory / ".git/cat4-recording").exists(), "it was not stopped", done)
        return directory, next((directory / w.ENERGY / "ENG-1.approvals").glob("*.yaml"), None)

    def edited_since(self):
        directory, approval = self.stopped("edited since the crash")
        approval.write_text("nonsense\n")
        done = self.approve(directory)
        self.that(done.code == 3 and "has changed since" in done.err and "remove" in done.err, "no way out", done)
        self.that(approval.read_text() == "nonsense\n", "the edit is gone")
        # The way out, followed to the letter.
        text = done.err
        (directory / ".git/index.lock").unlink(missing_ok=True)
        self.must_git(directory, "reset", "-q")
        self.world.must(self.world.run(["sh", "-c", text[text.index("rm -f --"):].split("'")[0]], directory))
        journal = text[text.index("then remove '") + len("then remove '"):].split("'")[0]
        os.remove(journal)
        self.records(directory)

    def commit_lost(self):
        directory, _ = self.stopped("the commit is lost")
        commit = (directory / ".git/cat4-recording").read_bytes().split(b"\0")[3].decode()
        (directory / ".git/objects" / commit[:2] / commit[2:]).unlink()
        done = self.approve(directory)
        self.that("taken back" in done.err, "it is not taken back", done)
        self.records(directory, done)

    def tree_lost(self):
        directory, _ = self.stopped("a tree of the commit is lost")
        commit = (directory / ".git/cat4-recording").read_bytes().split(b"\0")[3].decode()
        tree = self.must_git(directory, "rev-parse", f"{commit}^{{tree}}").strip()
        (directory / ".git/objects" / tree[:2] / tree[2:]).unlink()
        done = self.approve(directory)
        self.that("taken back" in done.err, "it is not taken back", done)
        self.records(directory, done)

    def reset_since(self):
        directory, _ = self.stopped("git reset --hard since the crash")
        (directory / ".git/index.lock").unlink()  # as git says
        self.must_git(directory, "reset", "-q", "--hard")
        done = self.approve(directory)
        self.that(done.code == 1 and "finished what was interrupted" in done.err, "it is not finished", done)
        self.equal(self.world.status(directory), "", "git status")
        self.equal(self.world.errors(directory), [], "check has errors")

    def other_branch_since(self):
        """What was decided on main does not land on the branch that somebody has gone to."""
        def switched(name, *how, edit=None):
            directory, _ = self.stopped(name)
            (directory / ".git/index.lock").unlink()  # as git says
            main = self.world.head(directory)
            for command in how:
                self.must_git(directory, *command)
            if edit:
                edit(directory)
            done = self.approve(directory)
            self.equal(self.must_git(directory, "rev-parse", "main").strip(), main, "main moved")
            return directory, done

        for name, how in (("a new branch since the crash", [["switch", "-q", "-c", "side"]]),
                          ("a commit on a new branch since the crash", [["switch", "-q", "-c", "side"],
                                                                        ["commit", "-q", "--allow-empty", "--only", "-m", "x"]]),
                          ("HEAD detached since the crash", [["switch", "-q", "--detach"]])):
            directory, done = switched(name, *how)
            where = "a detached HEAD" if "detached" in name else "side"
            self.that(f"interrupted before it was recorded on main, and HEAD is on {where} since; what it had written is taken back"
                      in done.err, "it does not say so", done)
            self.records(directory, done)  # anew, where he is

        directory, done = switched("a commit of it all on a new branch since the crash", ["switch", "-q", "-c", "side"],
                                   ["commit", "-q", "-a", "-m", "All"])
        self.that(done.code == 1 and "on side has recorded it since" in done.err and "endorse" in done.err, "it does not say so", done)
        self.equal(self.world.status(directory), "", "git status")

        directory, done = switched("all thrown away on a new branch since the crash", ["switch", "-q", "-c", "side"],
                                   ["reset", "-q", "--hard"])
        self.that("nothing of what it wrote is left" in done.err, "it does not say so", done)
        self.records(directory, done)

        directory, _ = self.stopped("edited on a new branch since the crash")
        (directory / ".git/index.lock").unlink()
        self.must_git(directory, "switch", "-q", "-c", "side")
        next((directory / w.ENERGY / "ENG-1.approvals").glob("*.yaml")).write_text("nonsense\n")
        done = self.approve(directory)
        self.that(done.code == 3 and "has changed since" in done.err, "no reason", done)


    def branch_while_signing(self):
        """A hook that goes to another branch, as a user does while his key waits for a touch."""
        directory = self.fresh("another branch while a hook runs")
        hook = directory / ".git/hooks/pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\nunset GIT_INDEX_FILE\ngit switch -q -c side\n")
        hook.chmod(0o755)
        main = self.world.head(directory)
        done = self.approve(directory)
        self.that(done.code == 3 and "HEAD was on main and is on side now; nothing was recorded" in done.err, "no reason", done)
        self.equal({self.must_git(directory, "rev-parse", name).strip() for name in ("main", "side")}, {main}, "a branch moved")
        self.equal(self.world.status(directory), "", "git status")

    def symbolic_link_in_the_way(self):
        directory = self.fresh("a symbolic link in the place of a directory")
        outside = self.world.directory / "outside"
        outside.mkdir()
        (directory / w.ENERGY / "ENG-1.approvals").symlink_to(outside)
        done = self.approve(directory)
        self.that(done.code == 3 and "Not a directory" in done.err, "no reason", done)
        self.equal(list(outside.iterdir()), [], "something was written outside")
        self.equal(self.world.head(directory), self.world.head(self.open), "HEAD")
        self.that(not (directory / ".git/cat4-recording").exists(), "the journal is left")

    def merge_since(self):
        directory, _ = self.stopped("a merge begun since the crash")
        self.must_git(directory, "branch", "side", "HEAD~1")
        (directory / ".git/MERGE_HEAD").write_text(self.must_git(directory, "rev-parse", "side"))
        done = self.approve(directory)
        self.that(done.code == 3 and "was interrupted, and a merge is unfinished" in done.err, "no reason", done)
        (directory / ".git/MERGE_HEAD").unlink()
        done = self.approve(directory)
        self.that(done.code == 1 and "finished" in done.err, "it is not finished", done)

    def journal_damaged(self):
        directory, _ = self.stopped("the journal is damaged")
        (directory / ".git/cat4-recording").write_bytes(b"cat4-recording 2\0half")
        done = self.approve(directory)
        self.that(done.code == 3 and "can't be read" in done.err and "git status" in done.err, "no way out", done)
        self.that((directory / ".git/cat4-recording").exists(), "the journal is gone")

    def another_finishes(self):
        directory, _ = self.stopped("another person's call finishes")
        done = self.world.call("b.member", directory, "gate", "approve", "ENG-1", "--as-of", w.DECIDED)
        self.that(done.code == 1 and "finished what was interrupted" in done.err and "run the command again" in done.err,
                  "it is not finished", done)
        self.equal(self.world.unsigned(directory, ["HEAD"]), [], "not the first one's commit")
        self.records(directory, self.approve(directory, "b.member"))

    def reading_meanwhile(self):
        directory, _ = self.stopped("reading while a recording is interrupted")
        files = w.files(directory)
        for command in (["check"], ["gate", "status", "ENG-1"], ["inbox"], ["report", "status"]):
            done = self.world.call("c.control", directory, *command, "--as-of", w.DECIDED)
            self.that(done.code in (0, 1), f"{command} fails", done)
        done = self.world.call("c.control", directory, "gate", "approve", "ENG-1", "--dry-run", "--as-of", w.DECIDED)
        self.that(done.code == 1 and "a recording was interrupted here" in done.err and "without '--dry-run'" in done.err,
                  "a dry run does not say what comes first", done)
        self.that((directory / ".git/cat4-recording").exists() and w.files(directory) == files, "reading has settled it")

    def editing_meanwhile(self):
        for arguments in (["set", "ENG-1", "forecast", "2026-09=1"], ["gate", "submit", "ENG-1"]):
            directory, _ = self.stopped(f"{arguments[0]} while a recording is interrupted")
            done = self.world.call("c.control", directory, *arguments, "--as-of", w.DECIDED)
            self.that(done.code == 1 and "finished what was interrupted" in done.err and "run the command again" in done.err,
                      "it is not finished first", done)
            self.equal(self.world.status(directory), "", "git status")
            done = self.world.call("c.control", directory, *arguments, "--as-of", w.DECIDED)
            self.that(done.code == 0 and self.world.status(directory) != "", "the second call changes nothing", done)

    def committed_by_hand_meanwhile(self):
        directory, _ = self.stopped("an ordinary commit while a recording is interrupted")
        (directory / ".git/index.lock").unlink(missing_ok=True)
        hook = directory / ".git/hooks/pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f'#!/bin/sh\nexec "{self.cat4}" hook pre-commit\n')
        hook.chmod(0o755)
        done = self.world.run(["git", "commit", "-qam", "by hand"], directory, "c.control")
        self.that(done.code == 1 and "a recording was interrupted here" in done.err, "half a recording is committed", done)
        done = self.approve(directory)
        self.that(done.code == 1 and "finished what was interrupted" in done.err, "it is not finished", done)
        self.equal(self.world.status(directory), "", "git status")

    # ---- init
    def init_with_a_template(self):
        """Files that the template and init both know are recorded once."""
        self.case, world = "init with a template that brings forge files", self.world
        template = world.directory / "template"
        for path, text in ((".gitattributes", "*.pdf binary"), (".gitlab-ci.yml", "own: 1\n"), (".github/workflows/cat4.yml", "own: 2\n"),
                           ("people/t.admin.yaml", "id: t.admin\nname: T\nemail: t.admin@demo.example\nroles: [owner]\n")):
            (template / path).parent.mkdir(parents=True, exist_ok=True)
            (template / path).write_text(text)
        for there in ("", "*.x -diff\n"):
            directory = world.directory / f"from template {len(there)}"
            if there:
                directory.mkdir()
                world.init(directory)
                (directory / ".gitattributes").write_text(there)
                world.commit(directory, "First")
            done = world.call("t.admin", world.directory, "init", directory, "--id", "demo", "--template", template)
            world.must(done)
            self.equal(world.status(directory), "", "git status")
            attributes = (directory / ".gitattributes").read_text()
            self.that(attributes.startswith(f"{there}*.pdf binary\n") and attributes.count("*.yaml -text\n") == 1, ".gitattributes", attributes)
            self.equal([(directory / path).read_text() for path in (".gitlab-ci.yml", ".github/workflows/cat4.yml")], ["own: 1\n", "own: 2\n"],
                       "the template's workflows")
            self.that("'.gitlab-ci.yml' is the template's" in done.err, "it does not say whose workflow stays", done)
            self.that(world.public("t.admin") + "\n" in (directory / "people/t.admin.yaml").read_text(), "the key has a comment, or is not there")
        directory = world.directory / "in the way"
        directory.mkdir()
        world.init(directory)
        (directory / ".gitlab-ci.yml").write_text("mine\n")
        done = world.call("t.admin", world.directory, "init", directory, "--id", "demo", "--template", template)
        self.that(done.code == 1 and "'.gitlab-ci.yml' is there already" in done.err, "it is not refused", done)
        self.equal(w.files(directory), {".gitlab-ci.yml": b"mine\n"}, "files")
        done = world.call("t.admin", world.directory, "init", "")
        self.that(done.code == 2 and "an empty DIR" in done.err, "an empty name is taken", done)

    def init_detached(self):
        self.case, world = "init on a detached HEAD", self.world
        directory = world.directory / "init-detached"
        directory.mkdir()
        world.init(directory)
        (directory / "a.txt").write_text("a\n")
        world.commit(directory, "First")
        self.must_git(directory, "checkout", "-q", "--detach")
        done = self.records(directory, world.call("t.admin", directory, "init", ".", "--id", "demo"))
        self.that("on a detached HEAD; you are" in done.err, "it does not say where", done)

    def init_interrupted(self):
        world = self.world
        log, call = world.tmp / "log", [self.cat4, "init", "acme"]
        for name, again in (("init", ["init", "acme"]), ("another command", ["-C", "acme", "registry", "ratify"])):
            self.case = f"init is interrupted, then {name}"
            counted, stopped = (world.directory / f"{kind} {name}" for kind in ("counted", "stopped"))
            counted.mkdir(), stopped.mkdir()
            world.must(world.run([self.stop_at, "--log", log, "count", "--", *call], counted, "t.admin"))
            number = next(line.split()[0] for line in log.read_text().splitlines() if line.endswith("/acme/.git/index"))
            world.run([self.stop_at, "kill", number, "--", *call], stopped, "t.admin")
            self.that((stopped / "acme/.git/cat4-recording").exists(), "it was not stopped")
            done = world.call("t.admin", stopped, *again)
            self.that(done.code == 1 and "finished what was interrupted before: 'acme: a new organization' is recorded" in done.err
                      and "'cat4 hook install' installs its hooks" in done.err, "it does not say what is so", done)
            self.equal(world.status(stopped / "acme"), "", "git status")
            world.must(world.call("t.admin", stopped / "acme", "hook", "install"))

    # ---- the registry
    def ratified_on_a_branch(self):
        """Where the governed branch has no organization yet, the branch's own registry is what goes."""
        self.case, world = "the first registry on a branch", self.world
        directory = world.directory / "first-on-a-branch"
        directory.mkdir()
        world.init(directory)
        (directory / "a.txt").write_text("a\n")
        world.commit(directory, "First")
        self.must_git(directory, "switch", "-q", "-c", "setup")
        world.write_organization(directory)
        world.commit(directory, "Tree")
        world.must(world.call("t.admin", directory, "registry", "ratify", "--as-of", w.EARLY))
        self.that(not (directory / "registry.yaml").read_text().startswith("#"), "registry.yaml names a schema that is not there")
        self.records(directory, world.call("s.sponsor", directory, "gate", "advance", "ENG-1", "--as-of", w.EARLY))
        done = world.call("t.admin", directory, "decision", "endorse", f"{w.ENERGY}/ENG-1.yaml", "1", "--as-of", w.EARLY)
        self.records(directory, done)
        self.equal(self.must_git(directory, "log", "-1", "--format=%s"), "registry: endorse 1 decision of ENG-1\n", "the subject")

    def ratified_by_nobody_who_may(self):
        """A true signature of somebody who was no admin before brings nothing into force."""
        self.case, world = "a registry that was ratified by no admin", self.world
        directory = world.directory / "forged"
        world.must(world.call("t.admin", world.directory, "init", directory, "--id", "demo"))
        world.must(world.call("t.admin", directory, "new", "person", "s.sponsor", "--name", "S", "--email", "s.sponsor@demo.example",
                              "--role", "sponsor", "--key", world.keys / "s.sponsor.pub"))
        world.must(world.call("t.admin", directory, "registry", "ratify", "--as-of", w.EARLY))
        person, registry = directory / "people/s.sponsor.yaml", directory / "registry.yaml"
        digest = lambda: "sha256:" + hashlib.sha256(world.must(world.call("somebody", directory, "registry", "digest")).encode()).hexdigest()
        before = digest()
        person.write_text(person.read_text().replace("[sponsor]", "[sponsor, admin]"))
        fields = [("decision", "ratify"), ("version", "3"), ("previous", before), ("registry", digest()), ("by", "s.sponsor"), ("on", w.EARLY)]
        statement = "".join(f"{key}: {value}\n" for key, value in [("cat4-statement", "1"), ("organization", "demo"), *fields])
        armored = world.must(world.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "cat4", "-f", world.keys / "s.sponsor"], stdin=statement.encode()))
        signature = "".join(line for line in armored.splitlines() if not line.startswith("---"))
        lines = [f"{key}: {value}\n" for key, value in [*fields, ("signature", signature)]]
        registry.write_text(registry.read_text() + "  - " + "    ".join(lines))
        world.commit(directory, "I am an admin now")
        self.equal(world.errors(directory), [], "check finds what only the history tells")
        done = world.call("s.sponsor", directory, "gate", "approve", "ENG-1")
        self.that(done.code == 1 and "the registry that has landed is not ratified" in done.err, "decisions go by it", done)
        done = world.call("s.sponsor", directory, "registry", "ratify")
        self.that(done.code == 1 and "becomes an admin by this change, which the admins of the registry in force ratify first: t.admin" in done.err, "he ratifies", done)
        done = world.call("t.admin", directory, "registry", "ratify", "--dry-run", "--as-of", w.EARLY)
        self.that(done.code == 0 and f"  version: 3\n  previous: {before}\n" in done.out, "the admin can't put it right", done)
        world.must(world.call("t.admin", directory, "registry", "ratify", "--as-of", w.EARLY))
        done = world.call("s.sponsor", directory, "gate", "approve", "ENG-1")
        self.that("ENG-1" in done.err and "not ratified" not in done.err, "what the admin has ratified is not in force", done)
        self.case = "a file of the registry can't be read"
        person.write_text("id: [\n")
        done = world.call("t.admin", directory, "registry", "ratify")
        self.that(done.code == 1 and "'people/s.sponsor.yaml' can't be read" in done.err, "it is not named", done)

    # ---- durability
    def synced(self):
        """What is recorded is on the disk before the branch names it: seen in the calls."""
        directory, world = self.fresh("what is on the disk when"), self.world
        log = world.tmp / "log"
        world.must(world.run([self.stop_at, "--log", log, "count", "--", self.cat4, "gate", "approve", "ENG-1", "--as-of",
                              w.DECIDED], directory, "c.control"))
        lines = [line.split(" ", 3)[2:] for line in log.read_text().splitlines()]
        synced, unsynced = set(), []
        for call, path in lines:
            if call == "fsync":
                synced.add(os.path.basename(path))
            if call == "rename" and path.endswith("refs/heads/main"):
                break
            if call in ("write", "sendfile") and "cat4" in os.path.basename(path) and path.endswith(".tmp"):
                unsynced.append(os.path.basename(path))
        self.equal([name for name in unsynced if name not in synced], [], "files that are not synced before the branch moves")


def run(directory):
    test = Test(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), directory)
    names = sys.argv[3:] or [name for name in vars(Test) if not name.startswith("_") and name not in
                             ("approve", "fresh", "records", "refused", "must_git", "stopped")]
    for name in names:
        getattr(test, name)()
    print(f"states: {len(names)} states, {test.count} checks, {test.failed} failed")
    return test.failed == 0


w.main(run)
