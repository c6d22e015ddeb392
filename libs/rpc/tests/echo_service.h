#pragma once

// A server of the test contract and channels to it, with certificates of their own. Everything on loopback, on a free
// port.

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "mib/base/clock.h"
#include "mib/rpc/channel.h"
#include "mib/rpc/server.h"
#include "mib/telemetry/metrics.h"
#include "mib/testing/v1/echo.pb.h"
#include "test_ca.h"

namespace mib::rpc {

using testing::v1::EchoRequest;
using testing::v1::EchoResponse;

inline constexpr const char* kEcho = "mib.testing.v1.Echo";
inline constexpr const char* kSay = "mib.testing.v1.Echo/Say";
inline constexpr const char* kDo = "mib.testing.v1.Echo/Do";
inline constexpr const char* kMe = "mib.testing.v1.Echo/Me";
inline constexpr const char* kExport = "mib.testing.v1.Echo/Export";
inline constexpr const char* kWait = "mib.testing.v1.Echo/Wait";

/// Every method does what it is told to; unless told otherwise it gives the text back.
class EchoService {
 public:
  using Behaviour = std::function<absl::StatusOr<EchoResponse>(const Context&, const EchoRequest&)>;

  explicit EchoService(Behaviour behaviour) : behaviour_(std::move(behaviour)) {}
  absl::StatusOr<EchoResponse> Answer(const Context& context, const EchoRequest& request);
  int calls() const { return calls_; }
  /// All five methods; Wait is the blocking one.
  ServiceBinder Binder();

 private:
  const Behaviour behaviour_;
  std::atomic<int> calls_ = 0;
};

EchoResponse Text(std::string_view text);
EchoRequest Ask(std::string_view text);
EchoService::Behaviour GiveBack();

class EchoWorld {
 public:
  explicit EchoWorld(EchoService::Behaviour behaviour = GiveBack(), int blocking_threads = 2, int max_queued = 16);

  void StartServer();
  void StopServer() { server_.reset(); }
  Server& server() { return *server_; }
  EchoService& service() { return service_; }
  security::TestCa& ca() { return ca_; }
  const security::TempDir& dir() const { return dir_; }
  telemetry::Metrics& metrics() { return metrics_; }
  /// Of the server, once it has started.
  std::string address() const;
  TlsFiles FilesOf(std::string_view service);
  /// A channel whose own certificate names `caller`, which expects the server "core-engine".
  std::unique_ptr<Channel> ChannelAs(std::string_view caller) { return ChannelAs(caller, clock_); }
  std::unique_ptr<Channel> ChannelAs(std::string_view caller, Clock& clock);
  std::unique_ptr<Channel> ChannelWith(const TlsFiles& files, std::string_view expected_service = "core-engine");

 private:
  SystemClock clock_;
  telemetry::Metrics metrics_;
  security::TestCa ca_;
  security::TempDir dir_;
  EchoService service_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

}  // namespace mib::rpc
