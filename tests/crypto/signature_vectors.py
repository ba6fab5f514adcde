"""Signatures over messages, each with its claim and what is said of it. Most are made with the right key, so that
nothing but what the claim names is wrong with them."""
import hashlib

import edwards
import rsa
import sshsig
import weierstrass
from key_vectors import (BAD_EXPONENT, ECDSA, ED25519, NO_POINT, OFF_CURVE, OTHERS, RSA, SIGNERS, SK_ECDSA, SK_ED25519,
                         good, refused_type)
from sshsig import Signer, armour, base64_of, mpint, string

MESSAGE = b"cat4-statement: 1\norganization: northwind\n"
WRONG = "bad: the signature does not belong to what it is to sign"
UNTOUCHED = "bad: the security key was not touched: the signature says nothing about its user's presence"
CUT = "bad: the signature is cut short"
BEHIND = "bad: bytes behind the signature"
CUT_OR_LONG = "bad: the SSH signature is cut short or has bytes behind it"
HARDWARE = (SK_ED25519, SK_ECDSA)
SOFTWARE = [signer for signer in SIGNERS if signer not in HARDWARE]


def made_by(signer, message=MESSAGE, **fields):
    return signer.touch(message, **fields) if signer.application else signer.sign(message, **fields)


def misfit(algorithm, kind):
    return f"bad: the signature's algorithm '{algorithm.decode()}' does not fit a key of type '{kind}'"


def vector(claim, signature, expected, message=MESSAGE):
    blob = signature if isinstance(signature, bytes) else signature.blob()
    return claim, armour(base64_of(blob)), message, expected


def accepted():
    for signer in SIGNERS:
        name, fine = signer.algorithm.decode(), good(signer.blob)
        for digest in (b"sha512", b"sha256"):
            for title, message in (("nothing", b""), ("a NUL", b"\0"), ("a statement", MESSAGE),
                                   ("8 KiB", bytes(8192))):
                yield vector(f"{name} with {digest.decode()} signs {title}", made_by(signer, message, digest=digest),
                             fine,
                             message)
    yield vector("rsa-sha2-256 is accepted", RSA.sign(MESSAGE, b"rsa-sha2-256"), good(RSA.blob))
    for name, signer in ECDSA.items():
        r, s = signer.private.sign(sshsig.envelope(MESSAGE))
        yield vector(f"{name}: r and n - s are as good as r and s",
                     signer.sign(MESSAGE).but(value=mpint(r) + mpint(signer.private.curve.order - s)),
                     good(signer.blob))


def hardware():
    for signer in HARDWARE:
        name, fine = signer.algorithm.decode(), good(signer.blob)
        for flags in (0x01, 0x05, 0x41, 0xFF):
            yield vector(f"{name}: flags 0x{flags:02x} are fine", signer.touch(MESSAGE, flags), fine)
        for flags in (0x00, 0x04, 0xFE):
            yield vector(f"{name}: flags 0x{flags:02x} say nobody touched it", signer.touch(MESSAGE, flags), UNTOUCHED)
        for counter in (0, 2**32 - 1):
            yield vector(f"{name}: the counter {counter} is fine", signer.touch(MESSAGE, counter=counter), fine)
        touched = signer.touch(MESSAGE)
        yield vector(f"{name}: the flags are signed", touched.but(tail=b"\5" + touched.tail[1:]), WRONG)
        yield vector(f"{name}: a touch cannot be added", signer.touch(MESSAGE, 0).but(tail=touched.tail), WRONG)
        yield vector(f"{name}: the counter is signed", touched.but(tail=touched.tail[:-1] + b"\x08"), WRONG)
        for other in (b"ssh:other", b"ssh", b"ssh:\0", b""):
            yield vector(f"{name}: signed for the application {other!r} instead",
                         signer.touch(MESSAGE, application=other), WRONG)
        claimed = signer.blob.replace(string(b"ssh:"), string(b"ssh:other"))
        yield vector(f"{name}: the key names another application", touched.but(key=claimed), WRONG)
        yield vector(f"{name}: bytes behind the counter", touched.but(tail=touched.tail + b"\0"), BEHIND)
        for size in range(5):
            yield vector(f"{name}: flags and counter are {size} bytes", touched.but(tail=touched.tail[:size]), CUT)
        plain = Signer(signer.private)
        yield vector(f"{name}: signed without the token's part", plain.sign(MESSAGE).but(
            key=signer.blob, algorithm=signer.algorithm, tail=touched.tail), WRONG)
        yield vector(f"{name}: the plain key with the token's signature", touched.but(
            key=plain.blob, algorithm=plain.algorithm, tail=b""), WRONG)
        yield vector(f"{name}: the plain type's name", touched.but(algorithm=plain.algorithm),
                     misfit(plain.algorithm, name))
    for signer in SOFTWARE:
        yield vector(f"{signer.algorithm.decode()}: flags and counter have no place",
                     signer.sign(MESSAGE).but(tail=b"\1\0\0\0\7"), BEHIND)
    webauthn = b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
    yield vector("a browser's signatures are refused", SK_ECDSA.touch(MESSAGE).but(algorithm=webauthn),
                 misfit(webauthn, SK_ECDSA.algorithm.decode()))


