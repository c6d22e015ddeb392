#pragma once

#include "absl/time/time.h"
#include "budget.h"
#include "dead_letters.h"
#include "feed_store.h"
#include "mib/base/clock.h"
#include "mib/http/client.h"
#include "mib/kafka/producer.h"
#include "mib/telemetry/metrics.h"

namespace mib::ingestion {

/// What a source is built from. Everything outlives every source.
struct SourceContext {
  http::Client& http;
  absl::Duration http_timeout;
  kafka::Producer& producer;
  FeedStore& feed_store;
  DailyCounter& daily_counter;
  DeadLetters& dead_letters;
  telemetry::Metrics& metrics;
  Clock& clock;
};

}  // namespace mib::ingestion
