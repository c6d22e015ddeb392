#include "alpha_vantage.h"

#include <algorithm>
#include <filesystem>

#include "fmt/format.h"
#include "mib/base/status.h"

namespace mib::venue {
namespace {

constexpr size_t kCompact = 100;

http::Response Json(std::string body) { return {200, {{"Content-Type", "application/json"}}, std::move(body)}; }

http::Response Error(std::string_view message) { return Json(fmt::format("{{\"Error Message\": \"{}\"}}", message)); }

// At least four digits after the point, more where the recording has more.
std::string Price(const Decimal& value) {
  std::string text = value.ToString();
  const size_t point = text.find('.');
  const size_t digits = point == std::string::npos ? 0 : text.size() - point - 1;
  if (digits == 0) text += '.';
  if (digits < 4) text.append(4 - digits, '0');
  return text;
}

std::string Series(const std::vector<Bar>& bars, size_t count) {
  std::string out;
  for (auto bar = bars.rbegin(); bar != bars.rend() && count > 0; ++bar, --count) {
    out += fmt::format(
        "{}\"{}\": {{\"1. open\": \"{}\", \"2. high\": \"{}\", \"3. low\": \"{}\", \"4. close\": \"{}\", \"5. "
        "volume\": \"{}\"}}",
        out.empty() ? "" : ",\n", bar->label, Price(bar->open), Price(bar->high), Price(bar->low), Price(bar->close),
        bar->volume.ToString());
  }
  return out;
}

}  // namespace

absl::StatusOr<AlphaVantage> AlphaVantage::Open(const std::string& folder) {
  AlphaVantage out;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/daily", none)) {
    if (entry.path().extension() != ".csv") continue;
    ASSIGN_OR_RETURN(out.series_[entry.path().stem()], ReadBars(entry.path()));
  }
  return out;
}

http::Response AlphaVantage::Answer(const std::map<std::string, std::string>& query) const {
  const std::string key = ValueOf(query, "apikey");
  if (key.empty()) return Error("the parameter apikey is missing");
  if (key == "exhausted") {
    return Json(fmt::format("{{\"Information\": \"API key {}: the limit of 25 requests per day is reached\"}}", key));
  }
  if (ValueOf(query, "function") != "TIME_SERIES_DAILY") return Error("there is no such API function");
  const auto found = series_.find(ValueOf(query, "symbol"));
  if (found == series_.end() || found->second.empty()) return Error("Invalid API call: no such symbol");

  const std::vector<Bar>& bars = found->second;
  const bool full = ValueOf(query, "outputsize") == "full";
  return Json(fmt::format(
      "{{\"Meta Data\": {{\"1. Information\": \"Daily Prices (open, high, low, close) and Volumes\", \"2. Symbol\": "
      "\"{}\", "
      "\"3. Last Refreshed\": \"{}\", \"4. Output Size\": \"{}\", \"5. Time Zone\": \"US/Eastern\"}},\n"
      "\"Time Series (Daily)\": {{\n{}\n}}}}\n",
      found->first, bars.back().label, full ? "Full size" : "Compact", Series(bars, full ? bars.size() : kCompact)));
}

}  // namespace mib::venue
