#include "key_ring.h"

#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/security/crypto.h"

namespace mib::auth {
namespace {

/// A sealed key moved to another key's row does not open.
std::string Purpose(std::string_view key_id) { return "mib.auth.signing_key:" + std::string(key_id); }

absl::Status MakeFirst(SigningKeyStore& store, std::string_view sealing_key, absl::Time now) {
  ASSIGN_OR_RETURN(const std::unique_ptr<security::SigningKey> key, security::SigningKey::Generate());
  SealedKey sealed{.id = key->public_key().kid, .sealed_private_key = {}, .created_at = now};
  ASSIGN_OR_RETURN(sealed.sealed_private_key, security::Seal(sealing_key, key->ToPem(), Purpose(sealed.id)));
  log::Info("the first signing key is made", {{"key_id", sealed.id}});
  return store.InsertFirst(sealed);
}

}  // namespace

absl::StatusOr<KeyRing> KeyRing::Load(SigningKeyStore& store, std::string_view sealing_key, absl::Time now) {
  ASSIGN_OR_RETURN(std::vector<SealedKey> stored, store.List());
  if (stored.empty()) {
    RETURN_IF_ERROR(MakeFirst(store, sealing_key, now));
    // Another instance may have been quicker: what is stored counts.
    ASSIGN_OR_RETURN(stored, store.List());
  }
  KeyRing ring;
  for (const SealedKey& sealed : stored) {
    ASSIGN_OR_RETURN(const std::string pem,
                     security::Unseal(sealing_key, sealed.sealed_private_key, Purpose(sealed.id)));
    ASSIGN_OR_RETURN(std::unique_ptr<security::SigningKey> key, security::SigningKey::FromPem(pem));
    ring.public_keys_.push_back(key->public_key());
    if (ring.signing_key_ == nullptr) ring.signing_key_ = std::move(key);
  }
  if (ring.signing_key_ == nullptr) return absl::InternalError("a signing key was stored and cannot be found");
  return ring;
}

}  // namespace mib::auth
