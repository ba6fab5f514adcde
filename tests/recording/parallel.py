#!/usr/bin/python3
"""Many record at once, and others commit meanwhile: all land or are refused, in one line of signed commits.

  parallel.py CAT4
"""
import sys
from concurrent.futures import ThreadPoolExecutor

import world as w

APPROVERS = ("c.control", "a.chair", "b.member")
MEASURES = ("ENG-1", "ENG-2", "ENG-3")
NOTES = 24


class Test(w.Checks):
    def __init__(self, world):
        super().__init__("parallel")
        self.world = world
        self.start = world.copy(world.org, "start")
        for measure in MEASURES:
            world.advance_early(self.start, measure)

    def approve(self, directory, person, measure):
        return self.world.call(person, directory, "gate", "approve", measure, "--as-of", w.DECIDED)

    def approvals(self, directory, revision="HEAD"):
        """(person, measure) of each approval, as often as it is there."""
        world, found = self.world, []
        for path in world.must(world.git(directory, "ls-tree", "-r", "--name-only", revision)).splitlines():
            if ".approvals/" in path:
                text = world.must(world.git(directory, "show", f"{revision}:{path}"))
                by = next(line[4:] for line in text.splitlines() if line.startswith("by: "))
                found.append((by, path.split("/")[-2].removesuffix(".approvals")))
        return sorted(found)

    def in_order(self, directory, before):
        """The history since is one line of signed commits, each with its trailer, and everything fits together."""
        world = self.world
        commits = world.must(world.git(directory, "rev-list", f"{before}..HEAD")).split()
        merges = world.must(world.git(directory, "rev-list", "--merges", f"{before}..HEAD")).split()
        self.equal(merges, [], "the history is not one line")
        of_cat4 = [c for c in commits if "Cat4-Statement: sha256:" in world.git(directory, "log", "-1", "--format=%B", c).out]
        self.equal(world.unsigned(directory, of_cat4) if of_cat4 else [], [], "commits that are not well signed")
        self.equal(world.fsck(directory), "", "git fsck")
        self.equal(world.status(directory), "", "git status")
        self.that(world.git(directory, "diff", "--cached", "--quiet", "HEAD").code == 0, "the index is not HEAD's tree")
        self.equal(world.errors(directory), [], "check has errors")
        self.equal(w.leftovers(directory), [], "files are left over")
        return of_cat4

    def different(self):
        """Eight approvals by different people, of different measures: all land."""
        self.case = "eight different ones"
        directory = self.world.copy(self.start, "different")
        before = self.world.head(directory)
        wanted = [(person, measure) for measure in MEASURES for person in APPROVERS][:8]
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda call: self.approve(directory, *call), wanted))
        for done in results:
            self.that(done.code == 0, "one did not land", done)
        self.equal(self.approvals(directory), sorted(wanted), "not every approval is there once")
        self.equal(len(self.in_order(directory, before)), 8, "not a commit for each")

    def same(self):
        """Eight approvals of one measure by one person: one lands, seven are refused."""
        self.case = "eight equal ones"
        directory = self.world.copy(self.start, "same")
        before = self.world.head(directory)
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda _: self.approve(directory, "c.control", "ENG-1"), range(8)))
        self.equal(sorted(done.code for done in results), [0] + [1] * 7, "not one landed and seven refused")
        for done in results:
            self.that(done.code == 0 or "already" in done.err, "a refusal without its reason", done)
        self.equal(self.approvals(directory), [("c.control", "ENG-1")], "not one approval")
        self.equal(len(self.in_order(directory, before)), 1, "not one commit")

    def race(self):
        """Three who could each give the last approval, and a sponsor who advances over and over: one advance."""
        self.case = "approvals and advances"
        directory = self.world.copy(self.start, "race")
        before = self.world.head(directory)

        def act(number):
            if number < 3:
                return self.approve(directory, APPROVERS[number], "ENG-1")
            return self.world.call("s.sponsor", directory, "gate", "advance", "ENG-1", "--as-of", w.DECIDED)

        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(act, range(8)))
        for done in results[:3]:
            self.that(done.code == 0, "an approval did not land", done)
        for done in results[3:]:
            self.that(done.code in (0, 1), "an advance neither landed nor was refused", done)
        landed = sum(done.code == 0 for done in results[3:])
        self.that(landed <= 1, f"{landed} advances into one stage")
        if landed == 0:
            done = act(3)
            self.that(done.code == 0, "the advance does not land when all have approved", done)
        self.equal(self.approvals(directory), [], "approvals that were not counted")
        self.equal(len(self.in_order(directory, before)), 4, "not a commit for each")

    def beside_ordinary_commits(self):
        """Somebody commits other files all the while: nobody's work is lost, and who was refused can try again."""
        self.case = "beside ordinary commits"
        world = self.world
        directory = world.copy(self.start, "beside")
        before = world.head(directory)
        wanted = [(person, measure) for measure in MEASURES for person in APPROVERS][:8]

        def note(number):
            (directory / f"note-{number}.txt").write_text(f"{number}\n")
            alone = ("--", f"note-{number}.txt") if number % 2 else ()
            for _ in range(200):  # git does not wait for its locks
                if world.git(directory, "add", f"note-{number}.txt").code != 0:
                    continue
                if world.git(directory, "commit", "-q", "-m", f"Note {number}", *alone).code == 0:
                    return True
                if world.git(directory, "cat-file", "-e", f"HEAD:note-{number}.txt").code == 0:
                    return True  # in somebody else's commit
            return False

        with ThreadPoolExecutor(9) as pool:
            # One after the other: git itself may lose one of two that commit other files at the same moment.
            notes = pool.submit(lambda: [note(number) for number in range(NOTES)])
            calls = [pool.submit(self.approve, directory, *call) for call in wanted]
            noted, results = notes.result(), [c.result() for c in calls]
        self.that(all(noted), "an ordinary commit was never possible")
        refused = 0
        for call, done in zip(wanted, results):
            landed = call in self.approvals(directory)
            if done.code == 0:
                self.that(landed, f"{call} said that it landed and is lost", done)
                continue
            refused += 1
            settled_another = done.code == 1 and "run the command again" in done.err
            self.that(settled_another or (done.code == 3 and done.err.startswith("cat4: ")),
                      f"{call}: neither landed nor refused", done)
            if landed:
                self.that("endorse" in done.err or "next recording" in done.err,
                          f"{call} is in another commit, and nothing says so", done)
                continue
            for _ in range(2):  # the first may only settle another one's interrupted recording
                again = self.approve(directory, *call)
                if again.code == 0:
                    break
            self.that(call in self.approvals(directory), f"{call} can't try again", again)
        self.equal(self.approvals(directory), sorted(wanted), "not every approval is there once")
        self.in_order(directory, before)
        for number in range(NOTES):
            shown = world.git(directory, "show", f"HEAD:note-{number}.txt")
            self.equal(shown.out, f"{number}\n", "a note is lost")
        return refused

    def worktrees(self):
        """Eight in four linked work trees, each on its own branch: all land, each on its own."""
        self.case = "linked work trees"
        world = self.world
        directory = world.copy(self.start, "trees")
        before = world.head(directory)
        trees = [directory]
        for number in range(3):
            trees.append(world.directory / f"tree-{number}")
            world.must(world.git(directory, "worktree", "add", "-q", "-b", f"side-{number}", trees[-1]))
        wanted = [(tree, "c.control", measure) for tree in trees for measure in MEASURES[:2]]
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda call: self.approve(*call), wanted))
        for done in results:
            self.that(done.code == 0, "one did not land", done)
        for tree in trees:
            self.equal(self.approvals(tree), [("c.control", m) for m in MEASURES[:2]], "not every approval is there once")
            self.equal(len(self.in_order(tree, before)), 2, "not a commit for each")

    def inits(self):
        """Two begin an organization in one new directory: one does, and the other takes nothing of it away."""
        self.case = "two inits"
        for number in range(6):
            directory = self.world.directory / f"new-{number}"
            with ThreadPoolExecutor(2) as pool:
                results = list(pool.map(lambda who: self.world.call(who[0], self.world.directory, "init", directory, "--id", who[1]),
                                        (("t.admin", "one"), ("s.sponsor", "two"))))
            self.equal(sorted(done.code == 0 for done in results), [False, True], "not one of two has begun")
            commits = self.world.git(directory, "rev-list", "--count", "HEAD").out.strip()
            self.equal(commits, "1", "the organization that was begun is not there")
            self.equal(self.world.status(directory), "", "git status")
            self.equal(w.leftovers(directory), [], "files are left over")


def run(directory):
    test = Test(w.World(sys.argv[1], directory / "world"))
    test.different()
    test.same()
    test.race()
    refused = test.beside_ordinary_commits()
    test.worktrees()
    test.inits()
    print(f"parallel: 52 concurrent calls in 6 scenarios, {refused} of 8 beside ordinary commits refused and repeated; "
          f"{test.count} checks, {test.failed} failed")
    return test.failed == 0


w.main(run)
