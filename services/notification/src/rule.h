#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "mib/market/interval.h"
#include "mib/notification/v1/alerts.pb.h"

namespace mib::notification {

/// Bars of one instrument and length.
struct SeriesKey {
  std::string symbol;
  market::Interval interval = market::Interval::k1m;

  friend auto operator<=>(const SeriesKey&, const SeriesKey&) = default;
};

/// Where alerts of a rule go.
struct Channel {
  std::string id;
  std::string type;
  std::string url;
  /// Sealed for the channel's id; see SecretBox.
  std::string sealed_secret;
};

struct Rule {
  std::string id;
  std::string owner_id;
  std::string name;
  SeriesKey series;
  v1::Condition condition;
  std::string severity;
  absl::Duration cooldown;
  bool enabled = true;
  int64_t version = 1;
  absl::Time created_at;
  absl::Time updated_at;
  std::vector<Channel> channels;
};

/// As the API shows it: without secrets.
v1::Rule ToProto(const Rule& rule);

}  // namespace mib::notification
