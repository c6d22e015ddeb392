#pragma once

// Configuration: a protobuf message read from YAML by field name, with defaults and limits from its own options
// (mib/config/v1/common.proto) and overrides from the environment.

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace google::protobuf {
class Message;
}

namespace mib::config {

/// Name to value, nullptr when it is not set.
using Environment = std::function<const char*(const std::string&)>;

/// Fills `config`: defaults, then the YAML, then MIB_<PATH> for every scalar (kafka.brokers -> MIB_KAFKA_BROKERS). Unknown keys, wrong
/// types, numbers out of range and missing required values are all named at once, with file and line:
///   config.yaml:14: kafka.brokers is empty (expected e.g. 127.0.0.1:19092; or set MIB_KAFKA_BROKERS)
absl::Status Load(std::string_view yaml, std::string_view file_name, const Environment& environment,
                  google::protobuf::Message* config);
/// The same from a file and the process's environment.
absl::Status LoadFile(const std::string& path, google::protobuf::Message* config);

/// The configuration as YAML, secrets as "***".
std::string Dump(const google::protobuf::Message& config);

}  // namespace mib::config
