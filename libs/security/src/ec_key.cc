#include "ec_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include "fmt/format.h"
#include "mib/security/crypto.h"

namespace mib::security {
namespace {

constexpr const char* kGroup = "prime256v1";
constexpr size_t kSignatureSize = 2 * kCoordinateSize;

bool IsP256(EVP_PKEY* key) {
  char group[32] = {};
  return EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
         std::string_view(group) == kGroup;
}

std::string Coordinate(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return {};
  const BignumPtr owned(number);
  std::string bytes(kCoordinateSize, '\0');
  if (BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), kCoordinateSize) < 0) return {};
  return bytes;
}

}  // namespace

absl::StatusOr<KeyPtr> GenerateKey() {
  KeyPtr key(EVP_EC_gen("P-256"));
  if (!key) return absl::InternalError("a P-256 key cannot be generated");
  return key;
}

absl::StatusOr<KeyPtr> KeyFromPem(std::string_view pem) {
  const ErrorsDiscarded discarded;
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // Without a callback OpenSSL would ask the terminal for a password.
  const auto no_password = [](char*, int, int, void*) { return 0; };
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  if (!key || !IsP256(key.get())) return absl::InvalidArgumentError("not a PEM P-256 private key");
  return key;
}

absl::StatusOr<KeyPtr> KeyFromPoint(const PublicKey& key) {
  const ErrorsDiscarded discarded;
  std::string x, y;
  if (!Base64UrlDecode(key.x, &x) || !Base64UrlDecode(key.y, &y) || x.size() != kCoordinateSize ||
      y.size() != kCoordinateSize) {
    return absl::InvalidArgumentError(fmt::format("key '{}': coordinates are not 32 bytes of base64url", key.kid));
  }
  const std::string point = "\x04" + x + y;
  const ParamBuilderPtr builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kGroup, 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  const ParamsPtr params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  const bool ok = EVP_PKEY_fromdata_init(context.get()) == 1 &&
                  EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
  KeyPtr owned(made);
  if (!ok) return absl::InvalidArgumentError(fmt::format("key '{}' is not a point of P-256", key.kid));
  const KeyContextPtr check(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  if (EVP_PKEY_public_check(check.get()) != 1) {
    return absl::InvalidArgumentError(fmt::format("key '{}' is not a point of P-256", key.kid));
  }
  return owned;
}

std::string KeyToPem(EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_secmem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

absl::StatusOr<PublicKey> PublicKeyOf(EVP_PKEY* key) {
  const std::string x = Coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X);
  const std::string y = Coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y);
  if (x.empty() || y.empty()) return absl::InternalError("the public half of a key cannot be read");
  PublicKey result{.kid = {}, .x = Base64UrlEncode(x), .y = Base64UrlEncode(y)};
  result.kid =
      Base64UrlEncode(Sha256(fmt::format(R"({{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}})", result.x, result.y)));
  return result;
}

absl::StatusOr<std::string> SignRaw(EVP_PKEY* key, std::string_view text) {
  const DigestPtr digest(EVP_MD_CTX_new());
  std::string der(80, '\0');
  size_t size = der.size();
  if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(der.data()), &size, Bytes(text), text.size()) !=
          1) {
    return absl::InternalError("ECDSA failed to sign");
  }
  const unsigned char* cursor = Bytes(der);
  const EcdsaSignaturePtr signature(d2i_ECDSA_SIG(nullptr, &cursor, static_cast<long>(size)));
  std::string raw(kSignatureSize, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kCoordinateSize) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kCoordinateSize, kCoordinateSize) < 0) {
    return absl::InternalError("ECDSA made a signature that cannot be read");
  }
  return raw;
}

bool VerifyRaw(EVP_PKEY* key, std::string_view text, std::string_view signature) {
  const ErrorsDiscarded discarded;
  if (signature.size() != kSignatureSize) return false;
  BignumPtr r(BN_bin2bn(Bytes(signature), kCoordinateSize, nullptr));
  BignumPtr s(BN_bin2bn(Bytes(signature) + kCoordinateSize, kCoordinateSize, nullptr));
  const EcdsaSignaturePtr parsed(ECDSA_SIG_new());
  if (ECDSA_SIG_set0(parsed.get(), r.get(), s.get()) != 1) return false;
  // The signature owns both numbers from here on.
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(parsed.get(), &der);
  if (size <= 0) return false;
  const DigestPtr digest(EVP_MD_CTX_new());
  const bool ok = EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                  EVP_DigestVerify(digest.get(), der, static_cast<size_t>(size), Bytes(text), text.size()) == 1;
  OPENSSL_free(der);
  return ok;
}

}  // namespace mib::security
