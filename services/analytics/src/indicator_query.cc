#include "indicator_query.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/indicators/registry.h"
#include "mib/market/proto.h"
#include "series.h"

namespace mib::analytics {
namespace {

constexpr int kDefaultLimit = 1'000;
constexpr int kLargestLimit = 10'000;

using Parameters = std::map<std::string, double>;

Parameters NamedParameters(const v1::GetIndicatorRequest& request) {
  Parameters given;
  if (request.has_period()) given["period"] = request.period();
  if (request.has_fast()) given["fast"] = request.fast();
  if (request.has_slow()) given["slow"] = request.slow();
  if (request.has_signal()) given["signal"] = request.signal();
  if (request.has_stddev()) given["stddev"] = request.stddev();
  if (request.has_begins()) given["begins"] = request.begins();
  if (request.has_minutes()) given["minutes"] = request.minutes();
  if (request.has_anchor()) given["anchor"] = ToSeconds(request.anchor());
  return given;
}

/// Those with a field of their own, and those in `params`.
absl::StatusOr<Parameters> GivenParameters(const v1::GetIndicatorRequest& request) {
  Parameters given = NamedParameters(request);
  for (const std::string& text : request.params()) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
    double value = 0;
    if (parts.first.empty() || !absl::SimpleAtod(parts.second, &value) || !std::isfinite(value))
      return errors::Invalid({{"params", "must have the form name:value, such as multiplier:2.5"}});
    if (!given.emplace(parts.first, value).second)
      return errors::Invalid({{"params", parts.first + " is given more than once"}});
  }
  return given;
}

absl::Status ReadRange(const v1::GetIndicatorRequest& request, IndicatorQuery* query) {
  if (request.has_start()) query->start = market::FromProto(request.start());
  if (request.has_end()) query->end = market::FromProto(request.end());
  if (query->start < query->end) return absl::OkStatus();
  return errors::Make(api::v1::INVALID_TIME_RANGE, "The end must be after the start.");
}

}  // namespace

absl::StatusOr<IndicatorQuery> ParseQuery(const v1::GetIndicatorRequest& request) {
  IndicatorQuery query;
  ASSIGN_OR_RETURN(query.definition, indicators::Registry::Get(request.name()));
  ASSIGN_OR_RETURN(const Parameters given, GivenParameters(request));
  ASSIGN_OR_RETURN(query.params, query.definition->Resolve(given));

  const auto interval = market::ParseInterval(request.interval().empty() ? "1d" : request.interval());
  if (!interval) return errors::Invalid({{"interval", "must be one of 1s, 1m, 5m, 15m, 1h, 4h, 1d, 1w, 1M"}});
  query.interval = *interval;
  query.symbol = request.symbol();
  query.limit =
      request.limit() == 0 ? kDefaultLimit : static_cast<int>(std::min<uint32_t>(request.limit(), kLargestLimit));
  RETURN_IF_ERROR(ReadRange(request, &query));
  return query;
}

}  // namespace mib::analytics
