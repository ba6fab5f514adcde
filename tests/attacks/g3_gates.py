"""Gates, terms and figures: what was decided is not what stands there."""
from base import amend
from harness import NOTHING, case


def advance(w, measure, gate, by="s.sponsor", **fields):
    w.append(measure, w.entry(measure, "advance", by, "sponsor", gate=gate, **fields))
    w.stands(measure, gate)


def vote(w, measure, gate="decided", **fields):
    for by, role in (("c.control", "controller"), ("a.chair", "steering_committee"), ("b.member", "steering_committee")):
        w.approval(measure, w.entry(measure, "approve", by, role, gate=gate, **fields))


@case("A gate is skipped.", finds=[("stage-mismatch", "error", "ENG-1"), ("illegal-transition", "error", "ENG-1")])
def skipped(w):
    advance(w, "ENG-1", "detailed")
    w.commit("s.sponsor", "ENG-1: detailed")


@skipped.twin("Two gates at once, each with its decision.")
def _(w):
    advance(w, "ENG-1", "identified")
    advance(w, "ENG-1", "detailed")
    w.commit("s.sponsor", "ENG-1: detailed")


@case("Two gates are taken at once, the second without its approvals.", finds=[("missing-approval", "error", "ENG-1")])
def two_gates(w):
    for gate in ("identified", "detailed", "decided"):
        advance(w, "ENG-1", gate)
    w.commit("s.sponsor", "ENG-1: decided")


@two_gates.twin("With the approvals of the last one.")
def _(w):
    advance(w, "ENG-1", "identified")
    advance(w, "ENG-1", "detailed")
    vote(w, "ENG-1")
    w.collect("ENG-1")
    advance(w, "ENG-1", "decided")
    w.commit("s.sponsor", "ENG-1: decided")


@case("One vote is missing.", finds=[("missing-approval", "error", "ENG-3")])
def one_vote_missing(w):
    w.collect("ENG-3")
    advance(w, "ENG-3", "decided")
    w.commit("s.sponsor", "ENG-3: decided")


@one_vote_missing.twin("The second member votes.")
def _(w):
    w.approval("ENG-3", w.entry("ENG-3", "approve", "b.member", "steering_committee", gate="decided"))
    w.collect("ENG-3")
    advance(w, "ENG-3", "decided")
    w.commit("s.sponsor", "ENG-3: decided")


@case("The plan is raised after it was approved, before the gate is taken.", finds=[("missing-approval", "error", "ENG-3")])
def older_terms(w):
    w.approval("ENG-3", w.entry("ENG-3", "approve", "b.member", "steering_committee", gate="decided"))
    w.edit("ENG-3", "2026-10: {plan: 4000", "2026-10: {plan: 9000")
    w.collect("ENG-3")
    advance(w, "ENG-3", "decided")
    w.commit("s.sponsor", "ENG-3: decided")


@older_terms.twin("What was approved is decided.")
def _(w):
    w.approval("ENG-3", w.entry("ENG-3", "approve", "b.member", "steering_committee", gate="decided"))
    w.edit("ENG-3", "forecast: 4000", "forecast: 9000")
    w.collect("ENG-3")
    advance(w, "ENG-3", "decided")
    w.commit("s.sponsor", "ENG-3: decided")


def after_decided(name, sentence, old, new, twin, honest_old, honest_new, more=()):
    def attack(w):
        w.edit("ENG-4", old, new)
        w.commit("l.owner", "ENG-4: a detail")
    attack.__code__ = attack.__code__.replace(co_name=name)
    attack.__name__ = name
    made = case(sentence, finds=[("terms-changed", "error", "ENG-4"), *more])(attack)

    @made.twin(twin)
    def _(w):
        w.edit("ENG-4", honest_old, honest_new)
        w.commit("l.owner", "ENG-4: a detail")
    return made


PLAN, FORECAST = "2026-10: {plan: 4000,", "forecast: 4000"
plan_changed = after_decided("plan_changed", "The plan is changed after it was decided.", PLAN, "2026-10: {plan: 2000,",
                             "The forecast is.", FORECAST, "forecast: 2000")
