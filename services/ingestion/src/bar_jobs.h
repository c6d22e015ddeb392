#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "bar_provider.h"
#include "bar_publisher.h"
#include "csv_import.h"
#include "dead_letters.h"
#include "job.h"
#include "mib/base/clock.h"
#include "probe.h"

namespace mib::ingestion {

/// A source of bars with its metrics.
struct NamedBarProvider {
  BarProvider* source;
  SourceProbe* probe;
};

/// Does jobs, a bounded piece at a time: one answer of a provider, or kLinesPerStep lines of a file. What a piece
/// brought is with the broker before Step returns, so whoever saves the job after each step can go on from there after
/// a kill; a piece done twice publishes the same bars again, which changes nothing.
///
/// Thread safe as far as its parts are; one thread per job.
class BarJobs {
 public:
  static constexpr int kLinesPerStep = 1000;

  /// Arguments must outlive it; `import_probe` counts what comes from files.
  BarJobs(std::map<std::string, NamedBarProvider> sources, std::string import_dir, BarPublisher& publisher,
          DeadLetters& dead_letters, SourceProbe& import_probe, Clock& clock);

  /// Moves the job on; true when nothing is left to do. A retryable error leaves it where it was. A symbol that the
  /// provider does not know counts as an error of the job, and the next symbol follows.
  absl::StatusOr<bool> Step(Job& job);

 private:
  absl::StatusOr<bool> StepProvider(Job& job, const NamedBarProvider& source);
  absl::StatusOr<bool> StepImport(Job& job);
  absl::Status Accept(Job& job, const market::v1::Instrument& instrument, Rows<BarRow> rows, SourceProbe& probe);
  void Refuse(Job& job, const std::string& symbol, const RefusedRow& row, SourceProbe& probe);
  static bool NextSymbol(Job& job);

  const std::map<std::string, NamedBarProvider> sources_;
  const std::string import_dir_;
  BarPublisher& publisher_;
  DeadLetters& dead_letters_;
  SourceProbe& import_probe_;
  Clock& clock_;
};

}  // namespace mib::ingestion
