#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace mib::gateway {

/// The comments of the contracts, from a descriptor set made with source information. Immutable, thread safe.
class Comments {
 public:
  /// Knows no comment.
  Comments();
  static absl::StatusOr<Comments> Load(const std::string& path);
  ~Comments();
  Comments(Comments&&) noexcept;

  std::string Of(const google::protobuf::ServiceDescriptor& service) const;
  std::string Of(const google::protobuf::MethodDescriptor& method) const;
  std::string Of(const google::protobuf::Descriptor& message) const;
  std::string Of(const google::protobuf::FieldDescriptor& field) const;

 private:
  std::unique_ptr<google::protobuf::DescriptorPool> pool_;
};

}  // namespace mib::gateway
