#include "mib/base/status.h"
#include "parameters.h"
#include "pq_connection.h"

namespace mib::postgres {

absl::StatusOr<std::vector<Result>> PqConnection::RunPipeline(const std::vector<Statement>& statements) {
  RETURN_IF_ERROR(MakeRoomForPrepared(statements.size()));
  RETURN_IF_ERROR(session_->Sent(PQenterPipelineMode(session_->handle())));
  const absl::StatusOr<std::vector<Due>> due = QueuePipeline(statements);
  if (!due.ok()) {
    // Half a pipeline is queued and cannot be taken back.
    session_->MarkBroken();
    return due.status();
  }
  absl::StatusOr<std::vector<Result>> results = ReadPipeline(*due);
  if (!results.ok()) {
    for (const Statement& statement : statements) prepared_.erase(statement.sql);
  }
  if (PQexitPipelineMode(session_->handle()) == 0) session_->MarkBroken();
  return results;
}

absl::StatusOr<std::vector<PqConnection::Due>> PqConnection::QueuePipeline(const std::vector<Statement>& statements) {
  std::vector<Due> due;
  for (const Statement& statement : statements) {
    ASSIGN_OR_RETURN(const Parameters encoded, Parameters::Encode(statement.parameters));
    std::string name = PreparedName(statement.sql);
    if (name.empty()) {
      name = NewPreparedName(statement.sql);
      RETURN_IF_ERROR(
          session_->Sent(PQsendPrepare(session_->handle(), name.c_str(), statement.sql.c_str(), 0, nullptr)));
      due.push_back({.prepare = true, .sql = &statement.sql});
    }
    RETURN_IF_ERROR(
        session_->Sent(PQsendQueryPrepared(session_->handle(), name.c_str(), encoded.size(), encoded.pointers(),
                                           encoded.lengths(), encoded.formats(), /*resultFormat=*/0)));
    due.push_back({.prepare = false, .sql = &statement.sql});
  }
  RETURN_IF_ERROR(session_->Sent(PQpipelineSync(session_->handle())));
  return due;
}

// Each queued command gives a result and a null; the end of the pipeline gives PGRES_PIPELINE_SYNC. After a failure the
// rest is PGRES_PIPELINE_ABORTED.
absl::StatusOr<std::vector<Result>> PqConnection::ReadPipeline(const std::vector<Due>& due) {
  std::vector<Result> results;
  absl::Status failure;
  for (const Due& command : due) {
    ASSIGN_OR_RETURN(PqResult result, session_->Next());
    if (result == nullptr) return session_->Sent(0);
    const bool aborted = PQresultStatus(result.get()) == PGRES_PIPELINE_ABORTED;
    if (failure.ok() && !aborted) failure = StatusOf(result.get());
    if (failure.ok() && !command.prepare) results.emplace_back(std::make_shared<Result::Impl>(std::move(result)));
    ASSIGN_OR_RETURN(const PqResult end, session_->Next());
    if (end != nullptr || session_->broken()) {
      session_->MarkBroken();
      return failure.ok() ? absl::UnavailableError("postgres: connection lost in a pipeline") : failure;
    }
  }
  ASSIGN_OR_RETURN(const PqResult sync, session_->Next());
  if (sync == nullptr || PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) {
    session_->MarkBroken();
    // The implicit transaction of a pipeline commits at the sync: a failure may come as late as this.
    if (failure.ok())
      failure =
          sync == nullptr ? absl::UnavailableError("postgres: connection lost in a pipeline") : StatusOf(sync.get());
    return failure;
  }
  if (!failure.ok()) return failure;
  return results;
}

}  // namespace mib::postgres
