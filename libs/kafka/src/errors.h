#pragma once

#include <librdkafka/rdkafka.h>

#include <string_view>

#include "absl/status/status.h"

namespace mib::kafka {

/// The status of librdkafka's code; `what` says what failed. What may pass by itself is retryable
/// (errors::IsRetryable).
absl::Status StatusOf(rd_kafka_resp_err_t error, std::string_view what);

}  // namespace mib::kafka
