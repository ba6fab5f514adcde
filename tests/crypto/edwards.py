"""Ed25519 (RFC 8032) in plain arithmetic: slow, independent of every library, and able to do what those refuse."""
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1)


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P
    return x, y


def times(factor, point):
    result = IDENTITY
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result


def x_of(y, sign):
    """None if no point has this y, as for half of all numbers."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square:
        return None
    return P - x if x % 2 != sign and x else x


def raw(y, sign):
    """32 bytes of any number below 2^255, canonical or not."""
    return (y | sign << 255).to_bytes(32, "little")


def encode(point):
    return raw(point[1], point[0] % 2)


BASE = (x_of(4 * pow(5, -1, P) % P, 0), 4 * pow(5, -1, P) % P)


def torsion():
    """The eight points whose order divides 8, each with its order."""
    y = 2
    while x_of(y, 0) is None or times(4 * L, (x_of(y, 0), y)) == IDENTITY:
        y += 1
    generator = times(L, (x_of(y, 0), y))
    return [(times(i, generator), order) for i, order in enumerate((1, 8, 4, 8, 2, 8, 4, 8))]


def number(digest):
    return int.from_bytes(digest, "little")


class Key:
    """The private key of a seed of 32 bytes; `shift` is a point that is added to the public one."""

    def __init__(self, seed, shift=IDENTITY):
        digest = hashlib.sha512(seed).digest()
        self.scalar = number(digest[:32]) & (2**254 - 8) | 2**254
        self.prefix = digest[32:]
        self.public = encode(add(times(self.scalar, BASE), shift))

    def sign(self, message):
        nonce = number(hashlib.sha512(self.prefix + message).digest()) % L
        commitment = encode(times(nonce, BASE))
        challenge = number(hashlib.sha512(commitment + self.public + message).digest()) % L
        return commitment + ((nonce + challenge * self.scalar) % L).to_bytes(32, "little")
