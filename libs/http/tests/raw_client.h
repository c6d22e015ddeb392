#pragma once

// Bytes over a socket, written and read by hand, so that the server is tried with what no HTTP client would send.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace mib::http {

class RawClient {
 public:
  explicit RawClient(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval limit{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~RawClient() { Close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  bool Write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  /// One answer with a Content-Length, or without a body; what the connection gave, when it ends first.
  std::string ReadAnswer(bool head_only = false) {
    size_t end = std::string::npos;
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
      if (!ReadSome()) return std::exchange(pending_, {});
    }
    size_t length = end + 4;
    const size_t field = pending_.find("Content-Length: ");
    if (!head_only && field < end) length += std::strtoul(pending_.c_str() + field + 16, nullptr, 10);
    while (pending_.size() < length && ReadSome()) {
    }
    std::string answer = pending_.substr(0, length);
    pending_.erase(0, length);
    return answer;
  }

  /// Everything until the server closes the connection.
  std::string ReadToEnd() {
    while (ReadSome()) {
    }
    return std::exchange(pending_, {});
  }

  /// Everything up to the first `end`, or until the server closes the connection.
  std::string ReadUntil(std::string_view end) {
    while (pending_.find(end) == std::string::npos && ReadSome()) {
    }
    return std::exchange(pending_, {});
  }

  void Close() {
    if (socket_ >= 0) close(std::exchange(socket_, -1));
  }

 private:
  bool ReadSome() {
    char buffer[16384];
    const ssize_t got = recv(socket_, buffer, sizeof(buffer), 0);
    if (got <= 0) return false;
    pending_.append(buffer, static_cast<size_t>(got));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string pending_;
};

/// "200" of "HTTP/1.1 200 OK".
inline std::string StatusOf(const std::string& answer) {
  return answer.substr(0, 9) == "HTTP/1.1 " ? answer.substr(9, 3) : "none";
}
/// What follows the headers.
inline std::string BodyOf(const std::string& answer) {
  const size_t end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

}  // namespace mib::http
