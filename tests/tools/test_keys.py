"""SSH keys for tests and examples that follow from a text: the same on every machine, and worthless for anything else."""
import base64
import hashlib
import re
import struct
import subprocess
from pathlib import Path

PKCS8 = bytes.fromhex("302e020100300506032b657004220420")  # what stands in front of an Ed25519 seed in PKCS #8 DER
SMALL_PRIMES = [n for n in range(3, 3000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


def _string(value):
    return struct.pack(">I", len(value)) + value


def _write(directory, name, kind, armored, blob, comment):
    path = Path(directory, name)
    path.write_text("\n".join([f"-----BEGIN {kind} PRIVATE KEY-----", *re.findall(".{1,70}", base64.b64encode(armored).decode()),
                               f"-----END {kind} PRIVATE KEY-----", ""]))
    path.chmod(0o600)
    algorithm = blob[4:4 + int.from_bytes(blob[:4], "big")].decode()
    Path(f"{path}.pub").write_text(f"{algorithm} {base64.b64encode(blob).decode()} {comment or name}\n")


def write_ed25519(directory, name, text, comment=""):
    """Writes NAME and NAME.pub as ssh-keygen would (PROTOCOL.key); the seed is a digest of `text`."""
    seed = hashlib.sha256(b"cat4 test key of " + text.encode()).digest()
    der = subprocess.run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"], input=PKCS8 + seed,
                         stdout=subprocess.PIPE, check=True).stdout
    public = der[-32:]
    blob = _string(b"ssh-ed25519") + _string(public)
    check = hashlib.sha256(seed).digest()[:4]
    secret = check + check + blob + _string(seed + public) + _string(comment.encode())
    secret += bytes(range(1, 1 + -len(secret) % 8))
    body = b"openssh-key-v1\0" + _string(b"none") + _string(b"none") + _string(b"") + struct.pack(">I", 1) + _string(blob) + _string(secret)
    _write(directory, name, "OPENSSH", body, blob, comment)


def _is_prime(number):
    """Miller-Rabin with fixed bases: nobody chooses these numbers to deceive."""
    if any(number % p == 0 for p in SMALL_PRIMES):
        return False
    shift = ((number - 1) & -(number - 1)).bit_length() - 1
    for base in SMALL_PRIMES[:20]:
        x = pow(base, number >> shift, number)
        if x not in (1, number - 1) and not any((x := x * x % number) == number - 1 for _ in range(shift - 1)):
            return False
    return True


def _prime(text, bits, exponent):
    stream = b"".join(hashlib.sha512(f"cat4 test key of {text} {i}".encode()).digest() for i in range(bits // 512 + 1))
    number = int.from_bytes(stream, "big") >> (len(stream) * 8 - bits)
    number |= 3 << bits - 2 | 1
    while (number - 1) % exponent == 0 or not _is_prime(number):
        number += 2
    return number


def _mpint(number):
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _der(tag, body):
    length = len(body)
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([length]) if length < 128 else bytes([128 | len(size)]) + size) + body


def write_rsa(directory, name, text, comment="", bits=3072):
    """The same with RSA (PKCS #1), whose primes follow from `text`."""
    e = 65537
    p, q = sorted((_prime(f"{text} {i}", bits // 2, e) for i in "pq"), reverse=True)
    d = pow(e, -1, (p - 1) * (q - 1))
    numbers = [0, p * q, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p)]
    der = _der(0x30, b"".join(_der(2, _mpint(n)) for n in numbers))
    _write(directory, name, "RSA", der, _string(b"ssh-rsa") + _string(_mpint(e)) + _string(_mpint(p * q)), comment)
