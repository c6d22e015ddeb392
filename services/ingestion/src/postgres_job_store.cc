#include "postgres_job_store.h"

#include <utility>

#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"

namespace mib::ingestion {
namespace {

using postgres::Value;

constexpr std::string_view kColumns =
    "job_id, data_type, source, symbols, bar_interval, range_start, range_end, file, status, created_at, started_at, "
    "completed_at, records_processed, errors_count, progress, error, failures, cursor_symbol, cursor_position, "
    "cursor_line";

constexpr std::string_view kInsert =
    "INSERT INTO ingestion.jobs (job_id, data_type, source, symbols, bar_interval, range_start, range_end, file, "
    "status, "
    "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

// Parameters 1 to 9 are those of ProgressOf; the lease decides whether anything is written.
constexpr std::string_view kProgress =
    "records_processed = $3, errors_count = $4, progress = $5, error = $6, cursor_symbol = $7, cursor_position = $8, "
    "cursor_line = $9";
constexpr std::string_view kIfOurs = "WHERE job_id = $1 AND lease_owner = $2 AND status = 'running'";

std::optional<absl::Time> OptionalTime(const postgres::Result& rows, int row, int column) {
  return rows.IsNull(row, column) ? std::nullopt : std::optional(rows.Time(row, column));
}

Job ToJob(const postgres::Result& rows, int row) {
  Job job;
  job.id = rows.Text(row, 0);
  job.type = rows.Text(row, 1);
  job.source = rows.Text(row, 2);
  job.symbols = rows.TextArray(row, 3);
  job.interval = rows.Text(row, 4);
  job.start = OptionalTime(rows, row, 5).value_or(job.start);
  job.end = OptionalTime(rows, row, 6).value_or(job.end);
  job.file = rows.Text(row, 7);
  job.status = rows.Text(row, 8);
  job.created_at = rows.Time(row, 9);
  job.started_at = OptionalTime(rows, row, 10);
  job.completed_at = OptionalTime(rows, row, 11);
  job.records = rows.Int64(row, 12);
  job.errors = rows.Int64(row, 13);
  job.progress = rows.Double(row, 14);
  job.error = rows.Text(row, 15);
  job.failures = rows.Int64(row, 16);
  job.cursor = {rows.Int64(row, 17), rows.Int64(row, 18), rows.Int64(row, 19)};
  return job;
}

std::vector<Value> ProgressOf(const Job& job, std::string_view owner) {
  return {job.id,    std::string(owner), job.records,         job.errors,     job.progress,
          job.error, job.cursor.symbol,  job.cursor.position, job.cursor.line};
}

absl::Status NoSuchJob(const std::string& id) {
  return errors::Make(api::v1::NOT_FOUND, fmt::format("There is no job '{}'.", id), {{"id", id}});
}

}  // namespace

absl::Status PostgresJobStore::Insert(const Job& job) {
  const Value start = job.start == absl::UnixEpoch() ? Value(nullptr) : Value(job.start);
  const Value end = job.end == absl::InfiniteFuture() ? Value(nullptr) : Value(job.end);
  return Update(kInsert, {job.id, job.type, job.source, job.symbols, job.interval, start, end, job.file, job.status,
                          job.created_at})
      .status();
}

absl::StatusOr<Job> PostgresJobStore::Find(const std::string& id) {
  ASSIGN_OR_RETURN(std::vector<Job> jobs,
                   Select(fmt::format("SELECT {} FROM ingestion.jobs WHERE job_id = $1", kColumns), {id}));
  if (jobs.empty()) return NoSuchJob(id);
  return std::move(jobs.front());
}

absl::StatusOr<std::vector<Job>> PostgresJobStore::List(uint32_t limit, const std::string& status) {
  return Select(fmt::format("SELECT {} FROM ingestion.jobs WHERE $1 = '' OR status = $1 "
                            "ORDER BY created_at DESC, job_id DESC LIMIT $2",
                            kColumns),
                {status, static_cast<int64_t>(limit)});
}

absl::StatusOr<Job> PostgresJobStore::Cancel(const std::string& id) {
  RETURN_IF_ERROR(Update("UPDATE ingestion.jobs SET status = 'cancelled', completed_at = now(), lease_owner = NULL "
                         "WHERE job_id = $1 AND status IN ('queued', 'running')",
                         {id})
                      .status());
  return Find(id);
}

absl::StatusOr<std::optional<Job>> PostgresJobStore::Lease(std::string_view owner, absl::Duration lease) {
  ASSIGN_OR_RETURN(
      std::vector<Job> jobs,
      Select(
          fmt::format("UPDATE ingestion.jobs SET status = 'running', lease_owner = $1, "
                      "lease_until = now() + $2 * interval '1 millisecond', started_at = COALESCE(started_at, now()) "
                      "WHERE job_id = (SELECT job_id FROM ingestion.jobs "
                      "WHERE (status = 'queued' AND (not_before IS NULL OR not_before <= now())) "
                      "OR (status = 'running' AND lease_until < now()) "
                      "ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING {}",
                      kColumns),
          {std::string(owner), absl::ToInt64Milliseconds(lease)}));
  if (jobs.empty()) return std::optional<Job>();
  return std::optional<Job>(std::move(jobs.front()));
}

absl::Status PostgresJobStore::Renew(const std::vector<std::string>& owners, absl::Duration lease) {
  return Update(
             "UPDATE ingestion.jobs SET lease_until = now() + $2 * interval '1 millisecond' "
             "WHERE lease_owner = ANY($1) AND status = 'running'",
             {owners, absl::ToInt64Milliseconds(lease)})
      .status();
}

absl::StatusOr<bool> PostgresJobStore::Save(const Job& job, std::string_view owner) {
  return Update(fmt::format("UPDATE ingestion.jobs SET {} {}", kProgress, kIfOurs), ProgressOf(job, owner));
}

absl::StatusOr<bool> PostgresJobStore::Finish(const Job& job, std::string_view owner) {
  std::vector<Value> parameters = ProgressOf(job, owner);
  parameters.emplace_back(job.status);
  return Update(fmt::format("UPDATE ingestion.jobs SET {}, status = $10, completed_at = now(), lease_owner = NULL {}",
                            kProgress, kIfOurs),
                parameters);
}

absl::StatusOr<bool> PostgresJobStore::Postpone(const Job& job, std::string_view owner, absl::Duration wait) {
  std::vector<Value> parameters = ProgressOf(job, owner);
  parameters.emplace_back(job.failures);
  parameters.emplace_back(absl::ToInt64Milliseconds(wait));
  return Update(fmt::format("UPDATE ingestion.jobs SET {}, failures = $10, status = 'queued', lease_owner = NULL, "
                            "not_before = now() + $11 * interval '1 millisecond' {}",
                            kProgress, kIfOurs),
                parameters);
}

absl::StatusOr<std::vector<Job>> PostgresJobStore::Select(std::string_view sql, const std::vector<Value>& parameters) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const postgres::Result rows, connection->Query(sql, parameters));
  std::vector<Job> jobs;
  jobs.reserve(static_cast<size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row) jobs.push_back(ToJob(rows, row));
  return jobs;
}

absl::StatusOr<bool> PostgresJobStore::Update(std::string_view sql, const std::vector<Value>& parameters) {
  ASSIGN_OR_RETURN(postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const postgres::Result rows, connection->Query(sql, parameters));
  return rows.affected() > 0;
}

}  // namespace mib::ingestion
