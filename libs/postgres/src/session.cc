#include "session.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

#include "absl/time/clock.h"
#include "errors.h"
#include "mib/base/status.h"

namespace mib::postgres {
namespace {

constexpr absl::Duration kAnswerGrace = absl::Seconds(2);

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) {
    return absl::FailedPreconditionError(fmt::format("postgres: cannot read the password file {}", path));
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

// 0 is none to the server.
int64_t StatementTimeoutMillis(const PoolOptions& options) {
  return options.statement_timeout == absl::InfiniteDuration() ? 0
                                                               : absl::ToInt64Milliseconds(options.statement_timeout);
}

// Waits for the socket; false when `deadline` has passed.
bool PollUntil(int socket, short events, absl::Time deadline) {
  pollfd entry{.fd = socket, .events = events, .revents = 0};
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    const int64_t millis =
        std::min<int64_t>(absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1))), 60'000);
    const int ready = poll(&entry, 1, static_cast<int>(millis));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
  }
}

absl::StatusOr<PqHandle> StartConnecting(const PoolOptions& options) {
  std::string password;
  if (!options.password_file.empty()) {
    ASSIGN_OR_RETURN(password, ReadPassword(options.password_file));
  }
  // Keywords after an expanded dbname override what it says; an empty value leaves it alone.
  const std::array<const char*, 5> keywords = {"dbname", "password", "application_name", "client_encoding", nullptr};
  const std::array<const char*, 5> values = {options.dsn.c_str(), password.c_str(), options.application_name.c_str(),
                                             "UTF8", nullptr};
  PqHandle handle(PQconnectStartParams(keywords.data(), values.data(), /*expand_dbname=*/1));
  if (handle == nullptr) return absl::ResourceExhaustedError("postgres: out of memory");
  return handle;
}

absl::Status FinishConnecting(PGconn* handle, absl::Time deadline) {
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (PQstatus(handle) != CONNECTION_BAD && state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
    if (!PollUntil(PQsocket(handle), state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline)) {
      return absl::UnavailableError("postgres: cannot connect: no answer in time");
    }
    state = PQconnectPoll(handle);
  }
  if (state == PGRES_POLLING_OK) return absl::OkStatus();
  return absl::UnavailableError(fmt::format("postgres: cannot connect: {}", OneLine(PQerrorMessage(handle))));
}

}  // namespace

Session::Session(PqHandle handle, absl::Duration answer_timeout)
    : handle_(std::move(handle)), answer_timeout_(answer_timeout) {}

absl::StatusOr<std::unique_ptr<Session>> Session::Connect(const PoolOptions& options) {
  const absl::Time deadline = absl::Now() + options.connect_timeout;
  ASSIGN_OR_RETURN(PqHandle handle, StartConnecting(options));
  RETURN_IF_ERROR(FinishConnecting(handle.get(), deadline));
  PQsetnonblocking(handle.get(), 1);
  PQsetNoticeProcessor(
      handle.get(), [](void*, const char*) {}, nullptr);
  std::unique_ptr<Session> session(new Session(std::move(handle), options.statement_timeout + kAnswerGrace));
  RETURN_IF_ERROR(session
                      ->Execute(fmt::format("SET timezone = 'UTC'; SET datestyle = 'ISO'; SET bytea_output = 'hex'; "
                                            "SET extra_float_digits = 1; SET statement_timeout = {}",
                                            StatementTimeoutMillis(options)))
                      .status());
  return session;
}

bool Session::Stale() {
  if (broken()) return true;
  pollfd entry{.fd = PQsocket(handle()), .events = POLLIN, .revents = 0};
  if (poll(&entry, 1, 0) <= 0) return false;
  // Readable while idle: a notice, or the end.
  if (PQconsumeInput(handle()) == 0 || PQstatus(handle()) != CONNECTION_OK) MarkBroken();
  while (const PqResult unexpected{PQgetResult(handle())}) MarkBroken();
  return broken();
}

absl::Status Session::Lost() {
  MarkBroken();
  return StatusOf(ServerError{.message = OneLine(PQerrorMessage(handle()))});
}

absl::Status Session::Wait(short events, absl::Time deadline) {
  if (PollUntil(PQsocket(handle()), events, deadline)) return absl::OkStatus();
  MarkBroken();
  return StatusOf(ServerError{.message = "no answer in time"});
}

absl::Status Session::Sent(int accepted) {
  if (accepted != 0) return absl::OkStatus();
  return Lost();
}

absl::Status Session::Flush() {
  const absl::Time deadline = absl::Now() + answer_timeout_;
  int pending = 0;
  while ((pending = PQflush(handle())) == 1) {
    // Reading at the same time: the server may be unable to take more until we take its answers.
    RETURN_IF_ERROR(Wait(POLLIN | POLLOUT, deadline));
    if (PQconsumeInput(handle()) == 0) return Lost();
  }
  return pending == 0 ? absl::OkStatus() : Lost();
}

absl::StatusOr<PqResult> Session::Next() {
  RETURN_IF_ERROR(Flush());
  const absl::Time deadline = absl::Now() + answer_timeout_;
  while (PQisBusy(handle()) != 0) {
    RETURN_IF_ERROR(Wait(POLLIN, deadline));
    if (PQconsumeInput(handle()) == 0) return Lost();
  }
  PqResult result(PQgetResult(handle()));
  if (result != nullptr && EndsSession(ErrorField(result.get(), PG_DIAG_SQLSTATE))) MarkBroken();
  return result;
}

absl::StatusOr<PqResult> Session::Finish() {
  PqResult last;
  absl::Status failure;
  while (true) {
    ASSIGN_OR_RETURN(PqResult result, Next());
    if (result == nullptr) break;
    const ExecStatusType state = PQresultStatus(result.get());
    if (state == PGRES_COPY_IN || state == PGRES_COPY_OUT || state == PGRES_COPY_BOTH) {
      MarkBroken();  // Nobody would feed or read it.
      return absl::InternalError("postgres: COPY is not possible here");
    }
    if (failure.ok()) failure = StatusOf(result.get());
    last = std::move(result);
  }
  if (!failure.ok()) return failure;
  if (last == nullptr) return Lost();
  return last;
}

absl::Status Session::PutCopyData(std::string_view data) {
  const absl::Time deadline = absl::Now() + answer_timeout_;
  int taken = 0;
  while ((taken = PQputCopyData(handle(), data.data(), static_cast<int>(data.size()))) == 0) {
    RETURN_IF_ERROR(Wait(POLLIN | POLLOUT, deadline));
    if (PQconsumeInput(handle()) == 0) return Lost();
  }
  if (taken < 0) return Lost();
  return Flush();
}

absl::StatusOr<PqResult> Session::Execute(const std::string& sql) {
  RETURN_IF_ERROR(Sent(PQsendQuery(handle(), sql.c_str())));
  return Finish();
}

}  // namespace mib::postgres
