#include "mib/base/ids.h"

#include <openssl/evp.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "fmt/format.h"

namespace mib {
namespace {

constexpr char kCrockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int64_t kMaxUlidMillis = (int64_t{1} << 48) - 1;

// RFC 9562, 4.1 and 4.2.
std::string FormatUuid(std::array<uint8_t, 16> bytes, uint8_t version) {
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
  std::string text;
  text.reserve(36);
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02x}", bytes[i]);
  }
  return text;
}

bool IsHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

void RandomBytes(uint8_t* out, size_t size) {
  size_t filled = 0;
  while (filled < size) {
    const ssize_t n = getrandom(out + filled, size - filled, 0);
    if (n < 0 && errno == EINTR) continue;
    // Without random bits there are no safe keys or ids: nothing sensible can go on.
    if (n < 0) std::abort();
    filled += static_cast<size_t>(n);
  }
}

std::string MakeUlid(absl::Time now, const std::array<uint8_t, 10>& random) {
  const int64_t millis = std::clamp<int64_t>(absl::ToUnixMillis(now), 0, kMaxUlidMillis);
  std::array<uint8_t, 16> bytes{};
  for (size_t i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(millis >> (40 - 8 * i));
  std::copy(random.begin(), random.end(), bytes.begin() + 6);

  // 26 digits of 5 bits hold 130 bits: the first digit has the top 3 of the 128, so the reader starts two zero bits
  // early.
  std::string text;
  text.reserve(26);
  uint32_t window = 0;
  int bits = 2;
  for (const uint8_t byte : bytes) {
    window = (window << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += kCrockford[(window >> (bits - 5)) & 31];
  }
  return text;
}

std::string NewUlid(absl::Time now) {
  std::array<uint8_t, 10> random;
  RandomBytes(random.data(), random.size());
  return MakeUlid(now, random);
}

std::string NewRequestId(absl::Time now) { return "req_" + NewUlid(now); }

std::string NewUuid() {
  std::array<uint8_t, 16> bytes;
  RandomBytes(bytes.data(), bytes.size());
  return FormatUuid(bytes, 4);
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !IsHex(text[i])) return false;
  }
  return true;
}

std::string DerivedUuid(std::string_view name) {
  std::array<uint8_t, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  if (EVP_Digest(name.data(), name.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) std::abort();
  std::array<uint8_t, 16> bytes;
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  return FormatUuid(bytes, 8);
}

}  // namespace mib
