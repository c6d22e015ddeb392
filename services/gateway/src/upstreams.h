#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "mib/rpc/channel.h"

namespace mib::gateway {

/// The services behind the gateway. Does not own the channels, which outlive it. Immutable, thread safe.
class Upstreams {
 public:
  struct Upstream {
    /// As in the contract's package: "core_engine".
    std::string name;
    rpc::Channel* channel;
  };
  explicit Upstreams(std::vector<Upstream> upstreams) : upstreams_(std::move(upstreams)) {}

  /// Null for a service that is not there.
  rpc::Channel* Find(std::string_view name) const {
    for (const Upstream& upstream : upstreams_) {
      if (upstream.name == name) return upstream.channel;
    }
    return nullptr;
  }
  const std::vector<Upstream>& all() const { return upstreams_; }

 private:
  std::vector<Upstream> upstreams_;
};

}  // namespace mib::gateway