def envelopes():
    """Rightly signed, but not what is asked for."""
    for signer in SIGNERS:
        name = signer.algorithm.decode()
        for namespace in (b"git", b"file", b"", b"cat", b"cat44", b"CAT4", b"cat4 "):
            yield vector(f"{name}: for the namespace '{namespace.decode()}'", made_by(signer, namespace=namespace),
                         f"bad: the signature is for '{namespace.decode()}'; wanted 'cat4'")
        yield vector(f"{name}: for cat4 and a NUL", made_by(signer, namespace=b"cat4\0"),
                     "bad: the signature is for 'cat4\\x00'; wanted 'cat4'")
        yield vector(f"{name}: for git, and the field says cat4",
                     made_by(signer, namespace=b"git").but(namespace=b"cat4"), WRONG)
        yield vector(f"{name}: with a reserved field", made_by(signer, reserved=b"x"),
                     "bad: the signature uses a reserved field")
        for digest in (b"sha1", b"md5", b"sha384", b"SHA512"):
            yield vector(f"{name}: the message's hash is {digest.decode()}", made_by(signer, digest=digest),
                         f"bad: the signature's hash is '{digest.decode()}'; wanted sha512 or sha256")
        for title, hashed in (("empty", b""), ("the message itself", MESSAGE), ("64 zeros", bytes(64))):
            yield vector(f"{name}: the signed hash is {title}", made_by(signer, hashed=hashed), WRONG)
        yield vector(f"{name}: of another message", made_by(signer), WRONG, MESSAGE + b"\n")
    for version in (0, 2, 256, 2**32 - 1):
        yield vector(f"version {version}", ED25519.sign(MESSAGE).but(version=version),
                     f"bad: SSH signature of version {version}; wanted 1")
    bare = ED25519.sign(MESSAGE)
    yield vector("signed without the envelope", bare.but(value=ED25519.value(MESSAGE)), WRONG)
    for title, blob in (("nothing", b""), ("the magic alone", b"SSHSIG"),
                        ("another magic", b"sshsig" + bare.blob()[6:])):
        said = "bad: SSH signature of version -; wanted 1" if blob == b"SSHSIG" else "bad: it is no SSH signature"
        yield vector(title, blob, said)
    yield vector("bytes behind the blob", bare.but(end=b"\0"), CUT_OR_LONG)
    yield vector("a blob twice", bare.blob() * 2, CUT_OR_LONG)
    yield vector("a blob of 16 KiB and more", bare.blob() + bytes(16384), "bad: it is no SSH signature")
    huge = bare.blob().replace(string(b"cat4"), b"\xff\xff\xff\xff" + b"cat4")
    yield vector("a length of 4 GiB", huge, CUT_OR_LONG)


def lines():
    fine = good(ED25519.blob)
    text = base64_of(ED25519.sign(MESSAGE).blob())
    broken = "bad: the base64 is broken or not canonical"
    for width in (1, 64, 76, 1000):
        yield f"lines of {width} characters are fine", armour(text, width), MESSAGE, fine
    for claim, spoilt in (("a space in the base64", text[:9] + " " + text[9:]),
                          ("its alphabet for addresses", text.replace("+", "-").replace("/", "_")),
                          ("padding in excess", text + "="), ("base64 cut short", text[:-1]),
                          ("a carriage return", text[:9] + "\r" + text[9:])):
        yield claim, armour(spoilt), MESSAGE, broken


