#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "mib/http/message.h"
#include "request_schema.h"
#include "route_table.h"

namespace mib::gateway {

/// Query parameters that speak to the gateway and not to the RPC.
bool IsGatewayParameter(std::string_view name);

/// Makes an RPC's request message from the path, the query (GET, DELETE) or the JSON body (the rest), checked against
/// the contract's rules. Thread safe.
///
/// Errors: VALIDATION_FAILED with every field at fault; MALFORMED_REQUEST; UNSUPPORTED_MEDIA_TYPE; INVALID_TIME_RANGE.
class RequestReader {
 public:
  explicit RequestReader(const RequestSchemas& schemas) : schemas_(schemas) {}

  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Read(const Match& match, const http::Target& target,
                                                                  const http::Request& request) const;

 private:
  const RequestSchemas& schemas_;
};

}  // namespace mib::gateway
