"""RSA signatures (RFC 8017, PKCS #1 v1.5) in plain arithmetic."""
import hashlib
import random
from math import prod

DIGEST_INFO = {
    "sha1": bytes.fromhex("3021300906052b0e03021a05000414"),
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


def prime(bits, generator, exponent):
    """With both its top bits set, and fit for this exponent."""
    while True:
        number = generator.getrandbits(bits) | 3 << (bits - 2) | 1
        if (all(number % small for small in SMALL_PRIMES) and pow(2, number - 1, number) == 1
                and _invertible(exponent, number - 1)):
            return number


def _invertible(number, modulus):
    try:
        pow(number, -1, modulus)
    except ValueError:
        return False
    return True


class Key:
    """The private key of its primes. More than two of them make the same signatures, much faster."""

    def __init__(self, primes, exponent=65537):
        self.primes, self.exponent, self.modulus = primes, exponent, prod(primes)
        self.size = (self.modulus.bit_length() + 7) // 8

    def root(self, padded):
        """The number whose power is this one, by the Chinese remainder theorem."""
        result = 0
        for factor in self.primes:
            rest = self.modulus // factor
            part = pow(padded, pow(self.exponent, -1, factor - 1), factor)
            result += part * rest * pow(rest, -1, factor)
        return result % self.modulus

    def sign(self, message, digest="sha512"):
        info = DIGEST_INFO[digest] + hashlib.new(digest, message).digest()
        padded = b"\x00\x01" + b"\xff" * (self.size - len(info) - 3) + b"\x00" + info
        return self.root(int.from_bytes(padded, "big")).to_bytes(self.size, "big")


def make_key(bits, seed, exponent=65537):
    """A key of exactly so many bits, the same for the same seed."""
    generator = random.Random(seed)
    count = max(2, bits // 512)
    sizes = [bits // count + (i < bits % count) for i in range(count)]
    while True:
        key = Key([prime(size, generator, exponent) for size in sizes], exponent)
        if key.modulus.bit_length() == bits:
            return key
