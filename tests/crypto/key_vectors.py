"""Public key lines, each with its claim and what is said of it."""
import random

import edwards
import rsa
import sshsig
import weierstrass
from sshsig import Signer, base64_of, key_line, mpint, string

OTHERS = "wanted ssh-ed25519, ecdsa-sha2-nistp256/384/521, their sk- types, or ssh-rsa"
NO_POINT = "weak: the key's point is not canonical, of the wrong order or not on the curve"
SHORT_POINT = "bad: the key has no point of 32 bytes"
OFF_CURVE = "weak: the key's point is not on its curve, or a coordinate is out of range"
NAMELESS = "bad: the key names no application"
BROKEN = "bad: the key's base64 is broken or not canonical"
BAD_EXPONENT = "weak: RSA with a public exponent that is even, below 65537 or out of range"

ED25519 = Signer(edwards.Key(b"one".ljust(32)))
SK_ED25519 = Signer(edwards.Key(b"two".ljust(32)), b"ssh:")
ECDSA = {name: Signer(weierstrass.Key(curve, 0xC0FFEE**30)) for name, curve in weierstrass.CURVES.items()}
SK_ECDSA = Signer(weierstrass.Key(weierstrass.P256, 0xBEEF**30), b"ssh:")
RSA = Signer(rsa.make_key(3072, "three"))
SIGNERS = [ED25519, SK_ED25519, *ECDSA.values(), SK_ECDSA, RSA]


def good(blob):
    return f"good {sshsig.Reader(blob).string().decode()} {sshsig.fingerprint(blob)}"


def refused_type(name):
    return f"bad: keys of type '{name}' are not accepted"


