"""The history: what landed is taken back, hidden, or told anew."""
import re

from harness import NOTHING, case

ENERGY, PARIS = "portfolios/ops/lean/plant/energy", "portfolios/ops/lean/plant/paris"


def without_last(w, measure):
    text = w.read(measure)
    w.write(measure, text[:text.rindex("  - decision:")])


@case("The last confirmation is removed.", finds=[("decision-removed", "error", "ENG-4")])
def removed(w):
    without_last(w, "ENG-4")
    w.commit("l.owner", "ENG-4: tidied")


@removed.twin("Only a comment is added.")
def _(w):
    w.edit("ENG-4", "state: active\n", "state: active  # as decided\n")
    w.commit("l.owner", "ENG-4: tidied")


@case("A measure with decisions is deleted.", finds=[("measure-deleted", "error", "ENG-4")])
def deleted(w):
    w.remove(f"{ENERGY}/ENG-4.yaml")
    w.commit("l.owner", "ENG-4: gone")


@deleted.twin("One without is, which has brought nothing yet.")
def _(w):
    w.write(f"{ENERGY}/ENG-9.yaml", without_actuals(w.read("ENG-1").replace("ENG-1", "ENG-9")))
    w.commit("l.owner", "ENG-9: an idea")
    w.remove(f"{ENERGY}/ENG-9.yaml")
    w.commit("l.owner", "ENG-9: gone")


def without_actuals(text):
    return re.sub(r", actual: \d+", "", text)


@case("A measure without decisions goes, and with it a figure of a closed period.", finds=[("period-closed", "error", "ENG-1")])
def closed_figure_deleted(w):
    w.remove(f"{ENERGY}/ENG-1.yaml")
    w.commit("l.owner", "ENG-1: gone")


@closed_figure_deleted.twin("It moves with its package, and keeps it.")
def _(w):
    w.git("mv", ENERGY, ENERGY.replace("energy", "power"))
    w.commit("l.owner", "Energy: called power")


@case("Its id is given to another measure.", finds=[("measure-deleted", "error", "ENG-4"), ("id-reused", "error", "ENG-4")],
      as_one=(1, [("decision-removed", "ENG-4")]))
def reused(w):
    w.remove(f"{ENERGY}/ENG-4.yaml")
    w.commit("l.owner", "ENG-4: gone")
    w.write(f"{PARIS}/ENG-4.yaml", w.read("ENG-1").replace("ENG-1", "ENG-4"))
    w.commit("l.owner", "ENG-4: anew")


@reused.twin("A new measure gets an id of its own.")
def _(w):
    w.write(f"{ENERGY}/ENG-9.yaml", w.read("ENG-1").replace("ENG-1", "ENG-9"))
    w.commit("l.owner", "ENG-9: anew")


@case("It comes back some steps later, and its decisions do not.", finds=[("measure-deleted", "warning", "ENG-4"), ("id-reused", "error", "ENG-4")])
def comes_back_cut(w):
    text = w.read("ENG-4")
    gone(w)
    w.write(f"{ENERGY}/ENG-4.yaml", text[:text.rindex("  - decision:")])
    w.commit("l.owner", "ENG-4: here again")


@comes_back_cut.twin("It comes back as it was.", warns=[("measure-deleted", "ENG-4")])
def _(w):
    text = w.read("ENG-4")
    gone(w)
    w.write(f"{ENERGY}/ENG-4.yaml", text)
    w.commit("l.owner", "ENG-4: here again")


def gone(w):
    """Deleted on the main line by mistake, which is acknowledged, before the pull request begins."""
    w.remove(f"{ENERGY}/ENG-4.yaml")
    commit = w.commit("l.owner", "ENG-4: gone")
    w.write("waivers.yaml", f"- {{rule: measure-deleted, commit: {commit}, until: 2027-12-31, reason: By mistake, by: t.admin}}\n")
    w.ratify_by_hand("t.admin", "u.admin")
    w.began = w.git("rev-parse", "HEAD")


@case("An open approval that could still count is deleted.", finds=[("decision-removed", "error", "ENG-3")])
def approval_deleted(w):
    w.approvals("ENG-3")[0].unlink()
    w.commit("l.owner", "ENG-3: tidied")


@approval_deleted.twin("A reject voids them, and they go.")
def _(w):
    w.cat4("s.sponsor", "gate", "reject", "ENG-3", "--reason", "Look again")


