#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/http/message.h"

namespace mib::gateway {

/// An IPv6 address, or an IPv4 one as its mapped form.
using Address = std::array<uint8_t, 16>;
bool ParseAddress(std::string_view text, Address* out);

/// Finds out who a request is from. X-Forwarded-For is read from its right end, through trusted proxies only: what
/// stands left of the first address that is not one of ours may have been made up. Immutable, thread safe.
class ClientAddresses {
 public:
  /// `trusted`: addresses and networks ("10.0.0.0/8", "::1").
  static absl::StatusOr<ClientAddresses> Make(const std::vector<std::string>& trusted);

  std::string Of(std::string_view remote_ip, const http::Headers& headers) const;

 private:
  struct Network {
    Address address;
    int bits;
  };
  bool Trusted(const Address& address) const;

  std::vector<Network> trusted_;
};

/// What rate limits count by: an IPv4 address, or the /64 of an IPv6 one, since one client has all of it.
std::string LimitKeyOf(std::string_view client_ip);

}  // namespace mib::gateway
