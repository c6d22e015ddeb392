#include "statistics.h"

#include <simdjson.h>

namespace mib::kafka {

bool AnyBrokerUp(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object brokers;
  if (parser.parse(json.data(), json.size())["brokers"].get(brokers) != simdjson::SUCCESS) return false;
  for (const auto& [name, broker] : brokers) {
    std::string_view state;
    // UPDATE: it is up and asked for its versions once more.
    if (broker["state"].get(state) == simdjson::SUCCESS && (state == "UP" || state == "UPDATE")) return true;
  }
  return false;
}

}  // namespace mib::kafka
