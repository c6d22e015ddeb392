#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mib/base/errors.h"
#include "mib/http/server.h"
#include "mib/kafka/consumer.h"
#include "mib/redis/redis.h"
#include "mib/rpc/channel.h"

namespace mib::gateway {

/// A service that answers from functions; calls are answered before CallBytes returns.
class FakeChannel final : public rpc::Channel {
 public:
  struct Received {
    std::string method;
    std::string request;
    rpc::CallOptions options;
    rpc::Principal principal;
  };
  using Handler = std::function<absl::Status(const Received&, std::string* response)>;

  explicit FakeChannel(const std::string& service) { options_.service = service; }

  /// Answers `method` with `response`.
  void Answer(const std::string& method, const google::protobuf::Message& response) {
    On(method, [bytes = response.SerializeAsString()](const Received&, std::string* out) {
      *out = bytes;
      return absl::OkStatus();
    });
  }
  void Fail(const std::string& method, absl::Status status) {
    On(method, [status](const Received&, std::string*) { return status; });
  }
  void On(const std::string& method, Handler handler) {
    const std::lock_guard lock(mutex_);
    handlers_[method] = std::move(handler);
  }

  void CallBytes(std::string_view method, std::string request, const rpc::CallOptions& options,
                 Callback done) override {
    Received call{std::string(method), std::move(request), options,
                  options.principal ? *options.principal : rpc::Principal{}};
    call.options.principal = nullptr;
    Handler handler;
    {
      const std::lock_guard lock(mutex_);
      calls_.push_back(call);
      const auto found = handlers_.find(call.method);
      if (found != handlers_.end()) handler = found->second;
    }
    std::string response;
    const absl::Status status =
        handler ? handler(call, &response) : absl::UnimplementedError("no handler for " + call.method);
    done(status, std::move(response));
  }
  absl::Status Call(std::string_view, const google::protobuf::Message&, google::protobuf::Message*,
                    const rpc::CallOptions&) override {
    return absl::UnimplementedError("the gateway does not call blocking");
  }
  absl::Status CheckHealth(absl::Duration) override { return health; }
  std::string circuit() const override { return "closed"; }
  const rpc::ChannelOptions& options() const override { return options_; }

  std::vector<Received> calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  absl::Status health;

 private:
  rpc::ChannelOptions options_;
  mutable std::mutex mutex_;
  std::map<std::string, Handler> handlers_;
  std::vector<Received> calls_;
};

/// Holds the shared buckets of rate limits as the script would.
class FakeRedis final : public redis::Redis {
 public:
  absl::StatusOr<std::optional<std::string>> Get(std::string_view) override { return std::optional<std::string>(); }
  absl::StatusOr<std::vector<std::optional<std::string>>> GetMany(const std::vector<std::string>& keys) override {
    return std::vector<std::optional<std::string>>(keys.size());
  }
  absl::Status Set(std::string_view, std::string_view, absl::Duration) override { return down; }
  absl::Status SetMany(const std::vector<redis::Entry>&) override { return down; }
  absl::Status Delete(std::string_view) override { return down; }
  absl::Status Ping() override { return down; }
  absl::StatusOr<std::vector<int64_t>> Eval(std::string_view, const std::vector<std::string>& keys,
                                            const std::vector<std::string>& arguments) override {
    if (!down.ok()) return down;
    const std::lock_guard lock(mutex_);
    std::vector<int64_t> arrivals;
    const int64_t now = std::stoll(arguments[0]);
    for (size_t i = 0; i < keys.size(); ++i) {
      int64_t& arrival = arrivals_[keys[i]];
      arrival = std::max(arrival, now) + std::stoll(arguments[2 * i + 1]) * std::stoll(arguments[2 * i + 2]);
      arrivals.push_back(arrival);
    }
    return arrivals;
  }

  absl::Status down;

 private:
  std::mutex mutex_;
  std::map<std::string, int64_t> arrivals_;
};

/// Gives the records it was given.
class FakeConsumer final : public kafka::Consumer {
 public:
  void Add(std::string topic, std::string value, absl::Time timestamp) {
    const std::lock_guard lock(mutex_);
    records_.push_back({.source = {std::move(topic), 0},
                        .offset = static_cast<int64_t>(records_.size()),
                        .timestamp = timestamp,
                        .key = {},
                        .value = std::move(value),
                        .headers = {}});
  }
  absl::StatusOr<std::vector<kafka::ConsumedRecord>> Poll(int, absl::Duration) override {
    const std::lock_guard lock(mutex_);
    if (!error.ok()) return error;
    return std::exchange(records_, {});
  }
  void Commit(const kafka::Offsets&) override {}
  absl::Status Seek(const kafka::TopicPartition&, int64_t) override { return absl::OkStatus(); }
  void PauseAll() override {}
  void ResumeAll() override {}
  int64_t Lag() override { return 0; }

  absl::Status error;

 private:
  std::mutex mutex_;
  std::vector<kafka::ConsumedRecord> records_;
};

/// A client's WebSocket that remembers what it was sent.
class FakeSocket final : public http::WebSocketSession {
 public:
  bool Send(std::string text) override {
    if (full) return false;
    frames.push_back(std::move(text));
    return true;
  }
  void Close(int code, std::string_view) override { close_code = close_code == 0 ? code : close_code; }
  size_t queued_bytes() const override { return 0; }
  const http::Request& request() const override { return request_; }

  std::vector<std::string> frames;
  int close_code = 0;
  bool full = false;

 private:
  http::Request request_;
};

}  // namespace mib::gateway
