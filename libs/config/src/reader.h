#pragma once

#include <google/protobuf/message.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "mib/config/config.h"

namespace mib::config {

/// Reads one YAML document into one message and remembers every fault on the way. Used once, on one thread.
class Reader {
 public:
  Reader(std::string_view file_name, const Environment& environment)
      : file_name_(file_name), environment_(environment) {}

  void Read(const YAML::Node& root, google::protobuf::Message* config);
  /// A fault of the document as a whole; `line` counts from 1, 0 means none.
  void AddFault(int line, std::string_view text);
  /// OK, or all faults in the order of the file, one per line.
  absl::Status status() const;

 private:
  using Field = google::protobuf::FieldDescriptor;
  using Message = google::protobuf::Message;

  // Where a value is: its dotted path, the variable that overrides it (empty inside lists: those have none) and its
  // line.
  struct Place {
    std::string path;
    std::string variable;
    int line = 0;
  };
  // A key's value; undefined where the document has none.
  struct Given {
    YAML::Node node{YAML::NodeType::Undefined};
    int line = 0;
  };
  using GivenFields = std::map<const Field*, Given>;

  static Place Within(const Place& parent, const std::string& name);
  GivenFields Keys(const YAML::Node& node, const Place& place, const google::protobuf::Descriptor& descriptor);
  void ReadMessage(const YAML::Node& node, const Place& place, Message* message);
  void ReadField(const Given& given, const Place& place, const Field& field, Message* message);
  void ReadSection(const Given& given, const Place& place, const Field& field, Message* message);
  void ReadScalar(const Given& given, const Place& place, const Field& field, Message* message);
  void ReadList(const YAML::Node& node, const Place& place, const Field& field, Message* message);
  void ReadMap(const YAML::Node& node, const Place& place, const Field& field, Message* message);
  void ReadElement(const YAML::Node& node, const Place& place, const Field& field, Message* message);
  const char* Override(const Place& place) const;
  bool AnyOverride(const Place& place, const google::protobuf::Descriptor& descriptor) const;
  void AddMissing(const Place& place, const Field& field, std::string_view what);

  const std::string file_name_;
  const Environment& environment_;
  std::vector<std::pair<int, std::string>> faults_;
};

}  // namespace mib::config
