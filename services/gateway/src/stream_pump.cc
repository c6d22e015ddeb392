#include "stream_pump.h"

#include <algorithm>
#include <optional>

#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/events/v1/alert_events.pb.h"
#include "mib/kafka/record.h"
#include "mib/market/v1/market.pb.h"

namespace mib::gateway {
namespace {

constexpr int kMaxRecords = 1000;
constexpr absl::Duration kPollTimeout = absl::Milliseconds(200);
constexpr absl::Duration kErrorPause = absl::Seconds(1);

StreamKey KeyOf(const market::v1::Bar& bar) { return {"bars", bar.symbol(), bar.interval()}; }
StreamKey KeyOf(const market::v1::Quote& quote) { return {"quotes", quote.symbol(), ""}; }
StreamKey KeyOf(const events::v1::Alert& alert) { return {"alerts", alert.owner_id(), ""}; }

template <typename Event>
std::optional<Event> PublishAs(std::string& value, StreamHub& hub) {
  Event event;
  if (!event.ParseFromString(value)) return std::nullopt;
  const StreamKey key = KeyOf(event);
  if (key.symbol.empty()) return std::nullopt;
  hub.Publish(key, event, std::move(value));
  return event;
}

}  // namespace

std::vector<std::string> StreamTopics() {
  return {kafka::TopicOf(market::v1::Bar::default_instance()), kafka::TopicOf(market::v1::Quote::default_instance()),
          kafka::TopicOf(events::v1::Alert::default_instance())};
}

void StreamPump::Publish(kafka::ConsumedRecord record) {
  static const std::vector<std::string> topics = StreamTopics();
  // A record without a value is a compacted topic's deletion.
  if (record.value.empty()) return;
  const std::string& topic = record.source.topic;
  bool readable = false;
  if (topic == topics[0]) {
    const std::optional<market::v1::Bar> bar = PublishAs<market::v1::Bar>(record.value, hub_);
    readable = bar.has_value();
    if (bar) indicators_.Add(*bar);
  } else if (topic == topics[1]) {
    readable = PublishAs<market::v1::Quote>(record.value, hub_).has_value();
  } else {
    readable = PublishAs<events::v1::Alert>(record.value, hub_).has_value();
  }
  if (!readable) probe_.stream_unreadable.Increment();
}

absl::Status StreamPump::PumpOnce(absl::Duration timeout) {
  ASSIGN_OR_RETURN(std::vector<kafka::ConsumedRecord> records, consumer_->Poll(kMaxRecords, timeout));
  // A consumer has its place in the log once it has polled.
  indicators_.LogIsRead();
  if (records.empty()) {
    hub_.SetLag(0);
    return absl::OkStatus();
  }
  const absl::Duration lag = clock_.Now() - records.back().timestamp;
  for (kafka::ConsumedRecord& record : records) Publish(std::move(record));
  hub_.SetLag(std::max<int64_t>(0, absl::ToInt64Milliseconds(lag)));
  return absl::OkStatus();
}

void StreamPump::Start() {
  thread_ = std::thread([this] {
    // One line when the log goes and one when it is back, however often it is tried in between.
    bool away = false;
    while (!stopping_) {
      const absl::Status status = PumpOnce(kPollTimeout);
      if (!status.ok() && !away) log::Warning("the stream cannot read the log", {{"error", ToString(status)}});
      if (status.ok() && away) log::Info("the stream reads the log again");
      away = !status.ok();
      if (away) clock_.Sleep(kErrorPause);
    }
  });
}

void StreamPump::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

}  // namespace mib::gateway
