#include "request_parser.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>

namespace mib::http {
namespace {

namespace beast = boost::beast;
using beast::http::error;
using beast::http::field;

// Space reserved for a body on the word of its sender; more grows as it arrives.
constexpr uint64_t kMaxReserved = 64u << 10;

}  // namespace

RequestParser::RequestParser(const ServerOptions& options, Request* request) : options_(options), request_(request) {
  eager(true);
  body_limit(options.max_body_bytes);
  header_limit(static_cast<uint32_t>(options.max_header_bytes));
}

int RequestParser::RefusalStatus(boost::beast::error_code ec) const {
  if (refusal_ != 0) return refusal_;
  if (ec == error::body_limit) return 413;
  if (ec == error::bad_version) return 505;
  if (ec == error::header_limit) return request_->target.empty() ? 414 : 431;
  return 400;
}

void RequestParser::Refuse(int status, error_code& ec) {
  refusal_ = status;
  ec = error::bad_value;
}

void RequestParser::on_request_impl(boost::beast::http::verb, text method, text target, int version, error_code& ec) {
  ec = {};
  if (target.size() > options_.max_target_bytes) return Refuse(414, ec);
  http10_ = version == 10;
  request_->method.assign(method.data(), method.size());
  request_->target.assign(target.data(), target.size());
}

void RequestParser::on_field_impl(field name_of, text name, text value, error_code& ec) {
  ec = {};
  // Beast's limit holds for what is in the buffer at once; a client that sends a line at a time would never meet it.
  header_bytes_ += name.size() + value.size() + 4;
  if (header_bytes_ > options_.max_header_bytes) return Refuse(431, ec);
  // Fields after the body (trailers) come when the request has been judged: nothing may be added then.
  if (is_header_done()) return;
  if (name_of == field::host) ++hosts_;
  if (name_of == field::transfer_encoding && (http10_ || !beast::iequals(value, "chunked"))) return Refuse(400, ec);
  if (name_of == field::expect) expects_continue_ = !http10_ && beast::iequals(value, "100-continue");
  if (name_of == field::upgrade) wants_websocket_ = beast::iequals(value, "websocket");
  request_->headers.emplace(std::string(name.data(), name.size()), std::string(value.data(), value.size()));
}

void RequestParser::on_header_impl(error_code& ec) {
  ec = {};
  if (hosts_ > 1 || (hosts_ == 0 && !http10_)) Refuse(400, ec);
}

void RequestParser::on_body_init_impl(const boost::optional<uint64_t>& length, error_code& ec) {
  ec = {};
  if (length) request_->body.reserve(static_cast<std::size_t>(std::min(*length, kMaxReserved)));
}

std::size_t RequestParser::on_body_impl(text body, error_code& ec) {
  ec = {};
  request_->body.append(body.data(), body.size());
  return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(uint64_t, text body, error_code& ec) { return on_body_impl(body, ec); }

}  // namespace mib::http