due_changed = after_decided("due_changed", "A milestone's due date is moved after it was decided.", "due: 2026-02-27", "due: 2026-12-31",
                            "Its forecast is.", "due: 2026-02-27", "due: 2026-02-27, forecast: 2026-12-31")
controller_changed = after_decided("controller_changed", "Another controller is named after it was decided.", "controller: c.control",
                                   "controller: d.deputy", "Another owner is.", "owner: l.owner", "owner: o.other")
entity_changed = after_decided("entity_changed", "The measure goes to another legal entity after it was decided.", "state: active\n",
                               "state: active\nlegal_entity: FR\n", "It gets a tag.", "state: active\n", "state: active\ntags: [grid]\n")
original_invented = after_decided("original_invented", "A first plan is invented beside the one that was decided.", PLAN,
                                  "2026-10: {original: 9000, plan: 4000,", "The forecast is changed.", FORECAST, "forecast: 3500",
                                  more=())


@case("The container gets another sponsor, whom decided measures inherit.",
      finds=[("terms-changed", "error", f"ENG-{n}") for n in (4, 5, 6, 7, 8)])
def container_sponsor(w):
    w.edit("people/o.other.yaml", "roles: [owner]", "roles: [owner, sponsor]")
    w.ratify("t.admin", "u.admin")
    w.edit("portfolios/ops/lean/plant/energy/package.yaml", "sponsor: s.sponsor", "sponsor: o.other")
    w.commit("l.owner", "Sponsor")


@container_sponsor.twin("The container gets a description.")
def _(w):
    w.edit("portfolios/ops/lean/plant/energy/package.yaml", "name: Energy", "name: Energy and heat")
    w.commit("l.owner", "Name")


@case("What was confirmed is changed.", finds=[("decision-changed", "error", "ENG-4"), ("bad-signature", "error", "ENG-4")])
def confirmed_changed(w):
    w.edit_last("ENG-4", "2026-04: 2000.00", "2026-04: 2500.00") if "2026-04: 2000.00" in w.read("ENG-4") else w.edit_last("ENG-4", "2026-04: 2000", "2026-04: 2500")
    w.commit("c.control", "ENG-4: a slip")


@confirmed_changed.twin("It is restated.")
def _(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-04": "2500.00"}, restates="true", reason="A slip"))
    w.commit("c.control", "ENG-4: a slip")


@case("A month is confirmed twice.", finds=[("confirmation-overlap", "error", "ENG-4")])
def confirmed_twice(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-04": "2500.00"}))
    w.commit("c.control", "ENG-4: more")


@confirmed_twice.twin("The next month is confirmed.")
def _(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}))
    w.commit("c.control", "ENG-4: more")


@case("A confirmation leaves an earlier one out of account.", finds=[("stale-approval", "error", "ENG-4"), ("confirmation-overlap", "error", "ENG-4")])
def wrong_previous(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}, previous="none"))
    w.commit("c.control", "ENG-4: May")


@wrong_previous.twin("It names the one before.")
def _(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}))
    w.commit("c.control", "ENG-4: May")


@case("A measure that is closed is restated.", finds=[("illegal-transition", "error", "ENG-5")])
def restated_after_closing(w):
    w.append("ENG-5", w.entry("ENG-5", "confirm", "c.control", "controller", amounts={"2026-05": "9000.00"}, restates="true", reason="More"))
    w.commit("c.control", "ENG-5: more")


@restated_after_closing.twin("One that is not is.")
def _(w):
    w.append("ENG-8", w.entry("ENG-8", "confirm", "c.control", "controller", amounts={"2026-05": "9000.00"}, restates="true", reason="More"))
    w.commit("c.control", "ENG-8: more")


@case("A closed measure gets another story.", finds=[("closed-measure-changed", "error", "ENG-5")])
def closed_edited(w):
    w.edit("ENG-5", "owner: l.owner", "owner: o.other")
    w.commit("l.owner", "ENG-5: handed over")


@closed_edited.twin("An open one does.")
def _(w):
    w.edit("ENG-4", "owner: l.owner", "owner: o.other")
    w.commit("l.owner", "ENG-4: handed over")


@case("A figure of a closed period is changed.", finds=[("period-closed", "error", "ENG-4")])
def closed_period(w):
    w.edit("ENG-4", "actual: 3000", "actual: 2900")
    w.commit("l.owner", "ENG-4: actuals")


