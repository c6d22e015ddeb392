#include "client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "errors.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "statistics.h"

namespace mib::kafka {
namespace {

void OnLog(const rd_kafka_t*, int level, const char* facility, const char* text) {
  // syslog's scale; what librdkafka calls an error mostly passes by itself.
  constexpr int kError = 3;
  if (level <= kError) {
    log::Warning("kafka client", {{"facility", facility}, {"text", text}});
  } else {
    log::Debug("kafka client", {{"facility", facility}, {"text", text}});
  }
}

void OnError(rd_kafka_t* client, int error, const char* reason, void* opaque) {
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) static_cast<ClientState*>(opaque)->broker_up.Set(0);
  if (error != RD_KAFKA_RESP_ERR__FATAL) return;
  std::array<char, 512> text{};
  rd_kafka_fatal_error(client, text.data(), text.size());
  log::Critical("kafka client is beyond recovery, restart the process", {{"reason", reason}, {"text", text.data()}});
}

int OnStatistics(rd_kafka_t*, char* json, size_t size, void* opaque) {
  static_cast<ClientState*>(opaque)->broker_up.Set(AnyBrokerUp(std::string_view(json, size)) ? 1 : 0);
  return 0;  // librdkafka frees the text.
}

absl::Status Set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 256> error{};
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), error.data(), error.size()) == RD_KAFKA_CONF_OK)
    return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format("kafka: {} = {}: {}", name, value, error.data()));
}

}  // namespace

absl::StatusOr<RdConf> MakeConf(const Options& options, const Settings& own, ClientState& state) {
  if (options.brokers.empty()) return absl::InvalidArgumentError("kafka: brokers is empty (expected host:port)");
  RdConf conf(rd_kafka_conf_new());
  const Settings common = {
      {"bootstrap.servers", options.brokers},
      {"client.id", options.client_id.empty() ? "mib" : options.client_id},
      {"log.connection.close", "false"},
      {"reconnect.backoff.ms", "50"},
      {"reconnect.backoff.max.ms", "1000"},
      {"socket.keepalive.enable", "true"},
      {"socket.nagle.disable", "true"},
      // A topic made after us is found within this time.
      {"topic.metadata.refresh.interval.ms", "10000"},
      {"allow.auto.create.topics", "false"},
      {"statistics.interval.ms", "1000"},
  };
  for (const Settings* settings : {&common, &own}) {
    for (const auto& [name, value] : *settings) RETURN_IF_ERROR(Set(conf.get(), name, value));
  }
  rd_kafka_conf_set_opaque(conf.get(), &state);
  rd_kafka_conf_set_log_cb(conf.get(), OnLog);
  rd_kafka_conf_set_error_cb(conf.get(), OnError);
  rd_kafka_conf_set_stats_cb(conf.get(), OnStatistics);
  return conf;
}

absl::StatusOr<RdClient> MakeClient(rd_kafka_type_t type, RdConf conf) {
  std::array<char, 256> error{};
  RdClient client(rd_kafka_new(type, conf.get(), error.data(), error.size()));
  if (client == nullptr) return absl::InvalidArgumentError(fmt::format("kafka: {}", error.data()));
  (void)conf.release();  // The client owns it now.
  return client;
}

int Millis(absl::Duration duration) {
  return static_cast<int>(
      std::clamp<int64_t>(absl::ToInt64Milliseconds(absl::Ceil(duration, absl::Milliseconds(1))), 0, 1'000'000'000));
}

}  // namespace mib::kafka
