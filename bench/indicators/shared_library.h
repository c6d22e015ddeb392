#pragma once

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace mib::bench {

/// Ends a measurement that cannot go on; the message says what to do.
[[noreturn]] inline void Die(const std::string& message) {
  std::fprintf(stderr, "indicators_bench: %s\n", message.c_str());
  std::exit(1);
}

/// A shared library, loaded for as long as the process lives.
class SharedLibrary {
 public:
  explicit SharedLibrary(const std::string& path) : path_(path), handle_(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) Die(std::string("cannot load the peer's library: ") + dlerror());
  }

  /// A symbol that becomes a pointer to whatever function it is assigned to.
  struct Symbol {
    void* address;
    template <typename Function>
    operator Function*() const {  // NOLINT(google-explicit-constructor)
      return reinterpret_cast<Function*>(address);
    }
  };
  Symbol operator[](const std::string& name) const {
    void* address = dlsym(handle_, name.c_str());
    if (address == nullptr) Die(path_ + " has no function " + name);
    return {address};
  }

 private:
  std::string path_;
  void* handle_;
};

}  // namespace mib::bench
