#include "dead_letters.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "fmt/format.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/kafka/record.h"
#include "mib/market/proto.h"
#include "text.h"

namespace mib::ingestion {

void DeadLetters::Refuse(std::string_view origin, std::string_view symbol, std::string_view reason,
                         std::string_view payload) {
  events::v1::DeadLetter letter;
  letter.set_id(DerivedUuid(fmt::format("{}|{}|{}|{}", origin, symbol, reason, payload)));
  letter.set_origin(Printable(origin));
  letter.set_symbol(Printable(symbol));
  letter.set_reason(Printable(reason));
  letter.set_payload(std::string(payload.substr(0, kMaxPayloadBytes)));
  *letter.mutable_refused_at() = market::ToProto(clock_.Now());
  letter.set_service("ingestion");
  absl::MutexLock lock(&mutex_);
  waiting_.push_back(std::move(letter));
  if (waiting_.size() <= kMaxWaiting) return;
  const events::v1::DeadLetter& oldest = waiting_.front();
  log::Error("a refused record is kept nowhere else, topic and table are away",
             {{"origin", oldest.origin()}, {"symbol", oldest.symbol()}, {"reason", oldest.reason()}});
  waiting_.pop_front();
}

void DeadLetters::Flush() {
  std::vector<events::v1::DeadLetter> letters;
  {
    absl::MutexLock lock(&mutex_);
    letters.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.end()));
    waiting_.clear();
  }
  Publish(&letters);
  if (unsaved_.empty()) return;
  if (absl::Status status = store_.Save(unsaved_); !status.ok()) {
    log::Warning("refused records cannot be stored now", {{"error", ToString(status)}, {"records", unsaved_.size()}});
    // They are in the topic; the table gets as many as memory may hold.
    if (unsaved_.size() > kMaxWaiting) unsaved_.erase(unsaved_.begin(), unsaved_.end() - kMaxWaiting);
    return;
  }
  unsaved_.clear();
}

void DeadLetters::Publish(std::vector<events::v1::DeadLetter>* letters) {
  auto next = letters->begin();
  for (; next != letters->end(); ++next) {
    if (!producer_.Send(kafka::MakeEvent(*next, "ingestion", next->id())).ok()) break;
  }
  unsaved_.insert(unsaved_.end(), std::make_move_iterator(letters->begin()), std::make_move_iterator(next));
  absl::MutexLock lock(&mutex_);
  waiting_.insert(waiting_.begin(), std::make_move_iterator(next), std::make_move_iterator(letters->end()));
}

size_t DeadLetters::waiting() const {
  absl::MutexLock lock(&mutex_);
  return waiting_.size();
}

}  // namespace mib::ingestion
