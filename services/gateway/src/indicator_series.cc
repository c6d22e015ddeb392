#include "indicator_series.h"

#include <algorithm>

#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/market/proto.h"

namespace mib::gateway {
namespace {

// Bars that come twice after a crash of the engine, or that history had before the log, are no older than this.
constexpr size_t kLeastMarks = 128;

double OpenTime(const FinalBar& bar) { return bar.values[static_cast<size_t>(indicators::Input::kOpenTime)]; }

int RankOf(market::v1::BarOrigin origin) {
  switch (origin) {
    case market::v1::PROVIDER:
      return 3;
    case market::v1::TRADES:
      return 2;
    case market::v1::ROLLUP:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

absl::StatusOr<FinalBar> ToFinalBar(const market::v1::Bar& bar) {
  FinalBar out{.open_ns = ToNanos(market::FromProto(bar.open_time())),
               .standing = {RankOf(bar.origin()), bar.revision()}};
  size_t i = 0;
  for (const market::v1::Decimal* field : {&bar.open(), &bar.high(), &bar.low(), &bar.close(), &bar.volume()}) {
    ASSIGN_OR_RETURN(const Decimal value, market::FromProto(*field));
    out.values[i++] = value.ToDouble();
  }
  out.values[i] = absl::ToDoubleSeconds(market::FromProto(bar.open_time()) - absl::UnixEpoch());
  return out;
}

bool BeginsBefore(const indicators::Definition& definition, indicators::Params params,
                  const std::vector<FinalBar>& bars) {
  return definition.since != nullptr && !bars.empty() &&
         definition.since(params, OpenTime(bars.back())) < OpenTime(bars.front());
}

std::vector<FinalBar> Merged(std::vector<FinalBar> history, const std::vector<FinalBar>& since, size_t count) {
  history.insert(history.end(), since.begin(), since.end());
  std::sort(history.begin(), history.end(), [](const FinalBar& a, const FinalBar& b) {
    return a.open_ns != b.open_ns ? a.open_ns < b.open_ns : a.standing > b.standing;
  });
  const auto end = std::unique(history.begin(), history.end(),
                               [](const FinalBar& a, const FinalBar& b) { return a.open_ns == b.open_ns; });
  history.erase(end, history.end());
  if (history.size() > count) history.erase(history.begin(), history.end() - static_cast<std::ptrdiff_t>(count));
  return history;
}

IndicatorSeries::IndicatorSeries(const indicators::Definition& definition, indicators::Params params,
                                 const std::vector<FinalBar>& bars)
    : definition_(&definition),
      indicator_(definition.make(params)),
      in_(definition.inputs.size()),
      out_(definition.outputs.size()),
      warm_up_(static_cast<size_t>(definition.warm_up(params))) {
  for (const FinalBar& bar : bars) Advance(bar);
}

IndicatorSeries::Step IndicatorSeries::Add(const FinalBar& bar) {
  if (!marks_.empty() && bar.open_ns <= marks_.back().open_ns) return Covers(bar) ? Step::kCovered : Step::kStale;
  Advance(bar);
  return Step::kAdvanced;
}

void IndicatorSeries::Advance(const FinalBar& bar) {
  for (size_t i = 0; i < in_.size(); ++i) in_[i] = bar.values[static_cast<size_t>(definition_->inputs[i])];
  if (indicator_->Update(in_, out_)) {
    if (!latest_) latest_.emplace();
    latest_->open_ns = bar.open_ns;
    latest_->outputs.assign(out_.begin(), out_.end());
  }
  marks_.push_back({bar.open_ns, bar.standing});
  if (marks_.size() > std::max(kLeastMarks, warm_up_)) marks_.pop_front();
}

bool IndicatorSeries::Covers(const FinalBar& bar) const {
  // A value over a window does not look at bars before it.
  const bool windowed = !definition_->recursive && marks_.size() >= warm_up_;
  if (windowed && bar.open_ns < marks_[marks_.size() - warm_up_].open_ns) return true;
  const auto mark = std::lower_bound(marks_.begin(), marks_.end(), bar.open_ns,
                                     [](const Mark& a, int64_t open_ns) { return a.open_ns < open_ns; });
  return mark != marks_.end() && mark->open_ns == bar.open_ns && mark->standing >= bar.standing;
}

}  // namespace mib::gateway
