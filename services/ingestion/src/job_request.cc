#include "job_request.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "csv_import.h"
#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/market/interval.h"
#include "mib/market/proto.h"
#include "mib/market/symbol.h"

namespace mib::ingestion {
namespace {

constexpr std::array<std::string_view, 3> kTypes{"daily", "candles", "import"};
constexpr std::array<std::string_view, 5> kIntervals{"1m", "5m", "15m", "1h", "1d"};
constexpr int kMaxSymbols = 100;
// What a candles job fetches when it is not told from when on.
constexpr int kDefaultCandles = 300;

using Faults = std::vector<std::pair<std::string, std::string>>;

template <typename Names>
std::string List(const Names& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

template <typename Names>
bool Contains(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void CheckSource(const v1::CreateJobRequest& request, std::span<const SourceEntry> sources, Faults* faults) {
  if (request.type() == "import") {
    if (request.source().empty()) faults->emplace_back("source", "is required: the name the data gets");
    return;
  }
  const auto source = std::ranges::find(sources, request.source(), &SourceEntry::id);
  std::vector<std::string> able;
  for (const SourceEntry& entry : sources) {
    if (Contains(entry.capabilities, request.type())) able.push_back(entry.id);
  }
  if (source == sources.end()) {
    faults->emplace_back("source", fmt::format("'{}' is unknown; accepted: {}", request.source(), List(able)));
  } else if (!Contains(source->capabilities, request.type())) {
    faults->emplace_back("source",
                         fmt::format("'{}' cannot do '{}'; accepted: {}", source->id, request.type(), List(able)));
  } else if (!source->enabled) {
    faults->emplace_back("source", fmt::format("'{}' is disabled in this installation", source->id));
  }
}

void ReadSymbols(const v1::CreateJobRequest& request, Job* job, Faults* faults) {
  if (request.symbols().empty() || request.symbols_size() > kMaxSymbols) {
    faults->emplace_back("symbols", fmt::format("1 to {} are accepted", kMaxSymbols));
  } else if (request.type() == "import" && request.symbols_size() != 1) {
    faults->emplace_back("symbols", "an import has exactly one: the instrument of the file");
  }
  for (const std::string& text : request.symbols()) {
    const absl::StatusOr<std::string> symbol = market::CanonicalSymbol(text);
    if (!symbol.ok()) {
      faults->emplace_back("symbols", fmt::format("'{:.64}' is no symbol", text));
    } else if (!Contains(job->symbols, *symbol)) {
      job->symbols.push_back(*symbol);
    }
  }
}

void ReadInterval(const v1::CreateJobRequest& request, Job* job, Faults* faults) {
  job->interval = request.interval().empty() && request.type() == "daily" ? "1d" : request.interval();
  if (request.type() == "daily" && job->interval != "1d") {
    faults->emplace_back("interval", "a daily job has bars of 1d only");
  } else if (!Contains(kIntervals, job->interval)) {
    faults->emplace_back("interval",
                         fmt::format("'{}' is not accepted; accepted: {}", job->interval, List(kIntervals)));
  }
}

void CheckFile(const v1::CreateJobRequest& request, const std::string& import_dir, Faults* faults) {
  if (request.type() != "import") {
    if (!request.file().empty()) faults->emplace_back("file", "is for imports only");
    return;
  }
  // Opened here for a plain answer now; the job opens it again.
  const absl::Status readable = CsvReader::Open(import_dir, request.file()).status();
  if (!readable.ok()) faults->emplace_back("file", MessageOf(readable));
}

absl::Status ReadRange(const v1::CreateJobRequest& request, absl::Time now, Job* job) {
  if (request.has_start()) job->start = market::FromProto(request.start());
  if (request.has_end()) job->end = market::FromProto(request.end());
  if (!request.has_start() && job->type == "candles") {
    const market::Interval interval = *market::ParseInterval(job->interval);
    // Every interval accepted here has the same length always, that of the first one of 1970 too.
    const absl::Duration bar = absl::Nanoseconds(market::NextOpenTime(interval, 0));
    job->start = std::max(absl::UnixEpoch(), std::min(job->end, now) - kDefaultCandles * bar);
  }
  if (job->start >= job->end || job->start >= now) {
    return errors::Make(api::v1::INVALID_TIME_RANGE, "Nothing lies between start and end.",
                        {{"start", mib::FormatTime(job->start)}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Job> ReadJobRequest(const v1::CreateJobRequest& request, std::span<const SourceEntry> sources,
                                   const std::string& import_dir, absl::Time now) {
  Job job;
  Faults faults;
  if (!Contains(kTypes, request.type())) {
    return errors::Invalid({{"type", fmt::format("'{}' is unknown; accepted: {}", request.type(), List(kTypes))}});
  }
  job.type = request.type();
  job.source = request.source();
  job.file = request.file();
  job.created_at = now;
  CheckSource(request, sources, &faults);
  ReadSymbols(request, &job, &faults);
  ReadInterval(request, &job, &faults);
  CheckFile(request, import_dir, &faults);
  if (!faults.empty()) return errors::Invalid(faults);
  RETURN_IF_ERROR(ReadRange(request, now, &job));
  return job;
}

}  // namespace mib::ingestion
