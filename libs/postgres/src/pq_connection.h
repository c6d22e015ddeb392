#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "mib/postgres/connection.h"
#include "probe.h"
#include "session.h"

namespace mib::postgres {

/// Connection over one Session. Lives in the pool; a broken one is replaced there.
class PqConnection final : public Connection {
 public:
  PqConnection(std::unique_ptr<Session> session, Probe& probe) : session_(std::move(session)), probe_(probe) {}

  absl::StatusOr<Result> Query(std::string_view sql, const std::vector<Value>& parameters) override;
  absl::StatusOr<std::vector<Result>> Pipeline(const std::vector<Statement>& statements) override;
  absl::StatusOr<int64_t> Copy(std::string_view table, const std::vector<std::string>& columns,
                               std::span<const Value> rows) override;
  absl::Status Transaction(const std::function<absl::Status(Connection&)>& work) override;
  absl::Status Execute(std::string_view sql) override;

  /// False when the session broke or was left in the middle of something.
  bool Reusable();
  /// Looks whether the server has hung up since the last use.
  bool Stale() { return session_->Stale(); }

 private:
  // One answer that is due in a pipeline: of a PREPARE, or of the statement itself.
  struct Due {
    bool prepare = false;
    const std::string* sql = nullptr;
  };

  absl::StatusOr<Result> RunQuery(const std::string& sql, const std::vector<Value>& parameters);
  absl::StatusOr<std::vector<Result>> RunPipeline(const std::vector<Statement>& statements);
  absl::StatusOr<std::vector<Due>> QueuePipeline(const std::vector<Statement>& statements);
  absl::StatusOr<std::vector<Result>> ReadPipeline(const std::vector<Due>& due);
  absl::StatusOr<int64_t> RunCopy(const std::string& sql, size_t width, std::span<const Value> rows);
  absl::Status Commit();

  /// The name under which the session knows `sql`; empty when it does not yet.
  const std::string& PreparedName(const std::string& sql) const;
  std::string NewPreparedName(const std::string& sql);
  absl::Status Prepare(const std::string& name, const std::string& sql);
  absl::Status MakeRoomForPrepared(size_t coming);

  std::unique_ptr<Session> session_;
  Probe& probe_;
  // Statement text to name.
  std::unordered_map<std::string, std::string> prepared_;
  uint64_t names_given_ = 0;
  // Those up to this one the server has forgotten.
  uint64_t names_freed_ = 0;
  bool in_transaction_ = false;
};

}  // namespace mib::postgres
