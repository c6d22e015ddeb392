#pragma once

// A TLS server with a certificate of its own for "localhost", made anew for each test.

#include <openssl/ssl.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "listener.h"

namespace mib::http {

class TlsServer {
 public:
  /// Gives the bytes that answer a request head.
  using Answer = std::function<std::string(const std::string& head)>;

  explicit TlsServer(Answer answer);
  ~TlsServer();

  int port() const { return listener_.port(); }
  /// The PEM file of the authority that a client has to trust.
  std::string ca_file() const { return ca_file_; }

 private:
  void Serve();
  void ServeOne(int connection);

  const Answer answer_;
  Listener listener_;
  std::string ca_file_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::thread thread_;
};

}  // namespace mib::http
