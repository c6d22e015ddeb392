#pragma once

#include <string>
#include <vector>

namespace mib::bench {

/// The incremental form of each indicator over the series, bar by bar: through the virtual Indicator::Update or,
/// `inlined`, its class known to the compiler. Prints
/// {"functions": [{"name", "ns": [ns per update, one for each round], "values": {output: [...]}}]};
/// values are of ten bars of the second half, for comparing with a peer that prints the same.
void RunStream(const std::vector<std::string>& specs, size_t bars, int rounds, bool inlined);

}  // namespace mib::bench
