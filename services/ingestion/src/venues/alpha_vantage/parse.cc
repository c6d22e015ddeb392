#include "venues/alpha_vantage/parse.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "json.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::alpha_vantage {
namespace {

namespace json = ingestion::json;
using ingestion::BarRow;
using ingestion::RefusedRow;
using ingestion::Rows;

constexpr std::string_view kSeries = "Time Series (Daily)";

// Fields as "1. open" ... "5. volume".
struct RawDay {
  std::string date, open, high, low, close, volume;
};

constexpr std::array<std::pair<std::string_view, std::string RawDay::*>, 5> kFields{{
    {"1. open", &RawDay::open},
    {"2. high", &RawDay::high},
    {"3. low", &RawDay::low},
    {"4. close", &RawDay::close},
    {"5. volume", &RawDay::volume},
}};

absl::Status Wrong(std::string_view field, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{} {}", field, what));
}

absl::StatusOr<RawDay> ReadDay(std::string_view date, json::Value value) {
  json::Object object;
  if (auto error = value.get_object().get(object)) return json::Malformed(error);
  RawDay day;
  day.date = std::string(date);
  RETURN_IF_ERROR(json::ForEachField(object, [&day](std::string_view key, json::Value field) -> absl::Status {
    const auto known = std::ranges::find(kFields, key, &decltype(kFields)::value_type::first);
    if (known == kFields.end()) return absl::OkStatus();
    ASSIGN_OR_RETURN(day.*(known->second), json::Text(field));
    return absl::OkStatus();
  }));
  return day;
}

absl::StatusOr<Decimal> ReadDecimal(std::string_view field, const std::string& text) {
  // "None" is how the provider writes a number that it does not have.
  if (text.empty() || text == "None") return Wrong(field, "is missing");
  absl::StatusOr<Decimal> value = Decimal::Parse(text);
  if (!value.ok()) return Wrong(field, fmt::format("'{:.40}' is not a number", text));
  return *value;
}

absl::StatusOr<BarRow> ToBar(const RawDay& day) {
  BarRow bar;
  const absl::StatusOr<absl::Time> time =
      day.date.size() == 10 && day.date[4] == '-' ? ParseTime(day.date) : absl::InvalidArgumentError("not a date");
  if (!time.ok()) return Wrong("date", fmt::format("'{:.40}' is not a date", day.date));
  bar.open_ns = ToNanos(*time);
  ASSIGN_OR_RETURN(bar.open, ReadDecimal("open", day.open));
  ASSIGN_OR_RETURN(bar.high, ReadDecimal("high", day.high));
  ASSIGN_OR_RETURN(bar.low, ReadDecimal("low", day.low));
  ASSIGN_OR_RETURN(bar.close, ReadDecimal("close", day.close));
  ASSIGN_OR_RETURN(bar.volume, ReadDecimal("volume", day.volume));
  return bar;
}

absl::Status ReadSeries(json::Value value, Rows<BarRow>* rows) {
  json::Object series;
  if (auto error = value.get_object().get(series)) return json::Malformed(error);
  return json::ForEachField(series, [rows](std::string_view date, json::Value day) -> absl::Status {
    const absl::StatusOr<RawDay> raw = ReadDay(date, day);
    absl::StatusOr<BarRow> bar = raw.ok() ? ToBar(*raw) : raw.status();
    if (bar.ok()) {
      rows->good.push_back(*std::move(bar));
      return absl::OkStatus();
    }
    const std::string payload =
        raw.ok() ? fmt::format("{},{},{},{},{},{}", raw->date, raw->open, raw->high, raw->low, raw->close, raw->volume)
                 : std::string(date);
    rows->refused.push_back(RefusedRow{payload, MessageOf(bar.status())});
    return absl::OkStatus();
  });
}

absl::Status LimitReached(std::string_view text) {
  return errors::Make(api::v1::UPSTREAM_BUDGET_EXHAUSTED, fmt::format("alpha_vantage answered: {:.200}", text),
                      {{"source", "alpha_vantage"}});
}

}  // namespace

absl::StatusOr<Rows<BarRow>> ParseDaily(std::string_view body) {
  std::optional<Rows<BarRow>> rows;
  absl::Status refusal = absl::OkStatus();
  RETURN_IF_ERROR(json::Parse(body, [&](json::Document& document) -> absl::Status {
    json::Object object;
    if (auto error = document.get_object().get(object)) return json::Malformed(error);
    return json::ForEachField(object, [&](std::string_view key, json::Value value) -> absl::Status {
      if (key == kSeries) return ReadSeries(value, &rows.emplace());
      if (key != "Note" && key != "Information" && key != "Error Message") return absl::OkStatus();
      const std::string text = json::Text(value).value_or("");
      refusal = key == "Error Message" ? absl::NotFoundError(fmt::format("alpha_vantage answered: {:.200}", text))
                                       : LimitReached(text);
      return absl::OkStatus();
    });
  }));
  if (!refusal.ok()) return refusal;
  if (!rows) return absl::NotFoundError("alpha_vantage answered without a series");
  std::ranges::sort(rows->good, {}, &BarRow::open_ns);
  return *std::move(rows);
}

}  // namespace mib::alpha_vantage
