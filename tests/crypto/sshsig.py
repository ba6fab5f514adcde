"""SSH's wire format (RFC 4251), its keys, and the signatures of PROTOCOL.sshsig, composed and taken apart."""
import base64
import hashlib
from dataclasses import dataclass, replace

import edwards
import rsa
import weierstrass

ED25519, SK_ED25519 = b"ssh-ed25519", b"sk-ssh-ed25519@openssh.com"
SK_ECDSA, RSA = b"sk-ecdsa-sha2-nistp256@openssh.com", b"ssh-rsa"


def uint32(number):
    return (number & 0xFFFFFFFF).to_bytes(4, "big")


def string(data):
    return uint32(len(data)) + data


def mpint(number):
    return string(number.to_bytes(number.bit_length() // 8 + 1, "big") if number else b"")


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]

    def uint32(self):
        return int.from_bytes(self.take(4), "big")

    def string(self):
        return self.take(self.uint32())

    def number(self):
        return int.from_bytes(self.string(), "big")

    def rest(self):
        return self.take(len(self.data) - self.at)


@dataclass
class Signature:
    """The fields of a blob; `tail` is what follows the signature proper: flags and counter of a security key."""
    key: bytes
    algorithm: bytes
    value: bytes
    tail: bytes = b""
    namespace: bytes = b"cat4"
    hash: bytes = b"sha512"
    reserved: bytes = b""
    version: int = 1
    magic: bytes = b"SSHSIG"
    end: bytes = b""

    def blob(self):
        inner = string(self.algorithm) + string(self.value) + self.tail
        return (self.magic + uint32(self.version) + string(self.key) + string(self.namespace) + string(self.reserved)
                + string(self.hash) + string(inner) + self.end)

    def but(self, **fields):
        return replace(self, **fields)


def parse(blob):
    outer = Reader(blob)
    magic, version = outer.take(6), outer.uint32()
    key, namespace, reserved, digest, inner = (outer.string() for _ in range(5))
    inner = Reader(inner)
    algorithm, value = inner.string(), inner.string()
    return Signature(key, algorithm, value, inner.rest(), namespace, digest, reserved, version, magic, outer.rest())


def envelope(message, namespace=b"cat4", digest=b"sha512", reserved=b"", hashed=None):
    """What is signed; `hashed` if it is to be another hash than the field says."""
    if hashed is None:
        hashed = hashlib.new(digest.decode(), message).digest()
    return b"SSHSIG" + string(namespace) + string(reserved) + string(digest) + string(hashed)


def armour(text, width=70):
    lines = [text[i:i + width] for i in range(0, len(text), width)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


def base64_of(data):
    return base64.b64encode(data).decode()


def unarmour(text):
    return base64.b64decode("".join(line for line in text.splitlines() if not line.startswith("-----")))


def key_line(blob, comment=" someone"):
    return f"{Reader(blob).string().decode()} {base64_of(blob)}{comment}"


def fingerprint(blob):
    return "SHA256:" + base64_of(hashlib.sha256(blob).digest()).rstrip("=")


def ed25519_blob(point, kind=ED25519):
    return string(kind) + string(point)


def ecdsa_blob(curve, point, kind=None):
    kind = kind or b"ecdsa-sha2-" + curve.name.encode()
    return string(kind) + string(curve.name.encode()) + string(point)


def rsa_blob(modulus, exponent=65537):
    return string(RSA) + mpint(exponent) + mpint(modulus)


class Signer:
    """A private key of any type: its blob, and signatures over any bytes."""

    def __init__(self, private, application=None):
        self.private, self.application = private, application
        hardware = application is not None
        if isinstance(private, edwards.Key):
            self.algorithm = SK_ED25519 if hardware else ED25519
            self.blob = ed25519_blob(private.public, self.algorithm)
        elif isinstance(private, weierstrass.Key):
            curve = private.curve
            self.algorithm = SK_ECDSA if hardware else b"ecdsa-sha2-" + curve.name.encode()
            self.blob = ecdsa_blob(curve, curve.encode(private.point), self.algorithm)
        else:
            self.algorithm = b"rsa-sha2-512"
            self.blob = rsa_blob(private.modulus, private.exponent)
        if hardware:
            self.blob += string(application)

    def value(self, data, algorithm=None):
        if isinstance(self.private, weierstrass.Key):
            r, s = self.private.sign(data)
            return mpint(r) + mpint(s)
        if isinstance(self.private, rsa.Key):
            digest = {b"ssh-rsa": "sha1", b"rsa-sha2-256": "sha256"}.get(algorithm, "sha512")
            return self.private.sign(data, digest)
        return self.private.sign(data)

    def sign(self, message, algorithm=None, **fields):
        """`fields` are those of the envelope; the blob names them too."""
        value = self.value(envelope(message, **fields), algorithm)
        return self.blob_fields(algorithm or self.algorithm, value, b"", **fields)

    def blob_fields(self, algorithm, value, tail, digest=b"sha512", hashed=None, **fields):
        return Signature(self.blob, algorithm, value, tail, hash=digest, **fields)

    def touch(self, message, flags=1, counter=7, application=None, **fields):
        """As a security key signs."""
        tail = bytes([flags]) + uint32(counter)
        application = self.application if application is None else application
        data = hashlib.sha256(application).digest() + tail + hashlib.sha256(envelope(message, **fields)).digest()
        return self.blob_fields(self.algorithm, self.value(data), tail, **fields)


def read_private_key(text):
    """What `ssh-keygen -N ''` wrote (PROTOCOL.key, not encrypted)."""
    data = base64.b64decode("".join(text.splitlines()[1:-1]))
    outer = Reader(data.removeprefix(b"openssh-key-v1\0"))
    for _ in range(3):
        outer.string()
    outer.uint32()
    outer.string()
    inner = Reader(outer.string())
    inner.take(8)
    kind = inner.string()
    if kind == ED25519:
        inner.string()
        return Signer(edwards.Key(inner.string()[:32]))
    if kind == RSA:
        _, exponent, _, _, p, q = (inner.number() for _ in range(6))
        return Signer(rsa.Key([p, q], exponent))
    curve = weierstrass.CURVES[inner.string().decode()]
    inner.string()
    return Signer(weierstrass.Key(curve, inner.number()))
