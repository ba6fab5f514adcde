"""The registry: who may sign, and whether those agreed who may say so."""
from harness import NOTHING, case

REFUSED = [("unratified-registry", "error", None)]


@case("The books are closed without anybody's word.", finds=REFUSED)
def without_word(w):
    w.edit("organization.yaml", "closed_through: 2026-06", "closed_through: 2026-09")
    w.commit("t.admin", "Books")


@without_word.twin("Two admins ratify it.")
def _(w):
    w.edit("organization.yaml", "closed_through: 2026-06", "closed_through: 2026-09")
    w.ratify()


def by(name, sentence, *admins, finds=None, **fields):
    """Somebody else than two admins ratifies, or something else."""
    def attack(w):
        w.edit("organization.yaml", "closed_through: 2026-06", "closed_through: 2026-09")
        w.ratify_by_hand(*admins, **fields)
    attack.__code__ = attack.__code__.replace(co_name=name)
    attack.__name__ = name
    made = case(sentence, finds=finds or REFUSED)(attack)

    @made.twin("Two admins ratify the next version by hand.")
    def _(w):
        w.edit("organization.yaml", "closed_through: 2026-06", "closed_through: 2026-09")
        w.ratify_by_hand("t.admin", "u.admin")
    return made


one_admin = by("one_admin", "One admin ratifies where policy asks for two.", "t.admin")
one_admin_twice = by("one_admin_twice", "One admin ratifies twice.", "t.admin", "t.admin")
no_admin = by("no_admin", "The sponsor ratifies with an admin.", "t.admin", "s.sponsor")
signed_by_another = by("signed_by_another", "One admin signs in the name of both.", "t.admin", "u.admin", key="t.admin",
                       finds=[*REFUSED, ("unknown-signer", "error", None)])
version_jumped = by("version_jumped", "A version is left out.", "t.admin", "u.admin", version=5)
other_previous = by("other_previous", "It follows another version than the one in force.", "t.admin", "u.admin", previous="sha256:" + "0" * 64)
other_files = by("other_files", "Other files are ratified than those that stand here.", "t.admin", "u.admin", digest="sha256:" + "1" * 64)


@case("An admin appoints two, and they ratify it.", finds=REFUSED)
def appointed(w):
    w.edit("people/s.sponsor.yaml", "roles: [sponsor]", "roles: [sponsor, admin]")
    w.edit("people/o.other.yaml", "roles: [owner]", "roles: [owner, admin]")
    w.ratify_by_hand("s.sponsor", "o.other")


@appointed.twin("The admins before them ratify it, and so do two of the new ones.")
def _(w):
    w.edit("people/s.sponsor.yaml", "roles: [sponsor]", "roles: [sponsor, admin]")
    w.ratify("t.admin", "u.admin")


@case("The policy asks for fewer approvals, without a word.", finds=REFUSED)
def weaker_policy(w):
    w.edit("policy.yaml", "registry_approvals: 2", "registry_approvals: 1")
    w.commit("t.admin", "Policy")


@weaker_policy.twin("Ratified, as a new version of the policy.")
def _(w):
    w.edit("policy.yaml", "version: 2\nregistry_approvals: 2", "version: 3\nregistry_approvals: 1")
    w.ratify("t.admin", "u.admin")


@case("The policy changes and keeps its version.", finds=REFUSED)
def same_version(w):
    w.edit("policy.yaml", "registry_approvals: 2", "registry_approvals: 2\nupdate_every_days: 20")
    w.ratify_by_hand("t.admin", "u.admin")


@same_version.twin("With the next one.")
def _(w):
    w.edit("policy.yaml", "version: 2\nregistry_approvals: 2", "version: 3\nregistry_approvals: 2\nupdate_every_days: 20")
    w.ratify_by_hand("t.admin", "u.admin")


def back(w):
    for path in ("organization.yaml", "policy.yaml", "people/s.sponsor.yaml", "people/g.gone.yaml"):
        w.git("checkout", "-q", w.git("rev-list", "--first-parent", "--reverse", "HEAD").split()[1], "--", path)


@case("The registry goes back to version 1, whose ratification still stands there.", finds=REFUSED)
def rolled_back(w):
    back(w)
    w.commit("t.admin", "As it was")


@rolled_back.twin("It is changed, and then goes back to the one in force.")
def _(w):
    w.edit("organization.yaml", "name: Demo\n", "name: Demo Group\n")
    w.ratify("t.admin", "u.admin")


@case("registry.yaml is cut to version 1, with the files of then.", finds=[*REFUSED, ("registry-rewritten", "error", None)])
def truncated(w):
    back(w)
    text = w.read("registry.yaml")
    w.write("registry.yaml", text[:text.index("  - decision: ratify\n    version: 2")])
    w.commit("t.admin", "As it was")


@truncated.twin("Nothing is cut.")
def _(w):
    w.edit("people/l.owner.yaml", "name: l.owner", "name: L. Owner")
    w.ratify("t.admin", "u.admin")


@case("A retired key becomes active again.", finds=REFUSED)
def key_bettered(w):
    w.edit("people/s.sponsor.yaml", ", status: retired", "")
    w.ratify_by_hand("t.admin", "u.admin")


