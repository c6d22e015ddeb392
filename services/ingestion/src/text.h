#pragma once

#include <string>
#include <string_view>

namespace mib::ingestion {

/// `text` as it may go into a protobuf string and a database column: UTF-8 without control characters. What is not is
/// replaced by '?'.
std::string Printable(std::string_view text);

}  // namespace mib::ingestion
