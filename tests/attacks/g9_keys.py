"""Weak keys and crafted signatures."""
import base64

from harness import case, unarmored


def confirmed(w, signature):
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"}, signature=signature))
    w.commit("c.control", "ENG-4: May")


def honest(w):
    confirmed(w, None)


def right(w):
    """The blob that is right for the entry."""
    return bytearray(unarmored(w.entry("ENG-4", "confirm", "c.control", "controller", amounts={"2026-05": "3000.00"})["signature"]))


def crafted(name, sentence, change):
    def attack(w):
        confirmed(w, base64.b64encode(bytes(change(right(w)))).decode())
    attack.__code__ = attack.__code__.replace(co_name=name)
    attack.__name__ = name
    made = case(sentence, finds=[("bad-signature", "error", "ENG-4")])(attack)
    made.twin("As ssh-keygen made it.")(honest)
    return made


def version_zero(blob):
    blob[9] = 0
    return blob


def high_s(blob):
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(blob[-32:], "little") + order
    blob[-32:] = s.to_bytes(32, "little")
    return blob


def reserved(blob):
    at = blob.index(b"\x00\x00\x00\x04cat4") + 8
    return blob[:at] + b"\x00\x00\x00\x01x" + blob[at + 4:]


version_0 = crafted("version_0", "An SSHSIG of version 0.", version_zero)
s_not_reduced = crafted("s_not_reduced", "A signature whose S is not below the group's order.", high_s)
trailing = crafted("trailing", "A signature with bytes behind it.", lambda blob: blob + b"\x00")
reserved_used = crafted("reserved_used", "A signature with something in the reserved field.", reserved)


@case("Base64 that is not canonical.", finds=[("bad-signature", "error", "ENG-4")])
def not_canonical(w):
    line = base64.b64encode(bytes(right(w))).decode()
    confirmed(w, line.rstrip("=") if line.endswith("=") else line + "=")


not_canonical.twin("Canonical.")(honest)


def key_given(w, kind, *options):
    """A new key of the controller, ratified, that signs a confirmation."""
    w.run(["ssh-keygen", "-q", "-t", kind, *options, "-N", "", "-C", "new", "-f", w.keys / f"new.{w.directory.name}"])
    name = f"new.{w.directory.name}"
    w.edit("people/c.control.yaml", w.public("c.control"), w.public("c.control") + "}\n  - {key: " + w.public(name))
    w.ratify_by_hand("t.admin", "u.admin")
    w.append("ENG-4", w.entry("ENG-4", "confirm", "c.control", "controller", key=name, amounts={"2026-05": "3000.00"}))
    w.commit("c.control", "ENG-4: May")


@case("The controller's new key is RSA with 2048 bits.", finds=[("weak-key", "error", "ENG-4")])
def small_rsa(w):
    key_given(w, "rsa", "-b", "2048")


@small_rsa.twin("With 3072.", as_one=(1, [("unknown-signer", "ENG-4")]))  # the key lands in the same step
def _(w):
    key_given(w, "rsa", "-b", "3072")
