#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "connection.h"
#include "mib/base/status.h"
#include "mib/redis/redis.h"
#include "mib/resilience/circuit_breaker.h"
#include "probe.h"
#include "script_digest.h"

namespace mib::redis {
namespace {

// Short: a cache that is back is worth a try soon.
constexpr resilience::BreakerOptions kBreaker = {
    .failure_threshold = 5, .recovery_timeout = absl::Seconds(2), .success_threshold = 1};

class RedisClient final : public Redis {
 public:
  RedisClient(const Options& options, telemetry::Metrics& metrics, Clock& clock)
      : options_(options), probe_(metrics), breaker_(kBreaker, clock) {}

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override;
  absl::StatusOr<std::vector<std::optional<std::string>>> GetMany(const std::vector<std::string>& keys) override;
  absl::Status Set(std::string_view key, std::string_view value, absl::Duration ttl) override;
  absl::Status SetMany(const std::vector<Entry>& entries) override;
  absl::Status Delete(std::string_view key) override;
  absl::StatusOr<std::vector<int64_t>> Eval(std::string_view script, const std::vector<std::string>& keys,
                                            const std::vector<std::string>& arguments) override;
  absl::Status Ping() override;

 private:
  using Replies = absl::StatusOr<std::vector<Reply>>;
  using Work = std::function<Replies(Connection&)>;

  // Runs `work` on a connection of the pool, under the breaker, counted as `name`.
  Replies Run(std::string_view name, const Work& work);
  Replies Run(std::string_view name, const std::vector<Command>& commands);
  Replies RunOnConnection(const Work& work);
  absl::StatusOr<std::unique_ptr<Connection>> Take();
  void GiveBack(std::unique_ptr<Connection> connection);

  const Options options_;
  Probe probe_;
  resilience::CircuitBreaker breaker_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
  int taken_ ABSL_GUARDED_BY(mutex_) = 0;
};

std::optional<std::string> TextOf(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_STRING && reply.type != REDIS_REPLY_STATUS) return std::nullopt;
  return std::string(reply.str, reply.len);
}

absl::StatusOr<std::vector<int64_t>> IntegersOf(const redisReply& reply) {
  std::vector<int64_t> out;
  if (reply.type == REDIS_REPLY_INTEGER) out.push_back(reply.integer);
  if (reply.type == REDIS_REPLY_ARRAY) {
    for (size_t i = 0; i < reply.elements; ++i) {
      if (reply.element[i]->type != REDIS_REPLY_INTEGER)
        return absl::InternalError("redis: the script gave something that is no integer");
      out.push_back(reply.element[i]->integer);
    }
  }
  return out;
}

absl::StatusOr<Command> SetCommand(std::string_view key, std::string_view value, absl::Duration ttl) {
  if (ttl < absl::Milliseconds(1))
    return absl::InvalidArgumentError("redis: the time to live must be at least a millisecond");
  Command command = {"SET", std::string(key), std::string(value)};
  if (ttl != absl::InfiniteDuration()) {
    command.emplace_back("PX");
    command.push_back(std::to_string(absl::ToInt64Milliseconds(ttl)));
  }
  return command;
}

absl::StatusOr<std::unique_ptr<Connection>> RedisClient::Take() {
  const auto has_place = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return taken_ < options_.pool_size; };
  std::unique_ptr<Connection> connection;
  {
    const absl::MutexLock lock(&mutex_);
    if (!mutex_.AwaitWithTimeout(absl::Condition(&has_place), options_.timeout)) {
      return absl::UnavailableError(fmt::format("redis: all {} connections are busy", options_.pool_size));
    }
    ++taken_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (connection != nullptr && !connection->Stale()) return connection;
  absl::StatusOr<std::unique_ptr<Connection>> made = Connection::Open(options_);
  if (!made.ok()) GiveBack(nullptr);
  return made;
}

void RedisClient::GiveBack(std::unique_ptr<Connection> connection) {
  const absl::MutexLock lock(&mutex_);
  --taken_;
  if (connection != nullptr && !connection->broken()) idle_.push_back(std::move(connection));
}

RedisClient::Replies RedisClient::RunOnConnection(const Work& work) {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Take());
  Replies replies = work(*connection);
  GiveBack(std::move(connection));
  return replies;
}

