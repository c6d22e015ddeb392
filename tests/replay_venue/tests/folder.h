#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>

namespace mib::venue {

/// A data folder of the test's own, gone afterwards.
class Folder {
 public:
  Folder() {
    static std::atomic<int> count{0};
    path_ = std::filesystem::temp_directory_path() /
            ("replay_venue_" + std::to_string(getpid()) + "_" + std::to_string(++count));
    std::filesystem::create_directories(path_ / "daily");
    std::filesystem::create_directories(path_ / "hourly");
  }
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string path() const { return path_; }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace mib::venue
