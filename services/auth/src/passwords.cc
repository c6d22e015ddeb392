#include "passwords.h"

#include <chrono>

#include "mib/base/status.h"
#include "mib/security/crypto.h"

namespace mib::auth {
namespace {

/// Observes the time until the end of its scope.
class Timer {
 public:
  explicit Timer(prometheus::Histogram& histogram) : histogram_(histogram) {}
  ~Timer() { histogram_.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count()); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

 private:
  prometheus::Histogram& histogram_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

absl::StatusOr<Passwords> Passwords::Make(const security::PasswordCost& cost, prometheus::Histogram& seconds) {
  ASSIGN_OR_RETURN(std::string nobody, security::HashPassword(security::RandomToken(32), cost));
  return Passwords(cost, std::move(nobody), seconds);
}

absl::StatusOr<std::string> Passwords::Hash(std::string_view password) const {
  const Timer timer(*seconds_);
  return security::HashPassword(password, cost_);
}

bool Passwords::Verify(std::string_view hash, std::string_view password) const {
  const Timer timer(*seconds_);
  return security::VerifyPassword(hash, password);
}

void Passwords::VerifyNobody(std::string_view password) const { static_cast<void>(Verify(nobody_, password)); }

}  // namespace mib::auth
