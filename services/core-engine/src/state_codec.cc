#include "state_codec.h"

#include "mib/base/status.h"
#include "mib/core_engine/v1/state.pb.h"
#include "mib/market/proto.h"

namespace mib::core_engine {
namespace {

void Put(Int128 value, market::v1::Decimal* out) { *out = market::ToProto(Decimal(value, 0)); }

absl::Status Get(const market::v1::Decimal& value, Int128* out) {
  ASSIGN_OR_RETURN(const Decimal number, market::FromProto(value));
  *out = number.unscaled();
  return absl::OkStatus();
}

}  // namespace

std::string EncodeFold(const market::BarState& bar) {
  v1::BarFold fold;
  fold.set_price_scale(static_cast<uint32_t>(bar.price_scale));
  fold.set_size_scale(static_cast<uint32_t>(bar.size_scale));
  Put(bar.open, fold.mutable_open());
  Put(bar.high, fold.mutable_high());
  Put(bar.low, fold.mutable_low());
  Put(bar.close, fold.mutable_close());
  Put(bar.volume, fold.mutable_volume());
  Put(bar.notional, fold.mutable_notional());
  fold.set_trades(bar.trades);
  fold.set_first_ns(bar.first.time_ns);
  fold.set_first_id(bar.first.id);
  fold.set_last_ns(bar.last.time_ns);
  fold.set_last_id(bar.last.id);
  fold.set_revision(bar.revision);
  fold.set_source(bar.source);
  return fold.SerializeAsString();
}

absl::StatusOr<market::BarState> DecodeFold(std::string_view bytes, market::Interval interval, int64_t open_ns) {
  v1::BarFold fold;
  if (!fold.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("the stored fold of a bar cannot be read");
  }
  market::BarState bar;
  bar.interval = interval;
  bar.open_ns = open_ns;
  bar.close_ns = market::NextOpenTime(interval, open_ns);
  bar.price_scale = static_cast<int>(fold.price_scale());
  bar.size_scale = static_cast<int>(fold.size_scale());
  RETURN_IF_ERROR(Get(fold.open(), &bar.open));
  RETURN_IF_ERROR(Get(fold.high(), &bar.high));
  RETURN_IF_ERROR(Get(fold.low(), &bar.low));
  RETURN_IF_ERROR(Get(fold.close(), &bar.close));
  RETURN_IF_ERROR(Get(fold.volume(), &bar.volume));
  RETURN_IF_ERROR(Get(fold.notional(), &bar.notional));
  bar.trades = fold.trades();
  bar.first = {fold.first_ns(), fold.first_id()};
  bar.last = {fold.last_ns(), fold.last_id()};
  bar.revision = fold.revision();
  bar.source = fold.source();
  return bar;
}

std::string EncodeSeries(const market::BuilderState& state) {
  v1::SeriesState out;
  out.set_watermark_ns(state.watermark_ns);
  for (const market::BuilderState::Source& source : state.sources) {
    v1::SeriesState::Source* told = out.add_sources();
    told->set_name(source.name);
    told->set_highest_id(source.highest_id);
    told->mutable_id_runs()->Add(source.id_runs.begin(), source.id_runs.end());
  }
  return out.SerializeAsString();
}

absl::StatusOr<market::BuilderState> DecodeSeries(std::string_view bytes) {
  v1::SeriesState in;
  if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("the stored state of an instrument cannot be read");
  }
  market::BuilderState state;
  state.watermark_ns = in.watermark_ns();
  for (const v1::SeriesState::Source& source : in.sources()) {
    state.sources.push_back({source.name(), source.highest_id(), {source.id_runs().begin(), source.id_runs().end()}});
  }
  return state;
}

}  // namespace mib::core_engine
