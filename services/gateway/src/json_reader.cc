#include "json_reader.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "field_reader.h"
#include "mib/base/errors.h"

namespace mib::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using simdjson::error_code;
using simdjson::ondemand::json_type;

constexpr int kMaxDepth = 64;

#define RETURN_IF_BROKEN(expression)                                           \
  do {                                                                         \
    if (const error_code broken = (expression); broken != simdjson::SUCCESS) { \
      return broken;                                                           \
    }                                                                          \
  } while (false)

struct Scalar {
  json_type type;
  std::string_view text;
};

std::string Join(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

/// RFC 8259's number, which On-Demand itself does not check for tokens that are taken raw.
bool IsNumber(std::string_view text) {
  size_t i = 0;
  const auto digits = [&] {
    const size_t from = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i > from;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const size_t first = i;
  if (!digits() || (text[first] == '0' && i > first + 1)) return false;
  if (i < text.size() && text[i] == '.' && (++i, !digits())) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

/// Walks one body. Every value is visited, those of unknown keys too: On-Demand checks only what it is asked for.
class Reader {
 public:
  explicit Reader(Violations* violations) : violations_(*violations) {}

  error_code ReadObject(simdjson::ondemand::object object, const MessageSchema& schema, const std::string& path,
                        const std::vector<std::string>& taken, int depth, Message* message);

 private:
  error_code ReadField(simdjson::ondemand::value value, const FieldSchema& schema, const std::string& path, int depth,
                       Message* message);
  error_code ReadElement(simdjson::ondemand::value value, const FieldSchema& schema, const std::string& path, int depth,
                         Message* message);
  error_code ReadArray(simdjson::ondemand::value value, const FieldSchema& schema, const std::string& path, int depth,
                       Message* message);
  error_code ReadMap(simdjson::ondemand::value value, const FieldSchema& schema, const std::string& path, int depth,
                     Message* message);
  error_code ReadScalar(simdjson::ondemand::value value, json_type type, Scalar* out);
  error_code Skip(simdjson::ondemand::value value, int depth);
  error_code Refuse(simdjson::ondemand::value value, const std::string& path, std::string what, int depth);

  Violations& violations_;
};

bool Accepts(const FieldSchema& schema, json_type type) {
  switch (schema.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return type == json_type::boolean;
    case FieldDescriptor::CPPTYPE_ENUM:
      return type == json_type::string;
    case FieldDescriptor::CPPTYPE_STRING:
      return type == json_type::string || (type == json_type::number && schema.numeric_text);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return type == json_type::string || type == json_type::number;
    default:
      return type == json_type::number;
  }
}

error_code Reader::ReadScalar(simdjson::ondemand::value value, json_type type, Scalar* out) {
  out->type = type;
  switch (type) {
    case json_type::string:
      return value.get_string().get(out->text);
    case json_type::boolean: {
      bool flag = false;
      RETURN_IF_BROKEN(value.get_bool().get(flag));
      out->text = flag ? "true" : "false";
      return simdjson::SUCCESS;
    }
    case json_type::null: {
      bool null = false;
      RETURN_IF_BROKEN(value.is_null().get(null));
      return null ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
    }
    default: {
      out->text = value.raw_json_token();
      while (!out->text.empty() && std::string_view(" \t\r\n").find(out->text.back()) != std::string_view::npos) {
        out->text.remove_suffix(1);
      }
      return IsNumber(out->text) ? simdjson::SUCCESS : simdjson::NUMBER_ERROR;
    }
  }
}

error_code Reader::Skip(simdjson::ondemand::value value, int depth) {
  if (depth > kMaxDepth) return simdjson::DEPTH_ERROR;
  json_type type;
  RETURN_IF_BROKEN(value.type().get(type));
  if (type == json_type::array) {
    simdjson::ondemand::array array;
    RETURN_IF_BROKEN(value.get_array().get(array));
    for (auto element : array) {
      simdjson::ondemand::value inner;
      RETURN_IF_BROKEN(element.get(inner));
      RETURN_IF_BROKEN(Skip(inner, depth + 1));
    }
    return simdjson::SUCCESS;
  }
  if (type == json_type::object) {
    simdjson::ondemand::object object;
    RETURN_IF_BROKEN(value.get_object().get(object));
    for (auto field : object) {
      std::string_view key;
      RETURN_IF_BROKEN(field.unescaped_key().get(key));
      simdjson::ondemand::value inner;
      RETURN_IF_BROKEN(field.value().get(inner));
      RETURN_IF_BROKEN(Skip(inner, depth + 1));
    }
    return simdjson::SUCCESS;
  }
  Scalar scalar;
  return ReadScalar(value, type, &scalar);
}

error_code Reader::Refuse(simdjson::ondemand::value value, const std::string& path, std::string what, int depth) {
  violations_.Add(path, std::move(what));
  return Skip(value, depth);
}

error_code Reader::ReadObject(simdjson::ondemand::object object, const MessageSchema& schema, const std::string& path,
                              const std::vector<std::string>& taken, int depth, Message* message) {
  if (depth > kMaxDepth) return simdjson::DEPTH_ERROR;
  absl::flat_hash_set<std::string> seen;
  for (auto field : object) {
    std::string_view key;
    RETURN_IF_BROKEN(field.unescaped_key().get(key));
    const std::string name(key);
    simdjson::ondemand::value value;
    RETURN_IF_BROKEN(field.value().get(value));
    const auto found = schema.by_name.find(name);
    if (found == schema.by_name.end()) {
      RETURN_IF_BROKEN(Refuse(value, Join(path, name), "is not a field of this request", depth + 1));
    } else if (std::find(taken.begin(), taken.end(), name) != taken.end()) {
      RETURN_IF_BROKEN(Refuse(value, Join(path, name), "is given by the path", depth + 1));
    } else if (!seen.insert(name).second) {
      RETURN_IF_BROKEN(Refuse(value, Join(path, name), "is given more than once", depth + 1));
    } else {
      RETURN_IF_BROKEN(ReadField(value, *found->second, Join(path, name), depth + 1, message));
    }
  }
  return simdjson::SUCCESS;
}

error_code Reader::ReadField(simdjson::ondemand::value value, const FieldSchema& schema, const std::string& path,
                             int depth, Message* message) {
  json_type type;
  RETURN_IF_BROKEN(value.type().get(type));
  if (type == json_type::null) return Skip(value, depth);
  if (schema.field->is_map()) {
    if (type != json_type::object) return Refuse(value, path, "must be an object", depth);
    return ReadMap(value, schema, path, depth, message);
  }
  if (schema.field->is_repeated()) {
    if (type != json_type::array) return Refuse(value, path, "must be an array", depth);
    return ReadArray(value, schema, path, depth, message);
  }
  return ReadElement(value, schema, path, depth, message);
}

error_code Reader::ReadElement(simdjson::ondemand::value value, const FieldSchema& schema, const std::string& path,
                               int depth, Message* message) {
  json_type type;
  RETURN_IF_BROKEN(value.type().get(type));
  if (schema.type != nullptr) {
    if (type != json_type::object) return Refuse(value, path, "must be an object", depth);
    simdjson::ondemand::object object;
    RETURN_IF_BROKEN(value.get_object().get(object));
    const Reflection& reflection = *message->GetReflection();
    Message* nested = schema.field->is_repeated() ? reflection.AddMessage(message, schema.field)
                                                  : reflection.MutableMessage(message, schema.field);
    SetDefaults(*schema.type, nested);
    return ReadObject(object, *schema.type, path, {}, depth, nested);
  }
  if (!Accepts(schema, type)) return Refuse(value, path, fmt::format("must be {}", ExpectedType(schema)), depth);
  Scalar scalar;
  RETURN_IF_BROKEN(ReadScalar(value, type, &scalar));
  if (std::string wrong = SetFromText(schema, scalar.text, message); !wrong.empty()) violations_.Add(path, wrong);
  return simdjson::SUCCESS;
}

error_code Reader::ReadArray(simdjson::ondemand::value value, const FieldSchema& schema, const std::string& path,
                             int depth, Message* message) {
  simdjson::ondemand::array array;
  RETURN_IF_BROKEN(value.get_array().get(array));
  const uint32_t max_items = schema.rules.max_items();
  uint32_t count = 0;
  for (auto element : array) {
    simdjson::ondemand::value inner;
    RETURN_IF_BROKEN(element.get(inner));
    if (max_items > 0 && count >= max_items) {
      RETURN_IF_BROKEN(Skip(inner, depth + 1));
    } else {
      RETURN_IF_BROKEN(ReadElement(inner, schema, fmt::format("{}[{}]", path, count), depth + 1, message));
    }
    ++count;
  }
  if (max_items > 0 && count > max_items) violations_.Add(path, fmt::format("must have at most {} items", max_items));
  return simdjson::SUCCESS;
}

error_code Reader::ReadMap(simdjson::ondemand::value value, const FieldSchema& schema, const std::string& path,
                           int depth, Message* message) {
  simdjson::ondemand::object object;
  RETURN_IF_BROKEN(value.get_object().get(object));
  const FieldSchema& key_schema = schema.type->fields[0];
  const FieldSchema& value_schema = schema.type->fields[1];
  absl::flat_hash_set<std::string> seen;
  for (auto field : object) {
    std::string_view key;
    RETURN_IF_BROKEN(field.unescaped_key().get(key));
    const std::string name(key);
    simdjson::ondemand::value inner;
    RETURN_IF_BROKEN(field.value().get(inner));
    if (!seen.insert(name).second) {
      RETURN_IF_BROKEN(Refuse(inner, Join(path, name), "is given more than once", depth + 1));
      continue;
    }
    Message* entry = message->GetReflection()->AddMessage(message, schema.field);
    if (std::string wrong = SetFromText(key_schema, name, entry); !wrong.empty()) violations_.Add(path, wrong);
    RETURN_IF_BROKEN(ReadElement(inner, value_schema, Join(path, name), depth + 1, entry));
  }
  return simdjson::SUCCESS;
}

absl::Status Malformed(std::string_view what, size_t offset) {
  return errors::Make(api::v1::MALFORMED_REQUEST,
                      fmt::format("The body is no JSON object: {} at byte {}.", what, offset),
                      {{"offset", std::to_string(offset)}});
}

#undef RETURN_IF_BROKEN

}  // namespace

void Violations::Add(std::string_view field, std::string what) {
  constexpr size_t kMaxName = 128;
  if (!full()) all_.emplace_back(field.substr(0, kMaxName), std::move(what));
}

bool Violations::Tells(std::string_view field) const {
  return std::any_of(all_.begin(), all_.end(), [&](const auto& violation) {
    const std::string_view told = violation.first;
    return told.starts_with(field) &&
           (told.size() == field.size() || told[field.size()] == '.' || told[field.size()] == '[');
  });
}

absl::Status ReadJson(std::string_view text, const MessageSchema& schema, const std::vector<std::string>& taken,
                      Message* message, Violations* violations) {
  thread_local simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(text);
  simdjson::ondemand::document document;
  error_code broken = parser.iterate(padded).get(document);
  if (broken != simdjson::SUCCESS) return Malformed(simdjson::error_message(broken), 0);
  simdjson::ondemand::object object;
  broken = document.get_object().get(object);
  if (broken == simdjson::SUCCESS) broken = Reader(violations).ReadObject(object, schema, "", taken, 0, message);
  const char* location = nullptr;
  const bool located = document.current_location().get(location) == simdjson::SUCCESS;
  const size_t offset = located ? std::min(static_cast<size_t>(location - padded.data()), text.size()) : text.size();
  if (broken != simdjson::SUCCESS) return Malformed(simdjson::error_message(broken), offset);
  // There is a location only while there is something left.
  if (located) return Malformed("something follows it", offset);
  return absl::OkStatus();
}

}  // namespace mib::gateway
