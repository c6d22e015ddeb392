#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libpq.h"
#include "mib/postgres/pool.h"

namespace mib::postgres {

/// A libpq connection that is never waited on without a deadline: a server that stops answering, or a network that
/// swallows packets, ends as kUnavailable and not as a thread that hangs. One thread. Once broken() it stays so and is
/// thrown away.
class Session {
 public:
  /// Connects and sets the session up (UTC, ISO dates, hex bytea, statement timeout).
  static absl::StatusOr<std::unique_ptr<Session>> Connect(const PoolOptions& options);

  PGconn* handle() { return handle_.get(); }
  bool broken() const { return broken_ || PQstatus(handle_.get()) != CONNECTION_OK; }
  void MarkBroken() { broken_ = true; }
  /// True when the server has hung up while nobody was looking.
  bool Stale();

  /// Turns the answer of a PQsend... into a status.
  absl::Status Sent(int accepted);
  /// Sends what libpq has queued.
  absl::Status Flush();
  /// The next result of the running statement; null after the last.
  absl::StatusOr<PqResult> Next();
  /// Reads until the end of the running statement; the last result, or the first failure.
  absl::StatusOr<PqResult> Finish();
  absl::Status PutCopyData(std::string_view data);
  /// One or more statements by the simple protocol.
  absl::StatusOr<PqResult> Execute(const std::string& sql);

 private:
  Session(PqHandle handle, absl::Duration answer_timeout);
  /// Waits until the socket is ready for any of `events` (poll's).
  absl::Status Wait(short events, absl::Time deadline);
  absl::Status Lost();

  PqHandle handle_;
  // Longer than the statement timeout, so that the server's own timeout speaks first.
  const absl::Duration answer_timeout_;
  bool broken_ = false;
};

}  // namespace mib::postgres
