#include "mib/base/time.h"

#include <charconv>
#include <limits>
#include <optional>

#include "absl/time/civil_time.h"
#include "fmt/format.h"

namespace mib {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;

absl::Status NotATime(std::string_view text) {
  return absl::InvalidArgumentError(
      fmt::format("'{}' is not a time (expected RFC 3339 such as 2024-01-15T10:00:00Z, a date, or Unix time of 10, 13, "
                  "16 or 19 digits)",
                  text.substr(0, 64)));
}

// Reads from the front of a text; every Take returns false and reads nothing where the text does not fit.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }

  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool TakeNumber(size_t digits, int* value) {
    if (rest_.size() < digits) return false;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + digits, *value);
    if (error != std::errc() || end != rest_.data() + digits || rest_.front() == '-') return false;
    rest_.remove_prefix(digits);
    return true;
  }

  // One to nine digits after the point, as nanoseconds.
  bool TakeFraction(int64_t* nanos) {
    int64_t unit = kNanosPerSecond;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      unit /= 10;
      if (unit == 0) return false;
      *nanos += unit * (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return unit < kNanosPerSecond;
  }

 private:
  std::string_view rest_;
};

std::optional<absl::Duration> ParseOffset(Reader& reader) {
  if (reader.Take('Z') || reader.Take('z')) return absl::ZeroDuration();
  const bool behind = reader.Take('-');
  if (!behind && !reader.Take('+')) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  if (!reader.TakeNumber(2, &hours) || !reader.Take(':') || !reader.TakeNumber(2, &minutes)) return std::nullopt;
  if (hours > 23 || minutes > 59) return std::nullopt;
  const absl::Duration offset = absl::Hours(hours) + absl::Minutes(minutes);
  return behind ? -offset : offset;
}

std::optional<absl::Time> ParseDateAndTime(std::string_view text) {
  Reader reader(text);
  int year = 0, month = 0, day = 0;
  if (!reader.TakeNumber(4, &year) || !reader.Take('-') || !reader.TakeNumber(2, &month) || !reader.Take('-') ||
      !reader.TakeNumber(2, &day)) {
    return std::nullopt;
  }
  const absl::CivilDay date(year, month, day);
  // Abseil turns 2024-02-30 into 2024-03-01; we refuse it.
  if (date.month() != month || date.day() != day) return std::nullopt;
  const absl::Time midnight = absl::FromCivil(date, absl::UTCTimeZone());
  if (reader.done()) return midnight;

  int hour = 0, minute = 0, second = 0;
  int64_t nanos = 0;
  if (!reader.Take('T') && !reader.Take('t') && !reader.Take(' ')) return std::nullopt;
  if (!reader.TakeNumber(2, &hour) || !reader.Take(':') || !reader.TakeNumber(2, &minute) || !reader.Take(':') ||
      !reader.TakeNumber(2, &second)) {
    return std::nullopt;
  }
  // Second 60 is a leap second, which Unix time knows as the first second after it.
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  if (reader.Take('.') && !reader.TakeFraction(&nanos)) return std::nullopt;
  const std::optional<absl::Duration> offset = ParseOffset(reader);
  if (!offset || !reader.done()) return std::nullopt;
  return midnight + absl::Hours(hour) + absl::Minutes(minute) + absl::Seconds(second) + absl::Nanoseconds(nanos) -
         *offset;
}

std::optional<absl::Time> ParseUnixTime(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  switch (text.size()) {
    case 10:
      return absl::FromUnixSeconds(value);
    case 13:
      return absl::FromUnixMillis(value);
    case 16:
      return absl::FromUnixMicros(value);
    case 19:
      return absl::FromUnixNanos(value);
    default:
      return std::nullopt;
  }
}

// What fits into 64 bits of nanoseconds, the form in which times are stored and sent: 1677 to 2262.
bool Fits(absl::Time time) {
  return time >= absl::FromUnixNanos(std::numeric_limits<int64_t>::min()) &&
         time <= absl::FromUnixNanos(std::numeric_limits<int64_t>::max());
}

}  // namespace

absl::StatusOr<absl::Time> ParseTime(std::string_view text) {
  const bool has_date = text.size() > 4 && text[4] == '-';
  const std::optional<absl::Time> time = has_date ? ParseDateAndTime(text) : ParseUnixTime(text);
  if (!time) return NotATime(text);
  if (!Fits(*time)) return absl::OutOfRangeError(fmt::format("'{}' is not between the years 1678 and 2262", text));
  return *time;
}

std::string FormatTime(absl::Time time) {
  const int64_t total = absl::ToUnixNanos(time);
  int64_t seconds = total / kNanosPerSecond;
  int64_t nanos = total % kNanosPerSecond;
  if (nanos < 0) {
    nanos += kNanosPerSecond;
    --seconds;
  }
  const absl::CivilSecond civil = absl::ToCivilSecond(absl::FromUnixSeconds(seconds), absl::UTCTimeZone());
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", civil.year(), civil.month(), civil.day(),
                                 civil.hour(), civil.minute(), civil.second());
  if (nanos % 1'000'000 == 0) {
    if (nanos != 0) text += fmt::format(".{:03}", nanos / 1'000'000);
  } else if (nanos % 1'000 == 0) {
    text += fmt::format(".{:06}", nanos / 1'000);
  } else {
    text += fmt::format(".{:09}", nanos);
  }
  return text + 'Z';
}

}  // namespace mib
