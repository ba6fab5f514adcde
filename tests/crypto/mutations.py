"""Changes of a good signature, of its text and of its message. All but those that are named harmless spoil it."""
import hashlib
from dataclasses import dataclass

import edwards
import rsa
import sshsig
import weierstrass
from sshsig import Reader, armour, base64_of, mpint, string, uint32


@dataclass
class Sample:
    """A signature of ssh-keygen's, and who made it."""
    signer: sshsig.Signer
    message: bytes
    text: str

    def __post_init__(self):
        self.blob = sshsig.unarmour(self.text)
        self.signature = sshsig.parse(self.blob)

    @property
    def title(self):
        return f"{self.signature.algorithm.decode()}/{self.signature.hash.decode()}/{len(self.message)} bytes"


@dataclass
class Mutant:
    name: str
    text: str
    message: bytes
    harmless: bool = False


def lengths(blob):
    """Where lengths stand in a blob, at every depth. What is no string inside is taken for one where it fits."""
    def inside(begin, end):
        found, at = [], begin
        while at + 4 <= end:
            size = int.from_bytes(blob[at:at + 4], "big")
            if at + 4 + size > end:
                return []
            found += [at, *inside(at + 4, at + 4 + size)]
            at += 4 + size
        return found if at == end else []
    return inside(10, len(blob))


def flips(sample, generator, count):
    for position in generator.sample(range(len(sample.blob)), min(count, len(sample.blob))):
        blob = bytearray(sample.blob)
        blob[position] ^= 1 << generator.randrange(8)
        yield "bit flipped", bytes(blob)


def cuts(sample, generator, count):
    blob = sample.blob
    for _ in range(count):
        end, begin = generator.randrange(len(blob)), generator.randrange(len(blob))
        size = generator.randint(1, 8)
        yield "cut short", blob[:end]
        yield "bytes left out", blob[:begin] + blob[begin + size:]
        yield "bytes put in", blob[:begin] + generator.randbytes(size) + blob[begin:]
        yield "bytes doubled", blob[:begin + size] + blob[begin:]
    for extra in (b"\0", b"\n", b"SSHSIG", blob):
        yield "bytes behind the blob", blob + extra


def wrong_lengths(sample):
    for at in lengths(sample.blob):
        size = int.from_bytes(sample.blob[at:at + 4], "big")
        for other in (0, size - 1, size + 1, size + 256, size | 1 << 31, 2**32 - 1, 2**32 - at - 4, len(sample.blob)):
            if other & 0xFFFFFFFF != size:
                yield "length changed", sample.blob[:at] + uint32(other) + sample.blob[at + 4:]


def fields(sample):
    """Every field of another value."""
    signature = sample.signature
    for version in (0, 2, 256, 1 << 24, 2**32 - 1):
        yield "version", signature.but(version=version)
    for namespace in (b"", b"git", b"file", b"cat", b"cat44", b"CAT4", b"cat4\0", b" cat4", b"cat4 ", b"cat4,git",
                      b"*"):
        yield "namespace", signature.but(namespace=namespace)
    for reserved in (b"x", b"\0", bytes(64)):
        yield "reserved", signature.but(reserved=reserved)
    for digest in (b"", b"sha1", b"md5", b"SHA512", b"SHA256", b"sha384", b"sha512\0", b"sha256\0", b"sha-512", b"none",
                   b"sha256,sha512", b"sha256" if signature.hash == b"sha512" else b"sha512"):
        yield "hash", signature.but(hash=digest)
    for magic in (b"sshsig", b"SSHSI\0", b"SSHCERT"):
        yield "magic", signature.but(magic=magic)
    algorithms = [b"ssh-ed25519", b"ssh-rsa", b"rsa-sha2-256", b"rsa-sha2-512", b"ecdsa-sha2-nistp256",
                  b"ecdsa-sha2-nistp384",
                  b"ecdsa-sha2-nistp521", b"ssh-dss", sshsig.SK_ED25519, sshsig.SK_ECDSA, b"",
                  signature.algorithm + b"\0",
                  signature.algorithm.upper(), signature.algorithm + b"-cert-v01@openssh.com", b"none"]
    for algorithm in algorithms:
        if algorithm != signature.algorithm:
            yield "algorithm", signature.but(algorithm=algorithm)


def trailing(sample):
    signature = sample.signature
    for extra in (b"\0", b"\1\0\0\0\7", string(b""), string(b"x")):
        yield "bytes behind the key", signature.but(key=signature.key + extra)
        yield "bytes behind the signature", signature.but(tail=extra)
        yield "bytes behind the signature's value", signature.but(value=signature.value + extra)
        yield "bytes before the signature's value", signature.but(value=extra + signature.value)
        yield "bytes behind the blob", signature.but(end=extra)


