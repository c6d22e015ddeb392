#include <fmt/format.h>

#include <limits>

#include "commands.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/market/generator.h"

namespace mib::mibctl {
namespace {

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t comma = 0; comma != std::string::npos; begin = comma + 1) {
    comma = text.find(',', begin);
    parts.push_back(text.substr(begin, comma == std::string::npos ? comma : comma - begin));
  }
  return parts;
}

const char* NameOf(market::Side side) {
  switch (side) {
    case market::Side::kBuy:
      return "buy";
    case market::Side::kSell:
      return "sell";
    case market::Side::kUnknown:
      break;
  }
  return "";
}

absl::Status RunGenerate(const Arguments& arguments, std::ostream& out) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  ASSIGN_OR_RETURN(const int64_t count, arguments.Number("trades", 0, 0, kMax));
  ASSIGN_OR_RETURN(const int64_t seed, arguments.Number("seed", 1, 0, kMax));
  market::GeneratorOptions options;
  options.seed = static_cast<uint64_t>(seed);
  if (arguments.Has("symbols")) options.symbols = Split(arguments.Text("symbols"));
  for (const std::string& symbol : options.symbols) {
    if (symbol.empty()) return absl::InvalidArgumentError("--symbols has an empty name");
  }
  market::TradeGenerator generator(options);
  out << "symbol,trade_id,time,price,size,side\n";
  for (int64_t i = 0; i < count; ++i) {
    const market::GeneratedTrade made = generator.Next();
    out << fmt::format("{},{},{},{},{},{}\n", options.symbols[static_cast<size_t>(made.symbol)], made.trade.id,
                       mib::FormatTime(FromNanos(made.trade.time_ns)), made.trade.price.ToString(),
                       made.trade.size.ToString(), NameOf(made.trade.side));
  }
  return out.good() ? absl::OkStatus() : absl::DataLossError("cannot write all trades");
}

}  // namespace

Command GenerateCommand() {
  return {.name = "gen",
          .summary = "Prints generated trades as CSV; the same seed gives the same trades.",
          .options = {{"trades", "N", "how many", true},
                      {"seed", "S", "1 by default"},
                      {"symbols", "A,B", "instead of GEN-A,GEN-B,GEN-C,GEN-D"}},
          .run = RunGenerate};
}

}  // namespace mib::mibctl
