#pragma once

// Stored bars, for the services that compute on them. core-engine keeps the bars; this is how the others ask for a
// stretch of them.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/market/interval.h"
#include "mib/market/v1/market.pb.h"
#include "mib/rpc/channel.h"

namespace mib::bar_source {

struct Query {
  std::string symbol;
  market::Interval interval = market::Interval::k1d;
  /// First instant not wanted.
  absl::Time end = absl::InfiniteFuture();
  /// How many bars, the newest before `end`.
  int count = 0;
  /// In whose name; only the gateway, which asks for users, sets it. Must outlive the call.
  const rpc::Principal* principal = nullptr;
};

/// Thread safe; a call blocks until the answer.
class BarSource {
 public:
  virtual ~BarSource() = default;
  /// Final bars, oldest first; fewer than asked for when fewer are stored. Errors are core-engine's own
  /// (INVALID_SYMBOL, NO_DATA) or the channel's; DEADLINE_EXCEEDED once `deadline` has passed.
  virtual absl::StatusOr<std::vector<market::v1::Bar>> Newest(const Query& query, absl::Time deadline) = 0;
};

/// Asks core-engine over `core_engine`, page by page. `core_engine` and `clock` must outlive it.
std::unique_ptr<BarSource> MakeRpcBarSource(rpc::Channel& core_engine, const Clock& clock);

}  // namespace mib::bar_source
