#include "instrument_directory.h"

#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/market/symbol.h"

namespace mib::core_engine {
namespace {

/// An unknown symbol asks the database at most this often.
constexpr absl::Duration kMissInterval = absl::Seconds(1);

}  // namespace

absl::StatusOr<market::v1::Instrument> InstrumentDirectory::Find(std::string_view symbol) {
  const absl::StatusOr<std::string> canonical = market::CanonicalSymbol(symbol);
  if (!canonical.ok()) return errors::UnknownSymbol(symbol);
  if (std::optional<market::v1::Instrument> found = book_.Find(*canonical)) return *std::move(found);
  RETURN_IF_ERROR(Refresh(kMissInterval));
  if (std::optional<market::v1::Instrument> found = book_.Find(*canonical)) return *std::move(found);
  return errors::UnknownSymbol(symbol, book_.Suggest(*canonical));
}

absl::Status InstrumentDirectory::Refresh(absl::Duration age) {
  absl::MutexLock lock(&mutex_);
  if (loaded_ && clock_.Now() - refreshed_ < age) return absl::OkStatus();
  absl::StatusOr<std::vector<market::v1::Instrument>> stored = reader_.ReadInstruments();
  if (!stored.ok()) return loaded_ ? absl::OkStatus() : stored.status();
  book_.Merge(*stored);
  refreshed_ = clock_.Now();
  loaded_ = true;
  return absl::OkStatus();
}

}  // namespace mib::core_engine