@case("A file is moved, and loses a decision on the way.", finds=[("decision-removed", "error", "ENG-4")])
def moved_and_cut(w):
    w.write(f"{ENERGY}/package.yaml", w.read(f"{ENERGY}/package.yaml"))
    (w.root / "portfolios/ops/lean/plant/heat").mkdir()
    w.write("portfolios/ops/lean/plant/heat/package.yaml", w.read(f"{ENERGY}/package.yaml").replace("energy", "heat").replace("Energy", "Heat"))
    without_last(w, "ENG-4")
    w.git("mv", f"{ENERGY}/ENG-4.yaml", "portfolios/ops/lean/plant/heat/ENG-4.yaml")
    w.commit("l.owner", "ENG-4: moved")


@moved_and_cut.twin("It is moved as it is, and the one with open approvals with them.")
def _(w):
    (w.root / "portfolios/ops/lean/plant/heat").mkdir()
    w.write("portfolios/ops/lean/plant/heat/package.yaml", w.read(f"{ENERGY}/package.yaml").replace("energy", "heat").replace("Energy", "Heat"))
    for path in ("ENG-4.yaml", "ENG-3.yaml", "ENG-3.approvals"):
        w.git("mv", f"{ENERGY}/{path}", f"portfolios/ops/lean/plant/heat/{path}")
    w.commit("l.owner", "Moved")


def side(w, name="side"):
    """A branch with a harmless commit."""
    w.branch(name)
    w.write(f"{name}.txt", "notes\n")
    w.commit("l.owner", "Notes")
    w.checkout("main")


@case("A merge hides a stage that neither side has.", finds=[("stage-mismatch", "error", "ENG-1")])
def evil_merge(w):
    side(w)
    w.git("merge", "-q", "--no-ff", "--no-commit", "side", person="l.owner")
    w.stands("ENG-1", "decided")
    w.commit("l.owner", "Merge side")


@evil_merge.twin("A merge that adds nothing.")
def _(w):
    side(w)
    w.merge("l.owner", "side")


@case("An octopus merge takes a confirmation back.", finds=[("decision-removed", "error", "ENG-4")])
def octopus(w):
    side(w, "one")
    side(w, "two")
    w.git("merge", "-q", "--no-ff", "--no-commit", "one", "two", person="l.owner")
    without_last(w, "ENG-4")
    w.commit("l.owner", "Merge one and two")


@octopus.twin("One that adds nothing.")
def _(w):
    side(w, "one")
    side(w, "two")
    w.merge("l.owner", "one", "two")


@case("A revert takes the hold back.", finds=[("decision-removed", "error", "ENG-7")])
def reverted(w):
    commit = w.git("log", "-1", "--format=%H", "--grep", "ENG-7: hold")
    w.git("revert", "--no-edit", commit, person="l.owner")


@reverted.twin("It is resumed.")
def _(w):
    w.cat4("c.control", "gate", "approve", "ENG-7", "--for", "resume", check=False)
    w.cat4("a.chair", "gate", "approve", "ENG-7", "--for", "resume", check=False)
    w.cat4("b.member", "gate", "approve", "ENG-7", "--for", "resume", check=False)
    w.cat4("s.sponsor", "gate", "resume", "ENG-7")


@case("A merge resolves everything in favour of an old branch.", finds=[("decision-removed", "error", "ENG-4"), ("decision-removed", "error", "ENG-4")])
def old_branch_wins(w):
    old = w.git("log", "-1", "--format=%H", "--grep", "ENG-4: confirm", "--skip=1")
    w.git("checkout", "-q", "-b", "old", f"{old}~1")
    w.write("notes.txt", "notes\n")
    w.commit("l.owner", "Notes")
    w.checkout("main")
    w.git("merge", "-q", "--no-ff", "--no-commit", "old", person="l.owner")
    w.git("checkout", "-q", "old", "--", f"{ENERGY}/ENG-4.yaml")
    w.commit("l.owner", "Merge old")


@old_branch_wins.twin("It is merged as git does it.")
def _(w):
    old = w.git("log", "-1", "--format=%H", "--grep", "ENG-4: confirm", "--skip=1")
    w.git("checkout", "-q", "-b", "old", f"{old}~1")
    w.write("notes.txt", "notes\n")
    w.commit("l.owner", "Notes")
    w.land("l.owner", "old")


@case("The main line is rebuilt without the last step, behind a pin.", finds=[("trust-root-mismatch", "error", None)], as_one=NOTHING)
def rebuilt(w):
    w.root_digest += "@" + w.git("rev-parse", "HEAD")
    w.git("reset", "-q", "--hard", "HEAD~1")
    w.commit("l.owner", "As if nothing had been")


