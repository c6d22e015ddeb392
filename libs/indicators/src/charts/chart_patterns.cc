#include "mib/indicators/chart_patterns.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "formation_book.h"
#include "matchers.h"
#include "mib/base/status.h"
#include "ranges.h"

namespace mib::indicators {
namespace {

constexpr std::array<std::string_view, kChartPatternKinds> kNames = {"head_and_shoulders", "inverse_head_and_shoulders",
                                                                     "double_top",         "double_bottom",
                                                                     "triple_top",         "triple_bottom",
                                                                     "ascending_triangle", "descending_triangle",
                                                                     "symmetric_triangle", "rising_wedge",
                                                                     "falling_wedge",      "bull_flag",
                                                                     "bear_flag",          "bull_pennant",
                                                                     "bear_pennant",       "channel_up",
                                                                     "channel_down",       "horizontal_channel",
                                                                     "cup_and_handle"};

// The swings of one size, the newest last.
class Scale {
 public:
  explicit Scale(double size) : size_(size) {}

  // The swing that this bar confirms, if it does.
  const Swing* Update(int64_t index, const Ohlcv& bar, double range) {
    const std::optional<Swing> swing = zigzag_.Update(index, bar.high, bar.low, size_ * range);
    if (!swing) return nullptr;
    if (count_ == swings_.size()) {
      std::move(swings_.begin() + 1, swings_.end(), swings_.begin());
      --count_;
    }
    swings_[count_++] = *swing;
    return &swings_[count_ - 1];
  }
  std::span<const Swing> swings() const { return {swings_.data(), count_}; }
  std::optional<Swing> tentative() const { return zigzag_.tentative(); }

 private:
  double size_;
  ZigZag zigzag_;
  std::array<Swing, 12> swings_;
  size_t count_ = 0;
};

constexpr std::array kMatchers = {&MatchHeadAndShoulders, &MatchDoubleTopOrBottom, &MatchTripleTopOrBottom,
                                  &MatchLines};

}  // namespace

std::string_view NameOf(ChartPatternKind kind) { return kNames[static_cast<size_t>(kind)]; }

struct ChartPatternScanner::State {
  explicit State(const ChartPatternOptions& options)
      : atr(options.atr_period), history(kHistory), book(options.min_score) {}

  // `range` is NaN before it is defined: then no swing is confirmed.
  void Match(const Ohlcv& bar, const FormationBook::Now& now) {
    const Swing* handle = minor.Update(now.bar, bar, now.range);
    if (handle != nullptr) book.Propose(MatchFlagOrPennant(minor.swings(), history), now);
    for (Scale* scale : {&intermediate, &primary}) {
      if (scale->Update(now.bar, bar, now.range) != nullptr) {
        for (const auto matcher : kMatchers) book.Propose(matcher(scale->swings(), history), now);
      }
      if (handle != nullptr && handle->kind == SwingKind::kLow) {
        book.Propose(MatchCupAndHandle(scale->swings(), scale->tentative(), *handle, history), now);
      }
    }
  }

  AverageTrueRange atr;
  BarHistory history;
  Scale minor{kMinorSwing};
  Scale intermediate{kIntermediateSwing};
  Scale primary{kPrimarySwing};
  FormationBook book;
  int64_t next_bar = 0;
};

ChartPatternScanner::ChartPatternScanner(std::unique_ptr<State> state) : state_(std::move(state)) {}
ChartPatternScanner::ChartPatternScanner(ChartPatternScanner&&) noexcept = default;
ChartPatternScanner& ChartPatternScanner::operator=(ChartPatternScanner&&) noexcept = default;
ChartPatternScanner::~ChartPatternScanner() = default;

absl::StatusOr<ChartPatternScanner> ChartPatternScanner::Create(const ChartPatternOptions& options) {
  RETURN_IF_ERROR(RangeCheck()
                      .Number("min_score", options.min_score, 0, 1)
                      .Whole("atr_period", options.atr_period, 1, 500)
                      .Result());
  return ChartPatternScanner(std::make_unique<State>(options));
}

std::span<const ChartPattern> ChartPatternScanner::Update(const Ohlcv& bar) {
  State& state = *state_;
  const int64_t index = state.next_bar++;
  state.book.BeginBar();
  if (!IsUsable(bar)) return {};
  const bool ready = state.atr.Update(bar);
  state.history.Push(index, bar, ready ? state.atr.value() : 0);
  const FormationBook::Now now{index, bar.close, ready ? state.atr.value() : std::numeric_limits<double>::quiet_NaN()};
  state.Match(bar, now);
  state.book.Resolve(now);
  return state.book.events();
}

std::span<const ChartPattern> ChartPatternScanner::forming() const { return state_->book.forming(); }

uint64_t ChartPatternScanner::work() const {
  return static_cast<uint64_t>(state_->next_bar) + state_->history.work() + state_->book.work();
}

absl::StatusOr<std::vector<ChartPattern>> FindChartPatterns(std::span<const Ohlcv> bars,
                                                            const ChartPatternOptions& options) {
  ASSIGN_OR_RETURN(ChartPatternScanner scanner, ChartPatternScanner::Create(options));
  std::vector<ChartPattern> events;
  for (const Ohlcv& bar : bars) {
    const std::span<const ChartPattern> news = scanner.Update(bar);
    events.insert(events.end(), news.begin(), news.end());
  }
  return events;
}

}  // namespace mib::indicators
