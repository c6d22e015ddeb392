#pragma once

#include <string>

#include "bar_provider.h"
#include "source_client.h"

namespace mib::alpha_vantage {

/// Daily bars of equities. Thread safe.
class Client final : public ingestion::BarProvider {
 public:
  /// `client` must outlive it and should know the key as its secret.
  Client(std::string base_url, std::string api_key, ingestion::SourceClient& client)
      : base_url_(std::move(base_url)), api_key_(std::move(api_key)), client_(client) {}

  /// The whole series in one piece; INVALID_ARGUMENT for intervals other than a day.
  absl::StatusOr<ingestion::BarPage> Fetch(const ingestion::BarRequest& request) override;

 private:
  const std::string base_url_;
  const std::string api_key_;
  ingestion::SourceClient& client_;
};

}  // namespace mib::alpha_vantage