def edwards_signatures():
    for signer in (ED25519, SK_ED25519):
        name, signature = signer.algorithm.decode(), made_by(signer)
        commitment, s = signature.value[:32], int.from_bytes(signature.value[32:], "little")

        def with_value(value):
            return signature.but(value=value)
        for factor in range(1, 15):
            yield vector(f"{name}: S + {factor}L",
                         with_value(commitment + (s + factor * edwards.L).to_bytes(32, "little")), WRONG)
        yield vector(f"{name}: S = 0", with_value(commitment + bytes(32)), WRONG)
        yield vector(f"{name}: all zeros", with_value(bytes(64)), WRONG)
        yield vector(f"{name}: R is the neutral point, S = 0",
                     with_value(edwards.encode(edwards.IDENTITY) + bytes(32)), WRONG)
        yield vector(f"{name}: 63 bytes", with_value(signature.value[:-1]), WRONG)
        yield vector(f"{name}: 65 bytes", with_value(signature.value + b"\0"), WRONG)
        for point, order in edwards.torsion()[1:5:3]:
            moved = edwards.encode(edwards.add(edwards.times(0x1234, edwards.BASE), point))
            yield vector(f"{name}: R moved by a point of order {order}", with_value(moved + signature.value[32:]),
                         WRONG)
    # With a key of order 1 or 2, R = S·B is good for every message, or every second.
    for point, order in (edwards.torsion()[0], edwards.torsion()[4]):
        key = sshsig.ed25519_blob(edwards.encode(point))
        value = edwards.encode(edwards.BASE) + (1).to_bytes(32, "little")
        yield vector(f"a key of order {order} signs nothing", sshsig.Signature(key, sshsig.ED25519, value), NO_POINT)
    mixed = Signer(edwards.Key(b"one".ljust(32), edwards.torsion()[1][0]))
    yield vector("a key of mixed order signs nothing", mixed.sign(MESSAGE), NO_POINT)


def ecdsa_signatures():
    for signer in (*ECDSA.values(), SK_ECDSA):
        name, signature, curve = signer.algorithm.decode(), made_by(signer), signer.private.curve
        reader = sshsig.Reader(signature.value)
        first, second = reader.string(), reader.string()
        r, s, n = int.from_bytes(first, "big"), int.from_bytes(second, "big"), curve.order
        minus = (-s).to_bytes(len(second) + 1, "big", signed=True)
        for claim, value in (
                ("r = 0", mpint(0) + mpint(s)), ("s = 0", mpint(r) + mpint(0)), ("both 0", mpint(0) * 2),
                ("r = n", mpint(n) + mpint(s)), ("s = n", mpint(r) + mpint(n)), ("r + n", mpint(r + n) + mpint(s)),
                ("s + n", mpint(r) + mpint(s + n)), ("1 and 1", mpint(1) * 2), ("r and s swapped", mpint(s) + mpint(r)),
                ("a zero byte before r", string(b"\0" + first) + mpint(s)),
                ("a zero byte before s", mpint(r) + string(b"\0" + second)),
                ("-s", mpint(r) + string(minus)), ("r of 0x00", string(b"\0") + mpint(s)), ("s missing", mpint(r)),
                ("a third number", mpint(r) + mpint(s) + mpint(1)), ("a byte more", mpint(r) + mpint(s) + b"\0"),
                ("nothing", b""), ("8000 bytes of r", mpint(1 << 64000) + mpint(s)),
                ("plain r and s", curve.coordinate(r) + curve.coordinate(s))):
            yield vector(f"{name}: {claim}", signature.but(value=value), WRONG)
        off = sshsig.ecdsa_blob(curve, curve.encode((signer.private.point[0], signer.private.point[1] ^ 1)),
                                signer.algorithm)
        yield vector(f"{name}: by a key beside the curve",
                     signature.but(key=off + string(b"ssh:") * bool(signer.application)), OFF_CURVE)


