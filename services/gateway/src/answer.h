#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "json_writer.h"
#include "mib/http/message.h"
#include "route_table.h"

namespace mib::gateway {

/// What an RPC answered, as JSON, without what belongs to one request only. May be stored and sent many times.
struct Answer {
  int status = 200;
  bool bare = false;
  /// The JSON of `data`, or with `bare` of the whole body.
  std::string data;
  /// Of GET: a weak entity tag of `data`.
  std::string etag;
  /// The RPC pages: its response has a next_cursor.
  bool paginated = false;
  std::string next_cursor;
  uint64_t limit = 0;
  /// The `id` of what was made, for Location.
  std::string id;
};
using AnswerPtr = std::shared_ptr<const Answer>;

AnswerPtr MakeAnswer(const Route& route, const google::protobuf::Message& request,
                     const google::protobuf::Message& response, const JsonWriter& json, DecimalStyle style);

/// What of an answer belongs to one request.
struct Delivery {
  absl::Time now;
  std::string request_id;
  bool cached = false;
  bool stale = false;
  /// How long the client may keep it.
  absl::Duration max_age;
};

/// The body: bare, or {"data":…,"metadata":{…}} with the time, the request and where the page goes on.
std::string BodyOf(const Answer& answer, const Delivery& delivery);

/// The address of the next page: the request's own with another cursor.
std::string NextPage(const http::Target& target, const std::string& cursor);

}  // namespace mib::gateway
