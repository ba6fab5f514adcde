#!/usr/bin/python3
"""A recording is disturbed at every system call that changes a file system, in turn, by cat4, git and ssh-keygen alike.

  fault.py CAT4 STOP_AT LOGDIR kill|errors|others

kill    everything is killed before call N. The repository then has the old or the new state, and so it has after an
        ordinary commit, after `git commit -a`, and after the next cat4 call.
errors  call N fails in cat4 or in a git it runs, or that git is killed, or the disk is full from there on: the
        recording is refused with everything as it was, or it stands.
others  somebody else commits before call N, or only cat4 is killed and its git runs on, or Control-C is pressed.

LOGDIR gets a line for each point. Set CAT4_FAULT_STRIDE=n to try every nth one only (the last line says so), and
CAT4_FAULT_FIRST=k to begin with the kth.
"""
import copy
import os
import re
import shutil
import sys
from pathlib import Path

import world as w

STRIDE = int(os.environ.get("CAT4_FAULT_STRIDE", "1"))
FIRST = int(os.environ.get("CAT4_FAULT_FIRST", "1"))
SCENARIOS = {"kill": ["advance", "amend", "first"], "errors": ["advance", "amend"], "others": ["advance", "amend"]}
NOTES, MEASURE = "notes.txt", "ENG-1"
LOCK = re.compile(r"'([^']+\.lock)'(?:: File)? exists")
SIGNATURE = re.compile(r"^\s*signature: (\S+)$", re.M)


def locks(directory):
    return {str(path.relative_to(directory)) for path in Path(directory, ".git").rglob("*.lock")}


class State:
    """What of a repository a recording may change."""

    def __init__(self, world, directory):
        self.head, self.index, self.tree = world.head(directory), world.index(directory), world.tree(directory)
        self.files, self.status = w.files(directory), world.status(directory)


class Scenario:
    """A command that records, the repository it runs in, and what is so before and after it."""

    def __init__(self, world, name, person, command, prepare, rerun_says):
        self.world, self.name, self.person, self.command = world, name, person, command
        self.rerun_says = rerun_says  # what the same command says once its decision is recorded
        self.start = world.copy(world.org, f"{name}-start")
        prepare(self.start)
        self.before = State(world, self.start)
        done = world.copy(self.start, f"{name}-done")
        world.must(self.run(done))
        self.after = State(world, done)
        assert self.before.head != self.after.head and not self.after.status, (name, self.after.status)
        # Until an amend is recorded, its first approval leaves the terms changed: the one error there may be.
        self.errors = world.errors(done)
        assert all("[terms-changed]" in error for error in self.errors), self.errors

    def run(self, directory):
        return self.world.call(self.person, directory, *self.command)

    def disturb(self, stop_at, log, *how):
        """Runs the command under stop_at on a fresh copy; what it did, the copy, and whether call N was reached."""
        directory = self.world.copy(self.start, f"{self.name}-run")
        shutil.rmtree(self.world.tmp)
        self.world.tmp.mkdir()
        done = self.world.run([stop_at, "--log", log, *how, "--", self.world.cat4, *self.command], directory,
                              self.person)
        lines = log.read_text().splitlines()
        return done, directory, lines[-1].endswith("acted 1"), lines


