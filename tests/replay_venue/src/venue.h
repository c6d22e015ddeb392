#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "absl/status/statusor.h"
#include "alpha_vantage.h"
#include "feed.h"
#include "market.h"
#include "mib/base/clock.h"
#include "mib/http/server.h"
#include "options.h"

namespace mib::venue {

/// The venue, serving: one port, and a thread on which time passes and trades happen. `clock` must outlive it.
class Venue {
 public:
  static absl::StatusOr<std::unique_ptr<Venue>> Start(const Options& options, Clock& clock);
  ~Venue();

  int port() const { return server_->port(); }

 private:
  Venue(const Options& options, Clock& clock, std::unique_ptr<Market> market, AlphaVantage alpha_vantage);

  absl::Status Serve();
  http::Response Answer(const http::Request& request) const;
  http::Response Status() const;
  http::Response TradesCsv(const std::string& product) const;
  void Run();

  const Options options_;
  Clock& clock_;
  const std::unique_ptr<Market> market_;
  const AlphaVantage alpha_vantage_;
  Feed feed_;
  std::atomic<bool> stopping_{false};
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

}  // namespace mib::venue