@rebuilt.twin("It goes on.")
def _(w):
    w.root_digest += "@" + w.git("rev-parse", "HEAD")
    w.commit("l.owner", "And on")


@case("Another organization is put in the place of this one.", finds=[("trust-root-mismatch", "error", None)], as_one=(3, [("history-incomplete", None)]))
def root_replaced(w):
    w.git("checkout", "-q", "--orphan", "new")
    w.git("rm", "-q", "-r", "-f", ".")
    w.write("organization.yaml", "format: 1\nid: demo\nname: Demo\ncurrency: EUR\nlegal_entities:\n  - {id: DE, name: Demo GmbH}\n")
    w.write("people/x.stranger.yaml", f"id: x.stranger\nname: X\nemail: x@demo.example\nroles: [admin]\nkeys:\n  - {{key: {w.public('x.stranger')}}}\n")
    w.commit("x.stranger", "Files")
    w.cat4("x.stranger", "registry", "ratify", "--note", "Mine")


@root_replaced.twin("The one that is there stays.")
def _(w):
    w.edit("people/l.owner.yaml", "name: l.owner", "name: L. Owner")
    w.ratify("t.admin", "u.admin")


# ---- how decisions travel: what was signed stays proven, and only the signed commit can get lost

def approved_aside(w):
    w.branch("aside")
    w.cat4("s.sponsor", "gate", "advance", "ENG-1")


@case("The forge squashes a branch with a decision.", finds=[("unsigned-approval-commit", "error", "ENG-1")])
def squashed(w):
    approved_aside(w)
    w.squash("l.owner", "aside", signed=False)


@squashed.twin("Somebody of the registry squashes and signs.")
def _(w):
    approved_aside(w)
    w.squash("l.owner", "aside")


@case("The forge rebases it.", finds=[("unsigned-approval-commit", "error", "ENG-1")])
def rebased(w):
    approved_aside(w)
    w.checkout("main")
    w.commit("l.owner", "Meanwhile")
    w.checkout("aside")
    w.git("rebase", "-q", "main", person="l.owner")
    w.checkout("main")
    w.git("merge", "-q", "--ff-only", "aside")


@rebased.twin("It is merged.")
def _(w):
    approved_aside(w)
    w.checkout("main")
    w.commit("l.owner", "Meanwhile")
    w.merge("l.owner", "aside")


@case("It is cherry-picked without a signature.", finds=[("unsigned-approval-commit", "error", "ENG-1")])
def cherry_picked(w):
    approved_aside(w)
    w.checkout("main")
    w.git("cherry-pick", "aside", person="l.owner")


@cherry_picked.twin("With one.")
def _(w):
    approved_aside(w)
    w.checkout("main")
    w.git("cherry-pick", "aside", person="l.owner", sign=True)


@case("The commit that recorded it is signed by a stranger.", finds=[("unsigned-approval-commit", "error", "ENG-1")])
def recorded_by_a_stranger(w):
    approved_aside(w)
    w.checkout("main")
    w.git("-c", "merge.ff=true", "merge", "-q", "--squash", "aside")
    w.commit("x.stranger", "Squashed")


@recorded_by_a_stranger.twin("Lost as well, and endorsed by the sponsor.")
def _(w):
    approved_aside(w)
    w.checkout("main")
    w.git("-c", "merge.ff=true", "merge", "-q", "--squash", "aside")
    w.commit("x.stranger", "Squashed")
    w.cat4("s.sponsor", "decision", "endorse", "ENG-1", "1")


@case("Where policy only prefers signed commits, a lost one is a warning; and the plan changes.",
      finds=[("unsigned-approval-commit", "warning", "ENG-1"), ("terms-changed", "error", "ENG-4")])
def preferred(w):
    prefer(w)
    approved_aside(w)
    w.squash("l.owner", "aside", signed=False)
    w.edit("ENG-4", "2026-10: {plan: 4000,", "2026-10: {plan: 1000,")
    w.commit("l.owner", "ENG-4: plan")


@preferred.twin("The same without the plan.", warns=[("unsigned-approval-commit", "ENG-1")],
                as_one=(1, [("stale-approval", "ENG-1")]))  # it names the policy of the same step
def _(w):
    prefer(w)
    approved_aside(w)
    w.squash("l.owner", "aside", signed=False)