class Test(w.Checks):
    def __init__(self, world, stop_at, logs, name):
        super().__init__(name)
        self.world, self.stop_at, self.call_log = world, stop_at, logs / f"{name}.calls"
        self.log = (logs / f"{name}.log").open("w")
        self.counts, self.points = {}, 0

    def points_of(self, scenario, *how, before=1):
        """Disturbs at call 1, 2 … until there is no such call; yields what the command did.

        Until something can be seen of the recording, that is, until its journal is written, only every `before`th call.
        """
        _, _, _, lines = scenario.disturb(self.stop_at, self.call_log, *(how[:2] if how[0] == "--only" else ()), "count")
        journal = next((i for i, line in enumerate(lines, 1) if line.endswith(("/index.lock", "cat4-index-next.lock"))), 1)
        number = FIRST
        while True:
            arguments = [str(number) if part == "N" else part for part in how]
            done, directory, acted, lines = scenario.disturb(self.stop_at, self.call_log, *arguments)
            if not acted:
                return
            where = next(line for line in lines if line.startswith(f"{number} "))
            where = where.replace(str(directory), "…").replace(str(self.world.directory), "…")
            self.case = f"{scenario.name}, {' '.join(how)}: {where}"
            self.points += 1
            yield done, directory
            step = STRIDE * before
            number += step if number + step < journal - 8 else STRIDE

    def note(self, outcome, detail=""):
        self.counts[outcome] = self.counts.get(outcome, 0) + 1
        self.log.write(f"{self.case}: {outcome}{detail}\n")

    def close(self, text):
        strided = f" (only every {STRIDE}th of these calls, from the {FIRST}. on)" if STRIDE > 1 else ""
        print(f"fault test, {self.name}: {text}{strided}; {self.count} checks, {self.failed} failed")
        return self.failed == 0

    # ---- what must hold at any moment
    def is_old_or_new(self, scenario, directory):
        """The three that are changed in this order: files, index, branch. Says which state the branch has."""
        before, after, world = scenario.before, scenario.after, self.world
        head, index, found = world.head(directory), world.index(directory), w.files(directory)
        wrong = world.fsck(directory)
        self.that(not wrong, "git fsck is not content", wrong)
        if not self.that(head in (before.head, after.head), f"HEAD is neither the old nor the new commit: {head}"):
            return None
        self.that(index in (before.index, after.index), "the index is neither the old nor the new one", index)
        for path in sorted(before.files.keys() | after.files.keys() | found.keys()):
            bytes_ = found.get(path)
            self.that(bytes_ in (before.files.get(path), after.files.get(path)), f"'{path}' is neither old nor new")
        if index == after.index:
            self.that(found == after.files, "the index is new, but a file is old")
        if head == after.head:
            self.that(index == after.index and found == after.files, "the branch is new, but index or a file is old")
        read = world.call("somebody", directory, "check", "--as-of", w.LATER)
        self.that(read.code in (0, 1), "the working tree can't be read", read)
        return "new" if head == after.head else "old"

    # ---- what may follow
    def git(self, directory, *arguments):
        """git, and if it says that a lock stands in its way and may be removed, without it."""
        for _ in range(5):
            done = self.world.git(directory, *arguments)
            lock = LOCK.search(done.err)
            if done.code == 0 or not lock or "remove the file manually to continue" not in done.err:
                return done
            os.remove(lock.group(1))
        return done

    def cat4_again(self, scenario, directory):
        """The same command; where it says that a lock stands in its way, without the lock."""
        told = []
        for _ in range(5):
            done = scenario.run(directory)
            lock = LOCK.search(done.err)
            if done.code == 0 or not lock:
                return done, told
            self.that(done.code == 3 and "remove" in done.err, "a lock in the way: nothing says what to do", done)
            told.append(lock.group(1))
            os.remove(lock.group(1))
        return done, told

    def tree_without_notes(self, directory):
        lines = self.world.tree(directory).splitlines(keepends=True)
        return "".join(line for line in lines if not line.endswith(f"\t{NOTES}\n"))

    def ordinary_commit(self, scenario, stopped, state):
        """The decision is all in HEAD or not at all, and stays where it was."""
        directory = self.world.copy(stopped, f"{scenario.name}-innocent")
        (directory / NOTES).write_text("x\n")
        added = self.git(directory, "add", NOTES)
        committed = self.git(directory, "commit", "-m", "Notes")
        if not self.that(added.code == 0 and committed.code == 0, "an ordinary commit is not possible", committed):
            return
        tree = self.tree_without_notes(directory)
        wanted = (scenario.after.tree,) if state == "new" else (scenario.before.tree, scenario.after.tree)
        self.that(tree in wanted, "an ordinary commit undoes the decision or takes half of it", tree)
        if not (directory / ".git/cat4-recording").exists():
            return
        done, _ = self.cat4_again(scenario, directory)
        if tree == scenario.after.tree:
            wanted = "was recorded in commit" if state == "new" else "endorse"
            self.that(done.code == 1 and wanted in done.err, "the next call does not say where the decision is", done)
        else:
            self.that(done.code == 0 and "decide again" in done.err,
                      "the next call, after a commit of other things, does not decide again", done)
        self.settled(scenario, directory, "after an ordinary commit and the next call",
                     self.tree_without_notes(directory), locks(stopped))

    def commit_all(self, scenario, stopped):
        """`git commit -a` takes what it finds; no decision that was there may be missing then."""
        if w.files(stopped) == scenario.before.files:
            return
        directory = self.world.copy(stopped, f"{scenario.name}-all")
        self.git(directory, "commit", "-a", "-m", "All of it")
        signatures = set(SIGNATURE.findall(self.world.git(directory, "grep", "-h", "signature:", "HEAD", "--", "portfolios").out))
        for text in scenario.before.files.values():
            missing = set(SIGNATURE.findall(text.decode())) - signatures
            self.that(not missing, f"`git commit -a` loses {len(missing)} decisions")

    def next_call(self, scenario, stopped, state):
        """It records, or finishes what was begun; never twice. Says how."""
        directory = self.world.copy(stopped, f"{scenario.name}-again")
        begun = (directory / ".git/cat4-recording").exists()
        done, told = self.cat4_again(scenario, directory)
        if state == "old" and not begun:
            self.that(done.code == 0, "the next call does not record", done)
            how = "recorded"
        elif begun:
            wanted = "finished what was interrupted" if state == "old" else "was recorded in commit"
            self.that(done.code == 1 and wanted in done.err and "run the command again" in done.err,
                      "the next call does not settle what was begun, and leave it at that", done)
            how = "finished"
        else:
            self.that(done.code == 1 and scenario.rerun_says in done.err, "the next call is not refused", done)
            how = "refused as done"
        self.settled(scenario, directory, "after the next call", self.world.tree(directory), locks(stopped))
        return f"{how}{', a lock removed as told' if told else ''}"

    def settled(self, scenario, directory, when, tree, of_git):
        """The decision is there once, and nothing of the interruption is left, but for locks of a git that was killed."""
        self.equal(tree, scenario.after.tree, f"{when} HEAD's tree is not the new one")
        self.equal(self.world.status(directory), "", f"{when} the working tree is not clean")
        self.equal(self.world.errors(directory), scenario.errors, f"{when} check has other errors")
        left = [path for path in w.leftovers(directory) if os.path.relpath(path, directory) not in of_git]
        self.equal(left, [], f"{when} files are left over")

    # ---- the tests
    def judge_stop(self, scenario, directory):
        state = self.is_old_or_new(scenario, directory)
        if state is None:
            return self.note("neither")
        failed = self.failed
        self.ordinary_commit(scenario, directory, state)
        self.commit_all(scenario, directory)
        how = self.next_call(scenario, directory, state)
        self.note(state, f", next call: {how}" + ("" if failed == self.failed else " FAILED"))

    def kill(self, scenarios):
        for scenario in scenarios:
            # What comes before the journal is the same in all of them.
            for done, directory in self.points_of(scenario, "kill", "N", before=10 if scenario.name == "first" else 1):
                self.that(done.code == 137, "it was not killed", done)
                self.judge_stop(scenario, directory)
        self.finishing(scenarios[0])
        counts = self.counts
        return self.close(f"{self.points} stops in {len(scenarios) + 1} scenarios: {counts.get('old', 0)} old, "
                          f"{counts.get('new', 0)} new, {counts.get('neither', 0)} lost; every call in two of them and "
                          "while finishing, every 10th before the journal in the third")

    def finishing(self, scenario):
        """What finishes an interrupted recording is interrupted itself."""
        _, _, _, lines = scenario.disturb(self.stop_at, self.call_log, "count")
        number = next(line.split()[0] for line in lines if line.endswith(f"{MEASURE}.yaml"))
        _, begun, _, _ = scenario.disturb(self.stop_at, self.call_log, "kill", number)
        again = copy.copy(scenario)
        again.name, again.start = f"{scenario.name}, finishing", self.world.copy(begun, "begun")
        for _, directory in self.points_of(again, "kill", "N"):
            self.judge_stop(again, directory)

    def is_as_before(self, scenario, directory, done):
        before, world = scenario.before, self.world
        self.equal(world.head(directory), before.head, "HEAD is not as before")
        self.equal(world.index(directory), before.index, "the index is not as before")
        self.that(w.files(directory) == before.files, "files are not as before")
        if not (directory / ".git/index.lock").exists():
            stale = self.world.git(directory, "diff-files", "--name-only").out
            wanted = "".join(line[3:] + "\n" for line in before.status.splitlines() if line[1] in "MD")
            self.equal(stale, wanted, "the index has lost what it knew of files")
        self.equal(world.status(directory), before.status, "git status is not as before")

    def errors(self, scenarios):
        for scenario in scenarios:
            for how in (("--only", "first", "fail", "N"), ("--only", "others", "fail", "N"),
                        ("--only", "others", "kill-one", "N"), ("full", "N")):
                for done, directory in self.points_of(scenario, *how, before=5):
                    self.judge_error(scenario, how, directory, done)
        counts = self.counts
        return self.close(f"{self.points} errors in {len(scenarios)} scenarios: {counts.get('refused', 0)} refused, "
                          f"{counts.get('recorded', 0)} recorded, {counts.get('to be finished', 0)} left to the next call; "
                          "before the journal every 5th call")

    def judge_error(self, scenario, how, directory, done):
        if done.code == 0:
            self.equal(self.is_old_or_new(scenario, directory), "new", "it says that it recorded")
            return self.note("recorded")
        message = done.err.replace("\n", " ")
        self.that(done.code in (1, 3) and done.err.startswith("cat4: "), "no message, or the wrong exit code", done)
        journal = (directory / ".git/cat4-recording").exists()
        if journal:
            self.that("next recording finishes it" in message, "a journal is left, and nothing says so", done)
            self.is_old_or_new(scenario, directory)
            how_again = self.next_call(scenario, directory, "old")
            return self.note("to be finished", f" ({how_again}): {message}")
        self.is_as_before(scenario, directory, done)
        if "fail" in how:
            wanted = re.compile("No space left|Input/output error|Permission denied|unable to|can't|couldn't|failed to|write error", re.I)
            self.that(wanted.search(message), "the message does not say what failed", done)
        wrong = self.world.fsck(directory)
        self.that(not wrong, "git fsck", wrong)
        self.note("refused", f": {message}")

    def others(self, scenarios):
        for scenario in scenarios:
            script = f"echo x >{NOTES} && git add {NOTES} && git commit -q -m Notes"
            for done, directory in self.points_of(scenario, "run", "N", script, before=10):
                self.judge_meanwhile(scenario, directory, done)
            for how in ("kill-first", "interrupt"):
                for _, directory in self.points_of(scenario, how, "N", before=10):
                    self.judge_stop(scenario, directory)
        return self.close(f"{self.points} disturbances in {len(scenarios)} scenarios: " +
                          ", ".join(f"{count} {name}" for name, count in sorted(self.counts.items())) +
                          "; before the journal every 10th call")

    def judge_meanwhile(self, scenario, directory, done):
        """Two have written at once: neither's work is lost, and the repository is in order."""
        world = self.world
        wrong = world.fsck(directory)
        self.that(not wrong, "git fsck", wrong)
        tree = self.tree_without_notes(directory)
        recorded = tree == scenario.after.tree
        if done.code == 0:
            self.that(recorded, "it says that it recorded, but HEAD lacks the decision", tree)
        else:
            self.that(done.code in (1, 3) and done.err.startswith("cat4: "), "no message, or the wrong exit code", done)
            self.that(tree in (scenario.before.tree, scenario.after.tree), "HEAD has half of the decision", tree)
        status = "".join(line for line in world.status(directory).splitlines(keepends=True) if NOTES not in line)
        self.equal(status, "" if recorded else scenario.before.status, "the working tree does not fit HEAD")
        self.equal(w.leftovers(directory), [], "files are left over")
        if recorded and done.code != 0:
            self.that("endorse" in done.err, "the decision is in somebody else's commit, and nothing says so", done)
        self.note("recorded" if done.code == 0 else "in the other's commit" if recorded else "refused",
                  "" if done.code == 0 else ": " + done.err.replace("\n", " "))


