#pragma once

// Between stored things and the contract's messages.

#include "mib/auth/v1/auth.pb.h"
#include "stores.h"

namespace mib::auth {

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out);
v1::User ToProto(const User& user);
v1::ApiKey ToProto(const ApiKey& key);

/// A repeated field of text as a vector.
template <typename Field>
std::vector<std::string> ToVector(const Field& field) {
  return {field.begin(), field.end()};
}

}  // namespace mib::auth
