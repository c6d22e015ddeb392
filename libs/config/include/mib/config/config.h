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

/// Fills `config`: defaults, then the YAML, then MIB_<PATH> for every scalar (kafka.brokers -> MIB_KAFKA_BROKERS) and,
/// separated by commas, for every list of scalars. Unknown keys, wrong types, numbers out of range and missing required
/// values are all named at once (kInvalidArgument), one per line, with file and line:
///   config.yaml:14: kafka.brokers is empty (expected e.g. 127.0.0.1:19092; or set MIB_KAFKA_BROKERS)
/// A section that the contract does not declare `optional` is always read, so what it requires must be there.
absl::Status Load(std::string_view yaml, std::string_view file_name, const Environment& environment,
                  google::protobuf::Message* config);
/// The same from a file and the process's environment; kNotFound when the file cannot be read.
absl::Status LoadFile(const std::string& path, google::protobuf::Message* config);

/// The configuration as YAML, secrets as "***" (values that the contract or their name calls secret, passwords inside
/// texts).
std::string Dump(const google::protobuf::Message& config);

}  // namespace mib::config
