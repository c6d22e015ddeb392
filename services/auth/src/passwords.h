#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "mib/security/password.h"
#include "mib/telemetry/metrics.h"

namespace mib::auth {

/// Hashes and checks passwords at the configured cost, and times it in `seconds`, which must outlive it. Slow on
/// purpose: only from threads that may block. Thread safe.
class Passwords {
 public:
  static absl::StatusOr<Passwords> Make(const security::PasswordCost& cost, prometheus::Histogram& seconds);

  absl::StatusOr<std::string> Hash(std::string_view password) const;
  bool Verify(std::string_view hash, std::string_view password) const;
  /// Takes as long as Verify, so that the time does not tell which users exist.
  void VerifyNobody(std::string_view password) const;
  bool NeedsRehash(std::string_view hash) const { return security::NeedsRehash(hash, cost_); }

 private:
  Passwords(const security::PasswordCost& cost, std::string nobody, prometheus::Histogram& seconds)
      : cost_(cost), nobody_(std::move(nobody)), seconds_(&seconds) {}

  security::PasswordCost cost_;
  std::string nobody_;
  prometheus::Histogram* seconds_;
};

}  // namespace mib::auth
