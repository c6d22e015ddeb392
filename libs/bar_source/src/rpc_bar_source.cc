#include <algorithm>

#include "mib/bar_source/bar_source.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/market/proto.h"

namespace mib::bar_source {
namespace {

using core_engine::v1::GetBarsRequest;
using core_engine::v1::GetBarsResponse;

constexpr int kLargestPage = 10'000;
// One bar may still be open, so a little more than what is missing is asked for.
constexpr int kSpare = 1;

class RpcBarSource final : public BarSource {
 public:
  RpcBarSource(rpc::Channel& core_engine, const Clock& clock) : core_engine_(core_engine), clock_(clock) {}

  absl::StatusOr<std::vector<market::v1::Bar>> Newest(const Query& query, absl::Time deadline) override {
    GetBarsRequest request;
    request.set_symbol(query.symbol);
    request.set_interval(std::string(market::Name(query.interval)));
    request.set_order("desc");
    if (query.end < absl::InfiniteFuture()) *request.mutable_end() = market::ToProto(query.end);

    const auto wanted = static_cast<size_t>(query.count);
    std::vector<market::v1::Bar> bars;
    while (bars.size() < wanted) {
      const int missing = query.count - static_cast<int>(bars.size()) + kSpare;
      request.set_limit(static_cast<uint32_t>(std::min(missing, kLargestPage)));
      ASSIGN_OR_RETURN(GetBarsResponse page, Page(request, query.principal, deadline));
      for (market::v1::Bar& bar : *page.mutable_bars()) {
        if (bar.is_final() && bars.size() < wanted) bars.push_back(std::move(bar));
      }
      if (page.next_cursor().empty()) break;
      request.set_cursor(page.next_cursor());
    }
    std::reverse(bars.begin(), bars.end());
    return bars;
  }

 private:
  absl::StatusOr<GetBarsResponse> Page(const GetBarsRequest& request, const rpc::Principal* principal,
                                       absl::Time deadline) {
    rpc::CallOptions options;
    options.principal = principal;
    options.timeout = deadline - clock_.Now();
    if (options.timeout <= absl::ZeroDuration()) {
      return errors::Make(api::v1::UPSTREAM_TIMEOUT, "The bars did not arrive in time.");
    }
    return rpc::Call<GetBarsResponse>(core_engine_, "mib.core_engine.v1.MarketData/GetBars", request, options);
  }

  rpc::Channel& core_engine_;
  const Clock& clock_;
};

}  // namespace

std::unique_ptr<BarSource> MakeRpcBarSource(rpc::Channel& core_engine, const Clock& clock) {
  return std::make_unique<RpcBarSource>(core_engine, clock);
}

}  // namespace mib::bar_source
