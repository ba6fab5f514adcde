"""People: who signed, and whether he may."""
from harness import case


def approve(w, by, role, key=None, measure="ENG-2", **fields):
    w.approval(measure, w.entry(measure, "approve", by, role, key=key, gate="decided", **fields))


def confirm(w, by="c.control", role="controller", key=None, measure="ENG-4", amounts=None, **fields):
    w.append(measure, w.entry(measure, "confirm", by, role, key=key, amounts=amounts or {"2026-05": "3000.00"}, **fields))
    w.commit(by, f"{measure}: confirm", key=key)


def honest_confirm(w):
    w.cat4("c.control", "confirm", "ENG-4", "--through", "2026-05", "--checked", "Ledger")


@case("Somebody whom the registry does not know confirms.", finds=[("unknown-signer", "error", "ENG-4"), ("role-not-held", "error", "ENG-4"),
                                                                   ("unsigned-approval-commit", "error", "ENG-4")])
def stranger(w):
    confirm(w, by="x.stranger")


stranger.twin("The controller does.")(honest_confirm)


@case("A stranger's key signs in the controller's name.", finds=[("unknown-signer", "error", "ENG-4"), ("unsigned-approval-commit", "error", "ENG-4")])
def foreign_key(w):
    confirm(w, key="x.stranger")


foreign_key.twin("The controller's own does.")(honest_confirm)


@case("Another person's key signs in the controller's name.", finds=[("unknown-signer", "error", "ENG-4")])
def key_of_another(w):
    confirm(w, key="l.owner")


key_of_another.twin("The controller's own does.")(honest_confirm)


@case("A controller who has left confirms.", finds=[("role-not-held", "error", "ENG-4"), ("unsigned-approval-commit", "error", "ENG-4")])
def departed(w):
    confirm(w, by="g.gone")


departed.twin("The one who is there does.")(honest_confirm)


@case("A decision lands by a key that was retired.", finds=[("retired-key", "error", "ENG-1"), ("unsigned-approval-commit", "error", "ENG-1")])
def retired_key(w):
    w.append("ENG-1", w.entry("ENG-1", "advance", "s.sponsor", "sponsor", key="s.sponsor.old", gate="identified"))
    w.stands("ENG-1", "identified")
    w.commit("s.sponsor", "ENG-1: advance", key="s.sponsor.old")


@retired_key.twin("It lands by the key that is active.")
def _(w):
    w.cat4("s.sponsor", "gate", "advance", "ENG-1")


@case("The owner takes the gate as sponsor.", finds=[("role-not-held", "error", "ENG-1")])
def role_not_held(w):
    w.append("ENG-1", w.entry("ENG-1", "advance", "l.owner", "sponsor", gate="identified"))
    w.stands("ENG-1", "identified")
    w.commit("l.owner", "ENG-1: advance")


@role_not_held.twin("The sponsor does.")
def _(w):
    w.cat4("s.sponsor", "gate", "advance", "ENG-1")


@case("The controller of another legal entity confirms.", finds=[("role-not-held", "error", "ENG-4")])
def other_entity(w):
    confirm(w, by="f.control")


@other_entity.twin("He confirms what is his.")
def _(w):
    w.cat4("f.control", "confirm", "FRA-2", "--through", "2026-03", "--checked", "Ledger")


@case("A controller is named on the measure outside of his legal entities.", finds=[("role-not-held", "error", "FRA-1")])
def outside_scope(w):
    w.edit("FRA-1", "controller: f.control", "controller: c.control")
    w.commit("l.owner", "FRA-1: another controller")
    approve(w, "c.control", "controller", measure="FRA-1")
    w.commit("c.control", "FRA-1: approve")


@outside_scope.twin("The one who is responsible there stays.")
def _(w):
    w.cat4("f.control", "gate", "approve", "FRA-1")


@case("The owner of a measure is its controller and approves.", finds=[("separation-of-duties", "error", "ENG-2")])
def owner_and_controller(w):
    w.edit("ENG-2", "owner: l.owner", "owner: c.control")
    w.commit("l.owner", "ENG-2: handed over")
    approve(w, "c.control", "controller")
    w.commit("c.control", "ENG-2: approve")


@owner_and_controller.twin("The owner is somebody else.")
def _(w):
    w.edit("ENG-2", "owner: l.owner", "owner: o.other")
    w.commit("l.owner", "ENG-2: handed over")
    approve(w, "c.control", "controller")
    w.commit("c.control", "ENG-2: approve")


def vote_twice(w, second):
    """Decides on ENG-2 with two votes of the committee."""
    approve(w, "c.control", "controller")
    approve(w, "b.member", "steering_committee", note="One")
    approve(w, second, "steering_committee", key="b.member.2" if second == "b.member" else None, note="Two")
    w.collect("ENG-2")
    w.append("ENG-2", w.entry("ENG-2", "advance", "s.sponsor", "sponsor", gate="decided"))
    w.stands("ENG-2", "decided")
    w.commit("s.sponsor", "ENG-2: decided")


@case("One member of the committee votes twice, with two keys.", finds=[("missing-approval", "error", "ENG-2")])
def two_keys(w):
    vote_twice(w, "b.member")


@two_keys.twin("Two members vote.")
def _(w):
    vote_twice(w, "e.member")


@case("A new key that somebody else has already is given to a second person.", finds=[("key-reuse", "error", None), ("unratified-registry", "error", None)])
def shared_key(w):
    w.edit("people/e.member.yaml", w.public("e.member"), w.public("e.member") + "}\n  - {key: " + w.public("b.member"))
    w.ratify_by_hand("t.admin", "u.admin")


@shared_key.twin("He gets a key of his own.")
def _(w):
    w.edit("people/e.member.yaml", w.public("e.member"), w.public("e.member") + "}\n  - {key: " + w.public("spare.1"))
    w.ratify("t.admin", "u.admin")


@case("Somebody confirms for the controller who is not his deputy.", finds=[("role-not-held", "error", "ENG-4")])
def no_deputy(w):
    confirm(w, by="f.control", for_="c.control")


@no_deputy.twin("His deputy does.")
def _(w):
    w.cat4("d.deputy", "confirm", "ENG-4", "--through", "2026-05", "--checked", "Ledger", "--on-behalf", "c.control")


@case("The deputy confirms in his own name.", finds=[("role-not-held", "error", "ENG-4")])
def deputy_alone(w):
    confirm(w, by="d.deputy")


@deputy_alone.twin("He says for whom.")
def _(w):
    w.cat4("d.deputy", "confirm", "ENG-4", "--through", "2026-05", "--checked", "Ledger", "--on-behalf", "c.control")
