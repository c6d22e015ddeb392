#include "event_publisher.h"

#include <fmt/format.h>

#include "mib/base/ids.h"
#include "mib/base/status.h"

namespace mib::core_engine {
namespace {

constexpr std::string_view kProducer = "core-engine";
constexpr absl::Duration kDeliveryTimeout = absl::Seconds(10);
/// Brokers refuse records above 1 MB; the table keeps the whole payload.
constexpr size_t kMaxPayload = 900'000;

events::v1::DeadLetter Shortened(const events::v1::DeadLetter& letter) {
  events::v1::DeadLetter shortened = letter;
  if (letter.payload().size() > kMaxPayload) {
    shortened.mutable_payload()->resize(kMaxPayload);
    shortened.set_reason(
        fmt::format("{} (payload cut at {} of {} bytes)", letter.reason(), kMaxPayload, letter.payload().size()));
  }
  return shortened;
}

}  // namespace

std::string EventId(const market::v1::Bar& bar) {
  if (!bar.is_final()) return DerivedUuid("bar/" + bar.SerializeAsString());
  return fmt::format("bar/{}/{}/{}/{}/{}", bar.symbol(), bar.interval(), bar.open_time().seconds(), bar.revision(),
                     market::v1::BarOrigin_Name(bar.origin()));
}

absl::Status EventPublisher::Publish(const Changes& changes, const std::vector<market::v1::Bar>& stored) {
  for (const market::v1::Bar& bar : changes.finals) RETURN_IF_ERROR(SendBar(bar));
  for (const market::v1::Bar& bar : stored) RETURN_IF_ERROR(SendBar(bar));
  for (const TradeBar& changed : changes.trade_bars) {
    if (!changed.bar.is_final()) RETURN_IF_ERROR(SendBar(changed.bar));
  }
  for (const QuoteChange& change : changes.quotes) {
    const std::string id = DerivedUuid("quote/" + change.quote.SerializeAsString());
    RETURN_IF_ERROR(Send(kafka::MakeEvent(change.quote, kProducer, id)));
  }
  for (const events::v1::DeadLetter& letter : changes.dead_letters) {
    RETURN_IF_ERROR(Send(kafka::MakeEvent(Shortened(letter), kProducer, letter.id())));
  }
  return producer_.Flush(kDeliveryTimeout);
}

absl::Status EventPublisher::SendBar(const market::v1::Bar& bar) {
  RETURN_IF_ERROR(Send(kafka::MakeEvent(bar, kProducer, EventId(bar))));
  probe_.BarsPublished(bar.interval()).Increment();
  return absl::OkStatus();
}

absl::Status EventPublisher::Send(kafka::Record record) {
  absl::Status status = producer_.Send(record);
  if (!absl::IsResourceExhausted(status)) return status;
  // The queue is full: make room, then once more.
  RETURN_IF_ERROR(producer_.Flush(kDeliveryTimeout));
  return producer_.Send(std::move(record));
}

}  // namespace mib::core_engine
