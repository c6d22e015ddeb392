#pragma once

#include <string_view>

namespace mib::kafka {

/// Whether librdkafka's statistics (STATISTICS.md of librdkafka) show a connection to any broker. False for what is not
/// JSON.
bool AnyBrokerUp(std::string_view json);

}  // namespace mib::kafka
