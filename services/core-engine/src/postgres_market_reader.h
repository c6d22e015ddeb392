#pragma once

#include <string_view>
#include <vector>

#include "market_reader.h"
#include "mib/postgres/pool.h"

namespace mib::core_engine {

class PostgresMarketReader final : public MarketReader {
 public:
  explicit PostgresMarketReader(postgres::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::vector<market::v1::Bar>> ReadBars(const BarQuery& query) override;
  absl::StatusOr<std::optional<market::v1::Quote>> ReadQuote(std::string_view symbol) override;
  absl::StatusOr<std::vector<market::v1::Instrument>> ReadInstruments() override;

 private:
  postgres::Pool& pool_;
};

}  // namespace mib::core_engine
