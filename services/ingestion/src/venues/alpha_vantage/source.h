#pragma once

#include <string>

#include "mib/config/v1/ingestion.pb.h"
#include "source_context.h"
#include "venues/alpha_vantage/client.h"

namespace mib::alpha_vantage {

/// The provider with all that belongs to it. Thread safe as its parts are.
struct Source {
  static constexpr const char* kId = "alpha_vantage";

  Source(const config::v1::AlphaVantage& config, const std::string& api_key, const ingestion::SourceContext& context)
      : probe(context.metrics, kId),
        budget(kId, {config.calls_per_minute(), absl::Minutes(1), config.calls_per_day()}, &context.daily_counter,
               context.clock),
        http({.source = kId, .secret = api_key, .timeout = context.http_timeout}, context.http, budget, probe,
             context.clock),
        client(config.base_url(), api_key, http) {}

  ingestion::SourceProbe probe;
  ingestion::Budget budget;
  ingestion::SourceClient http;
  Client client;
};

}  // namespace mib::alpha_vantage
