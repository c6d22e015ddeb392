// The readers against recorded sessions, where a folder of them is at hand.

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "mib/base/status.h"
#include "venues/alpha_vantage/parse.h"
#include "venues/coinbase/parse.h"

namespace mib::ingestion {
namespace {

std::string Folder() {
  const char* folder = std::getenv("MIB_REFERENCE_DATA");
  if (folder == nullptr) SKIP("MIB_REFERENCE_DATA is not set");
  return folder;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("Every message of a recorded Coinbase session is understood", "[unit][reference]") {
  std::ifstream file(Folder() + "/recordings/cryptofeed/COINBASE.ws.28.0");
  REQUIRE(file);
  int matches = 0;
  int disagreements = 0;
  std::map<uint64_t, coinbase::Match> seen;
  for (std::string line; std::getline(file, line);) {
    const size_t at = line.find(": {");
    if (at == std::string::npos || line.starts_with("wss:")) continue;
    const auto frame = coinbase::ParseFrame(std::string_view(line).substr(at + 2));
    INFO(line.substr(0, 200));
    REQUIRE(frame.ok());
    if (const auto* match = std::get_if<coinbase::Match>(&*frame)) {
      ++matches;
      seen[match->trade.id] = *match;
    }
    // The ticker's side is the taker's: it must be the one that the match was turned into.
    const bool buy = line.find(R"("side":"buy")") != std::string::npos;
    const size_t id_at = line.find(R"("trade_id":)");
    if (!std::holds_alternative<coinbase::Ticker>(*frame) || id_at == std::string::npos) continue;
    const auto found = seen.find(std::stoull(line.substr(id_at + 11)));
    if (found != seen.end()) disagreements += buy != (found->second.trade.side == market::Side::kBuy);
  }
  CHECK(matches > 100);
  CHECK(disagreements == 0);
}

TEST_CASE("A recorded list of products is understood", "[unit][reference]") {
  const std::string text = ReadFile(Folder() + "/recordings/cryptofeed/COINBASE.0");
  const size_t begin = text.find(": [");
  REQUIRE(begin != std::string::npos);
  const size_t end = text.find('\n', begin);
  const auto products =
      coinbase::ParseProducts(text.substr(begin + 2, end == std::string::npos ? end : end - begin - 2));
  REQUIRE(products.ok());
  CHECK(products->size() > 50);
}

TEST_CASE("A daily series in the provider's shape is understood", "[unit][reference]") {
  const auto rows = alpha_vantage::ParseDaily(
      ReadFile(Folder() + "/shape_fixtures/alpha_vantage_time_series_daily_SPY.derived.json"));
  REQUIRE(rows.ok());
  CHECK(rows->refused.empty());
  CHECK(rows->good.size() >= 100);
}

}  // namespace
}  // namespace mib::ingestion
