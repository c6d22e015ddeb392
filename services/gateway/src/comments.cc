#include "comments.h"

#include <fstream>

#include "google/protobuf/descriptor.pb.h"

namespace mib::gateway {
namespace {

/// The comment before the thing, as one line of text.
template <typename Descriptor>
std::string Text(const Descriptor* descriptor) {
  google::protobuf::SourceLocation location;
  if (descriptor == nullptr || !descriptor->GetSourceLocation(&location)) return {};
  std::string text;
  bool space = false;
  for (const char c : location.leading_comments) {
    if (c == ' ' || c == '\n') {
      space = !text.empty();
      continue;
    }
    if (space) text.push_back(' ');
    space = false;
    text.push_back(c);
  }
  return text;
}

}  // namespace

Comments::Comments() : pool_(std::make_unique<google::protobuf::DescriptorPool>()) {}
Comments::~Comments() = default;
Comments::Comments(Comments&&) noexcept = default;

absl::StatusOr<Comments> Comments::Load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  google::protobuf::FileDescriptorSet set;
  if (!file || !set.ParseFromIstream(&file)) {
    return absl::InvalidArgumentError("descriptor_set: " + path + " cannot be read as a descriptor set");
  }
  Comments comments;
  for (const auto& proto : set.file()) {
    if (comments.pool_->BuildFile(proto) == nullptr) {
      return absl::InvalidArgumentError("descriptor_set: " + path + ": " + proto.name() + " is broken");
    }
  }
  return comments;
}

std::string Comments::Of(const google::protobuf::ServiceDescriptor& service) const {
  return Text(pool_->FindServiceByName(service.full_name()));
}
std::string Comments::Of(const google::protobuf::MethodDescriptor& method) const {
  return Text(pool_->FindMethodByName(method.full_name()));
}
std::string Comments::Of(const google::protobuf::Descriptor& message) const {
  return Text(pool_->FindMessageTypeByName(message.full_name()));
}
std::string Comments::Of(const google::protobuf::FieldDescriptor& field) const {
  return Text(pool_->FindFieldByName(field.full_name()));
}

}  // namespace mib::gateway