def accepted():
    for signer in SIGNERS:
        yield f"{signer.algorithm.decode()} is accepted", key_line(signer.blob), good(signer.blob)
    odd = random.Random("modulus").getrandbits(16384) | 1 << 16383 | 1
    for bits, exponent in ((3072, 65537), (4096, 65537), (16384, 65537), (3072, 65539), (3072, 2**64 - 1)):
        blob = sshsig.rsa_blob(odd >> (16384 - bits) | 1, exponent)
        yield f"RSA of {bits} bits with the exponent {exponent} is accepted", key_line(blob), good(blob)
    for name, curve in weierstrass.CURVES.items():
        x = next(x for x in range(1 << curve.bits // 2, curve.order) if curve.y_of(x))
        blob = sshsig.ecdsa_blob(curve, curve.encode((x, curve.y_of(x))))
        yield f"{name}: a coordinate of half the length is accepted", key_line(blob), good(blob)
    application = Signer(edwards.Key(b"two".ljust(32)), "ssh:Grüße".encode())
    yield "any application is accepted", key_line(application.blob), good(application.blob)


def lines():
    line, type_, base64 = key_line(ED25519.blob, ""), "ssh-ed25519", base64_of(ED25519.blob)
    fine = good(ED25519.blob)
    assert not base64.endswith("=")
    yield "no comment is fine", line, fine
    yield "an empty comment is fine", line + " ", fine
    yield "a comment may have several words", line + " a  b c ", fine
    yield "a comment may look like a key", f"{line} {key_line(RSA.blob)}", fine
    yield "a comment may be in UTF-8", line + " grüße", fine
    for name, byte in (("newline", "\n"), ("carriage return", "\r"), ("tab", "\t"), ("escape", "\x1b")):
        yield (f"a {name} in the comment is refused", f"{line} a{byte}b",
               "bad: control characters; wanted one line, a type and its base64")
    yield "the base64 without its type is refused", base64, "bad: wanted a type and its base64"
    yield "a type alone is refused", type_, "bad: wanted a type and its base64"
    yield "a type and a space are refused", type_ + " ", "bad: the key is cut short"
    yield "an empty line is refused", "", "bad: wanted a type and its base64"
    yield "a leading space is refused", " " + line, refused_type("")
    yield "two spaces between are refused", f"{type_}  {base64}", "bad: the key is cut short"
    for options in ("restrict", 'command="true"', 'from="*",no-pty', "cert-authority", 'namespaces="cat4"'):
        yield f"options before the key are refused: {options}", f"{options} {line}", refused_type(options)
    yield "a principal before the key is refused", f"someone {line}", refused_type("someone")
    yield "the type is case-sensitive", f"SSH-ED25519 {base64}", refused_type("SSH-ED25519")
    for signer, name in ((RSA, "ssh-rsa"), (ECDSA["nistp256"], "ecdsa-sha2-nistp256"),
                         (SK_ED25519, "sk-ssh-ed25519@openssh.com")):
        yield (f"the line must say what its blob is: {name}", f"{type_} {base64_of(signer.blob)}",
               f"bad: the line says 'ssh-ed25519', the key is '{name}'")
    yield "a blob cut short is refused", f"{type_} {base64_of(ED25519.blob[:-3])}", SHORT_POINT
    for signer in SIGNERS:
        yield (f"{signer.algorithm.decode()}: bytes behind the key are refused", key_line(signer.blob + b"\0"),
               "bad: bytes behind the key")
        yield (f"{signer.algorithm.decode()}: a string behind the key is refused", key_line(signer.blob + string(b"x")),
               "bad: bytes behind the key")


def base64_forms():
    type_ = "sk-ssh-ed25519@openssh.com"
    one = next(Signer(edwards.Key(b"two".ljust(32)), name) for name in (b"ssh:", b"ssh:?", b"ssh:??")
               if base64_of(Signer(edwards.Key(b"two".ljust(32)), name).blob).count("=") == 1)
    text = base64_of(one.blob)
    yield "padding is right as it is", f"{type_} {text}", good(one.blob)
    yield "missing padding is refused", f"{type_} {text[:-1]}", BROKEN
    yield "more padding is refused", f"{type_} {text}=", BROKEN
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    spoilt = text[:-2] + last[last.index(text[-2]) + 1] + "="
    yield "set bits behind the last byte are refused", f"{type_} {spoilt}", BROKEN
    yield "base64 behind the padding is refused", f"{type_} {text}AAAA", BROKEN
    yield "padding in between is refused", f"{type_} {text[:8]}===={text[8:]}", BROKEN
    slashed = key_line(RSA.blob, "")
    assert "+" in slashed and "/" in slashed
    yield "the alphabet for addresses is refused", slashed.replace("+", "-").replace("/", "_"), BROKEN
    yield "other characters are refused", f"{type_} {text[:8]}!{text[9:]}", BROKEN


def other_types():
    certificate = string(b"ssh-ed25519-cert-v01@openssh.com") + string(b"nonce") + string(ED25519.private.public)
    dsa = string(b"ssh-dss") + b"".join(mpint(n) for n in (2**1023 + 1, 2**159 + 1, 2, 4))
    for name, blob in (("ssh-ed25519-cert-v01@openssh.com", certificate), ("ssh-dss", dsa),
                       ("ssh-rsa-cert-v01@openssh.com", string(b"ssh-rsa-cert-v01@openssh.com")),
                       ("ssh-ed448", string(b"ssh-ed448") + string(bytes(57))),
                       ("rsa-sha2-512", string(b"rsa-sha2-512") + RSA.blob[11:]),
                       ("webauthn-sk-ecdsa-sha2-nistp256@openssh.com", SK_ECDSA.blob)):
        yield f"{name} is refused", f"{name} {base64_of(blob)}", refused_type(name)
        inner = sshsig.Reader(blob).string().decode()
        if inner == name:
            yield (f"{name} under another name is refused", f"ssh-ed25519 {base64_of(blob)}",
                   f"{refused_type(name)}; {OTHERS}")
    hostile = string(b"\x1b[2J\xff") + string(b"x")
    yield ("what is shown of a type is harmless", f"ssh-ed25519 {base64_of(hostile)}",
           f"{refused_type(chr(92) + 'x1B[2J' + chr(92) + 'xFF')}; {OTHERS}")


def edwards_points():
    P, raw = edwards.P, edwards.raw
    for kind in (sshsig.ED25519, sshsig.SK_ED25519):
        end = string(b"ssh:") if kind == sshsig.SK_ED25519 else b""
        name = kind.decode()

        def line(point):
            return key_line(sshsig.ed25519_blob(point, kind) + end)
        for number, (point, order) in enumerate(edwards.torsion()):
            yield f"{name}: point {number} of order {order} is refused", line(edwards.encode(point)), NO_POINT
        for sign in (0, 1):
            for y, title in ((0, "0"), (1, "1"), (P - 1, "p-1"), *((P + n, f"p+{n}") for n in range(19))):
                yield f"{name}: y = {title} with sign {sign} is refused", line(raw(y, sign)), NO_POINT
        for number, (point, order) in enumerate(edwards.torsion()[1:], 1):
            mixed = edwards.Key(b"one".ljust(32), point).public
            yield f"{name}: a good point plus one of order {order} ({number}) is refused", line(mixed), NO_POINT
        lost = next(y for y in range(2, 100) if edwards.x_of(y, 0) is None)
        yield f"{name}: a y without x is refused", line(raw(lost, 0)), NO_POINT
        for size in (0, 31, 33, 64):
            yield (f"{name}: a point of {size} bytes is refused", line(ED25519.private.public.ljust(64)[:size]),
                   SHORT_POINT)


def curve_points():
    for name, signer in ECDSA.items():
        curve, (x, y) = signer.private.curve, signer.private.point

        def line(point, kind=None):
            return key_line(sshsig.ecdsa_blob(curve, point, kind))
        whole = curve.encode((x, y))
        cut = "bad: the key has no uncompressed point"
        yield f"{name}: a compressed point is refused", line(bytes([2 + y % 2]) + curve.coordinate(x)), cut
        yield f"{name}: a hybrid point is refused", line(bytes([6 + y % 2]) + whole[1:]), cut
        yield f"{name}: the point at infinity is refused", line(b"\0"), cut
        yield f"{name}: no point is refused", line(b""), cut
        yield f"{name}: the point 0, 0 is refused", line(b"\4" + bytes(2 * curve.size)), OFF_CURVE
        yield f"{name}: a point beside the curve is refused", line(curve.encode((x, y ^ 1))), OFF_CURVE
        yield f"{name}: a point cut short is refused", line(whole[:-1]), OFF_CURVE
        yield f"{name}: a point with a byte too many is refused", line(whole + b"\0"), OFF_CURVE
        small = next(n for n in range(1, 100) if curve.y_of(n))
        yield (f"{name}: a very small coordinate is refused, as by OpenSSH",
               line(curve.encode((small, curve.y_of(small)))), OFF_CURVE)
        if small + curve.prime < 1 << 8 * curve.size:
            yield (f"{name}: a coordinate above the prime is refused",
                   line(curve.encode((small + curve.prime, curve.y_of(small)))), OFF_CURVE)
        large = next(n for n in range(curve.order - 1, curve.prime) if curve.y_of(n))
        yield (f"{name}: a coordinate not below the order is refused, as by OpenSSH",
               line(curve.encode((large, curve.y_of(large)))), OFF_CURVE)
        other = ECDSA["nistp384" if name == "nistp256" else "nistp256"]
        for kind in (other.algorithm, *([sshsig.SK_ECDSA] if name != "nistp256" else [])):
            yield (f"{name}: another curve than {kind.decode()} says is refused", line(whole, kind),
                   "bad: the key names another curve than its type")
        blob = string(signer.algorithm) + string(name.encode()) + string(other.blob[-2 * other.private.curve.size - 1:])
        yield f"{name}: a point of another curve is refused", key_line(blob), OFF_CURVE
        yield (f"{name}: the curve's name is exact",
               key_line(blob.replace(string(name.encode()), string(name.upper().encode()))),
               "bad: the key names another curve than its type")


def rsa_keys():
    odd = random.Random("modulus").getrandbits(16400) | 1

    def modulus(bits):
        return odd >> (16400 - bits) | 1 << (bits - 1) | 1

    def line(bits, exponent=65537):
        return key_line(sshsig.rsa_blob(modulus(bits), exponent))
    for bits in (512, 1024, 2048, 3071, 16385):
        yield f"RSA of {bits} bits is refused", line(bits), f"weak: RSA of {bits} bits; wanted 3072 to 16384"
    for exponent in (1, 3, 17, 65535, 65536, 65538, 2**32):
        yield f"the exponent {exponent} is refused", line(3072, exponent), BAD_EXPONENT
    yield "an exponent longer than the modulus is refused", line(3072, modulus(3081)), BAD_EXPONENT
    yield "an even modulus is refused", key_line(sshsig.rsa_blob(modulus(3072) - 1)), "weak: RSA with an even modulus"
    none = "bad: the key has no exponent and modulus"
    yield "the exponent 0 is refused", line(3072, 0), none
    exponent, n = mpint(65537), modulus(3072).to_bytes(384, "big")
    for claim, blob in (
            ("a negative modulus is refused", exponent + string(n)),
            ("zeros before the modulus are refused", exponent + string(b"\0\0" + n)),
            ("a modulus of 3071 bits stays so with a zero byte", exponent + string(b"\0" + (b"\x7f" + n[1:]))),
            ("a zero before the exponent is refused", string(b"\0\1\0\1") + mpint(modulus(3072))),
            ("a negative exponent is refused", string(b"\xff\0\1") + mpint(modulus(3072))),
            ("an empty modulus is refused", exponent + string(b"")),
            ("no modulus is refused", exponent)):
        yield claim, key_line(string(sshsig.RSA) + blob), none


def applications():
    for signer in (SK_ED25519, SK_ECDSA):
        bare, name = signer.blob[:-len(string(b"ssh:"))], signer.algorithm.decode()
        yield f"{name}: no application is refused", key_line(bare), NAMELESS
        yield f"{name}: an empty application is refused", key_line(bare + string(b"")), NAMELESS
        long = bare + string(b"ssh:".ljust(8188 - len(bare), b"x"))
        yield f"{name}: a key of 8 KiB is accepted", key_line(long), good(long)
        yield (f"{name}: a key of more than 8 KiB is refused", key_line(bare + string(b"x" * (8189 - len(bare)))),
               "bad: the key is longer than any that is accepted")
        for application in (b"ssh:\0", b"ssh:\0x", b"\0"):
            yield (f"{name}: the application {application!r} is refused", key_line(bare + string(application)),
                   "bad: the key's application holds a NUL")


def all_vectors():
    for group in (accepted, lines, base64_forms, other_types, edwards_points, curve_points, rsa_keys, applications):
        yield from group()
