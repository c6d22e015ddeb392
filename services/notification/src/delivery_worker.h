#pragma once

#include "delivery_store.h"
#include "mib/base/clock.h"
#include "mib/http/client.h"
#include "mib/resilience/backoff.h"
#include "probe.h"
#include "secret_box.h"

namespace mib::notification {

struct DeliveryOptions {
  /// How long a receiver may take to answer.
  absl::Duration timeout = absl::Seconds(10);
  resilience::BackoffPolicy backoff{.base = absl::Seconds(1), .cap = absl::Minutes(5), .attempts = 10};
};

/// Sends due deliveries. At least once: a process that dies between the POST and its record sends again, under the same
/// delivery id. Thread safe: any number of threads and processes may run it on one store. What it refers to must
/// outlive it.
class DeliveryWorker {
 public:
  DeliveryWorker(DeliveryStore& store, http::Client& client, const SecretBox& secrets, Clock& clock, Probe& probe,
                 const DeliveryOptions& options)
      : store_(store), client_(client), secrets_(secrets), clock_(clock), probe_(probe), options_(options) {}

  /// Sends what is due, up to a handful; true when there may be more.
  absl::StatusOr<bool> Step();

 private:
  absl::Status Deliver(const DueDelivery& delivery);
  absl::StatusOr<http::Response> Send(const DueDelivery& delivery);
  absl::Duration WaitAfter(const DueDelivery& delivery) const;
  void Count(DeliveryStatus status);

  DeliveryStore& store_;
  http::Client& client_;
  const SecretBox& secrets_;
  Clock& clock_;
  Probe& probe_;
  const DeliveryOptions options_;
};

}  // namespace mib::notification
