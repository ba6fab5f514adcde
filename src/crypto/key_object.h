// A public key as libcrypto knows it.
#pragma once

#include "cat4/crypto/public_key.h"

#include "crypto/openssl.h"

namespace cat4 {

// Of ECDSA and RSA types. Null if the parts make no valid key: a point that is not on its curve, or that
// OpenSSH refuses because a coordinate is very small or not below the order.
KeyObject MakeKeyObject(const PublicKey& key);

}  // namespace cat4
