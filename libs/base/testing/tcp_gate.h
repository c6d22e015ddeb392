#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <future>
#include <iterator>
#include <list>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace mib {

/// A TCP gate between a client and a real server on the loopback: tests of what happens when the network or the other
/// side fails. Changes are in effect when the call that makes them returns. Thread safe.
class TcpGate {
 public:
  explicit TcpGate(int server_port) : server_port_(server_port) {
    if (pipe(wake_) != 0) throw std::runtime_error("pipe");
    listener_ = Listen();
    thread_ = std::thread([this] { Run(); });
  }
  ~TcpGate() {
    Do([this] { stopping_ = true; });
    thread_.join();
    CloseAll();
    if (listener_ >= 0) close(listener_);
    close(wake_[0]);
    close(wake_[1]);
  }
  TcpGate(const TcpGate&) = delete;
  TcpGate& operator=(const TcpGate&) = delete;

  /// The port that clients connect to.
  int port() const { return port_; }

  /// As if the server had died: connections are cut, new ones refused.
  void Close() {
    Do([this] {
      CloseAll();
      if (listener_ >= 0) close(std::exchange(listener_, -1));
    });
  }
  void Open() {
    Do([this] {
      if (listener_ < 0) listener_ = Listen();
    });
  }
  /// Cuts what is connected; new connections go through.
  void Cut() {
    Do([this] { CloseAll(); });
  }
  /// Bytes stop in both directions, connections stay: a server that hangs.
  void Freeze(bool frozen) {
    Do([this, frozen] { frozen_ = frozen; });
  }
  /// The next time a client sends `text`, the server still gets it, but its answer is cut off with the connection.
  void SwallowAnswerTo(std::string text) {
    Do([this, text = std::move(text)] { swallow_ = text; });
  }
  /// Connections accepted so far.
  int accepted() const { return accepted_; }

 private:
  struct Pair {
    int client = -1;
    int server = -1;
    bool doomed = false;
  };

  int Listen() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    sockaddr_in address = Loopback(port_);
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 || listen(fd, 64) != 0)
      throw std::runtime_error("listen");
    socklen_t size = sizeof(address);
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    return fd;
  }
  static sockaddr_in Loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  // Runs `work` on the gate's thread, which alone touches the sockets.
  void Do(std::function<void()> work) {
    const auto done = std::make_shared<std::promise<void>>();
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      work_.emplace_back([work = std::move(work), done] {
        work();
        done->set_value();
      });
    }
    (void)!write(wake_[1], "x", 1);
    done->get_future().wait();
  }

  void Run() {
    while (!stopping_) {
      std::vector<pollfd> polled = {{wake_[0], POLLIN, 0}, {frozen_ ? -1 : listener_, POLLIN, 0}};
      for (const Pair& pair : pairs_) {
        polled.push_back({frozen_ ? -1 : pair.client, POLLIN, 0});
        polled.push_back({frozen_ ? -1 : pair.server, POLLIN, 0});
      }
      if (poll(polled.data(), polled.size(), -1) < 0) continue;
      if (polled[0].revents != 0) {
        RunWork();
        continue;  // What was polled may be closed by now.
      }
      size_t i = 2;
      for (auto pair = pairs_.begin(); pair != pairs_.end(); i += 2) {
        const bool alive =
            (polled[i].revents == 0 || Forward(*pair, true)) && (polled[i + 1].revents == 0 || Forward(*pair, false));
        pair = alive ? std::next(pair) : Drop(pair);
      }
      if (polled[1].revents != 0) Accept();
    }
  }
  void RunWork() {
    char byte = 0;
    (void)!read(wake_[0], &byte, 1);
    std::vector<std::function<void()>> work;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      work.swap(work_);
    }
    for (const auto& item : work) item();
  }
  void Accept() {
    Pair pair{.client = accept(listener_, nullptr, nullptr), .server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ++accepted_;
    const sockaddr_in address = Loopback(server_port_);
    if (connect(pair.server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      pairs_.push_back(pair);
      return;
    }
    close(pair.client);
    close(pair.server);
  }
  // False when the pair is over.
  bool Forward(Pair& pair, bool from_client) {
    char buffer[64 * 1024];
    const ssize_t size = read(from_client ? pair.client : pair.server, buffer, sizeof(buffer));
    if (size <= 0 || (pair.doomed && !from_client)) return false;
    if (from_client && !swallow_.empty() &&
        std::string_view(buffer, static_cast<size_t>(size)).find(swallow_) != std::string_view::npos) {
      pair.doomed = true;
      swallow_.clear();
    }
    for (ssize_t sent = 0; sent < size;) {
      const ssize_t now =
          send(from_client ? pair.server : pair.client, buffer + sent, static_cast<size_t>(size - sent), MSG_NOSIGNAL);
      if (now <= 0) return false;
      sent += now;
    }
    return true;
  }
  std::list<Pair>::iterator Drop(std::list<Pair>::iterator pair) {
    close(pair->client);
    close(pair->server);
    return pairs_.erase(pair);
  }
  void CloseAll() {
    for (auto pair = pairs_.begin(); pair != pairs_.end();) pair = Drop(pair);
  }

  const int server_port_;
  int port_ = 0;
  int wake_[2] = {-1, -1};
  std::mutex mutex_;
  std::vector<std::function<void()>> work_;
  std::atomic<int> accepted_ = 0;
  // Of the gate's thread.
  int listener_ = -1;
  std::list<Pair> pairs_;
  std::string swallow_;
  bool frozen_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mib
