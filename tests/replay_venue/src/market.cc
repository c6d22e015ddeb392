#include "market.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include "mib/base/status.h"

namespace mib::venue {
namespace {

constexpr int64_t kHour = 3600;
constexpr int64_t kMicro = 1000;

market::GeneratorOptions GeneratorOptionsOf(const Options& options, const std::vector<std::string>& symbols) {
  market::GeneratorOptions out;
  out.seed = options.seed;
  out.symbols = symbols;
  if (options.speed > 0) out.mean_gap_ns = static_cast<int64_t>(options.speed / options.rate * 1e9);
  return out;
}

double SpeedOf(const Options& options) {
  if (options.speed > 0) return options.speed;
  return options.rate * static_cast<double>(market::GeneratorOptions().mean_gap_ns) / 1e9;
}

}  // namespace

Market::Market(const Options& options, const Clock& clock)
    : clock_(clock), speed_(SpeedOf(options)), feed_(options.symbols) {}

absl::StatusOr<std::unique_ptr<Market>> Market::Open(const Options& options, const Clock& clock) {
  std::unique_ptr<Market> market(new Market(options, clock));
  if (!options.data.empty()) RETURN_IF_ERROR(market->LoadRecorded(options.data + "/hourly"));
  for (const std::string& symbol : options.symbols) {
    if (market->products_.try_emplace(symbol).second) market->generated_.push_back(symbol);
  }
  market->PlanRecorded();
  absl::MutexLock lock(&market->mutex_);
  if (!market->generated_.empty()) {
    market->to_generate_ = options.generate_trades;
    market->generator_.emplace(GeneratorOptionsOf(options, market->generated_));
    market->generated_time_ns_ = market->generator_->options().start_ns;
  }
  return market;
}

absl::Status Market::LoadRecorded(const std::string& folder) {
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() != ".csv") continue;
    Product& product = products_[entry.path().stem()];
    ASSIGN_OR_RETURN(product.recorded, ReadBars(entry.path()));
    if (!product.recorded.empty()) product.time_ns = product.recorded.front().open_ns;
  }
  return absl::OkStatus();
}

void Market::PlanRecorded() {
  for (const std::string& symbol : feed_) {
    const auto& [name, product] = *products_.find(symbol);
    uint64_t next_id = 1;
    for (const Bar& bar : product.recorded) {
      for (const market::Trade& trade : TradesOf(bar, kHour * kNanosPerSecond, next_id)) {
        planned_.push_back({&name, trade});
        ++next_id;
      }
    }
  }
  std::stable_sort(planned_.begin(), planned_.end(),
                   [](const Planned& a, const Planned& b) { return a.trade.time_ns < b.trade.time_ns; });
}

bool Market::RecordedIsNext() const {
  if (planned_done_ == planned_.size()) return false;
  if (generated_count_ == to_generate_) return true;
  // Both kinds come to their end together.
  return static_cast<double>(planned_done_) * static_cast<double>(to_generate_) <=
         static_cast<double>(generated_count_) * static_cast<double>(planned_.size());
}

std::optional<Execution> Market::Next() {
  absl::MutexLock lock(&mutex_);
  if (RecordedIsNext()) {
    const Planned& planned = planned_[planned_done_++];
    return Execute(*planned.product, planned.trade);
  }
  if (generated_count_ < to_generate_) {
    market::GeneratedTrade next = generator_->Next();
    ++generated_count_;
    // The wire carries microseconds; what is recorded here is what was sent.
    next.trade.time_ns -= next.trade.time_ns % kMicro;
    generated_time_ns_ = std::max(generated_time_ns_, next.trade.time_ns);
    return Execute(generated_[static_cast<size_t>(next.symbol)], next.trade);
  }
  if (!ended_) ended_ = clock_.Now();
  return std::nullopt;
}

Execution Market::Execute(const std::string& name, market::Trade trade) {
  Product& product = products_.find(name)->second;
  if (product.executed.empty()) product.open = product.high = product.low = trade.price;
  product.high = std::max(product.high, trade.price);
  product.low = std::min(product.low, trade.price);
  product.volume = Decimal::Add(product.volume, trade.size).value_or(product.volume);
  product.time_ns = std::max(product.time_ns, trade.time_ns);
  ++product.sequence;
  product.executed.push_back(trade);
  return Describe(name, product);
}

Execution Market::Describe(const std::string& name, const Product& product) const {
  return {name, product.executed.back(), product.sequence, product.open, product.high, product.low, product.volume};
}

std::vector<std::string> Market::products() const {
  std::vector<std::string> names;
  for (const auto& [name, product] : products_) names.push_back(name);
  return names;
}

std::optional<Execution> Market::Last(const std::string& product) const {
  absl::MutexLock lock(&mutex_);
  const auto& [name, found] = *products_.find(product);
  if (found.executed.empty()) return std::nullopt;
  return Describe(name, found);
}

Standing Market::Now(const std::string& product) const {
  absl::MutexLock lock(&mutex_);
  const Product& found = products_.find(product)->second;
  Standing standing;
  standing.sequence = found.sequence;
  standing.last_trade_id = found.executed.empty() ? 0 : found.executed.back().id;
  // Generated products share one time, and none will trade before it again but for the late ones.
  standing.time_ns = found.recorded.empty() ? generated_time_ns_ : found.time_ns;
  if (ended_) standing.time_ns += absl::ToInt64Nanoseconds((clock_.Now() - *ended_) * speed_);
  standing.time_ns -= standing.time_ns % kMicro;
  return standing;
}

Progress Market::progress() const {
  absl::MutexLock lock(&mutex_);
  Progress progress;
  progress.generated = generated_count_ + planned_done_;
  progress.total = to_generate_ + planned_.size();
  for (const std::string& name : feed_) {
    const Product& product = products_.find(name)->second;
    progress.last_trade_id[name] = product.executed.empty() ? 0 : product.executed.back().id;
  }
  return progress;
}

std::vector<market::Trade> Market::Trades(const std::string& product, uint64_t first, uint64_t last,
                                          size_t limit) const {
  absl::MutexLock lock(&mutex_);
  const std::vector<market::Trade>& all = products_.find(product)->second.executed;
  const auto by_id = [](const market::Trade& trade, uint64_t id) { return trade.id < id; };
  const auto begin = std::lower_bound(all.begin(), all.end(), first, by_id);
  const auto end =
      last == std::numeric_limits<uint64_t>::max() ? all.end() : std::lower_bound(begin, all.end(), last + 1, by_id);
  return {end - std::min<std::ptrdiff_t>(end - begin, static_cast<std::ptrdiff_t>(limit)), end};
}

std::vector<Bar> Market::Candles(const std::string& product, int64_t seconds) const {
  absl::MutexLock lock(&mutex_);
  const Product& found = products_.find(product)->second;
  if (!found.recorded.empty() && seconds >= kHour) return RollUp(found.recorded, seconds);
  return RollUpTrades(found.executed, seconds);
}

}  // namespace mib::venue
