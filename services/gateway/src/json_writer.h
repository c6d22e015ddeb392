#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace mib::gateway {

enum class DecimalStyle { kNumber, kString };

/// "equity" for EQUITY, "unspecified" for ASSET_CLASS_UNSPECIFIED.
std::string EnumName(const google::protobuf::EnumValueDescriptor& value);
/// A field's JSON key: its name, or the json_name its contract gives.
std::string JsonKey(const google::protobuf::FieldDescriptor& field);

/// Protobuf messages as the API's JSON: decimals as exact number tokens, times as RFC 3339, enums in lower case, 64-bit
/// integers as numbers, NaN and infinities as null. Scalars are always written; messages and optional scalars that are
/// absent are left out.
///
/// What to do for each field is worked out once, in the constructor, for every type that can be reached from `roots`.
/// Immutable, thread safe. A type that was not reachable is a programming error and aborts.
class JsonWriter {
 public:
  explicit JsonWriter(const std::vector<const google::protobuf::Descriptor*>& roots);
  ~JsonWriter();

  void Append(const google::protobuf::Message& message, DecimalStyle style, std::string* out) const;
  /// Only the value of one field: an array, an object or a scalar.
  void AppendField(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                   DecimalStyle style, std::string* out) const;

 private:
  struct Plan;
  struct FieldPlan;

  const Plan* Add(const google::protobuf::Descriptor& type);
  void AppendObject(const google::protobuf::Message& message, const Plan& plan, DecimalStyle style,
                    std::string* out) const;
  void AppendValue(const google::protobuf::Message& message, const FieldPlan& field, DecimalStyle style,
                   std::string* out) const;
  void AppendElements(const google::protobuf::Message& message, const FieldPlan& field, DecimalStyle style,
                      std::string* out) const;
  void AppendMap(const google::protobuf::Message& message, const FieldPlan& field, DecimalStyle style,
                 std::string* out) const;
  void AppendMessage(const google::protobuf::Message& value, const Plan& plan, DecimalStyle style,
                     std::string* out) const;

  absl::flat_hash_map<const google::protobuf::Descriptor*, std::unique_ptr<Plan>> plans_;
};

}  // namespace mib::gateway
