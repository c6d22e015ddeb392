#include "bar_publisher.h"

#include <algorithm>
#include <memory>
#include <span>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "fmt/format.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/events/v1/market_events.pb.h"
#include "mib/kafka/record.h"
#include "mib/market/proto.h"
#include "mib/telemetry/trace.h"

namespace mib::ingestion {
namespace {

constexpr absl::Duration kQueueWait = absl::Milliseconds(5);

// Shared with the producer's callbacks, which may come after Publish has given up.
struct Deliveries {
  absl::Mutex mutex;
  int outstanding ABSL_GUARDED_BY(mutex) = 0;
  absl::Status first_failure ABSL_GUARDED_BY(mutex);

  void Done(const absl::Status& status) {
    absl::MutexLock lock(&mutex);
    --outstanding;
    first_failure.Update(status);
  }
  absl::Status Wait(absl::Duration timeout) {
    absl::MutexLock lock(&mutex);
    const auto none_left = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) { return outstanding == 0; };
    if (!mutex.AwaitWithTimeout(absl::Condition(&none_left), timeout)) {
      return absl::DeadlineExceededError("the broker did not confirm in time");
    }
    return first_failure;
  }
};

events::v1::ProviderBars ToEvent(const BarBatch& batch, std::span<const BarRow> bars) {
  events::v1::ProviderBars event;
  event.set_symbol(batch.instrument.symbol());
  event.set_source(batch.source);
  event.set_interval(std::string(market::Name(batch.interval)));
  *event.mutable_instrument() = batch.instrument;
  for (const BarRow& row : bars) {
    market::v1::Bar& bar = *event.add_bars();
    bar.set_symbol(event.symbol());
    bar.set_interval(event.interval());
    *bar.mutable_open_time() = market::ToProto(FromNanos(row.open_ns));
    *bar.mutable_open() = market::ToProto(row.open);
    *bar.mutable_high() = market::ToProto(row.high);
    *bar.mutable_low() = market::ToProto(row.low);
    *bar.mutable_close() = market::ToProto(row.close);
    *bar.mutable_volume() = market::ToProto(row.volume);
    bar.set_is_final(true);
    bar.set_revision(1);
    bar.set_origin(market::v1::PROVIDER);
    bar.set_source(batch.source);
  }
  return event;
}

}  // namespace

absl::Status BarPublisher::Publish(const BarBatch& batch, absl::Duration timeout) {
  telemetry::Span span("publish bars", telemetry::SpanKind::kProducer);
  span.Set("symbol", batch.instrument.symbol());
  span.Set("bars", static_cast<int64_t>(batch.bars.size()));
  const absl::Time deadline = clock_.Now() + timeout;
  auto deliveries = std::make_shared<Deliveries>();
  const kafka::Producer::DeliveryCallback done = [deliveries](const absl::Status& status) { deliveries->Done(status); };
  absl::Status status;
  for (size_t first = 0; first < batch.bars.size() && status.ok(); first += kMaxBars) {
    const auto piece = std::span(batch.bars).subspan(first, std::min(kMaxBars, batch.bars.size() - first));
    const events::v1::ProviderBars event = ToEvent(batch, piece);
    const std::string id = fmt::format("{}/{}/{}/{}-{}/{}", batch.source, event.symbol(), event.interval(),
                                       piece.front().open_ns, piece.back().open_ns, batch.job_id);
    {
      absl::MutexLock lock(&deliveries->mutex);
      ++deliveries->outstanding;
    }
    status = SendWhenRoom(kafka::MakeEvent(event, "ingestion", id), done, deadline);
    // Without a place in the queue there is no callback.
    if (!status.ok()) deliveries->Done(absl::OkStatus());
  }
  if (status.ok()) status = deliveries->Wait(timeout);
  span.Fail(status);
  return status;
}

absl::Status BarPublisher::SendWhenRoom(const kafka::Record& record, const kafka::Producer::DeliveryCallback& done,
                                        absl::Time deadline) {
  absl::Status status = producer_.Send(record, done);
  while (absl::IsResourceExhausted(status) && clock_.Now() < deadline) {
    clock_.Sleep(kQueueWait);
    status = producer_.Send(record, done);
  }
  // A full queue is no quota: the caller tries again as with a broker that is away.
  return absl::IsResourceExhausted(status) ? absl::UnavailableError("the producer's queue stays full") : status;
}

}  // namespace mib::ingestion
