#include "connection.h"

#include <fmt/format.h>
#include <poll.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <string_view>
#include <utility>

#include "mib/base/status.h"

namespace mib::redis {
namespace {

absl::Status SplitAddress(const std::string& address, std::string* host, int* port) {
  const size_t colon = address.rfind(':');
  const char* end = address.data() + address.size();
  if (colon == std::string::npos || colon == 0 ||
      std::from_chars(address.data() + colon + 1, end, *port) != std::from_chars_result{end, std::errc()}) {
    return absl::InvalidArgumentError(fmt::format("redis: address '{}' is not host:port", address));
  }
  *host = address.substr(0, colon);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) {
    return absl::FailedPreconditionError(fmt::format("redis: cannot read the password file {}", path));
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

absl::Status StatusOf(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_ERROR) return absl::OkStatus();
  const std::string_view text(reply.str, reply.len);
  const std::string message = fmt::format("redis: {}", text);
  if (text.starts_with("NOSCRIPT")) return absl::NotFoundError(message);
  // Loading its data, a script that hangs, a replica without its master: it may pass.
  for (const std::string_view passing : {"LOADING", "BUSY", "MASTERDOWN", "READONLY", "TRYAGAIN", "CLUSTERDOWN"}) {
    if (text.starts_with(passing)) return absl::UnavailableError(message);
  }
  return absl::InternalError(message);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Options& options) {
  std::string host;
  int port = 0;
  RETURN_IF_ERROR(SplitAddress(options.address, &host, &port));
  std::unique_ptr<redisContext, ReplyFree> context(
      redisConnectWithTimeout(host.c_str(), port, absl::ToTimeval(options.timeout)));
  if (context == nullptr) return absl::ResourceExhaustedError("redis: out of memory");
  if (context->err != 0) {
    return absl::UnavailableError(fmt::format("redis: cannot connect to {}: {}", options.address, context->errstr));
  }
  redisSetTimeout(context.get(), absl::ToTimeval(options.timeout));
  std::unique_ptr<Connection> connection(new Connection(std::move(context)));
  if (!options.password_file.empty()) {
    ASSIGN_OR_RETURN(const std::string password, ReadPassword(options.password_file));
    RETURN_IF_ERROR(connection->RunOne({"AUTH", password}).status());
  }
  return connection;
}

absl::Status Connection::Lost() const {
  const bool timed_out = context_->err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK);
  return absl::UnavailableError(
      fmt::format("redis: connection lost: {}", timed_out ? "no answer in time" : context_->errstr));
}

absl::StatusOr<std::vector<Reply>> Connection::Run(const std::vector<Command>& commands) {
  for (const Command& command : commands) {
    std::vector<const char*> texts;
    std::vector<size_t> sizes;
    for (const std::string& argument : command) {
      texts.push_back(argument.data());
      sizes.push_back(argument.size());
    }
    if (redisAppendCommandArgv(context_.get(), static_cast<int>(texts.size()), texts.data(), sizes.data()) != REDIS_OK)
      return Lost();
  }
  std::vector<Reply> replies;
  absl::Status failure;
  for (size_t i = 0; i < commands.size(); ++i) {
    void* reply = nullptr;
    if (redisGetReply(context_.get(), &reply) != REDIS_OK) return Lost();
    replies.emplace_back(static_cast<redisReply*>(reply));
    if (failure.ok()) failure = StatusOf(*replies.back());
  }
  if (!failure.ok()) return failure;
  return replies;
}

absl::StatusOr<Reply> Connection::RunOne(const Command& command) {
  ASSIGN_OR_RETURN(std::vector<Reply> replies, Run(std::vector<Command>{command}));
  return std::move(replies.front());
}

bool Connection::Stale() const {
  // Between two commands the server says nothing: what can be read is the end.
  pollfd entry{.fd = context_->fd, .events = POLLIN, .revents = 0};
  return broken() || poll(&entry, 1, 0) != 0;
}

bool IsUnknownScript(const absl::Status& status) { return absl::IsNotFound(status); }

}  // namespace mib::redis
