#pragma once

#include <string>

namespace mib::core_engine {

/// The topics that the engine reads, as their contracts name them.
const std::string& TradesTopic();
const std::string& TicksTopic();
const std::string& ProviderBarsTopic();

}  // namespace mib::core_engine