@closed_period.twin("One of an open period is added.")
def _(w):
    w.edit("ENG-4", "2026-10: {plan: 4000,", "2026-10: {plan: 4000, actual: 3900,")
    w.commit("l.owner", "ENG-4: actuals")


@case("Under the cover of a hold the sponsor's measure gets another plan.", finds=[("terms-changed", "error", "ENG-4")])
def under_cover_of_a_hold(w):
    w.cat4("s.sponsor", "gate", "hold", "ENG-4", "--reason", "Grid", "--until", "2026-12-31")
    w.edit("ENG-4", PLAN, "2026-10: {plan: 1000,")
    w.commit("l.owner", "ENG-4: plan")


@under_cover_of_a_hold.twin("The hold alone.")
def _(w):
    w.cat4("s.sponsor", "gate", "hold", "ENG-4", "--reason", "Grid", "--until", "2026-12-31")


@case("An amend lands without its approvals.", finds=[("missing-approval", "error", "ENG-4"), ("terms-changed", "error", "ENG-4")])
def amend_alone(w):
    w.edit("ENG-4", PLAN, "2026-10: {plan: 1000,")
    w.append("ENG-4", w.entry("ENG-4", "amend", "s.sponsor", "sponsor", reason="Less"))
    w.commit("s.sponsor", "ENG-4: amend")


@amend_alone.twin("With them, as one step.")
def _(w):
    w.branch("amend")
    w.edit("ENG-4", PLAN, "2026-10: {plan: 1000,")
    amend(w, "ENG-4", "Less")
    w.land("s.sponsor", "amend")


@case("A measure is closed although a month is not confirmed.", finds=[("unmet-criterion", "error", "ENG-4")])
def closed_unconfirmed(w):
    w.day = "2026-07-20"
    w.edit("ENG-4", "due: 2026-02-27", "due: 2026-02-27, done: 2026-02-20")
    advance(w, "ENG-4", "implemented")
    w.approval("ENG-4", w.entry("ENG-4", "approve", "c.control", "controller", gate="closed", confirmed={"ebitda": "3000.00"}))
    w.collect("ENG-4")
    advance(w, "ENG-4", "closed", confirmed={"ebitda": "3000.00"})
    w.commit("s.sponsor", "ENG-4: closed")


@closed_unconfirmed.twin("All months are.")
def _(w):
    w.day = "2026-07-20"
    w.cat4("c.control", "gate", "approve", "ENG-8")
    w.cat4("s.sponsor", "gate", "advance", "ENG-8")


@case("It is closed on another sum than was confirmed.", finds=[("stale-approval", "error", "ENG-8"), ("missing-approval", "error", "ENG-8")])
def wrong_sum(w):
    w.approval("ENG-8", w.entry("ENG-8", "approve", "c.control", "controller", gate="closed", confirmed={"ebitda": "6000.00"}))
    w.collect("ENG-8")
    advance(w, "ENG-8", "closed", confirmed={"ebitda": "9000.00"})
    w.commit("s.sponsor", "ENG-8: closed")


@wrong_sum.twin("On the sum that was.")
def _(w):
    w.approval("ENG-8", w.entry("ENG-8", "approve", "c.control", "controller", gate="closed", confirmed={"ebitda": "6000.00"}))
    w.collect("ENG-8")
    advance(w, "ENG-8", "closed", confirmed={"ebitda": "6000.00"})
    w.commit("s.sponsor", "ENG-8: closed")


@case("Under the cover of a legal entity that does not exist, the plan and the controller change.",
      finds=[("terms-changed", "error", "ENG-4"), ("unresolved-reference", "error", "ENG-4")])
def unknown_entity(w):
    w.edit("ENG-4", "2026-05: {plan: 3000", "2026-05: {plan: 30000")
    w.edit("ENG-4", "controller: c.control", "controller: d.deputy\nlegal_entity: NOPE")
    w.commit("l.owner", "ENG-4: a detail")


@unknown_entity.twin("The entity that it inherits is written into the measure.")
def _(w):
    w.edit("ENG-4", "controller: c.control", "controller: c.control\nlegal_entity: DE")
    w.commit("l.owner", "ENG-4: a detail")


