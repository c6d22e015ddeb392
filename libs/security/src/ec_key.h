#pragma once

// P-256 keys and raw signatures (r || s, RFC 7518 section 3.4).

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "mib/security/jwt.h"
#include "openssl.h"

namespace mib::security {

inline constexpr size_t kCoordinateSize = 32;

absl::StatusOr<KeyPtr> GenerateKey();
/// Fails for anything but an unencrypted P-256 private key.
absl::StatusOr<KeyPtr> KeyFromPem(std::string_view pem);
/// Fails when the point is not on the curve.
absl::StatusOr<KeyPtr> KeyFromPoint(const PublicKey& key);
/// PKCS #8.
std::string KeyToPem(EVP_PKEY* key);
/// The kid is the key's thumbprint (RFC 7638).
absl::StatusOr<PublicKey> PublicKeyOf(EVP_PKEY* key);

absl::StatusOr<std::string> SignRaw(EVP_PKEY* key, std::string_view text);
bool VerifyRaw(EVP_PKEY* key, std::string_view text, std::string_view signature);

}  // namespace mib::security
