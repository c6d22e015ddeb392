#include "topics.h"

#include "mib/events/v1/market_events.pb.h"
#include "mib/kafka/record.h"

namespace mib::core_engine {

const std::string& TradesTopic() {
  static const std::string topic = kafka::TopicOf(events::v1::TradeBatch());
  return topic;
}

const std::string& TicksTopic() {
  static const std::string topic = kafka::TopicOf(events::v1::QuoteTick());
  return topic;
}

const std::string& ProviderBarsTopic() {
  static const std::string topic = kafka::TopicOf(events::v1::ProviderBars());
  return topic;
}

}  // namespace mib::core_engine
