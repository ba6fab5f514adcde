"""Forged entries: what nobody decided, or somebody decided otherwise."""
from harness import case

ADVANCE = dict(decision="advance", by="s.sponsor", role="sponsor", gate="identified")


def advance(w, measure="ENG-1", **fields):
    """An honest entry for the first gate, but for what `fields` say."""
    return w.entry(measure, **(ADVANCE | fields))


def land(w, entry, person="s.sponsor", measure="ENG-1", stage="identified"):
    w.append(measure, entry)
    w.stands(measure, stage)
    w.commit(person, f"{measure}: {entry['decision']}")


def honest(w):
    """The same entry, written by hand and signed as it stands."""
    land(w, advance(w))


@case("The owner writes a later stage into the file.", finds=[("stage-mismatch", "error", "ENG-1")])
def stage_by_hand(w):
    w.stands("ENG-1", "identified")
    w.commit("l.owner", "ENG-1: on its way")


@stage_by_hand.twin("The sponsor takes it through that gate.")
def _(w):
    w.cat4("s.sponsor", "gate", "advance", "ENG-1")


@case("An entry carries no signature.", finds=[("missing-field", "error", "ENG-1")])
def no_signature(w):
    entry = advance(w)
    del entry["signature"]
    land(w, entry)


no_signature.twin("The same entry, signed.")(honest)


@case("An entry carries base64 that is no signature.", finds=[("bad-signature", "error", "ENG-1")])
def rubbish_signature(w):
    land(w, advance(w, signature="U1NIU0lHAAAAAQ=="))


rubbish_signature.twin("The same entry, signed.")(honest)


@case("The entry was signed in the namespace of commits.", finds=[("bad-signature", "error", "ENG-1")])
def namespace_of_commits(w):
    land(w, advance(w, namespace="git"))


namespace_of_commits.twin("It was signed in the namespace of decisions.")(honest)


@case("The entry was signed in the namespace of files.", finds=[("bad-signature", "error", "ENG-1")])
def namespace_of_files(w):
    land(w, advance(w, namespace="file"))


namespace_of_files.twin("It was signed in the namespace of decisions.")(honest)


@case("The sponsor's signature for one measure is put under another.", finds=[("bad-signature", "error", "ENG-1")])
def of_another_measure(w):
    other = advance(w)
    statement = w.statement("ENG-2", dict(other, signature=""))
    land(w, dict(other, signature=w.sign("s.sponsor", statement)))


of_another_measure.twin("It is put under the measure that it names.")(honest)


@case("A decision is signed for another organization.", finds=[("bad-signature", "error", "ENG-1")])
def of_another_organization(w):
    land(w, advance(w, organization="elsewhere"))


of_another_organization.twin("It is signed for this one.")(honest)


@case("The signature of the advance before is used again.", finds=[("bad-signature", "error", "ENG-2")])
def of_another_decision(w):
    old = w.entries("ENG-2")[-1]["signature"]
    w.append("ENG-2", w.entry("ENG-2", "reject", "s.sponsor", "sponsor", reason="No", signature=old))
    w.commit("s.sponsor", "ENG-2: reject")


@of_another_decision.twin("The reject has its own signature.")
def _(w):
    w.append("ENG-2", w.entry("ENG-2", "reject", "s.sponsor", "sponsor", reason="No"))
    w.commit("s.sponsor", "ENG-2: reject")


def changed(name, sentence, **change):
    """A field of the statement is changed after it was signed."""
    def attack(w):
        entry = advance(w, note="Tied to the budget")
        land(w, entry | change)
    attack.__name__ = name
    attack.__code__ = attack.__code__.replace(co_name=name)
    made = case(sentence, finds=[("bad-signature", "error", "ENG-1")])(attack)

    @made.twin("Nothing is changed after it was signed.")
    def _(w):
        land(w, advance(w, note="Tied to the budget"))
    return made


changed_note = changed("changed_note", "The note is changed after signing.", note="Tied to nothing")
changed_day = changed("changed_day", "The day is changed after signing.", on="2026-09-30")


@case("A decision that landed long ago is dated back.", finds=[("decision-changed", "error", "ENG-4"), ("bad-signature", "error", "ENG-4"),
                                                            ("confirmation-overlap", "error", "ENG-4")])
def landed_day(w):
    w.edit("ENG-4", "on: 2026-04-10", "on: 2026-04-01")
    w.commit("c.control", "ENG-4: day")


@landed_day.twin("Only the status is written.")
def _(w):
    w.edit("ENG-4", "state: active\n", "state: active\nstatus: {comment: On plan, on: 2026-10-05}\n")
    w.commit("l.owner", "ENG-4: status")


@case("An entry of the list is written twice.", finds=[("stale-approval", "error", "ENG-2"), ("illegal-transition", "error", "ENG-2")])
def replayed(w):
    text = w.read("ENG-2")
    last = text[text.rindex("  - decision:"):]
    w.write("ENG-2", text + last)
    w.commit("s.sponsor", "ENG-2: again")


@replayed.twin("It is written once more by a return and another advance.")
def _(w):
    w.cat4("c.control", "gate", "approve", "ENG-2", "--for", "return identified", "--reason", "Look again", check=False)
    w.cat4("s.sponsor", "gate", "return", "ENG-2", "--to", "identified", "--reason", "Look again")
    w.cat4("s.sponsor", "gate", "advance", "ENG-2")
