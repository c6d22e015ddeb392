#include <algorithm>
#include <cmath>
#include <limits>

#include "mib/base/status.h"
#include "mib/indicators/levels.h"
#include "ranges.h"

namespace mib::indicators {
namespace {

constexpr double kValueArea = 0.7;

bool Counts(const Ohlcv& bar) { return IsUsable(bar) && bar.volume > 0 && std::isfinite(bar.volume); }

absl::Status CheckBuckets(int buckets) { return RangeCheck().Whole("buckets", buckets, 1, 10'000).Result(); }

// `x` is within the profile, but for rounding.
size_t BucketOf(const VolumeProfile& profile, double x) {
  const double position = std::floor((x - profile.low) / profile.width);
  return static_cast<size_t>(std::clamp(position, 0.0, static_cast<double>(profile.volumes.size() - 1)));
}

void Spread(const Ohlcv& bar, VolumeProfile* profile) {
  profile->total += bar.volume;
  if (profile->width == 0) {
    profile->volumes[0] += bar.volume;
    return;
  }
  const size_t first = BucketOf(*profile, bar.low);
  const size_t last = BucketOf(*profile, bar.high);
  const double range = bar.high - bar.low;
  if (first == last || range == 0) {
    profile->volumes[first] += bar.volume;
    return;
  }
  for (size_t i = first; i <= last; ++i) {
    const double bottom = profile->low + static_cast<double>(i) * profile->width;
    const double overlap = std::min(bar.high, bottom + profile->width) - std::max(bar.low, bottom);
    profile->volumes[i] += bar.volume * std::clamp(overlap / range, 0.0, 1.0);
  }
}

void FindValueArea(VolumeProfile* profile) {
  const std::vector<double>& volumes = profile->volumes;
  const auto most = static_cast<size_t>(std::max_element(volumes.begin(), volumes.end()) - volumes.begin());
  size_t first = most;
  size_t last = most;
  double held = volumes[most];
  while (held < kValueArea * profile->total && (first > 0 || last + 1 < volumes.size())) {
    const double below = first > 0 ? volumes[first - 1] : -1;
    const double above = last + 1 < volumes.size() ? volumes[last + 1] : -1;
    if (above >= below) {
      ++last;
    } else {
      --first;
    }
    held += std::max(above, below);
  }
  const auto edge = [profile](size_t i) { return profile->low + static_cast<double>(i) * profile->width; };
  profile->point_of_control = edge(most) + profile->width / 2;
  profile->value_area_low = edge(first);
  profile->value_area_high = edge(last + 1);
}

// `at(i)` is bar i of `count`, oldest first.
template <typename At>
absl::StatusOr<VolumeProfile> Make(size_t count, At at, int buckets) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (size_t i = 0; i < count; ++i) {
    if (!Counts(at(i))) continue;
    low = std::min(low, at(i).low);
    high = std::max(high, at(i).high);
  }
  if (!(low <= high)) {
    return errors::Make(api::v1::INSUFFICIENT_DATA, "A volume profile needs a bar with a volume; there is none.");
  }
  VolumeProfile profile{.low = low, .width = (high - low) / buckets, .volumes = {}};
  profile.volumes.resize(static_cast<size_t>(buckets));
  for (size_t i = 0; i < count; ++i) {
    if (Counts(at(i))) Spread(at(i), &profile);
  }
  FindValueArea(&profile);
  return profile;
}

}  // namespace

absl::StatusOr<VolumeProfile> MakeVolumeProfile(std::span<const Ohlcv> bars, int buckets) {
  RETURN_IF_ERROR(CheckBuckets(buckets));
  return Make(
      bars.size(), [bars](size_t i) -> const Ohlcv& { return bars[i]; }, buckets);
}

absl::StatusOr<RollingVolumeProfile> RollingVolumeProfile::Create(int window, int buckets) {
  RETURN_IF_ERROR(RangeCheck().Whole("window", window, 1, 100'000).Whole("buckets", buckets, 1, 10'000).Result());
  return RollingVolumeProfile(window, buckets);
}

void RollingVolumeProfile::Update(const Ohlcv& bar) {
  if (bars_.size() < window_) {
    bars_.push_back(bar);
    return;
  }
  bars_[next_] = bar;
  next_ = next_ + 1 == window_ ? 0 : next_ + 1;
}

absl::StatusOr<VolumeProfile> RollingVolumeProfile::Profile() const {
  return Make(
      bars_.size(), [this](size_t i) -> const Ohlcv& { return bars_[(next_ + i) % bars_.size()]; }, buckets_);
}

}  // namespace mib::indicators
