#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "mib/telemetry/trace.h"
#include "trace_file.h"

namespace mib::telemetry {
namespace {

class TempDir {
 public:
  TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mib-trace-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TempDir() { std::filesystem::remove_all(path_); }
  std::string File(const std::string& name) const { return path_ + '/' + name; }

 private:
  std::string path_;
};

std::string Contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

bool Has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Takes one HTTP request, answers 200 and keeps what came.
class FakeCollector {
 public:
  FakeCollector() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(listener_, 1) == 0);
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~FakeCollector() {
    if (thread_.joinable()) thread_.join();
    close(listener_);
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1/traces"; }
  const std::string& Request() {
    thread_.join();
    return request_;
  }

 private:
  void Serve() {
    const int client = accept(listener_, nullptr, nullptr);
    char buffer[4096];
    while (!Complete()) {
      const ssize_t size = recv(client, buffer, sizeof buffer, 0);
      if (size <= 0) break;
      request_.append(buffer, static_cast<size_t>(size));
    }
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
    close(client);
  }
  bool Complete() const {
    const size_t header_end = request_.find("\r\n\r\n");
    const size_t length = request_.find("Content-Length: ");
    if (header_end == std::string::npos || length == std::string::npos) return false;
    return request_.size() >= header_end + 4 + std::stoul(request_.substr(length + 16));
  }

  int listener_;
  int port_ = 0;
  std::string request_;
  std::thread thread_;
};

TEST_CASE("Finished spans are in the file with service, parent, attributes and error", "[unit][trace]") {
  const TempDir dir;
  REQUIRE(InitTracing({.service = "auth", .file = dir.File("spans.jsonl")}).ok());
  std::string parent_id;
  {
    const Span parent("login", SpanKind::kServer);
    parent_id = parent.context().SpanIdHex();
    CHECK(parent.context().sampled);
    Span child("select user", SpanKind::kClient);
    child.Set("db.rows", 3);
    child.Set("password", "canary");
    child.Fail(absl::UnavailableError("connection lost, password=canary"));
  }
  ShutdownTracing();
  const std::string text = Contents(dir.File("spans.jsonl"));
  CHECK(Has(text, R"("stringValue":"auth")"));
  CHECK(Has(text, R"("name":"login")"));
  CHECK(Has(text, R"("name":"select user")"));
  CHECK(Has(text, R"("parentSpanId":")" + parent_id + '"'));
  CHECK(Has(text, R"({"key":"db.rows","value":{"intValue":"3"}})"));
  CHECK(Has(text, "UNAVAILABLE: connection lost"));
  CHECK_FALSE(Has(text, "canary"));
  CHECK(text.back() == '\n');
}

TEST_CASE("A caller that did not sample its trace is obeyed", "[unit][trace]") {
  const TempDir dir;
  REQUIRE(InitTracing({.service = "auth", .file = dir.File("spans.jsonl")}).ok());
  const std::string ids = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";
  {
    const Span unsampled("unsampled", SpanKind::kServer, *TraceContext::FromTraceparent(ids + "00"));
    CHECK(unsampled.context().TraceIdHex() == "4bf92f3577b34da6a3ce929d0e0e4736");
    CHECK(unsampled.context().SpanIdHex() != "00f067aa0ba902b7");
    CHECK_FALSE(unsampled.context().sampled);
  }
  { const Span sampled("sampled", SpanKind::kServer, *TraceContext::FromTraceparent(ids + "01")); }
  ShutdownTracing();
  const std::string text = Contents(dir.File("spans.jsonl"));
  CHECK(Has(text, R"("name":"sampled")"));
  CHECK_FALSE(Has(text, R"("name":"unsampled")"));
}

TEST_CASE("With a ratio of nothing only traces that others sampled are exported", "[unit][trace]") {
  const TempDir dir;
  REQUIRE(InitTracing({.service = "auth", .file = dir.File("spans.jsonl"), .sample_ratio = 0}).ok());
  { const Span own("own"); }
  {
    const auto sampled = TraceContext::FromTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    const Span others("others", SpanKind::kServer, *sampled);
  }
  ShutdownTracing();
  const std::string text = Contents(dir.File("spans.jsonl"));
  CHECK(Has(text, R"("name":"others")"));
  CHECK_FALSE(Has(text, R"("name":"own")"));
}

TEST_CASE("Spans go to an OTLP collector over HTTP", "[unit][trace]") {
  FakeCollector collector;
  REQUIRE(InitTracing({.service = "auth", .otlp_endpoint = collector.url()}).ok());
  { const Span span("exported"); }
  ShutdownTracing();
  const std::string& request = collector.Request();
  CHECK(Has(request, "POST /v1/traces HTTP/1.1"));
  CHECK(Has(request, "application/x-protobuf"));
  CHECK(Has(request, "exported"));
  CHECK(Has(request, "service.name"));
}

TEST_CASE("A collector that is away holds up neither spans nor the shutdown", "[unit][trace]") {
  // Port 9 of loopback: refused at once.
  REQUIRE(InitTracing({.service = "auth", .otlp_endpoint = "http://127.0.0.1:9/v1/traces"}).ok());
  for (int i = 0; i < 20'000; ++i) const Span span("lost");
  const auto start = std::chrono::steady_clock::now();
  ShutdownTracing();
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(12));
  const Span after("after");
  CHECK(after.context().valid());
}

TEST_CASE("Options that cannot work are refused with the reason", "[unit][trace]") {
  CHECK(InitTracing({.service = "auth", .otlp_endpoint = "127.0.0.1:4318"}).code() ==
        absl::StatusCode::kInvalidArgument);
  CHECK(InitTracing({.service = "auth", .file = "/nowhere/at/all/spans"}).code() ==
        absl::StatusCode::kFailedPrecondition);
  const TempDir dir;
  REQUIRE(InitTracing({.service = "auth", .file = dir.File("spans")}).ok());
  CHECK(InitTracing({.service = "auth", .file = dir.File("spans")}).code() == absl::StatusCode::kFailedPrecondition);
  ShutdownTracing();
}

TEST_CASE("A trace file that has grown too large is put aside, and only one is kept", "[unit][trace]") {
  const TempDir dir;
  const std::string path = dir.File("spans");
  auto file = TraceFile::Open(path, 10);
  REQUIRE(file.ok());
  for (const char* line : {"first line\n", "second line\n", "third line\n"}) CHECK((*file)->Append(line));
  CHECK(Contents(path) == "third line\n");
  CHECK(Contents(path + ".1") == "second line\n");
}

}  // namespace
}  // namespace mib::telemetry