def plan_slip(w):
    """The plan was changed once, and that is found, before the attack begins."""
    w.edit("ENG-4", PLAN, "2026-10: {plan: 4001,")
    w.commit("l.owner", "ENG-4: a slip")
    w.began = w.git("rev-parse", "HEAD")


SLIP = ("terms-changed", "error", "ENG-4")


@case("After one change of a locked plan has landed, another one lands.", finds=[SLIP, SLIP], as_one=(1, [("terms-changed", "ENG-4")]))
def changed_twice(w):
    plan_slip(w)
    w.edit("ENG-4", "2026-10: {plan: 4001,", "2026-10: {plan: 900000,")
    w.commit("l.owner", "ENG-4: more")


@changed_twice.twin("The slip is found once, and not again with the next status.", code=1, errors=[("terms-changed", "ENG-4")], as_one=NOTHING)
def _(w):
    plan_slip(w)
    w.edit("ENG-4", FORECAST, "forecast: 3800")
    w.commit("l.owner", "ENG-4: forecast")


def amend_of(w, terms=None):
    """An amend by everybody it needs, written by hand."""
    for by, role, kind in (("c.control", "controller", "approve"), ("a.chair", "steering_committee", "approve"),
                           ("b.member", "steering_committee", "approve"), ("s.sponsor", "sponsor", "amend")):
        fields = {"gate": "amend"} if kind == "approve" else {}
        w.append("ENG-6", w.entry("ENG-6", kind, by, role, reason="As it is", **fields, **({"terms": terms} if terms else {})))


@case("Behind a slip an amend seals other terms than the file's.", finds=[("terms-changed", "error", "ENG-6"), ("terms-changed", "error", "ENG-6")],
      as_one=(1, [("terms-changed", "ENG-6")]))
def amend_of_other_terms(w):
    w.edit("ENG-6", "title: Measure ENG-6", "title: Measure six")
    w.commit("l.owner", "ENG-6: a slip")
    w.began = w.git("rev-parse", "HEAD")
    amend_of(w, "sha256:" + "ab" * 32)
    w.commit("s.sponsor", "ENG-6: amended")


@amend_of_other_terms.twin("An amend that seals the file's settles the slip, which stays found.", code=1, errors=[("terms-changed", "ENG-6")], as_one=NOTHING)
def _(w):
    w.edit("ENG-6", "title: Measure ENG-6", "title: Measure six")
    w.commit("l.owner", "ENG-6: a slip")
    w.began = w.git("rev-parse", "HEAD")
    amend_of(w)
    w.commit("s.sponsor", "ENG-6: amended")


STAGES = """stages:
  - {id: defined}
  - {id: identified, requires: [description, alive%s], approvals: [sponsor], weight: 10}
  - {id: detailed, requires: [business_case, baseline, milestones], approvals: [sponsor], weight: 30}
  - {id: decided, approvals: [sponsor, controller, steering_committee]%s, weight: 60}
  - {id: implemented, requires: [milestones_done], approvals: [sponsor]%s, weight: 90}
%s  - {id: closed, requires: [ebitda_confirmed], approvals: [controller, sponsor], weight: 100}
"""
LOCK = ", locks_terms: true"


def policy(w, more="", decided=LOCK, implemented="", stage=""):
    w.write("policy.yaml", "version: 3\nregistry_approvals: 2\n" + STAGES % (more, decided, implemented, stage))


def new_stage(w):
    """A stage comes with the policy, and the measure plans its gate at once."""
    w.branch("stage")
    policy(w, stage="  - {id: proven, approvals: [sponsor], weight: 95}\n")
    w.cat4("t.admin", "registry", "ratify", "--note", "Stage")
    w.cat4("u.admin", "registry", "ratify", "--note", "Stage")
    w.edit("ENG-4", "milestones:", "gates:\n  proven: 2027-01-01\nmilestones:")


@case("A new stage, which only the new policy knows, hides a forged confirmation and a changed figure.",
      finds=[("unknown-signer", "error", "ENG-4"), ("period-closed", "error", "ENG-4"), ("unsigned-approval-commit", "error", "ENG-4")])