def keys(sample, others):
    """Other keys, and the same key written otherwise."""
    signature, key = sample.signature, sample.signer.private
    for other in others:
        if other.signer is not sample.signer:
            yield "key of another", signature.but(key=other.signature.key)
            yield "signature of another", signature.but(algorithm=other.signature.algorithm,
                                                        value=other.signature.value)
            yield "value of another", signature.but(value=other.signature.value)
        elif other.message != sample.message:
            yield "signature of another message", signature.but(value=other.signature.value)
    if isinstance(key, rsa.Key):
        n, e = key.modulus, mpint(key.exponent)
        wide = n.to_bytes(key.size + 2, "big")
        for exponent, modulus in ((e, string(wide)), (e, string(wide[2:])), (string(b"\0" + e[4:]), mpint(n)),
                                  (mpint(n), e),
                                  (mpint(3), mpint(n)), (e, mpint(n + 2)), (mpint(0), mpint(n)), (e, mpint(0))):
            yield "RSA numbers", signature.but(key=string(sshsig.RSA) + exponent + modulus)
    elif isinstance(key, weierstrass.Key):
        curve, (x, y) = key.curve, key.point
        whole = curve.encode((x, y))
        for point in (bytes([2 + y % 2]) + curve.coordinate(x), bytes([6 + y % 2]) + whole[1:], b"\0", whole + b"\0",
                      whole[:-1],
                      curve.encode((x, curve.prime - y)), curve.encode((y, x)), b"\5" + whole[1:]):
            yield "ECDSA point", signature.but(key=sshsig.ecdsa_blob(curve, point))
    else:
        minus = bytearray(key.public)
        minus[31] ^= 0x80
        points = [bytes(minus), *(edwards.encode(point) for point, _ in edwards.torsion()),
                  edwards.raw(edwards.P + 1, 0)]
        for point in points:
            yield "Ed25519 point", signature.but(key=sshsig.ed25519_blob(point))


def values(sample):
    """The numbers of the signature itself."""
    signature, key = sample.signature, sample.signer.private
    value = signature.value
    if isinstance(key, rsa.Key):
        number = int.from_bytes(value, "big")
        for other in (b"", value[:-1], value[1:], b"\0" + value, value + b"\0", bytes(key.size), value[::-1],
                      (key.modulus - number).to_bytes(key.size, "big"),
                      (key.modulus + number).to_bytes(key.size + 1, "big")):
            yield "RSA value", signature.but(value=other)
    elif isinstance(key, weierstrass.Key):
        reader, n = Reader(value), key.curve.order
        first, second = reader.string(), reader.string()
        r, s = int.from_bytes(first, "big"), int.from_bytes(second, "big")
        for one, two in ((0, s), (r, 0), (0, 0), (n, s), (r, n), (r + n, s), (r, s + n), (n - r, s), (n - r, n - s),
                         (s, r),
                         (1, 1), (n - 1, n - 1), (key.curve.prime, s), (r, s + 1), (r - 1, s)):
            yield "ECDSA numbers", signature.but(value=mpint(one) + mpint(two))
        minus = (-s).to_bytes(len(second) + 1, "big", signed=True)
        for one, two in ((b"\0" + first, second), (first, b"\0" + second), (first, minus), (minus, second), (b"", b""),
                         (first, bytes(300) + second), (b"\0", second)):
            yield "ECDSA numbers' form", signature.but(value=string(one) + string(two))
        for other in (mpint(r), key.curve.coordinate(r) + key.curve.coordinate(s), value + mpint(s), b""):
            yield "ECDSA value", signature.but(value=other)
    else:
        commitment, s = value[:32], int.from_bytes(value[32:], "little")
        for factor in range(1, 15):
            yield "Ed25519 S + L", signature.but(value=commitment + (s + factor * edwards.L).to_bytes(32, "little"))
        for number in (0, 1, edwards.L, edwards.L - s, 2**256 - 1):
            yield "Ed25519 S", signature.but(value=commitment + number.to_bytes(32, "little"))
        for point, _ in edwards.torsion():
            yield "Ed25519 R", signature.but(value=edwards.encode(point) + value[32:])
        for other in (b"", value[:-1], value + b"\0", value[32:] + commitment, bytes(64)):
            yield "Ed25519 value", signature.but(value=other)