def rsa_signatures():
    signature, key = RSA.sign(MESSAGE), RSA.private
    number = int.from_bytes(signature.value, "big")
    for claim, value in (
            ("a zero byte before it", b"\0" + signature.value), ("a byte behind it", signature.value + b"\0"),
            ("its last byte gone", signature.value[:-1]), ("nothing", b""), ("0", bytes(384)),
            ("1", bytes(383) + b"\1"),
            ("the modulus", key.modulus.to_bytes(384, "big")), ("n - s", (key.modulus - number).to_bytes(384, "big")),
            ("s + n", (number + key.modulus).to_bytes(385, "big"))):
        yield vector(f"ssh-rsa: the signature is {claim}", signature.but(value=value), WRONG)
    for algorithm in (b"ssh-rsa", b"rsa-sha2-384", b"", b"rsa-sha2-512-cert-v01@openssh.com", b"ssh-ed25519"):
        yield vector(f"ssh-rsa: rightly signed as '{algorithm.decode()}'",
                     RSA.sign(MESSAGE, algorithm or b"x").but(algorithm=algorithm),
                     misfit(algorithm, "ssh-rsa"))
    yield vector("ssh-rsa: the other of its algorithms is named", signature.but(algorithm=b"rsa-sha2-256"), WRONG)
    # A signature that begins with a zero byte: OpenSSH takes it without, too.
    count = next(i for i in range(5000) if RSA.sign(b"%d" % i).value[0] == 0)
    short = RSA.sign(b"%d" % count)
    yield vector("ssh-rsa: a signature that begins with 0", short, good(RSA.blob), b"%d" % count)
    yield vector("ssh-rsa: the same without its 0", short.but(value=short.value[1:]), WRONG, b"%d" % count)
    info = rsa.DIGEST_INFO["sha512"] + hashlib.sha512(sshsig.envelope(MESSAGE)).digest()
    for claim, padded in (
            ("bytes behind the hash", b"\0\1" + b"\xff" * 8 + b"\0" + info + bytes(384 - 11 - len(info))),
            ("padding of another kind", b"\0\2" + b"\xff" * (381 - len(info)) + b"\0" + info),
            ("a spoilt byte of padding", b"\0\1" + b"\xff" * 99 + b"\xfe" + b"\xff" * (281 - len(info)) + b"\0" + info),
            ("the hash without its name", b"\0\1" + b"\xff" * (381 - 64) + b"\0" + info[-64:])):
        yield vector(f"ssh-rsa: {claim}",
                     signature.but(value=key.root(int.from_bytes(padded, "big")).to_bytes(384, "big")), WRONG)
    for bits in (1024, 2048, 3071):
        weak = Signer(rsa.make_key(bits, "weak"))
        yield vector(f"RSA of {bits} bits signs nothing", weak.sign(MESSAGE),
                     f"weak: RSA of {bits} bits; wanted 3072 to 16384")
    yield vector("RSA with the exponent 3 signs nothing", Signer(rsa.make_key(3072, "cube", 3)).sign(MESSAGE),
                 BAD_EXPONENT)


def swapped():
    """The signature of one with the key of another, or with the name of its algorithm."""
    for one in SIGNERS:
        for other in SIGNERS:
            if one is other:
                continue
            mine, theirs = made_by(one), made_by(other)
            kind = other.algorithm.decode() if other is not RSA else "ssh-rsa"
            yield vector(f"{mine.algorithm.decode()} with a key of type {kind}", mine.but(key=other.blob),
                         misfit(mine.algorithm, kind))
            said = {True: WRONG}.get(bool(one.application) == bool(other.application),
                                     CUT if other.application else BEHIND)
            yield vector(f"{mine.algorithm.decode()} dressed as {kind}",
                         mine.but(key=other.blob, algorithm=theirs.algorithm), said)
    second = Signer(edwards.Key(b"another".ljust(32)))
    yield vector("the key of another person", ED25519.sign(MESSAGE).but(key=second.blob), WRONG)
    second = Signer(weierstrass.Key(weierstrass.P256, 77**40))
    yield vector("the ECDSA key of another person", ECDSA["nistp256"].sign(MESSAGE).but(key=second.blob), WRONG)
    certificate = string(b"ssh-ed25519-cert-v01@openssh.com") + string(b"nonce") + string(ED25519.private.public)
    name = "ssh-ed25519-cert-v01@openssh.com"
    yield vector("a certificate instead of a key", ED25519.sign(MESSAGE).but(key=certificate),
                 f"{refused_type(name)}; {OTHERS}")
    yield vector("bytes behind the key", ED25519.sign(MESSAGE).but(key=ED25519.blob + b"\0"),
                 "bad: bytes behind the key")
    for title, application in (("a NUL and more", b"ssh:\0x"), ("a NUL at the end", b"ssh:\0")):
        nul = Signer(SK_ED25519.private, application)
        yield vector(f"an application with {title}", nul.touch(MESSAGE), "bad: the key's application holds a NUL")


# Judged once more while libcrypto's configuration is hostile.
IN_ANY_ENVIRONMENT = {
    *(f"{signer.algorithm.decode()} with {digest} signs a statement" for signer in SIGNERS for digest in ("sha512",
                                                                                                          "sha256")),
    *(f"{signer.algorithm.decode()}: the signed hash is {title}" for signer in SIGNERS for title in ("empty",
                                                                                                     "64 zeros")),
}


def all_vectors():
    for group in (accepted, hardware, envelopes, lines, edwards_signatures, ecdsa_signatures, rsa_signatures, swapped):
        yield from group()
