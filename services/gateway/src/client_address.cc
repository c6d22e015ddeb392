#include "client_address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "mib/security/crypto.h"

namespace mib::gateway {
namespace {

constexpr int kMappedBits = 96;

bool IsMapped(const Address& address) {
  return std::all_of(address.begin(), address.begin() + 10, [](uint8_t b) { return b == 0; }) && address[10] == 0xFF &&
         address[11] == 0xFF;
}

bool SamePrefix(const Address& a, const Address& b, int bits) {
  const auto bytes = static_cast<size_t>(bits / 8);
  if (std::memcmp(a.data(), b.data(), bytes) != 0) return false;
  const int rest = bits % 8;
  return rest == 0 || (a[bytes] >> (8 - rest)) == (b[bytes] >> (8 - rest));
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// All entries of all X-Forwarded-For headers, in order.
std::vector<std::string_view> ForwardedFor(const http::Headers& headers) {
  std::vector<std::string_view> entries;
  const auto [first, last] = headers.equal_range(std::string_view("x-forwarded-for"));
  for (auto header = first; header != last; ++header) {
    std::string_view text = header->second;
    for (size_t comma = 0; comma != std::string_view::npos; text.remove_prefix(comma + 1)) {
      comma = text.find(',');
      entries.push_back(Trim(text.substr(0, comma)));
      if (comma == std::string_view::npos) break;
    }
  }
  return entries;
}

}  // namespace

bool ParseAddress(std::string_view text, Address* out) {
  const std::string copy(text);
  if (inet_pton(AF_INET6, copy.c_str(), out->data()) == 1) return true;
  *out = {};
  (*out)[10] = (*out)[11] = 0xFF;
  return inet_pton(AF_INET, copy.c_str(), out->data() + 12) == 1;
}

absl::StatusOr<ClientAddresses> ClientAddresses::Make(const std::vector<std::string>& trusted) {
  ClientAddresses addresses;
  for (const std::string& text : trusted) {
    const size_t slash = text.find('/');
    Network network{};
    const bool is_address = ParseAddress(std::string_view(text).substr(0, slash), &network.address);
    const int offset = IsMapped(network.address) ? kMappedBits : 0;
    network.bits = 128;
    bool is_length = true;
    if (slash != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto result = std::from_chars(text.data() + slash + 1, end, network.bits);
      is_length = result.ec == std::errc() && result.ptr == end && network.bits >= 0;
      network.bits += offset;
    }
    if (!is_address || !is_length || network.bits > 128) {
      return absl::InvalidArgumentError(fmt::format("trusted_proxies: '{}' is no address or network", text));
    }
    addresses.trusted_.push_back(network);
  }
  return addresses;
}

bool ClientAddresses::Trusted(const Address& address) const {
  return std::any_of(trusted_.begin(), trusted_.end(),
                     [&](const Network& network) { return SamePrefix(address, network.address, network.bits); });
}

std::string ClientAddresses::Of(std::string_view remote_ip, const http::Headers& headers) const {
  std::string_view client = remote_ip;
  Address address;
  if (trusted_.empty() || !ParseAddress(client, &address)) return std::string(client);
  const std::vector<std::string_view> entries = ForwardedFor(headers);
  for (auto entry = entries.rbegin(); entry != entries.rend() && Trusted(address); ++entry) {
    if (!ParseAddress(*entry, &address)) break;
    client = *entry;
  }
  return std::string(client);
}

std::string LimitKeyOf(std::string_view client_ip) {
  Address address;
  if (!ParseAddress(client_ip, &address)) return std::string(client_ip);
  const std::string_view bytes(reinterpret_cast<const char*>(address.data()), address.size());
  return security::Hex(IsMapped(address) ? bytes.substr(12) : bytes.substr(0, 8));
}

}  // namespace mib::gateway
