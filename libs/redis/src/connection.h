#pragma once

#include <hiredis/hiredis.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/redis/redis.h"

namespace mib::redis {

struct ReplyFree {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
  void operator()(redisContext* context) const { redisFree(context); }
};
using Reply = std::unique_ptr<redisReply, ReplyFree>;
using Command = std::vector<std::string>;

/// One connection of hiredis, every wait bounded by the timeout. One thread. After a failure of the connection it is
/// broken().
class Connection {
 public:
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Options& options);

  /// Sends all, then reads all answers: one round trip. An error reply fails it, after all answers are read.
  absl::StatusOr<std::vector<Reply>> Run(const std::vector<Command>& commands);
  absl::StatusOr<Reply> RunOne(const Command& command);
  bool broken() const { return context_->err != 0; }
  /// True when the server has hung up while nobody was looking.
  bool Stale() const;

 private:
  explicit Connection(std::unique_ptr<redisContext, ReplyFree> context) : context_(std::move(context)) {}
  absl::Status Lost() const;

  std::unique_ptr<redisContext, ReplyFree> context_;
};

/// Whether a failure says that the script has to be sent in full.
bool IsUnknownScript(const absl::Status& status);

}  // namespace mib::redis