def prefer(w):
    w.edit("policy.yaml", "version: 2\n", "version: 3\nsigned_commits: preferred\n")
    w.ratify("t.admin", "u.admin")


@case("An endorsement is signed by somebody who has left.", finds=[("unsigned-approval-commit", "error", "ENG-1"), ("role-not-held", "error", None)])
def endorsed_by_a_leaver(w):
    approved_aside(w)
    w.squash("l.owner", "aside", signed=False)
    endorse(w, "g.gone")


@endorsed_by_a_leaver.twin("By somebody who is there.")
def _(w):
    approved_aside(w)
    w.squash("l.owner", "aside", signed=False)
    endorse(w, "l.owner")


def endorse(w, person):
    digest = w.digest("ENG-1", w.entries("ENG-1")[0])
    statement = (f"cat4-statement: 1\norganization: demo\ndecision: endorse\nstatement: {digest}\nby: {person}\non: {w.day}\n").encode()
    w.write("registry.yaml", w.read("registry.yaml") + f"  - decision: endorse\n    statements: [{digest}]\n    by: {person}\n    on: {w.day}\n"
            f"    signature: {w.sign(person, statement)}\n")
    w.commit("l.owner", "Endorsed")


@case("A key that was stolen is marked, and what it signed since.", finds=[("tainted-decision", "warning", m) for m in
      ("ENG-3", "ENG-4", "ENG-4", "ENG-8")], code=0)
def tainted(w):
    w.edit("people/c.control.yaml", f"{w.public('c.control')}}}", f"{w.public('c.control')}, status: compromised}}\n  - {{key: {w.public('spare.1')}}}")
    w.ratify("t.admin", "u.admin")


@tainted.twin("A key that is retired taints nothing.")
def _(w):
    w.edit("people/c.control.yaml", f"{w.public('c.control')}}}", f"{w.public('c.control')}, status: retired}}\n  - {{key: {w.public('spare.1')}}}")
    w.ratify("t.admin", "u.admin")




@case("Somebody's signed merge brings a decision that nobody's signed commit recorded.", finds=[("unsigned-approval-commit", "error", "ENG-4")])
def recorded_by_a_merge(w):
    w.branch("side")
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}))
    w.commit("c.control", "ENG-4: May", signed=False)
    w.checkout("main")
    w.write("README.md", "Other work\n")
    w.commit("l.owner", "Other work")
    w.merge("l.owner", "side", signed=True)


@recorded_by_a_merge.twin("The commit that it brings is signed.")
def _(w):
    w.branch("side")
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}))
    w.commit("c.control", "ENG-4: May")
    w.checkout("main")
    w.write("README.md", "Other work\n")
    w.commit("l.owner", "Other work")
    w.merge("l.owner", "side", signed=True)


def unreadable(w):
    """A slip makes a measure unreadable, which is found, before the attack begins."""
    text = w.read("ENG-4")
    w.write("ENG-4", text + "oops: [\n")
    w.commit("l.owner", "ENG-4: a slip")
    w.began = w.git("rev-parse", "HEAD")
    return text


@case("A measure is repaired, but for its last decision.", finds=[("syntax-error", "error", "ENG-4"), ("id-reused", "error", "ENG-4")],
      as_one=(1, [("id-reused", "ENG-4")]))
def repaired_without(w):
    text = unreadable(w)
    w.write("ENG-4", text[:text.rindex("  - decision:")])
    w.commit("l.owner", "ENG-4: repaired")


@repaired_without.twin("It is repaired.", code=1, errors=[("syntax-error", "ENG-4")], as_one=NOTHING)
def _(w):
    w.write("ENG-4", unreadable(w))
    w.commit("l.owner", "ENG-4: repaired")


@case("After a change of the plan the organization's file is removed, and with it every tree to look at.",
      finds=[("terms-changed", "error", "ENG-4"), ("unratified-registry", "error", None), ("registry-rewritten", "error", None)],
      as_one=(1, [("terms-changed", "ENG-4")]))
def organization_removed(w):
    w.edit("ENG-4", "2026-10: {plan: 4000,", "2026-10: {plan: 10,")
    w.commit("l.owner", "ENG-4: plan")
    w.remove("organization.yaml")
    w.commit("l.owner", "Gone")


@organization_removed.twin("A file that nobody reads is removed.")
def _(w):
    w.write("README.md", "Demo\n")
    w.commit("l.owner", "Read me")
    w.remove("README.md")
    w.commit("l.owner", "Gone")
