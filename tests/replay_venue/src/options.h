#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mib::venue {

struct Options {
  std::string listen = "127.0.0.1:7300";
  /// Folder with daily/<SYMBOL>.csv and hourly/<SYMBOL>.csv; empty: generated products only.
  std::string data;
  /// Products of the feed; those with an hourly file are replayed, the others generated.
  std::vector<std::string> symbols = {"EUR-USD", "GEN-A", "GEN-B"};
  uint64_t seed = 1;
  uint64_t generate_trades = 100'000;
  /// Trades a second over all products.
  double rate = 1000;
  /// How fast the venue's own time passes; 0: so that generated trades are 10 ms apart.
  double speed = 0;
  bool start_now = false;
  bool help = false;
};

/// From the command line, without the program's name. INVALID_ARGUMENT names what is wrong.
absl::StatusOr<Options> ParseOptions(const std::vector<std::string_view>& arguments);

std::string_view Usage();

}  // namespace mib::venue
