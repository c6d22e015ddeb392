#pragma once

#include "budget.h"
#include "dead_letters.h"
#include "feed_store.h"
#include "mib/postgres/pool.h"

namespace mib::ingestion {

/// Tables ingestion.cursors and ingestion.gaps. The pool must outlive it.
class PostgresFeedStore final : public FeedStore {
 public:
  explicit PostgresFeedStore(postgres::Pool& pool) : pool_(pool) {}
  absl::StatusOr<Cursors> LoadCursors(std::string_view source) override;
  absl::Status SaveCursors(std::string_view source, const Cursors& cursors) override;
  absl::Status RecordGap(const Gap& gap) override;

 private:
  postgres::Pool& pool_;
};

/// Table ingestion.dead_letters. The pool must outlive it.
class PostgresDeadLetterStore final : public DeadLetterStore {
 public:
  explicit PostgresDeadLetterStore(postgres::Pool& pool) : pool_(pool) {}
  absl::Status Save(const std::vector<events::v1::DeadLetter>& letters) override;
  absl::StatusOr<std::vector<events::v1::DeadLetter>> List(uint32_t limit) override;

 private:
  postgres::Pool& pool_;
};

/// Table ingestion.daily_calls. The pool must outlive it.
class PostgresDailyCounter final : public DailyCounter {
 public:
  explicit PostgresDailyCounter(postgres::Pool& pool) : pool_(pool) {}
  absl::StatusOr<std::optional<int64_t>> Take(std::string_view source, std::string_view day, int64_t limit) override;
  absl::StatusOr<int64_t> Used(std::string_view source, std::string_view day) override;

 private:
  postgres::Pool& pool_;
};

}  // namespace mib::ingestion
