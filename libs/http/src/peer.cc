#include "peer.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "mib/base/log.h"

namespace mib::http {

namespace asio = boost::asio;

void LogEscaped(const std::exception_ptr& exception) {
  if (!exception) return;
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& e) {
    log::Error("a request handler threw; its connection is closed", {{"error", e.what()}});
  } catch (...) {
    log::Error("a request handler threw something unknown; its connection is closed");
  }
}

Peer::Peer(std::shared_ptr<ServerCore> core, Executor strand) : core_(std::move(core)), strand_(std::move(strand)) {
  absl::MutexLock lock(&core_->mutex);
  core_->peers.insert(this);
}

Peer::~Peer() { Leave(); }

void Peer::Leave() {
  absl::MutexLock lock(&core_->mutex);
  core_->peers.erase(this);
}

bool Peer::IsLate(std::chrono::steady_clock::time_point now) const {
  const int64_t deadline = deadline_.load(std::memory_order_relaxed);
  return deadline != 0 && now.time_since_epoch().count() >= deadline;
}

void Peer::SetDeadline(absl::Duration from_now) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  deadline_.store(now + absl::ToInt64Nanoseconds(from_now), std::memory_order_relaxed);
}

void Peer::ExpireIfLate(std::chrono::steady_clock::time_point now) {
  if (!IsLate(now)) return;
  asio::post(strand_, [weak = weak_from_this(), now] {
    // Looked at again on the strand: the connection may have moved on since.
    if (const auto self = weak.lock(); self && self->IsLate(now)) self->Expire();
  });
}

void Peer::PostDrain() {
  asio::post(strand_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->Drain();
  });
}

void Peer::PostAbort() {
  asio::post(strand_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->Abort();
  });
}

}  // namespace mib::http
