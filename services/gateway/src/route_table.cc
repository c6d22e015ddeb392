#include "route_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "google/protobuf/descriptor_database.h"
#include "mib/base/status.h"
#include "mib/http/message.h"

namespace mib::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

constexpr size_t kMaxSegments = 16;

std::vector<std::string_view> Split(std::string_view path) {
  std::vector<std::string_view> segments;
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  if (!path.empty() && path.back() == '/') path.remove_suffix(1);
  while (segments.size() <= kMaxSegments) {
    const size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return segments;
}

std::pair<std::string, std::string> MethodAndPattern(const api::v1::HttpRoute& http) {
  switch (http.pattern_case()) {
    case api::v1::HttpRoute::kGet:
      return {"GET", http.get()};
    case api::v1::HttpRoute::kPost:
      return {"POST", http.post()};
    case api::v1::HttpRoute::kPut:
      return {"PUT", http.put()};
    case api::v1::HttpRoute::kPatch:
      return {"PATCH", http.patch()};
    case api::v1::HttpRoute::kDelete:
      return {"DELETE", http.delete_()};
    case api::v1::HttpRoute::PATTERN_NOT_SET:
      break;
  }
  return {};
}

/// "core_engine" of "mib.core_engine.v1".
std::string UpstreamOf(std::string_view package) {
  package.remove_prefix(std::min(package.size(), std::string_view("mib.").size()));
  return std::string(package.substr(0, package.find('.')));
}

bool IsParameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

absl::Status Refuse(const MethodDescriptor& rpc, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("contract of {}: {}", rpc.full_name(), what));
}

}  // namespace

struct RouteTable::Node {
  absl::flat_hash_map<std::string, std::unique_ptr<Node>> literals;
  std::unique_ptr<Node> parameter;
  std::vector<const Route*> routes;

  /// The deepest-literal match, going back where a literal leads nowhere.
  const Node* Walk(const std::vector<std::string>& segments, size_t depth) const {
    if (depth == segments.size()) return routes.empty() ? nullptr : this;
    if (const auto found = literals.find(segments[depth]); found != literals.end()) {
      if (const Node* node = found->second->Walk(segments, depth + 1)) return node;
    }
    if (parameter && !segments[depth].empty()) return parameter->Walk(segments, depth + 1);
    return nullptr;
  }
};

RouteTable::RouteTable() : root_(std::make_unique<Node>()) {}
RouteTable::~RouteTable() = default;

std::vector<const ServiceDescriptor*> RouteTable::LinkedServices() {
  std::vector<std::string> files;
  google::protobuf::DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::sort(files.begin(), files.end());
  std::vector<const ServiceDescriptor*> services;
  for (const std::string& name : files) {
    if (!name.starts_with("mib/")) continue;
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    for (int i = 0; file != nullptr && i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

absl::StatusOr<std::unique_ptr<RouteTable>> RouteTable::Build(const std::vector<const ServiceDescriptor*>& services) {
  std::unique_ptr<RouteTable> table(new RouteTable);
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& rpc = *service->method(i);
      const int routes = rpc.options().ExtensionSize(api::v1::http);
      for (int r = 0; r < routes; ++r) RETURN_IF_ERROR(table->Add(rpc, rpc.options().GetExtension(api::v1::http, r)));
    }
  }
  return table;
}

absl::Status RouteTable::Add(const MethodDescriptor& rpc, const api::v1::HttpRoute& http) {
  auto route = std::make_unique<Route>();
  std::tie(route->method, route->pattern) = MethodAndPattern(http);
  route->policy = rpc.options().GetExtension(api::v1::policy);
  const api::v1::Permission permission = route->policy.permission();
  if (permission == api::v1::PERMISSION_UNSPECIFIED) return Refuse(rpc, "a route without a permission");
  if (permission == api::v1::INTERNAL_ONLY) return Refuse(rpc, "an internal RPC with a route");
  if (route->policy.deadline_ms() == 0) return Refuse(rpc, "a route without a deadline");
  if (!route->pattern.starts_with('/')) return Refuse(rpc, "a route without a path");
  route->rpc = &rpc;
  route->rpc_name = fmt::format("{}/{}", rpc.service()->full_name(), rpc.name());
  route->upstream = UpstreamOf(rpc.file()->package());
  route->status = http.status() == 0 ? 200 : http.status();
  route->bare = http.bare();
  if (!http.data_field().empty()) {
    route->data_field = rpc.output_type()->FindFieldByName(http.data_field());
    if (route->data_field == nullptr) return Refuse(rpc, fmt::format("no response field '{}'", http.data_field()));
  }
  route->index = routes_.size();
  routes_.push_back(std::move(route));
  return Insert(routes_.back().get());
}

absl::Status RouteTable::Insert(Route* route) {
  Node* node = root_.get();
  for (const std::string_view segment : Split(route->pattern)) {
    if (!IsParameter(segment)) {
      std::unique_ptr<Node>& next = node->literals[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
      continue;
    }
    const std::string name(segment.substr(1, segment.size() - 2));
    const FieldDescriptor* field = route->rpc->input_type()->FindFieldByName(name);
    if (field == nullptr || field->is_repeated()) {
      return Refuse(*route->rpc, fmt::format("'{}' of {} is no single field of the request", name, route->pattern));
    }
    if (!node->parameter) node->parameter = std::make_unique<Node>();
    node = node->parameter.get();
  }
  for (const Route* other : node->routes) {
    if (other->method == route->method) {
      return Refuse(*route->rpc, fmt::format("{} {} is taken by {}", route->method, route->pattern, other->rpc_name));
    }
  }
  node->routes.push_back(route);
  return absl::OkStatus();
}

Match RouteTable::Find(std::string_view method, std::string_view raw_path) const {
  Match match;
  std::vector<std::string> segments;
  for (const std::string_view raw : Split(raw_path)) {
    if (!http::UrlDecode(raw, /*plus_is_space=*/false, &segments.emplace_back())) return match;
  }
  if (segments.size() > kMaxSegments) return match;
  const Node* node = root_->Walk(segments, 0);
  if (node == nullptr) return match;
  for (const Route* route : node->routes) {
    match.allowed.push_back(route->method);
    if (route->method == method) match.route = route;
  }
  if (match.route == nullptr) return match;
  const std::vector<std::string_view> pattern = Split(match.route->pattern);
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (IsParameter(pattern[i])) {
      match.parameters.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), std::move(segments[i]));
    }
  }
  return match;
}

}  // namespace mib::gateway
