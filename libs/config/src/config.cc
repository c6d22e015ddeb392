#include "mib/config/config.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "reader.h"

namespace mib::config {
namespace {

// By stdio: a C++ stream takes an empty file for a failure and throws for a directory.
absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"), &std::fclose);
  std::string text;
  std::array<char, 4096> buffer;
  while (file != nullptr) {
    const size_t size = std::fread(buffer.data(), 1, buffer.size(), file.get());
    text.append(buffer.data(), size);
    if (size == buffer.size()) continue;
    if (std::ferror(file.get()) != 0) break;
    return text;
  }
  return absl::NotFoundError(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
}

}  // namespace

absl::Status Load(std::string_view yaml, std::string_view file_name, const Environment& environment,
                  google::protobuf::Message* config) {
  Reader reader(file_name, environment);
  try {
    reader.Read(YAML::Load(std::string(yaml)), config);
  } catch (const YAML::Exception& error) {
    reader.AddFault(error.mark.line + 1, error.msg);
  }
  return reader.status();
}

absl::Status LoadFile(const std::string& path, google::protobuf::Message* config) {
  const absl::StatusOr<std::string> yaml = ReadFile(path);
  if (!yaml.ok()) return yaml.status();
  return Load(
      *yaml, path, [](const std::string& name) { return std::getenv(name.c_str()); }, config);
}

}  // namespace mib::config