def hidden_by_a_stage(w):
    new_stage(w)
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}, key="spare.1", policy="2"))
    w.edit("ENG-4", "actual: 1000", "actual: 7777")
    w.commit("l.owner", "ENG-4: stage", signed=False)
    w.land("t.admin", "stage")


@hidden_by_a_stage.twin("The gate alone is planned, and an honest confirmation lands with it.")
def _(w):
    new_stage(w)
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}, policy="2"))
    w.commit("c.control", "ENG-4: stage")
    w.land("t.admin", "stage")


def depends(w, stage):
    policy(w, more=", dependencies_met")
    w.ratify("t.admin", "u.admin")
    w.began = w.git("rev-parse", "HEAD")
    w.edit("ENG-1", "milestones:", f"depends_on:\n  - {{measure: ENG-2, stage: {stage}, by: 2026-12-31}}\nmilestones:")
    w.commit("l.owner", "ENG-1: depends")
    w.append("ENG-1", w.entry("ENG-1", "advance", "s.sponsor", "sponsor", gate="identified"))
    w.stands("ENG-1", "identified")
    w.commit("s.sponsor", "ENG-1: identified")


@case("A gate is taken although what the measure depends on has not got there.", finds=[("unmet-criterion", "error", "ENG-1")])
def dependency_open(w):
    depends(w, "closed")


@dependency_open.twin("It has.")
def _(w):
    depends(w, "detailed")


def lock_moves(w, **where):
    policy(w, **where)
    w.ratify("t.admin", "u.admin")
    w.began = w.git("rev-parse", "HEAD")


@case("A later policy locks terms later, and the plan of a measure that was decided before is changed.", finds=[SLIP])
def lock_moved(w):
    lock_moves(w, decided="", implemented=LOCK)
    w.edit("ENG-4", PLAN, "2026-10: {plan: 10,")
    w.commit("l.owner", "ENG-4: plan")


@lock_moved.twin("That of one which was not decided is.")
def _(w):
    lock_moves(w, decided="", implemented=LOCK)
    w.edit("FRA-1", PLAN, "2026-10: {plan: 10,")
    w.commit("l.owner", "FRA-1: plan")


@case("An effect of a closed period goes over to another currency.", finds=[("period-closed", "error", "FRA-1")] * 3)
def closed_currency(w):
    w.write("rates.yaml", "plan: {USD: 0.5}\nmonths:\n" + "".join(f"  2026-{m:02}: {{USD: 0.5}}\n" for m in (3, 4, 5)))
    w.ratify("t.admin", "u.admin")
    w.began = w.git("rev-parse", "HEAD")
    w.edit("FRA-1", "    nature: recurring\n", "    nature: recurring\n    currency: USD\n")
    w.commit("l.owner", "FRA-1: dollars")


@closed_currency.twin("The currency that it has is written down.")
def _(w):
    w.edit("FRA-1", "    nature: recurring\n", "    nature: recurring\n    currency: EUR\n")
    w.commit("l.owner", "FRA-1: euros")


@case("A month is confirmed that had not come when it was.", finds=[("confirmed-in-future", "error", "ENG-4")])
def future_month(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-11": "4000.00"}))
    w.commit("c.control", "ENG-4: November")


@future_month.twin("One that is over.")
def _(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}))
    w.commit("c.control", "ENG-4: May")


@case("Money of an effect is confirmed that the measure does not have.", finds=[("unresolved-reference", "error", "ENG-4")])
def effect_that_is_not_there(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", effect="nosuch", amounts={"2026-05": "3000.00"}))
    w.commit("c.control", "ENG-4: more")


@effect_that_is_not_there.twin("Of the one that it has.")
def _(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", effect="ebitda", amounts={"2026-05": "3000.00"}))
    w.commit("c.control", "ENG-4: more")


@case("What was confirmed is replaced without a reason.", finds=[("missing-reason", "error", "ENG-4")])
def restated_without_reason(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-04": "2500.00"}, restates="true"))
    w.commit("c.control", "ENG-4: a slip")


@restated_without_reason.twin("With one.")
def _(w):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-04": "2500.00"}, restates="true", reason="A slip"))
    w.commit("c.control", "ENG-4: a slip")
