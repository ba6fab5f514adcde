"""ECDSA on the NIST curves (FIPS 186-4) in plain arithmetic."""
import hashlib


class Curve:
    def __init__(self, name, bits, prime, b, order, x, y, digest):
        self.name, self.bits, self.prime, self.b, self.order, self.digest = name, bits, prime, b, order, digest
        self.size = (bits + 7) // 8
        self.base = (x, y)

    def add(self, a, b):
        if a is None or b is None:
            return a or b
        (x1, y1), (x2, y2) = a, b
        if x1 == x2 and (y1 + y2) % self.prime == 0:
            return None
        if a == b:
            slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, self.prime)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, self.prime)
        x = (slope * slope - x1 - x2) % self.prime
        return x, (slope * (x1 - x) - y1) % self.prime

    def times(self, factor, point):
        result = None
        while factor:
            if factor & 1:
                result = self.add(result, point)
            point, factor = self.add(point, point), factor >> 1
        return result

    def y_of(self, x):
        """None if no point has this x. All three primes are 3 modulo 4."""
        square = (x**3 - 3 * x + self.b) % self.prime
        y = pow(square, (self.prime + 1) // 4, self.prime)
        return y if y * y % self.prime == square else None

    def coordinate(self, value):
        return value.to_bytes(self.size, "big")

    def encode(self, point):
        return b"\x04" + self.coordinate(point[0]) + self.coordinate(point[1])


P256 = Curve("nistp256", 256, 2**256 - 2**224 + 2**192 + 2**96 - 1,
             0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b,
             0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551,
             0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
             0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5, hashlib.sha256)
P384 = Curve("nistp384", 384, 2**384 - 2**128 - 2**96 + 2**32 - 1,
             0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef,
             0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973,
             0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7,
             0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f,
             hashlib.sha384)
P521 = Curve("nistp521", 521, 2**521 - 1,
             int("0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf07"
                 "3573df883d2c34f1ef451fd46b503f00", 16),
             int("01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d0"
                 "3bb5c9b8899c47aebb6fb71e91386409", 16),
             int("00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de"
                 "3348b3c1856a429bf97e7e31c2e5bd66", 16),
             int("011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761"
                 "353c7086a272c24088be94769fd16650", 16), hashlib.sha512)
CURVES = {curve.name: curve for curve in (P256, P384, P521)}


class Key:
    """The private key of a number."""

    def __init__(self, curve, scalar):
        self.curve, self.scalar = curve, scalar % curve.order
        self.point = curve.times(self.scalar, curve.base)

    def sign(self, message):
        """The pair r, s. The nonce is as good as a test needs it."""
        curve = self.curve
        digest = curve.digest(message).digest()
        nonce = int.from_bytes(hashlib.sha512(self.scalar.to_bytes(66, "big") + digest).digest() * 2,
                               "big") % curve.order
        r = curve.times(nonce, curve.base)[0] % curve.order
        hashed = int.from_bytes(digest, "big")  # never longer than the order
        return r, pow(nonce, -1, curve.order) * (hashed + r * self.scalar) % curve.order
