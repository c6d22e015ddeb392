#pragma once

#include <cstdint>
#include <vector>

namespace mib::bench {

/// One trade as the baseline wants it: binary floating point, a dense symbol number.
struct BaselineEvent {
  uint64_t id = 0;
  uint32_t symbol = 0;
  int64_t time_ns = 0;
  double price = 0;
  double size = 0;
};

/// The least that an engine could do, all stages fused into one loop: look the id up in a hash table, update one bar in
/// doubles, five running indicators and three rules. No decimals, no late trades, no revisions, no output. Returns a
/// number that depends on all of it.
uint64_t RunBaseline(const std::vector<BaselineEvent>& events, uint32_t symbols);

}  // namespace mib::bench
