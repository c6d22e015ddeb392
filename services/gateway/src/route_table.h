#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "mib/api/v1/annotations.pb.h"

namespace mib::gateway {

/// One HTTP route of one RPC, as its contract says.
struct Route {
  std::string method;
  /// As written in the contract: "/api/v1/market-data/{symbol}/quote".
  std::string pattern;
  const google::protobuf::MethodDescriptor* rpc = nullptr;
  /// "mib.core_engine.v1.MarketData/GetQuote"
  std::string rpc_name;
  /// Which service answers: "core_engine".
  std::string upstream;
  api::v1::Policy policy;
  int status = 200;
  bool bare = false;
  /// The response field that becomes `data`; nullptr: the whole message.
  const google::protobuf::FieldDescriptor* data_field = nullptr;
  /// Position in RouteTable::routes(), for tables beside it.
  size_t index = 0;
};

/// Values of the path's {parameters}, decoded.
using PathParameters = std::vector<std::pair<std::string, std::string>>;

struct Match {
  /// Null when no route has this path and method.
  const Route* route = nullptr;
  PathParameters parameters;
  /// Methods that the path accepts; empty when there is no such path.
  std::vector<std::string> allowed;
};

/// All routes, found by walking the path's segments; a literal segment is preferred to a parameter. Immutable, thread
/// safe.
class RouteTable {
 public:
  /// Fails when a route has no policy, two routes claim the same path and method, or a pattern or data_field does not
  /// fit its RPC.
  static absl::StatusOr<std::unique_ptr<RouteTable>> Build(
      const std::vector<const google::protobuf::ServiceDescriptor*>& services);
  /// Every service of the linked contracts that has a route.
  static std::vector<const google::protobuf::ServiceDescriptor*> LinkedServices();
  ~RouteTable();

  /// `raw_path` as sent, without the query; each segment is percent-decoded after splitting, so that %2F stays within
  /// its segment.
  Match Find(std::string_view method, std::string_view raw_path) const;
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  struct Node;

  RouteTable();
  absl::Status Add(const google::protobuf::MethodDescriptor& rpc, const api::v1::HttpRoute& http);
  absl::Status Insert(Route* route);

  std::vector<std::unique_ptr<Route>> routes_;
  std::unique_ptr<Node> root_;
};

}  // namespace mib::gateway
