#include "indicator_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "catalogue.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/indicators/registry.h"
#include "mib/market/proto.h"
#include "series.h"

namespace mib::analytics {
namespace {

using Bars = std::vector<market::v1::Bar>;

absl::Status InsufficientData(const IndicatorQuery& query, size_t stored) {
  return errors::Make(api::v1::INSUFFICIENT_DATA,
                      fmt::format("{} with these parameters needs {} bars; {} {} are stored.", query.definition->name,
                                  query.warm_up(), stored, market::Name(query.interval)),
                      {{"needs", std::to_string(query.warm_up())}, {"has", std::to_string(stored)}});
}

absl::Status BeginsTooEarly(const IndicatorQuery& query, const Bars& bars) {
  const std::string oldest = mib::FormatTime(market::FromProto(bars.front().open_time()));
  return errors::Make(
      api::v1::INSUFFICIENT_DATA,
      fmt::format(
          "{} with these parameters begins before {}, where the {} bars begin that a request looks at. Ask for a "
          "longer interval, or let it begin later.",
          query.definition->name, oldest, bars.size()),
      {{"oldest", oldest}});
}

// Of an indicator that begins anew at times: the first bar since whose beginning all bars are here, where there are
// more than were read.
absl::StatusOr<size_t> FirstWholeRow(const IndicatorQuery& query, const Bars& bars) {
  const double oldest = ToSeconds(bars.front().open_time());
  const auto is_cut = [&](const market::v1::Bar& bar) {
    return query.definition->since(query.params, ToSeconds(bar.open_time())) < oldest;
  };
  const auto first = std::partition_point(bars.begin(), bars.end(), is_cut);
  if (first == bars.end()) return BeginsTooEarly(query, bars);
  return static_cast<size_t>(first - bars.begin());
}

// The newest `limit` rows from `first` on that are past the warm-up and not before the start.
v1::GetIndicatorResponse Points(const IndicatorQuery& query, const Bars& bars, size_t first,
                                const std::vector<std::vector<double>>& columns) {
  const auto first_in_range = std::lower_bound(
      bars.begin(), bars.end(), query.start,
      [](const market::v1::Bar& bar, absl::Time start) { return market::FromProto(bar.open_time()) < start; });
  const auto limit = static_cast<size_t>(query.limit);
  size_t row =
      std::max({first, static_cast<size_t>(first_in_range - bars.begin()), static_cast<size_t>(query.warm_up() - 1)});
  if (bars.size() > limit) row = std::max(row, bars.size() - limit);

  v1::GetIndicatorResponse response;
  for (; row < bars.size(); ++row) {
    v1::IndicatorPoint& point = *response.add_points();
    *point.mutable_t() = bars[row].open_time();
    for (size_t c = 0; c < columns.size(); ++c) {
      (*point.mutable_values())[std::string(query.definition->outputs[c])] = columns[c][row];
    }
  }
  return response;
}

}  // namespace

absl::StatusOr<v1::ListIndicatorsResponse> IndicatorService::ListIndicators(const rpc::Context&,
                                                                            const v1::ListIndicatorsRequest&) {
  v1::ListIndicatorsResponse response;
  for (const indicators::Definition* definition : indicators::Registry::All())
    *response.add_indicators() = ToProto(*definition);
  return response;
}

absl::StatusOr<v1::GetIndicatorResponse> IndicatorService::GetIndicator(const rpc::Context& context,
                                                                        const v1::GetIndicatorRequest& request) {
  ASSIGN_OR_RETURN(const IndicatorQuery query, ParseQuery(request));
  probe_.requests.find(query.definition->name)->second.Increment();
  const int count = query.definition->BarsFor(query.params, query.limit, history_bars_);
  ASSIGN_OR_RETURN(const Bars bars,
                   bars_.Newest({.symbol = query.symbol, .interval = query.interval, .end = query.end, .count = count},
                                context.deadline));
  probe_.bars_read.Increment(static_cast<double>(bars.size()));
  if (bars.size() < static_cast<size_t>(query.warm_up())) return InsufficientData(query, bars.size());

  size_t first = 0;
  if (query.definition->since != nullptr && bars.size() == static_cast<size_t>(count)) {
    ASSIGN_OR_RETURN(first, FirstWholeRow(query, bars));
  }

  const auto begun = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(const auto columns, Compute(*query.definition, query.params, bars));
  probe_.compute_seconds.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  v1::GetIndicatorResponse response = Points(query, bars, first, columns);
  probe_.points.Increment(response.points_size());
  return response;
}

}  // namespace mib::analytics
