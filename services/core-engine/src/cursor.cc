#include "cursor.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

#include "mib/base/errors.h"

namespace mib::core_engine {
namespace {

constexpr size_t kLength = 16 + 8;

/// FNV-1a.
uint32_t Checksum(const BarQuery& query, int64_t seconds) {
  uint32_t hash = 2166136261u;
  for (const char c :
       fmt::format("{}|{}|{}|{}", query.symbol, market::Name(query.interval), query.newest_first, seconds)) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  }
  return hash;
}

template <typename T>
bool ParseHex(std::string_view text, T* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out, 16);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string EncodeCursor(const BarQuery& query, absl::Time next_open) {
  const int64_t seconds = absl::ToUnixSeconds(next_open);
  return fmt::format("{:016x}{:08x}", static_cast<uint64_t>(seconds), Checksum(query, seconds));
}

absl::StatusOr<absl::Time> DecodeCursor(const BarQuery& query, std::string_view cursor) {
  uint64_t seconds = 0;
  uint32_t checksum = 0;
  if (cursor.size() != kLength || !ParseHex(cursor.substr(0, 16), &seconds) ||
      !ParseHex(cursor.substr(16), &checksum) || checksum != Checksum(query, static_cast<int64_t>(seconds))) {
    return errors::Make(api::v1::INVALID_CURSOR,
                        "The cursor belongs to no earlier answer to this query; leave it out to begin anew.");
  }
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

}  // namespace mib::core_engine
