#include "response_head.h"

#include <catch2/catch_test_macros.hpp>
#include <regex>

namespace mib::http {
namespace {

std::string Head(const Response& response, const HeadOptions& options = {}) {
  std::string out;
  AppendHead(response, options, &out);
  return out;
}

TEST_CASE("A head has a status line, a date, the headers and the length", "[unit][http]") {
  const std::string head = Head({404, {{"X-A", "1"}}, "gone"});
  const std::regex form(
      "HTTP/1\\.1 404 Not Found\r\n"
      "Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n"
      "X-A: 1\r\nContent-Length: 4\r\n\r\n");
  INFO(head);
  CHECK(std::regex_match(head, form));
}

TEST_CASE("A handler can neither frame the answer nor split it", "[unit][http]") {
  const std::string head = Head({200,
                                 {{"content-length", "999"},
                                  {"Transfer-Encoding", "chunked"},
                                  {"Connection", "upgrade"},
                                  {"Location", "/a\r\nSet-Cookie: x=1"}},
                                 "ok"});
  CHECK(head.find("999") == std::string::npos);
  CHECK(head.find("chunked") == std::string::npos);
  CHECK(head.find("Connection") == std::string::npos);
  CHECK(head.find("\r\nSet-Cookie") == std::string::npos);
  CHECK(head.find("Location: /a  Set-Cookie: x=1\r\n") != std::string::npos);
}

TEST_CASE("Answers without a body name no length", "[unit][http]") {
  for (const int status : {204, 304}) {
    CHECK(Head({status, {}, ""}).find("Content-Length") == std::string::npos);
    CHECK_FALSE(MayHaveBody(status));
  }
}

TEST_CASE("The connection is named where its fate is not the usual one", "[unit][http]") {
  CHECK(Head({200, {}, ""}, {false, false}).find("\r\nConnection: close\r\n") != std::string::npos);
  CHECK(Head({200, {}, ""}, {true, true}).find("\r\nConnection: keep-alive\r\n") != std::string::npos);
  CHECK(Head({200, {}, ""}, {true, false}).find("Connection") == std::string::npos);
}

TEST_CASE("A status without a phrase still makes a line", "[unit][http]") {
  CHECK(Head({299, {}, ""}).starts_with("HTTP/1.1 299 Status\r\n"));
}

}  // namespace
}  // namespace mib::http