@key_bettered.twin("An active one is retired.")
def _(w):
    w.edit("people/b.member.yaml", f"{w.public('b.member.2')}}}", f"{w.public('b.member.2')}, status: retired}}")
    w.ratify("t.admin", "u.admin")


@case("Somebody who left is removed.", finds=REFUSED)
def person_removed(w):
    w.remove("people/g.gone.yaml")
    w.ratify_by_hand("t.admin", "u.admin")


@person_removed.twin("Somebody leaves.")
def _(w):
    w.edit("people/o.other.yaml", "roles:", "active: false\nroles:")
    w.ratify("t.admin", "u.admin")


@case("An entity gets another currency.", finds=REFUSED)
def entity_currency(w):
    w.edit("organization.yaml", "{id: FR, name: Demo SAS}", "{id: FR, name: Demo SAS, currency: CHF}")
    w.ratify_by_hand("t.admin", "u.admin")


@entity_currency.twin("A new entity has one.")
def _(w):
    w.edit("organization.yaml", "  - {id: FR, name: Demo SAS}", "  - {id: FR, name: Demo SAS}\n  - {id: CH, name: Demo AG, currency: CHF}")
    w.ratify("t.admin", "u.admin")


@case("The step that changes the plan brings its own waiver.", finds=[("terms-changed", "error", "ENG-4")])
def own_waiver(w):
    w.write("waivers.yaml", "- {rule: terms-changed, commit: '" + "0" * 40 + "', until: 2027-12-31, reason: Fine, by: t.admin}\n")
    w.edit("ENG-4", "2026-10: {plan: 4000,", "2026-10: {plan: 1000,")
    w.ratify_by_hand("t.admin", "u.admin")


@own_waiver.twin("A later, ratified one that names the commit acknowledges it.", warns=[("terms-changed", "ENG-4")], as_one=(1, [("terms-changed", "ENG-4")]))
def _(w):
    w.edit("ENG-4", "2026-10: {plan: 4000,", "2026-10: {plan: 1000,")
    commit = w.commit("l.owner", "ENG-4: plan")
    w.write("waivers.yaml", f"- {{rule: terms-changed, commit: {commit}, until: 2027-12-31, reason: Seen by the auditor, by: t.admin}}\n")
    w.ratify_by_hand("t.admin", "u.admin")


@case("The pinned trust root is another one.", finds=[("trust-root-mismatch", "error", None)], as_one=NOTHING)
def other_root(w):
    w.root_digest = "sha256:" + "2" * 64


@other_root.twin("It is this one.")
def _(w):
    pass


@case("The pinned commit is not on the main line.", finds=[("trust-root-mismatch", "error", None)], as_one=NOTHING)
def pinned_commit(w):
    w.branch("side")
    w.root_digest += "@" + w.commit("s.sponsor", "Aside")
    w.checkout("main")


@pinned_commit.twin("It is.")
def _(w):
    w.root_digest += "@" + w.git("rev-parse", "HEAD~3")


@case("A history that begins anew with the files of today.", finds=[("unratified-registry", "error", None), ("trust-root-mismatch", "error", None)],
      as_one=(3, [("history-incomplete", None)]))
def begins_late(w):
    w.git("checkout", "-q", "--orphan", "new")
    w.commit("t.admin", "Everything")


@begins_late.twin("The old one goes on.")
def _(w):
    w.commit("t.admin", "Nothing")


@case("A ratification is written in an admin's name, with the signature of another.", finds=[("bad-signature", "error", None)])
def forged_ratification(w):
    text = w.read("registry.yaml")
    entry = text[text.rindex("  - decision: ratify"):]
    w.write("registry.yaml", text + entry.replace("version: 3", "version: 4"))
    w.commit("l.owner", "Registry")


@forged_ratification.twin("A change is ratified.")
def _(w):
    w.edit("people/l.owner.yaml", "name: l.owner", "name: L. Owner")
    w.ratify("t.admin", "u.admin")


def broken_registry(w):
    """registry.yaml as it was, before a slip that cannot be read, and which is found."""
    text = w.read("registry.yaml")
    w.write("registry.yaml", text + "  - {broken\n")
    w.commit("l.owner", "Registry")
    w.began = w.git("rev-parse", "HEAD")
    return text


@case("After a slip in registry.yaml its last ratification is missing.", finds=[("registry-rewritten", "error", None), ("registry-rewritten", "error", None)],
      as_one=(1, [("registry-rewritten", None)]))
def truncated_after_slip(w):
    text = broken_registry(w)
    w.write("registry.yaml", text[:text.rindex("  - decision: ratify")])
    w.commit("l.owner", "Registry")


@truncated_after_slip.twin("The slip alone is taken back: it is found, and nothing else.", code=1, errors=[("registry-rewritten", None)], as_one=NOTHING)
def _(w):
    w.write("registry.yaml", broken_registry(w))
    w.commit("l.owner", "Registry")


@case("The organization's currency changes under an entity that has none of its own.", finds=[*REFUSED])
def inherited_currency(w):
    w.edit("organization.yaml", "currency: EUR", "currency: USD")
    w.ratify_by_hand("t.admin", "u.admin")


@inherited_currency.twin("The organization gets another name.")
def _(w):
    w.edit("organization.yaml", "name: Demo\n", "name: Demo Group\n")
    w.ratify_by_hand("t.admin", "u.admin")