def forged(sample):
    """Made with the right private key, over something else than what is asked for."""
    signer, message = sample.signer, sample.message
    for namespace in (b"git", b"", b"cat4\0", b"CAT4"):
        yield "signed for another namespace", signer.sign(message, namespace=namespace)
        yield "signed for another namespace than it says", signer.sign(message,
                                                                       namespace=namespace).but(namespace=b"cat4")
    yield "signed with a reserved field", signer.sign(message, reserved=b"x")
    yield "signed with a hidden reserved field", signer.sign(message, reserved=b"x").but(reserved=b"")
    for digest in (b"sha1", b"md5", b"SHA512", b"sha384", b"sha3_256"):
        yield "signed with another hash", signer.sign(message, digest=digest)
    for hashed in (b"", message, hashlib.sha256(message).digest(), bytes(64)):
        yield "signed over another hash than it says", signer.sign(message, hashed=hashed)
    yield "signed without the envelope", signer.sign(message).but(value=signer.value(message))
    if isinstance(signer.private, rsa.Key):
        for algorithm in (b"ssh-rsa", b"ssh-rsa-cert-v01@openssh.com", b"rsa-sha2-384"):
            yield "signed with another algorithm", signer.sign(message, algorithm).but(algorithm=algorithm)


def harmless(sample):
    """What may be otherwise: ECDSA's s, RSA's other hash, and the length of the text's lines."""
    signature, key = sample.signature, sample.signer.private
    if isinstance(key, weierstrass.Key):
        reader = Reader(signature.value)
        r, s = reader.number(), reader.number()
        yield "n - s", base64_of(signature.but(value=mpint(r) + mpint(key.curve.order - s)).blob()), 70
    if isinstance(key, rsa.Key):
        other = sample.signer.sign(sample.message, b"rsa-sha2-256", digest=signature.hash)
        yield "rsa-sha2-256", base64_of(other.blob()), 70
    yield "signed by other means", base64_of(sample.signer.sign(sample.message, digest=signature.hash).blob()), 70
    for width in (64, 76, 1000):
        yield "other lines", base64_of(sample.blob), width


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def texts(sample, generator):
    """The base64 written otherwise; some of it OpenSSH reads."""
    text = base64_of(sample.blob)
    padding = len(text) - len(text.rstrip("="))
    if padding:
        last = text[-padding - 1]
        for offset in range(1, 4 ** padding):
            spoilt = LETTERS[LETTERS.index(last) // 4 ** padding * 4 ** padding + offset]
            yield "bits behind the last byte", text[:-padding - 1] + spoilt + "=" * padding
        yield "no padding", text.rstrip("=")
    yield "padding in excess", text + "="
    yield "padding in excess", text + "===="
    yield "alphabet for addresses", text.replace("+", "-").replace("/", "_") + "-_-_" * (not set(text) & set("+/"))
    for letter in (" ", "\t", "\r", "\v", "=", "!", "\x00", "\u00e9"):
        at = generator.randrange(len(text))
        yield "other characters", text[:at] + letter + text[at:]
    yield "one letter less", text[:-1]
    yield "nothing", ""


def messages(sample, generator):
    message = sample.message
    yield "newline behind the message", message + b"\n"
    yield "NUL behind the message", message + b"\0"
    yield "message twice", message + (message or b"x")
    if message:
        yield "no message", b""
        yield "message cut short", message[:-1]
        yield "message without its begin", message[1:]
        yield "message's hash", hashlib.sha512(message).digest()
        for _ in range(4):
            at = generator.randrange(len(message))
            flipped = bytes([message[at] ^ 1 << generator.randrange(8)])
            yield "bit of the message flipped", message[:at] + flipped + message[at + 1:]


def as_mutants(sample, blobs, texts=(), changed=(), allowed=()):
    for name, blob in blobs:
        if blob != sample.blob:
            yield Mutant(name, armour(base64_of(blob)), sample.message)
    for name, text in texts:
        yield Mutant(name, armour(text), sample.message)
    for name, message in changed:
        yield Mutant(name, sample.text, message)
    for name, text, width in allowed:
        yield Mutant(name, armour(text, width), sample.message, harmless=True)


def random_mutants(sample, _, generator, count):
    blobs = [*flips(sample, generator, count), *cuts(sample, generator, count // 4)]
    yield from as_mutants(sample, blobs, texts(sample, generator), messages(sample, generator))


def every_mutant(sample, others, generator, count):
    blobs = [*flips(sample, generator, 20 * count), *cuts(sample, generator, count), *wrong_lengths(sample)]
    for group in (fields(sample), trailing(sample), keys(sample, others), values(sample), forged(sample)):
        blobs += [(name, signature.blob()) for name, signature in group]
    yield from as_mutants(sample, blobs, texts(sample, generator), messages(sample, generator), harmless(sample))
