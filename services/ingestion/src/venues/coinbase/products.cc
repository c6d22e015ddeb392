// GET /products, read: what the venue trades, as instruments.

#include <algorithm>
#include <array>
#include <utility>

#include "fmt/format.h"
#include "json.h"
#include "mib/base/status.h"
#include "venues/coinbase/parse.h"

namespace mib::coinbase {
namespace {

namespace json = ingestion::json;

struct RawProduct {
  std::string id, base_currency, quote_currency, display_name, status;
};

constexpr std::array<std::pair<std::string_view, std::string RawProduct::*>, 5> kProductFields{{
    {"id", &RawProduct::id},
    {"base_currency", &RawProduct::base_currency},
    {"quote_currency", &RawProduct::quote_currency},
    {"display_name", &RawProduct::display_name},
    {"status", &RawProduct::status},
}};

absl::StatusOr<RawProduct> ReadProduct(json::Value value) {
  json::Object object;
  if (auto error = value.get_object().get(object)) return json::Malformed(error);
  RawProduct raw;
  RETURN_IF_ERROR(json::ForEachField(object, [&raw](std::string_view key, json::Value field) -> absl::Status {
    const auto known = std::ranges::find(kProductFields, key, &decltype(kProductFields)::value_type::first);
    if (known == kProductFields.end()) return absl::OkStatus();
    ASSIGN_OR_RETURN(raw.*(known->second), json::Text(field));
    return absl::OkStatus();
  }));
  return raw;
}

bool IsNationalCurrency(std::string_view code) {
  constexpr std::array<std::string_view, 8> kCodes{"USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD"};
  return std::ranges::find(kCodes, code) != kCodes.end();
}

market::v1::Instrument ToInstrument(const RawProduct& raw) {
  market::v1::Instrument instrument;
  instrument.set_symbol(raw.id);
  instrument.set_name(raw.display_name.empty() ? raw.id : raw.display_name);
  const bool currencies = IsNationalCurrency(raw.base_currency) && IsNationalCurrency(raw.quote_currency);
  instrument.set_asset_class(currencies ? market::v1::FX : market::v1::CRYPTO);
  instrument.set_venue("coinbase");
  instrument.set_currency(raw.quote_currency);
  instrument.set_is_active(raw.status.empty() || raw.status == "online");
  return instrument;
}

}  // namespace

absl::StatusOr<std::vector<market::v1::Instrument>> ParseProducts(std::string_view body) {
  std::vector<market::v1::Instrument> instruments;
  RETURN_IF_ERROR(json::Parse(body, [&instruments](json::Document& document) -> absl::Status {
    json::Array array;
    if (auto error = document.get_array().get(array)) return json::Malformed(error);
    return json::ForEachElement(array, [&instruments](json::Value value) -> absl::Status {
      const absl::StatusOr<RawProduct> raw = ReadProduct(value);
      // A product that cannot be read is one we cannot ask about; the others are not the worse for it.
      if (raw.ok() && !raw->id.empty()) instruments.push_back(ToInstrument(*raw));
      return absl::OkStatus();
    });
  }));
  return instruments;
}

}  // namespace mib::coinbase
