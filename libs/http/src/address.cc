#include "address.h"

#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace mib::http {
namespace {

struct Range4 {
  uint32_t network;
  int bits;
};

constexpr uint32_t Ip4(uint32_t a, uint32_t b, uint32_t c, uint32_t d) { return a << 24 | b << 16 | c << 8 | d; }

constexpr std::array kNotPublic4 = {
    Range4{Ip4(0, 0, 0, 0), 8},      Range4{Ip4(10, 0, 0, 0), 8},     Range4{Ip4(100, 64, 0, 0), 10},
    Range4{Ip4(127, 0, 0, 0), 8},    Range4{Ip4(169, 254, 0, 0), 16}, Range4{Ip4(172, 16, 0, 0), 12},
    Range4{Ip4(192, 0, 0, 0), 24},   Range4{Ip4(192, 0, 2, 0), 24},   Range4{Ip4(192, 88, 99, 0), 24},
    Range4{Ip4(192, 168, 0, 0), 16}, Range4{Ip4(198, 18, 0, 0), 15},  Range4{Ip4(198, 51, 100, 0), 24},
    Range4{Ip4(203, 0, 113, 0), 24}, Range4{Ip4(224, 0, 0, 0), 3},
};

bool IsPublic4(uint32_t address) {
  for (const Range4& range : kNotPublic4) {
    if ((address ^ range.network) >> (32 - range.bits) == 0) return false;
  }
  return true;
}

uint32_t Ip4At(const uint8_t* bytes) { return Ip4(bytes[0], bytes[1], bytes[2], bytes[3]); }

bool StartsWith(const uint8_t* bytes, std::initializer_list<uint8_t> prefix) {
  return std::memcmp(bytes, prefix.begin(), prefix.size()) == 0;
}

bool IsPublic6(const uint8_t* bytes) {
  static constexpr uint8_t kZero[12] = {};
  // ::, ::1 and the deprecated ::a.b.c.d.
  if (std::memcmp(bytes, kZero, 12) == 0) return false;
  if (std::memcmp(bytes, kZero, 10) == 0 && bytes[10] == 0xff && bytes[11] == 0xff) return IsPublic4(Ip4At(bytes + 12));
  // Translated (NAT64) and 6to4 addresses reach the IPv4 address within.
  if (StartsWith(bytes, {0x00, 0x64, 0xff, 0x9b})) {
    return bytes[4] == 0 && bytes[5] == 0 && IsPublic4(Ip4At(bytes + 12));
  }
  if (StartsWith(bytes, {0x20, 0x02})) return IsPublic4(Ip4At(bytes + 2));
  if (StartsWith(bytes, {0x20, 0x01, 0x00, 0x00})) return false;  // Teredo hides an IPv4 address.
  if (StartsWith(bytes, {0x20, 0x01, 0x0d, 0xb8})) return false;
  // What is left of the public internet is 2000::/3: unique local, link-local, site-local and multicast lie outside.
  return (bytes[0] & 0xe0) == 0x20;
}

}  // namespace

bool IsPublicAddress(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof(v4));
    return IsPublic4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof(v6));
    return IsPublic6(v6.sin6_addr.s6_addr);
  }
  return false;
}

}  // namespace mib::http
