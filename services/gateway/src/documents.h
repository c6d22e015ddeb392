#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace mib::gateway {

/// Pages and texts that no RPC answers: /docs, /openapi.json, /metrics. Immutable once served, thread safe where
/// `render` is.
class Documents {
 public:
  struct Document {
    std::string content_type;
    std::string content_policy;
    std::function<std::string()> render;
    /// Scrapers and probes are not counted.
    bool limited = true;
  };

  void Add(std::string path, Document document) { documents_.emplace(std::move(path), std::move(document)); }
  const Document* Find(std::string_view path) const {
    const auto found = documents_.find(path);
    return found == documents_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, Document, std::less<>> documents_;
};

}  // namespace mib::gateway
