#include "bar_jobs.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "text.h"
#include "validation.h"

namespace mib::ingestion {
namespace {

constexpr absl::Duration kPublishTimeout = absl::Seconds(30);

int64_t EndNanos(const Job& job, absl::Time now) { return ToNanos(std::min(job.end, now)); }

std::string Describe(const BarRow& row) {
  return fmt::format("{},{},{},{},{},{}", mib::FormatTime(FromNanos(row.open_ns)), row.open.ToString(),
                     row.high.ToString(), row.low.ToString(), row.close.ToString(), row.volume.ToString());
}

double Share(int64_t done, int64_t whole) {
  return whole <= 0 ? 1 : std::clamp(static_cast<double>(done) / static_cast<double>(whole), 0.0, 1.0);
}

}  // namespace

BarJobs::BarJobs(std::map<std::string, NamedBarProvider> sources, std::string import_dir, BarPublisher& publisher,
                 DeadLetters& dead_letters, SourceProbe& import_probe, Clock& clock)
    : sources_(std::move(sources)),
      import_dir_(std::move(import_dir)),
      publisher_(publisher),
      dead_letters_(dead_letters),
      import_probe_(import_probe),
      clock_(clock) {}

absl::StatusOr<bool> BarJobs::Step(Job& job) {
  if (job.type == "import") return StepImport(job);
  const auto source = sources_.find(job.source);
  if (source == sources_.end()) {
    return absl::FailedPreconditionError(fmt::format("the source '{}' is not enabled here", job.source));
  }
  return StepProvider(job, source->second);
}

absl::StatusOr<bool> BarJobs::StepProvider(Job& job, const NamedBarProvider& source) {
  const auto index = static_cast<size_t>(job.cursor.symbol);
  if (index >= job.symbols.size()) return true;
  const int64_t end_ns = EndNanos(job, clock_.Now());
  const int64_t start_ns = ToNanos(job.start);
  const BarRequest request{job.symbols[index], market::ParseInterval(job.interval).value_or(market::Interval::k1d),
                           std::max(start_ns, job.cursor.position), end_ns};
  absl::StatusOr<BarPage> page = source.source->Fetch(request);
  if (absl::IsNotFound(page.status()) || absl::IsInvalidArgument(page.status())) {
    ++job.errors;
    job.error = Printable(fmt::format("{}: {}", request.symbol, MessageOf(page.status())));
    return NextSymbol(job);
  }
  if (!page.ok()) return page.status();
  RETURN_IF_ERROR(Accept(job, page->instrument, std::move(page->bars), *source.probe));
  if (page->next_ns >= end_ns) return NextSymbol(job);
  job.cursor.position = page->next_ns;
  job.progress = (static_cast<double>(index) + Share(page->next_ns - start_ns, end_ns - start_ns)) /
                 static_cast<double>(job.symbols.size());
  return false;
}

absl::StatusOr<bool> BarJobs::StepImport(Job& job) {
  ASSIGN_OR_RETURN(CsvReader reader, CsvReader::Open(import_dir_, job.file, {job.cursor.position, job.cursor.line}));
  market::v1::Instrument instrument;
  instrument.set_symbol(job.symbols.front());
  instrument.set_name(job.symbols.front());
  instrument.set_venue(job.source);
  instrument.set_is_active(true);
  RETURN_IF_ERROR(Accept(job, instrument, reader.Read(kLinesPerStep), import_probe_));
  job.cursor.position = reader.position().offset;
  job.cursor.line = reader.position().line;
  job.progress = Share(reader.position().offset, reader.size());
  return reader.at_end();
}

absl::Status BarJobs::Accept(Job& job, const market::v1::Instrument& instrument, Rows<BarRow> rows,
                             SourceProbe& probe) {
  const market::Interval interval = market::ParseInterval(job.interval).value_or(market::Interval::k1d);
  const absl::Time now = clock_.Now();
  BarBatch batch{job.source, interval, instrument, {}, job.id};
  std::vector<RefusedRow> refused = std::move(rows.refused);
  for (const BarRow& row : rows.good) {
    if (absl::Status valid = CheckBar(row, interval, now); !valid.ok()) {
      refused.push_back({Describe(row), MessageOf(valid)});
    } else if (FromNanos(market::NextOpenTime(interval, row.open_ns)) <= now) {
      // A bar whose interval has not ended is not wrong, only too early; a later job brings it.
      batch.bars.push_back(row);
    }
  }
  RETURN_IF_ERROR(publisher_.Publish(batch, kPublishTimeout));
  // Counted after the publishing, which may fail and be done again.
  for (const RefusedRow& row : refused) Refuse(job, instrument.symbol(), row, probe);
  probe.bars_published.Increment(static_cast<double>(batch.bars.size()));
  job.records += static_cast<int64_t>(batch.bars.size());
  return absl::OkStatus();
}

void BarJobs::Refuse(Job& job, const std::string& symbol, const RefusedRow& row, SourceProbe& probe) {
  ++job.errors;
  job.error = Printable(row.reason);
  probe.bars_refused.Increment();
  probe.dead_letters.Increment();
  dead_letters_.Refuse(fmt::format("{}/{}", job.source, job.type), symbol, row.reason, row.payload);
}

bool BarJobs::NextSymbol(Job& job) {
  ++job.cursor.symbol;
  job.cursor.position = 0;
  job.progress = Share(job.cursor.symbol, static_cast<int64_t>(job.symbols.size()));
  return job.cursor.symbol >= static_cast<int64_t>(job.symbols.size());
}

}  // namespace mib::ingestion
