#include "contest.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace mib::bench {
namespace {

constexpr size_t kSettled = 2000;
constexpr double kTolerance = 1e-6;

double Seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double MeanSize(const Values& values, size_t bars) {
  double sum = 0;
  for (size_t bar = kSettled; bar < bars; ++bar) sum += std::abs(values.At(bar));
  return sum / static_cast<double>(bars - kSettled);
}

std::optional<std::string> Difference(const Values& ours, const Values& peer, size_t bars) {
  if (peer.first > kSettled || peer.first + peer.count != bars) {
    return fmt::format("the peer gives {} values from bar {} on", peer.count, peer.first);
  }
  const double usual = MeanSize(peer, bars);
  size_t differences = 0;
  std::string first;
  for (size_t bar = kSettled; bar < bars; ++bar) {
    const double a = ours.At(bar);
    const double b = peer.At(bar);
    if (std::abs(a - b) <= kTolerance * std::max({std::abs(a), std::abs(b), usual})) continue;
    if (differences++ == 0) first = fmt::format("at bar {}: {} here, {} there", bar, a, b);
  }
  if (differences == 0) return std::nullopt;
  return fmt::format("{} values differ, the first {}", differences, first);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::vector<double> Ratios(const Times& times) {
  std::vector<double> ratios;
  for (size_t i = 0; i < times.ours.size(); ++i) ratios.push_back(times.peer[i] / times.ours[i]);
  return ratios;
}

// Calls that fill 20 ms of the faster side's time.
int Repetitions(const Contest& contest) {
  const double once = std::min(Seconds(contest.ours), Seconds(contest.peer));
  return std::clamp(static_cast<int>(std::ceil(0.02 / once)), 1, 100);
}

std::string Array(const std::vector<double>& values) { return fmt::format("[{:.4f}]", fmt::join(values, ", ")); }

}  // namespace

Contest MakeContest(const Row& row, const Series& series, Outputs& outputs) {
  const indicators::Definition& definition = *row.ours.definition;
  std::vector<size_t> order = row.outputs;
  for (size_t i = 0; row.outputs.empty() && i < definition.outputs.size(); ++i) order.push_back(i);
  Contest contest;
  contest.name = row.ours.text;
  contest.ours = [&definition, params = row.ours.params, inputs = series.Inputs(definition),
                  spans = outputs.Spans(definition.outputs.size())] { definition.batch(params, inputs, spans); };
  contest.our_values = [&outputs, order, bars = series.bars()] {
    std::vector<Values> values;
    for (const size_t i : order) values.push_back({0, bars, outputs.Reals(i), nullptr});
    return values;
  };
  return contest;
}

std::optional<std::string> Difference(const Contest& contest, size_t bars) {
  contest.ours();
  contest.peer();
  const std::vector<Values> ours = contest.our_values();
  const std::vector<Values> peer = contest.peer_values();
  if (peer.empty() || peer.size() > ours.size())
    return fmt::format("{} outputs here, {} there", ours.size(), peer.size());
  for (size_t i = 0; i < peer.size(); ++i) {
    if (auto difference = Difference(ours[i], peer[i], bars)) return fmt::format("output {}: {}", i, *difference);
  }
  return std::nullopt;
}

std::vector<Times> Race(const std::vector<Contest>& contests, size_t bars, int rounds) {
  std::vector<Times> times;
  std::vector<int> repetitions;
  for (const Contest& contest : contests) {
    times.push_back({contest.name, {}, {}});
    repetitions.push_back(Repetitions(contest));
  }
  for (int round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < contests.size(); ++i) {
      double ours = 0;
      double peer = 0;
      for (int turn = 0; turn < repetitions[i]; ++turn) {
        ours += Seconds(contests[i].ours);
        peer += Seconds(contests[i].peer);
      }
      const double per_bar = 1e9 / static_cast<double>(bars) / repetitions[i];
      times[i].ours.push_back(ours * per_bar);
      times[i].peer.push_back(peer * per_bar);
    }
  }
  return times;
}

void PrintTable(const std::vector<Times>& times) {
  std::vector<const Times*> sorted;
  for (const Times& one : times) sorted.push_back(&one);
  std::sort(sorted.begin(), sorted.end(),
            [](const Times* a, const Times* b) { return Median(Ratios(*a)) < Median(Ratios(*b)); });
  fmt::print("{:<24}{:>12}{:>12}{:>9}{:>9}{:>9}\n", "function", "ours ns/bar", "peer ns/bar", "ratio", "min", "max");
  double logs = 0;
  double our_logs = 0;
  for (const Times* one : sorted) {
    const std::vector<double> ratios = Ratios(*one);
    const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
    fmt::print("{:<24}{:>12.3f}{:>12.3f}{:>9.2f}{:>9.2f}{:>9.2f}\n", one->name, Median(one->ours), Median(one->peer),
               Median(ratios), *low, *high);
    logs += std::log(Median(ratios));
    our_logs += std::log(Median(one->ours));
  }
  const double count = static_cast<double>(times.size());
  fmt::print("{} functions; geometric mean of ratios {:.3f}, of ours {:.3f} ns/bar\n", times.size(),
             std::exp(logs / count), std::exp(our_logs / count));
}

void PrintJson(const std::vector<Times>& times) {
  fmt::print("{{\"functions\": [");
  const char* separator = "";
  for (const Times& one : times) {
    fmt::print("{}{{\"name\": \"{}\", \"ours\": {}, \"peer\": {}}}", separator, one.name, Array(one.ours),
               Array(one.peer));
    separator = ", ";
  }
  fmt::print("]}}\n");
}

}  // namespace mib::bench
