#include "child.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace mib::service {

Child::Child(const std::function<int()>& main) {
  std::array<int, 2> ends;
  REQUIRE(pipe(ends.data()) == 0);
  // What is still buffered here must not be written by the child too.
  std::cout.flush();
  std::fflush(nullptr);
  pid_ = fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    const int status = main();
    std::cout.flush();
    _exit(status);
  }
  close(ends[1]);
  pipe_ = ends[0];
}

Child::~Child() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    ExitStatus();
  }
  close(pipe_);
}

bool Child::ReadMore() {
  std::array<char, 4096> buffer;
  const ssize_t size = read(pipe_, buffer.data(), buffer.size());
  if (size > 0) output_.append(buffer.data(), static_cast<size_t>(size));
  return size > 0;
}

std::string Child::LineWith(const std::string& text) {
  for (;;) {
    for (size_t end = output_.find('\n', read_to_); end != std::string::npos; end = output_.find('\n', read_to_)) {
      const std::string line = output_.substr(read_to_, end - read_to_);
      read_to_ = end + 1;
      if (line.find(text) != std::string::npos) return line;
    }
    if (!ReadMore()) FAIL("the child ended without saying '" << text << "': " << output_);
  }
}

void Child::Signal(int number) const { kill(pid_, number); }

int Child::ExitStatus() {
  while (ReadMore()) {
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

HttpAnswer Send(int port, const std::string& method, const std::string& path) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  REQUIRE(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  const std::string request = method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  REQUIRE(send(connection, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()));
  std::string answer;
  std::array<char, 4096> buffer;
  for (ssize_t size; (size = recv(connection, buffer.data(), buffer.size(), 0)) > 0;) {
    answer.append(buffer.data(), static_cast<size_t>(size));
  }
  close(connection);
  const size_t end = answer.find("\r\n\r\n");
  REQUIRE(end != std::string::npos);
  return {std::stoi(answer.substr(9, 3)), answer.substr(0, end), answer.substr(end + 4)};
}

int AdminPort(Child& child) {
  const std::string line = child.LineWith(R"("endpoint":"admin")");
  const std::string key = R"("port":)";
  return std::stoi(line.substr(line.find(key) + key.size()));
}

TempFile::TempFile(const std::string& contents) {
  path_ = "/tmp/mib-service-XXXXXX";
  const int file = mkstemp(path_.data());
  REQUIRE(write(file, contents.data(), contents.size()) == static_cast<ssize_t>(contents.size()));
  close(file);
}

TempFile::~TempFile() { unlink(path_.c_str()); }

}  // namespace mib::service