RedisClient::Replies RedisClient::Run(std::string_view name, const Work& work) {
  if (const absl::Status admitted = breaker_.Admit(); !admitted.ok()) {
    probe_.CountRejected(name);
    return absl::UnavailableError("redis: not asked, for it failed just now");
  }
  const auto start = std::chrono::steady_clock::now();
  Replies replies = RunOnConnection(work);
  breaker_.Report(replies.status());
  probe_.Count(name, replies.status(), absl::FromChrono(std::chrono::steady_clock::now() - start));
  return replies;
}

RedisClient::Replies RedisClient::Run(std::string_view name, const std::vector<Command>& commands) {
  return Run(name, [&](Connection& connection) { return connection.Run(commands); });
}

absl::StatusOr<std::optional<std::string>> RedisClient::Get(std::string_view key) {
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, Run("get", {Command{"GET", std::string(key)}}));
  return TextOf(*replies.front());
}

absl::StatusOr<std::vector<std::optional<std::string>>> RedisClient::GetMany(const std::vector<std::string>& keys) {
  std::vector<std::optional<std::string>> values;
  if (keys.empty()) return values;
  Command command = {"MGET"};
  command.insert(command.end(), keys.begin(), keys.end());
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, Run("mget", {command}));
  const redisReply& list = *replies.front();
  for (size_t i = 0; i < list.elements; ++i) values.push_back(TextOf(*list.element[i]));
  if (values.size() != keys.size()) return absl::InternalError("redis: MGET gave another number of values");
  return values;
}

absl::Status RedisClient::Set(std::string_view key, std::string_view value, absl::Duration ttl) {
  ASSIGN_OR_RETURN(const Command command, SetCommand(key, value, ttl));
  return Run("set", {command}).status();
}

absl::Status RedisClient::SetMany(const std::vector<Entry>& entries) {
  if (entries.empty()) return absl::OkStatus();
  std::vector<Command> commands;
  for (const Entry& entry : entries) {
    ASSIGN_OR_RETURN(commands.emplace_back(), SetCommand(entry.key, entry.value, entry.ttl));
  }
  return Run("set_many", commands).status();
}

absl::Status RedisClient::Delete(std::string_view key) {
  return Run("del", {Command{"DEL", std::string(key)}}).status();
}

absl::StatusOr<std::vector<int64_t>> RedisClient::Eval(std::string_view script, const std::vector<std::string>& keys,
                                                       const std::vector<std::string>& arguments) {
  Command command = {"EVALSHA", ScriptDigest(script), std::to_string(keys.size())};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, Run("eval", [&](Connection& connection) {
                     Replies tried = connection.Run(std::vector<Command>{command});
                     if (!IsUnknownScript(tried.status())) return tried;
                     // EVAL runs it and keeps it for the next time.
                     Command whole = command;
                     whole[0] = "EVAL";
                     whole[1] = std::string(script);
                     return connection.Run(std::vector<Command>{whole});
                   }));
  return IntegersOf(*replies.front());
}

absl::Status RedisClient::Ping() { return Run("ping", {Command{"PING"}}).status(); }

// hiredis writes to sockets that the server may have closed, with write(2).
void IgnoreSigpipe() {
  struct sigaction current {};
  if (sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Redis>> Open(const Options& options, telemetry::Metrics& metrics, Clock& clock) {
  if (options.address.rfind(':') == std::string::npos || options.pool_size < 1 ||
      options.timeout <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("redis: address must be host:port, pool_size and timeout positive");
  }
  IgnoreSigpipe();
  return std::make_unique<RedisClient>(options, metrics, clock);
}

}  // namespace mib::redis
