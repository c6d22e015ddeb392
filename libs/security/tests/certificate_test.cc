#include "mib/security/certificate.h"

#include <catch2/catch_test_macros.hpp>

#include "test_ca.h"

namespace mib::security {

TEST_CASE("A service's name is read from its certificate", "[unit][certificate]") {
  TestCa ca;
  CHECK(*ServiceOf(ca.Issue("core-engine").certificate_pem) == "core-engine");
}

TEST_CASE("A certificate without exactly one name of ours names no service", "[unit][certificate]") {
  TestCa ca;
  for (const std::string_view names :
       {"", "DNS:localhost", "URI:spiffe://mib/auth,URI:spiffe://mib/gateway", "URI:spiffe://other/auth",
        "URI:spiffe://mib/", "URI:spiffe://mib/auth/x", "URI:https://mib/auth", "URI:spiffe://mib/Auth"}) {
    INFO(names);
    CHECK(ServiceOf(ca.IssueWithNames(names).certificate_pem).status().code() == absl::StatusCode::kInvalidArgument);
  }
  CHECK_FALSE(ServiceOf("no certificate").ok());
  CHECK_FALSE(ServiceOf("").ok());
}

TEST_CASE("The end of a certificate's validity is read", "[unit][certificate]") {
  TestCa ca;
  const absl::Time expiry = *ExpiryOf(ca.Issue("auth", absl::Hours(48)).certificate_pem);
  CHECK(expiry > absl::Now() + absl::Hours(47));
  CHECK(expiry < absl::Now() + absl::Hours(49));
}

}  // namespace mib::security