def scenarios_of(world):
    def advance(directory):
        world.advance_early(directory)
        world.approve_decided(directory)

    def amend(directory):
        world.decide(directory)
        world.must(world.git(directory, "switch", "-q", "-c", "amend"))  # where it lands together with what follows
        world.edit(directory)

    return {
        "advance": lambda: Scenario(world, "advance", "s.sponsor", ("gate", "advance", "ENG-1", "--as-of", w.DECIDED),
                                    advance, "refused"),
        "amend": lambda: Scenario(world, "amend", "c.control",
                                  ("gate", "approve", "ENG-1", "--for", "amend", "--reason", "Shifted", "--as-of", w.LATER),
                                  amend, "refused"),
        # Done twice, this one would pass two gates.
        "first": lambda: Scenario(world, "first", "s.sponsor", ("gate", "advance", "ENG-1", "--as-of", w.EARLY),
                                  lambda directory: None, "refused"),
    }


def run(directory):
    cat4, stop_at, logs, name = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]), sys.argv[4]
    logs.mkdir(parents=True, exist_ok=True)
    world = w.World(cat4, directory / "world")
    made = scenarios_of(world)
    test = Test(world, stop_at, logs.resolve(), name)
    return getattr(test, name)([made[n]() for n in (sys.argv[5:] or SCENARIOS[name])])


# Thousands of small files are made, synced and removed: in memory where that can be had.
MEMORY = Path("/dev/shm")
w.main(run, MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None)
