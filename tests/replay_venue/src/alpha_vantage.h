#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bars.h"
#include "mib/http/message.h"
#include "query.h"

namespace mib::venue {

/// Alpha Vantage's GET /query out of recorded daily bars: TIME_SERIES_DAILY. Errors are answers of status 200 there.
/// The key "exhausted" gets what a key does whose day is used up. Immutable once open: thread safe.
class AlphaVantage {
 public:
  /// Reads every daily/<SYMBOL>.csv below `folder`.
  static absl::StatusOr<AlphaVantage> Open(const std::string& folder);

  http::Response Answer(const Query& query) const;

 private:
  std::map<std::string, std::vector<Bar>> series_;
};

}  // namespace mib::venue
