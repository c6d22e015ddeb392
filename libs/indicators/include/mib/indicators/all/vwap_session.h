#pragma once

#include <cmath>
#include <cstdint>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/volume_weighted.h"

namespace mib::indicators::vwap_session {

enum { kBegins, kMinutes, kStddev };

inline constexpr int64_t kMinutesOfWeek = 7 * 24 * 60;
// 1970-01-05, a Monday.
inline constexpr int64_t kFirstMonday = 4 * 24 * 60 * 60;

/// A stretch of time in seconds, its end not part of it.
struct Session {
  double begin = 0;
  double end = 0;

  bool Has(double time) const { return time >= begin && time < end; }
};

/// Whether whole seconds around it are exact: what has an instant at all is far nearer. False for NaN.
inline bool IsInstant(double time) { return std::abs(time) < 1e15; }

/// The one that `time`, an instant, lies in.
inline Session SessionAt(Params params, double time) {
  const int64_t begins = kFirstMonday + static_cast<int64_t>(params[kBegins]) * 60;
  const int64_t length = static_cast<int64_t>(params[kMinutes]) * 60;
  const int64_t second = static_cast<int64_t>(std::floor(time));
  const int64_t past = ((second - begins) % length + length) % length;
  return {static_cast<double>(second - past), static_cast<double>(second - past + length)};
}

class SessionVwap {
 public:
  static constexpr size_t kInputs = 5;
  static constexpr size_t kOutputs = 3;

  explicit SessionVwap(Params params) : params_{params[kBegins], params[kMinutes], params[kStddev]} {}

  bool Update(const double* in, double* out) {
    if (!session_.Has(in[0])) Enter(in[0]);
    total_.Add(in + 1);
    total_.Bands(params_[kStddev], out);
    return true;
  }

 private:
  void Enter(double time) {
    // After a bar that could lie anywhere, the beginning of the session may have gone by.
    if (is_known_) total_ = {};
    is_known_ = IsInstant(time);
    session_ = is_known_ ? SessionAt(params_, time) : Session{};
    if (!is_known_) total_.Spoil();
  }

  double params_[3];
  Session session_;
  bool is_known_ = true;
  VolumeWeighted total_;
};

inline void CheckMinutes(Params params, std::vector<std::pair<std::string, std::string>>* faults) {
  if (kMinutesOfWeek % static_cast<int64_t>(params[kMinutes]) == 0) return;
  faults->emplace_back("minutes", "must divide a week: 10080, 1440, 480, 240 or 60, for example");
}

using Updater = SessionVwap;

inline Definition Define() {
  return {
      .name = "vwap_session",
      .long_name = "Volume-weighted average price of the session",
      .category = "volume",
      .inputs = {Input::kOpenTime, Input::kHigh, Input::kLow, Input::kClose, Input::kVolume},
      .parameters = {{"begins", "When a session begins, in minutes after Monday 00:00 UTC; of a day, after midnight.",
                      0, 0, kMinutesOfWeek - 1},
                     {"minutes", "From the beginning of a session to the next; divides a week.", 1440, 1,
                      kMinutesOfWeek},
                     {"stddev", "Standard deviations from the mean to a band.", 2, 0.01, 100, false}},
      .outputs = {"vwap", "upper", "lower"},
      .description =
          "vwap: the mean of the typical price (high + low + close) / 3, weighted by volume, from the first bar of the "
          "session on. upper, lower: `stddev` standard deviations above and below it, of the typical prices weighted "
          "by volume. A session begins every `minutes`, one of them `begins` minutes after Monday 00:00 UTC: 1320 "
          "gives days from 22:00 to 22:00. A bar belongs to the session in which it opens. UTC knows no summer time: "
          "where a venue's session moves with the clock, so must `begins`. All are 0 "
          "until the session has volume. After an open time that is not finite there are no values until a session is "
          "seen to begin.",
      .recursive = true,
      .warm_up = [](Params) { return 1; },
      .since = [](Params params, double open_time) { return SessionAt(params, open_time).begin; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
      .relations = &CheckMinutes,
  };
}

}  // namespace mib::indicators::vwap_session
