#include "line_pair.h"

#include <algorithm>
#include <cmath>

namespace mib::indicators {
namespace {

PriceLine Fit(std::span<const Swing> swings, SwingKind kind) {
  double count = 0;
  double mean_time = 0;
  double mean_price = 0;
  const int64_t origin = swings.front().at;
  const auto each = [&](auto use) {
    for (const Swing& swing : swings) {
      if (swing.kind == kind) use(static_cast<double>(swing.at - origin), swing.price);
    }
  };
  each([&](double time, double price) {
    count += 1;
    mean_time += (time - mean_time) / count;
    mean_price += (price - mean_price) / count;
  });
  double covariance = 0;
  double variance = 0;
  each([&](double time, double price) {
    covariance += (time - mean_time) * (price - mean_price);
    variance += (time - mean_time) * (time - mean_time);
  });
  const double slope = covariance / variance;
  return {origin, mean_price - slope * mean_time, slope};
}

int64_t Stretch(std::span<const Swing> swings, SwingKind kind) {
  // They alternate: the first and the last of a kind are at the ends or next to them.
  const size_t first = swings.front().kind == kind ? 0 : 1;
  const size_t last = swings.back().kind == kind ? swings.size() - 1 : swings.size() - 2;
  return swings[last].at - swings[first].at;
}

}  // namespace

LinePair FitLines(std::span<const Swing> swings) {
  LinePair lines;
  lines.upper = Fit(swings, SwingKind::kHigh);
  lines.lower = Fit(swings, SwingKind::kLow);
  lines.first = swings.front().at;
  lines.last = swings.back().at;
  lines.height = lines.upper.At(lines.first) - lines.lower.At(lines.first);
  lines.end_height = lines.upper.At(lines.last) - lines.lower.At(lines.last);
  if (!(lines.height > 0)) return lines;
  lines.upper_change = (lines.upper.At(lines.last) - lines.upper.At(lines.first)) / lines.height;
  lines.lower_change = (lines.lower.At(lines.last) - lines.lower.At(lines.first)) / lines.height;
  for (const Swing& swing : swings) {
    const PriceLine& line = swing.kind == SwingKind::kHigh ? lines.upper : lines.lower;
    const double residual = std::abs(swing.price - line.At(swing.at)) / lines.height;
    lines.worst_residual = std::max(lines.worst_residual, residual);
    lines.mean_residual += residual / static_cast<double>(swings.size());
  }
  lines.evenness = Evenness(Stretch(swings, SwingKind::kHigh), Stretch(swings, SwingKind::kLow));
  return lines;
}

}  // namespace mib::indicators
