#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

namespace mib::service {

/// A process made by fork, whose standard output and error are read here: signals and exit statuses are tested on the
/// real thing.
class Child {
 public:
  /// `main` is run in the child; what it returns is the exit status.
  explicit Child(const std::function<int()>& main);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Reads output until a line has `text` in it, and returns that line; fails the test when the child ends first.
  std::string LineWith(const std::string& text);
  void Signal(int number) const;
  /// Waits for the end; the exit status, or minus the signal that ended it.
  int ExitStatus();
  /// All that was written; complete after ExitStatus.
  const std::string& output() const { return output_; }

 private:
  bool ReadMore();

  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string output_;
  size_t read_to_ = 0;
};

struct HttpAnswer {
  int status = 0;
  std::string head;
  std::string body;
};
/// One request to a server on loopback.
HttpAnswer Send(int port, const std::string& method, const std::string& path);

/// The port in the line that tells where the admin endpoint listens.
int AdminPort(Child& child);

/// A file for the time of a test.
class TempFile {
 public:
  explicit TempFile(const std::string& contents);
  ~TempFile();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace mib::service
