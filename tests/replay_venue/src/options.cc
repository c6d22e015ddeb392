#include "options.h"

#include <charconv>

#include "fmt/format.h"
#include "mib/base/status.h"

namespace mib::venue {
namespace {

template <typename Number>
absl::Status ParseNumber(std::string_view name, std::string_view text, Number* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  if (error == std::errc() && end == text.data() + text.size() && *out >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format("{} takes a number of at least 0, not '{}'", name, text));
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    if (comma != 0) parts.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

absl::Status Set(std::string_view name, std::string_view value, Options* options) {
  if (name == "--listen") {
    options->listen = std::string(value);
  } else if (name == "--data") {
    options->data = std::string(value);
  } else if (name == "--symbols") {
    options->symbols = Split(value);
  } else if (name == "--seed") {
    return ParseNumber(name, value, &options->seed);
  } else if (name == "--generate-trades") {
    return ParseNumber(name, value, &options->generate_trades);
  } else if (name == "--rate") {
    return ParseNumber(name, value, &options->rate);
  } else if (name == "--speed") {
    return ParseNumber(name, value, &options->speed);
  } else {
    return absl::InvalidArgumentError(fmt::format("there is no option '{}'", name));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Options> ParseOptions(const std::vector<std::string_view>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--help") {
      options.help = true;
    } else if (arguments[i] == "--start-now") {
      options.start_now = true;
    } else if (i + 1 == arguments.size()) {
      return absl::InvalidArgumentError(fmt::format("{} needs a value, or is no option", arguments[i]));
    } else {
      RETURN_IF_ERROR(Set(arguments[i], arguments[i + 1], &options));
      ++i;
    }
  }
  if (options.rate <= 0) return absl::InvalidArgumentError("--rate must be above 0");
  return options;
}

std::string_view Usage() {
  return R"(replay-venue: recorded and generated prices in the providers' own wire formats, on one port.

  --listen HOST:PORT     where to serve (127.0.0.1:7300)
  --data DIR             folder with daily/SYMBOL.csv and hourly/SYMBOL.csv
  --symbols A,B,...      products of the feed (EUR-USD,GEN-A,GEN-B); those with an hourly file are replayed, others generated
  --seed N               of the generated trades (1): the same seed gives the same trades
  --generate-trades N    how many trades are generated before the feed falls quiet (100000)
  --rate N               trades a second over all products (1000)
  --speed X              how many times faster than the wall clock the venue's time passes (rate / 100)
  --start-now            trade at once instead of when the first client subscribes
  --help

  GET /query?function=TIME_SERIES_DAILY&symbol=&outputsize=&apikey=     Alpha Vantage
  GET /products, /products/ID/candles, /products/ID/trades              Coinbase Exchange
  WebSocket /ws-feed: channels matches, ticker, heartbeat               Coinbase Exchange
  GET /venue/status, /venue/trades.csv?symbol=ID                        what has been traded, for those who check
)";
}

}  // namespace mib::venue
