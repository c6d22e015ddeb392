#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>

#include "mib/http/message.h"
#include "mib/http/server.h"

namespace mib::http {

/// Reads one HTTP/1.x request straight into a Request. On top of what Beast refuses (two lengths, a length and a
/// transfer encoding): any other transfer encoding than "chunked", no or several Host headers in HTTP/1.1, and headers
/// above the limit however slowly they come. One request per parser; one thread.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  /// Both must outlive the parser.
  RequestParser(const ServerOptions& options, Request* request);

  /// The status that answers the error the parser stopped with.
  int RefusalStatus(boost::beast::error_code ec) const;
  /// True when the client waits for "100 Continue" before it sends its body.
  bool expects_continue() const { return expects_continue_; }
  bool wants_websocket() const { return wants_websocket_; }
  bool http10() const { return http10_; }

 private:
  using error_code = boost::beast::error_code;
  using text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, text method, text target, int version, error_code& ec) override;
  void on_response_impl(int, text, int, error_code&) override {}
  void on_field_impl(boost::beast::http::field field, text name, text value, error_code& ec) override;
  void on_header_impl(error_code& ec) override;
  void on_body_init_impl(const boost::optional<uint64_t>& length, error_code& ec) override;
  std::size_t on_body_impl(text body, error_code& ec) override;
  void on_chunk_header_impl(uint64_t, text, error_code& ec) override { ec = {}; }
  std::size_t on_chunk_body_impl(uint64_t remaining, text body, error_code& ec) override;
  void on_finish_impl(error_code& ec) override { ec = {}; }

  void Refuse(int status, error_code& ec);

  const ServerOptions& options_;
  Request* request_;
  std::size_t header_bytes_ = 0;
  int hosts_ = 0;
  int refusal_ = 0;
  bool http10_ = false;
  bool expects_continue_ = false;
  bool wants_websocket_ = false;
};

}  // namespace mib::http
