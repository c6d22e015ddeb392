#include "mib/http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "address.h"
#include "fmt/format.h"
#include "mib/base/trace_context.h"

namespace mib::http {
namespace {

struct CurlDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CurlDeleter>;

struct SlistDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Slist = std::unique_ptr<curl_slist, SlistDeleter>;

/// One call's state, as libcurl's callbacks see it.
struct Transfer {
  const ClientOptions& options;
  Response response;
  bool too_long = false;
  bool refused_address = false;
  char error[CURL_ERROR_SIZE] = {};
};

size_t OnBody(char* data, size_t, size_t size, void* user) {
  auto* transfer = static_cast<Transfer*>(user);
  if (transfer->response.body.size() + size > transfer->options.max_body_bytes) {
    transfer->too_long = true;
    return 0;
  }
  transfer->response.body.append(data, size);
  return size;
}

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

size_t OnHeader(char* data, size_t, size_t size, void* user) {
  auto* transfer = static_cast<Transfer*>(user);
  const std::string_view line(data, size);
  // Each answer of a chain (100, redirects) begins anew; the last one counts.
  if (line.starts_with("HTTP/")) transfer->response.headers.clear();
  if (const size_t colon = line.find(':'); colon != std::string_view::npos) {
    transfer->response.headers.emplace(Trim(line.substr(0, colon)), Trim(line.substr(colon + 1)));
  }
  return size;
}

// Called with the address that is about to be connected to, after resolving and at every redirect: a name that resolves
// to a private address cannot slip through between a check and its use.
curl_socket_t OnOpenSocket(void* user, curlsocktype, curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(user);
  if (!transfer->options.allow_private_addresses && !IsPublicAddress(address->addr)) {
    transfer->refused_address = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool HasLineEnd(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

absl::StatusOr<Slist> MakeHeaders(const Request& request) {
  Slist list;
  const auto add = [&list](const std::string& line) {
    if (curl_slist* longer = curl_slist_append(list.get(), line.c_str())) {
      static_cast<void>(list.release());
      list.reset(longer);
    }
  };
  for (const auto& [name, value] : request.headers) {
    if (HasLineEnd(name) || HasLineEnd(value)) {
      return absl::InvalidArgumentError(fmt::format("the header '{}' holds a line end", Trim(name)));
    }
    // "Name;" is libcurl's spelling of a header without a value.
    add(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
  }
  if (CurrentTrace().valid() && Find(request.headers, "traceparent").empty()) {
    add("traceparent: " + CurrentTrace().ToTraceparent());
  }
  // libcurl would wait a second for "100 Continue" before it sends a longer body.
  if (Find(request.headers, "expect").empty()) add("Expect:");
  return list;
}

void SetMethod(CURL* handle, const Request& request) {
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    return;
  }
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

absl::Status ToStatus(CURLcode code, const Transfer& transfer, const std::string& url) {
  // Without the query, which may hold a key.
  const std::string where = url.substr(0, url.find('?'));
  if (transfer.too_long) {
    return absl::ResourceExhaustedError(
        fmt::format("the answer of {} is longer than {} bytes", where, transfer.options.max_body_bytes));
  }
  if (transfer.refused_address && (code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK)) {
    return absl::InvalidArgumentError(fmt::format("{} is not a public address", where));
  }
  const std::string text = transfer.error[0] != '\0' ? transfer.error : curl_easy_strerror(code);
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return absl::InvalidArgumentError(fmt::format("cannot call {}: {}", where, text));
    case CURLE_OPERATION_TIMEDOUT:
      return absl::DeadlineExceededError(fmt::format("no answer of {} in time: {}", where, text));
    default:
      return absl::UnavailableError(fmt::format("cannot call {}: {}", where, text));
  }
}

/// Every metric of the client.
struct Probe {
  explicit Probe(telemetry::Metrics& metrics)
      : duration(metrics.Histogram("mib_http_client_duration_seconds", "Time of calls to outside HTTP servers.")),
        answered(Count(metrics, "answered")),
        client_error(Count(metrics, "client_error")),
        server_error(Count(metrics, "server_error")),
        unavailable(Count(metrics, "unavailable")),
        deadline_exceeded(Count(metrics, "deadline_exceeded")),
        too_long(Count(metrics, "too_long")),
        invalid(Count(metrics, "invalid")) {}

  static prometheus::Counter& Count(telemetry::Metrics& metrics, const std::string& result) {
    return metrics.Counter("mib_http_client_requests_total", "Calls to outside HTTP servers by how they ended.",
                           {{"result", result}});
  }

  prometheus::Counter& Of(const absl::StatusOr<Response>& result) {
    if (result.ok()) return result->status >= 500 ? server_error : result->status >= 400 ? client_error : answered;
    if (absl::IsDeadlineExceeded(result.status())) return deadline_exceeded;
    if (absl::IsResourceExhausted(result.status())) return too_long;
    return absl::IsInvalidArgument(result.status()) ? invalid : unavailable;
  }

  prometheus::Histogram& duration;
  prometheus::Counter &answered, &client_error, &server_error, &unavailable, &deadline_exceeded, &too_long, &invalid;
};

class CurlClient final : public Client {
 public:
  CurlClient(const ClientOptions& options, telemetry::Metrics& metrics) : options_(options), probe_(metrics) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  }

  absl::StatusOr<Response> Send(const Request& request, absl::Duration timeout) override {
    const auto start = std::chrono::steady_clock::now();
    absl::StatusOr<Response> result = SendUncounted(request, timeout);
    probe_.duration.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    probe_.Of(result).Increment();
    return result;
  }

 private:
  absl::StatusOr<Response> SendUncounted(const Request& request, absl::Duration timeout) {
    if (timeout <= absl::ZeroDuration()) return absl::DeadlineExceededError("no time was left for the call");
    if (HasLineEnd(request.target)) return absl::InvalidArgumentError("the URL holds a line end");
    auto headers = MakeHeaders(request);
    if (!headers.ok()) return headers.status();
    Handle handle = Take();
    if (!handle) return absl::ResourceExhaustedError("libcurl gives no more handles");

    Transfer transfer{options_, {}};
    SetUp(handle.get(), timeout, &transfer);
    curl_easy_setopt(handle.get(), CURLOPT_URL, request.target.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers->get());
    SetMethod(handle.get(), request);
    const CURLcode code = curl_easy_perform(handle.get());
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    PutBack(std::move(handle));
    if (code != CURLE_OK) return ToStatus(code, transfer, request.target);
    transfer.response.status = static_cast<int>(status);
    return std::move(transfer.response);
  }

  void SetUp(CURL* handle, absl::Duration timeout, Transfer* transfer) const {
    const auto set = [handle](CURLoption option, auto value) { curl_easy_setopt(handle, option, value); };
    // At least 1: 0 would mean no limit.
    const auto milliseconds = [](absl::Duration d) {
      return std::max(1L, static_cast<long>(absl::ToInt64Milliseconds(d)));
    };
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, milliseconds(timeout));
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(std::min(timeout, options_.connect_timeout)));
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, options_.follow_redirects ? 1L : 0L);
    set(CURLOPT_MAXREDIRS, 5L);
    // A proxy would connect for us, to wherever it is told.
    set(CURLOPT_PROXY, "");
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_USERAGENT, "market-intel-brain/1");
    set(CURLOPT_TCP_NODELAY, 1L);
    if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
    set(CURLOPT_ERRORBUFFER, transfer->error);
    set(CURLOPT_WRITEFUNCTION, OnBody);
    set(CURLOPT_WRITEDATA, static_cast<void*>(transfer));
    set(CURLOPT_HEADERFUNCTION, OnHeader);
    set(CURLOPT_HEADERDATA, static_cast<void*>(transfer));
    set(CURLOPT_OPENSOCKETFUNCTION, OnOpenSocket);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(transfer));
  }

  // A handle keeps its connections: the one used last is the likeliest to be open still.
  Handle Take() {
    absl::MutexLock lock(&mutex_);
    if (free_.empty()) return Handle(curl_easy_init());
    Handle handle = std::move(free_.back());
    free_.pop_back();
    return handle;
  }

  void PutBack(Handle handle) {
    curl_easy_reset(handle.get());
    absl::MutexLock lock(&mutex_);
    free_.push_back(std::move(handle));
  }

  const ClientOptions options_;
  Probe probe_;
  absl::Mutex mutex_;
  std::vector<Handle> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<Client> MakeClient(const ClientOptions& options, telemetry::Metrics& metrics) {
  return std::make_unique<CurlClient>(options, metrics);
}

}  // namespace mib::http
