// Indicators beside their peers, function by function.
//
//   indicators_bench talib|candlesticks|tulip LIBRARY [--bars N] [--rounds N] [--only name,name] [--json]
//   indicators_bench stream|inlined SPEC... [--bars N] [--rounds N]
//   indicators_bench panel SPEC... [--rounds N] [--json]
//   indicators_bench series FILE [--bars N]
//
// LIBRARY is the peer's shared library. Every function is first checked to give the peer's answers; with --json one
// that does not is an error. `stream` and `inlined` time our updates (see stream.h), `panel` a panel beside indicators
// of their own for its series, `series` writes the bars for peers in other languages.

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_split.h"
#include "panel.h"
#include "shared_library.h"
#include "stream.h"
#include "talib.h"
#include "tulip.h"

namespace mib::bench {
namespace {

struct Options {
  std::vector<std::string> words;
  bool json = false;
  size_t bars = 1'000'000;
  int rounds = 5;
  std::vector<std::string> only;

  bool Wants(const std::string& name) const {
    return only.empty() || std::find(only.begin(), only.end(), name) != only.end();
  }
};

Options ParseOptions(const std::vector<std::string>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    const auto value = [&] { return i + 1 < arguments.size() ? arguments[++i] : (Die(word + " needs a value"), ""); };
    if (word == "--json") {
      options.json = true;
    } else if (word == "--bars") {
      options.bars = std::stoul(value());
    } else if (word == "--rounds") {
      options.rounds = std::stoi(value());
    } else if (word == "--only") {
      options.only = absl::StrSplit(value(), ',');
    } else {
      options.words.push_back(word);
    }
  }
  return options;
}

// Contests whose answers agree; exits naming those that do not, unless the figures are for a person.
std::vector<Contest> Checked(std::vector<Contest> contests, const Options& options) {
  std::vector<Contest> agreed;
  for (Contest& contest : contests) {
    if (const auto difference = Difference(contest, options.bars)) {
      std::fprintf(stderr, "%s does not agree with the peer: %s\n", contest.name.c_str(), difference->c_str());
    } else {
      agreed.push_back(std::move(contest));
    }
  }
  if (options.json && agreed.size() < contests.size()) Die("not all answers agree");
  return agreed;
}

template <typename Peer>
void Run(const std::vector<Row>& rows, const Options& options) {
  const Peer library(options.words.at(1));
  const Series series = MakeSeries(options.bars);
  Outputs ours(options.bars);
  Outputs peer(options.bars);
  std::vector<Contest> contests;
  for (const Row& row : rows) {
    if (options.Wants(row.ours.text)) contests.push_back(library.Make(row, series, ours, peer));
  }
  const std::vector<Times> times = Race(Checked(std::move(contests), options), options.bars, options.rounds);
  options.json ? PrintJson(times) : PrintTable(times);
}

void RunPanels(const Options& options) {
  std::vector<Contest> contests;
  for (size_t i = 1; i < options.words.size(); ++i) contests.push_back(MakePanelContest(ParseSpec(options.words[i])));
  const std::vector<Times> times = Race(contests, kPanelSeries * kPanelRows, options.rounds);
  options.json ? PrintJson(times) : PrintTable(times);
}

void RunMode(const Options& options) {
  if (options.words.size() < 2) Die("see the head of bench/indicators/main.cc");
  const std::string& mode = options.words[0];
  if (mode == "talib") {
    Run<Talib>(TalibIndicators(), options);
  } else if (mode == "candlesticks") {
    Run<Talib>(TalibCandlesticks(), options);
  } else if (mode == "tulip") {
    Run<Tulip>(TulipIndicators(), options);
  } else if (mode == "stream" || mode == "inlined") {
    RunStream({options.words.begin() + 1, options.words.end()}, options.bars, options.rounds, mode == "inlined");
  } else if (mode == "panel") {
    RunPanels(options);
  } else if (mode == "series") {
    if (!WriteSeries(MakeSeries(options.bars), options.words[1])) Die("cannot write " + options.words[1]);
  } else {
    Die("see the head of bench/indicators/main.cc");
  }
}

}  // namespace
}  // namespace mib::bench

int main(int argc, char** argv) { mib::bench::RunMode(mib::bench::ParseOptions({argv + 1, argv + argc})); }
