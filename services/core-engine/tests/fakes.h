#pragma once

// In-memory stand-ins for what the engine talks to.

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine_store.h"
#include "market_reader.h"
#include "mib/kafka/consumer.h"
#include "mib/kafka/producer.h"
#include "mib/redis/redis.h"

namespace mib::core_engine {

/// Keeps what it is sent; fails as told.
class RecordingProducer final : public kafka::Producer {
 public:
  absl::Status Send(kafka::Record record, DeliveryCallback done) override {
    if (queue_limit > 0 && queued >= queue_limit) return absl::ResourceExhaustedError("the queue is full");
    ++queued;
    records.push_back(std::move(record));
    if (done) done(absl::OkStatus());
    return absl::OkStatus();
  }
  absl::Status Flush(absl::Duration) override {
    queued = 0;
    return flush_status;
  }

  template <typename Event>
  std::vector<Event> Events() const {
    std::vector<Event> events;
    for (const kafka::Record& record : records) {
      if (record.topic != kafka::TopicOf(Event())) continue;
      events.emplace_back().ParseFromString(record.value);
    }
    return events;
  }

  std::vector<kafka::Record> records;
  absl::Status flush_status;
  int queue_limit = 0;
  int queued = 0;
};

/// A log of one consumer's partitions, kept in order of arrival.
class LogConsumer final : public kafka::Consumer {
 public:
  void Append(kafka::ConsumedRecord record) {
    record.offset = next_offset_[record.source]++;
    log_.push_back(std::move(record));
  }
  void Assign(const kafka::PartitionListener& listener, const std::vector<kafka::TopicPartition>& partitions) {
    assigned = partitions;
    const absl::StatusOr<kafka::Offsets> begin = listener.on_assigned(partitions);
    assign_status = begin.status();
    if (!begin.ok()) return;
    for (const kafka::TopicPartition& partition : partitions) {
      position[partition] = begin->contains(partition) ? begin->at(partition) : 0;
    }
  }

  absl::StatusOr<std::vector<kafka::ConsumedRecord>> Poll(int max, absl::Duration) override {
    std::vector<kafka::ConsumedRecord> out;
    if (paused) return out;
    for (const kafka::ConsumedRecord& record : log_) {
      const auto at = position.find(record.source);
      if (static_cast<int>(out.size()) >= max || at == position.end() || record.offset != at->second) continue;
      out.push_back(record);
      ++at->second;
    }
    return out;
  }
  void Commit(const kafka::Offsets& offsets) override {
    for (const auto& [partition, offset] : offsets) committed[partition] = offset;
  }
  absl::Status Seek(const kafka::TopicPartition& partition, int64_t offset) override {
    position[partition] = offset;
    ++seeks;
    return absl::OkStatus();
  }
  void PauseAll() override { paused = true; }
  void ResumeAll() override { paused = false; }
  int64_t Lag() override { return lag; }

  std::vector<kafka::TopicPartition> assigned;
  std::map<kafka::TopicPartition, int64_t> position;
  kafka::Offsets committed;
  absl::Status assign_status;
  bool paused = false;
  int seeks = 0;
  int64_t lag = 0;

 private:
  std::map<kafka::TopicPartition, int64_t> next_offset_;
  std::vector<kafka::ConsumedRecord> log_;
};

/// The rows that the pipeline's tests look at, with the guard of the real store. `fail_next` is answered once each,
/// before anything is stored; `doubt_next` stores (or not) and then answers kUnknown.
class MemoryStore final : public EngineStore {
 public:
  absl::StatusOr<Snapshot> Load(const std::vector<kafka::TopicPartition>& partitions) override {
    ++loads;
    if (!load_status.ok()) return load_status;
    Snapshot snapshot;
    for (const kafka::TopicPartition& partition : partitions) {
      snapshot.offsets[partition] = offsets.try_emplace(partition, -1).first->second;
    }
    for (const auto& [symbol, series] : series_) {
      Snapshot::Series& loaded = snapshot.series.emplace_back();
      loaded.symbol = symbol;
      loaded.partition = series.partition;
      loaded.state = series.state;
      for (const auto& [key, bar] : bars) {
        if (key.symbol == symbol) loaded.bars.push_back(bar.state);
      }
    }
    return snapshot;
  }

