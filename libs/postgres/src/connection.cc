#include <fmt/format.h>

#include <chrono>

#include "copy_encoder.h"
#include "errors.h"
#include "mib/base/status.h"
#include "mib/telemetry/trace.h"
#include "parameters.h"
#include "pq_connection.h"
#include "text_format.h"

namespace mib::postgres {
namespace {

// Bounds what a program that builds statements from text can make the server remember.
constexpr size_t kMaxPrepared = 256;
constexpr size_t kCopyChunk = 64 * 1024;

// Runs `work` inside a client span and counts it.
template <typename Work>
auto Observed(Probe& probe, std::string_view name, std::string_view sql, const Work& work) {
  telemetry::Span span(name, telemetry::SpanKind::kClient);
  span.Set("db.system", "postgresql");
  span.Set("db.statement", sql);
  const auto start = std::chrono::steady_clock::now();
  auto result = work();
  const absl::Status status = result.status();
  probe.CountQuery(status.code(), absl::FromChrono(std::chrono::steady_clock::now() - start));
  span.Fail(status);
  return result;
}

}  // namespace

absl::StatusOr<Result> PqConnection::Query(std::string_view sql, const std::vector<Value>& parameters) {
  return Observed(probe_, "postgres query", sql, [&] { return RunQuery(std::string(sql), parameters); });
}

absl::StatusOr<Result> PqConnection::RunQuery(const std::string& sql, const std::vector<Value>& parameters) {
  ASSIGN_OR_RETURN(const Parameters encoded, Parameters::Encode(parameters));
  std::string name = PreparedName(sql);
  if (name.empty()) {
    RETURN_IF_ERROR(MakeRoomForPrepared(1));
    name = NewPreparedName(sql);
    RETURN_IF_ERROR(Prepare(name, sql));
  }
  RETURN_IF_ERROR(
      session_->Sent(PQsendQueryPrepared(session_->handle(), name.c_str(), encoded.size(), encoded.pointers(),
                                         encoded.lengths(), encoded.formats(), /*resultFormat=*/0)));
  absl::StatusOr<PqResult> rows = session_->Finish();
  if (!rows.ok()) {
    // The plan may have become stale (a column was added): the next try prepares it anew.
    if (absl::IsInternal(rows.status()) || absl::IsAborted(rows.status())) prepared_.erase(sql);
    return rows.status();
  }
  return Result(std::make_shared<Result::Impl>(*std::move(rows)));
}

absl::StatusOr<std::vector<Result>> PqConnection::Pipeline(const std::vector<Statement>& statements) {
  if (statements.empty()) return std::vector<Result>();
  return Observed(probe_, "postgres pipeline", statements.front().sql, [&] { return RunPipeline(statements); });
}

absl::Status PqConnection::Execute(std::string_view sql) {
  const auto start = std::chrono::steady_clock::now();
  const absl::Status status = session_->Execute(std::string(sql)).status();
  probe_.CountQuery(status.code(), absl::FromChrono(std::chrono::steady_clock::now() - start));
  return status;
}

absl::StatusOr<int64_t> PqConnection::Copy(std::string_view table, const std::vector<std::string>& columns,
                                           std::span<const Value> rows) {
  if (columns.empty() || rows.size() % columns.size() != 0) {
    return absl::InvalidArgumentError(
        fmt::format("postgres: {} values do not make rows of {} columns", rows.size(), columns.size()));
  }
  std::string names;
  for (const std::string& column : columns) {
    if (!names.empty()) names += ", ";
    names += QuoteIdentifier(column);
  }
  const std::string sql = fmt::format("COPY {} ({}) FROM STDIN (FORMAT binary)", QuoteTable(table), names);
  return Observed(probe_, "postgres copy", sql, [&] { return RunCopy(sql, columns.size(), rows); });
}

absl::StatusOr<int64_t> PqConnection::RunCopy(const std::string& sql, size_t width, std::span<const Value> rows) {
  RETURN_IF_ERROR(session_->Sent(PQsendQuery(session_->handle(), sql.c_str())));
  ASSIGN_OR_RETURN(const PqResult start, session_->Next());
  if (start == nullptr || PQresultStatus(start.get()) != PGRES_COPY_IN) {
    const absl::Status refused =
        start == nullptr ? absl::InternalError("postgres: COPY was not answered") : StatusOf(start.get());
    (void)session_->Finish();
    return refused;
  }
  std::string chunk;
  chunk.reserve(kCopyChunk + 4096);
  AppendCopyHeader(&chunk);
  for (; !rows.empty(); rows = rows.subspan(width)) {
    AppendCopyRow(rows.first(width), &chunk);
    if (chunk.size() < kCopyChunk) continue;
    RETURN_IF_ERROR(session_->PutCopyData(chunk));
    chunk.clear();
  }
  AppendCopyTrailer(&chunk);
  RETURN_IF_ERROR(session_->PutCopyData(chunk));
  RETURN_IF_ERROR(session_->Sent(PQputCopyEnd(session_->handle(), nullptr)));
  ASSIGN_OR_RETURN(PqResult done, session_->Finish());
  return Result(std::make_shared<Result::Impl>(std::move(done))).affected();
}

absl::Status PqConnection::Transaction(const std::function<absl::Status(Connection&)>& work) {
  if (in_transaction_) return absl::InternalError("postgres: a transaction inside a transaction");
  RETURN_IF_ERROR(Execute("BEGIN"));
  in_transaction_ = true;
  const absl::Status done = work(*this);
  in_transaction_ = false;
  if (done.ok()) return Commit();
  // A session that does not even roll back is not reusable; the failure to report is the work's.
  if (!session_->broken()) (void)Execute("ROLLBACK");
  return done;
}

absl::Status PqConnection::Commit() {
  if (session_->broken()) return absl::UnavailableError("postgres: the connection was lost before COMMIT");
  const absl::StatusOr<PqResult> result = session_->Execute("COMMIT");
  if (!result.ok()) {
    if (!session_->broken()) return result.status();
    return absl::UnknownError(fmt::format("postgres: it is not known whether the transaction was committed: {}",
                                          mib::MessageOf(result.status())));
  }
  if (std::string_view(PQcmdStatus(result->get())) == "COMMIT") return absl::OkStatus();
  // The server answers ROLLBACK when a statement had failed and the failure was swallowed.
  return absl::InternalError("postgres: the transaction was rolled back, for a failed statement in it was ignored");
}

bool PqConnection::Reusable() { return !session_->broken() && PQtransactionStatus(session_->handle()) == PQTRANS_IDLE; }

const std::string& PqConnection::PreparedName(const std::string& sql) const {
  static const std::string& none = *new std::string();
  const auto found = prepared_.find(sql);
  return found == prepared_.end() ? none : found->second;
}

std::string PqConnection::NewPreparedName(const std::string& sql) {
  std::string name = fmt::format("s{}", ++names_given_);
  prepared_[sql] = name;
  return name;
}

absl::Status PqConnection::Prepare(const std::string& name, const std::string& sql) {
  absl::Status status = session_->Sent(PQsendPrepare(session_->handle(), name.c_str(), sql.c_str(), 0, nullptr));
  if (status.ok()) status = session_->Finish().status();
  if (!status.ok()) prepared_.erase(sql);
  return status;
}

absl::Status PqConnection::MakeRoomForPrepared(size_t coming) {
  // Counted by names, not by texts: a text that failed is prepared again, and the server keeps the old name.
  if (names_given_ - names_freed_ + coming <= kMaxPrepared || names_given_ == names_freed_) return absl::OkStatus();
  RETURN_IF_ERROR(session_->Execute("DEALLOCATE ALL").status());
  prepared_.clear();
  names_freed_ = names_given_;
  return absl::OkStatus();
}

}  // namespace mib::postgres