  absl::Status Commit(const Changes& changes, const Publish& publish) override {
    if (!fail_next.empty()) {
      const absl::Status status = fail_next.front();
      fail_next.pop_front();
      return status;
    }
    for (const auto& [partition, step] : changes.offsets) {
      if (offsets[partition] != step.expected) return absl::OutOfRangeError("fenced");
    }
    if (absl::Status status = publish({}); !status.ok()) return status;
    if (doubt_next && !*doubt_next) return Doubt();
    for (const auto& [partition, step] : changes.offsets) offsets[partition] = step.next;
    for (const TradeBar& changed : changes.trade_bars) {
      bars[{changed.bar.symbol(), changed.bar.interval(), changed.bar.open_time().seconds()}] = changed;
    }
    for (const SeriesChange& series : changes.series) series_[series.symbol] = series;
    for (const auto& [symbol, instrument] : changes.seen_instruments) instruments[symbol] = instrument;
    for (const events::v1::DeadLetter& letter : changes.dead_letters) dead_letters[letter.id()] = letter;
    ++commits;
    return doubt_next ? Doubt() : absl::OkStatus();
  }

  absl::StatusOr<std::map<kafka::TopicPartition, int64_t>> ReadOffsets(
      const std::vector<kafka::TopicPartition>& partitions) override {
    if (!read_status.ok()) return read_status;
    std::map<kafka::TopicPartition, int64_t> found;
    for (const kafka::TopicPartition& partition : partitions) found[partition] = offsets[partition];
    return found;
  }

  std::map<kafka::TopicPartition, int64_t> offsets;
  std::map<BarKey, TradeBar> bars;
  std::map<std::string, market::v1::Instrument> instruments;
  std::map<std::string, events::v1::DeadLetter> dead_letters;
  std::deque<absl::Status> fail_next;
  /// True: stored, but nobody knows. False: not stored, and nobody knows.
  std::optional<bool> doubt_next;
  absl::Status load_status;
  absl::Status read_status;
  int commits = 0;
  int loads = 0;

 private:
  absl::Status Doubt() {
    doubt_next.reset();
    return absl::UnknownError("the connection broke during COMMIT");
  }

  std::map<std::string, SeriesChange> series_;
};

class MemoryRedis final : public redis::Redis {
 public:
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override {
    if (!status.ok()) return status;
    const auto found = values.find(std::string(key));
    return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
  }
  absl::StatusOr<std::vector<std::optional<std::string>>> GetMany(const std::vector<std::string>& keys) override {
    std::vector<std::optional<std::string>> found;
    for (const std::string& key : keys) found.push_back(*Get(key));
    return found;
  }
  absl::Status Set(std::string_view key, std::string_view value, absl::Duration ttl) override {
    return SetMany({{std::string(key), std::string(value), ttl}});
  }
  absl::Status SetMany(const std::vector<redis::Entry>& entries) override {
    if (!status.ok()) return status;
    for (const redis::Entry& entry : entries) values[entry.key] = entry.value;
    return absl::OkStatus();
  }
  absl::Status Delete(std::string_view key) override {
    values.erase(std::string(key));
    return status;
  }
  absl::StatusOr<std::vector<int64_t>> Eval(std::string_view, const std::vector<std::string>&,
                                            const std::vector<std::string>&) override {
    return absl::UnimplementedError("no scripts here");
  }
  absl::Status Ping() override { return status; }

  std::map<std::string, std::string> values;
  absl::Status status;
};

class MemoryReader final : public MarketReader {
 public:
  absl::StatusOr<std::vector<market::v1::Bar>> ReadBars(const BarQuery& query) override {
    if (!status.ok()) return status;
    std::vector<market::v1::Bar> found;
    for (const market::v1::Bar& bar : bars) {
      const absl::Time open = absl::FromUnixSeconds(bar.open_time().seconds());
      if (bar.symbol() == query.symbol && bar.interval() == market::Name(query.interval) && open >= query.start &&
          open < query.end) {
        found.push_back(bar);
      }
    }
    std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
      return (a.open_time().seconds() < b.open_time().seconds()) != query.newest_first;
    });
    if (found.size() > static_cast<size_t>(query.limit)) found.resize(static_cast<size_t>(query.limit));
    return found;
  }
  absl::StatusOr<std::optional<market::v1::Quote>> ReadQuote(std::string_view symbol) override {
    if (!status.ok()) return status;
    const auto found = quotes.find(std::string(symbol));
    return found == quotes.end() ? std::nullopt : std::optional<market::v1::Quote>(found->second);
  }
  absl::StatusOr<std::vector<market::v1::Instrument>> ReadInstruments() override {
    ++instrument_reads;
    if (!status.ok()) return status;
    return instruments;
  }

  std::vector<market::v1::Bar> bars;
  std::map<std::string, market::v1::Quote> quotes;
  std::vector<market::v1::Instrument> instruments;
  absl::Status status;
  int instrument_reads = 0;
};

}  // namespace mib::core_engine
